//! From factors to scores: what a methodology is, its column batch, and the one that is built in (6.1.2 d).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::id::{FactorId, MethodologyId, PluginId};
use crate::identification::FactorValue;
use crate::isms::Isms;
use crate::quantity::{Digest, Text, Title};
use crate::record::words;

pub mod adoption;
pub mod assessment;
mod cells;
pub mod comparison;
pub mod criteria;
pub mod heatmap;
pub mod held;
pub mod impact;
pub mod loss;
pub mod matrix;
pub mod plugged;
pub mod recording;
pub mod score;
mod words;

pub use cells::Cells;
pub use criteria::{ConsequenceCriterion, Level, RiskCriteria, Scale};
pub use loss::LossModel;
pub use matrix::{Matrix, MatrixSettings};
pub use plugged::{FactorSource, LevelMeaning, PluginEngine};
pub use score::{Score, ScoreRecord};

/// What a factor takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

words! {
    /// What a higher value of a factor does to the score, other things being equal.
    pub enum Effect {
        /// The score never falls.
        Raises = "raises",
        /// The score never rises.
        Lowers = "lowers",
        /// Nothing is promised.
        Mixed = "mixed",
    }
}

/// A factor that a methodology asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Its name.
    pub title: Title,
    /// How to estimate it.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub help: Text,
    /// What a higher value does to the score.
    pub effect: Effect,
    /// What it takes.
    pub kind: FactorKind,
    /// Whether no score is possible without it.
    pub required: bool,
}

/// A step between the factors and the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Node {
    /// Its id.
    pub id: FactorId,
    /// Its name.
    pub title: Title,
    /// What it takes.
    pub kind: FactorKind,
}

/// What a methodology says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Description {
    /// Its id in the ISMS.
    pub id: MethodologyId,
    /// Its name.
    pub title: Title,
    /// Its version.
    pub version: String,
    /// The factors it asks for.
    pub factors: Vec<Factor>,
    /// The steps between factors and score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Node>,
    /// The levels it answers with, lowest first.
    pub levels: Vec<Title>,
    /// The least and the greatest score.
    pub scale: (f64, f64),
    /// The unit of scores; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The two ordinal factors that span its heat map: down and across.
    pub axes: Option<(FactorId, FactorId)>,
}

impl Description {
    /// The factor with this id.
    #[must_use]
    pub fn factor(&self, id: &FactorId) -> Option<&Factor> {
        self.factors.iter().find(|factor| factor.id == *id)
    }

    /// What it asks for of an estimate: what is estimated for other methodologies has no part in its scores.
    #[must_use]
    pub fn asked<'a>(
        &self,
        factors: &'a BTreeMap<FactorId, FactorValue>,
    ) -> Cow<'a, BTreeMap<FactorId, FactorValue>> {
        let asked = |id: &FactorId| self.factor(id).is_some();
        if factors.keys().all(asked) {
            return Cow::Borrowed(factors);
        }
        Cow::Owned(
            factors.iter().filter(|(id, _)| asked(id)).map(|(id, value)| (id.clone(), *value)).collect(),
        )
    }
}

/// One factor's values, row by row; none where the factor was not estimated.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Level indices.
    Ordinal(Cells<u8>),
    /// Numbers.
    Number(Cells<f64>),
    /// Minimum, most likely, maximum.
    Range(Cells<[f64; 3]>),
    /// Truth values.
    Flag(Cells<bool>),
}

impl Column {
    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Ordinal(rows) => rows.len(),
            Self::Number(rows) => rows.len(),
            Self::Range(rows) => rows.len(),
            Self::Flag(rows) => rows.len(),
        }
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn empty(kind: &FactorKind, rows: usize) -> Self {
        match kind {
            FactorKind::Ordinal(_) => Self::Ordinal(Cells::none(rows)),
            FactorKind::Number { .. } => Self::Number(Cells::none(rows)),
            FactorKind::Range { .. } => Self::Range(Cells::none(rows)),
            FactorKind::Flag => Self::Flag(Cells::none(rows)),
        }
    }

    /// Puts a value into a row. Another kind of value than the factor takes counts as not estimated.
    fn put(&mut self, row: usize, value: FactorValue) -> bool {
        match (self, value) {
            (Self::Ordinal(rows), FactorValue::Level(value)) => rows.set(row, Some(value)),
            (Self::Number(rows), FactorValue::Number(value)) => rows.set(row, Some(value)),
            (Self::Range(rows), FactorValue::Range(value)) => rows.set(row, Some(value)),
            (Self::Flag(rows), FactorValue::Flag(value)) => rows.set(row, Some(value)),
            _ => false,
        }
    }
}

/// Many rows of factors, a column for each factor in the order of [`Description::factors`].
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    rows: usize,
    columns: Vec<Column>,
    /// Whether a row has values of another kind than their columns take.
    unfit: Vec<bool>,
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
        let mut unfit = vec![false; count];
        for ((row, factors), unfit) in rows.enumerate().zip(&mut unfit) {
            let mut rest = places.iter();
            for (id, value) in factors {
                let place = rest.by_ref().find(|(known, _)| *known == id);
                let Some(column) = place.and_then(|(_, at)| columns.get_mut(*at)) else {
                    // what was passed over in looking for it stands before the next one still
                    rest = places.iter();
                    continue;
                };
                *unfit |= !column.put(row, *value);
            }
        }
        Self { rows: count, columns, unfit }
    }

    /// A row's levels, a byte each, equal for two rows exactly if what is asked for of their estimates is. `None` for rows that have anything
    /// but levels and for more columns than fit.
    pub(crate) fn levels(&self, row: usize) -> Option<u64> {
        if self.columns.len() > size_of::<u64>() || self.unfit.get(row).copied().unwrap_or(true) {
            return None;
        }
        self.columns.iter().try_fold(0_u64, |levels, column| {
            let Column::Ordinal(values) = column else { return None };
            let level = values.get(row).map_or(Some(0), |level| level.checked_add(1))?;
            Some(levels << 8 | u64::from(level))
        })
    }

    /// A batch of these columns, which all have the same number of rows. `None` if they do not.
    #[must_use]
    pub fn of_columns(rows: usize, columns: Vec<Column>) -> Option<Self> {
        let fits = columns.iter().all(|column| column.len() == rows);
        fits.then(|| Self { rows, columns, unfit: vec![false; rows] })
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
    /// What is wrong, in words. Rows mostly lack the same few things.
    pub message: Arc<str>,
}

/// The answer to a batch: a score and a level for each row, but for those with a problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Scores; 0 where a problem is told.
    pub scores: Vec<f64>,
    /// Level indices; 0 where a problem is told.
    pub levels: Vec<u8>,
    /// Rows without a score, in order.
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

    /// The loss model of every row, where the methodology gives one.
    ///
    /// # Errors
    /// If it could not answer at all.
    fn loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, MethodologyError> {
        Ok(vec![None; batch.rows()])
    }
}

/// What computes, with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// The ISO/IEC 27005 matrix.
    Matrix(MatrixSettings),
    /// A plugin.
    Plugin(Box<PluginEngine>),
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
    /// If its settings do not fit the criteria, or it is a plugin that is not at hand.
    pub fn build(&self, isms: &Isms) -> Result<Box<dyn Methodology + Send + Sync>, BuildError> {
        let criteria = isms.criteria();
        match &self.engine {
            Engine::Matrix(settings) => {
                Ok(Box::new(Matrix::new(self.id.clone(), self.title.clone(), criteria, settings)?))
            }
            Engine::Plugin(engine) => {
                engine.validate(&self.id, criteria)?;
                let missing =
                    || BuildError::NotAtHand { plugin: engine.plugin.clone(), package: engine.package };
                let engines = isms.engines().ok_or_else(missing)?;
                let inner = engines.methodology(engine)?.ok_or_else(missing)?;
                if *inner.describe() != engine.description {
                    return Err(BuildError::Description { plugin: engine.plugin.clone() });
                }
                Ok(Box::new(engine.plugged((&self.id, &self.title), criteria, inner)))
            }
        }
    }

    /// Whether its settings fit the criteria.
    pub(crate) fn validate(&self, criteria: &RiskCriteria) -> Result<(), criteria::CriteriaError> {
        match &self.engine {
            Engine::Matrix(settings) => {
                Matrix::new(self.id.clone(), self.title.clone(), criteria, settings).map(drop)
            }
            Engine::Plugin(engine) => engine.validate(&self.id, criteria),
        }
    }

    /// The plugin that computes, where one does.
    #[must_use]
    pub fn plugin(&self) -> Option<&PluginEngine> {
        match &self.engine {
            Engine::Matrix(_) => None,
            Engine::Plugin(engine) => Some(engine),
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
            Engine::Plugin(engine) => engine
                .description
                .levels
                .iter()
                .zip(&engine.levels)
                .map(|(name, level)| LevelPolicy {
                    name: name.clone(),
                    acceptance: level.acceptance,
                    appetite: level.appetite,
                })
                .collect(),
        }
    }
}

/// Why a methodology can't be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// It does not fit the criteria.
    #[error(transparent)]
    Criteria(#[from] criteria::CriteriaError),
    /// The plugin refused.
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
    /// The plugin says something else of itself than is on record: its factors and levels would be mixed up.
    #[error("what is on record of the plugin `{plugin}` is not what it says of itself")]
    Description {
        /// The plugin.
        plugin: PluginId,
    },
    /// The plugin's package is not there to be run.
    #[error("the package {package} of the plugin `{plugin}` is not at hand")]
    NotAtHand {
        /// The plugin.
        plugin: PluginId,
        /// The digest of its package.
        package: Digest,
    },
}

impl BuildError {
    /// Whether a plugin could not be run here: whoever reads a journal later need not have the package that answered then,
    /// nor a machine on which it answers.
    pub(crate) fn not_run(&self) -> bool {
        matches!(self, Self::NotAtHand { .. } | Self::Methodology(_))
    }
}

impl Isms {
    /// The factor of a plugin's methodology that is estimated under this id: `fmea/detection`.
    #[must_use]
    pub fn own_factor(&self, id: &FactorId) -> Option<&Factor> {
        if !id.as_str().contains('/') {
            return None;
        }
        self.methodologies().values().find_map(|known| known.plugin()?.own_factor(&known.id, id))
    }
}

impl Isms {
    /// The ids under which the own factors of plugins' methodologies are estimated.
    pub fn own_factors(&self) -> impl Iterator<Item = FactorId> + '_ {
        self.methodologies().values().flat_map(|known| {
            let engine = known.plugin();
            let factors = engine.into_iter().flat_map(|engine| {
                engine.description.factors.iter().filter(|factor| !engine.factors.contains_key(&factor.id))
            });
            factors.filter_map(|factor| PluginEngine::own_id(&known.id, &factor.id))
        })
    }

    /// The name of a factor, of the criteria or of a plugin; its id where it is unknown.
    #[must_use]
    pub fn factor_title(&self, factor: &FactorId) -> String {
        let own = self.own_factor(factor).map(|own| own.title.clone());
        own.or_else(|| self.criteria().factor_title(factor))
            .map_or_else(|| factor.to_string(), |title| title.to_string())
    }

    /// The name of a factor's level, of the criteria or of a plugin; its number where the factor is unknown.
    #[must_use]
    pub fn level_name(&self, factor: &FactorId, level: u8) -> String {
        let own = self.own_factor(factor).and_then(|own| match &own.kind {
            FactorKind::Ordinal(levels) => levels.get(usize::from(level)).map(Title::to_string),
            _ => None,
        });
        own.unwrap_or_else(|| self.criteria().level_name(factor, level))
    }
}

impl Factor {
    /// Whether it takes a value; else what it takes, in words.
    pub(crate) fn takes(&self, value: &FactorValue) -> Result<(), String> {
        let within = |number: &f64, min: &f64, max: &f64| min <= number && number <= max;
        let fits = match (&self.kind, value) {
            (FactorKind::Ordinal(levels), FactorValue::Level(level)) => usize::from(*level) < levels.len(),
            (FactorKind::Number { min, max, .. }, FactorValue::Number(number)) => within(number, min, max),
            (FactorKind::Range { min, max, .. }, FactorValue::Range(points)) => {
                points.iter().all(|point| within(point, min, max)) && points.is_sorted()
            }
            (FactorKind::Flag, FactorValue::Flag(_)) => true,
            _ => false,
        };
        if fits { Ok(()) } else { Err(self.kind.in_words()) }
    }
}

impl FactorKind {
    /// What is taken, in words: `a number from 0 to 10 (1/year)`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let bounds = |unit: &str, min: f64, max: f64| {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            format!("from {min} to {max}{unit}")
        };
        match self {
            Self::Ordinal(levels) => {
                let names: Vec<String> =
                    levels.iter().enumerate().map(|(at, name)| format!("{at} {name}")).collect();
                format!("a level: {}", names.join(", "))
            }
            Self::Number { unit, min, max } => format!("a number {}", bounds(unit, *min, *max)),
            Self::Range { unit, min, max } => {
                format!("least, most likely and greatest, rising, {}", bounds(unit, *min, *max))
            }
            Self::Flag => "yes or no".to_owned(),
        }
    }
}

/// What a level of risk means for the organisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelPolicy {
    /// The level's name.
    pub name: Title,
    /// Whether risks at it are acceptable.
    pub acceptance: matrix::Acceptance,
    /// How many open risks at it the organisation is willing to carry.
    pub appetite: Option<u32>,
}
