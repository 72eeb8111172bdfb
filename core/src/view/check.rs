//! What an auditor would find, a page at a time, each with the record where it is mended.

use serde::Serialize;

use crate::catalogue::Edition;
use crate::check::{Finding, Severity, check};
use crate::isms::{Isms, RecordRef};
use crate::quantity::Date;

/// A page of what an auditor would find.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckView {
    /// How many there are of each severity, the gravest first.
    pub counts: Vec<(Severity, usize)>,
    /// How many there are that fit.
    pub total: usize,
    /// Those of this page, the gravest first, each with the place of the record that mends it: `control/A.8.13`.
    pub findings: Vec<(RecordRef, Finding)>,
}

impl CheckView {
    /// A page of what an auditor would find as of `today`; `severity` leaves the others out of the page.
    #[must_use]
    pub fn of(
        isms: &Isms,
        (edition, today): (Edition, Date),
        severity: Option<Severity>,
        (offset, limit): (usize, usize),
    ) -> Self {
        let all = check(isms, edition, today);
        let count = |severity: &Severity| all.iter().filter(|found| found.severity == *severity).count();
        let counts = Severity::ALL.iter().map(|severity| (*severity, count(severity))).collect();
        let fit: Vec<Finding> =
            all.into_iter().filter(|found| severity.is_none_or(|wanted| found.severity == wanted)).collect();
        let total = fit.len();
        let page = fit.into_iter().skip(offset).take(limit);
        Self { counts, total, findings: page.map(|found| (found.record.clone(), found)).collect() }
    }
}
