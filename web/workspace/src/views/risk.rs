//! One risk.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ActionCard, Level, Named, Rated};
use crate::change::{Estimate, Lowering};

/// What a factor takes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorKind {
    /// Named levels, lowest first.
    Ordinal(Vec<String>),
    /// A number.
    Number(Bounds),
    /// Three numbers.
    Range(Bounds),
    /// Yes or no.
    Flag,
}

/// What a number may be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Bounds {
    /// The unit.
    pub unit: String,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

/// A factor of a methodology.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Factor {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// How to estimate it.
    #[serde(default)]
    pub help: String,
    /// What it takes.
    pub kind: FactorKind,
    /// Whether no score is possible without it.
    pub required: bool,
}

/// A step from factors to score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TraceStep {
    /// A factor's id, or a node in between.
    pub node: String,
    /// Its value in words.
    pub label: String,
    /// What it was made from.
    #[serde(default)]
    pub from: Vec<String>,
}

/// The score on record.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Recorded {
    /// The digest that pins it.
    pub digest: String,
}

/// One picture of a risk by one methodology.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StageView {
    /// Which picture.
    pub stage: String,
    /// The score as computed now.
    pub rated: Option<Rated>,
    /// The digest that would pin it.
    pub digest: Option<String>,
    /// Why it has no score.
    pub problem: Option<String>,
    /// The steps from factors to score.
    pub trace: Vec<TraceStep>,
    /// The score on record.
    pub recorded: Option<Recorded>,
}

/// An acceptance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Acceptance {
    /// Its id.
    pub id: String,
    /// The level accepted.
    pub level_name: String,
    /// Who accepted.
    pub by: String,
    /// When.
    pub on: String,
    /// Until when.
    pub until: String,
    /// Why.
    pub reason: String,
    /// When it was withdrawn.
    #[serde(default)]
    pub withdrawn_on: Option<String>,
}

/// Whether an acceptance stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Standing {
    /// `valid`, `expired` or `stale`.
    pub state: String,
    /// What has changed since, in words.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// An acceptance and whether it stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Acceptances {
    /// The acceptance.
    pub acceptance: Acceptance,
    /// Whether it stands, for the one that counts.
    pub standing: Option<Standing>,
}

/// A risk by one methodology.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Assessed {
    /// Which one.
    pub methodology: String,
    /// Its name.
    pub title: String,
    /// Whether its levels decide.
    pub preferred: bool,
    /// Why it can't be asked.
    pub unavailable: Option<String>,
    /// The factors it asks for.
    pub form: Vec<Factor>,
    /// Its levels.
    pub levels: Vec<Level>,
    /// The three pictures.
    pub stages: Vec<StageView>,
    /// Why the recorded scores no longer hold.
    pub stale: Vec<String>,
    /// What is to be done.
    pub verdict: Option<String>,
    /// Acceptances, the newest first.
    pub acceptances: Vec<Acceptances>,
}

/// A risk as it is recorded.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// What could happen.
    pub title: String,
    /// The same at length.
    #[serde(default)]
    pub description: String,
    /// Who owns it.
    #[serde(default)]
    pub owner: Option<String>,
    /// Without controls.
    #[serde(default)]
    pub inherent: Option<Estimate>,
    /// With the controls in place.
    #[serde(default)]
    pub current: Option<Estimate>,
    /// With the plan carried out.
    #[serde(default)]
    pub target: Option<Estimate>,
    /// Why it is closed.
    #[serde(default)]
    pub closed: Option<String>,
    /// When it is to be looked at again.
    #[serde(default)]
    pub review_on: Option<String>,
}

/// A control that bears on a risk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ControlOf {
    /// The control.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How far it is in place.
    pub status: Option<String>,
    /// Whether it bears on the risk already.
    pub existing: bool,
    /// Whether the treatment chose it.
    pub chosen: bool,
}

/// How a risk is treated.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Treatment {
    /// The option.
    #[serde(default)]
    pub option: Option<String>,
    /// Why.
    #[serde(default)]
    pub rationale: String,
    /// The controls, each with what it takes off which factor.
    #[serde(default)]
    pub controls: BTreeMap<String, BTreeMap<String, Lowering>>,
}

/// One risk with everything.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RiskView {
    /// The risk as it is recorded.
    pub scenario: Scenario,
    /// The assets it hits.
    pub assets: Vec<Named>,
    /// The threats at work.
    pub threats: Vec<Named>,
    /// The vulnerabilities exploited.
    pub vulnerabilities: Vec<Named>,
    /// The controls that bear on it or are to.
    pub controls: Vec<ControlOf>,
    /// By each methodology, the preferred one first.
    pub assessed: Vec<Assessed>,
    /// How it is treated.
    pub treatment: Option<Treatment>,
    /// The actions that serve it.
    pub actions: Vec<ActionCard>,
}
