//! Traces, held against the description and put into words.

use riskwright_core::id::FactorId;
use riskwright_core::methodology::{Description, TraceStep};

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
                .description
                .in_words(&node, &step.value, self.language)
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
}
