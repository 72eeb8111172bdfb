//! `show`: the whole in short, a register, or one record.

use std::collections::BTreeMap;

use riskwright_core::applicability::{Applicability, statement};
use riskwright_core::change::fields_in_words;
use riskwright_core::check::{Severity, check};
use riskwright_core::evaluation::Verdict;
use riskwright_core::id::FactorId;
use riskwright_core::identification::dependency;
use riskwright_core::isms::{Isms, Kind, Record, RecordRef, control_title};
use riskwright_core::view::{LifeList, LifeQuery};
use serde_json::{Value, json};

use super::Answer;
use super::assess::verdict;
use crate::args::{Show, kind};
use crate::fault::Fault;
use crate::print;
use crate::session::{Hand, Picture, Session};

pub fn run(args: &Show, hand: &Hand) -> Result<Answer, Fault> {
    let session = Session::open(&args.file, hand)?;
    match args.what.as_deref() {
        None => whole(&session),
        Some(what) => match kind(what) {
            Some(kind) if !kind.is_single() => register(&session, kind),
            Some(kind) => record(&session, &RecordRef::single(kind)),
            None => record(&session, &session.find(what)?),
        },
    }
}

fn whole(session: &Session) -> Result<Answer, Fault> {
    let (isms, today) = (session.isms(), session.today());
    let picture = session.picture()?;
    let Picture { policies, evaluated, .. } = &picture;
    let organisation = isms.organisation();
    let edition = organisation.edition;
    let mut text = format!("{}  ISO/IEC 27001:{edition}\n", print::bold(&organisation.name));
    let scope = match &isms.scope().approval {
        Some(approval) => format!("approved by {} on {}", approval.by, approval.on),
        None if isms.scope().purpose.is_empty() => "not stated yet".to_owned(),
        None => "a draft".to_owned(),
    };
    text += &format!("Scope: {scope}\n");
    let head = session.head();
    text += &format!("Journal: {} entries, head {}\n\n", head.seq, print::short(&head.hash.to_string(), 13));
    let counts: BTreeMap<&str, usize> = Kind::ALL
        .iter()
        .filter(|kind| !kind.is_single())
        .map(|kind| (kind.as_str(), isms.count(*kind)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let kinds = Kind::ALL.iter().filter(|kind| counts.contains_key(kind.as_str()));
    let listed: Vec<String> = kinds.map(|kind| print::kinds(isms.count(*kind), *kind)).collect();
    text += &format!(
        "Records: {}\n\n",
        if listed.is_empty() { "none yet".to_owned() } else { listed.join(", ") }
    );

    let mut by_level: BTreeMap<u8, usize> = BTreeMap::new();
    let mut by_verdict: BTreeMap<&str, usize> = BTreeMap::new();
    for row in evaluated {
        if let Some(level) = row.level {
            *by_level.entry(level).or_default() += 1;
        }
        *by_verdict.entry(verdict(row.verdict)).or_default() += 1;
    }
    let most = by_level.values().copied().max().unwrap_or(1).max(1);
    for (level, count) in by_level.iter().rev() {
        let bar = "█".repeat((count * 30).div_ceil(most));
        text += &format!("{count:>5}  {}  {}\n", bar_label(policies, *level), bar);
    }
    let to_treat = evaluated.iter().filter(|row| row.verdict == Verdict::Treat).count();
    let verdicts: Vec<String> =
        by_verdict.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect();
    if !verdicts.is_empty() {
        text += &format!("Open risks: {}\n", verdicts.join(", "));
    }
    let overdue = isms.actions().values().filter(|action| action.is_overdue(today)).count();
    let soa = statement(isms, edition);
    let included = soa.lines.iter().filter(|line| line.applicability == Applicability::Included).count();
    let findings = check(isms, edition, today);
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    text += &format!("Actions: {}, {overdue} overdue\n", isms.actions().len());
    text += &format!("Annex A, {edition}: {included} included, {} excluded\n", soa.lines.len() - included);
    text +=
        &format!("Check: {errors} errors, {} other findings (riskwright check)\n", findings.len() - errors);
    let json = json!({
        "organisation": organisation,
        "scope": isms.scope(),
        "entries": head.seq,
        "head": head.hash,
        "records": counts,
        "verdicts": by_verdict,
        "to_treat": to_treat,
        "levels": by_level.iter().map(|(level, count)| {
            json!({ "level": policies.get(usize::from(*level)).map(|policy| &policy.name), "risks": count })
        }).collect::<Vec<Value>>(),
        "overdue_actions": overdue,
        "findings": findings.len(),
    });
    Ok(Answer::new(text, json))
}

fn bar_label(policies: &[riskwright_core::methodology::LevelPolicy], level: u8) -> String {
    let widest = policies.iter().map(|policy| policy.name.chars().count()).max().unwrap_or(0);
    let name = policies.get(usize::from(level)).map_or(0, |policy| policy.name.chars().count());
    format!("{}{}", print::level(policies, level), " ".repeat(widest.saturating_sub(name)))
}

fn register(session: &Session, kind: Kind) -> Result<Answer, Fault> {
    let isms = session.isms();
    let records: Vec<Record> = isms.records().filter(|record| record.reference().kind == kind).collect();
    let all = LifeQuery { limit: records.len(), ..LifeQuery::default() };
    let lived = LifeList::of(isms, kind, &all, session.today());
    let table = if records.is_empty() {
        return Ok(Answer::new(
            format!("There are no {kind} records yet."),
            json!({ "kind": kind.as_str(), "records": records }),
        ));
    } else if lived.rows.iter().any(|row| row.state.is_some()) {
        standing(&lived)
    } else {
        by_fields(isms, &records)
    };
    let text = format!("{table}\n{}", print::kinds(records.len(), kind));
    Ok(Answer::new(text, json!({ "kind": kind.as_str(), "records": records })))
}

/// Records that are in a state: where each stands.
fn standing(list: &LifeList) -> String {
    let rows = list.rows.iter().map(|row| {
        let due = row.due.map(|due| if row.overdue { format!("✗ {due}") } else { format!("  {due}") });
        vec![
            row.id.clone(),
            print::short(&row.title, 100),
            row.state.unwrap_or_default().to_owned(),
            row.care.as_ref().map(ToString::to_string).unwrap_or_default(),
            due.unwrap_or_default(),
        ]
    });
    print::table(&["ID", "Title", "State", "Who", "  Due"], rows)
}

/// Records that only are: the first of what is told of each.
fn by_fields(isms: &Isms, records: &[Record]) -> String {
    let rows = records.iter().map(|record| {
        let at = record.reference();
        let fields = fields_in_words(isms, record);
        let title = match record {
            Record::Control(control) => control_title(isms, &control.id),
            _ => fields
                .iter()
                .find(|(name, _)| name == "title")
                .map(|(_, value)| value.clone())
                .unwrap_or_default(),
        };
        let rest = fields.iter().filter(|(name, _)| !["id", "title", "description"].contains(&name.as_str()));
        let rest: Vec<String> =
            rest.take(4).map(|(name, value)| format!("{name}: {}", print::short(value, 40))).collect();
        vec![at.id.to_string(), print::short(&title, 100), rest.join("; ")]
    });
    print::table(&["ID", "Title", ""], rows)
}

fn record(session: &Session, at: &RecordRef) -> Result<Answer, Fault> {
    let isms = session.isms();
    let record = isms.record(at).ok_or_else(|| Fault::new(format!("there is no {at}")))?;
    let rows: Vec<Vec<String>> =
        fields_in_words(isms, &record).into_iter().map(|(name, value)| vec![name, value]).collect();
    let id = if at.kind.is_single() { "" } else { at.id.as_str() };
    let mut text =
        format!("{} {id}\n{}\n", print::bold(at.kind.as_str()), print::table(&["Field", "Value"], rows));
    let mut json = json!({ "kind": at.kind.as_str(), "record": record });
    match &record {
        Record::Asset(asset) => {
            let values = dependency::values(isms);
            let values = values.get(&asset.id).cloned().unwrap_or_default();
            let words = levels(isms, &values);
            text += &format!(
                "Value with what relies on it: {}\n",
                if words.is_empty() { "none" } else { words.as_str() }
            );
            let risks: Vec<_> = isms
                .scenarios()
                .values()
                .filter(|risk| risk.assets.contains(&asset.id))
                .map(|risk| &risk.id)
                .collect();
            text += &format!(
                "Risks: {}\n",
                if risks.is_empty() { "none".to_owned() } else { print::ids(&risks, 40) }
            );
            json["values"] = json!(values);
            json["risks"] = json!(risks);
        }
        Record::Control(_) => {
            let soa = statement(isms, isms.organisation().edition);
            if let Some(line) = soa.lines.iter().find(|line| line.id.as_str() == at.id.as_str()) {
                let why: Vec<String> = line.reasons.iter().map(ToString::to_string).collect();
                text += &format!("Statement of Applicability: {}; {}\n", line.applicability, why.join("; "));
                json["applicability"] = json!(line.applicability);
                json["why"] = json!(why);
            }
        }
        Record::RiskScenario(scenario) => {
            let worth = dependency::consequence(isms, scenario);
            if !worth.is_empty() {
                text +=
                    &format!("By its assets: {} (set --from-assets takes it over)\n", levels(isms, &worth));
            }
            json["by_assets"] = json!(worth);
            let Picture { policies, run, evaluated, .. } = session.picture()?;
            if let Some(row) = run.row(&scenario.id) {
                let mut stages = Vec::new();
                for stage in riskwright_core::identification::Stage::ALL.iter().copied() {
                    if let Some(scored) = row.stage(stage) {
                        stages.push(format!(
                            "{stage} {} ({})",
                            print::level(&policies, scored.level),
                            scored.score
                        ));
                    }
                }
                text += &format!("Scores: {}\n", stages.join(", "));
                for stale in &row.stale {
                    text += &format!("Stale: {stale}\n");
                }
            }
            if let Some(row) = evaluated.iter().find(|row| row.scenario == scenario.id) {
                text += &format!(
                    "Evaluation: {}, priority {} of {}\n",
                    verdict(row.verdict),
                    row.priority,
                    evaluated.len()
                );
                json["evaluation"] = json!(row);
            }
        }
        _ => {}
    }
    let touches = session.store().touches(at)?;
    if let (Some(first), Some(last)) = (touches.first(), touches.last()) {
        text += &match touches.len() {
            1 => format!("Written by entry {first} (riskwright log)\n"),
            count => format!("Written {count} times, by entries {first} to {last} (riskwright log)\n"),
        };
    }
    json["entries"] = json!(touches);
    Ok(Answer::new(text, json))
}

/// Levels by factor, in words.
fn levels(isms: &Isms, values: &BTreeMap<FactorId, u8>) -> String {
    let words = values.iter().map(|(factor, level)| format!("{factor} {}", isms.level_name(factor, *level)));
    words.collect::<Vec<_>>().join(", ")
}
