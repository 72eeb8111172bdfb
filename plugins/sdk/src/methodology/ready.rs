//! A methodology with its settings read, as the host sees it.

use std::fmt;

use super::Methodology;
use super::answer::Answer;
use super::batch::{Batch, FactorColumn};
use super::columns::Columns;
use super::description::Description;
use super::loss::LossModel;
use super::trace::{Step, Value};
use crate::settings::{self, SettingsProblem};

/// A methodology under settings given as JSON: what answers the host inside a component, and what an author's tests
/// ask natively.
pub struct Ready<M> {
    methodology: M,
    columns: Columns,
}

/// Authors need no `Debug` of their own to `unwrap` one in a test.
impl<M> fmt::Debug for Ready<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl<M: Methodology> Ready<M> {
    /// Reads settings.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(settings: &str) -> Result<Self, Vec<SettingsProblem>> {
        let settings = settings::read::<M::Settings>(settings).map_err(|problem| vec![problem])?;
        let methodology = M::new(settings)?;
        let columns = methodology.columns();
        Ok(Self { methodology, columns })
    }

    /// The methodology itself.
    pub fn methodology(&self) -> &M {
        &self.methodology
    }

    /// What it says of itself.
    pub fn describe(&self) -> Description {
        self.methodology.describe()
    }

    /// A batch of these columns, which come in the order of the description's factors.
    ///
    /// # Errors
    /// If they are not as many as the factors, not what they take, or not as long as there are rows.
    pub fn batch(&self, rows: usize, columns: Vec<FactorColumn>) -> Result<Batch, String> {
        Batch::new(rows, &self.columns, columns)
    }

    /// Scores a batch.
    ///
    /// # Errors
    /// If there is no answer at all.
    pub fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        self.methodology.assess(batch).map(Answer::finish)
    }

    /// Scores rows, each a list of factors' values.
    ///
    /// # Errors
    /// If a value is of no factor or of another kind, or there is no answer at all.
    pub fn assess_rows(&self, rows: &[&[(&str, Value)]]) -> Result<Answer, String> {
        self.assess(&Batch::of_rows(&self.describe(), rows)?)
    }

    /// The steps to the score of each row.
    ///
    /// # Errors
    /// If there is no answer at all.
    pub fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        self.methodology.trace(batch)
    }

    /// The loss model of each row.
    ///
    /// # Errors
    /// If there is no answer at all.
    pub fn loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, String> {
        self.methodology.loss(batch)
    }
}
