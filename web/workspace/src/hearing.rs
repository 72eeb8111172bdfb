//! What a person does, and what comes of it.

use riskwright_web_parts::json::Json;

use crate::change::{
    ActionSet, Change, ControlSet, Deciding, Estimate, FactorValue, Inviting, NewControl, OpeningRoom,
    Override, Revised, RiskSet,
};
use crate::effect::{Body, Effect};
use crate::model::{Focus, Form, Model, Typed};
use crate::page::Page;
use crate::says;
use crate::views::FactorKind;
use crate::wording::STAGES;

/// How something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A button was pressed.
    Press,
    /// A field's content is other than it was a moment ago.
    Input,
    /// A field has been changed, and that is it.
    Change,
    /// A field was gone to.
    Enter,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Heard {
    /// How.
    pub kind: Kind,
    /// What, by the name that the view gave it.
    pub does: String,
    /// Which record or factor it is about.
    pub id: String,
    /// Which of several it is about.
    pub at: usize,
    /// What the field holds.
    pub value: String,
    /// The fields of the form around it, by name.
    pub fields: Vec<(String, String)>,
}

impl Heard {
    fn field(&self, name: &str) -> String {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }

    /// The field, and what it holds.
    pub(crate) fn typed(&self) -> Typed {
        let Self { does, id, at, value, .. } = self.clone();
        Typed { does, id, at, value, sent: self.kind == Kind::Change }
    }
}

/// Nothing where there is no text.
pub(crate) fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Model {
    /// Does what a person did.
    pub fn hear(&mut self, heard: &Heard) -> Vec<Effect> {
        if let Some(effects) = self.filled(heard) {
            return effects;
        }
        let (does, id) = (heard.does.as_str(), heard.id.as_str());
        match (heard.kind, does) {
            (Kind::Enter, _) => Vec::new(),
            (Kind::Press, "go") => {
                let (page, of) = id.split_once('/').unwrap_or((id, ""));
                Page::named(page).map_or_else(Vec::new, |page| self.go(page, of))
            }
            (Kind::Press, "risk") => self.go(Page::Risk, id),
            (Kind::Press, "response") => self.go(Page::Response, id),
            (Kind::Press, "record") => self.go_to(id),
            (Kind::Press, "back") => {
                let (page, id) = self.before.pop().unwrap_or((self.kind.first, String::new()));
                self.turn(page, &id)
            }
            (Kind::Press, "again") => self.refresh(),
            (Kind::Press, "dismiss") => {
                self.notice = None;
                Vec::new()
            }
            (Kind::Press, "print") => vec![Effect::Print],
            (Kind::Press, "take-out") => vec![Effect::TakeOut],
            (Kind::Press, "control") => {
                self.control = if self.control == id { String::new() } else { id.to_owned() };
                self.form = None;
                Vec::new()
            }
            (Kind::Input, "soa-text") => {
                heard.value.clone_into(&mut self.soa_text);
                Vec::new()
            }
            (Kind::Change, "soa-status") => {
                heard.value.clone_into(&mut self.soa_status);
                Vec::new()
            }
            (Kind::Change, "edition") => {
                heard.value.clone_into(&mut self.edition);
                self.refresh()
            }
            (Kind::Change, "severity") => {
                heard.value.clone_into(&mut self.severity);
                self.refresh()
            }
            _ if self.page == Page::Register || self.page == Page::Heatmap => {
                let asked = self.edited(heard).or_else(|| self.asked(heard));
                asked.unwrap_or_else(|| if self.may_change() { self.changed(heard) } else { Vec::new() })
            }
            _ if self.may_change() => self.changed(heard),
            _ => Vec::new(),
        }
    }

    /// Where a record is mended.
    fn go_to(&mut self, record: &str) -> Vec<Effect> {
        let (kind, id) = record.split_once('/').unwrap_or((record, ""));
        match kind {
            "risk" | "treatment" => self.go(Page::Risk, id),
            "control" => self.go(Page::Soa, id),
            "response" => self.go(Page::Response, id),
            _ => self.go(Page::Record, record),
        }
    }

    /// Other rows of the register are wanted.
    fn asked(&mut self, heard: &Heard) -> Option<Vec<Effect>> {
        let value = heard.value.clone();
        match (heard.kind, heard.does.as_str()) {
            (Kind::Input, "search") => {
                self.query.text = value;
                self.announced.clear();
                return Some(self.reload(true));
            }
            (Kind::Change, "search") => return Some(Vec::new()),
            (Kind::Change, "level") => self.query.level = value,
            (Kind::Change, "treated") => self.query.treated = value,
            (Kind::Change, "stage") => self.query.stage = value,
            (Kind::Change, "methodology") => self.query.methodology = value,
            (Kind::Change, "beside") => self.query.beside = value,
            (Kind::Change, "listed") => self.query.listed = value,
            (Kind::Press, "sort") => {
                let sort = SORTS.iter().copied().find(|sort| *sort == heard.id)?;
                self.query.descending = self.query.sort == sort && !self.query.descending;
                self.query.sort = sort;
            }
            (Kind::Press, "cell") => {
                let cell = (heard.at / 256, heard.at % 256);
                self.query.cell = (self.query.cell != Some(cell)).then_some(cell);
                let mut effects = if self.linked { Vec::new() } else { self.narrowed() };
                effects.push(Effect::Filter { cell: self.query.cell, stage: self.query.stage.clone() });
                return Some(effects);
            }
            (Kind::Press, "clear") => {
                let query = std::mem::take(&mut self.query);
                self.query.sort = query.sort;
                self.query.stage = query.stage;
                self.query.methodology = query.methodology;
                self.query.beside = query.beside;
            }
            _ => return None,
        }
        let mut effects = self.narrowed();
        if self.page == Page::Heatmap {
            effects.extend(self.refresh());
        }
        Some(effects)
    }

    fn narrowed(&mut self) -> Vec<Effect> {
        self.announced.clear();
        if let Some(listing) = &mut self.listing.has {
            listing.seen.0 = 0;
        }
        let mut effects = self.reload(false);
        effects.push(Effect::ToTop);
        effects
    }

    /// Something is to be changed.
    fn changed(&mut self, heard: &Heard) -> Vec<Effect> {
        let (does, id) = (heard.does.as_str(), heard.id.clone());
        let effects = match (heard.kind, does) {
            (Kind::Input, _) => {
                self.note(heard);
                return Vec::new();
            }
            (Kind::Press, "undo") => {
                let Some(entry) = self.notice.take().and_then(|notice| notice.undo) else {
                    return Vec::new();
                };
                self.leaving = self.page == Page::Record && self.born == Some(entry);
                send(format!("/entries/{entry}/undo"), Body::Nothing {})
            }
            (Kind::Press, "assess") => send("/assessments".to_owned(), Body::Nothing {}),
            (Kind::Press, "open-risk") => return self.open(Form::Risk, "risk"),
            (Kind::Press, "open-action") => return self.open(Form::Action, "action"),
            (Kind::Press, "open-accept") => return self.open(Form::Accept, ""),
            (Kind::Press, "open-close") => return self.open(Form::Close, ""),
            (Kind::Press, "open-include") => return self.open(Form::Control(id, "included"), ""),
            (Kind::Press, "open-exclude") => return self.open(Form::Control(id, "excluded"), ""),
            (Kind::Press, "open-invite") => return self.open(Form::Invite(id), ""),
            (Kind::Press, "copy") => {
                let text = self.invited.as_ref().map(|invited| invited.address.clone());
                return text.map(|text| Effect::Copy { text }).into_iter().collect();
            }
            (Kind::Press, "take-questions") => return self.take_questions(),
            (Kind::Press, "open-room") => return self.open(Form::Room, ""),
            (Kind::Press, "close-room") => send(format!("/rooms/{id}/close"), Body::Nothing {}),
            (Kind::Press, "copy-room") => {
                let rooms = self.rooms.has.iter().flat_map(|all| &all.rooms);
                let text = rooms.filter(|room| room.id == id).map(|room| room.address.clone()).next();
                return text.map(|text| Effect::Copy { text }).into_iter().collect();
            }
            (Kind::Press, "copy-feed") => {
                let feeds = self.feeds.has.as_ref();
                let text = feeds.map(|feeds| if id == "all" { &feeds.all } else { &feeds.mine }.clone());
                return text.map(|text| Effect::Copy { text }).into_iter().collect();
            }
            (Kind::Press, "copy-asked") => {
                let all = self.asked.iter().flatten();
                let lines = all.map(|of| format!("{}\t{}", of.respondent, of.address));
                return vec![Effect::Copy { text: lines.collect::<Vec<_>>().join("\n") }];
            }
            (Kind::Press, "ask-readers") => {
                send(format!("/documents/{}/readers", self.life_of.1), Body::Nothing {})
            }
            (Kind::Press, "open-dismiss") => return self.open(Form::Dismiss(Some(heard.at)), ""),
            (Kind::Press, "open-dismiss-all") => return self.open(Form::Dismiss(None), ""),
            (Kind::Press, "cancel") => {
                self.form = None;
                self.focus = Some(Focus::Heading);
                return Vec::new();
            }
            (Kind::Press, "submit") => return self.submit(heard),
            (Kind::Press, "withdraw") => self.change(Change::Withdraw { acceptance: id }),
            (Kind::Press, "reopen") => self.change(Change::Reopen { id: self.risk_id.clone() }),
            (Kind::Press, "derive") => {
                self.control_set(&id, ControlSet { applicability: Some(None), ..ControlSet::default() })
            }
            (Kind::Press, "approve-soa") => {
                let Some(soa) = &self.soa.has else { return Vec::new() };
                let (edition, digest) = (soa.edition.clone(), soa.digest.clone());
                self.change(Change::ApproveSoa { edition, digest })
            }
            (Kind::Press, "accept-proposal") => {
                self.decide(Deciding { accept: vec![heard.at], ..Deciding::default() })
            }
            (Kind::Press, "accept-all") => {
                self.decide(Deciding { accept: self.waiting(true), ..Deciding::default() })
            }
            (Kind::Change, _) => self.field(heard),
            _ => return Vec::new(),
        };
        if heard.kind == Kind::Change {
            self.note(heard);
        }
        effects
    }

    fn note(&mut self, heard: &Heard) {
        self.typed = Some(heard.typed());
    }

    /// A field was changed: what it stands for is changed with it.
    fn field(&mut self, heard: &Heard) -> Vec<Effect> {
        let (id, value) = (heard.id.clone(), heard.value.clone());
        let risk = |set: RiskSet| Change::ReviseRisk(Revised { id: self.risk_id.clone(), set });
        let action = |set: ActionSet| Change::ReviseAction(Revised { id: id.clone(), set });
        let change = match heard.does.as_str() {
            "factor" => return self.estimate(&heard.typed()),
            "rationale" => return self.rationale(heard),
            "option" => return self.treat(Some(some(&value)), None),
            "treatment-rationale" => return self.treat(None, Some(value)),
            "risk-title" => risk(RiskSet { title: Some(value), ..RiskSet::default() }),
            "risk-owner" => risk(RiskSet { owner: Some(some(&value)), ..RiskSet::default() }),
            "risk-review" => risk(RiskSet { review_on: Some(some(&value)), ..RiskSet::default() }),
            "action-status" => action(ActionSet { status: Some(value), ..ActionSet::default() }),
            "action-owner" => action(ActionSet { owner: Some(some(&value)), ..ActionSet::default() }),
            "action-due" => action(ActionSet { due: Some(some(&value)), ..ActionSet::default() }),
            "action-done" => action(ActionSet { done_on: Some(some(&value)), ..ActionSet::default() }),
            "control-status" => {
                return self
                    .control_set(&id, ControlSet { status: Some(some(&value)), ..ControlSet::default() });
            }
            "control-owner" => {
                return self
                    .control_set(&id, ControlSet { owner: Some(some(&value)), ..ControlSet::default() });
            }
            "control-how" => {
                return self
                    .control_set(&id, ControlSet { implementation: Some(value), ..ControlSet::default() });
            }
            _ => return Vec::new(),
        };
        self.change(change)
    }

    fn control_set(&self, id: &str, set: ControlSet) -> Vec<Effect> {
        let row = self.soa.has.as_ref().and_then(|soa| soa.rows.iter().find(|row| row.id == id));
        let Some(row) = row else { return Vec::new() };
        let id = id.to_owned();
        self.change(if row.recorded {
            Change::ReviseControl(Revised { id, set })
        } else {
            Change::RecordControl(NewControl { id, set })
        })
    }

    pub(crate) fn stage(&self, at: usize) -> Option<(&'static str, Estimate)> {
        let risk = &self.risk.has.as_ref()?.scenario;
        let stage = STAGES.get(at).copied()?;
        let estimate = match at {
            0 => &risk.inherent,
            1 => &risk.current,
            _ => &risk.target,
        };
        Some((stage, estimate.clone().unwrap_or_default()))
    }

    fn estimate(&mut self, field: &Typed) -> Vec<Effect> {
        let Some((stage, mut estimate)) = self.stage(field.at / 4) else { return Vec::new() };
        match self.put_factor(&mut estimate, field) {
            Ok(()) => self.send_estimate(stage, estimate),
            Err(text) => {
                self.notice = Some(crate::model::Notice { text, wrong: true, ..Default::default() });
                Vec::new()
            }
        }
    }

    /// Puts what a field holds into an estimate; gives what is wrong with it.
    pub(crate) fn put_factor(&self, estimate: &mut Estimate, field: &Typed) -> Result<(), String> {
        let factor = self.risk.has.as_ref().and_then(|risk| {
            risk.assessed.iter().flat_map(|known| &known.form).find(|factor| factor.id == field.id)
        });
        let Some(factor) = factor else { return Ok(()) };
        let text = field.value.trim();
        let number = || self.read(text).ok_or_else(|| says::no_number(&self.phrases, text.into()));
        let value = match &factor.kind {
            _ if text.is_empty() => None,
            FactorKind::Ordinal(_) => text.parse().ok().map(FactorValue::Level),
            FactorKind::Flag => Some(FactorValue::Flag(text == "yes")),
            FactorKind::Number(_) => Some(FactorValue::Number(number()?)),
            FactorKind::Range(_) => {
                let number = number()?;
                // the first number stands for all three until there are others
                let mut range = match estimate.factors.get(&field.id) {
                    Some(FactorValue::Range(range)) => *range,
                    _ => [number; 3],
                };
                if let Some(place) = range.get_mut(field.at % 4) {
                    *place = number;
                }
                Some(FactorValue::Range(range))
            }
        };
        match value {
            Some(value) => estimate.factors.insert(field.id.clone(), value),
            None => estimate.factors.remove(&field.id),
        };
        Ok(())
    }

    pub(crate) fn send_estimate(&self, stage: &str, estimate: Estimate) -> Vec<Effect> {
        let estimate = (!estimate.factors.is_empty()).then_some(estimate);
        self.change(Change::Estimate { id: self.risk_id.clone(), stage: stage.to_owned(), estimate })
    }

    /// A number as the language writes it.
    fn read(&self, text: &str) -> Option<f64> {
        crate::draft::number(text, self.phrases.locale())
    }

    fn rationale(&mut self, heard: &Heard) -> Vec<Effect> {
        let Some((stage, mut estimate)) = self.stage(heard.at) else { return Vec::new() };
        heard.value.clone_into(&mut estimate.rationale);
        self.send_estimate(stage, estimate)
    }

    pub(crate) fn treat(&self, option: Option<Option<String>>, rationale: Option<String>) -> Vec<Effect> {
        let Some(risk) = &self.risk.has else { return Vec::new() };
        let known = risk.treatment.as_ref();
        self.change(Change::Treat {
            id: self.risk_id.clone(),
            option: option.unwrap_or_else(|| known.and_then(|known| known.option.clone())),
            rationale: rationale
                .unwrap_or_else(|| known.map(|known| known.rationale.clone()).unwrap_or_default()),
            controls: known.map(|known| known.controls.clone()).unwrap_or_default(),
        })
    }

    /// The proposals that wait; with `holding` those that can be accepted.
    pub(crate) fn waiting(&self, holding: bool) -> Vec<usize> {
        use crate::views::Ground;
        let proposals = self.response.has.as_ref().map(|response| response.proposals.as_slice());
        let waits = proposals.unwrap_or_default().iter().filter(|proposal| proposal.decided.is_none());
        let fits = waits.filter(|proposal| !holding || !matches!(proposal.ground, Ground::Nothing(_)));
        fits.map(|proposal| proposal.place).collect()
    }

    /// Puts the questions an audit could put behind those it has.
    fn take_questions(&self) -> Vec<Effect> {
        let (Some(life), Some(new)) = (&self.life.has, &self.checklist.has) else { return Vec::new() };
        let has = life.record.get("questions").items().iter();
        let all = has.chain(new.questions.items()).cloned().collect();
        let field = |name: &str, value: Json| (name.to_owned(), value);
        let set = Json::Fields(vec![field("questions", Json::List(all))]);
        let revise = vec![field("id", Json::Text(life.row.id.clone())), field("set", set)];
        let change = Json::Fields(vec![field("audit.revise", Json::Fields(revise))]);
        send("/changes".to_owned(), Body::Said(change))
    }

    fn decide(&self, deciding: Deciding) -> Vec<Effect> {
        let mut path = "/responses/".to_owned();
        crate::query::escape(&self.response_id, &mut path);
        path.push_str("/decisions");
        send(path, Body::Deciding(deciding))
    }

    fn open(&mut self, form: Form, kind: &'static str) -> Vec<Effect> {
        self.form = Some(form);
        self.focus = Some(Focus::Form);
        if kind.is_empty() {
            return Vec::new();
        }
        self.free.has = None;
        vec![self.ask("free", format!("/records/{kind}?limit=1"))]
    }

    /// A form is sent.
    fn submit(&mut self, heard: &Heard) -> Vec<Effect> {
        let reason = heard.field("reason");
        let lacks =
            |name: &str| heard.fields.iter().any(|(known, _)| known == name) && heard.field(name).is_empty();
        if ["title", "until", "reason", "respondent"].into_iter().any(lacks) {
            self.notice = Some(crate::model::Notice {
                text: says::form_wants(&self.phrases),
                wrong: true,
                ..Default::default()
            });
            self.focus = Some(Focus::Form);
            return Vec::new();
        }
        let risk = self.risk_id.clone();
        match self.form.clone() {
            Some(Form::Risk) => {
                self.change(Change::Identify { id: heard.field("id"), title: heard.field("title") })
            }
            Some(Form::Action) => self.change(Change::Plan {
                id: heard.field("id"),
                title: heard.field("title"),
                scenarios: if self.page == Page::Risk { vec![risk] } else { Vec::new() },
                owner: some(&heard.field("owner")),
                due: some(&heard.field("due")),
            }),
            Some(Form::Accept) => {
                let preferred = self.risk.has.as_ref().and_then(|risk| risk.assessed.first());
                let Some(preferred) = preferred else { return Vec::new() };
                let present = preferred.stages.iter().filter(|stage| stage.stage != "target");
                let recorded = present.filter_map(|stage| stage.recorded.as_ref()).next_back();
                self.change(Change::Accept {
                    id: risk,
                    methodology: preferred.methodology.clone(),
                    until: heard.field("until"),
                    reason,
                    digest: recorded.map(|score| score.digest.clone()),
                })
            }
            Some(Form::Close) => self.change(Change::Close { id: risk, reason }),
            Some(Form::Control(id, decision)) => {
                let applicability = Some(Some(Override { decision: decision.to_owned(), reason }));
                self.control_set(&id, ControlSet { applicability, ..ControlSet::default() })
            }
            Some(Form::Invite(questionnaire)) => {
                let answers_for = heard.field("for");
                let ids = answers_for.split([',', ';', ' ']).filter(|id| !id.is_empty());
                let inviting = Inviting {
                    questionnaire,
                    respondent: heard.field("respondent"),
                    answers_for: ids.map(str::to_owned).collect(),
                };
                send("/invitations".to_owned(), Body::Inviting(inviting))
            }
            Some(Form::Room) => {
                let words = heard.field("shows");
                let shows = words.split([',', ';', ' ', '\n']).filter(|word| !word.is_empty());
                let opening = OpeningRoom {
                    holder: heard.field("holder"),
                    shows: shows.map(str::to_owned).collect(),
                    until: Some(heard.field("until")).filter(|day| !day.is_empty()),
                };
                send("/rooms".to_owned(), Body::Room(opening))
            }
            Some(Form::Dismiss(place)) => {
                let dismiss = place.map_or_else(|| self.waiting(false), |place| vec![place]);
                self.decide(Deciding { dismiss, reason, ..Deciding::default() })
            }
            None => Vec::new(),
        }
    }
}

fn send(path: String, body: Body) -> Vec<Effect> {
    vec![Effect::Send { path, body }]
}

/// By what rows can be sorted.
pub const SORTS: [&str; 6] = ["urgency", "id", "title", "owner", "review", "treatment"];
