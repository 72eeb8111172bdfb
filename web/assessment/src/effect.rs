//! What the page has to do after something happened: keep, tell, hand over.

use riskwright_core::questionnaire::{AnswersFile, Outcome, Progress};
use serde::Serialize;

/// Something to be done by the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Keep what is said about an item: JSON of an `Answer`, empty for nothing.
    Keep {
        /// The item.
        item: String,
        /// What is said.
        said: String,
    },
    /// Keep mine where another tab's was found.
    KeepMine {
        /// The item.
        item: String,
        /// What is said.
        said: String,
    },
    /// Tell the page's own scripts: an event of this name, with JSON.
    Tell {
        /// `change`, `progress`, `complete`.
        event: &'static str,
        /// What of.
        detail: String,
    },
    /// Give the person a file.
    Save {
        /// Its name.
        name: String,
        /// What it holds.
        text: String,
    },
    /// Have a plugin work out what follows from these answers: JSON of a list of given answers.
    Evaluate(String),
    /// Keep these as the answers of last time, and begin anew: JSON of an answers file.
    Renew(String),
    /// Print the page.
    Print,
}

impl Effect {
    /// Its name and what goes with it, for JavaScript.
    #[must_use]
    pub fn in_words(self) -> [String; 3] {
        let none = String::new;
        match self {
            Self::Keep { item, said } => ["keep".into(), item, said],
            Self::KeepMine { item, said } => ["keep-mine".into(), item, said],
            Self::Tell { event, detail } => ["tell".into(), event.into(), detail],
            Self::Save { name, text } => ["save".into(), name, text],
            Self::Evaluate(answers) => ["evaluate".into(), answers, none()],
            Self::Renew(file) => ["renew".into(), file, none()],
            Self::Print => ["print".into(), none(), none()],
        }
    }
}

/// A value as JSON. What is written here has no maps with odd keys; a number that is not finite is no answer.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Detail of `ready`.
#[derive(Serialize)]
pub(crate) struct Ready<'a> {
    pub(crate) questionnaire: &'a str,
    pub(crate) version: &'a str,
    pub(crate) title: &'a str,
    pub(crate) progress: Progress,
}

/// Detail of `complete`.
#[derive(Serialize)]
pub(crate) struct Complete<'a> {
    pub(crate) answers: &'a AnswersFile,
    pub(crate) outcome: Option<&'a Outcome>,
}
