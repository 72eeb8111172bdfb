//! A row's way through the table.

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

use crate::settings::Settings;

/// No consequence was estimated. Overall level 0 is 1, and so on.
pub(crate) const NOTHING: u8 = 0;
/// A level that there is not.
const NO_LEVEL: u8 = u8::MAX;

/// The overall level that each level of a criterion leads to, as [`NOTHING`] has it.
#[derive(Debug)]
pub(crate) struct Onto([u8; 256]);

impl Onto {
    fn new(leads: impl Iterator<Item = u8>) -> Self {
        let mut onto = [NO_LEVEL; 256];
        for (place, to) in onto.iter_mut().zip(leads) {
            *place = to.saturating_add(1);
        }
        Self(onto)
    }

    /// Where a level leads.
    #[inline]
    pub(crate) fn of(&self, level: u8) -> u8 {
        self.0[usize::from(level)]
    }
}

/// A cell of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) score: f64,
    pub(crate) level: u8,
}

/// The table, made for quick looking up.
#[derive(Debug)]
pub(crate) struct Table {
    cells: Vec<Cell>,
    across: usize,
    onto: Vec<Onto>,
}

/// A row's way through it.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) consequence: u8,
    pub(crate) cell: Cell,
    /// For each factor: whether it led to the overall consequence.
    pub(crate) decides: Vec<bool>,
}

impl Table {
    pub(crate) fn of(settings: &Settings) -> Self {
        let cells = settings.table.iter().flatten().map(|score| {
            let level = settings.bands.iter().rposition(|band| band.from <= *score).unwrap_or(0);
            Cell { score: f64::from(*score), level: u8::try_from(level).unwrap_or(u8::MAX) }
        });
        let own = settings.criteria.iter().map(|criterion| {
            let levels = criterion.levels.as_ref().unwrap_or(&settings.consequence).len();
            if criterion.onto.is_empty() {
                Onto::new((0..=u8::MAX).take(levels))
            } else {
                Onto::new(criterion.onto.iter().copied())
            }
        });
        let overall = Onto::new((0..=u8::MAX).take(settings.consequence.len()));
        Self {
            cells: cells.collect(),
            across: settings.consequence.len(),
            onto: own.chain([overall]).collect(),
        }
    }

    /// Where the levels of each consequence lead, the overall one last.
    pub(crate) fn onto(&self) -> &[Onto] {
        &self.onto
    }

    /// The cell of a likelihood and the worst consequence; none where either is not there.
    #[inline]
    pub(crate) fn cell(&self, likelihood: u8, worst: u8) -> Option<Cell> {
        // a level that there is not lies behind the last column
        let column = usize::from(worst).checked_sub(1).filter(|column| *column < self.across)?;
        self.cells.get(usize::from(likelihood) * self.across + column).copied()
    }

    /// The way of a row: the level of its likelihood, then of each consequence.
    pub(crate) fn way(&self, levels: &[Option<u8>]) -> Result<Way, Texts> {
        let (likelihood, consequences) = match levels.split_first() {
            Some((Some(likelihood), consequences)) => (*likelihood, consequences),
            _ => {
                return Err(texts! {
                    en: "no likelihood was estimated", de: "es wurde keine Wahrscheinlichkeit geschätzt",
                });
            }
        };
        let mut worst = NOTHING;
        for (level, onto) in consequences.iter().zip(&self.onto) {
            let Some(level) = level else { continue };
            let led = onto.of(*level);
            if led == NO_LEVEL {
                return Err(texts! {
                    en: ["there is no consequence level ", &digits(u32::from(*level))].concat(),
                    de: ["es gibt keine Auswirkungsstufe ", &digits(u32::from(*level))].concat(),
                });
            }
            worst = worst.max(led);
        }
        let Some(consequence) = worst.checked_sub(1) else {
            return Err(texts! {
                en: "no consequence was estimated", de: "es wurde keine Auswirkung geschätzt",
            });
        };
        let Some(cell) = self.cell(likelihood, worst) else {
            return Err(texts! {
                en: ["there is no likelihood level ", &digits(u32::from(likelihood))].concat(),
                de: ["es gibt keine Wahrscheinlichkeitsstufe ", &digits(u32::from(likelihood))].concat(),
            });
        };
        let leads = consequences.iter().zip(&self.onto);
        let leads = leads.map(|(level, onto)| level.is_some_and(|level| onto.of(level) == worst));
        Ok(Way { consequence, cell, decides: std::iter::once(false).chain(leads).collect() })
    }
}
