//! What an author of a methodology implements: [`RowMethodology`] for a row at a time, [`Methodology`] for whole batches.

use serde::de::DeserializeOwned;

pub mod answer;
pub mod batch;
pub mod columns;
pub mod description;
pub mod loss;
mod marks;
pub mod ready;
pub mod trace;

use answer::Answer;
use batch::{Batch, Row};
use columns::Columns;
use description::Description;
use loss::LossModel;
use trace::{Step, Trace};

use crate::settings::SettingsProblem;
use crate::texts::Texts;

/// A methodology: a pure function from factors to scores, batch by batch.
///
/// Whoever would rather think in rows implements [`RowMethodology`] and has this one for nothing. Here the author walks
/// the columns, which is faster: nothing is looked up by name between one row and the next.
pub trait Methodology: Sized + 'static {
    /// Its settings. `{}` stands for the default; [`NoSettings`](crate::NoSettings) for none at all.
    type Settings: DeserializeOwned + Default;

    /// The methodology under these settings, which have the right shape.
    ///
    /// # Errors
    /// What else is wrong with them, each with the place where.
    fn new(settings: Self::Settings) -> Result<Self, Vec<SettingsProblem>>;

    /// Which factors it wants and how it answers.
    fn describe(&self) -> Description;

    /// Scores a batch.
    ///
    /// # Errors
    /// If it could not answer at all. A row that has no score is a problem in the answer and loses no other row.
    fn assess(&self, batch: &Batch) -> Result<Answer, String>;

    /// The steps from factors to score of each row; none for a row with a problem.
    ///
    /// # Errors
    /// If it could not answer at all.
    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String>;

    /// The loss model of each row, if the description says that it gives them.
    ///
    /// # Errors
    /// If it could not answer at all.
    fn loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, String> {
        Ok((0..batch.rows()).map(|_| None).collect())
    }

    /// What the columns of a batch hold; asked for once under the same settings. As it stands the whole description is
    /// made for it: in a fresh instance a methodology is quicker that lists the ids here ([`Columns::unchecked`]).
    fn columns(&self) -> Columns {
        Columns::of(self.describe())
    }
}

/// A row's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The score, within the description's bounds.
    pub score: f64,
    /// The level, by index.
    pub level: u8,
}

impl Scored {
    /// A score and its level.
    #[must_use]
    pub fn new(score: f64, level: u8) -> Self {
        Self { score, level }
    }
}

/// A methodology that looks at one row at a time.
///
/// A row is shown if it has all that is required, and every value lies within its factor's scale: a level that there is,
/// a number or an estimate within the bounds, an estimate that rises. One that is not has a problem that says what is
/// wrong and what would do. The trace begins with the factors
/// that were estimated and ends with the score; what lies between the method writes into it as it goes.
///
/// ```
/// use riskwright_sdk::prelude::*;
///
/// struct Product;
///
/// impl RowMethodology for Product {
///     type Settings = NoSettings;
///
///     fn new(_: NoSettings) -> Result<Self, Vec<SettingsProblem>> {
///         Ok(Self)
///     }
///
///     fn describe(&self) -> Description {
///         let scale = || levels(["en", "de"], [["low", "niedrig"], ["medium", "mittel"], ["high", "hoch"]]);
///         Description::new(texts! { en: "Product", de: "Produkt" }, scale(), 1.0, 9.0)
///             .factor(Factor::ordinal("likelihood", texts! { en: "Likelihood" }, scale()))
///             .factor(Factor::ordinal("impact", texts! { en: "Impact" }, scale()))
///             .axes("likelihood", "impact")
///     }
///
///     fn row(&self, row: Row<'_>, _: &mut Trace) -> Result<Scored, Texts> {
///         let likelihood = row.level("likelihood").unwrap_or(0) + 1;
///         let impact = row.level("impact").unwrap_or(0) + 1;
///         let score = likelihood * impact;
///         Ok(Scored::new(score.into(), match score { 0..=2 => 0, 3..=5 => 1, _ => 2 }))
///     }
/// }
///
/// let product = Ready::<Product>::new("{}").unwrap();
/// let rows: [&[_]; 2] = [
///     &[("likelihood", Value::Level(2)), ("impact", Value::Level(1))],
///     &[("likelihood", Value::Level(2))],
/// ];
/// let answer = product.assess_rows(&rows).unwrap();
/// assert_eq!(answer.get(0), Ok((6.0, 2)));
/// assert_eq!(answer.get(1).unwrap_err().first(), "`impact` was not estimated");
/// ```
pub trait RowMethodology: Sized + 'static {
    /// Its settings. `{}` stands for the default; [`NoSettings`](crate::NoSettings) for none at all.
    type Settings: DeserializeOwned + Default;

    /// The methodology under these settings, which have the right shape.
    ///
    /// # Errors
    /// What else is wrong with them, each with the place where.
    fn new(settings: Self::Settings) -> Result<Self, Vec<SettingsProblem>>;

    /// Which factors it wants and how it answers.
    fn describe(&self) -> Description;

    /// Scores a row, and tells the trace what lies between the factors and the score.
    ///
    /// `#[inline(always)]` on it makes it a part of the loop over the rows, in which a light method takes two thirds of the time.
    ///
    /// # Errors
    /// Why the row has no score, and what would help.
    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts>;

    /// The loss model of a row, if the description says that it gives them. Asked for rows that have a score.
    fn loss(&self, row: Row<'_>) -> Option<LossModel> {
        let _ = row;
        None
    }
}

impl<T: RowMethodology> Methodology for T {
    type Settings = T::Settings;

    fn new(settings: T::Settings) -> Result<Self, Vec<SettingsProblem>> {
        T::new(settings)
    }

    fn describe(&self) -> Description {
        RowMethodology::describe(self)
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        Ok(each_row(self, batch, None))
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        let mut traces = Vec::with_capacity(batch.rows());
        each_row(self, batch, Some(&mut traces));
        Ok(traces)
    }

    fn loss(&self, batch: &Batch) -> Result<Vec<Option<LossModel>>, String> {
        let answer = each_row(self, batch, None);
        let rows = (0..batch.rows()).map(|row| {
            if answer.has_problem(row) { None } else { RowMethodology::loss(self, batch.row(row)) }
        });
        Ok(rows.collect())
    }
}

/// Scores each row, and takes its steps down where they are wanted. The one place in which a method's rows are scored, so
/// that the compiler makes the method a part of this loop: to call it for each row costs as much as a small method does.
#[inline(never)]
fn each_row<M: RowMethodology>(method: &M, batch: &Batch, mut traces: Option<&mut Vec<Vec<Step>>>) -> Answer {
    let refused = batch.refused();
    let mut answer = Answer::for_rows(batch.rows());
    let mut trace = Trace::unwanted();
    for row in 0..batch.rows() {
        if traces.is_some() {
            trace = Trace::kept();
            trace.factors(batch.row(row));
        }
        let scored = match refused.get(row) {
            None => method.row(batch.row(row), &mut trace),
            Some(message) => Err(message),
        };
        match scored {
            Ok(Scored { score, level }) => {
                if let Some(traces) = &mut traces {
                    traces.push(std::mem::take(&mut trace).finish(score));
                }
                answer.score(row, score, level);
            }
            Err(message) => {
                if let Some(traces) = &mut traces {
                    traces.push(Vec::new());
                }
                answer.problem(row, message);
            }
        }
    }
    answer
}

/// The problem of a row that lacks a factor.
#[must_use]
#[cold]
#[inline(never)]
pub fn not_estimated(factor: &str) -> Texts {
    let en = ["`", factor, "` was not estimated"].concat();
    let de = ["`", factor, "` wurde nicht geschätzt"].concat();
    crate::texts! { en: en, de: de }
}
