//! `serve`: the ISMS to browsers and programs.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use riskwright_core::isms::{Isms, RecordRef};
use riskwright_core::journal::{Entry, Head, Touch};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_server::keeper::Archive;
use riskwright_server::{Clock, Elements, Log, Options, ServeError};
use riskwright_store::{Appended, Attempt, Grouped, ServerFile, Store, StoreError};
use serde_json::json;

use super::Answer;
use crate::args::{LogFormat, Serve};
use crate::fault::Fault;
use crate::session::{Hand, Session};
use crate::shelf::Shelf;

/// The elements for web pages, where they were built before this program was.
pub const ELEMENTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/elements.rs"));

pub fn run(args: &Serve, hand: &Hand, at_said: bool) -> Result<Answer, Fault> {
    riskwright_server::log(match args.log {
        None => Log::Warnings,
        Some(LogFormat::Text) => Log::Text,
        Some(LogFormat::Json) => Log::Json,
    });
    let (store, shelf) = Session::open(&args.file, hand)?.into_store()?;
    let options = Options {
        archive: Box::new(Served { store, shelf }),
        file: ServerFile::open(&ServerFile::beside(&args.file))?,
        listen: SocketAddr::new(args.listen, args.port),
        url: args.url.clone(),
        at_machine: hand.by.clone(),
        clock: if at_said { Clock::Stopped(hand.at) } else { Clock::System },
        elements: Elements::new(ELEMENTS),
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

/// A file that is served, with its packages: those too that are installed meanwhile.
struct Served {
    store: Store,
    shelf: Option<Arc<Shelf>>,
}

impl Served {
    /// Fetches the packages that are missing on the shelf.
    fn stock(&mut self) {
        let plugins = self.store.isms().plugins();
        let there = |plugin: &riskwright_core::plugin::Plugin| {
            self.shelf.as_ref().is_some_and(|shelf| shelf.has(&plugin.digest))
        };
        if plugins.values().all(|plugin| there(plugin)) {
            return;
        }
        let fetched = self.store.packages().map_err(Fault::from).and_then(|packages| match &self.shelf {
            Some(shelf) => {
                packages.into_iter().for_each(|bytes| shelf.put(bytes));
                Ok(())
            }
            None => {
                let shelf = Arc::new(Shelf::new(packages)?);
                self.store.set_engines(Arc::clone(&shelf) as Arc<dyn Engines>);
                self.shelf = Some(shelf);
                Ok(())
            }
        });
        // what was recorded can be read all the same
        if let Err(fault) = fetched {
            eprintln!("warning: {fault}");
        }
    }
}

impl Archive for Served {
    fn isms(&self) -> &Isms {
        self.store.isms()
    }
    fn head(&self) -> Head {
        self.store.head()
    }
    fn refresh(&mut self) -> Result<(), StoreError> {
        let before = self.store.head();
        self.store.refresh()?;
        if self.store.head() != before {
            self.stock();
        }
        Ok(())
    }
    fn group(&mut self, attempts: Vec<Attempt>) -> Result<Grouped, StoreError> {
        // what others installed counts for what is made now
        self.refresh()?;
        self.store.group(attempts)
    }
    fn undo(&mut self, seq: u64, by: &Actor, at: Timestamp) -> Result<Appended, StoreError> {
        self.store.undo(seq, by, at)
    }
    fn page(&self, first: u64, most: usize) -> Result<Vec<Entry>, StoreError> {
        self.store.page(first, most)
    }
    fn touches(&self, record: &RecordRef) -> Result<Vec<u64>, StoreError> {
        self.store.touches(record)
    }
    fn touched_since(&self, base: u64) -> Result<Vec<Touch>, StoreError> {
        self.store.touched_since(base)
    }
    fn close(self: Box<Self>) -> Result<(), StoreError> {
        self.store.close()
    }
}
