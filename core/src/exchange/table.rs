//! Tables in a sheet: where the headings are, what the rows are, which column is which field.

use super::fields::{self, Subject, plain};
use super::grid::{Cell, Grid};
use super::intake::{filled, inventory, scenario, unlinked};
use super::problem::{Mapping, cell_text, text_at};
use crate::catalogue;
use crate::id::{ControlId, FactorId};
use crate::identification::Stage;
use crate::isms::Isms;
use crate::methodology::FactorKind;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field of the subject.
    Field(&'static str),
    /// A factor of a scenario in a stage.
    Factor(Stage, FactorId),
    /// The value of an asset by a criterion.
    Value(FactorId),
    /// Something of the organisation's own.
    Own,
    /// Nothing that is wanted.
    Ignored,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its place in the grid.
    pub at: usize,
    /// Its heading as written.
    pub heading: String,
    /// What it holds.
    pub target: Target,
    /// Levels are counted from 0, because one of the cells says 0.
    pub from_zero: bool,
    /// Levels are signs, `--` to `++`.
    pub signs: bool,
    /// It is called a status, but its words are another one than the subject has: open or closed, in use or not.
    pub other_status: bool,
}

/// A table that was recognised.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The sheet it stands in.
    pub grid: &'a Grid,
    /// What its rows are.
    pub subject: Subject,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The rows of the grid that are its own, without the headings.
    pub rows: Vec<usize>,
}

impl Table<'_> {
    /// The column that holds a field.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| matches!(column.target, Target::Field(name) if name == field))
    }
}

/// What was found in a grid.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Tables of registers.
    pub tables: Vec<Table<'a>>,
    /// What is no register: the row it begins in, and that row's texts.
    pub others: Vec<(usize, String)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

/// Finds the tables of a sheet. More than one may stand below each other.
#[must_use]
pub fn tables<'a>(grid: &'a Grid, isms: &Isms, mapping: &Mapping) -> Found<'a> {
    let names = [grid.sheet.as_str(), stem(&grid.source)];
    let said = mapping.sheets.iter().find(|(name, _)| is_called(grid, name));
    let said = said.map(|(_, subject)| subject.as_str());
    let mut found = Found::default();
    if said == Some("ignore") {
        return found;
    }
    let said: Option<Subject> = said.and_then(|subject| subject.parse().ok());
    let mut open: Option<Table<'a>> = None;
    let mut after_gap = true;
    // rows of one block that is no register are told once
    let (mut blank_above, mut told) = (true, false);
    let mut second_heading = None;
    for (at, cells) in grid.rows.iter().enumerate() {
        if second_heading == Some(at) {
            continue;
        }
        let filled = cells.iter().filter(|cell| !cell_text(cell).is_empty()).count();
        if filled == 0 {
            (after_gap, blank_above, told) = (true, true, false);
            continue;
        }
        let below_blank = std::mem::replace(&mut blank_above, false);
        // headings stand at the top, or after an empty or nearly empty row
        let heading = (open.is_none() && at < 60) || after_gap;
        after_gap = filled == 1;
        let joined = if heading { two_rows(grid, at) } else { None };
        let cells = joined.as_ref().unwrap_or(cells);
        if heading
            && let Some((subject, score)) =
                heading_row((grid, at, cells), &names, (said, open.is_some()), mapping)
                    .or_else(|| own_factors(cells, isms))
        {
            let better = open.as_ref().is_none_or(|table| !table.rows.is_empty() || score > 3);
            if better {
                found.tables.extend(open.take());
                told = false;
                second_heading = joined.is_some().then_some(at + 1);
                open = Some(Table {
                    grid,
                    subject,
                    columns: columns(cells, subject, isms, mapping),
                    rows: Vec::new(),
                });
                continue;
            }
        }
        if below_blank && open.as_ref().is_some_and(|table| is_another(table, at)) {
            found.tables.extend(open.take());
        }
        if let Some(table) = &mut open {
            table.rows.push(at);
        } else if filled > 1 && !told {
            told = true;
            let headings: Vec<String> = cells.iter().map(cell_text).filter(|text| !text.is_empty()).collect();
            found.others.push((at, headings.join(" | ").chars().take(160).collect()));
        }
    }
    found.tables.extend(open);
    for table in &mut found.tables {
        if table.subject == Subject::Scenario {
            tell_apart(table, &mut found.notes);
        }
        if table.subject == Subject::Control {
            look_for_ids(table, &mut found.notes);
        }
        look_over(table, isms, &mut found.notes);
    }
    found
}

/// Whether a sheet or its file is called so.
pub(in crate::exchange) fn is_called(grid: &Grid, name: &str) -> bool {
    let name = plain(name);
    [grid.sheet.as_str(), stem(&grid.source), &grid.source].iter().any(|given| plain(given) == name)
}

/// Whether any register has a field of that name.
pub(in crate::exchange) fn is_field(field: &str, isms: &Isms) -> bool {
    Subject::ALL.iter().any(|subject| by_name(field, *subject, isms).is_some())
}

/// Whether a row behind an empty one begins something else: the rows of the table have numbers in their ids or levels,
/// and this one has words alone, as headings have.
fn is_another(table: &Table<'_>, at: usize) -> bool {
    let has_digit =
        |row: usize, column: usize| text_at(table.grid, row, column).contains(|c: char| c.is_ascii_digit());
    let Some(cells) = table.grid.rows.get(at) else { return false };
    let texts: Vec<String> = cells.iter().map(cell_text).filter(|text| !text.is_empty()).collect();
    let words = texts.len() > 1
        && texts
            .iter()
            .all(|text| text.chars().count() <= 60 && !text.contains(|c: char| c.is_ascii_digit()));
    let Some(id) = table.column("id") else { return false };
    let filled: Vec<usize> =
        table.rows.iter().copied().filter(|row| !text_at(table.grid, *row, id.at).is_empty()).collect();
    words && !filled.is_empty() && filled.iter().all(|row| has_digit(*row, id.at))
}

fn stem(source: &str) -> &str {
    let name = source.rsplit(['/', '\\']).next().unwrap_or(source);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn heading_row(
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
fn own_factors(cells: &[Cell], isms: &Isms) -> Option<(Subject, u32)> {
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
fn annex_id(text: &str) -> Option<(bool, String)> {
    let text = unlinked(text);
    let first = text.split([' ', ':', '\n']).next()?;
    let id = [text.as_str(), first].into_iter().find_map(|candidate| {
        ControlId::recognise(candidate).filter(|id| catalogue::find(id.as_str()).is_some())
    })?;
    Some((!text.starts_with(|c: char| c.is_ascii_digit()), id.as_str().to_owned()))
}

/// Whether a cell names a clause of the standard that no control shares its number with.
fn is_clause(text: &str) -> bool {
    text == "4" || text.starts_with("4.")
}

/// Finds the column of ids among those that may be it, and takes rows out that are clauses of the standard.
fn look_for_ids(table: &mut Table<'_>, notes: &mut Vec<String>) {
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

/// Headings in two rows as one: what stands above a group of columns is put before what stands in them.
fn two_rows(grid: &Grid, at: usize) -> Option<Vec<Cell>> {
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

/// The export's heading of a field.
fn heading_of(field: &str) -> Option<String> {
    let all = Subject::ALL.iter().flat_map(|subject| subject.fields());
    all.into_iter().find(|(name, _)| *name == field).map(|(_, heading)| (*heading).to_owned())
}

fn columns(cells: &[Cell], subject: Subject, isms: &Isms, mapping: &Mapping) -> Vec<Column> {
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
fn by_name(field: &str, subject: Subject, isms: &Isms) -> Option<Target> {
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
fn by_criterion(heading: &str, subject: Subject, isms: &Isms) -> Option<Target> {
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

/// Headings that mean something else beside others: `Risk description` beside `Risk title`, `Residual` beside `Target`.
fn tell_apart(table: &mut Table<'_>, notes: &mut Vec<String>) {
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
fn look_over(table: &mut Table<'_>, isms: &Isms, notes: &mut Vec<String>) {
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
