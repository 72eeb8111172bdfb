//! Step 9: a certificate in date, for the scope and controls in force, and kept by what its rules ask for (ISO/IEC 17021-1).

use super::{Findings, Place, rules};
use crate::audit::{AuditKind, AuditState};
use crate::certification::{Certification, CertificationState, MilestoneKind};
use crate::isms::{Isms, Kind};
use crate::quantity::Date;

pub(super) fn check(isms: &Isms, today: Date, findings: &mut Findings) {
    for certification in isms.certifications().values() {
        let counts =
            matches!(certification.life.state, CertificationState::Certified | CertificationState::Suspended);
        match certification.valid_until.filter(|until| counts && *until < today) {
            Some(until) => findings.add(
                &rules::CERTIFICATE_OVER,
                Place::of(Kind::Certification, &certification.id).field("valid_until"),
                format!("the certificate ended on {until}"),
                "finish recertification, or say that it expired",
            ),
            None => {
                if counts {
                    as_in_force(isms, certification, findings);
                }
                milestones(isms, certification, today, findings);
            }
        }
    }
}

fn as_in_force(isms: &Isms, certification: &Certification, findings: &mut Findings) {
    let at = |field| Place::of(Kind::Certification, &certification.id).field(field);
    let wording = &isms.scope().certificate;
    let differs = wording.split_whitespace().ne(certification.scope.split_whitespace());
    if !wording.is_empty() && differs {
        findings.add(
            &rules::CERTIFICATE_SCOPE,
            at("scope"),
            "the scope on the certificate is not the one that the scope of the ISMS gives for it",
            "tell the certification body, and have the certificate or the scope changed",
        );
    }
    let latest = isms
        .soa_versions()
        .values()
        .filter(|version| certification.edition.is_none_or(|edition| version.edition == edition))
        .max_by_key(|version| version.on);
    if let (Some(latest), Some(named)) = (latest, &certification.soa)
        && latest.id != *named
    {
        findings.add(
            &rules::CERTIFICATE_SOA,
            at("soa"),
            format!("the certificate names {named}, and {} was approved on {}", latest.id, latest.on),
            "tell the certification body, which names the version in force at its next audit",
        );
    }
}

fn milestones(isms: &Isms, certification: &Certification, today: Date, findings: &mut Findings) {
    if certification.life.state == CertificationState::Suspended {
        return;
    }
    let at = || Place::of(Kind::Certification, &certification.id).field("life");
    for milestone in certification.milestones(today).into_iter().filter(|milestone| milestone.overdue) {
        let by = milestone.by;
        match milestone.what {
            MilestoneKind::Surveillance => findings.add(
                &rules::SURVEILLANCE_LATE,
                at(),
                format!("a surveillance audit was to take place by {by}"),
                "agree on a day with the certification body at once: the certificate is at stake",
            ),
            MilestoneKind::Stage2 => findings.add(
                &rules::STAGE_2_LATE,
                at(),
                format!("the second stage was to take place by {by}"),
                "ask the certification body whether the first stage still counts",
            ),
            MilestoneKind::RecertificationBegin if !recertifying(isms, certification) => findings.add(
                &rules::RECERTIFICATION_LATE,
                at(),
                format!("recertification was to begin by {by}, and no audit for it is planned"),
                "plan the recertification audit, so that it is finished before the certificate ends",
            ),
            MilestoneKind::RecertificationBegin | MilestoneKind::RecertificationEnd => {}
        }
    }
}

/// Whether an audit for the next certificate is on its way.
fn recertifying(isms: &Isms, certification: &Certification) -> bool {
    isms.audits().values().any(|audit| {
        audit.kind == AuditKind::Recertification
            && audit.certification.as_ref() == Some(&certification.id)
            && audit.life.state != AuditState::Cancelled
            && audit.from.is_none_or(|from| certification.decided_on.is_none_or(|decided| from > decided))
    })
}
