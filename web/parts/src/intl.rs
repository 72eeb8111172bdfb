//! Numbers, plurals and days as the browser writes them.

use wasm_bindgen::prelude::*;

use crate::phrases::Locale;

#[wasm_bindgen]
extern "C" {
    /// Numbers, plurals and days as the browser writes them.
    pub type Intl;
    #[wasm_bindgen(method)]
    fn plural(this: &Intl, number: f64) -> String;
    #[wasm_bindgen(method)]
    fn number(this: &Intl, number: f64) -> String;
    #[wasm_bindgen(method)]
    fn day(this: &Intl, day: &str) -> String;
    #[wasm_bindgen(method)]
    fn decimal(this: &Intl) -> String;
    #[wasm_bindgen(method)]
    fn read(this: &Intl, text: &str) -> f64;
}

/// What the browser knows of a language.
pub struct OfBrowser(pub Intl);

impl Locale for OfBrowser {
    fn plural(&self, number: f64) -> String {
        self.0.plural(number)
    }
    fn number(&self, number: f64) -> String {
        self.0.number(number)
    }
    fn day(&self, day: &str) -> String {
        self.0.day(day)
    }
    fn decimal(&self) -> char {
        self.0.decimal().chars().next().unwrap_or('.')
    }
    fn read(&self, text: &str) -> f64 {
        self.0.read(text)
    }
}
