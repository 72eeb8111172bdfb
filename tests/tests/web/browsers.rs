//! The elements in browsers. `tests/web/*.mjs` say what is held of them.

use std::path::Path;
use std::process::Command;

use riskwright_tests::{npm, root};
use serde_json::{Value, json};

use super::{built, questionnaires};

/// So many checks there are at least: fewer, and something did not run.
const CHECKS: usize = 29;

/// Runs a script of `tests/web` over the elements and what was made for it; so many checks have to pass.
pub(crate) fn drive(script: &str, browser: &str, made: &Path, checks: usize) {
    npm("tests/web");
    let (elements, _) = built();
    let output = Command::new("node")
        .arg(root().join("tests/web").join(script))
        .args([browser.as_ref(), elements.as_os_str(), made.as_os_str()])
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
    assert!(passed >= checks, "{browser}: {passed} checks passed, there are {checks}");
}

#[test]
fn elements_hold_in_chromium() {
    drive("drive.mjs", "chromium", questionnaires().path(), CHECKS);
}

#[test]
fn elements_hold_in_firefox() {
    drive("drive.mjs", "firefox-esr", questionnaires().path(), CHECKS);
}
