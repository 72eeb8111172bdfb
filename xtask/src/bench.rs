//! `cargo xtask bench`: the figures of the README, each by name.

use std::process::Command;

use crate::tool::{self, cargo, root};
use crate::web;

/// `plugins`: what calls of plugins cost; `server`: what it acknowledges in a second; `papers`: what reports take; `versus`: the same job in node and in
/// extism; `peers`: the questionnaire on a page beside another; else a group of the engine's, or all of them.
pub fn run(name: Option<&str>) -> Result<(), String> {
    match name {
        Some("plugins") => plugins(),
        Some("versus") => versus(),
        Some("server") => server(),
        Some("papers") => papers(),
        Some("peers") => peers(),
        Some(_) => engine(name),
        None => {
            engine(None)?;
            plugins()?;
            papers()?;
            server()
        }
    }
}

fn engine(name: Option<&str>) -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-tests", "--bench", "speed", "--"]);
    command.args(name);
    tool::run("benchmarks of the engine", &mut command)
}

fn plugins() -> Result<(), String> {
    tool::wasm()?;
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-runtime", "--bench", "calls"]);
    tool::run("benchmarks of plugins", &mut command)
}

fn server() -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-server", "--bench", "acknowledged"]);
    tool::run("benchmarks of the server", &mut command)
}

fn papers() -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-reports", "--bench", "papers"]);
    tool::run("benchmarks of papers", &mut command)
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
