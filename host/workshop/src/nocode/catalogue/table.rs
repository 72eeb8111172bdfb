//! A table of controls, as people keep them.

use riskwright_core::exchange::grid::{Cell, Grid};

use super::{Catalogue, Control, Flaw, Group, one_line};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Title,
    Group,
    Statement,
}

/// Headings in lower case, without signs.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Id,
        &[
            "id",
            "control id",
            "control",
            "control no",
            "no",
            "nr",
            "number",
            "ref",
            "reference",
            "kennung",
            "nummer",
            "controlnr",
            "massnahme nr",
            "identifier",
        ],
    ),
    (
        Column::Title,
        &[
            "title",
            "name",
            "control name",
            "control title",
            "titel",
            "bezeichnung",
            "massnahme",
            "overskrift",
        ],
    ),
    (
        Column::Group,
        &[
            "group",
            "family",
            "domain",
            "category",
            "theme",
            "chapter",
            "section",
            "gruppe",
            "familie",
            "kategorie",
            "bereich",
            "thema",
            "kapitel",
        ],
    ),
    (
        Column::Statement,
        &[
            "statement",
            "description",
            "requirement",
            "control text",
            "text",
            "beschreibung",
            "anforderung",
            "aussage",
        ],
    ),
];

/// A heading row is looked for in so many rows.
const LOOK: usize = 30;

pub(super) fn read(grid: &Grid) -> Result<Catalogue, Vec<Flaw>> {
    let heading = grid.rows.iter().take(LOOK).position(|row| {
        let found: Vec<Column> = row.iter().filter_map(column).collect();
        found.contains(&Column::Id) && found.contains(&Column::Title)
    });
    let Some(heading) = heading else {
        let message = format!(
            "no row has headings for id and title in its first {LOOK} rows; call the columns `ID`, `Title`, `Group`, `Statement`"
        );
        return Err(vec![Flaw { place: grid.source.clone(), message }]);
    };
    let headings = grid.rows.get(heading).map(Vec::as_slice).unwrap_or_default();
    let mut catalogue = Catalogue { title: title(grid), ..Catalogue::default() };
    let mut flaws = Vec::new();
    for (at, row) in grid.rows.iter().enumerate().skip(heading + 1) {
        if row.iter().all(|cell| text(cell).is_empty()) {
            continue;
        }
        match control(row, headings) {
            Ok(control) => {
                group(&mut catalogue, &control.group);
                catalogue.controls.push(control);
            }
            Err(message) => flaws.push(Flaw { place: grid.address(at, 0), message }),
        }
    }
    if flaws.is_empty() { Ok(catalogue) } else { Err(flaws) }
}

fn column(heading: &Cell) -> Option<Column> {
    let plain = text(heading).to_lowercase().replace('ß', "ss").replace(['-', '_', '.', '#', ':'], " ");
    let plain = one_line(&plain);
    HEADINGS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}

fn control(row: &[Cell], headings: &[Cell]) -> Result<Control, String> {
    let mut control = Control::default();
    for (cell, heading) in row.iter().zip(headings) {
        let value = text(cell);
        if value.is_empty() {
            continue;
        }
        match column(heading) {
            Some(Column::Id) if control.id.is_empty() => control.id = one_line(&value),
            Some(Column::Title) if control.title.is_empty() => control.title = one_line(&value),
            Some(Column::Group) if control.group.is_empty() => control.group = one_line(&value),
            Some(Column::Statement) if control.statement.is_empty() => {
                control.statement = value.trim().to_owned()
            }
            _ => {
                let name = one_line(&text(heading));
                // longer remarks are no words to sort by
                if !name.is_empty() && name.chars().count() <= 64 && value.chars().count() <= 200 {
                    control.attributes.push((name, one_line(&value)));
                }
            }
        }
    }
    if control.id.is_empty() {
        return Err("the row has no id; every control has its own".to_owned());
    }
    if control.title.is_empty() {
        return Err(format!("the control `{}` has no title", control.id));
    }
    if control.group.is_empty() {
        control.group = "Controls".to_owned();
    }
    control.group = control.group.chars().take(64).collect::<String>().trim().to_owned();
    Ok(control)
}

fn group(catalogue: &mut Catalogue, id: &str) {
    if !catalogue.groups.iter().any(|group| group.id == id) {
        catalogue.groups.push(Group { id: id.to_owned(), title: id.to_owned(), parent: None });
    }
}

/// The sheet's name, or else the file's.
fn title(grid: &Grid) -> String {
    let file = grid.source.rsplit(['/', '\\']).next().unwrap_or_default();
    let file = file.rsplit_once('.').map_or(file, |(name, _)| name);
    if grid.sheet.trim().is_empty() { file.to_owned() } else { one_line(&grid.sheet) }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}
