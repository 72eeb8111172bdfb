//! The method behind the TOML: everything resolved, checked and in order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Value, json};
use toml::Spanned;

use super::declaration::{Cell, Declaration, Effect, Extreme, Level, Table};
use super::graph::{self, Direction};
use super::{Flaw, Lines, Texts};

pub(super) struct Model {
    pub language: String,
    title: Texts,
    unit: String,
    factors: Vec<Factor>,
    /// Each behind those it is made from.
    nodes: Vec<Node>,
    result: usize,
    axes: Option<(usize, usize)>,
    levels: Vec<Texts>,
    /// From which score each level holds.
    from: Vec<f64>,
    bounds: (f64, f64),
}

struct Factor {
    id: String,
    title: Texts,
    help: Texts,
    levels: Vec<Texts>,
    required: bool,
    effect: Effect,
    missing: Option<usize>,
}

#[derive(Clone)]
struct Node {
    id: String,
    title: Texts,
    /// None if it is a number.
    levels: Option<Vec<(String, Texts)>>,
    rule: Rule,
}

#[derive(Clone)]
enum Rule {
    Table { rows: usize, columns: usize, width: usize, cells: Vec<f64> },
    Max(Vec<usize>),
    Min(Vec<usize>),
}

impl Rule {
    fn sources(&self) -> Vec<usize> {
        match self {
            Self::Table { rows, columns, .. } => vec![*rows, *columns],
            Self::Max(of) | Self::Min(of) => of.clone(),
        }
    }

    /// What it does as one of its sources rises.
    fn direction(&self, source: usize) -> Direction {
        let Self::Table { rows, columns, width, cells } = self else { return Direction::Up };
        let mut direction = Direction::Still;
        if *columns == source {
            for row in cells.chunks(*width) {
                direction = direction.and(Direction::of(row.iter().copied()));
            }
        }
        if *rows == source {
            for column in 0..*width {
                direction = direction.and(Direction::of(cells.iter().skip(column).step_by(*width).copied()));
            }
        }
        direction
    }
}

/// What can be a source: a factor or a step, in the order of the file.
struct Names<'a> {
    /// Id, levels (none: numbers, or not known yet), and where it stands.
    known: Vec<(&'a Spanned<String>, Option<&'a [Level]>)>,
    factors: usize,
}

impl Names<'_> {
    fn find(&self, id: &str) -> Option<usize> {
        self.known.iter().position(|(known, _)| known.get_ref() == id)
    }

    fn all(&self) -> String {
        self.known.iter().map(|(id, _)| format!("`{}`", id.get_ref())).collect::<Vec<_>>().join(", ")
    }
}

struct Reader<'a> {
    lines: &'a Lines<'a>,
    flaws: Vec<(usize, Flaw)>,
    language: String,
}

impl Reader<'_> {
    fn flaw(&mut self, span: Range<usize>, key: &str, message: impl Into<String>) {
        self.flaws.push((span.start, self.lines.flaw(span, key, message)));
    }

    fn texts(&mut self, key: &str, texts: &Spanned<Texts>) -> Texts {
        let language = self.language.clone();
        let text = texts.get_ref().get(&language);
        if text.is_none_or(|text| text.trim().is_empty()) {
            self.flaw(texts.span(), key, format!("there is no text in the default language `{language}`"));
        }
        texts.get_ref().clone()
    }

    fn id(&mut self, id: &Spanned<String>) {
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

    fn levels(&mut self, levels: &Spanned<Vec<Level>>) {
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

    fn source(&mut self, names: &Names<'_>, key: &str, id: &Spanned<String>) -> Option<usize> {
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

fn level(levels: &[Level], id: &str) -> Option<usize> {
    levels.iter().position(|level| level.id.get_ref() == id)
}

fn ids(levels: &[Level]) -> String {
    levels.iter().map(|level| format!("`{}`", level.id.get_ref())).collect::<Vec<_>>().join(", ")
}

#[allow(clippy::cast_precision_loss, reason = "a hundred levels at most")]
fn number(index: usize) -> f64 {
    index as f64
}

impl Model {
    pub fn of(declared: &Declaration, lines: &Lines<'_>) -> Result<Self, Vec<Flaw>> {
        let language = declared.default_language.as_ref().map(|language| language.get_ref().clone());
        let first = declared.title.get_ref().keys().next().cloned().unwrap_or_default();
        let language = language.unwrap_or_else(|| {
            if declared.title.get_ref().contains_key("en") { "en".to_owned() } else { first }
        });
        let mut reader = Reader { lines, flaws: Vec::new(), language };
        let model = Self::read(declared, &mut reader);
        let Reader { mut flaws, .. } = reader;
        flaws.sort_by_key(|(at, _)| *at);
        match model {
            Some(model) if flaws.is_empty() => Ok(model),
            _ => Err(flaws.into_iter().map(|(_, flaw)| flaw).collect()),
        }
    }

    fn read(declared: &Declaration, reader: &mut Reader<'_>) -> Option<Self> {
        let title = reader.texts("title", &declared.title);
        let names = names(declared, reader);
        let mut factors: Vec<Factor> = declared
            .factors
            .iter()
            .map(|factor| {
                let levels = factor.levels.get_ref();
                let missing = factor.missing.as_ref().and_then(|id| {
                    let found = level(levels, id.get_ref());
                    if found.is_none() {
                        let known = ids(levels);
                        reader.flaw(
                            id.span(),
                            "missing",
                            format!("there is no level `{}`; there are {known}", id.get_ref()),
                        );
                    }
                    found
                });
                if factor.required
                    && let Some(missing) = &factor.missing
                {
                    reader.flaw(
                        missing.span(),
                        "missing",
                        "nothing stands in for a factor that is required; add `required = false`",
                    );
                }
                Factor {
                    id: factor.id.get_ref().clone(),
                    title: reader.texts("title", &factor.title),
                    help: factor.help.as_ref().map(|help| reader.texts("help", help)).unwrap_or_default(),
                    levels: levels.iter().map(|level| level.title.get_ref().clone()).collect(),
                    required: factor.required,
                    effect: Effect::Mixed,
                    missing,
                }
            })
            .collect();
        let nodes = nodes(declared, &names, reader);
        if !reader.flaws.is_empty() {
            return None;
        }
        let nodes: Vec<Node> = nodes.into_iter().flatten().collect();
        let (nodes, places) = sorted(declared, &names, nodes, reader)?;
        let place =
            |at: usize| if at < names.factors { Some(at) } else { places.get(at - names.factors).copied() };
        let result = reader.source(&names, "result", &declared.result)?;
        let Some(result_node) =
            result.checked_sub(names.factors).and_then(|_| place(result)?.checked_sub(names.factors))
        else {
            reader.flaw(declared.result.span(), "result", "the result is a table, max or min, not a factor");
            return None;
        };
        used(declared, &names, &nodes, &place, result_node, reader);
        effects(declared, &mut factors, &nodes, result_node, reader);
        optional(declared, &factors, &nodes, reader);
        let (levels, from, bounds) = scale(declared, nodes.get(result_node)?, reader)?;
        let axes = axes(declared, &names, nodes.get(result_node)?, reader);
        Some(Self {
            language: reader.language.clone(),
            title,
            unit: declared.unit.clone(),
            result: result_node + names.factors,
            factors,
            nodes,
            axes,
            levels,
            from,
            bounds,
        })
    }

    /// As the guest `declared-matrix` reads it.
    pub fn to_json(&self) -> Value {
        let texts = |texts: &Texts| texts_json(texts, &self.language);
        let levels = |levels: &[Texts]| levels.iter().map(texts).collect::<Vec<_>>();
        let factors = self.factors.iter().map(|factor| {
            json!({
                "id": factor.id, "title": texts(&factor.title), "help": texts(&factor.help),
                "levels": levels(&factor.levels), "required": factor.required,
                "effect": factor.effect.name(), "missing": factor.missing,
            })
        });
        let nodes = self.nodes.iter().map(|node| {
            let rule = match &node.rule {
                Rule::Table { rows, columns, width, cells } => {
                    json!({"table": {"rows": rows, "columns": columns, "width": width, "cells": cells}})
                }
                Rule::Max(of) => json!({"max": of}),
                Rule::Min(of) => json!({"min": of}),
            };
            let names = node.levels.as_ref().map(|levels| levels.iter().map(|(_, title)| texts(title)).collect::<Vec<_>>());
            let (min, max) = bounds(node);
            json!({"id": node.id, "title": texts(&node.title), "levels": names, "min": min, "max": max, "rule": rule})
        });
        json!({
            "format": 1, "title": texts(&self.title), "unit": self.unit,
            "factors": factors.collect::<Vec<_>>(), "nodes": nodes.collect::<Vec<_>>(),
            "result": self.result, "axes": self.axes.map(|(down, across)| [down, across]),
            "levels": levels(&self.levels), "from": self.from, "min": self.bounds.0, "max": self.bounds.1,
        })
    }
}

/// The default language first, as the contract has it.
pub(super) fn texts_json(texts: &BTreeMap<String, String>, language: &str) -> Value {
    let default = texts.get_key_value(language).into_iter();
    let others = texts.iter().filter(|(other, _)| *other != language);
    Value::Array(default.chain(others).map(|(language, text)| json!([language, text])).collect())
}

/// The values a step can have.
fn bounds(node: &Node) -> (f64, f64) {
    match (&node.rule, &node.levels) {
        (Rule::Table { cells, .. }, None) => (
            cells.iter().copied().fold(f64::INFINITY, f64::min),
            cells.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ),
        (_, levels) => (0.0, number(levels.as_ref().map_or(1, Vec::len).saturating_sub(1))),
    }
}

/// All ids, each once.
fn names<'a>(declared: &'a Declaration, reader: &mut Reader<'_>) -> Names<'a> {
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
fn borrow_levels(declared: &Declaration, names: &mut Names<'_>) {
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

fn nodes(declared: &Declaration, names: &Names<'_>, reader: &mut Reader<'_>) -> Vec<Option<Node>> {
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

fn read_extreme(
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

fn read_table(
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

fn read_cell(
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

/// Steps behind what they are made from, with sources counted in the new order; and the new place of each.
fn sorted(
    declared: &Declaration,
    names: &Names<'_>,
    nodes: Vec<Node>,
    reader: &mut Reader<'_>,
) -> Option<(Vec<Node>, Vec<usize>)> {
    let factors = names.factors;
    let inner: Vec<Vec<usize>> = nodes
        .iter()
        .map(|node| {
            node.rule.sources().into_iter().filter_map(|source| source.checked_sub(factors)).collect()
        })
        .collect();
    let order = match graph::order(&inner) {
        Ok(order) => order,
        Err(circle) => {
            let named: Vec<String> =
                circle.iter().filter_map(|at| Some(format!("`{}`", nodes.get(*at)?.id))).collect();
            let span = circle
                .first()
                .and_then(|at| names.known.get(at + factors))
                .map_or(declared.result.span(), |(id, _)| id.span());
            reader.flaw(span, "id", format!("{} are made from each other in a circle", named.join(", ")));
            return None;
        }
    };
    let mut places = vec![0; nodes.len()];
    for (new, old) in order.iter().enumerate() {
        if let Some(place) = places.get_mut(*old) {
            *place = new + factors;
        }
    }
    let moved = |at: usize| at.checked_sub(factors).and_then(|at| places.get(at).copied()).unwrap_or(at);
    let nodes = order.iter().filter_map(|old| nodes.get(*old)).cloned().map(|mut node| {
        node.rule = match node.rule {
            Rule::Table { rows, columns, width, cells } => {
                Rule::Table { rows: moved(rows), columns: moved(columns), width, cells }
            }
            Rule::Max(of) => Rule::Max(of.into_iter().map(moved).collect()),
            Rule::Min(of) => Rule::Min(of.into_iter().map(moved).collect()),
        };
        node
    });
    Some((nodes.collect(), places))
}

/// Everything that is declared leads to the result.
fn used(
    declared: &Declaration,
    names: &Names<'_>,
    nodes: &[Node],
    place: &dyn Fn(usize) -> Option<usize>,
    result: usize,
    reader: &mut Reader<'_>,
) {
    let mut reached = BTreeSet::from([result + names.factors]);
    for (at, node) in nodes.iter().enumerate().rev() {
        if reached.contains(&(at + names.factors)) {
            reached.extend(node.rule.sources());
        }
    }
    for (at, (id, _)) in names.known.iter().enumerate() {
        if place(at).is_some_and(|at| !reached.contains(&at)) {
            let message = format!(
                "`{}` leads nowhere: the result `{}` is not made from it",
                id.get_ref(),
                declared.result.get_ref()
            );
            reader.flaw(id.span(), "id", message);
        }
    }
}

/// What each factor does to the score, held against what was promised.
fn effects(
    declared: &Declaration,
    factors: &mut [Factor],
    nodes: &[Node],
    result: usize,
    reader: &mut Reader<'_>,
) {
    let count = factors.len();
    for (at, (factor, declared)) in factors.iter_mut().zip(&declared.factors).enumerate() {
        let mut directions: Vec<Direction> =
            (0..count).map(|other| if other == at { Direction::Up } else { Direction::Still }).collect();
        let mut breaks = None;
        for node in nodes {
            let mut direction = Direction::Still;
            let mut sources = node.rule.sources();
            sources.sort_unstable();
            sources.dedup();
            for source in sources {
                let before = directions.get(source).copied().unwrap_or(Direction::Still);
                direction = direction.and(before.then(node.rule.direction(source)));
            }
            // where it first goes wrong is where one wants to look
            if breaks.is_none()
                && declared.effect.as_ref().is_some_and(|effect| !direction.keeps(*effect.get_ref()))
            {
                breaks = Some(node.id.clone());
            }
            directions.push(direction);
        }
        let found = directions.get(result + count).copied().unwrap_or(Direction::Still);
        factor.effect = declared.effect.as_ref().map_or(found.effect(), |effect| *effect.get_ref());
        if let Some(effect) = &declared.effect
            && !found.keeps(*effect.get_ref())
        {
            let (claimed, table) = (effect.get_ref().name(), breaks.unwrap_or_default());
            let message = format!(
                "`{}` {claimed} the score, it says here, but {}; correct the cells, or say `effect = \"{}\"`",
                factor.id,
                broken(nodes, &table, at, count, *effect.get_ref()),
                found.effect().name()
            );
            reader.flaw(effect.span(), "effect", message);
        }
    }
}

/// The cells of a table at which a promise is broken, in words.
fn broken(nodes: &[Node], table: &str, factor: usize, factors: usize, effect: Effect) -> String {
    // the side of the table by which the factor comes in is the one to look along
    let mut reached = BTreeSet::from([factor]);
    for (at, node) in nodes.iter().enumerate() {
        if node.rule.sources().iter().any(|source| reached.contains(source)) {
            reached.insert(at + factors);
        }
    }
    let Some(node) = nodes.iter().find(|node| node.id == table) else {
        return "the tables do otherwise".to_owned();
    };
    let (Rule::Table { rows, columns, width, cells }, shown) = (&node.rule, |cell: f64| {
        // a level's index is a whole number within the list
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the index of a level")]
        let level = node.levels.as_ref().and_then(|levels| levels.get(cell as usize));
        level.map_or_else(|| cell.to_string(), |(id, _)| id.clone())
    }) else {
        return format!("by way of `{table}` it does otherwise");
    };
    let wrong = |a: f64, b: f64| match effect {
        Effect::Raises => b < a,
        Effect::Lowers => b > a,
        Effect::Mixed => false,
    };
    for (at, cell) in cells.iter().enumerate() {
        let (row, column) = (at / width + 1, at % width + 1);
        let right = (column < *width).then(|| cells.get(at + 1)).flatten();
        if reached.contains(columns)
            && let Some(next) = right.filter(|next| wrong(*cell, **next))
        {
            return format!("in row {row} of `{table}` `{}` is followed by `{}`", shown(*cell), shown(*next));
        }
        if reached.contains(rows)
            && let Some(next) = cells.get(at + width).filter(|next| wrong(*cell, **next))
        {
            return format!(
                "in column {column} of `{table}` `{}` is followed by `{}`",
                shown(*cell),
                shown(*next)
            );
        }
    }
    format!("by way of `{table}` it does otherwise")
}

/// A factor that may be missing has a level in its stead, or is one of several to choose from.
fn optional(declared: &Declaration, factors: &[Factor], nodes: &[Node], reader: &mut Reader<'_>) {
    for (at, (factor, declared)) in factors.iter().zip(&declared.factors).enumerate() {
        let in_table = nodes.iter().find(
            |node| matches!(&node.rule, Rule::Table { rows, columns, .. } if *rows == at || *columns == at),
        );
        if !factor.required
            && factor.missing.is_none()
            && let Some(table) = in_table
        {
            let message = format!(
                "`{}` may be missing, and the table `{}` needs it; say `missing = \"LEVEL\"` for what then stands in",
                factor.id, table.id
            );
            reader.flaw(declared.id.span(), "required", message);
        }
    }
}

type Bands = (Vec<Texts>, Vec<f64>, (f64, f64));

/// The levels of risk, from which score each holds, and the bounds of scores.
fn scale(declared: &Declaration, result: &Node, reader: &mut Reader<'_>) -> Option<Bands> {
    let (min, max) = match &result.levels {
        Some(levels) => (1.0, number(levels.len())),
        None => bounds(result),
    };
    if declared.bands.is_empty() {
        let Some(levels) = &result.levels else {
            let message = format!(
                "`{}` is a number, so levels are needed: add `[[band]]` with `title` and `from`, lowest first",
                result.id
            );
            reader.flaw(declared.result.span(), "band", message);
            return None;
        };
        let from = (1..=levels.len()).map(number).collect();
        return Some((levels.iter().map(|(_, title)| title.clone()).collect(), from, (min, max)));
    }
    let count = declared.bands.len();
    if !(2..=100).contains(&count) {
        reader.flaw(declared.result.span(), "band", format!("{count} bands; 2 to 100 are possible"));
    }
    let mut before: Option<f64> = None;
    for band in &declared.bands {
        reader.texts("title", &band.title);
        let from = *band.from.get_ref();
        match before {
            _ if !from.is_finite() => reader.flaw(band.from.span(), "from", format!("`{from}` is no score")),
            None if from > min => {
                reader.flaw(
                    band.from.span(),
                    "from",
                    format!("the lowest band begins at {from}, but scores begin at {min}"),
                );
            }
            Some(before) if from <= before => {
                reader.flaw(
                    band.from.span(),
                    "from",
                    format!("bands rise, but {from} is not above {before}"),
                );
            }
            Some(_) if from > max => {
                reader.flaw(
                    band.from.span(),
                    "from",
                    format!("no score reaches this band: the greatest is {max}"),
                );
            }
            _ => {}
        }
        before = Some(from);
    }
    let from = declared.bands.iter().map(|band| *band.from.get_ref()).collect();
    Some((declared.bands.iter().map(|band| band.title.get_ref().clone()).collect(), from, (min, max)))
}

fn axes(
    declared: &Declaration,
    names: &Names<'_>,
    result: &Node,
    reader: &mut Reader<'_>,
) -> Option<(usize, usize)> {
    match &declared.axes {
        Some(axes) => {
            let factor = |id: &String| names.find(id).filter(|at| *at < names.factors);
            let [down, across] = axes.get_ref();
            let found = factor(down).zip(factor(across)).filter(|(down, across)| down != across);
            if found.is_none() {
                reader.flaw(
                    axes.span(),
                    "axes",
                    "axes are two different factors, the one that goes down first",
                );
            }
            found
        }
        None => match &result.rule {
            Rule::Table { rows, columns, .. } if rows != columns && (*rows).max(*columns) < names.factors => {
                Some((*rows, *columns))
            }
            _ => None,
        },
    }
}
