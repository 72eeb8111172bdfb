//! What all reports share: the title block, the foot, and the pieces their cells are made of.

use std::fmt::Display;

use riskwright_core::applicability::Evidence;
use riskwright_core::id::Identifier;
use riskwright_core::isms::Register;
use riskwright_core::lifecycle::Passed;
use riskwright_core::quantity::{Actor, Date, Title};
use riskwright_press::{
    Block, Cell, Column, Day, Fact, Foot, Language, Note, Paper, Run, Section, Table, Text, Tone,
};

use super::Kind;
use super::said::{self, Said};
use super::word;
use crate::{Context, ReportError, wording};

/// Who makes a paper: from which state, in which language.
pub(super) struct Maker<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) language: Language,
}

impl<'a> Maker<'a> {
    pub(super) fn say(&self, said: Said) -> &'static str {
        said.in_(self.language)
    }

    pub(super) fn with(&self, said: Said, parts: &[&dyn Display]) -> String {
        said.with(self.language, parts)
    }

    /// A word of the vocabulary.
    pub(super) fn word(&self, word: &'static str) -> &'static str {
        word::word(self.language, word)
    }

    /// A paper with its title block; `clauses` are those it answers.
    pub(super) fn paper(&self, title: Said, clauses: &str, wide: bool) -> Paper {
        let context = self.context;
        let foot = Foot {
            organisation: context.isms.organisation().name.to_string(),
            as_of: day(context.as_of),
            head: context.head.to_string(),
            entries: context.entries,
            remarks: vec![
                Text::from(self.say(said::VERIFY_BEFORE))
                    .with(Run::Code("riskwright verify FILE".to_owned()))
                    .plain(self.with(said::VERIFY_AFTER, &[&context.entries])),
            ],
        };
        let mut paper = Paper::new(self.language, self.say(title), foot);
        paper.subtitle = self.with(said::CLAUSES, &[&context.standard(), &clauses]);
        paper.wide = wide;
        paper.facts = vec![
            Fact::new(self.say(said::ORGANISATION), context.isms.organisation().name.as_str()),
            Fact::new(self.say(said::AS_OF), context.as_of.to_string()),
        ];
        paper
    }

    /// The scope and its approval, for the title block.
    pub(super) fn scope(&self) -> [Fact; 2] {
        let scope = self.context.isms.scope();
        let purpose = if scope.purpose.is_empty() {
            self.soft(said::NO_SCOPE)
        } else {
            Text::from(scope.purpose.as_str())
        };
        let approval = scope.approval.as_ref().map(|approval| (&approval.by, approval.on));
        [
            Fact::new(self.say(said::SCOPE_APPROVAL), self.approval(approval)),
            Fact::long(self.say(said::SCOPE), purpose),
        ]
    }

    pub(super) fn approval(&self, approval: Option<(&Actor, Date)>) -> String {
        match approval {
            Some((by, on)) => self.with(said::APPROVED_BY, &[by, &on]),
            None => self.say(said::NOT_APPROVED).to_owned(),
        }
    }

    /// Words for what is absent.
    pub(super) fn soft(&self, said: Said) -> Text {
        Text::new().with(Run::Soft(self.say(said).to_owned()))
    }

    /// A text, or words for its absence.
    pub(super) fn or(&self, text: &str, absent: Said) -> Text {
        if text.trim().is_empty() { self.soft(absent) } else { Text::from(text) }
    }

    pub(super) fn actor(&self, actor: Option<&Actor>) -> Text {
        actor.map_or_else(|| self.soft(said::NOBODY), |actor| Text::from(actor.as_str()))
    }

    pub(super) fn title(&self, title: Option<&Title>) -> Text {
        title.map_or_else(|| self.soft(said::NOT_STATED), |title| Text::from(title.as_str()))
    }

    pub(super) fn yes(&self, yes: bool) -> &'static str {
        self.say(if yes { said::YES } else { said::NO })
    }

    pub(super) fn word_or(&self, word: Option<&'static str>) -> Text {
        word.map_or_else(|| self.soft(said::NOT_STATED), |word| Text::from(self.word(word)))
    }

    /// A day, or that there is none.
    pub(super) fn date(&self, date: Option<Date>) -> Cell {
        date.map_or_else(|| Cell::from(self.soft(said::NO_DATE)), |date| Cell::day(day(date)))
    }

    /// A day by which something is to be done; one that is past in the tone of what is late.
    pub(super) fn due(&self, date: Option<Date>, overdue: bool) -> Cell {
        match date {
            Some(date) if overdue => {
                Cell::from(Text::from(date.to_string()).remark(self.say(said::OVERDUE))).toned(Tone::LATE)
            }
            date => self.date(date),
        }
    }

    /// Names in a line, or that none is named.
    pub(super) fn names(&self, names: impl IntoIterator<Item = impl ToString>) -> Text {
        let names = wording::list(names);
        self.or(&names, said::NONE_NAMED)
    }

    pub(super) fn column(&self, said: Said, share: u16) -> Column {
        Column::new(self.say(said), share)
    }

    pub(super) fn number(&self, said: Said, share: u16) -> Column {
        Column::number(self.say(said), share)
    }

    /// A table whose sheet is called by its caption.
    pub(super) fn table(&self, caption: Said, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        let caption = self.say(caption).to_owned();
        Table { name: caption.clone(), caption, columns, rows }
    }

    /// A fact, unless nothing is said.
    pub(super) fn told(&self, label: Said, text: &str) -> Option<Fact> {
        (!text.trim().is_empty()).then(|| Fact::new(self.say(label), text))
    }

    /// A section of one text, or that there is nothing.
    pub(super) fn texts(&self, title: Said, text: &str) -> Section {
        Section::new(self.say(title)).paragraph(self.or(text, said::NOTHING_SAID))
    }

    /// The steps a record took.
    pub(super) fn course(&self, passed: &[Passed]) -> Section {
        let rows = passed.iter().map(|passed| {
            vec![
                Cell::day(day(passed.on)),
                Cell::from(word::word(self.language, passed.step.as_str())),
                Cell::from(passed.by.as_str()),
                Cell::from(passed.note.as_str()),
            ]
        });
        let columns = vec![
            self.column(said::DATE, 14),
            self.column(said::STEP, 24),
            self.column(said::BY, 24),
            self.column(said::WHAT_WAS_SAID, 38),
        ];
        let name = self.say(said::COURSE).to_owned();
        let table = Table { name, caption: String::new(), columns, rows: rows.collect() };
        Section::new(self.say(said::COURSE)).table(table)
    }

    /// Pieces of evidence, each on a line of its own.
    pub(super) fn evidence(&self, evidence: &[Evidence]) -> Text {
        if evidence.is_empty() {
            return self.soft(said::NONE);
        }
        let line = |one: &Evidence| {
            let text = match one.location.as_deref() {
                Some(place) => {
                    Text::new().with(Run::Link { text: one.title.to_string(), to: place.to_owned() })
                }
                None => Text::from(one.title.as_str()),
            };
            match one.location.as_deref() {
                Some(place)
                    if text.0.iter().all(|run| run.address().is_none()) && place != one.title.as_str() =>
                {
                    text.remark(place)
                }
                _ => text,
            }
        };
        Text::lines(evidence.iter().map(line))
    }

    /// The record a report is of: the one that was asked for, or the last of which there is something to tell.
    pub(super) fn record<I: Identifier + Ord, R>(
        &self,
        kind: Kind,
        register: &'a Register<I, R>,
        id: Option<&str>,
        tells: impl Fn(&R) -> bool,
    ) -> Result<Option<&'a R>, ReportError> {
        let Some(id) = id else {
            let mut from_last = register.values().rev().map(AsRef::as_ref);
            let last = from_last.clone().next();
            return Ok(from_last.find(|record| tells(record)).or(last));
        };
        let found = register.iter().find(|(known, _)| known.to_string() == id);
        let unknown = || ReportError::NoRecord { kind, record: id.to_owned() };
        found.map(|(_, record)| Some(record.as_ref())).ok_or_else(unknown)
    }

    /// The paper, saying that there is nothing to report on.
    pub(super) fn nothing(&self, mut paper: Paper, said: Said) -> Paper {
        let note = Note { tone: Tone::QUIET, title: String::new(), text: Text::from(self.say(said)) };
        paper.sections.push(Section::new(self.say(said::SUMMARY)).with(Block::Note(note)));
        paper
    }
}

pub(super) fn day(date: Date) -> Day {
    let civil = date.civil();
    let whole = |part: i8| u8::try_from(part).unwrap_or(1);
    // the few papers of years that workbooks do not know carry the first or last they do
    let year = u16::try_from(civil.year()).unwrap_or_default().clamp(1900, 9999);
    Day { year, month: whole(civil.month()), day: whole(civil.day()) }
}

/// An id, to name a row by.
pub(super) fn id(id: &impl Display) -> Cell {
    Cell::from(Text::new().strong(id.to_string()))
}
