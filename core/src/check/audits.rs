//! Step 8: a programme that covers everything, audits in time and with criteria, by people who are impartial (9.2).

use super::{Findings, Place, listed, rules, some};
use crate::applicability::StatementOfApplicability;
use crate::audit::coverage::{Covered, coverage_by};
use crate::audit::{Audit, AuditKind, AuditProgramme, AuditState, ProgrammeState};
use crate::isms::{Isms, Kind};
use crate::quantity::Date;

/// So many months ahead an audit has criteria and scope.
const AHEAD: u16 = 1;

pub(super) fn check(isms: &Isms, soa: &StatementOfApplicability, today: Date, findings: &mut Findings) {
    programmes(isms, soa, today, findings);
    for audit in isms.audits().values() {
        if audit.kind == AuditKind::Internal {
            defined(audit, today, findings);
        }
        late(audit, today, findings);
        impartial(isms, audit, findings);
    }
}

fn programmes(isms: &Isms, soa: &StatementOfApplicability, today: Date, findings: &mut Findings) {
    let open = isms.programmes().values().filter(|known| known.life.state != ProgrammeState::Closed);
    let begun: Vec<&AuditProgramme> =
        open.map(AsRef::as_ref).filter(|programme| programme.from <= today).collect();
    if !begun.iter().any(|programme| programme.until >= today) {
        let last =
            isms.programmes().values().map(|programme| programme.until).filter(|day| *day < today).max();
        let message = match last {
            Some(day) => format!("no audit programme runs: the last one ended on {day}"),
            None if isms.programmes().is_empty() => "there is no audit programme".to_owned(),
            None => "no audit programme runs yet".to_owned(),
        };
        findings.add(
            &rules::NO_PROGRAMME,
            Place::single(Kind::Organisation),
            message,
            "draw up a programme whose audits cover all clauses and applicable controls, and approve it",
        );
    }
    for programme in begun {
        let at = |field| Place::of(Kind::AuditProgramme, &programme.id).field(field);
        if programme.life.state == ProgrammeState::Draft {
            findings.add(
                &rules::PROGRAMME_UNAPPROVED,
                at("life"),
                format!("the programme runs since {} and is not approved", programme.from),
                "have it approved",
            );
        }
        covered(isms, soa, programme, today, findings);
    }
}

/// What the audits of a programme leave out; once its time is over, what they did not audit.
fn covered(
    isms: &Isms,
    soa: &StatementOfApplicability,
    programme: &AuditProgramme,
    today: Date,
    findings: &mut Findings,
) {
    let over = programme.until < today;
    let left = |covered: &Covered| if over { covered.audited.is_empty() } else { covered.planned.is_empty() };
    let coverage = coverage_by(isms, programme, soa);
    let mut gaps = Vec::new();
    for (all, one, many) in
        [(&coverage.clauses, "clause", "clauses"), (&coverage.controls, "control", "controls")]
    {
        let count = all.iter().filter(|covered| left(covered)).count();
        if count > 0 {
            let which = if count == 1 { one } else { many };
            gaps.push(format!("{count} of {} {which} ({})", all.len(), runs(all, &left)));
        }
    }
    if gaps.is_empty() {
        return;
    }
    let audits = if over {
        "no audit of the programme, which is over, was held on"
    } else {
        "no audit of the programme covers"
    };
    findings.add(
        &rules::PROGRAMME_GAPS,
        Place::of(Kind::AuditProgramme, &programme.id),
        format!("{audits} {}", gaps.join(" and ")),
        match over {
            true => "audit them in the next programme first, and close this one",
            false => "plan audits that cover them, or add them to those that are planned",
        },
    );
}

/// Those left out, neighbours as one: `4.1 to 4.3, 9.1`.
fn runs(all: &[Covered], left: &impl Fn(&Covered) -> bool) -> String {
    let runs = all.chunk_by(|a, b| left(a) == left(b)).filter(|run| run.first().is_some_and(left));
    let said = runs.filter_map(|run| {
        let (first, last) = run.first().zip(run.last())?;
        Some(match run.len() {
            1 => first.against.clone(),
            2 => format!("{}, {}", first.against, last.against),
            _ => format!("{} to {}", first.against, last.against),
        })
    });
    listed(&said.collect::<Vec<_>>())
}

/// Criteria and scope: before an audit is a month away.
fn defined(audit: &Audit, today: Date, findings: &mut Findings) {
    let soon = audit.from.is_some_and(|from| from <= today.plus_months(AHEAD));
    let case = match audit.life.state {
        AuditState::Cancelled => return,
        AuditState::Planned if soon => &rules::AUDIT_UNDEFINED,
        AuditState::Planned => return,
        _ => &rules::AUDIT_WITHOUT,
    };
    let scope = !(audit.clauses.is_empty() && audit.controls.is_empty());
    let (field, missing) = match (audit.criteria.is_empty(), scope) {
        (false, true) => return,
        (true, true) => ("criteria", "criteria"),
        (false, false) => ("clauses", "scope"),
        (true, false) => ("criteria", "criteria and no scope"),
    };
    findings.add(
        case,
        Place::of(Kind::Audit, &audit.id).field(field),
        format!("the audit has no {missing}"),
        "say what is held against what, and which clauses and controls are looked at",
    );
}

fn late(audit: &Audit, today: Date, findings: &mut Findings) {
    let (day, message) = match audit.life.state {
        AuditState::Planned | AuditState::Prepared => (audit.from, "was to begin"),
        AuditState::InProgress => (audit.to.or(audit.from), "was to end"),
        _ => return,
    };
    let Some(day) = day.filter(|day| *day < today) else { return };
    let (left, field) = match audit.life.state {
        AuditState::InProgress => ("is not reported", if audit.to.is_some() { "to" } else { "from" }),
        _ => ("has not begun", "from"),
    };
    findings.add(
        &rules::AUDIT_LATE,
        Place::of(Kind::Audit, &audit.id).field(field),
        format!("the audit {message} on {day} and {left}"),
        "carry it out, or postpone it and say why",
    );
}

/// Those who audit own or do nothing of what they audit. What was closed was judged by what was so then.
fn impartial(isms: &Isms, audit: &Audit, findings: &mut Findings) {
    let own = !audit.kind.is_certification() && audit.kind != AuditKind::SecondParty;
    if !own || !audit.is_open() {
        return;
    }
    let partial: Vec<String> =
        audit.partial(isms).into_iter().map(|(auditor, why)| format!("{auditor} {why}")).collect();
    if !partial.is_empty() {
        findings.add(
            &rules::AUDITOR_PARTIAL,
            Place::of(Kind::Audit, &audit.id).field("team"),
            format!("auditors would audit their own work: {}", some(&partial)),
            "let somebody else audit that, or split the audit",
        );
    }
}
