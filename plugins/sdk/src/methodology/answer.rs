//! Scores, and why a row has none.

use crate::texts::Texts;

/// Why a row has no score.
#[derive(Debug, Clone, PartialEq)]
pub struct RowProblem {
    /// The row of the batch, from 0.
    pub row: u32,
    /// What is wrong and what would help.
    pub message: Texts,
}

/// The answer to a batch: a score and a level for each row, or a problem.
///
/// ```
/// use riskwright_sdk::prelude::*;
///
/// let mut answer = Answer::for_rows(2);
/// answer.score(0, 12.0, 2);
/// answer.problem(1, texts! { en: "no likelihood was estimated" });
/// assert_eq!(answer.get(0), Ok((12.0, 2)));
/// assert!(answer.get(1).is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    scores: Vec<f64>,
    levels: Vec<u8>,
    problems: Vec<RowProblem>,
}

impl Answer {
    /// An answer in which no row has a score yet. A row that is left so is a problem.
    #[must_use]
    pub fn for_rows(rows: usize) -> Self {
        Self { scores: vec![f64::NAN; rows], levels: vec![0; rows], problems: Vec::new() }
    }

    /// Gives a row its score and level. Rows that the batch does not have are passed over.
    #[inline]
    pub fn score(&mut self, row: usize, score: f64, level: u8) {
        if let (Some(own), Some(place)) = (self.scores.get_mut(row), self.levels.get_mut(row)) {
            *own = score;
            *place = level;
        }
    }

    /// Says why a row has no score; this counts whatever score it is given besides.
    pub fn problem(&mut self, row: usize, message: Texts) {
        if row < self.scores.len()
            && let Ok(row) = u32::try_from(row)
        {
            // rows come in order but for a method of its own mind; the first problem of a row is the one that is told
            let behind = self.problems.last().is_none_or(|last| last.row < row);
            let place = if behind {
                Err(self.problems.len())
            } else {
                self.problems.binary_search_by_key(&row, |problem| problem.row)
            };
            if let Err(place) = place {
                self.problems.insert(place, RowProblem { row, message });
            }
        }
    }

    /// A row's score and level, or what is wrong with it.
    ///
    /// # Errors
    /// The problem of the row.
    pub fn get(&self, row: usize) -> Result<(f64, u8), Texts> {
        if let Some(problem) = self.problems.iter().find(|problem| problem.row as usize == row) {
            return Err(problem.message.clone());
        }
        match (self.scores.get(row), self.levels.get(row)) {
            (Some(score), Some(level)) if score.is_finite() => Ok((*score, *level)),
            _ => Err(no_number()),
        }
    }

    /// The problems, in the order of rows.
    #[must_use]
    pub fn problems(&self) -> &[RowProblem] {
        &self.problems
    }

    /// Puts 0 into the rows with problems; a score that is no number is a problem too.
    #[must_use]
    pub fn finish(mut self) -> Self {
        for problem in &self.problems {
            let row = problem.row as usize;
            if let (Some(score), Some(level)) = (self.scores.get_mut(row), self.levels.get_mut(row)) {
                *score = 0.0;
                *level = 0;
            }
        }
        if !all_finite(&self.scores) {
            for row in 0..self.scores.len() {
                if self.scores.get(row).is_some_and(|score| !score.is_finite()) {
                    self.score(row, 0.0, 0);
                    self.problem(row, no_number());
                }
            }
        }
        self
    }

    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "only components hand answers over"))]
    pub(crate) fn into_parts(self) -> (Vec<f64>, Vec<u8>, Vec<RowProblem>) {
        (self.scores, self.levels, self.problems)
    }
}

/// Whether all scores are finite: the one pass over the rows that is always made.
fn all_finite(scores: &[f64]) -> bool {
    // what is finite is 0 times 0, and all else is no number, which stays with a sum. Each of these sums waits for none
    // of the others
    let mut sums = [0.0; 4];
    let (fours, rest) = scores.as_chunks::<4>();
    for four in fours {
        for (sum, score) in sums.iter_mut().zip(four) {
            *sum += *score * 0.0;
        }
    }
    sums.iter().chain(rest).map(|value| value * 0.0).sum::<f64>() == 0.0
}

fn no_number() -> Texts {
    crate::texts! { en: "no score came out", de: "es ergab sich kein Wert" }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is no finite number is found at each place; numbers that are finite are none of it, however great their sum.
    #[test]
    fn scores_that_are_no_numbers_are_found_wherever_they_are() {
        let fine = [0.0, -0.0, 1.5, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, -3.0];
        for count in 0..19 {
            let scores: Vec<f64> = fine.iter().copied().cycle().take(count).collect();
            assert!(all_finite(&scores), "{count}");
            for at in 0..count {
                for strange in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                    let mut scores = scores.clone();
                    scores[at] = strange;
                    assert!(!all_finite(&scores), "{strange} at {at} of {count}");
                }
            }
        }
    }
}
