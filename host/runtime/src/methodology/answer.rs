//! Scores and levels, held against the description.

use riskwright_core::methodology::{Answer, Description, RowProblem};

use crate::contract;
use crate::limits::Limits;
use crate::problem::Fault;

pub(super) fn check(
    from: contract::Answer,
    rows: usize,
    description: &Description,
    limits: &Limits,
    language: &str,
) -> Result<Answer, Fault> {
    for (found, what) in [(from.scores.len(), "scores"), (from.levels.len(), "levels")] {
        if found != rows {
            return Err(Fault::answer(format!("it gave {found} {what} for {rows} rows")));
        }
    }
    let mut problems = Vec::with_capacity(from.problems.len());
    for problem in from.problems {
        let row = usize::try_from(problem.row).unwrap_or(usize::MAX);
        if row >= rows {
            return Err(Fault::answer(format!(
                "it tells a problem of row {row}, there are {rows}, counted from 0"
            )));
        }
        if problems.last().is_some_and(|before: &RowProblem| before.row >= row) {
            return Err(Fault::at(row, "its problems are not in the order of rows, or two for one"));
        }
        crate::text::check(&problem.message, limits, false, &|| "a row's problem".to_owned())?;
        problems.push(RowProblem { row, message: problem.message.in_language(language).trim().to_owned() });
    }
    let (min, max) = description.scale;
    // all at once first, as a row out of bounds is rare: NaN is within none
    let scores = from.scores.iter().fold(true, |fine, score| fine & (*score >= min) & (*score <= max));
    let highest = from.levels.iter().copied().max().unwrap_or(0);
    if !scores || usize::from(highest) >= description.levels.len() || !problems.is_empty() {
        each(&from.scores, &from.levels, &problems, description)?;
    }
    Ok(Answer { scores: from.scores, levels: from.levels, problems })
}

/// Row by row, to name the first that is wrong.
fn each(
    scores: &[f64],
    levels: &[u8],
    problems: &[RowProblem],
    description: &Description,
) -> Result<(), Fault> {
    let (min, max) = description.scale;
    let mut problems = problems.iter().map(|problem| problem.row).peekable();
    for (row, (&score, &level)) in scores.iter().zip(levels).enumerate() {
        if problems.next_if_eq(&row).is_some() {
            if score.to_bits() != 0 || level != 0 {
                return Err(Fault::at(
                    row,
                    format!(
                        "it tells a problem and gives the score {score} and level {level} all the same; both are 0 there"
                    ),
                ));
            }
            continue;
        }
        if !(min..=max).contains(&score) {
            return Err(Fault::at(
                row,
                format!("the score is {score}; it is described to lie between {min} and {max}"),
            ));
        }
        if usize::from(level) >= description.levels.len() {
            return Err(Fault::at(
                row,
                format!("the level is {level}; {} are described, counted from 0", description.levels.len()),
            ));
        }
    }
    Ok(())
}
