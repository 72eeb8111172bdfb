//! Ready for the auditor? Clause by clause and control by control: what evidence would be asked for, what of it is there, and
//! what an auditor would find.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::applicability::effectiveness::LastChecks;
use crate::applicability::{Applicability, CheckResult, ImplementationStatus, Line, statement};
use crate::audit::{AuditKind, AuditState};
use crate::catalogue::{Edition, counterparts};
use crate::change::title;
use crate::check::{Finding, Severity, check};
use crate::clause::{CLAUSES, Clause};
use crate::documentation::Document;
use crate::documentation::required::{Found, Presence, Required, required_by};
use crate::id::ControlId;
use crate::improvement::{ImprovementState, PlannedChangeState};
use crate::isms::{Isms, Kind, RecordRef, control_title};
use crate::quantity::Date;
use crate::record::words;

words! {
    /// How a clause or control stands.
    pub enum Standing {
        /// All that would be asked for is there, and an auditor would find nothing.
        Ready = "ready",
        /// Some of it is.
        Partly = "partly",
        /// Nothing is.
        Missing = "missing",
    }
}

/// A record that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shown {
    /// Which record.
    pub record: RecordRef,
    /// Its title, or its id where it has none.
    pub title: String,
}

/// A clause or control, and what there is to show for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// The clause or control.
    pub against: String,
    /// Its title.
    pub title: String,
    /// What an auditor would ask for.
    pub asks: String,
    /// What of it is there: the first of it.
    pub shown: Vec<Shown>,
    /// How much of it there is in all.
    pub count: usize,
    /// What is missing or not finished.
    pub lacking: Vec<String>,
    /// How it stands.
    pub standing: Standing,
    /// What an auditor would find.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub findings: Vec<Finding>,
}

/// How many stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Ready.
    pub ready: usize,
    /// Partly.
    pub partly: usize,
    /// Missing.
    pub missing: usize,
}

impl Counts {
    fn of(items: &[Item]) -> Self {
        let count = |standing| items.iter().filter(|item| item.standing == standing).count();
        Self {
            ready: count(Standing::Ready),
            partly: count(Standing::Partly),
            missing: count(Standing::Missing),
        }
    }
}

/// Where the ISMS stands before an auditor.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Readiness {
    /// The edition whose controls are looked at.
    pub edition: Edition,
    /// As of which day.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub of: Date,
    /// The clauses 4 to 10.
    pub clauses: Vec<Item>,
    /// The controls that apply.
    pub controls: Vec<Item>,
    /// How the clauses stand.
    pub clauses_stand: Counts,
    /// How the controls stand.
    pub controls_stand: Counts,
    /// What an auditor would find that bears on none of them.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub others: Vec<Finding>,
}

/// Where the ISMS stands before an auditor as of `today`. Two runs over the same ISMS on the same day agree byte for byte.
///
/// ```
/// use riskwright_core::catalogue::Edition;
/// use riskwright_core::certification::readiness::{Standing, readiness};
/// use riskwright_core::isms::Isms;
/// let isms = Isms::new("Example Ltd".parse().unwrap());
/// let readiness = readiness(&isms, Edition::E2022, "2026-11-02".parse().unwrap());
/// let policy = readiness.clauses.iter().find(|item| item.against == "5.2").unwrap();
/// assert_eq!(policy.standing, Standing::Missing);
/// assert_eq!(policy.lacking, ["information security policy"]);
/// ```
#[must_use]
pub fn readiness(isms: &Isms, edition: Edition, today: Date) -> Readiness {
    let soa = statement(isms, edition);
    let required = required_by(isms, &soa);
    let included: Vec<&Line> =
        soa.lines.iter().filter(|line| line.applicability == Applicability::Included).collect();
    let mut found = Sorted::of(check(isms, edition, today), &included);
    let clauses: Vec<Item> = CLAUSES
        .iter()
        .map(|clause| of_clause(isms, clause, &required, found.clause(clause.number)))
        .collect();
    let serving = Serving::of(isms, today);
    let controls: Vec<Item> = included
        .iter()
        .map(|line| of_control(isms, line, (&serving, &required), today, found.control(&line.id)))
        .collect();
    Readiness {
        edition,
        of: today,
        clauses_stand: Counts::of(&clauses),
        controls_stand: Counts::of(&controls),
        clauses,
        controls,
        others: found.others,
    }
}

/// Findings by what they bear on.
struct Sorted<'a> {
    clauses: BTreeMap<&'static str, Vec<Finding>>,
    controls: BTreeMap<&'a str, Vec<Finding>>,
    others: Vec<Finding>,
}

impl<'a> Sorted<'a> {
    fn of(findings: Vec<Finding>, included: &[&'a Line]) -> Self {
        let mut sorted = Self { clauses: BTreeMap::new(), controls: BTreeMap::new(), others: Vec::new() };
        let controls: BTreeSet<&'a str> = included.iter().map(|line| line.id.as_str()).collect();
        for finding in findings {
            let number = finding.clause.split(' ').next().unwrap_or_default();
            // what is found at a control is mended there, whichever clause it serves
            let at = match finding.record.kind {
                Kind::Control => finding.record.id.as_str(),
                _ => number,
            };
            let control = controls
                .get(at)
                .copied()
                .or_else(|| counterparts(at).into_iter().find_map(|id| controls.get(id).copied()));
            if let Some(id) = control {
                sorted.controls.entry(id).or_default().push(finding);
            } else if let Some(clause) = CLAUSES.iter().find(|clause| clause.number == number) {
                sorted.clauses.entry(clause.number).or_default().push(finding);
            } else {
                sorted.others.push(finding);
            }
        }
        sorted
    }

    fn clause(&mut self, number: &str) -> Vec<Finding> {
        self.clauses.remove(number).unwrap_or_default()
    }

    fn control(&mut self, id: &ControlId) -> Vec<Finding> {
        self.controls.remove(id.as_str()).unwrap_or_default()
    }
}

fn is_grave(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity != Severity::Information)
}

/// What is gathered for a clause or control: each record once.
#[derive(Default)]
struct Gathered {
    seen: BTreeSet<RecordRef>,
    /// The first of them.
    named: Vec<RecordRef>,
    more: usize,
}

impl Gathered {
    fn add(&mut self, records: impl IntoIterator<Item = RecordRef>) {
        for record in records {
            if self.seen.insert(record.clone()) && self.named.len() < Found::NAMED {
                self.named.push(record);
            }
        }
    }

    fn count(&self) -> usize {
        self.seen.len().saturating_add(self.more)
    }

    fn shown(self, isms: &Isms) -> Vec<Shown> {
        self.named.into_iter().map(|record| Shown { title: titled(isms, &record), record }).collect()
    }
}

fn titled(isms: &Isms, at: &RecordRef) -> String {
    if at.kind == Kind::Control {
        return control_title(isms, &ControlId::like(&at.id));
    }
    isms.record(at).and_then(|record| title(&record)).unwrap_or_else(|| at.to_string())
}

fn of_clause(isms: &Isms, clause: &Clause, required: &[Required], findings: Vec<Finding>) -> Item {
    let mut gathered = Gathered::default();
    let mut lacking = Vec::new();
    let number = |against: &str| against.split(' ').next() == Some(clause.number);
    for known in required.iter().filter(|known| number(known.asked.against)) {
        match known.presence {
            Presence::There => {}
            Presence::InProgress => lacking.push(format!("{}: not approved or not whole", known.asked.title)),
            Presence::Missing => lacking.push(known.asked.title.to_owned()),
        }
        gathered.more = gathered.more.saturating_add(known.count.saturating_sub(known.by.len()));
        gathered.add(known.by.iter().cloned());
    }
    let mut found = Found::default();
    for document in isms.documents().values().filter(|document| document.fulfils(clause.number)) {
        found.document(document);
    }
    undocumented(isms, clause.number, &mut found);
    let whole = !found.whole.is_empty() || !lacking.is_empty() || clause.documented;
    gathered.more = gathered.more.saturating_add(found.more);
    gathered.add(found.whole);
    gathered.add(found.part);
    if !whole {
        lacking.push(clause.record.to_owned());
    }
    let standing = match gathered.named.is_empty() {
        true => Standing::Missing,
        false if lacking.is_empty() && !is_grave(&findings) => Standing::Ready,
        false => Standing::Partly,
    };
    Item {
        against: clause.number.to_owned(),
        title: clause.title.to_owned(),
        asks: clause.record.to_owned(),
        count: gathered.count(),
        shown: gathered.shown(isms),
        lacking,
        standing,
        findings,
    }
}

/// The records that show what clauses ask for without naming a document.
fn undocumented(isms: &Isms, clause: &str, found: &mut Found) {
    match clause {
        "4.1" => {
            let known = isms.issues().values();
            found.all(Kind::Issue, known.map(|issue| (&issue.id, issue.relevant.is_some())));
        }
        "4.2" => {
            found.all(Kind::InterestedParty, isms.parties().keys().map(|id| (id, true)));
            let known = isms.requirements().values();
            found.all(Kind::Requirement, known.map(|known| (&known.id, known.addressed.is_some())));
        }
        "5.1" => {
            let held = isms.reviews().values().filter(|review| review.held_on().is_some());
            found.all(Kind::ManagementReview, held.map(|review| (&review.id, true)));
            if isms.scope().approval.is_some() {
                found.single(Kind::Scope, true);
            }
            if isms.criteria().approval.is_some() {
                found.single(Kind::RiskCriteria, true);
            }
        }
        "5.3" => {
            let known = isms.roles().values();
            found.all(Kind::Role, known.map(|role| (&role.id, role.person.is_some())));
        }
        "6.1.1" | "10.1" => {
            let ideas = isms.improvements().values();
            found.all(
                Kind::Improvement,
                ideas.map(|idea| (&idea.id, idea.life.state != ImprovementState::Proposed)),
            );
        }
        "6.3" => {
            let changes = isms.planned_changes().values();
            found.all(
                Kind::PlannedChange,
                changes.map(|change| (&change.id, change.life.state != PlannedChangeState::Requested)),
            );
        }
        "7.1" => {
            let funded = isms.actions().values().filter(|action| {
                !action.is_dropped() && (action.cost.is_some() || !action.resources.is_empty())
            });
            found.all(Kind::Action, funded.map(|action| (&action.id, true)));
        }
        "7.3" => {
            let known = isms.awareness().values();
            found.all(Kind::Awareness, known.map(|known| (&known.id, known.on.is_some())));
            found.all(Kind::Acknowledgement, isms.acknowledgements().keys().map(|id| (id, true)));
        }
        "7.4" => {
            let known = isms.communications().values();
            found.all(
                Kind::Communication,
                known.map(|known| {
                    (&known.id, known.when.is_some() && known.with.is_some() && known.how.is_some())
                }),
            );
        }
        "7.5.2" | "7.5.3" => isms.documents().values().for_each(|document| found.document(document)),
        "9.2.1" => {
            let internal = isms.audits().values().filter(|audit| {
                audit.kind == AuditKind::Internal && audit.life.state != AuditState::Cancelled
            });
            found.all(Kind::Audit, internal.map(|audit| (&audit.id, audit.reported_on().is_some())));
        }
        "9.3.1" => {
            let known = isms.reviews().values();
            found.all(Kind::ManagementReview, known.map(|review| (&review.id, review.held_on().is_some())));
        }
        "9.3.2" => {
            let known = isms.reviews().values().filter(|review| review.inputs.is_some());
            found.all(Kind::ManagementReview, known.map(|review| (&review.id, review.held_on().is_some())));
        }
        _ => {}
    }
}

/// What serves controls beside their own records, gathered in one walk through each register.
struct Serving<'a> {
    documents: Vec<&'a Document>,
    others: BTreeMap<&'a ControlId, Vec<RecordRef>>,
    checks: LastChecks<'a>,
}

impl<'a> Serving<'a> {
    fn of(isms: &'a Isms, today: Date) -> Self {
        let documents = isms.documents().values().map(AsRef::as_ref).collect();
        let mut others: BTreeMap<&'a ControlId, Vec<RecordRef>> = BTreeMap::new();
        let mut note = |controls: &'a BTreeSet<ControlId>, at: RecordRef| {
            for control in controls {
                others.entry(control).or_default().push(at.clone());
            }
        };
        for measure in isms.measures().values().filter(|measure| measure.is_active()) {
            note(&measure.controls, RecordRef::new(Kind::Measure, &measure.id));
        }
        for audit in isms.audits().values().filter(|audit| audit.reported_on().is_some()) {
            note(&audit.controls, RecordRef::new(Kind::Audit, &audit.id));
        }
        for action in isms.actions().values().filter(|action| !action.is_dropped()) {
            note(&action.controls, RecordRef::new(Kind::Action, &action.id));
        }
        for check in isms.control_checks().values().filter(|check| check.on <= today) {
            others.entry(&check.control).or_default().push(RecordRef::new(Kind::ControlCheck, &check.id));
        }
        Self { documents, others, checks: LastChecks::of(isms, today) }
    }
}

fn of_control(
    isms: &Isms,
    line: &Line,
    (serving, required): (&Serving<'_>, &[Required]),
    today: Date,
    findings: Vec<Finding>,
) -> Item {
    let names: Vec<&str> = std::iter::once(line.id.as_str()).chain(counterparts(line.id.as_str())).collect();
    let mut gathered = Gathered::default();
    let mut lacking: Vec<String> = Vec::new();
    let record = isms.controls().get(&line.id).filter(|control| control.status.is_some());
    gathered.add(record.map(|control| RecordRef::new(Kind::Control, &control.id)));
    let mut found = Found::default();
    for document in serving.documents.iter().filter(|known| names.iter().any(|name| known.fulfils(name))) {
        found.document(document);
    }
    let written = !found.whole.is_empty();
    gathered.add(found.whole);
    gathered.add(found.part);
    gathered.add(serving.others.get(&line.id).into_iter().flatten().cloned());

    let (in_place, begun) = match line.status {
        Some(ImplementationStatus::Implemented | ImplementationStatus::Alternative) => (true, true),
        Some(ImplementationStatus::Partial) => (false, true),
        _ => (false, false),
    };
    if line.owner.is_none() {
        lacking.push("somebody who answers for it".to_owned());
    }
    if !in_place {
        lacking.push(match begun {
            true => "the rest of it: it is in place in part".to_owned(),
            false => "the control itself: it is not in place".to_owned(),
        });
    }
    let counts = line.evidence.iter().any(|evidence| evidence.valid_until.is_none_or(|until| until >= today));
    let check = serving.checks.get(&line.id).map(|check| check.result);
    let counts = counts || check == Some(CheckResult::Effective);
    if check == Some(CheckResult::NotEffective) {
        lacking.push("that it works: it did not when it was last checked".to_owned());
    }
    if !counts {
        lacking.push(match line.evidence.is_empty() {
            true => "anything that shows that it works".to_owned(),
            false => "evidence in date that it works".to_owned(),
        });
    }
    let asked = required.iter().find(|known| names.contains(&known.asked.against));
    if let Some(known) = asked.filter(|known| known.presence != Presence::There) {
        lacking.push(match known.presence {
            Presence::InProgress => format!("{}: not approved or not whole", known.asked.title),
            _ => known.asked.title.to_owned(),
        });
    }
    let standing = if in_place && lacking.is_empty() && !is_grave(&findings) {
        Standing::Ready
    } else if begun || counts || written {
        Standing::Partly
    } else {
        Standing::Missing
    };
    let asks = "who answers for it, how it is put into practice, and what shows that it works";
    Item {
        against: line.id.to_string(),
        title: line.title.clone(),
        asks: asked.map_or_else(|| asks.to_owned(), |known| format!("{asks}; {}", known.asked.title)),
        count: gathered.count(),
        shown: gathered.shown(isms),
        lacking,
        standing,
        findings,
    }
}
