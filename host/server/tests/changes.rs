//! Changes over HTTP: what they rest on, that they are made once, and how others are told.

mod site;

use axum::http::{Method, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use site::Site;
use tower::ServiceExt;

fn identify(id: &str, title: &str) -> serde_json::Value {
    json!({"risk.identify": {"id": id, "title": title}})
}

#[tokio::test]
async fn a_change_is_made_and_shown() {
    let site = Site::new();
    let before = site.get("/api/v1/register").await;
    let tag = before.header("etag").to_owned();
    assert_eq!(before.json()["total"], 2);
    let same = site.send(Method::GET, "/api/v1/register", &[("if-none-match", &tag)], "").await;
    assert_eq!((same.status, same.body.as_str()), (StatusCode::NOT_MODIFIED, ""));

    let made = site.post("/api/v1/changes", &identify("R-3", "Theft")).await.fine();
    assert_eq!(made["entry"], 7);
    assert_eq!(made["records"], json!(["risk/R-3"]));
    assert!(made["changes"][0].as_str().unwrap().contains("R-3"), "{made}");

    let after = site.send(Method::GET, "/api/v1/register", &[("if-none-match", &tag)], "").await;
    assert_eq!(after.json()["total"], 3);
    let entry = site.get("/api/v1/entries/7").await.fine();
    assert_eq!(entry["by"], "Ada Owner");
    assert_eq!(entry["hash"], made["hash"]);
    let again = json!({"risk.revise": {"id": "R-3", "set": {"title": "Theft"}}});
    assert_eq!(site.post("/api/v1/changes", &again).await.fine()["entry"], json!(null), "it was so already");
}

#[tokio::test]
async fn a_refusal_names_record_rule_clause_and_what_would_do() {
    let site = Site::new();
    let accept = json!({"risk.accept": {"id": "R-1", "until": "2027-01-01", "reason": "x"}});
    let told = site.post("/api/v1/changes", &accept).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told.problem(), "refused");
    let problem = told.json();
    assert_eq!(problem["record"], "risk/R-1");
    assert_eq!(problem["rule"], "score-needed");
    assert_eq!(problem["clause"], "6.1.3 f");
    assert_eq!(problem["help"], "assess the risk first");
    assert_eq!(problem["request"], told.header("x-request-id"));
}

#[tokio::test]
async fn a_change_against_an_old_state_is_refused_only_where_someone_wrote_the_same_record() {
    let site = Site::new();
    let tag = site.get("/api/v1/risks/R-1").await.header("etag").to_owned();
    let revise = |id: &str, title: &str| json!({"risk.revise": {"id": id, "set": {"title": title}}});
    site.post("/api/v1/changes", &revise("R-1", "Ransomware on the file server")).await.fine();

    let told =
        site.say(Method::POST, "/api/v1/changes", &[("if-match", &tag)], &revise("R-1", "Extortion")).await;
    assert_eq!(told.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(told.problem(), "changed-since");
    let problem = told.json();
    assert_eq!(problem["entries"], json!([{"entry": 7, "by": "Ada Owner", "at": site::NOW}]));
    assert_eq!(problem["now"]["title"], "Ransomware on the file server");

    let other =
        site.say(Method::POST, "/api/v1/changes", &[("if-match", &tag)], &revise("R-2", "High water")).await;
    assert_eq!(other.fine()["entry"], 8);
    for foreign in ["\"6-0123456789abcdef-2026-11-02\"", "\"99-0123456789abcdef\"", "\"\"", "junk"] {
        let told =
            site.say(Method::POST, "/api/v1/changes", &[("if-match", foreign)], &revise("R-2", "x")).await;
        assert_eq!(told.problem(), "changed-since", "{foreign}");
    }
}

#[tokio::test]
async fn a_request_with_a_key_is_carried_out_once() {
    let site = Site::new();
    let accept = identify("R-3", "Theft");
    let key = [("idempotency-key", "b5a1")];
    let first = site.say(Method::POST, "/api/v1/changes", &key, &accept).await.fine();
    let second = site.say(Method::POST, "/api/v1/changes", &key, &accept).await.fine();
    assert_eq!(first, second);
    assert_eq!(site.get("/api/v1/entries").await.fine()["entries"][0]["seq"], 7);

    let other = site.say(Method::POST, "/api/v1/changes", &key, &identify("R-4", "Fire")).await;
    assert_eq!((other.status, other.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "key-reused"));
    // what was refused may come again under its key
    let key = [("idempotency-key", "c6b2")];
    assert_eq!(
        site.say(Method::POST, "/api/v1/changes", &key, &identify("R-1", "x")).await.problem(),
        "refused"
    );
    assert_eq!(
        site.say(Method::POST, "/api/v1/changes", &key, &identify("R-1", "x")).await.problem(),
        "refused"
    );
    assert_eq!(
        site.say(Method::POST, "/api/v1/changes", &key, &identify("R-9", "x")).await.fine()["entry"],
        8
    );
}

#[tokio::test]
async fn many_at_once_are_all_made_and_none_twice() {
    let site = std::sync::Arc::new(Site::new());
    let writing = (0..200).map(|number| {
        let site = std::sync::Arc::clone(&site);
        tokio::spawn(async move {
            // every tenth asks for an id that another one asks for too
            let id = format!("R-{}", 100 + if number % 10 == 9 { number - 1 } else { number });
            site.post("/api/v1/changes", &identify(&id, "Many")).await
        })
    });
    let mut entries = std::collections::BTreeSet::new();
    let mut refused = 0;
    for written in writing.collect::<Vec<_>>() {
        let told = written.await.unwrap();
        if told.status == StatusCode::OK {
            assert!(entries.insert(told.json()["entry"].as_u64().unwrap()), "two changes share an entry");
        } else {
            assert_eq!(told.json()["rule"], "already-exists");
            refused += 1;
        }
    }
    assert_eq!((entries.len(), refused), (180, 20));
    assert_eq!(site.get("/api/v1/register?limit=1").await.fine()["total"], 182);
    let site = std::sync::Arc::into_inner(site).unwrap();
    let path = site.path();
    site.ready.close();
    let proof = riskwright_store::verify(&path, None, &mut |_| ());
    assert!(proof.ok && proof.sealed, "{:?}", proof.problems);
}

#[tokio::test]
async fn an_entry_is_taken_back_by_a_new_one() {
    let site = Site::new();
    site.post("/api/v1/changes", &identify("R-3", "Theft")).await.fine();
    let undone = site.post("/api/v1/entries/7/undo", &json!({})).await.fine();
    assert_eq!((&undone["entry"], &undone["records"]), (&json!(8), &json!(["risk/R-3"])));
    assert_eq!(site.get("/api/v1/risks/R-3").await.problem(), "unknown");
    assert_eq!(site.post("/api/v1/entries/99/undo", &json!({})).await.problem(), "refused");
}

#[tokio::test]
async fn whoever_listens_is_told_and_catches_up() {
    let site = Site::new();
    let listen = |last: &'static str| {
        let request = axum::http::Request::get("/api/v1/events").header("host", "localhost");
        let request = if last.is_empty() { request } else { request.header("last-event-id", last) };
        site.ready.router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap())
    };
    let response = listen("").await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut news = response.into_body();
    site.post("/api/v1/changes", &identify("R-3", "Theft")).await.fine();
    let first = news.frame().await.unwrap().unwrap().into_data().unwrap();
    let first = String::from_utf8(first.to_vec()).unwrap();
    assert!(
        first.contains("event: change") && first.contains("id: 7") && first.contains("risk/R-3"),
        "{first}"
    );

    let mut missed = listen("5").await.unwrap().into_body();
    let mut text = String::new();
    while !text.contains("id: 7") {
        let data = missed.frame().await.unwrap().unwrap().into_data().unwrap();
        text += std::str::from_utf8(&data).unwrap();
    }
    assert!(text.contains("id: 6") && !text.contains("id: 5"), "{text}");
}

#[tokio::test]
async fn what_another_program_writes_is_seen_and_told() {
    let site = Site::new();
    assert_eq!(site.get("/api/v1/register").await.fine()["total"], 2);
    let mut store = riskwright_store::Store::open(&site.path()).unwrap();
    let change = serde_json::from_value(identify("R-7", "From elsewhere")).unwrap();
    store.append(change, &site::by(), site::now(), None).unwrap();
    // a change of the server meets it at once
    let told = site.post("/api/v1/changes", &identify("R-7", "Here")).await;
    assert_eq!(told.json()["rule"], "already-exists");
    assert_eq!(site.get("/api/v1/register").await.fine()["total"], 3);
    store
        .append(serde_json::from_value(identify("R-8", "x")).unwrap(), &site::by(), site::now(), None)
        .unwrap();
    for _ in 0..100 {
        if site.get("/api/v1/register").await.fine()["total"] == 4 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("five seconds later it is not seen yet");
}

#[tokio::test]
async fn scores_that_are_not_recorded_are_recorded_as_they_are_computed_and_once() {
    let site = Site::new();
    let estimate = json!({"risk.estimate": {"id": "R-1", "stage": "inherent",
        "estimate": {"factors": {"likelihood": {"level": 4}, "consequence": {"level": 4}}}}});
    site.post("/api/v1/changes", &estimate).await.fine();
    let wanting = |register: &Value| {
        let rows = register["rows"].as_array().unwrap().clone();
        rows.iter().filter(|row| row["wants_recording"] == true).count()
    };
    let register = site.get("/api/v1/register").await.fine();
    assert!(wanting(&register) > 0, "{register:#}");
    let made = site.post("/api/v1/assessments", &json!({})).await.fine();
    assert!(made["entry"].as_u64().is_some(), "{made:#}");
    let register = site.get("/api/v1/register").await.fine();
    assert_eq!(wanting(&register), 0, "{register:#}");
    let risk = site.get("/api/v1/risks/R-1").await.fine();
    let inherent = &risk["assessed"][0]["stages"][0];
    assert_eq!(inherent["recorded"]["digest"], inherent["digest"]);
    // all is recorded: nothing is written
    assert_eq!(site.post("/api/v1/assessments", &json!({})).await.fine()["entry"], Value::Null);
    let told = site.post("/api/v1/assessments", &json!({"methodology": "none"})).await;
    assert_eq!((told.status.as_u16(), told.problem().as_str()), (404, "unknown"));
    let told = site.post("/api/v1/assessments", &json!({"risk": ["R-1"]})).await;
    assert_eq!(told.status.as_u16(), 400, "{told:?}");
}

#[tokio::test]
async fn an_invitation_is_good_for_a_month_where_no_day_is_said() {
    let site = Site::new();
    let inviting = json!({"questionnaire": "backups", "respondent": "Jane Doe"});
    let told = site.post("/api/v1/invitations", &inviting).await;
    assert_eq!(told.status.as_u16(), 201, "{told:?}");
    assert!(told.json()["until"].as_str().unwrap().starts_with("2026-12-02T23:59:59"), "{told:?}");
}
