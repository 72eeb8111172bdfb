//! Values between JavaScript and the engine's types, by serde: what the browser parsed is read as it is, so that no parser
//! and nothing that prints numbers has to be fetched. What does not fit is told with its place: `items[3].kind`.

use std::fmt::Display;

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::ser::{self, Serialize};
use wasm_bindgen::prelude::*;

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

/// Why a value is not what is wanted. Boxed: it is handed on at each step of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit(Box<Fault>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    place: String,
    message: String,
}

impl Misfit {
    fn new(message: String) -> Self {
        Self(Box::new(Fault { place: String::new(), message }))
    }

    /// Of the item before place `next` of a list.
    #[inline(never)]
    fn at(self, next: u32) -> Self {
        self.within(&format!("[{}]", next.saturating_sub(1)))
    }

    #[inline(never)]
    fn within(mut self, step: &str) -> Self {
        let place = &mut self.0.place;
        if !place.is_empty() && !place.starts_with('[') {
            place.insert(0, '.');
        }
        place.insert_str(0, step);
        self
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Fault { place, message } = &*self.0;
        if !place.is_empty() {
            f.write_str(place)?;
            f.write_str(": ")?;
        }
        f.write_str(message)
    }
}

impl std::error::Error for Misfit {}

fn expected(expected: &dyn Expected) -> Misfit {
    Misfit::new(format!("expected {expected}"))
}

impl de::Error for Misfit {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
    fn invalid_type(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        expected(wanted)
    }
    fn invalid_value(_: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        expected(wanted)
    }
    fn invalid_length(_: usize, wanted: &dyn Expected) -> Self {
        expected(wanted)
    }
    fn unknown_variant(found: &str, _: &'static [&'static str]) -> Self {
        Self::new(format!("`{found}` is not known here"))
    }
    fn unknown_field(found: &str, _: &'static [&'static str]) -> Self {
        Self::new(format!("`{found}` is not known here"))
    }
    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` is missing"))
    }
    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("`{field}` stands twice"))
    }
}

/// That a value can't be written.
#[derive(Debug)]
struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it can't be written")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
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

struct Reader(JsValue);

impl Reader {
    /// A whole number that `f64` holds exactly.
    fn whole<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.as_f64() {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, up to 2^53")]
            Some(number) if number.trunc() == number && (0.0..9_007_199_254_740_992.0).contains(&number) => {
                visitor.visit_u64(number as u64)
            }
            _ => Err(expected(&visitor)),
        }
    }

    fn entries(&self) -> Option<Array> {
        let object = self.0.is_object() && !Array::is_array(&self.0);
        object.then(|| Object::entries(&self.0))
    }
}

impl<'de> de::Deserializer<'de> for Reader {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if let Some(text) = self.0.as_string() {
            return visitor.visit_string(text);
        }
        if Array::is_array(&self.0) {
            return self.deserialize_seq(visitor);
        }
        if self.0.is_object() {
            return self.deserialize_map(visitor);
        }
        if self.0.is_null() {
            return visitor.visit_unit();
        }
        match (self.0.as_bool(), self.0.as_f64()) {
            (Some(is), _) => visitor.visit_bool(is),
            (None, Some(number)) => visitor.visit_f64(number),
            (None, None) => Err(expected(&visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.as_bool() {
            Some(is) => visitor.visit_bool(is),
            None => Err(expected(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.whole(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.whole(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.whole(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.as_f64() {
            Some(number) => visitor.visit_f64(number),
            None => Err(expected(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.as_string() {
            Some(text) => visitor.visit_string(text),
            None => Err(expected(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if !Array::is_array(&self.0) {
            return Err(expected(&visitor));
        }
        visitor.visit_seq(List { items: self.0.unchecked_into(), at: 0 })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.entries() {
            Some(entries) => {
                visitor.visit_map(Map { entries, at: 0, name: String::new(), value: JsValue::UNDEFINED })
            }
            None => Err(expected(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if self.0.is_string() {
            return visitor.visit_enum(Choice { name: self.0, value: JsValue::UNDEFINED });
        }
        match self.entries() {
            Some(entries) if entries.length() == 1 => {
                let entry = entries.get(0).unchecked_into::<Array>();
                visitor.visit_enum(Choice { name: entry.get(0), value: entry.get(1) })
            }
            _ => Err(expected(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 u16 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

struct List {
    items: Array,
    at: u32,
}

impl List {
    #[inline(never)]
    fn next(&mut self) -> Option<Reader> {
        let at = self.at;
        self.at = at + 1;
        (at < self.items.length()).then(|| Reader(self.items.get(at)))
    }
}

impl<'de> SeqAccess<'de> for List {
    type Error = Misfit;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        match self.next() {
            None => Ok(None),
            Some(item) => seed.deserialize(item).map(Some).map_err(|misfit| misfit.at(self.at)),
        }
    }
    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.items.length()).ok()
    }
}

struct Map {
    entries: Array,
    at: u32,
    name: String,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Map {
    type Error = Misfit;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        if self.next() { seed.deserialize(Name(&self.name)).map(Some) } else { Ok(None) }
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let value = std::mem::replace(&mut self.value, JsValue::UNDEFINED);
        seed.deserialize(Reader(value)).map_err(|misfit| misfit.within(&self.name))
    }
}

impl Map {
    /// Whether there is a field more.
    #[inline(never)]
    fn next(&mut self) -> bool {
        while self.at < self.entries.length() {
            let entry = self.entries.get(self.at).unchecked_into::<Array>();
            self.at += 1;
            self.value = entry.get(1);
            // what JSON would not write is not there
            if !self.value.is_undefined() {
                self.name = entry.get(0).as_string().unwrap_or_default();
                return true;
            }
        }
        false
    }
}

/// A field's name, read without a copy more.
struct Name<'n>(&'n str);

impl<'de> de::Deserializer<'de> for Name<'_> {
    type Error = Misfit;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.0)
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Choice {
    name: JsValue,
    value: JsValue,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = Misfit;
    type Variant = Reader;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Reader), Misfit> {
        let variant = seed.deserialize(Reader(self.name))?;
        Ok((variant, Reader(self.value)))
    }
}

impl<'de> VariantAccess<'de> for Reader {
    type Error = Misfit;
    fn unit_variant(self) -> Result<(), Misfit> {
        if self.0.is_undefined() { Ok(()) } else { Err(Misfit::new("expected a word alone".to_owned())) }
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        seed.deserialize(self)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        de::Deserializer::deserialize_seq(self, visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        de::Deserializer::deserialize_map(self, visitor)
    }
}

struct Writer;

/// What is being written: a list or an object, which may be the only field of another.
struct Writing {
    value: JsValue,
    around: Option<&'static str>,
    name: JsValue,
}

impl Writing {
    fn list() -> Self {
        Self { value: Array::new().into(), around: None, name: JsValue::UNDEFINED }
    }

    fn object(around: Option<&'static str>) -> Self {
        Self { value: Object::new().into(), around, name: JsValue::UNDEFINED }
    }

    fn push(&self, value: &(impl Serialize + ?Sized)) -> Result<(), Unwritable> {
        let value = value.serialize(Writer)?;
        self.value.unchecked_ref::<Array>().push(&value);
        Ok(())
    }

    fn put(&self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Unwritable> {
        let value = value.serialize(Writer)?;
        self.value.unchecked_ref::<Object>().put(name, &value);
        Ok(())
    }

    fn done(self) -> JsValue {
        match self.around {
            Some(name) => around(name, &self.value),
            None => self.value,
        }
    }
}

fn around(name: &str, value: &JsValue) -> JsValue {
    let object = Object::new();
    object.unchecked_ref::<Object>().put(name, value);
    object.into()
}

impl ser::Serializer for Writer {
    type Ok = JsValue;
    type Error = Unwritable;
    type SerializeSeq = Writing;
    type SerializeTuple = Writing;
    type SerializeTupleStruct = Writing;
    type SerializeTupleVariant = Writing;
    type SerializeMap = Writing;
    type SerializeStruct = Writing;
    type SerializeStructVariant = Writing;

    fn serialize_bool(self, value: bool) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_i8(self, value: i8) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
    fn serialize_i64(self, value: i64) -> Result<JsValue, Unwritable> {
        Ok((value as f64).into())
    }
    fn serialize_u8(self, value: u8) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_u32(self, value: u32) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
    fn serialize_u64(self, value: u64) -> Result<JsValue, Unwritable> {
        Ok((value as f64).into())
    }
    fn serialize_f32(self, value: f32) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_f64(self, value: f64) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_char(self, value: char) -> Result<JsValue, Unwritable> {
        let mut bytes = [0; 4];
        Ok(JsValue::from_str(value.encode_utf8(&mut bytes)))
    }
    fn serialize_str(self, value: &str) -> Result<JsValue, Unwritable> {
        Ok(value.into())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<JsValue, Unwritable> {
        Err(Unwritable)
    }
    fn serialize_none(self) -> Result<JsValue, Unwritable> {
        Ok(JsValue::NULL)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue, Unwritable> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<JsValue, Unwritable> {
        Ok(JsValue::NULL)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<JsValue, Unwritable> {
        Ok(JsValue::NULL)
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<JsValue, Unwritable> {
        Ok(name.into())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<JsValue, Unwritable> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<JsValue, Unwritable> {
        Ok(around(name, &value.serialize(self)?))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Writing, Unwritable> {
        Ok(Writing::list())
    }
    fn serialize_tuple(self, _: usize) -> Result<Writing, Unwritable> {
        Ok(Writing::list())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Writing, Unwritable> {
        Ok(Writing::list())
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Writing, Unwritable> {
        Ok(Writing { around: Some(name), ..Writing::list() })
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Writing, Unwritable> {
        Ok(Writing::object(None))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Writing, Unwritable> {
        Ok(Writing::object(None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Writing, Unwritable> {
        Ok(Writing::object(Some(name)))
    }
}

impl ser::SerializeSeq for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}

impl ser::SerializeTuple for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}

impl ser::SerializeTupleStruct for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}

impl ser::SerializeTupleVariant for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}

impl ser::SerializeMap for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.name = key.serialize(Writer)?;
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let name = self.name.as_string().unwrap_or_default();
        self.put(&name, value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}

impl ser::SerializeStruct for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.put(name, value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}

impl ser::SerializeStructVariant for Writing {
    type Ok = JsValue;
    type Error = Unwritable;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.put(name, value)
    }
    fn end(self) -> Result<JsValue, Unwritable> {
        Ok(self.done())
    }
}
