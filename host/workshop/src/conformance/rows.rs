//! Rows of factors: corners, random ones, bad ones.

use std::collections::BTreeMap;

use riskwright_core::identification::FactorValue;
use riskwright_core::methodology::{Batch, Cells, Column, Description, Factor, FactorKind};
use serde_json::{Value, json};

use super::random::Random;

/// A value for each factor, or none.
pub(super) type Row = Vec<Option<FactorValue>>;

/// The more of them are all looked at.
const ALL: usize = 20_000;

pub(super) fn batch(description: &Description, rows: &[Row]) -> Option<Batch> {
    fn column<T: Copy + Default>(
        rows: &[Row],
        at: usize,
        take: impl Fn(FactorValue) -> Option<T>,
    ) -> Cells<T> {
        rows.iter().map(|row| row.get(at).copied().flatten().and_then(&take)).collect()
    }
    let columns = description.factors.iter().enumerate().map(|(at, factor)| match factor.kind {
        FactorKind::Ordinal(_) => Column::Ordinal(column(rows, at, |value| match value {
            FactorValue::Level(level) => Some(level),
            _ => None,
        })),
        FactorKind::Number { .. } => Column::Number(column(rows, at, |value| match value {
            FactorValue::Number(number) => Some(number),
            _ => None,
        })),
        FactorKind::Range { .. } => Column::Range(column(rows, at, |value| match value {
            FactorValue::Range(points) => Some(points),
            _ => None,
        })),
        FactorKind::Flag => Column::Flag(column(rows, at, |value| match value {
            FactorValue::Flag(flag) => Some(flag),
            _ => None,
        })),
    });
    Batch::of_columns(rows.len(), columns.collect())
}

/// Levels by index, as the contract has them.
pub(super) fn shown(description: &Description, row: &Row) -> BTreeMap<String, Value> {
    let cells = description.factors.iter().zip(row).map(|(factor, value)| {
        let value = match value {
            None => Value::Null,
            Some(FactorValue::Level(level)) => json!(level),
            Some(FactorValue::Number(number)) => json!(number),
            Some(FactorValue::Range(points)) => json!(points),
            Some(FactorValue::Flag(flag)) => json!(flag),
        };
        (factor.id.to_string(), value)
    });
    cells.collect()
}

fn top(levels: usize) -> u8 {
    u8::try_from(levels.saturating_sub(1)).unwrap_or(u8::MAX)
}

/// The ends of what a factor takes, and for levels everything.
fn corners(factor: &Factor, everything: bool) -> Vec<FactorValue> {
    match &factor.kind {
        FactorKind::Ordinal(levels) if everything => {
            (0..=top(levels.len())).map(FactorValue::Level).collect()
        }
        FactorKind::Ordinal(levels) => vec![FactorValue::Level(0), FactorValue::Level(top(levels.len()))],
        FactorKind::Number { min, max, .. } => vec![FactorValue::Number(*min), FactorValue::Number(*max)],
        FactorKind::Range { min, max, .. } => {
            vec![
                FactorValue::Range([*min; 3]),
                FactorValue::Range([*max; 3]),
                FactorValue::Range([*min, *min, *max]),
                FactorValue::Range([*min, *max, *max]),
            ]
        }
        FactorKind::Flag => vec![FactorValue::Flag(false), FactorValue::Flag(true)],
    }
}

/// Every combination of levels if there are not too many, else of the ends, else some of them.
pub(super) fn all_corners(description: &Description, random: &mut Random, most: usize) -> Vec<Row> {
    for everything in [true, false] {
        let choices: Vec<Vec<FactorValue>> =
            description.factors.iter().map(|factor| corners(factor, everything)).collect();
        let count = choices.iter().try_fold(1_usize, |count, choices| count.checked_mul(choices.len()));
        if let Some(count) = count.filter(|count| *count <= ALL) {
            return (0..count).map(|number| combination(&choices, number)).collect();
        }
    }
    let choices: Vec<Vec<FactorValue>> =
        description.factors.iter().map(|factor| corners(factor, false)).collect();
    let mut draw =
        || choices.iter().map(|choices| choices.get(random.below(choices.len())).copied()).collect();
    (0..most).map(|_| draw()).collect()
}

fn combination(choices: &[Vec<FactorValue>], mut number: usize) -> Row {
    let pick = |choices: &Vec<FactorValue>| {
        let value = choices.get(number % choices.len().max(1)).copied();
        number /= choices.len().max(1);
        value
    };
    choices.iter().map(pick).collect()
}

fn within(random: &mut Random, min: f64, max: f64) -> f64 {
    match random.below(8) {
        0 => min,
        1 => max,
        // whole numbers are what people enter
        2 => (min + (max - min) * random.unit()).round().clamp(min, max),
        _ => (min + (max - min) * random.unit()).clamp(min, max),
    }
}

fn value(factor: &Factor, random: &mut Random) -> FactorValue {
    match &factor.kind {
        FactorKind::Ordinal(levels) => {
            FactorValue::Level(u8::try_from(random.below(levels.len())).unwrap_or_default())
        }
        FactorKind::Number { min, max, .. } => FactorValue::Number(within(random, *min, *max)),
        FactorKind::Range { min, max, .. } => {
            let mut points = [0; 3].map(|_: u8| within(random, *min, *max));
            points.sort_by(f64::total_cmp);
            FactorValue::Range(points)
        }
        FactorKind::Flag => FactorValue::Flag(random.once_in(2)),
    }
}

/// A row that has all that is required; of the rest it may lack some.
pub(super) fn complete(description: &Description, random: &mut Random) -> Row {
    let cell = |factor: &Factor| {
        let lacks = !factor.required && random.once_in(3);
        let drawn = value(factor, random);
        (!lacks).then_some(drawn)
    };
    description.factors.iter().map(cell).collect()
}

/// A row that has everything, or just these factors.
pub(super) fn whole(description: &Description, only: Option<&[&str]>, random: &mut Random) -> Row {
    let cell = |factor: &Factor| {
        let wanted = only.is_none_or(|only| only.contains(&factor.id.as_str()));
        wanted.then(|| value(factor, random))
    };
    description.factors.iter().map(cell).collect()
}

/// A row that lacks something required, or has a value that its factor does not take. None if that can't be: a factor
/// that is yes or no and may be missing takes everything.
pub(super) fn bad(description: &Description, random: &mut Random) -> Option<(Row, String)> {
    let mut row = complete(description, random);
    let first = random.below(description.factors.len());
    let places = (0..description.factors.len()).map(|step| (first + step) % description.factors.len().max(1));
    for at in places {
        let (Some(factor), Some(cell)) = (description.factors.get(at), row.get_mut(at)) else { continue };
        if factor.required && random.once_in(2) {
            *cell = None;
            return Some((row, format!("`{}` is required and was not estimated", factor.id)));
        }
        let value = match &factor.kind {
            FactorKind::Ordinal(levels) if random.once_in(2) => {
                FactorValue::Level(top(levels.len()).saturating_add(1))
            }
            FactorKind::Ordinal(_) => FactorValue::Level(u8::MAX),
            FactorKind::Number { min, max, .. } => FactorValue::Number(outside(random, *min, *max)),
            FactorKind::Range { min, max, .. } if random.once_in(2) && min < max => {
                FactorValue::Range([*max, *min, *min])
            }
            FactorKind::Range { min, max, .. } => {
                FactorValue::Range([*min, *max, outside(random, *min, *max).abs().max(max.abs()) * 2.0 + 1.0])
            }
            FactorKind::Flag if factor.required => {
                *cell = None;
                return Some((row, format!("`{}` is required and was not estimated", factor.id)));
            }
            FactorKind::Flag => continue,
        };
        *cell = Some(value);
        return Some((row, format!("`{}` does not take this", factor.id)));
    }
    None
}

fn outside(random: &mut Random, min: f64, max: f64) -> f64 {
    let step = (max - min).abs().max(1.0);
    let value = if random.once_in(2) { min - step } else { max + step };
    if value.is_finite() { value } else { f64::MAX }
}

/// The same row with a higher value of a factor; none if there is none.
pub(super) fn raised(factor: &Factor, row: &Row, at: usize, random: &mut Random) -> Option<Row> {
    let old = row.get(at).copied().flatten()?;
    let higher = match (&factor.kind, old) {
        (FactorKind::Ordinal(levels), FactorValue::Level(level)) => {
            let room = usize::from(top(levels.len()).checked_sub(level).filter(|room| *room > 0)?);
            FactorValue::Level(level.saturating_add(u8::try_from(1 + random.below(room)).ok()?))
        }
        (FactorKind::Number { max, .. }, FactorValue::Number(number)) => {
            FactorValue::Number((number + (max - number) * random.unit()).clamp(number, *max))
        }
        (FactorKind::Range { max, .. }, FactorValue::Range(points)) => {
            let share = random.unit();
            FactorValue::Range(points.map(|point| (point + (max - point) * share).clamp(point, *max)))
        }
        (FactorKind::Flag, FactorValue::Flag(false)) => FactorValue::Flag(true),
        _ => return None,
    };
    let mut row = row.clone();
    *row.get_mut(at)? = Some(higher);
    Some(row)
}

/// Whether the second is above the first: every point of it at least, and not the same.
pub(super) fn above(low: FactorValue, high: FactorValue) -> bool {
    match (low, high) {
        (FactorValue::Level(low), FactorValue::Level(high)) => high > low,
        (FactorValue::Number(low), FactorValue::Number(high)) => high > low,
        (FactorValue::Range(low), FactorValue::Range(high)) => {
            low != high && low.iter().zip(&high).all(|(low, high)| high >= low)
        }
        (FactorValue::Flag(low), FactorValue::Flag(high)) => high && !low,
        _ => false,
    }
}

/// Simpler values than this one, the simplest first.
pub(super) fn simpler(factor: &Factor, value: FactorValue) -> Vec<FactorValue> {
    match (value, &factor.kind) {
        (FactorValue::Level(level), _) => {
            let mut levels: Vec<u8> = vec![0, level / 2, level.saturating_sub(1)];
            levels.retain(|other| *other < level);
            levels.dedup();
            levels.into_iter().map(FactorValue::Level).collect()
        }
        (FactorValue::Number(number), FactorKind::Number { min, .. }) => {
            let mut numbers = vec![*min, 0.0, number.trunc()];
            numbers.retain(|other| other < &number && other >= min);
            numbers.into_iter().map(FactorValue::Number).collect()
        }
        (FactorValue::Range(points), FactorKind::Range { min, .. }) => {
            let candidates = [[*min; 3], [points[0]; 3], points.map(f64::trunc)];
            let fits = |other: &[f64; 3]| *other != points && other.iter().all(|point| point >= min);
            candidates.into_iter().filter(fits).map(FactorValue::Range).collect()
        }
        (FactorValue::Flag(true), _) => vec![FactorValue::Flag(false)],
        _ => Vec::new(),
    }
}
