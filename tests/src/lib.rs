//! What the suites share: where things are, and the tools beside cargo that they call.
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The root of the repository.
///
/// # Panics
/// Never: this crate lies one folder below it.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository")
}

/// A case: its file's name without the ending, and what it holds.
#[derive(Debug, Clone)]
pub struct Case {
    /// `iso-27005-5x5`
    pub name: String,
    /// The whole file.
    pub value: Value,
}

/// The cases of a stage, in the order of their names.
///
/// # Panics
/// If the folder is missing or empty, or a file is no JSON.
#[must_use]
pub fn cases(stage: &str) -> Vec<Case> {
    let folder = root().join("tests/cases").join(stage);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} has no cases", folder.display());
    let read = |path: &PathBuf| {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Case { name, value }
    };
    paths.iter().map(read).collect()
}

/// What differs between a pattern and a value: an object asks for the members it names, a list for all its items.
#[must_use]
pub fn mismatches(expected: &Value, found: &Value, at: &str) -> Vec<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .flat_map(|(key, expected)| match found.get(key) {
                Some(found) => mismatches(expected, found, &format!("{at}.{key}")),
                None => vec![format!("{at}.{key} is missing, expected {expected}")],
            })
            .collect(),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let pairs = expected.iter().zip(found).enumerate();
            pairs
                .flat_map(|(index, (expected, found))| mismatches(expected, found, &format!("{at}[{index}]")))
                .collect()
        }
        // 2 and 2.0 are the same number
        (Value::Number(expected), Value::Number(found)) if expected.as_f64() == found.as_f64() => Vec::new(),
        _ if expected == found => Vec::new(),
        _ => vec![format!("{at} is {found}, expected {expected}")],
    }
}

/// Installs what the package-lock.json of a folder names, unless that is done already.
///
/// # Panics
/// If npm is missing, or the registry can't be reached.
pub fn npm(folder: &str) {
    let folder = root().join(folder);
    // suites run side by side
    let lock =
        std::fs::File::open(folder.join("package-lock.json")).expect("the folder has a package-lock.json");
    lock.lock().expect("others wait");
    let installed = |path: &str| std::fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    if installed("node_modules/.package-lock.json") >= installed("package-lock.json") {
        return;
    }
    eprintln!("npm ci in {}", folder.display());
    let output = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).output();
    let output = output.unwrap_or_else(|error| panic!("`npm` can't be started ({error}); install it"));
    assert!(output.status.success(), "npm ci: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs a script of tests/js in Node with `input`, and gives back what it prints.
///
/// # Panics
/// If Node is missing or the script fails, with what it said.
#[must_use]
pub fn node(script: &str, arguments: &[&Path], input: &[u8]) -> Vec<u8> {
    let path = root().join("tests/js").join(script);
    let mut child = Command::new("node")
        .arg(&path)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("`node` can't be started ({error}): this suite holds the engine against Node, install Node.js 20 or newer")
        });
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let input = input.to_vec();
    // from a thread of its own, so that a script that answers while it reads can't block both sides
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the script ends");
    let written = writer.join().expect("the writer ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed: {said}");
    written.unwrap_or_else(|error| panic!("{script} did not read its input: {error}\n{said}"));
    output.stdout
}
