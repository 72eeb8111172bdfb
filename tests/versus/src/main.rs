//! One job natively, in this host, in node and in extism, side by side: `cargo run --release`.
#![forbid(unsafe_code)]

use std::error::Error;
use std::process::Command;

mod extism_host;
mod figures;
mod goals;
mod native;
mod node;
mod package;
mod riskwright_host;

use extism_host::Extism;
use figures::{Figures, Taken};
use native::Native;
use node::Node;
use riskwright_host::Riskwright;

/// Rows of a large batch.
const ROWS: usize = 100_000;

/// How often each of them is measured. They take turns, so that a machine that is busy for a while is so for all.
const ROUNDS: usize = 5;

type Failed = Box<dyn Error>;

/// Scores, to the bit, and levels.
type Answer = (Vec<u64>, Vec<u8>);

/// A way of doing the job.
trait Way {
    fn name(&self) -> &'static str;

    /// What each step takes, and what comes out of all rows.
    fn measure(&mut self) -> Result<(Taken, Answer), Failed>;
}

/// Compiles a guest and reads it.
fn guest(name: &str) -> Result<Vec<u8>, Failed> {
    let here = env!("CARGO_MANIFEST_DIR");
    let cargo =
        ["build", "--quiet", "--locked", "--profile", "plugin", "--target", "wasm32-unknown-unknown", "-p"];
    let done = Command::new(env!("CARGO")).args(cargo).arg(name).current_dir(here).status()?;
    if !done.success() {
        return Err(format!("`{name}` does not compile").into());
    }
    let file = format!("{here}/target/wasm32-unknown-unknown/plugin/{}.wasm", name.replace('-', "_"));
    Ok(std::fs::read(file)?)
}

fn main() -> Result<(), Failed> {
    let rows = riskwright_versus_job::rows(ROWS);
    let module = guest("riskwright-versus-component")?;
    let package = package::pack(&module)?;
    package::keeps_its_promises(&package)?;
    let theirs = guest("riskwright-versus-extism")?;

    let node = Node::new(&package, &rows)?;
    if node.is_none() {
        println!("node is missing: its column is left out (`apt install nodejs`)\n");
    }
    let mut ways: Vec<Box<dyn Way + '_>> =
        vec![Box::new(Native::new(&rows)), Box::new(Riskwright::new(&package, &rows)?)];
    ways.extend(node.map(|node| -> Box<dyn Way> { Box::new(node) }));
    ways.push(Box::new(Extism::json(&theirs, &rows)));
    ways.push(Box::new(Extism::raw(&theirs, &rows)));

    let wanted = native::answer(&rows);
    let mut figures = Figures::default();
    for round in 1..=ROUNDS {
        for way in &mut ways {
            eprintln!("round {round} of {ROUNDS}: {}", way.name());
            let (taken, answer) = way.measure()?;
            if answer != wanted {
                return Err(format!("{} gives other bits than the native job", way.name()).into());
            }
            figures.add(way.name(), taken);
        }
    }

    println!("The same bits over {ROWS} rows in all of them; medians of {ROUNDS} rounds.");
    println!("The plugin has {} bytes, extism's guest {}.\n", package.len(), theirs.len());
    println!("{}", figures.table());
    println!("{}", goals::table(&figures));
    Ok(())
}
