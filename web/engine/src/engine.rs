//! The desk as a class of JavaScript. Views, documents and entries cross as JSON, which the browser reads faster than it
//! makes them value by value; what is said comes as JSON too, so that a misspelt field is refused as the server refuses it.

use riskwright_core::journal::Made;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::desk::{Desk, Who};
use crate::plugins::{self, Calls};
use crate::refusal::Refusal;

/// An ISMS at work on a page.
#[wasm_bindgen]
pub struct Engine(Desk);

fn value(of: &impl Serialize) -> JsValue {
    of.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// What is thrown: `message`, `help`, and where.
fn thrown(refusal: Refusal) -> JsValue {
    value(&refusal)
}

fn told(made: Result<Made, Refusal>) -> Result<JsValue, JsValue> {
    made.map(|made| value(&made)).map_err(thrown)
}

/// The number of an entry; JavaScript has no other numbers.
fn seq(number: f64) -> u64 {
    number as u64
}

#[wasm_bindgen]
impl Engine {
    /// The ISMS of a document, or a new one for an organisation.
    ///
    /// # Errors
    /// What is wrong with the document.
    #[wasm_bindgen(constructor)]
    pub fn new(document: Option<String>, organisation: &str) -> Result<Engine, JsValue> {
        let desk = match document {
            Some(document) => Desk::open(&document),
            None => Desk::new(organisation),
        };
        desk.map(Self).map_err(thrown)
    }

    /// The number of changes since it was opened.
    #[wasm_bindgen(getter)]
    pub fn head(&self) -> f64 {
        self.0.head() as f64
    }

    /// The journal's entries after one, each as JSON.
    ///
    /// # Errors
    /// If one can't be written.
    #[wasm_bindgen(js_name = entriesAfter)]
    pub fn entries_after(&self, entry: f64) -> Result<Vec<String>, JsValue> {
        self.0.entries_after(seq(entry)).map_err(thrown)
    }

    /// Takes in entries that were made elsewhere, and gives the records they wrote.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn take(&mut self, entries: Vec<String>) -> Result<JsValue, JsValue> {
        self.0.take(&entries).map(|records| value(&records)).map_err(thrown)
    }

    /// The packages whose modules are still to be fetched: `[{plugin, package}]`.
    pub fn wanted(&self) -> JsValue {
        value(&self.0.wanted())
    }

    /// Puts the module of a package at hand: its calls, or why there are none.
    ///
    /// # Errors
    /// If the package's digest is none.
    #[wasm_bindgen(js_name = putPlugin)]
    pub fn put_plugin(package: &str, calls: Option<Calls>, why: &str) -> Result<(), JsValue> {
        let package = package.parse().map_err(|error| thrown(Refusal::new(error).field("package")))?;
        plugins::put(package, calls.ok_or_else(|| why.to_owned()));
        Ok(())
    }

    /// What there is to see at a path, as JSON: its steps, and names and values of its query in turns.
    ///
    /// # Errors
    /// Why there is nothing to see.
    pub fn ask(&self, path: Vec<String>, words: Vec<String>, at: f64) -> Result<String, JsValue> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let words: Vec<(&str, &str)> =
            words.as_chunks::<2>().0.iter().map(|[name, value]| (name.as_str(), value.as_str())).collect();
        let told = self.0.ask(&path, &words, at).map_err(thrown)?;
        serde_json::to_string(&told).map_err(|error| thrown(Refusal::new(error)))
    }

    /// Makes a change that was thought out after an entry, or on what there is.
    ///
    /// # Errors
    /// Why it is not made.
    pub fn change(&mut self, change: &str, by: &str, at: f64, base: Option<f64>) -> Result<JsValue, JsValue> {
        told(Who::new(by, at).and_then(|who| self.0.change(change, &who, base.map(seq))))
    }

    /// Takes an entry back by a new one.
    ///
    /// # Errors
    /// Why it is not taken back.
    pub fn undo(&mut self, entry: f64, by: &str, at: f64) -> Result<JsValue, JsValue> {
        told(Who::new(by, at).and_then(|who| self.0.undo(seq(entry), &who)))
    }

    /// Records the scores that are missing or no longer hold.
    ///
    /// # Errors
    /// Why they are not recorded.
    pub fn assess(&mut self, assessing: &str, by: &str, at: f64) -> Result<JsValue, JsValue> {
        told(Who::new(by, at).and_then(|who| self.0.assess(assessing, &who)))
    }

    /// Decides on what a response proposes.
    ///
    /// # Errors
    /// Why it is not decided.
    pub fn decide(
        &mut self,
        response: &str,
        deciding: &str,
        by: &str,
        at: f64,
        base: Option<f64>,
    ) -> Result<JsValue, JsValue> {
        told(Who::new(by, at).and_then(|who| self.0.decide(response, deciding, &who, base.map(seq))))
    }

    /// The whole as a document.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn export(&self) -> Result<String, JsValue> {
        self.0.export().map_err(thrown)
    }
}
