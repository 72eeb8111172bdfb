//! Step 4: a Statement of Applicability that is complete, reasoned and true (6.1.3 b to d, 8.1).

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Place, rules, some};
use crate::applicability::effectiveness::LastChecks;
use crate::applicability::{
    Applicability, CheckResult, ControlCheck, ImplementationStatus, Line, Reason, SoaStanding,
    StatementOfApplicability, standing,
};
use crate::catalogue::{self, Edition};
use crate::id::{ControlId, RequirementId, ScenarioId};
use crate::isms::{Beside, Isms, Kind, RecordRef};
use crate::quantity::Date;

pub(super) fn check(
    isms: &Isms,
    edition: Edition,
    soa: &StatementOfApplicability,
    today: Date,
    findings: &mut Findings,
) {
    complete(edition, soa, findings);
    known(isms, findings);
    let months = isms.criteria().reassess_months;
    let checks = LastChecks::of(isms, today);
    for line in &soa.lines {
        match line.applicability {
            Applicability::Included => {
                reasons(line, findings);
                status(line, findings);
                let check = checks.get(&line.id);
                shown(line, check, (today, months), findings);
                works(isms, line, check, findings);
            }
            Applicability::Excluded => justified(line, findings),
        }
    }
    relied_on(isms, soa, findings);
    approved(isms, edition, soa, findings);
}

fn at(line: &Line) -> Place {
    Place::of(Kind::Control, &line.id)
}

/// A line for every control of the edition, once. The statement is derived, so this guards the engine itself.
fn complete(edition: Edition, soa: &StatementOfApplicability, findings: &mut Findings) {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &soa.lines {
        let count = lines.entry(line.id.as_str()).or_default();
        *count = count.saturating_add(1);
    }
    for control in catalogue::controls(edition) {
        let Ok(id) = control.id.parse::<ControlId>() else { continue };
        let place = Place(RecordRef::new(Kind::Control, &id), None);
        match lines.get(control.id) {
            Some(1) => {}
            None => findings.add(
                &rules::LINE_MISSING,
                place,
                format!("the Statement of Applicability of {edition} has no line for “{}”", control.title),
                "derive the statement again for this edition",
            ),
            Some(count) => findings.add(
                &rules::LINE_TWICE,
                place,
                format!("the Statement of Applicability has {count} lines for “{}”", control.title),
                "derive the statement again for this edition",
            ),
        }
    }
}

/// Records that pass for controls of Annex A and are none. What names its source is from another catalogue.
fn known(isms: &Isms, findings: &mut Findings) {
    for control in isms.controls().values().filter(|control| control.source.is_none()) {
        let written = control.id.as_str();
        let Some(meant) = ControlId::recognise(written).filter(|_| catalogue::find(written).is_none()) else {
            continue;
        };
        let place = Place::of(Kind::Control, &control.id);
        if catalogue::find(meant.as_str()).is_some() {
            findings.add(
                &rules::CONTROL_UNKNOWN,
                place.field("id"),
                format!("`{written}` looks like {meant} of Annex A, and does not count as it"),
                format!("record it as {meant}, or name the catalogue it is from in `source`"),
            );
        } else if is_annex_like(meant.as_str()) {
            findings.add(
                &rules::CONTROL_UNKNOWN,
                place.field("id"),
                format!("`{written}` looks like a control of Annex A, and neither edition has it"),
                "correct the number, or name the catalogue it is from in `source`",
            );
        }
    }
}

/// `A.5.99`: `A` and two or three numbers.
fn is_annex_like(id: &str) -> bool {
    let Some(numbers) = id.strip_prefix("A.") else { return false };
    let parts: Vec<&str> = numbers.split('.').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn reasons(line: &Line, findings: &mut Findings) {
    let blank = |reason: &Reason| matches!(reason, Reason::Decision { reason } if reason.trim().is_empty());
    if line.reasons.iter().all(blank) {
        findings.add(
            &rules::NO_REASON,
            at(line).field("applicability"),
            "the control is included, and nothing says why",
            "name the risk it treats, the law or contract that asks for it, or give the reason for the decision",
        );
    }
    if line.reasons.iter().any(|reason| matches!(reason, Reason::Risk { scenarios } if scenarios.is_empty()))
    {
        findings.add(
            &rules::RISK_UNNAMED,
            at(line).field("reasons"),
            "the control is included because of risks, and no open risk names it",
            "link it to the risks it treats",
        );
    }
}

fn status(line: &Line, findings: &mut Findings) {
    match line.status {
        None => findings.add(
            &rules::STATUS_MISSING,
            at(line).field("status"),
            "the control is included, and nothing says how far it is in place",
            "say whether it is planned, partly in place or implemented",
        ),
        Some(ImplementationStatus::NotApplicable) => findings.add(
            &rules::STATUS_CONTRADICTS,
            at(line).field("status"),
            "the control is included, and its status is `not-applicable`",
            "exclude it with a reason, or say how far it is in place",
        ),
        Some(_) => {}
    }
}

/// Whether what is said to be in place is shown, and looked after.
fn shown(
    line: &Line,
    check: Option<&ControlCheck>,
    (today, months): (Date, Option<u16>),
    findings: &mut Findings,
) {
    if !is_in_place(line) {
        return;
    }
    let counts = |until: Option<Date>| until.is_none_or(|until| until >= today);
    // who saw it work has shown it
    let seen = check.is_some_and(|check| check.result == CheckResult::Effective);
    if line.evidence.is_empty() {
        if !seen {
            findings.add(
                &rules::NO_EVIDENCE,
                at(line).field("evidence"),
                "the control is said to be in place, and nothing shows it",
                "add evidence: a record, a report, a setting, with where it is and when it was collected",
            );
        }
    } else if !line.evidence.iter().any(|evidence| counts(evidence.valid_until)) {
        let last = line.evidence.iter().filter_map(|evidence| evidence.valid_until).max();
        findings.add(
            &rules::EVIDENCE_OLD,
            at(line).field("evidence"),
            format!(
                "the control is said to be in place, and what shows it counted until {}",
                last.map(|day| day.to_string()).unwrap_or_default()
            ),
            "collect evidence anew",
        );
    }
    let Some(months) = months else { return };
    let message = match line.checked_on.max(check.map(|check| check.on)) {
        None => "the control was never checked".to_owned(),
        Some(day) if day.plus_months(months) < today => {
            format!("the control was last checked on {day}, more than {months} months ago")
        }
        Some(_) => return,
    };
    findings.add(
        &rules::CONTROL_UNCHECKED,
        at(line).field("checked_on"),
        message,
        "check that it works, and record the day",
    );
}

fn is_in_place(line: &Line) -> bool {
    matches!(line.status, Some(ImplementationStatus::Implemented | ImplementationStatus::Alternative))
}

/// Whether what is said to be in place was found to work, and what follows where it was not.
fn works(isms: &Isms, line: &Line, check: Option<&ControlCheck>, findings: &mut Findings) {
    let Some(check) = check.filter(|check| check.result != CheckResult::Effective) else { return };
    let failed = check.result == CheckResult::NotEffective;
    if failed && is_in_place(line) {
        findings.add(
            &rules::CONTROL_INEFFECTIVE,
            at(line).field("status"),
            format!(
                "the control is said to be in place, and did not work when it was checked on {}",
                check.on
            ),
            "say how far it is in place, see to it, and check it again",
        );
    }
    if failed && check.nonconformity.is_none() {
        findings.add(
            &rules::CHECK_WITHOUT_ACTION,
            Place::of(Kind::ControlCheck, &check.id).field("nonconformity"),
            format!("{} did not work, and no nonconformity takes it up", line.id),
            "raise a nonconformity, and name it here",
        );
    }
    // what was assessed before it was known rests on what is not so
    let methodology = &isms.criteria().methodology;
    let resting = line.reasons.iter().filter_map(|reason| match reason {
        Reason::Risk { scenarios } => Some(scenarios),
        _ => None,
    });
    let resting = resting.flatten().filter(|id| {
        let risk = isms.scenarios().get(*id).filter(|risk| risk.is_open());
        let relies =
            risk.is_some_and(|risk| risk.existing_controls.iter().any(|control| is_of(control, &line.id)));
        relies && isms.score_of(id, methodology).is_some_and(|score| score.on < check.on)
    });
    let resting: Vec<&ScenarioId> = resting.collect();
    if !resting.is_empty() {
        findings.add(
            &rules::RISKS_REST_ON_FAILED,
            Place::of(Kind::ControlCheck, &check.id),
            format!(
                "{} was found {} on {}, and risks that rely on it were assessed before: {}",
                line.id,
                if failed { "not to work" } else { "to work in part" },
                check.on,
                some(&resting)
            ),
            "estimate these risks anew and assess them: `assess --again`",
        );
    }
}

/// Whether a control is the one of a line, or its counterpart in the other edition.
fn is_of(control: &ControlId, line: &ControlId) -> bool {
    control == line || catalogue::counterparts(line.as_str()).contains(&control.as_str())
}

/// An organisation's own control may go without; Annex A's may not.
fn justified(line: &Line, findings: &mut Findings) {
    if line.justification.is_none() && catalogue::find(line.id.as_str()).is_some() {
        findings.add(
            &rules::NO_JUSTIFICATION,
            at(line).field("applicability"),
            "the control is excluded without a justification: nothing points at it, and nobody says why",
            "exclude it with a reason, or name what it is needed for",
        );
    }
}

/// What points at controls that a person excluded.
#[derive(Default)]
struct Needs<'a> {
    risks: BTreeSet<&'a ScenarioId>,
    requirements: BTreeSet<&'a RequirementId>,
}

fn relied_on(isms: &Isms, soa: &StatementOfApplicability, findings: &mut Findings) {
    // an exclusion against what was derived is one that something points at
    let excluded: Vec<&Line> = soa
        .lines
        .iter()
        .filter(|line| line.overridden && line.applicability == Applicability::Excluded)
        .collect();
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, line) in excluded.iter().enumerate() {
        for id in std::iter::once(line.id.as_str()).chain(catalogue::counterparts(line.id.as_str())) {
            lines.entry(id).or_default().push(index);
        }
    }
    if lines.is_empty() {
        return;
    }
    let mut needs: Vec<Needs<'_>> = excluded.iter().map(|_| Needs::default()).collect();
    let mut treatments = Beside::new(isms.treatments());
    for scenario in isms.scenarios().values().filter(|scenario| scenario.is_open()) {
        let chosen = treatments.get(&scenario.id);
        let chosen = chosen.iter().flat_map(|treatment| treatment.controls.keys());
        for index in
            scenario.existing_controls.iter().chain(chosen).filter_map(|id| lines.get(id.as_str())).flatten()
        {
            if let Some(needs) = needs.get_mut(*index) {
                needs.risks.insert(&scenario.id);
            }
        }
    }
    for requirement in isms.requirements().values().filter(|requirement| requirement.addressed == Some(true))
    {
        for index in requirement.controls.iter().filter_map(|id| lines.get(id.as_str())).flatten() {
            if let Some(needs) = needs.get_mut(*index) {
                needs.requirements.insert(&requirement.id);
            }
        }
    }
    for (line, needs) in excluded.into_iter().zip(needs) {
        let (risks, requirements): (Vec<_>, Vec<_>) =
            (needs.risks.into_iter().collect(), needs.requirements.into_iter().collect());
        if !risks.is_empty() {
            findings.add(
                &rules::EXCLUDED_RELIED_ON,
                at(line).field("applicability"),
                format!("the control is excluded, and open risks rely on it: {}", some(&risks)),
                "include it, or treat these risks by other controls",
            );
        }
        if !requirements.is_empty() {
            findings.add(
                &rules::EXCLUDED_REQUIRED,
                at(line).field("applicability"),
                format!("the control is excluded, and requirements name it: {}", some(&requirements)),
                "include it, or say by which other controls these requirements are met",
            );
        }
    }
}

fn approved(isms: &Isms, edition: Edition, soa: &StatementOfApplicability, findings: &mut Findings) {
    match standing(isms, soa) {
        SoaStanding::Approved(_) => {}
        SoaStanding::NeverApproved => findings.add(
            &rules::SOA_UNAPPROVED,
            Place::single(Kind::Organisation),
            format!("no version of the Statement of Applicability of {edition} is approved"),
            "have it approved once its lines are right",
        ),
        SoaStanding::Differs(last) => findings.add(
            &rules::SOA_CHANGED,
            Place::of(Kind::SoaVersion, &last.id).field("digest"),
            format!("the Statement of Applicability changed since {} approved it on {}", last.by, last.on),
            "compare it with the approved version, and have it approved anew",
        ),
    }
}
