//! The cases of tests/cases: what the standard, a formula or a hand says comes out of the engine.

use riskwright_core::isms::Isms;
use riskwright_guest::run_case;
use riskwright_tests::{Case, cases, mismatches, node};
use serde_json::{Value, json};

/// Runs every case of a stage and tells each file that fails, with all that differs.
fn run(stage: &str) -> Vec<(Case, Value)> {
    let (mut ran, mut wrong) = (Vec::new(), Vec::new());
    for case in cases(stage) {
        let file = format!("tests/cases/{stage}/{}.json", case.name);
        assert!(
            case.value["source"].as_str().is_some_and(|source| source.len() > 20),
            "{file} does not say in `source` where its expectation is from"
        );
        match run_case(stage, case.value["given"].clone()) {
            Ok(found) => {
                let differs = mismatches(&case.value["expect"], &found, "expect");
                if !differs.is_empty() {
                    wrong.push(format!("{file}:\n  {}", differs.join("\n  ")));
                }
                ran.push((case, found));
            }
            Err(error) => wrong.push(format!("{file}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{} cases fail:\n{}", wrong.len(), wrong.join("\n"));
    ran
}

#[test]
fn matrix() {
    let begun = Isms::new("Example Ltd".parse().unwrap());
    let matrix = serde_json::to_value(begun.preferred_methodology().unwrap()).unwrap();
    let start = json!({ "criteria": begun.criteria(), "matrix": matrix["engine"]["matrix"] });
    let mut held = 0;
    for (case, found) in run("matrix") {
        if found.get("refused").is_some() {
            continue;
        }
        // every digest once more, by another implementation
        let request = json!({ "given": case.value["given"], "start": start, "scored": found["rows"] });
        let digests = node("score_digests.mjs", &[], request.to_string().as_bytes());
        let digests: Value = serde_json::from_slice(&digests).expect("the script writes JSON");
        let differs = mismatches(&digests, &found, "digests");
        assert!(differs.is_empty(), "tests/cases/matrix/{}.json: {}", case.name, differs.join("\n  "));
        held += 1;
    }
    assert!(held >= 8, "only {held} cases have digests");
}

#[test]
fn applicability() {
    run("applicability");
}

#[test]
fn residual() {
    run("residual");
}

#[test]
fn delta() {
    run("delta");
}

#[test]
fn a_journal_verifies_by_its_published_rule_alone() {
    for seed in 1..=5 {
        let found = run_case("journal", json!({ "seed": seed, "steps": 400 })).unwrap();
        let entries = found["entries"].as_array().unwrap();
        assert!(entries.len() > 100, "seed {seed} makes a journal worth the name: {}", entries.len());
        let verified = node("verify_journal.mjs", &[], found["entries"].to_string().as_bytes());
        let verified: Value = serde_json::from_slice(&verified).expect("the script writes JSON");
        assert_eq!(
            verified,
            json!({ "entries": entries.len(), "head": found["head"]["hash"] }),
            "seed {seed}"
        );
    }
}
