//! Step 8, audits: the programme, audits by the organisation and by others, what was found against a clause or control
//! (9.2, 10.2).

use std::collections::BTreeSet;

use crate::diagnostic::Rejection;
use crate::id::{AuditId, CertificationId, ControlId, FindingId, ProgrammeId, ResponseId};
use crate::isms::Isms;
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{part, record, words};

pub mod checklist;
pub mod coverage;

words! {
    /// How grave a finding is.
    pub enum Severity {
        /// It could be better.
        Opportunity = "opportunity",
        /// A minor nonconformity.
        Minor = "minor",
        /// A major nonconformity.
        Major = "major",
    }
}

part! {
    /// How a finding came to its end.
    #[derive(Eq)]
    pub struct Closure {
        required {
            /// What was done, or why nothing is to be.
            reason: Text,
            /// Who closed it.
            by: Actor,
            /// When.
            on: Date,
        }
    }
}

record! {
    /// A finding against a clause or control. Not to be confused with [`crate::check::Finding`], which the engine makes anew
    /// each time and nobody has to close.
    pub struct AuditFinding, AuditFindingRevision {
        /// For instance `FND-3`.
        id: FindingId,
        required {
            /// What was found, in a sentence.
            title: Title,
            /// How grave it is.
            severity: Severity,
            /// The clause or control it is against: `6.1.2`, `A.8.13`.
            against: Title,
        }
        optional {
            /// What was found, at length.
            description: Text,
            /// The response that led to it.
            source: Option<ResponseId>,
            /// The audit that led to it.
            audit: Option<AuditId>,
            /// What was required.
            criterion: Text,
            /// The objective evidence.
            evidence: Text,
            /// Whether those who were audited agree.
            agreed: Option<bool>,
            /// Who raised it.
            raised_by: Option<Actor>,
            /// When.
            raised_on: Option<Date>,
            /// Who sees to it.
            owner: Option<Actor>,
            /// By when.
            due: Option<Date>,
            /// How it came to its end; absent while it is open.
            closed: Option<Closure>,
        }
    }
}

impl AuditFinding {
    /// Whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it is a nonconformity, which has a record of its own with its cause and what is done about that.
    #[must_use]
    pub fn is_nonconformity(&self) -> bool {
        self.severity != Severity::Opportunity
    }
}

words! {
    /// Where an audit programme stands.
    #[derive(Default)]
    pub enum ProgrammeState {
        /// Being written.
        #[default]
        Draft = "draft",
        /// Carried out.
        Approved = "approved",
        /// Its time is over.
        Closed = "closed",
    }
}

record! {
    /// An audit programme (9.2.2): the audits of a cycle, which together cover all clauses and controls in scope.
    pub struct AuditProgramme, AuditProgrammeRevision {
        /// For instance `PRG-1`.
        id: ProgrammeId,
        required {
            /// Its name.
            title: Title,
            /// Its first day.
            from: Date,
            /// Its last day.
            until: Date,
        }
        optional {
            /// How importance of processes and earlier results shaped it.
            considerations: Text,
            /// How often is audited, and why.
            frequency: Text,
            /// How is audited.
            methods: Text,
            /// Who answers for it.
            responsible: Option<Actor>,
            /// Where it stands.
            life: Life<ProgrammeState>,
        }
    }
}

steps! {
    /// What is done with an audit programme.
    pub enum ProgrammeStep of AuditProgramme in ProgrammeState {
        /// Approves it.
        "approve" Approve (Draft => Approved) {}
        /// Changes it again.
        "revise" Revise (Approved => Draft) {
            /// Why.
            reason: Text,
        }
        /// Ends it.
        "close" Close (Approved => Closed) {}
    }
}

impl Guarded for AuditProgramme {
    fn take(&mut self, step: &ProgrammeStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            ProgrammeStep::Approve {} => {
                let whole =
                    !self.methods.is_empty() && !self.considerations.is_empty() && self.responsible.is_some();
                taking.needs(
                    whole,
                    "9.2.2",
                    "methods, responsibility, or what shaped it are left open",
                    "give `methods`, `responsible` and `considerations`",
                )
            }
            ProgrammeStep::Revise { reason } => {
                taking.reason(reason, "9.2.2", "an approved programme is changed")
            }
            ProgrammeStep::Close {} => {
                let open = isms_audits(taking.isms, &self.id).find(|audit| audit.is_open());
                match open {
                    None => Ok(()),
                    Some(audit) => {
                        taking.no("9.2.2", format!("{} is still open", audit.id), "close or cancel it first")
                    }
                }
            }
        }
    }
}

fn isms_audits<'a>(isms: &'a Isms, programme: &'a ProgrammeId) -> impl Iterator<Item = &'a Audit> {
    let of = move |audit: &&Audit| audit.programme.as_ref() == Some(programme);
    isms.audits().values().map(AsRef::as_ref).filter(of)
}

words! {
    /// What an audit is.
    #[derive(Default)]
    pub enum AuditKind {
        /// By the organisation (9.2).
        #[default]
        Internal = "internal",
        /// A look at what is missing, before certification.
        GapAnalysis = "gap-analysis",
        /// The first stage of the initial audit: documents and readiness.
        Stage1 = "stage-1",
        /// The second stage: implementation and effectiveness.
        Stage2 = "stage-2",
        /// Surveillance in the years between.
        Surveillance = "surveillance",
        /// Recertification before the certificate ends.
        Recertification = "recertification",
        /// On special grounds: a complaint, a change, a suspension.
        Special = "special",
        /// By a customer or an authority.
        SecondParty = "second-party",
    }
}

impl AuditKind {
    /// Whether a certification body carries it out.
    #[must_use]
    pub fn is_certification(self) -> bool {
        matches!(
            self,
            Self::Stage1 | Self::Stage2 | Self::Surveillance | Self::Recertification | Self::Special
        )
    }
}

words! {
    /// Where an audit stands.
    #[derive(Default)]
    pub enum AuditState {
        /// It has a date.
        #[default]
        Planned = "planned",
        /// It has a plan, a team and a checklist.
        Prepared = "prepared",
        /// It takes place.
        InProgress = "in-progress",
        /// Its report is out.
        Reported = "reported",
        /// What it found is seen to.
        Closed = "closed",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

words! {
    /// What a question of a checklist showed.
    pub enum Outcome {
        /// As required.
        Conforming = "conforming",
        /// It could be better.
        Opportunity = "opportunity",
        /// A minor nonconformity.
        Minor = "minor",
        /// A major nonconformity.
        Major = "major",
        /// It was not looked at after all.
        NotAudited = "not-audited",
    }
}

part! {
    /// A question of an audit's checklist.
    pub struct Question {
        required {
            /// The clause or control.
            against: Title,
            /// What is asked.
            question: Text,
        }
        optional {
            /// What is looked at: how many of what, chosen how.
            sample: Text,
            /// What it showed.
            outcome: Option<Outcome>,
            /// The objective evidence.
            evidence: Text,
        }
    }
}

record! {
    /// An audit (9.2.2; ISO 19011). Internal audits belong to a programme, those of a certification body to a certification.
    pub struct Audit, AuditRevision {
        /// For instance `AUD-1`.
        id: AuditId,
        required {
            /// Its name.
            title: Title,
        }
        optional {
            /// What it is.
            kind: AuditKind,
            /// The programme it belongs to.
            programme: Option<ProgrammeId>,
            /// The certification it belongs to.
            certification: Option<CertificationId>,
            /// What it is to show.
            objectives: Text,
            /// What is held against what: the standard, own documents, law.
            criteria: Text,
            /// The clauses it covers: `4.1`, or `4` for all of it.
            clauses: BTreeSet<Title>,
            /// The controls it covers.
            controls: BTreeSet<ControlId>,
            /// The units and sites it covers.
            units: BTreeSet<Title>,
            /// Its first day.
            from: Option<Date>,
            /// Its last day.
            to: Option<Date>,
            /// How many days of auditors it takes.
            days: Option<f64>,
            /// Who leads it.
            lead: Option<Actor>,
            /// The other auditors.
            team: BTreeSet<Actor>,
            /// Who is audited.
            auditees: BTreeSet<Actor>,
            /// Why the auditors are impartial: what they own, and since when they don't.
            independence: Text,
            /// How samples are taken.
            sampling: Text,
            /// The checklist.
            questions: Vec<Question>,
            /// What came of it, in sum.
            summary: Text,
            /// What the auditors recommend.
            recommendation: Text,
            /// Who gets the report.
            distribution: BTreeSet<Actor>,
            /// Where it stands.
            life: Life<AuditState>,
        }
    }
}

steps! {
    /// What is done with an audit.
    pub enum AuditStep of Audit in AuditState {
        /// Says that plan, team and checklist are ready.
        "prepare" Prepare (Planned => Prepared) {}
        /// Moves it to another day.
        "postpone" Postpone (Planned | Prepared => Planned) {
            /// Its first day now.
            from: Date,
            /// Why.
            reason: Text,
            ;
            /// Its last day now.
            to: Option<Date>,
        }
        /// Begins it.
        "begin" Begin (Prepared => InProgress) {}
        /// Puts the report out.
        "report" Report (InProgress => Reported) {
            /// What came of it, in sum.
            summary: Text,
            ;
            /// What the auditors recommend.
            recommendation: Text,
            /// Who gets the report.
            distribution: BTreeSet<Actor>,
        }
        /// Closes it: what it found is seen to.
        "close" Close (Reported => Closed) {}
        /// Gives it up.
        "cancel" Cancel (Planned | Prepared | InProgress => Cancelled) {
            /// Why.
            reason: Text,
        }
    }
}

impl Audit {
    /// Whether it is still to be carried out or closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.life.state, AuditState::Closed | AuditState::Cancelled)
    }

    /// When its report came out.
    #[must_use]
    pub fn reported_on(&self) -> Option<Date> {
        let out = matches!(self.life.state, AuditState::Reported | AuditState::Closed);
        self.life.last("report").filter(|_| out).map(|passed| passed.on)
    }

    /// Those who audit: the lead first.
    pub fn auditors(&self) -> impl Iterator<Item = &Actor> {
        self.lead.iter().chain(&self.team)
    }

    /// What it found.
    pub fn findings<'a>(&'a self, isms: &'a Isms) -> impl Iterator<Item = &'a AuditFinding> {
        isms.findings().values().map(AsRef::as_ref).filter(|finding| finding.audit.as_ref() == Some(&self.id))
    }

    /// Whether it covers a clause: `4` covers `4.1`.
    #[must_use]
    pub fn covers(&self, clause: &str) -> bool {
        self.clauses.iter().any(|known| {
            clause
                .strip_prefix(known.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
        })
    }

    /// Auditors who would audit what they own or do: each with what that is (9.2.2 b).
    #[must_use]
    pub fn partial(&self, isms: &Isms) -> Vec<(Actor, String)> {
        let mut partial = Vec::new();
        for auditor in self.auditors() {
            let is = |known: &Actor| isms.stands_for(known, auditor);
            if self.auditees.iter().any(is) {
                partial.push((auditor.clone(), "is among those who are audited".to_owned()));
            }
            let owned = self.controls.iter().find(|id| {
                isms.controls().get(id).and_then(|control| control.owner.as_ref()).is_some_and(is)
            });
            if let Some(id) = owned {
                partial.push((auditor.clone(), format!("owns {id}")));
            }
            let document = isms.documents().values().find(|document| {
                let theirs = document.author.iter().chain(&document.owner).any(is);
                theirs
                    && document.in_force().is_some()
                    && self.clauses.iter().any(|clause| document.fulfils(clause))
            });
            if let Some(document) = document {
                partial.push((auditor.clone(), format!("wrote or owns {}", document.id)));
            }
            let programme = self.programme.as_ref().and_then(|id| isms.programmes().get(id));
            if self.covers("9.2.2") && programme.and_then(|known| known.responsible.as_ref()).is_some_and(is)
            {
                partial.push((auditor.clone(), "answers for the audit programme".to_owned()));
            }
        }
        partial
    }
}

impl Guarded for Audit {
    fn take(&mut self, step: &AuditStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            AuditStep::Prepare {} => {
                let external = self.kind.is_certification() || self.kind == AuditKind::SecondParty;
                let scope = !(self.clauses.is_empty() && self.controls.is_empty());
                let whole = !self.criteria.is_empty() && scope && self.from.is_some() && self.lead.is_some();
                taking.needs(
                    whole,
                    "9.2.2 a",
                    "criteria, scope, day or lead auditor are left open",
                    "give `criteria`, `clauses` or `controls`, `from` and `lead`",
                )?;
                match self.partial(taking.isms).first() {
                    Some((auditor, why)) if !external => taking.no(
                        "9.2.2 b",
                        format!("{auditor} {why}: nobody audits their own work"),
                        "let somebody else audit that, or split the audit",
                    ),
                    _ => Ok(()),
                }
            }
            AuditStep::Postpone { from, reason, to } => {
                taking.reason(reason, "9.2.2", "an audit does not take place as planned")?;
                (self.from, self.to) = (Some(*from), *to);
                Ok(())
            }
            AuditStep::Begin {} => Ok(()),
            AuditStep::Report { summary, recommendation, distribution } => {
                taking.needs(
                    !summary.trim().is_empty(),
                    "9.2.2 c",
                    "a report says in sum what came of the audit",
                    "give the `summary`",
                )?;
                let unanswered = self.questions.iter().find(|known| {
                    known.outcome.is_none()
                        || (known.outcome != Some(Outcome::NotAudited) && known.evidence.is_empty())
                });
                if let Some(question) = unanswered {
                    return taking.no(
                        "9.2.2",
                        format!("the question on {} has no outcome, or no evidence for it", question.against),
                        "answer every question, or say that it was `not-audited`",
                    );
                }
                let unfound = self.questions.iter().find(|known| {
                    let graded = matches!(known.outcome, Some(Outcome::Minor | Outcome::Major));
                    graded && !self.findings(taking.isms).any(|finding| finding.against == known.against)
                });
                if let Some(question) = unfound {
                    return taking.no(
                        "10.2",
                        format!("a nonconformity against {} has no finding", question.against),
                        "raise the finding, and name this audit in it",
                    );
                }
                self.summary = summary.clone();
                if !recommendation.is_empty() {
                    self.recommendation = recommendation.clone();
                }
                self.distribution.extend(distribution.iter().cloned());
                Ok(())
            }
            AuditStep::Close {} => {
                let loose = self.findings(taking.isms).find(|finding| {
                    let mut seen_to = taking.isms.nonconformities().values();
                    finding.is_open()
                        && finding.is_nonconformity()
                        && !seen_to.any(|known| known.finding.as_ref() == Some(&finding.id))
                });
                match loose {
                    None => Ok(()),
                    Some(finding) => taking.no(
                        "10.2",
                        format!("{} is a nonconformity that nobody has taken up", finding.id),
                        "raise a nonconformity that names the finding",
                    ),
                }
            }
            AuditStep::Cancel { reason } => taking.reason(reason, "9.2.2", "an audit does not take place"),
        }
    }
}
