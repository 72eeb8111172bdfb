//! What a paper is made of.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::{Drawing, Tone};

/// The language a paper is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// German.
    #[serde(rename = "de")]
    German,
    /// French.
    #[serde(rename = "fr")]
    French,
}

impl Language {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::English, Self::German, Self::French];

    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year, from 1900 to 9999.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || {
            let mut parts = text.splitn(3, '-');
            let year: u16 = parts.next()?.parse().ok()?;
            let month: u8 = parts.next()?.parse().ok()?;
            let day: u8 = parts.next()?.parse().ok()?;
            let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            let last = match month {
                2 => 28 + u8::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            let fits =
                (1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=last).contains(&day);
            fits.then_some(Self { year, month, day })
        };
        known().ok_or_else(|| format!("`{text}` is no day: YYYY-MM-DD from the year 1900 on"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A piece of text as it is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// As it is.
    Plain(String),
    /// Bold.
    Strong(String),
    /// Slanted.
    Emphasis(String),
    /// In letters of one width.
    Code(String),
    /// In a softer colour: a remark, or words for what is absent.
    Soft(String),
    /// What is to be noticed.
    Late(String),
    /// A text that leads to an address.
    Link {
        /// The text.
        text: String,
        /// The address. It is followed if it begins with `https:`, `http:` or `mailto:`, else it is only text.
        to: String,
    },
    /// A new line.
    Break,
}

impl Run {
    /// What it says.
    #[must_use]
    pub fn said(&self) -> &str {
        match self {
            Self::Plain(text)
            | Self::Strong(text)
            | Self::Emphasis(text)
            | Self::Code(text)
            | Self::Soft(text)
            | Self::Late(text)
            | Self::Link { text, .. } => text,
            Self::Break => "\n",
        }
    }

    /// The address it leads to, if one may follow it: a paper that is handed on must not run or open anything else.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        let Self::Link { to, .. } = self else { return None };
        let scheme = to.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let sound = !to.chars().any(|letter| letter.is_control() || letter.is_whitespace());
        (sound && matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))).then_some(to)
    }
}

/// A text of runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Text(pub Vec<Run>);

impl Text {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// With another run at its end.
    #[must_use]
    pub fn with(mut self, run: Run) -> Self {
        self.0.push(run);
        self
    }

    /// With more text at its end.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.with(Run::Plain(text.into()))
    }

    /// With bold text at its end.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.with(Run::Strong(text.into()))
    }

    /// With a remark at its end, on a line of its own where something stands before it.
    #[must_use]
    pub fn remark(self, text: impl Into<String>) -> Self {
        let text = Run::Soft(text.into());
        if self.0.is_empty() { self.with(text) } else { self.with(Run::Break).with(text) }
    }

    /// Texts, each on a line of its own.
    pub fn lines(lines: impl IntoIterator<Item = Self>) -> Self {
        let mut text = Self::new();
        for line in lines {
            if !text.0.is_empty() {
                text.0.push(Run::Break);
            }
            text.0.extend(line.0);
        }
        text
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.said().is_empty())
    }

    /// What it says, without how it is set.
    #[must_use]
    pub fn said(&self) -> String {
        self.0.iter().map(Run::said).collect()
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self::new().plain(text)
    }
}

/// A label and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What is said.
    pub text: Text,
    /// Whether it takes the whole width.
    pub long: bool,
}

impl Fact {
    /// A short one.
    pub fn new(label: impl Into<String>, text: impl Into<Text>) -> Self {
        Self { label: label.into(), text: text.into(), long: false }
    }

    /// One that takes the whole width.
    pub fn long(label: impl Into<String>, text: impl Into<Text>) -> Self {
        Self { long: true, ..Self::new(label, text) }
    }
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Where lines begin.
    #[default]
    Start,
    /// In the middle.
    Middle,
    /// Where lines end: numbers.
    End,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its share of the width, against the shares of the others.
    pub share: u16,
    /// How it is aligned.
    pub align: Align,
}

impl Column {
    /// A column of texts.
    pub fn new(title: impl Into<String>, share: u16) -> Self {
        Self { title: title.into(), share, align: Align::Start }
    }

    /// A column of numbers.
    pub fn number(title: impl Into<String>, share: u16) -> Self {
        Self { align: Align::End, ..Self::new(title, share) }
    }

    /// A column of signs.
    pub fn sign(title: impl Into<String>, share: u16) -> Self {
        Self { align: Align::Middle, ..Self::new(title, share) }
    }
}

/// What a cell is worth to a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A number.
    Number(f64),
    /// A day.
    Day(Day),
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: Text,
    /// Its tone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<Tone>,
    /// What it is worth where it is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

impl Cell {
    /// A number as it is printed, and what it is worth.
    pub fn number(printed: impl Into<String>, value: f64) -> Self {
        Self { text: Text::from(printed), tone: None, value: Some(Value::Number(value)) }
    }

    /// How many.
    #[must_use]
    pub fn count(count: usize) -> Self {
        // no register has more rows than a float counts exactly
        Self::number(count.to_string(), count as f64)
    }

    /// A day.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self { text: Text::from(day.to_string()), tone: None, value: Some(Value::Day(day)) }
    }

    /// The cell in a tone.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Self {
        self.tone = Some(tone);
        self
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), tone: None, value: None }
    }
}

/// A row: as many cells as there are columns. The first one names it.
pub type Row = Vec<Cell>;

/// A table. Its headings repeat on each page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Table {
    /// What a sheet of it is called.
    pub name: String,
    /// What it shows; may be empty.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The picture.
    pub drawing: Drawing,
    /// What it shows, for those who can't see it.
    pub alternative: String,
    /// What stands below.
    pub caption: String,
}

/// Something that is to be noticed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// Its tone.
    pub tone: Tone,
    /// What it is about; may be empty.
    pub title: String,
    /// What it says.
    pub text: Text,
}

/// Items below each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct List {
    /// Whether they are numbered.
    pub numbered: bool,
    /// The items.
    pub items: Vec<Text>,
}

/// What a section is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// Items below each other.
    List(List),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// Something that is to be noticed.
    Note(Note),
    /// Terms with what is said about each.
    Definitions(Vec<Fact>),
    /// Numbers that are seen first.
    Counts(Vec<(String, String)>),
    /// What follows begins a page.
    PageBreak,
}

/// A part of a paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What stands below.
    pub blocks: Vec<Block>,
    /// The parts below that.
    pub sections: Vec<Section>,
}

impl Section {
    /// An empty one.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new(), sections: Vec::new() }
    }

    /// With another block at its end.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// With another paragraph, unless that says nothing.
    #[must_use]
    pub fn paragraph(self, text: impl Into<Text>) -> Self {
        let text = text.into();
        if text.is_empty() { self } else { self.with(Block::Paragraph(text)) }
    }

    /// With another table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.with(Block::Table(table))
    }

    /// With a part below.
    #[must_use]
    pub fn section(mut self, section: Self) -> Self {
        self.sections.push(section);
        self
    }

    /// It and all below, with how deep each lies, in the order they stand.
    pub(crate) fn walk<'a>(&'a self, depth: u8, see: &mut impl FnMut(u8, &'a Self)) {
        see(depth, self);
        for section in &self.sections {
            section.walk(depth.saturating_add(1), see);
        }
    }
}

/// Where a paper comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Foot {
    /// Whose it is.
    pub organisation: String,
    /// The day as of which it is true.
    pub as_of: Day,
    /// The digest of the journal's last entry.
    pub head: String,
    /// How many entries the journal has.
    pub entries: u64,
    /// How it can be checked, and what else there is to know.
    pub remarks: Vec<Text>,
}

impl Foot {
    /// The first 12 digits of the head.
    #[must_use]
    pub fn short_head(&self) -> String {
        self.head.chars().take(12).collect()
    }
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paper {
    /// The language it is written in.
    pub language: Language,
    /// What it is.
    pub title: String,
    /// What it is about, or the clauses it answers; may be empty.
    pub subtitle: String,
    /// Whether its pages lie on their long side.
    pub wide: bool,
    /// What stands below the title.
    pub facts: Vec<Fact>,
    /// What it says.
    pub sections: Vec<Section>,
    /// Where it comes from.
    pub foot: Foot,
}

impl Paper {
    /// A paper that says nothing yet.
    pub fn new(language: Language, title: impl Into<String>, foot: Foot) -> Self {
        Self {
            language,
            title: title.into(),
            subtitle: String::new(),
            wide: false,
            facts: Vec::new(),
            sections: Vec::new(),
            foot,
        }
    }

    /// Every section with how deep it lies, from 1, in the order they stand.
    pub(crate) fn walk<'a>(&'a self, see: &mut impl FnMut(u8, &'a Section)) {
        for section in &self.sections {
            section.walk(1, see);
        }
    }
}
