//! A plugin's methodology in use: its factors are the organisation's own where they are mapped, and estimated under the
//! methodology's name where they are not.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::criteria::CriteriaError;
use super::{
    Answer, Batch, Column, Description, Effect, Factor, FactorKind, LossModel, Methodology, MethodologyError,
    Node, RiskCriteria, TraceStep,
};
use crate::id::{FactorId, MethodologyId, PluginId};
use crate::identification::FactorValue;
use crate::methodology::matrix::Acceptance;
use crate::quantity::{Digest, Text, Title};

/// Where a plugin's factor comes from: a factor of the organisation's criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactorSource {
    /// `likelihood`, `consequence` (the worst over the criteria), or a criterion.
    pub factor: FactorId,
    /// The plugin's level that each of the organisation's leads to, by index. Empty: the same index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub onto: Vec<u8>,
}

/// What a plugin's level means for the organisation (6.1.2 a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelMeaning {
    /// Whether risks at it are acceptable.
    pub acceptance: Acceptance,
    /// How many open risks at it the organisation is willing to carry; absent: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appetite: Option<u32>,
}

/// A plugin's methodology with all that the organisation decided about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PluginEngine {
    /// The plugin.
    pub plugin: PluginId,
    /// The digest of the package that answers.
    pub package: Digest,
    /// Its settings, as its schema asks for them.
    #[serde(default)]
    pub settings: serde_json::Value,
    /// The language its names were taken over in: a BCP 47 tag.
    pub language: Title,
    /// What it said of itself under these settings.
    pub description: Description,
    /// Which of its factors come from the organisation's. The others are estimated as `methodology/factor`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub factors: BTreeMap<FactorId, FactorSource>,
    /// What each of its levels means, lowest first.
    pub levels: Vec<LevelMeaning>,
}

/// How a factor of the plugin is filled from the columns of a batch.
#[derive(Debug, Clone)]
enum Filled {
    /// From one column, as it is.
    Own(usize),
    /// From columns of the organisation's criteria: the worst of them by `overall`, then by `onto`.
    Mapped { columns: Vec<(usize, Vec<u8>)>, onto: Vec<u8>, source: FactorId },
}

/// The plugin's methodology as the engine asks it.
pub struct Plugged {
    description: Description,
    /// In the plugin's own terms.
    inner: Arc<dyn Methodology + Send + Sync>,
    filled: Vec<Filled>,
    settings: Digest,
}

impl PluginEngine {
    /// The id under which a factor or node of the plugin is known in the ISMS.
    #[must_use]
    pub fn own_id(methodology: &MethodologyId, factor: &FactorId) -> Option<FactorId> {
        format!("{}/{factor}", methodology.as_str()).parse().ok()
    }

    /// The plugin's factor that is estimated under this id.
    #[must_use]
    pub fn own_factor(&self, methodology: &MethodologyId, id: &FactorId) -> Option<&Factor> {
        let own = id.as_str().strip_prefix(methodology.as_str())?.strip_prefix('/')?;
        let factor = self.description.factors.iter().find(|factor| factor.id.as_str() == own)?;
        (!self.factors.contains_key(&factor.id)).then_some(factor)
    }

    /// Checks what can be checked without the plugin: mapped factors exist on both sides, every level has a meaning.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self, id: &MethodologyId, criteria: &RiskCriteria) -> Result<(), CriteriaError> {
        criteria.validate()?;
        let wrong = |message: String| CriteriaError::Plugin(message);
        let count = self.description.levels.len();
        if !(2..=100).contains(&count) {
            return Err(CriteriaError::LevelCount { scale: "the plugin's levels".to_owned(), found: count });
        }
        if self.levels.len() != count {
            return Err(wrong(format!(
                "{count} levels need a meaning each, {} are given",
                self.levels.len()
            )));
        }
        let (low, high) = self.description.scale;
        if !(low.is_finite() && high.is_finite() && low <= high) {
            return Err(wrong("the plugin's scale of scores does not rise".to_owned()));
        }
        let worse = self.levels.windows(2).any(|pair| matches!(pair, [a, b] if a.acceptance > b.acceptance));
        if worse {
            return Err(wrong("a higher level can't be more acceptable than a lower one".to_owned()));
        }
        let nodes = self.description.nodes.iter().map(|node| &node.id);
        for factor in self.description.factors.iter().map(|factor| &factor.id).chain(nodes) {
            if Self::own_id(id, factor).is_none() {
                return Err(wrong(format!(
                    "`{id}/{factor}` can't name a factor: the methodology's id must be lower-case and short"
                )));
            }
        }
        for (factor, source) in &self.factors {
            let Some(known) = self.description.factor(factor) else {
                let ids: Vec<&str> = self.description.factors.iter().map(|known| known.id.as_str()).collect();
                return Err(wrong(format!(
                    "the plugin has no factor `{factor}`; it has: {}",
                    ids.join(", ")
                )));
            };
            let FactorKind::Ordinal(levels) = &known.kind else {
                return Err(wrong(format!(
                    "`{factor}` has no levels: it can't come from `{}`",
                    source.factor
                )));
            };
            let Some(scale) = criteria.scale(&source.factor) else {
                return Err(wrong(format!("`{}` is no factor of the criteria", source.factor)));
            };
            let there = scale.levels.len();
            let leads = if source.onto.is_empty() {
                there == levels.len()
            } else {
                source.onto.len() == there
                    && source.onto.iter().all(|to| usize::from(*to) < levels.len())
                    && source.onto.is_sorted()
            };
            if !leads {
                return Err(wrong(format!(
                    "each of the {there} levels of `{}` must lead to one of the {} of `{factor}`, never downwards",
                    source.factor,
                    levels.len()
                )));
            }
        }
        Ok(())
    }

    /// The digest of whatever could change an answer beside the package.
    fn settings_digest(&self, criteria: &RiskCriteria) -> Digest {
        let scales: BTreeMap<&FactorId, Option<&super::Scale>> =
            self.factors.values().map(|source| (&source.factor, criteria.scale(&source.factor))).collect();
        let worst = self.factors.values().any(|source| source.factor == FactorId::consequence());
        let pinned = (
            &self.settings,
            &self.description.levels,
            &self.factors,
            scales,
            worst.then_some((&criteria.consequence, &criteria.criteria)),
        );
        Digest::of_json(&pinned).unwrap_or(Digest::ZERO)
    }

    /// The methodology as the engine asks it. `inner` is the plugin's, in its own terms.
    pub(super) fn plugged(
        &self,
        (id, title): (&MethodologyId, &Title),
        criteria: &RiskCriteria,
        inner: Arc<dyn Methodology + Send + Sync>,
    ) -> Plugged {
        let mut factors: Vec<Factor> = Vec::new();
        let mut filled = Vec::new();
        for factor in &self.description.factors {
            match self.factors.get(&factor.id) {
                None => {
                    filled.push(Filled::Own(factors.len()));
                    let id = Self::own_id(id, &factor.id).unwrap_or_else(|| factor.id.clone());
                    factors.push(Factor { id, ..factor.clone() });
                }
                Some(source) => {
                    let columns = asked(criteria, &source.factor)
                        .into_iter()
                        .map(|(asked, overall)| {
                            let known = factors.iter().position(|known| known.id == asked.id);
                            let at = known.unwrap_or_else(|| {
                                factors.push(asked);
                                factors.len().saturating_sub(1)
                            });
                            (at, overall)
                        })
                        .collect();
                    let onto = source.onto.clone();
                    filled.push(Filled::Mapped { columns, onto, source: source.factor.clone() });
                }
            }
        }
        let here = |factor: &FactorId| match self.factors.get(factor) {
            Some(source) => Some(source.factor.clone()),
            None => Self::own_id(id, factor),
        };
        let axes = self.description.axes.as_ref();
        let axes = axes.and_then(|(down, across)| here(down).zip(here(across)));
        let node = |node: &Node| Node {
            id: Self::own_id(id, &node.id).unwrap_or_else(|| node.id.clone()),
            ..node.clone()
        };
        let description = Description {
            id: id.clone(),
            title: title.clone(),
            version: self.description.version.clone(),
            factors,
            nodes: self.description.nodes.iter().map(node).collect(),
            levels: self.description.levels.clone(),
            scale: self.description.scale,
            unit: self.description.unit.clone(),
            axes,
        };
        Plugged { description, inner, filled, settings: self.settings_digest(criteria) }
    }
}

/// The organisation's factors that a mapped one is made from, each with the overall level its own lead to.
fn asked(criteria: &RiskCriteria, source: &FactorId) -> Vec<(Factor, Vec<u8>)> {
    let factor = |id: FactorId, title: Title, scale: &super::Scale| Factor {
        id,
        title,
        help: Text::default(),
        effect: Effect::Raises,
        kind: FactorKind::Ordinal(scale.names()),
        required: false,
    };
    let straight = |count: usize| (0..=u8::MAX).take(count).collect::<Vec<u8>>();
    let scale = |id: &FactorId| criteria.scale(id).unwrap_or(&criteria.consequence);
    if *source == FactorId::consequence() {
        let mut all: Vec<(Factor, Vec<u8>)> = criteria
            .criteria
            .iter()
            .map(|criterion| {
                let levels = scale(&criterion.id).levels.len();
                let onto = if criterion.onto.is_empty() { straight(levels) } else { criterion.onto.clone() };
                (factor(criterion.id.clone(), criterion.title.clone(), scale(&criterion.id)), onto)
            })
            .collect();
        all.push((
            factor(source.clone(), Title::fixed("Consequence"), &criteria.consequence),
            straight(criteria.consequence.levels.len()),
        ));
        return all;
    }
    let criterion = criteria.criteria.iter().find(|criterion| criterion.id == *source);
    let title = criterion.map_or_else(|| Title::fixed("Likelihood"), |criterion| criterion.title.clone());
    vec![(factor(source.clone(), title, scale(source)), straight(scale(source).levels.len()))]
}

impl Plugged {
    /// The batch in the plugin's own terms.
    fn turned(&self, batch: &Batch) -> Result<Batch, MethodologyError> {
        let foreign = || MethodologyError {
            methodology: self.description.id.clone(),
            message: "the batch was made for another methodology".to_owned(),
        };
        let columns = self.filled.iter().map(|filled| match filled {
            Filled::Own(at) => batch.columns().get(*at).cloned().ok_or_else(foreign),
            Filled::Mapped { columns, onto, .. } => {
                let mut worst: Vec<Option<u8>> = vec![None; batch.rows()];
                for (at, overall) in columns {
                    let Some(Column::Ordinal(levels)) = batch.columns().get(*at) else {
                        return Err(foreign());
                    };
                    for (worst, level) in worst.iter_mut().zip(levels.iter()) {
                        let led =
                            level.map(|level| overall.get(usize::from(level)).copied().unwrap_or(u8::MAX));
                        *worst = (*worst).max(led);
                    }
                }
                if !onto.is_empty() {
                    for level in worst.iter_mut().flatten() {
                        *level = onto.get(usize::from(*level)).copied().unwrap_or(u8::MAX);
                    }
                }
                Ok(Column::Ordinal(worst.into()))
            }
        });
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        Batch::of_columns(batch.rows(), columns).ok_or_else(foreign)
    }

    /// An error of the plugin's under the methodology's name.
    fn told(&self, error: MethodologyError) -> MethodologyError {
        MethodologyError { methodology: self.description.id.clone(), message: error.message }
    }

    /// A row's steps in the organisation's terms: what was estimated first, then what the plugin made of it.
    fn steps(&self, batch: &Batch, row: usize, inner: Vec<TraceStep>) -> Vec<TraceStep> {
        if inner.is_empty() {
            return inner;
        }
        let here = |node: &FactorId| match node.as_str() {
            "score" | "level" => node.clone(),
            _ => PluginEngine::own_id(&self.description.id, node).unwrap_or_else(|| node.clone()),
        };
        let mut steps: Vec<TraceStep> = Vec::with_capacity(inner.len());
        for mut step in inner {
            let at = self.inner.describe().factors.iter().position(|factor| factor.id == step.node);
            step.node = here(&step.node);
            for from in &mut step.from {
                *from = here(from);
            }
            if let Some(Filled::Mapped { columns, source, .. }) = at.and_then(|at| self.filled.get(at)) {
                step.from = self.sources(batch, row, columns, source, &mut steps);
            }
            steps.push(step);
        }
        steps
    }

    /// Puts the estimates a mapped factor was made from before it, and names those that decided.
    fn sources(
        &self,
        batch: &Batch,
        row: usize,
        columns: &[(usize, Vec<u8>)],
        source: &FactorId,
        steps: &mut Vec<TraceStep>,
    ) -> Vec<FactorId> {
        let mut led: Vec<(FactorId, u8)> = Vec::new();
        for (at, overall) in columns {
            let (Some(factor), Some(Column::Ordinal(levels))) =
                (self.description.factors.get(*at), batch.columns().get(*at))
            else {
                continue;
            };
            let Some(level) = levels.get(row) else { continue };
            let FactorKind::Ordinal(titles) = &factor.kind else { continue };
            if !steps.iter().any(|step| step.node == factor.id) {
                steps.push(TraceStep {
                    node: factor.id.clone(),
                    value: FactorValue::Level(level),
                    label: titles.get(usize::from(level)).map(Title::to_string).unwrap_or_default(),
                    from: Vec::new(),
                });
            }
            led.push((factor.id.clone(), overall.get(usize::from(level)).copied().unwrap_or(u8::MAX)));
        }
        let worst = led.iter().map(|(_, level)| *level).max();
        let deciding: Vec<FactorId> =
            led.into_iter().filter(|(_, level)| Some(*level) == worst).map(|(id, _)| id).collect();
        // the worst of several criteria is the organisation's overall level, whose place in maps a trace has to tell
        if let (true, Some(worst)) =
            (*source == FactorId::consequence() && deciding != [source.clone()], worst)
        {
            let title = columns.last().and_then(|(at, _)| self.description.factors.get(*at));
            let label = match title.map(|factor| &factor.kind) {
                Some(FactorKind::Ordinal(titles)) => titles.get(usize::from(worst)).map(Title::to_string),
                _ => None,
            };
            steps.retain(|step| step.node != *source);
            steps.push(TraceStep {
                node: source.clone(),
                value: FactorValue::Level(worst),
                label: label.unwrap_or_default(),
                from: deciding.into_iter().filter(|id| id != source).collect(),
            });
            return vec![source.clone()];
        }
        deciding
    }
}

impl Methodology for Plugged {
    fn describe(&self) -> &Description {
        &self.description
    }

    fn code(&self) -> Digest {
        self.inner.code()
    }

    fn settings(&self) -> Digest {
        self.settings
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, MethodologyError> {
        self.inner.assess(&self.turned(batch)?).map_err(|error| self.told(error))
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<TraceStep>>, MethodologyError> {
        let turned = self.turned(batch)?;
        let mut rows = self.inner.trace(&turned).map_err(|error| self.told(error))?;
        let ends = |steps: &Vec<TraceStep>| steps.last().is_none_or(|step| step.node.as_str() == "level");
        if !rows.iter().all(ends) {
            // a plugin tells the way to the score; which level that is, its answer says
            let answer = self.inner.assess(&turned).map_err(|error| self.told(error))?;
            for (steps, level) in rows.iter_mut().zip(answer.levels) {
                if !ends(steps) {
                    let name = self.description.levels.get(usize::from(level));
                    steps.push(TraceStep {
                        node: FactorId::fixed("level"),
                        value: FactorValue::Level(level),
                        label: name.map(Title::to_string).unwrap_or_default(),
                        from: vec![FactorId::fixed("score")],
                    });
                }
            }
        }
        Ok(rows.into_iter().enumerate().map(|(row, steps)| self.steps(batch, row, steps)).collect())
    }

    fn loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, MethodologyError> {
        self.inner.loss(&self.turned(batch)?).map_err(|error| self.told(error))
    }
}
