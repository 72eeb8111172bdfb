//! What a page asks, as an address writes it (`/register?text=backup&limit=20`), and what it is told.

use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;

use super::{
    Board, Calendar, CheckView, Heat, LifeList, LifeQuery, LifeView, Measures, Overview, Query, Register,
    RequiredList, ResponseRow, ResponseView, RiskView, SoaView, ViewError,
};
use crate::audit::Question;
use crate::audit::checklist::checklist;
use crate::audit::coverage::{Coverage, coverage};
use crate::calendar::{self, Waiting};
use crate::catalogue::{self, CatalogueControl, ControlGroup, Edition};
use crate::certification::readiness::{Readiness, readiness};
use crate::check::Severity;
use crate::id::{AnyId, AuditId, ProgrammeId, QuestionnaireId, ResponseId, ReviewId, ScenarioId};
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::quantity::{Actor, Date};
use crate::review::Inputs;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// `/overview`: where the ISMS stands. Without an edition, that to which the organisation works.
    Overview(Option<Edition>),
    /// `/register`: a page of the risk register.
    Register(Query),
    /// `/heat`: where the risks lie by two factors.
    Heat(Query),
    /// `/risks/R-12`: a risk with everything.
    Risk(ScenarioId),
    /// `/board`: what is done about risks, at most so many cards in a column.
    Board(usize),
    /// `/soa`: the Statement of Applicability.
    Soa(Option<Edition>),
    /// `/check`: what an auditor would find.
    Check(Option<Edition>, Option<Severity>, Reach),
    /// `/catalogue`: the controls of Annex A.
    Catalogue(Option<Edition>),
    /// `/responses`: what others answered to a questionnaire, or to all; with `true` what waits for a decision alone.
    Responses(Option<QuestionnaireId>, bool, Reach),
    /// `/responses/RSP-1`: a response, with answers in words of a language.
    Response(ResponseId, String),
    /// `/lists/document`: records of a kind as a list shows them.
    List(Kind, LifeQuery),
    /// `/lists/document/DOC-1`: a record with its fields, its steps and what leads to it.
    Life(RecordRef),
    /// `/calendar`: what is due until a day, and was before.
    Calendar(Option<Date>),
    /// `/waiting`: what waits for somebody.
    Waiting(Actor),
    /// `/readiness`: clause by clause and control by control what an auditor would ask for.
    Readiness(Option<Edition>),
    /// `/required`: the documented information that is asked for, and what fulfils it.
    Required(Option<Edition>),
    /// `/measures`: the measures in use, with their results.
    Measures,
    /// `/coverage/PRG-1`: what the audits of a programme cover.
    Coverage(ProgrammeId, Option<Edition>),
    /// `/checklist/AUD-1`: questions an audit could put and does not yet, with those of a questionnaire, in a language.
    Checklist(AuditId, Option<Edition>, Option<QuestionnaireId>, String),
    /// `/inputs/REV-1`: what a management review looks at.
    Inputs(ReviewId),
    /// `/records/risk`: records of a kind after an id, at most so many.
    Records(Kind, Option<AnyId>, usize),
    /// `/records/risk/R-12`: a record.
    Record(RecordRef),
}

/// Which rows: how many are left out at the beginning, and how many are given at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// How many are left out.
    pub offset: usize,
    /// How many are given at most.
    pub limit: usize,
}

/// Why it is not known what is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// Nothing is at this path.
    #[error("there is nothing at /{0}")]
    Nowhere(String),
    /// A word is not what it should be.
    #[error("{message}")]
    Misread {
        /// Which: `level`.
        field: String,
        /// What was found.
        message: String,
    },
}

impl AskError {
    fn misread(field: &str, message: impl Display) -> Self {
        Self::Misread { field: field.to_owned(), message: message.to_string() }
    }
}

/// The words behind the `?` of an address, each taken once.
struct Words<'q>(Vec<(&'q str, &'q str)>);

impl<'q> Words<'q> {
    fn take(&mut self, name: &str) -> Result<Option<&'q str>, AskError> {
        let Some(at) = self.0.iter().position(|(known, _)| *known == name) else { return Ok(None) };
        let (_, value) = self.0.remove(at);
        match self.0.iter().any(|(known, _)| *known == name) {
            true => Err(AskError::misread(name, format!("`{name}` is said twice"))),
            false => Ok(Some(value).filter(|value| !value.is_empty())),
        }
    }

    fn word<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<Option<T>, AskError> {
        let read = |text: &str| {
            text.parse().map_err(|error: T::Err| AskError::misread(name, format!("{name}: {error}")))
        };
        self.take(name)?.map(read).transpose()
    }

    fn limit(&mut self, usual: usize, most: usize) -> Result<usize, AskError> {
        Ok(self.word("limit")?.unwrap_or(usual).clamp(1, most))
    }

    fn reach(&mut self, usual: usize, most: usize) -> Result<Reach, AskError> {
        Ok(Reach { offset: self.word("cursor")?.unwrap_or(0), limit: self.limit(usual, most)? })
    }

    /// Refuses what was not taken.
    fn none_left(self) -> Result<(), AskError> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(AskError::misread(name, format!("`{name}` is not asked for here"))),
        }
    }
}

/// A cell of the heat map, by index: `3,2`.
fn cell(text: &str) -> Result<(u8, u8), AskError> {
    let both =
        text.split_once(',').and_then(|(down, across)| Some((down.parse().ok()?, across.parse().ok()?)));
    both.ok_or_else(|| {
        AskError::misread("cell", format!("`{text}` is no cell; write its indexes like `3,2`"))
    })
}

impl Query {
    /// At most so many rows are given.
    pub const MOST: usize = 1_000;

    fn of(words: &mut Words<'_>) -> Result<Self, AskError> {
        let blank = Self::default();
        Ok(Self {
            text: words.take("text")?.unwrap_or_default().to_owned(),
            owner: words.word("owner")?,
            asset: words.word("asset")?,
            level: words.word("level")?,
            treated: words.word("treated")?,
            cell: words.take("cell")?.map(cell).transpose()?,
            stage: words.word("stage")?,
            methodology: words.word("methodology")?,
            beside: words.word("beside")?,
            listed: words.word("listed")?.unwrap_or(blank.listed),
            sort: words.word("sort")?.unwrap_or(blank.sort),
            descending: words.word("descending")?.unwrap_or(blank.descending),
            offset: words.word("cursor")?.unwrap_or(blank.offset),
            limit: words.limit(blank.limit, Self::MOST)?,
        })
    }
}

impl Ask {
    /// Reads what is asked: the steps of the path, and the words behind the `?`, both without escapes.
    ///
    /// ```
    /// use riskwright_core::view::Ask;
    /// let asked = Ask::read(&["register"], &[("text", "backup"), ("limit", "20")]).unwrap();
    /// assert!(matches!(asked, Ask::Register(query) if query.text == "backup" && query.limit == 20));
    /// ```
    ///
    /// # Errors
    /// If nothing is at the path, or a word is not what it should be or is not asked for there.
    pub fn read(path: &[&str], words: &[(&str, &str)]) -> Result<Self, AskError> {
        let mut words = Words(words.to_vec());
        let named = |field: &str, error: &dyn Display| AskError::misread(field, error);
        let asked = match path {
            ["overview"] => Self::Overview(words.word("edition")?),
            ["register"] => Self::Register(Query::of(&mut words)?),
            ["heat"] => Self::Heat(Query::of(&mut words)?),
            ["risks", id] => Self::Risk(id.parse().map_err(|error| named("id", &error))?),
            ["board"] => Self::Board(words.limit(100, Query::MOST)?),
            ["soa"] => Self::Soa(words.word("edition")?),
            ["check"] => {
                let (edition, severity) = (words.word("edition")?, words.word("severity")?);
                Self::Check(edition, severity, words.reach(100, Query::MOST)?)
            }
            ["catalogue"] => Self::Catalogue(words.word("edition")?),
            ["responses"] => {
                let (of, waiting) = (words.word("questionnaire")?, words.word("waiting")?);
                Self::Responses(of, waiting.unwrap_or(false), words.reach(50, 500)?)
            }
            ["responses", id] => {
                let language = words.take("language")?.unwrap_or("en").to_owned();
                Self::Response(id.parse().map_err(|error| named("id", &error))?, language)
            }
            ["lists", kind] => {
                let kind = kind.parse().map_err(|error| named("kind", &error))?;
                let reach = |words: &mut Words<'_>| words.reach(100, Query::MOST);
                let (text, state) =
                    (words.take("text")?.unwrap_or_default().to_owned(), words.take("state")?);
                let (state, open) = (state.map(str::to_owned), words.word("open")?.unwrap_or(false));
                let Reach { offset, limit } = reach(&mut words)?;
                Self::List(kind, LifeQuery { text, state, open, offset, limit })
            }
            ["lists", kind, id] => {
                let at: Result<RecordRef, _> = format!("{kind}/{id}").parse();
                Self::Life(at.map_err(|error| named("id", &error))?)
            }
            ["calendar"] => Self::Calendar(words.word("until")?),
            ["waiting"] => {
                let whose = words.word("for")?;
                Self::Waiting(whose.ok_or_else(|| AskError::misread("for", "say for whom: `for`"))?)
            }
            ["readiness"] => Self::Readiness(words.word("edition")?),
            ["required"] => Self::Required(words.word("edition")?),
            ["measures"] => Self::Measures,
            ["coverage", id] => {
                let id = id.parse().map_err(|error| named("id", &error))?;
                Self::Coverage(id, words.word("edition")?)
            }
            ["checklist", id] => {
                let id = id.parse().map_err(|error| named("id", &error))?;
                let language = words.take("language")?.unwrap_or("en").to_owned();
                Self::Checklist(id, words.word("edition")?, words.word("questionnaire")?, language)
            }
            ["inputs", id] => Self::Inputs(id.parse().map_err(|error| named("id", &error))?),
            ["records", kind] => {
                let kind = kind.parse().map_err(|error| named("kind", &error))?;
                Self::Records(kind, words.word("after")?, words.limit(100, Query::MOST)?)
            }
            ["records", kind, id] => {
                let at: Result<RecordRef, _> = format!("{kind}/{id}").parse();
                Self::Record(at.map_err(|error| named("id", &error))?)
            }
            other => return Err(AskError::Nowhere(other.join("/"))),
        };
        words.none_left()?;
        Ok(asked)
    }
}

/// A page of a view, and where the next one begins.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page<T> {
    /// The view.
    #[serde(flatten)]
    pub view: T,
    /// Where the next page begins; none where there is none.
    pub next: Option<usize>,
}

impl<T> Page<T> {
    /// A page of so many rows from `offset` on, of `total`.
    pub fn new(view: T, offset: usize, rows: usize, total: usize) -> Self {
        let end = offset.saturating_add(rows);
        Self { view, next: (rows > 0 && end < total).then_some(end) }
    }
}

/// Responses, the latest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Responses {
    /// How many there are in all.
    pub total: usize,
    /// The responses.
    pub responses: Vec<ResponseRow>,
}

/// Records of a kind, by id.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Records {
    /// What they are: `risk`.
    pub kind: String,
    /// How many there are in all.
    pub total: usize,
    /// The records.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub records: Vec<Record>,
    /// The id after which the next page begins; none where there is none.
    pub next: Option<String>,
    /// The id that a new one gets: the next free number.
    pub free: String,
}

/// Questions for an audit.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checklist {
    /// In the order of clauses and controls.
    pub questions: Vec<Question>,
}

/// The controls of Annex A.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Catalogue {
    /// The edition.
    pub edition: Edition,
    /// Its groups.
    pub groups: &'static [ControlGroup],
    /// Its controls by id, title and attributes.
    pub controls: &'static [CatalogueControl],
}

/// What is told. Written as the view it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Told {
    /// See [`Ask::Overview`].
    Overview(Box<Overview>),
    /// See [`Ask::Register`].
    Register(Page<Register>),
    /// See [`Ask::Heat`]; none where the methodology has no axes.
    Heat(Option<Heat>),
    /// See [`Ask::Risk`].
    Risk(Box<RiskView>),
    /// See [`Ask::Board`].
    Board(Board),
    /// See [`Ask::Soa`].
    Soa(SoaView),
    /// See [`Ask::Check`].
    Check(Page<CheckView>),
    /// See [`Ask::Catalogue`].
    Catalogue(Catalogue),
    /// See [`Ask::Responses`].
    Responses(Page<Responses>),
    /// See [`Ask::Response`].
    Response(Box<ResponseView>),
    /// See [`Ask::List`].
    List(Page<LifeList>),
    /// See [`Ask::Life`].
    Life(Box<LifeView>),
    /// See [`Ask::Calendar`].
    Calendar(Calendar),
    /// See [`Ask::Waiting`].
    Waiting(Box<Waiting>),
    /// See [`Ask::Readiness`].
    Readiness(Box<Readiness>),
    /// See [`Ask::Required`].
    Required(RequiredList),
    /// See [`Ask::Measures`].
    Measures(Measures),
    /// See [`Ask::Coverage`].
    Coverage(Coverage),
    /// See [`Ask::Checklist`].
    Checklist(Checklist),
    /// See [`Ask::Inputs`].
    Inputs(Box<Inputs>),
    /// See [`Ask::Records`].
    Records(Records),
    /// See [`Ask::Record`].
    Record(Record),
}

impl Ask {
    /// What there is to see, as of `today`.
    ///
    /// # Errors
    /// If there is no such record, or the methodology gives no answer.
    pub fn answer(&self, isms: &Isms, today: Date) -> Result<Told, ViewError> {
        let edition = |asked: &Option<Edition>| asked.unwrap_or(isms.organisation().edition);
        Ok(match self {
            Self::Overview(of) => Told::Overview(Box::new(Overview::of(isms, edition(of), today)?)),
            Self::Register(query) => {
                let register = Register::of(isms, query, today)?;
                let (rows, total) = (register.rows.len(), register.total);
                Told::Register(Page::new(register, query.offset, rows, total))
            }
            Self::Heat(query) => Told::Heat(Heat::of(isms, query)?),
            Self::Risk(id) => Told::Risk(Box::new(RiskView::of(isms, id, today)?)),
            Self::Board(most) => Told::Board(Board::of(isms, today, *most)?),
            Self::Soa(of) => Told::Soa(SoaView::of(isms, edition(of))),
            Self::Check(of, severity, Reach { offset, limit }) => {
                let view = CheckView::of(isms, (edition(of), today), *severity, (*offset, *limit));
                let (rows, total) = (view.findings.len(), view.total);
                Told::Check(Page::new(view, *offset, rows, total))
            }
            Self::Catalogue(of) => {
                let edition = edition(of);
                let (groups, controls) = (catalogue::groups(edition), catalogue::controls(edition));
                Told::Catalogue(Catalogue { edition, groups, controls })
            }
            Self::Responses(to, waiting, reach) => {
                Told::Responses(responses(isms, to.as_ref(), *waiting, *reach))
            }
            Self::Response(id, language) => Told::Response(Box::new(ResponseView::of(isms, id, language)?)),
            Self::List(kind, query) => {
                let list = LifeList::of(isms, *kind, query, today);
                let (rows, total) = (list.rows.len(), list.total);
                Told::List(Page::new(list, query.offset, rows, total))
            }
            Self::Life(at) => Told::Life(Box::new(LifeView::of(isms, at, today)?)),
            Self::Calendar(until) => Told::Calendar(Calendar::of(isms, today, *until)),
            Self::Waiting(whose) => Told::Waiting(Box::new(calendar::waiting(isms, whose, today))),
            Self::Readiness(of) => Told::Readiness(Box::new(readiness(isms, edition(of), today))),
            Self::Required(of) => Told::Required(RequiredList::of(isms, edition(of))),
            Self::Measures => Told::Measures(Measures::of(isms, today)),
            Self::Coverage(id, of) => {
                let programme = isms.programmes().get(id);
                let unknown = || ViewError::Unknown(RecordRef::new(Kind::AuditProgramme, id));
                Told::Coverage(coverage(isms, programme.ok_or_else(unknown)?, edition(of)))
            }
            Self::Checklist(id, of, asked, language) => {
                let unknown = |kind, id: &AnyId| ViewError::Unknown(RecordRef { kind, id: id.clone() });
                let audit = isms.audits().get(id).ok_or_else(|| unknown(Kind::Audit, &AnyId::like(id)))?;
                let asked = asked.as_ref().map(|id| {
                    let known = isms.questionnaires().get(id);
                    known.ok_or_else(|| unknown(Kind::Questionnaire, &AnyId::like(id)))
                });
                let asked = asked.transpose()?.map(AsRef::as_ref);
                Told::Checklist(Checklist { questions: checklist(isms, audit, edition(of), asked, language) })
            }
            Self::Inputs(id) => {
                let review = isms.reviews().get(id);
                let unknown = || ViewError::Unknown(RecordRef::new(Kind::ManagementReview, id));
                Told::Inputs(Box::new(review.ok_or_else(unknown)?.looks_at(isms, today)))
            }
            Self::Records(kind, after, most) => Told::Records(records(isms, *kind, after.as_ref(), *most)?),
            Self::Record(at) => Told::Record(super::found(isms, at.clone())?),
        })
    }
}

fn responses(isms: &Isms, to: Option<&QuestionnaireId>, waiting: bool, reach: Reach) -> Page<Responses> {
    let mut all = ResponseRow::all(isms, to);
    all.retain(|row| !waiting || row.waiting > 0);
    let total = all.len();
    let responses: Vec<ResponseRow> = all.into_iter().skip(reach.offset).take(reach.limit).collect();
    let rows = responses.len();
    Page::new(Responses { total, responses }, reach.offset, rows, total)
}

fn records(isms: &Isms, kind: Kind, after: Option<&AnyId>, most: usize) -> Result<Records, ViewError> {
    let ids = isms.ids(kind);
    let from = match after {
        None => 0,
        Some(after) => {
            let at = ids.iter().position(|id| id == after);
            let unknown = || ViewError::Unknown(RecordRef { kind, id: after.clone() });
            at.ok_or_else(unknown)?.saturating_add(1)
        }
    };
    let page = ids.iter().skip(from).take(most);
    let records: Vec<Record> =
        page.filter_map(|id| isms.record(&RecordRef { kind, id: id.clone() })).collect();
    let more = from.saturating_add(records.len()) < ids.len();
    let last = records.last().map(|record| record.reference().id.to_string());
    Ok(Records {
        kind: kind.to_string(),
        total: ids.len(),
        records,
        next: last.filter(|_| more),
        free: isms.next_id(kind).to_string(),
    })
}
