//! Shipped methods in browsers: each in a worker of its own on a page with a strict policy, the same bits as here; one that
//! loops is ended while another goes on.

use std::fs;
use std::path::Path;
use std::process::Command;

use riskwright_hostile::{Body, Guest};
use riskwright_tests::{npm, root};
use serde_json::{Value, json};

use super::{answered, batches, to_folder};

const ROWS: usize = 5_000;
/// What the looping plugin asks for.
const LIMIT_MS: u32 = 400;

/// What the page needs: the modules with their columns, and the digests that should come out.
fn site(folder: &Path) -> Value {
    for page in fs::read_dir(root().join("tests/js/page")).unwrap() {
        let page = page.unwrap().path();
        fs::copy(&page, folder.join(page.file_name().unwrap())).unwrap();
    }
    let mut digests = serde_json::Map::new();
    for (name, package, methodology, batch) in batches(ROWS) {
        to_folder(&package, Some(&batch), &folder.join(&name));
        digests.insert(name, answered(&methodology, &batch).into());
    }
    let looping = "(loop $for_ever (br $for_ever)) (unreachable)";
    let looping = Guest::methodology().does("assess", Body::text(looping)).asks_for(16, LIMIT_MS).package();
    to_folder(&looping, None, &folder.join("loop"));
    // one starts them all
    fs::copy(folder.join("loop/run.mjs"), folder.join("run.mjs")).unwrap();
    let methods: Vec<&String> = digests.keys().collect();
    fs::write(folder.join("cases.json"), json!({ "methods": methods }).to_string()).unwrap();
    digests.into()
}

fn drive(browser: &str) {
    npm("tests/js");
    let home = tempfile::tempdir().unwrap();
    let digests = site(home.path());
    let output = Command::new("node")
        .arg(root().join("tests/js/browser.mjs"))
        .arg(browser)
        .arg(home.path())
        .output()
        .expect("node drives browsers");
    let told = String::from_utf8_lossy(&output.stderr);
    eprintln!("{told}");
    assert!(
        output.status.success(),
        "{browser} can't be driven; `cargo xtask test` installs what is missing: {told}"
    );
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcome["heard"], json!([]), "{browser} complains");
    assert_eq!(outcome["violations"], json!([]), "{browser} had to refuse something");
    assert_eq!(outcome["digests"], digests, "{browser} and the host differ");
    assert_eq!(digests.as_object().unwrap().len(), 6);

    let looping = &outcome["loop"];
    let ended = looping["ended"].as_str().unwrap();
    assert!(ended.starts_with("TimeoutError: `tests.hostile` 1.0.0, assess"), "{ended}");
    let after = looping["after"].as_f64().unwrap();
    assert!((f64::from(LIMIT_MS)..10_000.0).contains(&after), "ended after {after} ms");
    assert!(looping["answered"].as_u64().unwrap() > 0, "the other did not go on: {looping}");
    assert_eq!(looping["factors"], 2, "it can be asked again: {looping}");
    assert!(looping["waiting"].as_str().unwrap().ends_with("was ended"), "{looping}");

    // all this means something only where the policy holds and complaints are heard
    assert_eq!(outcome["refused"], "script-src", "the policy is not in force");
    let provoked = outcome["provoked"].to_string();
    for said in ["said by the page", "said by a worker"] {
        assert!(provoked.contains(said), "not heard: {said}, only {provoked}");
    }
}

#[test]
fn shipped_methods_give_the_same_bits_in_chromium() {
    drive("chromium");
}

#[test]
fn shipped_methods_give_the_same_bits_in_firefox() {
    drive("firefox-esr");
}

#[test]
fn a_page_in_typescript_knows_the_types() {
    npm("tests/js");
    let home = tempfile::tempdir().unwrap();
    let (_, package, ..) = batches(1).remove(0);
    to_folder(&package, None, &home.path().join("module"));
    fs::copy(root().join("tests/js/page.mts"), home.path().join("page.mts")).unwrap();
    let output = Command::new("node")
        .arg(root().join("tests/js/node_modules/typescript/bin/tsc"))
        .args(["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"])
        .args(["--lib", "es2022,dom"])
        .arg("page.mts")
        .current_dir(home.path())
        .output()
        .expect("node checks types");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
