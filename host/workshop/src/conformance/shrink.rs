//! Makes a failing batch smaller: fewer rows, fewer factors, lower values.

use riskwright_core::methodology::Description;

use super::rows::{Row, simpler};

/// So many batches are tried at most.
const TRIES: usize = 600;

/// The smallest batch found that still fails.
pub(super) fn shrink(
    description: &Description,
    rows: Vec<Row>,
    fails: &mut dyn FnMut(&[Row]) -> bool,
) -> Vec<Row> {
    let mut search = Search { rows, tries: 0, fails };
    search.fewer_rows();
    while search.simpler_cells(description) {}
    search.rows
}

struct Search<'a> {
    rows: Vec<Row>,
    tries: usize,
    fails: &'a mut dyn FnMut(&[Row]) -> bool,
}

impl Search<'_> {
    /// Takes these rows if they still fail.
    fn take(&mut self, rows: Vec<Row>) -> bool {
        self.tries += 1;
        let better = self.tries <= TRIES && (self.fails)(&rows);
        if better {
            self.rows = rows;
        }
        better
    }

    fn fewer_rows(&mut self) {
        let mut piece = self.rows.len().div_ceil(2);
        while piece > 0 {
            let mut at = 0;
            while at < self.rows.len() && self.rows.len() > 1 {
                let end = (at + piece).min(self.rows.len());
                let rest: Vec<Row> =
                    self.rows.iter().take(at).chain(self.rows.iter().skip(end)).cloned().collect();
                if rest.is_empty() || !self.take(rest) {
                    at = end;
                }
            }
            piece /= 2;
        }
    }

    /// One step; whether there was any.
    fn simpler_cells(&mut self, description: &Description) -> bool {
        let mut better = false;
        for (at, factor) in description.factors.iter().enumerate() {
            // in all rows at once: they may have to differ in one factor alone
            if !factor.required {
                better |= self.change(|_| true, at, |_| Some(None));
            }
            for choice in 0..3 {
                better |=
                    self.change(|_| true, at, |value| simpler(factor, value?).get(choice).copied().map(Some));
            }
            for row in 0..self.rows.len() {
                for choice in 0..3 {
                    let one = |place: usize| place == row;
                    better |=
                        self.change(one, at, |value| simpler(factor, value?).get(choice).copied().map(Some));
                }
            }
        }
        better && self.tries <= TRIES
    }

    fn change(
        &mut self,
        which: impl Fn(usize) -> bool,
        at: usize,
        change: impl Fn(
            Option<riskwright_core::identification::FactorValue>,
        ) -> Option<Option<riskwright_core::identification::FactorValue>>,
    ) -> bool {
        let mut rows = self.rows.clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(place, _)| which(*place)) {
            if let Some(cell) = row.get_mut(at)
                && let Some(value) = change(*cell)
            {
                *cell = value;
            }
        }
        rows != self.rows && self.take(rows)
    }
}
