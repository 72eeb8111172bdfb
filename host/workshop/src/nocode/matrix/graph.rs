//! Which step is made from which, and what a factor does to the score by way of all tables.

use super::declaration::Effect;

/// What the score does as an input rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// Nothing.
    Still,
    /// It never falls.
    Up,
    /// It never rises.
    Down,
    /// Now this, now that.
    Either,
}

impl Direction {
    /// Of values in the order of what rises.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.collect();
        values.windows(2).fold(Self::Still, |so_far, pair| match pair {
            [a, b] if b > a => so_far.and(Self::Up),
            [a, b] if b < a => so_far.and(Self::Down),
            _ => so_far,
        })
    }

    /// Both at once.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Still, other) => other,
            (own, Self::Still) => own,
            (own, other) if own == other => own,
            _ => Self::Either,
        }
    }

    /// First this, then that.
    pub fn then(self, next: Self) -> Self {
        match (self, next) {
            (Self::Still, _) | (_, Self::Still) => Self::Still,
            (Self::Either, _) | (_, Self::Either) => Self::Either,
            (own, next) if own == next => Self::Up,
            _ => Self::Down,
        }
    }

    /// The promise that it keeps.
    pub fn effect(self) -> Effect {
        match self {
            Self::Still | Self::Up => Effect::Raises,
            Self::Down => Effect::Lowers,
            Self::Either => Effect::Mixed,
        }
    }

    /// Whether it keeps this promise.
    pub fn keeps(self, effect: Effect) -> bool {
        match effect {
            Effect::Raises => matches!(self, Self::Still | Self::Up),
            Effect::Lowers => matches!(self, Self::Still | Self::Down),
            Effect::Mixed => true,
        }
    }
}

/// An order in which everything comes behind what it is made from; or the ones that go in a circle.
pub(super) fn order(sources: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut done = vec![false; sources.len()];
    let mut order = Vec::with_capacity(sources.len());
    loop {
        let ready = |at: &usize| {
            !done[*at] && sources[*at].iter().all(|source| done.get(*source).copied().unwrap_or(true))
        };
        let Some(next) = (0..sources.len()).find(ready) else { break };
        done[next] = true;
        order.push(next);
    }
    let left: Vec<usize> = (0..sources.len()).filter(|at| !done[*at]).collect();
    if left.is_empty() { Ok(order) } else { Err(left) }
}
