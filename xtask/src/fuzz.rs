//! `cargo xtask fuzz`: the fuzz targets of tests/fuzz, as its README has them.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

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

/// Fuzzes one target, or all of them, each for so long.
pub fn run(target: Option<&str>, each: Duration) -> Result<(), String> {
    let host = host()?;
    let known = targets()?;
    if let Some(target) = target.filter(|target| !known.iter().any(|known| known == target)) {
        return Err(format!("there is no fuzz target `{target}`; there are: {}", known.join(", ")));
    }
    let folder = root().join("tests/fuzz");
    let mut build = cargo();
    build.args(["build", "--locked", "--bins", "--target", &host]);
    build.current_dir(&folder).env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}")).env_remove("RUSTFLAGS");
    tool::run("building the fuzz targets", &mut build)?;
    for name in known.iter().filter(|name| target.is_none_or(|target| target == *name)) {
        // what a run finds is kept out of the repository; what ships are the seeds
        let corpus = made(folder.join("target/corpus").join(name))?;
        let artifacts = made(folder.join("artifacts").join(name))?;
        let mut command = Command::new(folder.join("target").join(&host).join("debug").join(name));
        command.arg(format!("-max_total_time={}", each.as_secs()));
        command.args([
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-max_len=8192",
            "-print_final_stats=0",
            "-verbosity=1",
        ]);
        command.arg(format!("-artifact_prefix={}/", artifacts.display()));
        let dictionary = folder.join("dictionary.txt");
        if dictionary.is_file() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        command.arg(corpus).arg(folder.join("seeds").join(name)).current_dir(&folder);
        tool::run(&format!("fuzzing {name} for {} s", each.as_secs()), &mut command)?;
    }
    Ok(())
}

fn made(path: PathBuf) -> Result<PathBuf, String> {
    std::fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}
