//! Methodologies side by side, and where they disagree.

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

/// One scenario under several methodologies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The scenario.
    pub scenario: ScenarioId,
    /// Its title.
    pub title: Title,
    /// What each says, in the order of [`Comparison::methodologies`]; absent where it gives no score.
    pub verdicts: Vec<Option<Verdict>>,
    /// Whether those that give a score disagree on what the risk means for the organisation.
    pub disagree: bool,
}

/// Several methodologies over the whole register.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Which ones.
    pub methodologies: Vec<MethodologyId>,
    /// Every open scenario.
    pub rows: Vec<Compared>,
}

impl Comparison {
    /// On how many risks two of them disagree, of how many that both score.
    #[must_use]
    pub fn between(&self, first: usize, second: usize) -> (usize, usize) {
        let meaning =
            |row: &Compared, at: usize| row.verdicts.get(at)?.as_ref().map(|verdict| verdict.acceptance);
        let both = self.rows.iter().filter_map(|row| meaning(row, first).zip(meaning(row, second)));
        both.fold((0, 0), |(differ, all), (one, other)| {
            (usize::from(one != other).saturating_add(differ), 1_usize.saturating_add(all))
        })
    }
}

/// Why methodologies could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    /// One of them could not answer.
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
    /// One of them does not fit the criteria, or is not at hand.
    #[error(transparent)]
    Build(#[from] super::BuildError),
}

/// Scores the open scenarios by each methodology and holds the verdicts against each other.
///
/// Scores of different methodologies are not comparable, so they are held against each other by what their levels
/// mean: acceptable, tolerable, unacceptable.
///
/// # Errors
/// If one of them could not answer.
pub fn compare(isms: &Isms, methodologies: &[&MethodologyInUse]) -> Result<Comparison, ComparisonError> {
    let mut rows: Vec<Compared> = Vec::new();
    for methodology in methodologies {
        for (at, (scenario, title, verdict)) in verdicts(isms, methodology)?.into_iter().enumerate() {
            match rows.get_mut(at) {
                Some(row) => row.verdicts.push(verdict),
                None => rows.push(Compared { scenario, title, verdicts: vec![verdict], disagree: false }),
            }
        }
    }
    for row in &mut rows {
        let mut meanings = row.verdicts.iter().flatten().map(|verdict| verdict.acceptance);
        let first = meanings.next();
        row.disagree = meanings.any(|meaning| Some(meaning) != first);
    }
    Ok(Comparison { methodologies: methodologies.iter().map(|known| known.id.clone()).collect(), rows })
}

type Verdicts = Vec<(ScenarioId, Title, Option<Verdict>)>;

fn verdicts(isms: &Isms, methodology: &MethodologyInUse) -> Result<Verdicts, ComparisonError> {
    let policies = methodology.policies();
    let built = methodology.build(isms)?;
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
