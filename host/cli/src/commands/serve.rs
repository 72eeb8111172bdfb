//! `serve`: the ISMS to browsers and programs.

use std::io::Write;
use std::net::SocketAddr;

use riskwright_server::{Clock, Log, Options, ServeError};
use riskwright_store::ServerFile;
use serde_json::json;

use super::Answer;
use crate::args::{LogFormat, Serve};
use crate::fault::Fault;
use crate::session::{Hand, Session};

pub fn run(args: &Serve, hand: &Hand, at_said: bool) -> Result<Answer, Fault> {
    riskwright_server::log(match args.log {
        None => Log::Warnings,
        Some(LogFormat::Text) => Log::Text,
        Some(LogFormat::Json) => Log::Json,
    });
    let store = Session::open(&args.file, hand)?.into_store()?;
    let options = Options {
        archive: Box::new(store),
        file: ServerFile::open(&ServerFile::beside(&args.file))?,
        listen: SocketAddr::new(args.listen, args.port),
        url: args.url.clone(),
        at_machine: hand.by.clone(),
        clock: if at_said { Clock::Stopped(hand.at) } else { Clock::System },
    };
    let announce = |url: &str| {
        // whoever started it waits for this line
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "Riskwright serves {} at {url}/", args.file.display());
        let _ = out.flush();
    };
    riskwright_server::serve(options, announce).map_err(|error| {
        let fault = Fault::new(error.to_string());
        match error {
            ServeError::NoPassword(_) => fault
                .help(format!("let someone sign in first: riskwright user add {} NAME", args.file.display())),
            ServeError::Listen { .. } => fault.help("name another port: --port 0 takes one that is free"),
            _ => fault,
        }
    })?;
    Ok(Answer::new("Stopped; all that was changed is kept.", json!({ "stopped": true })))
}
