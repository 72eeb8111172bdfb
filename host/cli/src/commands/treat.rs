//! `treat`: what is done about risks.

use std::collections::BTreeMap;

use riskwright_core::change::Change;
use riskwright_core::evaluation::{Evaluated, Verdict};
use riskwright_core::exchange::edit::{Assignment, How, edit, place, together};
use riskwright_core::exchange::grid::{Cell, Grid, Origin};
use riskwright_core::exchange::{Options, import};
use riskwright_core::id::{ControlId, FactorId};
use riskwright_core::identification::{Estimate, FactorValue, RiskScenario, Stage};
use riskwright_core::isms::{Isms, Kind, RecordRef, control_title};
use riskwright_core::methodology::assessment::value_in_words;
use riskwright_core::quantity::{Digest, Text};
use riskwright_core::treatment::acceptance::Standing;
use riskwright_core::treatment::residual::proposal;
use riskwright_core::treatment::{Action, Treatment};
use serde_json::{Value, json};

use super::Answer;
use super::assess::{legend, verdict};
use super::set::told;
use crate::args::{TakeOver, Treat};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Session};

pub fn run(args: &Treat, hand: &Hand) -> Result<Answer, Fault> {
    let mut session = Session::open(&args.file, hand)?;
    let changes = changes(args, &session)?;
    let risk = args.risk.as_deref();
    let answer = match together(&format!("treatment of {}", risk.unwrap_or("risks")), changes) {
        Some(change) => {
            let made = session.make(change)?;
            let mut answer = told(&session, &made);
            if let Some(risk) = risk {
                let scenario = session.risk(risk)?.1;
                answer.text += &format!("\n\n{}", one(session.isms(), scenario));
                answer.json["treatment"] = one_in_json(session.isms(), scenario);
            }
            answer
        }
        None => match risk {
            Some(risk) => {
                let scenario = session.risk(risk)?.1;
                Answer::new(one(session.isms(), scenario), one_in_json(session.isms(), scenario))
            }
            None => plan(&session)?,
        },
    };
    session.close();
    Ok(answer)
}

/// What the arguments ask for, as changes to be made together.
fn changes(args: &Treat, session: &Session) -> Result<Vec<Change>, Fault> {
    let isms = session.isms();
    let mut changes = Vec::new();
    if let Some(acceptance) = &args.withdraw {
        let acceptance = acceptance.parse().map_err(|error| Fault::new(format!("{error}")))?;
        changes.push(Change::AcceptanceWithdraw { acceptance });
    }
    let Some(risk) = &args.risk else { return Ok(changes) };
    let scenario = session.risk(risk)?.1;
    let id = scenario.id.clone();
    let treatment = treatment(args, isms, scenario, &mut changes)?;
    if let Some(take) = args.take_over {
        let proposal = treatment.as_ref().and_then(|treatment| proposal(isms, scenario, treatment));
        let proposal = proposal.ok_or_else(|| {
            Fault::new(format!("there is nothing to take over for {id}"))
                .help("it needs an inherent estimate, and controls with what they lower: --control \"A.8.13 (availability -2)\"")
        })?;
        let mut take_stage = |stage, factors: &BTreeMap<FactorId, FactorValue>| {
            let estimate = Some(Estimate { factors: factors.clone(), rationale: proposal.rationale() });
            changes.push(Change::RiskEstimate { id: id.clone(), stage, estimate });
        };
        if matches!(take, TakeOver::Current | TakeOver::Both) {
            take_stage(Stage::Current, &proposal.current);
        }
        if matches!(take, TakeOver::Target | TakeOver::Both) {
            take_stage(Stage::Target, &proposal.target);
        }
    }
    if let Some(title) = &args.action {
        changes.push(action(args, isms, &id, title)?);
    }
    let reason = || -> Result<Text, Fault> {
        args.reason
            .as_deref()
            .unwrap_or_default()
            .parse()
            .map_err(|error| Fault::new(format!("--reason: {error}")))
    };
    if let (true, Some(until)) = (args.accept, args.until) {
        let conditions = args.conditions.as_deref().unwrap_or_default();
        changes.push(Change::RiskAccept {
            acceptance: None,
            id: id.clone(),
            methodology: None,
            until,
            reason: reason()?,
            conditions: conditions.parse().map_err(|error| Fault::new(format!("--conditions: {error}")))?,
            // what is accepted is what was there when this was decided
            digest: seen(isms, scenario),
        });
    }
    if args.close {
        changes.push(Change::RiskClose { id: id.clone(), reason: reason()? });
    }
    if args.reopen {
        changes.push(Change::RiskReopen { id });
    }
    Ok(changes)
}

/// The digest of the risk's present recorded score.
fn seen(isms: &Isms, scenario: &RiskScenario) -> Option<Digest> {
    let record = isms.score_of(&scenario.id, &isms.criteria().methodology)?;
    record.current.as_ref().or(record.inherent.as_ref()).map(|score| score.digest)
}

/// The treatment as it is to be. Options and controls are read as an import would read their cells.
fn treatment(
    args: &Treat,
    isms: &Isms,
    scenario: &RiskScenario,
    changes: &mut Vec<Change>,
) -> Result<Option<Treatment>, Fault> {
    let present = isms.treatments().get(&scenario.id).map(|treatment| treatment.as_ref().clone());
    let decided = args.option.is_some()
        || args.rationale.is_some()
        || !args.controls.is_empty()
        || !args.drop_controls.is_empty();
    if !decided {
        return Ok(present);
    }
    let mut treatment = present.unwrap_or(Treatment {
        id: scenario.id.clone(),
        option: None,
        rationale: Text::default(),
        controls: BTreeMap::new(),
    });
    let option = args.option.clone().unwrap_or_default();
    let read = read_cells(isms, scenario, &option, &args.controls.join("; "))?;
    for change in read {
        match change {
            Change::RiskTreat { option, controls, .. } => {
                treatment.option = option.or(treatment.option);
                for (control, lowers) in controls {
                    // a control that is named again without numbers keeps those it has
                    let known = treatment.controls.entry(control).or_default();
                    if !lowers.is_empty() {
                        *known = lowers;
                    }
                }
            }
            // a control of the organisation's own that is named for the first time
            new @ Change::ControlRecord(_) => changes.push(new),
            _ => {}
        }
    }
    for control in &args.drop_controls {
        let id = ControlId::recognise(control).filter(|id| treatment.controls.remove(id).is_some());
        id.ok_or_else(|| Fault::new(format!("the treatment of {} has no control {control}", scenario.id)))?;
    }
    if let Some(rationale) = &args.rationale {
        treatment.rationale =
            rationale.parse().map_err(|error| Fault::new(format!("--rationale: {error}")))?;
    }
    changes.push(Change::RiskTreat {
        id: treatment.id.clone(),
        option: treatment.option,
        rationale: treatment.rationale.clone(),
        controls: treatment.controls.clone(),
    });
    Ok(Some(treatment))
}

fn read_cells(
    isms: &Isms,
    scenario: &RiskScenario,
    option: &str,
    controls: &str,
) -> Result<Vec<Change>, Fault> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let headings = ["ID", "Title", "Treatment option", "Treatment controls"];
    // what is there already is left out, so that what was asked for is told as a change
    let mut bare = isms.clone();
    if isms.treatments().contains_key(&scenario.id) {
        let untreat = Change::RiskLeaveUntreated { id: scenario.id.clone() };
        let hand = Hand::new(None, None);
        bare.apply(&untreat, &hand.by, hand.at)?;
    }
    let grid = Grid {
        source: "the command line".to_owned(),
        sheet: "Risks".to_owned(),
        rows: vec![
            headings.iter().map(|heading| text(heading)).collect(),
            vec![text(scenario.id.as_str()), text(&scenario.title), text(option), text(controls)],
        ],
        row_numbers: Vec::new(),
        origin: Origin { row: 1, column: 0 },
    };
    let intake = import(&bare, &[grid], &Options::default());
    match intake.problems.into_iter().next() {
        None => Ok(intake.changes),
        Some(problem) => {
            let name = if problem.cell.starts_with('C') { "--option" } else { "--control" };
            let whole = if problem.cell.starts_with('C') { option } else { controls };
            let at = whole.find(&problem.found).unwrap_or(0);
            Err(Fault::new(format!("{name} does not take `{}`", problem.found))
                .marked("what was typed", whole, (at, problem.found.len()), "here")
                .help(format!("expected {}", problem.expected)))
        }
    }
}

fn action(
    args: &Treat,
    isms: &Isms,
    risk: &riskwright_core::id::ScenarioId,
    title: &str,
) -> Result<Change, Fault> {
    let at: RecordRef = place(isms, Kind::Action, None).map_err(Fault::new)?;
    let set = |field: &str, value: &str| Assignment {
        field: field.to_owned(),
        how: How::Set,
        value: value.to_owned(),
    };
    let mut fields = vec![set("title", title), set("scenarios", risk.as_str()), set("status", "approved")];
    for (field, value) in
        [("owner", &args.owner), ("due", &args.due), ("cost", &args.cost), ("resources", &args.resources)]
    {
        fields.extend(value.as_deref().map(|value| set(field, value)));
    }
    edit(isms, &at, true, &fields).map_err(|error| Fault::new(error.to_string()))
}

/// One risk's treatment, in words.
fn one(isms: &Isms, scenario: &RiskScenario) -> String {
    let mut text = format!("{} {}\n", print::bold(scenario.id.as_str()), scenario.title);
    let treatment = isms.treatments().get(&scenario.id);
    let option =
        treatment.and_then(|treatment| treatment.option).map_or("not decided", |option| option.as_str());
    text += &format!("Option: {option}\n");
    if let Some(treatment) = treatment {
        if !treatment.rationale.is_empty() {
            text += &format!("Rationale: {}\n", treatment.rationale);
        }
        let rows = treatment.controls.iter().map(|(control, lowers)| {
            let lowers: Vec<String> =
                lowers.iter().map(|(factor, lowering)| format!("{factor} {lowering}")).collect();
            let status = isms.controls().get(control).and_then(|control| control.status);
            vec![
                control.to_string(),
                print::short(&control_title(isms, control), 100),
                status.map_or("no status", |status| status.as_str()).to_owned(),
                lowers.join(", "),
            ]
        });
        if !treatment.controls.is_empty() {
            text += &format!("{}\n", print::table(&["Control", "Title", "Status", "Lowers"], rows));
        }
        if let Some(proposal) = proposal(isms, scenario, treatment) {
            let estimate = |stage| scenario.estimate(stage).map(|estimate| &estimate.factors);
            let cell = |factors: Option<&BTreeMap<FactorId, FactorValue>>, factor: &FactorId| {
                let value = factors.and_then(|factors| factors.get(factor));
                value.map(|value| value_in_words(isms, factor, value)).unwrap_or_default()
            };
            let rows = proposal.target.keys().map(|factor| {
                vec![
                    factor.to_string(),
                    cell(estimate(Stage::Inherent), factor),
                    cell(Some(&proposal.current), factor),
                    cell(estimate(Stage::Current), factor),
                    cell(Some(&proposal.target), factor),
                    cell(estimate(Stage::Target), factor),
                ]
            });
            let headings =
                ["Factor", "Inherent", "Current proposed", "as estimated", "Target proposed", "as estimated"];
            text += &format!(
                "{}\n--take-over current|target|both makes the proposal the estimate.\n",
                print::table(&headings, rows)
            );
        }
    }
    let actions = actions_of(isms, scenario);
    for action in &actions {
        text += &format!("Action {}: {}{}\n", action.id, action.title, when(action));
    }
    for acceptance in isms.acceptances().values().filter(|acceptance| acceptance.scenario == scenario.id) {
        let end = if acceptance.withdrawn_on.is_some() {
            "withdrawn".to_owned()
        } else {
            format!("until {}", acceptance.until)
        };
        text += &format!(
            "Acceptance {}: level {} by {} on {}, {end}: {}\n",
            acceptance.id, acceptance.level_name, acceptance.by, acceptance.on, acceptance.reason
        );
    }
    text
}

fn when(action: &Action) -> String {
    let mut text = String::new();
    if let Some(owner) = &action.owner {
        text += &format!(", {owner}");
    }
    if let Some(due) = action.due {
        text += &format!(", due {due}");
    }
    text + &format!(", {}", action.progress)
}

fn actions_of<'a>(isms: &'a Isms, scenario: &RiskScenario) -> Vec<&'a Action> {
    let serves = |action: &&Action| action.scenarios.contains(&scenario.id);
    isms.actions().values().map(AsRef::as_ref).filter(serves).collect()
}

fn one_in_json(isms: &Isms, scenario: &RiskScenario) -> Value {
    let treatment = isms.treatments().get(&scenario.id);
    let acceptances: Vec<_> =
        isms.acceptances().values().filter(|acceptance| acceptance.scenario == scenario.id).collect();
    json!({
        "id": scenario.id,
        "option": treatment.and_then(|treatment| treatment.option),
        "rationale": treatment.map(|treatment| &treatment.rationale),
        "controls": treatment.map(|treatment| &treatment.controls),
        "proposal": treatment.and_then(|treatment| proposal(isms, scenario, treatment)),
        "actions": actions_of(isms, scenario),
        "acceptances": acceptances,
    })
}

/// The treatment plan: risks beyond the criteria and what is done about them, then the actions.
fn plan(session: &Session) -> Result<Answer, Fault> {
    let (isms, today) = (session.isms(), session.today());
    let picture = session.picture()?;
    let policies = &picture.policies;
    let treated = |row: &Evaluated| isms.treatments().contains_key(&row.scenario);
    let beyond =
        |row: &Evaluated| matches!(row.verdict, Verdict::Treat | Verdict::InTreatment | Verdict::Accepted);
    let mut listed = picture.by_urgency();
    listed.retain(|(_, row)| beyond(row) || treated(row));
    let rows = listed.iter().map(|(row, evaluated)| {
        let treatment = isms.treatments().get(&evaluated.scenario);
        let level =
            |scored: Option<u8>| scored.map(|level| print::level(policies, level)).unwrap_or_default();
        let accepted = match &evaluated.accepted_by {
            None => String::new(),
            Some((id, Standing::Valid)) => id.to_string(),
            Some((id, Standing::Expired)) => format!("{id} expired"),
            Some((id, Standing::Stale(_))) => format!("{id} stale"),
        };
        vec![
            row.scenario.id.to_string(),
            print::short(&row.scenario.title, 100),
            level(row.present().map(|scored| scored.level)),
            level(row.target.map(|scored| scored.level)),
            verdict(evaluated.verdict).to_owned(),
            treatment.and_then(|treatment| treatment.option).map_or("", |option| option.as_str()).to_owned(),
            treatment.map(|treatment| print::ids(treatment.controls.keys(), 4)).unwrap_or_default(),
            accepted,
        ]
    });
    let headings = ["Risk", "Title", "Present", "Target", "Evaluation", "Option", "Controls", "Acceptance"];
    let mut text = format!("{}\n{}\n", print::table(&headings, rows), legend());
    let rows = isms.actions().values().map(|action| {
        let status = action.status.map_or("proposed", |status| status.as_str());
        let late = if action.is_overdue(today) { " ! overdue" } else { "" };
        vec![
            action.id.to_string(),
            print::short(&action.title, 100),
            print::ids(&action.scenarios, 4),
            action.owner.as_ref().map(ToString::to_string).unwrap_or_default(),
            action.due.map(|due| format!("{due}{late}")).unwrap_or_default(),
            action.cost.as_ref().map(ToString::to_string).unwrap_or_default(),
            action.progress.to_string(),
            status.to_owned(),
        ]
    });
    if !isms.actions().is_empty() {
        text += &format!(
            "\n{}\n",
            print::table(&["Action", "What", "Risks", "Owner", "Due", "Cost", "Progress", "Status"], rows)
        );
    }
    let risks: Vec<Value> = listed
        .iter()
        .map(|(row, evaluated)| {
            let mut json = one_in_json(isms, row.scenario);
            json["verdict"] = json!(evaluated.verdict);
            json["priority"] = json!(evaluated.priority);
            json
        })
        .collect();
    Ok(Answer::new(text, json!({ "risks": risks, "actions": isms.actions().values().collect::<Vec<_>>() })))
}
