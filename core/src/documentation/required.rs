//! What has to be documented: what the clauses ask for, and what controls that apply commonly call for, each with what
//! fulfils it here (7.5.1).

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Document, DocumentKind, DocumentState};
use crate::applicability::{Applicability, ImplementationStatus, StatementOfApplicability, statement};
use crate::audit::{AuditKind, AuditState, ProgrammeState};
use crate::catalogue::{Edition, counterparts};
use crate::context::ObjectiveStatus;
use crate::id::Identifier;
use crate::isms::{Isms, Kind, RecordRef};
use crate::record::words;
use crate::review::ReviewState;

words! {
    /// What keeps documented information.
    pub enum Keeping {
        /// A document in force that names the clause or control.
        Document = "document",
        /// Records of the ISMS, or such a document.
        Records = "records",
        /// Records of the ISMS, or such a document that is a record itself: no procedure stands for what it led to.
        Results = "results",
    }
}

words! {
    /// Whether something that has to be there is.
    pub enum Presence {
        /// It is.
        There = "there",
        /// Something is, but it is not approved or not whole.
        InProgress = "in-progress",
        /// Nothing is.
        Missing = "missing",
    }
}

/// Something that has to be documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// The clause, or the control of the 2022 edition, that asks for it: `9.2.2`, `A.5.10`.
    pub against: &'static str,
    /// What it is.
    pub title: &'static str,
    /// What keeps it.
    pub keeping: Keeping,
}

impl Asked {
    /// Whether a clause asks for it, which the standard demands; controls call for theirs where they apply.
    #[must_use]
    pub fn is_of_clause(&self) -> bool {
        !self.against.starts_with("A.")
    }
}

macro_rules! asked {
    ($($against:literal $keeping:ident $title:literal;)*) => {
        &[$(Asked { against: $against, title: $title, keeping: Keeping::$keeping },)*]
    };
}

/// What clauses ask for, in their order, then what controls of the 2022 edition commonly call for.
pub static ASKED: &[Asked] = asked! {
    "4.3" Records "scope of the ISMS";
    "5.2" Document "information security policy";
    "6.1.2" Records "risk assessment process";
    "6.1.3" Document "risk treatment process";
    "6.1.3 d" Results "Statement of Applicability";
    "6.1.3 e" Records "risk treatment plan";
    "6.2" Records "information security objectives";
    "7.2" Results "evidence of competence";
    "7.5.1" Records "documents that the organisation itself needs";
    "8.1" Records "evidence that processes are carried out as planned";
    "8.2" Results "results of risk assessments";
    "8.3" Results "results of risk treatment";
    "9.1" Results "results of monitoring and measurement";
    "9.2.2" Results "audit programme and audit results";
    "9.3.3" Results "results of management reviews";
    "10.2" Results "nonconformities, what was done about them and what came of it";
    "A.5.1" Document "policies on single topics";
    "A.5.9" Results "inventory of information and other assets";
    "A.5.10" Document "rules for the use of information and assets";
    "A.5.12" Document "scheme of classification";
    "A.5.14" Document "rules for passing on information";
    "A.5.15" Document "rules for access";
    "A.5.19" Document "process for the security of suppliers";
    "A.5.23" Document "rules for cloud services";
    "A.5.24" Document "plan for incidents";
    "A.5.26" Document "procedures for responding to incidents";
    "A.5.29" Document "plan for security during disruption";
    "A.5.30" Document "plans for the continuity of ICT";
    "A.5.31" Results "register of laws and contracts";
    "A.5.33" Document "how long records are kept, and how";
    "A.5.34" Document "rules for personal data";
    "A.5.37" Document "operating procedures";
    "A.6.3" Results "awareness and training";
    "A.6.4" Document "disciplinary process";
    "A.6.6" Document "agreements on confidentiality";
    "A.6.7" Document "rules for working remotely";
    "A.7.7" Document "rules for clear desks and screens";
    "A.7.10" Document "rules for storage media";
    "A.8.1" Document "rules for endpoint devices";
    "A.8.8" Document "how technical vulnerabilities are dealt with";
    "A.8.9" Document "standard configurations";
    "A.8.10" Document "rules for deletion";
    "A.8.13" Document "rules for backups";
    "A.8.15" Document "what is logged, how long, and who looks at it";
    "A.8.24" Document "rules for cryptography and keys";
    "A.8.25" Document "rules for secure development";
    "A.8.27" Document "principles of secure engineering";
    "A.8.32" Document "procedure for changes";
};

/// Something that has to be documented, and what fulfils it here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Required {
    /// What is asked for.
    #[serde(flatten)]
    pub asked: Asked,
    /// Whether it is there.
    pub presence: Presence,
    /// What fulfils it, or is to: the first of them, documents before records.
    pub by: Vec<RecordRef>,
    /// How many there are in all.
    pub count: usize,
}

/// What has to be documented by this ISMS: all that clauses ask for, and what is called for by controls of Annex A that
/// apply in the edition it works to.
///
/// ```
/// use riskwright_core::catalogue::Edition;
/// use riskwright_core::documentation::required::{Presence, required};
/// use riskwright_core::isms::Isms;
/// let isms = Isms::new("Example Ltd".parse().unwrap());
/// let all = required(&isms, Edition::E2022);
/// let policy = all.iter().find(|required| required.asked.against == "5.2").unwrap();
/// assert_eq!((policy.presence, policy.count), (Presence::Missing, 0));
/// ```
#[must_use]
pub fn required(isms: &Isms, edition: Edition) -> Vec<Required> {
    required_by(isms, &statement(isms, edition))
}

/// [`required`] for a caller who has the Statement of Applicability already.
#[must_use]
pub fn required_by(isms: &Isms, soa: &StatementOfApplicability) -> Vec<Required> {
    let included = soa.lines.iter().filter(|line| line.applicability == Applicability::Included);
    let included: BTreeSet<&str> = included.map(|line| line.id.as_str()).collect();
    ASKED
        .iter()
        .filter_map(|asked| {
            // a control may be known by the number it has in the edition of the statement
            let former = if asked.is_of_clause() { Vec::new() } else { counterparts(asked.against) };
            let applies = former.iter().chain([&asked.against]).any(|name| included.contains(name));
            (asked.is_of_clause() || applies).then_some(())?;
            let mut found = Found::default();
            for document in isms.documents().values() {
                let fits = asked.keeping != Keeping::Results || document.kind == Some(DocumentKind::Record);
                if fits && names_it(document, asked.against, &former) {
                    found.document(document);
                }
            }
            // the policy may be known only by where it lies
            if asked.against == "5.2" && isms.organisation().policy.is_some() {
                found.single(Kind::Organisation, false);
            }
            if asked.keeping != Keeping::Document {
                records(isms, soa, asked.against, &mut found);
            }
            Some(found.into_required(*asked))
        })
        .collect()
}

/// Whether a document fulfils a clause or control. One item of a clause has to be named: the process of 6.1.3 is no plan.
/// So have controls of the former edition: the `A.8.2` of 2022 is no part of `A.8.2.1`.
pub(super) fn names_it(document: &Document, against: &str, former: &[&str]) -> bool {
    let named = |number: &str| document.fulfils.iter().any(|known| known.as_str() == number);
    let holds = if against.contains(' ') { named(against) } else { document.fulfils(against) };
    holds || former.iter().any(|number| named(number))
}

/// What was found so far.
#[derive(Default)]
pub(crate) struct Found {
    /// What is approved, done or otherwise whole.
    pub(crate) whole: Vec<RecordRef>,
    /// What is not.
    pub(crate) part: Vec<RecordRef>,
    /// How many there are beside those named.
    pub(crate) more: usize,
}

impl Found {
    /// So many are named.
    pub(crate) const NAMED: usize = 12;

    pub(crate) fn document(&mut self, document: &Document) {
        let at = RecordRef::new(Kind::Document, &document.id);
        if document.in_force().is_some() {
            self.whole.push(at);
        } else if !matches!(document.life.state, DocumentState::Retired | DocumentState::Disposed) {
            self.part.push(at);
        }
    }

    pub(crate) fn single(&mut self, kind: Kind, whole: bool) {
        let to = if whole { &mut self.whole } else { &mut self.part };
        to.push(RecordRef::single(kind));
    }

    /// Records of a register, each with whether it is whole.
    pub(crate) fn all<'a, I: Identifier + 'a>(
        &mut self,
        kind: Kind,
        records: impl Iterator<Item = (&'a I, bool)>,
    ) {
        for (id, whole) in records {
            let to = if whole { &mut self.whole } else { &mut self.part };
            if to.len() < Self::NAMED {
                to.push(RecordRef::new(kind, id));
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
    }

    fn into_required(self, asked: Asked) -> Required {
        let presence = match (self.whole.is_empty(), self.part.is_empty()) {
            (false, _) => Presence::There,
            (true, false) => Presence::InProgress,
            (true, true) => Presence::Missing,
        };
        let mut by = self.whole;
        by.extend(self.part);
        let count = by.len().saturating_add(self.more);
        by.truncate(Self::NAMED);
        Required { asked, presence, by, count }
    }
}

/// The records that are themselves what a clause or control asks for.
fn records(isms: &Isms, soa: &StatementOfApplicability, against: &str, found: &mut Found) {
    match against {
        "4.3" => {
            let scope = isms.scope();
            if !scope.purpose.is_empty() || scope.has_boundaries() {
                found.single(Kind::Scope, scope.approval.is_some());
            }
        }
        "6.1.2" => found.single(Kind::RiskCriteria, isms.criteria().approval.is_some()),
        "6.1.3 d" => {
            let versions = isms.soa_versions().values().filter(|version| version.edition == soa.edition);
            found.all(
                Kind::SoaVersion,
                versions.max_by_key(|version| version.on).iter().map(|it| (&it.id, true)),
            );
        }
        "6.1.3 e" => {
            let treatments = isms.treatments().values();
            let chosen = treatments.filter(|treatment| treatment.option.is_some());
            found.all(Kind::Treatment, chosen.map(|treatment| (&treatment.id, true)));
        }
        "6.2" => {
            let objectives = isms.objectives().values();
            let pursued = objectives.filter(|known| known.status != Some(ObjectiveStatus::Dropped));
            let whole = pursued.map(|known| (&known.id, known.responsible.is_some() && known.due.is_some()));
            found.all(Kind::Objective, whole);
        }
        "7.2" => {
            let known = isms.competences().values();
            found.all(Kind::Competence, known.map(|known| (&known.id, !known.evidence.is_empty())));
        }
        "7.5.1" => {
            *found = Found::default();
            isms.documents().values().for_each(|document| found.document(document));
        }
        "8.1" => {
            let shown = isms.controls().values().filter(|control| {
                matches!(
                    control.status,
                    Some(ImplementationStatus::Implemented | ImplementationStatus::Alternative)
                )
            });
            found.all(Kind::Control, shown.map(|control| (&control.id, !control.evidence.is_empty())));
        }
        "8.2" => found.all(Kind::ScoreRecord, isms.scores().keys().map(|id| (id, true))),
        "8.3" => {
            let planned =
                isms.actions().values().filter(|action| !action.is_dropped() && !action.scenarios.is_empty());
            found.all(Kind::Action, planned.map(|action| (&action.id, !action.is_open())));
        }
        "9.1" => {
            found.all(Kind::Measurement, isms.measurements().keys().map(|id| (id, true)));
            found.all(Kind::Measure, isms.measures().keys().map(|id| (id, false)));
        }
        "9.2.2" => audited(isms, found),
        "9.3.3" => {
            let reviews =
                isms.reviews().values().filter(|review| review.life.state != ReviewState::Cancelled);
            let minuted = |state| matches!(state, ReviewState::Approved | ReviewState::Closed);
            found.all(Kind::ManagementReview, reviews.map(|review| (&review.id, minuted(review.life.state))));
        }
        "10.2" => {
            found.all(Kind::Nonconformity, isms.nonconformities().keys().map(|id| (id, true)));
            // where audits found none, their reports say so
            if isms.nonconformities().is_empty() {
                let clean = isms.audits().values().filter(|audit| {
                    audit.reported_on().is_some()
                        && !audit.findings(isms).any(|finding| finding.is_nonconformity())
                });
                found.all(Kind::Audit, clean.map(|audit| (&audit.id, true)));
            }
        }
        "A.5.9" => {
            let used = isms.assets().values().filter(|asset| !asset.retired);
            found.all(Kind::Asset, used.map(|asset| (&asset.id, true)));
        }
        "A.5.31" => found.all(Kind::Requirement, isms.requirements().keys().map(|id| (id, true))),
        "A.6.3" => {
            let held = isms.awareness().values();
            found.all(Kind::Awareness, held.map(|known| (&known.id, known.on.is_some())));
        }
        _ => {}
    }
}

/// A programme alone is half of it, and so is an audit without one.
fn audited(isms: &Isms, found: &mut Found) {
    let programmes = isms.programmes().values();
    let approved: Vec<_> =
        programmes.map(|known| (&known.id, known.life.state != ProgrammeState::Draft)).collect();
    let internal = isms
        .audits()
        .values()
        .filter(|audit| audit.kind == AuditKind::Internal && audit.life.state != AuditState::Cancelled);
    let reported: Vec<_> = internal.map(|audit| (&audit.id, audit.reported_on().is_some())).collect();
    let both = approved.iter().any(|(_, whole)| *whole) && reported.iter().any(|(_, whole)| *whole);
    found.all(Kind::AuditProgramme, approved.into_iter().map(|(id, whole)| (id, whole && both)));
    found.all(Kind::Audit, reported.into_iter().map(|(id, whole)| (id, whole && both)));
}
