//! Step 2: every risk owned, estimated, scored as the methodology scores it, and assessed in time (6.1.2 c, d, 8.2).

use super::{Findings, Place, rules, some};
use crate::exchange::level::plain_name;
use crate::id::ScenarioId;
use crate::identification::{RiskScenario, Stage};
use crate::isms::{Isms, Kind};
use crate::methodology::assessment::{Row, Run};
use crate::methodology::score::Stale;
use crate::quantity::{Date, Title};

pub(super) fn check(isms: &Isms, run: &Run<'_>, today: Date, findings: &mut Findings) {
    if isms.scenarios().is_empty() {
        findings.add(
            &rules::NO_RISKS,
            Place::single(Kind::Organisation),
            "no risk has been identified: there is no risk assessment yet",
            "identify what could happen to the information in scope, and assess it",
        );
    }
    let levels: Vec<Title> = isms
        .preferred_methodology()
        .map(|preferred| preferred.policies().into_iter().map(|policy| policy.name).collect())
        .unwrap_or_default();
    let vacant: Vec<String> = isms
        .roles()
        .values()
        .filter(|role| role.person.is_none() && role.deputy.is_none())
        .map(|role| role.title.to_lowercase())
        .collect();
    let mut age = Age { months: isms.criteria().reassess_months, today, last: None };
    // both in the order of ids; a run that failed has no rows
    let mut rows = run.rows.iter().peekable();
    for scenario in isms.scenarios().values() {
        if let Some(reason) = &scenario.closed {
            if reason.is_empty() {
                findings.add(
                    &rules::CLOSED_WITHOUT_REASON,
                    risk(scenario).field("closed"),
                    "the risk is closed, and nothing says why",
                    "reopen it and close it with a reason",
                );
            }
            continue;
        }
        if let Some(owner) = scenario
            .owner
            .as_ref()
            .filter(|owner| !vacant.is_empty() && vacant.contains(&owner.to_lowercase()))
        {
            findings.add(
                &rules::RISK_OWNER_VACANT,
                risk(scenario).field("owner"),
                format!("the risk is owned by {owner}, a role that nobody holds"),
                "name the person who holds the role, or give the risk another owner",
            );
        }
        estimated(scenario, findings);
        if let Some(row) = rows.next_if(|row| row.scenario.id == scenario.id) {
            scored(row, &levels, findings);
            assessed(row, &mut age, findings);
        }
    }
    scope_since(isms, run, findings);
    incidents(isms, findings);
}

fn risk(scenario: &RiskScenario) -> Place {
    Place::of(Kind::RiskScenario, &scenario.id)
}

fn estimated(scenario: &RiskScenario, findings: &mut Findings) {
    if scenario.owner.is_none() {
        findings.add(
            &rules::RISK_OWNERLESS,
            risk(scenario).field("owner"),
            "the risk has no owner",
            "name the person or role who can decide about it and answers for it",
        );
    }
    if scenario.inherent.is_none() && scenario.current.is_none() {
        findings.add(
            &rules::RISK_UNESTIMATED,
            risk(scenario).field("current"),
            "the risk has neither consequence nor likelihood, and so no level",
            "estimate its consequence and likelihood",
        );
    }
}

fn scored(row: &Row<'_>, levels: &[Title], findings: &mut Findings) {
    for (stage, message) in &row.problems {
        findings.add(
            &rules::RISK_UNSCORED,
            risk(row.scenario).field(stage.as_str()),
            format!("the {stage} risk has no level: {message}"),
            "complete the estimate",
        );
    }
    for (stage, stated) in &row.scenario.stated {
        stated_differs(row, *stage, stated, levels, findings);
    }
    let (altered, stale): (Vec<&Stale>, Vec<&Stale>) =
        row.stale.iter().partition(|reason| matches!(reason, Stale::Altered { .. }));
    for reason in altered {
        findings.add(
            &rules::SCORE_ALTERED,
            risk(row.scenario),
            reason.to_string(),
            "find out who changed the record, and assess the risk again",
        );
    }
    if !stale.is_empty() {
        let reasons: Vec<String> = stale.iter().map(ToString::to_string).collect();
        findings.add(
            &rules::SCORE_STALE,
            risk(row.scenario),
            format!("the recorded score no longer holds: {}", reasons.join("; ")),
            "assess the risk again",
        );
    }
}

/// Holds the level a source stated against the computed one.
fn stated_differs(row: &Row<'_>, stage: Stage, stated: &Title, levels: &[Title], findings: &mut Findings) {
    let Some(computed) = row.stage(stage).and_then(|scored| levels.get(usize::from(scored.level))) else {
        return;
    };
    if stated.eq_ignore_ascii_case(computed) {
        return;
    }
    let said = plain_name(stated);
    if said == plain_name(computed) {
        return;
    }
    let known = levels.iter().any(|level| plain_name(level) == said);
    let (case, help) = if known {
        (&rules::STATED_DIFFERS, "correct the estimate, or take the stated level out")
    } else {
        (&rules::STATED_UNKNOWN, "say which level is meant, or take the stated level out")
    };
    let message = if known {
        format!("the source states the {stage} level `{stated}`, and the methodology computes `{computed}`")
    } else {
        format!(
            "the source states the {stage} level `{stated}`, which the methodology does not have; it computes `{computed}`"
        )
    };
    findings.add(case, risk(row.scenario).field("stated"), message, help);
}

/// Whether an assessment is older than the interval.
struct Age {
    months: Option<u16>,
    today: Date,
    /// The last answer: a register is assessed on few days.
    last: Option<(Date, bool)>,
}

impl Age {
    fn is_past(&mut self, on: Date) -> bool {
        match (self.months, self.last) {
            (None, _) => false,
            (_, Some((day, past))) if day == on => past,
            (Some(months), _) => {
                let past = on.plus_months(months) < self.today;
                self.last = Some((on, past));
                past
            }
        }
    }
}

fn assessed(row: &Row<'_>, age: &mut Age, findings: &mut Findings) {
    let scenario = row.scenario;
    let Some(record) = row.record else {
        if row.present().is_some() {
            findings.add(
                &rules::NEVER_ASSESSED,
                risk(scenario),
                "the risk is estimated, and no assessment is recorded",
                "assess the risk, so that its score is on record",
            );
        }
        return;
    };
    let passed = scenario.review_on.filter(|day| *day < age.today && record.on < *day);
    if age.is_past(record.on) {
        findings.add(
            &rules::ASSESSED_LONG_AGO,
            risk(scenario),
            format!(
                "the risk was last assessed on {}, longer ago than the interval of {} months",
                record.on,
                age.months.unwrap_or_default()
            ),
            "look at its estimate again, and assess it",
        );
    } else if let Some(day) = passed {
        findings.add(
            &rules::REVIEW_PASSED,
            risk(scenario).field("review_on"),
            format!("the risk was to be looked at again on {day}, and was last assessed on {}", record.on),
            "look at its estimate again, and assess it",
        );
    }
}

/// A scope that was approved after the last assessment calls for another one.
fn scope_since(isms: &Isms, run: &Run<'_>, findings: &mut Findings) {
    let last = run.rows.iter().filter_map(|row| row.record).map(|record| record.on).max();
    if let (Some(last), Some(approval)) = (last, &isms.scope().approval)
        && last < approval.on
    {
        findings.add(
            &rules::SCOPE_CHANGED,
            Place::single(Kind::Scope).field("approval"),
            format!("the scope was approved on {}, and no risk was assessed after {last}", approval.on),
            "look for risks that the scope brings in or changes, and assess them",
        );
    }
}

/// An incident calls for another assessment of the risks it touches, where there was one before it.
fn incidents(isms: &Isms, findings: &mut Findings) {
    for incident in isms.incidents().values() {
        let Some(since) = incident.confirmed_on() else { continue };
        let unassessed = |id: &&ScenarioId| {
            let before =
                isms.score_of(id, &isms.criteria().methodology).is_some_and(|record| record.on < since);
            before && isms.scenarios().get(*id).is_some_and(|risk| risk.is_open())
        };
        let left: Vec<&ScenarioId> = incident.scenarios.iter().filter(unassessed).collect();
        if !left.is_empty() {
            findings.add(
                &rules::INCIDENT_UNASSESSED,
                Place::of(Kind::Incident, &incident.id).field("scenarios"),
                format!(
                    "the incident was confirmed on {since}, and risks were not assessed since: {}",
                    some(&left)
                ),
                "look at their estimates with what the incident showed, and assess them",
            );
        }
    }
}
