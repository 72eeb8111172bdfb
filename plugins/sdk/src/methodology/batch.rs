//! Rows of factors, column by column.

use std::iter::{Copied, Enumerate};
use std::slice::Iter;

use super::columns::{Columns, Refused};
use super::description::{Description, FactorKind};
use super::marks::Marks;
use super::trace::Value;
use crate::texts::Id;

/// A factor's values, one for each row; 0 or `false` where it was not estimated.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Levels by index.
    Ordinal(Vec<u8>),
    /// Numbers.
    Number(Vec<f64>),
    /// Three-point estimates, a list for each point.
    Estimate {
        /// Least.
        low: Vec<f64>,
        /// Most likely.
        mode: Vec<f64>,
        /// Greatest.
        high: Vec<f64>,
    },
    /// Truth values.
    Flag(Vec<bool>),
}

impl Values {
    fn of(kind: &FactorKind, rows: usize) -> Self {
        match kind {
            FactorKind::Ordinal(_) => Self::Ordinal(vec![0; rows]),
            FactorKind::Number(_) => Self::Number(vec![0.0; rows]),
            FactorKind::Estimate(_) => {
                Self::Estimate { low: vec![0.0; rows], mode: vec![0.0; rows], high: vec![0.0; rows] }
            }
            FactorKind::Flag => Self::Flag(vec![false; rows]),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Ordinal(values) => values.len(),
            Self::Number(values) => values.len(),
            Self::Estimate { low, mode, high } => low.len().min(mode.len()).min(high.len()),
            Self::Flag(values) => values.len(),
        }
    }

    fn get(&self, row: usize) -> Option<Value> {
        Some(match self {
            Self::Ordinal(values) => Value::Level(*values.get(row)?),
            Self::Number(values) => Value::Number(*values.get(row)?),
            Self::Estimate { low, mode, high } => Value::Estimate(Estimate {
                low: *low.get(row)?,
                mode: *mode.get(row)?,
                high: *high.get(row)?,
            }),
            Self::Flag(values) => Value::Flag(*values.get(row)?),
        })
    }

    fn put(&mut self, row: usize, value: Value) -> bool {
        fn set<T>(values: &mut [T], row: usize, value: T) -> bool {
            values.get_mut(row).map(|cell| *cell = value).is_some()
        }
        match (self, value) {
            (Self::Ordinal(values), Value::Level(value)) => set(values, row, value),
            (Self::Number(values), Value::Number(value)) => set(values, row, value),
            (Self::Estimate { low, mode, high }, Value::Estimate(value)) => {
                set(low, row, value.low) && set(mode, row, value.mode) && set(high, row, value.high)
            }
            (Self::Flag(values), Value::Flag(value)) => set(values, row, value),
            _ => false,
        }
    }
}

/// A factor's column.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorColumn {
    values: Values,
    missing: Vec<u32>,
    absent: Marks,
}

impl FactorColumn {
    /// Values, and the rows in which the factor was not estimated, rising.
    #[must_use]
    #[inline]
    pub fn new(values: Values, missing: Vec<u32>) -> Self {
        Self { absent: Marks::of(&missing, values.len()), values, missing }
    }

    /// Its values; 0 or `false` in rows that are [missing](Self::missing).
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The rows in which the factor was not estimated, rising.
    #[must_use]
    pub fn missing(&self) -> &[u32] {
        &self.missing
    }

    #[inline(always)]
    pub(super) fn is_missing(&self, row: usize) -> bool {
        self.absent.has(row)
    }
}

/// A three-point estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Least.
    pub low: f64,
    /// Most likely.
    pub mode: f64,
    /// Greatest.
    pub high: f64,
}

/// Rows of factors, a column for each factor in the order of the description.
///
/// Columns are asked for by the factor's id and walked row by row; nothing is allocated in between:
///
/// ```
/// use riskwright_sdk::prelude::*;
///
/// fn sum_of_levels(batch: &Batch) -> Result<u32, String> {
///     let likelihood = batch.ordinal("likelihood")?;
///     Ok(likelihood.iter().flatten().map(u32::from).sum())
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    rows: usize,
    of: Columns,
    columns: Vec<FactorColumn>,
}

impl Batch {
    /// A batch of these columns.
    ///
    /// # Errors
    /// If the columns are not as many as the factors, not what they take, or not as long as there are rows.
    pub fn new(rows: usize, of: &Columns, columns: Vec<FactorColumn>) -> Result<Self, String> {
        of.fit(&columns)?;
        if columns.iter().any(|column| column.values.len() != rows) {
            return Err("a column of the batch has not a value for each row".to_owned());
        }
        Ok(Self { rows, of: of.clone(), columns })
    }

    /// A batch from rows, each a list of factors' values: for tests.
    ///
    /// # Errors
    /// If a value is of no factor, or of another kind than its factor takes.
    pub fn of_rows(description: &Description, rows: &[&[(&str, Value)]]) -> Result<Self, String> {
        let factors = &description.factors;
        let mut columns: Vec<(Values, Vec<u32>)> =
            factors.iter().map(|factor| (Values::of(&factor.kind, rows.len()), Vec::new())).collect();
        for (at, row) in rows.iter().enumerate() {
            for (factor, (values, missing)) in factors.iter().zip(&mut columns) {
                match row.iter().find(|(id, _)| *id == factor.id) {
                    Some((_, value)) if values.put(at, *value) => {}
                    Some((id, _)) => return Err(["`", id, "` takes another kind of value"].concat()),
                    None => missing.push(u32::try_from(at).map_err(|error| error.to_string())?),
                }
            }
            if let Some((id, _)) = row.iter().find(|(id, _)| !factors.iter().any(|factor| factor.id == *id)) {
                return Err(["there is no factor `", id, "`"].concat());
            }
        }
        let columns = columns.into_iter().map(|(values, missing)| FactorColumn::new(values, missing));
        Self::new(rows.len(), &Columns::of(description.clone()), columns.collect())
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The ids of the factors, in the order of the columns.
    #[must_use]
    pub fn ids(&self) -> &[Id] {
        self.of.ids()
    }

    /// All columns, in the order of the description's factors.
    #[must_use]
    pub fn columns(&self) -> &[FactorColumn] {
        &self.columns
    }

    /// The rows that need no look: something that is required is missing, or out of its scale. None if nothing is known
    /// of the factors but their ids.
    #[must_use]
    pub fn refused(&self) -> Refused<'_> {
        Refused::new(&self.of, self.rows, &self.columns)
    }

    /// A row.
    #[must_use]
    pub fn row(&self, row: usize) -> Row<'_> {
        Row { batch: self, row }
    }

    /// The levels of an ordinal factor.
    ///
    /// # Errors
    /// If the description has no such factor, or it is of another kind: a mistake of the methodology, to be handed on.
    pub fn ordinal(&self, factor: &str) -> Result<Column<'_, u8>, String> {
        let column = self.column(factor)?;
        match &column.values {
            Values::Ordinal(values) => Ok(Column::of(column, values)),
            _ => Err(other_kind(factor, "levels")),
        }
    }

    /// The values of a factor that takes numbers.
    ///
    /// # Errors
    /// As [`Self::ordinal`].
    pub fn number(&self, factor: &str) -> Result<Column<'_, f64>, String> {
        let column = self.column(factor)?;
        match &column.values {
            Values::Number(values) => Ok(Column::of(column, values)),
            _ => Err(other_kind(factor, "numbers")),
        }
    }

    /// The values of a factor that takes yes or no.
    ///
    /// # Errors
    /// As [`Self::ordinal`].
    pub fn flag(&self, factor: &str) -> Result<Column<'_, bool>, String> {
        let column = self.column(factor)?;
        match &column.values {
            Values::Flag(values) => Ok(Column::of(column, values)),
            _ => Err(other_kind(factor, "yes or no")),
        }
    }

    /// The values of a factor that takes three-point estimates.
    ///
    /// # Errors
    /// As [`Self::ordinal`].
    pub fn estimate(&self, factor: &str) -> Result<Estimates<'_>, String> {
        let column = self.column(factor)?;
        match &column.values {
            Values::Estimate { low, mode, high } => {
                let point = |values| Column::of(column, values);
                Ok(Estimates { low: point(low), mode: point(mode), high: point(high) })
            }
            _ => Err(other_kind(factor, "estimates")),
        }
    }

    fn column(&self, factor: &str) -> Result<&FactorColumn, String> {
        self.columns.get(self.place(factor)).ok_or_else(|| ["there is no factor `", factor, "`"].concat())
    }
}

impl Batch {
    /// Which column is a factor's.
    #[inline(always)]
    fn place(&self, factor: &str) -> usize {
        self.of.place(factor)
    }
}

fn other_kind(factor: &str, kind: &str) -> String {
    ["factor `", factor, "` does not take ", kind].concat()
}

/// A factor's values, row by row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'a, T> {
    values: &'a [T],
    missing: &'a [u32],
    absent: &'a Marks,
}

impl<'a, T: Copy> Column<'a, T> {
    fn of(column: &'a FactorColumn, values: &'a [T]) -> Self {
        Self { values, missing: &column.missing, absent: &column.absent }
    }

    /// The value of a row; `None` where the factor was not estimated.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        if self.absent.has(row) { None } else { self.values.get(row).copied() }
    }

    /// The values of all rows; `None` where the factor was not estimated.
    #[must_use]
    pub fn iter(&self) -> ColumnIter<'a, T> {
        ColumnIter { values: self.values.iter().copied().enumerate(), missing: self.missing }
    }

    /// The values as they came: 0 or `false` in rows that are [missing](Self::missing).
    #[must_use]
    pub fn values(&self) -> &'a [T] {
        self.values
    }

    /// The rows in which the factor was not estimated, rising.
    #[must_use]
    pub fn missing(&self) -> &'a [u32] {
        self.missing
    }
}

impl<'a, T: Copy> IntoIterator for Column<'a, T> {
    type Item = Option<T>;
    type IntoIter = ColumnIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The values of a column's rows.
#[derive(Debug, Clone)]
pub struct ColumnIter<'a, T> {
    values: Enumerate<Copied<Iter<'a, T>>>,
    missing: &'a [u32],
}

impl<T: Copy> Iterator for ColumnIter<'_, T> {
    type Item = Option<T>;

    #[inline]
    fn next(&mut self) -> Option<Option<T>> {
        let (row, value) = self.values.next()?;
        if let Some((first, rest)) = self.missing.split_first() {
            // a list that does not rise is the host's mistake: what it names late counts as estimated
            if *first as usize <= row {
                self.missing = rest;
                if *first as usize == row {
                    return Some(None);
                }
            }
        }
        Some(Some(value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.values.size_hint()
    }
}

impl<T: Copy> ExactSizeIterator for ColumnIter<'_, T> {}

/// The three-point estimates of a factor, row by row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimates<'a> {
    /// Least.
    pub low: Column<'a, f64>,
    /// Most likely.
    pub mode: Column<'a, f64>,
    /// Greatest.
    pub high: Column<'a, f64>,
}

impl<'a> Estimates<'a> {
    /// The estimate of a row; `None` where the factor was not estimated.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Estimate> {
        Some(Estimate { low: self.low.get(row)?, mode: self.mode.get(row)?, high: self.high.get(row)? })
    }

    /// The estimates of all rows.
    pub fn iter(&self) -> impl Iterator<Item = Option<Estimate>> + use<'a> {
        let points = self.low.iter().zip(self.mode.values.iter().zip(self.high.values));
        points.map(|(low, (mode, high))| low.map(|low| Estimate { low, mode: *mode, high: *high }))
    }
}

/// A row of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    batch: &'a Batch,
    row: usize,
}

impl<'a> Row<'a> {
    /// Its place in the batch, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.row
    }

    /// The level of an ordinal factor; `None` if it was not estimated.
    #[must_use]
    #[inline(always)]
    pub fn level(&self, factor: &str) -> Option<u8> {
        match &self.estimated(factor)?.values {
            Values::Ordinal(values) => values.get(self.row).copied(),
            _ => None,
        }
    }

    /// The value of a factor that takes numbers; `None` if it was not estimated.
    #[must_use]
    #[inline(always)]
    pub fn number(&self, factor: &str) -> Option<f64> {
        match &self.estimated(factor)?.values {
            Values::Number(values) => values.get(self.row).copied(),
            _ => None,
        }
    }

    /// The value of a factor that takes three-point estimates; `None` if it was not estimated.
    #[must_use]
    pub fn estimate(&self, factor: &str) -> Option<Estimate> {
        match self.value(factor) {
            Some(Value::Estimate(estimate)) => Some(estimate),
            _ => None,
        }
    }

    /// The value of a factor that takes yes or no; `None` if it was not estimated.
    #[must_use]
    #[inline(always)]
    pub fn flag(&self, factor: &str) -> Option<bool> {
        match &self.estimated(factor)?.values {
            Values::Flag(values) => values.get(self.row).copied(),
            _ => None,
        }
    }

    /// The value of a factor, whatever it takes; `None` if it was not estimated.
    #[must_use]
    pub fn value(&self, factor: &str) -> Option<Value> {
        self.at(self.batch.place(factor))
    }

    /// The factors that were estimated, with their values, in the order of the description.
    pub fn values(&self) -> impl Iterator<Item = (&'a Id, Value)> + use<'a> {
        self.all().filter_map(|(id, value)| Some((id, value?)))
    }

    /// All factors, with the values of those that were estimated, in the order of the description.
    pub fn all(&self) -> impl Iterator<Item = (&'a Id, Option<Value>)> + use<'a> {
        let row = *self;
        let ids = row.batch.ids().iter().enumerate();
        ids.map(move |(at, id)| (id, row.at(at)))
    }

    /// The column of a factor, if it was estimated in this row.
    #[inline(always)]
    fn estimated(&self, factor: &str) -> Option<&'a FactorColumn> {
        let column = self.batch.columns.get(self.batch.place(factor))?;
        if column.is_missing(self.row) { None } else { Some(column) }
    }

    fn at(&self, column: usize) -> Option<Value> {
        let column = self.batch.columns.get(column)?;
        if column.is_missing(self.row) { None } else { column.values.get(self.row) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the list, in whatever order it is, and past its end.
    #[test]
    fn rows_are_missing_that_are_listed() {
        let lists: [&[u32]; 6] = [&[], &[0], &[63, 64, 65], &[129], &[128, 2, 2], &[5, 130, u32::MAX]];
        for missing in lists {
            let column = FactorColumn::new(Values::Ordinal(vec![3; 130]), missing.to_vec());
            let levels = Column::of(&column, &[3_u8; 130]);
            for row in 0..130 {
                let listed = missing.contains(&u32::try_from(row).unwrap());
                assert_eq!(column.is_missing(row), listed, "{row} of {missing:?}");
                assert_eq!(levels.get(row), (!listed).then_some(3), "{row} of {missing:?}");
            }
            assert_eq!(levels.get(130), None);
            if missing.is_sorted() {
                assert!(levels.iter().eq((0..130).map(|row| levels.get(row))), "{missing:?}");
            }
        }
    }
}
