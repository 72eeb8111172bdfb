//! The program as it serves: killed under load, stopped, starved, and told nonsense over sockets.
#![cfg(unix)]

#[path = "serving/client.rs"]
mod client;

use std::collections::BTreeSet;
use std::io::Read;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use client::{Client, Served, json, run, run_with, told};
use serde_json::{Value, json};

const DOCUMENT: &str = r#"{"format": "riskwright.questionnaire/1", "id": "backups", "version": "1.0", "contents": {
    "title": "Backups", "sections": [{"id": "all", "title": "Backups"}],
    "items": [{"id": "made", "section": "all", "title": "Are backups made?", "kind": "yes-no", "required": true},
        {"id": "note", "section": "all", "title": "Anything else?", "kind": {"text": 2000}}]},
    "rules": {"proposals": [{"change": {"control-status": {"control": "A.8.13", "status": "implemented"}},
        "reason": "Backups are made", "when": [[{"item": "made", "test": "is-yes"}]]}]}}"#;

fn isms(folder: &Path) -> PathBuf {
    let file = folder.join("isms.riskwright");
    let name = file.display().to_string();
    assert_eq!(run(&["init", &name, "--name", "Acme Ltd"]).0, 0);
    let document = folder.join("backups.json");
    std::fs::write(&document, DOCUMENT).unwrap();
    let (code, text) = run(&["questionnaire", "adopt", &name, &document.display().to_string()]);
    assert_eq!(code, 0, "{text}");
    file
}

fn proved(file: &Path) -> Value {
    let proof = told(&["verify", &file.display().to_string()]);
    assert_eq!(proof["ok"], true, "{proof:#}");
    proof
}

fn ids(file: &Path) -> BTreeSet<String> {
    let shown = told(&["show", &file.display().to_string(), "risks"]);
    let records = shown["records"].as_array().unwrap();
    records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

fn identify(id: &str) -> String {
    json!({"risk.identify": {"id": id, "title": format!("Scenario {id}"), "description": "words ".repeat(40)}}).to_string()
}

#[test]
fn killed_under_load_it_loses_no_change_that_was_acknowledged() {
    const WRITERS: usize = 8;
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let mut all_acknowledged: BTreeSet<String> = BTreeSet::new();
    let mut drafts = [0_u64; WRITERS];
    let mut killed_with_some = 0;
    for round in 0..6_u64 {
        let mut served = Served::start(&file, &[]);
        let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
        let asked = Arc::new(AtomicUsize::new(0));
        let digest = json(&served.client().ask("GET", "/api/v1/questionnaires/backups", &[], "").unwrap().1)
            ["digest"]
            .clone();
        let writing: Vec<_> = drafts
            .iter()
            .enumerate()
            .map(|(writer, version)| {
                let (address, version) = (served.address.clone(), *version);
                let (acknowledged, asked, digest) =
                    (Arc::clone(&acknowledged), Arc::clone(&asked), digest.clone());
                std::thread::spawn(move || {
                    write(&address, (round, writer), version, &digest, &acknowledged, &asked)
                })
            })
            .collect();
        let begun = Instant::now();
        // from the midst of the first groups to long after
        while asked.load(Ordering::Relaxed) < 5 + 60 * round as usize
            && begun.elapsed() < Duration::from_secs(20)
        {
            std::thread::sleep(Duration::from_millis(1));
        }
        served.child.kill().unwrap();
        served.child.wait().unwrap();
        for (writer, version) in writing.into_iter().enumerate() {
            drafts[writer] = version.join().unwrap();
        }
        let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
        killed_with_some += usize::from(!acknowledged.is_empty());
        all_acknowledged.extend(acknowledged);
        proved(&file);
        let there = ids(&file);
        let lost: Vec<_> = all_acknowledged.difference(&there).collect();
        assert!(
            lost.is_empty(),
            "{} of {} were acknowledged and are lost: {lost:?}",
            lost.len(),
            all_acknowledged.len()
        );
    }
    assert!(killed_with_some >= 4, "only {killed_with_some} rounds were killed in their midst");
    // drafts that were acknowledged are there too, or later ones that were written and not acknowledged any more
    let served = Served::start(&file, &[]);
    let mut client = served.client();
    let (status, body) = client.ask("GET", "/api/v1/questionnaires/backups/draft", &[], "").unwrap();
    assert_eq!(status, 200, "{body}");
    let version = json(&body)["version"].as_u64().unwrap();
    assert!(
        version >= drafts.iter().copied().max().unwrap(),
        "a draft that was acknowledged is lost: {body}"
    );
}

/// Writes changes and, as the first writer, drafts until the server is gone; the last draft's version that was acknowledged.
fn write(
    address: &str,
    (round, writer): (u64, usize),
    mut version: u64,
    digest: &Value,
    acknowledged: &Mutex<BTreeSet<String>>,
    asked: &AtomicUsize,
) -> u64 {
    let Ok(mut client) = Client::connect(address) else { return version };
    for number in 0.. {
        let id = format!("R-{}", (round * 8 + writer as u64) * 100_000 + number + 1);
        let key = format!("key-{id}");
        asked.fetch_add(1, Ordering::Relaxed);
        match client.ask("POST", "/api/v1/changes", &[("idempotency-key", &key)], &identify(&id)) {
            Ok((200, _)) => {
                acknowledged.lock().unwrap().insert(id);
            }
            Ok((status, body)) => panic!("{status}: {body}"),
            Err(_) => return version,
        }
        if writer == 0 {
            let tag = format!("\"{version}\"");
            let seen = if version == 0 { ("if-none-match", "*") } else { ("if-match", tag.as_str()) };
            let body =
                json!({"digest": digest, "answers": [{"item": "made", "comment": format!("{number}")}]});
            match client.ask("PUT", "/api/v1/questionnaires/backups/draft", &[seen], &body.to_string()) {
                Ok((200, body)) => version = json(&body)["version"].as_u64().unwrap(),
                // one was written and not acknowledged before the last end
                Ok((412, body)) => version = json(&body)["draft"]["version"].as_u64().unwrap(),
                Ok((status, body)) => panic!("{status}: {body}"),
                Err(_) => return version,
            }
        }
    }
    version
}

#[test]
fn a_request_whose_answer_was_lost_is_not_carried_out_twice() {
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let lost = [("idempotency-key", "lost")];
    // whichever moment the end comes at
    for wait in [0, 1, 2, 4, 8, 16, 32] {
        let mut served = Served::start(&file, &[]);
        let mut client = served.client();
        let address = served.address.clone();
        let asking = std::thread::spawn(move || {
            let Ok(mut client) = Client::connect(&address) else { return };
            let _ = client.ask(
                "POST",
                "/api/v1/changes",
                &lost,
                r#"{"objective.set": {"id": "OBJ-1", "title": "x"}}"#,
            );
        });
        std::thread::sleep(Duration::from_millis(wait));
        served.child.kill().unwrap();
        served.child.wait().unwrap();
        asking.join().unwrap();
        drop(client.ask("GET", "/", &[], ""));
        let again = Served::start(&file, &[]);
        let made = again.client().ask(
            "POST",
            "/api/v1/changes",
            &lost,
            r#"{"objective.set": {"id": "OBJ-1", "title": "x"}}"#,
        );
        let (status, body) = made.unwrap();
        assert_eq!(status, 200, "after {wait} ms: {body}");
        let entries = proved_after(again, &file);
        assert_eq!(entries, 3, "it is one change, whenever it came");
    }
}

fn proved_after(served: Served, file: &Path) -> u64 {
    assert_eq!(served.stop().0, 0);
    proved(file)["entries"].as_u64().unwrap()
}

#[test]
fn told_to_stop_it_finishes_what_is_under_way_and_seals_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let served = Served::start(&file, &["--log", "json"]);
    let mut client = served.client();
    // someone listens all the while
    let mut listener = TcpStream::connect(&served.address).unwrap();
    std::io::Write::write_all(
        &mut listener,
        format!("GET /api/v1/events HTTP/1.1\r\nhost: {}\r\n\r\n", served.address).as_bytes(),
    )
    .unwrap();
    // it is heard from when its answer begins
    let mut begins = Vec::new();
    while !begins.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        listener.read_exact(&mut byte).unwrap();
        begins.extend(byte);
    }
    assert_eq!(client.ask("POST", "/api/v1/changes", &[], &identify("R-1")).unwrap().0, 200);
    let begun = Instant::now();
    let (code, out, err) = served.stop();
    assert!(begun.elapsed() < Duration::from_secs(9), "it waited for who listens");
    assert_eq!((code, out.trim()), (0, "Stopped; all that was changed is kept."), "{err}");
    assert_eq!(proved(&file)["sealed"], true);
    let mut told = String::new();
    listener.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    listener.read_to_string(&mut told).unwrap();
    assert!(told.contains("risk/R-1"), "{told}");
    let lines: Vec<Value> = err.lines().map(json).collect();
    let line =
        lines.iter().find(|line| line["route"] == "/api/v1/changes").unwrap_or_else(|| panic!("{err}"));
    assert_eq!(
        (&line["status"], &line["method"], &line["level"]),
        (&json!(200), &json!("POST"), &json!("INFO"))
    );
    assert!(line["request"].as_str().is_some_and(|id| id.len() > 8), "{line}");
}

#[test]
fn other_machines_are_let_in_once_someone_can_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let name = file.display().to_string();
    let (code, text) = run(&["serve", &name, "--port", "0", "--listen", "0.0.0.0"]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("no user who could sign in") && text.contains("riskwright user add"), "{text}");
    let (code, text) = run_with(&["user", "add", &name, "Bea"], "short\n");
    assert!(code == 2 && text.contains("at least 12 characters"), "{text}");
    assert_eq!(
        run_with(&["user", "add", &name, "Bea"], "correct horse battery\n"),
        (0, "Bea may sign in.\n".to_owned())
    );
    assert_eq!(run_with(&["user", "add", &name, "bea"], "correct horse battery\n").0, 2);
    let users = told(&["user", "list", &name]);
    assert_eq!(users["users"][0]["name"], "Bea");
    let file_mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(format!("{name}-server")).unwrap().permissions(),
    );
    assert_eq!(file_mode & 0o777, 0o600, "secrets are for their owner alone");

    let served = Served::start(&file, &["--listen", "0.0.0.0"]);
    let port = served.address.rsplit_once(':').unwrap().1;
    let mut client = Client::new(&format!("127.0.0.1:{port}"));
    assert_eq!(client.ask("GET", "/api/v1/register", &[], "").unwrap().0, 401);
    let signed = client
        .ask("POST", "/api/v1/session", &[], r#"{"name": "Bea", "password": "correct horse battery"}"#)
        .unwrap();
    assert_eq!(signed.0, 200, "{}", signed.1);
    assert_eq!(run(&["user", "remove", &name, "Bea"]).0, 0);
    assert_eq!(run(&["user", "remove", &name, "Bea"]).0, 2);
}

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let served = Served::start(&file, &[]);
    let port = served.address.rsplit_once(':').unwrap().1;
    let (code, text) = run(&["serve", &file.display().to_string(), "--port", port]);
    assert!(code == 2 && text.contains(&format!("nothing can listen on 127.0.0.1:{port}")), "{text}");
}

/// Signs in, as far as one gets.
const SLOW_BODY: &str = "POST /api/v1/session HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";

#[test]
fn nonsense_over_sockets_ends_the_connection_and_not_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&isms(folder.path()), &[]);
    // one that never ends its head, and one that never ends its body
    let mut slow: Vec<TcpStream> = ["GET / HTTP/1.1\r\nx-slow: ", SLOW_BODY]
        .map(|text| {
            let mut stream = TcpStream::connect(&served.address).unwrap();
            std::io::Write::write_all(&mut stream, text.as_bytes()).unwrap();
            stream
        })
        .into();
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1_000_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(100_000));
    let post = "POST /api/v1/changes HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    for text in [
        "\0\0\0\0",
        "GET",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        &long,
        &many,
        "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
        "GET http://[ HTTP/1.1\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nhost: localhost\r\n\r\n",
        &format!("{post}content-length: 18446744073709551616\r\n\r\n"),
        &format!("{post}content-length: -1\r\n\r\n"),
        &format!("{post}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
        &format!("{post}transfer-encoding: chunked\r\n\r\nZZZ\r\n"),
        &format!("{post}content-length: 100\r\n\r\n{{"),
    ] {
        let mut stream = TcpStream::connect(&served.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // it may be closed on us before all is written
        let _ = std::io::Write::write_all(&mut stream, text.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 2"),
            "{answer}"
        );
    }
    assert_eq!(served.client().ask("GET", "/healthz", &[], "").unwrap().0, 204);
    for stream in &mut slow {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
            "who is too slow is let go: {answer}"
        );
    }
}

#[test]
fn an_upload_that_is_too_large_is_told_so_and_not_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(&isms(folder.path()), &[]);
    let mut client = served.client();
    let body = json!({"risk.identify": {"id": "R-1", "title": "x", "description": "x".repeat(5_000_000)}})
        .to_string();
    let (status, told) = client.ask("POST", "/api/v1/changes", &[], &body).unwrap();
    assert_eq!((status, json(&told)["type"].as_str()), (413, Some("/api#too-large")), "{told}");
    // the connection is as good as before
    assert_eq!(client.ask("GET", "/api/v1/register", &[], "").unwrap().0, 200);
    client.write(b"").unwrap();
}

#[test]
fn from_an_invitation_to_a_control_in_place_by_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let name = file.display().to_string();
    assert_eq!(run(&["set", &name, "--change", &identify("R-1")]).0, 0);
    let today = told(&["log", &name])["entries"][0]["at"].as_str().unwrap()[..10].to_owned();
    let until = today.parse::<riskwright_core::quantity::Date>().unwrap().plus_months(1).to_string();
    let invited =
        told(&["invite", &name, "backups", "--respondent", "Jane Doe", "--for", "R-1", "--until", &until]);
    let link = invited["address"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let served = Served::start(&file, &[]);
    let bearer = format!("Bearer {link}");
    let bearer = [("authorization", bearer.as_str())];
    let mut client = served.client();
    let (_, asked) = client.ask("GET", "/api/v1/questionnaires/backups", &bearer, "").unwrap();
    let body =
        json!({"digest": json(&asked)["digest"], "answers": [{"item": "made", "value": {"yes-no": true}}]})
            .to_string();
    let (status, sent) =
        client.ask("POST", "/api/v1/questionnaires/backups/responses", &bearer, &body).unwrap();
    assert_eq!((status, json(&sent)["response"].as_str()), (201, Some("RSP-1")), "{sent}");
    let list = told(&["invite", &name, "--list"]);
    assert_eq!(list["invitations"][0]["sent"], "RSP-1");

    let answers = folder.path().join("answers.json");
    std::fs::write(
        &answers,
        r#"{"format": "riskwright.answers/1", "questionnaire": "backups", "version": "1.0",
        "respondent": "John Doe", "answers": [{"item": "made", "value": {"yes-no": true}}]}"#,
    )
    .unwrap();
    let mut words = vec!["respond", &name, "backups"];
    let answers = answers.display().to_string();
    words.push(&answers);
    assert_eq!(told(&words)["response"], "RSP-2");
    let responses = told(&["responses", &name, "--waiting"]);
    assert_eq!(responses["responses"].as_array().unwrap().len(), 2);
    let (code, text) = run(&["responses", &name, "RSP-2"]);
    assert!(code == 0 && text.contains("A.8.13 is implemented") && text.contains("waits"), "{text}");
    let words = vec!["decide", &name, "RSP-1", "--accept", "all"];
    assert_eq!(run(&words).0, 0);
    let (_, text) = run(&["responses", &name, "RSP-2"]);
    assert!(text.contains("is so already"), "{text}");
    let words = vec!["decide", &name, "RSP-2", "--dismiss", "0", "--reason", "said before"];
    assert_eq!(run(&words).0, 0);
    let shown = told(&["show", &name, "A.8.13"]);
    assert_eq!(shown["record"]["status"], "implemented");
    let (code, text) = run(&["questionnaire", "remove", &name, "backups"]);
    assert_eq!(code, 2, "it was responded to: {text}");
    assert_eq!(run(&["questionnaire", "revise", &name, "backups", "--retire"]).0, 0);
    assert_eq!(told(&["questionnaire", "list", &name])["questionnaires"][0]["retired"], true);
}

#[test]
fn a_folder_for_an_intranet_has_all_that_its_pages_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = isms(folder.path());
    let name = file.display().to_string();
    assert_eq!(run(&["plugin", "install", &name, "self-assessment"]).0, 0);
    let (code, text) = run(&["questionnaire", "adopt", &name, "self-assessment"]);
    assert_eq!(code, 0, "{text}");
    let output = folder.path().join("web");
    let (code, text) = run(&["web", "export", &name, &output.display().to_string()]);
    if code == 2 && text.contains("cargo xtask web") {
        // a program that was built without them says so
        assert!(!output.exists());
        return;
    }
    assert_eq!(code, 0, "{text}");
    for place in [
        "index.html",
        "backups.html",
        "self-assessment.html",
        "questionnaires/backups.json",
        "questionnaires/self-assessment/run.mjs",
        "elements/riskwright.js",
    ] {
        assert!(output.join(place).is_file(), "{place} is missing");
    }
    let document = std::fs::read_to_string(output.join("questionnaires/backups.json")).unwrap();
    assert_eq!(json(&document)["format"], "riskwright.questionnaire/1");
}
