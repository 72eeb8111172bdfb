//! Step 7: top management reviews the ISMS in time, on the inputs of 9.3.2, and decides (9.3).

use super::{Findings, Place, days_since, listed, rules};
use crate::isms::{Isms, Kind};
use crate::quantity::Date;
use crate::review::{Input, ManagementReview, ReviewState, Subject};

/// The interval of reviews. The clause names none; a year is usual.
const MONTHS: u16 = 12;

/// So many days after a review its minutes are approved.
const DAYS: i64 = 30;

pub(super) fn check(isms: &Isms, today: Date, findings: &mut Findings) {
    in_time(isms, today, findings);
    for review in isms.reviews().values() {
        if matches!(review.life.state, ReviewState::Held | ReviewState::Approved | ReviewState::Closed) {
            held(review, today, findings);
        }
    }
}

fn in_time(isms: &Isms, today: Date, findings: &mut Findings) {
    let to_come = |review: &&ManagementReview| {
        matches!(review.life.state, ReviewState::Planned | ReviewState::Prepared)
    };
    let to_come: Vec<&ManagementReview> =
        isms.reviews().values().map(AsRef::as_ref).filter(to_come).collect();
    let last = isms.reviews().values().filter_map(|review| review.held_on()).filter(|on| *on <= today).max();
    let soon = || {
        let until = today.plus_months(MONTHS);
        to_come.iter().any(|review| (today..=until).contains(&review.planned_on))
    };
    let lapsed = match last {
        Some(last) if last.plus_months(MONTHS) < today => {
            Some(format!("the last management review was held on {last}, more than {MONTHS} months ago"))
        }
        None if !soon() => Some("no management review was ever held".to_owned()),
        _ => None,
    };
    let late: Vec<&&ManagementReview> = to_come.iter().filter(|review| review.planned_on < today).collect();
    if let Some(message) = lapsed {
        // a review that is late is how that came about
        let also =
            late.first().map(|review| format!("; {} was planned for {}", review.id, review.planned_on));
        findings.add(
            &rules::REVIEW_LAPSED,
            Place::single(Kind::Organisation),
            format!("{message}{}", also.unwrap_or_default()),
            "plan one, gather its inputs and hold it with top management",
        );
        return;
    }
    for review in late {
        findings.add(
            &rules::REVIEW_LATE,
            Place::of(Kind::ManagementReview, &review.id).field("planned_on"),
            format!("the review was planned for {} and not held", review.planned_on),
            "hold it, or postpone it and say why",
        );
    }
}

/// What its steps see to may be missing from a review that was taken over from elsewhere.
fn held(review: &ManagementReview, today: Date, findings: &mut Findings) {
    let at = |field| Place::of(Kind::ManagementReview, &review.id).field(field);
    if !review.attendees.iter().any(|attendee| attendee.top_management) {
        findings.add(
            &rules::REVIEW_WITHOUT_TOP,
            at("attendees"),
            "the review was held, and nobody of top management took part",
            "name who took part and who of them is top management, or hold it with them",
        );
    }
    let said = |input: Input| review.remarks.get(&input).is_some_and(|said| !said.trim().is_empty());
    let missing: Vec<Input> = Input::ALL
        .iter()
        .copied()
        // what the ISMS shows by itself was gathered together
        .filter(|input| !said(*input) && (*input == Input::Feedback || review.inputs.is_none()))
        .collect();
    if !missing.is_empty() {
        findings.add(
            &rules::REVIEW_INPUTS,
            at(if review.inputs.is_none() { "inputs" } else { "remarks" }),
            format!("the review was held without the inputs {} of 9.3.2", listed(&missing)),
            "hold a review on all inputs, or say in `remarks` what was looked at",
        );
    }
    let undecided: Vec<Subject> = Subject::ALL
        .iter()
        .copied()
        .filter(|subject| !review.decisions.iter().any(|decision| decision.subject == *subject))
        .collect();
    let waits = review.life.state == ReviewState::Held;
    if !waits && !undecided.is_empty() {
        findings.add(
            &rules::REVIEW_DECISIONS,
            at("decisions"),
            format!(
                "the minutes are approved, and nothing says what was decided about {}",
                listed(&undecided)
            ),
            "record in the next review what was decided, or that there was nothing to decide",
        );
    }
    if let Some(on) = review.held_on().filter(|on| waits && days_since(*on, today) > DAYS) {
        findings.add(
            &rules::REVIEW_MINUTES,
            at("minutes"),
            format!("the review was held on {on}, and its minutes are not approved"),
            "record what was decided, and have top management approve it",
        );
    }
}
