//! What can be said about documentation, what is due, and the steps of records.

use std::path::PathBuf;

use clap::Args;
use riskwright_core::catalogue::Edition;
use riskwright_core::quantity::{Actor, Date};

#[derive(Debug, Args)]
pub struct OfFile {
    /// The ISMS.
    pub file: PathBuf,
    /// The edition of Annex A [default: the organisation's].
    #[arg(long)]
    pub edition: Option<Edition>,
    /// Only what is not ready or not there.
    #[arg(long)]
    pub missing: bool,
}

#[derive(Debug, Args)]
pub struct Starters {
    /// The ISMS.
    pub file: PathBuf,
    /// The drafts to write: `access-control`; without any, those there are are listed.
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// The language they are written in.
    #[arg(long, default_value = "en", value_parser = ["en", "de"])]
    pub language: String,
    /// Write every draft whose clause or control no document fulfils yet.
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct CalendarArgs {
    /// The ISMS.
    pub file: PathBuf,
    /// The last day looked at [default: three months from today].
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Write it as a calendar (RFC 5545).
    #[arg(long, value_name = "FILE.ics")]
    pub ics: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Waiting {
    /// The ISMS.
    pub file: PathBuf,
    /// For whom: a person or a role [default: who makes changes].
    pub whose: Option<Actor>,
    /// For everyone for whom something waits: reminders, a text for each.
    #[arg(long, conflicts_with = "whose")]
    pub everyone: bool,
    /// Write each text to a file of this folder, `Jane Doe.txt`, to be sent on.
    #[arg(long, value_name = "FOLDER", requires = "everyone")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Checklist {
    /// The ISMS.
    pub file: PathBuf,
    /// The audit: `AUD-2`.
    pub audit: String,
    /// A questionnaire in use, of a plugin or your own, whose questions about the same clauses and controls are taken too.
    #[arg(long, value_name = "ID")]
    pub questionnaire: Option<String>,
    /// The language of its questions.
    #[arg(long, default_value = "en")]
    pub language: String,
    /// The edition of Annex A [default: the organisation's].
    #[arg(long)]
    pub edition: Option<Edition>,
    /// Put them into the audit's checklist.
    #[arg(long)]
    pub add: bool,
}

#[derive(Debug, Args)]
pub struct Step {
    /// The ISMS.
    pub file: PathBuf,
    /// The record: `DOC-1`, `INC-3`, `AUD-2`.
    pub record: String,
    /// The step: `approve`; without one, those that are possible now are listed.
    pub step: Option<String>,
    /// What is told with it: `reason="no longer needed"`, `lessons=@lessons.md`.
    #[arg(value_name = "FIELD=VALUE")]
    pub fields: Vec<String>,
    /// When it was taken [default: today].
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// What else is to be said of it.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}
