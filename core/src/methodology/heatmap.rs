//! The heat map: the methodology asked for every combination of two ordinal factors, and where the risks lie.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Batch, FactorKind, Methodology, MethodologyError, TraceStep};
use crate::id::{FactorId, ScenarioId};
use crate::identification::{FactorValue, RiskScenario, Stage};
use crate::quantity::Title;

/// A factor that spans the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Axis {
    /// The factor.
    pub factor: FactorId,
    /// Its name.
    pub title: Title,
    /// Its levels, lowest first.
    pub levels: Vec<Title>,
}

/// One combination of two levels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatCell {
    /// The score, where the methodology gives one.
    pub score: Option<f64>,
    /// The level, by index.
    pub level: Option<u8>,
    /// The risks that lie here.
    pub scenarios: Vec<ScenarioId>,
}

/// A heat map of one stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatMap {
    /// Which picture of the risks; `None` stands for the present one (current, else inherent).
    pub stage: Option<Stage>,
    /// Down.
    pub down: Axis,
    /// Across.
    pub across: Axis,
    /// The levels of risk, lowest first.
    pub levels: Vec<Title>,
    /// `cells[down][across]`, lowest first.
    pub cells: Vec<Vec<HeatCell>>,
    /// Open risks that lie nowhere: not estimated in both factors.
    pub elsewhere: Vec<ScenarioId>,
}

/// Why there is no heat map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeatMapError {
    /// A factor that the methodology does not have or that has no levels.
    #[error("`{factor}` is no ordinal factor of this methodology; it has: {known}")]
    Factor {
        /// As asked.
        factor: FactorId,
        /// Those that would do.
        known: String,
    },
    /// The methodology names no axes and none were given.
    #[error("this methodology has no two ordinal factors; name the axes")]
    Axes,
    /// The methodology did not answer.
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
}

/// The map of these open scenarios in a stage (`None`: the present one, current or else inherent).
///
/// A risk lies where its estimate says, or where the trace says if a factor is derived from others, as the overall
/// consequence is from the criteria.
///
/// # Errors
/// If an axis is no ordinal factor, or the methodology could not answer.
pub fn heatmap<'a>(
    scenarios: impl IntoIterator<Item = &'a RiskScenario>,
    methodology: &dyn Methodology,
    axes: Option<(FactorId, FactorId)>,
    stage: Option<Stage>,
) -> Result<HeatMap, HeatMapError> {
    let description = methodology.describe();
    let (down, across) = axes.or_else(|| description.axes.clone()).ok_or(HeatMapError::Axes)?;
    let (down, across) = (axis(methodology, down)?, axis(methodology, across)?);

    let combination = |row: u8, column: u8| {
        BTreeMap::from([
            (down.factor.clone(), FactorValue::Level(row)),
            (across.factor.clone(), FactorValue::Level(column)),
        ])
    };
    let levels = |axis: &Axis| (0..=u8::MAX).take(axis.levels.len());
    let combinations: Vec<_> =
        levels(&down).flat_map(|row| levels(&across).map(move |column| (row, column))).collect();
    let factors: Vec<_> = combinations.iter().map(|(row, column)| combination(*row, *column)).collect();
    let answer = methodology.assess(&Batch::new(description, factors.iter()))?;
    let mut cells: Vec<Vec<HeatCell>> = vec![Vec::new(); down.levels.len()];
    for (at, (row, _)) in combinations.iter().enumerate() {
        let told = !answer.problems.iter().any(|problem| problem.row == at);
        let cell = HeatCell {
            score: answer.scores.get(at).copied().filter(|_| told),
            level: answer.levels.get(at).copied().filter(|_| told),
            scenarios: Vec::new(),
        };
        if let Some(cells) = cells.get_mut(usize::from(*row)) {
            cells.push(cell);
        }
    }

    let mut elsewhere = Vec::new();
    let mut placed = Vec::new();
    for scenario in scenarios.into_iter().filter(|scenario| scenario.is_open()) {
        let estimate = match stage {
            Some(stage) => scenario.estimate(stage),
            None => scenario.estimate(Stage::Current).or_else(|| scenario.estimate(Stage::Inherent)),
        };
        match estimate {
            Some(estimate) => placed.push((scenario, &estimate.factors)),
            None => elsewhere.push(scenario.id.clone()),
        }
    }
    let traces = methodology.trace(&Batch::new(description, placed.iter().map(|(_, factors)| *factors)))?;
    for ((scenario, factors), trace) in placed.into_iter().zip(traces) {
        let position = position(&trace, factors, (&down.factor, &across.factor));
        let cell = |(row, column)| (usize::from(row), usize::from(column));
        match position.map(cell).and_then(|(row, column)| cells.get_mut(row)?.get_mut(column)) {
            Some(cell) => cell.scenarios.push(scenario.id.clone()),
            None => elsewhere.push(scenario.id.clone()),
        }
    }
    Ok(HeatMap { stage, down, across, levels: description.levels.clone(), cells, elsewhere })
}

/// Where an estimate lies on two axes: as the trace says, or as was estimated.
pub(crate) fn position(
    trace: &[TraceStep],
    factors: &BTreeMap<FactorId, FactorValue>,
    (down, across): (&FactorId, &FactorId),
) -> Option<(u8, u8)> {
    let level = |factor: &FactorId| {
        let derived = trace.iter().rfind(|step| step.node == *factor).map(|step| step.value);
        match derived.or_else(|| factors.get(factor).copied()) {
            Some(FactorValue::Level(level)) => Some(level),
            _ => None,
        }
    };
    level(down).zip(level(across))
}

fn axis(methodology: &dyn Methodology, factor: FactorId) -> Result<Axis, HeatMapError> {
    let description = methodology.describe();
    match description.factor(&factor).map(|found| (found.title.clone(), &found.kind)) {
        Some((title, FactorKind::Ordinal(levels))) => Ok(Axis { factor, title, levels: levels.clone() }),
        _ => {
            let ordinal = |factor: &&super::Factor| matches!(factor.kind, FactorKind::Ordinal(_));
            let known: Vec<&str> =
                description.factors.iter().filter(ordinal).map(|factor| factor.id.as_str()).collect();
            Err(HeatMapError::Factor { factor, known: known.join(", ") })
        }
    }
}
