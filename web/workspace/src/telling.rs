//! What the page tells: views that came, changes that were made or refused.

use riskwright_web_parts::json::Json;
use serde::Deserialize;

use crate::editing::Column;
use crate::effect::Effect;
use crate::model::{Focus, Listing, Model, Notice, Slot};
use crate::page::Page;
use crate::says;
use crate::views::{
    Asked, Board, Calendar, CheckView, Checklist, Coverage, Feeds, Heat, Invited, LifeList, LifeView, Made,
    Measures, Methodologies, Named, Overview, Questionnaires, Readiness, Register, RequiredList,
    ResponseView, Responses, RiskView, Room, Rooms, SoaView, Waiting,
};

/// An answer to what was asked.
#[derive(Debug, Deserialize)]
pub struct Given<T> {
    /// What was asked, counted.
    pub round: u32,
    /// The first row that was wanted.
    pub from: usize,
    /// The answer.
    pub data: T,
}

/// The next free id of a kind.
#[derive(Debug, Deserialize)]
pub struct Free {
    /// The id.
    pub free: String,
}

/// The controls of a catalogue.
#[derive(Debug, Deserialize)]
pub struct Controls {
    /// By id and title.
    pub controls: Vec<Named>,
}

/// Why nothing was told or made.
#[derive(Debug, Deserialize)]
pub struct Failed {
    /// What was asked for; empty for a change.
    pub name: String,
    /// What was asked, counted.
    pub round: u32,
    /// Why.
    pub message: String,
    /// What would do.
    #[serde(default)]
    pub help: String,
}

/// What the page tells.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::large_enum_variant, reason = "it is read and taken apart at once")]
pub enum Told {
    /// Rows of the register.
    Register(Given<Register>),
    /// The heat map.
    Heat(Given<Option<Heat>>),
    /// A risk.
    Risk(Given<RiskView>),
    /// The treatment board.
    Board(Given<Board>),
    /// The Statement of Applicability.
    Soa(Given<SoaView>),
    /// What an auditor would find.
    Check(Given<CheckView>),
    /// What others answered.
    Responses(Given<Responses>),
    /// One response.
    Response(Given<ResponseView>),
    /// Counts of everything.
    Overview(Given<Overview>),
    /// The methodologies in use.
    Methodologies(Given<Methodologies>),
    /// The questionnaires in use.
    Questionnaires(Given<Questionnaires>),
    /// Someone was invited.
    Invited(Invited),
    /// People were asked to read a document.
    Asked(Asked),
    /// A room was opened or closed.
    Room(Option<Room>),
    /// Questions the audit that is looked at could put.
    Checklist(Given<Checklist>),
    /// The rooms.
    Rooms(Given<Rooms>),
    /// The addresses of calendars.
    Feeds(Given<Feeds>),
    /// The next free id.
    Free(Given<Free>),
    /// Records of a kind.
    List(Given<LifeList>),
    /// One record.
    Life(Given<LifeView>),
    /// What the audits of a programme cover.
    Coverage(Given<Coverage>),
    /// What a management review looks at.
    Inputs(Given<Json>),
    /// The measures in use.
    Measures(Given<Measures>),
    /// What is due.
    Calendar(Given<Calendar>),
    /// What waits for whoever looks.
    Waiting(Given<Waiting>),
    /// What an auditor would ask for.
    Readiness(Given<Readiness>),
    /// What has to be documented.
    Required(Given<RequiredList>),
    /// Records that can be named.
    Known(Given<LifeList>),
    /// Controls that can be named.
    Catalogue(Given<Controls>),
    /// Something was not told, or not made.
    Failed(Failed),
    /// A change was made.
    Made(Made),
    /// Something was changed elsewhere.
    Changed(Vec<String>),
    /// Whether the source can be reached; why not.
    Away(Option<String>),
    /// Whether what is changed is kept; why not.
    Unkept(Option<String>),
    /// The rows that are seen: the first, and how many.
    Scrolled((usize, usize)),
    /// Where in the register's rows a person is: the risk and the column.
    Cursor((String, usize)),
    /// The cell that is open was left for something else.
    Left,
    /// The page of the workspace that an address names.
    Go((String, String)),
    /// A cell of another element's heat map.
    Filter((Option<(usize, usize)>, String)),
    /// Whether nothing may be changed.
    Readonly(bool),
}

fn take<T>(slot: &mut Slot<T>, round: u32, data: T) -> bool {
    let is_last = slot.round == round;
    if is_last {
        slot.has = Some(data);
        slot.wrong = None;
    }
    is_last
}

impl Model {
    /// Takes in what the page tells.
    pub fn told(&mut self, told: Told) -> Vec<Effect> {
        let came = match told {
            Told::Register(Given { round, from, data }) => return self.take_rows(round, from, data),
            Told::Heat(Given { round, data, .. }) => take(&mut self.heat, round, data),
            Told::Risk(Given { round, data, .. }) => {
                let came = take(&mut self.risk, round, data);
                if came && self.edit.is_some() {
                    return self.cell_came();
                }
                came
            }
            Told::Board(Given { round, data, .. }) => take(&mut self.board, round, data),
            Told::Soa(Given { round, data, .. }) => take(&mut self.soa, round, data),
            Told::Check(Given { round, data, .. }) => take(&mut self.check, round, data),
            Told::Responses(Given { round, data, .. }) => take(&mut self.responses, round, data),
            Told::Response(Given { round, data, .. }) => take(&mut self.response, round, data),
            Told::Overview(Given { round, data, .. }) => take(&mut self.overview, round, data),
            Told::Methodologies(Given { round, data, .. }) => {
                take(&mut self.methodologies, round, data.records);
                return Vec::new();
            }
            Told::Questionnaires(Given { round, data, .. }) => {
                take(&mut self.questionnaires, round, data);
                return Vec::new();
            }
            Told::Invited(invited) => {
                self.form = None;
                self.notice = None;
                self.announced = says::invited(
                    &self.phrases,
                    invited.respondent.as_str().into(),
                    self.day(&invited.until).as_str().into(),
                );
                self.invited = Some(invited);
                return Vec::new();
            }
            Told::Asked(Asked { invitations }) => {
                self.notice = None;
                self.announced = match invitations.first() {
                    Some(first) => says::readers_asked(&self.phrases, self.day(&first.until).as_str().into()),
                    None => says::nobody_to_ask(&self.phrases),
                };
                self.asked = Some(invitations);
                return self.refresh();
            }
            Told::Room(room) => {
                self.form = None;
                self.notice = None;
                self.announced = match room {
                    Some(room) => says::room_opened(
                        &self.phrases,
                        room.holder.as_str().into(),
                        self.day(&room.until).as_str().into(),
                    ),
                    None => says::room_closed(&self.phrases),
                };
                return self.refresh();
            }
            Told::Checklist(Given { round, data, .. }) => {
                take(&mut self.checklist, round, data);
                return Vec::new();
            }
            Told::Rooms(Given { round, data, .. }) => {
                take(&mut self.rooms, round, data);
                return Vec::new();
            }
            Told::Feeds(Given { round, data, .. }) => {
                take(&mut self.feeds, round, data);
                return Vec::new();
            }
            Told::Free(Given { round, data, .. }) => {
                take(&mut self.free, round, data.free);
                self.focus = Some(Focus::Form);
                return Vec::new();
            }
            Told::List(Given { round, data, .. }) => {
                if self.announced.is_empty() {
                    self.announced = says::records_found(&self.phrases, data.total.into());
                }
                take(&mut self.list, round, data)
            }
            Told::Life(Given { round, data, .. }) => take(&mut self.life, round, data),
            Told::Coverage(Given { round, data, .. }) => take(&mut self.coverage, round, data),
            Told::Inputs(Given { round, data, .. }) => take(&mut self.inputs, round, data),
            Told::Measures(Given { round, data, .. }) => take(&mut self.measures, round, data),
            Told::Calendar(Given { round, data, .. }) => take(&mut self.calendar, round, data),
            Told::Waiting(Given { round, data, .. }) => take(&mut self.waits, round, data),
            Told::Readiness(Given { round, data, .. }) => take(&mut self.readiness, round, data),
            Told::Required(Given { round, data, .. }) => take(&mut self.required, round, data),
            Told::Known(Given { data, .. }) => {
                let rows = data.rows.into_iter().map(|row| Named { id: row.id, title: row.title });
                self.known.insert(data.kind, rows.collect());
                return Vec::new();
            }
            Told::Catalogue(Given { data, .. }) => {
                self.known.insert("control".to_owned(), data.controls);
                return Vec::new();
            }
            Told::Failed(failed) => return self.failed(failed),
            Told::Made(made) => return self.made(made),
            // a form that is open rests on what was seen when it was opened
            Told::Changed(_) if self.filling.is_some() => return Vec::new(),
            Told::Changed(_) => return self.refresh(),
            Told::Away(why) => {
                self.away = why;
                return Vec::new();
            }
            Told::Unkept(why) => {
                self.unkept = why;
                return Vec::new();
            }
            Told::Scrolled((first, count)) => return self.scrolled(first, count),
            Told::Cursor((id, column)) => {
                self.cursor = Column::at(column).map(|column| (id, column));
                return Vec::new();
            }
            Told::Left => return self.leave_cell(),
            Told::Go((page, id)) => {
                let page = Page::named(&page).unwrap_or(self.kind.first);
                let same_id = matches!(page, Page::Soa) || self.here() == id;
                if page == self.page && same_id {
                    return Vec::new();
                }
                let effects = self.go(page, &id);
                // a page that has just been opened begins at its beginning
                self.focus = self.focus.filter(|_| self.told);
                return effects;
            }
            Told::Filter((cell, stage)) => {
                self.query.cell = cell;
                self.query.stage = stage;
                return self.reload(false);
            }
            Told::Readonly(readonly) => {
                self.readonly = readonly;
                return Vec::new();
            }
        };
        if !came {
            return Vec::new();
        }
        self.away = None;
        // what is being typed stays, whatever others change
        if self.typed.as_ref().is_some_and(|typed| typed.sent) {
            self.typed = None;
        }
        self.ready()
    }

    fn ready(&mut self) -> Vec<Effect> {
        let first = !std::mem::replace(&mut self.told, true);
        first.then(|| Effect::Ready { view: self.kind.first.name() }).into_iter().collect()
    }

    fn take_rows(&mut self, round: u32, from: usize, data: Register) -> Vec<Effect> {
        if self.listing.round != round {
            return Vec::new();
        }
        self.listing.wrong = None;
        self.away = None;
        self.sent = None;
        let listing = self.listing.has.get_or_insert_with(Listing::default);
        if std::mem::take(&mut listing.stale) {
            listing.rows.clear();
        }
        if !listing.asked.contains(&from) {
            listing.asked.push(from);
        }
        listing.rows.resize(data.total, None);
        for (place, row) in listing.rows.iter_mut().skip(from).zip(data.rows) {
            *place = Some(row);
        }
        listing.methodology = data.methodology;
        listing.levels = data.levels;
        listing.beside_levels = data.beside_levels;
        if from == 0 && self.announced.is_empty() {
            self.announced = says::risks_found(&self.phrases, data.total.into());
        }
        let (first, count) = listing.seen;
        let past = first >= listing.rows.len().max(1);
        if past {
            listing.seen.0 = 0;
        }
        let mut effects = self.ready();
        effects.extend(self.scrolled(if past { 0 } else { first }, count));
        effects
    }

    fn failed(&mut self, failed: Failed) -> Vec<Effect> {
        let Failed { name, round, message, help } = failed;
        let told = Effect::Error { message: message.clone() };
        fn note<T>(slot: &mut Slot<T>, round: u32, why: &str) {
            if slot.round == round {
                slot.wrong = Some(why.to_owned());
            }
        }
        match name.as_str() {
            "register" => note(&mut self.listing, round, &message),
            "heat" => note(&mut self.heat, round, &message),
            "risk" if self.edit.is_some() => {
                self.edit = None;
                self.notice = Some(Notice { text: message, help, wrong: true, undo: None });
                self.focus = Some(Focus::Notice);
            }
            "risk" => note(&mut self.risk, round, &message),
            "board" => note(&mut self.board, round, &message),
            "soa" => note(&mut self.soa, round, &message),
            "check" => note(&mut self.check, round, &message),
            "responses" => note(&mut self.responses, round, &message),
            "response" => note(&mut self.response, round, &message),
            "list" => note(&mut self.list, round, &message),
            "life" => note(&mut self.life, round, &message),
            "coverage" => note(&mut self.coverage, round, &message),
            "inputs" => note(&mut self.inputs, round, &message),
            "measures" => note(&mut self.measures, round, &message),
            "calendar" => note(&mut self.calendar, round, &message),
            "waiting" => note(&mut self.waits, round, &message),
            "readiness" => note(&mut self.readiness, round, &message),
            "required" => note(&mut self.required, round, &message),
            // what could be named is not known then
            "known" | "catalogue" => {}
            // without a server there are none
            "feeds" | "rooms" | "checklist" => return Vec::new(),
            "overview" => note(&mut self.overview, round, &message),
            "methodologies" => note(&mut self.methodologies, round, &message),
            "questionnaires" => note(&mut self.questionnaires, round, &message),
            _ => {
                // the field shows what there is, and what was wanted is told
                self.typed = None;
                self.sent = None;
                self.leaving = false;
                self.notice = Some(Notice { text: message, help, wrong: true, undo: None });
                self.focus = Some(Focus::Notice);
                let mut effects = vec![told];
                effects.extend(self.refresh());
                return effects;
            }
        }
        vec![told]
    }

    fn made(&mut self, made: Made) -> Vec<Effect> {
        self.form = None;
        let Some(entry) = made.entry else {
            let text = says::was_so(&self.phrases);
            self.notice = Some(Notice { text, ..Notice::default() });
            self.filling = None;
            self.leaving = false;
            return self.refresh();
        };
        let mut text = made.changes.first().cloned().unwrap_or_else(|| says::saved(&self.phrases));
        if made.changes.len() > 1 {
            text.push(' ');
            text.push_str(&says::and_more(&self.phrases, (made.changes.len() - 1).into()));
        }
        self.announced.clone_from(&text);
        self.notice = Some(Notice { text, undo: Some(entry), ..Notice::default() });
        let mut effects = vec![Effect::Change { entry, changes: made.changes }];
        let asked = self.filling.is_some();
        effects.extend(match self.made_of(entry) {
            Some((Page::List, kind)) => {
                self.before.clear();
                self.turn(Page::List, &kind)
            }
            Some((page, id)) => self.go(page, &id),
            None => self.refresh(),
        });
        if asked {
            self.focus = Some(Focus::Heading);
        }
        effects
    }
}
