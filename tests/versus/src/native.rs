//! The job without a sandbox: columns in, columns out.

use riskwright_versus_job::{Row, score};

use crate::{Taken, median};

/// Scores and levels.
pub(crate) fn answer(rows: &[Row]) -> (Vec<u64>, Vec<u8>) {
    let scored = rows.iter().map(|row| score(row.likelihood, row.exposure, row.value));
    scored.map(|(score, level)| (score.to_bits(), level)).unzip()
}

pub(crate) fn measure(rows: &[Row]) -> Taken {
    let likelihoods: Vec<u8> = rows.iter().map(|row| row.likelihood).collect();
    let exposures: Vec<f64> = rows.iter().map(|row| row.exposure).collect();
    let values: Vec<f64> = rows.iter().map(|row| row.value).collect();
    let batch = median(15, || {
        let columns = likelihoods.iter().zip(&exposures).zip(&values);
        let answers: (Vec<f64>, Vec<u8>) = columns
            .map(|((likelihood, exposure), value)| score(*likelihood, *exposure, *value))
            .unzip();
        answers
    });
    Taken { batch, ..Taken::default() }
}
