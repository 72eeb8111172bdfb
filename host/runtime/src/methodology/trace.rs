//! Traces, held against the description and put into words.

use riskwright_core::id::FactorId;
use riskwright_core::identification::FactorValue;
use riskwright_core::methodology::{Description, FactorKind, TraceStep};
use riskwright_core::quantity::Title;

use super::description::Meaning;
use crate::contract::Step;
use crate::problem::{Fault, shown};

pub(super) fn check(
    from: Vec<Vec<Step>>,
    rows: usize,
    description: &Description,
    meaning: &Meaning,
    language: &str,
) -> Result<Vec<Vec<TraceStep>>, Fault> {
    if from.len() != rows {
        return Err(Fault::answer(format!("it gave traces for {} rows of {rows}", from.len())));
    }
    let words = Words { description, meaning, language };
    from.into_iter().enumerate().map(|(row, steps)| words.row(row, steps)).collect()
}

struct Words<'a> {
    description: &'a Description,
    meaning: &'a Meaning,
    language: &'a str,
}

impl Words<'_> {
    fn row(&self, row: usize, from: Vec<Step>) -> Result<Vec<TraceStep>, Fault> {
        if from.len() > self.meaning.steps() {
            return Err(Fault::at(
                row,
                format!("its trace has {} steps, more than there are factors and nodes", from.len()),
            ));
        }
        let mut steps: Vec<TraceStep> = Vec::with_capacity(from.len());
        for step in from {
            let node = self.known(row, &step.node)?;
            if steps.iter().any(|before| before.node == node) {
                return Err(Fault::at(row, format!("its trace has two steps `{node}`")));
            }
            let label = self
                .label(&node, &step.value)
                .map_err(|what| Fault::at(row, format!("its trace has a value at `{node}` that {what}")))?;
            if step.sources.len() > self.meaning.steps() {
                return Err(Fault::at(row, format!("its trace has too many sources at `{node}`")));
            }
            let from = step.sources.iter().map(|id| self.known(row, id)).collect::<Result<_, _>>()?;
            steps.push(TraceStep { node, value: step.value, label, from });
        }
        Ok(steps)
    }

    fn known(&self, row: usize, id: &str) -> Result<FactorId, Fault> {
        let known = match self.meaning.kinds.get_key_value(id) {
            Some((id, _)) => Some(id.clone()),
            None if matches!(id, "score" | "level") => id.parse().ok(),
            None => None,
        };
        known.ok_or_else(|| {
            Fault::at(
                row,
                format!("its trace names `{}`, which is no factor or node it describes", shown(id)),
            )
        })
    }

    /// The value in words, or why there can be none such.
    fn label(&self, node: &FactorId, value: &FactorValue) -> Result<String, String> {
        let (low, high) = self.description.scale;
        match (node.as_str(), value) {
            ("score", FactorValue::Number(number)) => {
                number_label(*number, low, high, &self.description.unit)
            }
            ("level", FactorValue::Level(level)) => level_label(*level, &self.description.levels),
            (id, value) => match (self.meaning.kinds.get(id), value) {
                (Some(FactorKind::Ordinal(levels)), FactorValue::Level(level)) => level_label(*level, levels),
                (Some(FactorKind::Number { unit, min, max }), FactorValue::Number(number)) => {
                    number_label(*number, *min, *max, unit)
                }
                (Some(FactorKind::Range { unit, min, max }), FactorValue::Range(points)) => {
                    range_label(points, *min, *max, unit)
                }
                (Some(FactorKind::Flag), FactorValue::Flag(flag)) => Ok(self.flag(*flag).to_owned()),
                _ => Err("is of another kind than described".to_owned()),
            },
        }
    }

    fn flag(&self, flag: bool) -> &'static str {
        let language = self.language.split('-').next().unwrap_or_default();
        match (language, flag) {
            ("de", true) => "ja",
            ("de", false) => "nein",
            ("fr", true) => "oui",
            ("fr", false) => "non",
            (_, true) => "yes",
            (_, false) => "no",
        }
    }
}

fn level_label(level: u8, levels: &[Title]) -> Result<String, String> {
    let name = levels.get(usize::from(level)).map(Title::to_string);
    name.ok_or_else(|| format!("is level {level} of {}, counted from 0", levels.len()))
}

fn with_unit(text: String, unit: &str) -> String {
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

fn number_label(number: f64, min: f64, max: f64, unit: &str) -> Result<String, String> {
    if (min..=max).contains(&number) {
        Ok(with_unit(number.to_string(), unit))
    } else {
        Err(format!("is {number}, not between {min} and {max}"))
    }
}

fn range_label(points: &[f64; 3], min: f64, max: f64, unit: &str) -> Result<String, String> {
    let [low, mode, high] = points;
    if min <= *low && low <= mode && mode <= high && *high <= max {
        Ok(with_unit(format!("{low} to {high}, most likely {mode}"), unit))
    } else {
        Err(format!("is {low}, {mode}, {high}: not in order, or not between {min} and {max}"))
    }
}
