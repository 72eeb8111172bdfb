//! Likelihood and consequence meet in the organisation's own table (ISO/IEC 27005:2022, A.1): the built-in matrix as a
//! plugin, to the bit.
#![forbid(unsafe_code)]
#![deny(clippy::disallowed_methods)]

use riskwright_sdk::prelude::*;

mod settings;
mod way;

pub use settings::{Band, Criterion, Settings};
use way::{Table, Way};

/// The matrix: the consequence is the worst over the criteria estimated, or the overall one.
#[derive(Debug)]
pub struct Matrix {
    settings: Settings,
    table: Table,
}

riskwright_sdk::export!(methodology: Matrix);

const LIKELIHOOD: &str = "likelihood";
const CONSEQUENCE: &str = "consequence";

impl Methodology for Matrix {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        settings.check().map_err(|problem| vec![problem])?;
        let table = Table::of(&settings);
        Ok(Self { settings, table })
    }

    fn describe(&self) -> Description {
        let settings = &self.settings;
        let scores = || settings.table.iter().flatten().copied();
        let least = f64::from(scores().min().unwrap_or(0));
        let greatest = f64::from(scores().max().unwrap_or(0));
        let levels = settings.bands.iter().map(|band| band.name.clone()).collect();
        let title = texts! { en: "Risk matrix", de: "Risikomatrix" };
        let likelihood = texts! { en: "Likelihood", de: "Wahrscheinlichkeit" };
        let consequence = texts! { en: "Consequence", de: "Auswirkung" };
        let mut description = Description::new(title, levels, least, greatest).factor(Factor::ordinal(
            LIKELIHOOD,
            likelihood,
            settings.likelihood.clone(),
        ));
        for criterion in &settings.criteria {
            let levels = criterion.levels.as_ref().unwrap_or(&settings.consequence).clone();
            let factor = Factor::ordinal(criterion.id.clone(), criterion.title.clone(), levels);
            description = description.factor(factor.optional());
        }
        description
            .factor(Factor::ordinal(CONSEQUENCE, consequence, settings.consequence.clone()).optional())
            .axes(LIKELIHOOD, CONSEQUENCE)
    }

    fn columns(&self) -> Columns {
        // what is missing or out of its scale shows in the table: no pass over the rows is made for it
        let criteria = self.settings.criteria.iter().map(|criterion| Id::Owned(criterion.id.clone()));
        Columns::unchecked(std::iter::once(LIKELIHOOD.into()).chain(criteria).chain([CONSEQUENCE.into()]))
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        let rows = batch.rows();
        // the worst overall level so far, row by row
        let mut worst = vec![way::NOTHING; rows];
        for (id, onto) in batch.ids().iter().skip(1).zip(self.table.onto()) {
            let column = batch.ordinal(id)?;
            // a row that lacks it keeps what it has
            let kept: Vec<u8> = standing(&worst, column.missing()).collect();
            onto.raise(&mut worst, column.values());
            for (row, before) in column.missing().iter().zip(kept) {
                if let Some(worst) = worst.get_mut(*row as usize) {
                    *worst = before;
                }
            }
        }
        let likelihood = batch.ordinal(LIKELIHOOD)?;
        let mut answer = Answer::for_rows(rows);
        let scored =
            self.table.score(likelihood.values(), &worst, &mut answer) && likelihood.missing().is_empty();
        if !scored {
            for (row, (likelihood, worst)) in likelihood.iter().zip(worst).enumerate() {
                if !likelihood.is_some_and(|likelihood| self.table.cell(likelihood, worst).has_score()) {
                    answer.problem(row, self.why_not(batch.row(row)));
                }
            }
        }
        Ok(answer)
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        let rows = (0..batch.rows()).map(|row| {
            let row = batch.row(row);
            self.table.way(&levels_of(row)).map(|way| steps(row, &way)).unwrap_or_default()
        });
        Ok(rows.collect())
    }
}

/// What stands in these rows.
fn standing<'a>(of: &'a [u8], rows: &'a [u32]) -> impl Iterator<Item = u8> + 'a {
    rows.iter().map(|row| of.get(*row as usize).copied().unwrap_or_default())
}

impl Matrix {
    /// Why a row has no score.
    fn why_not(&self, row: Row<'_>) -> Texts {
        self.table.way(&levels_of(row)).err().unwrap_or_default()
    }
}

/// A row's levels: likelihood, then each consequence.
fn levels_of(row: Row<'_>) -> Vec<Option<u8>> {
    row.all()
        .map(|(_, value)| if let Some(Value::Level(level)) = value { Some(level) } else { None })
        .collect()
}

/// The steps of a row: what was estimated, the overall consequence where a criterion decided it, the score.
fn steps(row: Row<'_>, way: &Way) -> Vec<Step> {
    let deciding: Vec<Id> = row
        .all()
        .map(|(id, _)| id.clone())
        .zip(&way.decides)
        .filter(|(_, decides)| **decides)
        .map(|(id, _)| id)
        .collect();
    let by_itself = deciding == [CONSEQUENCE];
    let mut steps = Vec::new();
    for (id, value) in row.values() {
        // the overall node replaces a lesser overall estimate: the worst decides
        if by_itself || id != CONSEQUENCE {
            steps.push(Step { node: id.clone(), value, sources: Vec::new() });
        }
    }
    if !by_itself {
        let sources = deciding.into_iter().filter(|id| id != CONSEQUENCE).collect();
        steps.push(Step { node: CONSEQUENCE.into(), value: Value::Level(way.consequence), sources });
    }
    let sources = vec![LIKELIHOOD.into(), CONSEQUENCE.into()];
    steps.push(Step { node: "score".into(), value: Value::Number(way.cell.score), sources });
    steps
}
