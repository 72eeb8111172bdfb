//! The job as a plugin of Riskwright.

use riskwright_core::methodology::{Batch, Column};
use riskwright_runtime::{PluginMethodology, Problem, Runtime, RuntimeOptions};
use riskwright_versus_job::Row;
use serde_json::json;

use crate::figures::{Step, Taken, median};
use crate::{Answer, Failed, ROWS, Way};

pub(crate) const NAME: &str = "Riskwright";

pub(crate) struct Riskwright<'a> {
    package: &'a [u8],
    /// Without a cache: every load compiles.
    runtime: Runtime,
    methodology: PluginMethodology,
    one: Batch,
    all: Batch,
}

fn columns(rows: &[Row]) -> Result<Batch, Failed> {
    let columns = vec![
        Column::Ordinal(rows.iter().map(|row| Some(row.likelihood)).collect()),
        Column::Number(rows.iter().map(|row| Some(row.exposure)).collect()),
        Column::Number(rows.iter().map(|row| Some(row.value)).collect()),
    ];
    Batch::of_columns(rows.len(), columns)
        .ok_or_else(|| "the columns are not as long as there are rows".into())
}

impl<'a> Riskwright<'a> {
    pub(crate) fn new(package: &'a [u8], rows: &[Row]) -> Result<Self, Failed> {
        let runtime = Runtime::new(RuntimeOptions::default())?;
        let methodology = runtime.load(package)?.methodology(&json!({}), "en")?;
        Ok(Self { package, runtime, methodology, one: columns(&rows[..1])?, all: columns(rows)? })
    }

    fn times(&self) -> Result<Taken, Problem> {
        let methodology = &self.methodology;
        let mut live = methodology.live()?;
        let live_row = median(2_000, || live.assess(&self.one))?;
        drop(live);
        Ok(Taken::from([
            (Step::Compile, median(5, || self.runtime.load(self.package))?),
            (Step::Instantiate, median(1_000, || methodology.live().map(drop))?),
            (Step::FreshRow, median(1_000, || methodology.try_assess(&self.one))?),
            (Step::LiveRow, live_row),
            (Step::BatchRow, median(25, || methodology.try_assess(&self.all))? / ROWS as f64),
        ]))
    }
}

impl Way for Riskwright<'_> {
    fn name(&self) -> &'static str {
        NAME
    }

    fn measure(&mut self) -> Result<(Taken, Answer), Failed> {
        let taken = self.times()?;
        let answer = self.methodology.try_assess(&self.all)?;
        Ok((taken, (answer.scores.iter().map(|score| score.to_bits()).collect(), answer.levels)))
    }
}
