//! What a methodology of another hand answers, held to what it said of itself: wherever a plugin runs, natively or in a page,
//! its answers come in by here.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use super::{Answer, Description, RowProblem, TraceStep};
use crate::id::FactorId;
use crate::identification::FactorValue;
use crate::questionnaire::{Limits, Texts};

/// An answer as it comes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GivenScores {
    /// Scores, one for each row.
    pub scores: Vec<f64>,
    /// Level indices, one for each row.
    pub levels: Vec<u8>,
    /// Rows without a score, in order.
    pub problems: Vec<GivenProblem>,
}

/// Why a row has no score, as it comes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GivenProblem {
    /// The row of the batch, from 0.
    pub row: usize,
    /// What is wrong, in words.
    pub message: Texts,
}

/// A step of a trace, as it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenStep {
    /// A factor, a node in between, `score` or `level`.
    pub node: String,
    /// Its value.
    pub value: FactorValue,
    /// What it was made from.
    pub sources: Vec<String>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct NotHeld {
    /// The row it is about, from 0.
    pub row: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "row {}: ", row.saturating_add(1))?;
        }
        f.write_str(&self.message)
    }
}

impl NotHeld {
    fn whole(message: String) -> Self {
        Self { row: None, message }
    }

    fn at(row: usize, message: String) -> Self {
        Self { row: Some(row), message }
    }
}

/// So many problems of rows are compared before one is checked.
const KNOWN: usize = 8;

/// How much of a name is said again.
const SHOWN: usize = 80;

impl Description {
    /// Takes an answer to a batch of `rows` rows: as many scores and levels, within the scale and the levels described, and
    /// 0 where a problem is told. Problems are put into words of `language`.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn hold(
        &self,
        given: GivenScores,
        rows: usize,
        language: &str,
        limits: &Limits,
    ) -> Result<Answer, NotHeld> {
        for (found, what) in [(given.scores.len(), "scores"), (given.levels.len(), "levels")] {
            if found != rows {
                return Err(NotHeld::whole(format!("it gave {found} {what} for {rows} rows")));
            }
        }
        let mut problems: Vec<RowProblem> = Vec::with_capacity(given.problems.len());
        // rows mostly lack the same few things
        let mut known: Vec<(Texts, String)> = Vec::new();
        for GivenProblem { row, message } in given.problems {
            if row >= rows {
                return Err(NotHeld::whole(format!(
                    "it tells a problem of row {row}, there are {rows}, counted from 0"
                )));
            }
            if problems.last().is_some_and(|before| before.row >= row) {
                return Err(NotHeld::at(
                    row,
                    "its problems are not in the order of rows, or two for one".to_owned(),
                ));
            }
            let message = match known.iter().find(|(before, _)| *before == message) {
                Some((_, told)) => told.clone(),
                None => {
                    let told = message.check(limits, false, &|| "a row's problem".to_owned());
                    told.map_err(|error| NotHeld::whole(error.first().to_owned()))?;
                    let told = message.in_language(language).trim().to_owned();
                    if known.len() < KNOWN {
                        known.push((message, told.clone()));
                    }
                    told
                }
            };
            problems.push(RowProblem { row, message });
        }
        let (min, max) = self.scale;
        // all at once first, as a row out of bounds is rare: NaN is within none
        let scores = given.scores.iter().fold(true, |fine, score| fine & (*score >= min) & (*score <= max));
        let highest = given.levels.iter().copied().max().unwrap_or(0);
        if !scores || usize::from(highest) >= self.levels.len() || !problems.is_empty() {
            self.hold_rows(&given.scores, &given.levels, &problems)?;
        }
        Ok(Answer { scores: given.scores, levels: given.levels, problems })
    }

    /// Row by row, to name the first that is wrong.
    fn hold_rows(&self, scores: &[f64], levels: &[u8], problems: &[RowProblem]) -> Result<(), NotHeld> {
        let (min, max) = self.scale;
        let mut problems = problems.iter().map(|problem| problem.row).peekable();
        for (row, (&score, &level)) in scores.iter().zip(levels).enumerate() {
            let wrong = if problems.next_if_eq(&row).is_some() {
                (score.to_bits() != 0 || level != 0).then(|| {
                    format!("it tells a problem and gives the score {score} and level {level} all the same; both are 0 there")
                })
            } else if !(min..=max).contains(&score) {
                Some(format!("the score is {score}; it is described to lie between {min} and {max}"))
            } else if usize::from(level) >= self.levels.len() {
                Some(format!("the level is {level}; {} are described, counted from 0", self.levels.len()))
            } else {
                None
            };
            if let Some(message) = wrong {
                return Err(NotHeld::at(row, message));
            }
        }
        Ok(())
    }

    /// Takes the traces of a batch of `rows` rows: each step once, at a factor or node that is described, with a value it can
    /// have there. Values are put into words of `language`.
    ///
    /// # Errors
    /// The first thing that is wrong with them.
    pub fn hold_trace(
        &self,
        given: Vec<Vec<GivenStep>>,
        rows: usize,
        language: &str,
    ) -> Result<Vec<Vec<TraceStep>>, NotHeld> {
        if given.len() != rows {
            return Err(NotHeld::whole(format!("it gave traces for {} rows of {rows}", given.len())));
        }
        let of = Words { description: self, known: self.steps(), language };
        given.into_iter().enumerate().map(|(row, steps)| of.row(row, steps)).collect()
    }

    /// The steps that a trace can have: factors, nodes, score and level.
    #[must_use]
    pub fn steps(&self) -> BTreeSet<&str> {
        let factors = self.factors.iter().map(|factor| factor.id.as_str());
        let nodes = self.nodes.iter().map(|node| node.id.as_str());
        factors.chain(nodes).chain(["score", "level"]).collect()
    }
}

struct Words<'a> {
    description: &'a Description,
    known: BTreeSet<&'a str>,
    language: &'a str,
}

impl Words<'_> {
    fn row(&self, row: usize, given: Vec<GivenStep>) -> Result<Vec<TraceStep>, NotHeld> {
        let wrong = |message: String| NotHeld::at(row, message);
        let most = self.known.len();
        if given.len() > most {
            let steps = given.len();
            return Err(wrong(format!("its trace has {steps} steps, more than there are factors and nodes")));
        }
        let mut steps: Vec<TraceStep> = Vec::with_capacity(given.len());
        for GivenStep { node, value, sources } in given {
            let node = self.known(row, &node)?;
            if steps.iter().any(|before| before.node == node) {
                return Err(wrong(format!("its trace has two steps `{node}`")));
            }
            let label = self.description.in_words(&node, &value, self.language);
            let label =
                label.map_err(|what| wrong(format!("its trace has a value at `{node}` that {what}")))?;
            if sources.len() > most {
                return Err(wrong(format!("its trace has too many sources at `{node}`")));
            }
            let from = sources.iter().map(|id| self.known(row, id)).collect::<Result<_, _>>()?;
            steps.push(TraceStep { node, value, label, from });
        }
        Ok(steps)
    }

    fn known(&self, row: usize, id: &str) -> Result<FactorId, NotHeld> {
        let known = self.known.contains(id).then(|| id.parse().ok()).flatten();
        known.ok_or_else(|| {
            let shown: String =
                id.chars().take(SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
            let more = if id.chars().nth(SHOWN).is_some() { "…" } else { "" };
            NotHeld::at(
                row,
                format!("its trace names `{shown}{more}`, which is no factor or node it describes"),
            )
        })
    }
}
