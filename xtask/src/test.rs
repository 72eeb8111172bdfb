//! `cargo xtask test`: everything, from what is missing to the last suite.

use std::process::Command;

use crate::fuzz;
use crate::tool::{self, answers, cargo, heading, root};
use crate::web;

pub fn run(quick: bool) -> Result<(), String> {
    need(quick)?;
    tool::run("formatting", cargo().args(["fmt", "--all", "--check"]))?;
    // the program takes them in
    web::run(&[])?;
    of_the_elements()?;
    tool::run(
        "lints",
        cargo().args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    )?;
    tool::run(
        // the engine is compiled for it with the elements; what reads the contract serves the suites' guests too
        "the SDK for WebAssembly, with lints",
        cargo()
            .args(["clippy", "--locked", "-p", "riskwright-sdk", "--profile", "plugin"])
            .args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"])
            .env("CARGO_TARGET_DIR", root().join("target/plugins")),
    )?;
    // suites that build guests do so without a network
    tool::run("every crate there is", cargo().args(["fetch", "--locked"]))?;
    from_npm()?;
    // examples were linted, and each would be linked with all of typst
    let suites =
        ["nextest", "run", "--locked", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"];
    tool::run("all suites", cargo().args(suites))?;
    tool::run("examples in the documentation", cargo().args(["test", "--locked", "--workspace", "--doc"]))?;
    tool::run(
        "the documentation",
        cargo()
            .args(["doc", "--locked", "--workspace", "--no-deps", "--document-private-items"])
            // with the examples it asks for what the lints have checked already
            .args(["--lib", "--bins", "--examples"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    if !quick {
        fuzz::run(None, fuzz::Length::Fixed)?;
        tool::run(
            "licences, sources and duplicates",
            cargo().args(["deny", "--locked", "--offline", "check", "licenses", "bans", "sources"]),
        )?;
    }
    heading("all suites passed");
    Ok(())
}

/// The elements have a workspace of their own, whose crates are the same for pages and without; what they are in browsers is among all suites.
fn of_the_elements() -> Result<(), String> {
    let there = |words: &[&str]| {
        let mut cargo = cargo();
        cargo.args(words).current_dir(root().join("web"));
        cargo
    };
    let lints = ["-D", "warnings"];
    tool::run("formatting of the elements", &mut there(&["fmt", "--all", "--check"]))?;
    let all = ["clippy", "--locked", "--workspace", "--all-targets", "--"];
    tool::run("lints of the elements", &mut there(&[&all[..], &lints].concat()))?;
    tool::run("the elements without a browser", &mut there(&["test", "--locked", "--workspace"]))
}

/// Installs what is missing.
fn need(quick: bool) -> Result<(), String> {
    tool::wasm()?;
    if !answers("node", &["--version"]) {
        return Err(
            "node is missing: the differential suite runs the engine in it (`apt install nodejs`)".to_owned()
        );
    }
    if !answers("npm", &["--version"]) {
        return Err("npm is missing: it brings what drives browsers and what makes a plugin of JavaScript (`apt install npm`)".to_owned());
    }
    // what plugins do on a page is tried in both
    for browser in ["chromium", "firefox-esr"] {
        if !answers(browser, &["--version"]) {
            apt(browser)?;
        }
    }
    if !answers("cargo", &["nextest", "--version"]) {
        install("cargo-nextest")?;
    }
    if quick {
        return Ok(());
    }
    if !answers("g++", &["--version"]) {
        apt("g++")?;
    }
    if !answers("cargo", &["deny", "--version"]) {
        install("cargo-deny")?;
    }
    Ok(())
}

/// Installs a program of cargo's. What they do takes seconds: optimising them takes ten times what it would gain.
fn install(program: &str) -> Result<(), String> {
    let mut install = cargo();
    install.args(["install", "--locked", "--debug", program]).env("CARGO_PROFILE_DEV_DEBUG", "0");
    tool::run(&format!("cargo install {program}"), &mut install)
}

fn apt(package: &str) -> Result<(), String> {
    let install = || {
        let mut apt = Command::new("apt-get");
        apt.args(["install", "-y", "--no-install-recommends", package]);
        tool::run(&format!("apt-get install {package}"), &mut apt)
    };
    // a fresh machine has no list of packages, an old one may have a list that no longer holds
    install().or_else(|_| {
        let mut apt = Command::new("apt-get");
        tool::run("apt-get update", apt.arg("update"))?;
        install().map_err(|error| format!("{error}; are you root?"))
    })
}

/// What suites take from npm; they would get it themselves, but without saying so.
fn from_npm() -> Result<(), String> {
    for folder in ["tests/js", "tests/web", "examples/js-plugin"] {
        let folder_there = root().join(folder);
        let written = |file: &str| folder_there.join(file).metadata().and_then(|file| file.modified()).ok();
        if written("node_modules/.package-lock.json") < written("package-lock.json") {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder_there);
            tool::run(&format!("npm ci in {folder}"), &mut npm)?;
        }
    }
    Ok(())
}
