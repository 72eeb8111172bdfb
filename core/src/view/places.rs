//! Where estimates lie on a methodology's axes. Many estimates are alike: each kind of them is traced once.

use std::collections::BTreeMap;

use crate::id::FactorId;
use crate::identification::FactorValue;
use crate::methodology::heatmap::position;
use crate::methodology::{Batch, Methodology, MethodologyError};

/// The levels on the two axes, down and across, of each estimate.
pub(super) fn places(
    methodology: &dyn Methodology,
    estimates: &[&BTreeMap<FactorId, FactorValue>],
) -> Result<Vec<Option<(u8, u8)>>, MethodologyError> {
    let description = methodology.describe();
    let Some((down, across)) = &description.axes else { return Ok(vec![None; estimates.len()]) };
    let batch = Batch::new(description, estimates.iter().copied());
    // what levels alone make up is known by them; anything else stands for itself
    let mut known: BTreeMap<u64, usize> = BTreeMap::new();
    let mut traced: Vec<&BTreeMap<FactorId, FactorValue>> = Vec::new();
    let mut kinds = Vec::with_capacity(estimates.len());
    for (row, factors) in estimates.iter().enumerate() {
        let next = traced.len();
        let kind = batch.levels(row).map_or(next, |levels| *known.entry(levels).or_insert(next));
        if kind == next {
            traced.push(factors);
        }
        kinds.push(kind);
    }
    let traces = methodology.trace(&Batch::new(description, traced.iter().copied()))?;
    let positions: Vec<Option<(u8, u8)>> =
        traced.iter().zip(&traces).map(|(factors, trace)| position(trace, factors, (down, across))).collect();
    Ok(kinds.into_iter().map(|kind| positions.get(kind).copied().flatten()).collect())
}
