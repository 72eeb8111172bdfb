//! What was answered.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::is_default;
use super::validity::sorted;
use crate::quantity::Digest;

/// The value of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AnswerValue {
    /// A choice.
    Choice(String),
    /// Choices.
    Choices(Vec<String>),
    /// A level, counted from 0.
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

/// An item and the value answered: what an evaluation is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenAnswer {
    /// The item.
    pub item: String,
    /// The answer.
    pub value: AnswerValue,
}

/// Something that shows that an answer is so. The file itself stays where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What it shows, or the file's name.
    pub title: String,
    /// Where it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub link: Option<String>,
    /// The digest of the file.
    #[serde(default, skip_serializing_if = "is_default")]
    pub digest: Option<Digest>,
    /// The size of the file, in bytes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub size: Option<u64>,
}

/// All that was said about an item: a comment or evidence can be there before an answer is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The item.
    pub item: String,
    /// The answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub value: Option<AnswerValue>,
    /// A remark.
    #[serde(default, skip_serializing_if = "is_default")]
    pub comment: String,
    /// What shows it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Vec<Evidence>,
}

impl Answer {
    fn is_blank(&self) -> bool {
        self.value.is_none() && self.comment.is_empty() && self.evidence.is_empty()
    }
}

/// Answers by item, each item once, in the order in which they were first given.
///
/// ```
/// use riskwright_core::questionnaire::{AnswerValue, Answers};
/// let mut answers = Answers::default();
/// answers.set("backups", Some(AnswerValue::YesNo(true)));
/// answers.comment("backups", "nightly");
/// assert_eq!(answers.value("backups"), Some(&AnswerValue::YesNo(true)));
/// let text = serde_json::to_string(&answers).unwrap();
/// assert_eq!(text, r#"[{"item":"backups","value":{"yes-no":true},"comment":"nightly"}]"#);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answers(Vec<Answer>);

/// Why a list is none of answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswersError {
    /// An item stands twice.
    #[error("item `{0}` is answered twice")]
    Twice(String),
    /// There are too many.
    #[error("{found} answers, at most {most} are taken")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Something in one of them is too long, or is none.
    #[error("the answer to item `{item}` {what}")]
    Answer {
        /// The item.
        item: String,
        /// What is wrong.
        what: &'static str,
    },
}

impl Answers {
    /// How many answers are taken.
    pub const MOST: usize = 10_000;
    /// How many characters a comment may have.
    pub const COMMENT: usize = 10_000;
    /// How many pieces of evidence one answer may have.
    pub const EVIDENCE: usize = 100;

    /// These answers.
    ///
    /// # Errors
    /// If an item stands twice, or something is larger than anyone would write.
    pub fn new(answers: Vec<Answer>) -> Result<Self, AnswersError> {
        if answers.len() > Self::MOST {
            return Err(AnswersError::TooMany { found: answers.len(), most: Self::MOST });
        }
        let items = sorted(answers.iter().map(|answer| answer.item.as_str()));
        if let Some(twice) = items.windows(2).find_map(|pair| match pair {
            [(one, _), (other, _)] if one == other => Some(*one),
            _ => None,
        }) {
            return Err(AnswersError::Twice(twice.chars().take(64).collect()));
        }
        for answer in &answers {
            if let Err(what) = answer.fits() {
                return Err(AnswersError::Answer { item: answer.item.chars().take(64).collect(), what });
            }
        }
        Ok(Self(answers))
    }

    /// All that was said, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter()
    }

    /// How many items something was said about.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was said about an item.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Answer> {
        self.0.iter().find(|answer| answer.item == item)
    }

    /// The value answered to an item.
    #[must_use]
    pub fn value(&self, item: &str) -> Option<&AnswerValue> {
        self.get(item)?.value.as_ref()
    }

    /// Answers an item; `None` takes the answer away and leaves comment and evidence.
    pub fn set(&mut self, item: &str, value: Option<AnswerValue>) {
        self.change(item, |answer| answer.value = value);
    }

    /// Comments on an item; an empty text takes the comment away.
    pub fn comment(&mut self, item: &str, comment: &str) {
        self.change(item, |answer| comment.clone_into(&mut answer.comment));
    }

    /// Puts other evidence in place.
    pub fn evidence(&mut self, item: &str, evidence: Vec<Evidence>) {
        self.change(item, |answer| answer.evidence = evidence);
    }

    /// Puts all that is said about an item in place.
    pub fn put(&mut self, said: Answer) {
        let item = said.item.clone();
        self.change(&item, |answer| *answer = said);
    }

    fn change(&mut self, item: &str, change: impl FnOnce(&mut Answer)) {
        let at = self.0.iter().position(|answer| answer.item == item).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push(Answer { item: item.to_owned(), ..Answer::default() });
        }
        let Some(answer) = self.0.get_mut(at) else { return };
        change(answer);
        if answer.is_blank() {
            self.0.remove(at);
        }
    }

    /// The values alone, as evaluations take them.
    #[must_use]
    pub fn given(&self) -> Vec<GivenAnswer> {
        let given =
            |answer: &Answer| Some(GivenAnswer { item: answer.item.clone(), value: answer.value.clone()? });
        self.0.iter().filter_map(given).collect()
    }
}

impl Answer {
    fn fits(&self) -> Result<(), &'static str> {
        const LONG: usize = 100_000;
        let longer = |text: &str, most: usize| text.len() > most && text.chars().count() > most;
        if self.item.is_empty() || longer(&self.item, 64) {
            return Err("names no item: an id has 1 to 64 characters");
        }
        match &self.value {
            Some(AnswerValue::Number(number)) if !number.is_finite() => {
                return Err("is no finite number");
            }
            Some(AnswerValue::Text(text) | AnswerValue::NotApplicable(text)) if longer(text, LONG) => {
                return Err("has more than 100,000 characters");
            }
            Some(AnswerValue::Choice(id) | AnswerValue::Date(id)) if longer(id, 64) => {
                return Err("has more than 64 characters where a choice or day is wanted");
            }
            Some(AnswerValue::Choices(ids)) if ids.len() > 1_000 || ids.iter().any(|id| longer(id, 64)) => {
                return Err("has more than 1,000 choices, or one of more than 64 characters");
            }
            _ => {}
        }
        if longer(&self.comment, Answers::COMMENT) {
            return Err("has a comment of more than 10,000 characters");
        }
        if self.evidence.len() > Answers::EVIDENCE {
            return Err("has more than 100 pieces of evidence");
        }
        for evidence in &self.evidence {
            if evidence.title.trim().is_empty() || longer(&evidence.title, 500) {
                return Err("has evidence whose title is blank or has more than 500 characters");
            }
            if evidence.link.as_ref().is_some_and(|link| longer(link, 2_000)) {
                return Err("has evidence whose link has more than 2,000 characters");
            }
        }
        Ok(())
    }
}

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}
