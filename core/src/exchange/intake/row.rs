//! A row as it is read: its cells by field, and the problems found in them.

use super::super::fields::{self, is_blank, plain};
use super::super::grid::{Cell, Grid, UNCOMPUTED};
use super::super::problem::{Options, Problem, text_at};
use super::super::table::{Column, Table, Target};
use crate::quantity::{Date, Title};

/// One row of a table, with the problems found in it.
pub(super) struct Row<'t> {
    pub(super) table: &'t Table<'t>,
    pub(super) at: usize,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Row<'t> {
    pub(super) fn new(table: &'t Table<'t>, at: usize) -> Self {
        Self { table, at, problems: Vec::new() }
    }

    /// The text of a field, unless it says that nothing is known.
    pub(super) fn get(&self, field: &str) -> Option<String> {
        self.table.column(field).and_then(|column| self.text(column))
    }

    pub(super) fn text(&self, column: &Column) -> Option<String> {
        filled(self.table.grid, self.at, column)
    }

    pub(super) fn address(&self, column: Option<&Column>) -> String {
        let at = column
            .map_or_else(|| self.table.columns.first().map_or(0, |column| column.at), |column| column.at);
        self.table.grid.address(self.at, at)
    }

    pub(super) fn problem_at(
        &mut self,
        column: Option<&Column>,
        found: impl Into<String>,
        expected: impl Into<String>,
        help: Option<String>,
    ) {
        self.problems.push(Problem {
            source: self.table.grid.source.clone(),
            sheet: self.table.grid.sheet.clone(),
            cell: self.address(column),
            found: short(&found.into()),
            expected: expected.into(),
            help,
        });
    }

    pub(super) fn problem(&mut self, field: &str, found: impl Into<String>, expected: impl Into<String>) {
        let table = self.table;
        self.problem_at(table.column(field), found, expected, None);
    }

    /// A field parsed into its type; a problem if it can't be.
    pub(super) fn parse<T: std::str::FromStr>(&mut self, field: &str, expected: &str) -> Option<T> {
        let text = self.get(field)?;
        match text.parse::<T>() {
            Ok(value) => Some(value),
            Err(_) => {
                self.problem(field, text, expected);
                None
            }
        }
    }

    /// A title; too long a text is a problem.
    pub(super) fn title(&mut self, field: &str) -> Option<Title> {
        let text = self.get(field)?;
        match one_line(&text).parse::<Title>() {
            Ok(title) => Some(title),
            Err(error) => {
                self.problem(
                    field,
                    text.chars().take(60).collect::<String>(),
                    format!("a text of one line: {error}"),
                );
                None
            }
        }
    }

    pub(super) fn prose(&mut self, field: &str) -> Option<crate::quantity::Text> {
        self.parse(field, "a text of at most 100,000 characters without control characters")
    }

    pub(super) fn actor(&mut self, field: &str) -> Option<crate::quantity::Actor> {
        let text = self.get(field)?;
        let parsed = one_line(&text).parse();
        if parsed.is_err() {
            self.problem(field, text, "a name of at most 200 characters");
        }
        parsed.ok()
    }

    pub(super) fn date(&mut self, field: &str) -> Option<Date> {
        let text = self.get(field)?;
        let date = read_date(&text);
        if date.is_none() {
            self.problem(field, text, "a date like 2026-03-31 or 31.03.2026");
        }
        date
    }

    /// A word of a vocabulary, as one of the values of an enum of words.
    pub(super) fn word<T: std::str::FromStr>(
        &mut self,
        field: &str,
        vocabulary: &str,
        all: &[&str],
        options: &Options,
    ) -> Option<T> {
        let text = self.get(field)?;
        let own = options.mapping.words.get(vocabulary);
        let mapped = own
            .into_iter()
            .flatten()
            .find(|(word, _)| plain(word) == plain(&text))
            .map(|(_, value)| value.as_str());
        let value = mapped.or_else(|| fields::leading_word(vocabulary, &text)).unwrap_or(&text);
        match value.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.problem(field, text, format!("one of: {}", all.join(", ")));
                None
            }
        }
    }

    /// Cells that hold nothing that can be read, and cells that no heading stands above.
    pub(super) fn look_at_cells(&mut self) {
        let table = self.table;
        for column in table.columns.iter().filter(|column| !is_computed(column)) {
            if text_at(table.grid, self.at, column.at) == UNCOMPUTED {
                let cell = self.address(Some(column));
                self.problems.retain(|problem| problem.cell != cell);
                let help = "open the file in a spreadsheet program and save it".to_owned();
                self.problem_at(Some(column), UNCOMPUTED, "a value", Some(help));
            }
        }
        // in text, a delimiter too many moves all that follows it
        if !is_workbook(&table.grid.source)
            && let Some((at, text)) = surplus(table, self.at).into_iter().find(|(at, _)| beyond(table, *at))
        {
            self.problems.push(Problem {
                source: table.grid.source.clone(),
                sheet: table.grid.sheet.clone(),
                cell: table.grid.address(self.at, at),
                found: short(&text),
                expected: "no more cells than there are headings".to_owned(),
                help: Some("put a cell in quotes that holds the sign between cells".to_owned()),
            });
        }
    }

    pub(super) fn is_empty_but_for(&self, fields: &[&str]) -> bool {
        self.table.columns.iter().all(|column| {
            let named = matches!(column.target, Target::Field(name) if fields.contains(&name));
            let formula = text_at(self.table.grid, self.at, column.at) == UNCOMPUTED;
            named || (self.text(column).is_none() && !formula)
        })
    }
}

/// Whether a column holds what follows from others, or nothing that a field takes.
pub(super) fn is_computed(column: &Column) -> bool {
    match &column.target {
        Target::Own | Target::Ignored => true,
        Target::Field(field) => field.ends_with(".level"),
        _ => false,
    }
}

pub(super) fn is_workbook(source: &str) -> bool {
    let ending = source.rsplit('.').next().unwrap_or_default().to_lowercase();
    matches!(ending.as_str(), "xlsx" | "xlsm" | "xlsb" | "xls" | "ods")
}

/// Whether a place lies behind the last heading.
pub(super) fn beyond(table: &Table<'_>, at: usize) -> bool {
    table.columns.iter().all(|column| column.at < at)
}

/// The filled cells of a row that no heading stands above.
pub(super) fn surplus(table: &Table<'_>, row: usize) -> Vec<(usize, String)> {
    let cells = table.grid.rows.get(row).into_iter().flatten().enumerate();
    let headed = |at: usize| table.columns.iter().any(|column| column.at == at);
    cells
        .filter(|(at, cell)| **cell != Cell::Empty && !headed(*at))
        .map(|(at, cell)| (at, super::super::problem::cell_text(cell)))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// A text that fits into a message.
pub(super) fn short(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= 120 { line } else { line.chars().take(117).collect::<String>() + "…" }
}

/// The text of a cell, unless it says that nothing is known.
pub(in crate::exchange) fn filled(grid: &Grid, row: usize, column: &Column) -> Option<String> {
    let text = unmarked(&text_at(grid, row, column.at));
    if text == UNCOMPUTED {
        return None;
    }
    if column.signs && !text.is_empty() {
        return Some(text);
    }
    (!is_blank(&text)).then_some(text)
}

/// Text without Markdown emphasis around it.
pub(super) fn unmarked(text: &str) -> String {
    let inner = text.trim();
    let inner = inner.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")).unwrap_or(inner);
    inner.trim().to_owned()
}

/// The text of a cell that is a Markdown link alone: `[A.6.3](a.md)` is `A.6.3`.
pub(in crate::exchange) fn unlinked(text: &str) -> String {
    let text = unmarked(text);
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')'));
    match inner.and_then(|inner| inner.split_once("](")) {
        Some((name, place)) if !place.contains(['[', ')']) => name.trim().to_owned(),
        _ => text,
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Days as people write them: ISO, `31.12.2026`, `31/12/2026`, `12/31/2026` where only that is possible.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    if let Ok(date) = day.parse() {
        return Some(date);
    }
    let parts: Vec<i16> = day.split(['.', '/', '-']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let &[a, b, c] = parts.as_slice() else { return None };
    let year = |year: i16| if (0..100).contains(&year) { 2000 + year } else { year };
    let date = |y: i16, m: i16, d: i16| {
        jiff::civil::Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok().map(Date::from)
    };
    if a > 31 {
        date(a, b, c)
    } else {
        date(year(c), b, a).or_else(|| if day.contains('/') { date(year(c), a, b) } else { None })
    }
}

/// The items of a list in a cell: by line, semicolon or bar, without bullets. With `commas`, by comma too, outside
/// brackets.
pub(in crate::exchange) fn items(text: &str, commas: bool) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let splits = matches!(c, '\n' | ';' | '|') || (c == ',' && commas && depth == 0);
        match items.last_mut() {
            Some(last) if !splits => last.push(c),
            _ => items.push(String::new()),
        }
    }
    let bare = |item: &String| {
        let item = item.trim().trim_start_matches(['-', '•', '*', '–', '·']).trim();
        item.to_owned()
    };
    items.iter().map(bare).filter(|item| !is_blank(item)).collect()
}

/// Whether a text reads as a list of short names set apart by commas.
pub(super) fn reads_as_list(text: &str) -> bool {
    let parts = items(text, true);
    parts.len() > 1
        && parts.iter().all(|part| part.chars().count() <= 40 && part.split_whitespace().count() <= 5)
}
