//! Registers as tables, written so that reading them back gives the same ISMS.
//!
//! What a table can't show goes, as JSON, into a sheet of records: the scope, the criteria, score records, and any record
//! that a trial reading does not bring back as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::Subject;
use super::grid::{Cell, Grid, Origin, Sheet};
use super::intake::import;
use super::problem::{Options, Problem, cell_text};
use crate::applicability::Evidence;
use crate::change::Write;
use crate::id::FactorId;
use crate::identification::{CustomValues, FactorValue, FieldTarget, Stage};
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::journal::diff;
use crate::quantity::Date;
use crate::treatment::Lowering;

/// How often a reading is tried before the tables are given up: each finds what only shows once the others are mended.
const TRIALS: usize = 6;

/// The most characters a cell of a workbook holds.
const CELL: usize = 32_000;

/// All registers that have records, as sheets, and a sheet of records for the rest.
#[must_use]
pub fn export(isms: &Isms) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Subject::ALL.iter().filter_map(|subject| sheet(isms, *subject)).collect();
    let mut rest: BTreeMap<RecordRef, Option<Record>> = isms
        .records()
        .filter(|record| !in_table(record))
        .map(|record| (record.reference(), Some(record)))
        .collect();
    // trial readings tell what the tables lose, and which of their rows can't be read at all
    for _ in 0..TRIALS {
        let mut tried = sheets.clone();
        tried.push(records(&rest));
        let (read, problems) = read_back(isms, &tried);
        let lost = diff(&read, isms);
        if lost.is_empty() && problems.is_empty() {
            return tried;
        }
        drop_rows(&mut sheets, &problems, &lost);
        rest.extend(lost.into_iter().map(|write| (write.at, write.after)));
    }
    // tables that can't be read beside the records are not written at all
    vec![records(&isms.records().map(|record| (record.reference(), Some(record))).collect())]
}

/// The ISMS that these sheets give when they are read into an empty one, and what can't be read of them.
fn read_back(isms: &Isms, sheets: &[Sheet]) -> (Isms, Vec<Problem>) {
    let grids: Vec<Grid> = sheets.iter().map(grid).collect();
    let mut read = Isms::new(isms.organisation().name.clone());
    let intake = import(&read, &grids, &Options { skip_bad: true, ..Options::default() });
    let together =
        crate::change::Change::Together { title: isms.organisation().name.clone(), changes: intake.changes };
    let by = crate::quantity::Actor::fixed("export");
    // a rejection leaves it empty: then every record is told apart
    let _ = read.apply(&together, &by, crate::quantity::Timestamp::UNIX_EPOCH);
    (read, intake.problems)
}

/// Takes out the rows in which problems lie, and those that are not read as the record they are of; their records stand
/// in the sheet of records.
fn drop_rows(sheets: &mut Vec<Sheet>, problems: &[Problem], lost: &[Write]) {
    let mut wrong: BTreeSet<(&str, usize)> = BTreeSet::new();
    for problem in problems {
        let number = problem.cell.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse::<usize>();
        // the headings are row 1
        wrong.extend(
            number.ok().and_then(|number| number.checked_sub(2)).map(|at| (problem.sheet.as_str(), at)),
        );
    }
    let missing: BTreeSet<&RecordRef> =
        lost.iter().filter(|write| write.before.is_none()).map(|write| &write.at).collect();
    for sheet in sheets.iter_mut() {
        let kind = Subject::ALL.iter().find(|subject| subject.sheet() == sheet.name).and_then(|s| s.kind());
        let is_missing = |row: &[Cell]| {
            let id = row.first().and_then(|id| cell_text(id).parse().ok());
            kind.zip(id).is_some_and(|(kind, id)| missing.contains(&RecordRef { kind, id }))
        };
        let mut at = 0..;
        sheet.rows.retain(|row| {
            let numbered = at.next().is_some_and(|at| wrong.contains(&(sheet.name.as_str(), at)));
            !numbered && !is_missing(row)
        });
    }
    sheets.retain(|sheet| !sheet.rows.is_empty());
}

/// A sheet as a grid, as if it had been read from a file.
#[must_use]
pub fn grid(sheet: &Sheet) -> Grid {
    let headings = sheet.headings.iter().map(|heading| Cell::Text(heading.clone())).collect();
    let rows = std::iter::once(headings).chain(sheet.rows.iter().cloned()).collect();
    Grid {
        source: "export.xlsx".to_owned(),
        sheet: sheet.name.clone(),
        rows,
        row_numbers: Vec::new(),
        origin: Origin { row: 1, column: 0 },
    }
}

fn in_table(record: &Record) -> bool {
    matches!(
        record,
        Record::Asset(_)
            | Record::Threat(_)
            | Record::Vulnerability(_)
            | Record::RiskSource(_)
            | Record::Control(_)
            | Record::RiskScenario(_)
            | Record::Treatment(_)
            | Record::Action(_)
            | Record::InterestedParty(_)
            | Record::Requirement(_)
            | Record::Issue(_)
            | Record::Objective(_)
            | Record::Role(_)
            | Record::Measurement(_)
    )
}

fn records(rest: &BTreeMap<RecordRef, Option<Record>>) -> Sheet {
    let mut rows = Vec::new();
    // what others are read against comes first
    let mut places: Vec<&RecordRef> = rest.keys().collect();
    places.sort_by_key(|at| (Kind::ALL.iter().position(|kind| *kind == at.kind), (*at).clone()));
    for at in places {
        let json = rest.get(at).and_then(Option::as_ref).and_then(|record| record.to_json_text().ok());
        let json = json.unwrap_or_else(|| "null".to_owned());
        let letters: Vec<char> = json.chars().collect();
        for part in letters.chunks(CELL) {
            rows.push(vec![Cell::Text(at.path()), Cell::Text(part.iter().collect())]);
        }
    }
    let headings = Subject::Record.fields().iter().map(|(_, heading)| (*heading).to_owned()).collect();
    Sheet { name: Subject::Record.sheet().to_owned(), headings, rows }
}

/// How a record fills a cell.
type Filler<'a, T> = Box<dyn Fn(&T) -> Cell + 'a>;

/// A table being written: headings, and how a record fills the cell below each.
struct Writer<'a, T> {
    columns: Vec<(String, Filler<'a, T>)>,
}

impl<'a, T> Writer<'a, T> {
    fn new(subject: Subject, fill: impl Fn(&'static str) -> Fill<'a, T>) -> Self {
        let columns = subject
            .fields()
            .iter()
            .filter_map(|(field, heading)| Some(((*heading).to_owned(), fill(field)?)));
        Self { columns: columns.collect() }
    }

    fn with(mut self, heading: String, fill: impl Fn(&T) -> Cell + 'a) -> Self {
        self.columns.push((heading, Box::new(fill)));
        self
    }

    fn custom(
        mut self,
        isms: &Isms,
        target: FieldTarget,
        values: impl Fn(&T) -> &CustomValues + Copy + 'a,
    ) -> Self {
        for field in isms.custom_fields().values().filter(|field| field.on.contains(&target)) {
            let id = field.id.clone();
            self = self.with(field.title.to_string(), move |record| match values(record).get(&id) {
                Some(crate::identification::CustomValue::Number(number)) => Cell::Number(*number),
                Some(crate::identification::CustomValue::Date(date)) => Cell::Date(date.civil()),
                Some(value) => text(value),
                None => Cell::Empty,
            });
        }
        self
    }

    fn sheet<'r>(self, subject: Subject, records: impl Iterator<Item = &'r T>) -> Option<Sheet>
    where
        T: 'r,
    {
        let rows: Vec<Vec<Cell>> =
            records.map(|record| self.columns.iter().map(|(_, fill)| fill(record)).collect()).collect();
        let headings = self.columns.into_iter().map(|(heading, _)| heading).collect();
        (!rows.is_empty()).then(|| Sheet { name: subject.sheet().to_owned(), headings, rows })
    }
}

fn text(value: &impl std::fmt::Display) -> Cell {
    let text = value.to_string();
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}
fn option(value: &Option<impl std::fmt::Display>) -> Cell {
    value.as_ref().map_or(Cell::Empty, text)
}
fn date(value: Option<Date>) -> Cell {
    value.map_or(Cell::Empty, |date| Cell::Date(date.civil()))
}
fn list<'a>(items: impl IntoIterator<Item = &'a (impl std::fmt::Display + 'a)>) -> Cell {
    let items: Vec<String> = items.into_iter().map(ToString::to_string).collect();
    text(&items.join("; "))
}
fn decided(value: Option<bool>) -> Cell {
    value.map_or(Cell::Empty, |yes| text(&if yes { "yes" } else { "no" }))
}
fn evidence(items: &[Evidence]) -> Cell {
    let items: Vec<String> = items
        .iter()
        .map(|item| match &item.location {
            Some(place) => format!("{} <{place}>", item.title),
            None => item.title.to_string(),
        })
        .collect();
    text(&items.join("; "))
}

type Fill<'a, T> = Option<Filler<'a, T>>;
macro_rules! fill {
    ($field:expr, $($name:literal => $fill:expr,)*) => {
        match $field { $($name => Some(Box::new($fill)),)* _ => None }
    };
}

fn sheet(isms: &Isms, subject: Subject) -> Option<Sheet> {
    match subject {
        Subject::Asset => assets(isms),
        Subject::Scenario => scenarios(isms),
        Subject::Control => controls(isms),
        Subject::Threat => {
            let fill = |field| -> Fill<'_, crate::identification::Threat> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "origin" => |r| option(&r.origin),
                    "affects" => |r| list(&r.affects), "description" => |r| text(&r.description),)
            };
            Writer::new(subject, fill).sheet(subject, isms.threats().values().map(AsRef::as_ref))
        }
        Subject::Vulnerability => {
            let fill = |field| -> Fill<'_, crate::identification::Vulnerability> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "category" => |r| option(&r.category),
                    "description" => |r| text(&r.description), "threats" => |r| list(&r.threats), "controls" => |r| list(&r.controls),)
            };
            Writer::new(subject, fill).sheet(subject, isms.vulnerabilities().values().map(AsRef::as_ref))
        }
        Subject::Source => {
            let fill = |field| -> Fill<'_, crate::identification::RiskSource> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "kind" => |r| option(&r.kind),
                    "motivation" => |r| text(&r.motivation), "desired-end-state" => |r| text(&r.desired_end_state),)
            };
            Writer::new(subject, fill).sheet(subject, isms.risk_sources().values().map(AsRef::as_ref))
        }
        Subject::Action => {
            let fill = |field| -> Fill<'_, crate::treatment::Action> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "scenarios" => |r| list(&r.scenarios),
                    "controls" => |r| list(&r.controls), "owner" => |r| option(&r.owner), "due" => |r| date(r.due),
                    "cost" => |r| option(&r.cost), "progress" => |r| Cell::Number(f64::from(r.progress.get())),
                    "status" => |r| option(&r.status), "done-on" => |r| date(r.done_on), "resources" => |r| text(&r.resources),
                    "evidence" => |r| evidence(&r.evidence),)
            };
            Writer::new(subject, fill).sheet(subject, isms.actions().values().map(AsRef::as_ref))
        }
        Subject::Party => {
            let fill = |field| -> Fill<'_, crate::context::InterestedParty> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "kind" => |r| text(&r.kind),
                    "description" => |r| text(&r.description), "reviewed-on" => |r| date(r.reviewed_on),)
            };
            Writer::new(subject, fill).sheet(subject, isms.parties().values().map(AsRef::as_ref))
        }
        Subject::Requirement => {
            let fill = |field| -> Fill<'_, crate::context::Requirement> {
                fill!(field,
                    "id" => |r| text(&r.id), "party" => |r| option(&r.party), "text" => |r| text(&r.title), "kind" => |r| text(&r.kind),
                    "source" => |r| option(&r.source), "addressed" => |r| decided(r.addressed), "reason" => |r| text(&r.reason),
                    "controls" => |r| list(&r.controls),)
            };
            Writer::new(subject, fill).sheet(subject, isms.requirements().values().map(AsRef::as_ref))
        }
        Subject::Issue => {
            let fill = |field| -> Fill<'_, crate::context::Issue> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "origin" => |r| text(&r.origin),
                    "category" => |r| text(&r.category), "effect" => |r| text(&r.effect), "relevant" => |r| decided(r.relevant),
                    "reason" => |r| text(&r.reason), "reviewed-on" => |r| date(r.reviewed_on),)
            };
            Writer::new(subject, fill).sheet(subject, isms.issues().values().map(AsRef::as_ref))
        }
        Subject::Objective => {
            let fill = |field| -> Fill<'_, crate::context::Objective> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "measure" => |r| option(&r.measure),
                    "target" => |r| option(&r.target), "due" => |r| date(r.due), "responsible" => |r| option(&r.responsible),
                    "evaluation" => |r| text(&r.evaluation), "status" => |r| option(&r.status),)
            };
            Writer::new(subject, fill).sheet(subject, isms.objectives().values().map(AsRef::as_ref))
        }
        Subject::Role => {
            let fill = |field| -> Fill<'_, crate::context::Role> {
                fill!(field,
                    "id" => |r| text(&r.id), "title" => |r| text(&r.title), "person" => |r| option(&r.person),
                    "deputy" => |r| option(&r.deputy), "duties" => |r| text(&r.duties), "covers" => |r| list(&r.covers),
                    "accepts-up-to" => |r| option(&r.accepts_up_to),)
            };
            Writer::new(subject, fill).sheet(subject, isms.roles().values().map(AsRef::as_ref))
        }
        Subject::Measurement => {
            let fill = |field| -> Fill<'_, crate::measurement::Measurement> {
                fill!(field,
                    "id" => |r| text(&r.id), "measure" => |r| text(&r.measure), "on" => |r| Cell::Date(r.on.civil()),
                    "value" => |r| Cell::Number(r.value), "by" => |r| option(&r.by), "source" => |r| option(&r.source),
                    "comment" => |r| text(&r.comment),)
            };
            Writer::new(subject, fill).sheet(subject, isms.measurements().values().map(AsRef::as_ref))
        }
        Subject::Supplier | Subject::Record => None,
    }
}

fn assets(isms: &Isms) -> Option<Sheet> {
    use crate::identification::Asset;
    let criteria = isms.criteria();
    let fill = |field| -> Fill<'_, Asset> {
        fill!(field,
            "id" => |r| text(&r.id), "title" => |r| text(&r.title), "kind" => |r| text(&r.kind), "owner" => |r| option(&r.owner),
            "classification" => |r| option(&r.classification), "location" => |r| option(&r.location),
            "description" => |r| text(&r.description), "depends-on" => |r| list(&r.depends_on),
            "status" => |r| text(&if r.retired { "retired" } else { "active" }), "reviewed-on" => |r| date(r.reviewed_on),)
    };
    let mut writer = Writer::new(Subject::Asset, fill);
    for criterion in &criteria.criteria {
        let id = criterion.id.clone();
        writer = writer.with(criterion.title.to_string(), move |r: &Asset| {
            r.values.get(&id).map_or(Cell::Empty, |level| text(&criteria.level_name(&id, *level)))
        });
    }
    let writer = writer.custom(isms, FieldTarget::Asset, |r| &r.custom);
    writer.sheet(Subject::Asset, isms.assets().values().map(AsRef::as_ref))
}

fn controls(isms: &Isms) -> Option<Sheet> {
    use crate::applicability::Control;
    let fill = |field| -> Fill<'_, Control> {
        fill!(field,
            "id" => |r| text(&r.id), "title" => |r| text(&crate::isms::control_title(isms, &r.id)), "source" => |r| option(&r.source),
            "status" => |r| option(&r.status), "owner" => |r| option(&r.owner), "implementation" => |r| text(&r.implementation),
            "evidence" => |r| evidence(&r.evidence), "reasons" => |r| list(&r.reasons),
            "applicability" => |r| r.applicability.as_ref().map_or(Cell::Empty, |over| text(&over.decision)),
            "exclusion-reason" => |r| r.applicability.as_ref().map_or(Cell::Empty, |over| text(&over.reason)),
            "reviewed-on" => |r| date(r.checked_on),)
    };
    let writer = Writer::new(Subject::Control, fill).custom(isms, FieldTarget::Control, |r| &r.custom);
    writer.sheet(Subject::Control, isms.controls().values().map(AsRef::as_ref))
}

fn scenarios(isms: &Isms) -> Option<Sheet> {
    use crate::identification::RiskScenario;
    let criteria = isms.criteria();
    let treatment = |r: &RiskScenario| isms.treatments().get(&r.id);
    let fill = |field| -> Fill<'_, RiskScenario> {
        fill!(field,
            "id" => |r| text(&r.id), "title" => |r| text(&r.title), "description" => |r| text(&r.description),
            "approach" => |r| option(&r.approach), "assets" => |r| list(&r.assets), "threats" => |r| list(&r.threats),
            "vulnerabilities" => |r| list(&r.vulnerabilities), "risk-source" => |r| list(&r.sources),
            "owner" => |r| option(&r.owner), "existing-controls" => |r| list(&r.existing_controls),
            "treatment.option" => move |r| treatment(r).map_or(Cell::Empty, |t| option(&t.option)),
            "treatment.controls" => move |r| treatment(r).map_or(Cell::Empty, |t| text(&lowered(&t.controls))),
            "treatment.rationale" => move |r| treatment(r).map_or(Cell::Empty, |t| text(&t.rationale)),
            "closed" => |r| option(&r.closed), "identified-on" => |r| date(r.identified_on), "review-on" => |r| date(r.review_on),)
    };
    let mut writer = Writer::new(Subject::Scenario, fill);
    let ids = [FactorId::likelihood(), FactorId::consequence()];
    let factors: Vec<(String, FactorId)> = std::iter::once(("likelihood".to_owned(), ids[0].clone()))
        .chain(
            criteria.criteria.iter().map(|criterion| (criterion.title.to_lowercase(), criterion.id.clone())),
        )
        .chain(std::iter::once(("consequence".to_owned(), ids[1].clone())))
        .chain(isms.own_factors().map(|id| (id.to_string(), id)))
        .collect();
    let used: BTreeSet<&FactorId> = isms
        .scenarios()
        .values()
        .flat_map(|scenario| Stage::ALL.iter().filter_map(|stage| scenario.estimate(*stage)))
        .flat_map(|estimate| estimate.factors.keys())
        .collect();
    for stage in Stage::ALL.iter().copied() {
        let mut letters = stage.as_str().chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        for (title, factor) in factors.iter().filter(|(_, factor)| used.contains(factor)) {
            let factor = factor.clone();
            writer = writer.with(format!("{name} {title}"), move |r| {
                match r.estimate(stage).and_then(|e| e.factors.get(&factor)) {
                    Some(FactorValue::Level(level)) => text(&isms.level_name(&factor, *level)),
                    Some(FactorValue::Number(number)) => Cell::Number(*number),
                    Some(FactorValue::Range([low, mode, high])) => text(&format!("{low}/{mode}/{high}")),
                    Some(FactorValue::Flag(flag)) => text(&if *flag { "yes" } else { "no" }),
                    None => Cell::Empty,
                }
            });
        }
        writer = writer
            .with(format!("{name} level as stated"), move |r| option(&r.stated.get(&stage)))
            .with(format!("{name} rationale"), move |r| {
                r.estimate(stage).map_or(Cell::Empty, |e| text(&e.rationale))
            });
    }
    let writer = writer.custom(isms, FieldTarget::Risk, |r| &r.custom);
    let mut sheet = writer.sheet(Subject::Scenario, isms.scenarios().values().map(AsRef::as_ref))?;
    drop_empty(&mut sheet);
    Some(sheet)
}

/// `A.8.5 (likelihood -1); NL-1`
fn lowered(controls: &BTreeMap<crate::id::ControlId, BTreeMap<FactorId, Lowering>>) -> String {
    let one = |(id, lowers): (&crate::id::ControlId, &BTreeMap<FactorId, Lowering>)| {
        let parts: Vec<String> = lowers
            .iter()
            .map(|(factor, lowering)| match lowering {
                Lowering::Steps(steps) => format!("{factor} -{steps}"),
                Lowering::Share(share) => format!("{factor} -{}%", share * 100.0),
            })
            .collect();
        if parts.is_empty() { id.to_string() } else { format!("{id} ({})", parts.join(", ")) }
    };
    controls.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Takes out columns that no row fills, but for those every register has.
fn drop_empty(sheet: &mut Sheet) {
    const KEPT: [&str; 6] = ["ID", "Title", "Assets", "Owner", "Inherent likelihood", "Treatment option"];
    let filled: Vec<bool> = sheet
        .headings
        .iter()
        .enumerate()
        .map(|(at, heading)| {
            KEPT.contains(&heading.as_str())
                || sheet.rows.iter().any(|row| row.get(at).is_some_and(|cell| *cell != Cell::Empty))
        })
        .collect();
    let keep = |at: &usize| filled.get(*at).copied().unwrap_or(true);
    sheet.headings = sheet
        .headings
        .iter()
        .enumerate()
        .filter(|(at, _)| keep(at))
        .map(|(_, heading)| heading.clone())
        .collect();
    for row in &mut sheet.rows {
        *row = row.iter().enumerate().filter(|(at, _)| keep(at)).map(|(_, cell)| cell.clone()).collect();
    }
}
