//! Records of any kind: lists of them, and one with all that belongs to it.

use riskwright_web_parts::json::Json;
use serde::Deserialize;

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A text of one line.
    Line,
    /// Prose.
    Prose,
    /// A day.
    Date,
    /// A person, role or body.
    Actor,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// Yes or no.
    Flag,
    /// One of these words.
    Word(Vec<String>),
    /// The id of a record of this kind.
    Record(String),
    /// A SHA-256 digest.
    Digest,
    /// An amount with its currency.
    Money,
    /// A text as Markdown, or a file elsewhere.
    Content,
    /// Several of these.
    Many(Box<FieldKind>),
    /// Several fields together.
    Group(Vec<Field>),
    /// Something with a form of its own.
    Own,
}

impl FieldKind {
    /// Whether a person fills it in here.
    #[must_use]
    pub fn is_own(&self) -> bool {
        match self {
            Self::Own => true,
            Self::Many(of) => of.is_own(),
            _ => false,
        }
    }

    /// Whether it is a text or sign of one line.
    #[must_use]
    pub fn is_single(&self) -> bool {
        !matches!(self, Self::Content | Self::Many(_) | Self::Group(_) | Self::Own)
    }
}

/// A field of a record, or of a step.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it must be there.
    pub required: bool,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LifeRow {
    /// Which.
    pub id: String,
    /// Its title, or what stands for one.
    pub title: String,
    /// The state it is in.
    pub state: Option<String>,
    /// Who sees to it.
    pub care: Option<String>,
    /// When something is due with it.
    pub due: Option<String>,
    /// Whether that day is past.
    pub overdue: bool,
}

/// Records of a kind.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LifeList {
    /// What they are: `document`.
    pub kind: String,
    /// How many fit.
    pub total: usize,
    /// How many there are in each state.
    pub states: Vec<(String, usize)>,
    /// A page of those that fit.
    pub rows: Vec<LifeRow>,
    /// The change that adds one.
    pub add: Option<String>,
    /// The id that a new one gets.
    pub free: String,
    /// What a new one is made of.
    pub fields: Vec<Field>,
}

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Passed {
    /// Which.
    pub step: String,
    /// When.
    pub on: String,
    /// By whom.
    pub by: String,
    /// Who wrote it down, if another.
    pub recorded_by: Option<String>,
    /// What was said of it.
    pub note: Option<String>,
}

/// A step that can be taken.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Possible {
    /// Which.
    pub step: String,
    /// The state it leads to.
    pub to: String,
    /// What is told with it.
    pub fields: Vec<Field>,
}

/// A record that another names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Link {
    /// The field that names.
    pub field: String,
    /// What it is.
    pub kind: String,
    /// Which.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A record with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LifeView {
    /// What it is: `document`.
    pub kind: String,
    /// As a list shows it.
    pub row: LifeRow,
    /// The record.
    pub record: Json,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// The change that sets its fields.
    pub revise: Option<String>,
    /// The change that removes it.
    pub remove: Option<String>,
    /// The change that takes a step with it.
    pub step: Option<String>,
    /// The steps taken.
    pub passed: Vec<Passed>,
    /// The steps that can be taken.
    pub possible: Vec<Possible>,
    /// The records it names.
    pub names: Vec<Link>,
    /// The records that name it.
    pub named_by: Vec<Link>,
}

impl LifeView {
    /// Whether there is one record of its kind.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.kind == self.row.id
    }
}
