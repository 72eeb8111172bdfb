//! What pages show, a page of rows at a time, and the description of it all.

mod site;

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::{Value, json};
use site::Site;

#[tokio::test]
async fn every_view_answers_with_a_tag_of_the_state() {
    let site = Site::new();
    let mut tags = BTreeSet::new();
    for path in [
        "/api/v1/overview",
        "/api/v1/register",
        "/api/v1/heat",
        "/api/v1/risks/R-1",
        "/api/v1/board",
        "/api/v1/soa",
        "/api/v1/soa?edition=2013",
        "/api/v1/check",
        "/api/v1/catalogue",
        "/api/v1/records/risk",
        "/api/v1/records/asset/AS-1",
        "/api/v1/records/scope/scope",
        "/api/v1/entries",
        "/api/v1/questionnaires",
        "/api/v1/questionnaires/backups",
        "/api/v1/questionnaires/backups/document",
        "/api/v1/responses",
    ] {
        let told = site.get(path).await;
        assert_eq!(told.header("content-type"), "application/json", "{path}: {told:?}");
        tags.insert(told.header("etag").to_owned());
        let again = site.send(Method::GET, path, &[("if-none-match", told.header("etag"))], "").await;
        assert_eq!(again.status.as_u16(), 304, "{path}");
    }
    assert_eq!(tags.len(), 1, "one state, one tag: {tags:?}");
    assert!(tags.iter().all(|tag| tag.starts_with("\"6-") && tag.ends_with("-2026-11-02\"")), "{tags:?}");
}

#[tokio::test]
async fn pages_hold_every_row_once() {
    let site = Site::new();
    for number in 10..60 {
        let change =
            json!({"risk.identify": {"id": format!("R-{number}"), "title": format!("Scenario {number}")}});
        site.post("/api/v1/changes", &change).await.fine();
    }
    for (path, rows, key) in [
        ("/api/v1/register?sort=title&limit=7&cursor=", "rows", "id"),
        ("/api/v1/check?limit=7&cursor=", "findings", ""),
        ("/api/v1/records/risk?limit=7&after=", "records", "id"),
        ("/api/v1/entries?limit=7&before=", "entries", "seq"),
    ] {
        let (mut seen, mut count, mut cursor) = (BTreeSet::new(), 0, String::new());
        loop {
            let path = if cursor.is_empty() {
                path.rsplit_once('&').unwrap().0.to_owned()
            } else {
                format!("{path}{cursor}")
            };
            let page = site.get(&path).await.fine();
            for row in page[rows].as_array().unwrap() {
                count += 1;
                seen.insert(if key.is_empty() { row.to_string() } else { row[key].to_string() });
            }
            match &page["next"] {
                Value::Null => break,
                Value::String(next) => cursor.clone_from(next),
                next => cursor = next.to_string(),
            }
        }
        assert_eq!(seen.len(), count, "{path} tells a row twice");
        assert!(count >= 52, "{path} tells {count} rows");
    }
    let cell = site.get("/api/v1/register?cell=4,3").await.fine();
    assert_eq!((&cell["total"], &cell["rows"][0]["id"]), (&json!(1), &json!("R-1")));
    for (query, total) in
        [("text=flood&treated=untreated&level=3", 1), ("text=flood&level=1", 0), ("owner=ada%20owner", 1)]
    {
        assert_eq!(site.get(&format!("/api/v1/register?{query}")).await.fine()["total"], total, "{query}");
    }
}

#[tokio::test]
async fn what_lives_is_listed_by_state_and_shown_with_its_steps() {
    let site = Site::new();
    for change in [
        json!({ "incident.report": { "id": "INC-1", "title": "Lost phone", "scenarios": ["R-1"], "owner": "Ada Owner" } }),
        json!({ "incident.report": { "id": "INC-2", "title": "Phishing mail" } }),
        json!({ "incident.step": { "id": "INC-2", "step": { "dismiss": { "reason": "a test" } } } }),
        json!({ "nonconformity.raise": { "id": "NC-1", "title": "No encryption", "incident": "INC-1", "due": "2020-01-01" } }),
    ] {
        site.post("/api/v1/changes", &change).await.fine();
    }
    let list = site.get("/api/v1/lists/incident").await.fine();
    assert_eq!((&list["total"], &list["free"]), (&json!(2), &json!("INC-3")));
    assert_eq!(list["states"], json!([["reported", 1], ["dismissed", 1]]));
    assert_eq!(list["rows"][0]["care"], "Ada Owner");
    assert!(
        list["fields"]
            .as_array()
            .unwrap()
            .iter()
            .any(|field| field["name"] == "lessons" && field["kind"] == "prose")
    );
    for (query, total) in
        [("open=true", 1), ("state=dismissed", 1), ("state=closed", 0), ("text=lost%20PHONE", 1)]
    {
        let list = site.get(&format!("/api/v1/lists/incident?{query}")).await.fine();
        assert_eq!(list["total"], total, "{query}");
    }
    let view = site.get("/api/v1/lists/incident/INC-1").await.fine();
    assert_eq!(view["row"]["state"], "reported");
    assert_eq!(view["possible"][0]["step"], "assess");
    assert_eq!(
        view["possible"][0]["fields"][0]["kind"]["word"],
        json!(["low", "medium", "high", "critical"])
    );
    assert_eq!((&view["names"][0]["kind"], &view["names"][0]["id"]), (&json!("risk"), &json!("R-1")));
    assert_eq!(
        (&view["named_by"][0]["id"], &view["named_by"][0]["field"]),
        (&json!("NC-1"), &json!("incident"))
    );
    let late = site.get("/api/v1/lists/nonconformity").await.fine();
    assert_eq!(late["rows"][0]["overdue"], true);
    assert_eq!(site.get("/api/v1/lists/unicorn").await.problem(), "unknown");
    assert_eq!(site.get("/api/v1/lists/incident/INC-9").await.problem(), "unknown");
}

#[tokio::test]
async fn what_is_asked_wrongly_is_named() {
    let site = Site::new();
    for (path, field) in [
        ("/api/v1/register?cell=a", "cell"),
        ("/api/v1/register?sort=beauty", "sort"),
        ("/api/v1/register?stage=later", "stage"),
        ("/api/v1/soa?edition=1999", "edition"),
        ("/api/v1/check?severity=mild", "severity"),
        ("/api/v1/records/risk?after=R-99", "after"),
    ] {
        let problem = site.get(path).await.json();
        assert_eq!(problem["field"], field, "{path}: {problem}");
    }
    assert_eq!(site.get("/api/v1/register?limit=many").await.problem(), "malformed");
    assert_eq!(site.get("/api/v1/register?colour=red").await.problem(), "malformed");
    assert_eq!(site.get("/api/v1/risks/R-99").await.problem(), "unknown");
    assert_eq!(site.get("/api/v1/risks/R-99").await.json()["record"], "risk/R-99");
    assert_eq!(site.get("/api/v1/records/unicorn").await.problem(), "unknown");
    assert_eq!(site.get("/api/v1/register?methodology=none").await.problem(), "unknown");
    assert_eq!(site.get("/api/v1/nothing").await.problem(), "unknown");
    assert_eq!(site.send(Method::PATCH, "/api/v1/register", &[], "").await.problem(), "method");
}

/// Every `$ref` in a value.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("$ref", Value::String(to)) => {
                        found.insert(to.clone());
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_description_names_what_is_there() {
    let site = Site::new();
    let document = site.get("/api/v1/openapi.json").await.fine();
    assert_eq!(document["openapi"], "3.1.0");
    let mut all = BTreeSet::new();
    references(&document, &mut all);
    assert!(all.len() > 50, "{all:?}");
    for reference in &all {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference}"));
        let found = document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"));
        assert_ne!(found["$ref"].as_str(), Some(reference.as_str()), "{reference} leads to itself");
    }
    let mut count = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            count += 1;
            assert!(operation["summary"].is_string(), "{method} {path} says not what it does");
            let path = path.replace("{id}", "R-1").replace("{kind}", "risk").replace("{entry}", "1");
            let method: Method = method.to_uppercase().parse().unwrap();
            if path.ends_with("/events") {
                continue;
            }
            let told = site.send(method, &path, &[], "").await;
            assert_ne!(told.status.as_u16(), 405, "{path}");
            assert_ne!(told.json_or_null()["detail"], "there is nothing at this address", "{path}");
        }
    }
    assert!(count >= 30, "{count} operations are described");
    let page = site.get("/api").await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
    for inline in ["<script", "<style", " style=", " onclick"] {
        assert!(!page.body.contains(inline), "the page has {inline}");
    }
    for kind in riskwright_server::problem::Kind::ALL {
        assert!(
            page.body.contains(&format!("id=\"{}\"", kind.as_str())),
            "{} is not described",
            kind.as_str()
        );
    }
}

impl site::Told {
    fn json_or_null(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}
