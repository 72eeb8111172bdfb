//! What others answered, and who is asked.

use serde::Deserialize;

use super::{Evidence, Named};

/// A response in the list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ResponseRow {
    /// Its id.
    pub id: String,
    /// The questionnaire's name.
    pub title: Option<String>,
    /// The questionnaire.
    pub questionnaire: String,
    /// Who answered.
    pub respondent: String,
    /// When it was sent.
    pub sent_at: String,
    /// Proposals that wait for a decision.
    pub waiting: usize,
    /// Proposals that were accepted.
    pub accepted: usize,
    /// Proposals that were dismissed.
    pub dismissed: usize,
}

/// The responses there are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Responses {
    /// How many there are.
    pub total: usize,
    /// The latest.
    pub responses: Vec<ResponseRow>,
}

/// A questionnaire.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Questionnaire {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its version.
    pub version: String,
    /// How many responses there are.
    pub responses: usize,
    /// Whether it is no longer asked.
    pub retired: bool,
}

/// The questionnaires in use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Questionnaires {
    /// By id.
    pub questionnaires: Vec<Questionnaire>,
}

/// Who was invited.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Invited {
    /// Who is to answer.
    pub respondent: String,
    /// Until when.
    pub until: String,
    /// The address to give them.
    pub address: String,
}

/// Who was asked to read a document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Asked {
    /// Each with their address.
    pub invitations: Vec<Invited>,
}

/// A text in several languages, in the one that was asked for where there is it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Text {
    /// The language.
    pub language: String,
    /// The text.
    pub text: String,
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AnswerRow {
    /// The item.
    pub item: String,
    /// The question.
    pub title: Vec<Text>,
    /// The answer in words.
    pub answer: String,
    /// The comment.
    pub comment: String,
    /// The evidence.
    pub evidence: Vec<Evidence>,
}

/// What a response proposes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposed {
    /// A control's status.
    ControlStatus {
        /// The control.
        control: String,
        /// Its status.
        status: String,
    },
    /// A factor of every risk the respondent answers for.
    FactorLevel {
        /// The factor.
        factor: String,
        /// Its level, counted from 0.
        level: usize,
    },
    /// Something an auditor would raise.
    Finding {
        /// How grave it is.
        severity: String,
        /// The clause or control it is against.
        against: String,
    },
}

/// How the ISMS stands to a proposal now.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Accepting it changes something.
    Holds,
    /// It is so already.
    AlreadySo,
    /// The control has got another status since.
    Changed {
        /// Its status then.
        was: Option<String>,
        /// Its status now.
        is: Option<String>,
    },
    /// It can't be accepted.
    Nothing(String),
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Ruled {
    /// `accepted` or `dismissed`.
    pub ruling: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A proposal beside the answers that led to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ProposalRow {
    /// Its place.
    pub place: usize,
    /// What is proposed.
    pub change: Proposed,
    /// The name of what it is about.
    pub about: String,
    /// The name of the level it proposes.
    pub becomes: String,
    /// Why.
    pub reason: Vec<Text>,
    /// The answers that led to it.
    pub answers: Vec<AnswerRow>,
    /// How the ISMS stands to it now.
    pub ground: Ground,
    /// What was decided.
    pub decided: Option<Ruled>,
}

/// One response.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ResponseView {
    /// Its id.
    pub id: String,
    /// The questionnaire's name.
    pub title: Option<String>,
    /// The questionnaire.
    pub questionnaire: String,
    /// Who answered.
    pub respondent: String,
    /// When it was sent.
    pub sent_at: String,
    /// Proposals that wait for a decision.
    pub waiting: usize,
    /// The assets it answers for.
    pub assets: Vec<Named>,
    /// The open risks whose factors it answers for.
    pub risks: Vec<Named>,
    /// What it proposes.
    pub proposals: Vec<ProposalRow>,
    /// All answers.
    pub answers: Vec<AnswerRow>,
}
