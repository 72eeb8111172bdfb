//! What is changed, by whom, and back.

use std::fs;

use super::fixture::{Fixture, list};

#[test]
fn fields_are_set_by_meaning_and_refusals_say_what_would_do() {
    let fixture = Fixture::with_registers();
    fixture.ok(&[
        "set",
        "FILE",
        "asset",
        "--new",
        "title=File server",
        "kind=hardware",
        "confidentiality=High",
        "Owner=IT",
    ]);
    fixture.ok(&[
        "set",
        "FILE",
        "asset/AS-9",
        "--new",
        "title=Order data",
        "kind=information",
        "depends-on=AS-1",
        "integrity=3",
    ]);
    let told = fixture.ok(&["show", "FILE", "AS-1"]);
    assert_eq!(
        told["values"],
        serde_json::json!({ "confidentiality": 2, "integrity": 2 }),
        "values flow to what is relied on"
    );
    fixture.ok(&["set", "FILE", "risk/R-50", "--new", "title=Theft", "assets=AS-1", "inherent.likelihood=2"]);
    fixture.ok(&["set", "FILE", "R-50", "--from-assets"]);
    let risk = fixture.ok(&["show", "FILE", "R-50"]);
    assert_eq!(risk["record"]["inherent"]["factors"]["integrity"]["level"], 2);
    assert_eq!(risk["record"]["inherent"]["factors"]["likelihood"]["level"], 1);
    fixture.ok(&["set", "FILE", "RISK-EXAMPLE-001", "assets+=AS-1", "assets+=AS-9", "review_on=31.12.2026"]);
    fixture.ok(&["set", "FILE", "RISK-EXAMPLE-001", "assets-=AS-9"]);
    let risk = fixture.ok(&["show", "FILE", "RISK-EXAMPLE-001"]);
    assert_eq!(risk["record"]["assets"], serde_json::json!(["AS-1"]));
    assert_eq!(risk["record"]["review_on"], "2026-12-31");
    fixture.ok(&["set", "FILE", "RISK-EXAMPLE-001", "review_on="]);
    assert!(fixture.ok(&["show", "FILE", "RISK-EXAMPLE-001"])["record"].get("review_on").is_none());
    fixture.ok(&[
        "set",
        "FILE",
        "8.24",
        "status=partial",
        "owner=CTO",
        "evidence=Key plan <https://intranet/keys>",
    ]);
    assert_eq!(
        fixture.ok(&["show", "FILE", "A.8.24"])["record"]["evidence"][0]["location"],
        "https://intranet/keys"
    );
    fixture.ok(&[
        "set",
        "FILE",
        "scope",
        "interfaces=[{\"what\":\"Hosting\",\"with\":\"Cloud\"}]",
        "sites=Bern",
    ]);
    for (words, expected) in [
        (vec!["set", "FILE", "AS-1", "kind=spaceship"], "hardware"),
        (vec!["set", "FILE", "AS-1", "colour=red"], "location"),
        (vec!["set", "FILE", "RISK-EXAMPLE-001", "inherent.likelihood=often"], "3 High"),
        (vec!["set", "FILE", "RISK-EXAMPLE-001", "assets+=AS-77"], "AS-77"),
        (vec!["set", "FILE", "AS-1", "depends-on=AS-9"], "circle"),
        (vec!["set", "FILE", "R-999", "owner=x"], "R-999"),
        (vec!["set", "FILE", "AS-1", "--remove"], "still names it"),
        (vec!["treat", "FILE", "RISK-EXAMPLE-001", "--control", "A.8.99"], "A.8.34"),
        (vec!["treat", "FILE", "RISK-EXAMPLE-001", "--option", "pray"], "retain"),
        (vec!["assess", "FILE", "--methodology", "tarot"], "matrix"),
        (vec!["heatmap", "FILE", "--axes", "likelihood,colour"], "consequence"),
        (vec!["undo", "FILE", "1"], "begins"),
        (vec!["diff", "FILE", "yesterday"], "2026-11-02"),
        (vec!["set", "FILE", "--change", "{\"risk.close\": 7}"], "`7`"),
    ] {
        let before = fs::read(fixture.file()).unwrap();
        let (code, told) = fixture.json(&words);
        assert_eq!(code, 2, "{words:?}");
        assert!(told.to_string().contains(expected), "{words:?}: {told:#}");
        assert_eq!(fs::read(fixture.file()).unwrap(), before, "{words:?} changes nothing");
    }
}

#[test]
fn a_list_of_changes_is_made_wholly_or_not_at_all() {
    let fixture = Fixture::with_registers();
    let steps = fixture.write(
        "steps.json",
        r#"[{"by": "Ann", "at": "2098-01-01T00:00:00Z", "change": {"risk.revise": {"id": "RISK-EXAMPLE-001", "set": {"owner": "Ann"}}}},
            {"risk.close": {"id": "RISK-EXAMPLE-404", "reason": "never was"}}]"#,
    );
    let before = fs::read(fixture.file()).unwrap();
    let (code, told) = fixture.json(&["set", "FILE", "--changes", &steps]);
    assert_eq!(code, 2);
    assert!(told["error"]["record"] == "RISK-EXAMPLE-404", "{told:#}");
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
}

#[test]
fn a_change_thought_out_on_an_older_state_is_refused_where_the_same_record_changed() {
    let fixture = Fixture::with_registers();
    let base = fixture.ok(&["show", "FILE"])["entries"].to_string();
    fixture.ok(&["set", "FILE", "RISK-EXAMPLE-001", "owner=COO", "--by", "Ann"]);
    let told = fixture.ok(&["diff", "FILE", &base]);
    assert_eq!(told["changes"], serde_json::json!(["RISK-EXAMPLE-001: owner “CTO” → “COO”, by Ann"]));
    let (code, told) = fixture.json(&["set", "FILE", "RISK-EXAMPLE-001", "owner=CFO", "--base", &base]);
    assert_eq!((code, told["error"]["rule"].as_str()), (2, Some("conflict")));
    assert!(told["error"]["message"].as_str().unwrap().contains("Ann"));
    fixture.ok(&["set", "FILE", "RISK-EXAMPLE-002", "owner=CFO", "--base", &base]);
}

#[test]
fn only_the_owner_accepts_and_what_is_done_can_be_taken_back() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    let accept = [
        "treat",
        "FILE",
        "RISK-EXAMPLE-009",
        "--accept",
        "--until",
        "2099-01-01",
        "--reason",
        "No data centre of ours.",
    ];
    let with = |name: &'static str| accept.iter().copied().chain(["--by", name]).collect::<Vec<_>>();
    let (code, told) = fixture.json(&with("Somebody"));
    assert_eq!((code, told["error"]["rule"].as_str()), (2, Some("not-the-owner")));
    assert_eq!(told["error"]["clause"], "6.1.3 f");
    let told = fixture.ok(&with("COO"));
    assert_eq!(told["records"][0], "ACC-1");
    let undone = fixture.ok(&["undo", "FILE"]);
    assert_eq!(undone["changes"][0], "ACC-1: removed");
    let log = fixture.ok(&["log", "FILE", "--last", "0"]);
    let entries = list(&log, "entries");
    assert_eq!(entries.len() as u64, log["total"].as_u64().unwrap());
    assert_eq!(entries[0]["change"], "isms.begin");
    let last = entries.len() - 1;
    let none = fixture.ok(&["diff", "FILE", &(last - 1).to_string(), &(last + 1).to_string()]);
    assert_eq!(none["changes"], serde_json::json!([]), "undone is as if it had not been");
}

#[test]
fn an_earlier_state_can_be_looked_at_and_not_changed() {
    let fixture = Fixture::with_registers();
    let before = fixture.ok(&["show", "FILE"])["entries"].to_string();
    let soa = fixture.ok(&["soa", "FILE", "--edition", "2013"]);
    fixture.ok(&["set", "FILE", "RISK-EXAMPLE-001", "owner=COO"]);
    fixture.ok(&["treat", "FILE", "RISK-EXAMPLE-001", "--control", "A.7.7"]);
    assert_eq!(fixture.ok(&["soa", "FILE", "--edition", "2013", "--as-of", &before]), soa);
    let risk = fixture.ok(&["show", "FILE", "RISK-EXAMPLE-001", "--as-of", &before]);
    assert_eq!(risk["record"]["owner"], "CTO");
    let bytes = fs::read(fixture.file()).unwrap();
    for words in [
        vec!["set", "FILE", "RISK-EXAMPLE-001", "owner=CFO"],
        vec!["soa", "FILE", "--approve"],
        vec!["undo", "FILE"],
    ] {
        let words: Vec<&str> = words.into_iter().chain(["--as-of", &before]).collect();
        assert_eq!(fixture.json(&words).0, 2, "{words:?}");
    }
    assert_eq!(fs::read(fixture.file()).unwrap(), bytes);
}

#[test]
fn the_journal_tells_of_a_control_that_was_chosen_without_numbers() {
    let fixture = Fixture::with_registers();
    let told = fixture.ok(&["treat", "FILE", "RISK-EXAMPLE-002", "--control", "A.7.7"]);
    assert_eq!(told["changes"], serde_json::json!(["treatment of RISK-EXAMPLE-002: controls A.7.7 added"]));
    let told = fixture.ok(&["treat", "FILE", "RISK-EXAMPLE-002", "--drop-control", "A.7.7"]);
    assert_eq!(told["changes"], serde_json::json!(["treatment of RISK-EXAMPLE-002: controls A.7.7 removed"]));
}

#[test]
fn an_assessed_risk_is_removed_with_its_scores_and_assessed_again_on_request() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    let again = ["assess", "FILE", "--again", "--risk", "RISK-EXAMPLE-002", "--at", "2098-06-05"];
    assert_eq!(fixture.ok(&again)["recorded"], 1);
    let scores = fixture.ok(&["show", "FILE", "scores"]);
    let on: Vec<&str> =
        list(&scores, "records").iter().map(|record| record["on"].as_str().unwrap()).collect();
    assert_eq!(on.iter().filter(|on| **on == "2098-06-05").count(), 1);
    fixture.ok(&["set", "FILE", "treatment/RISK-EXAMPLE-002", "--remove", "--at", "2098-06-06"]);
    let told = fixture.ok(&["set", "FILE", "RISK-EXAMPLE-002", "--remove", "--at", "2098-06-06"]);
    assert_eq!(list(&told, "records").len(), 2);
    fixture.ok(&["undo", "FILE", "--at", "2098-06-06"]);
    assert!(fixture.ok(&["verify", "FILE"])["ok"].as_bool().unwrap());
}
