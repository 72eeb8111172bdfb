//! `examples/js-plugin`: a methodology in JavaScript, from its source to recorded scores, as its README tells it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::json;

use super::Fixture;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/js-plugin").canonicalize().unwrap()
}

/// Runs a program in the example's folder; a log shows which.
fn run(program: &str, arguments: &[&str]) {
    eprintln!("{program} {}", arguments.join(" "));
    let output =
        Command::new(program).args(arguments).current_dir(example()).output().unwrap_or_else(|error| {
            panic!("`{program}` can't be started ({error}); install Node.js 20 or newer")
        });
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {}: {told}", arguments.join(" "));
}

/// The component and its manifest.
fn built() -> (String, String) {
    let folder = example();
    if !folder.join("node_modules/@bytecodealliance/componentize-js").is_dir() {
        run("npm", &["ci", "--no-audit", "--no-fund"]);
    }
    run("node", &["build.mjs"]);
    let path = |name: &str| folder.join(name).display().to_string();
    (path("build/kinney.wasm"), path("manifest.json"))
}

#[test]
fn a_methodology_in_javascript_keeps_every_promise_and_scores_a_register() {
    let begun = Instant::now();
    let say = |what: &str| eprintln!("{} s: {what}", begun.elapsed().as_secs());
    let fixture = Fixture::with_risks();
    let (component, manifest) = built();
    let wrong = fixture.refused(&["plugin", "build", &component]);
    assert!(wrong.contains("--manifest"), "{wrong}");
    let wrong = fixture.refused(&["plugin", "build", &component, "--manifest", "risks.csv"]);
    assert!(wrong.contains("risks.csv: its manifest is not complete"), "{wrong}");
    let other = std::fs::read_to_string(&manifest).unwrap().replace("[\"methodology\"]", "[\"catalogue\"]");
    let other = fixture.write("other.json", &other);
    let wrong = fixture.refused(&["plugin", "build", &component, "--manifest", &other]);
    assert!(wrong.contains("the component exports \\\"methodology\\\""), "{wrong}");
    let built =
        fixture.ok(&["plugin", "build", &component, "--manifest", &manifest, "--output", "kinney.wasm"]);
    assert_eq!((&built["id"], &built["exports"]), (&json!("example.kinney"), &json!(["methodology"])));

    // each compiles twelve megabytes, so side by side
    std::thread::scope(|side| {
        let kit = side.spawn(|| {
            let report = fixture.ok(&["plugin", "test", "kinney.wasm", "--cases", "100"]);
            say("the conformance kit passed");
            report
        });
        fixture.ok(&[
            "plugin",
            "install",
            "FILE",
            "kinney.wasm",
            "--allow-unsigned",
            "--map",
            "likelihood=likelihood:1,2,3,4,6",
            "--map",
            "consequence=consequence:0,1,3,4,5",
        ]);
        say("installed");
        for (risk, exposure) in [("R-1", "Very rare"), ("R-2", "Weekly"), ("R-3", "Daily")] {
            fixture.ok(&["set", "FILE", risk, &format!("inherent.kinney/exposure={exposure}")]);
        }
        let assessed = fixture.ok(&["assess", "FILE", "--methodology", "kinney"]);
        assert_eq!(assessed["recorded"], 3);
        let scores: Vec<_> = assessed["scenarios"]
            .as_array()
            .unwrap()
            .iter()
            .map(|risk| (risk["id"].as_str().unwrap(), risk["inherent"]["score"].as_f64().unwrap()))
            .collect();
        assert_eq!(
            scores,
            [("R-1", 0.2 * 0.5 * 100.0), ("R-2", 1.0 * 3.0 * 15.0), ("R-3", 10.0 * 6.0 * 40.0)]
        );
        let verified = fixture.ok(&["verify", "FILE"]);
        assert_eq!((&verified["ok"], &verified["not_recomputed"]), (&json!(true), &json!([])));
        say("assessed and verified");
        let report = kit.join().unwrap();
        assert!(report["checks"].as_array().unwrap().len() >= 15, "{report:#}");
    });
}
