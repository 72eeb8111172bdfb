//! Why something is not told or made, in the words of the server's problems.

use std::fmt;
use std::ops::Deref;

use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::exchange::Problem;
use riskwright_core::isms::RecordRef;
use riskwright_core::journal::ReplayError;
use riskwright_core::view::{AskError, ViewError};
use serde::Serialize;

/// Nothing was told, nothing was changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Refusal(Box<Why>);

/// Why.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Why {
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
        Self::from(Why { message: message.to_string(), ..Why::default() })
    }

    /// Says where in what was said.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }
}

impl From<Why> for Refusal {
    fn from(why: Why) -> Self {
        Self(Box::new(why))
    }
}

impl Deref for Refusal {
    type Target = Why;
    fn deref(&self) -> &Why {
        &self.0
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
        let help = help.unwrap_or_default();
        Self::from(Why { message, help, record, field: None, rule: Some(rule), clause })
    }
}

impl From<ViewError> for Refusal {
    fn from(error: ViewError) -> Self {
        let record = match &error {
            ViewError::Unknown(at) => Some(at.clone()),
            ViewError::Build(_) | ViewError::Methodology(_) => None,
        };
        Self::from(Why { message: error.to_string(), record, ..Why::default() })
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

impl From<Box<Problem>> for Refusal {
    fn from(problem: Box<Problem>) -> Self {
        let (message, help) = (problem.to_string(), problem.help.unwrap_or_default());
        Self::from(Why { message, help, field: Some(problem.cell), ..Why::default() })
    }
}

impl From<ReplayError> for Refusal {
    fn from(error: ReplayError) -> Self {
        Self::new(error)
    }
}
