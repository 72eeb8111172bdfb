//! What a person does in the workspace, against the engine itself: its views are read, and what is sent is applied to it.
#![forbid(unsafe_code)]

mod bench;

use bench::{Bench, apply};
use riskwright_web_texts::LANGUAGES;
use riskwright_web_workspace::editing::Column;
use riskwright_web_workspace::effect::Effect;
use riskwright_web_workspace::hearing::{Heard, Kind as Doing};
use riskwright_web_workspace::telling::Told;
use serde_json::{Value, json};

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
