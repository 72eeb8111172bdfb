//! What another version of a methodology would make of the register: scores, levels and acceptances, row by row.

use serde::Serialize;

use super::assessment::{Scored, assess};
use super::{Methodology, MethodologyError};
use crate::id::{AcceptanceId, MethodologyId, ScenarioId};
use crate::identification::Stage;
use crate::isms::Isms;
use crate::quantity::Title;

/// A score and its level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: u8,
    /// The level's name.
    pub level_name: Title,
}

/// One stage of one risk that would be scored otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// The risk.
    pub scenario: ScenarioId,
    /// Its title.
    pub title: Title,
    /// Which picture of it.
    pub stage: Stage,
    /// As it is now; absent where there is no score.
    pub from: Option<Given>,
    /// As it would be.
    pub to: Option<Given>,
    /// Why there would be no score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What would change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Impact {
    /// The methodology.
    pub methodology: MethodologyId,
    /// How many scores there are now.
    pub scores: usize,
    /// Those that would be others, in the order of risks.
    pub changed: Vec<Changed>,
    /// Acceptances that rest on scores of this methodology: none of them names the new package, so each goes stale
    /// until the risk is assessed and accepted anew.
    pub acceptances: Vec<AcceptanceId>,
}

/// What `after` would make of the register beside `before`, which go by the same name.
///
/// # Errors
/// If one of them could not answer.
pub fn impact(
    isms: &Isms,
    before: &dyn Methodology,
    after: &dyn Methodology,
) -> Result<Impact, MethodologyError> {
    let methodology = before.describe().id.clone();
    let (old, new) = (assess(isms, before)?, assess(isms, after)?);
    let given = |scored: Option<&Scored>, methodology: &dyn Methodology| {
        let scored = scored?;
        let level_name = methodology.describe().levels.get(usize::from(scored.level))?.clone();
        Some(Given { score: scored.score, level: scored.level, level_name })
    };
    let mut scores = 0_usize;
    let mut changed = Vec::new();
    for (was, is) in old.rows.iter().zip(&new.rows) {
        for stage in Stage::ALL.iter().copied() {
            let (from, to) = (given(was.stage(stage), before), given(is.stage(stage), after));
            scores = scores.saturating_add(usize::from(from.is_some()));
            let same = match (&from, &to) {
                (Some(from), Some(to)) => {
                    from.score.to_bits() == to.score.to_bits()
                        && from.level == to.level
                        && from.level_name == to.level_name
                }
                (from, to) => from.is_none() && to.is_none(),
            };
            if same {
                continue;
            }
            let problem = is.problems.iter().find(|(of, _)| *of == stage).map(|(_, problem)| problem.clone());
            changed.push(Changed {
                scenario: was.scenario.id.clone(),
                title: was.scenario.title.clone(),
                stage,
                from,
                to,
                problem,
            });
        }
    }
    let acceptances = isms
        .acceptances()
        .values()
        .filter(|known| known.methodology == methodology && known.withdrawn_on.is_none())
        .map(|known| known.id.clone())
        .collect();
    Ok(Impact { methodology, scores, changed, acceptances })
}
