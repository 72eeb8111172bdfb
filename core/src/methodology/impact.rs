//! What another version of a methodology would make of the register: scores, levels and acceptances, row by row.

use serde::Serialize;
use std::sync::Arc;

use super::assessment::{Scored, assess};
use super::score::Score;
use super::{Description, Methodology, MethodologyError};
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
    pub problem: Option<Arc<str>>,
}

/// What would change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Impact {
    /// The methodology.
    pub methodology: MethodologyId,
    /// Why the present scores are those on record: the version in place could not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_record: Option<String>,
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
/// Where `before` can't be asked, the error being the reason, or has no answer, what is on record stands for it.
///
/// # Errors
/// If `after` could not answer.
pub fn impact(
    isms: &Isms,
    before: Result<&dyn Methodology, String>,
    after: &dyn Methodology,
) -> Result<Impact, MethodologyError> {
    let methodology = after.describe().id.clone();
    let new = assess(isms, after)?;
    let old = before.and_then(|before| {
        let run = assess(isms, before).map_err(|error| error.to_string())?;
        Ok((before.describe(), run))
    });
    let mut scores = 0_usize;
    let mut changed = Vec::new();
    for (at, is) in new.rows.iter().enumerate() {
        for stage in Stage::ALL.iter().copied() {
            let from = match &old {
                Ok((described, run)) => run
                    .rows
                    .get(at)
                    .and_then(|was| was.stage(stage))
                    .and_then(|scored| given(scored, described)),
                Err(_) => is.record.and_then(|record| record.score(stage)).map(on_record),
            };
            let to = is.stage(stage).and_then(|scored| given(scored, after.describe()));
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
                scenario: is.scenario.id.clone(),
                title: is.scenario.title.clone(),
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
    Ok(Impact { methodology, on_record: old.err(), scores, changed, acceptances })
}

fn given(scored: &Scored, described: &Description) -> Option<Given> {
    let level_name = described.levels.get(usize::from(scored.level))?.clone();
    Some(Given { score: scored.score, level: scored.level, level_name })
}

fn on_record(score: &Score) -> Given {
    Given { score: score.score, level: score.level, level_name: score.level_name.clone() }
}
