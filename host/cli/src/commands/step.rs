//! `step`: what records that live go through, and what is possible now.

use riskwright_core::exchange::step::{Taken, possible, spelled, step};
use riskwright_core::field::Field;
use riskwright_core::isms::RecordRef;
use serde_json::json;

use super::{Answer, set};
use crate::args::Step;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Step, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let at = set::place(&session, &args.record)?;
    let Some(word) = &args.step else { return listed(&session, &at) };
    let note = args.note.as_deref().unwrap_or_default().parse();
    let note = note.map_err(|error| Fault::new(format!("--note: {error}")))?;
    let taken = Taken { by: None, on: args.on, note };
    let assignments = set::assignments(&args.fields)?;
    let change = step(session.isms(), &at, word, &assignments, &taken)
        .map_err(|error| set::marked(error, &args.fields))?;
    let made = session.make(change)?;
    let mut answer = set::told(&session, &made);
    let record = session.isms().record(&at);
    let state = record.as_ref().and_then(|record| record.state()).unwrap_or_default();
    answer.text = format!("{at} is {} now.\n{}", print::bold(state), answer.text);
    answer.json["state"] = json!(state);
    session.close();
    Ok(answer)
}

/// Where the record stands, how it got there, and what can be done with it.
fn listed(session: &Session, at: &RecordRef) -> Result<Answer, Fault> {
    let record = session.isms().record(at).ok_or_else(|| Fault::new(format!("there is no {at}")))?;
    let Some(state) = record.state() else {
        return Err(Fault::new(format!("a {} takes no steps", at.kind))
            .help("its fields are changed with `riskwright set`"));
    };
    let steps = possible(session.isms(), at);
    let passed = record.passed().iter().map(|passed| {
        let note = print::short(&passed.note, 60);
        vec![passed.on.to_string(), passed.step.to_string(), passed.by.to_string(), note]
    });
    let told = |field: &Field| match field.required {
        true => format!("{}: {}", field.name, spelled(field)),
        false => format!("[{}]: {}", field.name, spelled(field)),
    };
    let rows = steps.iter().map(|step| {
        let fields: Vec<String> = step.fields.iter().map(told).collect();
        let what = [step.help.trim().to_owned()].into_iter().chain(fields).collect::<Vec<_>>().join("\n");
        vec![step.step.to_owned(), step.to.to_owned(), what]
    });
    let mut text = format!("{at} is {}.\n", print::bold(state));
    if !record.passed().is_empty() {
        text += &print::table(&["When", "Step", "By", ""], passed);
        text.push('\n');
    }
    text += &match steps.is_empty() {
        true => "Nothing more is done with it.".to_owned(),
        false => print::table(&["Possible", "Leads to", "What it does, and what is told with it"], rows),
    };
    let json = json!({ "record": at.id, "kind": at.kind.as_str(), "state": state, "passed": record.passed(), "possible": steps });
    Ok(Answer::new(text, json))
}
