//! Methodologies of plugins, as the modules that a page fetched for them. A page has one thread, and so one shelf of
//! modules; what is told of a plugin is what is on record of it, and each answer is held to that.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use riskwright_core::identification::FactorValue;
use riskwright_core::isms::Isms;
use riskwright_core::methodology::held::GivenStep;
use riskwright_core::methodology::{
    Answer, Batch, Cells, Column, Description, Methodology, MethodologyError, PluginEngine, TraceStep,
};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::{Digest, canonical_json};
use riskwright_core::questionnaire::Limits;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The calls of a plugin's module.
    pub type Calls;
    #[wasm_bindgen(method, catch)]
    fn assess(this: &Calls, settings: JsValue, columns: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn trace(this: &Calls, settings: JsValue, columns: JsValue) -> Result<JsValue, JsValue>;
}

/// What became of a package: its calls, or why it has none.
type Module = Result<Calls, String>;

thread_local! {
    static SHELF: RefCell<BTreeMap<Digest, Module>> = const { RefCell::new(BTreeMap::new()) };
}

/// Puts the module of a package on the shelf, or why there is none.
pub fn put(package: Digest, module: Module) {
    SHELF.with_borrow_mut(|shelf| shelf.insert(package, module));
}

/// A package that methodologies in use rest on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wanted {
    /// The plugin.
    pub plugin: String,
    /// The package's digest.
    pub package: String,
}

/// The packages that are not on the shelf yet.
#[must_use]
pub fn wanted(isms: &Isms) -> Vec<Wanted> {
    let engines = isms.methodologies().values().filter_map(|known| known.plugin());
    let missing = engines.filter(|engine| !SHELF.with_borrow(|shelf| shelf.contains_key(&engine.package)));
    missing
        .map(|engine| Wanted { plugin: engine.plugin.to_string(), package: engine.package.to_string() })
        .collect()
}

/// What is on the shelf, as the engine asks for it.
#[derive(Debug)]
pub struct Shelf;

impl Engines for Shelf {
    fn methodology(
        &self,
        engine: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        let failed =
            |message: String| MethodologyError { methodology: engine.description.id.clone(), message };
        let there = SHELF.with_borrow(|shelf| {
            shelf.get(&engine.package).map(|module| module.as_ref().map(drop).map_err(String::clone))
        });
        let Some(there) = there else { return Ok(None) };
        there.map_err(failed)?;
        let settings = canonical_json(&engine.settings).map_err(|error| failed(error.to_string()))?;
        Ok(Some(Arc::new(Plugin { engine: engine.clone(), settings: Digest::of(&settings) })))
    }
}

/// A plugin's methodology under settings.
#[derive(Debug)]
struct Plugin {
    engine: PluginEngine,
    settings: Digest,
}

/// A step of a trace, as a module writes it.
#[derive(Deserialize)]
struct Step {
    node: String,
    value: Value,
    sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(tag = "tag", content = "val", rename_all = "kebab-case")]
enum Value {
    Level(u8),
    Number(f64),
    Estimate([f64; 3]),
    Flag(bool),
}

impl From<Step> for GivenStep {
    fn from(Step { node, value, sources }: Step) -> Self {
        Self { node, value: value.into(), sources }
    }
}

impl From<Value> for FactorValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Level(level) => Self::Level(level),
            Value::Number(number) => Self::Number(number),
            Value::Estimate(range) => Self::Range(range),
            Value::Flag(flag) => Self::Flag(flag),
        }
    }
}

type Call = fn(&Calls, JsValue, JsValue) -> Result<JsValue, JsValue>;

impl Plugin {
    fn error(&self, message: impl std::fmt::Display) -> MethodologyError {
        let methodology = self.engine.description.id.clone();
        MethodologyError { methodology, message: format!("`{}`: {message}", self.engine.plugin) }
    }

    fn ask<T: DeserializeOwned>(&self, call: Call, batch: &Batch) -> Result<T, MethodologyError> {
        let columns: Vec<Given<'_>> = batch.columns().iter().map(Given::from).collect();
        let settings = given(&self.engine.settings).map_err(|error| self.error(error))?;
        let columns = given(&columns).map_err(|error| self.error(error))?;
        let answer = SHELF.with_borrow(|shelf| match shelf.get(&self.engine.package) {
            Some(Ok(calls)) => call(calls, settings, columns).map_err(|thrown| self.error(words(&thrown))),
            Some(Err(why)) => Err(self.error(why)),
            None => Err(self.error("its module is not there")),
        })?;
        serde_wasm_bindgen::from_value(answer).map_err(|error| self.error(error))
    }
}

impl Methodology for Plugin {
    fn describe(&self) -> &Description {
        &self.engine.description
    }

    fn code(&self) -> Digest {
        self.engine.package
    }

    fn settings(&self) -> Digest {
        self.settings
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, MethodologyError> {
        let (language, limits) = (self.engine.language.as_str(), Limits::default());
        let answer = self.ask(Calls::assess, batch)?;
        self.describe().hold(answer, batch.rows(), language, &limits).map_err(|error| self.error(error))
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, MethodologyError> {
        let rows: Vec<Vec<Step>> = self.ask(Calls::trace, batch)?;
        let rows = rows.into_iter().map(|steps| steps.into_iter().map(GivenStep::from).collect()).collect();
        let language = self.engine.language.as_str();
        self.describe().hold_trace(rows, batch.rows(), language).map_err(|error| self.error(error))
    }
}

/// A column as modules take it: null where nothing was estimated.
#[derive(Serialize)]
#[serde(untagged)]
enum Given<'a> {
    Ordinal(&'a Cells<u8>),
    Number(&'a Cells<f64>),
    Range(&'a Cells<[f64; 3]>),
    Flag(&'a Cells<bool>),
}

impl<'a> From<&'a Column> for Given<'a> {
    fn from(column: &'a Column) -> Self {
        match column {
            Column::Ordinal(rows) => Self::Ordinal(rows),
            Column::Number(rows) => Self::Number(rows),
            Column::Range(rows) => Self::Range(rows),
            Column::Flag(rows) => Self::Flag(rows),
        }
    }
}

fn given(value: &impl Serialize) -> Result<JsValue, serde_wasm_bindgen::Error> {
    value.serialize(&Serializer::json_compatible())
}

/// What the page throws is a text.
fn words(thrown: &JsValue) -> String {
    thrown.as_string().unwrap_or_else(|| format!("{thrown:?}"))
}
