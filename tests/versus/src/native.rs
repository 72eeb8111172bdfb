//! The job without a sandbox: columns in, columns out.

use riskwright_versus_job::{Row, score};

use crate::figures::{Step, Taken, median};
use crate::{Answer, Failed, ROWS, Way};

pub(crate) const NAME: &str = "native";

/// Scores and levels.
pub(crate) fn answer(rows: &[Row]) -> Answer {
    let scored = rows.iter().map(|row| score(row.likelihood, row.exposure, row.value));
    scored.map(|(score, level)| (score.to_bits(), level)).unzip()
}

pub(crate) struct Native {
    likelihoods: Vec<u8>,
    exposures: Vec<f64>,
    values: Vec<f64>,
}

impl Native {
    pub(crate) fn new(rows: &[Row]) -> Self {
        Self {
            likelihoods: rows.iter().map(|row| row.likelihood).collect(),
            exposures: rows.iter().map(|row| row.exposure).collect(),
            values: rows.iter().map(|row| row.value).collect(),
        }
    }

    fn assess(&self) -> (Vec<f64>, Vec<u8>) {
        let columns = self.likelihoods.iter().zip(&self.exposures).zip(&self.values);
        columns.map(|((likelihood, exposure), value)| score(*likelihood, *exposure, *value)).unzip()
    }
}

impl Way for Native {
    fn name(&self) -> &'static str {
        NAME
    }

    fn measure(&mut self) -> Result<(Taken, Answer), Failed> {
        let batch = median(25, || Ok::<_, Failed>(self.assess()))?;
        let (scores, levels) = self.assess();
        let taken = Taken::from([(Step::BatchRow, batch / ROWS as f64)]);
        Ok((taken, (scores.iter().map(|score| score.to_bits()).collect(), levels)))
    }
}
