//! Risk criteria: the organisation's own scales of likelihood and consequence (6.1.2 a).

use serde::{Deserialize, Serialize};

use crate::context::Approval;
use crate::id::{FactorId, MethodologyId};
use crate::quantity::{Text, Title};
use crate::record::record;

/// A named level of a scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name.
    pub name: Title,
    /// What it means.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub description: Text,
    /// The range of a quantity it stands for, lowest included, highest excluded; either end may be open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<LevelRange>,
}

/// A range of a quantity, such as euros of loss or events a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelRange {
    /// The unit: `EUR`, `1/year`.
    pub unit: Title,
    /// From here, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Up to here, excluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
}

/// What is wrong with criteria or a matrix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CriteriaError {
    /// Fewer than 2 or more than 10 levels.
    #[error("{scale} has {found} levels; 2 to 10 are possible")]
    LevelCount {
        /// Which scale.
        scale: String,
        /// How many it has.
        found: usize,
    },
    /// Two levels of the same name.
    #[error("{scale} has two levels named `{name}`")]
    SameName {
        /// Which scale.
        scale: String,
        /// The name.
        name: Title,
    },
    /// A range that ends before it begins, or one that is no number.
    #[error("the range of `{name}` in {scale} does not run from a lower to a higher number")]
    Range {
        /// Which scale.
        scale: String,
        /// The level.
        name: Title,
    },
    /// A criterion's id that is taken twice or reserved.
    #[error("the criterion id `{0}` is used twice, or reserved")]
    CriterionId(FactorId),
    /// A criterion's levels don't all lead to a level of the overall scale, in order.
    #[error("`{0}` must lead each of its levels to one of the overall consequence scale, never downwards")]
    Onto(FactorId),
    /// The table has the wrong shape.
    #[error("the combination table must have {rows} rows (likelihood) of {columns} cells (consequence)")]
    TableShape {
        /// Rows needed.
        rows: usize,
        /// Cells a row needs.
        columns: usize,
    },
    /// A worse factor lowers the score.
    #[error("the score falls from {from} to {to} between cells that are worse: row {row}, column {column}")]
    NotMonotone {
        /// The 1-based row of the lower score.
        row: usize,
        /// The 1-based column of the lower score.
        column: usize,
        /// The score before.
        from: u32,
        /// The score after.
        to: u32,
    },
    /// Bands that don't rise, or leave the lowest score out.
    #[error("bands must begin at or below the lowest score ({lowest}) and rise; `{name}` begins at {from}")]
    Bands {
        /// The band that does not fit.
        name: Title,
        /// Where it begins.
        from: u32,
        /// The lowest score of the table.
        lowest: u32,
    },
    /// Risks that are to be assessed again at once, always.
    #[error("risks are assessed again after a number of months, from 1 on")]
    Interval,
    /// A plugin's methodology that does not fit the organisation.
    #[error("{0}")]
    Plugin(String),
    /// The worst cell does not reach the worst band.
    #[error("no combination reaches the band `{0}`")]
    Unreachable(Title),
}

/// 2 to 10 named levels, the lowest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The levels.
    pub levels: Vec<Level>,
}

impl Scale {
    /// A scale of names alone.
    ///
    /// ```
    /// use riskwright_core::methodology::Scale;
    /// let scale = Scale::named(["low", "medium", "high"]).unwrap();
    /// assert_eq!(scale.index("MEDIUM"), Some(1));
    /// ```
    ///
    /// # Errors
    /// If a name is blank or too long.
    pub fn named<'a>(
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, crate::quantity::QuantityError> {
        let levels: Result<Vec<Level>, _> = names
            .into_iter()
            .map(|name| Ok(Level { name: name.parse()?, description: Text::default(), range: None }))
            .collect();
        Ok(Self { levels: levels? })
    }

    /// The index of the level with this name, in any letter case.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<u8> {
        let name = name.trim().to_lowercase();
        let at = self.levels.iter().position(|level| level.name.to_lowercase() == name)?;
        u8::try_from(at).ok()
    }

    /// The level at an index.
    #[must_use]
    pub fn get(&self, index: u8) -> Option<&Level> {
        self.levels.get(usize::from(index))
    }

    /// The names, lowest first.
    #[must_use]
    pub fn names(&self) -> Vec<Title> {
        self.levels.iter().map(|level| level.name.clone()).collect()
    }

    pub(crate) fn validate(&self, scale: &str) -> Result<(), CriteriaError> {
        let found = self.levels.len();
        if !(2..=10).contains(&found) {
            return Err(CriteriaError::LevelCount { scale: scale.to_owned(), found });
        }
        for (at, level) in self.levels.iter().enumerate() {
            let name = level.name.to_lowercase();
            if self.levels.iter().take(at).any(|other| other.name.to_lowercase() == name) {
                return Err(CriteriaError::SameName { scale: scale.to_owned(), name: level.name.clone() });
            }
            let bounds = level.range.as_ref().map_or((None, None), |range| (range.from, range.to));
            let finite = [bounds.0, bounds.1].iter().flatten().all(|bound| bound.is_finite());
            if !finite || matches!(bounds, (Some(from), Some(to)) if from >= to) {
                return Err(CriteriaError::Range { scale: scale.to_owned(), name: level.name.clone() });
            }
        }
        Ok(())
    }
}

/// A criterion of consequence: confidentiality, safety, …
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsequenceCriterion {
    /// The factor by which estimates name it.
    pub id: FactorId,
    /// Its name.
    pub title: Title,
    /// Its own levels; absent: those of the overall consequence scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
    /// The overall level that each own level leads to, by index. Empty: the same index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub onto: Vec<u8>,
}

record! {
    /// The organisation's risk criteria (6.1.2 a): its scales, and the methodology it goes by.
    pub struct RiskCriteria, RiskCriteriaRevision {
        required {
            /// Levels of likelihood.
            likelihood: Scale,
            /// Levels of overall consequence.
            consequence: Scale,
            /// Criteria of consequence: any number.
            criteria: Vec<ConsequenceCriterion>,
            /// The methodology whose levels decide.
            methodology: MethodologyId,
        }
        optional {
            /// After how many months risks are to be assessed again (8.2).
            reassess_months: Option<u16>,
            /// What calls for an assessment in between.
            triggers: Vec<Title>,
            /// Who approved the criteria and when.
            approval: Option<Approval>,
        }
    }
}

impl RiskCriteria {
    /// The scale of a factor: `likelihood`, `consequence`, or a criterion's own.
    #[must_use]
    pub fn scale(&self, factor: &FactorId) -> Option<&Scale> {
        match factor.as_str() {
            "likelihood" => Some(&self.likelihood),
            "consequence" => Some(&self.consequence),
            _ => {
                let criterion = self.criteria.iter().find(|criterion| criterion.id == *factor)?;
                Some(criterion.scale.as_ref().unwrap_or(&self.consequence))
            }
        }
    }

    /// The name of a factor: `likelihood`, `consequence`, or a criterion; none of any other.
    #[must_use]
    pub fn factor_title(&self, factor: &FactorId) -> Option<Title> {
        match factor.as_str() {
            "likelihood" => Some(Title::fixed("Likelihood")),
            "consequence" => Some(Title::fixed("Consequence")),
            _ => self.criteria.iter().find(|known| known.id == *factor).map(|known| known.title.clone()),
        }
    }

    /// The name of a factor's level, or its number where the scale is unknown.
    #[must_use]
    pub fn level_name(&self, factor: &FactorId, level: u8) -> String {
        let name = self.scale(factor).and_then(|scale| scale.get(level)).map(|level| level.name.to_string());
        name.unwrap_or_else(|| format!("level {level}"))
    }

    /// Checks that scales are possible and criteria lead to the overall scale.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), CriteriaError> {
        if self.reassess_months == Some(0) {
            return Err(CriteriaError::Interval);
        }
        self.likelihood.validate("the likelihood scale")?;
        self.consequence.validate("the consequence scale")?;
        for (at, criterion) in self.criteria.iter().enumerate() {
            let reserved = ["likelihood", "consequence", "score", "level"].contains(&criterion.id.as_str());
            if reserved || self.criteria.iter().take(at).any(|other| other.id == criterion.id) {
                return Err(CriteriaError::CriterionId(criterion.id.clone()));
            }
            if let Some(scale) = &criterion.scale {
                scale.validate(&criterion.title)?;
            }
            let levels = criterion.scale.as_ref().unwrap_or(&self.consequence).levels.len();
            let overall = self.consequence.levels.len();
            let leads = if criterion.onto.is_empty() {
                levels == overall
            } else {
                criterion.onto.len() == levels
                    && criterion.onto.iter().all(|to| usize::from(*to) < overall)
                    && criterion.onto.is_sorted()
            };
            if !leads {
                return Err(CriteriaError::Onto(criterion.id.clone()));
            }
        }
        Ok(())
    }
}
