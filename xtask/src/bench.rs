//! `cargo xtask bench`: the figures of the README, each by name.

use std::process::Command;

use crate::tool::{self, cargo, root};
use crate::web;

/// Targets of benchmarks in this workspace: the folder each runs in, and what it is about.
const TARGETS: [(&str, &str, &str); 4] = [
    ("speed", "tests", "benchmarks of the engine"),
    ("calls", "host/runtime", "benchmarks of plugins"),
    ("papers", "host/reports", "benchmarks of papers"),
    ("acknowledged", "host/server", "benchmarks of the server"),
];

/// `plugins`: what calls of plugins cost; `server`: what it acknowledges in a second; `papers`: what reports take; `versus`:
/// the same job in node and in extism; `peers`: the questionnaire on a page beside another; else a group of the engine's, or
/// all but the last two.
pub fn run(name: Option<&str>) -> Result<(), String> {
    match name {
        Some("plugins") => targets(&["calls"], None),
        Some("server") => targets(&["acknowledged"], None),
        Some("papers") => targets(&["papers"], None),
        Some("versus") => versus(),
        Some("peers") => peers(),
        Some(group) => targets(&["speed"], Some(group)),
        None => targets(&TARGETS.map(|(target, ..)| target), None),
    }
}

/// Builds targets, all in one go: apart, what they rest on would be compiled anew for each. Then runs them one by one.
fn targets(wanted: &[&str], group: Option<&str>) -> Result<(), String> {
    tool::wasm()?;
    let mut build = cargo();
    build.args(["bench", "--no-run", "--locked", "--workspace"]);
    build.args(wanted.iter().flat_map(|target| ["--bench", target]));
    let programs = tool::build("building benchmarks, optimised across crates", &mut build)?;
    for (target, folder, about) in TARGETS.iter().filter(|(target, ..)| wanted.contains(target)) {
        let program =
            programs.get(*target).ok_or_else(|| format!("cargo does not say where it put {target}"))?;
        let mut bench = Command::new(program);
        bench.env("CRITERION_HOME", root().join("target/criterion"));
        tool::run(about, bench.arg("--bench").args(group).current_dir(root().join(folder)))?;
    }
    Ok(())
}

/// In a workspace of its own: it brings another wasmtime, and takes a quarter of an hour to compile.
fn versus() -> Result<(), String> {
    tool::wasm()?;
    let mut command = cargo();
    command.args(["run", "--locked", "--release"]).current_dir(root().join("tests/versus"));
    tool::run("the same job natively, here, in node and in extism", &mut command)
}

/// In Chromium: the elements as they are built, and SurveyJS as npm has it.
fn peers() -> Result<(), String> {
    let (folder, elements) = (root().join("tests/peers"), root().join("target/web"));
    let mut install = Command::new("npm");
    install.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder);
    tool::run("npm ci in tests/peers", &mut install)?;
    web::run(&[&elements.to_string_lossy()])?;
    let mut node = Command::new("node");
    tool::run("a form of 50 questions, side by side", node.arg(folder.join("run.mjs")).arg(&elements))
}
