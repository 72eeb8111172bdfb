//! Putting a plugin's methodology in use: what its factors come from, and what its levels mean, where nobody says.

use std::collections::BTreeMap;

use super::criteria::CriteriaError;
use super::{Description, FactorKind, FactorSource, LevelMeaning, PluginEngine, RiskCriteria};
use crate::id::{FactorId, PluginId};
use crate::methodology::matrix::Acceptance;
use crate::quantity::{Digest, Title};

/// What was said of a factor: where it comes from. `None` leaves it the methodology's own.
pub type Said = Option<(FactorId, Option<Vec<u8>>)>;

/// A plugin's methodology to be put in use.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    /// The plugin.
    pub plugin: PluginId,
    /// The digest of its package.
    pub package: Digest,
    /// Its settings.
    pub settings: serde_json::Value,
    /// The language of its names.
    pub language: Title,
    /// What it says of itself under these settings.
    pub description: Description,
    /// What was said of its factors.
    pub factors: BTreeMap<FactorId, Said>,
    /// What was said of its levels, lowest first; empty if nothing was.
    pub levels: Vec<Acceptance>,
}

impl Adoption {
    /// The engine, and what was taken for granted in making it.
    ///
    /// An ordinal factor that is called as one of the organisation's and has as many levels comes from that one, unless
    /// something else was said. Levels without a meaning get one by their place: the upper two fifths are not
    /// acceptable, the fifth below them is tolerable.
    ///
    /// # Errors
    /// If what was said fits neither the plugin nor the criteria.
    pub fn engine(self, criteria: &RiskCriteria) -> Result<(PluginEngine, Vec<String>), CriteriaError> {
        let mut notes = Vec::new();
        let mut factors = BTreeMap::new();
        for (factor, said) in &self.factors {
            let Some((source, onto)) = said else {
                if self.description.factor(factor).is_none() {
                    let known: Vec<&str> =
                        self.description.factors.iter().map(|factor| factor.id.as_str()).collect();
                    return Err(CriteriaError::Plugin(format!(
                        "the plugin has no factor `{factor}`; it has {}",
                        known.join(", ")
                    )));
                }
                continue;
            };
            let onto = match onto {
                Some(onto) => onto.clone(),
                None => {
                    let levels = self.description.factor(factor).and_then(|known| match &known.kind {
                        FactorKind::Ordinal(levels) => Some(levels.len()),
                        _ => None,
                    });
                    let there = criteria.scale(source).map(|scale| scale.levels.len());
                    match (there, levels) {
                        (Some(there), Some(here)) if there != here => {
                            let onto = spread(there, here);
                            let steps: Vec<String> = onto.iter().map(ToString::to_string).collect();
                            notes.push(format!(
                                "the {there} levels of `{source}` lead to levels {} of the {here} of `{factor}`",
                                steps.join(", ")
                            ));
                            onto
                        }
                        _ => Vec::new(),
                    }
                }
            };
            factors.insert(factor.clone(), FactorSource { factor: source.clone(), onto });
        }
        for factor in &self.description.factors {
            let FactorKind::Ordinal(levels) = &factor.kind else { continue };
            let alike = criteria.scale(&factor.id).is_some_and(|scale| scale.levels.len() == levels.len());
            if alike && !self.factors.contains_key(&factor.id) {
                factors
                    .insert(factor.id.clone(), FactorSource { factor: factor.id.clone(), onto: Vec::new() });
            }
        }
        let levels = if self.levels.is_empty() {
            let meanings = by_place(self.description.levels.len());
            let told: Vec<String> = self
                .description
                .levels
                .iter()
                .zip(&meanings)
                .map(|(name, meaning)| format!("“{name}” is {meaning}"))
                .collect();
            notes.push(format!("what its levels mean was taken by their place: {}", told.join(", ")));
            meanings
        } else {
            self.levels
        };
        let engine = PluginEngine {
            plugin: self.plugin,
            package: self.package,
            settings: self.settings,
            language: self.language,
            description: self.description,
            factors,
            levels: levels
                .into_iter()
                .map(|acceptance| LevelMeaning { acceptance, appetite: None })
                .collect(),
        };
        Ok((engine, notes))
    }
}

/// What levels mean by their place.
fn by_place(count: usize) -> Vec<Acceptance> {
    let reaches = |at: usize, fifths: usize| {
        at.saturating_mul(10) >= count.saturating_mul(fifths).saturating_mul(2).saturating_sub(5)
    };
    (0..count)
        .map(|at| match at {
            _ if at.saturating_add(1) == count || reaches(at, 3) => Acceptance::Unacceptable,
            _ if reaches(at, 2) => Acceptance::Tolerable,
            _ => Acceptance::Acceptable,
        })
        .collect()
}

/// Where each of some levels goes on a scale of another length: lowest to lowest, highest to highest.
///
/// ```
/// use riskwright_core::methodology::adoption::spread;
/// assert_eq!(spread(5, 3), [0, 1, 1, 2, 2]);
/// assert_eq!(spread(3, 5), [0, 2, 4]);
/// ```
#[must_use]
pub fn spread(from: usize, to: usize) -> Vec<u8> {
    let (last, top) = (from.saturating_sub(1).max(1), to.saturating_sub(1));
    // half a step rounds up: towards the worse level
    let step = |at: usize| {
        let doubled = at.saturating_mul(top).saturating_mul(2).saturating_add(last);
        u8::try_from(doubled.checked_div(last.saturating_mul(2)).unwrap_or(0)).unwrap_or(u8::MAX)
    };
    (0..from).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_mean_by_their_place_what_the_preset_means() {
        use Acceptance::{Acceptable as A, Tolerable as T, Unacceptable as U};
        assert_eq!(by_place(5), [A, A, T, U, U]);
        assert_eq!(by_place(3), [A, T, U]);
        assert_eq!(by_place(2), [A, U]);
        for count in 2..=100 {
            let meanings = by_place(count);
            assert!(meanings.is_sorted(), "{count}");
            assert_eq!((meanings[0], meanings[count - 1]), (A, U), "{count}");
        }
    }

    #[test]
    fn a_spread_keeps_the_ends_and_never_falls() {
        for from in 2..=10 {
            for to in 2..=10 {
                let onto = spread(from, to);
                assert!(onto.is_sorted());
                assert_eq!((onto[0], usize::from(onto[from - 1])), (0, to - 1));
            }
        }
    }
}
