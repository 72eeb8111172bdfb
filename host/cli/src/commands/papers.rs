//! `soa` and `register`: what one hands to an auditor, and the same in the terminal.

use std::path::Path;

use riskwright_core::applicability::{Applicability, Line, statement};
use riskwright_core::change::Change;
use riskwright_core::quantity::Digest;
use serde_json::{Value, json};

use super::assess::{legend, verdict};
use super::{Answer, write_whole};
use crate::args::{PaperFormat, Register, Soa};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn soa(args: &Soa, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let edition = session.edition(args.edition);
    let mut approved = Value::Null;
    if args.approve {
        // what is approved is what was there when this was decided
        let seen = Digest::of_json(&statement(session.isms(), edition)).ok();
        let made = session.make(Change::SoaApprove { edition, version: None, digest: seen })?;
        approved = json!(made.effects.touched().first().map(|at| at.id.to_string()));
    }
    let statement = statement(session.isms(), edition);
    let controls: Vec<Value> = statement.lines.iter().map(line).collect();
    let json = json!({ "edition": edition, "organisation": statement.organisation, "controls": controls, "approved": approved });
    let text = match paper(args.format, args.output.as_deref()) {
        Some((format, path)) => {
            let context = context(&session, edition);
            let bytes = match format {
                PaperFormat::Html => riskwright_reports::soa::html(&context).into_bytes(),
                PaperFormat::Xlsx => {
                    riskwright_reports::soa::xlsx(&context).map_err(|error| Fault::new(error.to_string()))?
                }
            };
            write_whole(path, &bytes)?;
            format!("Wrote the Statement of Applicability to {}", path.display())
        }
        None => {
            let rows = statement.lines.iter().map(|line| {
                let included = line.applicability == Applicability::Included;
                let why: Vec<String> = line.reasons.iter().map(ToString::to_string).collect();
                let why =
                    if included { why.join("; ") } else { line.justification.clone().unwrap_or_default() };
                vec![
                    line.id.to_string(),
                    print::short(&line.title, 100),
                    if included { "yes" } else { "no" }.to_owned(),
                    print::short(&why, 160),
                    line.status.map_or("", |status| status.as_str()).to_owned(),
                ]
            });
            let included =
                statement.lines.iter().filter(|line| line.applicability == Applicability::Included).count();
            format!(
                "{}\n{} controls of Annex A, {edition}, and own ones: {included} included, {} excluded",
                print::table(&["Control", "Title", "Applies", "Why", "Status"], rows),
                statement.lines.len(),
                statement.lines.len() - included
            )
        }
    };
    session.close();
    Ok(Answer::new(text, json))
}

fn line(line: &Line) -> Value {
    let why: Vec<String> = line.reasons.iter().map(ToString::to_string).collect();
    json!({
        "id": line.id,
        "title": line.title,
        "group": line.group,
        "applicability": line.applicability,
        "reasons": line.reasons,
        "why": why,
        "justification": line.justification,
        "overridden": line.overridden,
        "status": line.status,
        "implementation": line.implementation,
        "owner": line.owner,
        "evidence": line.evidence,
        "checked_on": line.checked_on,
        "carried_from": line.carried_from,
    })
}

fn paper(format: Option<PaperFormat>, output: Option<&Path>) -> Option<(PaperFormat, &Path)> {
    format.zip(output)
}

pub fn register(args: &Register, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    let picture = session.picture()?;
    let (in_use, policies) = (picture.in_use, &picture.policies);
    let order = picture.by_urgency();
    let shown = args.top.unwrap_or(usize::MAX);
    let json: Vec<Value> = order
        .iter()
        .take(shown)
        .map(|(row, evaluated)| {
            let level = |scored: Option<u8>| {
                scored.and_then(|level| policies.get(usize::from(level))).map(|policy| policy.name.clone())
            };
            json!({
                "id": row.scenario.id,
                "title": row.scenario.title,
                "owner": row.scenario.owner,
                "priority": evaluated.priority,
                "inherent": level(row.inherent.map(|scored| scored.level)),
                "current": level(row.current.map(|scored| scored.level)),
                "target": level(row.target.map(|scored| scored.level)),
                "verdict": evaluated.verdict,
            })
        })
        .collect();
    let json = json!({ "methodology": in_use.id, "risks": json });
    if let Some((format, path)) = paper(args.format, args.output.as_deref()) {
        let context = context(&session, session.edition(None));
        let fault = |error: riskwright_reports::ReportError| Fault::new(error.to_string());
        let bytes = match format {
            PaperFormat::Html => riskwright_reports::register::html(&context).map_err(fault)?.into_bytes(),
            PaperFormat::Xlsx => riskwright_reports::register::xlsx(&context).map_err(fault)?,
        };
        write_whole(path, &bytes)?;
        return Ok(Answer::new(format!("Wrote the risk register to {}", path.display()), json));
    }
    let rows = order.iter().take(shown).map(|(row, evaluated)| {
        let level =
            |scored: Option<u8>| scored.map(|level| print::level(policies, level)).unwrap_or_default();
        vec![
            evaluated.priority.to_string(),
            row.scenario.id.to_string(),
            print::short(&row.scenario.title, 100),
            row.scenario.owner.as_ref().map(ToString::to_string).unwrap_or_default(),
            level(row.inherent.map(|scored| scored.level)),
            level(row.current.map(|scored| scored.level)),
            level(row.target.map(|scored| scored.level)),
            verdict(evaluated.verdict).to_owned(),
        ]
    });
    let headings = ["#", "Risk", "Title", "Owner", "Inherent", "Current", "Target", "Evaluation"];
    Ok(Answer::new(format!("{}\n{}", print::table(&headings, rows), legend()), json))
}

fn context(
    session: &Session,
    edition: riskwright_core::catalogue::Edition,
) -> riskwright_reports::Context<'_> {
    let head = session.head();
    riskwright_reports::Context {
        isms: session.isms(),
        edition,
        as_of: session.today(),
        entries: head.seq,
        head: head.hash,
    }
}
