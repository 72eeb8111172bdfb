//! Answers.

use crate::texts::Id;

/// An answer to an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The item.
    pub item: Id,
    /// What was answered.
    pub value: AnswerValue,
}

impl Answer {
    /// An answer to an item.
    pub fn new(item: impl Into<Id>, value: AnswerValue) -> Self {
        Self { item: item.into(), value }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerValue {
    /// One choice.
    Choice(Id),
    /// Any choices.
    Choices(Vec<Id>),
    /// A level, from 0.
    Level(u8),
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, `2026-11-02`.
    Date(String),
    /// Yes or no.
    YesNo(bool),
    /// It does not apply, with the reason.
    NotApplicable(String),
}

impl AnswerValue {
    /// A number or level as a number.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Level(level) => Some(f64::from(*level)),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// The answers that count: of items that are shown and take them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers<'a>(Vec<&'a Answer>);

impl<'a> Answers<'a> {
    pub(super) fn none() -> Self {
        Self::default()
    }

    pub(super) fn add(&mut self, answer: &'a Answer) {
        self.0.push(answer);
    }

    /// The answer to an item.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&'a AnswerValue> {
        self.0.iter().find(|answer| answer.item == item).map(|answer| &answer.value)
    }

    /// All of them, in the order of the items.
    pub fn iter(&self) -> impl Iterator<Item = &'a Answer> {
        self.0.iter().copied()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
