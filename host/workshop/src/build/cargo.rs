//! Running cargo so that nothing of this machine shows in what it makes.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use serde::Deserialize;

use super::{BuildError, BuildOptions, Project, TARGET};
use crate::Progress;

/// How plugins are compiled, whatever the crate's own profile says.
const PROFILE: &[(&str, &str)] = &[
    ("OPT_LEVEL", "3"),
    ("LTO", "fat"),
    ("CODEGEN_UNITS", "1"),
    ("PANIC", "abort"),
    ("STRIP", "symbols"),
    ("DEBUG", "false"),
    ("DEBUG_ASSERTIONS", "false"),
    ("OVERFLOW_CHECKS", "false"),
    ("INCREMENTAL", "false"),
];

/// The cargo that runs this, or the one on the path.
pub(super) fn program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

pub(super) fn network(command: &mut Command, options: &BuildOptions) {
    if options.offline {
        command.arg("--offline");
    }
    if options.locked {
        command.arg("--locked");
    }
    // cargo's own flags would change the module; flags for other packages than this one reach it by the environment
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_BUILD_RUSTFLAGS"] {
        command.env_remove(name);
    }
}

pub(super) fn no_tool(tool: &'static str, error: &std::io::Error) -> BuildError {
    BuildError::Tool { tool, message: error.to_string() }
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    target: Option<Built>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Built {
    name: String,
}

enum Said {
    Message(String),
    Line(String),
}

/// The path of the module.
pub(super) fn build(
    project: &Project,
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<PathBuf, BuildError> {
    let sysroot = rustc(&project.dir, &["--print", "sysroot"])?;
    let libraries = PathBuf::from(&sysroot).join("lib/rustlib").join(TARGET).join("lib");
    if !std::fs::read_dir(libraries).is_ok_and(|mut files| files.next().is_some()) {
        return Err(BuildError::Target);
    }
    let mut command = Command::new(program());
    command.args([
        "build",
        "--release",
        "--lib",
        "--target",
        TARGET,
        "--message-format",
        "json-render-diagnostics",
    ]);
    network(&mut command, options);
    command
        .arg("--target-dir")
        .arg(&project.target_dir)
        .current_dir(&project.dir)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(project, &sysroot)?)
        .env("CARGO_TERM_COLOR", "never")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in PROFILE {
        command.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    let child = command.spawn().map_err(|error| no_tool("cargo", &error))?;
    follow(child, project, progress)
}

/// Reads what cargo says until it ends, or ends it.
fn follow(mut child: Child, project: &Project, progress: Progress<'_>) -> Result<PathBuf, BuildError> {
    let (said, heard) = channel();
    listen(child.stdout.take(), said.clone(), Said::Message);
    listen(child.stderr.take(), said, Said::Line);
    let (mut module, mut log) = (None, String::new());
    loop {
        let line = match heard.recv_timeout(Duration::from_millis(250)) {
            Ok(Said::Message(json)) => {
                module = artifact(&json, project).or(module);
                continue;
            }
            Ok(Said::Line(line)) => line,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => "compiling".to_owned(),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
        };
        if !progress(line.trim()) {
            let _ = child.kill();
            let _ = child.wait();
            return Err(BuildError::Stopped);
        }
        if line != "compiling" {
            log.push_str(&line);
            log.push('\n');
        }
    }
    let status = child.wait().map_err(|error| no_tool("cargo", &error))?;
    if !status.success() {
        return Err(BuildError::Compile(without_progress(&log)));
    }
    module.ok_or(BuildError::NoModule)
}

fn listen(from: Option<impl Read + Send + 'static>, to: Sender<Said>, as_what: fn(String) -> Said) {
    let Some(from) = from else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            if to.send(as_what(String::from_utf8_lossy(&line).into_owned())).is_err() {
                return;
            }
        }
    });
}

fn artifact(json: &str, project: &Project) -> Option<PathBuf> {
    let message: Message = serde_json::from_str(json).ok()?;
    let own = message.reason == "compiler-artifact" && message.target?.name == project.target_name;
    own.then_some(message.filenames)?
        .into_iter()
        .find(|path| path.extension().is_some_and(|ending| ending == "wasm"))
}

/// What the compiler says, without what cargo says beside it.
fn without_progress(log: &str) -> String {
    let beside = [
        "Compiling ",
        "Finished ",
        "Updating ",
        "Locking ",
        "Downloading ",
        "Downloaded ",
        "Adding ",
        "Blocking ",
    ];
    let lines = log.lines().filter(|line| !beside.iter().any(|word| line.trim_start().starts_with(word)));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Flags that put a name in place of each folder; of several that fit, rustc takes the last.
fn flags(project: &Project, sysroot: &str) -> Result<OsString, BuildError> {
    let commit = rustc(&project.dir, &["-vV"])?;
    let commit = commit.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let library = Path::new(sysroot).join("lib/rustlib/src/rust");
    let library = (library, format!("/rustc/{commit}"));
    let mut flags = OsString::new();
    for (folder, name) in std::iter::once(&library).chain(&project.folders) {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    Ok(flags)
}

/// The compiler that cargo would use in this folder, which a toolchain file there may choose.
fn rustc(dir: &Path, arguments: &[&str]) -> Result<String, BuildError> {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(program)
        .args(arguments)
        .current_dir(dir)
        .output()
        .map_err(|error| no_tool("rustc", &error))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
