//! Scores, and why a row has none.

use super::marks::Marks;
use crate::texts::Texts;

/// Why rows have no score.
#[derive(Debug, Clone, PartialEq)]
pub struct RowsProblem {
    /// The rows of the batch, from 0, rising.
    pub rows: Vec<u32>,
    /// What is wrong and what would help.
    pub message: Texts,
}

/// So many of the last problems are looked through for the same words: rows mostly lack the same few things.
const ALIKE: usize = 8;

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
    problems: Vec<RowsProblem>,
    /// The rows that have one.
    told: Marks,
}

impl Answer {
    /// An answer in which no row has a score yet. A row that is left so is a problem.
    #[must_use]
    pub fn for_rows(rows: usize) -> Self {
        Self {
            scores: vec![f64::NAN; rows],
            levels: vec![0; rows],
            problems: Vec::new(),
            told: Marks::none(),
        }
    }

    /// Gives a row its score and level. Rows that the batch does not have are passed over.
    #[inline]
    pub fn score(&mut self, row: usize, score: f64, level: u8) {
        if let (Some(own), Some(place)) = (self.scores.get_mut(row), self.levels.get_mut(row)) {
            *own = score;
            *place = level;
        }
    }

    /// The scores and levels of all rows, to be put there: for methods that go by columns. A score that stays NaN is a
    /// problem of its row.
    ///
    /// ```
    /// use riskwright_sdk::prelude::*;
    ///
    /// let mut answer = Answer::for_rows(2);
    /// let (scores, levels) = answer.places();
    /// (scores[0], levels[0]) = (2.5, 1);
    /// let answer = answer.finish();
    /// assert_eq!(answer.get(0), Ok((2.5, 1)));
    /// assert_eq!(answer.get(1).unwrap_err().first(), "no score came out");
    /// ```
    #[inline]
    pub fn places(&mut self) -> (&mut [f64], &mut [u8]) {
        (&mut self.scores, &mut self.levels)
    }

    /// Says why a row has no score; this counts whatever score it is given besides. What is said of a row first is what is
    /// told.
    pub fn problem(&mut self, row: usize, message: Texts) {
        if row >= self.scores.len() || self.has_problem(row) {
            return;
        }
        let Ok(number) = u32::try_from(row) else { return };
        self.told.mark(row, self.scores.len());
        let alike = self.problems.iter_mut().rev().take(ALIKE).find(|problem| problem.message == message);
        match alike {
            // rows come in order but for a method of its own mind
            Some(RowsProblem { rows, .. }) if rows.last().is_some_and(|last| *last > number) => {
                rows.insert(rows.partition_point(|before| *before < number), number);
            }
            Some(problem) => problem.rows.push(number),
            None => self.problems.push(RowsProblem { rows: vec![number], message }),
        }
    }

    /// Whether a problem of a row is told.
    #[inline]
    pub(super) fn has_problem(&self, row: usize) -> bool {
        self.told.has(row)
    }

    /// A row's score and level, or what is wrong with it.
    ///
    /// # Errors
    /// The problem of the row.
    pub fn get(&self, row: usize) -> Result<(f64, u8), Texts> {
        if self.has_problem(row) {
            let of_row = |problem: &&RowsProblem| {
                u32::try_from(row).is_ok_and(|row| problem.rows.binary_search(&row).is_ok())
            };
            return Err(self.problems.iter().find(of_row).map_or_else(no_number, |of| of.message.clone()));
        }
        match (self.scores.get(row), self.levels.get(row)) {
            (Some(score), Some(level)) if score.is_finite() => Ok((*score, *level)),
            _ => Err(no_number()),
        }
    }

    /// The problems, in no order that counts. Each row has one at most.
    #[must_use]
    pub fn problems(&self) -> &[RowsProblem] {
        &self.problems
    }

    /// Puts 0 into the rows with problems; a score that is no number is a problem too.
    #[must_use]
    pub fn finish(mut self) -> Self {
        for row in self.problems.iter().flat_map(|problem| &problem.rows) {
            let row = *row as usize;
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
    pub(crate) fn into_parts(self) -> (Vec<f64>, Vec<u8>, Vec<RowsProblem>) {
        (self.scores, self.levels, self.problems)
    }
}

/// Whether all scores are finite: the one pass over the rows that is always made.
fn all_finite(scores: &[f64]) -> bool {
    const EXPONENT: u64 = 0x7ff << 52;
    // what is not has an exponent of ones alone, which one more carries over into the sign
    let above = |score: &f64| (score.to_bits() & EXPONENT) + (1 << 52);
    let (eights, rest) = scores.as_chunks::<8>();
    let carried = |carried: u64, score: &f64| carried | above(score);
    let eights = eights.iter().fold(0, |before, eight| eight.iter().fold(before, carried));
    rest.iter().fold(eights, carried) >> 63 == 0
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

    /// What is told of a row first counts, however rows come; rows with the same words are together, and rise.
    #[test]
    fn problems_are_kept_by_their_words() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut draw = |bound: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 33) % bound
        };
        for words in [1, 3, 8, 9, 40, 1_000] {
            for sorted in [true, false] {
                let mut told: Vec<(usize, u64)> =
                    (0..400).map(|_| (draw(300) as usize, draw(words))).collect();
                if sorted {
                    told.sort_by_key(|(row, _)| *row);
                }
                let mut answer = Answer::for_rows(290);
                let mut first = std::collections::BTreeMap::new();
                for row in 0..290 {
                    answer.score(row, 1.0, 1);
                }
                for (row, word) in told {
                    let message = crate::texts::digits(word as u32);
                    answer.problem(row, crate::texts! { en: message.clone() });
                    if row < 290 {
                        first.entry(row).or_insert(message);
                    }
                }
                let answer = answer.finish();
                for row in 0..291 {
                    let found = answer.get(row).map_err(|message| message.first().to_owned());
                    match first.get(&row) {
                        Some(message) => {
                            assert_eq!(found, Err(message.clone()), "row {row} of {words} words")
                        }
                        None if row < 290 => assert_eq!(found, Ok((1.0, 1)), "row {row} of {words} words"),
                        None => assert!(found.is_err()),
                    }
                }
                let problems = answer.problems();
                assert!(problems.iter().all(|problem| problem.rows.is_sorted() && !problem.rows.is_empty()));
                assert_eq!(problems.iter().map(|problem| problem.rows.len()).sum::<usize>(), first.len());
                if words <= 8 {
                    assert!(problems.len() <= words as usize, "{} for {words}", problems.len());
                }
                let (scores, levels, _) = answer.into_parts();
                assert!(first.keys().all(|row| (scores[*row], levels[*row]) == (0.0, 0)));
            }
        }
    }
}
