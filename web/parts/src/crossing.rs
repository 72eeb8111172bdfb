//! Values between JavaScript and the engine's types, by serde: what the browser parsed is read as it is, so that no parser
//! and nothing that prints numbers has to be fetched. What does not fit is told with its place: `items[3].kind`.

mod misfit;
mod reading;
mod writing;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

pub use misfit::Misfit;
use reading::Reader;
use writing::Writer;

#[wasm_bindgen]
extern "C" {
    type Object;
    #[wasm_bindgen(constructor)]
    fn new() -> Object;
    #[wasm_bindgen(static_method_of = Object)]
    fn entries(of: &JsValue) -> Array;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn put(this: &Object, name: &str, value: &JsValue);

    type Array;
    #[wasm_bindgen(constructor)]
    fn new() -> Array;
    #[wasm_bindgen(static_method_of = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> bool;
    #[wasm_bindgen(method, getter)]
    fn length(this: &Array) -> u32;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn get(this: &Array, at: u32) -> JsValue;
    #[wasm_bindgen(method)]
    fn push(this: &Array, value: &JsValue);
}

/// A value of JavaScript as one of the engine's.
///
/// # Errors
/// Where it does not fit.
pub fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Misfit> {
    T::deserialize(Reader(value))
}

/// One of the engine's values as plain objects of JavaScript. Null where that is not possible, which no type here is.
pub fn write(value: &impl Serialize) -> JsValue {
    value.serialize(Writer).unwrap_or(JsValue::NULL)
}
