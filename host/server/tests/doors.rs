//! Who gets in: sessions, passwords, pages of other sites, other names of this machine.

mod site;

use axum::http::{Method, StatusCode};
use riskwright_server::{Clock, Elements, Options, Ready, ServeError};
use riskwright_store::{ServerFile, Store};
use serde_json::{Value, json};
use site::{Site, Told};

const GOOD: &str = "correct horse battery";

async fn sign_in(site: &Site, name: &str, password: &str) -> Told {
    let body = json!({"name": name, "password": password}).to_string();
    site.send(Method::POST, "/api/v1/session", &[("content-type", "application/json")], body).await
}

/// The cookie of an answer, as a browser sends it back.
fn cookie(told: &Told) -> String {
    told.header("set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn who_sits_at_the_machine_is_the_actor_until_there_are_users() {
    let site = Site::new();
    assert_eq!(site.get("/api/v1/session").await.fine()["name"], "Ada Owner");
    let site = Site::with_users(&[("Bea", GOOD)]);
    for path in ["/api/v1/session", "/api/v1/register", "/api/v1/events", "/api/v1/questionnaires/backups"] {
        let told = site.get(path).await;
        assert_eq!(
            (told.status, told.problem().as_str()),
            (StatusCode::UNAUTHORIZED, "sign-in-needed"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn signing_in_and_out() {
    let mut site = Site::with_users(&[("Bea", GOOD)]);
    let wrong = sign_in(&site, "Bea", "correct horse batter").await;
    assert_eq!((wrong.status, wrong.problem().as_str()), (StatusCode::UNAUTHORIZED, "wrong-password"));
    assert_eq!(sign_in(&site, "Nobody", GOOD).await.json()["detail"], wrong.json()["detail"]);

    let told = sign_in(&site, "bea", GOOD).await;
    let set = told.header("set-cookie").to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && set.contains("Path=/"), "{set}");
    let who = told.json();
    assert_eq!(who["name"], "Bea");
    site.headers.push(("cookie".to_owned(), format!("theme=dark; {}", cookie(&told))));
    assert_eq!(site.csrf().await, who["csrf"].as_str().unwrap());
    let change = json!({"risk.identify": {"id": "R-3", "title": "Theft"}});
    assert_eq!(site.post("/api/v1/changes", &change).await.fine()["entry"], 7);
    assert_eq!(site.get("/api/v1/entries/7").await.fine()["by"], "Bea");

    let out = site.say(Method::DELETE, "/api/v1/session", &[], &json!({})).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(site.get("/api/v1/session").await.problem(), "sign-in-needed");
}

#[tokio::test]
async fn a_session_ends_with_its_user_and_with_another_password() {
    let mut site = Site::with_users(&[("Bea", GOOD), ("Cas", GOOD)]);
    let told = sign_in(&site, "Bea", GOOD).await;
    site.headers.push(("cookie".to_owned(), cookie(&told)));
    assert_eq!(site.get("/api/v1/session").await.status, StatusCode::OK);
    // as the command line does it, while the server runs
    let file = ServerFile::open(&ServerFile::beside(&site.path())).unwrap();
    assert!(file.set_password(&"Bea".parse().unwrap(), "$argon2id$none").unwrap());
    for _ in 0..100 {
        if site.get("/api/v1/session").await.status == StatusCode::UNAUTHORIZED {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the session goes on");
}

#[tokio::test]
async fn who_guesses_waits() {
    let site = Site::with_users(&[("Bea", GOOD)]);
    for _ in 0..5 {
        assert_eq!(sign_in(&site, "Bea", "not this one").await.problem(), "wrong-password");
    }
    let told = sign_in(&site, "Bea", GOOD).await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too-many"));
    assert_eq!(told.header("retry-after"), "1");
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(sign_in(&site, "Bea", GOOD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_of_other_sites_change_and_read_nothing() {
    let site = Site::new();
    let change = json!({"risk.identify": {"id": "R-3", "title": "Theft"}}).to_string();
    let csrf = site.csrf().await;
    let json = ("content-type", "application/json");
    for (headers, why) in [
        (vec![json], "no token"),
        (vec![json, ("x-csrf-token", "")], "an empty token"),
        (vec![json, ("x-csrf-token", "00")], "a short token"),
        (vec![json, ("x-csrf-token", &csrf[2..])], "a token cut short"),
        (vec![json, ("x-csrf-token", &csrf), ("origin", "https://elsewhere.example")], "another origin"),
        (vec![json, ("x-csrf-token", &csrf), ("origin", "null")], "no origin"),
        (vec![json, ("x-csrf-token", &csrf), ("sec-fetch-site", "cross-site")], "a browser that says so"),
        (vec![json, ("x-csrf-token", &csrf), ("sec-fetch-site", "same-site")], "another port"),
    ] {
        let told = site.send(Method::POST, "/api/v1/changes", &headers, change.clone()).await;
        assert_eq!((told.status, told.problem().as_str()), (StatusCode::FORBIDDEN, "not-from-here"), "{why}");
    }
    let told = site.send(Method::GET, "/api/v1/register", &[("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(told.problem(), "not-from-here");
    let own = [
        json,
        ("x-csrf-token", &csrf),
        ("origin", "http://127.0.0.1:8484"),
        ("sec-fetch-site", "same-origin"),
    ];
    assert_eq!(site.send(Method::POST, "/api/v1/changes", &own, change).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_name_of_this_machine_is_refused() {
    let site = Site::new();
    for host in [
        "evil.example",
        "evil.example:8484",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "",
        "192.168.0.7",
    ] {
        let told = site.send(Method::GET, "/api/v1/register", &[("host", host)], "").await;
        assert_eq!((told.status.as_u16(), told.problem().as_str()), (421, "other-host"), "{host}");
    }
    for host in ["localhost", "LOCALHOST:8484", "127.0.0.1", "127.0.0.2:1", "[::1]:8484"] {
        let told = site.send(Method::GET, "/api/v1/register", &[("host", host)], "").await;
        assert_eq!(told.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn an_address_that_others_reach_needs_a_user() {
    let options = |folder: &tempfile::TempDir| {
        let path = folder.path().join("isms");
        let store = Store::create(&path, "Example Ltd".parse().unwrap(), &site::by(), site::now()).unwrap();
        Options {
            archive: Box::new(store),
            file: ServerFile::open(&ServerFile::beside(&path)).unwrap(),
            listen: "0.0.0.0:0".parse().unwrap(),
            url: None,
            at_machine: site::by(),
            clock: Clock::System,
            elements: Elements::default(),
        }
    };
    for address in ["0.0.0.0:8484", "192.168.0.7:8484", "[::]:8484"] {
        let folder = tempfile::tempdir().unwrap();
        let refused = Ready::new(options(&folder), address.parse().unwrap());
        assert!(matches!(refused, Err(ServeError::NoPassword(_))), "{address}");
    }
    // who reaches it from elsewhere is never taken for who sits there
    let site = Site::at("192.168.0.7:8484", &[("Bea", GOOD)]);
    assert_eq!(
        site.send(Method::GET, "/api/v1/register", &[("host", "isms.example")], "").await.problem(),
        "sign-in-needed"
    );
}

#[tokio::test]
async fn every_answer_has_the_headers_that_browsers_heed() {
    let site = Site::new();
    for path in ["/", "/api", "/style.css", "/api/v1/register", "/api/v1/nothing", "/api/v1/openapi.json"] {
        let told = site.get(path).await;
        assert_eq!(told.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(told.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(told.header("cross-origin-resource-policy"), "same-origin", "{path}");
        let policy = told.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert!(!told.header("x-request-id").is_empty(), "{path}");
        assert_eq!(told.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn markup_in_every_text_stays_text() {
    let site = Site::new();
    let markup = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    for change in [
        json!({"risk.identify": {"id": "R-3", "title": markup, "description": markup, "owner": markup}}),
        json!({"organisation.describe": {"set": {"name": markup, "purpose": markup}}}),
        json!({"asset.record": {"id": "AS-2", "title": markup, "kind": "hardware"}}),
    ] {
        site.post("/api/v1/changes", &change).await.fine();
    }
    let paths = [
        "/",
        "/api",
        "/api/v1/overview",
        "/api/v1/register",
        "/api/v1/risks/R-3",
        "/api/v1/records/asset",
        "/api/v1/entries",
        "/api/v1/register?sort=%3Cscript%3E",
        "/api/v1/records/%3Cscript%3E",
        "/%3Cscript%3E",
    ];
    for path in paths {
        let told = site.get(path).await;
        let kind = told.header("content-type");
        if kind.starts_with("text/html") {
            // scripts are this server's own files
            let others =
                told.body.split("<script").skip(1).find(|rest| !rest.starts_with(" type=\"module\" src=\"/"));
            assert!(!told.body.contains(markup) && others.is_none(), "{path}: {others:?}");
        } else {
            assert!(kind == "application/json" || kind == "application/problem+json", "{path} is {kind}");
            let _: Value = told.json();
        }
    }
}

#[tokio::test]
async fn elements_go_to_pages_of_any_origin_and_the_rest_to_none() {
    let site = Site::new();
    let elsewhere = [("origin", "https://intranet.example"), ("sec-fetch-site", "cross-site")];
    let told = site.send(Method::GET, "/elements/riskwright.js", &elsewhere, "").await;
    assert_eq!((told.status, told.body.as_str()), (StatusCode::OK, "export {};"));
    assert_eq!(told.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(told.header("access-control-allow-origin"), "*");
    assert_eq!(told.header("cross-origin-resource-policy"), "cross-origin");
    let packed =
        site.send(Method::GET, "/elements/riskwright.js", &[("accept-encoding", "gzip, br;q=1")], "").await;
    assert_eq!((packed.body.as_str(), packed.header("content-encoding")), ("packed", "br"));
    let tag = told.header("etag");
    let known = site.send(Method::GET, "/elements/riskwright.js", &[("if-none-match", tag)], "").await;
    assert_eq!((known.status, known.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(site.get("/elements/assessment.wasm").await.header("content-type"), "application/wasm");
    for none in ["/elements/none.js", "/elements/..%2f..%2fetc%2fpasswd", "/elements/"] {
        assert_eq!(site.get(none).await.problem(), "unknown", "{none}");
    }
    let page = site.get("/respond").await;
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    assert!(page.body.contains("src=\"/respond.js\"") && !page.body.contains("<style"), "{}", page.body);
    assert!(site.get("/respond.js").await.header("content-type").starts_with("text/javascript"));
}

#[tokio::test]
async fn a_calendar_is_fetched_by_its_address_alone_until_the_password_is_another() {
    let site = Site::with_users(&[("Bea", GOOD)]);
    let told = site.get("/api/v1/calendar.ics").await;
    assert_eq!((told.status, told.problem().as_str()), (StatusCode::UNAUTHORIZED, "sign-in-needed"));
    let signed_in = cookie(&sign_in(&site, "bea", GOOD).await);
    let feeds = site.send(Method::GET, "/api/v1/calendar/feeds", &[("cookie", &signed_in)], "").await.fine();
    let address = feeds["all"].as_str().unwrap();
    let fetched = site.get(&address[address.find("/api/").unwrap()..]).await;
    assert!(fetched.body.starts_with("BEGIN:VCALENDAR"), "{}", fetched.body);

    let open = Site::new();
    for (id, who) in [("TA-1", site::by().to_string()), ("TA-2", "Somebody Else".to_owned())] {
        let action = json!({"id": id, "title": "Back up, daily; on time", "owner": who, "due": "2026-11-20"});
        open.post("/api/v1/changes", &json!({"action.plan": action})).await.fine();
    }
    let feeds = open.get("/api/v1/calendar/feeds").await.json();
    let path = |whose: &str| {
        let address = feeds[whose].as_str().unwrap();
        address[address.find("/api/").unwrap()..].to_owned()
    };
    let (all, mine) = (open.get(&path("all")).await, open.get(&path("mine")).await);
    assert_eq!(all.header("content-type"), "text/calendar; charset=utf-8");
    assert!(
        all.body.starts_with("BEGIN:VCALENDAR") && all.body.contains("TA-1") && all.body.contains("TA-2")
    );
    assert!(mine.body.contains("TA-1") && !mine.body.contains("TA-2"), "{}", mine.body);
    // a key is good for what it was made for
    let stolen = path("mine").replace("whose=mine", "whose=all");
    assert_eq!(open.get(&stolen).await.problem(), "sign-in-needed");
    let other = path("all").replace("of=", "of=X");
    assert_eq!(open.get(&other).await.problem(), "sign-in-needed");
}
