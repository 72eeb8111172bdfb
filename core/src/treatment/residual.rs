//! What controls are worth: the proposed current and target estimates (6.1.3, 8.3).
//!
//! Ordinal levels fall by whole steps and never below the lowest; partly implemented controls count half, and halves
//! that don't make a step are dropped. Numbers are multiplied by what each control leaves: independence is assumed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Lowering, Treatment};
use crate::applicability::ImplementationStatus;
use crate::id::{ControlId, FactorId};
use crate::identification::{FactorValue, RiskScenario};
use crate::isms::Isms;
use crate::quantity::Text;

/// A control's part in a proposal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contribution {
    /// The control.
    pub control: ControlId,
    /// The factor it lowers.
    pub factor: FactorId,
    /// By how much when fully in place.
    pub lowering: Lowering,
    /// How far it is in place.
    pub status: Option<ImplementationStatus>,
}

/// What the treatment's controls make of the inherent estimate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proposal {
    /// With the controls in place, by what they are worth already.
    pub current: BTreeMap<FactorId, FactorValue>,
    /// With all of them in place.
    pub target: BTreeMap<FactorId, FactorValue>,
    /// What each control contributes.
    pub contributions: Vec<Contribution>,
}

impl Proposal {
    /// Why the proposed estimates are what they are, to be kept with them where they are taken over.
    #[must_use]
    pub fn rationale(&self) -> Text {
        let part = |part: &Contribution| {
            let status = part.status.map_or("no status", |status| status.as_str());
            format!("{} ({status}): {} {}", part.control, part.factor, part.lowering)
        };
        let parts: Vec<String> = self.contributions.iter().map(part).collect();
        format!("From the controls: {}", parts.join("; ")).parse().unwrap_or_default()
    }
}

/// The proposed estimates of a scenario: from its inherent estimate and the controls linked to it.
/// `None` where there is no inherent estimate or no control lowers anything.
#[must_use]
pub fn proposal(isms: &Isms, scenario: &RiskScenario, treatment: &Treatment) -> Option<Proposal> {
    let inherent = scenario.inherent.as_ref()?;
    let contributions: Vec<Contribution> = treatment
        .controls
        .iter()
        .flat_map(|(control, lowers)| {
            let status = isms.controls().get(control).and_then(|control| control.status);
            lowers.iter().map(move |(factor, lowering)| Contribution {
                control: control.clone(),
                factor: factor.clone(),
                lowering: *lowering,
                status,
            })
        })
        .collect();
    if contributions.is_empty() {
        return None;
    }
    let now = |status: Option<ImplementationStatus>| status.map_or(0, ImplementationStatus::halves);
    let planned = |status: Option<ImplementationStatus>| match status {
        Some(ImplementationStatus::NotApplicable) => 0,
        _ => 2,
    };
    // what lowers the overall consequence lowers it by every criterion it is estimated by
    let bears_on = |part: &Contribution, factor: &FactorId| {
        let criteria = &isms.criteria().criteria;
        part.factor == *factor
            || (part.factor == FactorId::consequence()
                && criteria.iter().any(|criterion| criterion.id == *factor))
    };
    Some(Proposal {
        current: lowered(&inherent.factors, &contributions, bears_on, now),
        target: lowered(&inherent.factors, &contributions, bears_on, planned),
        contributions,
    })
}

fn lowered(
    factors: &BTreeMap<FactorId, FactorValue>,
    contributions: &[Contribution],
    bears_on: impl Fn(&Contribution, &FactorId) -> bool,
    halves: impl Fn(Option<ImplementationStatus>) -> u32,
) -> BTreeMap<FactorId, FactorValue> {
    let lower = |id: &FactorId, value: FactorValue| {
        let mine = contributions.iter().filter(|part| bears_on(part, id));
        match value {
            FactorValue::Level(level) => {
                let steps: u32 = mine
                    .map(|part| match part.lowering {
                        Lowering::Steps(steps) => u32::from(steps) * halves(part.status),
                        Lowering::Share(_) => 0,
                    })
                    .sum();
                FactorValue::Level(level.saturating_sub(u8::try_from(steps / 2).unwrap_or(u8::MAX)))
            }
            FactorValue::Number(number) => FactorValue::Number(number * left(mine, &halves)),
            FactorValue::Range(range) => {
                let left = left(mine, &halves);
                FactorValue::Range(range.map(|point| point * left))
            }
            FactorValue::Flag(flag) => FactorValue::Flag(flag),
        }
    };
    factors.iter().map(|(id, value)| (id.clone(), lower(id, *value))).collect()
}

/// The share that independent controls leave over, multiplied in the order of the controls.
fn left<'a>(
    parts: impl Iterator<Item = &'a Contribution>,
    halves: &impl Fn(Option<ImplementationStatus>) -> u32,
) -> f64 {
    parts.fold(1.0, |left, part| match part.lowering {
        Lowering::Share(share) => left * (1.0 - share * f64::from(halves(part.status)) / 2.0),
        Lowering::Steps(_) => left,
    })
}
