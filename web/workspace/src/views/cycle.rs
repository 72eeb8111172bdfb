//! What is due, what waits, what an auditor would ask for, how measures stand, what audits cover.

use riskwright_web_parts::json::Json;
use serde::Deserialize;

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Due {
    /// When.
    pub on: String,
    /// What: `document-review`.
    pub what: String,
    /// The record that says so: `document/DOC-1`.
    pub record: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub who: Option<String>,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// What is due until a day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Calendar {
    /// The last day looked at.
    pub until: String,
    /// What is due, overdue first.
    pub due: Vec<Due>,
}

/// The addresses of calendars that other programs fetch.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Feeds {
    /// Of all that is due.
    pub all: String,
    /// Of what is one's own.
    pub mine: String,
}

/// A room in which somebody looks at what was chosen.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Room {
    /// Its id.
    pub id: String,
    /// Who looks.
    pub holder: String,
    /// What is shown.
    pub shows: Vec<String>,
    /// Until when.
    pub until: String,
    /// Since when it is closed.
    pub closed: Option<String>,
    /// How many looks were taken.
    pub looks: usize,
    /// The address to give to who looks.
    pub address: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Rooms {
    /// In the order in which they were opened.
    pub rooms: Vec<Room>,
}

/// Questions an audit could put.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Checklist {
    /// As they go into a record.
    pub questions: Json,
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Waits {
    /// The record.
    pub record: String,
    /// Its title.
    pub title: String,
    /// Since when.
    pub since: Option<String>,
}

/// What waits for somebody.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Waiting {
    /// What is theirs, and due soon.
    pub due: Vec<Due>,
    /// To be approved or given back.
    pub approve: Vec<Waits>,
    /// To be read and confirmed.
    pub acknowledge: Vec<Waits>,
    /// To be decided on.
    pub decide: Vec<Waits>,
}

/// A record that shows something.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Shown {
    /// Which.
    pub record: String,
    /// Its title.
    pub title: String,
}

/// What an auditor would find.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Found {
    /// The kind of the record.
    pub kind: String,
    /// Which record.
    pub record: String,
    /// How grave it is.
    pub severity: String,
    /// What was found.
    pub message: String,
    /// What would mend it.
    pub help: String,
}

/// A clause or control, and what there is to show for it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Item {
    /// The clause or control.
    pub against: String,
    /// Its title.
    pub title: String,
    /// What an auditor would ask for.
    pub asks: String,
    /// What of it is there: the first of it.
    pub shown: Vec<Shown>,
    /// How much in all.
    pub count: usize,
    /// What is missing.
    pub lacking: Vec<String>,
    /// How it stands.
    pub standing: String,
    /// What an auditor would find.
    pub findings: Vec<Found>,
}

/// How many stand how.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Counts {
    /// Ready.
    pub ready: usize,
    /// Partly.
    pub partly: usize,
    /// Missing.
    pub missing: usize,
}

/// Where the ISMS stands before an auditor.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Readiness {
    /// The clauses.
    pub clauses: Vec<Item>,
    /// The controls that apply.
    pub controls: Vec<Item>,
    /// How the clauses stand.
    pub clauses_stand: Counts,
    /// How the controls stand.
    pub controls_stand: Counts,
    /// What bears on none of them.
    pub others: Vec<Found>,
}

/// Something that has to be documented.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Required {
    /// The clause or control.
    pub against: String,
    /// What it is.
    pub title: String,
    /// Whether it is there.
    pub presence: String,
    /// The records that fulfil it: the first of them.
    pub by: Vec<String>,
    /// How many there are.
    pub count: usize,
}

/// What has to be documented.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RequiredList {
    /// Each with what fulfils it.
    pub required: Vec<Required>,
}

/// A measure with its results.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// What is measured.
    pub title: String,
    /// The unit.
    pub unit: Option<String>,
    /// The value aimed at.
    pub target: Option<f64>,
    /// From which value on something is to be done.
    pub threshold: Option<f64>,
    /// Results by day, oldest first.
    pub results: Vec<(String, f64)>,
    /// How the last one stands.
    pub standing: String,
    /// Against the one before.
    pub trend: Option<String>,
    /// When the next is due.
    pub next: Option<String>,
    /// Whether that day is past.
    pub overdue: bool,
}

/// The measures in use.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Measures {
    /// Each with its results.
    pub measures: Vec<MeasureView>,
}

/// A clause or control, and the audits that cover it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Covered {
    /// The clause or control.
    pub against: String,
    /// Its title.
    pub title: String,
    /// The audits that cover it.
    pub planned: Vec<String>,
    /// Those of them that were reported.
    pub audited: Vec<String>,
}

/// What a programme covers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Coverage {
    /// The clauses.
    pub clauses: Vec<Covered>,
    /// The controls that apply.
    pub controls: Vec<Covered>,
}
