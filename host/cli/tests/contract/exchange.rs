//! What comes in and what goes out.

use std::fs;

use serde_json::Value;

use super::fixture::{Fixture, list};

#[test]
fn an_import_that_is_refused_names_every_cell_and_changes_not_one_byte() {
    let fixture = Fixture::empty();
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
    let fixture = Fixture::empty();
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
fn an_import_tells_what_it_changed_of_what_was_there() {
    let fixture = Fixture::empty();
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
        let other = Fixture::empty();
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
