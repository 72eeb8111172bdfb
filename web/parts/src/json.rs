//! Values whose shape is known only when they come: records of any kind.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// A value of JSON. Objects keep the order of their fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Several in order.
    List(Vec<Json>),
    /// Several by name.
    Fields(Vec<(String, Json)>),
}

impl Json {
    /// The value under a name; null if there is none.
    ///
    /// ```
    /// use riskwright_web_parts::json::Json;
    /// let value: Json = serde_json::from_str(r#"{"a": [1, "b"]}"#).unwrap();
    /// assert_eq!(value.get("a").items()[1].text(), "b");
    /// assert_eq!(value.get("c"), &Json::Null);
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        const NULL: &Json = &Json::Null;
        match self {
            Self::Fields(fields) => {
                fields.iter().find(|(known, _)| known == name).map_or(NULL, |(_, value)| value)
            }
            _ => NULL,
        }
    }

    /// Its items; none if it is no list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    /// Its text; empty if it is none.
    #[must_use]
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_none(),
            Self::Flag(is) => to.serialize_bool(*is),
            #[allow(clippy::cast_possible_truncation, reason = "whole and small")]
            Self::Number(number) if number.trunc() == *number && number.abs() < 2e9 => {
                to.serialize_i64(*number as i64)
            }
            Self::Number(number) => to.serialize_f64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(items) => items.serialize(to),
            Self::Fields(fields) => {
                let mut map = to.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Json;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, is: bool) -> Result<Json, E> {
                Ok(Json::Flag(is))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Json::Number(number))
            }
            #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Number(number as f64))
            }
            #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Number(number as f64))
            }
            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }
            fn visit_string<E>(self, text: String) -> Result<Json, E> {
                Ok(Json::Text(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Json::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Json::Fields(fields))
            }
        }
        from.deserialize_any(Any)
    }
}
