//! Taking registers in: tables recognised by meaning become changes, or problems that name their cells.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::{self, Subject, plain};
use super::grid::{Cell, Grid, UNCOMPUTED};
use super::level;
use super::problem::{Intake, Options, Problem, Skipped, text_at};
use super::table::{Column, Table, Target, tables};
use crate::change::Change;
use crate::id::FactorId;
use crate::identification::{FactorValue, library};
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::journal::diff;
use crate::methodology::Factor;
use crate::quantity::Title;

mod adopt;
mod applied;
mod context;
pub(in crate::exchange) mod inventory;
mod measured;
mod own;
mod row;
pub(in crate::exchange) mod scenario;

pub(crate) use row::read_date;
use row::{Row, beyond, is_computed, is_workbook, one_line, reads_as_list, short, surplus};
pub(in crate::exchange) use row::{filled, items, unlinked};

/// Reads grids as registers of this ISMS.
///
/// Nothing is changed here: [`Intake::changes`] are to be made together.
#[must_use]
pub fn import(isms: &Isms, grids: &[Grid], options: &Options) -> Intake {
    let mut reader = Reader::new(isms, options);
    reader.restore_records(grids);
    let mut found = Vec::new();
    for grid in grids {
        let tables = tables(grid, &reader.isms, &options.mapping);
        reader.tell_of_others(grid, &tables.others);
        reader.intake.notes.extend(tables.notes);
        found.extend(tables.tables);
    }
    reader.nothing_recognised(grids, &found);
    reader.look_at_mapping(grids, &found);
    reader.adopt_scales(&mut found);
    reader.read_all(&found);
    reader.finish()
}

/// The sources as they are read, against a copy of the ISMS that grows row by row.
struct Reader<'a> {
    before: &'a Isms,
    isms: Isms,
    options: &'a Options,
    intake: Intake,
    /// Where each record was read, so that a fault found later can name the cell.
    places: BTreeMap<RecordRef, (String, String, String)>,
    /// Ids by plain title, by kind.
    titles: BTreeMap<(Kind, String), String>,
    /// Records of a sheet of records, to be put in place as they are.
    restored: BTreeMap<RecordRef, Option<serde_json::Value>>,
    /// Ids that rows of this import gave, by kind: a second row of the same id is a problem.
    given: BTreeMap<(Kind, String), String>,
    /// The next free number by kind.
    next: BTreeMap<Kind, u64>,
}

impl<'a> Reader<'a> {
    fn new(before: &'a Isms, options: &'a Options) -> Self {
        let mut reader = Self {
            before,
            isms: before.clone(),
            options,
            intake: Intake::default(),
            places: BTreeMap::new(),
            titles: BTreeMap::new(),
            restored: BTreeMap::new(),
            given: BTreeMap::new(),
            next: BTreeMap::new(),
        };
        for subject in [Subject::Asset, Subject::Scenario, Subject::Control] {
            reader.intake.count(subject, 0);
        }
        for record in before.records() {
            reader.remember(&record);
        }
        reader
    }

    fn remember(&mut self, record: &Record) {
        let at = record.reference();
        if let Some(title) = crate::change::title(record) {
            self.titles.entry((at.kind, plain(&title))).or_insert_with(|| at.id.to_string());
        }
    }

    /// Puts a record in place of the one before and remembers where it was read.
    fn take(&mut self, record: Record, row: &Row<'_>) {
        let at = record.reference();
        let place = (
            row.table.grid.source.clone(),
            row.table.grid.sheet.clone(),
            row.address(row.table.column("id")),
        );
        self.places.insert(at, place);
        self.remember(&record);
        self.isms.put(record);
    }

    /// Adds a record that a cell names and no register has.
    fn take_new(&mut self, record: Record, subject: Subject) {
        self.intake.count(subject, 1);
        self.remember(&record);
        self.isms.put(record);
    }

    /// The next free id of a kind.
    fn next_id<I: crate::id::Identifier>(&mut self, kind: Kind) -> I {
        let isms = &self.isms;
        let next = self.next.entry(kind).or_insert_with(|| {
            let id = isms.next_id(kind);
            id.as_str().rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(1)
        });
        loop {
            let id = I::numbered(*next);
            // past the last number there are, the count begins anew
            *next = next.checked_add(1).unwrap_or(1);
            // rows further down may bring ids of their own: those of rows already read are taken, and those of the
            // library stay free for its records
            let in_library = library::record(kind, id.as_str()).is_some();
            if !in_library && isms.record(&RecordRef::new(kind, &id)).is_none() {
                return id;
            }
        }
    }

    /// The id that a row gives, or the one of a record of the same title, or a new one.
    fn id<I: crate::id::Identifier>(
        &mut self,
        row: &mut Row<'_>,
        kind: Kind,
        title: Option<&Title>,
    ) -> Option<I> {
        let Some(text) = row.get("id") else {
            let known =
                title.and_then(|title| self.titles.get(&(kind, plain(title)))).and_then(|id| id.parse().ok());
            return Some(match known {
                Some(id) => id,
                None => self.next_id(kind),
            });
        };
        let text = unlinked(&text);
        let joined = text.split_whitespace().collect::<Vec<_>>().join("-");
        // a bare number is said with the kind's prefix: 7 is R-7
        let written = if joined.bytes().all(|b| b.is_ascii_digit()) {
            format!("{}-{joined}", I::PREFIX)
        } else {
            joined
        };
        let id = match written.parse::<I>() {
            Ok(id) => id,
            Err(error) => {
                row.problem("id", text, format!("an id such as {}-1: {error}", I::PREFIX));
                return None;
            }
        };
        let address = row.address(row.table.column("id"));
        let given = (kind, id.as_str().to_owned());
        if let Some(first) = self.given.get(&given) {
            let first = first.clone();
            row.problem("id", text, format!("an id that stands once; {first} has it already"));
            return None;
        }
        self.given.insert(given, format!("{} {address}", row.table.grid.source));
        Some(id)
    }

    /// Keeps or drops what a row gave, as its problems have it.
    fn settle(&mut self, mut row: Row<'_>, record: Option<Record>) -> bool {
        row.look_at_cells();
        let subject = row.table.subject;
        if row.problems.is_empty()
            && let Some(record) = record
        {
            self.take(record, &row);
            self.intake.count(subject, 1);
            return true;
        }
        let reason = row.problems.iter().map(|problem| {
            format!("{}: found `{}`, expected {}", problem.cell, problem.found, problem.expected)
        });
        let reason = reason.collect::<Vec<_>>().join("; ");
        self.intake.skipped.push(Skipped {
            source: row.table.grid.source.clone(),
            sheet: row.table.grid.sheet.clone(),
            cell: row.address(None),
            row: in_short(&row),
            reason,
        });
        // as one reads the row, whatever order its cells were looked at
        let mut problems = row.problems;
        problems.sort_by(|a, b| (a.cell.len(), &a.cell).cmp(&(b.cell.len(), &b.cell)));
        self.intake.problems.extend(problems);
        false
    }

    /// Leaves a row out that is a template's: an id, and nothing else of substance.
    fn is_template(&mut self, row: &Row<'_>) -> bool {
        if is_total(row) {
            self.intake.skipped.push(Skipped {
                source: row.table.grid.source.clone(),
                sheet: row.table.grid.sheet.clone(),
                cell: row.address(None),
                row: in_short(row),
                reason: "the row sums up the rows above it".to_owned(),
            });
            return true;
        }
        if !row.is_empty_but_for(&["id", "status", "kind", "reviewed-on"]) {
            return false;
        }
        if row.get("id").is_some() {
            self.intake.skipped.push(Skipped {
                source: row.table.grid.source.clone(),
                sheet: row.table.grid.sheet.clone(),
                cell: row.address(None),
                row: in_short(row),
                reason: "the row has an id and no content: an empty line of a template".to_owned(),
            });
        }
        true
    }

    fn tell_of_others(&mut self, grid: &Grid, others: &[(usize, String)]) {
        for (row, other) in others {
            let sheet = if grid.sheet.is_empty() { String::new() } else { format!(", “{}”", grid.sheet) };
            let cells = grid.rows.get(*row).into_iter().flatten();
            let first = cells.take_while(|cell| **cell == Cell::Empty).count();
            self.intake.notes.push(format!(
                "{}{sheet}: left aside from cell {} on, no register is recognised in `{other}`",
                grid.source,
                grid.address(*row, first)
            ));
        }
    }

    /// What a mapping says that is unknown here, or speaks of nothing that is in the sources.
    fn look_at_mapping(&mut self, grids: &[Grid], found: &[Table<'_>]) {
        let mapping = &self.options.mapping;
        let criteria = self.isms.criteria();
        let mut wrong = |key: String, found: &str, expected: &str| {
            self.intake.problems.push(Problem {
                source: "mapping".to_owned(),
                sheet: String::new(),
                cell: key,
                found: short(found),
                expected: expected.to_owned(),
                help: None,
            });
        };
        let mut unused = Vec::new();
        for (sheet, subject) in &mapping.sheets {
            if subject != "ignore" && subject.parse::<Subject>().is_err() {
                let all: Vec<&str> = Subject::ALL.iter().map(|subject| subject.as_str()).collect();
                wrong(
                    format!("sheets.“{sheet}”"),
                    subject,
                    &format!("ignore, or one of: {}", all.join(", ")),
                );
            }
            if !grids.iter().any(|grid| super::table::is_called(grid, sheet)) {
                unused.push(format!("sheets.“{sheet}”: no sheet or file of the sources is called so"));
            }
        }
        for (heading, field) in &mapping.columns {
            if field != "ignore" && !super::table::is_field(field, &self.isms) {
                wrong(
                    format!("columns.“{heading}”"),
                    field,
                    "ignore, or a field such as: title, owner, inherent.likelihood, treatment.option",
                );
            }
            let wanted = plain(heading);
            let in_tables = || {
                found.iter().flat_map(|table| &table.columns).any(|column| plain(&column.heading) == wanted)
            };
            let in_cells = || {
                let cells = grids.iter().flat_map(|grid| grid.rows.iter().take(60)).flatten();
                cells.map(super::problem::cell_text).any(|text| plain(&text) == wanted)
            };
            if !in_tables() && !in_cells() {
                unused.push(format!("columns.“{heading}”: no heading of the sources reads so"));
            }
        }
        for factor in mapping.levels.keys() {
            let known = factor.parse::<FactorId>().is_ok_and(|factor| criteria.scale(&factor).is_some());
            if !known {
                wrong(
                    format!("levels.{factor}"),
                    factor,
                    "likelihood, consequence, or a criterion of your own",
                );
            }
        }
        for vocabulary in mapping.words.keys() {
            if !fields::is_vocabulary(vocabulary) {
                wrong(format!("words.{vocabulary}"), vocabulary, "a vocabulary such as treatment-option");
            }
        }
        self.intake.notes.extend(unused.iter().map(|told| format!("mapping: {told}")));
    }

    /// A source without any register is a problem: nothing of it would be taken in.
    fn nothing_recognised(&mut self, grids: &[Grid], found: &[Table<'_>]) {
        let sources: BTreeSet<&str> = grids.iter().map(|grid| grid.source.as_str()).collect();
        for source in sources {
            let ignored = self.options.mapping.sheets.values().any(|subject| subject == "ignore");
            if found.iter().any(|table| table.grid.source == source) || ignored {
                continue;
            }
            let Some(first) = grids.iter().find(|grid| grid.source == source) else { continue };
            let headings = first.rows.iter().find(|row| row.iter().any(|cell| *cell != Cell::Empty));
            let headings: Vec<String> = headings
                .into_iter()
                .flatten()
                .map(super::problem::cell_text)
                .filter(|text| !text.is_empty())
                .collect();
            self.intake.problems.push(Problem {
                source: source.to_owned(),
                sheet: first.sheet.clone(),
                cell: first.address(0, 0),
                found: headings.join(" | ").chars().take(120).collect(),
                expected: "a row of headings such as: Risk ID, Risk description, Likelihood, Impact, Owner"
                    .to_owned(),
                help: Some("name headings of your own in a mapping file (--mapping)".to_owned()),
            });
        }
    }

    fn read_all(&mut self, found: &[Table<'_>]) {
        // what others refer to comes first
        for subject in Subject::ALL.iter().copied() {
            for table in found.iter().filter(|table| table.subject == subject) {
                self.define_own_fields(table);
                self.tell_of_cells(table);
                match subject {
                    Subject::Asset | Subject::Supplier => self.assets(table),
                    Subject::Threat => self.threats(table),
                    Subject::Vulnerability => self.vulnerabilities(table),
                    Subject::Source => self.sources(table),
                    Subject::Control => self.controls(table),
                    Subject::Scenario => self.scenarios(table),
                    Subject::Action => self.actions(table),
                    Subject::Party => self.parties(table),
                    Subject::Requirement => self.requirements(table),
                    Subject::Issue => self.issues(table),
                    Subject::Objective => self.objectives(table),
                    Subject::Role => self.roles(table),
                    Subject::Measurement => self.measurements(table),
                    Subject::Record => {}
                }
            }
            // links between assets need all of them
            if subject == Subject::Supplier {
                for table in
                    found.iter().filter(|table| matches!(table.subject, Subject::Asset | Subject::Supplier))
                {
                    self.asset_links(table);
                }
            }
        }
    }

    /// Cells that are left aside although rows around them are taken in.
    fn tell_of_cells(&mut self, table: &Table<'_>) {
        let mut told = Vec::new();
        for column in table.columns.iter().filter(|column| is_computed(column)) {
            let is_formula = |row: &&usize| text_at(table.grid, **row, column.at) == UNCOMPUTED;
            let mut formulas = table.rows.iter().filter(is_formula);
            if let Some(first) = formulas.next() {
                let cell = table.grid.address(*first, column.at);
                let more = formulas.count();
                let more = if more == 0 { String::new() } else { format!(" and {more} more below it") };
                told.push(format!(
                    "cell {cell}{more}: a formula that was never computed is left aside; open and save the file"
                ));
            }
        }
        let mut others = table
            .rows
            .iter()
            .flat_map(|row| surplus(table, *row).into_iter().map(|(at, text)| (*row, at, text)))
            .filter(|(_, at, _)| is_workbook(&table.grid.source) || !beyond(table, *at));
        for (row, at, text) in others.by_ref().take(5) {
            let cell = table.grid.address(row, at);
            told.push(format!("cell {cell}: `{}` is left aside, no heading stands above it", short(&text)));
        }
        let more = others.count();
        if more > 0 {
            told.push(format!("{more} more cells without a heading above them are left aside"));
        }
        let sheet = &table.grid.sheet;
        let sheet = if sheet.is_empty() { String::new() } else { format!(", “{sheet}”") };
        self.intake.notes.extend(told.iter().map(|told| format!("{}{sheet}, {told}", table.grid.source)));
    }

    /// A level in a cell; a problem if the organisation's scale has none such.
    fn level(&self, row: &mut Row<'_>, column: &Column, factor: &FactorId) -> Option<u8> {
        let text = row.text(column)?;
        let scale = self.isms.criteria().scale(factor)?;
        let level = level::read(scale, factor, &text, column, &self.options.mapping);
        if level.is_none() {
            let help =
                "--adopt-scale takes the source's scale over; a mapping file says which level is meant";
            row.problem_at(
                Some(column),
                text,
                format!("{} for {factor}", level::spelled(scale)),
                Some(help.to_owned()),
            );
        }
        level
    }

    /// A plugin's own factor in a cell; a problem if it takes something else.
    fn own_factor(&self, row: &mut Row<'_>, column: &Column, factor: &Factor) -> Option<FactorValue> {
        let text = row.text(column)?;
        match level::read_own(factor, &text, column, &self.options.mapping) {
            Ok(value) => Some(value),
            Err(expected) => {
                row.problem_at(Some(column), text, format!("{expected} for {}", factor.title), None);
                None
            }
        }
    }

    /// The changes, or the problems that stand in their way.
    fn finish(mut self) -> Intake {
        // records told as JSON stand above what tables say of them
        for (at, value) in &self.restored {
            match value.clone().map(|value| Record::from_json(at.kind, value)) {
                Some(Ok(record)) => self.isms.put(record),
                Some(Err(_)) => {}
                None => self.isms.take(at),
            }
        }
        self.mend_integrity();
        if !self.intake.problems.is_empty() && !self.options.skip_bad {
            return self.intake;
        }
        let mut changes: Vec<Change> = Vec::new();
        let before = self.before;
        self.restored.retain(|at, value| {
            let present = before.record(at).and_then(|record| record.to_json().ok());
            present.as_ref() != value.as_ref()
        });
        if !self.restored.is_empty() {
            let records = std::mem::take(&mut self.restored);
            changes.push(Change::RecordsRestore { title: Title::fixed("records of the source"), records });
        }
        let mut before = self.before.clone();
        if let Some(Change::RecordsRestore { records, .. }) = changes.first() {
            for (at, value) in records {
                match value.clone().map(|value| Record::from_json(at.kind, value)) {
                    Some(Ok(record)) => before.put(record),
                    Some(Err(_)) => {}
                    None => before.take(at),
                }
            }
        }
        let mut writes = diff(&before, &self.isms);
        writes.sort_by_key(|write| Kind::ALL.iter().position(|kind| *kind == write.at.kind));
        changes.extend(
            writes.iter().filter_map(|write| applied::change(write.before.as_ref(), write.after.as_ref())),
        );
        self.intake.changes = changes;
        self.intake
    }

    /// Links and levels that don't hold become problems at the rows that made them; with `skip_bad` the rows go.
    fn mend_integrity(&mut self) {
        // each pass takes one record out, so there are no more passes than records
        for _ in 0..=self.places.len() {
            let written: BTreeSet<RecordRef> = diff(self.before, &self.isms)
                .into_iter()
                .filter(|write| write.after.is_some())
                .map(|write| write.at)
                .collect();
            let Err(rejection) = self.isms.intact(&written) else { return };
            let at = rejection.record.clone();
            let place = at.as_ref().and_then(|at| self.places.get(at)).cloned();
            let (source, sheet, cell) = place.unwrap_or_default();
            let found = at.as_ref().map(ToString::to_string).unwrap_or_default();
            self.intake.problems.push(Problem {
                source: source.clone(),
                sheet: sheet.clone(),
                cell: cell.clone(),
                found: found.clone(),
                expected: format!("a record that fits the others: {}", rejection.message),
                help: rejection.help,
            });
            let Some(at) = at.filter(|_| self.options.skip_bad) else { return };
            self.intake.skipped.push(Skipped { source, sheet, cell, row: found, reason: rejection.message });
            match self.before.record(&at) {
                Some(record) => self.isms.put(record),
                None => self.isms.take(&at),
            }
            self.places.remove(&at);
        }
    }
}

/// The row in a few words.
fn in_short(row: &Row<'_>) -> String {
    let texts: Vec<String> = row.table.columns.iter().filter_map(|column| row.text(column)).take(3).collect();
    one_line(&texts.join(" | ")).chars().take(120).collect()
}

/// Whether a row says `Total`, and nothing else but numbers.
fn is_total(row: &Row<'_>) -> bool {
    let mut texts = row.table.columns.iter().filter_map(|column| row.text(column));
    let words = ["total", "totals", "sum", "summe", "gesamt", "gesamtsumme", "somme", "total general"];
    texts.next().is_some_and(|first| words.contains(&plain(&first).as_str()))
        && texts.all(|text| text.trim_end_matches('%').trim().parse::<f64>().is_ok())
}
