//! `catalogue`, `schema`, `completions`: what is built in.

use std::collections::BTreeMap;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use riskwright_core::catalogue::coverage::{Foreign, Met, coverage};
use riskwright_core::catalogue::{self, Edition, Move, Relation, delta};
use riskwright_core::identification::library;
use riskwright_core::{change::Change, exchange, journal::Entry};
use riskwright_runtime::catalogue as runtime;
use schemars::schema_for;
use serde_json::{Value, json};

use super::{Answer, plugin};
use crate::args::{Arguments, CatalogueArgs, CatalogueCommand, Schema, SchemaOf, Trusting};
use crate::fault::Fault;
use crate::session::{Hand, Session};
use crate::{print, shelf};

pub fn run(args: &CatalogueArgs, hand: &Hand) -> Result<Answer, Fault> {
    match &args.what {
        CatalogueCommand::Delta { from, to } => change_of_edition(*from, *to),
        CatalogueCommand::List { of, trusting } => match of.to_str().and_then(|of| of.parse().ok()) {
            Some(edition) => Ok(list(edition)),
            None => of_package(of, trusting, hand),
        },
        CatalogueCommand::Coverage { file, plugin } => covered(file, plugin, hand),
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

/// The controls of a package's catalogue.
fn of_package(path: &Path, trusting: &Trusting, hand: &Hand) -> Result<Answer, Fault> {
    let bytes = plugin::bytes(path)?;
    plugin::vouched(&plugin::package(path, &bytes)?, trusting, hand)?;
    let loaded = shelf::runtime()?.load(&bytes).map_err(|problem| Fault::new(problem.to_string()))?;
    let contents = loaded.catalogue().map_err(|problem| Fault::new(problem.to_string()))?;
    let rows = contents.controls.iter().map(|control| {
        let group = contents.groups.iter().find(|group| group.id == control.group);
        let beside = contents.mappings.iter().filter(|mapping| mapping.control == control.id);
        let beside: Vec<&str> = beside.map(|mapping| mapping.other.as_str()).collect();
        vec![
            control.id.clone(),
            control.title.in_language("en").to_owned(),
            group.map_or("", |group| group.title.in_language("en")).to_owned(),
            beside.join(", "),
        ]
    });
    let text = format!(
        "{} ({})\n{}",
        print::bold(contents.title.in_language("en")),
        contents.edition,
        print::table(&["Control", "Title", "Group", "Stands beside"], rows)
    );
    let json = serde_json::to_value(&contents).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer::new(text, json))
}

/// How far a plugin's controls are met by those of Annex A.
fn covered(file: &Path, name: &str, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(file, hand)?;
    let id = plugin::installed(session.isms(), name)?;
    let contents = session.plugin(&id)?.catalogue().map_err(|problem| Fault::new(problem.to_string()))?;
    let edition = session.edition(None);
    let wanted = format!("iso27001-{edition}");
    let mut beside: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for mapping in contents.mappings.iter().filter(|mapping| mapping.catalogue == wanted) {
        let relation = match mapping.relation {
            runtime::Relation::Equal => Relation::Equal,
            runtime::Relation::Subset => Relation::Subset,
            runtime::Relation::Superset => Relation::Superset,
            runtime::Relation::Intersects => Relation::Intersects,
        };
        if let Ok(control) = mapping.other.parse() {
            beside.entry(&mapping.control).or_default().push((control, relation));
        }
    }
    let controls: Vec<Foreign> = contents
        .controls
        .iter()
        .map(|control| Foreign {
            id: control.id.clone(),
            title: control.title.in_language("en").to_owned(),
            beside: beside.remove(control.id.as_str()).unwrap_or_default(),
        })
        .collect();
    let covered = coverage(session.isms(), &controls);
    let rows = covered.iter().map(|control| {
        let by = control.beside.iter().map(|beside| {
            let status = beside.status.map_or("not recorded", |status| status.as_str());
            format!("{} ({}, {status})", beside.control, beside.relation)
        });
        vec![
            control.id.clone(),
            print::short(&control.title, 60),
            said(control.met).to_owned(),
            by.collect::<Vec<_>>().join("; "),
        ]
    });
    let counts = [Met::Covered, Met::Partly, Met::Open, Met::Unmapped].map(|met| {
        format!(
            "{} {}",
            covered.iter().filter(|control| control.met == met).count(),
            said(met).trim_start_matches(['●', '◐', '○', ' '])
        )
    });
    let text = format!(
        "{}\nOf {} controls of {}: {}.",
        print::table(&["Control", "Title", "Met", "By (what the control is to it, its status)"], rows),
        covered.len(),
        contents.title.in_language("en"),
        counts.join(", ")
    );
    let json = json!({ "catalogue": id, "edition": edition, "controls": covered });
    session.close();
    Ok(Answer::new(text, json))
}

fn said(met: Met) -> &'static str {
    match met {
        Met::Covered => "● covered",
        Met::Partly => "◐ partly",
        Met::Open => "○ open",
        Met::Unmapped => "  nothing beside it",
    }
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
