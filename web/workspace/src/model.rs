//! What is looked at.

use riskwright_web_parts::phrases::Phrases;

use crate::editing::{Column, Edit};
use crate::effect::{Body, Effect};
use crate::views::{
    Board, CheckView, Heat, Invited, Level, Methodology, Overview, Questionnaires, RegisterRow, ResponseView,
    Responses, RiskView, SoaView,
};

/// So many rows of the register are asked for at once.
pub const ROWS: usize = 100;

/// Which element it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The page it begins with.
    pub first: Page,
    /// Whether one can go to all pages.
    pub whole: bool,
}

impl Kind {
    /// The element of this name; the whole workspace where the name is none.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match Page::named(name) {
            Some(first) => Self { first, whole: false },
            None => Self { first: Page::Overview, whole: true },
        }
    }
}

/// What is on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Counts of everything.
    Overview,
    /// The risk register.
    Register,
    /// The heat map.
    Heatmap,
    /// The treatment board.
    Treatment,
    /// The Statement of Applicability.
    Soa,
    /// What an auditor would find.
    Check,
    /// What others answered.
    Responses,
    /// One risk.
    Risk,
    /// One response.
    Response,
}

impl Page {
    /// Those one can turn to.
    pub const ALL: [Self; 7] = [
        Self::Overview,
        Self::Register,
        Self::Heatmap,
        Self::Treatment,
        Self::Soa,
        Self::Check,
        Self::Responses,
    ];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Register => "register",
            Self::Heatmap => "heatmap",
            Self::Treatment => "treatment",
            Self::Soa => "soa",
            Self::Check => "check",
            Self::Responses => "responses",
            Self::Risk => "risk",
            Self::Response => "response",
        }
    }

    /// The page of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().chain(&[Self::Risk, Self::Response]).copied().find(|page| page.name() == name)
    }
}

/// What is asked of the register.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Words.
    pub text: String,
    /// The level, by index.
    pub level: String,
    /// What is done about it.
    pub treated: String,
    /// A cell of the heat map, down and across.
    pub cell: Option<(usize, usize)>,
    /// The picture.
    pub stage: String,
    /// By which methodology.
    pub methodology: String,
    /// A second one.
    pub beside: String,
    /// Open ones, closed ones, all.
    pub listed: String,
    /// By what rows are sorted.
    pub sort: &'static str,
    /// The other way round.
    pub descending: bool,
}

impl Query {
    /// As an address has it, for the rows from `from` on.
    fn address(&self, view: &str, from: Option<usize>) -> String {
        let mut address = format!("/{view}");
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                address.push(if address.contains('?') { '&' } else { '?' });
                address.push_str(name);
                address.push('=');
                escape(value, &mut address);
            }
        };
        put("text", &self.text);
        put("level", &self.level);
        put("treated", &self.treated);
        put("stage", &self.stage);
        put("methodology", &self.methodology);
        put("listed", &self.listed);
        if let Some(from) = from {
            if let Some((down, across)) = self.cell {
                put("cell", &format!("{down},{across}"));
            }
            put("beside", &self.beside);
            put("sort", self.sort);
            put("descending", if self.descending { "true" } else { "" });
            put("cursor", &if from == 0 { String::new() } else { from.to_string() });
            put("limit", &ROWS.to_string());
        }
        address
    }

    /// Whether some risks are left out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !(self.text.is_empty() && self.level.is_empty() && self.treated.is_empty() && self.listed.is_empty())
            || self.cell.is_some()
    }
}

/// A text as part of an address.
pub fn escape(text: &str, address: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            let digit = |nibble: u8| char::from(HEX.get(usize::from(nibble)).copied().unwrap_or(b'0'));
            address.push('%');
            address.push(digit(byte >> 4));
            address.push(digit(byte & 15));
        }
    }
}

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
    /// The pages to go back to.
    pub(crate) before: Vec<Page>,
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
    pub(crate) response_id: String,
    pub(crate) response: Slot<ResponseView>,
    pub(crate) overview: Slot<Overview>,
    pub(crate) methodologies: Slot<Vec<Methodology>>,
    /// The id of the next new record.
    pub(crate) free: Slot<String>,
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
            response_id: String::new(),
            response: Slot::default(),
            overview: Slot::default(),
            methodologies: Slot::default(),
            free: Slot::default(),
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
            Page::Overview => vec![self.ask("overview", self.with_edition("/overview"))],
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
            _ => &mut self.overview.round,
        };
        *round += 1;
        Effect::Ask { name, round: *round, from: 0, path, calm: false }
    }

    /// Turns to a page.
    pub fn go(&mut self, page: Page, id: &str) -> Vec<Effect> {
        if page != self.page {
            // what is looked at by itself leads back to where it was found
            if matches!(page, Page::Risk | Page::Response) {
                if self.before.last() != Some(&self.page) {
                    self.before.push(self.page);
                }
            } else {
                self.before.clear();
            }
        }
        self.turn(page, id)
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
            _ => {}
        }
        self.page = page;
        self.form = None;
        self.edit = None;
        self.typed = None;
        self.invited = None;
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
