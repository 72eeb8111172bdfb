//! `respond`, `responses`, `decide`: answers sent, looked at, decided on.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use riskwright_core::change::Change;
use riskwright_core::id::ResponseId;
use riskwright_core::isms::{Isms, Kind};
use riskwright_core::questionnaire::{AnswersFile, ProposedChange};
use riskwright_core::response::{Ground, Response, Sending, send as sending};
use riskwright_core::view::{ProposalRow, ResponseRow, ResponseView};
use riskwright_server::invite::{assets_and_risks, places};
use serde_json::json;

use super::Answer;
use super::questionnaire::{find, not_read};
use super::set::told;
use crate::args::{Decide, Place, Respond, Responses};
use crate::fault::{Fault, io};
use crate::print;
use crate::session::{Hand, Session};

pub fn send(args: &Respond, hand: &Hand) -> Result<Answer, Fault> {
    let file = read(&args.answers)?;
    let mut session = Session::open(&args.file, hand)?;
    let questionnaire = find(session.isms(), &args.questionnaire)?;
    if file.questionnaire != questionnaire.id.as_str() {
        return Err(Fault::new(format!(
            "{} answers `{}`, not `{}`",
            args.answers.display(),
            file.questionnaire,
            questionnaire.id
        )));
    }
    let present = questionnaire.digest().map_err(|error| Fault::new(error.to_string()))?;
    let named = file.respondent.as_deref().map(str::parse).transpose();
    let named = named.map_err(|error| Fault::new(format!("the respondent of the file: {error}")))?;
    let places = places(session.isms(), &args.answers_for).map_err(|error| Fault::new(error.to_string()))?;
    let (assets, scenarios) = assets_and_risks(&places);
    let change = sending(
        session.isms(),
        Sending {
            questionnaire: questionnaire.id.clone(),
            respondent: args.respondent.clone().or(named).unwrap_or_else(|| hand.by.clone()),
            assets,
            scenarios,
            answers: file.answers,
            contents: file.digest.unwrap_or(present),
        },
    )?;
    let made = session.make(change)?;
    let mut answer = told(&session, &made);
    let response = made.effects.touched().into_iter().find(|at| at.kind == Kind::Response);
    if let Some(response) = response.and_then(|at| response_of(session.isms(), at.id.as_str()).ok()) {
        let proposals = print::count(response.proposals.len(), "proposal waits", "proposals wait");
        answer.text += &format!("\n{proposals} for a decision: riskwright responses FILE {}", response.id);
        answer.json["response"] = json!(response.id);
    }
    session.close();
    Ok(answer)
}

fn read(path: &Path) -> Result<AnswersFile, Fault> {
    let text = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    let text = text.map_err(|error| io("read", path, &error))?;
    AnswersFile::from_json(&text).map_err(|error| not_read(path, &text, &error))
}

fn response_of<'a>(isms: &'a Isms, id: &str) -> Result<&'a Response, Fault> {
    let found = id.parse().ok().and_then(|id: ResponseId| isms.responses().get(&id));
    found.map(AsRef::as_ref).ok_or_else(|| {
        Fault::new(format!("there is no response {id}")).help("`riskwright responses FILE` lists them")
    })
}

pub fn list(args: &Responses, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    if let Some(id) = &args.response {
        return one(session.isms(), id, &args.language);
    }
    let mut all = ResponseRow::all(session.isms(), None);
    all.retain(|row| !args.waiting || row.waiting > 0);
    let rows = all.iter().map(|row| {
        vec![
            row.id.to_string(),
            row.questionnaire.to_string(),
            row.respondent.to_string(),
            row.sent_at.to_string(),
            row.waiting.to_string(),
            row.accepted.to_string(),
            row.dismissed.to_string(),
        ]
    });
    let headings = ["ID", "Questionnaire", "Respondent", "Sent", "Waiting", "Accepted", "Dismissed"];
    let text =
        if all.is_empty() { "There are no responses.".to_owned() } else { print::table(&headings, rows) };
    Ok(Answer::new(text, json!({ "responses": all })))
}

fn one(isms: &Isms, id: &str, language: &str) -> Result<Answer, Fault> {
    let id = &response_of(isms, id)?.id;
    let view = ResponseView::of(isms, id, language).map_err(|error| Fault::new(error.to_string()))?;
    let row = &view.row;
    let mut text = format!(
        "{} {} answered `{}` {} on {}\n",
        print::bold(row.id.as_str()),
        row.respondent,
        row.questionnaire,
        row.version,
        row.sent_at
    );
    let answers = view.answers.iter().map(|row| {
        let evidence: Vec<&str> = row.evidence.iter().map(|evidence| evidence.title.as_str()).collect();
        vec![
            row.item.clone(),
            print::short(row.title.in_language(language), 60),
            row.answer.clone(),
            row.comment.clone(),
            evidence.join(", "),
        ]
    });
    text += &print::table(&["Item", "Question", "Answer", "Comment", "Evidence"], answers);
    if view.proposals.is_empty() {
        text += "\nIt proposes nothing.";
    } else {
        let proposals = view.proposals.iter().map(|row| {
            vec![
                row.place.to_string(),
                change(row),
                row.proposal.reason.in_language(language).to_owned(),
                standing(row),
            ]
        });
        text += &format!("\n\n{}", print::table(&["Place", "Proposal", "Because", ""], proposals));
    }
    let json = serde_json::to_value(&view).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer::new(text, json))
}

/// A proposed change in words.
fn change(of: &ProposalRow) -> String {
    match &of.proposal.change {
        ProposedChange::ControlStatus { control, status } => format!("{control} is {status}"),
        ProposedChange::FactorLevel { factor, .. } => format!("{factor} is {}", of.becomes),
        ProposedChange::Finding { severity, against } => format!("finding against {against}: {severity}"),
    }
}

fn standing(row: &ProposalRow) -> String {
    match (&row.decided, &row.ground) {
        (Some(decided), _) => format!("{} by {} on {}", decided.ruling, decided.by, decided.on),
        (None, Ground::Holds) => "waits".to_owned(),
        (None, Ground::AlreadySo) => "is so already".to_owned(),
        (None, Ground::Changed { is, .. }) => {
            let is = is.map_or_else(|| "without a status".to_owned(), |is| is.to_string());
            format!("waits; the control is {is} by now")
        }
        (None, Ground::Nothing(why)) => format!("can't be accepted: {why}"),
    }
}

pub fn decide(args: &Decide, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let response = response_of(session.isms(), &args.response)?;
    let places = |of: &[Place]| -> BTreeSet<u16> {
        let place = |of: &Place| match of {
            Place::All => response.waiting().collect(),
            Place::At(place) => vec![*place],
        };
        of.iter().flat_map(place).collect()
    };
    let reason = args.reason.as_deref().unwrap_or_default().parse();
    let change = Change::ResponseDecide {
        id: response.id.clone(),
        accept: places(&args.accept),
        dismiss: places(&args.dismiss),
        reason: reason.map_err(|error| Fault::new(format!("--reason: {error}")))?,
    };
    let made = session.make(change)?;
    let answer = told(&session, &made);
    session.close();
    Ok(answer)
}
