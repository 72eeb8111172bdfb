//! `cargo xtask fuzz`: the fuzz targets of tests/fuzz, as its README has them.

use std::path::PathBuf;
use std::process::Command;

use crate::tool::{self, cargo, root};

/// What libFuzzer needs of the compiler: a counter at each edge, and the comparisons made.
const FLAGS: &[&str] = &[
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Clink-dead-code",
];

fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("tests/fuzz/src");
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn host() -> Result<String, String> {
    let told = Command::new("rustc").arg("-vV").current_dir(root()).output();
    let told = told.map_err(|error| format!("rustc: {error}"))?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let line = told.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(ToOwned::to_owned).ok_or_else(|| "rustc does not say for which machine it builds".to_owned())
}

/// How long a target is fuzzed.
#[derive(Clone, Copy)]
pub enum Length {
    /// Inputs of its own finding, for so many seconds.
    Seconds(u64),
    /// The same few inputs each time: the short run that is part of the tests.
    Fixed,
}

/// Fuzzes one target, or all of them.
pub fn run(target: Option<&str>, length: Length) -> Result<(), String> {
    let host = host()?;
    let known = targets()?;
    if let Some(target) = target.filter(|target| !known.iter().any(|known| known == target)) {
        return Err(format!("there is no fuzz target `{target}`; there are: {}", known.join(", ")));
    }
    let folder = root().join("tests/fuzz");
    let mut build = cargo();
    build.args(["build", "--locked", "--bins", "--target", &host]);
    build.current_dir(&folder).env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")).env_remove("RUSTFLAGS");
    if matches!(length, Length::Fixed) {
        // a few thousand inputs take less time than optimising for a million
        build.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
    }
    let programs = tool::build("building the fuzz targets", &mut build)?;
    for name in known.iter().filter(|name| target.is_none_or(|target| target == *name)) {
        // what a run finds is kept out of the repository; what ships are the seeds
        let kept = match length {
            Length::Seconds(_) => "target/corpus",
            Length::Fixed => "target/fixed",
        };
        let corpus = made(folder.join(kept).join(name))?;
        if matches!(length, Length::Fixed) {
            // what an earlier run found would make another one of this
            std::fs::remove_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
            made(corpus.clone())?;
        }
        let artifacts = made(folder.join("artifacts").join(name))?;
        let program = programs.get(name).ok_or_else(|| format!("cargo does not say where it put {name}"))?;
        let mut command = Command::new(program);
        let said = match length {
            Length::Seconds(seconds) => {
                command.arg(format!("-max_total_time={seconds}"));
                format!("fuzzing {name} for {seconds} s")
            }
            // the same inputs in every run, so that a test that passed passes again
            Length::Fixed => {
                command.args(["-seed=27001", "-runs=3000", "-max_total_time=60"]);
                format!("fuzzing {name} with 3,000 inputs")
            }
        };
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=4096", "-dict=words.dict"]);
        command.args(["-verbosity=0", "-print_final_stats=1"]);
        command.arg(format!("-artifact_prefix={}/", artifacts.display()));
        command.arg(corpus).arg(folder.join("seeds").join(name)).current_dir(&folder);
        tool::run(&said, &mut command)?;
    }
    Ok(())
}

fn made(path: PathBuf) -> Result<PathBuf, String> {
    std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}
