//! What changed, in words a person reads: `R-12: current likelihood possible → likely`.

use serde_json::Value;

use super::Write;
use crate::id::FactorId;
use crate::isms::{Isms, Kind, Record};
use crate::lifecycle::Passed;

/// The field that steps write.
const LIFE: &str = "life";

/// The lines that say what became of a record. `isms` gives levels their names.
#[must_use]
pub fn describe(isms: &Isms, write: &Write) -> Vec<String> {
    let title = |record: &Record| title(record).map(|title| format!(" “{title}”")).unwrap_or_default();
    match (&write.before, &write.after) {
        (None, None) => Vec::new(),
        (None, Some(after)) => vec![format!("{}: added{}", write.at, title(after))],
        (Some(before), None) => vec![format!("{}: removed{}", write.at, title(before))],
        (Some(before), Some(after)) => {
            let mut lines = steps(before, after);
            if let (Ok(before), Ok(after)) = (before.to_json(), after.to_json()) {
                let mut path = Vec::new();
                compare(isms, write.at.kind, &mut path, Some(&before), Some(&after), &mut lines);
            }
            lines.into_iter().map(|line| format!("{}: {line}", write.at)).collect()
        }
    }
}

/// The steps that led from one state of a record to another; or that it was put back.
fn steps(before: &Record, after: &Record) -> Vec<String> {
    let (Some(was), Some(is)) = (before.state(), after.state()) else { return Vec::new() };
    let known = before.passed();
    match after.passed().strip_prefix(known) {
        Some([]) if was == is => Vec::new(),
        Some(steps) if !steps.is_empty() => {
            let said = |passed: &Passed| {
                let note = if passed.note.is_empty() { String::new() } else { format!(": {}", passed.note) };
                format!("{} by {} on {}{note}", passed.step, passed.by, passed.on)
            };
            let steps: Vec<String> = steps.iter().map(said).collect();
            vec![format!("{} ({was} → {is})", steps.join(", "))]
        }
        _ => vec![format!("put back: {was} → {is}")],
    }
}

/// The filled fields of a record with their values, in words. `isms` gives levels their names.
#[must_use]
pub fn fields_in_words(isms: &Isms, record: &Record) -> Vec<(String, String)> {
    fn walk(
        isms: &Isms,
        kind: Kind,
        path: &mut Vec<String>,
        value: &Value,
        into: &mut Vec<(String, String)>,
    ) {
        match value {
            Value::Object(fields) if !is_value(Some(value)) => {
                for (key, value) in fields {
                    if path.is_empty() && key == LIFE {
                        continue;
                    }
                    path.push(key.clone());
                    walk(isms, kind, path, value, into);
                    path.pop();
                }
            }
            Value::Null => {}
            Value::String(text) => into.push((field(path), text.clone())),
            value => into.push((field(path), words(isms, kind, path, Some(value)))),
        }
    }
    let mut fields = Vec::new();
    fields.extend(record.state().map(|state| ("state".to_owned(), state.to_owned())));
    if let Ok(value) = record.to_json() {
        walk(isms, record.reference().kind, &mut Vec::new(), &value, &mut fields);
    }
    fields
}

/// A record's title, where it has one.
pub(crate) fn title(record: &Record) -> Option<String> {
    let value = record.to_json().ok()?;
    let title = value.get("title").or_else(|| value.get("name"))?;
    title.as_str().map(ToOwned::to_owned)
}

fn compare(
    isms: &Isms,
    kind: Kind,
    path: &mut Vec<String>,
    before: Option<&Value>,
    after: Option<&Value>,
    lines: &mut Vec<String>,
) {
    if before == after {
        return;
    }
    let empty = serde_json::Map::new();
    let object = |value: Option<&Value>| value.is_none_or(Value::is_object);
    let leaf = path.last().is_some_and(|key| key == "trace") || is_value(before) || is_value(after);
    // a control without numbers is chosen all the same
    let bare =
        |value: Option<&Value>| value.and_then(Value::as_object).is_some_and(serde_json::Map::is_empty);
    if !path.is_empty() && ((before.is_none() && bare(after)) || (after.is_none() && bare(before))) {
        lines.push(format!("{} {}", field(path), if after.is_some() { "added" } else { "removed" }));
        return;
    }
    if object(before) && object(after) && !leaf {
        let fields = |value: Option<&Value>| {
            value.and_then(Value::as_object).cloned().unwrap_or_else(|| empty.clone())
        };
        let (before, after) = (fields(before), fields(after));
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            if path.is_empty() && key == LIFE {
                // told by its steps
                continue;
            }
            path.push(key.clone());
            compare(isms, kind, path, before.get(key), after.get(key), lines);
            path.pop();
        }
        return;
    }
    if kind == Kind::ScoreRecord
        && path
            .iter()
            .any(|key| ["trace", "factors", "inputs", "settings", "methodology"].contains(&key.as_str()))
    {
        // the score and its digest say it
        return;
    }
    lines.push(format!(
        "{} {} → {}",
        field(path),
        words(isms, kind, path, before),
        words(isms, kind, path, after)
    ));
}

/// Whether an object is one value: `{"level": 3}`.
fn is_value(value: Option<&Value>) -> bool {
    value.and_then(Value::as_object).is_some_and(|object| {
        object.len() == 1
            && object.keys().all(|key| {
                ["level", "number", "range", "flag", "steps", "share", "text", "date", "choice"]
                    .contains(&key.as_str())
            })
    })
}

fn field(path: &[String]) -> String {
    let shown: Vec<String> =
        path.iter().filter(|key| *key != "factors").map(|key| key.replace('_', " ")).collect();
    shown.join(" ")
}

fn words(isms: &Isms, kind: Kind, path: &[String], value: Option<&Value>) -> String {
    let factor = || path.last()?.parse::<FactorId>().ok();
    let level = |index: &Value| {
        let index = u8::try_from(index.as_u64()?).ok()?;
        Some(isms.level_name(&factor()?, index))
    };
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            format!("{}…", text.get(..12).unwrap_or(text))
        }
        Some(Value::String(text)) => {
            let mut shown: String = text.chars().take(120).collect();
            if shown.len() < text.len() {
                shown.push('…');
            }
            format!("“{}”", shown.replace('\n', " "))
        }
        Some(Value::Bool(flag)) => if *flag { "yes" } else { "no" }.to_owned(),
        Some(index @ Value::Number(number)) => {
            let valued = kind == Kind::Asset && path.first().is_some_and(|key| key == "values");
            valued.then(|| level(index)).flatten().unwrap_or_else(|| number.to_string())
        }
        Some(Value::Array(items)) => {
            let shown: Vec<String> =
                items.iter().take(12).map(|item| words(isms, kind, path, Some(item))).collect();
            let rest = items.len().saturating_sub(shown.len());
            let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            format!("[{}{more}]", shown.join(", "))
        }
        Some(Value::Object(object)) => match object.iter().next() {
            Some((key, index)) if key == "level" && object.len() == 1 => {
                level(index).unwrap_or_else(|| index.to_string())
            }
            Some((key, steps)) if key == "steps" && object.len() == 1 => format!("−{steps}"),
            Some((_, value)) if object.len() == 1 && is_value(Some(&Value::Object(object.clone()))) => {
                words(isms, kind, path, Some(value))
            }
            _ => {
                let shown: Vec<String> = object
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", words(isms, kind, path, Some(value))))
                    .collect();
                format!("{{{}}}", shown.join(", "))
            }
        },
    }
}
