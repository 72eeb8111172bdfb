//! Who answers by a link: their questionnaire, their answers, once; and what becomes of those.

mod site;

use axum::http::{Method, StatusCode};
use riskwright_server::link::{Leads, Link};
use serde_json::{Value, json};
use site::{Site, answers};

const DRAFT: &str = "/api/v1/questionnaires/backups/draft";
const SEND: &str = "/api/v1/questionnaires/backups/responses";

async fn sending(site: &Site) -> Value {
    json!({"digest": site.digest().await, "answers": answers()})
}

#[tokio::test]
async fn from_a_link_to_a_control_in_place_and_a_risk_estimated_anew() {
    let site = Site::new();
    let link = site.link("Jane Doe", &["R-1"]).await;
    let own = site.linked(Method::GET, "/api/v1/invitation", &link, &[], &json!({})).await.fine();
    assert_eq!((&own["respondent"], &own["questionnaire"]), (&json!("Jane Doe"), &json!("backups")));
    assert_eq!(own["address"], Value::Null, "the link is not told to who has it");
    let asked =
        site.linked(Method::GET, "/api/v1/questionnaires/backups", &link, &[], &json!({})).await.fine();
    assert_eq!(asked["source"]["own"]["contents"]["items"][0]["id"], "made");

    let sent = site.linked(Method::POST, SEND, &link, &[], &sending(&site).await).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{sent:?}");
    let sent = sent.json();
    assert_eq!(sent["response"], "RSP-1");
    let entry = site.get("/api/v1/entries?record=response/RSP-1").await.fine();
    assert_eq!(entry["entries"][0]["by"], "Jane Doe");

    let seen = site.get("/api/v1/responses/RSP-1").await;
    let tag = seen.header("etag").to_owned();
    let view = seen.fine();
    assert_eq!(view["proposals"][0]["ground"], "holds");
    assert_eq!(view["answers"][0]["comment"], "nightly");
    assert_eq!(view["risks"][0]["id"], "R-1");
    let decide = json!({"accept": "waiting", "reason": "as seen"});
    let path = "/api/v1/responses/RSP-1/decisions";
    let decided = site.say(Method::POST, path, &[("if-match", &tag)], &decide).await.fine();
    let records = decided["records"].as_array().unwrap();
    for record in ["control/A.8.13", "risk/R-1", "response/RSP-1"] {
        assert!(records.contains(&json!(record)), "{record} is not among {records:?}");
    }
    let soa = site.get("/api/v1/soa").await.fine();
    let row = soa["rows"].as_array().unwrap().iter().find(|row| row["id"] == "A.8.13").unwrap();
    assert_eq!(row["status"], "implemented");
    let late = site.say(Method::POST, path, &[("if-match", &tag)], &json!({"accept": [0]})).await;
    assert!(["refused", "changed-since"].contains(&late.problem().as_str()), "{late:?}");
}

#[tokio::test]
async fn a_draft_is_kept_and_never_written_over_unseen() {
    let site = Site::new();
    let (jane, john) = (site.link("Jane Doe", &[]).await, site.link("John Doe", &[]).await);
    let draft =
        json!({"digest": site.digest().await, "answers": [{"item": "made", "value": {"yes-no": false}}]});
    assert_eq!(site.linked(Method::GET, DRAFT, &jane, &[], &json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.linked(Method::PUT, DRAFT, &jane, &[], &draft).await.problem(), "say-what-you-saw");
    let first = site.linked(Method::PUT, DRAFT, &jane, &[("if-none-match", "*")], &draft).await;
    assert_eq!(first.header("etag"), "\"1\"", "{first:?}");
    let other = json!({"digest": site.digest().await, "answers": answers()});
    let told = site.linked(Method::PUT, DRAFT, &jane, &[("if-none-match", "*")], &other).await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::PRECONDITION_FAILED, "changed-since"));
    assert_eq!(told.json()["draft"]["answers"], draft["answers"]);
    let second = site.linked(Method::PUT, DRAFT, &jane, &[("if-match", "\"1\"")], &other).await;
    assert_eq!(second.fine()["version"], 2);
    let read = site.linked(Method::GET, DRAFT, &jane, &[], &json!({})).await;
    assert_eq!((read.header("etag"), &read.json()["answers"]), ("\"2\"", &answers()));
    // nobody else's
    assert_eq!(site.linked(Method::GET, DRAFT, &john, &[], &json!({})).await.status, StatusCode::NO_CONTENT);
    assert_eq!(site.get(DRAFT).await.status, StatusCode::NO_CONTENT);
    let dropped = site.linked(Method::DELETE, DRAFT, &jane, &[], &json!({})).await;
    assert_eq!(dropped.status, StatusCode::NO_CONTENT);
    assert_eq!(site.linked(Method::GET, DRAFT, &jane, &[], &json!({})).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_link_sends_once_and_the_same_again_is_told_the_same() {
    let site = Site::new();
    let link = site.link("Jane Doe", &[]).await;
    let body = sending(&site).await;
    let draft = site.linked(Method::PUT, DRAFT, &link, &[("if-none-match", "*")], &body).await;
    assert_eq!(draft.status, StatusCode::OK);
    // two tabs at once, each twice
    let mut sent = 0;
    for told in [
        site.linked(Method::POST, SEND, &link, &[], &body).await,
        site.linked(Method::POST, SEND, &link, &[], &body).await,
        site.linked(Method::POST, SEND, &link, &[], &body).await,
    ] {
        assert_eq!(told.json()["response"], "RSP-1", "{told:?}");
        sent += usize::from(told.status == StatusCode::CREATED);
    }
    assert_eq!(sent, 1);
    let other = json!({"digest": body["digest"], "answers": [{"item": "made", "value": {"yes-no": false}}]});
    let told = site.linked(Method::POST, SEND, &link, &[], &other).await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::CONFLICT, "already-sent"));
    assert!(told.json()["help"].as_str().unwrap().contains("Ada Owner"), "{told:?}");
    assert_eq!(
        site.linked(Method::PUT, DRAFT, &link, &[("if-none-match", "*")], &body).await.problem(),
        "already-sent"
    );
    assert_eq!(site.get("/api/v1/responses").await.fine()["total"], 1);
}

#[tokio::test]
async fn answers_that_are_incomplete_or_to_another_version_are_told() {
    let site = Site::new();
    let link = site.link("Jane Doe", &[]).await;
    let digest = site.digest().await;
    let short = json!({"digest": digest, "answers": [{"item": "made", "value": {"yes-no": true}}]});
    let told = site.linked(Method::POST, SEND, &link, &[], &short).await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "refused"));
    assert!(told.json()["detail"].as_str().unwrap().contains("tried"), "{told:?}");
    let other = json!({"digest": "0".repeat(64), "answers": answers()});
    let told = site.linked(Method::POST, SEND, &link, &[], &other).await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::CONFLICT, "conflict"));
    // nothing was used up by that
    let told = site.linked(Method::POST, SEND, &link, &[], &sending(&site).await).await;
    assert_eq!(told.status, StatusCode::CREATED, "{told:?}");
}

#[tokio::test]
async fn a_respondent_sees_nothing_of_others() {
    let site = Site::new();
    let (jane, john) = (site.link("Jane Doe", &[]).await, site.link("John Doe", &[]).await);
    let body = sending(&site).await;
    assert_eq!(site.linked(Method::POST, SEND, &jane, &[], &body).await.status, StatusCode::CREATED);
    assert_eq!(site.linked(Method::POST, SEND, &john, &[], &body).await.json()["response"], "RSP-2");
    assert_eq!(
        site.linked(Method::GET, "/api/v1/responses/RSP-1", &jane, &[], &json!({})).await.fine()["id"],
        "RSP-1"
    );
    for other in ["RSP-2", "RSP-3"] {
        let told =
            site.linked(Method::GET, &format!("/api/v1/responses/{other}"), &jane, &[], &json!({})).await;
        assert_eq!((told.status, told.problem().as_str()), (StatusCode::FORBIDDEN, "not-allowed"), "{other}");
    }
    let own = site.linked(Method::GET, SEND, &jane, &[], &json!({})).await.fine();
    assert_eq!((&own["total"], &own["responses"][0]["id"]), (&json!(1), &json!("RSP-1")));
    for path in
        ["/api/v1/questionnaires/other", "/api/v1/questionnaires/other/draft", "/api/v1/questionnaires/none"]
    {
        assert_eq!(
            site.linked(Method::GET, path, &jane, &[], &json!({})).await.problem(),
            "not-allowed",
            "{path}"
        );
    }
    for path in [
        "/api/v1/overview",
        "/api/v1/register",
        "/api/v1/heat",
        "/api/v1/risks/R-1",
        "/api/v1/board",
        "/api/v1/soa",
        "/api/v1/check",
        "/api/v1/catalogue",
        "/api/v1/records/risk",
        "/api/v1/records/risk/R-1",
        "/api/v1/entries",
        "/api/v1/entries/1",
        "/api/v1/events",
        "/api/v1/questionnaires",
        "/api/v1/responses",
        "/api/v1/invitations",
        "/api/v1/session",
    ] {
        let told = site.linked(Method::GET, path, &jane, &[], &json!({})).await;
        assert_eq!((told.status, told.problem().as_str()), (StatusCode::FORBIDDEN, "not-allowed"), "{path}");
        assert!(!told.body.contains("Ransomware"));
    }
    for (path, body) in [
        ("/api/v1/changes", json!({"risk.remove": {"id": "R-1"}})),
        ("/api/v1/entries/6/undo", json!({})),
        ("/api/v1/responses/RSP-1/decisions", json!({"accept": "waiting"})),
        (
            "/api/v1/invitations",
            json!({"questionnaire": "backups", "respondent": "X", "until": "2026-12-01T00:00:00Z"}),
        ),
    ] {
        assert_eq!(
            site.linked(Method::POST, path, &jane, &[], &body).await.problem(),
            "not-allowed",
            "{path}"
        );
    }
}

#[tokio::test]
async fn links_that_are_not_good_say_why() {
    let site = Site::new();
    let link = site.link("Jane Doe", &[]).await;
    let ask = async |link: &str| site.linked(Method::GET, "/api/v1/invitation", link, &[], &json!({})).await;
    let id = ask(&link).await.fine()["id"].as_str().unwrap().to_owned();
    // an altered letter anywhere, a longer life, another secret, and what is no link at all
    for at in 0..link.len() {
        let other = if link.as_bytes()[at] == b'A' { 'B' } else { 'A' };
        let forged = format!("{}{other}{}", &link[..at], &link[at + 1..]);
        let told = ask(&forged).await;
        // the last letter has bits that stand for nothing: those are refused too, or mean the same
        assert!(
            told.status == StatusCode::UNAUTHORIZED && told.problem() == "link-unknown",
            "{at}: {told:?}"
        );
    }
    let secret = *site.ready.server.desk.secret();
    let signed = |until: &str, secret: &[u8; 32]| {
        Link { of: id.clone(), until: until.parse().unwrap() }.sign(Leads::ToQuestionnaire, secret)
    };
    assert_eq!(ask(&signed("2027-12-01T00:00:00Z", &[7; 32])).await.problem(), "link-unknown");
    let unknown = Link { of: "0".repeat(32), until: "2026-12-01T00:00:00Z".parse().unwrap() };
    assert_eq!(ask(&unknown.sign(Leads::ToQuestionnaire, &secret)).await.problem(), "link-unknown");
    for none in ["x", "%00", "....", &"A".repeat(10_000)] {
        assert_eq!(ask(none).await.problem(), "link-unknown", "{none}");
    }
    let expired = ask(&signed("2026-11-02T08:59:59Z", &secret)).await;
    assert_eq!((expired.status, expired.problem().as_str()), (StatusCode::GONE, "link-expired"));
    assert_eq!(expired.json()["help"], "ask Ada Owner for another");

    let gone = site.say(Method::DELETE, &format!("/api/v1/invitations/{id}"), &[], &json!({})).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(&link).await.problem(), "link-withdrawn");
    let again = site.say(Method::DELETE, &format!("/api/v1/invitations/{id}"), &[], &json!({})).await;
    assert_eq!(again.problem(), "unknown");
}

#[tokio::test]
async fn nobody_is_invited_to_what_is_not_there() {
    let site = Site::new();
    for (wrong, said) in [
        (json!({"questionnaire": "none"}), "no questionnaire `none`"),
        (json!({"answers_for": ["R-1", "R-99"]}), "`R-99`"),
        (json!({"answers_for": ["backups"]}), "`backups`"),
        (json!({"until": "2026-11-02T09:00:00Z"}), "1 to 400 days"),
        (json!({"until": "2036-11-02T09:00:00Z"}), "1 to 400 days"),
    ] {
        let mut asked =
            json!({"questionnaire": "backups", "respondent": "Jane", "until": "2026-12-01T00:00:00Z"});
        for (key, value) in wrong.as_object().unwrap() {
            asked[key] = value.clone();
        }
        let told = site.post("/api/v1/invitations", &asked).await;
        assert_eq!(told.problem(), "refused", "{asked}");
        assert!(told.json()["detail"].as_str().unwrap().contains(said), "{told:?}");
    }
    assert_eq!(site.get("/api/v1/invitations").await.fine()["invitations"], json!([]));
}

#[tokio::test]
async fn a_page_of_another_origin_gets_in_by_a_link_alone() {
    let site = Site::new();
    let link = site.link("Jane Doe", &[]).await;
    let elsewhere = [("origin", "https://intranet.example"), ("sec-fetch-site", "cross-site")];
    let ask = [
        ("access-control-request-method", "PUT"),
        ("access-control-request-headers", "authorization, if-match"),
    ];
    let asked = site.send(Method::OPTIONS, DRAFT, &[elsewhere[0], ask[0], ask[1]], "").await;
    assert_eq!(asked.status, StatusCode::NO_CONTENT);
    assert_eq!(asked.header("access-control-allow-origin"), "*");
    assert!(asked.header("access-control-allow-headers").contains("authorization"));
    assert!(!asked.header("access-control-allow-headers").contains("csrf"));
    assert_eq!(asked.header("access-control-allow-credentials"), "");
    let told =
        site.linked(Method::GET, "/api/v1/questionnaires/backups", &link, &elsewhere, &json!({})).await;
    assert_eq!((told.status, told.header("access-control-allow-origin")), (StatusCode::OK, "*"));
    // without one it sees nothing of who sits here
    let told = site.send(Method::GET, "/api/v1/register", &elsewhere, "").await;
    assert_eq!((told.problem().as_str(), told.header("access-control-allow-origin")), ("not-from-here", ""));
    let told = site.linked(Method::GET, "/api/v1/register", "junk", &elsewhere, &json!({})).await;
    assert_eq!(told.problem(), "link-unknown");
}
