//! A server with a small ISMS, asked through its router as a browser or a program would.
#![allow(dead_code, reason = "each suite asks for a part of it")]

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_server::{Clock, Elements, Options, Ready, password};
use riskwright_store::{ServerFile, Store, User};
use serde_json::{Value, json};
use tower::ServiceExt;

pub const NOW: &str = "2026-11-02T09:00:00Z";

const ELEMENTS: &[(&str, &[u8])] =
    &[("riskwright.js", b"export {};"), ("riskwright.js.br", b"packed"), ("assessment.wasm", b"\0asm")];

pub struct Site {
    pub folder: tempfile::TempDir,
    pub ready: Ready,
    /// Sent with each request.
    pub headers: Vec<(String, String)>,
}

/// What was answered.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
    /// The name of the problem it tells.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let kind = self.json()["type"].as_str().unwrap_or_default().to_owned();
        kind.strip_prefix("/api#").unwrap_or_else(|| panic!("{kind}")).to_owned()
    }
    /// The answer to what went well.
    pub fn fine(self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        if self.body.is_empty() { Value::Null } else { self.json() }
    }
}

pub fn by() -> Actor {
    "Ada Owner".parse().unwrap()
}

pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Backups: whether they are made, and how often restoring is tried.
pub fn document() -> Value {
    json!({
        "contents": {
            "title": "Backups",
            "sections": [{"id": "all", "title": "Backups"}],
            "items": [
                {"id": "made", "section": "all", "title": "Are backups made?", "kind": "yes-no", "required": true},
                {"id": "tried", "section": "all", "title": "How often is restoring tried?", "required": true,
                    "kind": {"scale": ["never", "once a year", "once a month"]},
                    "shown_if": [[{"item": "made", "test": "is-yes"}]]},
                {"id": "note", "section": "all", "title": "Anything else?", "kind": {"text": 2000}}
            ]
        },
        "rules": {
            "proposals": [
                {"change": {"control-status": {"control": "A.8.13", "status": "implemented"}},
                    "reason": "Backups are made", "when": [[{"item": "made", "test": "is-yes"}]]},
                {"change": {"factor-level": {"factor": "likelihood", "level": 1}},
                    "reason": "Restoring is tried", "when": [[{"item": "tried", "test": {"at-least": 1}}]]}
            ]
        }
    })
}

/// Answers from which both proposals follow.
pub fn answers() -> Value {
    json!([{"item": "made", "value": {"yes-no": true}, "comment": "nightly"}, {"item": "tried", "value": {"level": 1}}])
}

impl Site {
    pub fn new() -> Self {
        Self::at("127.0.0.1:8484", &[])
    }

    pub fn with_users(users: &[(&str, &str)]) -> Self {
        Self::at("127.0.0.1:8484", users)
    }

    pub fn at(address: &str, users: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("isms.riskwright");
        let mut store = Store::create(&path, "Example Ltd".parse().unwrap(), &by(), now()).unwrap();
        for change in [
            json!({"questionnaire.adopt": {"id": "backups", "title": "Backups", "version": "1", "source": {"own": document()}}}),
            json!({"questionnaire.adopt": {"id": "other", "title": "Other", "version": "1", "source": {"own": document()}}}),
            json!({"asset.record": {"id": "AS-1", "title": "File server", "kind": "hardware"}}),
            json!({"risk.identify": {"id": "R-1", "title": "Ransomware", "assets": ["AS-1"], "owner": "Ada Owner",
                "inherent": {"factors": {"likelihood": {"level": 4}, "consequence": {"level": 3}}}}}),
            json!({"risk.identify": {"id": "R-2", "title": "Flood",
                "inherent": {"factors": {"likelihood": {"level": 2}, "consequence": {"level": 3}}}}}),
        ] {
            store.append(serde_json::from_value(change).unwrap(), &by(), now(), None).unwrap();
        }
        let file = ServerFile::open(&ServerFile::beside(&path)).unwrap();
        for (name, word) in users {
            let user = User {
                name: name.parse().unwrap(),
                password: password::hash(word, [1; 16]).unwrap(),
                since: now(),
            };
            assert!(file.add_user(&user).unwrap());
        }
        let address: SocketAddr = address.parse().unwrap();
        let options = Options {
            archive: Box::new(store),
            file,
            listen: address,
            url: None,
            at_machine: by(),
            clock: Clock::Stopped(now()),
            elements: Elements::new(ELEMENTS),
        };
        let ready = Ready::new(options, address).unwrap();
        Self { folder, ready, headers: vec![("host".to_owned(), "127.0.0.1:8484".to_owned())] }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("isms.riskwright")
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Told {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            if !headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
                request = request.header(name, value);
            }
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.ready.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Told { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Told {
        self.send(Method::GET, path, &[], "").await
    }

    /// Sends JSON as a page of this server does.
    pub async fn post(&self, path: &str, body: &Value) -> Told {
        self.say(Method::POST, path, &[], body).await
    }

    pub async fn say(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Told {
        let csrf = self.csrf().await;
        let mut all = vec![("content-type", "application/json"), ("x-csrf-token", csrf.as_str())];
        all.extend_from_slice(headers);
        self.send(method, path, &all, body.to_string()).await
    }

    pub async fn csrf(&self) -> String {
        let told = self.get("/api/v1/session").await;
        if told.status == StatusCode::OK {
            told.json()["csrf"].as_str().unwrap().to_owned()
        } else {
            String::new()
        }
    }

    /// The secret part of a link for someone.
    pub async fn link(&self, respondent: &str, answers_for: &[&str]) -> String {
        let asked = json!({"questionnaire": "backups", "respondent": respondent, "answers_for": answers_for,
            "until": "2026-12-01T00:00:00Z"});
        let told = self.post("/api/v1/invitations", &asked).await.fine();
        let address = told["address"].as_str().unwrap();
        let (page, link) = address.split_once('#').unwrap();
        assert_eq!(page, "http://127.0.0.1:8484/respond");
        link.to_owned()
    }

    /// Asks with a link.
    pub async fn linked(
        &self,
        method: Method,
        path: &str,
        link: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Told {
        let bearer = format!("Bearer {link}");
        let mut all = vec![("content-type", "application/json"), ("authorization", bearer.as_str())];
        all.extend_from_slice(headers);
        self.send(method, path, &all, body.to_string()).await
    }

    pub async fn digest(&self) -> Value {
        self.get("/api/v1/questionnaires/backups").await.fine()["digest"].clone()
    }
}
