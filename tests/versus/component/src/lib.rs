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
        let number = |id: &'static str, min, max| {
            Factor::number(id, texts! { en: "Number" }, Bounds::new("", min, max))
        };
        Description::new(texts! { en: "Job" }, scale(), 0.0, MAX)
            .factor(Factor::ordinal("likelihood", texts! { en: "Likelihood" }, scale()))
            .factor(number("exposure", 0.0, 100.0))
            .factor(number("value", 1.0, 1e9))
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        let (likelihood, exposure, value) =
            (batch.ordinal("likelihood")?, batch.number("exposure")?, batch.number("value")?);
        let refused = batch.refused();
        let mut answer = Answer::for_rows(batch.rows());
        let rows = likelihood.values().iter().zip(exposure.values()).zip(value.values());
        for (row, ((likelihood, exposure), value)) in rows.enumerate() {
            match refused.get(row) {
                None => {
                    let (score, level) = score(*likelihood, *exposure, *value);
                    answer.score(row, score, level);
                }
                Some(why) => answer.problem(row, why),
            }
        }
        Ok(answer)
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        let answer = self.assess(batch)?;
        let steps = |row| {
            let (score, _) = answer.get(row).ok()?;
            let mut trace = Trace::kept();
            trace.factors(batch.row(row));
            Some(trace.finish(score))
        };
        Ok((0..batch.rows()).map(|row| steps(row).unwrap_or_default()).collect())
    }
}

fn scale() -> Vec<Texts> {
    let names = [["level 1"], ["level 2"], ["level 3"], ["level 4"], ["level 5"]];
    levels::<1, { LEVELS as usize }>(["en"], names)
}

riskwright_sdk::export!(methodology: Job);
