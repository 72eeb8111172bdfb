//! Questionnaires: answered at all, and what answers propose decided upon (9.1).

use std::collections::BTreeSet;

use super::{Findings, Place, days_since, rules};
use crate::isms::{Isms, Kind};
use crate::quantity::Date;

/// After so many days a proposal has waited too long.
const DAYS: i64 = 30;

pub(super) fn check(isms: &Isms, today: Date, findings: &mut Findings) {
    let answered: BTreeSet<_> = isms.responses().values().map(|response| &response.questionnaire).collect();
    for questionnaire in isms.questionnaires().values() {
        if !questionnaire.retired && !answered.contains(&questionnaire.id) {
            findings.add(
                &rules::NEVER_ANSWERED,
                Place::of(Kind::Questionnaire, &questionnaire.id),
                "nobody has answered the questionnaire",
                "have it answered, or retire it",
            );
        }
    }
    for response in isms.responses().values() {
        let waiting = response.waiting().count();
        if waiting > 0 && days_since(Date::of(response.sent_at), today) > DAYS {
            findings.add(
                &rules::PROPOSALS_WAITING,
                Place::of(Kind::Response, &response.id).field("proposals"),
                format!(
                    "{waiting} of {} proposals wait for a decision since {}",
                    response.proposals.len(),
                    Date::of(response.sent_at)
                ),
                "accept or dismiss them",
            );
        }
    }
}
