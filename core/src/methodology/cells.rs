//! A factor's values, row by row.

use std::ops::Range;

use serde::{Serialize, Serializer};

/// Rows whose bits lie in one word.
const WORD: usize = 64;

/// A factor's values, row by row, as plugins take them: all in a row in memory, and apart from them which rows have none.
///
/// ```
/// use riskwright_core::methodology::Cells;
///
/// let cells: Cells<u8> = [Some(3), None, Some(1)].into_iter().collect();
/// assert_eq!(cells.values(), [3, 0, 1]);
/// assert_eq!(cells.missing(0..3).collect::<Vec<_>>(), [1]);
/// assert_eq!((cells.get(0), cells.get(1), cells.get(3)), (Some(3), None, None));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cells<T> {
    /// The default where there is none.
    values: Vec<T>,
    /// A bit for each row that has none.
    missing: Vec<u64>,
}

impl<T: Copy + Default> Cells<T> {
    /// So many rows, none of which has a value.
    #[must_use]
    pub fn none(rows: usize) -> Self {
        let mut missing = vec![u64::MAX; rows / WORD];
        if !rows.is_multiple_of(WORD) {
            missing.push((1 << (rows % WORD)) - 1);
        }
        Self { values: vec![T::default(); rows], missing }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values; 0 or `false` in rows that have none.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The value of a row. None if it has none, or is not there.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.is_missing(row) { None } else { self.values.get(row).copied() }
    }

    /// Puts a value into a row, or takes it out; whether the row is there.
    pub fn set(&mut self, row: usize, value: Option<T>) -> bool {
        let (Some(cell), Some(word)) = (self.values.get_mut(row), self.missing.get_mut(row / WORD)) else {
            return false;
        };
        let bit = 1 << (row % WORD);
        *word = if value.is_some() { *word & !bit } else { *word | bit };
        *cell = value.unwrap_or_default();
        true
    }

    /// Those of these rows that have no value, in order.
    pub fn missing(&self, rows: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = rows.start / WORD..rows.end.min(self.len()).div_ceil(WORD);
        let first = words.start;
        let words = self.missing.get(words).unwrap_or_default();
        // mostly nothing is missing, and a word of nothing is passed over
        let some = words.iter().enumerate().filter(|(_, word)| **word != 0);
        some.flat_map(move |(at, word)| ones(*word).map(move |bit| (first + at) * WORD + bit))
            .filter(move |row| rows.contains(row))
    }

    /// All rows.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<T>> + '_ {
        self.values
            .iter()
            .enumerate()
            .map(|(row, value)| if self.is_missing(row) { None } else { Some(*value) })
    }

    #[inline]
    fn is_missing(&self, row: usize) -> bool {
        self.missing.get(row / WORD).is_some_and(|word| word >> (row % WORD) & 1 == 1)
    }
}

/// Which bits of a word are set, lowest first.
fn ones(word: u64) -> impl Iterator<Item = usize> {
    let rest = move |word: &u64| Some(word & word.wrapping_sub(1)).filter(|rest| *rest != 0);
    std::iter::successors(Some(word).filter(|word| *word != 0), rest)
        .map(|word| word.trailing_zeros() as usize)
}

impl<T: Copy + Default> FromIterator<Option<T>> for Cells<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(rows: I) -> Self {
        let mut missing = Vec::new();
        let (mut word, mut bit) = (0_u64, 1_u64);
        let note = |row: Option<T>| {
            word |= if row.is_none() { bit } else { 0 };
            bit = bit.rotate_left(1);
            if bit == 1 {
                missing.push(std::mem::take(&mut word));
            }
            row.unwrap_or_default()
        };
        let values = rows.into_iter().map(note).collect();
        if bit != 1 {
            missing.push(word);
        }
        Self { values, missing }
    }
}

impl<T: Copy + Default> From<Vec<Option<T>>> for Cells<T> {
    fn from(rows: Vec<Option<T>>) -> Self {
        rows.into_iter().collect()
    }
}

/// A list, null where there is no value.
impl<T: Copy + Default + Serialize> Serialize for Cells<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// As a list of options, whatever is missing where, and cut anyhow.
        #[test]
        fn cells_are_a_list_of_options(
            mut rows in prop::collection::vec(prop::option::weighted(0.9, 1_u8..), 0..200),
            cut in (0_usize..210, 0_usize..210),
            put in (0_usize..210, any::<Option<u8>>()),
        ) {
            let mut cells = Cells::from(rows.clone());
            prop_assert_eq!(cells.set(put.0, put.1), put.0 < rows.len());
            if let Some(row) = rows.get_mut(put.0) {
                *row = put.1;
            }
            prop_assert_eq!(&cells, &rows.iter().copied().collect());
            prop_assert_eq!((cells.len(), cells.is_empty()), (rows.len(), rows.is_empty()));
            prop_assert_eq!(cells.iter().len(), rows.len());
            prop_assert_eq!(cells.iter().collect::<Vec<_>>(), rows.clone());
            for row in 0..210 {
                prop_assert_eq!(cells.get(row), rows.get(row).copied().flatten());
            }
            let defaults: Vec<u8> = rows.iter().map(|row| row.unwrap_or_default()).collect();
            prop_assert_eq!(cells.values(), defaults);
            let (first, end) = cut;
            let missing: Vec<usize> =
                (first..end).filter(|row| rows.get(*row).is_some_and(Option::is_none)).collect();
            prop_assert_eq!(cells.missing(first..end).collect::<Vec<_>>(), missing);
            prop_assert_eq!(serde_json::to_value(&cells).unwrap(), serde_json::to_value(&rows).unwrap());
        }
    }

    #[test]
    fn none_of_many_has_a_value() {
        for rows in [0, 1, 63, 64, 65, 1_000] {
            assert_eq!(Cells::<f64>::none(rows), vec![None; rows].into());
        }
    }
}
