//! What a person does in the workspace, against the engine itself: its views are read, and what is sent is applied to it.
#![forbid(unsafe_code)]

use riskwright_core::change::Change;
use riskwright_core::isms::Isms;
use riskwright_core::view::{Board, CheckView, Heat, Overview, Query, Register, RiskView, SoaView};
use riskwright_web_parts::phrases::{Locale, Phrases};
use riskwright_web_parts::tree::el;
use riskwright_web_texts::{LANGUAGES, Messages};
use riskwright_web_workspace::editing::Column;
use riskwright_web_workspace::effect::Effect;
use riskwright_web_workspace::hearing::{Heard, Kind as Doing};
use riskwright_web_workspace::model::{Kind, Model};
use riskwright_web_workspace::telling::Told;
use serde_json::{Value, json};

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

const MARKUP: &str = "<img src=x onerror=alert(1)>";

/// An ISMS and an element that looks at it: what the element asks is answered by the engine's views, what it sends is applied.
struct Bench {
    isms: Isms,
    model: Model,
    told: Vec<Effect>,
    refused: Option<String>,
    entries: u64,
}

impl Bench {
    fn new(kind: &str, language: &str) -> Self {
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
        let mut bench = Self { isms, model, told: Vec::new(), refused: None, entries: 0 };
        let effects = bench.model.refresh();
        bench.perform(effects);
        bench
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask { name, round, from, path, .. } => {
                    let told = json!({name: {"round": round, "from": from, "data": self.answer(&path)}});
                    self.tell(told);
                }
                Effect::Send { path, body } => self.make(&path, serde_json::to_value(body).unwrap()),
                other => self.told.push(other),
            }
        }
    }

    fn make(&mut self, path: &str, body: Value) {
        assert_eq!(path, "/changes", "{body}");
        match apply(&mut self.isms, body) {
            Ok(()) => {
                self.refused = None;
                self.entries += 1;
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

    fn tell(&mut self, told: Value) {
        let read: Told =
            serde_json::from_value(told.clone()).unwrap_or_else(|error| panic!("{error}: {told:#}"));
        let effects = self.model.told(read);
        self.perform(effects);
    }

    /// As the server answers it.
    fn answer(&self, path: &str) -> Value {
        let today = "2026-11-02".parse().unwrap();
        let isms = &self.isms;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let of = |name: &str| query.split('&').find_map(|of| of.strip_prefix(name)?.strip_prefix('='));
        let asked = Query {
            text: of("text").unwrap_or_default().replace("%20", " "),
            level: of("level").map(|level| level.parse().unwrap()),
            cell: of("cell").map(|cell| {
                let (down, across) = cell.split_once("%2C").unwrap();
                (down.parse().unwrap(), across.parse().unwrap())
            }),
            sort: of("sort").map_or_else(|| "urgency".parse(), str::parse).unwrap(),
            descending: of("descending").is_some(),
            offset: of("cursor").map_or(0, |cursor| cursor.parse().unwrap()),
            limit: of("limit").map_or(50, |limit| limit.parse().unwrap()),
            ..Query::default()
        };
        let edition = of("edition").unwrap_or("2022").parse().unwrap();
        let value = match path {
            "/overview" => serde_json::to_value(Overview::of(isms, edition, today).unwrap()),
            "/register" => serde_json::to_value(Register::of(isms, &asked, today).unwrap()),
            "/heat" => serde_json::to_value(Heat::of(isms, &asked).unwrap()),
            "/board" => serde_json::to_value(Board::of(isms, today, 100).unwrap()),
            "/soa" => serde_json::to_value(SoaView::of(isms, edition)),
            "/check" => serde_json::to_value(CheckView::of(isms, (edition, today), None, (0, 100))),
            "/records/methodology" => {
                serde_json::to_value(json!({"records": isms.methodologies().values().collect::<Vec<_>>()}))
            }
            "/records/action" => serde_json::to_value(json!({"free": "TA-2"})),
            "/records/risk" => serde_json::to_value(json!({"free": "R-3"})),
            path => {
                let id = path
                    .strip_prefix("/risks/")
                    .unwrap_or_else(|| panic!("{path} is asked"))
                    .parse()
                    .unwrap();
                serde_json::to_value(RiskView::of(isms, &id, today).unwrap())
            }
        };
        value.unwrap()
    }

    fn does(
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

    fn press(&mut self, does: &str, id: &str) {
        self.does(Doing::Press, does, (id, 0, ""), &[]);
    }

    fn change(&mut self, does: &str, id: &str, value: &str) {
        self.does(Doing::Change, does, (id, 0, value), &[]);
    }

    fn html(&self) -> String {
        el("main").all(self.model.view()).to_html()
    }

    fn record(&self, place: &str) -> Value {
        serde_json::to_value(self.isms.record(&place.parse().unwrap()).unwrap()).unwrap()
    }
}

fn apply(isms: &mut Isms, change: Value) -> Result<(), String> {
    let change: Change =
        serde_json::from_value(change.clone()).map_err(|error| format!("{error}: {change:#}"))?;
    let by = "Ada Owner".parse().unwrap();
    let at = "2026-11-02T09:00:00Z".parse().unwrap();
    isms.apply(&change, &by, at).map(drop).map_err(|rejection| rejection.to_string())
}

#[test]
fn every_page_is_drawn_in_every_language_and_no_text_is_markup() {
    for language in LANGUAGES {
        for page in ["overview", "register", "heatmap", "treatment", "soa", "check"] {
            let mut bench = Bench::new("workspace", language);
            bench.press("go", page);
            let html = bench.html();
            assert!(html.contains(&format!("data-page=\"{page}\"")), "{page}: {html}");
            assert!(html.contains("id=\"page\""), "{page} has no heading");
            assert!(!html.contains("<img"), "{page} lets markup in");
        }
        let mut bench = Bench::new("register", language);
        assert!(bench.html().contains("&lt;img src=x"), "the title is not shown");
        bench.press("risk", "R-2");
        assert!(!bench.html().contains("<img"));
    }
}

#[test]
fn an_estimate_is_made_where_it_stands_and_the_score_follows() {
    let mut bench = Bench::new("register", "en");
    assert!(bench.told.iter().any(|told| matches!(told, Effect::Ready { view: "register" })));
    bench.press("risk", "R-1");
    let html = bench.html();
    assert!(
        html.contains("Fire in the server room") && html.contains("aria-label=\"Likelihood: Inherent\""),
        "{html}"
    );
    // current likelihood, then consequence: stage 1
    bench.does(Doing::Change, "factor", ("likelihood", 4, "0"), &[]);
    bench.does(Doing::Change, "factor", ("consequence", 4, "1"), &[]);
    assert_eq!(bench.refused, None);
    let risk = bench.record("risk/R-1");
    assert_eq!(risk["current"]["factors"], json!({"likelihood": {"level": 0}, "consequence": {"level": 1}}));
    assert_eq!(risk["inherent"]["factors"]["consequence"], json!({"level": 4}), "the other stage stays");
    // taken away again
    bench.does(Doing::Change, "factor", ("consequence", 4, ""), &[]);
    assert_eq!(bench.record("risk/R-1")["current"]["factors"], json!({"likelihood": {"level": 0}}));
    bench.does(Doing::Change, "rationale", ("", 0, "Wooden floor"), &[]);
    assert_eq!(bench.record("risk/R-1")["inherent"]["rationale"], "Wooden floor");
    assert!(bench.html().contains("data-do=\"undo\""));
}

#[test]
fn what_is_being_typed_stays_whatever_others_change() {
    let mut bench = Bench::new("register", "en");
    bench.press("risk", "R-1");
    bench.does(Doing::Input, "risk-owner", ("R-1", 0, "Ben Eng"), &[]);
    bench.tell(json!({"changed": ["risk/R-1"]}));
    assert!(bench.html().contains("value=\"Ben Eng\""), "{}", bench.html());
    // once it is left, the field shows what there is
    bench.change("risk-owner", "R-1", "Ben Engineer");
    apply(&mut bench.isms, json!({"risk.revise": {"id": "R-1", "set": {"owner": "Cleo"}}})).unwrap();
    bench.tell(json!({"changed": ["risk/R-1"]}));
    assert!(bench.html().contains("value=\"Cleo\""));
}

#[test]
fn treatment_keeps_what_is_not_shown() {
    let mut bench = Bench::new("register", "en");
    bench.press("risk", "R-1");
    bench.change("option", "", "share");
    bench.change("treatment-rationale", "", "Insured");
    let treatment = bench.record("treatment/R-1");
    assert_eq!((&treatment["option"], &treatment["rationale"]), (&json!("share"), &json!("Insured")));
    assert_eq!(treatment["controls"], json!({"A.8.13": {"consequence": {"steps": 1}}}));
}

#[test]
fn what_a_rule_forbids_is_told_and_the_field_shows_what_there_is() {
    let mut bench = Bench::new("register", "en");
    bench.press("risk", "R-1");
    bench.change("risk-title", "R-1", "");
    let why = bench.refused.take().unwrap();
    assert!(why.contains("a text is needed"), "{why}");
    assert!(bench.html().contains("role=\"alert\""));
    assert!(bench.html().contains("value=\"Fire in the server room\""));
    assert_eq!(bench.record("risk/R-1")["title"], "Fire in the server room");
}

#[test]
fn actions_are_planned_moved_and_dated() {
    let mut bench = Bench::new("treatment", "en");
    assert!(bench.html().contains("Overdue"), "{}", bench.html());
    bench.change("action-status", "TA-1", "in-progress");
    bench.change("action-due", "TA-1", "2027-01-31");
    bench.change("action-owner", "TA-1", "Ben");
    let action = bench.record("action/TA-1");
    assert_eq!(
        (&action["status"], &action["due"], &action["owner"]),
        (&json!("in-progress"), &json!("2027-01-31"), &json!("Ben"))
    );
    assert!(!bench.html().contains("Overdue"));
    bench.press("open-action", "");
    assert!(bench.html().contains("value=\"TA-2\""));
    // a form that lacks something is not sent
    bench.does(Doing::Press, "submit", ("", 0, ""), &[("id", "TA-2"), ("title", " ")]);
    assert!(bench.html().contains("Fill in every field"));
    bench.does(
        Doing::Press,
        "submit",
        ("", 0, ""),
        &[("id", "TA-2"), ("title", "Drill"), ("owner", ""), ("due", "")],
    );
    assert_eq!(bench.record("action/TA-2")["title"], "Drill");
}

#[test]
fn a_control_gets_a_status_though_it_has_no_record_yet() {
    let mut bench = Bench::new("soa", "en");
    // R-1 asks for A.8.13
    bench.change("control-status", "A.8.13", "implemented");
    assert_eq!(bench.record("control/A.8.13")["status"], "implemented");
    bench.change("control-status", "A.8.13", "partial");
    assert_eq!(bench.record("control/A.8.13")["status"], "partial");
    bench.press("control", "A.8.13");
    assert!(bench.html().contains("Fire in the server room"), "the risk is a reason");
    bench.press("open-exclude", "A.8.13");
    bench.does(Doing::Press, "submit", ("", 0, ""), &[("reason", "Nothing is kept")]);
    assert_eq!(
        bench.record("control/A.8.13")["applicability"],
        json!({"decision": "excluded", "reason": "Nothing is kept"})
    );
    bench.press("derive", "A.8.13");
    assert_eq!(bench.record("control/A.8.13").get("applicability").cloned().unwrap_or_default(), Value::Null);
    bench.change("edition", "", "2013");
    assert!(bench.html().contains("A.12.3.1"));
}

#[test]
fn rows_come_as_they_are_seen_and_only_once() {
    let mut bench = Bench::new("register", "en");
    for number in 3..=450 {
        apply(
            &mut bench.isms,
            json!({"risk.identify": {"id": format!("R-{number}"), "title": format!("Scenario {number}")}}),
        )
        .unwrap();
    }
    let effects = bench.model.told(Told::Changed(Vec::new()));
    bench.perform(effects);
    let effects = bench.model.told(Told::Scrolled((0, 12)));
    assert_eq!(effects, [], "what is there is not asked for again");
    assert!(bench.html().contains("aria-rowcount=\"451\""));
    let effects = bench.model.scrolled(330, 12);
    let [Effect::Ask { path, from: 300, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(path.contains("cursor=300"), "{path}");
    assert_eq!(bench.model.scrolled(331, 12), [], "it is on its way");
    bench.perform(effects);
    let html = bench.html();
    assert!(html.contains("aria-rowindex=\"333\"") && !html.contains("aria-rowindex=\"103\""));
    // so few are drawn
    assert!(html.matches("<tr").count() < 60, "{}", html.matches("<tr").count());
    // another question begins at the top
    bench.does(Doing::Input, "search", ("", 0, "fire server"), &[]);
    assert!(bench.html().contains("aria-rowcount=\"2\""), "{}", bench.html());
    // an answer to what is no longer asked is none
    let late = json!({"register": {"round": 1, "from": 0, "data": bench.answer("/register")}});
    bench.tell(late);
    assert!(bench.html().contains("aria-rowcount=\"2\""));
}

#[test]
fn a_cell_of_the_register_is_changed_where_it_stands() {
    let open = |bench: &mut Bench, column: Column, id: &str| {
        bench.does(Doing::Press, "edit", (id, column as usize, ""), &[]);
        assert!(bench.html().contains("class=\"editor\""), "{column:?} does not open");
    };
    let mut bench = Bench::new("register", "en");
    assert!(bench.html().contains("role=\"grid\""));
    open(&mut bench, Column::Owner, "R-1");
    bench.does(Doing::Input, "risk-owner", ("R-1", 0, "Ben"), &[]);
    assert_eq!(bench.entries, 0, "nothing is sent while it is typed");
    bench.tell(json!({"changed": []}));
    assert!(bench.html().contains("value=\"Ben\""), "what is typed stays, whatever others change");
    bench.press("edit-save", "");
    assert_eq!(bench.record("risk/R-1")["owner"], "Ben");
    assert!(bench.html().contains("data-do=\"undo\"") && !bench.html().contains("class=\"editor\""));
    // both factors of a picture are one change
    open(&mut bench, Column::Current, "R-1");
    let html = bench.html();
    assert!(
        html.contains("aria-label=\"Likelihood: Current\"") && !html.contains("Likelihood: Inherent"),
        "{html}"
    );
    bench.does(Doing::Change, "factor", ("likelihood", 4, "1"), &[]);
    bench.does(Doing::Change, "factor", ("consequence", 4, "2"), &[]);
    bench.press("edit-save", "");
    assert_eq!(bench.entries, 2);
    let factors = json!({"likelihood": {"level": 1}, "consequence": {"level": 2}});
    assert_eq!(bench.record("risk/R-1")["current"]["factors"], factors);
    // the controls of a treatment stay as they are
    open(&mut bench, Column::Treatment, "R-1");
    bench.does(Doing::Change, "option", ("", 0, "share"), &[]);
    bench.tell(json!("left"));
    let treatment = bench.record("treatment/R-1");
    assert_eq!(treatment["option"], "share");
    assert_eq!(treatment["controls"], json!({"A.8.13": {"consequence": {"steps": 1}}}));
    open(&mut bench, Column::Review, "R-1");
    bench.does(Doing::Input, "risk-review", ("R-1", 0, "2027-03-01"), &[]);
    bench.press("edit-save", "");
    assert_eq!(bench.record("risk/R-1")["review_on"], "2027-03-01");
    // what was so already is not sent, nor what was left as it was
    open(&mut bench, Column::Owner, "R-1");
    bench.does(Doing::Input, "risk-owner", ("R-1", 0, " Ben "), &[]);
    bench.press("edit-save", "");
    open(&mut bench, Column::Owner, "R-1");
    bench.does(Doing::Input, "risk-owner", ("R-1", 0, "Cleo"), &[]);
    bench.press("edit-cancel", "");
    assert_eq!((bench.entries, &bench.record("risk/R-1")["owner"]), (4, &json!("Ben")));
    bench.does(Doing::Press, "edit", ("R-1", Column::Verdict as usize, ""), &[]);
    bench.tell(json!({"readonly": true}));
    bench.does(Doing::Press, "edit", ("R-1", Column::Owner as usize, ""), &[]);
    assert!(!bench.html().contains("editor") && !bench.html().contains("data-do=\"edit\""));
}

#[test]
fn a_cell_that_is_left_before_its_risk_is_there_is_sent_when_it_is() {
    let mut bench = Bench::new("register", "en");
    let heard = |kind, does: &str, id: &str, at, value: &str| Heard {
        kind,
        does: does.to_owned(),
        id: id.to_owned(),
        at,
        value: value.to_owned(),
        fields: Vec::new(),
    };
    let asked = bench.model.hear(&heard(Doing::Press, "edit", "R-2", Column::Owner as usize, ""));
    let [Effect::Ask { name: "risk", .. }] = asked.as_slice() else { panic!("{asked:?}") };
    bench.model.hear(&heard(Doing::Input, "risk-owner", "R-2", 0, "Ben"));
    assert_eq!(bench.model.hear(&heard(Doing::Press, "edit-save", "", 0, "")), []);
    bench.perform(asked);
    assert_eq!(bench.record("risk/R-2")["owner"], "Ben");
    // what can't be done is told, and the cell shows what there is
    bench.does(Doing::Press, "edit", ("R-2", Column::Review as usize, ""), &[]);
    bench.does(Doing::Input, "risk-review", ("R-2", 0, "soon"), &[]);
    bench.press("edit-save", "");
    assert!(bench.refused.is_some() && bench.html().contains("role=\"alert\""));
    assert!(!bench.html().contains("editor"));
}

#[test]
fn the_tab_key_leads_to_one_cell_of_the_register() {
    let mut bench = Bench::new("register", "en");
    let stops = |html: &str| {
        html.matches("tabindex=\"0\" data-at").count()
            + html.matches("data-id=\"R-1\" tabindex=\"0\"").count()
    };
    let html = bench.html();
    let rows = html.split_once("<tbody>").unwrap().1;
    assert_eq!(rows.matches("tabindex=\"0\"").count(), 1, "{rows}");
    bench.tell(json!({"cursor": ["R-1", Column::Owner as usize]}));
    let html = bench.html();
    let row = html.split("<tr").find(|row| row.contains("Fire in the server room")).unwrap();
    assert!(row.contains("class=\"owner\" tabindex=\"0\""), "{row}");
    assert_eq!(stops(&html), 1);
}

#[test]
fn a_cell_of_the_heat_map_filters() {
    let mut bench = Bench::new("heatmap", "en");
    let html = bench.html();
    let at = html.split("data-do=\"cell\" data-at=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    bench.does(Doing::Press, "cell", ("", at.parse().unwrap(), ""), &[]);
    let html = bench.html();
    assert!(html.contains("aria-pressed=\"true\"") && html.contains("Fire in the server room"), "{html}");
    assert!(bench.told.iter().any(|told| matches!(told, Effect::Filter { cell: Some(_), .. })));
}

#[test]
fn who_may_only_read_is_offered_nothing_else() {
    for page in ["register", "treatment", "soa"] {
        let mut bench = Bench::new(page, "en");
        bench.tell(json!({"readonly": true}));
        if page == "register" {
            bench.press("risk", "R-1");
        }
        let html = bench.html();
        for does in
            ["factor", "option", "action-status", "control-status", "open-", "submit", "assess", "approve"]
        {
            assert!(!html.contains(&format!("data-do=\"{does}")), "{page} offers {does}");
        }
        bench.change("control-status", "A.8.13", "implemented");
        assert!(bench.isms.record(&"control/A.8.13".parse().unwrap()).is_none());
    }
}

#[test]
fn a_server_that_goes_away_is_told_and_what_is_seen_stays() {
    let mut bench = Bench::new("register", "en");
    bench.tell(json!({"away": "connection refused"}));
    let html = bench.html();
    assert!(html.contains("can’t be reached") && html.contains("Fire in the server room"));
    bench.tell(json!({"away": null}));
    assert!(!bench.html().contains("can’t be reached"));
    let failed = json!({"failed": {"name": "register", "round": 1, "message": "it is broken"}});
    bench.tell(failed);
    assert!(bench.html().contains("it is broken") && bench.html().contains("data-do=\"again\""));
}
