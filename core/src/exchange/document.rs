//! Riskwright's own JSON: the whole ISMS as one document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::problem::{Intake, Problem};
use crate::change::Change;
use crate::isms::{Isms, WrittenIsms};
use crate::quantity::Title;

/// The format's name and version.
pub const FORMAT: &str = "riskwright.isms/1";

/// An exported ISMS.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// `riskwright.isms/1`
    pub format: String,
    /// The ISMS.
    pub isms: WrittenIsms,
}

/// The ISMS as a document.
#[must_use]
pub fn export_json(isms: &Isms) -> Export {
    Export { format: FORMAT.to_owned(), isms: WrittenIsms::from(isms.clone()) }
}

fn problem(source: &str, cell: String, found: String, expected: String) -> Problem {
    Problem { source: source.to_owned(), sheet: String::new(), cell, found, expected, help: None }
}

fn read(source: &str, text: &str) -> Result<Export, Box<Problem>> {
    let export: Export = serde_json::from_str(text).map_err(|error| {
        let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
        let from = error.column().saturating_sub(30);
        let found: String = line.chars().skip(from).take(60).collect();
        let cell = format!("line {}, column {}", error.line(), error.column());
        Box::new(problem(source, cell, found, format!("a document of format {FORMAT}: {error}")))
    })?;
    if export.format != FORMAT {
        return Err(Box::new(problem(source, "format".to_owned(), export.format, format!("`{FORMAT}`"))));
    }
    Ok(export)
}

/// The ISMS that a document holds.
///
/// # Errors
/// What is wrong, with its place.
pub fn open_json(source: &str, text: &str) -> Result<Isms, Box<Problem>> {
    Isms::load(read(source, text)?.isms.into_records()).map_err(|rejection| {
        let at = rejection.record.as_ref().map(crate::isms::RecordRef::path).unwrap_or_default();
        Box::new(problem(source, at, rejection.message, "records that fit together".to_owned()))
    })
}

/// Reads a document: every record of it that differs is to be restored as it says.
#[must_use]
pub fn import_json(isms: &Isms, source: &str, text: &str) -> Intake {
    let mut intake = Intake::default();
    let export = match read(source, text) {
        Ok(export) => export,
        Err(problem) => {
            intake.problems.push(*problem);
            return intake;
        }
    };
    let problem = |cell, found, expected| problem(source, cell, found, expected);
    let mut records = BTreeMap::new();
    for record in export.isms.into_records() {
        let at = record.reference();
        let Ok(value) = record.to_json() else { continue };
        if records.contains_key(&at) {
            intake.problems.push(problem(
                at.path(),
                "the record stands twice".to_owned(),
                "each record once".to_owned(),
            ));
        }
        if isms.record(&at).as_ref() != Some(&record) {
            *intake.imported.entry(plural(at.kind)).or_insert(0) += 1;
            records.insert(at, Some(value));
        }
    }
    for kind in ["assets", "scenarios", "controls"] {
        intake.imported.entry(kind).or_insert(0);
    }
    if intake.problems.is_empty() && !records.is_empty() {
        let change = Change::RecordsRestore { title: Title::fixed("records of an export"), records };
        let mut tried = isms.clone();
        let by = crate::quantity::Actor::fixed("import");
        match tried.apply(&change, &by, crate::quantity::Timestamp::UNIX_EPOCH) {
            Ok(_) => intake.changes.push(change),
            Err(rejection) => {
                let at = rejection.record.as_ref().map(crate::isms::RecordRef::path).unwrap_or_default();
                intake.problems.push(problem(
                    at,
                    rejection.message.clone(),
                    "records that fit together".to_owned(),
                ));
            }
        }
    }
    intake
}

fn plural(kind: crate::isms::Kind) -> &'static str {
    use super::fields::Subject;
    let subject = Subject::ALL.iter().find(|subject| subject.kind() == Some(kind));
    subject.map_or(kind.as_str(), |subject| subject.plural())
}
