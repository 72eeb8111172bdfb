//! Which row has the headings of a table, and what its rows are by them.

use super::super::fields::{self, Subject, plain};
use super::super::grid::{Cell, Grid};
use super::super::intake::unlinked;
use super::super::problem::{Mapping, cell_text, text_at};
use super::Target;
use super::column::{by_criterion, heading_of};
use crate::catalogue;
use crate::id::ControlId;
use crate::identification::Stage;
use crate::isms::Isms;

pub(super) fn heading_row(
    (grid, at, cells): (&Grid, usize, &[Cell]),
    names: &[&str],
    (said, below_others): (Option<Subject>, bool),
    mapping: &Mapping,
) -> Option<(Subject, u32)> {
    let short = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().count() <= 80,
        Cell::Empty => true,
        _ => false,
    };
    if !cells.iter().all(short) {
        return None;
    }
    let texts: Vec<String> = cells.iter().map(cell_text).collect();
    let mapped = |text: &String| mapping.columns.keys().any(|heading| plain(heading) == plain(text));
    if let Some(subject) = said {
        let known =
            texts.iter().filter(|text| fields::field(subject, text).is_some() || mapped(text)).count();
        let filled = texts.iter().filter(|text| !text.is_empty()).count();
        // below headings, a row of data may have a word that is a heading too
        let is_id = |text: &String| annex_id(text).is_some();
        let enough = if below_others {
            known > 1 && known * 2 > filled && !texts.iter().any(is_id)
        } else {
            known * 3 >= filled
        };
        return (known > 0 && enough).then_some((subject, 100));
    }
    // a user's own headings stand for the fields they mean
    let meant: Vec<String> = texts
        .iter()
        .map(|text| {
            let own = mapping.columns.iter().find(|(heading, _)| plain(heading) == plain(text));
            own.and_then(|(_, field)| heading_of(field)).unwrap_or_else(|| text.clone())
        })
        .collect();
    // clauses of the standard are not controls or requirements
    if meant.first().is_some_and(|first| plain(first).starts_with("clause")) {
        return controls_below(grid, at, &meant).then_some((Subject::Control, 10));
    }
    let found = fields::subject(meant.iter().map(String::as_str), names);
    found.or_else(|| controls_below(grid, at, &meant).then_some((Subject::Control, 10)))
}

/// Whether a row heads a table of a plugin's own factors, one row for each risk.
pub(super) fn own_factors(cells: &[Cell], isms: &Isms) -> Option<(Subject, u32)> {
    let texts: Vec<String> = cells.iter().map(cell_text).collect();
    let is_own = |text: &String| match by_criterion(text, Subject::Scenario, isms) {
        Some(Target::Factor(_, factor)) => isms.own_factor(&factor).is_some(),
        _ => false,
    };
    let id = texts.iter().any(|text| fields::field(Subject::Scenario, text) == Some("id"));
    (id && texts.iter().any(is_own)).then_some((Subject::Scenario, 100))
}

/// Whether the cells below a heading that names controls are those of Annex A, whatever else the table has.
fn controls_below(grid: &Grid, at: usize, headings: &[String]) -> bool {
    let means = |heading: &String, field: &str| fields::field(Subject::Control, heading) == Some(field);
    let known = headings.iter().filter(|heading| fields::field(Subject::Control, heading).is_some()).count();
    if known < 2 {
        return false;
    }
    let rows = (at + 1)..grid.rows.len().min(at + 30);
    let columns = headings.iter().enumerate().filter(|(_, heading)| means(heading, "id"));
    columns.map(|(column, _)| column).any(|column| {
        let ids: Vec<(bool, String)> =
            rows.clone().filter_map(|row| annex_id(&text_at(grid, row, column))).collect();
        let filled = rows.clone().filter(|row| !text_at(grid, *row, column).is_empty()).count();
        let clauses = rows.clone().any(|row| is_clause(&text_at(grid, row, column)));
        // 5.1 is a clause and a control; 5.9 is a control alone
        let beyond =
            |id: &String| id.rsplit('.').next().and_then(|n| n.parse::<u8>().ok()).is_some_and(|n| n > 5);
        let told = ids.iter().any(|(explicit, id)| *explicit || (!clauses && beyond(id)));
        told && ids.len() * 3 >= filled
    })
}

/// The control of Annex A that a cell begins with, and whether it is said to be one: `A.5.1` is, `5.1` may be a clause.
pub(super) fn annex_id(text: &str) -> Option<(bool, String)> {
    let text = unlinked(text);
    let first = text.split([' ', ':', '\n']).next()?;
    let id = [text.as_str(), first].into_iter().find_map(|candidate| {
        ControlId::recognise(candidate).filter(|id| catalogue::find(id.as_str()).is_some())
    })?;
    Some((!text.starts_with(|c: char| c.is_ascii_digit()), id.as_str().to_owned()))
}

/// Whether a cell names a clause of the standard that no control shares its number with.
pub(super) fn is_clause(text: &str) -> bool {
    text == "4" || text.starts_with("4.")
}

/// Headings in two rows as one: what stands above a group of columns is put before what stands in them.
pub(super) fn two_rows(grid: &Grid, at: usize) -> Option<Vec<Cell>> {
    let (first, second) = (grid.rows.get(at)?, grid.rows.get(at + 1)?);
    if !second.iter().all(|cell| matches!(cell, Cell::Text(_) | Cell::Empty)) {
        return None;
    }
    let mut above: Option<Stage> = None;
    let mut grouped = 0;
    let mut joined = Vec::new();
    for column in 0..first.len().max(second.len()) {
        let (upper, lower) = (text_at(grid, at, column), text_at(grid, at + 1, column));
        if !upper.is_empty() {
            above = group(&upper);
        }
        let field =
            fields::field(Subject::Scenario, &lower).and_then(|field| field.strip_prefix("inherent."));
        let heading = match (above, field) {
            (Some(stage), Some(field)) => {
                grouped += 1;
                heading_of(&format!("{stage}.{field}")).unwrap_or(lower)
            }
            _ if upper.is_empty() => lower,
            _ if lower.is_empty() || lower == upper => upper,
            _ => format!("{upper} {lower}"),
        };
        joined.push(if heading.is_empty() { Cell::Empty } else { Cell::Text(heading) });
    }
    (grouped > 1).then_some(joined)
}

/// The stage that stands above several columns: `Inherent risk` over likelihood and impact.
fn group(text: &str) -> Option<Stage> {
    const INHERENT: &[&str] = &[
        "inherent",
        "inherent risk",
        "initial",
        "initial risk",
        "gross",
        "gross risk",
        "raw risk",
        "before treatment",
        "risk before treatment",
        "brutto",
        "bruttorisiko",
        "vor behandlung",
        "vor massnahmen",
        "brut",
        "risque brut",
        "risque initial",
        "risque inherent",
        "avant traitement",
    ];
    const CURRENT: &[&str] = &[
        "current",
        "current risk",
        "net",
        "net risk",
        "aktuell",
        "aktuelles risiko",
        "netto",
        "nettorisiko",
        "actuel",
        "risque actuel",
        "risque net",
    ];
    const TARGET: &[&str] = &[
        "residual",
        "residual risk",
        "target",
        "target risk",
        "after treatment",
        "post treatment",
        "risk after treatment",
        "rest",
        "restrisiko",
        "zielrisiko",
        "nach behandlung",
        "nach massnahmen",
        "residuel",
        "risque residuel",
        "cible",
        "risque cible",
        "apres traitement",
    ];
    let text = plain(text);
    let all = [(INHERENT, Stage::Inherent), (CURRENT, Stage::Current), (TARGET, Stage::Target)];
    all.into_iter().find(|(words, _)| words.contains(&text.as_str())).map(|(_, stage)| stage)
}
