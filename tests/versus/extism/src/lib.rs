//! The job as a plugin of extism: JSON, as is customary there, and raw bytes.

use extism_pdk::{FnResult, Json, plugin_fn};
use riskwright_versus_job::{Row, Scored, score};

/// Rows in, answers out, as JSON.
#[plugin_fn]
pub fn json(Json(rows): Json<Vec<Row>>) -> FnResult<Json<Vec<Scored>>> {
    let answers = rows.iter().map(|row| {
        let (score, level) = score(row.likelihood, row.exposure, row.value);
        Scored { score, level }
    });
    Ok(Json(answers.collect()))
}

/// Columns in, columns out, as bytes: levels, exposures, values; scores, levels.
#[plugin_fn]
pub fn raw(batch: Vec<u8>) -> FnResult<Vec<u8>> {
    let rows = batch.len() / 17;
    let (likelihoods, numbers) = batch.split_at(rows);
    let (exposures, values) = numbers.split_at(rows * 8);
    let number = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().unwrap_or_default());
    let mut answer = vec![0; rows * 9];
    let (scores, levels) = answer.split_at_mut(rows * 8);
    let rows = likelihoods.iter().zip(exposures.chunks_exact(8)).zip(values.chunks_exact(8));
    for (((likelihood, exposure), value), (to, level)) in rows.zip(scores.chunks_exact_mut(8).zip(levels)) {
        let (score, found) = score(*likelihood, number(exposure), number(value));
        to.copy_from_slice(&score.to_le_bytes());
        *level = found;
    }
    Ok(answer)
}
