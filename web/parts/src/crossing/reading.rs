//! Values of JavaScript, read.

use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use wasm_bindgen::prelude::*;

use super::misfit::{Misfit, expected};
use super::{Array, Object};

/// What is to be read.
pub(super) struct Reader(pub(super) JsValue);

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
