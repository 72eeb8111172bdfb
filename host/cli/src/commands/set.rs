//! `set`: fields of a record, a record added or removed, or changes as JSON.

use std::io::Read;
use std::path::Path;

use riskwright_core::change::{Change, Effects, describe};
use riskwright_core::context::Approval;
use riskwright_core::diagnostic::Rule;
use riskwright_core::exchange::edit::{self, Assignment, EditError, Part};
use riskwright_core::identification::{FactorValue, Stage, dependency};
use riskwright_core::isms::{Kind, RecordRef};
use riskwright_core::quantity::{Actor, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Answer;
use crate::args::{self, Set};
use crate::fault::{Fault, bad_json, io};
use crate::print;
use crate::session::{Hand, Made, Session};

pub fn run(args: &Set, hand: &Hand) -> Result<Answer, Fault> {
    if let Some(path) = &args.changes {
        return steps(args, path, hand);
    }
    let mut session = Session::open(&args.file, hand)?;
    let mut tries = 0;
    let made = loop {
        let change = match &args.change {
            Some(text) => {
                serde_json::from_str(text).map_err(|error| bad_json("--change", text, "a change", &error))?
            }
            None => of_record(args, &session)?,
        };
        tries += 1;
        match session.make_after(change, args.base) {
            // another program took the next free id: the one after it will do
            Err(fault)
                if args.new && fault.is_of(Rule::AlreadyExists) && names_no_id(args) && tries < 100 =>
            {
                session.refresh()?;
            }
            made => break made?,
        }
    };
    let answer = told(&session, &made);
    session.close();
    Ok(answer)
}

/// What a change did, in words and as JSON.
pub fn told(session: &Session, made: &Made) -> Answer {
    let lines = lines(session, &made.effects);
    let text = if lines.is_empty() { "That is how it was already.".to_owned() } else { lines.join("\n") };
    let records: Vec<String> = made.effects.touched().iter().map(|at| at.id.to_string()).collect();
    let json = json!({
        "entry": made.entry,
        "hash": made.hash,
        "records": records,
        "changes": lines,
    });
    Answer::new(text, json)
}

pub fn lines(session: &Session, effects: &Effects) -> Vec<String> {
    effects.writes.iter().flat_map(|write| describe(session.isms(), write)).collect()
}

/// Whether the record to be added gets the next free id.
fn names_no_id(args: &Set) -> bool {
    args.record.as_deref().is_some_and(|record| !record.contains('/'))
}

fn of_record(args: &Set, session: &Session) -> Result<Change, Fault> {
    let name = args.record.as_deref().unwrap_or_default();
    let at = if args.new { new_place(session, name)? } else { place(session, name)? };
    if args.remove {
        return removal(&at);
    }
    if args.approve {
        return approval(session, &at);
    }
    if args.from_assets {
        return from_assets(session, name);
    }
    if args.fields.is_empty() {
        return Err(Fault::new("no field is given").help("write for instance owner=\"Jane Doe\""));
    }
    let assignments = assignments(&args.fields)?;
    edit::edit(session.isms(), &at, args.new, &assignments).map_err(|error| marked(error, &args.fields))
}

/// Fields as they were typed; `@FILE` stands for what a text file says.
pub fn assignments(fields: &[String]) -> Result<Vec<Assignment>, Fault> {
    let read = |text: &String| {
        let mut assignment = text.parse::<Assignment>().map_err(|error| {
            Fault::new(format!("`{text}` sets no field: {error}"))
                .help("for instance owner=\"Jane Doe\", assets+=AS-3")
        })?;
        if let Some(path) = assignment.value.strip_prefix('@').map(Path::new).filter(|path| path.is_file()) {
            assignment.value = std::fs::read_to_string(path).map_err(|error| io("read", path, &error))?;
        }
        Ok(assignment)
    };
    fields.iter().map(read).collect()
}

/// Marks what is wrong in the words of the command line.
pub fn marked(error: EditError, fields: &[String]) -> Fault {
    match error {
        EditError::Assignment { index, field, part, found, expected } => {
            let text = fields.join("  ");
            let before: usize = fields.iter().take(index).map(|field| field.len() + 2).sum();
            let span = match (part, fields.get(index)) {
                (_, None) => (0, text.len()),
                (Part::Field, Some(_)) => (before, field.len()),
                (Part::Value, Some(whole)) => {
                    let at = whole.find('=').map_or(0, |at| at + 1);
                    (before + at, whole.len() - at)
                }
            };
            let message = match part {
                Part::Field if found.is_empty() => format!("{field} can't be set so: {expected}"),
                Part::Field => format!("`{found}` is no field of it"),
                Part::Value => format!("{field} does not take `{found}`"),
            };
            Fault::new(message)
                .marked("what was typed", text, span, "here")
                .help(format!("expected {expected}"))
        }
        EditError::Kind(Kind::Treatment | Kind::RiskAcceptance) => {
            Fault::new(error.to_string()).help("use `riskwright treat`")
        }
        EditError::Kind(Kind::ScoreRecord) => Fault::new(error.to_string()).help("use `riskwright assess`"),
        other => Fault::new(other.to_string()),
    }
}

/// A record that is there, or a built-in control that gets a record by being changed.
pub fn place(session: &Session, name: &str) -> Result<RecordRef, Fault> {
    let control = riskwright_core::id::ControlId::recognise(name)
        .filter(|id| riskwright_core::catalogue::find(id.as_str()).is_some());
    match control {
        Some(id) => Ok(RecordRef::new(Kind::Control, &id)),
        None => session.find(name),
    }
}

fn new_place(session: &Session, name: &str) -> Result<RecordRef, Fault> {
    let (word, id) = name.split_once('/').map_or((name, None), |(word, id)| (word, Some(id)));
    let kind = args::kind(word).ok_or_else(|| {
        let known: Vec<&str> =
            Kind::ALL.iter().filter(|kind| !kind.is_single()).map(|kind| kind.as_str()).collect();
        Fault::new(format!("`{word}` is no kind of record")).help(format!("one of: {}", known.join(", ")))
    })?;
    edit::place(session.isms(), kind, id).map_err(Fault::new)
}

fn removal(at: &RecordRef) -> Result<Change, Fault> {
    let value = match (at.kind, Change::names_of(at.kind)) {
        (Kind::Treatment, _) => json!({ "risk.leave-untreated": { "id": at.id } }),
        (_, Some([_, _, remove])) => json!({ remove: { "id": at.id } }),
        (_, None) => return Err(Fault::new(format!("{at} can't be removed"))),
    };
    serde_json::from_value(value).map_err(|error| Fault::new(error.to_string()))
}

fn approval(session: &Session, at: &RecordRef) -> Result<Change, Fault> {
    match at.kind {
        Kind::Scope => Ok(Change::ScopeApprove { by: None, on: None }),
        Kind::RiskCriteria => {
            let mut criteria = session.isms().criteria().clone();
            criteria.approval = Some(Approval { by: session.hand().by.clone(), on: session.today() });
            Ok(Change::CriteriaSet { criteria: Box::new(criteria) })
        }
        _ => Err(Fault::new(format!("{at} is not approved this way"))
            .help("scope and criteria are; a Statement of Applicability is approved with `riskwright soa FILE --approve`")),
    }
}

/// The inherent estimate with the consequences that the assets say.
fn from_assets(session: &Session, name: &str) -> Result<Change, Fault> {
    let (id, scenario) = session.risk(name)?;
    let worth = dependency::consequence(session.isms(), scenario);
    if worth.is_empty() {
        return Err(Fault::new(format!("the assets of {id} say nothing of its consequence"))
            .help("give the risk assets, and the primary assets values: confidentiality=critical"));
    }
    let mut estimate = scenario.inherent.clone().unwrap_or_default();
    estimate.factors.extend(worth.into_iter().map(|(factor, level)| (factor, FactorValue::Level(level))));
    Ok(Change::RiskEstimate { id: id.clone(), stage: Stage::Inherent, estimate: Some(estimate) })
}

/// A change with who makes it and when, or a change alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: Option<Actor>,
    at: Option<Timestamp>,
    change: Change,
}

fn steps(args: &Set, path: &Path, hand: &Hand) -> Result<Answer, Fault> {
    let name = path.display().to_string();
    let text = if path == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.map_err(|error| io("read", path, &error))?;
        text
    } else {
        std::fs::read_to_string(path).map_err(|error| io("read", path, &error))?
    };
    let values: Vec<Value> =
        serde_json::from_str(&text).map_err(|error| bad_json(&name, &text, "a list of changes", &error))?;
    let total = values.len();
    let mut read = Vec::with_capacity(total);
    for (index, value) in values.into_iter().enumerate() {
        let is_step = value.get("change").is_some();
        let step = if is_step {
            serde_json::from_value::<Step>(value)
        } else {
            serde_json::from_value(value).map(|change| Step { by: None, at: None, change })
        };
        read.push(
            step.map_err(|error| Fault::new(format!("{name}: change {} of {total}: {error}", index + 1)))?,
        );
    }
    let mut session = Session::open(&args.file, hand)?;
    // none is made if one would be refused: they are tried on a copy first
    let mut tried = session.isms().clone();
    for (index, step) in read.iter().enumerate() {
        let (by, at) = (step.by.as_ref().unwrap_or(&hand.by), step.at.unwrap_or(hand.at));
        tried.apply(&step.change, by, at).map_err(|rejection| {
            let mut fault = Fault::from(rejection);
            fault.message = format!("{name}: change {} of {total} is refused: {}", index + 1, fault.message);
            fault
        })?;
    }
    let mut entries = Vec::new();
    let mut text = Vec::new();
    for (index, step) in read.into_iter().enumerate() {
        let (by, at) = (step.by.unwrap_or_else(|| hand.by.clone()), step.at.unwrap_or(hand.at));
        let appended = session.store_mut()?.append(step.change, &by, at, None).map_err(|error| {
            let mut fault = Fault::from(error);
            fault.message =
                format!("{name}: {index} of {total} changes are made and kept, then: {}", fault.message);
            fault
        })?;
        text.extend(lines(&session, &appended.effects));
        entries.push(appended.entry.seq);
    }
    session.close();
    Ok(Answer::new(
        format!("{}\nMade {}.", text.join("\n"), print::count(total, "change", "changes")),
        json!({ "entries": entries, "changes": text }),
    ))
}
