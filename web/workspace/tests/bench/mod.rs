//! An ISMS and an element that looks at it.
#![allow(dead_code, reason = "a suite may leave some of it unused")]

use riskwright_core::change::Change;
use riskwright_core::isms::Isms;
use riskwright_core::view::Ask;
use riskwright_web_parts::phrases::{Locale, Phrases};
use riskwright_web_parts::tree::el;
use riskwright_web_texts::Messages;
use riskwright_web_workspace::effect::Effect;
use riskwright_web_workspace::hearing::{Heard, Kind as Doing};
use riskwright_web_workspace::model::Model;
use riskwright_web_workspace::page::Kind;
use riskwright_web_workspace::telling::Told;
use serde_json::{Value, json};

/// Who does what is done, and when.
pub const BY: &str = "Ada Owner";
pub const TODAY: &str = "2026-11-02";

struct English;

impl Locale for English {
    fn plural(&self, number: f64) -> String {
        if number == 1.0 { "one" } else { "other" }.to_owned()
    }
    fn number(&self, number: f64) -> String {
        number.to_string()
    }
    fn day(&self, day: &str) -> String {
        day.to_owned()
    }
    fn decimal(&self) -> char {
        '.'
    }
    fn read(&self, text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }
}

pub const MARKUP: &str = "<img src=x onerror=alert(1)>";

/// An ISMS and an element that looks at it: what the element asks is answered by the engine's views, what it sends is applied.
pub struct Bench {
    pub isms: Isms,
    pub model: Model,
    pub told: Vec<Effect>,
    pub refused: Option<String>,
    /// What there was before each entry.
    before: Vec<Isms>,
    pub entries: u64,
}

impl Bench {
    pub fn new(kind: &str, language: &str) -> Self {
        let mut isms = Isms::new("Example Ltd".parse().unwrap());
        for change in [
            json!({"asset.record": {"id": "AS-1", "kind": "hardware", "title": "File server"}}),
            json!({"risk.identify": {"id": "R-1", "title": "Fire in the server room", "assets": ["AS-1"], "owner": "Ada Owner"}}),
            json!({"risk.identify": {"id": "R-2", "title": MARKUP, "description": MARKUP}}),
            json!({"risk.estimate": {"id": "R-1", "stage": "inherent", "estimate": {"factors": {"likelihood": {"level": 3}, "consequence": {"level": 4}}}}}),
            json!({"risk.treat": {"id": "R-1", "option": "modify", "controls": {"A.8.13": {"consequence": {"steps": 1}}}}}),
            json!({"action.plan": {"id": "TA-1", "title": "Buy a second extinguisher", "scenarios": ["R-1"], "due": "2026-01-01"}}),
        ] {
            apply(&mut isms, change).unwrap();
        }
        let table = Messages::of("workspace").unwrap().table(language).unwrap();
        let phrases = Phrases::new(&table, Box::new(English));
        let model = Model::new(phrases, language, Kind::named(kind), false);
        let mut bench = Self { isms, model, told: Vec::new(), refused: None, before: Vec::new(), entries: 0 };
        let effects = bench.model.refresh();
        bench.perform(effects);
        bench
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask { name, round, from, path, .. } => {
                    let data = self.answer(&path);
                    self.tell(match data.get("why") {
                        Some(why) => json!({"failed": {"name": name, "round": round, "message": why}}),
                        None => json!({name: {"round": round, "from": from, "data": data}}),
                    });
                }
                Effect::Send { path, body } => self.make(&path, serde_json::to_value(body).unwrap()),
                other => self.told.push(other),
            }
        }
    }

    fn make(&mut self, path: &str, body: Value) {
        if let Some(entry) = path.strip_prefix("/entries/").and_then(|path| path.strip_suffix("/undo")) {
            self.isms = self.before.remove(entry.parse::<usize>().unwrap() - 1);
            self.entries += 1;
            self.before.push(self.isms.clone());
            return self.tell(json!({"made": {"entry": self.entries, "changes": ["it is taken back"]}}));
        }
        assert_eq!(path, "/changes", "{body}");
        let before = self.isms.clone();
        match apply(&mut self.isms, body) {
            Ok(()) => {
                self.refused = None;
                self.entries += 1;
                self.before.push(before);
                self.tell(json!({"made": {"entry": self.entries, "changes": ["it is done"]}}));
            }
            Err(why) => {
                self.refused = Some(why.clone());
                self.tell(
                    json!({"failed": {"name": "", "round": 0, "message": why, "help": "do otherwise"}}),
                );
            }
        }
    }

    pub fn tell(&mut self, told: Value) {
        let read: Told =
            serde_json::from_value(told.clone()).unwrap_or_else(|error| panic!("{error}: {told:#}"));
        let effects = self.model.told(read);
        self.perform(effects);
    }

    /// As the server answers it.
    pub fn answer(&self, path: &str) -> Value {
        let today = TODAY.parse().unwrap();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if path == "/calendar/feeds" {
            let address = |whose: &str| format!("http://127.0.0.1:8484/api/v1/calendar.ics?whose={whose}");
            return json!({"all": address("all"), "mine": address("mine")});
        }
        if path == "/rooms" {
            let room = |id: &str, closed: Value| {
                json!({"id": id, "holder": "Eve Auditor", "shows": ["document/DOC-1", "report:soa"], "closed": closed,
                    "until": "2026-12-01T23:59:59Z", "looks": 2, "address": "http://127.0.0.1:8484/room#x"})
            };
            return json!({"rooms": [room("a", Value::Null), room("b", "2026-10-01T09:00:00Z".into())]});
        }
        if path == "/questionnaires" {
            return json!({"questionnaires": []});
        }
        let steps: Vec<String> = path.split('/').skip(1).map(plain).collect();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let words = query.split('&').filter_map(|word| word.split_once('='));
        let mut words: Vec<(&str, String)> = words.map(|(name, value)| (name, plain(value))).collect();
        if path == "/waiting" {
            // who is signed in
            words.push(("for", BY.to_owned()));
        }
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let asked = Ask::read(&steps, &words).unwrap_or_else(|error| panic!("{path}: {error}"));
        match asked.answer(&self.isms, today) {
            Ok(told) => serde_json::to_value(told).unwrap(),
            Err(why) => json!({"why": why.to_string()}),
        }
    }

    pub fn does(
        &mut self,
        kind: Doing,
        does: &str,
        (id, at, value): (&str, usize, &str),
        fields: &[(&str, &str)],
    ) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let heard =
            Heard { kind, does: does.to_owned(), id: id.to_owned(), at, value: value.to_owned(), fields };
        let effects = self.model.hear(&heard);
        self.perform(effects);
    }

    pub fn press(&mut self, does: &str, id: &str) {
        self.does(Doing::Press, does, (id, 0, ""), &[]);
    }

    pub fn change(&mut self, does: &str, id: &str, value: &str) {
        self.does(Doing::Change, does, (id, 0, value), &[]);
    }

    pub fn html(&self) -> String {
        el("main").all(self.model.view()).to_html()
    }

    pub fn record(&self, place: &str) -> Value {
        serde_json::to_value(self.isms.record(&place.parse().unwrap()).unwrap()).unwrap()
    }
}

/// A text of an address without escapes.
fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&hex, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

pub fn apply(isms: &mut Isms, change: Value) -> Result<(), String> {
    let change: Change =
        serde_json::from_value(change.clone()).map_err(|error| format!("{error}: {change:#}"))?;
    let by = BY.parse().unwrap();
    let at = format!("{TODAY}T09:00:00Z").parse().unwrap();
    isms.apply(&change, &by, at).map(drop).map_err(|rejection| rejection.to_string())
}
