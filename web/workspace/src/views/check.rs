//! What an auditor would find.

use serde::Deserialize;

/// What an auditor would find.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// The clause it serves.
    pub clause: String,
    /// How grave it is.
    pub severity: String,
    /// What was found.
    pub message: String,
    /// What would mend it.
    pub help: String,
}

/// A page of what an auditor would find.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CheckView {
    /// How many there are of each severity.
    pub counts: Vec<(String, usize)>,
    /// How many fit.
    pub total: usize,
    /// Those of this page, each with the record that mends it: `control/A.8.13`.
    pub findings: Vec<(String, Finding)>,
}
