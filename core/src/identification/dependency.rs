//! The dependency graph of assets: values flow from primary assets to what they rely on (ISO/IEC 27005, A.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{AssetId, FactorId};
use crate::identification::RiskScenario;
use crate::isms::Isms;

/// A path of assets that leads back to its start, or `None` where there is none.
///
/// The walk keeps its own stack, so that a long chain can't exhaust the machine's.
#[must_use]
pub fn cycle(isms: &Isms) -> Option<Vec<AssetId>> {
    let mut done: BTreeSet<&AssetId> = BTreeSet::new();
    for start in isms.assets().keys() {
        if done.contains(start) {
            continue;
        }
        // each frame: an asset and those of its supports that are still to be visited
        let mut path: Vec<(&AssetId, Vec<&AssetId>)> = vec![(start, supports(isms, start))];
        let mut on_path: BTreeSet<&AssetId> = BTreeSet::from([start]);
        while let Some((asset, rest)) = path.last_mut() {
            let asset = *asset;
            match rest.pop() {
                Some(next) if on_path.contains(next) => {
                    let from = path.iter().position(|(on, _)| *on == next).unwrap_or(0);
                    let mut found: Vec<AssetId> =
                        path.iter().skip(from).map(|(on, _)| (*on).clone()).collect();
                    found.push(next.clone());
                    return Some(found);
                }
                Some(next) if done.contains(next) => {}
                Some(next) => {
                    on_path.insert(next);
                    path.push((next, supports(isms, next)));
                }
                None => {
                    done.insert(asset);
                    on_path.remove(asset);
                    path.pop();
                }
            }
        }
    }
    None
}

fn supports<'a>(isms: &'a Isms, asset: &AssetId) -> Vec<&'a AssetId> {
    isms.assets().get(asset).map(|asset| asset.depends_on.iter().rev().collect()).unwrap_or_default()
}

/// The value of every asset by criterion: its own, or the highest among those that rely on it, near or far
/// (high-water mark). Levels are 0-based indices of the consequence scale.
#[must_use]
pub fn values(isms: &Isms) -> BTreeMap<AssetId, BTreeMap<FactorId, u8>> {
    let mut values: BTreeMap<AssetId, BTreeMap<FactorId, u8>> =
        isms.assets().iter().map(|(id, asset)| (id.clone(), asset.values.clone())).collect();
    // dependents come before what they rely on: one pass in that order settles all
    for asset in in_order(isms) {
        let own = values.get(asset).cloned().unwrap_or_default();
        for support in isms.assets().get(asset).iter().flat_map(|asset| &asset.depends_on) {
            if let Some(theirs) = values.get_mut(support) {
                for (criterion, level) in &own {
                    let value = theirs.entry(criterion.clone()).or_insert(*level);
                    *value = (*value).max(*level);
                }
            }
        }
    }
    values
}

/// What the assets of a scenario say its consequence is: by criterion, the highest value among them and what relies on
/// them, where its threats bear on that criterion (ISO/IEC 27005, 8.2). A threat that names no criterion bears on all.
///
/// ```
/// use riskwright_core::{change::Change, identification::dependency::consequence, isms::Isms};
/// let mut isms = Isms::new("Example Ltd".parse().unwrap());
/// for change in [
///     r#"{"asset.record": {"id": "AS-2", "title": "File server", "kind": "hardware"}}"#,
///     r#"{"asset.record": {"id": "AS-1", "title": "Designs", "kind": "information", "depends_on": ["AS-2"],
///         "values": {"confidentiality": 3}}}"#,
///     r#"{"risk.identify": {"id": "R-1", "title": "Theft of the server", "assets": ["AS-2"]}}"#,
/// ] {
///     let change: Change = serde_json::from_str(change).unwrap();
///     isms.apply(&change, &"A. Manager".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
/// }
/// let risk = isms.scenarios().values().next().unwrap();
/// assert_eq!(consequence(&isms, risk)["confidentiality"], 3);
/// ```
#[must_use]
pub fn consequence(isms: &Isms, scenario: &RiskScenario) -> BTreeMap<FactorId, u8> {
    let affected: Vec<&BTreeSet<FactorId>> = scenario
        .threats
        .iter()
        .filter_map(|id| isms.threats().get(id))
        .map(|threat| &threat.affects)
        .collect();
    let all = affected.is_empty() || affected.iter().any(|criteria| criteria.is_empty());
    let values = values(isms);
    let mut worst: BTreeMap<FactorId, u8> = BTreeMap::new();
    for (criterion, level) in scenario.assets.iter().filter_map(|asset| values.get(asset)).flatten() {
        if all || affected.iter().any(|criteria| criteria.contains(criterion)) {
            let known = worst.entry(criterion.clone()).or_insert(*level);
            *known = (*known).max(*level);
        }
    }
    worst
}

/// Assets, each before those it depends on (Kahn's order; members of a cycle are left out).
fn in_order(isms: &Isms) -> Vec<&AssetId> {
    let mut waiting: BTreeMap<&AssetId, usize> = isms.assets().keys().map(|id| (id, 0)).collect();
    for asset in isms.assets().values() {
        for support in &asset.depends_on {
            if let Some(count) = waiting.get_mut(support) {
                *count += 1;
            }
        }
    }
    let mut ready: Vec<&AssetId> =
        waiting.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(asset) = ready.pop() {
        order.push(asset);
        for support in isms.assets().get(asset).iter().flat_map(|asset| &asset.depends_on) {
            if let Some((id, _)) = isms.assets().get_key_value(support)
                && let Some(count) = waiting.get_mut(id)
            {
                *count -= 1;
                if *count == 0 {
                    ready.push(id);
                }
            }
        }
    }
    order
}
