//! Results of measures from tables, as spreadsheets and monitoring systems give them.

use std::collections::BTreeMap;

use super::{Reader, Row, Table, read_date};
use crate::id::{MeasureId, MeasurementId};
use crate::isms::{Kind, Record};
use crate::measurement::Measurement;
use crate::quantity::Date;

impl Reader<'_> {
    pub(super) fn measurements(&mut self, table: &Table<'_>) {
        // who gives no ids says by measure and day which result is meant: the same file can be taken in again
        let results = self.isms.measurements().values();
        let mut known: BTreeMap<(MeasureId, Date), MeasurementId> =
            results.map(|result| ((result.measure.clone(), result.on), result.id.clone())).collect();
        let mut read = BTreeMap::new();
        for at in &table.rows {
            let mut row = Row::new(table, *at);
            if self.is_template(&row) {
                continue;
            }
            let result = self.measurement(&mut row, &known);
            let result = result.filter(|result| {
                let said = (result.measure.clone(), result.on);
                let first = read.get(&said).filter(|_| row.get("id").is_none());
                if let Some(first) = first {
                    let found = row.get("on").unwrap_or_default();
                    row.problem(
                        "on",
                        found,
                        format!("one result for a measure and a day; {first} has it already"),
                    );
                    return false;
                }
                known.insert(said.clone(), result.id.clone());
                read.insert(said, row.address(None));
                true
            });
            self.settle(row, result.map(Record::from));
        }
    }

    fn measurement(
        &mut self,
        row: &mut Row<'_>,
        known: &BTreeMap<(MeasureId, Date), MeasurementId>,
    ) -> Option<Measurement> {
        let named = row.get("measure").unwrap_or_default();
        let measure: Option<MeasureId> = self.known(Kind::Measure, &named).and_then(|id| id.parse().ok());
        if measure.is_none() {
            row.problem("measure", named, "the id or title of a measure that is recorded");
        }
        let unit = measure.as_ref().and_then(|id| self.isms.measures().get(id)?.unit.clone());
        let said = row.get("value").unwrap_or_default();
        let value = number(&said, unit.as_ref().map_or("", |unit| unit.as_str()));
        if value.is_none() {
            let unit = unit.map(|unit| format!(", in {unit}")).unwrap_or_default();
            row.problem("value", said, format!("a number{unit}"));
        }
        let day = row.get("on").unwrap_or_default();
        let on = read_date(&day).or_else(|| last_of(&day));
        if on.is_none() {
            row.problem("on", day, "the day for which the result holds, or its month: 2026-03-31, 2026-03");
        }
        let by = row.actor("by");
        let source = row.title("source");
        let comment = row.prose("comment").unwrap_or_default();
        let (measure, on, value) = (measure?, on?, value?);
        let id = match known.get(&(measure.clone(), on)) {
            Some(id) if row.get("id").is_none() => id.clone(),
            _ => self.id(row, Kind::Measurement, None)?,
        };
        Some(Measurement { id, measure, on, value, by, source, comment })
    }
}

/// The last day of a month: `2026-03`, `3/2026`, `03.2026`.
fn last_of(text: &str) -> Option<Date> {
    let parts: Vec<i16> =
        text.trim().split(['-', '/', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (year, month) = match *parts.as_slice() {
        [year, month] if year > 99 => (year, month),
        [month, year] if year > 99 => (year, month),
        _ => return None,
    };
    let first = jiff::civil::Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    Some(Date::from(first.last_of_month()))
}

/// A number as people and programs write it, with its unit or without: `98.5 %`, `1 234,5`, `1.234,5`, `1,234.5`.
fn number(text: &str, unit: &str) -> Option<f64> {
    let text = text.trim();
    let bare = text.strip_suffix('%').or_else(|| text.strip_suffix(unit)).unwrap_or(text);
    let mut digits: String =
        bare.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
    match (digits.rfind(','), digits.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => digits = digits.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => digits = digits.replace(',', ""),
        (Some(_), None) if digits.matches(',').count() == 1 => digits = digits.replace(',', "."),
        (Some(_), None) => digits = digits.replace(',', ""),
        _ => {}
    }
    // words such as `inf` are no results
    let written = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    digits.parse::<f64>().ok().filter(|number| written && number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{last_of, number};

    #[test]
    fn a_month_ends_on_its_last_day() {
        for (text, day) in [("2026-02", "2026-02-28"), ("2/2024", "2024-02-29"), ("12.2026", "2026-12-31")] {
            assert_eq!(last_of(text).map(|day| day.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in ["", "2026", "13/2026", "1/2/2026", "Q1 2026", "99-99"] {
            assert_eq!(last_of(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let read = [
            ("98.5", 98.5),
            ("98,5 %", 98.5),
            ("1 234,5", 1234.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("12 days", 12.0),
            ("-3", -3.0),
            ("0", 0.0),
            ("1.5e3", 1500.0),
        ];
        for (text, value) in read {
            assert_eq!(number(text, "days"), Some(value), "{text}");
        }
        for text in ["", "%", "many", "inf", "NaN", "1.2.3", "12 hours", "--"] {
            assert_eq!(number(text, "days"), None, "{text}");
        }
    }
}
