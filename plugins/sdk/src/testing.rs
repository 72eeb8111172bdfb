//! What tests of plugins have in common. It is there natively only.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Write};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::settings;

/// Holds a plugin's schema of settings against the type that reads them: each setting is described, and what the schema
/// calls its default is what it is where nothing is set.
///
/// ```
/// use serde::Deserialize;
///
/// #[derive(Debug, PartialEq, Deserialize)]
/// #[serde(default, deny_unknown_fields)]
/// struct Settings {
///     high: f64,
/// }
///
/// impl Default for Settings {
///     fn default() -> Self {
///         Self { high: 10.0 }
///     }
/// }
///
/// // in a test of yours: include_str!("../settings.schema.json")
/// let schema = r#"{"type": "object", "properties": {"high": {"description": "From where on", "default": 10}}}"#;
/// riskwright_sdk::testing::schema_tells_defaults::<Settings>(schema);
/// ```
///
/// # Panics
/// If it does not hold, which fails the test: the message names the setting.
pub fn schema_tells_defaults<S: DeserializeOwned + Default + PartialEq + Debug>(schema: &str) {
    let schema: Schema = match settings::from_json(schema) {
        Ok(schema) => schema,
        Err(problem) => panic!("the schema can't be read at `{}`: {}", problem.path, problem.message.first()),
    };
    for (name, setting) in schema.properties {
        assert!(!setting.description.is_empty(), "`{name}` has no description in the schema");
        if let Some(Json(value)) = setting.default {
            let text = format!("{{{}: {value}}}", quoted(&name));
            match settings::read::<S>(&text) {
                Ok(read) => assert_eq!(read, S::default(), "`{name}`: the schema tells another default"),
                Err(problem) => panic!("`{name}`: the schema's default: {}", problem.message.first()),
            }
        }
    }
}

#[derive(serde::Deserialize)]
struct Schema {
    #[serde(default)]
    properties: BTreeMap<String, Setting>,
}

#[derive(serde::Deserialize)]
struct Setting {
    #[serde(default)]
    description: String,
    #[serde(default, deserialize_with = "there")]
    default: Option<Json>,
}

/// `null` is a default too.
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// Any value, as its text.
struct Json(String);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json(quoted(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(Json(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Json(format!("[{}]", values.join(","))))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, Json(value))) = map.next_entry::<String, Json>()? {
            entries.push(format!("{}:{value}", quoted(&name)));
        }
        Ok(Json(format!("{{{}}}", entries.join(","))))
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // a `String` takes whatever is written
            '\0'..' ' => drop(write!(quoted, "\\u{:04x}", u32::from(c))),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Settings {
        names: Vec<(String, f64)>,
        most: Option<i8>,
        strict: bool,
    }

    impl Default for Settings {
        fn default() -> Self {
            Self { names: vec![("a \"b\"\n\\".to_owned(), 0.5)], most: None, strict: true }
        }
    }

    fn schema(default: &str) -> String {
        let names = format!(r#""names": {{"description": "n", "type": ["array"], "default": {default}}}"#);
        let rest = r#""most": {"description": "m", "default": null}, "strict": {"description": "s", "default": true}"#;
        format!(r#"{{"$schema": "x", "properties": {{{names}, {rest}}}}}"#)
    }

    #[test]
    fn defaults_that_are_told_rightly_pass() {
        schema_tells_defaults::<Settings>(&schema(r#"[["a \"b\"\n\\", 5e-1]]"#));
    }

    #[test]
    #[should_panic(expected = "`names`: the schema tells another default")]
    fn another_default_fails() {
        schema_tells_defaults::<Settings>(&schema(r#"[["a", 0.5]]"#));
    }

    #[test]
    #[should_panic(expected = "`names`: the schema's default: expected a list, found a text")]
    fn a_default_of_another_shape_fails() {
        schema_tells_defaults::<Settings>(&schema(r#""a""#));
    }

    #[test]
    #[should_panic(expected = "`high` has no description in the schema")]
    fn a_setting_without_a_description_fails() {
        schema_tells_defaults::<Settings>(r#"{"properties": {"high": {}}}"#);
    }
}
