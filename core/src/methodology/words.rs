//! The values of a calculation in words, as its description has them.

use super::{Description, FactorKind};
use crate::id::FactorId;
use crate::identification::FactorValue;
use crate::quantity::Title;

impl Description {
    /// The value that a factor, a node in between, `score` or `level` has, in words of a language.
    ///
    /// # Errors
    /// Why there can be no such value there: `is 7, not between 1 and 5`.
    pub fn in_words(&self, node: &FactorId, value: &FactorValue, language: &str) -> Result<String, String> {
        let (low, high) = self.scale;
        let kind = || {
            let factor = self.factor(node).map(|factor| &factor.kind);
            factor.or_else(|| self.nodes.iter().find(|known| known.id == *node).map(|known| &known.kind))
        };
        match (node.as_str(), value) {
            ("score", FactorValue::Number(value)) => number(*value, low, high, &self.unit),
            ("level", FactorValue::Level(value)) => level(*value, &self.levels),
            (_, value) => match (kind(), value) {
                (Some(FactorKind::Ordinal(levels)), FactorValue::Level(value)) => level(*value, levels),
                (Some(FactorKind::Number { unit, min, max }), FactorValue::Number(value)) => {
                    number(*value, *min, *max, unit)
                }
                (Some(FactorKind::Range { unit, min, max }), FactorValue::Range(points)) => {
                    range(points, *min, *max, unit)
                }
                (Some(FactorKind::Flag), FactorValue::Flag(value)) => Ok(flag(*value, language).to_owned()),
                _ => Err("is of another kind than described".to_owned()),
            },
        }
    }
}

fn flag(value: bool, language: &str) -> &'static str {
    match (language.split('-').next().unwrap_or_default(), value) {
        ("de", true) => "ja",
        ("de", false) => "nein",
        ("fr", true) => "oui",
        ("fr", false) => "non",
        (_, true) => "yes",
        (_, false) => "no",
    }
}

fn level(level: u8, levels: &[Title]) -> Result<String, String> {
    let name = levels.get(usize::from(level)).map(Title::to_string);
    name.ok_or_else(|| format!("is level {level} of {}, counted from 0", levels.len()))
}

fn with_unit(text: String, unit: &str) -> String {
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

fn number(number: f64, min: f64, max: f64, unit: &str) -> Result<String, String> {
    if (min..=max).contains(&number) {
        Ok(with_unit(number.to_string(), unit))
    } else {
        Err(format!("is {number}, not between {min} and {max}"))
    }
}

fn range(points: &[f64; 3], min: f64, max: f64, unit: &str) -> Result<String, String> {
    let [low, mode, high] = points;
    if min <= *low && low <= mode && mode <= high && *high <= max {
        Ok(with_unit(format!("{low} to {high}, most likely {mode}"), unit))
    } else {
        Err(format!("is {low}, {mode}, {high}: not in order, or not between {min} and {max}"))
    }
}
