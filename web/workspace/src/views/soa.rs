//! The Statement of Applicability.

use serde::{Deserialize, Serialize};

use super::Named;

/// A reason for a control.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Reason {
    /// `risk`, `legal`, `contractual`, `business`, `baseline` or `decision`.
    pub kind: String,
    /// Risks that it treats.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// Laws, contracts, expectations.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// Why someone decided so.
    #[serde(default)]
    pub reason: String,
}

/// What shows that a control works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it shows.
    pub title: String,
    /// Where it is.
    #[serde(default, alias = "link")]
    pub location: Option<String>,
    /// The digest of the file.
    #[serde(default)]
    pub digest: Option<String>,
}

/// A control's line.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SoaRow {
    /// The control.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The theme or category.
    pub group: String,
    /// `included` or `excluded`.
    pub applicability: String,
    /// Why it is included.
    pub reasons: Vec<Reason>,
    /// Why it is excluded, or included against what was derived.
    pub justification: Option<String>,
    /// Whether a person decided against what was derived.
    pub overridden: bool,
    /// How far it is in place.
    pub status: Option<String>,
    /// How.
    pub implementation: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What shows that it works.
    pub evidence: Vec<Evidence>,
    /// Whether the control has a record of its own.
    pub recorded: bool,
    /// Risks and requirements with their titles.
    pub named: Vec<Named>,
    /// Responses that propose a status nobody has decided on yet.
    pub proposed: Vec<(String, String)>,
}

/// The Statement of Applicability.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SoaView {
    /// The edition.
    pub edition: String,
    /// Whether it is a version that was approved, in words.
    pub standing: String,
    /// The digest that an approval would name.
    pub digest: String,
    /// How many controls are included and excluded.
    pub included: (usize, usize),
    /// How many of the included ones stand how.
    pub statuses: Vec<(Option<String>, usize)>,
    /// The lines.
    pub rows: Vec<SoaRow>,
}
