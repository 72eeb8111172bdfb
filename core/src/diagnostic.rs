//! Refusals in the words of the field: which record, which rule of which clause, what was found and what would do.

use std::fmt;

use serde::Serialize;

use crate::isms::RecordRef;
use crate::record::words;

words! {
    /// The rules that a change can break.
    pub enum Rule {
        /// A record is named that does not exist.
        UnknownRecord = "unknown-record",
        /// A record of this id exists already.
        AlreadyExists = "already-exists",
        /// Another record still refers to this one.
        StillReferred = "still-referred",
        /// A link leads nowhere.
        BrokenLink = "broken-link",
        /// Assets that rely on each other in a circle.
        DependencyCycle = "dependency-cycle",
        /// A level that its scale does not have.
        LevelOutOfScale = "level-out-of-scale",
        /// A factor that neither the criteria nor a methodology knows.
        UnknownFactor = "unknown-factor",
        /// A number that can't be: not finite, out of range, or a range that does not rise.
        Number = "number",
        /// A custom field that is not defined, or a value it does not take.
        CustomField = "custom-field",
        /// Scales, tables or bands that don't fit together.
        Criteria = "criteria",
        /// Only the risk owner, or a role with authority for the level, may accept.
        NotTheOwner = "not-the-owner",
        /// A risk that has no score, or none that still holds, can't be accepted.
        ScoreNeeded = "score-needed",
        /// An acceptance must end after it begins.
        Dates = "dates",
        /// The change is not possible in the state the record is in.
        State = "state",
        /// The record was changed by someone else in the meantime.
        Conflict = "conflict",
        /// The journal's order of time.
        Time = "time",
        /// A recorded score that the methodology does not compute.
        Score = "score",
        /// Answers that are not complete, or from which something else follows.
        Answers = "answers",
        /// A questionnaire that does not hold together.
        Questionnaire = "questionnaire",
    }
}

/// Why a change is refused. The state is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The record at fault.
    pub record: Option<RecordRef>,
    /// The rule that forbids it.
    pub rule: Rule,
    /// The clause of ISO/IEC 27001:2022 the rule serves.
    pub clause: Option<&'static str>,
    /// What was found, in a sentence.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
}

impl Rejection {
    pub(crate) fn new(record: impl Into<Option<RecordRef>>, rule: Rule, message: impl Into<String>) -> Self {
        Self { record: record.into(), rule, clause: None, message: message.into(), help: None }
    }
    pub(crate) fn clause(mut self, clause: &'static str) -> Self {
        self.clause = Some(clause);
        self
    }
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(record) = &self.record {
            write!(f, "{record}: ")?;
        }
        f.write_str(&self.message)?;
        match self.clause {
            Some(clause) => write!(f, " ({}; ISO/IEC 27001, {clause})", self.rule),
            None => write!(f, " ({})", self.rule),
        }
    }
}

impl std::error::Error for Rejection {}
