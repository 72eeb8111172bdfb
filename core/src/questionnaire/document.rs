//! Questionnaires and answers as documents.

use serde::{Deserialize, Serialize};

use super::{Answers, Contents, ContentsError, Form, Outcome, Rules, is_default};
use crate::quantity::Digest;

/// A questionnaire that needs no code: what is asked, and what is made of the answers.
///
/// ```
/// use riskwright_core::questionnaire::{AnswerValue, Answers, Document};
/// let document: Document = serde_json::from_str(r#"{
///     "contents": {
///         "title": "Backups",
///         "sections": [{"id": "all", "title": "Backups"}],
///         "items": [{"id": "made", "section": "all", "title": "Are backups made?", "kind": "yes-no", "required": true}],
///         "scores": [{"id": "care", "title": "Care", "min": 0, "max": 100}]
///     },
///     "rules": {
///         "scores": [{"score": "care", "items": [{"item": "made"}]}],
///         "proposals": [{"change": {"control-status": {"control": "A.8.13", "status": "planned"}},
///             "reason": "There are no backups", "when": [[{"item": "made", "test": "is-no"}]]}]
///     }
/// }"#).unwrap();
/// let form = document.form().unwrap();
/// let mut answers = Answers::default();
/// answers.set("made", Some(AnswerValue::YesNo(false)));
/// let outcome = document.outcome(&form, &answers);
/// assert_eq!(outcome.scores[0].value, Some(0.0));
/// assert_eq!(outcome.proposals[0].because, ["made"]);
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What is asked.
    pub contents: Contents,
    /// What is made of the answers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rules: Rules,
}

impl Document {
    /// The form, after a look at contents and rules.
    ///
    /// # Errors
    /// What is wrong with either.
    pub fn form(&self) -> Result<Form, ContentsError> {
        let form = Form::new(self.contents.clone())?;
        self.rules.check(&form).map(|()| form)
    }

    /// What follows from answers. `form` is that of these contents.
    #[must_use]
    pub fn outcome(&self, form: &Form, answers: &Answers) -> Outcome {
        self.rules.outcome(form, answers)
    }
}

/// Why a file is none of those that are read here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is of another kind.
    #[error("the file's `format` is `{found}`, expected `{expected}`")]
    Format {
        /// As it says.
        found: String,
        /// As it is to be.
        expected: &'static str,
    },
    /// It is no JSON, or a field is not as it is to be.
    #[error("line {line}, column {column}: {message}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

fn read<'a, T: Deserialize<'a>>(text: &'a str, expected: &'static str) -> Result<T, FileError> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        format: String,
    }
    // what another kind of file would get wrong says less than that it is one
    let Head { format: found } = serde_json::from_str(text).map_err(|error| wrong(&error))?;
    if found != expected {
        return Err(FileError::Format { found: found.chars().take(80).collect(), expected });
    }
    serde_json::from_str(text).map_err(|error| wrong(&error))
}

fn wrong(error: &serde_json::Error) -> FileError {
    let mut message = error.to_string();
    // the place is told beside it
    if let Some(at) = message.rfind(" at line ") {
        message.truncate(at);
    }
    FileError::Json { line: error.line(), column: error.column(), message }
}

/// A questionnaire without code, as a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireFile {
    /// [`QuestionnaireFile::FORMAT`].
    pub format: String,
    /// Its id: `backup-review`.
    pub id: String,
    /// Its version, shown to who answers.
    pub version: String,
    /// What is asked.
    pub contents: Contents,
    /// What is made of the answers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rules: Rules,
}

impl QuestionnaireFile {
    /// What such files call themselves.
    pub const FORMAT: &'static str = "riskwright.questionnaire/1";

    /// Reads a file.
    ///
    /// # Errors
    /// If it is of another kind, or a field is not as it is to be.
    pub fn from_json(text: &str) -> Result<Self, FileError> {
        read(text, Self::FORMAT)
    }

    /// The questionnaire alone.
    #[must_use]
    pub fn into_document(self) -> Document {
        Document { contents: self.contents, rules: self.rules }
    }
}

/// Answers as a file, to be kept, sent or taken in again.
///
/// ```
/// use riskwright_core::questionnaire::{Answers, AnswersFile};
/// let file = AnswersFile::new("self-assessment", "1.0.0", Answers::default());
/// assert_eq!(AnswersFile::from_json(&file.to_json().unwrap()), Ok(file));
/// let other = AnswersFile::from_json(r#"{"format": "riskwright.questionnaire/1"}"#).unwrap_err();
/// assert_eq!(
///     other.to_string(),
///     "the file's `format` is `riskwright.questionnaire/1`, expected `riskwright.answers/1`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswersFile {
    /// [`AnswersFile::FORMAT`].
    pub format: String,
    /// The questionnaire's id.
    pub questionnaire: String,
    /// The version that was answered.
    pub version: String,
    /// The digest of the contents that were answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub digest: Option<Digest>,
    /// Who answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub respondent: Option<String>,
    /// The answers.
    pub answers: Answers,
}

impl AnswersFile {
    /// What such files call themselves.
    pub const FORMAT: &'static str = "riskwright.answers/1";

    /// Answers to a questionnaire, as a file.
    #[must_use]
    pub fn new(questionnaire: &str, version: &str, answers: Answers) -> Self {
        Self {
            format: Self::FORMAT.to_owned(),
            questionnaire: questionnaire.to_owned(),
            version: version.to_owned(),
            answers,
            ..Self::default()
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If it is of another kind, a field is not as it is to be, or an item is answered twice.
    pub fn from_json(text: &str) -> Result<Self, FileError> {
        read(text, Self::FORMAT)
    }

    /// The file's text.
    ///
    /// # Errors
    /// If a number in it is not finite.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}
