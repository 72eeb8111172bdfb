//! What is looked at.

use std::collections::BTreeMap;

use riskwright_web_parts::json::Json;
use riskwright_web_parts::phrases::Phrases;

use crate::editing::{Column, Edit};
use crate::effect::{Body, Effect};
use crate::filling::{Filling, Looking};
use crate::page::{Kind, Page};
use crate::query::{Query, ROWS, escape};
use crate::views::{
    Board, Calendar, CheckView, Checklist, Coverage, Feeds, Heat, Invited, Level, LifeList, LifeView,
    Measures, Methodology, Named, Overview, Questionnaires, Readiness, RegisterRow, RequiredList,
    ResponseView, Responses, RiskView, Rooms, SoaView, Waiting,
};

/// Something that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<T> {
    /// Counts what was asked.
    pub round: u32,
    /// What was told last.
    pub has: Option<T>,
    /// Why nothing was told.
    pub wrong: Option<String>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { round: 0, has: None, wrong: None }
    }
}

/// The rows of the register, those that were told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listing {
    /// By which methodology.
    pub methodology: String,
    /// Its levels.
    pub levels: Vec<Level>,
    /// The levels of the other methodology.
    pub beside_levels: Vec<Level>,
    /// A place for each risk that fits.
    pub rows: Vec<Option<RegisterRow>>,
    /// The pages that were asked for.
    pub asked: Vec<usize>,
    /// Whether the rows answer an earlier question.
    pub stale: bool,
    /// The first row that is seen, and how many are.
    pub seen: (usize, usize),
}

/// What a person is told once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notice {
    /// In words.
    pub text: String,
    /// What would do.
    pub help: String,
    /// Whether something was refused.
    pub wrong: bool,
    /// The entry that can be taken back.
    pub undo: Option<u64>,
}

/// Where a field was left that waits for an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// What the field does.
    pub does: String,
    /// Which record or factor.
    pub id: String,
    /// Which of several.
    pub at: usize,
    /// What it holds.
    pub value: String,
    /// Whether it was left, and what it holds is on its way.
    pub sent: bool,
}

/// A form that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A new risk, by the next free id.
    Risk,
    /// A new action.
    Action,
    /// An acceptance.
    Accept,
    /// Why a risk is closed.
    Close,
    /// Why a control is decided on: the control, and the decision.
    Control(String, &'static str),
    /// Who is to answer a questionnaire.
    Invite(String),
    /// Who is to look at what.
    Room,
    /// Why a proposal is dismissed: its place; none for all that wait.
    Dismiss(Option<usize>),
}

/// Where focus has to go when all is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// To the heading of the page.
    Heading,
    /// To the first field of the open form.
    Form,
    /// To what a person is told.
    Notice,
    /// To the first field of the cell that is open.
    Edit,
    /// To the cell of the register where a person is.
    Cell,
    /// To what was added to a form, or what is there before what was taken away.
    Added,
    /// To the first field of the form with which something is wrong.
    Fault,
}

/// What is looked at.
pub struct Model {
    pub(crate) phrases: Phrases,
    /// The language that views are asked for in.
    pub(crate) language: String,
    pub(crate) kind: Kind,
    pub(crate) readonly: bool,
    /// Whether another element of the page lists what is chosen here.
    pub(crate) linked: bool,
    /// Whether the page runs from right to left.
    pub(crate) mirrored: bool,
    pub(crate) page: Page,
    /// The pages to go back to, and the records.
    pub(crate) before: Vec<(Page, String)>,
    pub(crate) query: Query,
    pub(crate) listing: Slot<Listing>,
    pub(crate) heat: Slot<Option<Heat>>,
    pub(crate) risk_id: String,
    pub(crate) risk: Slot<RiskView>,
    pub(crate) board: Slot<Board>,
    /// The edition that is looked at; empty for the organisation's.
    pub(crate) edition: String,
    pub(crate) soa: Slot<SoaView>,
    pub(crate) soa_text: String,
    pub(crate) soa_status: String,
    /// The control whose line is opened.
    pub(crate) control: String,
    pub(crate) check: Slot<CheckView>,
    pub(crate) severity: String,
    pub(crate) responses: Slot<Responses>,
    pub(crate) questionnaires: Slot<Questionnaires>,
    /// Who was invited just now.
    pub(crate) invited: Option<Invited>,
    /// Who was asked just now to read the document that is looked at.
    pub(crate) asked: Option<Vec<Invited>>,
    /// Questions the audit that is looked at could put.
    pub(crate) checklist: Slot<Checklist>,
    /// Rooms: there where a server has the ISMS.
    pub(crate) rooms: Slot<Rooms>,
    /// Addresses of calendars: there where a server has the ISMS.
    pub(crate) feeds: Slot<Feeds>,
    pub(crate) response_id: String,
    pub(crate) response: Slot<ResponseView>,
    pub(crate) overview: Slot<Overview>,
    pub(crate) methodologies: Slot<Vec<Methodology>>,
    /// The id of the next new record.
    pub(crate) free: Slot<String>,
    /// The list that is looked at.
    pub(crate) looking: Looking,
    pub(crate) list: Slot<LifeList>,
    /// The record that is looked at: its kind and id.
    pub(crate) life_of: (String, String),
    pub(crate) life: Slot<LifeView>,
    pub(crate) coverage: Slot<Coverage>,
    pub(crate) inputs: Slot<Json>,
    pub(crate) measures: Slot<Measures>,
    pub(crate) calendar: Slot<Calendar>,
    pub(crate) waits: Slot<Waiting>,
    pub(crate) readiness: Slot<Readiness>,
    pub(crate) required: Slot<RequiredList>,
    /// How what is listed stands; empty for all.
    pub(crate) standing: String,
    /// Records that can be named, by kind: id and title.
    pub(crate) known: BTreeMap<String, Vec<Named>>,
    pub(crate) filling: Option<Filling>,
    /// Where in the form something was added or taken away.
    pub(crate) added: String,
    /// The entry that made the record that is looked at.
    pub(crate) born: Option<u64>,
    /// Whether the record that is looked at goes with what was sent.
    pub(crate) leaving: bool,
    /// Whether the ways are shown where there is little room.
    pub(crate) ways_open: bool,
    pub(crate) typed: Option<Typed>,
    pub(crate) form: Option<Form>,
    /// The cell of the register that is open.
    pub(crate) edit: Option<Edit>,
    /// The cell where a person is: the risk, and what of it.
    pub(crate) cursor: Option<(String, Column)>,
    /// The cell whose change is on its way.
    pub(crate) sent: Option<(String, Column)>,
    pub(crate) notice: Option<Notice>,
    /// What is said to who does not see it.
    pub(crate) announced: String,
    /// Why the source can't be reached.
    pub(crate) away: Option<String>,
    /// Why what is changed is not kept.
    pub(crate) unkept: Option<String>,
    pub(crate) focus: Option<Focus>,
    pub(crate) told: bool,
}

impl Model {
    /// An element before anything was told.
    #[must_use]
    pub fn new(phrases: Phrases, language: &str, kind: Kind, readonly: bool) -> Self {
        let query = Query { sort: "urgency", ..Query::default() };
        Self {
            phrases,
            language: language.to_owned(),
            kind,
            readonly,
            linked: false,
            mirrored: false,
            page: kind.first,
            before: Vec::new(),
            query,
            listing: Slot::default(),
            heat: Slot::default(),
            risk_id: String::new(),
            risk: Slot::default(),
            board: Slot::default(),
            edition: String::new(),
            soa: Slot::default(),
            soa_text: String::new(),
            soa_status: String::new(),
            control: String::new(),
            check: Slot::default(),
            severity: String::new(),
            responses: Slot::default(),
            questionnaires: Slot::default(),
            invited: None,
            asked: None,
            checklist: Slot::default(),
            rooms: Slot::default(),
            feeds: Slot::default(),
            response_id: String::new(),
            response: Slot::default(),
            overview: Slot::default(),
            methodologies: Slot::default(),
            free: Slot::default(),
            looking: Looking::default(),
            list: Slot::default(),
            life_of: Default::default(),
            life: Slot::default(),
            coverage: Slot::default(),
            inputs: Slot::default(),
            measures: Slot::default(),
            calendar: Slot::default(),
            waits: Slot::default(),
            readiness: Slot::default(),
            required: Slot::default(),
            standing: String::new(),
            known: BTreeMap::new(),
            filling: None,
            added: String::new(),
            born: None,
            leaving: false,
            ways_open: false,
            typed: None,
            form: None,
            edit: None,
            cursor: None,
            sent: None,
            notice: None,
            announced: String::new(),
            away: None,
            unkept: None,
            focus: None,
            told: false,
        }
    }

    /// Asks for what the page shows.
    pub fn refresh(&mut self) -> Vec<Effect> {
        match self.page {
            Page::Overview => {
                let mut effects = vec![self.ask("overview", self.with_edition("/overview"))];
                if self.kind.whole {
                    effects.push(self.ask("waiting", "/waiting".to_owned()));
                }
                effects
            }
            Page::Register => {
                let mut effects = self.reload(false);
                if self.methodologies.has.is_none() {
                    effects.push(self.ask("methodologies", "/records/methodology".to_owned()));
                }
                effects
            }
            Page::Heatmap => {
                let mut effects = vec![self.ask("heat", self.query.address("heat", None))];
                if self.query.cell.is_some() && !self.linked {
                    effects.extend(self.reload(false));
                }
                effects
            }
            Page::Treatment => vec![self.ask("board", "/board?limit=25".to_owned())],
            Page::Soa => vec![self.ask("soa", self.with_edition("/soa"))],
            Page::Check => {
                let mut path = self.with_edition("/check");
                if !self.severity.is_empty() {
                    path.push(if path.contains('?') { '&' } else { '?' });
                    path.push_str("severity=");
                    path.push_str(&self.severity);
                }
                vec![self.ask("check", path)]
            }
            Page::Responses => vec![
                self.ask("responses", "/responses?limit=100".to_owned()),
                self.ask("questionnaires", "/questionnaires".to_owned()),
            ],
            Page::Risk => self.ask_risk(),
            Page::Response => {
                let mut path = "/responses/".to_owned();
                escape(&self.response_id, &mut path);
                path.push_str("?language=");
                escape(&self.language, &mut path);
                vec![self.ask("response", path)]
            }
            Page::List => self.ask_list(false),
            Page::Record => self.ask_life(),
            Page::Calendar => vec![
                self.ask("calendar", "/calendar".to_owned()),
                self.ask("feeds", "/calendar/feeds".to_owned()),
            ],
            Page::Readiness => vec![
                self.ask("readiness", self.with_edition("/readiness")),
                self.ask("rooms", "/rooms".to_owned()),
            ],
            Page::Required => vec![self.ask("required", self.with_edition("/required"))],
            Page::Measures => vec![self.ask("measures", "/measures".to_owned())],
        }
    }

    pub(crate) fn ask_risk(&mut self) -> Vec<Effect> {
        let mut path = "/risks/".to_owned();
        escape(&self.risk_id, &mut path);
        vec![self.ask("risk", path)]
    }

    fn with_edition(&self, path: &str) -> String {
        if self.edition.is_empty() { path.to_owned() } else { format!("{path}?edition={}", self.edition) }
    }

    /// Asks for the rows that are seen, and forgets the others. What is drawn stays until they are there.
    pub(crate) fn reload(&mut self, calm: bool) -> Vec<Effect> {
        let first = self.listing.has.as_ref().map_or(0, |listing| listing.seen.0);
        let from = if calm { 0 } else { first / ROWS * ROWS };
        self.listing.round += 1;
        if let Some(listing) = &mut self.listing.has {
            listing.stale = true;
            listing.asked.clear();
            listing.asked.push(from);
        }
        vec![self.rows(from, calm)]
    }

    fn rows(&self, from: usize, calm: bool) -> Effect {
        let path = self.query.address("register", Some(from));
        Effect::Ask { name: "register", round: self.listing.round, from, path, calm }
    }

    /// Notes which rows are seen, and asks for those that were not told yet.
    pub fn scrolled(&mut self, first: usize, count: usize) -> Vec<Effect> {
        let Some(listing) = &mut self.listing.has else { return Vec::new() };
        listing.seen = (first, count);
        let last = first.saturating_add(count).min(listing.rows.len().saturating_sub(1));
        let mut wanted = Vec::new();
        let mut from = first / ROWS * ROWS;
        while from <= last {
            let missing = listing.stale || listing.rows.iter().skip(from).take(ROWS).any(Option::is_none);
            if missing && !listing.asked.contains(&from) {
                listing.asked.push(from);
                wanted.push(from);
            }
            from += ROWS;
        }
        wanted.into_iter().map(|from| self.rows(from, false)).collect()
    }

    /// Asks for something that is told under a name.
    pub(crate) fn ask(&mut self, name: &'static str, path: String) -> Effect {
        let round = match name {
            "heat" => &mut self.heat.round,
            "risk" => &mut self.risk.round,
            "board" => &mut self.board.round,
            "soa" => &mut self.soa.round,
            "check" => &mut self.check.round,
            "responses" => &mut self.responses.round,
            "response" => &mut self.response.round,
            "methodologies" => &mut self.methodologies.round,
            "questionnaires" => &mut self.questionnaires.round,
            "free" => &mut self.free.round,
            "list" => &mut self.list.round,
            "life" => &mut self.life.round,
            "coverage" => &mut self.coverage.round,
            "inputs" => &mut self.inputs.round,
            "measures" => &mut self.measures.round,
            "calendar" => &mut self.calendar.round,
            "feeds" => &mut self.feeds.round,
            "checklist" => &mut self.checklist.round,
            "rooms" => &mut self.rooms.round,
            "waiting" => &mut self.waits.round,
            "readiness" => &mut self.readiness.round,
            "required" => &mut self.required.round,
            _ => &mut self.overview.round,
        };
        *round += 1;
        Effect::Ask { name, round: *round, from: 0, path, calm: false }
    }

    /// Turns to a page.
    pub fn go(&mut self, page: Page, id: &str) -> Vec<Effect> {
        let here = (self.page, self.here());
        if self.before.last().is_some_and(|(known, of)| *known == page && of == id) {
            // back again
            self.before.pop();
        } else if !matches!(page, Page::Risk | Page::Response | Page::Record) {
            if page != self.page || page == Page::List {
                self.before.clear();
            }
        } else if self.told && (page, id) != (here.0, here.1.as_str()) && self.before.last() != Some(&here) {
            // what is looked at by itself leads back to where it was found
            self.before.push(here);
        }
        self.turn(page, id)
    }

    /// The record or kind that the page is about; empty if it is about none.
    pub(crate) fn here(&self) -> String {
        match self.page {
            Page::Risk => self.risk_id.clone(),
            Page::Response => self.response_id.clone(),
            Page::List => self.looking.kind.clone(),
            Page::Record => format!("{}/{}", self.life_of.0, self.life_of.1),
            _ => String::new(),
        }
    }

    pub(crate) fn turn(&mut self, page: Page, id: &str) -> Vec<Effect> {
        match page {
            Page::Risk if self.risk_id != id => {
                id.clone_into(&mut self.risk_id);
                self.risk.has = None;
            }
            Page::Response if self.response_id != id => {
                id.clone_into(&mut self.response_id);
                self.response.has = None;
            }
            Page::Soa => id.clone_into(&mut self.control),
            Page::List if self.looking.kind != id => {
                self.looking = Looking { kind: id.to_owned(), ..Looking::default() };
                self.list.has = None;
                self.announced.clear();
            }
            Page::Record if self.here() != id || self.life.has.is_none() => {
                let (kind, of) = id.split_once('/').unwrap_or((id, id));
                self.life_of = (kind.to_owned(), of.to_owned());
                self.life.has = None;
                self.coverage.has = None;
                self.inputs.has = None;
                self.checklist.has = None;
            }
            _ => {}
        }
        self.page = page;
        self.form = None;
        self.filling = None;
        self.leaving = false;
        self.ways_open = false;
        self.edit = None;
        self.typed = None;
        self.invited = None;
        self.asked = None;
        if self.notice.as_ref().is_some_and(|notice| notice.wrong) {
            self.notice = None;
        }
        self.focus = Some(Focus::Heading);
        let mut effects = self.refresh();
        if self.kind.whole {
            effects.push(Effect::Show { page: page.name(), id: id.to_owned() });
        }
        effects
    }

    /// Sends a change.
    pub(crate) fn change(&self, change: crate::change::Change) -> Vec<Effect> {
        vec![Effect::Send { path: "/changes".to_owned(), body: Body::Change(Box::new(change)) }]
    }

    /// The page runs from right to left.
    pub fn mirror(&mut self) {
        self.mirrored = true;
    }

    /// A text whose arrows point where they lead to on the page.
    pub(crate) fn arrows(&self, text: String) -> String {
        let turned = |sign| match sign {
            '→' => '←',
            '←' => '→',
            sign => sign,
        };
        if self.mirrored { text.chars().map(turned).collect() } else { text }
    }

    /// Another element of the page lists what is chosen here.
    pub fn link(&mut self) {
        self.linked = true;
    }

    /// Where focus has to go now.
    pub fn take_focus(&mut self) -> Option<Focus> {
        self.focus.take()
    }

    /// Whether a person may change something.
    #[must_use]
    pub fn may_change(&self) -> bool {
        !self.readonly
    }

    /// What a field shows: what was typed into it last, or what there is.
    pub(crate) fn shown(&self, does: &str, id: &str, at: usize, is: &str) -> String {
        let mut all = self.typed.iter().chain(self.edit.iter().flat_map(|edit| &edit.fields));
        let typed = all.find(|typed| typed.does == does && typed.id == id && typed.at == at);
        typed.map_or_else(|| is.to_owned(), |typed| typed.value.clone())
    }
}
