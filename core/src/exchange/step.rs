//! Steps as a person types them: `approve`, `publish`, `revise version=2.0`; each field by what it takes.

use serde_json::{Map, Value, json};

use super::edit::{Assignment, EditError, How, Part};
use super::fields::{self, is_blank};
use super::intake::{items, read_date};
use crate::change::Change;
use crate::field::{Field, FieldKind};
use crate::isms::{Isms, RecordRef};
use crate::lifecycle::Possible;
use crate::quantity::{Actor, Date, Text};

/// Who takes a step, when, and what is to be said of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taken {
    /// Who; absent: whoever makes the change.
    pub by: Option<Actor>,
    /// When; absent: today.
    pub on: Option<Date>,
    /// What else is to be said.
    pub note: Text,
}

/// The steps that can be taken with a record in the state it is in; whether a guard lets them pass is another matter.
#[must_use]
pub fn possible(isms: &Isms, at: &RecordRef) -> Vec<Possible> {
    let state = isms.record(at).and_then(|record| record.state());
    let steps = Change::steps_of(at.kind).iter();
    steps.filter(|step| state.is_some_and(|state| step.from.contains(&state))).copied().collect()
}

/// The change that takes a step with a record.
///
/// ```
/// use riskwright_core::{change::Change, exchange::step, isms::Isms};
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// let idea: Change = serde_json::from_str(r#"{"improvement.propose": {"id": "IMP-1", "title": "Single sign-on"}}"#).unwrap();
/// isms.apply(&idea, &"A. Manager".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
/// let at = "improvement/IMP-1".parse().unwrap();
/// let change = step::step(&isms, &at, "decline", &["reason=Too dear".parse().unwrap()], &Default::default()).unwrap();
/// assert_eq!(change.name(), "improvement.step");
/// ```
///
/// # Errors
/// The first assignment that does not fit, a step that is none of this kind's, or a record that is not there.
pub fn step(
    isms: &Isms,
    at: &RecordRef,
    word: &str,
    assignments: &[Assignment],
    taken: &Taken,
) -> Result<Change, EditError> {
    if isms.record(at).is_none() {
        return Err(EditError::Unknown(at.clone()));
    }
    let Some(name) = Change::step_of(at.kind) else { return Err(EditError::Kind(at.kind)) };
    let wrong = |index: usize, field: &str, part: Part, found: &str, expected: String| {
        EditError::Assignment { index, field: field.to_owned(), part, found: found.to_owned(), expected }
    };
    let steps = Change::steps_of(at.kind);
    let Some(known) = steps.iter().find(|known| known.step == word) else {
        let names: Vec<&str> = steps.iter().map(|known| known.step).collect();
        return Err(wrong(
            assignments.len(),
            "step",
            Part::Value,
            word,
            format!("one of: {}", names.join(", ")),
        ));
    };
    let mut given = Map::new();
    for (index, assignment) in assignments.iter().enumerate() {
        let own = assignment.field.trim().to_lowercase().replace(['-', ' '], "_");
        let Some(field) = known.fields.iter().find(|field| field.name == own) else {
            let names: Vec<&str> = known.fields.iter().map(|field| field.name).collect();
            let expected = match names.is_empty() {
                true => format!("nothing: `{word}` takes no field"),
                false => format!("one of: {}", names.join(", ")),
            };
            return Err(wrong(index, &assignment.field, Part::Field, &assignment.field, expected));
        };
        if assignment.how != How::Set {
            return Err(wrong(
                index,
                &assignment.field,
                Part::Field,
                &assignment.field,
                "field=value".to_owned(),
            ));
        }
        let value = read(field.kind, &assignment.value)
            .map_err(|expected| wrong(index, &assignment.field, Part::Value, &assignment.value, expected))?;
        given.insert(own, value);
    }
    if let Some(missing) = known.fields.iter().find(|field| field.required && !given.contains_key(field.name))
    {
        let expected = format!("it needs `{}`: {}", missing.name, spelled(missing));
        return Err(wrong(assignments.len(), &at.to_string(), Part::Field, "", expected));
    }
    let step =
        json!({ "id": at.id, "step": { word: given }, "by": taken.by, "on": taken.on, "note": taken.note });
    serde_json::from_value(json!({ name: step }))
        .map_err(|error| wrong(assignments.len(), word, Part::Value, word, error.to_string()))
}

/// What a field is and takes, in words.
#[must_use]
pub fn spelled(field: &Field) -> String {
    format!("{} ({})", field.help.trim().trim_end_matches('.'), takes(field.kind))
}

/// What a field takes, in words.
#[must_use]
pub fn takes(kind: FieldKind) -> String {
    match kind {
        FieldKind::Line | FieldKind::Prose => "a text".to_owned(),
        FieldKind::Date => "a day such as 2026-03-31".to_owned(),
        FieldKind::Actor => "a person, role or body".to_owned(),
        FieldKind::Number => "a number".to_owned(),
        FieldKind::Count => "a whole number from 0 on".to_owned(),
        FieldKind::Flag => "yes or no".to_owned(),
        FieldKind::Word(words) => format!("one of: {}", words.join(", ")),
        FieldKind::Record(kind) => format!("the id of one {kind}"),
        FieldKind::Digest => "64 hexadecimal digits".to_owned(),
        FieldKind::Money => "an amount with its currency, such as 1200.00 EUR".to_owned(),
        FieldKind::Content => "Markdown, or the address of a file".to_owned(),
        FieldKind::Many(one) => match one {
            FieldKind::Group(_) | FieldKind::Own => "a list as JSON".to_owned(),
            one => format!("several, by semicolon; each {}", takes(*one)),
        },
        FieldKind::Group(_) | FieldKind::Own => "JSON".to_owned(),
    }
}

/// What a typed value means where a field takes this kind of thing; `null` where it is blank.
///
/// # Errors
/// What would do, in words.
pub fn read(kind: FieldKind, text: &str) -> Result<Value, String> {
    if is_blank(text) && !matches!(kind, FieldKind::Prose) {
        return Ok(match kind {
            FieldKind::Many(_) => json!([]),
            _ => Value::Null,
        });
    }
    let expected = || takes(kind);
    match kind {
        FieldKind::Line | FieldKind::Prose | FieldKind::Actor | FieldKind::Money => Ok(json!(text)),
        FieldKind::Digest => Ok(json!(text.trim().to_lowercase())),
        FieldKind::Record(_) => Ok(json!(text.trim())),
        FieldKind::Date => read_date(text).map(|date| json!(date)).ok_or_else(expected),
        FieldKind::Number => text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|number| json!(number))
            .ok_or_else(expected),
        FieldKind::Count => {
            let number = text.trim_end_matches(['%', ' ']).parse::<u64>();
            number.map(|number| json!(number)).map_err(|_| expected())
        }
        FieldKind::Flag => match fields::word("applicability", text) {
            Some("yes") => Ok(json!(true)),
            Some("no") => Ok(json!(false)),
            _ => text.trim().parse::<bool>().map(|flag| json!(flag)).map_err(|_| expected()),
        },
        FieldKind::Word(words) => {
            let word = text.trim().to_lowercase().replace(' ', "-");
            words.iter().find(|known| **known == word).map(|known| json!(known)).ok_or_else(expected)
        }
        FieldKind::Content => Ok(content(text)),
        FieldKind::Many(FieldKind::Group(_) | FieldKind::Own) | FieldKind::Group(_) | FieldKind::Own => {
            serde_json::from_str(text).map_err(|error| format!("{}: {error}", expected()))
        }
        FieldKind::Many(one) => {
            let each = items(text, matches!(one, FieldKind::Record(_))).into_iter();
            each.map(|item| read(*one, &item)).collect::<Result<Vec<Value>, String>>().map(Value::Array)
        }
    }
}

/// A document's content: one line that is an address or a path is where it lies, all else is its text.
fn content(text: &str) -> Value {
    let trimmed = text.trim();
    let line = !trimmed.contains(char::is_whitespace);
    let place = trimmed.contains("://") || trimmed.contains('/') || trimmed.contains('\\');
    if line && place { json!({ "file": { "location": trimmed } }) } else { json!({ "markdown": text }) }
}
