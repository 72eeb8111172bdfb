//! The steps from factors to a score.

use super::batch::{Estimate, Row};
use crate::texts::Id;

/// The value of a factor or node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A level by index.
    Level(u8),
    /// A number.
    Number(f64),
    /// A three-point estimate.
    Estimate(Estimate),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// A three-point estimate: least, most likely, greatest.
    #[must_use]
    pub fn estimate(low: f64, mode: f64, high: f64) -> Self {
        Self::Estimate(Estimate { low, mode, high })
    }
}

impl From<Estimate> for Value {
    fn from(estimate: Estimate) -> Self {
        Self::Estimate(estimate)
    }
}

/// A step of a trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// A factor's or node's id, or `score`.
    pub node: Id,
    /// Its value.
    pub value: Value,
    /// The ids it was made from; empty for a factor.
    pub sources: Vec<Id>,
}

/// Takes down the steps from factors to a score, or does nothing where only the score is wanted: a method can write
/// into it as it goes.
#[derive(Debug, Default)]
pub struct Trace {
    steps: Option<Vec<Step>>,
    from: Vec<Id>,
}

impl Trace {
    /// A trace that is kept.
    #[must_use]
    pub fn kept() -> Self {
        Self { steps: Some(Vec::new()), from: Vec::new() }
    }

    /// A trace that nobody wants: writing into it costs nothing.
    #[must_use]
    pub fn unwanted() -> Self {
        Self::default()
    }

    /// Whether steps are kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.steps.is_some()
    }

    /// All factors of a row that were estimated.
    pub fn factors(&mut self, row: Row<'_>) {
        if let Some(steps) = &mut self.steps {
            let factors = row.values();
            steps.extend(factors.map(|(id, value)| Step { node: id.clone(), value, sources: Vec::new() }));
        }
    }

    /// A step: a node, its value, and the factors and nodes it was made from.
    #[inline]
    pub fn step<S: Into<Id>>(
        &mut self,
        node: impl Into<Id>,
        value: Value,
        sources: impl IntoIterator<Item = S>,
    ) {
        if self.is_kept() {
            self.keep(node, || value, sources);
        }
    }

    /// Apart, so that a method whose trace nobody wants stays small, and goes into the loop over the rows. The value is made
    /// here, or it would be put into memory for each row.
    #[cold]
    #[inline(never)]
    fn keep<S: Into<Id>>(
        &mut self,
        node: impl Into<Id>,
        value: impl FnOnce() -> Value,
        sources: impl IntoIterator<Item = S>,
    ) {
        if let Some(steps) = &mut self.steps {
            let sources = sources.into_iter().map(Into::into).collect();
            steps.push(Step { node: node.into(), value: value(), sources });
        }
    }

    /// A step that is a level.
    #[inline]
    pub fn level<S: Into<Id>>(
        &mut self,
        node: impl Into<Id>,
        level: u8,
        sources: impl IntoIterator<Item = S>,
    ) {
        if self.is_kept() {
            self.keep(node, move || Value::Level(level), sources);
        }
    }

    /// A step that is a number.
    #[inline]
    pub fn number<S: Into<Id>>(
        &mut self,
        node: impl Into<Id>,
        number: f64,
        sources: impl IntoIterator<Item = S>,
    ) {
        if self.is_kept() {
            self.keep(node, move || Value::Number(number), sources);
        }
    }

    /// What the score was made from. Where a method does not say so, it is the last node, or else all factors.
    #[inline]
    pub fn score_from<S: Into<Id>>(&mut self, sources: impl IntoIterator<Item = S>) {
        if self.is_kept() {
            self.keep_from(sources);
        }
    }

    #[cold]
    #[inline(never)]
    fn keep_from<S: Into<Id>>(&mut self, sources: impl IntoIterator<Item = S>) {
        self.from = sources.into_iter().map(Into::into).collect();
    }

    /// The steps, the score behind the others.
    #[must_use]
    pub fn finish(self, score: f64) -> Vec<Step> {
        let Some(mut steps) = self.steps else { return Vec::new() };
        let sources = match steps.last() {
            _ if !self.from.is_empty() => self.from,
            Some(last) if !last.sources.is_empty() => vec![last.node.clone()],
            _ => steps.iter().map(|step| step.node.clone()).collect(),
        };
        steps.push(Step { node: Id::Borrowed("score"), value: Value::Number(score), sources });
        steps
    }
}
