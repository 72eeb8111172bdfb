//! A row's way through the table.

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

use crate::settings::Settings;

/// No consequence was estimated. Overall level 0 is 1, and so on.
pub(crate) const NOTHING: u8 = 0;
/// What stands where a row has no score.
const NO_SCORE: Cell = Cell { score: f64::NAN, level: NO_LEVEL };
/// A level of risk that there is not.
const NO_LEVEL: u8 = u8::MAX;

/// The overall level that each level of a criterion leads to, as [`NOTHING`] has it.
#[derive(Debug)]
pub(crate) struct Onto([u8; 256]);

impl Onto {
    /// Levels that there are not lead `beyond`.
    fn new(leads: impl Iterator<Item = u8>, beyond: u8) -> Self {
        let mut onto = [beyond; 256];
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

    /// Takes the worse of what is there and where a level leads, row by row.
    // a loop in a function of its own has the processor's registers to itself in a component too
    #[inline(never)]
    pub(crate) fn raise(&self, worst: &mut [u8], levels: &[u8]) {
        // eight at a time: a component counts each time around a loop
        let ((eights, rest), (levels, levels_rest)) = (worst.as_chunks_mut::<8>(), levels.as_chunks::<8>());
        for (eight, levels) in eights.iter_mut().zip(levels) {
            for (worst, level) in eight.iter_mut().zip(levels) {
                *worst = (*worst).max(self.of(*level));
            }
        }
        for (worst, level) in rest.iter_mut().zip(levels_rest) {
            *worst = (*worst).max(self.of(*level));
        }
    }
}

/// A cell of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) score: f64,
    pub(crate) level: u8,
}

impl Cell {
    /// Whether a row has a score.
    pub(crate) fn has_score(self) -> bool {
        self.level != NO_LEVEL
    }
}

/// The table, made for quick looking up.
#[derive(Debug)]
pub(crate) struct Table {
    /// Row by row; none at [`NOTHING`] and at `beyond`.
    cells: Vec<Cell>,
    across: usize,
    /// Behind the last level.
    beyond: u8,
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
        let beyond = u8::try_from(settings.consequence.len()).unwrap_or(u8::MAX).saturating_add(1);
        let across = usize::from(beyond) + 1;
        let cell = |score: &u32| {
            let level = settings.bands.iter().rposition(|band| band.from <= *score).unwrap_or(0);
            Cell { score: f64::from(*score), level: u8::try_from(level).unwrap_or(NO_LEVEL) }
        };
        let cells = settings.table.iter().flat_map(|row| {
            let own = row.iter().map(cell).chain(std::iter::repeat(NO_SCORE)).take(across.saturating_sub(2));
            std::iter::once(NO_SCORE).chain(own).chain([NO_SCORE])
        });
        let all = |levels: usize| (0..=u8::MAX).take(levels);
        let own = settings.criteria.iter().map(|criterion| {
            let levels = criterion.levels.as_ref().unwrap_or(&settings.consequence).len();
            if criterion.onto.is_empty() {
                Onto::new(all(levels), beyond)
            } else {
                Onto::new(criterion.onto.iter().copied(), beyond)
            }
        });
        let overall = Onto::new(all(settings.consequence.len()), beyond);
        Self { cells: cells.collect(), across, beyond, onto: own.chain([overall]).collect() }
    }

    /// Where the levels of each consequence lead, the overall one last.
    pub(crate) fn onto(&self) -> &[Onto] {
        &self.onto
    }

    /// The cell of a likelihood and the worst consequence.
    #[inline]
    pub(crate) fn cell(&self, likelihood: u8, worst: u8) -> Cell {
        *self.cells.get(usize::from(likelihood) * self.across + usize::from(worst)).unwrap_or(&NO_SCORE)
    }

    /// Gives each row its cell; whether all have one.
    #[inline(never)]
    pub(crate) fn score(&self, likelihood: &[u8], worst: &[u8], answer: &mut Answer) -> bool {
        let mut all = true;
        let mut put = |score: &mut f64, level: &mut u8, likelihood: &u8, worst: &u8| {
            let cell = self.cell(*likelihood, *worst);
            (*score, *level) = (cell.score, cell.level);
            all &= cell.has_score();
        };
        let (scores, levels) = answer.places();
        let ((scores, scores_rest), (levels, levels_rest)) =
            (scores.as_chunks_mut::<8>(), levels.as_chunks_mut::<8>());
        let ((likelihood, likelihood_rest), (worst, worst_rest)) =
            (likelihood.as_chunks::<8>(), worst.as_chunks::<8>());
        let eights = scores.iter_mut().zip(levels).zip(likelihood.iter().zip(worst));
        for ((scores, levels), (likelihood, worst)) in eights {
            let rows = scores.iter_mut().zip(levels).zip(likelihood.iter().zip(worst));
            rows.for_each(|((score, level), (likelihood, worst))| put(score, level, likelihood, worst));
        }
        let rest = scores_rest.iter_mut().zip(levels_rest).zip(likelihood_rest.iter().zip(worst_rest));
        rest.for_each(|((score, level), (likelihood, worst))| put(score, level, likelihood, worst));
        all
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
            if led == self.beyond {
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
        let cell = self.cell(likelihood, worst);
        if !cell.has_score() {
            return Err(texts! {
                en: ["there is no likelihood level ", &digits(u32::from(likelihood))].concat(),
                de: ["es gibt keine Wahrscheinlichkeitsstufe ", &digits(u32::from(likelihood))].concat(),
            });
        }
        let leads = consequences.iter().zip(&self.onto);
        let leads = leads.map(|(level, onto)| level.is_some_and(|level| onto.of(level) == worst));
        Ok(Way { consequence, cell, decides: std::iter::once(false).chain(leads).collect() })
    }
}
