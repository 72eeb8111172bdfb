//! What a methodology of another hand answers, held to what it said of itself: wherever a plugin runs, natively or in a page,
//! its answers come in by here.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

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
    /// Rows without a score, each in one of them.
    pub problems: Vec<GivenProblem>,
}

/// Why rows have no score, as it comes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GivenProblem {
    /// Rows of the batch, from 0, rising; one at least.
    pub rows: Vec<u32>,
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

/// How much of a name is said again.
const SHOWN: usize = 80;

/// The problems of rows, in the order of rows, in words of `language`.
fn told(
    given: Vec<GivenProblem>,
    rows: usize,
    language: &str,
    limits: &Limits,
) -> Result<Vec<RowProblem>, NotHeld> {
    let mut problems =
        Vec::with_capacity(given.iter().map(|problem| problem.rows.len()).sum::<usize>().min(rows));
    for GivenProblem { rows: own, message } in given {
        if own.is_empty() {
            return Err(NotHeld::whole("it tells a problem of no row".to_owned()));
        }
        message
            .check(limits, false, &|| "a row's problem".to_owned())
            .map_err(|error| NotHeld::whole(error.first().to_owned()))?;
        let message: Arc<str> = message.in_language(language).trim().into();
        let mut least = 0;
        for row in own {
            let row = usize::try_from(row).unwrap_or(usize::MAX);
            if row >= rows {
                return Err(NotHeld::whole(format!(
                    "it tells a problem of row {row}, there are {rows}, counted from 0"
                )));
            }
            if row < least {
                return Err(NotHeld::at(row, "the rows of a problem do not rise".to_owned()));
            }
            least = row + 1;
            problems.push(RowProblem { row, message: Arc::clone(&message) });
        }
        // more than one for each would be sorted for nothing
        if problems.len() > rows {
            break;
        }
    }
    problems.sort_by_key(|problem| problem.row);
    let twice = problems.iter().zip(problems.iter().skip(1)).find(|(one, next)| one.row == next.row);
    match twice {
        Some((one, _)) => Err(NotHeld::at(one.row, "it tells two problems".to_owned())),
        None => Ok(problems),
    }
}

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
        let problems = told(given.problems, rows, language, limits)?;
        let (min, max) = self.scale;
        // all at once first, as a row out of bounds is rare: NaN is within none
        let fits = |fine: bool, score: &f64| fine & (*score >= min) & (*score <= max);
        let (eights, rest) = given.scores.as_chunks::<8>();
        let scores = eights.iter().all(|eight| eight.iter().fold(true, fits)) && rest.iter().fold(true, fits);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::Text;

    /// Rows, and what is wrong with them.
    type Told<'a> = (&'a [u32], &'a str);

    fn hold(problems: &[Told<'_>], scores: &[f64]) -> Result<Vec<(usize, String)>, String> {
        let description = Description {
            id: "tests".parse().unwrap(),
            title: "Tests".parse().unwrap(),
            version: String::new(),
            factors: Vec::new(),
            nodes: Vec::new(),
            levels: ["low", "high"].map(|name| name.parse().unwrap()).into(),
            scale: (0.0, 10.0),
            unit: String::new(),
            axes: None,
        };
        let text = |text: &str| Text { language: "en".to_owned(), text: text.to_owned() };
        let problem = |(rows, message): &Told<'_>| GivenProblem {
            rows: rows.to_vec(),
            message: Texts(vec![text(message)]),
        };
        let given = GivenScores {
            scores: scores.to_vec(),
            levels: vec![0; scores.len()],
            problems: problems.iter().map(problem).collect(),
        };
        let held = description.hold(given, scores.len(), "en", &Limits::default());
        let told = |problem: RowProblem| (problem.row, problem.message.to_string());
        held.map(|answer| answer.problems.into_iter().map(told).collect()).map_err(|error| error.to_string())
    }

    /// What is wrong with many rows comes once, and is told of each of them, in their order.
    #[test]
    fn problems_are_told_row_by_row() {
        let scores = [0.0, 0.0, 5.0, 0.0, 0.0];
        let told = hold(&[(&[0, 4], "no likelihood"), (&[3], "no table"), (&[1], "no likelihood")], &scores);
        let wanted = [(0, "no likelihood"), (1, "no likelihood"), (3, "no table"), (4, "no likelihood")];
        assert_eq!(told.unwrap(), wanted.map(|(row, message)| (row, message.to_owned())));
        assert_eq!(hold(&[], &[1.0, 10.0]), Ok(Vec::new()));
    }

    /// A row has one problem or none, and neither score nor level beside it.
    #[test]
    fn problems_that_do_not_fit_the_rows_are_refused() {
        let zeros = [0.0; 3];
        let cases: [(&[Told<'_>], &[f64], &str); 9] = [
            (&[(&[3], "no")], &zeros, "it tells a problem of row 3, there are 3, counted from 0"),
            (&[(&[u32::MAX], "no")], &zeros, "it tells a problem of row 4294967295, there are 3"),
            (&[(&[1, 0], "no")], &zeros, "row 1: the rows of a problem do not rise"),
            (&[(&[1, 1], "no")], &zeros, "row 2: the rows of a problem do not rise"),
            (&[(&[0, 2], "no"), (&[1, 2], "neither")], &zeros, "row 3: it tells two problems"),
            (&[(&[0, 1, 2], "no"), (&[0], "no"), (&[9], "no")], &zeros, "row 1: it tells two problems"),
            (&[(&[], "no")], &zeros, "it tells a problem of no row"),
            (&[(&[1], " ")], &zeros, "a row's problem"),
            (&[(&[1], "no")], &[0.0, 1.0, 0.0], "row 2: it tells a problem and gives the score 1"),
        ];
        for (problems, scores, wanted) in cases {
            let refused = hold(problems, scores).expect_err(wanted);
            assert!(refused.contains(wanted), "{refused} instead of {wanted}");
        }
    }

    /// What is out of bounds is found wherever it is.
    #[test]
    fn scores_out_of_their_bounds_are_named_by_row() {
        for at in 0..20 {
            for (strange, fine) in [
                (-0.1, false),
                (10.1, false),
                (f64::NAN, false),
                (f64::INFINITY, false),
                (10.0, true),
                (-0.0, true),
            ] {
                let mut scores = [5.0; 20];
                scores[at] = strange;
                match hold(&[], &scores) {
                    Ok(_) => assert!(fine, "{strange}"),
                    Err(told) => {
                        assert!(!fine && told.starts_with(&format!("row {}: the score is", at + 1)), "{told}")
                    }
                }
            }
        }
    }
}
