//! What the page has to do after something happened: keep, tell, hand over.

use riskwright_core::questionnaire::{Answer, AnswersFile, GivenAnswer, Outcome, Progress};
use serde::Serialize;

/// Something to be done by the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Keep what is said about an item; none for nothing. With `mine` whatever another tab said.
    Keep {
        /// The item.
        item: String,
        /// What is said.
        said: Option<Answer>,
        /// Another tab's answer was seen, and not taken.
        mine: bool,
    },
    /// Tell the page that all is there.
    Ready {
        /// The questionnaire's id.
        questionnaire: String,
        /// Its version.
        version: String,
        /// Its title.
        title: String,
        /// How far answering has come.
        progress: Progress,
    },
    /// Tell the page what is said about an item now.
    Change(Answer),
    /// Tell the page how far answering has come.
    Progress(Progress),
    /// Hand the answers over.
    Complete {
        /// The answers.
        answers: AnswersFile,
        /// What follows from them, if that could be worked out.
        outcome: Option<Outcome>,
    },
    /// Give the person a file.
    Save {
        /// Its name.
        name: String,
        /// What it holds.
        file: AnswersFile,
    },
    /// Have a plugin work out what follows from these answers.
    Evaluate(Vec<GivenAnswer>),
    /// Keep these as the answers of last time, and nothing of now.
    Renew(AnswersFile),
    /// Print the page.
    Print,
}
