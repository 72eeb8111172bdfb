//! The dependency graph of assets: values flow from primary assets to what they rely on (ISO/IEC 27005, A.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{AssetId, FactorId};
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
