//! The built-in methodology: likelihood and consequence meet in the organisation's own table (ISO/IEC 27005:2022, A.1).

use serde::{Deserialize, Serialize};

use super::criteria::CriteriaError;
use super::{
    Answer, Batch, Cells, Column, Description, Effect, Factor, FactorKind, Methodology, MethodologyError,
    RiskCriteria, RowProblem, TraceStep,
};
use crate::id::{FactorId, MethodologyId};
use crate::identification::FactorValue;
use crate::quantity::{Digest, Text, Title};
use crate::record::words;

words! {
    /// What a band of risk means for the organisation (6.1.2 a).
    pub enum Acceptance {
        /// Carried without further ado.
        Acceptable = "acceptable",
        /// Carried under watch.
        Tolerable = "tolerable",
        /// Not carried without treatment or the owner's acceptance.
        Unacceptable = "unacceptable",
    }
}

/// A band of scores: a level of risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name: the level of risk.
    pub name: Title,
    /// The lowest score in it.
    pub from: u32,
    /// Whether risks in it are acceptable.
    pub acceptance: Acceptance,
    /// How many open risks in it the organisation is willing to carry; absent: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appetite: Option<u32>,
    /// What it calls for.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub description: Text,
}

/// The settings of a matrix: its table and bands. Scales come from the [`RiskCriteria`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MatrixSettings {
    /// Scores: a row for each likelihood, a cell for each overall consequence, lowest first.
    pub table: Vec<Vec<u32>>,
    /// Bands, lowest first.
    pub bands: Vec<Band>,
}

/// The ISO/IEC 27005 matrix: the consequence is the worst over the criteria estimated, or the overall one.
#[derive(Debug, Clone)]
pub struct Matrix {
    description: Description,
    table: Vec<Vec<u32>>,
    bands: Vec<Band>,
    /// For each factor after likelihood: the overall level that each of its levels leads to.
    onto: Vec<Vec<u8>>,
    consequence: Vec<Title>,
    settings: Digest,
}

/// One factor's levels, row by row.
type Levels<'a> = &'a Cells<u8>;

/// A row's way through the table.
struct Way {
    likelihood: u8,
    consequence: u8,
    score: u32,
    level: u8,
}

impl Matrix {
    /// The matrix of these criteria and settings.
    ///
    /// # Errors
    /// If the table has a hole, falls where a factor gets worse, or its bands leave a score out.
    pub fn new(
        id: MethodologyId,
        title: Title,
        criteria: &RiskCriteria,
        settings: &MatrixSettings,
    ) -> Result<Self, CriteriaError> {
        criteria.validate()?;
        settings.validate(criteria)?;
        let ordinal = |id: FactorId, title: Title, levels: Vec<Title>, required| Factor {
            id,
            title,
            help: Text::default(),
            effect: Effect::Raises,
            kind: FactorKind::Ordinal(levels),
            required,
        };
        let mut factors = vec![ordinal(
            FactorId::likelihood(),
            Title::fixed("Likelihood"),
            criteria.likelihood.names(),
            true,
        )];
        let mut onto = Vec::new();
        for criterion in &criteria.criteria {
            let levels = criterion.scale.as_ref().unwrap_or(&criteria.consequence).names();
            onto.push(if criterion.onto.is_empty() {
                (0..=u8::MAX).take(levels.len()).collect()
            } else {
                criterion.onto.clone()
            });
            factors.push(ordinal(criterion.id.clone(), criterion.title.clone(), levels, false));
        }
        let consequence = criteria.consequence.names();
        onto.push((0..=u8::MAX).take(consequence.len()).collect());
        factors.push(ordinal(
            FactorId::consequence(),
            Title::fixed("Consequence"),
            consequence.clone(),
            false,
        ));

        let scores = || settings.table.iter().flatten().copied();
        let scale = (f64::from(scores().min().unwrap_or(0)), f64::from(scores().max().unwrap_or(0)));
        // whatever could change an answer or its meaning
        let pinned = (&criteria.likelihood, &criteria.consequence, &criteria.criteria, &settings.table);
        let bands: Vec<(&Title, u32)> = settings.bands.iter().map(|band| (&band.name, band.from)).collect();
        let settings_digest = Digest::of_json(&(pinned, bands)).unwrap_or(Digest::ZERO);
        Ok(Self {
            description: Description {
                id,
                title,
                version: "1".to_owned(),
                factors,
                nodes: Vec::new(),
                unit: String::new(),
                levels: settings.bands.iter().map(|band| band.name.clone()).collect(),
                scale,
                axes: Some((FactorId::likelihood(), FactorId::consequence())),
            },
            table: settings.table.clone(),
            bands: settings.bands.clone(),
            onto,
            consequence,
            settings: settings_digest,
        })
    }

    /// The ordinal columns of a batch made for this matrix: likelihood, and the consequences in order.
    fn columns<'a>(&self, batch: &'a Batch) -> Result<(Levels<'a>, Vec<Levels<'a>>), MethodologyError> {
        let mut ordinals = Vec::with_capacity(batch.columns().len());
        for column in batch.columns() {
            match column {
                Column::Ordinal(values) => ordinals.push(values),
                _ => return Err(self.refused("a matrix takes ordinal columns only")),
            }
        }
        match ordinals.split_first() {
            Some((likelihood, rest)) if rest.len() == self.onto.len() => Ok((likelihood, rest.to_vec())),
            _ => Err(self.refused("the batch was made for another methodology")),
        }
    }

    fn refused(&self, message: &str) -> MethodologyError {
        MethodologyError { methodology: self.description.id.clone(), message: message.to_owned() }
    }

    fn way(
        &self,
        likelihood: Option<u8>,
        consequences: impl Iterator<Item = Option<u8>>,
    ) -> Result<Way, String> {
        let likelihood = likelihood.ok_or("no likelihood was estimated")?;
        let mut worst: Option<u8> = None;
        for (onto, level) in self.onto.iter().zip(consequences) {
            if let Some(level) = level {
                let led = *onto
                    .get(usize::from(level))
                    .ok_or_else(|| format!("there is no consequence level {level}"))?;
                worst = Some(worst.map_or(led, |before| before.max(led)));
            }
        }
        let consequence = worst.ok_or("no consequence was estimated")?;
        let row = self.table.get(usize::from(likelihood));
        let cell = row.and_then(|row| row.get(usize::from(consequence)));
        let score = *cell.ok_or_else(|| format!("there is no likelihood level {likelihood}"))?;
        let level = self.bands.iter().rposition(|band| band.from <= score).unwrap_or(0);
        Ok(Way { likelihood, consequence, score, level: u8::try_from(level).unwrap_or(u8::MAX) })
    }

    fn steps(&self, way: &Way, consequences: &[Option<u8>]) -> Vec<TraceStep> {
        let label =
            |titles: &[Title], at: u8| titles.get(usize::from(at)).map(Title::to_string).unwrap_or_default();
        let mut steps = Vec::new();
        let mut deciding = Vec::new();
        let values = std::iter::once(Some(way.likelihood)).chain(consequences.iter().copied());
        for (at, (factor, value)) in self.description.factors.iter().zip(values).enumerate() {
            let (Some(level), FactorKind::Ordinal(levels)) = (value, &factor.kind) else { continue };
            steps.push(TraceStep {
                node: factor.id.clone(),
                value: FactorValue::Level(level),
                label: label(levels, level),
                from: Vec::new(),
            });
            let led = at
                .checked_sub(1)
                .and_then(|at| self.onto.get(at))
                .and_then(|onto| onto.get(usize::from(level)));
            if led == Some(&way.consequence) {
                deciding.push(factor.id.clone());
            }
        }
        let overall = FactorId::consequence();
        if deciding != [overall.clone()] {
            // the overall node replaces a lesser overall estimate: the worst decides
            steps.retain(|step| step.node != overall);
            deciding.retain(|id| *id != overall);
            steps.push(TraceStep {
                node: overall.clone(),
                value: FactorValue::Level(way.consequence),
                label: label(&self.consequence, way.consequence),
                from: deciding,
            });
        }
        steps.push(TraceStep {
            node: FactorId::fixed("score"),
            value: FactorValue::Number(f64::from(way.score)),
            label: way.score.to_string(),
            from: vec![FactorId::likelihood(), overall],
        });
        steps.push(TraceStep {
            node: FactorId::fixed("level"),
            value: FactorValue::Level(way.level),
            label: label(&self.description.levels, way.level),
            from: vec![FactorId::fixed("score")],
        });
        steps
    }
}

impl Methodology for Matrix {
    fn describe(&self) -> &Description {
        &self.description
    }

    fn code(&self) -> Digest {
        Digest::of(b"riskwright.matrix/1")
    }

    fn settings(&self) -> Digest {
        self.settings
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, MethodologyError> {
        let (likelihood, consequences) = self.columns(batch)?;
        let rows = batch.rows();
        let mut answer = Answer {
            scores: Vec::with_capacity(rows),
            levels: Vec::with_capacity(rows),
            problems: Vec::new(),
        };
        for (row, likelihood) in likelihood.iter().enumerate() {
            let values = consequences.iter().map(|column| column.get(row));
            match self.way(likelihood, values) {
                Ok(way) => {
                    answer.scores.push(f64::from(way.score));
                    answer.levels.push(way.level);
                }
                Err(message) => {
                    answer.scores.push(0.0);
                    answer.levels.push(0);
                    answer.problems.push(RowProblem { row, message: message.into() });
                }
            }
        }
        Ok(answer)
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, MethodologyError> {
        let (likelihood, consequences) = self.columns(batch)?;
        let rows = likelihood.iter().enumerate().map(|(row, likelihood)| {
            let values: Vec<Option<u8>> = consequences.iter().map(|column| column.get(row)).collect();
            self.way(likelihood, values.iter().copied())
                .map(|way| self.steps(&way, &values))
                .unwrap_or_default()
        });
        Ok(rows.collect())
    }
}

impl MatrixSettings {
    /// Checks the table and bands against the criteria's scales: every cell filled, monotone, every score in a band,
    /// every band within reach.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self, criteria: &RiskCriteria) -> Result<(), CriteriaError> {
        let (rows, columns) = (criteria.likelihood.levels.len(), criteria.consequence.levels.len());
        if self.table.len() != rows || self.table.iter().any(|row| row.len() != columns) {
            return Err(CriteriaError::TableShape { rows, columns });
        }
        let cell =
            |row: usize, column: usize| self.table.get(row).and_then(|cells| cells.get(column)).copied();
        for row in 0..rows {
            for column in 0..columns {
                let here = cell(row, column).unwrap_or(0);
                let before = [
                    row.checked_sub(1).and_then(|up| cell(up, column)),
                    column.checked_sub(1).and_then(|left| cell(row, left)),
                ];
                if let Some(from) = before.into_iter().flatten().find(|from| *from > here) {
                    return Err(CriteriaError::NotMonotone {
                        row: row + 1,
                        column: column + 1,
                        from,
                        to: here,
                    });
                }
            }
        }
        let scores = || self.table.iter().flatten().copied();
        let (lowest, highest) = (scores().min().unwrap_or(0), scores().max().unwrap_or(0));
        let count = self.bands.len();
        if !(2..=10).contains(&count) {
            return Err(CriteriaError::LevelCount { scale: "the list of bands".to_owned(), found: count });
        }
        let mut before: Option<u32> = None;
        for (at, band) in self.bands.iter().enumerate() {
            if before.map_or(band.from > lowest, |before| band.from <= before) {
                return Err(CriteriaError::Bands { name: band.name.clone(), from: band.from, lowest });
            }
            before = Some(band.from);
            if self.bands.iter().take(at).any(|other| other.name.to_lowercase() == band.name.to_lowercase()) {
                return Err(CriteriaError::SameName {
                    scale: "the list of bands".to_owned(),
                    name: band.name.clone(),
                });
            }
        }
        match self.bands.last() {
            Some(top) if top.from > highest => Err(CriteriaError::Unreachable(top.name.clone())),
            _ => Ok(()),
        }
    }
}
