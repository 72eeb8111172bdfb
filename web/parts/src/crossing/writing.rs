//! Values of JavaScript, written.

use std::fmt::Display;

use serde::ser::{self, Serialize};
use wasm_bindgen::prelude::*;

use super::{Array, Object};

/// That a value can't be written.
#[derive(Debug)]
pub(super) struct Unwritable;

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

/// What writes.
pub(super) struct Writer;

/// What is being written: a list or an object, which may be the only field of another.
pub(super) struct Writing {
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
