//! Questionnaires: what is asked, what was answered, and what follows from it. Plain values and pure functions that know
//! nothing of an ISMS, so that a page can hold them in a few kilobytes.
//!
//! - [`Contents`]: sections, items, score scales; [`Texts`] in languages
//! - [`Answers`]: values, comments and evidence by item; [`AnswersFile`]: as a file
//! - [`Form`]: what is shown, missing and wrong, in less than a millisecond for 2,000 items
//! - [`Document`]: a questionnaire without code, whose [`Rules`] make an [`Outcome`] of answers
//! - [`compare`], [`side_by_side`], [`upgrade()`]: answers beside others, and under another version
//!
//! # What counts
//!
//! An item is shown if all requirements of one of its lists hold, or if it has none. Requirements look at items before it.
//! An item that is hidden has no answer for other items' requirements, is never required, and counts for nothing; what was
//! answered is kept, so that it is there again when the item is. An answer that its item does not take counts as none, and
//! is a problem in place of a missing answer. `not-applicable` is an answer where the item allows it and a reason is given.
//! A blank text and an empty list of choices are no answers. None of this depends on the order of answers.

use serde::{Deserialize, Serialize};

mod answers;
mod comparison;
mod document;
mod form;
mod outcome;
mod rules;
mod taking;
mod texts;
mod upgrade;
mod validity;
mod words;

pub use answers::{Answer, AnswerValue, Answers, AnswersError, Evidence, GivenAnswer};
pub use comparison::{Agreement, Beside, Cell, Difference, SideBySide, compare, side_by_side};
pub use document::{AnswersFile, Document, FileError, QuestionnaireFile};
pub use form::{Form, Misgiven, Progress, Standing};
pub use outcome::{AnswerProblem, ItemScore, Outcome, OutcomeError, Proposal, ProposedChange};
pub use rules::{Points, ProposalRule, Rules, ScoreRule, Weighed, Worth};
pub use taking::Mistake;
pub use texts::{Text, Texts};
pub use upgrade::{Dropped, Upgrade, Why, upgrade};
pub use validity::{ContentsError, Limits};

pub(crate) use crate::record::is_default;

/// All that is asked. [`Contents::check`] says whether ids are unique and everything named is there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Its name.
    pub title: Texts,
    /// What it begins with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub intro: Texts,
    /// Sections.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sections: Vec<Section>,
    /// Items, in the order in which they are asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub items: Vec<Item>,
    /// The scores it gives.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scores: Vec<ScoreScale>,
}

/// A section of items.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// What it begins with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub intro: Texts,
}

/// One of the choices of an item.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: Texts,
}

/// Between what a number lies, both inclusive, and its unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// `EUR`, `1/year`; empty for none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: String,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

/// What an item takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// One of these.
    OneOf(Vec<Choice>),
    /// Any of these.
    AnyOf(Vec<Choice>),
    /// A level of a scale, lowest first, counted from 0.
    Scale(Vec<Texts>),
    /// A text of at most so many characters.
    Text(u32),
    /// A number.
    Number(Bounds),
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
}

impl ItemKind {
    /// The choices it offers; none where it takes something else.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::OneOf(choices) | Self::AnyOf(choices) => choices,
            _ => &[],
        }
    }
}

/// What an answer is held against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// It is this choice, or has it among others.
    HasChoice(String),
    /// It is at least this number or level.
    AtLeast(f64),
    /// It is at most this number or level.
    AtMost(f64),
    /// It is yes.
    IsYes,
    /// It is no.
    IsNo,
    /// There is an answer, `not-applicable` or another.
    IsAnswered,
    /// It does not apply.
    IsNotApplicable,
}

impl Test {
    /// Whether an answer passes. None passes nothing.
    #[must_use]
    pub fn holds(&self, answer: Option<&AnswerValue>) -> bool {
        let Some(answer) = answer else { return false };
        match (self, answer) {
            (Self::IsAnswered, _)
            | (Self::IsNotApplicable, AnswerValue::NotApplicable(_))
            | (Self::IsYes, AnswerValue::YesNo(true))
            | (Self::IsNo, AnswerValue::YesNo(false)) => true,
            (Self::HasChoice(wanted), AnswerValue::Choice(choice)) => choice == wanted,
            (Self::HasChoice(wanted), AnswerValue::Choices(choices)) => choices.contains(wanted),
            (Self::AtLeast(least), _) => answer.as_number().is_some_and(|number| number >= *least),
            (Self::AtMost(most), _) => answer.as_number().is_some_and(|number| number <= *most),
            _ => false,
        }
    }
}

/// A test of an item's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The item.
    pub item: String,
    /// What its answer has to be.
    pub test: Test,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// The section it stands in.
    pub section: String,
    /// The question.
    pub title: Texts,
    /// How to answer it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Texts,
    /// What it takes.
    pub kind: ItemKind,
    /// Whether an answer is needed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether `not-applicable` with a reason is an answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub may_not_apply: bool,
    /// Whether evidence is asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub wants_evidence: bool,
    /// Shown if all of one of these lists hold; always if there is none. Names items before it only.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shown_if: Vec<Vec<Requirement>>,
    /// The clauses and controls it is about: `6.1.2`, `A.5.15`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub about: Vec<String>,
}

/// A score that is given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreScale {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// The least it may be.
    pub min: f64,
    /// The most it may be.
    pub max: f64,
    /// Its unit; empty for none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: String,
}
