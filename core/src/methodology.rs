//! From factors to scores: what a methodology is, its column batch, and the one that is built in (6.1.2 d).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{FactorId, MethodologyId};
use crate::identification::FactorValue;
use crate::quantity::{Digest, Title};

pub mod assessment;
pub mod comparison;
pub mod criteria;
pub mod heatmap;
pub mod matrix;
pub mod score;

pub use criteria::{ConsequenceCriterion, Level, RiskCriteria, Scale};
pub use matrix::{Matrix, MatrixSettings};
pub use score::{Score, ScoreRecord};

/// What a factor takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorKind {
    /// One of named levels, lowest first.
    Ordinal(Vec<Title>),
    /// A number within bounds, in a unit.
    Number {
        /// The unit, `1/year`.
        unit: String,
        /// The least it may be.
        min: f64,
        /// The most it may be.
        max: f64,
    },
    /// A three-point estimate within bounds, in a unit.
    Range {
        /// The unit, `EUR`.
        unit: String,
        /// The least it may be.
        min: f64,
        /// The most it may be.
        max: f64,
    },
    /// Yes or no.
    Flag,
}

/// A factor that a methodology asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Its name.
    pub title: Title,
    /// What it takes.
    pub kind: FactorKind,
    /// Whether no score is possible without it.
    pub required: bool,
}

/// What a methodology says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Its id in the ISMS.
    pub id: MethodologyId,
    /// Its name.
    pub title: Title,
    /// Its version.
    pub version: String,
    /// The factors it asks for.
    pub factors: Vec<Factor>,
    /// The levels it answers with, lowest first.
    pub levels: Vec<Title>,
    /// The least and the greatest score.
    pub scale: (f64, f64),
    /// The two ordinal factors that span its heat map: down and across.
    pub axes: Option<(FactorId, FactorId)>,
}

impl Description {
    /// The factor with this id.
    #[must_use]
    pub fn factor(&self, id: &FactorId) -> Option<&Factor> {
        self.factors.iter().find(|factor| factor.id == *id)
    }
}

/// One factor's values, row by row. `None` where the factor was not estimated.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Level indices.
    Ordinal(Vec<Option<u8>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Minimum, most likely, maximum.
    Range(Vec<Option<[f64; 3]>>),
    /// Truth values.
    Flag(Vec<Option<bool>>),
}

impl Column {
    fn empty(kind: &FactorKind, rows: usize) -> Self {
        match kind {
            FactorKind::Ordinal(_) => Self::Ordinal(vec![None; rows]),
            FactorKind::Number { .. } => Self::Number(vec![None; rows]),
            FactorKind::Range { .. } => Self::Range(vec![None; rows]),
            FactorKind::Flag => Self::Flag(vec![None; rows]),
        }
    }

    /// Puts a value into a row. Another kind of value than the factor takes counts as not estimated.
    fn put(&mut self, row: usize, value: FactorValue) -> bool {
        match (self, value) {
            (Self::Ordinal(rows), FactorValue::Level(value)) => put(rows, row, value),
            (Self::Number(rows), FactorValue::Number(value)) => put(rows, row, value),
            (Self::Range(rows), FactorValue::Range(value)) => put(rows, row, value),
            (Self::Flag(rows), FactorValue::Flag(value)) => put(rows, row, value),
            _ => false,
        }
    }
}

fn put<T>(rows: &mut [Option<T>], row: usize, value: T) -> bool {
    let cell = rows.get_mut(row);
    cell.map(|cell| *cell = Some(value)).is_some()
}

/// Many rows of factors, a column for each factor in the order of [`Description::factors`].
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    rows: usize,
    columns: Vec<Column>,
    /// Whether a row has values that no column shows.
    aside: Vec<bool>,
}

impl Batch {
    /// A batch from rows of estimates; factors the methodology does not ask for are left aside.
    #[must_use]
    pub fn new<'a>(
        description: &Description,
        rows: impl ExactSizeIterator<Item = &'a BTreeMap<FactorId, FactorValue>>,
    ) -> Self {
        let count = rows.len();
        let mut columns: Vec<Column> =
            description.factors.iter().map(|factor| Column::empty(&factor.kind, count)).collect();
        // a row's map is in order as these are, and rows are mostly alike: a factor stands behind the one before it
        let mut places: Vec<(&FactorId, usize)> =
            description.factors.iter().enumerate().map(|(at, factor)| (&factor.id, at)).collect();
        places.sort_by(|(a, first), (b, second)| a.cmp(b).then(second.cmp(first)));
        let mut aside = vec![false; count];
        for ((row, factors), aside) in rows.enumerate().zip(&mut aside) {
            let mut rest = places.iter();
            for (id, value) in factors {
                let place = rest.by_ref().find(|(known, _)| *known == id);
                let column = place.and_then(|(_, at)| columns.get_mut(*at));
                if !column.is_some_and(|column| column.put(row, *value)) {
                    *aside = true;
                    // what was passed over in looking for it stands before the next one still
                    rest = places.iter();
                }
            }
        }
        Self { rows: count, columns, aside }
    }

    /// A row's levels, a byte each, equal for two rows exactly if their estimates are. `None` for rows that have anything
    /// but levels and for more columns than fit.
    pub(crate) fn levels(&self, row: usize) -> Option<u64> {
        if self.columns.len() > size_of::<u64>() || self.aside.get(row).copied().unwrap_or(true) {
            return None;
        }
        self.columns.iter().try_fold(0_u64, |levels, column| {
            let Column::Ordinal(values) = column else { return None };
            let level = values.get(row)?.map_or(Some(0), |level| level.checked_add(1))?;
            Some(levels << 8 | u64::from(level))
        })
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns, one for each factor of the description.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
}

/// Why a row has no score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The row of the batch, from 0.
    pub row: usize,
    /// What is wrong, in words.
    pub message: String,
}

/// The answer to a batch: a score and a level for each row, but for those with a problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Scores; 0 where a problem is told.
    pub scores: Vec<f64>,
    /// Level indices; 0 where a problem is told.
    pub levels: Vec<u8>,
    /// Rows without a score.
    pub problems: Vec<RowProblem>,
}

/// One step of a trace: which value a node of the calculation has, and from which nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceStep {
    /// A factor's id, or a node in between such as `consequence`, `score`, `level`.
    pub node: FactorId,
    /// Its value.
    pub value: FactorValue,
    /// The value in words.
    pub label: String,
    /// The nodes it was made from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<FactorId>,
}

/// Why a methodology could not answer a batch at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("methodology `{methodology}` gave no answer: {message}")]
pub struct MethodologyError {
    /// Which one.
    pub methodology: MethodologyId,
    /// What happened.
    pub message: String,
}

/// A pure function from factors to scores. The engine can't tell the built-in one from a plugin.
pub trait Methodology {
    /// Which factors it wants, and on which scale it answers.
    fn describe(&self) -> &Description;

    /// The digest of its code: for a built-in, of its name and version.
    fn code(&self) -> Digest;

    /// The digest of its settings.
    fn settings(&self) -> Digest;

    /// Scores a batch.
    ///
    /// # Errors
    /// If it could not answer at all. A row that has no score is a [`RowProblem`] and loses no other row.
    fn assess(&self, batch: &Batch) -> Result<Answer, MethodologyError>;

    /// The steps from factors to score of every row; empty for a row with a problem.
    ///
    /// # Errors
    /// If it could not answer at all.
    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, MethodologyError>;
}

/// What computes: the built-in matrix with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The ISO/IEC 27005 matrix.
    Matrix(MatrixSettings),
}

crate::record::record! {
    /// A methodology in use: an engine with its settings. Several can score the same register side by side.
    pub struct MethodologyInUse, MethodologyInUseRevision {
        /// For instance `matrix`.
        id: MethodologyId,
        required {
            /// Its name.
            title: Title,
            /// What computes.
            engine: Engine,
        }
    }
}

impl MethodologyInUse {
    /// The methodology, ready to be asked.
    ///
    /// # Errors
    /// If its settings do not fit the criteria.
    pub fn build(
        &self,
        criteria: &RiskCriteria,
    ) -> Result<Box<dyn Methodology + Send + Sync>, criteria::CriteriaError> {
        match &self.engine {
            Engine::Matrix(settings) => {
                Ok(Box::new(Matrix::new(self.id.clone(), self.title.clone(), criteria, settings)?))
            }
        }
    }

    /// What each level means for the organisation, lowest first.
    #[must_use]
    pub fn policies(&self) -> Vec<LevelPolicy> {
        match &self.engine {
            Engine::Matrix(settings) => settings
                .bands
                .iter()
                .map(|band| LevelPolicy {
                    name: band.name.clone(),
                    acceptance: band.acceptance,
                    appetite: band.appetite,
                })
                .collect(),
        }
    }
}

/// What a level of risk means for the organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelPolicy {
    /// The level's name.
    pub name: Title,
    /// Whether risks at it are acceptable.
    pub acceptance: matrix::Acceptance,
    /// How many open risks at it the organisation is willing to carry.
    pub appetite: Option<u32>,
}
