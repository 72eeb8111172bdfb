//! The heat map as counts, for the risks that fit a query.

use serde::Serialize;

use super::ViewError;
use super::register::{Query, Selection};
use crate::identification::Stage;
use crate::methodology::MethodologyError;
use crate::methodology::heatmap::{Axis, HeatMapError, heatmap};
use crate::quantity::Title;

/// A combination of two levels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatCount {
    /// The score, where the methodology gives one.
    pub score: Option<f64>,
    /// The level, by index.
    pub level: Option<u8>,
    /// How many risks lie here.
    pub count: usize,
}

/// How many risks lie where. [`Query::cell`] asks for those of one cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heat {
    /// Which picture of the risks; `None` stands for the present one.
    pub stage: Option<Stage>,
    /// Down.
    pub down: Axis,
    /// Across.
    pub across: Axis,
    /// The levels of risk, lowest first.
    pub levels: Vec<Title>,
    /// `cells[down][across]`, lowest first.
    pub cells: Vec<Vec<HeatCount>>,
    /// Risks that lie nowhere: not estimated in both factors.
    pub elsewhere: usize,
}

impl Heat {
    /// The map of the risks that fit a query, whatever its cell; `None` if the methodology has no axes.
    ///
    /// # Errors
    /// If the methodology is unknown, not at hand, or gives no answer.
    pub fn of(isms: &crate::isms::Isms, query: &Query) -> Result<Option<Self>, ViewError> {
        let selection = Selection::of(isms, query)?;
        let engine = selection.engine.as_ref();
        let blank = match heatmap(std::iter::empty(), engine, None, query.stage) {
            Ok(blank) => blank,
            Err(HeatMapError::Axes) => return Ok(None),
            Err(HeatMapError::Methodology(error)) => return Err(error.into()),
            Err(error @ HeatMapError::Factor { .. }) => {
                let methodology = selection.in_use.id.clone();
                return Err(MethodologyError { methodology, message: error.to_string() }.into());
            }
        };
        let mut cells: Vec<Vec<HeatCount>> = blank
            .cells
            .iter()
            .map(|row| {
                row.iter().map(|cell| HeatCount { score: cell.score, level: cell.level, count: 0 }).collect()
            })
            .collect();
        let mut elsewhere: usize = 0;
        for place in selection.places(&selection.rows, query.stage)? {
            let cell = place
                .and_then(|(down, across)| cells.get_mut(usize::from(down))?.get_mut(usize::from(across)));
            let count = cell.map_or(&mut elsewhere, |cell| &mut cell.count);
            *count = count.saturating_add(1);
        }
        Ok(Some(Self {
            stage: query.stage,
            down: blank.down,
            across: blank.across,
            levels: blank.levels,
            cells,
            elsewhere,
        }))
    }
}
