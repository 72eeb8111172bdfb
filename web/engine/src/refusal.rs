//! Why something is not told or made, in the words of the server's problems.

use std::fmt;

use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::exchange::Problem;
use riskwright_core::isms::RecordRef;
use riskwright_core::journal::ReplayError;
use riskwright_core::view::{AskError, ViewError};
use serde::Serialize;

/// Nothing was told, nothing was changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Refusal {
    /// What was found, in a sentence.
    pub message: String,
    /// What would do.
    pub help: String,
    /// The record at fault: `risk/R-12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// Where in what was said: `risk.estimate.stage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The rule that forbids it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// The clause of ISO/IEC 27001:2022 the rule serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<&'static str>,
}

impl Refusal {
    /// A refusal, with what was found.
    pub fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), ..Self::default() }
    }

    /// Says where in what was said.
    #[must_use]
    pub fn field(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        let Rejection { record, rule, clause, message, help } = rejection;
        Self { message, help: help.unwrap_or_default(), record, field: None, rule: Some(rule), clause }
    }
}

impl From<ViewError> for Refusal {
    fn from(error: ViewError) -> Self {
        let record = match &error {
            ViewError::Unknown(at) => Some(at.clone()),
            ViewError::Build(_) | ViewError::Methodology(_) => None,
        };
        Self { record, ..Self::new(error) }
    }
}

impl From<AskError> for Refusal {
    fn from(error: AskError) -> Self {
        let refusal = Self::new(&error);
        match error {
            AskError::Misread { field, .. } => refusal.field(field),
            AskError::Nowhere(_) => refusal,
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let refusal = Self::new(&problem).field(problem.cell);
        Self { help: problem.help.unwrap_or_default(), ..refusal }
    }
}

impl From<ReplayError> for Refusal {
    fn from(error: ReplayError) -> Self {
        Self::new(error)
    }
}
