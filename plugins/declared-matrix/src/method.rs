//! Scoring, a stretch of rows at a time: node by node, column by column.

use riskwright_sdk::methodology::batch::{FactorColumn, Values};
use riskwright_sdk::prelude::*;

use crate::embedded;
use crate::model::{Model, Node as Declaration, Rule, texts};

/// So many rows at once: their columns stay in the cache.
const STRETCH: usize = 1024;

/// The declared method.
#[derive(Debug)]
pub struct Declared(Model);

impl Declared {
    /// Reads the data of a component.
    ///
    /// # Errors
    /// If they are not of the format that is read here.
    pub fn read(text: &str) -> Result<Self, String> {
        let model: Model = riskwright_sdk::settings::from_json(text).map_err(|problem| {
            ["the data of this package can't be read at `", &problem.path, "`"].concat()
        })?;
        match model.format {
            1 => Ok(Self(model)),
            _ => Err("the data of this package are of a format that its guest does not read".to_owned()),
        }
    }

    /// Puts the values of every factor and node in these rows into `columns`; NaN where there is none.
    fn compute(&self, batch: &Batch, begin: usize, rows: usize, columns: &mut Vec<Vec<f64>>) {
        columns.resize_with(self.0.factors.len() + self.0.nodes.len(), Vec::new);
        for ((factor, given), column) in self.0.factors.iter().zip(batch.columns()).zip(columns.iter_mut()) {
            column.clear();
            let stand_in = factor.missing.map_or(f64::NAN, f64::from);
            take(given, begin, rows, stand_in, column);
        }
        for (at, node) in self.0.nodes.iter().enumerate() {
            let (before, behind) = columns.split_at_mut(self.0.factors.len() + at);
            let Some(column) = behind.first_mut() else { return };
            column.clear();
            column.resize(rows, f64::NAN);
            apply(&node.rule, before, column);
        }
    }

    fn level(&self, score: f64) -> u8 {
        let reached = self.0.from.iter().filter(|from| score >= **from).count();
        u8::try_from(reached.saturating_sub(1)).unwrap_or(u8::MAX)
    }

    /// The result's value as a score: levels count from 1.
    fn score(&self, value: f64) -> f64 {
        let result = self.0.result.checked_sub(self.0.factors.len()).and_then(|at| self.0.nodes.get(at));
        if result.is_some_and(|node| node.levels.is_some()) { value + 1.0 } else { value }
    }

    fn id(&self, at: usize) -> Option<&str> {
        let nodes = self.0.nodes.iter().map(|node| node.id.as_str());
        self.0.factors.iter().map(|factor| factor.id.as_str()).chain(nodes).nth(at)
    }

    fn steps(&self, columns: &[Vec<f64>], row: usize) -> Vec<Step> {
        let value = |at: usize| {
            columns.get(at).and_then(|column| column.get(row)).copied().filter(|value| !value.is_nan())
        };
        let Some(result) = value(self.0.result) else { return Vec::new() };
        let factors = self.0.factors.iter().enumerate().filter_map(|(at, factor)| {
            Some(Step { node: factor.id.clone().into(), value: as_level(value(at)?), sources: Vec::new() })
        });
        let nodes = self.0.nodes.iter().enumerate().filter_map(|(at, node)| {
            let own = value(self.0.factors.len() + at)?;
            let sources = sources(&node.rule).into_iter().filter(|source| value(*source).is_some());
            let sources = sources.filter_map(|source| Some(self.id(source)?.to_owned().into())).collect();
            let own = if node.levels.is_some() { as_level(own) } else { Value::Number(own) };
            Some(Step { node: node.id.clone().into(), value: own, sources })
        });
        let from = self.id(self.0.result).map(|id| id.to_owned().into()).into_iter().collect();
        let score = Step { node: "score".into(), value: Value::Number(self.score(result)), sources: from };
        factors.chain(nodes).chain(std::iter::once(score)).collect()
    }
}

impl Methodology for Declared {
    type Settings = NoSettings;

    fn new(_: NoSettings) -> Result<Self, Vec<SettingsProblem>> {
        let text = embedded::text()
            .ok_or_else(|| "this guest holds no method; build one with `riskwright plugin build`".to_owned());
        text.and_then(Self::read).map_err(|message| vec![SettingsProblem::at("", texts! { en: message })])
    }

    fn describe(&self) -> Description {
        let model = &self.0;
        let levels = |levels: &[crate::model::Titles]| levels.iter().map(texts).collect::<Vec<_>>();
        let factors = model.factors.iter().map(|factor| Factor {
            id: factor.id.clone().into(),
            title: texts(&factor.title),
            help: texts(&factor.help),
            kind: FactorKind::Ordinal(levels(&factor.levels)),
            required: factor.required,
            effect: match factor.effect.as_str() {
                "raises" => Effect::Raises,
                "lowers" => Effect::Lowers,
                _ => Effect::Mixed,
            },
        });
        let kind = |node: &Declaration| match &node.levels {
            Some(names) => FactorKind::Ordinal(levels(names)),
            None => FactorKind::Number(Bounds::new(model.unit.clone(), node.min, node.max)),
        };
        let nodes = model.nodes.iter().map(|node| Node {
            id: node.id.clone().into(),
            title: texts(&node.title),
            kind: kind(node),
        });
        let mut description =
            Description::new(texts(&model.title), levels(&model.levels), model.min, model.max);
        description.factors = factors.collect();
        description.nodes = nodes.collect();
        description.unit = model.unit.clone().into();
        let axes = model
            .axes
            .and_then(|(down, across)| Some((self.id(down)?.to_owned(), self.id(across)?.to_owned())));
        description.axes = axes.map(|(down, across)| (down.into(), across.into()));
        description
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        let refused = batch.refused();
        let mut answer = Answer::for_rows(batch.rows());
        let mut columns = Vec::new();
        for begin in (0..batch.rows()).step_by(STRETCH) {
            let rows = STRETCH.min(batch.rows() - begin);
            self.compute(batch, begin, rows, &mut columns);
            let Some(results) = columns.get(self.0.result) else {
                return Err("the method has no result".to_owned());
            };
            for (row, result) in (begin..).zip(results) {
                if let Some(message) = refused.get(row) {
                    answer.problem(row, message);
                } else if result.is_nan() {
                    answer.problem(row, nothing_to_go_by());
                } else {
                    let score = self.score(*result);
                    answer.score(row, score, self.level(score));
                }
            }
        }
        Ok(answer)
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        let refused = batch.refused();
        let mut traces = Vec::with_capacity(batch.rows());
        let mut columns = Vec::new();
        for begin in (0..batch.rows()).step_by(STRETCH) {
            let rows = STRETCH.min(batch.rows() - begin);
            self.compute(batch, begin, rows, &mut columns);
            traces.extend((0..rows).map(|row| {
                if refused.get(begin + row).is_none() { self.steps(&columns, row) } else { Vec::new() }
            }));
        }
        Ok(traces)
    }
}

/// A row of which all that is required is known, and still no step leads to the score.
fn nothing_to_go_by() -> Texts {
    texts! {
        en: "too little was estimated: a step of the method has nothing to go by",
        de: "zu wenig wurde geschätzt: einem Schritt der Methode fehlt jede Angabe"
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the index of a level, as it was put in"
)]
fn as_level(value: f64) -> Value {
    Value::Level(value as u8)
}

/// A factor's levels in these rows.
fn take(given: &FactorColumn, begin: usize, rows: usize, stand_in: f64, column: &mut Vec<f64>) {
    let Values::Ordinal(levels) = given.values() else {
        column.resize(rows, f64::NAN);
        return;
    };
    column.extend(levels.iter().skip(begin).take(rows).map(|level| f64::from(*level)));
    let first = given.missing().partition_point(|row| (*row as usize) < begin);
    for row in
        given.missing().iter().skip(first).map(|row| *row as usize).take_while(|row| *row < begin + rows)
    {
        if let Some(cell) = column.get_mut(row - begin) {
            *cell = stand_in;
        }
    }
}

fn sources(rule: &Rule) -> Vec<usize> {
    let table = rule.table.iter().flat_map(|table| [table.rows, table.columns]);
    table.chain(rule.max.iter().flatten().copied()).chain(rule.min.iter().flatten().copied()).collect()
}

/// A node's values from those of what it is made from.
fn apply(rule: &Rule, before: &[Vec<f64>], column: &mut [f64]) {
    if let Some(table) = &rule.table
        && let (Some(rows), Some(columns)) = (before.get(table.rows), before.get(table.columns))
    {
        for ((cell, row), across) in column.iter_mut().zip(rows).zip(columns) {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "indices of levels; NaN is asked for"
            )]
            let (row, place) = (*row as usize * table.width, *across as usize);
            let known = !across.is_nan() && place < table.width && !rows.is_empty();
            *cell = if known { table.cells.get(row + place).copied().unwrap_or(f64::NAN) } else { f64::NAN };
        }
        // a missing row is no row 0
        column.iter_mut().zip(rows).filter(|(_, row)| row.is_nan()).for_each(|(cell, _)| *cell = f64::NAN);
    }
    let (of, greatest) = match (&rule.max, &rule.min) {
        (Some(of), _) => (of, true),
        (None, Some(of)) => (of, false),
        (None, None) => return,
    };
    for source in of.iter().filter_map(|source| before.get(*source)) {
        for (cell, value) in column.iter_mut().zip(source) {
            let better = if greatest { *value > *cell } else { *value < *cell };
            if better || cell.is_nan() {
                *cell = *value;
            }
        }
    }
}
