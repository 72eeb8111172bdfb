//! What a page without a server asks and sends, held against the engine's own views.
#![forbid(unsafe_code)]

use riskwright_core::catalogue::Edition;
use riskwright_core::isms::Isms;
use riskwright_core::journal::Made;
use riskwright_core::quantity::Date;
use riskwright_core::view::{
    Board, CheckView, Heat, Overview, Query, Register, ResponseRow, ResponseView, RiskView, SoaView,
};
use riskwright_web_engine::desk::{Desk, Who};
use riskwright_web_engine::refusal::Refusal;
use serde::Serialize;
use serde_json::{Value, json};

/// 2026-11-02T09:00:00Z
const AT: f64 = 1_793_610_000_000.0;

const MARKUP: &str = "<img src=x onerror=alert(1)>";

fn who(by: &str, later: f64) -> Who {
    Who::new(by, AT + later).unwrap()
}

fn today() -> Date {
    "2026-11-02".parse().unwrap()
}

fn change(desk: &mut Desk, change: Value) -> Result<Made, Refusal> {
    desk.change(&change.to_string(), &who("Ada Owner", 0.0), None)
}

fn document() -> Value {
    json!({
        "contents": {
            "title": "Backups",
            "sections": [{"id": "making", "title": "Making"}],
            "items": [{"id": "made", "section": "making", "title": "Are they made?", "kind": "yes-no", "required": true}],
        },
        "rules": {
            "proposals": [{
                "change": {"control-status": {"control": "A.8.13", "status": "implemented"}},
                "reason": "They are made",
                "when": [[{"item": "made", "test": "is-yes"}]],
            }],
        },
    })
}

/// The example of the workspace's own tests.
fn example() -> Desk {
    let mut desk = Desk::new("Example Ltd").unwrap();
    for of in [
        json!({"asset.record": {"id": "AS-1", "kind": "hardware", "title": "File server"}}),
        json!({"risk.identify": {"id": "R-1", "title": "Fire in the server room", "assets": ["AS-1"], "owner": "Ada Owner"}}),
        json!({"risk.identify": {"id": "R-2", "title": MARKUP, "description": MARKUP}}),
        json!({"risk.estimate": {"id": "R-1", "stage": "inherent", "estimate": {"factors": {"likelihood": {"level": 3}, "consequence": {"level": 4}}}}}),
        json!({"risk.treat": {"id": "R-1", "option": "modify", "controls": {"A.8.13": {"consequence": {"steps": 1}}}}}),
        json!({"action.plan": {"id": "TA-1", "title": "Buy a second extinguisher", "scenarios": ["R-1"], "due": "2026-01-01"}}),
    ] {
        change(&mut desk, of).unwrap();
    }
    desk
}

/// The same ISMS, for the engine's own views.
fn isms(desk: &Desk) -> Isms {
    riskwright_core::exchange::open_json("a document", &desk.export().unwrap()).unwrap()
}

/// As the elements write an address, without its escapes.
fn ask(desk: &Desk, address: &str) -> Result<Value, Refusal> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path: Vec<&str> = path.split('/').skip(1).collect();
    let words: Vec<(&str, &str)> = query.split('&').filter_map(|word| word.split_once('=')).collect();
    desk.ask(&path, &words, AT).map(plain)
}

fn plain(view: impl Serialize) -> Value {
    serde_json::to_value(view).unwrap()
}

/// A view with the place where its next page begins.
fn paged(view: impl Serialize, next: Option<usize>) -> Value {
    let mut view = plain(view);
    view["next"] = json!(next);
    view
}

#[test]
fn each_path_gives_its_view() {
    let desk = example();
    let isms = isms(&desk);
    let told = |address: &str| ask(&desk, address).unwrap_or_else(|refusal| panic!("{address}: {refusal}"));
    let (edition, other) = (Edition::E2022, Edition::E2013);
    assert_eq!(told("/overview"), plain(Overview::of(&isms, edition, today()).unwrap()));
    assert_eq!(told("/overview?edition=2013"), plain(Overview::of(&isms, other, today()).unwrap()));
    assert_eq!(told("/soa?edition="), plain(SoaView::of(&isms, edition)));
    assert_eq!(told("/soa?edition=2013"), plain(SoaView::of(&isms, other)));
    assert_eq!(told("/board?limit=1"), plain(Board::of(&isms, today(), 1).unwrap()));
    assert_eq!(told("/risks/R-1"), plain(RiskView::of(&isms, &"R-1".parse().unwrap(), today()).unwrap()));
    let register = |query: &Query| Register::of(&isms, query, today()).unwrap();
    assert_eq!(told("/register"), paged(register(&Query::default()), None));
    let query = Query { text: "fire server".to_owned(), level: Some(4), limit: 20, ..Query::default() };
    assert_eq!(register(&query).total, 1);
    assert_eq!(told("/register?text=fire server&level=4&limit=20"), paged(register(&query), None));
    let query = Query { limit: 1, sort: "id".parse().unwrap(), descending: true, ..Query::default() };
    assert_eq!(told("/register?limit=1&sort=id&descending=true"), paged(register(&query), Some(1)));
    let query = Query { offset: 1, ..query };
    assert_eq!(told("/register?limit=1&sort=id&descending=true&cursor=1"), paged(register(&query), None));
    let query = Query { cell: Some((3, 4)), stage: Some("inherent".parse().unwrap()), ..Query::default() };
    assert_eq!(register(&query).total, 1);
    assert_eq!(told("/register?cell=3,4&stage=inherent"), paged(register(&query), None));
    assert_eq!(told("/heat?stage=inherent"), plain(Heat::of(&isms, &query).unwrap()));
    let check = |limit| CheckView::of(&isms, (edition, today()), None, (0, limit));
    assert!(check(100).total > 100);
    assert_eq!(told("/check"), paged(check(100), Some(100)));
    assert_eq!(told("/check?limit=1000"), paged(check(1000), None));
    assert_eq!(told("/check?limit=2"), paged(check(2), Some(2)));
    let warned = Some("warning".parse().unwrap());
    let view = CheckView::of(&isms, (edition, today()), warned, (0, 100));
    assert_eq!(told("/check?severity=warning"), paged(view, None));
    assert_eq!(told("/catalogue?edition=2022")["controls"].as_array().unwrap().len(), 93);
    let risks = told("/records/risk?limit=1");
    assert_eq!((&risks["total"], &risks["free"], &risks["next"]), (&json!(2), &json!("R-3"), &json!("R-1")));
    assert_eq!(risks["records"], json!([isms.record(&"risk/R-1".parse().unwrap()).unwrap()]));
    assert_eq!(told("/records/risk?after=R-1")["records"][0]["title"], MARKUP);
    assert_eq!(told("/records/methodology")["records"][0]["id"], "matrix");
    assert_eq!(told("/records/organisation/organisation")["name"], "Example Ltd");
    assert_eq!(told("/responses?limit=100"), json!({"total": 0, "responses": [], "next": null}));
}

#[test]
fn what_is_asked_wrongly_is_refused_by_its_name() {
    let desk = example();
    for (address, field, message) in [
        ("/register?level=high", "level", "level: invalid digit found in string"),
        ("/register?cell=3", "cell", "`3` is no cell; write its indexes like `3,2`"),
        ("/register?stage=now", "stage", "stage: `now` is none of: inherent, current, target"),
        ("/register?txt=fire", "txt", "`txt` is not asked for here"),
        ("/board?cursor=2", "cursor", "`cursor` is not asked for here"),
        ("/soa?edition=2022&edition=2013", "edition", "`edition` is said twice"),
    ] {
        let refusal = ask(&desk, address).unwrap_err();
        assert_eq!((refusal.field.as_deref(), refusal.message.as_str()), (Some(field), message));
    }
    assert_eq!(ask(&desk, "/drafts/1").unwrap_err().message, "there is nothing at /drafts/1");
    let refusal = ask(&desk, "/risks/R-9").unwrap_err();
    assert_eq!(refusal.message, "there is no risk R-9");
    assert_eq!(refusal.record, Some("risk/R-9".parse().unwrap()));
    assert_eq!(ask(&desk, "/register?methodology=fair").unwrap_err().message, "there is no methodology fair");
    assert!(desk.ask(&["overview"], &[], f64::NAN).is_err());
    assert!(desk.ask(&["overview"], &[], 1e300).is_err());
}

#[test]
fn changes_are_made_or_refused_as_by_the_server() {
    let mut desk = example();
    let made = change(&mut desk, json!({"risk.revise": {"id": "R-1", "set": {"title": "Fire"}}})).unwrap();
    assert_eq!((made.entry, made.records.len()), (Some(7), 1));
    assert_eq!(made.changes, ["R-1: title “Fire in the server room” → “Fire”"]);
    let refusal =
        change(&mut desk, json!({"risk.revise": {"id": "R-1", "set": {"titel": "x"}}})).unwrap_err();
    assert_eq!(refusal.field.as_deref(), Some("risk.revise.set.titel"), "{refusal:?}");
    assert!(refusal.message.contains("unknown field `titel`"), "{refusal}");
    let refusal = change(&mut desk, json!({"risk.identify": {"id": "R-1", "title": "x"}})).unwrap_err();
    assert_eq!(refusal.message, "risk R-1 exists already");
    assert_eq!(refusal.help, "revise it, or take the next free id, R-3");
    assert_eq!(desk.head(), 7, "what is refused is no entry");
    // someone who looked at it before it was changed
    let late = json!({"risk.revise": {"id": "R-1", "set": {"title": "Water"}}}).to_string();
    let refusal = desk.change(&late, &who("Ben", 1.0), Some(6)).unwrap_err();
    assert!(refusal.message.starts_with("Ada Owner changed it on 2026-11-02"), "{refusal}");
    assert!(desk.change(&late, &who("Ben", 1.0), Some(7)).is_ok());
    let refusal = desk.change(&late, &who("Ben", 0.0), None).unwrap_err();
    assert!(refusal.message.contains("before the last one"), "{refusal}");
    assert!(Who::new(" ", AT).is_err());
}

#[test]
fn what_was_made_is_taken_back_once() {
    let mut desk = example();
    let before = desk.export().unwrap();
    change(&mut desk, json!({"risk.revise": {"id": "R-1", "set": {"title": "Fire"}}})).unwrap();
    let made = desk.undo(7, &who("Ada Owner", 1.0)).unwrap();
    assert_eq!(made.entry, Some(8));
    assert_eq!(desk.export().unwrap(), before);
    // what was taken back by one is not by another who did not see it
    change(&mut desk, json!({"risk.revise": {"id": "R-1", "set": {"title": "Water"}}})).unwrap_err();
    let later = json!({"risk.revise": {"id": "R-1", "set": {"title": "Water"}}}).to_string();
    desk.change(&later, &who("Ben", 2.0), None).unwrap();
    let refusal = desk.undo(7, &who("Ada Owner", 3.0)).unwrap_err();
    assert!(refusal.message.starts_with("Ada Owner changed it"), "{refusal}");
    assert_eq!(
        desk.undo(10, &who("Ada Owner", 3.0)).unwrap_err().message,
        "there is no entry 10; the journal ends at 9"
    );
}

#[test]
fn scores_are_recorded_and_accepted() {
    let mut desk = example();
    assert_eq!(ask(&desk, "/register").unwrap()["rows"][0]["wants_recording"], true);
    let made = desk.assess("{}", &who("Ada Owner", 1.0)).unwrap();
    assert_eq!(made.records, ["score/R-1:matrix".parse().unwrap()]);
    assert_eq!(desk.assess("{}", &who("Ada Owner", 2.0)).unwrap(), Made::default(), "all is recorded");
    let risk = ask(&desk, "/risks/R-1").unwrap();
    let stage = &risk["assessed"][0]["stages"][0];
    assert_eq!(stage["digest"], stage["recorded"]["digest"]);
    let accept = json!({"risk.accept": {"id": "R-1", "until": "2027-01-01", "reason": "Insured", "digest": stage["digest"]}});
    let refusal = desk.change(&accept.to_string(), &who("Ben", 3.0), None).unwrap_err();
    assert_eq!(refusal.clause, Some("6.1.3 f"), "only its owner may: {refusal:?}");
    desk.change(&accept.to_string(), &who("Ada Owner", 3.0), None).unwrap();
    assert!(desk.assess(r#"{"methodology": "fair"}"#, &who("Ada Owner", 4.0)).is_err());
}

#[test]
fn proposals_are_decided_on() {
    let mut desk = example();
    change(
        &mut desk,
        json!({"questionnaire.adopt": {"id": "backups", "title": "Backups", "version": "1", "source": {"own": document()}}}),
    )
    .unwrap();
    let known = isms(&desk);
    let sending = riskwright_core::response::Sending {
        questionnaire: "backups".parse().unwrap(),
        respondent: "Ben".parse().unwrap(),
        assets: [].into(),
        scenarios: [].into(),
        answers: serde_json::from_value(json!([{"item": "made", "value": {"yes-no": true}}])).unwrap(),
        contents: known.questionnaires().values().next().unwrap().digest().unwrap(),
    };
    let send = riskwright_core::response::send(&known, sending).unwrap();
    change(&mut desk, plain(send)).unwrap();
    let known = isms(&desk);
    let id = known.responses().keys().next().unwrap().clone();
    assert_eq!(
        ask(&desk, &format!("/responses/{id}?language=de")).unwrap(),
        plain(ResponseView::of(&known, &id, "de").unwrap())
    );
    let all = ResponseRow::all(&known, None);
    let listed = json!({"total": 1, "responses": all, "next": null});
    assert_eq!(ask(&desk, "/responses?waiting=true").unwrap(), listed);
    assert_eq!(ask(&desk, "/responses?questionnaire=backups&limit=1").unwrap(), listed);
    assert!(
        desk.decide("RSP-9", "{}", &who("Ada", 1.0), None).unwrap_err().message.contains("no response RSP-9")
    );
    assert!(
        desk.decide(id.as_str(), r#"{"dismiss": [0]}"#, &who("Ada", 1.0), None).is_err(),
        "without a reason"
    );
    let made =
        desk.decide(id.as_str(), r#"{"accept": "waiting"}"#, &who("Ada", 1.0), Some(desk.head())).unwrap();
    assert!(made.records.contains(&"control/A.8.13".parse().unwrap()), "{made:?}");
    assert_eq!(ask(&desk, "/responses?waiting=true").unwrap()["total"], 0);
}

#[test]
fn a_document_and_entries_are_the_whole() {
    let mut desk = example();
    let document = desk.export().unwrap();
    let mut other = Desk::open(&document).unwrap();
    assert_eq!(other.export().unwrap(), document);
    assert_eq!(other.head(), 0);
    // what one does, the other takes in
    let mut one = Desk::open(&document).unwrap();
    one.change(
        &json!({"risk.revise": {"id": "R-2", "set": {"title": "Flood"}}}).to_string(),
        &who("Ada", 1.0),
        None,
    )
    .unwrap();
    one.assess("{}", &who("Ada", 2.0)).unwrap();
    let entries = one.entries_after(0).unwrap();
    assert_eq!(entries.len(), 2);
    let records = other.take(&entries).unwrap();
    assert_eq!(records, ["risk/R-2".parse().unwrap(), "score/R-1:matrix".parse().unwrap()]);
    assert_eq!(other.export().unwrap(), one.export().unwrap());
    // and can take back
    other.undo(1, &who("Ben", 3.0)).unwrap();
    // what was altered is not taken in
    let forged = entries[0].replace("Flood", "Drought");
    let refusal = desk.take(&[forged]).unwrap_err();
    assert!(refusal.message.contains("entry 7 is missing"), "{refusal}");
    let mut third = Desk::open(&document).unwrap();
    let refusal = third.take(&[entries[0].replace("Flood", "Drought")]).unwrap_err();
    assert!(refusal.message.contains("was altered"), "{refusal}");
    assert_eq!(third.export().unwrap(), document);
}

#[test]
fn a_document_that_is_none_is_refused_with_its_place() {
    let document = example().export().unwrap();
    for (wrong, told) in [
        ("".to_owned(), "EOF"),
        ("{}".to_owned(), "missing field `format`"),
        (document.replace("riskwright.isms/1", "riskwright.isms/9"), "riskwright.isms/1"),
        (document.replace("\"assets\":[\"AS-1\"]", "\"assets\":[\"AS-7\"]"), "AS-7"),
        (document.replace("\"level\":3", "\"level\":9"), "risk/R-1"),
    ] {
        let refusal = Desk::open(&wrong).unwrap_err();
        assert!(refusal.message.contains(told), "{refusal:?}");
        assert!(refusal.field.is_some(), "{refusal:?}");
    }
}
