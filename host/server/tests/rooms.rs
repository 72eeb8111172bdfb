//! Auditors' rooms: what was chosen is shown until a day, and nothing else; each look is noted. And documents that are read by
//! a link.

mod site;

use axum::http::{Method, StatusCode};
use riskwright_server::link::{Leads, Link};
use serde_json::{Value, json};
use site::{Site, Told};

/// A room that shows these, by its cookie.
async fn enter(site: &Site, shows: &[&str]) -> (String, String) {
    let opened = site
        .post("/api/v1/rooms", &json!({"holder": "Eve Auditor", "shows": shows, "until": "2026-12-01"}))
        .await;
    assert_eq!(opened.status, StatusCode::CREATED, "{opened:?}");
    let opened = opened.json();
    let (page, link) = opened["address"].as_str().unwrap().split_once('#').unwrap();
    assert_eq!(page, "http://127.0.0.1:8484/room");
    (opened["id"].as_str().unwrap().to_owned(), link.to_owned())
}

async fn through(site: &Site, link: &str) -> Told {
    let body = json!({"link": link}).to_string();
    site.send(Method::POST, "/room/enter", &[("content-type", "application/json")], body).await
}

async fn look(site: &Site, link: &str, path: &str) -> Told {
    site.send(Method::GET, path, &[("cookie", &format!("riskwright-room={link}"))], "").await
}

async fn looks(site: &Site, room: &str) -> Vec<String> {
    let told = site.get(&format!("/api/v1/rooms/{room}/looks")).await.fine();
    told["looks"].as_array().unwrap().iter().map(|look| look["what"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_room_shows_what_was_chosen_and_notes_each_look() {
    let site = Site::new();
    for change in [
        json!({"document.record": {"id": "DOC-1", "title": "<img src=x onerror=alert(1)>", "content": {"markdown": "<b>daily</b>"}}}),
        json!({"risk.revise": {"id": "R-2", "set": {"title": "What nobody else may see"}}}),
    ] {
        site.post("/api/v1/changes", &change).await.fine();
    }
    let (room, link) = enter(&site, &["R-1", "document", "report:soa", "risk/R-1"]).await;
    let door = site.get("/room").await;
    assert!(door.body.contains("/room.js") && !door.body.contains("R-1"));
    let entered = through(&site, &link).await;
    assert_eq!(entered.status, StatusCode::NO_CONTENT);
    let cookie = entered.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/room;"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let list = look(&site, &link, "/room/").await;
    assert_eq!(list.status, StatusCode::OK, "{list:?}");
    for part in
        ["Eve Auditor", "2026-12-01", "/room/record/risk/R%2D1", "Ransomware", "/room/report/soa", "&lt;img"]
    {
        assert!(list.body.contains(part), "{part}: {}", list.body);
    }
    assert!(!list.body.contains("nobody else") && !list.body.contains("<img"));
    assert!(list.header("content-security-policy").contains("script-src 'self'"));
    let record = look(&site, &link, "/room/record/risk/R%2D1").await;
    assert!(record.body.contains("Ransomware") && record.body.contains("In the journal"), "{record:?}");
    let document = look(&site, &link, "/room/record/document/DOC-1").await;
    assert!(document.body.contains("&lt;b&gt;daily") && !document.body.contains("<b>daily"), "{document:?}");
    let report = look(&site, &link, "/room/report/soa").await;
    assert_eq!((report.status, report.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(report.body.starts_with("%PDF"));
    let german = look(&site, &link, "/room/report/soa?language=de").await;
    assert!(german.body.starts_with("%PDF") && german.body != report.body);
    for other in [
        "/room/report/soa?language=tlh",
        "/room/record/risk/R-2",
        "/room/record/asset/AS-1",
        "/room/record/risk/R-99",
        "/room/record/x/y",
        "/room/report/register",
    ] {
        let told = look(&site, &link, other).await;
        assert_eq!(told.status, StatusCode::NOT_FOUND, "{other}: {told:?}");
        assert!(!told.body.contains("nobody else"));
    }
    let noted = ["entered", "list", "risk/R-1", "document/DOC-1", "report:soa", "report:soa"];
    assert_eq!(looks(&site, &room).await, noted);
    // the link opens nothing else
    for (name, value) in
        [("authorization", format!("Bearer {link}")), ("cookie", format!("riskwright-session={link}"))]
    {
        let users = Site::with_users(&[("Ada Owner", "correct horse battery")]);
        let told = users.send(Method::GET, "/api/v1/register", &[(name, &value)], "").await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{name}");
    }
    let told = site.linked(Method::GET, "/api/v1/invitation", &link, &[], &json!({})).await;
    assert_eq!(told.problem(), "link-unknown");
}

#[tokio::test]
async fn a_room_is_shut_to_who_has_no_link_that_is_good() {
    let site = Site::new();
    let (room, link) = enter(&site, &["risk"]).await;
    let outside = site.get("/room/").await;
    assert_eq!(outside.status, StatusCode::UNAUTHORIZED);
    assert!(outside.body.contains("no room was entered"));
    let secret = *site.ready.server.desk.secret();
    let signed = |of: &str, until: &str, leads| {
        Link { of: of.to_owned(), until: until.parse().unwrap() }.sign(leads, &secret)
    };
    let invitation = site.link("Jane Doe", &[]).await;
    for (wrong, status) in [
        (signed(&room, "2026-11-02T08:59:59Z", Leads::ToRoom), StatusCode::GONE),
        (signed(&room, "2026-12-01T00:00:00Z", Leads::ToQuestionnaire), StatusCode::UNAUTHORIZED),
        (signed(&"0".repeat(32), "2026-12-01T00:00:00Z", Leads::ToRoom), StatusCode::UNAUTHORIZED),
        (invitation, StatusCode::UNAUTHORIZED),
        ("x".to_owned(), StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(through(&site, &wrong).await.status, status, "{wrong}");
        assert_eq!(look(&site, &wrong, "/room/").await.status, status, "{wrong}");
    }
    // a page of another site can't enter, nor look
    let headers =
        [("cookie", format!("riskwright-room={link}")), ("sec-fetch-site", "cross-site".to_owned())];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(site.send(Method::GET, "/room/", &headers, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(look(&site, &link, "/room/").await.status, StatusCode::OK);
    let closed = site.post(&format!("/api/v1/rooms/{room}/close"), &json!({})).await;
    assert_eq!(closed.status, StatusCode::NO_CONTENT);
    let told = look(&site, &link, "/room/").await;
    assert!(told.status == StatusCode::GONE && told.body.contains("closed"), "{told:?}");
    assert_eq!(looks(&site, &room).await, ["list"], "what was seen stays noted");
    let again = site.post(&format!("/api/v1/rooms/{room}/close"), &json!({})).await;
    assert_eq!(again.problem(), "unknown");
    for wrong in [
        json!({"holder": "Eve", "shows": []}),
        json!({"holder": "Eve", "shows": ["R-99"]}),
        json!({"holder": "Eve", "shows": ["report:none"]}),
        json!({"holder": "Eve", "shows": ["risk"], "until": "2026-11-01"}),
        json!({"holder": "Eve", "shows": ["risk"], "until": "2036-11-01"}),
    ] {
        assert_eq!(site.post("/api/v1/rooms", &wrong).await.problem(), "refused", "{wrong}");
    }
}

#[tokio::test]
async fn readers_are_asked_by_links_and_confirm_for_themselves() {
    let site = Site::new();
    let step = |step: &str, by: &str| json!({"document.step": {"id": "DOC-1", "step": {step: {}}, "by": by}});
    let readers = "/api/v1/documents/DOC-1/readers";
    let record = json!({"document.record": {"id": "DOC-1", "title": "Backups", "version": "1.0", "author": "Ann",
        "distribution": ["Jane Doe", "John Doe"], "acknowledged": true, "content": {"markdown": "Daily."}}});
    site.post("/api/v1/changes", &record).await.fine();
    assert_eq!(site.post(readers, &json!({})).await.problem(), "refused", "nothing is in force");
    for change in [step("submit", "Ann"), step("approve", "Ben"), step("publish", "Ben")] {
        site.post("/api/v1/changes", &change).await.fine();
    }
    let asked = site.post(readers, &json!({})).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{asked:?}");
    let asked = asked.json()["invitations"].as_array().unwrap().clone();
    let names: Vec<&Value> = asked.iter().map(|of| &of["respondent"]).collect();
    assert_eq!(names, ["Jane Doe", "John Doe"]);
    let link = asked[0]["address"].as_str().unwrap().split_once('#').unwrap().1;
    let place = "/api/v1/questionnaires/read-doc-1";
    let shown = site.linked(Method::GET, place, link, &[], &json!({})).await.fine();
    assert!(shown.to_string().contains("Daily."));
    let answers =
        json!({"digest": shown["digest"], "answers": [{"item": "understood", "value": {"choice": "yes"}}]});
    let sent = site.linked(Method::POST, &format!("{place}/responses"), link, &[], &answers).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{sent:?}");
    let known = site.get("/api/v1/lists/acknowledgement").await;
    assert!(known.body.contains("Jane Doe") && !known.body.contains("John Doe"), "{known:?}");
    // who has confirmed is not asked again
    let left = site.post(readers, &json!({})).await.fine();
    assert_eq!(left["invitations"].as_array().unwrap().len(), 1);
    let more = site.post(readers, &json!({"respondents": ["Cleo"]})).await.fine();
    assert_eq!(more["invitations"][0]["respondent"], "Cleo");
}
