//! Which column is which field, by its heading.

use super::super::fields::{self, Subject, plain};
use super::super::grid::Cell;
use super::super::problem::{Mapping, cell_text};
use super::{Column, Target};
use crate::id::FactorId;
use crate::identification::Stage;
use crate::isms::Isms;

pub(super) fn columns(cells: &[Cell], subject: Subject, isms: &Isms, mapping: &Mapping) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let heading = cell_text(cell);
        if heading.is_empty() {
            continue;
        }
        let mut target = target(&heading, subject, isms, mapping);
        if let Some(other) = second_meaning(&heading, subject, &target, &columns) {
            target = other;
        }
        // the first column of a meaning has it; a second one is kept beside it
        if target != Target::Own
            && target != Target::Ignored
            && columns.iter().any(|column| column.target == target)
        {
            target = Target::Own;
        }
        columns.push(Column { at, heading, target, from_zero: false, signs: false, other_status: false });
    }
    columns
}

/// What a heading with two meanings means beside the columns before it: `Risk` behind likelihood and impact is the level
/// that follows, `Controls` behind the existing ones are those to come.
fn second_meaning(heading: &str, subject: Subject, first: &Target, before: &[Column]) -> Option<Target> {
    if subject != Subject::Scenario {
        return None;
    }
    let taken = before.iter().any(|column| column.target == *first);
    match plain(heading).as_str() {
        "risk" | "risiko" | "risque" => {
            let estimated = before.iter().rev().find_map(|column| match &column.target {
                Target::Factor(stage, _) => Some(*stage),
                _ => None,
            });
            let level = match estimated {
                Some(Stage::Current) => "current.level",
                Some(Stage::Target) => "target.level",
                _ => "inherent.level",
            };
            (taken || estimated.is_some()).then_some(Target::Field(level))
        }
        "controls" | "mesures" | "massnahmen" if taken => Some(Target::Field("treatment.controls")),
        _ => None,
    }
}

fn target(heading: &str, subject: Subject, isms: &Isms, mapping: &Mapping) -> Target {
    let said =
        mapping.columns.iter().find(|(own, _)| plain(own) == plain(heading)).map(|(_, field)| field.as_str());
    if said == Some("ignore") {
        return Target::Ignored;
    }
    if let Some(target) = said.and_then(|field| by_name(field, subject, isms)) {
        return target;
    }
    if let Some(target) = by_criterion(heading, subject, isms) {
        return target;
    }
    match fields::field(subject, heading) {
        Some(field) => by_name(field, subject, isms).unwrap_or(Target::Own),
        None => Target::Own,
    }
}

/// A field by its name: `inherent.likelihood`, `owner`.
pub(super) fn by_name(field: &str, subject: Subject, isms: &Isms) -> Option<Target> {
    if subject == Subject::Scenario
        && let Some((stage, factor)) = field.split_once('.')
        && let Ok(stage) = stage.parse::<Stage>()
        && let Ok(factor) = factor.parse::<FactorId>()
        && (isms.criteria().scale(&factor).is_some() || isms.own_factor(&factor).is_some())
    {
        return Some(Target::Factor(stage, factor));
    }
    if subject == Subject::Asset
        && let Ok(factor) = field.parse::<FactorId>()
        && isms.criteria().criteria.iter().any(|criterion| criterion.id == factor)
    {
        return Some(Target::Value(factor));
    }
    subject.fields().iter().find(|(name, _)| *name == field).map(|(name, _)| Target::Field(name))
}

/// Headings made of a stage and one of the organisation's own criteria: `Inherent safety`, `Target Safety`.
pub(super) fn by_criterion(heading: &str, subject: Subject, isms: &Isms) -> Option<Target> {
    let heading = plain(heading);
    let criterion = |text: &str| {
        let named = |c: &&crate::methodology::ConsequenceCriterion| {
            plain(&c.title) == text || plain(c.id.as_str()) == text
        };
        isms.criteria().criteria.iter().find(named).map(|criterion| criterion.id.clone())
    };
    match subject {
        Subject::Asset => criterion(&heading).map(Target::Value),
        Subject::Scenario => {
            let (stage, rest) = heading.split_once(' ')?;
            let stage = stage.parse().ok()?;
            // a plugin's own factor by its id: `Inherent fmea/detection`
            let own = || isms.own_factors().find(|factor| plain(factor.as_str()) == rest);
            Some(Target::Factor(stage, criterion(rest).or_else(own)?))
        }
        _ => None,
    }
}

/// The export's heading of a field.
pub(super) fn heading_of(field: &str) -> Option<String> {
    let all = Subject::ALL.iter().flat_map(|subject| subject.fields());
    all.into_iter().find(|(name, _)| *name == field).map(|(_, heading)| (*heading).to_owned())
}
