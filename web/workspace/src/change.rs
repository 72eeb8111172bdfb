//! What is asked to be changed: changes of `riskwright_core::change` as JSON, those that are made here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A factor's value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorValue {
    /// A level, 0 the lowest.
    Level(u8),
    /// A number in the factor's unit.
    Number(f64),
    /// Minimum, most likely and maximum.
    Range([f64; 3]),
    /// Yes or no.
    Flag(bool),
}

/// What was estimated for a stage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Estimate {
    /// Values by factor.
    pub factors: BTreeMap<String, FactorValue>,
    /// Why these.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rationale: String,
}

/// What a control takes off a factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lowering {
    /// So many steps.
    Steps(u8),
    /// So large a share.
    Share(f64),
}

/// What changes of a risk. What is absent stays; what is null goes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RiskSet {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<String>>,
    /// When it is to be looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Option<String>>,
}

/// What changes of an action.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ActionSet {
    /// How it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<String>>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Option<String>>,
    /// When it was carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Option<String>>,
}

/// A decision on a control's applicability.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Override {
    /// `included` or `excluded`.
    pub decision: String,
    /// Why.
    pub reason: String,
}

/// What changes of a control.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ControlSet {
    /// How far it is in place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Option<String>>,
    /// How.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implementation: Option<String>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<String>>,
    /// A decision on applicability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicability: Option<Option<Override>>,
}

/// A record that gets these fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Revised<S> {
    /// Which record.
    pub id: String,
    /// The fields.
    pub set: S,
}

/// A control that has had no record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewControl {
    /// Which control.
    pub id: String,
    /// What is said of it.
    #[serde(flatten)]
    pub set: ControlSet,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Change {
    /// A new risk.
    #[serde(rename = "risk.identify")]
    Identify {
        /// Its id.
        id: String,
        /// What could happen.
        title: String,
    },
    /// What is said of a risk.
    #[serde(rename = "risk.revise")]
    ReviseRisk(Revised<RiskSet>),
    /// A risk's estimate in a stage.
    #[serde(rename = "risk.estimate")]
    Estimate {
        /// Which risk.
        id: String,
        /// Which picture.
        stage: String,
        /// The estimate; none takes it away.
        estimate: Option<Estimate>,
    },
    /// How a risk is treated.
    #[serde(rename = "risk.treat")]
    Treat {
        /// Which risk.
        id: String,
        /// The option.
        option: Option<String>,
        /// Why.
        rationale: String,
        /// The controls.
        controls: BTreeMap<String, BTreeMap<String, Lowering>>,
    },
    /// A risk is accepted.
    #[serde(rename = "risk.accept")]
    Accept {
        /// Which risk.
        id: String,
        /// By which methodology's score.
        methodology: String,
        /// Until when.
        until: String,
        /// Why.
        reason: String,
        /// The digest of the score that is accepted.
        #[serde(skip_serializing_if = "Option::is_none")]
        digest: Option<String>,
    },
    /// An acceptance is withdrawn.
    #[serde(rename = "risk.withdraw-acceptance")]
    Withdraw {
        /// Which acceptance.
        acceptance: String,
    },
    /// A risk is closed.
    #[serde(rename = "risk.close")]
    Close {
        /// Which risk.
        id: String,
        /// Why.
        reason: String,
    },
    /// A closed risk is opened.
    #[serde(rename = "risk.reopen")]
    Reopen {
        /// Which risk.
        id: String,
    },
    /// A new action.
    #[serde(rename = "action.plan")]
    Plan {
        /// Its id.
        id: String,
        /// What is to be done.
        title: String,
        /// The risks it serves.
        scenarios: Vec<String>,
        /// Who does it.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// By when.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<String>,
    },
    /// What is said of an action.
    #[serde(rename = "action.revise")]
    ReviseAction(Revised<ActionSet>),
    /// What is said of a control, for the first time.
    #[serde(rename = "control.record")]
    RecordControl(NewControl),
    /// What is said of a control.
    #[serde(rename = "control.revise")]
    ReviseControl(Revised<ControlSet>),
    /// The Statement of Applicability is approved.
    #[serde(rename = "soa.approve")]
    ApproveSoa {
        /// The edition.
        edition: String,
        /// The digest of the statement that is approved.
        digest: String,
    },
}

/// Who is to answer what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inviting {
    /// The questionnaire.
    pub questionnaire: String,
    /// Who is to answer.
    pub respondent: String,
    /// The risks and assets they answer for.
    pub answers_for: Vec<String>,
}

/// Who is to look at what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpeningRoom {
    /// Who looks.
    pub holder: String,
    /// What is shown.
    pub shows: Vec<String>,
    /// The last day; none for a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// What is decided on a response's proposals.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Deciding {
    /// Those that are accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<usize>,
    /// Those that are dismissed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dismiss: Vec<usize>,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
