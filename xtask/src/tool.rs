//! Running programs, and saying which.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

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
    heading(what);
    let begun = Instant::now();
    let status = command.status().map_err(|error| format!("{what}: {error}"))?;
    println!("── {what}: {} s", begun.elapsed().as_secs());
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})")) }
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
