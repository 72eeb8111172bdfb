//! Two methodologies side by side, and where they disagree.

use serde::Serialize;

use super::assessment::assess;
use super::matrix::Acceptance;
use super::{MethodologyError, MethodologyInUse};
use crate::id::{MethodologyId, ScenarioId};
use crate::isms::Isms;
use crate::quantity::Title;

/// A methodology's verdict on one scenario's present risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: u8,
    /// The level's name.
    pub level_name: Title,
    /// What it means for the organisation: the common ground of methodologies, whose scores are not comparable.
    pub acceptance: Acceptance,
}

/// One scenario under two methodologies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The scenario.
    pub scenario: ScenarioId,
    /// Its title.
    pub title: Title,
    /// What the first says; absent where it gives no score.
    pub first: Option<Verdict>,
    /// What the second says.
    pub second: Option<Verdict>,
    /// Whether they disagree on what the risk means for the organisation.
    pub disagree: bool,
}

/// Two methodologies over the whole register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The first.
    pub first: MethodologyId,
    /// The second.
    pub second: MethodologyId,
    /// Every open scenario.
    pub rows: Vec<Compared>,
}

/// Why two methodologies could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    /// One of them could not answer.
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
    /// One of them does not fit the criteria.
    #[error(transparent)]
    Criteria(#[from] super::criteria::CriteriaError),
}

/// Scores the open scenarios by both methodologies and holds the verdicts against each other.
///
/// Scores of different methodologies are not comparable, so they are held against each other by what their levels
/// mean: acceptable, tolerable, unacceptable.
///
/// # Errors
/// If one of them could not answer.
pub fn compare(
    isms: &Isms,
    first: &MethodologyInUse,
    second: &MethodologyInUse,
) -> Result<Comparison, ComparisonError> {
    let (one, other) = (verdicts(isms, first)?, verdicts(isms, second)?);
    let rows = one.into_iter().zip(other).map(|((scenario, title, first), (_, _, second))| {
        let meaning = |verdict: &Option<Verdict>| verdict.as_ref().map(|verdict| verdict.acceptance);
        let disagree = meaning(&first) != meaning(&second);
        Compared { scenario, title, first, second, disagree }
    });
    Ok(Comparison { first: first.id.clone(), second: second.id.clone(), rows: rows.collect() })
}

type Verdicts = Vec<(ScenarioId, Title, Option<Verdict>)>;

fn verdicts(isms: &Isms, methodology: &MethodologyInUse) -> Result<Verdicts, ComparisonError> {
    let policies = methodology.policies();
    let built = methodology.build(isms.criteria())?;
    let run = assess(isms, built.as_ref())?;
    let verdict = |row: &super::assessment::Row<'_>| {
        let scored = row.present()?;
        let policy = policies.get(usize::from(scored.level))?;
        Some(Verdict {
            score: scored.score,
            level: scored.level,
            level_name: policy.name.clone(),
            acceptance: policy.acceptance,
        })
    };
    Ok(run
        .rows
        .iter()
        .map(|row| (row.scenario.id.clone(), row.scenario.title.clone(), verdict(row)))
        .collect())
}
