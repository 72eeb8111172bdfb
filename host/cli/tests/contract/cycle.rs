//! What lives: documents, measures, incidents and the others, step by step on the command line.

use std::fs;

use super::fixture::{Fixture, list};

#[test]
fn a_document_goes_from_a_file_to_force_and_the_way_is_shown() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let policy = fixture.write("policy.md", "# Backups\n\nEvery day; restores are tried each month.\n");
    let content = format!("content=@{policy}");
    let words = [
        "set",
        "FILE",
        "document",
        "--new",
        "title=Backup policy",
        "kind=policy",
        "fulfils=A.8.13; 7.5",
        "owner=CTO",
    ];
    fixture.ok(&[&words[..], &[&content, "--at", "2026-03-01"]].concat());
    let refused = fixture.refused(&["step", "FILE", "DOC-1", "submit", "--at", "2026-03-02"]);
    assert!(refused.contains("version") && refused.contains("author"), "{refused}");
    fixture.ok(&["set", "FILE", "DOC-1", "version=1.0", "author=Ann", "--at", "2026-03-02"]);
    let told = fixture.ok(&["step", "FILE", "DOC-1", "submit", "--at", "2026-03-02", "--by", "Ann"]);
    assert_eq!(told["state"], "in-review");
    let listed = fixture.ok(&["step", "FILE", "DOC-1"]);
    assert_eq!((&listed["state"], &listed["kind"]), (&"in-review".into(), &"document".into()));
    let possible: Vec<&str> =
        list(&listed, "possible").iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(possible, ["reject", "approve", "abandon", "retire"]);
    let reason = &list(&listed, "possible")[0]["fields"][0];
    assert_eq!((&reason["name"], &reason["required"]), (&"reason".into(), &true.into()));
    let own = fixture.refused(&["step", "FILE", "DOC-1", "approve", "--by", "Ann", "--at", "2026-03-03"]);
    assert!(own.contains("nobody approves their own document"), "{own}");
    for (words, said) in [
        (&["step", "FILE", "DOC-1", "burn"][..], "one of: submit, reject, approve"),
        (&["step", "FILE", "DOC-1", "reject"], "it needs `reason`"),
        (&["step", "FILE", "DOC-1", "approve", "reason=x"], "takes no field"),
        (&["step", "FILE", "DOC-1", "reject", "because=x"], "one of: reason"),
        (&["step", "FILE", "DOC-9", "approve"], "DOC-9"),
        (&["step", "FILE", "scope"], "takes no steps"),
    ] {
        let refused = fixture.refused(words);
        assert!(refused.contains(said), "{words:?}: {refused}");
    }
    fixture.ok(&["step", "FILE", "DOC-1", "approve", "--by", "Bob", "--at", "2026-03-03", "--note", "fine"]);
    let told = fixture.ok(&[
        "step",
        "FILE",
        "DOC-1",
        "publish",
        "--on",
        "2026-03-05",
        "--by",
        "Bob",
        "--at",
        "2026-03-09",
    ]);
    assert_eq!(told["state"], "published");
    let record = &fixture.ok(&["show", "FILE", "DOC-1"])["record"];
    assert_eq!(record["published"]["since"], "2026-03-05");
    assert_eq!(
        record["published"]["content"]["markdown"].as_str().unwrap(),
        fs::read_to_string(policy).unwrap().trim()
    );
    assert_eq!(record["next_review"], "2027-03-05");
    let fixed = fixture.refused(&["set", "FILE", "DOC-1", "version=9", "--at", "2026-03-10"]);
    assert!(fixed.contains("not written by hand"), "{fixed}");
    // what was done can be taken back and proved
    let log = fixture.ok(&["log", "FILE"]);
    assert!(list(&log, "entries").len() >= 6);
    fixture.ok(&["undo", "FILE", "--at", "2026-03-11"]);
    assert_eq!(fixture.ok(&["step", "FILE", "DOC-1"])["state"], "approved");
    fixture.ok(&["verify", "FILE"]);
}

#[test]
fn what_lives_survives_an_export() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let changes = serde_json::json!([
        { "measure.define": { "id": "MSR-1", "title": "Patched hosts", "unit": "%", "target": 95.5, "direction": "higher",
            "method": "scanner", "every_months": 1, "measured_by": "Tom", "analysed_by": "Ada" } },
        { "measure.step": { "id": "MSR-1", "step": { "activate": {} } } },
        { "measurement.record": { "id": "VAL-1", "measure": "MSR-1", "on": "2026-02-28", "value": 91.25 } },
        { "incident.report": { "id": "INC-1", "title": "Lost phone", "owner": "Ada" } },
        { "incident.step": { "id": "INC-1", "step": { "assess": { "severity": "low" } }, "note": "found next day" } },
        { "nonconformity.raise": { "id": "NC-1", "title": "No encryption", "incident": "INC-1" } },
        { "audit.plan": { "id": "AUD-1", "title": "Year one", "clauses": ["4", "5"], "lead": "Eve",
            "questions": [{ "against": "5.2", "question": "Is there a policy?" }] } },
        { "review.plan": { "id": "REV-1", "planned_on": "2026-04-01", "remarks": { "e": "none" } } },
        { "certification.begin": { "id": "CERT-1", "title": "ISO/IEC 27001", "terms": { "validity": 36 } } },
        { "planned-change.request": { "id": "CHG-1", "title": "Another site" } },
        { "improvement.propose": { "id": "IMP-1", "title": "Single sign-on" } },
        { "competence.record": { "id": "CMP-1", "person": "Eve", "title": "Lead auditor" } },
    ]);
    let path = fixture.write("changes.json", &changes.to_string());
    fixture.ok(&["set", "FILE", "--changes", &path, "--at", "2026-03-01"]);
    for (format, output) in [("json", "all.json"), ("xlsx", "all.xlsx")] {
        let output = fixture.path(output).display().to_string();
        fixture.ok(&["export", "FILE", "--format", format, "--output", &output]);
        let again = Fixture::empty();
        again.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-02"]);
        again.ok(&["import", "FILE", &output, "--at", "2026-03-02"]);
        for id in ["MSR-1", "VAL-1", "INC-1", "NC-1", "AUD-1", "REV-1", "CERT-1", "CHG-1", "IMP-1", "CMP-1"] {
            let record = |fixture: &Fixture| fixture.ok(&["show", "FILE", id])["record"].clone();
            assert_eq!(record(&again), record(&fixture), "{format}: {id}");
        }
    }
    // a register of them is a table
    let told = fixture.ok(&["show", "FILE", "incidents"]);
    assert_eq!(told["records"][0]["id"], "INC-1");
}

#[test]
fn what_is_missing_due_and_waiting_is_told() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let changes = serde_json::json!([
        { "role.define": { "id": "ROLE-1", "title": "Head of IT", "person": "Tom" } },
        { "action.plan": { "id": "TA-1", "title": "Patch; then, \"reboot\"", "owner": "Head of IT", "due": "2026-03-10" } },
        { "document.record": { "id": "DOC-1", "title": "Policy", "fulfils": ["5.2"], "version": "1", "author": "Ann",
            "content": { "markdown": "x" } } },
        { "document.step": { "id": "DOC-1", "step": { "submit": {} } } },
        { "control.record": { "id": "A.8.13", "status": "implemented", "reasons": ["business"] } },
    ]);
    let path = fixture.write("changes.json", &changes.to_string());
    fixture.ok(&["set", "FILE", "--changes", &path, "--at", "2026-03-01"]);
    let today = ["--at", "2026-03-15"];
    let ready = fixture.ok(&[&["readiness", "FILE"][..], &today].concat());
    assert_eq!(list(&ready, "clauses").len(), 30);
    let clause =
        |number: &str| list(&ready, "clauses").iter().find(|item| item["against"] == number).unwrap();
    assert_eq!(clause("9.3.3")["standing"], "missing");
    assert!(!list(&ready, "controls").is_empty());
    let required = fixture.ok(&[&["required", "FILE"][..], &today].concat());
    let policy = list(&required, "required").iter().find(|asked| asked["against"] == "5.2").unwrap();
    assert_eq!((&policy["presence"], &policy["by"][0]), (&"in-progress".into(), &"document/DOC-1".into()));
    let due = fixture.ok(&[&["calendar", "FILE"][..], &today].concat());
    let first = &list(&due, "due")[0];
    assert_eq!((&first["record"], &first["overdue"]), (&"action/TA-1".into(), &true.into()));
    let ics = fixture.path("isms.ics").display().to_string();
    fixture.ok(&[&["calendar", "FILE", "--ics", &ics][..], &today].concat());
    let text = fs::read_to_string(&ics).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.trim_end().ends_with("END:VCALENDAR"));
    assert!(text.contains("DTSTART;VALUE=DATE:20260310\r\n"), "{text}");
    assert!(text.contains("Patch\\; then\\, \"reboot\""), "{text}");
    assert!(text.contains("BEGIN:VALARM") && text.contains("TRIGGER:-PT604800S"), "a week before: {text}");
    let mut uids: Vec<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
    let all = uids.len();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), all, "{text}");
    fixture.ok(&[&["calendar", "FILE", "--ics", &ics][..], &today].concat());
    assert_eq!(fs::read_to_string(&ics).unwrap(), text, "the same state gives the same bytes");
    // what is a role's waits for who holds it; nobody approves their own document
    let waits = |who: &str| fixture.ok(&[&["waiting", "FILE", who][..], &today].concat())["waiting"].clone();
    assert_eq!(waits("tom")["due"][0]["record"], "action/TA-1");
    assert_eq!(waits("Bob")["due"], serde_json::json!([]));
    assert_eq!(waits("Bob")["approve"][0]["record"], "document/DOC-1");
    assert_eq!(waits("Ann")["approve"], serde_json::json!([]));
}

#[test]
fn reports_are_handed_over_in_every_format_and_the_same_state_gives_the_same_bytes() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let kinds = fixture.ok(&["report", "FILE"]);
    assert_eq!(list(&kinds, "reports").len(), 12);
    for (format, begins) in [("pdf", &b"%PDF-"[..]), ("html", b"<!"), ("docx", b"PK"), ("xlsx", b"PK")] {
        let path = fixture.path(&format!("soa.{format}"));
        let out = path.display().to_string();
        let words = ["report", "FILE", "soa", "--format", format, "--language", "de", "--output", &out];
        let words = [&words[..], &["--at", "2026-03-02"]].concat();
        let told = fixture.ok(&words);
        assert_eq!((&told["report"], &told["entries"]), (&"soa".into(), &1.into()));
        let first = fs::read(&path).unwrap();
        assert!(first.to_ascii_lowercase().starts_with(&begins.to_ascii_lowercase()), "{format}");
        assert_eq!(fixture.ok(&words)["digest"], told["digest"]);
        assert_eq!(fs::read(&path).unwrap(), first, "{format}");
    }
    let out = fixture.path("other.pdf").display().to_string();
    let refused = |words: &[&str]| fixture.refused(words);
    assert!(refused(&["report", "FILE", "soa"]).contains("--format"));
    assert!(refused(&["report", "FILE", "poem"]).contains("soa"));
    assert!(refused(&["report", "FILE", "--format", "pdf"]).contains("which report"));
    let template = fixture.write("own.typ", "#let = broken");
    let broken = ["report", "FILE", "soa", "--format", "pdf", "--output", &out, "--template", &template];
    assert!(refused(&broken).contains("line 1"), "the line of the template is named");
    let book = ["report", "FILE", "soa", "--format", "xlsx", "--output", &out, "--template", &template];
    assert!(refused(&book).contains("workbooks"), "a template is not left out without a word");
    let sheet = fixture.ok(&["report", "FILE", "--print-template", "--format", "html"]);
    let own =
        fixture.write("own.css", &format!("{}h1 {{ color: teal }}", sheet["template"].as_str().unwrap()));
    let page = fixture.path("own.html").display().to_string();
    fixture.ok(&["report", "FILE", "soa", "--format", "html", "--output", &page, "--template", &own]);
    assert!(fs::read_to_string(&page).unwrap().contains("h1 { color: teal }"));
    assert!(refused(&["report", "FILE", "--print-template", "--format", "docx"]).contains("DOCX"));
    let nobody = ["report", "FILE", "audit", "AUD-9", "--format", "pdf", "--output", &out];
    assert!(refused(&nobody).contains("AUD-9"));
    assert!(!fixture.path("other.pdf").exists(), "what fails leaves nothing behind");
}

#[test]
fn drafts_of_documents_are_listed_and_written_in_one_entry() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let own = ["set", "FILE", "document", "--new", "title=Backups", "kind=policy", "fulfils=A.8.13"];
    fixture.ok(&[&own[..], &["--at", "2026-03-01"]].concat());
    let listed = fixture.ok(&["starters", "FILE", "--language", "de"]);
    let starters = list(&listed, "starters");
    let starter = |id: &str| starters.iter().find(|starter| starter["id"] == id).unwrap();
    assert_eq!(starter("backup")["there"], serde_json::json!(["DOC-1"]));
    assert_eq!(starter("information-security-policy")["there"], serde_json::json!([]));
    assert_eq!(starter("information-security-policy")["title"], "Leitlinie zur Informationssicherheit");
    let unknown = fixture.refused(&["starters", "FILE", "backups"]);
    assert!(unknown.contains("no starter `backups`") && unknown.contains("access-control"), "{unknown}");
    fixture.refused(&["starters", "FILE", "--all", "--as-of", "1"]);
    // all but the one that is there, as one entry
    let made = fixture.ok(&["starters", "FILE", "--all", "--by", "Ann", "--at", "2026-03-02"]);
    assert_eq!(list(&made, "records").len(), starters.len() - 1);
    assert_eq!(made["skipped"], serde_json::json!({ "backup": ["DOC-1"] }));
    let open = list(&made["gaps"], "information-security-policy");
    assert!(open.contains(&"who leads the organisation".into()), "{open:?}");
    let policy = &fixture.ok(&["show", "FILE", "DOC-2"])["record"];
    assert_eq!((&policy["author"], &policy["version"]), (&"Ann".into(), &"0.1".into()));
    assert!(policy["content"]["markdown"].as_str().unwrap().contains("Acme Ltd"));
    let required = fixture.ok(&["required", "FILE"]);
    let asked = list(&required, "required").iter().find(|asked| asked["against"] == "5.2").unwrap();
    assert_eq!(asked["presence"], "in-progress");
    // there is nothing more to write, but for what is named
    let again = fixture.ok(&["starters", "FILE", "--all", "--at", "2026-03-03"]);
    assert_eq!((&again["entry"], &again["gaps"]), (&serde_json::Value::Null, &serde_json::json!({})));
    let named =
        fixture.ok(&["starters", "FILE", "backup", "--language", "de", "--by", "Ann", "--at", "2026-03-03"]);
    assert_eq!(list(&named, "records").len(), 1);
    let id = named["records"][0].as_str().unwrap();
    assert_eq!(fixture.ok(&["show", "FILE", id])["record"]["language"], "de");
    // a draft goes the way of any document
    let told = fixture.ok(&["step", "FILE", id, "submit", "--by", "Ann", "--at", "2026-03-04"]);
    assert_eq!(told["state"], "in-review");
    fixture.ok(&["verify", "FILE"]);
}

#[test]
fn everyone_is_reminded_of_what_waits_for_them() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let nothing = fixture.ok(&["waiting", "FILE", "--everyone", "--at", "2026-03-01"]);
    assert_eq!(nothing["reminders"], serde_json::json!([]));
    let changes = serde_json::json!([
        { "role.define": { "id": "ROLE-1", "title": "Head of IT", "person": "Tom" } },
        { "action.plan": { "id": "TA-1", "title": "Patch", "owner": "Head of IT", "due": "2026-03-10" } },
        { "action.plan": { "id": "TA-2", "title": "Far away", "owner": "Ann", "due": "2027-03-10" } },
        { "action.plan": { "id": "TA-3", "title": "Move", "owner": "Site/Kiel", "due": "2026-03-20" } },
        { "action.plan": { "id": "TA-4", "title": "Move on", "owner": "Site_Kiel", "due": "2026-03-20" } },
    ]);
    let path = fixture.write("changes.json", &changes.to_string());
    fixture.ok(&["set", "FILE", "--changes", &path, "--at", "2026-03-01"]);
    let folder = fixture.path("reminders");
    let out = folder.display().to_string();
    let told = fixture.ok(&["waiting", "FILE", "--everyone", "--output", &out, "--at", "2026-03-15"]);
    let names: Vec<&str> = list(&told, "reminders").iter().map(|of| of["who"].as_str().unwrap()).collect();
    assert_eq!(names, ["Site/Kiel", "Site_Kiel", "Tom"], "what is a role's is for who holds it");
    let mut files: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ["Site_Kiel 2.txt", "Site_Kiel.txt", "Tom.txt"]);
    let text = fs::read_to_string(folder.join("Tom.txt")).unwrap();
    assert!(text.starts_with("Tom, this waits for you in the ISMS of Acme Ltd, as of 2026-03-15:"), "{text}");
    assert!(text.contains("TA-1") && text.contains("Patch") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn results_of_measures_come_from_tables() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    fixture.ok(&["set", "FILE", "measure", "--new", "title=Patched hosts", "unit=%", "--at", "2026-03-01"]);
    let kpis =
        fixture.write("kpis.csv", "KPI,Month,Result\nPatched hosts,2026-01,\"97,5 %\"\nMSR-1,2026-02,99\n");
    let told = fixture.ok(&["import", "FILE", &kpis, "--at", "2026-03-02"]);
    assert_eq!(told["imported"]["measurements"], 2);
    let value = fixture.ok(&["show", "FILE", "VAL-1"])["record"].clone();
    assert_eq!((&value["on"], &value["value"]), (&"2026-01-31".into(), &97.5.into()));
    let wrong = fixture.write("more.csv", "KPI,Month,Result\nUnknown,2026-03,1\n");
    let (code, told) = fixture.json(&["import", "FILE", &wrong, "--at", "2026-03-02"]);
    assert_eq!((code, &told["problems"][0]["cell"]), (2, &"A2".into()), "{told:#}");
}

#[test]
fn readers_and_auditors_get_links() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let step = |step: &str, by: &str| serde_json::json!({ "document.step": { "id": "DOC-1", "step": { step: {} }, "by": by } });
    let changes = serde_json::json!([
        { "document.record": { "id": "DOC-1", "title": "Policy", "version": "1", "author": "Ann", "acknowledged": true,
            "distribution": ["Cleo", "Dan"], "content": { "markdown": "x" } } },
        step("submit", "Ann"), step("approve", "Ben"), step("publish", "Ben"),
    ]);
    let path = fixture.write("changes.json", &changes.to_string());
    fixture.ok(&["set", "FILE", "--changes", &path, "--at", "2026-03-01"]);
    let at = ["--at", "2026-03-02"];
    let asked = fixture.ok(&[&["invite", "FILE", "DOC-1", "--until", "2026-04-01"][..], &at].concat());
    let names: Vec<&str> =
        list(&asked, "invitations").iter().map(|of| of["respondent"].as_str().unwrap()).collect();
    assert_eq!(names, ["Cleo", "Dan"]);
    assert_eq!(fixture.ok(&["questionnaire", "list", "FILE"])["questionnaires"][0]["id"], "read-doc-1");
    let again =
        fixture
            .ok(&[&["invite", "FILE", "DOC-1", "--respondent", "Eve", "--respondent", "Fay"][..], &at]
                .concat());
    assert_eq!(list(&again, "invitations").len(), 2);
    assert!(fixture.refused(&[&["invite", "FILE", "DOC-9"][..], &at].concat()).contains("--respondent"));

    let words = [
        "room",
        "open",
        "FILE",
        "DOC-1",
        "risk",
        "report:soa",
        "--for",
        "Eve Auditor",
        "--until",
        "2026-04-01",
    ];
    let room = fixture.ok(&[&words[..], &at].concat());
    assert_eq!(room["shows"], serde_json::json!(["document/DOC-1", "risk", "report:soa"]));
    assert!(room["address"].as_str().unwrap().contains("/room#"));
    let id = room["room"].as_str().unwrap();
    let rooms = fixture.ok(&["room", "list", "FILE"]);
    assert_eq!(
        (&rooms["rooms"][0]["holder"], &rooms["rooms"][0]["looks"]),
        (&"Eve Auditor".into(), &0.into())
    );
    assert_eq!(fixture.ok(&["room", "looks", "FILE", &id[..8]])["looks"], serde_json::json!([]));
    fixture.ok(&["room", "close", "FILE", &id[..8]]);
    assert!(fixture.refused(&["room", "close", "FILE", id]).contains("closed already"));
    assert!(fixture.refused(&["room", "looks", "FILE", "zz"]).contains("no room"));
    let unknown = fixture.refused(&[&["room", "open", "FILE", "DOC-9", "--for", "Eve"][..], &at].concat());
    assert!(unknown.contains("`DOC-9` is neither a record"), "{unknown}");
}

#[test]
fn an_audit_is_given_its_checklist() {
    let fixture = Fixture::empty();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd", "--at", "2026-03-01"]);
    let plan = ["set", "FILE", "audit", "--new", "title=Spring", "clauses=9.2", "controls=A.8.13"];
    fixture.ok(&[&plan[..], &["--at", "2026-03-01"]].concat());
    let told = fixture.ok(&["checklist", "FILE", "AUD-1"]);
    assert_eq!(list(&told, "questions").len(), 3);
    fixture.ok(&["checklist", "FILE", "AUD-1", "--add", "--at", "2026-03-02"]);
    assert_eq!(list(&fixture.ok(&["show", "FILE", "AUD-1"])["record"], "questions").len(), 3);
    assert_eq!(list(&fixture.ok(&["checklist", "FILE", "AUD-1"]), "questions").len(), 0);
    assert!(fixture.refused(&["checklist", "FILE", "AUD-9"]).contains("no audit AUD-9"));
    assert!(
        fixture
            .refused(&["checklist", "FILE", "AUD-1", "--questionnaire", "x"])
            .contains("no questionnaire x")
    );
}
