//! The elements in browsers. `tests/web/*.mjs` say what is held of them.

use std::process::Command;

use riskwright_tests::{npm, root};
use serde_json::{Value, json};

use super::{built, questionnaires};

/// So many checks there are at least: fewer, and something did not run.
const CHECKS: usize = 27;

fn drive(browser: &str) {
    npm("tests/web");
    let (elements, _) = built();
    let made = questionnaires();
    let output = Command::new("node")
        .arg(root().join("tests/web/drive.mjs"))
        .args([browser.as_ref(), elements.as_os_str(), made.path().as_os_str()])
        .output()
        .expect("node drives browsers");
    let told = String::from_utf8_lossy(&output.stderr);
    eprintln!("{told}");
    assert!(
        output.status.success(),
        "{browser} can't be driven; `cargo xtask test` installs what is missing: {told}"
    );
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    eprintln!("{}", outcome["figures"]);
    assert_eq!(outcome["failed"], json!([]), "{browser}: {:#}", outcome["failed"]);
    assert_eq!(outcome["heard"], json!([]), "{browser} complains");
    let passed = outcome["passed"].as_array().unwrap().len();
    assert!(passed >= CHECKS, "{browser}: {passed} checks passed, there are {CHECKS}");
}

#[test]
fn elements_hold_in_chromium() {
    drive("chromium");
}

#[test]
fn elements_hold_in_firefox() {
    drive("firefox-esr");
}
