//! What went wrong with a plugin: which, in which call, at which row, and what would help.

use std::fmt;

use riskwright_core::methodology::held::NotHeld;
use serde::Serialize;

/// A function of the contract, or what the host does with a plugin besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Call {
    /// Reading the package and making its code ready.
    Load,
    /// `methodology.validate-settings`, and the package's schema before it.
    ValidateSettings,
    /// `methodology.describe`
    Describe,
    /// `methodology.assess`
    Assess,
    /// `methodology.trace`
    Trace,
    /// `methodology.loss`
    Loss,
    /// `catalogue.contents`
    Catalogue,
    /// `questionnaire.contents`
    Questionnaire,
    /// `questionnaire.evaluate`
    Evaluate,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Load => "loading",
            Self::ValidateSettings => "methodology.validate-settings",
            Self::Describe => "methodology.describe",
            Self::Assess => "methodology.assess",
            Self::Trace => "methodology.trace",
            Self::Loss => "methodology.loss",
            Self::Catalogue => "catalogue.whole",
            Self::Questionnaire => "questionnaire.whole",
            Self::Evaluate => "questionnaire.evaluate",
        })
    }
}

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The file is no package.
    Package,
    /// It was built for a contract that this host does not know.
    Contract,
    /// Its code may not run here: imports, forbidden instructions, a missing export.
    Code,
    /// It does not offer what was asked of it.
    NotOffered,
    /// It ran for longer than it may.
    Time,
    /// It asked for more memory than it may have.
    Memory,
    /// Its calls nest too deep.
    Stack,
    /// It answered with more than is taken.
    TooMuch,
    /// It broke off: a panic, a division by zero, an access outside its memory.
    Trap,
    /// Its answer is none that the contract allows.
    Answer,
    /// It says itself that it can't answer.
    Refused,
    /// The settings won't do.
    Settings,
    /// The batch or the answers handed in won't do.
    Input,
    /// It failed too often and was set aside.
    SetAside,
    /// Nothing the plugin could help: the host has no room for the call, or can't read or write a file.
    Host,
}

impl Kind {
    /// Whether the plugin is to blame: so many in a row set it aside.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Time | Self::Memory | Self::Stack | Self::TooMuch | Self::Trap | Self::Answer)
    }
}

/// What went wrong with a plugin. The message is in plain words and says what would help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The plugin's id; empty while it is not known.
    pub plugin: String,
    /// Its version; empty while it is not known.
    pub version: String,
    /// In which call.
    pub call: Call,
    /// At which row of the batch, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// What kind of problem.
    pub kind: Kind,
    /// What happened.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.plugin.is_empty() {
            write!(f, "plugin `{}` {}, {}", self.plugin, self.version, self.call)?;
            if let Some(row) = self.row {
                write!(f, ", row {}", u64::from(row) + 1)?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// What is wrong, before it is known of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) row: Option<u32>,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, row: None, message: message.into() }
    }

    /// An answer that the contract does not allow.
    pub(crate) fn answer(message: impl Into<String>) -> Self {
        Self::new(Kind::Answer, message)
    }

    /// The same of a batch in which so many rows come before.
    pub(crate) fn below(self, rows: usize) -> Self {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        Self { row: self.row.map(|row| row.saturating_add(rows)), ..self }
    }

    /// The same, at a row.
    pub(crate) fn at(row: usize, message: impl Into<String>) -> Self {
        Self { kind: Kind::Answer, row: u32::try_from(row).ok(), message: message.into() }
    }
}

impl From<NotHeld> for Fault {
    fn from(NotHeld { row, message }: NotHeld) -> Self {
        Self { kind: Kind::Answer, row: row.and_then(|row| u32::try_from(row).ok()), message }
    }
}

/// A text of the plugin's, cut short for a message, without control characters.
pub(crate) fn shown(text: &str) -> String {
    cut(text, 80)
}

/// A whole message: whatever of the plugin's an error from below may quote in it, it stays one that can be read.
pub(crate) fn bounded(message: &str) -> String {
    cut(message, 900)
}

fn cut(text: &str, most: usize) -> String {
    let mut shown: String =
        text.chars().take(most).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}
