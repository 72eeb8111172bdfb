//! What scripts rely on: shapes of answers, exit codes, and that a refusal changes nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[path = "contract/changes.rs"]
mod changes;
#[path = "contract/cycle.rs"]
mod cycle;
#[path = "contract/exchange.rs"]
mod exchange;
mod fixture;
#[path = "contract/proof.rs"]
mod proof;

use fixture::{Fixture, list};

impl Fixture {
    /// With an ISMS in it that took in the registers real people wrote.
    fn with_registers() -> Self {
        let fixture = Self::empty();
        fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
        let mut import = vec!["import".to_owned(), "FILE".to_owned(), "--adopt-scale".to_owned()];
        import.extend(registers().iter().map(|path| path.display().to_string()));
        let words: Vec<&str> = import.iter().map(String::as_str).collect();
        fixture.ok(&words);
        fixture
    }
}

fn registers() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/registers/llm-iso27001");
    ["assets_register.md", "risks_register.md", "statement_of_applicability.md", "suppliers_register.md"]
        .map(|name| folder.join(name))
        .to_vec()
}

#[test]
fn the_statement_of_applicability_has_every_control_of_either_edition_once() {
    let fixture = Fixture::with_registers();
    for (edition, count) in [("2022", 93), ("2013", 114)] {
        let told = fixture.ok(&["soa", "FILE", "--edition", edition]);
        assert_eq!(told["edition"], edition);
        let annex: Vec<&Value> = list(&told, "controls")
            .iter()
            .filter(|line| line["id"].as_str().unwrap().starts_with("A."))
            .collect();
        assert_eq!(annex.len(), count);
        for line in annex {
            let included = line["applicability"] == "included";
            assert_eq!(included, !line["reasons"].as_array().unwrap().is_empty(), "{line:#}");
            assert!(line["title"].is_string());
        }
    }
    for (format, begins) in [("html", b"<!DO".as_slice()), ("xlsx", b"PK\x03\x04")] {
        let output = fixture.path(&format!("soa.{format}")).display().to_string();
        fixture.ok(&["soa", "FILE", "--edition", "2022", "--format", format, "--output", &output]);
        assert!(fs::read(&output).unwrap().starts_with(begins));
        let output = fixture.path(&format!("register.{format}")).display().to_string();
        fixture.ok(&["register", "FILE", "--format", format, "--output", &output]);
        assert!(fs::read(&output).unwrap().starts_with(begins));
    }
    fixture.ok(&["soa", "FILE", "--approve", "--by", "Board"]);
    assert!(fixture.ok(&["verify", "FILE"])["ok"].as_bool().unwrap());
}

#[test]
fn the_move_between_editions_accounts_for_every_control() {
    let fixture = Fixture::empty();
    let told = fixture.ok(&["catalogue", "delta", "2013", "2022"]);
    assert_eq!(list(&told, "new").len(), 11);
    let mut from: Vec<&str> = list(&told, "moved")
        .iter()
        .flat_map(|step| step["from"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()))
        .collect();
    from.sort_unstable();
    from.dedup();
    assert_eq!(from.len(), 114);
    assert!(list(&told, "moved").iter().all(|step| step["relation"].is_string() && step["to"].is_array()));
}

#[test]
fn check_ends_with_one_where_it_finds_something_and_names_rule_clause_and_record() {
    let fixture = Fixture::with_registers();
    let (code, told) = fixture.json(&["check", "FILE", "--at", "2026-11-20"]);
    assert_eq!(code, 1);
    for finding in list(&told, "findings") {
        for key in ["rule", "clause", "record", "severity", "message"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{key} in {finding:#}");
        }
    }
    let has = |rule: &str, record: &str| {
        list(&told, "findings").iter().any(|finding| finding["rule"] == rule && finding["record"] == record)
    };
    assert!(has("R03", "A.7.7"), "excluded, and nobody says why");
    assert!(has("R08", "RISK-EXAMPLE-009"), "retained above the criteria, and nobody accepted it");
    assert!(has("R16", "scope"));
    let again = fixture.json(&["check", "FILE", "--at", "2026-11-20"]);
    assert_eq!(again, (code, told));
}

#[test]
fn what_nobody_reads_to_the_end_ends_no_program_badly() {
    let fixture = Fixture::with_registers();
    let program = env!("CARGO_BIN_EXE_riskwright");
    let line = format!("'{program}' soa '{}' | head -n 1; exit ${{PIPESTATUS[0]}}", fixture.file().display());
    let output = Command::new("bash").args(["-c", &line]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn schemas_and_completions_come_out() {
    let fixture = Fixture::empty();
    for of in ["isms", "change", "entry", "mapping"] {
        assert!(fixture.ok(&["schema", of])["$schema"].is_string());
    }
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = fixture.run(&["completions", shell]);
        assert!(String::from_utf8(output.stdout).unwrap().contains("riskwright"));
    }
    assert!(fixture.json(&["check", "--rules"]).1["rules"].as_array().unwrap().len() > 20);
}

#[test]
fn tables_fit_the_width_there_is() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    let file = fixture.file().display().to_string();
    for words in [
        vec!["register", &file],
        vec!["soa", &file],
        vec!["heatmap", &file, "--ids"],
        vec!["check", &file],
        vec!["treat", &file],
    ] {
        let output = fixture.command(&words).env("COLUMNS", "96").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 96, "{words:?}: {widest} columns");
    }
}

#[test]
fn a_wrong_argument_is_told_as_json_too() {
    let fixture = Fixture::empty();
    let (code, told) = fixture.json(&["heatmap", "FILE", "--stage", "yesterday"]);
    assert_eq!(code, 2);
    assert!(told["error"]["message"].as_str().unwrap().contains("yesterday"), "{told:#}");
}
