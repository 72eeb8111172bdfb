//! The move from one edition to the other: each control, where it went, and what is new.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Edition, Relation, controls, mappings};
use crate::id::natural;

/// Controls that became others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Where it was.
    pub from: Vec<&'static str>,
    /// Where it went.
    pub to: Vec<&'static str>,
    /// What `from` is to `to`.
    pub relation: Relation,
}

/// The difference between two editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delta {
    /// What became what, in the order of the edition that is left.
    pub moved: Vec<Move>,
    /// Controls of the new edition that nothing maps to.
    pub new: Vec<&'static str>,
    /// Controls of the old edition that map to nothing.
    pub removed: Vec<&'static str>,
}

/// What changes on the way from one edition of Annex A to the other. Between an edition and itself nothing does.
///
/// A control that several others merge into stands once, with all of them; a control that is split stands once with
/// each of its parts, and those that merge into one of the parts stand beside it.
///
/// ```
/// use riskwright_core::catalogue::{delta, Edition};
/// let delta = delta(Edition::E2013, Edition::E2022);
/// assert_eq!(delta.new.len(), 11);
/// assert_eq!(delta.moved[0].from, ["A.5.1.1", "A.5.1.2"]);
/// assert_eq!(delta.moved[0].to, ["A.5.1"]);
/// ```
#[must_use]
pub fn delta(from: Edition, to: Edition) -> Delta {
    if from == to {
        return Delta { moved: Vec::new(), new: Vec::new(), removed: Vec::new() };
    }
    let forward = from == Edition::E2013;
    let mut moved = Vec::new();
    // split controls first: each is one move to all its parts
    let mut parts: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for pair in mappings().iter().filter(|pair| pair.relation == Relation::Intersects) {
        parts.entry(pair.from).or_default().push(pair.to);
    }
    for (id, to) in &parts {
        if let Some(pair) = mappings().iter().find(|pair| pair.from == *id) {
            moved.push((vec![pair.from], to.clone(), Relation::Intersects));
        }
    }
    // the rest by the control of 2022 they go into
    let mut whole: BTreeMap<(&'static str, Relation), Vec<&'static str>> = BTreeMap::new();
    for pair in mappings().iter().filter(|pair| pair.relation != Relation::Intersects) {
        whole.entry((pair.to, pair.relation)).or_default().push(pair.from);
    }
    moved.extend(whole.into_iter().map(|((to, relation), from)| (from, vec![to], relation)));

    let mut moved: Vec<Move> = moved
        .into_iter()
        .map(|(mut old, mut new, relation)| {
            old.sort_by(|a, b| natural(a, b));
            new.sort_by(|a, b| natural(a, b));
            if forward {
                Move { from: old, to: new, relation }
            } else {
                Move { from: new, to: old, relation: turned(relation) }
            }
        })
        .collect();
    moved.sort_by(|a, b| {
        let first = |ids: &[&'static str]| ids.first().copied().unwrap_or_default();
        natural(first(&a.from), first(&b.from)).then_with(|| natural(first(&a.to), first(&b.to)))
    });

    let gone: BTreeSet<&str> = moved.iter().flat_map(|step| step.from.iter().copied()).collect();
    let come: BTreeSet<&str> = moved.iter().flat_map(|step| step.to.iter().copied()).collect();
    let outside = |edition, known: &BTreeSet<&str>| {
        controls(edition).iter().map(|control| control.id).filter(|id| !known.contains(id)).collect()
    };
    Delta { new: outside(to, &come), removed: outside(from, &gone), moved }
}

/// What the second is to the first.
fn turned(relation: Relation) -> Relation {
    match relation {
        Relation::Subset => Relation::Superset,
        Relation::Superset => Relation::Subset,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_of_both_editions_is_accounted_for_once() {
        // the published correspondence: 24 controls merged from several, 58 from one, 11 new
        let delta = delta(Edition::E2013, Edition::E2022);
        let mut from: Vec<&str> = delta.moved.iter().flat_map(|step| step.from.clone()).collect();
        from.sort_unstable();
        from.dedup();
        assert_eq!(from.len(), 114);
        assert!(delta.removed.is_empty());
        let new = [
            "A.5.7", "A.5.23", "A.5.30", "A.7.4", "A.8.9", "A.8.10", "A.8.11", "A.8.12", "A.8.16", "A.8.23",
            "A.8.28",
        ];
        assert_eq!(delta.new, new);
        let merged = delta
            .moved
            .iter()
            .filter(|step| step.relation == Relation::Merged && step.from.len() > 1)
            .count();
        assert_eq!(merged, 24 - split_partners(&delta));
    }

    /// Targets that are merged only because a part of a split control joins another.
    fn split_partners(delta: &Delta) -> usize {
        let split: Vec<&str> = delta
            .moved
            .iter()
            .filter(|s| s.relation == Relation::Intersects)
            .flat_map(|s| s.to.clone())
            .collect();
        delta
            .moved
            .iter()
            .filter(|s| s.from.len() == 1 && s.to.len() == 1 && split.contains(&s.to[0]))
            .count()
    }

    #[test]
    fn the_way_back_is_the_same_moves_turned_round() {
        let there = delta(Edition::E2013, Edition::E2022);
        let back = delta(Edition::E2022, Edition::E2013);
        assert_eq!(there.moved.len(), back.moved.len());
        assert_eq!(back.removed, there.new);
        assert!(back.new.is_empty());
    }
}
