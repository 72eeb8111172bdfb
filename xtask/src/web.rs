//! `cargo xtask web`: the elements for pages.

use std::path::Path;

use crate::tool::{self, cargo, root};

/// Builds the elements into `web/dist`, or into a folder. What builds them is a program of its own: it takes minutes to
/// compile, which other tasks need not wait for.
pub fn run(words: &[&str]) -> Result<(), String> {
    tool::wasm()?;
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    // the build runs in a folder of its own; files are named from here
    let named = words.iter().map(|word| match word.starts_with('-') {
        true => Path::new(word).to_path_buf(),
        false => here.join(word),
    });
    let mut build = cargo();
    build.args(["run", "--locked", "-p", "riskwright-web-build", "--"]).args(named);
    tool::run("building the elements", build.current_dir(root().join("web")))
}
