//! What is declared, read piece by piece: ids, levels, tables, the greatest and least of several.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::super::declaration::{Cell, Declaration, Extreme, Level, Table};
use super::super::{Flaw, Lines, Texts};
use super::{Node, Rule, number};

/// What can be a source: a factor or a step, in the order of the file.
pub(super) struct Names<'a> {
    /// Id, levels (none: numbers, or not known yet), and where it stands.
    pub(super) known: Vec<(&'a Spanned<String>, Option<&'a [Level]>)>,
    pub(super) factors: usize,
}

impl Names<'_> {
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.known.iter().position(|(known, _)| known.get_ref() == id)
    }

    pub(super) fn all(&self) -> String {
        self.known.iter().map(|(id, _)| format!("`{}`", id.get_ref())).collect::<Vec<_>>().join(", ")
    }
}

pub(super) struct Reader<'a> {
    pub(super) lines: &'a Lines<'a>,
    pub(super) flaws: Vec<(usize, Flaw)>,
    pub(super) language: String,
}

impl Reader<'_> {
    pub(super) fn flaw(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        self.flaws.push((span.start, self.lines.flaw(span, key, message)));
    }

    pub(super) fn texts(&mut self, key: &str, texts: &Spanned<Texts>) -> Texts {
        let language = self.language.clone();
        let text = texts.get_ref().get(&language);
        if text.is_none_or(|text| text.trim().is_empty()) {
            self.flaw(texts.span(), key, format!("there is no text in the default language `{language}`"));
        }
        texts.get_ref().clone()
    }

    pub(super) fn id(&mut self, id: &Spanned<String>) {
        let text = id.get_ref();
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
            self.flaw(
                id.span(),
                "id",
                format!("`{text}` is no id; use lower-case letters, digits and `- _ .`, at most 64"),
            );
        } else if matches!(text.as_str(), "score" | "level") {
            self.flaw(
                id.span(),
                "id",
                format!("`{text}` is taken by what comes out; call it something else"),
            );
        }
    }

    pub(super) fn levels(&mut self, levels: &Spanned<Vec<Level>>) {
        let count = levels.get_ref().len();
        if !(2..=100).contains(&count) {
            self.flaw(levels.span(), "levels", format!("{count} levels; 2 to 100 are possible"));
        }
        let mut seen = BTreeSet::new();
        for level in levels.get_ref() {
            if !seen.insert(level.id.get_ref()) {
                self.flaw(
                    level.id.span(),
                    "id",
                    format!("the level `{}` is there twice", level.id.get_ref()),
                );
            }
            self.texts("title", &level.title);
        }
    }

    pub(super) fn source(&mut self, names: &Names<'_>, key: &str, id: &Spanned<String>) -> Option<usize> {
        let found = names.find(id.get_ref());
        if found.is_none() {
            self.flaw(
                id.span(),
                key,
                format!("there is no factor or step `{}`; there are {}", id.get_ref(), names.all()),
            );
        }
        found
    }
}

pub(super) fn level(levels: &[Level], id: &str) -> Option<usize> {
    levels.iter().position(|level| level.id.get_ref() == id)
}

pub(super) fn ids(levels: &[Level]) -> String {
    levels.iter().map(|level| format!("`{}`", level.id.get_ref())).collect::<Vec<_>>().join(", ")
}

/// All ids, each once.
pub(super) fn names<'a>(declared: &'a Declaration, reader: &mut Reader<'_>) -> Names<'a> {
    if declared.factors.is_empty() {
        reader.flaw(declared.result.span(), "factor", "there is no factor; begin with `[[factor]]`");
    }
    let mut known: Vec<(&Spanned<String>, Option<&[Level]>)> = Vec::new();
    for factor in &declared.factors {
        reader.levels(&factor.levels);
        known.push((&factor.id, Some(factor.levels.get_ref())));
    }
    for table in &declared.tables {
        if let Some(levels) = &table.levels {
            reader.levels(levels);
        }
        known.push((&table.id, table.levels.as_ref().map(|levels| levels.get_ref().as_slice())));
    }
    known.extend(declared.max.iter().chain(&declared.min).map(|extreme| (&extreme.id, None)));
    let mut seen = BTreeSet::new();
    for (id, _) in &known {
        reader.id(id);
        if !seen.insert(id.get_ref()) {
            reader.flaw(
                id.span(),
                "id",
                format!("`{}` is there twice; every factor and step has its own id", id.get_ref()),
            );
        }
    }
    let mut names = Names { known, factors: declared.factors.len() };
    borrow_levels(declared, &mut names);
    names
}

/// Gives a step the levels of another: `levels_of`, and what `max` and `min` choose from.
pub(super) fn borrow_levels(declared: &Declaration, names: &mut Names<'_>) {
    // chains are no longer than there are steps
    for _ in 0..names.known.len() {
        let tables = declared.tables.iter().map(|table| (&table.id, table.levels_of.as_ref()));
        let extremes =
            declared.max.iter().chain(&declared.min).map(|step| (&step.id, step.of.get_ref().first()));
        for (id, from) in tables.chain(extremes) {
            let levels =
                from.and_then(|from| names.find(from.get_ref())).and_then(|at| names.known.get(at)?.1);
            let own = names.find(id.get_ref()).and_then(|at| names.known.get_mut(at));
            if let (Some(own), Some(levels)) = (own, levels)
                && own.1.is_none()
            {
                own.1 = Some(levels);
            }
        }
    }
}

pub(super) fn nodes(declared: &Declaration, names: &Names<'_>, reader: &mut Reader<'_>) -> Vec<Option<Node>> {
    let levels_of = |id: &str| names.find(id).and_then(|at| names.known.get(at)?.1);
    let owned = |levels: &[Level]| {
        levels
            .iter()
            .map(|level| (level.id.get_ref().clone(), level.title.get_ref().clone()))
            .collect::<Vec<_>>()
    };
    let mut nodes = Vec::new();
    for table in &declared.tables {
        let title = reader.texts("title", &table.title);
        if let (Some(_), Some(other)) = (&table.levels, &table.levels_of) {
            reader.flaw(other.span(), "levels_of", "`levels` are given too; leave one of the two out");
        }
        if let Some(other) = &table.levels_of {
            reader.source(names, "levels_of", other);
        }
        let levels = levels_of(table.id.get_ref());
        let rule = read_table(table, names, levels, reader);
        nodes.push(rule.map(|rule| Node {
            id: table.id.get_ref().clone(),
            title,
            levels: levels.map(owned),
            rule,
        }));
    }
    let extremes =
        declared.max.iter().map(|step| (step, true)).chain(declared.min.iter().map(|step| (step, false)));
    for (step, greatest) in extremes {
        let title = reader.texts("title", &step.title);
        let levels = levels_of(step.id.get_ref());
        let of = read_extreme(step, names, levels, reader);
        nodes.push(of.map(|of| Node {
            id: step.id.get_ref().clone(),
            title,
            levels: levels.map(owned),
            rule: if greatest { Rule::Max(of) } else { Rule::Min(of) },
        }));
    }
    nodes
}

pub(super) fn read_extreme(
    step: &Extreme,
    names: &Names<'_>,
    levels: Option<&[Level]>,
    reader: &mut Reader<'_>,
) -> Option<Vec<usize>> {
    let Some(levels) = levels else {
        reader.flaw(
            step.of.span(),
            "of",
            "it chooses among levels; name factors, or tables whose cells are levels",
        );
        return None;
    };
    let mut of = Vec::new();
    for id in step.of.get_ref() {
        let Some(at) = reader.source(names, "of", id) else { continue };
        let theirs = names.known.get(at).and_then(|(_, levels)| *levels).unwrap_or_default();
        let same =
            theirs.iter().map(|level| level.id.get_ref()).eq(levels.iter().map(|level| level.id.get_ref()));
        if !same {
            let message = format!(
                "`{}` has other levels ({}) than the first ({})",
                id.get_ref(),
                ids(theirs),
                ids(levels)
            );
            reader.flaw(id.span(), "of", message);
        }
        of.push(at);
    }
    (of.len() == step.of.get_ref().len()).then_some(of)
}

pub(super) fn read_table(
    table: &Table,
    names: &Names<'_>,
    levels: Option<&[Level]>,
    reader: &mut Reader<'_>,
) -> Option<Rule> {
    let rows = reader.source(names, "rows", &table.rows);
    let columns = reader.source(names, "columns", &table.columns);
    let (rows, columns) = (rows?, columns?);
    let side = |at: usize| names.known.get(at).and_then(|(_, levels)| *levels);
    let (Some(down), Some(across)) = (side(rows), side(columns)) else {
        reader.flaw(
            table.rows.span(),
            "rows",
            "rows and columns are factors or steps with levels, not numbers",
        );
        return None;
    };
    let given = table.cells.get_ref();
    for line in given.keys() {
        if level(down, line.get_ref()).is_none() {
            let message =
                format!("`{}` has no level `{}`; it has {}", table.rows.get_ref(), line.get_ref(), ids(down));
            reader.flaw(line.span(), &format!("cells.{}", line.get_ref()), message);
        }
    }
    let mut cells = Vec::new();
    for row in down {
        let name = row.id.get_ref();
        let key = format!("cells.{name}");
        let Some((_, line)) = given.iter().find(|(line, _)| line.get_ref() == name) else {
            let message =
                format!("the row for `{name}` is missing; every level of `{}` has one", table.rows.get_ref());
            reader.flaw(table.id.span(), &key, message);
            continue;
        };
        let (found, wanted) = (line.get_ref().len(), across.len());
        if found != wanted {
            let message = format!(
                "{found} cells; `{}` has {wanted} levels ({}), lowest first",
                table.columns.get_ref(),
                ids(across)
            );
            reader.flaw(line.span(), &key, message);
        }
        cells.extend(line.get_ref().iter().filter_map(|cell| read_cell(cell, &key, levels, reader)));
    }
    (cells.len() == down.len() * across.len()).then_some(Rule::Table {
        rows,
        columns,
        width: across.len(),
        cells,
    })
}

pub(super) fn read_cell(
    cell: &Spanned<Cell>,
    key: &str,
    levels: Option<&[Level]>,
    reader: &mut Reader<'_>,
) -> Option<f64> {
    let message = match (cell.get_ref(), levels) {
        (Cell::Level(id), Some(levels)) => match level(levels, id) {
            Some(at) => return Some(number(at)),
            None => format!("there is no level `{id}`; there are {}", ids(levels)),
        },
        (Cell::Number(number), None) if number.is_finite() => return Some(*number),
        (Cell::Number(number), None) => format!("`{number}` is no score; use a finite number"),
        (Cell::Number(number), Some(levels)) => {
            format!("`{number}` is a number, but the cells are levels: {}", ids(levels))
        }
        (Cell::Level(id), None) => {
            format!(
                "`{id}` is a level, but the table has no `levels` or `levels_of`; add one, or use numbers"
            )
        }
    };
    reader.flaw(cell.span(), key, message);
    None
}
