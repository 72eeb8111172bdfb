//! `catalogue`, `schema`, `completions`: what is built in.

use clap::CommandFactory;
use clap_complete::Shell;
use riskwright_core::catalogue::{self, Edition, Move, delta};
use riskwright_core::identification::library;
use riskwright_core::{change::Change, exchange, journal::Entry};
use schemars::schema_for;
use serde_json::{Value, json};

use super::Answer;
use crate::args::{Arguments, CatalogueArgs, CatalogueCommand, Schema, SchemaOf};
use crate::fault::Fault;
use crate::print;

pub fn run(args: &CatalogueArgs) -> Result<Answer, Fault> {
    match &args.what {
        CatalogueCommand::Delta { from, to } => change_of_edition(*from, *to),
        CatalogueCommand::List { edition } => Ok(list(*edition)),
        CatalogueCommand::Library => Ok(starter()),
    }
}

fn change_of_edition(from: Edition, to: Edition) -> Result<Answer, Fault> {
    let delta = delta(from, to);
    let title = |id: &str| catalogue::find(id).map_or("", |(_, control)| control.title);
    let cell =
        |ids: &[&str]| ids.iter().map(|id| format!("{id} {}", title(id))).collect::<Vec<_>>().join("\n");
    let rows = delta
        .moved
        .iter()
        .map(|Move { from, to, relation }| vec![cell(from), relation.to_string(), cell(to)])
        .chain(delta.new.iter().map(|id| vec![String::new(), "new".to_owned(), cell(&[id])]))
        .chain(delta.removed.iter().map(|id| vec![cell(&[id]), "gone".to_owned(), String::new()]));
    let text = format!(
        "{}\n{} moves, {} new, {} gone",
        print::table(&[&from.to_string(), "is", &to.to_string()], rows),
        delta.moved.len(),
        delta.new.len(),
        delta.removed.len()
    );
    Ok(Answer::new(text, serde_json::to_value(&delta).map_err(|error| Fault::new(error.to_string()))?))
}

fn list(edition: Edition) -> Answer {
    let controls = catalogue::controls(edition);
    let groups = catalogue::groups(edition);
    let group = |id: &str| groups.iter().find(|group| group.id == id).map_or("", |group| group.title);
    let rows = controls.iter().map(|control| {
        vec![
            control.id.to_owned(),
            control.title.to_owned(),
            group(control.group).to_owned(),
            catalogue::counterparts(control.id).join(", "),
            if control.new { "new" } else { "" }.to_owned(),
        ]
    });
    let text = print::table(&["Control", "Title", "Group", "In the other edition", ""], rows);
    Answer::new(text, json!({ "edition": edition, "groups": groups, "controls": controls }))
}

fn starter() -> Answer {
    let (threats, weak) = (library::threats(), library::vulnerabilities());
    let rows = threats.iter().map(|threat| vec![threat.id, threat.titles[0], threat.origin]);
    let rows = rows.chain(weak.iter().map(|weak| vec![weak.id, weak.titles[0], weak.category]));
    let rows = rows.map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let text = print::table(&["ID", "Title", "Kind"], rows);
    let threats: Vec<Value> =
        threats.iter().map(|threat| json!({ "titles": threat.titles, "record": threat.record() })).collect();
    let weak: Vec<Value> =
        weak.iter().map(|weak| json!({ "titles": weak.titles, "record": weak.record() })).collect();
    Answer::new(text, json!({ "threats": threats, "vulnerabilities": weak }))
}

pub fn schema(args: &Schema) -> Result<Answer, Fault> {
    let schema = match args.of {
        SchemaOf::Isms => schema_for!(exchange::document::Export),
        SchemaOf::Change => schema_for!(Change),
        SchemaOf::Entry => schema_for!(Entry),
        SchemaOf::Mapping => schema_for!(exchange::Mapping),
    };
    let json = serde_json::to_value(&schema).map_err(|error| Fault::new(error.to_string()))?;
    let text = serde_json::to_string_pretty(&json).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer::new(text, json))
}

pub fn completions(shell: Shell) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "riskwright", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Answer::new(script.clone(), json!({ "script": script }))
}
