//! The method behind the TOML: everything resolved, checked and in order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::declaration::{Declaration, Effect};
use super::graph::Direction;
use super::{Flaw, Lines, Texts};

mod effects;
mod reading;
mod scale;

use effects::{effects, optional, sorted, used};
use reading::{Reader, ids, level, names, nodes};
use scale::{axes, bounds, scale};

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
