//! The elements: how large they are, and what they do in browsers, on a page of another origin with a strict policy.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use riskwright_tests::root;
use riskwright_workshop::transpile::to_es_module;
use serde::Deserialize;

#[path = "web/browsers.rs"]
mod browsers;
#[path = "web/local.rs"]
mod local;

/// What `elements.json` says of a file.
#[derive(Debug, Deserialize)]
struct Listed {
    bytes: usize,
    brotli: usize,
}

/// What builds the elements has a workspace of its own.
fn build(words: &[&OsStr]) {
    build_unless(words, || false, || {});
}

/// As [`build`], unless it is done already; `then` notes that it is.
fn build_unless(words: &[&OsStr], done: impl FnOnce() -> bool, then: impl FnOnce()) {
    // suites run side by side, each as a process of its own
    let lock = std::fs::File::open(root().join("web/build/Cargo.toml")).expect("the builder is there");
    lock.lock().expect("others wait");
    if done() {
        return;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--locked", "-p", "riskwright-web-build", "--"])
        .args(words)
        .current_dir(root().join("web"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    then();
}

/// The elements, built anew, and what is listed beside them.
fn built() -> &'static (PathBuf, BTreeMap<String, Listed>) {
    static BUILT: OnceLock<(PathBuf, BTreeMap<String, Listed>)> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = root().join("target/web");
        // once for all suites of a run
        let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_default();
        let stamp = root().join("target/web.run");
        let known = || !run.is_empty() && std::fs::read_to_string(&stamp).is_ok_and(|of| of == run);
        build_unless(&[folder.as_os_str()], known, || std::fs::write(&stamp, &run).expect("it is noted"));
        let listed = std::fs::read(folder.join("elements.json")).expect("sizes are listed");
        (folder, serde_json::from_slice(&listed).expect("the list is JSON"))
    })
}

#[test]
fn the_questionnaire_is_light() {
    const MOST: usize = 92_000;
    let (_, listed) = built();
    // what a page in one language fetches
    let fetched = ["riskwright.js", "assessment.js", "assessment.wasm", "assessment.de.txt"];
    let sizes = fetched.map(|name| listed[name].brotli);
    let all: usize = sizes.iter().sum();
    eprintln!("{all} bytes: {fetched:?} {sizes:?}");
    assert!(all < MOST, "{all} bytes are fetched, at most {MOST} may be: {fetched:?} {sizes:?}");
    // and with the document itself and a plugin's questionnaire there is room left
    assert!(all > 10_000, "{all} bytes is less than it can be: something is missing");
}

#[test]
fn what_a_page_gets_names_no_folder_of_this_machine() {
    let (folder, listed) = built();
    assert!(listed.len() >= 8, "{listed:?}");
    for (name, listed) in listed {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert_eq!(bytes.len(), listed.bytes, "{name}");
        for place in [root().to_string_lossy().into_owned(), std::env::var("HOME").unwrap()] {
            let found = bytes.windows(place.len()).any(|window| window == place.as_bytes());
            assert!(place.len() < 2 || !found, "{name} names {place}");
        }
    }
}

/// Questionnaires for the suites, in a folder: documents, a plugin as a module, a page that is one file.
fn questionnaires() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    node("tests/web/fixtures.mjs", folder.path());
    let package = std::fs::read(root().join("plugins/dist/riskwright.self-assessment.wasm")).unwrap();
    for (name, bytes) in to_es_module(&package).unwrap() {
        let path = folder.path().join("self-assessment").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let (questionnaire, page) = (folder.path().join("kinds.json"), folder.path().join("alone.html"));
    build(&["--alone".as_ref(), questionnaire.as_os_str(), page.as_os_str()]);
    folder
}

fn node(script: &str, folder: &Path) {
    let output = Command::new("node").arg(root().join(script)).arg(folder).output().expect("node runs");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
}
