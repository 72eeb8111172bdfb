//! What the audits of a programme cover: clause by clause, control by control (9.2.2).

use serde::Serialize;

use super::{Audit, AuditProgramme, AuditState};
use crate::applicability::{Applicability, StatementOfApplicability, statement};
use crate::catalogue::Edition;
use crate::clause::{self, Clause};
use crate::id::AuditId;
use crate::isms::Isms;

/// A clause or control, and the audits that cover it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Covered {
    /// The clause or control.
    pub against: String,
    /// Its title.
    pub title: String,
    /// The audits that are to cover it or have.
    pub planned: Vec<AuditId>,
    /// Those of them that have been reported.
    pub audited: Vec<AuditId>,
}

/// What a programme covers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// The clauses 4 to 10.
    pub clauses: Vec<Covered>,
    /// The applicable controls.
    pub controls: Vec<Covered>,
}

/// What the audits of a programme cover of all clauses and of the controls that apply.
#[must_use]
pub fn coverage(isms: &Isms, programme: &AuditProgramme, edition: Edition) -> Coverage {
    coverage_by(isms, programme, &statement(isms, edition))
}

/// [`coverage`] for a caller who has the Statement of Applicability already.
#[must_use]
pub fn coverage_by(isms: &Isms, programme: &AuditProgramme, soa: &StatementOfApplicability) -> Coverage {
    let of = |audit: &&Audit| {
        audit.programme.as_ref() == Some(&programme.id) && audit.life.state != AuditState::Cancelled
    };
    let audits: Vec<&Audit> = isms.audits().values().map(AsRef::as_ref).filter(of).collect();
    let covered = |against: &str, title: String, covers: &dyn Fn(&Audit) -> bool| {
        let planned = audits.iter().filter(|audit| covers(audit));
        let audited = planned.clone().filter(|audit| audit.reported_on().is_some());
        Covered {
            against: against.to_owned(),
            title,
            audited: audited.map(|audit| audit.id.clone()).collect(),
            planned: planned.map(|audit| audit.id.clone()).collect(),
        }
    };
    let clauses = clause::CLAUSES.iter().map(|Clause { number, title, .. }| {
        covered(number, (*title).to_owned(), &|audit| audit.covers(number))
    });
    let applicable = soa.lines.iter().filter(|line| line.applicability == Applicability::Included);
    let controls = applicable.map(|line| {
        covered(line.id.as_str(), line.title.clone(), &|audit| audit.controls.contains(&line.id))
    });
    Coverage { clauses: clauses.collect(), controls: controls.collect() }
}
