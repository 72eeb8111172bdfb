//! Where the ISMS stands, and by what it is assessed.

use serde::Deserialize;

/// How many open risks are at a level.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LevelCount {
    /// The level's name.
    pub name: String,
    /// Without controls.
    pub inherent: usize,
    /// At present.
    pub present: usize,
    /// With the plan carried out.
    pub target: usize,
}

/// Where the ISMS stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Overview {
    /// The organisation.
    pub organisation: String,
    /// Open risks by level, lowest first.
    pub levels: Vec<LevelCount>,
    /// Open risks by what is to be done.
    pub verdicts: Vec<(String, usize)>,
    /// Open risks whose recorded score is missing or no longer holds.
    pub unrecorded: usize,
    /// Actions past their date.
    pub overdue: usize,
    /// Controls that are included, by status.
    pub controls: Vec<(Option<String>, usize)>,
    /// What an auditor would find, by severity.
    pub findings: Vec<(String, usize)>,
    /// Proposals of responses that wait for a decision.
    pub waiting: usize,
}

/// A methodology in use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Methodology {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// Records of a kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Methodologies {
    /// The records.
    pub records: Vec<Methodology>,
}
