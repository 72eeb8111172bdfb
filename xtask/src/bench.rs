//! `cargo xtask bench`: the figures of the README, each by name.

use crate::tool::{self, cargo, root};

/// `plugins`: what calls of plugins cost; `server`: what it acknowledges in a second; `versus`: the same job in node and in
/// extism; else a group of the engine's, or all of them.
pub fn run(name: Option<&str>) -> Result<(), String> {
    match name {
        Some("plugins") => plugins(),
        Some("versus") => versus(),
        Some("server") => server(),
        Some(_) => engine(name),
        None => {
            engine(None)?;
            plugins()?;
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
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-runtime", "--bench", "calls"]);
    tool::run("benchmarks of plugins", &mut command)
}

fn server() -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-server", "--bench", "acknowledged"]);
    tool::run("benchmarks of the server", &mut command)
}

/// In a workspace of its own: it brings another wasmtime, and takes a quarter of an hour to compile.
fn versus() -> Result<(), String> {
    let mut command = cargo();
    command.args(["run", "--locked", "--release"]).current_dir(root().join("tests/versus"));
    tool::run("the same job natively, here, in node and in extism", &mut command)
}
