//! Tables in a sheet: where the headings are, what the rows are, which column is which field.

use super::fields::{Subject, plain};
use super::grid::Grid;
use super::problem::{Mapping, cell_text, text_at};
use crate::id::FactorId;
use crate::identification::Stage;
use crate::isms::Isms;

mod column;
mod heading;
mod whole;

use column::{by_name, columns};
use heading::{heading_row, own_factors, two_rows};
use whole::{look_for_ids, look_over, tell_apart};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field of the subject.
    Field(&'static str),
    /// A factor of a scenario in a stage.
    Factor(Stage, FactorId),
    /// The value of an asset by a criterion.
    Value(FactorId),
    /// Something of the organisation's own.
    Own,
    /// Nothing that is wanted.
    Ignored,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its place in the grid.
    pub at: usize,
    /// Its heading as written.
    pub heading: String,
    /// What it holds.
    pub target: Target,
    /// Levels are counted from 0, because one of the cells says 0.
    pub from_zero: bool,
    /// Levels are signs, `--` to `++`.
    pub signs: bool,
    /// It is called a status, but its words are another one than the subject has: open or closed, in use or not.
    pub other_status: bool,
}

/// A table that was recognised.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The sheet it stands in.
    pub grid: &'a Grid,
    /// What its rows are.
    pub subject: Subject,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The rows of the grid that are its own, without the headings.
    pub rows: Vec<usize>,
}

impl Table<'_> {
    /// The column that holds a field.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| matches!(column.target, Target::Field(name) if name == field))
    }
}

/// What was found in a grid.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Tables of registers.
    pub tables: Vec<Table<'a>>,
    /// What is no register: the row it begins in, and that row's texts.
    pub others: Vec<(usize, String)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// Finds the tables of a sheet. More than one may stand below each other.
#[must_use]
pub fn tables<'a>(grid: &'a Grid, isms: &Isms, mapping: &Mapping) -> Found<'a> {
    let names = [grid.sheet.as_str(), stem(&grid.source)];
    let said = mapping.sheets.iter().find(|(name, _)| is_called(grid, name));
    let said = said.map(|(_, subject)| subject.as_str());
    let mut found = Found::default();
    if said == Some("ignore") {
        return found;
    }
    let said: Option<Subject> = said.and_then(|subject| subject.parse().ok());
    let mut open: Option<Table<'a>> = None;
    let mut after_gap = true;
    // rows of one block that is no register are told once
    let (mut blank_above, mut told) = (true, false);
    let mut second_heading = None;
    for (at, cells) in grid.rows.iter().enumerate() {
        if second_heading == Some(at) {
            continue;
        }
        let filled = cells.iter().filter(|cell| !cell_text(cell).is_empty()).count();
        if filled == 0 {
            (after_gap, blank_above, told) = (true, true, false);
            continue;
        }
        let below_blank = std::mem::replace(&mut blank_above, false);
        // headings stand at the top, or after an empty or nearly empty row
        let heading = (open.is_none() && at < 60) || after_gap;
        after_gap = filled == 1;
        let joined = if heading { two_rows(grid, at) } else { None };
        let cells = joined.as_ref().unwrap_or(cells);
        if heading
            && let Some((subject, score)) =
                heading_row((grid, at, cells), &names, (said, open.is_some()), mapping)
                    .or_else(|| own_factors(cells, isms))
        {
            let better = open.as_ref().is_none_or(|table| !table.rows.is_empty() || score > 3);
            if better {
                found.tables.extend(open.take());
                told = false;
                second_heading = joined.is_some().then_some(at + 1);
                open = Some(Table {
                    grid,
                    subject,
                    columns: columns(cells, subject, isms, mapping),
                    rows: Vec::new(),
                });
                continue;
            }
        }
        if below_blank && open.as_ref().is_some_and(|table| is_another(table, at)) {
            found.tables.extend(open.take());
        }
        if let Some(table) = &mut open {
            table.rows.push(at);
        } else if filled > 1 && !told {
            told = true;
            let headings: Vec<String> = cells.iter().map(cell_text).filter(|text| !text.is_empty()).collect();
            found.others.push((at, headings.join(" | ").chars().take(160).collect()));
        }
    }
    found.tables.extend(open);
    for table in &mut found.tables {
        if table.subject == Subject::Scenario {
            tell_apart(table, &mut found.notes);
        }
        if table.subject == Subject::Control {
            look_for_ids(table, &mut found.notes);
        }
        look_over(table, isms, &mut found.notes);
    }
    found
}

/// Whether a sheet or its file is called so.
pub(in crate::exchange) fn is_called(grid: &Grid, name: &str) -> bool {
    let name = plain(name);
    [grid.sheet.as_str(), stem(&grid.source), &grid.source].iter().any(|given| plain(given) == name)
}

/// Whether any register has a field of that name.
pub(in crate::exchange) fn is_field(field: &str, isms: &Isms) -> bool {
    Subject::ALL.iter().any(|subject| by_name(field, *subject, isms).is_some())
}

/// Whether a row behind an empty one begins something else: the rows of the table have numbers in their ids or levels,
/// and this one has words alone, as headings have.
fn is_another(table: &Table<'_>, at: usize) -> bool {
    let has_digit =
        |row: usize, column: usize| text_at(table.grid, row, column).contains(|c: char| c.is_ascii_digit());
    let Some(cells) = table.grid.rows.get(at) else { return false };
    let texts: Vec<String> = cells.iter().map(cell_text).filter(|text| !text.is_empty()).collect();
    let words = texts.len() > 1
        && texts
            .iter()
            .all(|text| text.chars().count() <= 60 && !text.contains(|c: char| c.is_ascii_digit()));
    let Some(id) = table.column("id") else { return false };
    let filled: Vec<usize> =
        table.rows.iter().copied().filter(|row| !text_at(table.grid, *row, id.at).is_empty()).collect();
    words && !filled.is_empty() && filled.iter().all(|row| has_digit(*row, id.at))
}

fn stem(source: &str) -> &str {
    let name = source.rsplit(['/', '\\']).next().unwrap_or(source);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
