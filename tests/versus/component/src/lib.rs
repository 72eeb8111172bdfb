//! The job as a plugin of Riskwright, written as any author would.
#![deny(unsafe_code)]

use riskwright_sdk::prelude::*;
use riskwright_versus_job::{LEVELS, MAX, score};

struct Job;

impl Methodology for Job {
    type Settings = NoSettings;

    fn new(_: NoSettings) -> Result<Self, Vec<SettingsProblem>> {
        Ok(Self)
    }

    fn describe(&self) -> Description {
        let scale = || (0..LEVELS).map(|_| texts! { en: "Level" }).collect::<Vec<_>>();
        let number = |id: &'static str, min, max| Factor::number(id, texts! { en: "Number" }, Bounds::new("", min, max));
        Description::new(texts! { en: "Job" }, scale(), 0.0, MAX)
            .factor(Factor::ordinal("likelihood", texts! { en: "Likelihood" }, scale()))
            .factor(number("exposure", 0.0, 100.0))
            .factor(number("value", 1.0, 1e9))
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        let (likelihood, exposure, value) =
            (batch.ordinal("likelihood")?, batch.number("exposure")?, batch.number("value")?);
        let mut answer = Answer::for_rows(batch.rows());
        for (row, ((likelihood, exposure), value)) in
            likelihood.values().iter().zip(exposure.values()).zip(value.values()).enumerate()
        {
            let (score, level) = score(*likelihood, *exposure, *value);
            answer.score(row, score, level);
        }
        Ok(answer)
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        Ok(vec![Vec::new(); batch.rows()])
    }
}

riskwright_sdk::export!(methodology: Job);
