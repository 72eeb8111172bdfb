//! `init`: a new file.

use riskwright_core::change::Change;
use riskwright_core::exchange::edit::together;
use riskwright_core::identification::library;
use riskwright_store::Store;
use serde_json::{from_value, json};

use super::Answer;
use crate::args::Init;
use crate::fault::Fault;
use crate::session::Hand;

pub fn run(args: &Init, hand: &Hand) -> Result<Answer, Fault> {
    let mut store = Store::create(&args.file, args.name.clone(), &hand.by, hand.at)?;
    let made = begin(args, hand, &mut store);
    let head = store.head();
    let closed = store.close();
    if let Err(fault) = made {
        // a file that does not begin as asked is no file
        let _ = std::fs::remove_file(&args.file);
        return Err(fault);
    }
    if let Err(error) = closed {
        anstream::eprintln!("the file is made, but could not be sealed: {error}");
    }
    let text = format!(
        "{} holds the ISMS of {}.\nNext: riskwright import {0} YOUR-REGISTER.xlsx",
        args.file.display(),
        args.name
    );
    let json =
        json!({ "file": args.file, "organisation": args.name, "entries": head.seq, "head": head.hash });
    Ok(Answer::new(text, json))
}

fn begin(args: &Init, hand: &Hand, store: &mut Store) -> Result<(), Fault> {
    let mut changes: Vec<Change> = Vec::new();
    let describe =
        json!({ "organisation.describe": { "set": { "edition": args.edition, "currency": args.currency } } });
    let present = store.isms().organisation();
    if present.edition != args.edition || args.currency.is_some() {
        changes.push(from_value(describe).map_err(|error| Fault::new(error.to_string()))?);
    }
    if args.with_library {
        changes
            .extend(library::threats().iter().map(|threat| Change::ThreatRecord(Box::new(threat.record()))));
        let weak = library::vulnerabilities().iter();
        changes.extend(weak.map(|weak| Change::VulnerabilityRecord(Box::new(weak.record()))));
    }
    if let Some(change) = together("the beginning", changes) {
        store.append(change, &hand.by, hand.at, None)?;
    }
    Ok(())
}
