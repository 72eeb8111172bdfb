//! Settings: examples that must do, and changed ones that must not break anything.

use std::sync::Arc;

use riskwright_core::methodology::Methodology;
use riskwright_runtime::{Kind, Plugin, Runtime};
use serde_json::{Value, json};

use super::random::Random;
use super::rows;
use super::{Failure, KitOptions, Outcome};

/// `{}`, and the examples in the manifest's hints: `kit = { settings = [{ … }] }`.
pub(super) fn examples(plugin: &Plugin) -> Vec<Value> {
    let given = plugin.manifest().kit().and_then(|kit| kit.get("settings")).and_then(Value::as_array);
    let given = given.into_iter().flatten().filter(|settings| **settings != json!({})).cloned();
    std::iter::once(json!({})).chain(given).collect()
}

/// Wrong settings are refused by the schema or by `validate-settings`; those that are taken work.
pub(super) fn refused(plugin: &Arc<Plugin>, runtime: &Runtime, options: &KitOptions) -> Outcome {
    let mut random = Random::new(options.seed, "settings");
    let language = plugin.manifest().default_language().to_string();
    let mut candidates = plain_wrong();
    for example in examples(plugin) {
        candidates.extend(changed(&example));
    }
    candidates.extend(of_schema(plugin.manifest().settings_schema()));
    let mut cases = 0;
    for settings in candidates {
        cases += 1;
        let problem = match plugin.methodology(&settings, &language) {
            Ok(method) => {
                let drawn: Vec<rows::Row> =
                    (0..20).map(|_| rows::complete(method.describe(), &mut random)).collect();
                let asked = rows::batch(method.describe(), &drawn).map(|batch| method.try_assess(&batch));
                asked.and_then(Result::err)
            }
            Err(problem) if problem.kind == Kind::Settings => None,
            Err(problem) => Some(problem),
        };
        let _ = runtime.bring_back(&plugin.digest());
        if let Some(problem) = problem {
            return Err((cases, Failure { settings: Some(settings), ..Failure::from(problem) }));
        }
    }
    Ok(cases)
}

fn plain_wrong() -> Vec<Value> {
    vec![json!(null), json!([]), json!("settings"), json!(1), json!(true), json!({"no-such-setting-0": 1})]
}

fn odd_values() -> [Value; 9] {
    [
        json!(null),
        json!(-1),
        json!(0),
        json!(1e300),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!(false),
    ]
}

/// An example with each value in it replaced by others, and each list emptied or cut.
fn changed(example: &Value) -> Vec<Value> {
    let mut paths = Vec::new();
    walk(example, String::new(), &mut paths);
    let mut settings = Vec::new();
    for path in paths.iter().take(60) {
        for value in odd_values() {
            let mut other = example.clone();
            if let Some(place) = other.pointer_mut(path) {
                *place = value;
                settings.push(other);
            }
        }
        let mut shorter = example.clone();
        if let Some(Value::Array(list)) = shorter.pointer_mut(path)
            && list.pop().is_some()
        {
            settings.push(shorter);
        }
    }
    settings
}

fn walk(value: &Value, path: String, paths: &mut Vec<String>) {
    if !path.is_empty() {
        paths.push(path.clone());
    }
    match value {
        Value::Array(items) => {
            items.iter().enumerate().take(3).for_each(|(at, item)| walk(item, format!("{path}/{at}"), paths));
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            fields.for_each(|(name, item)| {
                walk(item, format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), paths)
            });
        }
        _ => {}
    }
}

/// Every setting of the schema alone, with values that fit and values that do not.
fn of_schema(schema: &Value) -> Vec<Value> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut settings = Vec::new();
    for (name, property) in properties {
        let ends = ["minimum", "maximum", "default"].into_iter().filter_map(|end| property.get(end).cloned());
        let named = property.get("enum").and_then(Value::as_array).into_iter().flatten().cloned();
        settings.extend(ends.chain(named).chain(odd_values()).map(|value| json!({ name: value })));
    }
    settings
}
