//! Core modules to components, and components against the contract.

use std::collections::BTreeMap;

use serde::Serialize;
use wasmparser::{Encoding, Parser, Payload};
use wit_component::DecodedWasm;
use wit_parser::{Function, InterfaceId, Resolve, Type, TypeDefKind, WorldItem, WorldKey};

/// Why a module is no plugin. Displayed, it says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComponentError {
    /// Not WebAssembly, or cut off.
    #[error("this is no WebAssembly module: {0}; build it with `riskwright plugin build`")]
    NotWasm(String),
    /// A component where a core module belongs, or the other way round.
    #[error("this is a {found}, expected a {expected}")]
    Layer {
        /// What was expected.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// A plugin imports nothing.
    #[error(
        "it imports {}, but a plugin imports nothing: {help}",
        imports.iter().map(|import| format!("`{import}`")).collect::<Vec<_>>().join(", ")
    )]
    Imports {
        /// Module and name of each.
        imports: Vec<String>,
        /// Where they probably come from and what would do.
        help: String,
    },
    /// Nothing of the contract.
    #[error(
        "it exports nothing of the contract; put `riskwright_sdk::export!(…)` into src/lib.rs, once, and `crate-type = [\"cdylib\", \"rlib\"]` into Cargo.toml"
    )]
    NoExports,
    /// An export that is none of the contract's interfaces.
    #[error("it exports `{found}`, which is none of the contract's interfaces ({known}); leave it out")]
    UnknownExport {
        /// The export.
        found: String,
        /// What would do.
        known: String,
    },
    /// Another version of the contract.
    #[error(
        "`{interface}` is of version {found} of the contract, and this Riskwright knows {known}: {}",
        if newer(found, known) { "install a newer Riskwright, or depend on an older riskwright-sdk".to_owned() } else { format!("depend on riskwright-sdk {known} and build again") }
    )]
    Version {
        /// Which interface.
        interface: String,
        /// Its version.
        found: String,
        /// Ours.
        known: String,
    },
    /// The right name, but other types.
    #[error(
        "`{interface}` has the name of version {version} of the contract but not its types: {difference}; use riskwright-sdk {version} as published in place of bindings of your own"
    )]
    Types {
        /// Which interface.
        interface: String,
        /// The version.
        version: String,
        /// What differs.
        difference: String,
    },
    /// Anything else the encoder or validator finds.
    #[error("the module can't be made a component: {0}")]
    Encoding(String),
}

fn newer(found: &str, known: &str) -> bool {
    let numbers =
        |text: &str| text.split(['.', '-']).map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    numbers(found) > numbers(known)
}

/// An interface of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interface {
    /// From factors to scores.
    Methodology,
    /// Controls.
    Catalogue,
    /// Questions.
    Questionnaire,
}

impl Interface {
    const ALL: [Self; 3] = [Self::Methodology, Self::Catalogue, Self::Questionnaire];

    /// Its name in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Methodology => "methodology",
            Self::Catalogue => "catalogue",
            Self::Questionnaire => "questionnaire",
        }
    }
}

/// A core module with bindings as a component, checked against the contract.
///
/// # Errors
/// If it imports anything, exports nothing or something else, or its types are not the contract's.
pub fn encode(module: &[u8]) -> Result<Vec<u8>, ComponentError> {
    inspect_module(module)?;
    let mut encoder = wit_component::ComponentEncoder::default();
    let component = encoder
        .validate(true)
        .module(module)
        .and_then(wit_component::ComponentEncoder::encode)
        .map_err(|error| ComponentError::Encoding(format!("{error:#}")))?;
    check(&component)?;
    Ok(component)
}

/// Finds in a core module what the encoder would only say in its own words.
fn inspect_module(module: &[u8]) -> Result<(), ComponentError> {
    let mut imports = Vec::new();
    let mut described = false;
    for payload in Parser::new(0).parse_all(module) {
        match payload.map_err(|error| ComponentError::NotWasm(error.to_string()))? {
            Payload::Version { encoding: Encoding::Component, .. } => {
                return Err(ComponentError::Layer { expected: "core module", found: "component" });
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(|error| ComponentError::NotWasm(error.to_string()))?;
                    imports.push(format!("{}.{}", import.module, import.name));
                }
            }
            Payload::CustomSection(section) => described |= section.name().starts_with("component-type"),
            _ => {}
        }
    }
    if !imports.is_empty() {
        let help = origin(&imports).to_owned();
        return Err(ComponentError::Imports { imports, help });
    }
    if described { Ok(()) } else { Err(ComponentError::NoExports) }
}

/// Parts of imports' names, what probably asks for them, and what to use in its place.
const ORIGINS: &[(&[&str], &str)] = &[
    (
        &["wbindgen", "wbg"],
        "a dependency is built for web pages (wasm-bindgen; often chrono, uuid, getrandom or web-time with their feature for JavaScript): switch that feature off, `cargo tree --target wasm32-unknown-unknown -i wasm-bindgen` shows which",
    ),
    (
        &["random"],
        "something draws random numbers (`HashMap` of std under wasi, or the crates rand, getrandom, uuid): a method's answer depends on its input alone; use `BTreeMap`, and a loss model in place of sampling",
    ),
    (
        &["clock", "monotonic", "wall-clock", "poll"],
        "something reads the clock (`std::time::Instant`, `SystemTime`, or chrono's and jiff's `now`): take dates from factors or settings",
    ),
    (
        &["environ", "args_"],
        "something reads the environment or the command line (`std::env`): take what you need from the settings",
    ),
    (
        &["path_", "fd_prestat", "fd_read", "filesystem"],
        "something opens files (`std::fs`): put data into the plugin with `include_str!`",
    ),
    (
        &["fd_write", "stdout", "stderr", "cli"],
        "something prints (`println!`, `eprintln!`, `dbg!`): return an explanation in the trace or a row's problem instead",
    ),
    (&["sock_", "sockets", "http"], "something uses the network: a plugin only computes"),
    (&["proc_exit", "exit"], "something ends the process (`std::process::exit`): return an error instead"),
];

fn origin(imports: &[String]) -> &'static str {
    let found = ORIGINS
        .iter()
        .find(|(parts, _)| parts.iter().any(|part| imports.iter().any(|import| import.contains(part))));
    match found {
        Some((_, help)) => help,
        None if imports.iter().any(|import| import.contains("wasi")) => {
            "build for wasm32-unknown-unknown, which has no WASI, with `riskwright plugin build`"
        }
        None => "an `extern` function has no body, in this crate or in a C library it links: leave it out",
    }
}

/// The contract's interfaces that a component exports, in order, each once.
///
/// # Errors
/// If it imports anything, exports nothing or something else, or its types are not the contract's.
pub fn check(component: &[u8]) -> Result<Vec<Interface>, ComponentError> {
    let version = Parser::new(0).parse_all(component).next();
    match version {
        Some(Ok(Payload::Version { encoding: Encoding::Component, .. })) => {}
        Some(Ok(_)) => return Err(ComponentError::Layer { expected: "component", found: "core module" }),
        Some(Err(error)) => return Err(ComponentError::NotWasm(error.to_string())),
        None => return Err(ComponentError::NotWasm("it is empty".to_owned())),
    }
    let decoded =
        wit_component::decode(component).map_err(|error| ComponentError::Encoding(format!("{error:#}")))?;
    let DecodedWasm::Component(resolve, world) = decoded else {
        return Err(ComponentError::Layer { expected: "component", found: "text of a contract" });
    };
    let Some(world) = resolve.worlds.get(world) else { return Err(ComponentError::NoExports) };
    if !world.imports.is_empty() {
        let imports: Vec<String> = world.imports.keys().map(|key| key_name(&resolve, key)).collect();
        let help = origin(&imports).to_owned();
        return Err(ComponentError::Imports { imports, help });
    }
    if world.exports.is_empty() {
        return Err(ComponentError::NoExports);
    }
    let contract = Contract::read()?;
    let mut found = Vec::new();
    for (key, item) in &world.exports {
        let name = key_name(&resolve, key);
        let WorldItem::Interface { id, .. } = item else { return Err(contract.unknown(name)) };
        found.push(contract.compare(&resolve, &name, *id)?);
    }
    found.sort();
    Ok(found)
}

fn key_name(resolve: &Resolve, key: &WorldKey) -> String {
    match key {
        WorldKey::Name(name) => name.clone(),
        WorldKey::Interface(id) => resolve.id_of(*id).unwrap_or_default(),
    }
}

struct Contract {
    resolve: Resolve,
    interfaces: BTreeMap<Interface, InterfaceId>,
}

impl Contract {
    fn read() -> Result<Self, ComponentError> {
        let ours = |error: &dyn std::fmt::Display| {
            ComponentError::Encoding(format!("the contract can't be read: {error}"))
        };
        let mut resolve = Resolve::default();
        let package = resolve.push_str("plugin.wit", riskwright_wit::V0_1_0).map_err(|error| ours(&error))?;
        let package = resolve.packages.get(package).ok_or_else(|| ours(&"no package"))?;
        let interfaces = Interface::ALL
            .into_iter()
            .filter_map(|interface| Some((interface, *package.interfaces.get(interface.name())?)))
            .collect();
        Ok(Self { resolve, interfaces })
    }

    fn unknown(&self, found: String) -> ComponentError {
        let known: Vec<&str> = self.interfaces.keys().map(|interface| interface.name()).collect();
        ComponentError::UnknownExport { found, known: known.join(", ") }
    }

    fn compare(&self, resolve: &Resolve, name: &str, id: InterfaceId) -> Result<Interface, ComponentError> {
        let own = name.strip_prefix("riskwright:plugin/").and_then(|rest| {
            let (plain, version) = rest.split_once('@').unwrap_or((rest, ""));
            let known = self.interfaces.iter().find(|(interface, _)| interface.name() == plain);
            known.map(|(interface, ours)| (*interface, *ours, version))
        });
        let Some((interface, ours, version)) = own else { return Err(self.unknown(name.to_owned())) };
        if version != riskwright_wit::VERSION {
            return Err(ComponentError::Version {
                interface: interface.name().to_owned(),
                found: if version.is_empty() { "none".to_owned() } else { version.to_owned() },
                known: riskwright_wit::VERSION.to_owned(),
            });
        }
        match difference(&self.resolve, ours, resolve, id) {
            None => Ok(interface),
            Some(difference) => Err(ComponentError::Types {
                interface: interface.name().to_owned(),
                version: version.to_owned(),
                difference,
            }),
        }
    }
}

/// The first difference between two interfaces' functions, in words.
fn difference(ours: &Resolve, known: InterfaceId, theirs: &Resolve, found: InterfaceId) -> Option<String> {
    let known = ours.interfaces.get(known)?;
    let Some(found) = theirs.interfaces.get(found) else { return Some("it is not described".to_owned()) };
    if let Some(extra) = found.functions.keys().find(|name| !known.functions.contains_key(*name)) {
        return Some(format!("the function `{extra}` is not in it"));
    }
    known.functions.iter().find_map(|(name, function)| {
        let Some(other) = found.functions.get(name) else {
            return Some(format!("the function `{name}` is missing"));
        };
        let (expected, given) = (signature(ours, function), signature(theirs, other));
        (expected != given).then(|| {
            let (at, expected, given) = apart(&expected, &given);
            format!("in `{name}`, {at} `{given}` stands where the contract has `{expected}`")
        })
    })
}

/// Where two signatures part, and a piece of each from there.
fn apart<'a>(expected: &'a str, given: &'a str) -> (String, &'a str, &'a str) {
    let same = expected.bytes().zip(given.bytes()).take_while(|(a, b)| a == b).count();
    // back to where a word begins: the texts are ASCII up to here, or equal
    let start =
        expected.get(..same).and_then(|text| text.rfind([' ', '(', '<', '{', ','])).map_or(0, |at| at + 1);
    let place = expected.get(..start).and_then(|text| {
        text.rsplit(['{', '('])
            .next()
            .filter(|word| !word.is_empty())
            .map(|word| format!("after `{}`,", word.trim()))
    });
    let piece = |text: &'a str| {
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.char_indices().nth(40).map_or(rest.len(), |(at, _)| at);
        rest.get(..end).unwrap_or_default()
    };
    (place.unwrap_or_default(), piece(expected), piece(given))
}

fn signature(resolve: &Resolve, function: &Function) -> String {
    let mut text = String::new();
    for parameter in &function.params {
        text.push_str(&parameter.name);
        text.push(':');
        spell(resolve, &parameter.ty, &mut text, 0);
        text.push(',');
    }
    text.push_str("->");
    if let Some(result) = &function.result {
        spell(resolve, result, &mut text, 0);
    }
    text
}

/// A type with everything in it written out, names of fields and cases included.
fn spell(resolve: &Resolve, ty: &Type, out: &mut String, depth: usize) {
    let Type::Id(id) = ty else {
        out.push_str(&format!("{ty:?}").to_lowercase());
        return;
    };
    let Some(definition) = resolve.types.get(*id) else { return };
    // types can't contain themselves; a limit all the same, since these come from outside
    if depth > 32 {
        out.push('…');
        return;
    }
    let deeper = |ty: &Type, out: &mut String| spell(resolve, ty, out, depth + 1);
    let cases = |name: &str, ty: Option<&Type>, out: &mut String| {
        out.push_str(name);
        if let Some(ty) = ty {
            out.push(':');
            spell(resolve, ty, out, depth + 1);
        }
        out.push(',');
    };
    match &definition.kind {
        TypeDefKind::Type(ty) => deeper(ty, out),
        TypeDefKind::Record(record) => {
            out.push_str("record{");
            record.fields.iter().for_each(|field| cases(&field.name, Some(&field.ty), out));
            out.push('}');
        }
        TypeDefKind::Variant(variant) => {
            out.push_str("variant{");
            variant.cases.iter().for_each(|case| cases(&case.name, case.ty.as_ref(), out));
            out.push('}');
        }
        TypeDefKind::Enum(names) => {
            out.push_str("enum{");
            names.cases.iter().for_each(|case| cases(&case.name, None, out));
            out.push('}');
        }
        TypeDefKind::Tuple(tuple) => {
            out.push_str("tuple<");
            tuple.types.iter().for_each(|ty| cases("", Some(ty), out));
            out.push('>');
        }
        TypeDefKind::Option(ty) => {
            out.push_str("option<");
            deeper(ty, out);
            out.push('>');
        }
        TypeDefKind::List(ty) => {
            out.push_str("list<");
            deeper(ty, out);
            out.push('>');
        }
        TypeDefKind::Result(result) => {
            out.push_str("result<");
            cases("ok", result.ok.as_ref(), out);
            cases("err", result.err.as_ref(), out);
            out.push('>');
        }
        other => out.push_str(other.as_str()),
    }
}
