//! Step 9, certification (ISO/IEC 17021-1, ISO/IEC 27006-1): the way to a certificate, and keeping it.

use crate::audit::{AuditKind, Severity};
use crate::catalogue::Edition;
use crate::diagnostic::Rejection;
use crate::id::{AuditId, CertificationId, SoaId};
use crate::isms::Isms;
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{part, record, words};

pub mod readiness;

words! {
    /// Where a certification stands.
    #[derive(Default)]
    pub enum CertificationState {
        /// It is only thought of.
        #[default]
        NotStarted = "not-started",
        /// What is missing is being found out.
        GapAnalysis = "gap-analysis",
        /// A certification body was asked.
        Applied = "applied",
        /// The first stage took place.
        Stage1 = "stage-1",
        /// The second stage took place.
        Stage2 = "stage-2",
        /// There is a certificate.
        Certified = "certified",
        /// It does not count for now.
        Suspended = "suspended",
        /// It was taken away or given back.
        Withdrawn = "withdrawn",
        /// It ended.
        Expired = "expired",
        /// It was not granted.
        Refused = "refused",
    }
}

part! {
    /// What a certification body's rules ask for, in months; they vary, so they are data.
    #[derive(Default)]
    pub struct Terms {
        optional {
            /// How long a certificate holds; absent: 36.
            validity: Option<u16>,
            /// How much time may pass between the stages; absent: 6.
            between_stages: Option<u16>,
            /// By when after the decision the first surveillance takes place, and after each the next; absent: 12.
            surveillance: Option<u16>,
            /// How long before the end recertification begins; absent: 4.
            lead: Option<u16>,
            /// By when a major nonconformity is closed; absent: 6.
            major: Option<u16>,
        }
    }
}

record! {
    /// A certification: the project, then the certificate and what keeps it.
    pub struct Certification, CertificationRevision {
        /// For instance `CERT-1`.
        id: CertificationId,
        required {
            /// Its name.
            title: Title,
        }
        optional {
            /// The certification body.
            body: Option<Actor>,
            /// Who accredited it.
            accreditation: Option<Title>,
            /// The edition of the standard.
            edition: Option<Edition>,
            /// The scope as it stands, or is to stand, on the certificate.
            scope: Text,
            /// The version of the Statement of Applicability it names.
            soa: Option<SoaId>,
            /// How many people work in scope.
            persons: Option<u32>,
            /// The sites in scope.
            sites: Vec<Title>,
            /// The number of the certificate.
            number: Option<Title>,
            /// When it was decided on.
            decided_on: Option<Date>,
            /// Its last day.
            valid_until: Option<Date>,
            /// What the body's rules ask for.
            terms: Terms,
            /// Where it stands.
            life: Life<CertificationState>,
        }
    }
}

steps! {
    /// What is done with a certification.
    pub enum CertificationStep of Certification in CertificationState {
        /// Begins to find out what is missing.
        "analyse" Analyse (NotStarted => GapAnalysis) {}
        /// Asks a certification body.
        "apply" Apply (NotStarted | GapAnalysis | Refused | Withdrawn | Expired => Applied) {}
        /// Says that the first stage took place.
        "stage-1" Stage1 (Applied => Stage1) {
            /// The audit.
            audit: AuditId,
        }
        /// Says that the second stage took place.
        "stage-2" Stage2 (Stage1 | Stage2 => Stage2) {
            /// The audit.
            audit: AuditId,
        }
        /// Tells that the certificate was granted.
        "certify" Certify (Stage2 => Certified) {
            /// Its number.
            number: Title,
            /// The version of the Statement of Applicability it names.
            soa: SoaId,
            ;
            /// Its last day; absent: three years on, or as the terms say.
            valid_until: Option<Date>,
        }
        /// Tells that it was not granted.
        "refuse" Refuse (Stage1 | Stage2 => Refused) {
            /// Why.
            reason: Text,
        }
        /// Says that a surveillance audit took place.
        "survey" Survey (Certified => Certified) {
            /// The audit.
            audit: AuditId,
        }
        /// Tells that the certificate was renewed.
        "recertify" Recertify (Certified | Expired => Certified) {
            /// The audit.
            audit: AuditId,
            ;
            /// Its number, if it is another.
            number: Option<Title>,
            /// The version of the Statement of Applicability it names now.
            soa: Option<SoaId>,
            /// Its last day now; absent: three years after the last, or as the terms say.
            valid_until: Option<Date>,
        }
        /// Tells that its scope is another.
        "rescope" Rescope (Certified | Suspended => Certified) {
            /// The scope as it stands on the certificate now.
            scope: Text,
        }
        /// Tells that it was moved to another edition of the standard.
        "transfer" Transfer (Certified => Certified) {
            /// The edition.
            edition: Edition,
            /// The version of the Statement of Applicability it names now.
            soa: SoaId,
        }
        /// Tells that it does not count for now.
        "suspend" Suspend (Certified => Suspended) {
            /// Why.
            reason: Text,
        }
        /// Tells that it counts again.
        "restore" Restore (Suspended => Certified) {}
        /// Tells that it was taken away or given back.
        "withdraw" Withdraw (Certified | Suspended => Withdrawn) {
            /// Why.
            reason: Text,
        }
        /// Tells that it ended.
        "expire" Expire (Certified | Suspended => Expired) {}
    }
}

/// Something a certification body's rules ask for by a day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Milestone {
    /// What.
    pub what: MilestoneKind,
    /// By when.
    pub by: Date,
    /// Whether that day is past.
    pub overdue: bool,
}

words! {
    /// What a certification body's rules ask for.
    pub enum MilestoneKind {
        /// The second stage.
        Stage2 = "stage-2",
        /// The next surveillance audit.
        Surveillance = "surveillance",
        /// The beginning of recertification.
        RecertificationBegin = "recertification-begin",
        /// The end of recertification: the certificate ends.
        RecertificationEnd = "recertification-end",
    }
}

impl Certification {
    /// Whether there is a certificate that counts on a day.
    #[must_use]
    pub fn holds(&self, today: Date) -> bool {
        self.life.state == CertificationState::Certified
            && self.valid_until.is_some_and(|until| until >= today)
    }

    /// What comes next by the rules, in the order of days.
    #[must_use]
    pub fn milestones(&self, today: Date) -> Vec<Milestone> {
        let terms = &self.terms;
        let last = |step: &str| self.life.last(step).map(|passed| passed.on);
        let mut next: Vec<(MilestoneKind, Date)> = Vec::new();
        match self.life.state {
            CertificationState::Stage1 => {
                let by = last("stage-1").map(|on| on.plus_months(terms.between_stages.unwrap_or(6)));
                next.extend(by.map(|by| (MilestoneKind::Stage2, by)));
            }
            CertificationState::Certified | CertificationState::Suspended => {
                let until = self.valid_until;
                let since = [last("certify"), last("survey"), last("recertify")].into_iter().flatten().max();
                let survey = since.map(|on| on.plus_months(terms.surveillance.unwrap_or(12)));
                // in the last year recertification takes its place
                let survey = survey.filter(|by| until.is_none_or(|until| *by < until));
                next.extend(survey.map(|by| (MilestoneKind::Surveillance, by)));
                if let Some(until) = until {
                    let begin = until.minus_months(terms.lead.unwrap_or(4));
                    next.push((MilestoneKind::RecertificationBegin, begin));
                    next.push((MilestoneKind::RecertificationEnd, until));
                }
            }
            _ => {}
        }
        next.sort_by_key(|(_, by)| *by);
        next.into_iter().map(|(what, by)| Milestone { what, by, overdue: by < today }).collect()
    }

    fn reported(&self, id: &AuditId, kind: AuditKind, taking: &Taking<'_>) -> Result<(), Rejection> {
        let Some(audit) = taking.isms.audits().get(id) else {
            return taking.no("9.2", format!("there is no audit {id}"), "record the audit first");
        };
        if audit.kind != kind {
            return taking.no(
                "9.2",
                format!("{id} is an audit of the kind `{}`, not `{kind}`", audit.kind),
                "name the right one",
            );
        }
        if audit.reported_on().is_none() {
            return taking.no(
                "9.2",
                format!("{id} is not reported: it is {}", audit.life.state),
                "report it first",
            );
        }
        Ok(())
    }

    /// Refuses while a major nonconformity that an audit found is open.
    fn no_major(&self, taking: &Taking<'_>) -> Result<(), Rejection> {
        let isms = taking.isms;
        let open = isms.nonconformities().values().find(|known| {
            let finding = known.finding.as_ref().and_then(|id| isms.findings().get(id));
            let audit =
                finding.and_then(|finding| finding.audit.as_ref()).and_then(|id| isms.audits().get(id));
            known.is_open()
                && known.grade == Some(Severity::Major)
                && audit.is_some_and(|audit| audit.certification.as_ref() == Some(&self.id))
        });
        match open {
            None => Ok(()),
            Some(known) => taking.no(
                "10.2",
                format!("{} is a major nonconformity and is {}", known.id, known.life.state),
                "close it first: no certificate is decided on before",
            ),
        }
    }

    fn until(&self, from: Date) -> Date {
        from.plus_months(self.terms.validity.unwrap_or(36))
    }
}

/// Whether there was a whole internal audit and a management review: no second stage without.
fn lived(isms: &Isms, taking: &Taking<'_>) -> Result<(), Rejection> {
    let audited = isms
        .audits()
        .values()
        .any(|audit| audit.kind == AuditKind::Internal && audit.reported_on().is_some());
    taking.needs(audited, "9.2.1", "no internal audit was reported", "audit the ISMS internally first")?;
    let reviewed = isms.reviews().values().any(|review| review.held_on().is_some());
    taking.needs(reviewed, "9.3.1", "no management review was held", "hold a management review first")
}

impl Guarded for Certification {
    fn take(&mut self, step: &CertificationStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            CertificationStep::Analyse {} | CertificationStep::Restore {} | CertificationStep::Expire {} => {
                Ok(())
            }
            CertificationStep::Apply {} => taking.needs(
                self.body.is_some() && !self.scope.is_empty() && self.edition.is_some(),
                "4.3",
                "body, scope or edition are left open",
                "give `body`, `scope` and `edition`",
            ),
            CertificationStep::Stage1 { audit } => self.reported(audit, AuditKind::Stage1, taking),
            CertificationStep::Stage2 { audit } => {
                self.reported(audit, AuditKind::Stage2, taking)?;
                lived(taking.isms, taking)
            }
            CertificationStep::Certify { number, soa, valid_until } => {
                self.no_major(taking)?;
                self.number = Some(number.clone());
                self.soa = Some(soa.clone());
                self.decided_on = Some(taking.on);
                self.valid_until = Some(valid_until.unwrap_or_else(|| self.until(taking.on)));
                Ok(())
            }
            CertificationStep::Survey { audit } => self.reported(audit, AuditKind::Surveillance, taking),
            CertificationStep::Recertify { audit, number, soa, valid_until } => {
                self.reported(audit, AuditKind::Recertification, taking)?;
                self.no_major(taking)?;
                if number.is_some() {
                    self.number.clone_from(number);
                }
                if soa.is_some() {
                    self.soa.clone_from(soa);
                }
                let from = self.valid_until.unwrap_or(taking.on);
                self.decided_on = Some(taking.on);
                self.valid_until = Some(valid_until.unwrap_or_else(|| self.until(from)));
                Ok(())
            }
            CertificationStep::Rescope { scope } => {
                taking.needs(
                    !scope.trim().is_empty(),
                    "4.3",
                    "there is no scope",
                    "give the wording of the certificate",
                )?;
                self.scope = scope.clone();
                Ok(())
            }
            CertificationStep::Transfer { edition, soa } => {
                let fits =
                    taking.isms.soa_versions().get(soa).is_some_and(|version| version.edition == *edition);
                taking.needs(
                    fits,
                    "6.1.3 d",
                    "that Statement of Applicability follows another edition",
                    "approve one for the edition first",
                )?;
                (self.edition, self.soa) = (Some(*edition), Some(soa.clone()));
                Ok(())
            }
            CertificationStep::Refuse { reason }
            | CertificationStep::Suspend { reason }
            | CertificationStep::Withdraw { reason } => {
                taking.reason(reason, "9.2", "a certificate is refused, suspended or withdrawn")
            }
        }
    }

    fn altered(&self, before: Option<&Self>) -> Option<(&'static str, &'static str)> {
        let decided = |known: &Self| (known.number.clone(), known.decided_on, known.valid_until);
        let before = before.map_or((None, None, None), decided);
        (before != decided(self)).then_some(("number", "take the step `certify` or `recertify`"))
    }
}
