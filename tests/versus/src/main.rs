//! One job natively, in this host and in extism, side by side: `cargo run --release`.
#![forbid(unsafe_code)]

use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};

mod extism_host;
mod native;
mod riskwright_host;

/// Rows of a large batch.
const ROWS: usize = 100_000;

/// What one of them took.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    compile: Duration,
    instantiate: Duration,
    fresh_row: Duration,
    row: Duration,
    batch: Duration,
}

/// The median of so many runs.
fn median<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            std::hint::black_box(run());
            begin.elapsed()
        })
        .collect();
    times.sort();
    times[runs / 2]
}

/// Compiles a guest and reads it.
fn guest(name: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let here = env!("CARGO_MANIFEST_DIR");
    let cargo = ["build", "--quiet", "--profile", "plugin", "--target", "wasm32-unknown-unknown", "-p"];
    let done = Command::new(env!("CARGO")).args(cargo).arg(name).current_dir(here).status()?;
    if !done.success() {
        return Err(format!("`{name}` does not compile").into());
    }
    let file = format!("{here}/target/wasm32-unknown-unknown/plugin/{}.wasm", name.replace('-', "_"));
    Ok(std::fs::read(file)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let rows = riskwright_versus_job::rows(ROWS);
    let wanted = native::answer(&rows);
    let native = native::measure(&rows);
    let (ours, size, answer) = riskwright_host::measure(&guest("riskwright-versus-component")?, &rows)?;
    assert_eq!(answer, wanted, "the same bits");
    let theirs = guest("riskwright-versus-extism")?;
    let (json, answer) = extism_host::measure(&theirs, &rows, extism_host::Format::Json)?;
    assert_eq!(answer, wanted, "the same bits");
    let (raw, answer) = extism_host::measure(&theirs, &rows, extism_host::Format::Raw)?;
    assert_eq!(answer, wanted, "the same bits");

    println!("component {size} bytes, extism's guest {} bytes\n", theirs.len());
    println!("| | native | here | extism, JSON | extism, raw | JSON / here | raw / here | here / native |");
    println!("|---|---|---|---|---|---|---|---|");
    let line = |what: &str, part: fn(&Taken) -> Duration, each: usize| {
        let time = |taken: &Taken| part(taken).as_secs_f64() * 1e9 / each as f64;
        let [native, ours, json, raw] = [&native, &ours, &json, &raw].map(time);
        let shown = |time: f64| match time {
            time if time == 0.0 => "–".to_owned(),
            time if time < 1e3 => format!("{time:.0} ns"),
            time if time < 1e6 => format!("{:.1} µs", time / 1e3),
            time => format!("{:.1} ms", time / 1e6),
        };
        let ratio = |a: f64, b: f64| if a == 0.0 || b == 0.0 { "–".to_owned() } else { format!("{:.1}", a / b) };
        println!(
            "| {what} | {} | {} | {} | {} | {} | {} | {} |",
            shown(native), shown(ours), shown(json), shown(raw),
            ratio(json, ours), ratio(raw, ours), ratio(ours, native),
        );
    };
    line("compile", |taken| taken.compile, 1);
    line("instantiate", |taken| taken.instantiate, 1);
    line("fresh instance and one row", |taken| taken.fresh_row, 1);
    line("one row", |taken| taken.row, 1);
    line("each of 100,000 rows", |taken| taken.batch, ROWS);
    Ok(())
}
