//! `cargo xtask plugins`: the packages that ship, built anew into plugins/dist.

use std::path::PathBuf;

use crate::tool::{self, root};

/// Folders below plugins/ whose packages ship inside the command line.
pub const SHIPPED: [&str; 8] = [
    "ebios-rm",
    "fmea",
    "matrix",
    "nist-sp800-30",
    "nist-sp800-53",
    "octave-allegro",
    "open-fair",
    "self-assessment",
];

/// Where the package of a folder lies.
pub fn package(name: &str) -> PathBuf {
    root().join("plugins/dist").join(format!("riskwright.{name}.wasm"))
}

/// Builds every package that ships. The program that builds them has the packages of before inside.
pub fn run() -> Result<(), String> {
    tool::wasm()?;
    let program = tool::riskwright(&[])?;
    for name in SHIPPED {
        let mut build = std::process::Command::new(&program);
        // what they rest on is compiled once, as the suites do
        build.env("CARGO_TARGET_DIR", root().join("target/plugins"));
        build.current_dir(root()).args(["plugin", "build"]).arg(format!("plugins/{name}"));
        tool::run(&format!("packing {name}"), build.arg("--output").arg(package(name)))?;
    }
    Ok(())
}
