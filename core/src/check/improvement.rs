//! Step 10: nonconformities are taken up, their causes removed and that checked; what was decided is done (6.3, 9.3.2 a, 10).

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Place, rules, some};
use crate::id::{ActionId, FindingId};
use crate::improvement::{Nonconformity, NonconformityState, share};
use crate::isms::{Isms, Kind, RecordRef};
use crate::quantity::Date;
use crate::review::ReviewState;

/// Causes are the same if they share so much of their words.
const SAME: f64 = 0.75;

/// The actions that other records than treatments have planned, each with the first of these records.
pub(super) fn planned_elsewhere(isms: &Isms) -> BTreeMap<&ActionId, RecordRef> {
    let mut planned = BTreeMap::new();
    for known in isms.nonconformities().values() {
        note(&mut planned, &RecordRef::new(Kind::Nonconformity, &known.id), &known.actions);
    }
    for known in isms.reviews().values() {
        let actions = known.decisions.iter().flat_map(|decision| &decision.actions);
        note(&mut planned, &RecordRef::new(Kind::ManagementReview, &known.id), actions);
    }
    for known in isms.planned_changes().values() {
        note(&mut planned, &RecordRef::new(Kind::PlannedChange, &known.id), &known.actions);
    }
    for known in isms.improvements().values() {
        note(&mut planned, &RecordRef::new(Kind::Improvement, &known.id), &known.actions);
    }
    for known in isms.measures().values() {
        let actions = known.conclusions.iter().flat_map(|conclusion| &conclusion.actions);
        note(&mut planned, &RecordRef::new(Kind::Measure, &known.id), actions);
    }
    for known in isms.competences().values() {
        note(&mut planned, &RecordRef::new(Kind::Competence, &known.id), &known.action);
    }
    planned
}

fn note<'a>(
    planned: &mut BTreeMap<&'a ActionId, RecordRef>,
    by: &RecordRef,
    actions: impl IntoIterator<Item = &'a ActionId>,
) {
    for id in actions {
        planned.entry(id).or_insert_with(|| by.clone());
    }
}

pub(super) fn check(
    isms: &Isms,
    elsewhere: &BTreeMap<&ActionId, RecordRef>,
    today: Date,
    findings: &mut Findings,
) {
    loose(isms, findings);
    for known in isms.nonconformities().values() {
        if known.life.state == NonconformityState::Closed {
            closed(isms, known, findings);
        }
        if let Some(due) = known.due.filter(|due| known.is_open() && *due < today) {
            findings.add(
                &rules::NONCONFORMITY_OVERDUE,
                Place::of(Kind::Nonconformity, &known.id).field("due"),
                format!("the nonconformity was to be closed by {due} and is {}", known.life.state),
                "carry its corrective actions out and show that they worked, or agree on another date",
            );
        }
    }
    again(isms, findings);
    actions(isms, elsewhere, today, findings);
    decisions(isms, today, findings);
    planned(isms, today, findings);
}

/// Findings of audits that are nonconformities, and nobody has taken up as such.
fn loose(isms: &Isms, findings: &mut Findings) {
    let taken: BTreeSet<&FindingId> =
        isms.nonconformities().values().filter_map(|known| known.finding.as_ref()).collect();
    let loose: Vec<&FindingId> = isms
        .findings()
        .values()
        .filter(|known| known.is_open() && known.is_nonconformity() && !taken.contains(&known.id))
        .map(|known| &known.id)
        .collect();
    const HELP: &str =
        "raise a nonconformity that names the finding, with its cause and what is done about that";
    if isms.nonconformities().is_empty() && loose.len() > 1 {
        findings.add(
            &rules::FINDING_LOOSE,
            Place::single(Kind::Organisation),
            format!("no nonconformity is recorded, and {} findings are some: {}", loose.len(), some(&loose)),
            HELP,
        );
        return;
    }
    for id in loose {
        let severity = isms.findings().get(id).map(|known| known.severity.as_str()).unwrap_or_default();
        findings.add(
            &rules::FINDING_LOOSE,
            Place::of(Kind::AuditFinding, id).field("severity"),
            format!("the finding is a {severity} nonconformity, and nobody has taken it up as one"),
            HELP,
        );
    }
}

/// What its steps see to may be missing from one that was taken over from elsewhere.
fn closed(isms: &Isms, known: &Nonconformity, findings: &mut Findings) {
    let at = |field| Place::of(Kind::Nonconformity, &known.id).field(field);
    if known.cause.trim().is_empty() {
        findings.add(
            &rules::CLOSED_WITHOUT_CAUSE,
            at("cause"),
            "the nonconformity is closed, and nothing says what caused it",
            "open it again and find its cause",
        );
    }
    if !known.checks.last().is_some_and(|check| check.effective) {
        findings.add(
            &rules::CLOSED_UNCHECKED,
            at("checks"),
            "the nonconformity is closed, and no check shows that what was done worked",
            "open it again, and have somebody else check whether its cause is gone",
        );
    }
    let open: Vec<&ActionId> = known
        .actions
        .iter()
        .filter(|id| isms.actions().get(id).is_some_and(|action| action.is_open()))
        .collect();
    if !open.is_empty() {
        findings.add(
            &rules::CLOSED_WITH_ACTIONS,
            at("actions"),
            format!("the nonconformity is closed, and corrective actions are open: {}", some(&open)),
            "carry them out, or open the nonconformity again",
        );
    }
}

/// Open ones of a cause that was said to be removed before they came to light.
fn again(isms: &Isms, findings: &mut Findings) {
    let closed: Vec<_> = isms
        .nonconformities()
        .values()
        .filter_map(|known| Some((known, known.closed_on()?, known.cause_in_words())))
        .collect();
    if closed.is_empty() {
        return;
    }
    for known in isms.nonconformities().values().filter(|known| known.is_open()) {
        let Some(raised) = known.raised_on() else { continue };
        let words = known.cause_in_words();
        let before = closed.iter().find(|(other, on, cause)| {
            *on <= raised && (known.alike.contains(&other.id) || share(&words, cause) >= SAME)
        });
        if let Some((other, on, _)) = before {
            findings.add(
                &rules::CAUSE_AGAIN,
                Place::of(Kind::Nonconformity, &known.id).field("cause"),
                format!("its cause looks like that of {}, which was closed on {on}", other.id),
                format!(
                    "find out why what was done about {} did not last, and open it again if it is the same",
                    other.id
                ),
            );
        }
    }
}

/// Actions that serve no risk and that other records have planned.
fn actions(isms: &Isms, elsewhere: &BTreeMap<&ActionId, RecordRef>, today: Date, findings: &mut Findings) {
    for (id, by) in elsewhere {
        let Some(action) = isms.actions().get(*id).filter(|action| action.scenarios.is_empty()) else {
            continue;
        };
        let Some(due) = action.due.filter(|_| action.is_overdue(today)) else { continue };
        let case = match by.kind {
            Kind::Nonconformity => &rules::CORRECTION_OVERDUE,
            Kind::ManagementReview => &rules::DECISION_OVERDUE,
            _ => &rules::ACTION_LATE,
        };
        findings.add(
            case,
            Place::of(Kind::Action, *id).field("due"),
            format!("the action for {by} was due on {due} and is not carried out ({} done)", action.progress),
            "carry it out, or agree on another date and record why",
        );
    }
}

/// Decisions of reviews that no action carries out.
fn decisions(isms: &Isms, today: Date, findings: &mut Findings) {
    let open = isms
        .reviews()
        .values()
        .filter(|review| matches!(review.life.state, ReviewState::Held | ReviewState::Approved));
    for review in open {
        let late = review.decisions.iter().filter(|decision| decision.actions.is_empty());
        let late: Vec<Date> = late.filter_map(|decision| decision.due).filter(|due| *due < today).collect();
        if let Some(first) = late.iter().min() {
            findings.add(
                &rules::REVIEW_DECISION_OVERDUE,
                Place::of(Kind::ManagementReview, &review.id).field("decisions"),
                format!("what was decided was to be done by {first}, and no action shows that it is"),
                "name the actions that carry the decision out, or close the review if all is done",
            );
        }
    }
}

/// Ideas and changes of the ISMS that are past their date.
fn planned(isms: &Isms, today: Date, findings: &mut Findings) {
    for known in isms.planned_changes().values().filter(|known| known.is_open()) {
        if let Some(due) = known.due.filter(|due| *due < today) {
            findings.add(
                &rules::CHANGE_OVERDUE,
                Place::of(Kind::PlannedChange, &known.id).field("due"),
                format!("the change was to be made by {due} and is {}", known.life.state),
                "carry it out and look at it afterwards, or agree on another date",
            );
        }
    }
    for known in isms.improvements().values().filter(|known| known.is_open()) {
        if let Some(due) = known.due.filter(|due| *due < today) {
            findings.add(
                &rules::IMPROVEMENT_OVERDUE,
                Place::of(Kind::Improvement, &known.id).field("due"),
                format!("the improvement was due on {due} and is {}", known.life.state),
                "carry it out and say what came of it, or agree on another date",
            );
        }
    }
}
