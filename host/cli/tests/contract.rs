//! What scripts rely on: shapes of answers, exit codes, and that a refusal changes nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sha2::{Digest, Sha256};

struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With an ISMS in it that took in the registers real people wrote.
    fn with_registers() -> Self {
        let fixture = Self::new();
        fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
        let mut import = vec!["import".to_owned(), "FILE".to_owned(), "--adopt-scale".to_owned()];
        import.extend(registers().iter().map(|path| path.display().to_string()));
        let words: Vec<&str> = import.iter().map(String::as_str).collect();
        fixture.ok(&words);
        fixture
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self) -> PathBuf {
        self.path("isms.riskwright")
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).display().to_string()
    }

    fn run(&self, words: &[&str]) -> Output {
        let file = self.file().display().to_string();
        let words = words.iter().map(|word| if *word == "FILE" { file.as_str() } else { word });
        Command::new(env!("CARGO_BIN_EXE_riskwright"))
            .args(words)
            .env_remove("RISKWRIGHT_BY")
            .env_remove("RISKWRIGHT_AT")
            .output()
            .unwrap()
    }

    /// Runs with `--json`, and gives the exit code and the one value on standard output.
    fn json(&self, words: &[&str]) -> (i32, Value) {
        let mut words = words.to_vec();
        words.push("--json");
        let output = self.run(&words);
        let text = String::from_utf8(output.stdout).unwrap();
        let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{words:?}: {error}\n{text}"));
        (output.status.code().unwrap(), value)
    }

    fn ok(&self, words: &[&str]) -> Value {
        let (code, value) = self.json(words);
        assert_eq!(code, 0, "{words:?}: {value:#}");
        value
    }
}

fn registers() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/registers/llm-iso27001");
    ["assets_register.md", "risks_register.md", "statement_of_applicability.md", "suppliers_register.md"]
        .map(|name| folder.join(name))
        .to_vec()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} in {value:#}"))
}

#[test]
fn an_import_that_is_refused_names_every_cell_and_changes_not_one_byte() {
    let fixture = Fixture::new();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
    let before = fs::read(fixture.file()).unwrap();
    let source = fixture.write(
        "risks.csv",
        "Risk ID;Risk;Likelihood;Impact;Owner;Controls\nR-1;Fire;sometimes;minor;COO;A.5.1\nR-2;Flood;likely;huge;COO;A.9.99\n",
    );
    let (code, told) = fixture.json(&["import", "FILE", &source]);
    assert_eq!(code, 2);
    assert_eq!(told["imported"]["scenarios"], 0);
    assert_eq!(told["skipped"], 0);
    let cells: Vec<&str> =
        list(&told, "problems").iter().map(|problem| problem["cell"].as_str().unwrap()).collect();
    assert_eq!(cells, ["C2", "D3", "F3"]);
    for problem in list(&told, "problems") {
        assert_eq!(problem["source"], source.as_str());
        for key in ["sheet", "cell", "found", "expected"] {
            assert!(problem[key].is_string(), "{key} in {problem:#}");
        }
    }
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
    let shown = fixture.run(&["import", "FILE", &source]);
    let shown = String::from_utf8(shown.stderr).unwrap();
    for place in ["C2", "D3", "F3", "sometimes", "huge", "A.9.99"] {
        assert!(shown.contains(place), "{place} in {shown}");
    }

    let told = fixture.ok(&["import", "FILE", &source, "--skip-bad"]);
    assert_eq!((told["imported"]["scenarios"].as_u64(), told["skipped"].as_u64()), (Some(0), Some(2)));
    let told = fixture.ok(&["import", "FILE", &source, "--adopt-scale", "--dry-run", "--skip-bad"]);
    assert_eq!(told["entry"], Value::Null);
}

#[test]
fn a_mapping_says_what_words_mean_and_its_own_mistakes_are_marked() {
    let fixture = Fixture::new();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
    let source = fixture.write("risico.csv", "Risico;Kans;Gevolg;Wie\nBrand;zelden;zwaar;Jan\n");
    let map = fixture.write(
        "map.toml",
        "[sheets]\nrisico = \"scenario\"\n[columns]\nRisico = \"title\"\nKans = \"inherent.likelihood\"\nGevolg = \"inherent.consequence\"\nWie = \"owner\"\n[levels.likelihood]\nzelden = \"unlikely\"\n[levels.consequence]\nzwaar = \"critical\"\n",
    );
    let told = fixture.ok(&["import", "FILE", &source, "--mapping", &map]);
    assert_eq!(told["imported"]["scenarios"], 1);
    let risk = fixture.ok(&["show", "FILE", "R-1"]);
    assert_eq!(risk["record"]["owner"], "Jan");
    assert_eq!(risk["record"]["inherent"]["factors"]["consequence"]["level"], 3);
    let wrong = fixture.write("wrong.toml", "[colums]\nKans = \"x\"\n");
    let (code, told) = fixture.json(&["import", "FILE", &source, "--mapping", &wrong]);
    assert_eq!(code, 2);
    assert!(told["error"]["message"].as_str().unwrap().contains("colums"), "{told:#}");
}

#[test]
fn scores_are_what_anyone_recomputes_from_the_documented_bytes() {
    let fixture = Fixture::with_registers();
    let told = fixture.ok(&["assess", "FILE"]);
    assert_eq!(told["methodology"], "matrix");
    let scenarios = list(&told, "scenarios");
    assert_eq!(scenarios.len(), 10);
    let hex = |value: &Value| -> Vec<u8> {
        let text = value.as_str().unwrap().as_bytes();
        text.chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    };
    for scenario in scenarios {
        let inherent = &scenario["inherent"];
        assert!(
            inherent["level"].is_string() && scenario["current"].is_null() && scenario["target"].is_null()
        );
        assert_eq!(scenario["stale"], serde_json::json!([]));
        let mut bytes = b"riskwright.score/1\0".to_vec();
        for part in [&told["code"], &told["settings"], &inherent["inputs"]] {
            bytes.extend(hex(part));
        }
        bytes.extend(inherent["score"].as_f64().unwrap().to_bits().to_be_bytes());
        bytes.push(u8::try_from(inherent["level_index"].as_u64().unwrap()).unwrap());
        assert_eq!(hex(&inherent["digest"]), Sha256::digest(&bytes).as_slice());
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
    let fixture = Fixture::new();
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
fn every_export_reads_back_to_the_same_isms() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    fixture.ok(&[
        "set",
        "FILE",
        "scope",
        "purpose=All of it; even \"this\",\nand that",
        "sites=Kiel; Gdańsk",
    ]);
    fixture.ok(&[
        "treat",
        "FILE",
        "RISK-EXAMPLE-002",
        "--control",
        "A.8.8 (likelihood -1)",
        "--take-over",
        "both",
    ]);
    let before = fixture.ok(&["export", "FILE", "--format", "json", "--output", "-"]);
    for format in ["json", "xlsx", "csv"] {
        let output = fixture.path(&format!("out.{format}"));
        fixture.ok(&["export", "FILE", "--format", format, "--output", &output.display().to_string()]);
        let sources: Vec<String> = if output.is_dir() {
            fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path().display().to_string()).collect()
        } else {
            vec![output.display().to_string()]
        };
        let other = Fixture::new();
        other.ok(&["init", "FILE", "--name", "Another"]);
        let mut import = vec!["import", "FILE"];
        import.extend(sources.iter().map(String::as_str));
        other.ok(&import);
        let after = other.ok(&["export", "FILE", "--format", "json", "--output", "-"]);
        assert_eq!(after, before, "{format}");
        let told = other.ok(&import);
        assert_eq!(told["entry"], Value::Null, "a second import of the same changes nothing: {format}");
        assert!(other.ok(&["verify", "FILE"])["ok"].as_bool().unwrap());
    }
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
fn what_nobody_reads_to_the_end_ends_no_program_badly() {
    let fixture = Fixture::with_registers();
    let program = env!("CARGO_BIN_EXE_riskwright");
    let line = format!("'{program}' soa '{}' | head -n 1; exit ${{PIPESTATUS[0]}}", fixture.file().display());
    let output = Command::new("bash").args(["-c", &line]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn schemas_and_completions_come_out() {
    let fixture = Fixture::new();
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
        let output = Command::new(env!("CARGO_BIN_EXE_riskwright"))
            .args(&words)
            .env("COLUMNS", "96")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= 96, "{words:?}: {widest} columns");
    }
}

#[test]
fn a_forged_score_is_found_however_it_came_in() {
    let fixture = Fixture::with_registers();
    fixture.ok(&["assess", "FILE"]);
    let export = fixture.path("out.json").display().to_string();
    fixture.ok(&["export", "FILE", "--format", "json", "--output", &export]);
    let honest = Fixture::new();
    honest.ok(&["init", "FILE", "--name", "Other"]);
    honest.ok(&["import", "FILE", &export]);
    assert!(honest.ok(&["verify", "FILE"])["ok"].as_bool().unwrap());

    let mut document: Value = serde_json::from_str(&fs::read_to_string(&export).unwrap()).unwrap();
    document["isms"]["scores"][0]["inherent"]["score"] = 0.0.into();
    let forged = fixture.write("forged.json", &document.to_string());
    let other = Fixture::new();
    other.ok(&["init", "FILE", "--name", "Other"]);
    other.ok(&["import", "FILE", &forged]);
    let (code, told) = other.json(&["verify", "FILE"]);
    assert_eq!(code, 1);
    assert!(told["problems"][0]["message"].as_str().unwrap().contains("score"), "{told:#}");
}

#[test]
fn nothing_is_written_over_an_isms_and_nothing_changed_makes_no_entry() {
    let fixture = Fixture::with_registers();
    let before = fs::read(fixture.file()).unwrap();
    for words in [
        vec!["export", "FILE", "--format", "json", "--output", "FILE"],
        vec!["export", "FILE", "--format", "xlsx", "--output", "FILE"],
        vec!["soa", "FILE", "--format", "html", "--output", "FILE"],
        vec!["register", "FILE", "--format", "xlsx", "--output", "FILE"],
    ] {
        assert_eq!(fixture.json(&words).0, 2, "{words:?}");
    }
    let told = fixture.ok(&["set", "FILE", "RISK-EXAMPLE-001", "owner=CTO"]);
    assert_eq!((told["entry"].clone(), told["changes"].clone()), (Value::Null, serde_json::json!([])));
    assert_eq!(fs::read(fixture.file()).unwrap(), before);
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
fn an_import_tells_what_it_changed_of_what_was_there() {
    let fixture = Fixture::new();
    fixture.ok(&["init", "FILE", "--name", "Acme Ltd"]);
    let hr = fixture.write("hr.csv", "ID;Risk;Likelihood;Impact\nR-1;Leavers keep access;likely;minor\n");
    let it = fixture.write(
        "it.csv",
        "ID;Risk;Likelihood;Impact\nR-1;Ransomware;likely;critical\nR-2;Fire;likely;minor\n",
    );
    assert_eq!(fixture.ok(&["import", "FILE", &hr])["revised"], 0);
    let told = fixture.ok(&["import", "FILE", &it]);
    assert_eq!(told["revised"], 1);
    assert!(told["notes"].to_string().contains("“Leavers keep access” → “Ransomware”"), "{told:#}");
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
    let other = Fixture::new();
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
fn a_wrong_argument_is_told_as_json_too() {
    let fixture = Fixture::new();
    let (code, told) = fixture.json(&["heatmap", "FILE", "--stage", "yesterday"]);
    assert_eq!(code, 2);
    assert!(told["error"]["message"].as_str().unwrap().contains("yesterday"), "{told:#}");
}
