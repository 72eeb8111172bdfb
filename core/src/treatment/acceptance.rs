//! Acceptance of risks by their owners (6.1.3 f): who may give it, and whether it still stands.

use serde::Serialize;

use super::RiskAcceptance;
use crate::identification::RiskScenario;
use crate::isms::Isms;
use crate::methodology::LevelPolicy;
use crate::methodology::assessment::Row;
use crate::quantity::{Actor, Date};

/// Whether an acceptance still stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", content = "reasons", rename_all = "kebab-case")]
pub enum Standing {
    /// It does.
    Valid,
    /// Its date has passed.
    Expired,
    /// What it rests on has changed, and how.
    Stale(Vec<String>),
}

/// Whether `acceptance` still stands for the scenario as it is scored in `row`.
#[must_use]
pub fn standing(isms: &Isms, acceptance: &RiskAcceptance, row: &Row<'_>, today: Date) -> Standing {
    let mut reasons = Vec::new();
    let present = row.present();
    if present.is_none_or(|scored| scored.digest != acceptance.digest) {
        match present {
            Some(scored) if scored.score > acceptance.score => {
                reasons.push(format!("the score rose from {} to {}", acceptance.score, scored.score));
            }
            Some(scored) if scored.score < acceptance.score => {
                reasons.push(format!("the score fell from {} to {}", acceptance.score, scored.score));
            }
            Some(_) => reasons.push("the estimate or the methodology behind the score changed".to_owned()),
            None => reasons.push("the risk has no score any more".to_owned()),
        }
    }
    let owner = row.scenario.owner.as_ref();
    if acceptance.owner.as_ref() != owner
        && !may_accept(isms, row.scenario, &acceptance.by, acceptance.level, &policies(isms, acceptance))
    {
        let now = owner.map_or("nobody", |owner| owner.as_str());
        reasons.push(format!("the risk is now owned by {now}"));
    }
    if !reasons.is_empty() {
        Standing::Stale(reasons)
    } else if acceptance.until < today {
        Standing::Expired
    } else {
        Standing::Valid
    }
}

fn policies(isms: &Isms, acceptance: &RiskAcceptance) -> Vec<LevelPolicy> {
    isms.methodologies()
        .get(&acceptance.methodology)
        .map(|methodology| methodology.policies())
        .unwrap_or_default()
}

/// Whether `actor` may accept this risk at this level: its owner, whoever holds the role that owns it, or a role with
/// authority for the level.
#[must_use]
pub fn may_accept(
    isms: &Isms,
    scenario: &RiskScenario,
    actor: &Actor,
    level: u8,
    policies: &[LevelPolicy],
) -> bool {
    if scenario.owner.as_ref().is_some_and(|owner| isms.stands_for(owner, actor)) {
        return true;
    }
    let mut roles = isms.roles().values().filter(|role| role.is_held_by(actor));
    roles.any(|role| {
        let authority = role.accepts_up_to.as_ref().and_then(|limit| {
            policies.iter().position(|policy| policy.name.to_lowercase() == limit.to_lowercase())
        });
        authority.is_some_and(|limit| usize::from(level) <= limit)
    })
}
