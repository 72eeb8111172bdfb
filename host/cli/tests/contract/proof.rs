//! What is proved: scores, the file, and what can't be.

use std::fs;

use serde_json::Value;

use super::fixture::{Fixture, list, score_digest};

#[test]
fn scores_are_what_anyone_recomputes_from_the_documented_bytes() {
    let fixture = Fixture::with_registers();
    let told = fixture.ok(&["assess", "FILE"]);
    assert_eq!(told["methodology"], "matrix");
    let scenarios = list(&told, "scenarios");
    assert_eq!(scenarios.len(), 10);
    for scenario in scenarios {
        let inherent = &scenario["inherent"];
        assert!(
            inherent["level"].is_string() && scenario["current"].is_null() && scenario["target"].is_null()
        );
        assert_eq!(scenario["stale"], serde_json::json!([]));
        let digest = score_digest(&told["code"], &told["settings"], inherent, &inherent["level_index"]);
        assert_eq!(inherent["digest"], digest);
    }
    assert_eq!(fixture.ok(&["assess", "FILE"])["recorded"], 0, "a second run has nothing to record");
    assert!(fixture.ok(&["verify", "FILE"])["ok"].as_bool().unwrap());
}

#[test]
fn a_score_goes_stale_when_its_factors_change_and_says_which() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    let told = fixture.ok(&["set", "FILE", "RISK-EXAMPLE-002", "inherent.likelihood=low"]);
    assert!(told["changes"][0].as_str().unwrap().contains("Medium → Low"), "{told:#}");
    let told = fixture.ok(&["assess", "FILE", "--dry-run"]);
    let stale: Vec<&Value> =
        list(&told, "scenarios").iter().filter(|row| row["stale"] != serde_json::json!([])).collect();
    assert_eq!(stale.len(), 1);
    assert_eq!(stale[0]["id"], "RISK-EXAMPLE-002");
    assert_eq!(stale[0]["stale"][0], "inherent likelihood changed: Medium → Low");
    assert_eq!(fixture.ok(&["assess", "FILE"])["recorded"], 1);
    let told = fixture.ok(&["assess", "FILE"]);
    assert!(list(&told, "scenarios").iter().all(|row| row["stale"] == serde_json::json!([])));
}

#[test]
fn a_forged_score_is_found_however_it_came_in() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    let export = fixture.path("out.json").display().to_string();
    fixture.ok(&["export", "FILE", "--format", "json", "--output", &export]);
    let honest = Fixture::empty();
    honest.ok(&["init", "FILE", "--name", "Other"]);
    honest.ok(&["import", "FILE", &export]);
    assert!(honest.ok(&["verify", "FILE"])["ok"].as_bool().unwrap());

    let mut document: Value = serde_json::from_str(&fs::read_to_string(&export).unwrap()).unwrap();
    document["isms"]["scores"][0]["inherent"]["score"] = 0.0.into();
    let forged = fixture.write("forged.json", &document.to_string());
    let other = Fixture::empty();
    other.ok(&["init", "FILE", "--name", "Other"]);
    other.ok(&["import", "FILE", &forged]);
    let (code, told) = other.json(&["verify", "FILE"]);
    assert_eq!(code, 1);
    assert!(told["problems"][0]["message"].as_str().unwrap().contains("score"), "{told:#}");
}

#[test]
fn damage_is_told_with_one_and_a_missing_file_with_two() {
    let fixture = Fixture::with_registers();
    let mut bytes = fs::read(fixture.file()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(fixture.file(), &bytes).unwrap();
    let (code, told) = fixture.json(&["verify", "FILE"]);
    assert_eq!((code, told["ok"].as_bool()), (1, Some(false)));
    assert!(!list(&told, "problems").is_empty());
    fs::remove_file(fixture.file()).unwrap();
    for command in ["verify", "assess", "check", "soa", "show", "log"] {
        assert_eq!(fixture.json(&[command, "FILE"]).0, 2, "{command}");
    }
    assert!(!fixture.file().exists(), "reading makes no file");
}

#[test]
fn bytes_behind_the_seal_are_found_and_a_late_entry_can_t_be_dated_early() {
    let fixture = Fixture::with_registers();
    let whole = fs::read(fixture.file()).unwrap();
    for more in [b"junk\n".to_vec(), vec![0; 3000], vec![7; 9000]] {
        fs::write(fixture.file(), [whole.clone(), more].concat()).unwrap();
        assert_eq!(fixture.json(&["verify", "FILE"]).0, 1);
    }
    fs::write(fixture.file(), &whole).unwrap();
    let (code, told) = fixture.json(&["set", "FILE", "RISK-EXAMPLE-002", "owner=x", "--at", "2001-01-01"]);
    assert_eq!((code, told["error"]["rule"].as_str()), (2, Some("time")));
}

#[test]
fn what_was_given_elsewhere_is_proved_to_be_here_and_not_to_be_given() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    fixture.ok(&[
        "treat",
        "FILE",
        "RISK-EXAMPLE-009",
        "--accept",
        "--until",
        "2099-01-01",
        "--reason",
        "x",
        "--by",
        "COO",
    ]);
    let proof = fixture.ok(&["verify", "FILE"]);
    assert_eq!((proof["sealed"].as_bool(), &proof["taken_over"]), (Some(true), &serde_json::json!([])));
    let export = fixture.path("out.json").display().to_string();
    fixture.ok(&["export", "FILE", "--format", "json", "--output", &export]);
    let other = Fixture::empty();
    other.ok(&["init", "FILE", "--name", "Other"]);
    other.ok(&["import", "FILE", &export, "--by", "Mallory"]);
    let proof = other.ok(&["verify", "FILE"]);
    assert_eq!(proof["taken_over"][0]["record"], "acceptance/ACC-1");
    assert_eq!(proof["taken_over"][0]["by"], "Mallory");
    // taking an own decision back and forth is no taking over
    fixture.ok(&["undo", "FILE"]);
    fixture.ok(&["undo", "FILE"]);
    assert_eq!(fixture.ok(&["verify", "FILE"])["taken_over"], serde_json::json!([]));
}
