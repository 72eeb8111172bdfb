//! Records of any kind as a page shows them: a list with state, care and date; one with its fields, its steps and what
//! leads to it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ViewError, found};
use crate::audit::ProgrammeState;
use crate::calendar;
use crate::catalogue;
use crate::certification::CertificationState;
use crate::change::{Change, title};
use crate::documentation::DocumentState;
use crate::field::Field;
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::lifecycle::{Passed, Possible};
use crate::measurement::MeasureState;
use crate::quantity::{Actor, Date};
use crate::review::ReviewState;

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LifeRow {
    /// Which.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub id: String,
    /// Its title, or what stands for one.
    pub title: String,
    /// The state it is in; absent for records that only are.
    pub state: Option<&'static str>,
    /// Who sees to it.
    pub care: Option<Actor>,
    /// The next day on which something is due with it.
    pub due: Option<Date>,
    /// Whether that day is past.
    pub overdue: bool,
    /// Whether nothing is left to do about it.
    pub over: bool,
}

/// Records of a kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LifeList {
    /// What they are: `document`.
    pub kind: String,
    /// How many fit.
    pub total: usize,
    /// How many there are in each state, whichever are listed.
    pub states: Vec<(&'static str, usize)>,
    /// A page of those that fit.
    pub rows: Vec<LifeRow>,
    /// The change that adds one: `incident.report`; none where they come about otherwise.
    pub add: Option<&'static str>,
    /// The id that a new one gets.
    pub free: String,
    /// What a new one is made of.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub fields: &'static [Field],
}

/// A record with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LifeView {
    /// What it is: `document`.
    pub kind: String,
    /// As a list shows it.
    pub row: LifeRow,
    /// The record.
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    pub record: Record,
    /// Its fields, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub fields: &'static [Field],
    /// The change that sets its fields; none where they are not set one by one.
    pub revise: Option<&'static str>,
    /// The change that removes it.
    pub remove: Option<&'static str>,
    /// The change that takes a step with it.
    pub step: Option<&'static str>,
    /// The steps that led to where it stands.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub passed: Vec<Passed>,
    /// The steps that can be taken now.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<serde_json::Value>"))]
    pub possible: Vec<Possible>,
    /// The records it names, each with its title.
    pub names: Vec<Link>,
    /// The records that name it, each with its title.
    pub named_by: Vec<Link>,
}

/// A record that another names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// The field that names.
    pub field: &'static str,
    /// What it is.
    pub kind: &'static str,
    /// Which.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Which records, and how many.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LifeQuery {
    /// Words that id or title have in them.
    pub text: String,
    /// Their state.
    pub state: Option<String>,
    /// Those alone about which something is left to do.
    pub open: bool,
    /// How many are left out at the beginning.
    pub offset: usize,
    /// How many are given at most.
    pub limit: usize,
}

/// The first day on which something is due with each record.
fn due_days(isms: &Isms, today: Date) -> BTreeMap<RecordRef, Date> {
    let all = calendar::due(isms, today, today.plus_months(calendar::FAR_MONTHS));
    // by day: the first of a record is the last that stays
    all.into_iter().rev().map(|due| (due.record, due.on)).collect()
}

impl LifeRow {
    fn of(isms: &Isms, record: &Record, days: &BTreeMap<RecordRef, Date>, today: Date) -> Self {
        let (care, over) = care(record);
        let at = record.reference();
        let due = days.get(&at).copied();
        Self {
            id: at.id.to_string(),
            title: named(isms, record),
            state: record.state(),
            overdue: due.is_some_and(|due| due < today),
            care,
            due,
            over,
        }
    }
}

/// Who sees to a record, and whether it is over.
fn care(record: &Record) -> (Option<Actor>, bool) {
    match record {
        Record::Document(known) => {
            let over = matches!(known.life.state, DocumentState::Retired | DocumentState::Disposed);
            (known.owner.clone().or_else(|| known.author.clone()), over)
        }
        Record::Measure(known) => (known.measured_by.clone(), known.life.state == MeasureState::Retired),
        Record::Incident(known) => (known.owner.clone(), !known.is_open()),
        Record::ManagementReview(known) => {
            let over = matches!(known.life.state, ReviewState::Closed | ReviewState::Cancelled);
            (known.chair.clone(), over)
        }
        Record::AuditProgramme(known) => {
            (known.responsible.clone(), known.life.state == ProgrammeState::Closed)
        }
        Record::Audit(known) => (known.lead.clone(), !known.is_open()),
        Record::AuditFinding(known) => (known.owner.clone(), !known.is_open()),
        Record::Certification(known) => {
            let over = matches!(
                known.life.state,
                CertificationState::Withdrawn | CertificationState::Expired | CertificationState::Refused
            );
            (known.body.clone(), over)
        }
        Record::Nonconformity(known) => (known.owner.clone(), !known.is_open()),
        Record::Improvement(known) => (known.owner.clone(), !known.is_open()),
        Record::PlannedChange(known) => (known.responsible.clone(), !known.is_open()),
        Record::Action(known) => (known.owner.clone(), !known.is_open()),
        Record::Objective(known) => (known.responsible.clone(), false),
        Record::Competence(known) => (Some(known.person.clone()), false),
        Record::Acknowledgement(known) => (Some(known.person.clone()), false),
        Record::Communication(known) => (known.responsible.clone(), false),
        Record::ControlCheck(known) => (known.by.clone(), false),
        Record::Role(known) => (known.person.clone(), false),
        Record::Asset(known) => (known.owner.clone(), known.retired),
        Record::Control(known) => (known.owner.clone(), false),
        Record::RiskScenario(known) => (known.owner.clone(), !known.is_open()),
        _ => (None, false),
    }
}

/// The title of a record, or what stands for one.
#[must_use]
pub fn named(isms: &Isms, record: &Record) -> String {
    match record {
        Record::Control(control) => crate::isms::control_title(isms, &control.id),
        Record::Measurement(result) => {
            let measure = isms.measures().get(&result.measure);
            let title =
                measure.map_or_else(|| result.measure.to_string(), |measure| measure.title.to_string());
            format!("{title}: {} ({})", result.value, result.on)
        }
        Record::ControlCheck(known) => {
            format!("{} ({})", crate::isms::control_title(isms, &known.control), known.on)
        }
        Record::Acknowledgement(known) => {
            let document = isms.documents().get(&known.document);
            let title =
                document.map_or_else(|| known.document.to_string(), |document| document.title.to_string());
            format!("{title} {} ({})", known.version, known.on)
        }
        Record::ManagementReview(known) => {
            known.title.as_ref().map_or_else(|| known.planned_on.to_string(), ToString::to_string)
        }
        record => title(record).unwrap_or_default(),
    }
}

impl LifeList {
    /// The records of a kind that fit, in the order of their ids.
    #[must_use]
    pub fn of(isms: &Isms, kind: Kind, query: &LifeQuery, today: Date) -> Self {
        let words: Vec<String> = query.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let places = isms.ids(kind).into_iter().map(|id| RecordRef { kind, id });
        let days = due_days(isms, today);
        let mut states: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        for record in places.filter_map(|at| isms.record(&at)) {
            let row = LifeRow::of(isms, &record, &days, today);
            if let Some(state) = row.state {
                *states.entry(state).or_default() += 1;
            }
            let within = format!("{} {}", row.id, row.title).to_lowercase();
            let fits = words.iter().all(|word| within.contains(word))
                && query.state.as_deref().is_none_or(|state| row.state == Some(state))
                && !(query.open && row.over);
            if fits {
                rows.push(row);
            }
        }
        // in the order in which records pass through them
        let mut order: Vec<&'static str> = Vec::new();
        for step in Change::steps_of(kind) {
            for state in step.from.iter().copied().chain([step.to]) {
                if !order.contains(&state) {
                    order.push(state);
                }
            }
        }
        let states = order.into_iter().filter_map(|state| Some((state, *states.get(state)?))).collect();
        Self {
            kind: kind.to_string(),
            total: rows.len(),
            states,
            rows: rows.into_iter().skip(query.offset).take(query.limit).collect(),
            add: Change::names_of(kind).map(|[add, ..]| add),
            free: isms.next_id(kind).to_string(),
            fields: kind.fields(),
        }
    }
}

impl LifeView {
    /// A record with all that belongs to it.
    ///
    /// # Errors
    /// If there is no such record.
    pub fn of(isms: &Isms, at: &RecordRef, today: Date) -> Result<Self, ViewError> {
        let record = found(isms, at.clone())?;
        let tell = |field: &'static str, to: &RecordRef, record: Option<&Record>| Link {
            field,
            kind: to.kind.as_str(),
            id: to.id.to_string(),
            title: match record {
                Some(record) => named(isms, record),
                None => catalogue::find(to.id.as_str())
                    .map_or_else(String::new, |(_, known)| known.title.to_owned()),
            },
        };
        let names = record.links().into_iter().map(|(field, to)| tell(field, &to, isms.record(&to).as_ref()));
        let mut named_by = Vec::new();
        for other in isms.records() {
            let from = other.reference();
            // of scores there is one for each risk, which says nothing
            if from == *at || from.kind == Kind::ScoreRecord {
                continue;
            }
            if let Some((field, _)) = other.links().into_iter().find(|(_, to)| to == at) {
                named_by.push(tell(field, &from, Some(&other)));
            }
        }
        let names_of = Change::names_of(at.kind);
        Ok(Self {
            kind: at.kind.to_string(),
            revise: match at.kind {
                Kind::Organisation => Some("organisation.describe"),
                Kind::Scope => Some("scope.define"),
                _ => names_of.map(|[_, revise, _]| revise),
            },
            remove: names_of.map(|[.., remove]| remove),
            step: Change::step_of(at.kind),
            row: LifeRow::of(isms, &record, &due_days(isms, today), today),
            fields: at.kind.fields(),
            passed: record.passed().to_vec(),
            possible: crate::exchange::step::possible(isms, at),
            names: names.collect(),
            named_by,
            record,
        })
    }
}
