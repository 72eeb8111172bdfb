//! `assess`: every open risk through a methodology.

use std::collections::BTreeMap;

use riskwright_core::change::Change;
use riskwright_core::evaluation::{Verdict, evaluate};
use riskwright_core::identification::Stage;
use riskwright_core::methodology::assessment::{Row, Run, Scored, assess, assess_these, records};
use riskwright_core::methodology::comparison::{Compared, Verdict as Said, compare};
use riskwright_core::methodology::{Batch, LevelPolicy, Methodology, MethodologyInUse};
use serde_json::{Value, json};

use super::Answer;
use crate::args::Assess;
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Assess, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let in_use = session.methodology(args.methodology.as_deref())?.clone();
    let built = session.built(&in_use)?;
    if !args.compare.is_empty() {
        return side_by_side(&session, &in_use, &args.compare);
    }
    if let Some(risk) = &args.why {
        return why(&session, built.as_ref(), risk);
    }
    let run = match args.risks.as_slice() {
        [] => assess(session.isms(), built.as_ref()),
        risks => {
            let ids = risks.iter().map(|risk| session.risk(risk)).collect::<Result<BTreeMap<_, _>, _>>()?;
            assess_these(session.isms(), ids.into_values().collect(), built.as_ref())
        }
    };
    let run = run.map_err(|error| Fault::new(error.to_string()))?;
    let scored = |row: &&Row<'_>| args.again && row.problems.is_empty() && row.present().is_some();
    let stale: Vec<&Row<'_>> = run.rows.iter().filter(|row| row.wants_recording() || scored(row)).collect();
    let recorded = stale.len();
    let keep = recorded > 0 && !args.dry_run && hand.as_of.is_none();
    let scores = records(&stale, built.as_ref(), &hand.by, hand.today())
        .map_err(|error| Fault::new(error.to_string()))?;
    let mut answer = told(&session, &in_use, built.as_ref(), &run);
    if keep {
        let made = session.make(Change::RiskAssess { scores })?;
        answer.json["entry"] = json!(made.entry);
        answer.text += &match made.entry {
            Some(entry) => {
                format!(
                    "\nRecorded the scores of {} (entry {entry}).",
                    print::count(recorded, "risk", "risks")
                )
            }
            None => "\nThe scores stand as they were recorded today.".to_owned(),
        };
    } else if recorded > 0 {
        answer.text += &format!("\n{} would be recorded.", print::count(recorded, "score", "scores"));
    } else {
        answer.text += "\nThe recorded scores hold.";
    }
    answer.json["recorded"] = json!(if keep { recorded } else { 0 });
    session.close();
    Ok(answer)
}

fn told(session: &Session, in_use: &MethodologyInUse, built: &dyn Methodology, run: &Run<'_>) -> Answer {
    let policies = in_use.policies();
    let evaluated = evaluate(session.isms(), in_use, run, session.today());
    let mut order: Vec<_> = run.rows.iter().zip(&evaluated).collect();
    order.sort_by_key(|(_, evaluated)| evaluated.priority);
    let rows = order.iter().map(|(row, evaluated)| {
        let stage =
            |stage| row.stage(stage).map_or_else(String::new, |scored| print::level(&policies, scored.level));
        let mut notes: Vec<String> = row.stale.iter().map(ToString::to_string).collect();
        notes.extend(row.problems.iter().map(|(stage, problem)| format!("{stage}: {problem}")));
        vec![
            row.scenario.id.to_string(),
            print::short(&row.scenario.title, 100),
            stage(Stage::Inherent),
            stage(Stage::Current),
            stage(Stage::Target),
            verdict(evaluated.verdict).to_owned(),
            notes.join("; "),
        ]
    });
    let headings = ["Risk", "Title", "Inherent", "Current", "Target", "Evaluation", "Remarks"];
    let text = if run.rows.is_empty() {
        "There are no open risks.".to_owned()
    } else {
        format!("{}\n{}", print::table(&headings, rows), legend())
    };
    let scenarios: Vec<Value> = run.rows.iter().map(|row| in_json(row, built)).collect();
    Answer::new(
        text,
        json!({
            "methodology": in_use.id,
            "code": built.code(),
            "settings": built.settings(),
            "scenarios": scenarios,
        }),
    )
}

fn in_json(row: &Row<'_>, built: &dyn Methodology) -> Value {
    let levels = &built.describe().levels;
    let stage = |scored: &Scored| {
        json!({
            "score": scored.score,
            "level": levels.get(usize::from(scored.level)),
            "level_index": scored.level,
            "inputs": scored.inputs,
            "digest": scored.digest,
        })
    };
    let problems: Vec<Value> =
        row.problems.iter().map(|(stage, message)| json!({ "stage": stage, "message": message })).collect();
    let stale: Vec<String> = row.stale.iter().map(ToString::to_string).collect();
    json!({
        "id": row.scenario.id,
        "title": row.scenario.title,
        "inherent": row.inherent.as_ref().map(stage),
        "current": row.current.as_ref().map(stage),
        "target": row.target.as_ref().map(stage),
        "stale": stale,
        "problems": problems,
    })
}

/// What the signs of levels mean.
pub fn legend() -> String {
    print::dim("○ acceptable   ◐ tolerable   ● not acceptable")
}

pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unassessed => "not assessed",
        Verdict::Accept => "accept",
        Verdict::Tolerate => "tolerate",
        Verdict::Accepted => "accepted",
        Verdict::InTreatment => "in treatment",
        Verdict::Treat => "treat",
    }
}

/// How the scores of one risk come about, step by step.
fn why(session: &Session, built: &dyn Methodology, risk: &str) -> Result<Answer, Fault> {
    let (_, scenario) = session.risk(risk)?;
    let mut text = format!("{} {}\n", print::bold(scenario.id.as_str()), scenario.title);
    let mut json = json!({ "id": scenario.id });
    for stage in Stage::ALL.iter().copied() {
        let Some(estimate) = scenario.estimate(stage) else { continue };
        let batch = Batch::new(built.describe(), std::iter::once(&estimate.factors));
        let trace = built.trace(&batch).map_err(|error| Fault::new(error.to_string()))?;
        let steps = trace.into_iter().next().unwrap_or_default();
        json[stage.as_str()] = json!(steps);
        let rows = steps.iter().map(|step| {
            let from: Vec<&str> = step.from.iter().map(|node| node.as_str()).collect();
            let from =
                if from.is_empty() { "estimated".to_owned() } else { format!("from {}", from.join(" and ")) };
            vec![step.node.to_string(), readable(&step.label), from]
        });
        text +=
            &format!("\n{}\n{}\n", print::bold(stage.as_str()), print::table(&["Step", "Value", ""], rows));
        if steps.is_empty() {
            let answer = built.assess(&batch).map_err(|error| Fault::new(error.to_string()))?;
            for problem in &answer.problems {
                text += &format!("No score: {}\n", problem.message);
            }
        }
        let loss = built.loss(&batch).map_err(|error| Fault::new(error.to_string()))?;
        if let Some(Some(model)) = loss.first() {
            let (low, high) = model.range();
            let unit = &built.describe().unit;
            let mean = steps.iter().find(|step| step.node.as_str() == "score");
            text += &format!(
                "Loss: {} on average, between {} and {} {unit} if everything went best or worst.\n",
                mean.map(|step| readable(&step.label)).unwrap_or_default(),
                round(low),
                round(high)
            );
            json["loss"][stage.as_str()] = json!({ "model": model, "range": [low, high] });
        }
        if !estimate.rationale.is_empty() {
            text += &format!("Because: {}\n", estimate.rationale);
        }
    }
    Ok(Answer::new(text, json))
}

/// A value in words without digits that mean nothing: `240213.3333333333 EUR/year` is 240213 to a reader.
fn readable(label: &str) -> String {
    let word = |word: &str| {
        let long = word.split_once('.').is_some_and(|(_, fraction)| fraction.len() > 4);
        match word.parse::<f64>() {
            Ok(number) if long && number.abs() >= 0.01 => round(number),
            _ => word.to_owned(),
        }
    };
    label.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A sum without digits that mean nothing.
fn round(sum: f64) -> String {
    if sum.abs() < 100.0 { format!("{sum:.2}") } else { format!("{sum:.0}") }
}

fn side_by_side(session: &Session, first: &MethodologyInUse, others: &[String]) -> Result<Answer, Fault> {
    let mut all = vec![first];
    for other in others {
        all.push(session.methodology(Some(other))?);
    }
    let comparison = compare(session.isms(), &all).map_err(|error| Fault::new(error.to_string()))?;
    let policies: Vec<_> = all.iter().map(|methodology| methodology.policies()).collect();
    let said = |policies: &[LevelPolicy], verdict: &Option<Said>| match verdict {
        Some(verdict) => format!(
            "{} ({}, {})",
            print::level(policies, verdict.level),
            (verdict.score * 100.0).round() / 100.0,
            verdict.acceptance
        ),
        None => "no score".to_owned(),
    };
    let disagree: Vec<&Compared> = comparison.rows.iter().filter(|row| row.disagree).collect();
    let rows = disagree.iter().map(|row| {
        let mut cells = vec![row.scenario.to_string(), print::short(&row.title, 60)];
        cells.extend(policies.iter().zip(&row.verdicts).map(|(policies, verdict)| said(policies, verdict)));
        cells
    });
    let names: Vec<&str> = comparison.methodologies.iter().map(|id| id.as_str()).collect();
    let mut text = if disagree.is_empty() {
        format!("{} agree on all {} risks.", names.join(" and "), comparison.rows.len())
    } else {
        let headings: Vec<&str> = ["Risk", "Title"].into_iter().chain(names.iter().copied()).collect();
        format!(
            "{}\n{} disagree on {} of {} risks.\n{}",
            print::table(&headings, rows),
            names.join(" and "),
            disagree.len(),
            comparison.rows.len(),
            legend()
        )
    };
    if names.len() > 2 {
        let mut pairs = Vec::new();
        for (one, first) in names.iter().enumerate() {
            for (other, second) in names.iter().enumerate().skip(one + 1) {
                let (differ, both) = comparison.between(one, other);
                pairs.push(vec![format!("{first} and {second}"), format!("{differ} of {both}")]);
            }
        }
        text += &format!("\n{}", print::table(&["Between", "Disagree on"], pairs));
    }
    let json = serde_json::to_value(&comparison).map_err(|error| Fault::new(error.to_string()))?;
    Ok(Answer::new(text, json))
}
