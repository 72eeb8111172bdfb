//! Forms that are made of fields: a new record, other values, a step; and the lists and records they are opened from.

use riskwright_web_parts::json::Json;

use crate::draft::{Draft, Fault, kind_at};
use crate::effect::{Body, Effect};
use crate::hearing::{Heard, Kind as Doing};
use crate::model::{Focus, Model, Notice};
use crate::page::Page;
use crate::query::escape;
use crate::says;
use crate::views::{Field, FieldKind, LifeView};

/// So many rows of a list are asked for at once.
pub const PAGE: usize = 50;
/// So many records are offered where one is named.
const OFFERED: usize = 100;

/// Fields that steps alone write.
const BY_STEPS: [(&str, &str); 13] = [
    ("document", "published"),
    ("document", "earlier"),
    ("document", "next_review"),
    ("measure", "conclusions"),
    ("review", "inputs"),
    ("review", "inputs_of"),
    ("nonconformity", "checks"),
    ("certification", "number"),
    ("certification", "decided_on"),
    ("certification", "valid_until"),
    ("finding", "closed"),
    ("scope", "approval"),
    ("risk", "closed"),
];

/// Whether a person fills the field of a kind of record in.
pub(crate) fn is_written(kind: &str, field: &Field) -> bool {
    !field.kind.is_own() && !BY_STEPS.contains(&(kind, field.name.as_str()))
}

/// What can be done with a record that has no steps: its name, and the change that does it.
pub(crate) fn deed(life: &LifeView) -> Option<(&'static str, &'static str)> {
    let is = |field: &str| *life.record.get(field) != Json::Null;
    match life.kind.as_str() {
        "finding" if is("closed") => Some(("reopen", "finding.reopen")),
        "finding" => Some(("close", "finding.close")),
        "scope" if !is("approval") => Some(("approve", "scope.approve")),
        _ => None,
    }
}

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A new record: the change that adds it, and its id.
    New(String, String),
    /// Other values: the change that sets them.
    Edit(String),
    /// A step: the change that takes it, and its name.
    Step(String, String),
    /// What is done with a record that has no steps: the change, and its name.
    Deed(String, String),
}

/// A form that is made of fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Filling {
    /// What it is for.
    pub purpose: Purpose,
    /// The kind of the record.
    pub kind: String,
    /// The field alone that is edited; empty for all.
    pub only: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What they hold.
    pub draft: Draft,
    /// What they held when it was opened.
    pub before: Draft,
    /// When a step was taken.
    pub on: String,
    /// What is said of it.
    pub note: String,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Whether something was filled in.
    pub touched: bool,
}

/// What is asked of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looking {
    /// What it lists.
    pub kind: String,
    /// Words.
    pub text: String,
    /// The state; empty for all.
    pub state: String,
    /// Those alone about which something is left to do.
    pub open: bool,
    /// The first row.
    pub from: usize,
}

impl Looking {
    fn address(&self) -> String {
        let mut path = "/lists/".to_owned();
        escape(&self.kind, &mut path);
        path.push_str("?limit=");
        path.push_str(&PAGE.to_string());
        for (name, value) in [("text", &self.text), ("state", &self.state)] {
            if !value.is_empty() {
                path.push('&');
                path.push_str(name);
                path.push('=');
                escape(value, &mut path);
            }
        }
        if self.open {
            path.push_str("&open=true");
        }
        if self.from > 0 {
            path.push_str("&cursor=");
            path.push_str(&self.from.to_string());
        }
        path
    }
}

impl Model {
    /// Asks for the list that is looked at.
    pub(crate) fn ask_list(&mut self, calm: bool) -> Vec<Effect> {
        let path = self.looking.address();
        let mut effect = self.ask("list", path);
        if let Effect::Ask { calm: waits, .. } = &mut effect {
            *waits = calm;
        }
        vec![effect]
    }

    /// Asks for the record that is looked at, and what belongs to it.
    pub(crate) fn ask_life(&mut self) -> Vec<Effect> {
        let at = |view: &str, id: &str| {
            let mut path = format!("/{view}/");
            escape(id, &mut path);
            path
        };
        let mut path = at("lists", &self.life_of.0);
        path.push('/');
        escape(&self.life_of.1, &mut path);
        let mut effects = vec![self.ask("life", path)];
        match self.life_of.0.as_str() {
            "measure" => effects.push(self.ask("measures", "/measures".to_owned())),
            "document" => effects.push(self.ask("feeds", "/calendar/feeds".to_owned())),
            "programme" => {
                let path = at("coverage", &self.life_of.1);
                effects.push(self.ask("coverage", path));
            }
            "audit" => {
                let mut path = at("checklist", &self.life_of.1);
                path.push_str("?language=");
                escape(&self.language, &mut path);
                effects.push(self.ask("checklist", path));
            }
            "review" => {
                let path = at("inputs", &self.life_of.1);
                effects.push(self.ask("inputs", path));
            }
            _ => {}
        }
        effects
    }

    /// Does what a person did on pages of lists and records, and in forms made of fields; nothing if it was something else.
    pub(crate) fn filled(&mut self, heard: &Heard) -> Option<Vec<Effect>> {
        let (id, value) = (heard.id.as_str(), heard.value.as_str());
        Some(match (heard.kind, heard.does.as_str()) {
            (Doing::Input, "list-text") => {
                value.clone_into(&mut self.looking.text);
                self.looking.from = 0;
                self.announced.clear();
                self.ask_list(true)
            }
            (Doing::Change, "list-text") => Vec::new(),
            (Doing::Change, "list-state") => {
                value.clone_into(&mut self.looking.state);
                self.relist()
            }
            (Doing::Change, "list-open") => {
                self.looking.open = !self.looking.open;
                self.relist()
            }
            (Doing::Press, "list-page") => {
                self.looking.from = heard.at;
                self.focus = Some(Focus::Heading);
                self.ask_list(false)
            }
            (Doing::Change, "standing") => {
                value.clone_into(&mut self.standing);
                Vec::new()
            }
            (Doing::Press, "ways") => {
                self.ways_open = !self.ways_open;
                Vec::new()
            }
            _ if !self.may_change() => return None,
            (Doing::Press, "new") => self.open_new(),
            (Doing::Press, "edit-record") => self.open_edit(id),
            (Doing::Press, "step") => self.open_step(id),
            (Doing::Press, "remove-record") => self.remove(),
            (Doing::Enter, "fill") => self.offer(id, "", false),
            (Doing::Input, "fill") => {
                self.fill(id, value);
                match kind_at(self.filling.as_ref().map_or(&[], |form| &form.fields), id) {
                    Some(FieldKind::Record(_)) => self.offer(id, value, true),
                    _ => Vec::new(),
                }
            }
            (Doing::Change, "fill") => {
                self.fill(id, value);
                Vec::new()
            }
            (Doing::Press, "more") => {
                let locale = self.phrases.locale();
                if let Some(form) = &mut self.filling
                    && let Some(kind) = kind_at(&form.fields, id)
                {
                    form.draft.more(kind, id, locale);
                    self.focus = Some(Focus::Added);
                }
                Vec::new()
            }
            (Doing::Press, "less") => {
                if let Some(form) = &mut self.filling {
                    form.draft.less(id, heard.at);
                    form.touched = true;
                    form.faults.clear();
                    self.focus = Some(Focus::Added);
                }
                self.added = id.to_owned();
                return Some(Vec::new());
            }
            (Doing::Press, "cancel") if self.filling.is_some() => {
                self.filling = None;
                self.focus = Some(Focus::Heading);
                Vec::new()
            }
            (Doing::Press, "submit") if self.filling.is_some() => self.send_filled(),
            _ => return None,
        })
        .inspect(|_| {
            if heard.does == "more" {
                id.clone_into(&mut self.added);
            }
        })
    }

    fn relist(&mut self) -> Vec<Effect> {
        self.looking.from = 0;
        self.announced.clear();
        self.ask_list(false)
    }

    fn begin(&mut self, purpose: Purpose, kind: &str, fields: Vec<Field>, record: &Json) -> Vec<Effect> {
        let draft = Draft::of_fields(&fields, record, self.phrases.locale());
        self.form = None;
        self.notice = self.notice.take().filter(|notice| !notice.wrong);
        self.filling = Some(Filling {
            purpose,
            kind: kind.to_owned(),
            only: String::new(),
            before: draft.clone(),
            draft,
            fields,
            on: String::new(),
            note: String::new(),
            faults: Vec::new(),
            touched: false,
        });
        self.focus = Some(Focus::Form);
        Vec::new()
    }

    fn open_new(&mut self) -> Vec<Effect> {
        let Some(list) = &self.list.has else { return Vec::new() };
        let Some(add) = list.add.clone() else { return Vec::new() };
        let (kind, free) = (list.kind.clone(), list.free.clone());
        let mut fields: Vec<Field> =
            list.fields.iter().filter(|field| is_written(&kind, field)).cloned().collect();
        fields.sort_by_key(|field| !field.required);
        self.begin(Purpose::New(add, free), &kind, fields, &Json::Null)
    }

    fn open_edit(&mut self, only: &str) -> Vec<Effect> {
        let Some(life) = &self.life.has else { return Vec::new() };
        let Some(revise) = life.revise.clone() else { return Vec::new() };
        let wanted =
            |field: &&Field| is_written(&life.kind, field) && (only.is_empty() || field.name == only);
        let fields = life.fields.iter().filter(wanted).cloned().collect();
        let (kind, record) = (life.kind.clone(), life.record.clone());
        let effects = self.begin(Purpose::Edit(revise), &kind, fields, &record);
        if let Some(form) = &mut self.filling {
            only.clone_into(&mut form.only);
        }
        effects
    }

    fn open_step(&mut self, name: &str) -> Vec<Effect> {
        let Some(life) = &self.life.has else { return Vec::new() };
        if let Some((_, change)) = deed(life).filter(|(known, _)| *known == name) {
            let reason = Field { name: "reason".to_owned(), kind: FieldKind::Prose, required: true };
            let fields = if name == "close" { vec![reason] } else { Vec::new() };
            let (kind, purpose) = (life.kind.clone(), Purpose::Deed(change.to_owned(), name.to_owned()));
            return self.begin(purpose, &kind, fields, &Json::Null);
        }
        let possible = life.possible.iter().find(|possible| possible.step == name);
        let (Some(step), Some(possible)) = (life.step.clone(), possible) else { return Vec::new() };
        let (kind, fields) = (life.kind.clone(), possible.fields.clone());
        self.begin(Purpose::Step(step, name.to_owned()), &kind, fields, &Json::Null)
    }

    fn remove(&mut self) -> Vec<Effect> {
        let Some(life) = &self.life.has else { return Vec::new() };
        let Some(remove) = life.remove.clone() else { return Vec::new() };
        let id = Json::Text(life.row.id.clone());
        self.leaving = true;
        said(&remove, vec![("id".to_owned(), id)])
    }

    fn fill(&mut self, place: &str, value: &str) {
        let Some(form) = &mut self.filling else { return };
        match place {
            "on" => value.clone_into(&mut form.on),
            "note" => value.clone_into(&mut form.note),
            place => form.draft.fill(place, value),
        }
        form.touched = true;
        form.faults.retain(|fault| fault.place() != place);
    }

    /// Asks for the records that can be named at a place.
    fn offer(&mut self, place: &str, text: &str, calm: bool) -> Vec<Effect> {
        let Some(form) = &self.filling else { return Vec::new() };
        let Some(FieldKind::Record(kind)) = kind_at(&form.fields, place) else { return Vec::new() };
        let (name, path) = if kind == "control" {
            // those that have no record can be named too
            if self.known.contains_key(kind) {
                return Vec::new();
            }
            ("catalogue", "/catalogue".to_owned())
        } else {
            let mut path = format!("/lists/{kind}?limit={OFFERED}");
            if !text.is_empty() {
                path.push_str("&text=");
                escape(text, &mut path);
            }
            ("known", path)
        };
        vec![Effect::Ask { name, round: 0, from: 0, path, calm }]
    }

    fn send_filled(&mut self) -> Vec<Effect> {
        let Some(form) = &mut self.filling else { return Vec::new() };
        let locale = self.phrases.locale();
        let mut faults = Vec::new();
        let (name, fields) = match &form.purpose {
            Purpose::New(add, id) => {
                let Json::Fields(mut said) = form.draft.fields(&form.fields, "", locale, &mut faults) else {
                    return Vec::new();
                };
                said.insert(0, ("id".to_owned(), Json::Text(id.clone())));
                (add.clone(), said)
            }
            Purpose::Edit(revise) => {
                let set = form.draft.changes(&form.fields, &form.before, locale, &mut faults);
                let mut said = vec![("set".to_owned(), set)];
                if self.life_of.0 != self.life_of.1 {
                    said.insert(0, ("id".to_owned(), Json::Text(self.life_of.1.clone())));
                }
                (revise.clone(), said)
            }
            Purpose::Deed(change, _) => {
                let told = form.draft.fields(&form.fields, "", locale, &mut faults);
                let mut said = if let Json::Fields(said) = told { said } else { Vec::new() };
                if self.life_of.0 != self.life_of.1 {
                    said.insert(0, ("id".to_owned(), Json::Text(self.life_of.1.clone())));
                }
                (change.clone(), said)
            }
            Purpose::Step(change, name) => {
                let told = form.draft.fields(&form.fields, "", locale, &mut faults);
                let step = Json::Fields(vec![(name.clone(), told)]);
                let id = Json::Text(self.life_of.1.clone());
                let mut said = vec![("id".to_owned(), id), ("step".to_owned(), step)];
                for (name, text) in [("on", &form.on), ("note", &form.note)] {
                    if !text.trim().is_empty() {
                        said.push((name.to_owned(), Json::Text(text.trim().to_owned())));
                    }
                }
                (change.clone(), said)
            }
        };
        form.faults.clone_from(&faults);
        let Some(first) = faults.first() else { return said(&name, fields) };
        let text = match first {
            Fault::NoNumber(_, text) => says::no_number(&self.phrases, text.as_str().into()),
            Fault::Lacks(_) => says::marked_fields(&self.phrases),
        };
        self.notice = Some(Notice { text, wrong: true, ..Notice::default() });
        self.focus = Some(Focus::Fault);
        Vec::new()
    }

    /// Where a person goes when what they sent was made: a new record is looked at, one that is gone is left.
    pub(crate) fn made_of(&mut self, entry: u64) -> Option<(Page, String)> {
        let form = self.filling.take();
        if std::mem::take(&mut self.leaving) {
            return Some((Page::List, self.life_of.0.clone()));
        }
        let form = form?;
        let Purpose::New(_, id) = &form.purpose else { return None };
        self.born = Some(entry);
        Some((Page::Record, format!("{}/{id}", form.kind)))
    }
}

/// A change by its name.
fn said(name: &str, fields: Vec<(String, Json)>) -> Vec<Effect> {
    let body = Json::Fields(vec![(name.to_owned(), Json::Fields(fields))]);
    vec![Effect::Send { path: "/changes".to_owned(), body: Body::Said(body) }]
}
