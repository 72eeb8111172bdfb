//! What an auditor would find: rules of the clauses held against the ISMS as it is, step by step.
//!
//! [`rules()`] lists every case with its severity and clause. All ten steps are covered, from scope and context to continual
//! improvement. Beside the rules that serve a clause stand a few of good housekeeping: `S01` assets without owner, `S02`
//! authority up to a level that does not exist, `S03` risks closed without reason, `S04` a Statement of Applicability that is
//! not approved as it stands, `S05` included controls without a status, `S06` questionnaires that nobody answers, and
//! proposals that nobody decides on, `S07` documents that people have not confirmed, `S08` changes and improvements that are
//! late.
//!
//! One defect is reported once: a risk without any estimate is `R06`, not `R14` as well; an acceptance that expired or went
//! stale is `R09` or `R10`, not `R07` or `R08` as well. Acceptances count where they are needed: above the acceptance level.
//! What records fulfil of what has to be documented is asked for by the rules about these records, not by `R18` as well; an
//! action that serves no risk and that a nonconformity, a review or the like has planned is no action of the treatment plan.
//!
//! A step that has not begun is one finding: no audit programme, no management review, no measure, so many documents missing.

use std::borrow::Cow;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::applicability::{StatementOfApplicability, statement};
use crate::catalogue::Edition;
use crate::id::Identifier;
use crate::isms::{Isms, Kind, RecordRef};
use crate::methodology::assessment::{Run, assess};
use crate::quantity::Date;
use crate::record::words;

mod assessment;
mod audits;
mod certification;
mod context;
mod controls;
mod criteria;
mod documents;
mod improvement;
mod measures;
mod responses;
mod reviews;
mod rules;
mod treatment;

pub use rules::{RuleId, RuleInfo, rules};

words! {
    /// How grave a finding is.
    pub enum Severity {
        /// Would be a nonconformity.
        Error = "error",
        /// An auditor would ask.
        Warning = "warning",
        /// Worth knowing.
        Information = "information",
    }
}

/// One finding.
///
/// As JSON the record stands as its plain id beside its kind: `{"rule": "R05", "record": "A.8.24", "kind": "control", …}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The clause of ISO/IEC 27001:2022 it serves, the control of its Annex A, or the standard that certificates follow.
    pub clause: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// The record at fault. A control may have none of its own yet and be found by its line all the same.
    pub record: RecordRef,
    /// The field of the record at fault.
    pub field: Option<&'static str>,
    /// What was found, in a sentence.
    pub message: String,
    /// What would mend it: the same for most findings of a case.
    pub help: Cow<'static, str>,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut finding = to.serialize_struct("Finding", 8)?;
        finding.serialize_field("rule", &self.rule)?;
        finding.serialize_field("clause", self.clause)?;
        finding.serialize_field("severity", &self.severity)?;
        finding.serialize_field("record", &self.record.id)?;
        finding.serialize_field("kind", self.record.kind.as_str())?;
        finding.serialize_field("field", &self.field)?;
        finding.serialize_field("message", &self.message)?;
        finding.serialize_field("help", &self.help)?;
        finding.end()
    }
}

/// Where findings are gathered.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(
        &mut self,
        case: &'static RuleInfo,
        at: impl Into<Place>,
        message: impl Into<String>,
        help: impl Into<Cow<'static, str>>,
    ) {
        let Place(record, field) = at.into();
        let RuleInfo { rule, clause, severity, .. } = *case;
        self.0.push(Finding {
            rule,
            clause,
            severity,
            record,
            field,
            message: message.into(),
            help: help.into(),
        });
    }

    /// By severity, rule and record in natural order. What is alike in these keeps the order of the table of steps.
    fn sorted(self) -> Vec<Finding> {
        let mut findings = self.0;
        // each pass is stable; registers are walked in the order of their ids, so that the second finds long runs in order
        findings.sort_by_key(|finding| (finding.severity, finding.rule));
        findings.sort_by(|a, b| {
            (a.severity, a.rule)
                .cmp(&(b.severity, b.rule))
                .then_with(|| a.record.id.cmp(&b.record.id).then_with(|| a.record.kind.cmp(&b.record.kind)))
        });
        findings
    }
}

/// A record, and a field of it.
struct Place(RecordRef, Option<&'static str>);

impl Place {
    fn of(kind: Kind, id: &impl Identifier) -> Self {
        Self(RecordRef::new(kind, id), None)
    }
    fn single(kind: Kind) -> Self {
        Self(RecordRef::single(kind), None)
    }
    fn field(self, field: &'static str) -> Self {
        Self(self.0, Some(field))
    }
}

/// What an auditor would find, the gravest first, as of `today`.
///
/// The risks are scored by the preferred methodology. Two runs over the same ISMS on the same day agree byte for byte.
///
/// ```
/// use riskwright_core::catalogue::Edition;
/// use riskwright_core::check::{RuleId, check};
/// use riskwright_core::isms::Isms;
/// let isms = Isms::new("Example Ltd".parse().unwrap());
/// let findings = check(&isms, Edition::E2022, "2026-11-02".parse().unwrap());
/// let scope = findings.iter().find(|finding| finding.rule == RuleId::R16).unwrap();
/// assert_eq!((scope.clause, scope.record.id.as_str()), ("4.3", "scope"));
/// assert_eq!(serde_json::to_value(scope).unwrap()["severity"], "error");
/// ```
#[must_use]
pub fn check(isms: &Isms, edition: Edition, today: Date) -> Vec<Finding> {
    let mut findings = Findings::default();
    let run = scored(isms).unwrap_or_else(|why| {
        let at = Place::single(Kind::RiskCriteria).field("methodology");
        findings.add(
            &rules::NO_ANSWER,
            at,
            why,
            "mend the settings of the methodology, or prefer another one",
        );
        Run { rows: Vec::new() }
    });
    gather(isms, edition, today, (&run, &statement(isms, edition)), &mut findings);
    findings.sorted()
}

/// [`check`] for a caller who has the preferred methodology's run and the Statement of Applicability already.
#[must_use]
pub fn check_with(
    isms: &Isms,
    edition: Edition,
    today: Date,
    run: &Run<'_>,
    soa: &StatementOfApplicability,
) -> Vec<Finding> {
    let mut findings = Findings::default();
    gather(isms, edition, today, (run, soa), &mut findings);
    findings.sorted()
}

fn gather(
    isms: &Isms,
    edition: Edition,
    today: Date,
    (run, soa): (&Run<'_>, &StatementOfApplicability),
    findings: &mut Findings,
) {
    context::check(isms, findings);
    criteria::check(isms, findings);
    assessment::check(isms, run, today, findings);
    let elsewhere = improvement::planned_elsewhere(isms);
    treatment::check(isms, run, &elsewhere, today, findings);
    controls::check(isms, edition, soa, today, findings);
    documents::check(isms, soa, today, findings);
    measures::check(isms, today, findings);
    reviews::check(isms, today, findings);
    audits::check(isms, soa, today, findings);
    certification::check(isms, today, findings);
    improvement::check(isms, &elsewhere, today, findings);
    responses::check(isms, today, findings);
}

/// The open risks by the preferred methodology, or why there are no scores.
fn scored(isms: &Isms) -> Result<Run<'_>, String> {
    let preferred = isms.preferred_methodology().ok_or("the methodology that decides does not exist")?;
    let methodology = preferred.build(isms).map_err(|error| error.to_string())?;
    assess(isms, methodology.as_ref()).map_err(|error| error.to_string())
}

/// The first few of a list, and how many more: `R-1, R-2, R-3 and 4 more`.
fn some<T: std::fmt::Display>(all: &[T]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = all.iter().take(SHOWN).map(ToString::to_string).collect();
    match all.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// All of a list.
fn listed<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How many days have passed since a day.
fn days_since(day: Date, today: Date) -> i64 {
    today.civil().since(day.civil()).map_or(0, |span| i64::from(span.get_days()))
}
