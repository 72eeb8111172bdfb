//! Whatever is sent: a clear word, never a fault of the program, and nothing changed.

mod site;

use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use site::{Site, Told};

/// What every answer holds.
fn is_clear(told: &Told, of: &str) {
    assert!(!told.status.is_server_error(), "{of}: {told:?}");
    if told.status.is_client_error() {
        let problem = told.problem();
        let json = told.json();
        assert!(!problem.is_empty() && !json["title"].as_str().unwrap().is_empty(), "{of}: {told:?}");
        assert_eq!(json["status"], told.status.as_u16(), "{of}");
        assert!(!json["detail"].as_str().unwrap().is_empty(), "{of}: {told:?}");
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        prop::sample::select(vec!["R-1", "backups", "RSP-1", "A.8.13", "waiting", "inherent", "2026-11-02"])
            .prop_map(Value::from),
    ];
    let key = prop_oneof![
        "[a-z.]{0,12}",
        prop::sample::select(vec![
            "id",
            "set",
            "risk.identify",
            "risk.estimate",
            "risk.revise",
            "title",
            "answers",
            "digest",
            "item",
            "value",
            "accept",
            "dismiss",
            "reason",
            "questionnaire",
            "respondent",
            "until",
            "together",
            "changes",
            "records.restore",
            "records",
            "criteria.set",
            "response.send",
            "response.decide",
            "name",
            "password",
            "stage",
            "estimate",
            "factors",
            "level",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

fn place() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "session",
        "changes",
        "entries",
        "entries/1",
        "entries/1/undo",
        "records/risk",
        "records/risk/R-1",
        "register",
        "heat",
        "risks/R-1",
        "board",
        "soa",
        "check",
        "catalogue",
        "overview",
        "questionnaires",
        "questionnaires/backups",
        "questionnaires/backups/draft",
        "questionnaires/backups/responses",
        "responses",
        "responses/RSP-1",
        "responses/RSP-1/decisions",
        "invitations",
        "invitations/x",
        "invitation",
        "openapi.json",
    ]);
    let query = prop_oneof![
        Just(String::new()),
        "\\?[a-z]{1,8}=[a-zA-Z0-9%,+-]{0,10}",
        "\\?(limit|cursor|level|cell|after|before|sort|text|edition|record)=[0-9a-zA-Z%/,.-]{0,24}",
    ];
    (known, prop_oneof![4 => Just(String::new()), 1 => "/[a-zA-Z0-9%._~-]{0,20}"], query)
        .prop_map(|(known, more, query)| format!("/api/v1/{known}{more}{query}"))
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => json_value().prop_map(|value| value.to_string().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => "[\\[{\"]{0,2000}".prop_map(String::into_bytes),
    ]
}

#[tokio::test]
async fn a_hundred_thousand_requests_of_garbage() {
    let site = Site::new();
    let csrf = site.csrf().await;
    let link = site.link("Jane Doe", &[]).await;
    let bearer = format!("Bearer {link}");
    let mut runner = TestRunner::new(Config::default());
    let methods = prop::sample::select(vec![
        Method::GET,
        Method::PUT,
        Method::POST,
        Method::DELETE,
        Method::PATCH,
        Method::HEAD,
    ]);
    let header = prop_oneof![
        Just(("accept".to_owned(), "*/*".to_owned())),
        ("(if-match|if-none-match|idempotency-key|last-event-id|cookie|content-type|origin)", "[ -~]{0,40}"),
        Just(("authorization".to_owned(), bearer)),
    ];
    let all = (methods, place(), header, body());
    let mut good = 0;
    for _ in 0..100_000 {
        let (method, path, (name, value), body) = all.new_tree(&mut runner).unwrap().current();
        let headers = [("content-type", "application/json"), ("x-csrf-token", &csrf), (&name, &value)];
        let of = format!("{method} {path} {name}: {value} {}", String::from_utf8_lossy(&body));
        let told = site.send(method.clone(), &path, &headers, body).await;
        if method == Method::HEAD {
            assert!(!told.status.is_server_error(), "{of}: {told:?}");
            continue;
        }
        is_clear(&told, &of);
        good += usize::from(told.status.is_success());
    }
    assert!(good > 500, "only {good} requests meant anything: the others prove little");
    // what was made by chance holds all the same
    let path = site.path();
    let Site { folder, ready, .. } = site;
    ready.close();
    let proof = riskwright_store::verify(&path, None, &mut |_| ());
    assert!(proof.ok, "{:?}", proof.problems);
    drop(folder);
}

#[tokio::test]
async fn a_megabyte_is_refused_with_a_clear_word() {
    let site = Site::new();
    let long = "x".repeat(1_000_000);
    let digest = site.digest().await;
    let answers = json!([{"item": "note", "value": {"text": long}}]);
    let told = site
        .say(
            Method::PUT,
            "/api/v1/questionnaires/backups/draft",
            &[("if-none-match", "*")],
            &json!({"digest": digest, "answers": answers}),
        )
        .await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    assert!(told.json()["detail"].as_str().unwrap().contains("at most 999999"), "{told:?}");
    // within the megabyte, but longer than any answer
    let answers = json!([{"item": "note", "value": {"text": &long[..900_000]}}]);
    let told = site
        .say(
            Method::PUT,
            "/api/v1/questionnaires/backups/draft",
            &[("if-none-match", "*")],
            &json!({"digest": digest, "answers": answers}),
        )
        .await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    assert_eq!(told.json()["field"], "answers");
    assert!(told.json()["detail"].as_str().unwrap().contains("more than 100,000 characters"), "{told:?}");
    assert_eq!(site.get("/api/v1/questionnaires/backups/draft").await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn wrong_types_are_named_by_their_field() {
    let site = Site::new();
    let digest = site.digest().await;
    let estimate = |value: Value| json!({"risk.estimate": {"id": "R-1", "stage": "inherent", "estimate": {"factors": {"likelihood": value}}}});
    for (path, body, field) in [
        ("changes", estimate(json!({"level": "high"})), "risk.estimate.estimate.factors.likelihood.level"),
        ("changes", estimate(json!({"level": 300})), "risk.estimate.estimate.factors.likelihood.level"),
        ("changes", json!({"risk.identify": {"id": 7, "title": "x"}}), "risk.identify.id"),
        (
            "changes",
            json!({"risk.identify": {"id": "R-9", "title": "x", "colour": "red"}}),
            "risk.identify.colour",
        ),
        ("questionnaires/backups/responses", json!({"digest": digest, "answers": "yes"}), "answers"),
        (
            "questionnaires/backups/responses",
            json!({"digest": digest, "answers": [{"item": 3}]}),
            "answers[0].item",
        ),
        ("questionnaires/backups/responses", json!({"digest": "abc", "answers": []}), "digest"),
        ("responses/RSP-1/decisions", json!({"accept": [0], "reason": 3}), "reason"),
        (
            "invitations",
            json!({"questionnaire": "backups", "respondent": "", "until": "2026-12-01T00:00:00Z"}),
            "respondent",
        ),
        ("invitations", json!({"questionnaire": "backups", "respondent": "x", "until": "soon"}), "until"),
    ] {
        let told = site.post(&format!("/api/v1/{path}"), &body).await;
        assert_eq!(
            (told.status, told.problem().as_str()),
            (StatusCode::BAD_REQUEST, "malformed"),
            "{body}: {told:?}"
        );
        assert_eq!(told.json()["field"], field, "{body}: {told:?}");
    }
    let csrf = site.csrf().await;
    for (kind, status) in [
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
        ("application/json; charset=utf-8", 400),
    ] {
        let told = site
            .send(Method::POST, "/api/v1/changes", &[("content-type", kind), ("x-csrf-token", &csrf)], "x")
            .await;
        assert_eq!(told.status.as_u16(), status, "{kind}: {told:?}");
    }
    let deep = "[".repeat(100_000);
    let told = site
        .send(
            Method::POST,
            "/api/v1/changes",
            &[("content-type", "application/json"), ("x-csrf-token", &csrf)],
            deep,
        )
        .await;
    assert_eq!(told.problem(), "malformed");
}
