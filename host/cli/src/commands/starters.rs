//! `starters`: drafts of documents to begin with, listed or written.

use riskwright_core::documentation::starter::{self, Starter};
use serde_json::{Value, json};

use super::Answer;
use super::set::told;
use crate::args::Starters;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Starters, hand: &Hand) -> Result<Answer, Fault> {
    let wanted = wanted(args)?;
    let session = Session::open(&args.file, hand)?;
    if wanted.is_empty() { Ok(list(args, session)) } else { write(args, session, &wanted) }
}

/// Those to be written, in their order, each once.
fn wanted(args: &Starters) -> Result<Vec<&'static Starter>, Fault> {
    if let Some(unknown) = args.ids.iter().find(|id| starter::find(id).is_none()) {
        let known: Vec<&str> = starter::all().iter().map(|known| known.id).collect();
        let fault = Fault::new(format!("there is no starter `{unknown}`"));
        return Err(fault.help(format!("there are: {}", known.join(", "))));
    }
    Ok(starter::all().iter().filter(|known| args.all || is_named(args, known)).collect())
}

fn is_named(args: &Starters, starter: &Starter) -> bool {
    args.ids.iter().any(|id| id == starter.id)
}

/// The ids of the documents that fulfil already what a starter is there for.
fn there(session: &Session, starter: &Starter) -> Vec<String> {
    starter.there(session.isms()).map(|document| document.id.to_string()).collect()
}

fn list(args: &Starters, session: Session) -> Answer {
    let all: Vec<(&Starter, Vec<String>)> =
        starter::all().iter().map(|starter| (starter, there(&session, starter))).collect();
    let rows = all.iter().map(|(starter, there)| {
        vec![
            starter.id.to_owned(),
            starter.title(&args.language).to_owned(),
            starter.fulfils.join(", "),
            print::ids(there, 3),
        ]
    });
    let text = format!(
        "{}\nNext: riskwright starters FILE ID…, or --all for those that no document is there for",
        print::table(&["ID", "Title", "Fulfils", "There already"], rows)
    );
    let list: Vec<Value> = all
        .iter()
        .map(|(starter, there)| {
            json!({
                "id": starter.id, "title": starter.title(&args.language), "kind": starter.kind,
                "fulfils": starter.fulfils, "there": there,
            })
        })
        .collect();
    session.close();
    Answer::new(text, json!({ "starters": list }))
}

fn write(args: &Starters, mut session: Session, wanted: &[&'static Starter]) -> Result<Answer, Fault> {
    let (mut chosen, mut skipped) = (Vec::new(), Vec::new());
    for starter in wanted {
        let there = there(&session, starter);
        if there.is_empty() || is_named(args, starter) {
            chosen.push(*starter);
        } else {
            skipped.push((*starter, there));
        }
    }
    let gaps: Vec<(&Starter, Vec<String>)> = chosen
        .iter()
        .map(|starter| (*starter, starter.filled(session.isms(), &args.language).gaps))
        .collect();
    let mut answer = if chosen.is_empty() {
        Answer::new("Nothing is written: there are documents for all of them.", json!({ "entry": null }))
    } else {
        let author = session.hand().by.clone();
        let change = starter::drafts(session.isms(), &chosen, &args.language, Some(&author));
        let made = session.make(change)?;
        told(&session, &made)
    };
    for (starter, there) in &skipped {
        answer.text += &format!("\n{}: left out, {} is there", starter.id, print::ids(there, 3));
    }
    for (starter, gaps) in gaps.iter().filter(|(_, gaps)| !gaps.is_empty()) {
        answer.text += &format!("\n{}: to be filled in: {}", starter.id, gaps.join("; "));
    }
    if let Value::Object(json) = &mut answer.json {
        let open = gaps.iter().map(|(starter, gaps)| (starter.id.to_owned(), json!(gaps))).collect();
        let left = skipped.iter().map(|(starter, there)| (starter.id.to_owned(), json!(there))).collect();
        json.insert("gaps".to_owned(), Value::Object(open));
        json.insert("skipped".to_owned(), Value::Object(left));
    }
    session.close();
    Ok(answer)
}
