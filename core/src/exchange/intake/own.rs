//! Columns that no field takes: kept as fields of the organisation's own, so that nothing is lost.

use std::collections::BTreeSet;

use super::super::fields::{Subject, is_blank, plain};
use super::super::problem::text_at;
use super::super::table::{Column, Table, Target};
use super::{Reader, Row, one_line};
use crate::id::FieldId;
use crate::identification::{CustomField, CustomValue, CustomValues, FieldKind, FieldTarget};
use crate::quantity::Title;

impl Reader<'_> {
    /// Columns that no field has become custom fields, so that nothing is lost.
    pub(super) fn define_own_fields(&mut self, table: &Table<'_>) {
        let Some(target) = field_target(table.subject) else {
            for column in table.columns.iter().filter(|column| column.target == Target::Own) {
                let filled = table.rows.iter().any(|row| !is_blank(&text_at(table.grid, *row, column.at)));
                if filled {
                    self.intake.notes.push(format!(
                        "{}: the column “{}” is left aside, {} have no such field",
                        table.grid.source,
                        column.heading,
                        table.subject.plural()
                    ));
                }
            }
            return;
        };
        for column in &table.columns {
            if !self.is_own(table, column) {
                continue;
            }
            let filled = table.rows.iter().any(|row| !is_blank(&text_at(table.grid, *row, column.at)));
            let (Some(id), Ok(title)) =
                (field_id(&column.heading), one_line(&column.heading).parse::<Title>())
            else {
                continue;
            };
            if !filled {
                continue;
            }
            let known = self.isms.custom_fields().get(&id).map(|field| field.as_ref().clone());
            let new = known.is_none();
            let mut field =
                known.unwrap_or(CustomField { id, title, kind: FieldKind::Text, on: BTreeSet::new() });
            if field.on.insert(target) {
                if new {
                    self.intake.notes.push(format!(
                        "{}: the column “{}” is kept as a field of your own",
                        table.grid.source, column.heading
                    ));
                }
                self.isms.put(field.into());
            }
        }
    }

    /// Whether a column holds something that the subject's own fields don't take.
    pub(super) fn is_own(&self, table: &Table<'_>, column: &Column) -> bool {
        match &column.target {
            Target::Own => true,
            Target::Field("status") => column.other_status,
            Target::Field("description") if table.subject == Subject::Control => true,
            Target::Field("department" | "certifications" | "remarks") => true,
            _ => false,
        }
    }

    /// The values of a row's own fields.
    pub(super) fn own_values(&self, row: &mut Row<'_>, mut values: CustomValues) -> CustomValues {
        let table = row.table;
        for column in &table.columns {
            if !self.is_own(table, column) {
                continue;
            }
            let Some(id) = field_id(&column.heading) else { continue };
            let Some(field) = self.isms.custom_fields().get(&id) else { continue };
            match row.text(column).map(|text| field.read(&text).map_err(|expected| (text, expected))) {
                None => {
                    values.remove(&id);
                }
                Some(Ok(value)) => {
                    values.insert(id, value);
                }
                Some(Err((text, expected))) => row.problem_at(Some(column), text, expected, None),
            }
        }
        values
    }

    /// Keeps a text that a field can't take in a field of the organisation's own.
    pub(super) fn keep_aside(
        &mut self,
        target: FieldTarget,
        name: &str,
        text: &str,
        values: &mut CustomValues,
    ) {
        let (Some(id), Ok(title)) = (field_id(name), name.parse::<Title>()) else { return };
        let Ok(value) = text.parse() else { return };
        let known = self.isms.custom_fields().get(&id).map(|field| field.as_ref().clone());
        let mut field = known.unwrap_or(CustomField {
            id: id.clone(),
            title,
            kind: FieldKind::Text,
            on: BTreeSet::new(),
        });
        if field.kind == FieldKind::Text {
            field.on.insert(target);
            self.isms.put(field.into());
            values.insert(id, CustomValue::Text(value));
        }
    }
}

pub(super) fn field_target(subject: Subject) -> Option<FieldTarget> {
    match subject {
        Subject::Asset | Subject::Supplier => Some(FieldTarget::Asset),
        Subject::Scenario => Some(FieldTarget::Risk),
        Subject::Control => Some(FieldTarget::Control),
        _ => None,
    }
}

/// The id of the custom field for a heading.
pub(super) fn field_id(heading: &str) -> Option<FieldId> {
    let id: String = plain(heading).replace([' ', '#'], "-");
    let id: String = id.chars().take(64).collect();
    id.trim_matches('-').parse().ok()
}
