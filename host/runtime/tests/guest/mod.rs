//! Guests for the tests, written in WebAssembly's text form: their answers lie in memory as the canonical ABI has them, so
//! that a test can have any of them be wrong to the bit.
#![allow(dead_code, reason = "each suite uses what it needs")]

use riskwright_package::{Manifest, Package};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// Where answers begin in a guest's memory.
const BASE: u32 = 1024;

/// Memory as a guest begins with it.
#[derive(Clone, Default)]
pub struct Image {
    bytes: Vec<u8>,
}

/// The bytes of a value, and what it is aligned to.
#[derive(Clone)]
pub struct Value(pub Vec<u8>, pub usize);

impl Image {
    /// Puts bytes into memory and tells where they are.
    pub fn put(&mut self, value: Value) -> u32 {
        while !(self.bytes.len() + BASE as usize).is_multiple_of(value.1) {
            self.bytes.push(0);
        }
        let at = BASE + u32::try_from(self.bytes.len()).expect("small");
        self.bytes.extend(value.0);
        at
    }
    /// All of it as a data segment's text, and where that begins.
    pub fn data(&self) -> (String, u32) {
        (self.bytes.iter().map(|byte| format!("\\{byte:02x}")).collect(), BASE)
    }
    /// A string: where it is and how long.
    pub fn string(&mut self, text: impl AsRef<[u8]>) -> Value {
        let text = text.as_ref();
        let at = self.put(Value(text.to_vec(), 1));
        pair(at, text.len())
    }
    /// A list of values of one size.
    pub fn list(&mut self, values: Vec<Value>) -> Value {
        // an empty list has to be aligned too
        let align = values.first().map_or(8, |value| value.1);
        let count = values.len();
        let at = self.put(Value(values.into_iter().flat_map(|value| value.0).collect(), align));
        pair(at, count)
    }
    /// A list of texts, one in English.
    pub fn texts(&mut self, text: &str) -> Value {
        self.texts_in("en", text)
    }
    /// A list of texts, one in a language.
    pub fn texts_in(&mut self, language: &str, text: &str) -> Value {
        let (language, text) = (self.string(language), self.string(text));
        self.list(vec![record(vec![language, text])])
    }
    /// A list of names, each in English.
    pub fn levels(&mut self, names: &[&str]) -> Value {
        let levels = names.iter().map(|name| self.texts(name)).collect();
        self.list(levels)
    }
}

fn pair(at: u32, count: usize) -> Value {
    let mut bytes = at.to_le_bytes().to_vec();
    bytes.extend(u32::try_from(count).expect("small").to_le_bytes());
    Value(bytes, 4)
}

pub fn byte(value: u8) -> Value {
    Value(vec![value], 1)
}
pub fn int(value: u32) -> Value {
    Value(value.to_le_bytes().to_vec(), 4)
}
pub fn float(value: f64) -> Value {
    bits(value.to_bits())
}
pub fn bits(value: u64) -> Value {
    Value(value.to_le_bytes().to_vec(), 8)
}

/// A record: each field at the next place it may stand, the whole as long as its alignment wants.
pub fn record(fields: Vec<Value>) -> Value {
    let align = fields.iter().map(|field| field.1).max().unwrap_or(1);
    let mut bytes = Vec::new();
    for field in fields {
        bytes.resize(bytes.len().next_multiple_of(field.1), 0);
        bytes.extend(field.0);
    }
    bytes.resize(bytes.len().next_multiple_of(align), 0);
    Value(bytes, align)
}

/// A case of a variant whose largest payload has so many bytes of such an alignment.
pub fn case(number: u8, payload: Option<Value>, size: usize, align: usize) -> Value {
    let mut bytes = vec![number];
    bytes.resize(align, 0);
    bytes.extend(payload.map(|value| value.0).unwrap_or_default());
    bytes.resize((align + size).next_multiple_of(align), 0);
    Value(bytes, align)
}

/// An answer to `assess`.
#[derive(Clone)]
pub struct Answer {
    pub scores: Vec<u64>,
    pub levels: Vec<u8>,
    pub problems: Vec<(Vec<u32>, String)>,
}

impl Answer {
    pub fn of(scores: &[f64], levels: &[u8]) -> Self {
        Self {
            scores: scores.iter().map(|score| score.to_bits()).collect(),
            levels: levels.to_vec(),
            problems: Vec::new(),
        }
    }
    fn put(&self, image: &mut Image) -> u32 {
        let scores = image.list(self.scores.iter().map(|score| bits(*score)).collect());
        let levels = image.list(self.levels.iter().map(|level| byte(*level)).collect());
        let problems = self
            .problems
            .iter()
            .map(|(rows, message)| {
                let rows = image.list(rows.iter().copied().map(int).collect());
                let message = image.texts(message);
                record(vec![rows, message])
            })
            .collect();
        let problems = image.list(problems);
        let answer = record(vec![scores, levels, problems]);
        image.put(case(0, Some(answer), 24, 4))
    }
}

/// What it describes: two factors of three levels, scores from 0 to 10, four levels of risk.
pub struct Described {
    pub ids: Vec<String>,
    pub title: String,
    pub language: String,
    pub scale: (f64, f64),
    pub levels: Vec<String>,
    pub axes: Option<(u32, u32)>,
    pub gives_loss: bool,
}

impl Default for Described {
    fn default() -> Self {
        Self {
            ids: vec!["likelihood".to_owned(), "impact".to_owned()],
            title: "Test".to_owned(),
            language: "en".to_owned(),
            scale: (0.0, 10.0),
            levels: ["low", "medium", "high", "extreme"].map(str::to_owned).to_vec(),
            axes: Some((0, 1)),
            gives_loss: false,
        }
    }
}

impl Described {
    fn put(&self, image: &mut Image) -> u32 {
        let title = image.texts_in(&self.language, &self.title);
        let factors = self
            .ids
            .iter()
            .map(|id| {
                let (name, title, help) = (image.string(id), image.texts(id), image.list(vec![]));
                let scale = image.levels(&["one", "two", "three"]);
                record(vec![name, title, help, case(0, Some(scale), 24, 8), byte(1), byte(0)])
            })
            .collect();
        let factors = image.list(factors);
        let nodes = image.list(vec![]);
        let levels: Vec<&str> = self.levels.iter().map(String::as_str).collect();
        let levels = image.levels(&levels);
        let unit = image.string("");
        let axes = match self.axes {
            Some((down, across)) => case(1, Some(record(vec![int(down), int(across)])), 8, 4),
            None => case(0, None, 8, 4),
        };
        let (min, max) = self.scale;
        let description = record(vec![
            title,
            factors,
            nodes,
            levels,
            float(min),
            float(max),
            unit,
            axes,
            byte(self.gives_loss.into()),
        ]);
        image.put(case(0, Some(description), 72, 8))
    }
}

/// A guest: what it answers, or the instructions of its functions where they do something else.
#[derive(Default)]
pub struct Guest {
    pub described: Described,
    pub answer: Option<Answer>,
    /// Steps of the trace of each row: node, level, sources.
    pub trace: Vec<Vec<(String, u8, Vec<String>)>>,
    pub describe: Option<String>,
    pub assess: Option<String>,
    /// More of the module.
    pub module: String,
    /// Pages of memory it begins with.
    pub pages: Option<u32>,
}

impl Guest {
    pub fn answering(answer: Answer) -> Self {
        Self { answer: Some(answer), ..Self::default() }
    }
    pub fn assessing(instructions: &str) -> Self {
        Self { assess: Some(instructions.to_owned()), ..Self::default() }
    }

    /// The core module as text.
    pub fn wat(&self) -> String {
        let mut image = Image::default();
        let none = image.list(vec![]);
        let valid = image.put(none.clone());
        let described = self.described.put(&mut image);
        let answer = self.answer.clone().unwrap_or_else(|| Answer::of(&[], &[])).put(&mut image);
        let rows = self
            .trace
            .iter()
            .map(|steps| {
                let steps = steps
                    .iter()
                    .map(|(node, level, sources)| {
                        let node = image.string(node);
                        let sources = sources.iter().map(|id| image.string(id)).collect();
                        let sources = image.list(sources);
                        record(vec![node, case(0, Some(byte(*level)), 24, 8), sources])
                    })
                    .collect();
                image.list(steps)
            })
            .collect();
        let rows = image.list(rows);
        let trace = image.put(case(0, Some(rows), 8, 4));
        let loss = image.put(case(0, Some(none), 8, 4));
        let (data, _) = image.data();
        let heap = (BASE as usize + image.bytes.len()).next_multiple_of(16);
        let pages = self.pages.unwrap_or(u32::try_from(heap / 65_536 + 2).expect("small"));
        let constant = |at: u32| format!("i32.const {at}");
        let describe = self.describe.clone().unwrap_or_else(|| constant(described));
        let assess =
            self.assess.clone().unwrap_or_else(|| constant(answer)).replace("$answer", &answer.to_string());
        let name = "riskwright:plugin/methodology@0.1.0";
        format!(
            r#"(module
  (memory (export "memory") {pages})
  (global $top (mut i32) (i32.const {heap}))
  (global $calls (mut i32) (i32.const 0))
  {more}
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $top) (i32.const 15)) (i32.const -16)))
    (global.set $top (i32.add (local.get $at) (local.get 3)))
    (block $fits (loop $more
      (br_if $fits (i32.le_u (global.get $top) (i32.mul (memory.size) (i32.const 65536))))
      (drop (memory.grow (i32.const 16)))
      (br $more)))
    (local.get $at))
  (func (export "{name}#validate-settings") (param i32 i32) (result i32) i32.const {valid})
  (func (export "{name}#describe") (param i32 i32) (result i32) {describe})
  (func (export "{name}#assess") (param i32 i32 i32 i32 i32) (result i32) {assess})
  (func (export "{name}#trace") (param i32 i32 i32 i32 i32) (result i32) i32.const {trace})
  (func (export "{name}#loss") (param i32 i32 i32 i32 i32) (result i32) i32.const {loss})
  (data (i32.const {BASE}) "{data}"))"#,
            more = self.module,
        )
    }

    /// The component.
    pub fn component(&self) -> Vec<u8> {
        component(&self.wat(), riskwright_wit::V0_1_0, "methodology-plugin")
    }

    /// The package.
    pub fn package(&self) -> Vec<u8> {
        package(&self.component(), "0.1.0", "{}")
    }
}

/// A core module as a component of a world.
pub fn component(wat: &str, wit: &str, world: &str) -> Vec<u8> {
    let mut core = wat::parse_str(wat).unwrap_or_else(|error| panic!("{error}\n{wat}"));
    let mut resolve = Resolve::default();
    let package = resolve.push_str("plugin.wit", wit).expect("the contract is valid");
    let world = resolve.select_world(&[package], Some(world)).expect("the contract has this world");
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8).expect("it fits");
    encode(&core)
}

/// A core module with its metadata as a component.
pub fn encode(core: &[u8]) -> Vec<u8> {
    let mut encoder = ComponentEncoder::default();
    encoder.validate(true).module(core).expect("a module with metadata");
    encoder.encode().expect("it fits its world")
}

/// A package around a component.
pub fn package(component: &[u8], contract: &str, limits: &str) -> Vec<u8> {
    let manifest = Manifest::from_json(
        format!(
            r#"{{"id": "test.guest", "version": "1.0.0", "publisher": "Test", "licence": "MIT", "contract": "{contract}",
                "exports": ["methodology"], "default_language": "en", "titles": {{"en": "Guest"}}, "limits": {limits},
                "settings_schema": {{"type": "object", "properties": {{"scale": {{"type": "integer"}}}}}}}}"#
        )
        .as_bytes(),
    )
    .expect("a manifest");
    Package::assemble(component, &manifest).expect("a package")
}

/// The matrix that ships, built as it ships, with five levels each way and a criterion.
pub fn matrix() -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = root.join("target/plugins");
    let status = std::process::Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "riskwright-plugin-matrix",
            "--profile",
            "plugin",
        ])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .current_dir(&root)
        .status()
        .expect("cargo runs the tests, so it is there");
    assert!(status.success(), "the guest builds");
    let core = std::fs::read(target.join("wasm32-unknown-unknown/plugin/riskwright_plugin_matrix.wasm"));
    let manifest = Manifest::from_json(
        br#"{"id": "riskwright.matrix", "version": "1.0.0", "publisher": "Riskwright", "licence": "MIT",
            "contract": "0.1.0", "exports": ["methodology"], "default_language": "en", "titles": {"en": "Matrix"},
            "settings_schema": {"type": "object"}}"#,
    )
    .expect("a manifest");
    Package::assemble(&encode(&core.expect("it was built")), &manifest).expect("a package")
}

/// Settings of the matrix plugin, and core's own matrix of the same.
pub fn twin() -> (serde_json::Value, riskwright_core::methodology::Matrix) {
    use serde_json::json;
    let names = ["one", "two", "three", "four", "five"];
    let table: Vec<Vec<u32>> = (1..=5).map(|row| (1..=5).map(|column| row * column).collect()).collect();
    let bands = [("low", 1), ("medium", 5), ("high", 12), ("extreme", 20)];
    let both = |name: &str| json!({ "en": name });
    let own = ["a", "b", "c"].map(both);
    let settings = json!({
        "likelihood": names.map(both), "consequence": names.map(both),
        "criteria": [{"id": "safety", "title": both("Safety"), "levels": own, "onto": [0, 2, 4]}],
        "table": table, "bands": bands.map(|(name, from)| json!({"name": both(name), "from": from})),
    });
    let scale = |names: &[&str]| json!({"levels": names.iter().map(|name| json!({"name": name})).collect::<Vec<_>>()});
    let criteria = serde_json::from_value(json!({
        "likelihood": scale(&names), "consequence": scale(&names), "methodology": "matrix",
        "criteria": [{"id": "safety", "title": "Safety", "scale": scale(&["a", "b", "c"]), "onto": [0, 2, 4]}],
    }))
    .expect("criteria");
    let bands = bands.map(|(name, from)| json!({"name": name, "from": from, "acceptance": "tolerable"}));
    let matrix = serde_json::from_value(json!({"table": table, "bands": bands})).expect("settings");
    let (id, title) = ("matrix".parse().expect("an id"), "Matrix".parse().expect("a title"));
    (settings, riskwright_core::methodology::Matrix::new(id, title, &criteria, &matrix).expect("a matrix"))
}

/// Rows of likelihood, safety and consequence, here and there none, from a fixed series.
pub fn random_rows(count: usize) -> riskwright_core::methodology::Batch {
    use riskwright_core::methodology::{Batch, Column};
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |levels: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let drawn = (state >> 33) % (levels * 8);
        (drawn < levels * 7).then(|| u8::try_from(drawn % levels).expect("small"))
    };
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..count {
        for (column, levels) in columns.iter_mut().zip([5, 3, 5]) {
            column.push(next(levels));
        }
    }
    Batch::of_columns(count, columns.map(|column| Column::Ordinal(column.into())).into()).expect("alike")
}
