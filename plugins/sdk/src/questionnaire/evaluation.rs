//! What follows from answers.

use crate::texts::{Id, Texts};

/// What follows from answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// The items to be shown now, in order.
    pub visible: Vec<Id>,
    /// Those among them that are required and not answered.
    pub missing: Vec<Id>,
    /// Answers that their items do not take.
    pub problems: Vec<AnswerProblem>,
    /// The scores, one for each scale.
    pub scores: Vec<Score>,
    /// What it proposes.
    pub proposals: Vec<Proposal>,
}

impl Evaluation {
    /// Adds what is wrong with an answer.
    pub fn problem(&mut self, item: Id, message: Texts) {
        self.problems.push(AnswerProblem { item, message });
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerProblem {
    /// The item.
    pub item: Id,
    /// What is wrong and what would do.
    pub message: Texts,
}

/// A score.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Of a score scale.
    pub id: Id,
    /// None while there are too few answers.
    pub value: Option<f64>,
    /// How it came about.
    pub explanation: Texts,
}

/// How far a control is put into practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// In place.
    Implemented,
    /// In place in part.
    Partial,
    /// To be put in place.
    Planned,
    /// Something else does the same.
    Alternative,
    /// Not needed.
    NotApplicable,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It could be better.
    Opportunity,
    /// A minor nonconformity.
    Minor,
    /// A major nonconformity.
    Major,
}

/// A change that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The status of a control: `A.5.15`.
    ControlStatus(Id, Status),
    /// A factor of every risk the respondent answers for, as a level.
    FactorLevel(Id, u8),
    /// Something an auditor would raise, with the clause or control it is against.
    Finding(Severity, Id),
}

/// A change that is proposed, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The change.
    pub change: Change,
    /// Why.
    pub reason: Texts,
    /// The items whose answers led to it.
    pub because: Vec<Id>,
}
