//! What only a whole table shows: what its columns are beside each other, and by what stands in them.

use super::super::fields::{self, Subject, plain};
use super::super::intake::{filled, inventory, scenario};
use super::super::problem::text_at;
use super::heading::{annex_id, is_clause};
use super::{Column, Table, Target};
use crate::catalogue;
use crate::id::FactorId;
use crate::identification::Stage;
use crate::isms::Isms;
use crate::methodology::FactorKind;

/// Finds the column of ids among those that may be it, and takes rows out that are clauses of the standard.
pub(super) fn look_for_ids(table: &mut Table<'_>, notes: &mut Vec<String>) {
    let grid = table.grid;
    let share = |column: &Column| {
        table.rows.iter().filter(|row| annex_id(&text_at(grid, **row, column.at)).is_some()).count()
    };
    let may_be = |column: &&Column| {
        matches!(column.target, Target::Field("id" | "title"))
            || (column.target == Target::Own
                && matches!(fields::field(Subject::Control, &column.heading), Some("id" | "title")))
    };
    let present = table.column("id").map(|column| (column.at, share(column)));
    let best = table.columns.iter().filter(may_be).map(|column| (column.at, share(column)));
    // of columns alike the first
    let best = best.rev().max_by_key(|(_, share)| *share);
    if let (Some((id, had)), Some((other, has))) = (present, best)
        && has > had * 2
    {
        for column in &mut table.columns {
            if column.at == other {
                column.target = Target::Field("id");
            } else if column.at == id {
                column.target = Target::Own;
            }
        }
    }
    let Some(id) = table.column("id").map(|column| column.at) else { return };
    // another column called the control is its title
    let is_title = |column: &Column| {
        column.target == Target::Own
            && fields::field(Subject::Control, &column.heading) == Some("id")
            && table
                .rows
                .iter()
                .any(|row| !text_at(grid, *row, id).is_empty() && !text_at(grid, *row, column.at).is_empty())
    };
    if table.column("title").is_none()
        && let Some(at) = table.columns.iter().find(|column| is_title(column)).map(|column| column.at)
    {
        let named = table.columns.iter_mut().filter(|column| column.at == at);
        named.for_each(|column| column.target = Target::Field("title"));
    }
    // what stands in rows without an id alone is a heading within the table
    for column in &mut table.columns {
        let beside = |row: &&usize| {
            !text_at(grid, **row, id).is_empty() && !text_at(grid, **row, column.at).is_empty()
        };
        if column.target == Target::Own
            && fields::field(Subject::Control, &column.heading) == Some("id")
            && !table.rows.iter().any(|row| beside(&row))
        {
            column.target = Target::Ignored;
        }
    }
    if !table.rows.iter().any(|row| is_clause(&text_at(grid, *row, id))) {
        return;
    }
    let title = table.column("title").map(|column| column.at);
    let is_control = |row: &usize| {
        let text = text_at(grid, *row, id);
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let Some((_, control)) = annex_id(&text) else { return false };
        let title = title.map(|column| plain(&text_at(grid, *row, column)));
        catalogue::find(&control).is_some_and(|(_, control)| title == Some(plain(control.title)))
    };
    let (kept, clauses): (Vec<usize>, Vec<usize>) = table.rows.iter().partition(|row| is_control(row));
    if let (Some(first), Some(last)) = (clauses.first(), clauses.last()) {
        notes.push(format!(
            "{}: left aside as clauses of the standard: {} rows, from cell {} to {}",
            grid.source,
            clauses.len(),
            grid.address(*first, id),
            grid.address(*last, id)
        ));
    }
    table.rows = kept;
}

/// Headings that mean something else beside others: `Risk description` beside `Risk title`, `Residual` beside `Target`.
pub(super) fn tell_apart(table: &mut Table<'_>, notes: &mut Vec<String>) {
    let is_description = |heading: &str| {
        let long = ["risk description", "description of risk", "risikobeschreibung", "description du risque"];
        long.contains(&plain(heading).as_str())
    };
    let means_title = |column: &Column| fields::field(Subject::Scenario, &column.heading) == Some("title");
    if table.column("description").is_none() {
        let title = table.column("title").map(|column| (column.at, is_description(&column.heading)));
        let other = table.columns.iter().find(|column| column.target == Target::Own && means_title(column));
        let other = other.map(|column| (column.at, is_description(&column.heading)));
        let both = match (title, other) {
            (Some((title, true)), Some((other, false))) => Some((other, title)),
            (Some((title, false)), Some((other, true))) => Some((title, other)),
            _ => None,
        };
        if let Some((title, description)) = both {
            set_target(table, title, Target::Field("title"));
            set_target(table, description, Target::Field("description"));
        }
    }
    let of_stage = |target: &Target, stage: Stage| match target {
        Target::Factor(of, _) => *of == stage,
        Target::Field(field) => field.split_once('.').is_some_and(|(of, _)| of == stage.as_str()),
        _ => false,
    };
    if table.columns.iter().any(|column| of_stage(&column.target, Stage::Current)) {
        return;
    }
    let residual = |heading: &str| {
        let heading = plain(heading);
        ["residual", "rest", "residuel"].iter().any(|word| heading.contains(word))
    };
    let field = |column: &Column| fields::field(Subject::Scenario, &column.heading)?.strip_prefix("target.");
    let all: Vec<(usize, &str, bool)> = table
        .columns
        .iter()
        .filter(|column| column.target == Target::Own || of_stage(&column.target, Stage::Target))
        .filter_map(|column| Some((column.at, field(column)?, residual(&column.heading))))
        .collect();
    let levels = ["likelihood", "consequence", "level"];
    let both = levels.into_iter().filter_map(|name| {
        let of = |wanted: bool| all.iter().find(|(_, field, is)| *field == name && *is == wanted);
        Some((name, of(true)?.0, of(false)?.0))
    });
    let mut told = Vec::new();
    for (name, residual, target) in both.collect::<Vec<_>>() {
        let of = |stage: Stage| match name {
            "level" if stage == Stage::Current => Target::Field("current.level"),
            "level" => Target::Field("target.level"),
            "likelihood" => Target::Factor(stage, FactorId::likelihood()),
            _ => Target::Factor(stage, FactorId::consequence()),
        };
        set_target(table, residual, of(Stage::Current));
        set_target(table, target, of(Stage::Target));
        let heading = table.columns.iter().find(|column| column.at == residual);
        told.extend(heading.map(|column| column.heading.clone()));
    }
    if !told.is_empty() {
        notes.push(format!(
            "{}: beside columns of a target, “{}” is read as the present risk",
            table.grid.source,
            told.join("”, “")
        ));
    }
}

fn set_target(table: &mut Table<'_>, at: usize, target: Target) {
    if let Some(column) = table.columns.iter_mut().find(|column| column.at == at) {
        column.target = target;
    }
}

/// Notes of each level column how its levels are written, and of a status column whether it is one.
pub(super) fn look_over(table: &mut Table<'_>, isms: &Isms, notes: &mut Vec<String>) {
    let is_status: fn(&str) -> bool = match table.subject {
        Subject::Scenario => scenario::is_status,
        Subject::Asset | Subject::Supplier => inventory::is_status,
        _ => |_| true,
    };
    for column in table.columns.iter_mut().filter(|column| column.target == Target::Field("status")) {
        let texts = table.rows.iter().filter_map(|row| filled(table.grid, *row, column));
        column.other_status = !texts.into_iter().all(|text| is_status(&text));
    }
    let mut from_one = Vec::new();
    let mut from_zero = Vec::new();
    for column in &mut table.columns {
        let (Target::Factor(_, factor) | Target::Value(factor)) = &column.target else { continue };
        let levels = isms.criteria().scale(factor).map(|scale| scale.levels.len());
        let own = || match &isms.own_factor(factor)?.kind {
            FactorKind::Ordinal(levels) => Some(levels.len()),
            _ => None,
        };
        let Some(levels) = levels.or_else(own) else { continue };
        let mut zero = None;
        let mut highest: Option<f64> = None;
        for row in &table.rows {
            let text = text_at(table.grid, *row, column.at);
            column.signs |= text == "++" || text == "+";
            if let Ok(number) = text.parse::<f64>() {
                if number == 0.0 && zero.is_none() {
                    zero = Some(*row);
                }
                highest = Some(highest.map_or(number, |highest| highest.max(number)));
            }
        }
        // with the scale's highest number in the column, it is the 0 that is wrong
        column.from_zero = zero.is_some() && highest.is_some_and(|highest| highest < levels as f64);
        match (zero, highest) {
            _ if column.signs => {}
            (Some(row), _) if column.from_zero => from_zero.push((row, column.at, column.heading.clone())),
            (None, Some(_)) => from_one.push(column.heading.clone()),
            _ => {}
        }
    }
    for (row, at, heading) in from_zero {
        let grid = table.grid;
        let beside = if from_one.is_empty() {
            String::new()
        } else {
            format!(", while “{}” counts from 1: see that this is meant", from_one.join("”, “"))
        };
        notes.push(format!(
            "{}: the column “{heading}” is counted from 0, because cell {} says 0{beside}",
            grid.source,
            grid.address(row, at)
        ));
    }
}
