//! `cargo xtask demo`, `cargo xtask test`, and what stands behind them.
#![forbid(unsafe_code)]

mod bench;
mod demo;
mod fuzz;
mod plugins;
mod test;
mod tool;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask demo [--papers] [SOURCE...]
                                the main job on the example company, or on registers of your own: results in demo/, then the
                                workspace and an intranet's page in browsers; --papers leaves those out
cargo xtask test [--quick]      install what the tests need, run them all; --quick leaves fuzzing and deny out
cargo xtask fuzz [TARGET] [--seconds N]
                                fuzz one target, or all of them one after the other
cargo xtask web [FOLDER]        build the elements for pages into web/dist, or a folder, and say how large they are
cargo xtask web --alone QUESTIONNAIRE.json PAGE.html
                                one page with a questionnaire in it, which opens from a disk and needs nothing
cargo xtask plugins             build the packages that ship anew, into plugins/dist
cargo xtask bench [NAME]        the benchmarks behind the figures in the README: engine, file, history, import, plugins, papers,
                                server, versus, peers
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let asks = |word: &&str| matches!(*word, "--help" | "-h");
    let outcome = match arguments.first().map(String::as_str) {
        Some(_) if rest.iter().any(asks) => {
            print!("{USAGE}");
            Ok(())
        }
        Some("demo") => demo::run(&rest),
        Some("test") => test::run(rest.contains(&"--quick")),
        Some("fuzz") => fuzz_arguments(&rest),
        Some("plugins") => plugins::run(),
        Some("web") => web::run(&rest),
        Some("bench") => bench::run(rest.first().copied()),
        Some("help" | "--help" | "-h") | None => {
            print!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(format!("there is no task `{other}`\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn fuzz_arguments(rest: &[&str]) -> Result<(), String> {
    let mut target = None;
    let mut seconds = 60;
    let mut words = rest.iter();
    while let Some(word) = words.next() {
        if *word == "--seconds" {
            let number = words.next().and_then(|number| number.parse().ok());
            seconds = number.ok_or("--seconds wants a number")?;
        } else {
            target = Some(*word);
        }
    }
    fuzz::run(target, fuzz::Length::Seconds(seconds))
}
