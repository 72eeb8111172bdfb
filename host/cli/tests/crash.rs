//! Killed at any moment, or out of disk: the last complete change is there, and nothing half of the next.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_riskwright");

fn run(words: &[&str]) -> (i32, String) {
    let output = Command::new(PROGRAM).args(words).output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), text)
}

fn proved(file: &str) -> serde_json::Value {
    let output = Command::new(PROGRAM).args(["verify", file, "--json"]).output().unwrap();
    let proof: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(proof["ok"], true, "{proof:#}");
    proof
}

fn changes(folder: &Path, from: usize, count: usize) -> String {
    let list: Vec<String> = (from..from + count)
        .map(|number| {
            format!(r#"{{"risk.identify": {{"id": "R-{number}", "title": "Scenario {number}", "description": "{}"}}}}"#, "words ".repeat(40))
        })
        .collect();
    let path = folder.join(format!("changes-{from}.json"));
    fs::write(&path, format!("[{}]", list.join(","))).unwrap();
    path.display().to_string()
}

#[test]
fn killed_at_any_moment_the_file_holds_the_last_complete_change() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("isms.riskwright").display().to_string();
    assert_eq!(run(&["init", &file, "--name", "Acme Ltd"]).0, 0);
    let mut next = 1;
    let mut killed = 0;
    for round in 0..18_u64 {
        let list = changes(folder.path(), next, 250);
        let mut child = Command::new(PROGRAM)
            .args(["set", &file, "--changes", &list])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // moments from before the first change to the sealing at the end
        std::thread::sleep(Duration::from_millis(5 + round * round * 2));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        let entries = usize::try_from(proved(&file)["entries"].as_u64().unwrap()).unwrap();
        // each entry after the first is one whole scenario
        assert!(entries >= next, "what was there stays: {entries} entries, {next} expected");
        let shown = Command::new(PROGRAM).args(["show", &file, "risks", "--json"]).output().unwrap();
        let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
        assert_eq!(shown["records"].as_array().unwrap().len(), entries - 1);
        next = entries;
    }
    assert!(killed >= 5, "too few runs were killed in their midst to prove anything: {killed}");
    assert_eq!(run(&["set", &file, "--change", r#"{"risk.close": {"id": "R-1", "reason": "x"}}"#]).0, 0);
    proved(&file);
}

/// Runs with a limit on how large files may grow, in blocks of 1,024 bytes: what is written beyond fails as on a full
/// disk.
fn limited(blocks: u32, words: &[&str]) -> (i32, String) {
    let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let output = Command::new("bash").args(["-c", &line, "bash", PROGRAM]).args(words).output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), text)
}

#[test]
fn a_full_disk_refuses_the_change_and_loses_none_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("isms.riskwright").display().to_string();
    assert_eq!(run(&["init", &file, "--name", "Acme Ltd"]).0, 0);
    assert_eq!(run(&["set", &file, "--changes", &changes(folder.path(), 1, 20)]).0, 0);
    let size = u32::try_from(fs::metadata(&file).unwrap().len() / 1024).unwrap();
    let mut refused = 0;
    for (round, more) in [0, 1, 4, 16, 64, 128].into_iter().enumerate() {
        let before = proved(&file);
        let list = changes(folder.path(), 1000 * (round + 1), 300);
        let (code, text) = limited(size + more, &["set", &file, "--changes", &list]);
        let after = proved(&file);
        if code != 0 {
            refused += 1;
            assert_eq!(code, 2, "{text}");
            assert!(!text.contains("panicked"), "{text}");
            assert!(after["entries"].as_u64() >= before["entries"].as_u64());
        }
    }
    assert!(refused >= 4, "the limit was hit {refused} times only");
    assert_eq!(run(&["set", &file, "--change", r#"{"risk.close": {"id": "R-1", "reason": "x"}}"#]).0, 0);
    proved(&file);
}

#[test]
fn a_full_disk_leaves_no_half_of_an_init_or_an_export() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (code, text) = limited(8, &["init", &path("new.riskwright"), "--name", "Acme Ltd"]);
    assert_eq!(code, 2, "{text}");
    assert!(!Path::new(&path("new.riskwright")).exists(), "{text}");

    let file = path("isms.riskwright");
    assert_eq!(run(&["init", &file, "--name", "Acme Ltd"]).0, 0);
    assert_eq!(run(&["set", &file, "--changes", &changes(folder.path(), 1, 100)]).0, 0);
    for (words, output) in [
        (vec!["export", "--format", "json", "--output"], path("out.json")),
        (vec!["export", "--format", "xlsx", "--output"], path("out.xlsx")),
        (vec!["soa", "--edition", "2022", "--format", "html", "--output"], path("soa.html")),
    ] {
        fs::write(&output, "what was there").unwrap();
        let mut all = vec![words[0], &file];
        all.extend(&words[1..]);
        all.push(&output);
        let (code, text) = limited(4, &all);
        assert_eq!(code, 2, "{text}");
        assert_eq!(fs::read(&output).unwrap(), b"what was there", "{all:?}");
    }
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
