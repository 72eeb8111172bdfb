//! The program's pages in browsers, with ten thousand risks, and an intranet's page that asks by a link. `tests/web/workspace.mjs`
//! says what is held of them.
#![cfg(unix)]

#[path = "serving/client.rs"]
mod client;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use client::{Served, run, told};
use serde_json::{Value, json};

/// So many checks there are at least: fewer, and something did not run.
const CHECKS: usize = 11;
const RISKS: usize = 10_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().and_then(Path::parent).unwrap()
}

fn done(words: &[&str]) {
    let (code, text) = run(words);
    assert_eq!(code, 0, "{words:?}: {text}");
}

/// An ISMS with ten thousand risks, and a questionnaire.
fn isms(folder: &Path) -> PathBuf {
    let file = folder.join("isms.riskwright");
    let name = file.display().to_string();
    done(&["init", &name, "--name", "Example Ltd"]);
    let mut table = String::from(
        "ID,Risk,Owner,Existing controls,Inherent likelihood,Inherent consequence,Current likelihood,Current consequence,Treatment option,Treatment controls,Review on\n",
    );
    for number in 1..=RISKS {
        let (one, other) = (number % 5 + 1, number / 5 % 5 + 1);
        let owner = ["Ada Owner", "Ben Engineer", ""][number % 3];
        let option = ["modify", "retain", ""][number / 3 % 3];
        let control = if option == "modify" { "A.8.13" } else { "" };
        let current = if number % 2 == 0 { format!("{},{other}", (one / 2).max(1)) } else { ",".to_owned() };
        writeln!(table, "R-{number},Scenario {number} in a place with a name,{owner},,{one},{other},{current},{option},{control},2027-0{}-15", number % 9 + 1).unwrap();
    }
    let risks = folder.join("risks.csv");
    std::fs::write(&risks, table).unwrap();
    done(&["import", &name, &risks.display().to_string()]);
    done(&["assess", &name]);
    let questionnaire = root().join("examples/intranet/backups.json");
    done(&["questionnaire", "adopt", &name, &questionnaire.display().to_string()]);
    file
}

/// An intranet that runs; it ends with this.
struct Intranet(Child);

impl Drop for Intranet {
    fn drop(&mut self) {
        // it may have ended already
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn intranet(invitation: &Path) -> (Intranet, String) {
    let script = root().join("examples/intranet/serve.mjs");
    let mut node = Command::new("node");
    let mut child = node.arg(script).arg("0").arg(invitation).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (Intranet(child), line.trim().to_owned())
}

fn drive(browser: &str) {
    let home = tempfile::tempdir().unwrap();
    let file = isms(home.path());
    let served = Served::start(&file, &[]);
    let server = format!("http://{}", served.address);
    let name = file.display().to_string();
    let link = |respondent: &str, risk: &str| {
        let words = [
            "invite",
            &name,
            "backups-and-access",
            "--respondent",
            respondent,
            "--for",
            risk,
            "--url",
            &server,
        ];
        told(&words)["address"].as_str().unwrap().to_owned()
    };
    let (first, second) = (link("Jane Doe", "R-1"), link("John Roe", "R-2"));
    let invitation = home.path().join("invitation.json");
    let secret = first.split_once('#').unwrap().1;
    let text = json!({"server": server, "questionnaire": "backups-and-access", "link": secret}).to_string();
    std::fs::write(&invitation, text).unwrap();
    let (_intranet, page) = intranet(&invitation);
    let exported = home.path().join("exported");
    let exported = exported.display().to_string();
    done(&["web", "export", &name, &exported]);
    let output = Command::new("node")
        .arg(root().join("tests/web/workspace.mjs"))
        .args([browser, &server, &page, &second, &exported])
        .output()
        .expect("node drives browsers");
    let said = String::from_utf8_lossy(&output.stderr);
    eprintln!("{said}");
    assert!(
        output.status.success(),
        "{browser} can't be driven; `cargo xtask test` installs what is missing: {said}"
    );
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    eprintln!("{}", outcome["figures"]);
    assert_eq!(outcome["failed"], json!([]), "{browser}: {:#}", outcome["failed"]);
    assert_eq!(outcome["heard"], json!([]), "{browser} complains");
    assert!(outcome["passed"].as_array().unwrap().len() >= CHECKS, "{outcome}");
    // it is well after all that
    assert_eq!(served.client().ask("GET", "/healthz", &[], "").unwrap().0, 204);
    let (code, _, err) = served.stop();
    assert_eq!(code, 0, "{err}");
    let proof = told(&["verify", &name]);
    assert_eq!(proof["ok"], true, "{proof:#}");
}

/// Elements are taken in when the program is built: `cargo xtask test` builds them first.
#[test]
fn the_workspace_holds_in_chromium() {
    drive("chromium");
}

#[test]
fn the_workspace_holds_in_firefox() {
    drive("firefox-esr");
}
