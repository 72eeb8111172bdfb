//! Settings against the schema their package carries. The schema is the plugin's word: it is held to what can be checked in
//! a time that its size tells.

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

use crate::problem::{Fault, Kind, shown};

/// How many schemas may lie in one, those that references lead to counted each time.
const PARTS: usize = 20_000;
/// How deep they may nest.
const DEPTH: usize = 64;

/// Ready to check settings, or why it is no schema.
pub(crate) fn schema(schema: &Value) -> Result<Validator, String> {
    Walk { root: schema, left: PARTS }.visit(schema, 0)?;
    jsonschema::options()
        // without look-around and back-references a pattern takes a time proportional to the text
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .map_err(|error| shown(&error.to_string()))
}

/// What is wrong with settings, the first few of it.
pub(crate) fn check(validator: &Validator, settings: &Value) -> Result<(), Fault> {
    let said: Vec<String> = validator
        .iter_errors(settings)
        .take(5)
        .map(|error| {
            let at = error.instance_path().to_string();
            let at = if at.is_empty() { String::new() } else { format!("`{}`: ", shown(&at)) };
            format!("{at}{}", shown(&error.to_string()))
        })
        .collect();
    if said.is_empty() {
        Ok(())
    } else {
        Err(Fault::new(Kind::Settings, format!("the settings do not fit its schema: {}", said.join("; "))))
    }
}

/// Follows references and counts, so that no schema goes in circles or grows without end.
struct Walk<'a> {
    root: &'a Value,
    left: usize,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, value: &'a Value, depth: usize) -> Result<(), String> {
        self.left = self.left.checked_sub(1).ok_or("it is too large once its references are followed")?;
        if depth > DEPTH {
            return Err("it nests too deep, or its references go in a circle".to_owned());
        }
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    match (name.as_str(), field) {
                        ("$ref", Value::String(to)) => self.follow(to, depth)?,
                        (
                            "$dynamicRef" | "$recursiveRef" | "$id" | "id" | "$anchor" | "$dynamicAnchor",
                            Value::String(_),
                        ) => {
                            return Err(format!(
                                "`{name}` is not taken; write `$ref` with a path such as `#/$defs/band`"
                            ));
                        }
                        // reached by reference alone
                        ("$defs" | "definitions", Value::Object(_)) => {}
                        // values, not schemas
                        ("const" | "enum" | "default" | "examples", _) => {}
                        // names that are nobody's keywords
                        (
                            "properties" | "patternProperties" | "dependentSchemas" | "dependencies",
                            Value::Object(all),
                        ) => {
                            all.values().try_for_each(|schema| self.visit(schema, depth + 1))?;
                        }
                        _ => self.visit(field, depth + 1)?,
                    }
                }
                Ok(())
            }
            Value::Array(values) => values.iter().try_for_each(|value| self.visit(value, depth + 1)),
            _ => Ok(()),
        }
    }

    fn follow(&mut self, to: &str, depth: usize) -> Result<(), String> {
        let target = to.strip_prefix('#').and_then(|path| self.root.pointer(path));
        match target {
            Some(target) => self.visit(target, depth + 1),
            None => Err(format!("`$ref` leads to `{}`, which is not in the schema", shown(to))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_held_to_a_schema_with_references() {
        let of = json!({
            "type": "object", "required": ["bands"], "additionalProperties": false,
            "properties": {"bands": {"type": "array", "items": {"$ref": "#/$defs/band"}}, "default": {"type": "string"}},
            "$defs": {"band": {"type": "object", "properties": {"from": {"type": "integer", "minimum": 0}}}},
        });
        let of = schema(&of).unwrap();
        assert!(check(&of, &json!({"bands": [{"from": 3}], "default": "x"})).is_ok());
        let fault = check(&of, &json!({"bands": [{"from": -1}]})).unwrap_err();
        assert!(fault.message.contains("`/bands/0/from`"), "{}", fault.message);
        assert!(check(&of, &json!({})).is_err());
    }

    #[test]
    fn schemas_that_would_never_end_are_refused() {
        let mut doubling = serde_json::Map::new();
        for at in 0..40 {
            let next = json!({"$ref": format!("#/$defs/d{}", at + 1)});
            doubling.insert(format!("d{at}"), json!({"allOf": [next, next]}));
        }
        doubling.insert("d40".to_owned(), json!({"type": "object"}));
        for of in [
            json!({"$ref": "#"}),
            json!({"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"items": {"$ref": "#/$defs/b"}}}}),
            json!({"properties": {"default": {"$ref": "#"}}}),
            json!({"$ref": "https://example.com/schema.json"}),
            json!({"$ref": "#/$defs/none"}),
            json!({"$ref": "#/$defs/d0", "$defs": doubling}),
            json!({"pattern": "(a)\\1"}),
            json!({"type": "nothing"}),
        ] {
            assert!(schema(&of).is_err(), "{of}");
        }
        // it takes a time proportional to the text
        let slow = schema(&json!({"pattern": "^(a+)+$"})).unwrap();
        assert!(check(&slow, &json!(format!("{}b", "a".repeat(10_000)))).is_err());
    }
}
