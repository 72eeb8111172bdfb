//! `verify`: the proof of a file.

use std::io::{IsTerminal, Write};
use std::sync::Arc;

use riskwright_core::plugin::Engines;

use super::Answer;
use crate::args::Verify;
use crate::fault::Fault;
use crate::print;
use crate::shelf::Shelf;

pub fn run(args: &Verify) -> Result<Answer, Fault> {
    if !args.file.is_file() {
        return Err(Fault::new(format!("there is no file {}", args.file.display())));
    }
    let watched = std::io::stderr().is_terminal();
    let mut told = false;
    // a file too damaged to give its packages is too damaged to be opened: the proof says where
    let packages = riskwright_store::packages_of(&args.file).unwrap_or_default();
    let shelf = match packages.is_empty() {
        true => None,
        false => Some(Arc::new(Shelf::for_proof(packages)?) as Arc<dyn Engines>),
    };
    let proof = riskwright_store::verify(&args.file, shelf, &mut |entries| {
        if watched {
            told = true;
            eprint!("\r{entries} entries followed");
            // a message that can't be shown changes nothing
            let _ = std::io::stderr().flush();
        }
    });
    if told {
        eprintln!();
    }
    let mut text = if proof.ok {
        format!(
            "{} holds: {} followed, every score recomputed, every record as the journal says.\nHead {}",
            args.file.display(),
            print::count(usize::try_from(proof.entries).unwrap_or(usize::MAX), "entry", "entries"),
            proof.head
        )
    } else {
        let rows = proof.problems.iter().map(|damage| vec![damage.at.clone(), damage.message.clone()]);
        format!(
            "{} does not hold; {} followed up to the first that fails.\n{}",
            args.file.display(),
            print::count(usize::try_from(proof.entries).unwrap_or(usize::MAX), "entry", "entries"),
            print::table(&["Where", "What is wrong"], rows)
        )
    };
    if proof.ok && !proof.sealed {
        text += "\nThe file bears no seal of this state (it is open elsewhere, or a program was killed): bytes that hold nothing were not looked at.";
    }
    for taken in &proof.taken_over {
        text += &format!(
            "\nNot given in this journal: {} was put in place by {} (entry {}).",
            taken.record.path(),
            taken.by,
            taken.entry
        );
    }
    if !proof.not_recomputed.is_empty() {
        let packages: Vec<String> = proof.not_recomputed.iter().map(ToString::to_string).collect();
        text += &format!(
            "\nNot recomputed, because the package that scored is not in the file or can't be run: {}.",
            packages.join(", ")
        );
    }
    for package in &proof.not_kept {
        text += &format!(
            "\nNot in this file: the package of `{}` {}, which was taken over without it; install it again: `riskwright plugin install`.",
            package.plugin, package.version
        );
    }
    let json = serde_json::to_value(&proof).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer { code: u8::from(!proof.ok), ..Answer::new(text, json) })
}
