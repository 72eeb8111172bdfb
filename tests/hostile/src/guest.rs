//! A component of the contract, function by function.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use riskwright_package::{Manifest, Package, SecretKey};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

use crate::catalogue::Contents;
use crate::layout::{Image, Value};
use crate::methodology::Description;

/// What a function does.
#[derive(Debug, Clone)]
pub enum Body {
    /// These instructions, in the text format. They see `$settings`, `$settings-length`, `$rows`, `$columns` (36 bytes
    /// each) and `$columns-length`, and may call `$alloc` with a size and an alignment.
    Text(String),
    /// The same answer every time.
    Returns(Value),
    /// The same answer every time but for bytes that it writes into it before: where, modulo its size, and which.
    Scribbled(Value, Vec<(u32, u8)>),
}

impl Body {
    /// Instructions.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The exported functions and their parameters.
const METHODOLOGY: [(&str, &str); 5] = [
    ("validate-settings", SETTINGS),
    ("describe", SETTINGS),
    ("assess", BATCH),
    ("trace", BATCH),
    ("loss", BATCH),
];
const SETTINGS: &str = "(param $settings i32) (param $settings-length i32)";
const BATCH: &str = "(param $settings i32) (param $settings-length i32) (param $rows i32) (param $columns i32) (param $columns-length i32)";

/// Where constant answers lie; below are results that are made at run time.
const CONSTANTS: u32 = 1024;

/// (likelihood + 1) × (consequence + 1), a level for each eight points.
const PRODUCT: &str = "
    (local $row i32) (local $scores i32) (local $levels i32) (local $score i32)
    (local.set $scores (call $alloc (i32.mul (local.get $rows) (i32.const 8)) (i32.const 8)))
    (local.set $levels (call $alloc (local.get $rows) (i32.const 1)))
    (block $done (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
        (local.set $score (i32.mul
            (i32.add (i32.const 1) (i32.load8_u (i32.add (local.get $row) (i32.load offset=4 (local.get $columns)))))
            (i32.add (i32.const 1) (i32.load8_u (i32.add (local.get $row) (i32.load offset=40 (local.get $columns)))))))
        (f64.store (i32.add (local.get $scores) (i32.mul (local.get $row) (i32.const 8)))
            (f64.convert_i32_u (local.get $score)))
        (i32.store8 (i32.add (local.get $levels) (local.get $row))
            (i32.div_u (i32.sub (local.get $score) (i32.const 1)) (i32.const 9)))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $next)))
    (i32.store8 (i32.const 64) (i32.const 0))
    (i32.store (i32.const 68) (local.get $scores)) (i32.store (i32.const 72) (local.get $rows))
    (i32.store (i32.const 76) (local.get $levels)) (i32.store (i32.const 80) (local.get $rows))
    (i32.store (i32.const 84) (i32.const 0)) (i32.store (i32.const 88) (i32.const 0))
    (i32.const 64)";

/// A list of `rows` things that are nothing but zeros, `size` bytes each.
fn zeros(size: u32) -> String {
    format!(
        "(i32.store8 (i32.const 64) (i32.const 0))
    (i32.store (i32.const 68) (call $alloc (i32.mul (local.get $rows) (i32.const {size})) (i32.const 8)))
    (i32.store (i32.const 72) (local.get $rows))
    (i32.const 64)"
    )
}

/// Hands out memory and never takes it back; all of it, if need be.
const ALLOC: &str = "
    (global $free (mut i32) (i32.const FREE))
    (func $alloc (param $size i32) (param $align i32) (result i32) (local $at i32)
        (local.set $at (i32.and
            (i32.add (global.get $free) (i32.sub (local.get $align) (i32.const 1)))
            (i32.sub (i32.const 0) (local.get $align))))
        (global.set $free (i32.add (local.get $at) (local.get $size)))
        (block $enough (loop $more
            (br_if $enough (i32.le_u (global.get $free) (i32.mul (memory.size) (i32.const 65536))))
            (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
            (unreachable)))
        (local.get $at))
    (func (export \"cabi_realloc\") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
        REALLOC)";

/// What a good guest does to take what the host hands in.
const REALLOC: &str = "(call $alloc (local.get $size) (local.get $align))";

/// A plugin to be built.
#[derive(Debug, Clone)]
pub struct Guest {
    id: String,
    version: String,
    functions: BTreeMap<&'static str, Body>,
    catalogue: Option<Body>,
    /// What it asks, and what follows from answers.
    questionnaire: Option<(Body, Body)>,
    /// More of the module: functions, globals, a start.
    module: String,
    /// More of the world, and the packages it takes from.
    imports: Vec<(String, String)>,
    limits: serde_json::Value,
    /// The manifest's contract.
    contract: String,
    /// How it takes what the host hands in.
    realloc: String,
    /// Pages of memory to begin with, beyond what it needs.
    pages: u32,
    /// Where constant answers begin.
    constants: u32,
}

impl Guest {
    /// A methodology that behaves: likelihood by consequence, five levels each; 1 to 25, in three levels.
    #[must_use]
    pub fn methodology() -> Self {
        let functions = [
            ("validate-settings", Body::Returns(Value::List(Vec::new()))),
            ("describe", Body::Returns(Description::default().value())),
            ("assess", Body::text(PRODUCT)),
            ("trace", Body::Text(zeros(8))),
            ("loss", Body::Text(zeros(120))),
        ];
        Self {
            id: "tests.hostile".to_owned(),
            version: "1.0.0".to_owned(),
            functions: functions.into(),
            catalogue: None,
            questionnaire: None,
            module: String::new(),
            imports: Vec::new(),
            limits: serde_json::json!({"memory_mib": 16, "time_ms": 200}),
            contract: "0.1.0".to_owned(),
            realloc: REALLOC.to_owned(),
            pages: 0,
            constants: CONSTANTS,
        }
    }

    /// A catalogue with these contents.
    #[must_use]
    pub fn catalogue(body: Body) -> Self {
        Self { functions: BTreeMap::new(), catalogue: Some(body), ..Self::methodology() }
    }

    /// A catalogue with these contents.
    #[must_use]
    pub fn of_contents(contents: &Contents) -> Self {
        Self::catalogue(Body::Returns(contents.value()))
    }

    /// A questionnaire that asks this, and lets that follow. What is to follow sees `$answers` and `$answers-length`.
    #[must_use]
    pub fn questionnaire(whole: Body, evaluate: Body) -> Self {
        Self { functions: BTreeMap::new(), questionnaire: Some((whole, evaluate)), ..Self::methodology() }
    }

    /// Another id.
    #[must_use]
    pub fn called(mut self, id: &str) -> Self {
        self.id = id.to_owned();
        self
    }

    /// Another version.
    #[must_use]
    pub fn version(mut self, version: &str) -> Self {
        self.version = version.to_owned();
        self
    }

    /// Asks for so much memory and time.
    #[must_use]
    pub fn asks_for(mut self, memory_mib: u32, time_ms: u32) -> Self {
        self.limits = serde_json::json!({"memory_mib": memory_mib, "time_ms": time_ms});
        self
    }

    /// Says that it was built for another contract.
    #[must_use]
    pub fn contract(mut self, version: &str) -> Self {
        self.contract = version.to_owned();
        self
    }

    /// Takes what the host hands in by other instructions. They see `$old`, `$old-size`, `$align` and `$size`.
    #[must_use]
    pub fn takes(mut self, instructions: &str) -> Self {
        self.realloc = instructions.to_owned();
        self
    }

    /// Has so many more pages of memory to begin with.
    #[must_use]
    pub fn pages(mut self, pages: u32) -> Self {
        self.pages = pages;
        self
    }

    /// Leaves zeros from 1024 on, up to its constant answers.
    #[must_use]
    pub fn zeros(mut self, bytes: u32) -> Self {
        self.constants = CONSTANTS + bytes;
        self
    }

    /// How long it asks for.
    #[must_use]
    pub fn time_ms(&self) -> u32 {
        self.limits["time_ms"].as_u64().and_then(|time| time.try_into().ok()).unwrap_or(0)
    }

    /// Does something else in a function of the methodology.
    #[must_use]
    pub fn does(mut self, function: &'static str, body: Body) -> Self {
        self.functions.insert(function, body);
        self
    }

    /// Says something else of itself.
    #[must_use]
    pub fn says(self, description: &Description) -> Self {
        self.does("describe", Body::Returns(description.value()))
    }

    /// Has more in its module, in the text format.
    #[must_use]
    pub fn with(mut self, module: &str) -> Self {
        self.module.push_str(module);
        self
    }

    /// Takes an interface from the outside: what its package says, and its name.
    #[must_use]
    pub fn imports(mut self, package: &str, interface: &str) -> Self {
        self.imports.push((package.to_owned(), interface.to_owned()));
        self
    }

    /// The exported interfaces.
    fn exports(&self) -> Vec<&'static str> {
        let methodology = (!self.functions.is_empty()).then_some("methodology");
        let catalogue = self.catalogue.is_some().then_some("catalogue");
        let questionnaire = self.questionnaire.is_some().then_some("questionnaire");
        methodology.into_iter().chain(catalogue).chain(questionnaire).collect()
    }

    /// Its module in the text format.
    fn text(&self) -> String {
        let mut image = Image::at(self.constants);
        let mut functions = String::new();
        let methodology = METHODOLOGY.into_iter().filter_map(|(name, parameters)| {
            Some(("methodology", name, parameters, self.functions.get(name)?))
        });
        let catalogue = self.catalogue.iter().map(|body| ("catalogue", "whole", "", body));
        let answers = "(param $answers i32) (param $answers-length i32)";
        let questionnaire = self.questionnaire.iter().flat_map(|(whole, evaluate)| {
            [("questionnaire", "whole", "", whole), ("questionnaire", "evaluate", answers, evaluate)]
        });
        for (interface, name, parameters, body) in methodology.chain(catalogue).chain(questionnaire) {
            let body = match body {
                Body::Text(text) => text.clone(),
                Body::Returns(value) => format!("(i32.const {})", image.place(value)),
                Body::Scribbled(value, bytes) => {
                    let at = image.place(value);
                    let room = (image.end() - at).max(1);
                    let mut text = String::new();
                    for (place, byte) in bytes {
                        let place = at + place % room;
                        let _ = write!(text, "(i32.store8 (i32.const {place}) (i32.const {byte}))");
                    }
                    format!("{text} (i32.const {at})")
                }
            };
            let _ = write!(
                functions,
                "(func $of-{interface}-{name} (export \"riskwright:plugin/{interface}@0.1.0#{name}\") {parameters} (result i32)\n{body})\n"
            );
        }
        let mut data = String::new();
        for byte in image.bytes() {
            let _ = write!(data, "\\{byte:02x}");
        }
        let free = image.end().next_multiple_of(16);
        let alloc = ALLOC.replace("FREE", &free.to_string()).replace("REALLOC", &self.realloc);
        let (base, pages) = (image.base(), free / 65536 + 1 + self.pages);
        format!(
            "(module {module} (memory (export \"memory\") {pages}) {alloc} {functions} (data (i32.const {base}) \"{data}\"))",
            module = self.module,
        )
    }

    /// The component.
    ///
    /// # Panics
    /// If the texts it was given are not well-formed.
    #[must_use]
    pub fn component(&self) -> Vec<u8> {
        let text = self.text();
        let module = wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}"));
        componentize(module, &self.exports(), &self.imports).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// The manifest.
    ///
    /// # Panics
    /// If its id or version are none.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        let manifest = serde_json::json!({
            "contract": self.contract,
            "default_language": "en",
            "exports": self.exports(),
            "id": self.id,
            "licence": "MIT",
            "limits": self.limits,
            "publisher": "The tests",
            "settings_schema": {"type": "object"},
            "titles": {"en": "Hostile"},
            "version": self.version,
        });
        Manifest::from_json(manifest.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The package, unsigned.
    #[must_use]
    pub fn package(&self) -> Vec<u8> {
        package(&self.component(), &self.manifest())
    }

    /// The package, signed.
    ///
    /// # Panics
    /// If it can't be read again.
    #[must_use]
    pub fn signed(&self, key: &SecretKey) -> Vec<u8> {
        let file = self.package();
        let package = Package::read(&file).unwrap_or_else(|error| panic!("{error}"));
        package.sign(key).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// A package of any bytes with a manifest.
///
/// # Panics
/// If the bytes are no component at all.
#[must_use]
pub fn package(component: &[u8], manifest: &Manifest) -> Vec<u8> {
    Package::assemble(component, manifest).unwrap_or_else(|error| panic!("{error}"))
}

/// A component around a module that exports what the interfaces ask for.
///
/// # Errors
/// In words, if the module does not fit.
pub(crate) fn componentize(
    mut module: Vec<u8>,
    exports: &[&str],
    imports: &[(String, String)],
) -> Result<Vec<u8>, String> {
    let words = |error: &dyn std::fmt::Debug| format!("{error:?}");
    let mut resolve = Resolve::default();
    resolve.push_str("plugin.wit", riskwright_wit::V0_1_0).map_err(|error| words(&error))?;
    let mut world = "package tests:hostile;\nworld plugin {\n".to_owned();
    for (package, interface) in imports {
        resolve.push_str("import.wit", package).map_err(|error| words(&error))?;
        let _ = writeln!(world, "import {interface};");
    }
    for interface in exports {
        let _ = writeln!(world, "export riskwright:plugin/{interface}@0.1.0;");
    }
    world.push('}');
    let package = resolve.push_str("hostile.wit", &world).map_err(|error| words(&error))?;
    let world = resolve.select_world(&[package], None).map_err(|error| words(&error))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .map_err(|error| words(&error))?;
    let mut encoder = ComponentEncoder::default();
    encoder.module(&module).map_err(|error| words(&error))?.encode().map_err(|error| words(&error))
}
