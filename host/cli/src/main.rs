//! The `riskwright` command line: reads arguments, asks the engine, prints. What is decided about risks is decided in
//! `riskwright-core`.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod fault;
mod places;
mod print;
mod session;
mod shelf;
mod shipped;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::commands::Answer;
use crate::fault::Fault;

fn main() -> ExitCode {
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() && std::env::args().any(|word| word == "--json") => {
            let message = error.to_string();
            let message = message.split("\n\nUsage").next().unwrap_or_default().trim_start_matches("error: ");
            return refuse(Fault::new(message.trim()), true);
        }
        Err(error) => error.exit(),
    };
    let json = arguments.json;
    match commands::run(arguments) {
        Ok(answer) => finish(&answer, json),
        Err(fault) => refuse(fault, json),
    }
}

fn finish(answer: &Answer, json: bool) -> ExitCode {
    for note in &answer.notes {
        anstream::eprintln!("{note}");
    }
    let written = if json {
        let text = serde_json::to_string_pretty(&answer.json).unwrap_or_default();
        writeln!(std::io::stdout().lock(), "{text}")
    } else if answer.text.is_empty() {
        Ok(())
    } else {
        let mut out = anstream::stdout().lock();
        writeln!(out, "{}", answer.text.trim_end())
    };
    match written {
        // whoever reads has had enough: `riskwright show … | head`
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("the answer could not be written: {error}");
            ExitCode::from(2)
        }
        _ => ExitCode::from(answer.code),
    }
}

fn refuse(fault: Fault, json: bool) -> ExitCode {
    if json {
        let text = serde_json::to_string_pretty(fault.to_json()).unwrap_or_default();
        // nothing more can be done if nobody reads
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }
    let width = print::width().unwrap_or(120);
    let theme = if print::fancy() {
        miette::GraphicalTheme::unicode()
    } else {
        miette::GraphicalTheme::unicode_nocolor()
    };
    let handler = miette::GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
    let mut text = String::new();
    if handler.render_report(&mut text, &fault).is_err() {
        text = fault.to_string();
    }
    anstream::eprintln!("{}", text.trim_end());
    ExitCode::from(2)
}
