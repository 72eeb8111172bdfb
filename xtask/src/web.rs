//! `cargo xtask web`: the elements for pages.

use crate::tool::{self, cargo, root};

/// Builds the elements into `web/dist`, or into a folder. What builds them is a program of its own: it takes minutes to
/// compile, which other tasks need not wait for.
pub fn run(rest: &[&str]) -> Result<(), String> {
    let mut build = cargo();
    build.args(["run", "--locked", "-p", "riskwright-web-build", "--"]);
    tool::run("building the elements", build.args(rest).current_dir(root().join("web")))
}
