//! One module a command; each answers with text for people and JSON for scripts.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::args::{Arguments, Command};
use crate::fault::{Fault, io};
use crate::session::Hand;

mod assess;
mod catalogue;
mod check;
mod checklist;
mod cycle;
mod export;
mod heatmap;
mod history;
mod import;
mod init;
mod invite;
mod papers;
pub mod plugin;
mod questionnaire;
mod report;
mod respond;
mod room;
mod serve;
mod set;
mod show;
mod starters;
mod step;
mod treat;
mod user;
mod verify;
mod web;

/// What a command answers.
#[derive(Debug, Default)]
pub struct Answer {
    /// For people.
    pub text: String,
    /// For scripts.
    pub json: Value,
    /// What goes to standard error beside it.
    pub notes: Vec<String>,
    /// 0, or 1 for a finding or a failed verification.
    pub code: u8,
}

impl Answer {
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, notes: Vec::new(), code: 0 }
    }
}

pub fn run(arguments: Arguments) -> Result<Answer, Fault> {
    let at_said = arguments.at.is_some();
    let mut hand = Hand::new(arguments.by, arguments.at);
    if let Some(point) = &arguments.as_of {
        hand = hand.looking_at(point, at_said)?;
    }
    match arguments.command {
        Command::Init(args) => init::run(&args, &hand),
        Command::Import(args) => import::run(&args, &hand),
        Command::Export(args) => export::run(&args, &hand),
        Command::Show(args) => show::run(&args, &hand),
        Command::Set(args) => set::run(&args, &hand),
        Command::Step(args) => step::run(&args, &hand),
        Command::Checklist(args) => checklist::run(&args, &hand),
        Command::Readiness(args) => cycle::ready(&args, &hand),
        Command::Required(args) => cycle::required(&args, &hand),
        Command::Starters(args) => starters::run(&args, &hand),
        Command::Calendar(args) => cycle::calendar(&args, &hand),
        Command::Waiting(args) => cycle::waiting(&args, &hand),
        Command::Assess(args) => assess::run(&args, &hand),
        Command::Heatmap(args) => heatmap::run(&args, &hand),
        Command::Register(args) => papers::register(&args, &hand),
        Command::Treat(args) => treat::run(&args, &hand),
        Command::Soa(args) => papers::soa(&args, &hand),
        Command::Report(args) => report::run(&args, &hand),
        Command::Check(args) => check::run(&args, &hand),
        Command::Log(args) => history::log(&args, &hand),
        Command::Diff(args) => history::diff(&args, &hand),
        Command::Undo(args) => history::undo(&args, &hand),
        Command::Verify(args) => verify::run(&args),
        Command::Schema(args) => catalogue::schema(&args),
        Command::Catalogue(args) => catalogue::run(&args, &hand),
        Command::Questionnaire(args) => questionnaire::run(&args.what, &hand),
        Command::Respond(args) => respond::send(&args, &hand),
        Command::Responses(args) => respond::list(&args, &hand),
        Command::Decide(args) => respond::decide(&args, &hand),
        Command::Invite(args) => invite::run(&args, &hand),
        Command::Room(args) => room::run(&args.what, &hand),
        Command::Serve(args) => serve::run(&args, &hand, at_said),
        Command::User(args) => user::run(&args.what, &hand),
        Command::Web(args) => web::run(&args.what, &hand),
        Command::Plugin(args) => plugin::run(&args.what, &hand),
        Command::Completions { shell } => Ok(catalogue::completions(shell)),
    }
}

/// Writes files into a folder, each whole or not at all; their names and sizes.
fn put_in(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<Value>, Fault> {
    let mut sizes = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| io("made", folder, &error))?;
        }
        write_whole(&path, bytes)?;
        sizes.push(json!({ "file": name, "size": bytes.len() }));
    }
    Ok(sizes)
}

/// Writes a file whole or not at all: beside its place first, then into it.
///
/// `-` is standard output. A Riskwright file is never written over: what is there is somebody's journal.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    if path == Path::new("-") {
        return std::io::stdout().lock().write_all(bytes).map_err(|error| io("written", path, &error));
    }
    if riskwright_store::is_file(path) {
        return Err(Fault::new(format!("{} holds an ISMS, and would be lost", path.display()))
            .help("write to another file"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| Fault::new(format!("{} names no file", path.display())))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.part", std::process::id()));
    let beside = folder.join(beside);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    });
    written.map_err(|error| {
        // the error told is the first one
        let _ = std::fs::remove_file(&beside);
        io("written", path, &error)
    })
}
