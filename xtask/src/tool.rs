//! Running programs, and saying which.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use serde_json::Value;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Says what begins, so that a log shows what is running.
pub fn heading(text: &str) {
    println!("\n── {text}");
}

/// Runs a command to its end and says how long it took.
pub fn run(what: &str, command: &mut Command) -> Result<(), String> {
    ended(what, || command.status())
}

fn ended(what: &str, run: impl FnOnce() -> std::io::Result<ExitStatus>) -> Result<(), String> {
    heading(what);
    let begun = Instant::now();
    let status = run().map_err(|error| format!("{what}: {error}"))?;
    println!("── {what}: {} s", begun.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})")) }
}

/// The programs that a `cargo build` makes, by name. Where they lie cargo alone knows: by `CARGO_TARGET_DIR` or its
/// configuration that may be anywhere.
pub fn build(what: &str, command: &mut Command) -> Result<BTreeMap<String, PathBuf>, String> {
    command.args(["--message-format", "json-render-diagnostics"]).stderr(Stdio::inherit());
    let mut said = Vec::new();
    ended(what, || {
        command.output().map(|output| {
            said = output.stdout;
            output.status
        })
    })?;
    let messages = serde_json::Deserializer::from_slice(&said).into_iter::<Value>();
    let programs = messages.filter_map(|message| {
        let message = message.ok()?;
        let (name, path) = (message["target"]["name"].as_str()?, message["executable"].as_str()?);
        Some((name.to_owned(), PathBuf::from(path)))
    });
    Ok(programs.collect())
}

/// The program `riskwright`, as a `cargo build` with these arguments makes it.
pub fn riskwright(arguments: &[&str]) -> Result<PathBuf, String> {
    let mut command = cargo();
    // beside a suite: what suites depend on has features that would have the compiler of plugins compiled twice
    command.args(["build", "--locked", "--workspace", "--bin", "riskwright", "--test", "layering"]);
    command.args(arguments);
    let mut programs = build("building riskwright", &mut command)?;
    programs.remove("riskwright").ok_or_else(|| "cargo does not say where it put riskwright".to_owned())
}

/// Sees to it that Rust's standard library for WebAssembly is there: a toolchain comes without.
pub fn wasm() -> Result<(), String> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let rustup = |arguments: &[&str]| {
        let mut rustup = Command::new("rustup");
        rustup.args(arguments).current_dir(root());
        rustup
    };
    // a toolchain that did not come by rustup has its own way to targets, and says itself what it lacks
    let Ok(listed) = rustup(&["target", "list", "--installed"]).output() else { return Ok(()) };
    if String::from_utf8_lossy(&listed.stdout).lines().any(|target| target == TARGET) {
        return Ok(());
    }
    run(&format!("rustup target add {TARGET}"), &mut rustup(&["target", "add", TARGET]))
}

/// Whether a program is there and answers.
pub fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
