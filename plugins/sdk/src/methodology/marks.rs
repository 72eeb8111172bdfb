//! Which rows of a batch something holds of.

/// A bit for each row; no bits at all where it holds of none.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub(super) const fn none() -> Self {
        Self(Vec::new())
    }

    /// These of so many rows.
    #[inline]
    pub(super) fn of(marked: &[u32], rows: usize) -> Self {
        if marked.is_empty() { Self::none() } else { Self::some(marked, rows) }
    }

    #[inline(never)]
    fn some(marked: &[u32], rows: usize) -> Self {
        let mut marks = Self::none();
        marked.iter().for_each(|row| marks.mark(*row as usize, rows));
        marks
    }

    /// Marks one of so many rows. What lies beyond them is passed over.
    #[inline]
    pub(super) fn mark(&mut self, row: usize, rows: usize) {
        if self.0.is_empty() {
            self.0 = vec![0; rows.div_ceil(64)];
        }
        if let Some(word) = self.0.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    #[inline(always)]
    pub(super) fn has(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}
