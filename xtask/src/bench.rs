//! `cargo xtask bench`: the figures of the README, each by name.

use crate::tool::{self, cargo};

pub fn run(name: Option<&str>) -> Result<(), String> {
    let mut command = cargo();
    command.args(["bench", "--locked", "-p", "riskwright-tests", "--bench", "speed", "--"]);
    command.args(name);
    tool::run("benchmarks", &mut command)
}
