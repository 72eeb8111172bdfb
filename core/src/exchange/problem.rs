//! What is wrong with a source: which cell, what was found, what was expected.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::Subject;
use super::grid::{Cell, Grid};

/// A cell that can't be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file.
    pub source: String,
    /// The sheet, or the heading above a Markdown table; empty for CSV.
    pub sheet: String,
    /// The cell's address, `E14`.
    pub cell: String,
    /// What it holds.
    pub found: String,
    /// What would do.
    pub expected: String,
    /// How to get on, where there is a way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.source)?;
        if !self.sheet.is_empty() {
            write!(f, ", sheet “{}”", self.sheet)?;
        }
        write!(f, ", cell {}: found `{}`, expected {}", self.cell, self.found, self.expected)
    }
}

/// How a user wants headings, levels and words to be read, where meaning alone does not tell.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Mapping {
    /// What the rows of a sheet or file are: `"Blad 1" = "scenario"`; `"ignore"` leaves it out.
    pub sheets: BTreeMap<String, String>,
    /// The field a heading means: `"Kans" = "inherent.likelihood"`; `"ignore"` leaves the column out.
    pub columns: BTreeMap<String, String>,
    /// The level a text means, by factor: `[levels.likelihood]` `"zelden" = "unlikely"`.
    pub levels: BTreeMap<String, BTreeMap<String, String>>,
    /// The value a word means, by vocabulary: `[words.treatment-option]` `"beheersen" = "modify"`.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

/// How an import is to go about it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Headings, levels and words of the user's own.
    pub mapping: Mapping,
    /// Leave rows with problems out and take in the rest.
    pub skip_bad: bool,
    /// Take over the source's scale of levels where it is not the organisation's.
    pub adopt_scale: bool,
}

/// A row that stayed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The file.
    pub source: String,
    /// The sheet.
    pub sheet: String,
    /// The address of the row's first cell.
    pub cell: String,
    /// What the row is about, in short.
    pub row: String,
    /// Why it stayed out.
    pub reason: String,
}

/// The outcome of reading sources.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Intake {
    /// The changes that take everything in, to be made together. Empty if there are problems and they are not to be
    /// skipped.
    pub changes: Vec<crate::change::Change>,
    /// How many records are taken in, by register.
    pub imported: BTreeMap<&'static str, usize>,
    /// Rows that stayed out.
    pub skipped: Vec<Skipped>,
    /// All that is wrong, in the order of the sources.
    pub problems: Vec<Problem>,
    /// What else is worth knowing: columns kept as custom fields, tables that are no register.
    pub notes: Vec<String>,
}

impl Intake {
    pub(super) fn count(&mut self, subject: Subject, by: usize) {
        *self.imported.entry(subject.plural()).or_insert(0) += by;
    }
}

/// A cell's text as a person reads it.
#[must_use]
pub fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Cell::Date(date) => date.to_string(),
    }
}

/// The text at a place of a grid.
#[must_use]
pub(super) fn text_at(grid: &Grid, row: usize, column: usize) -> String {
    grid.rows.get(row).and_then(|cells| cells.get(column)).map(cell_text).unwrap_or_default()
}
