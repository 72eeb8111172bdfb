//! What a batch's columns hold, known once for all batches under the same settings.

use std::sync::Arc;

use super::batch::{FactorColumn, Values};
use super::description::{Bounds, Description, FactorKind};
use super::not_estimated;
use crate::texts::{Id, Texts, decimal, digits};

/// The factors of a methodology as a batch needs them: their ids, and what the values of each may be.
///
/// Made from the description, they say of every row whether it has what is required and lies within its scales. A
/// methodology that looks after this by itself, column by column, gives the ids alone and saves the pass over the rows:
///
/// ```
/// use riskwright_sdk::prelude::*;
///
/// let columns = Columns::unchecked(["likelihood", "impact"]);
/// assert_eq!(columns.ids(), ["likelihood", "impact"]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Columns(Arc<Known>);

#[derive(Debug, PartialEq)]
struct Known {
    ids: Vec<Id>,
    /// As many as ids, or none where nothing is checked.
    factors: Vec<Expected>,
    places: Places,
}

/// Where an id is looked for first, so that hardly any row has to go through them all. Where that is, is known when a
/// method is compiled, since it asks by a literal.
#[derive(Debug, PartialEq)]
struct Places([u8; Places::COUNT]);

impl Places {
    const COUNT: usize = 256;

    fn of(ids: &[Id]) -> Self {
        let mut places = Self([0; Self::COUNT]);
        // of two at one place the first has it
        for (place, id) in (0..=u8::MAX).zip(ids).rev() {
            if let Some(at) = places.0.get_mut(Self::slot(id.as_bytes())) {
                *at = place;
            }
        }
        places
    }

    #[inline(always)]
    fn first(&self, id: &str) -> usize {
        self.0.get(Self::slot(id.as_bytes())).copied().map_or(0, usize::from)
    }

    #[inline(always)]
    fn slot(id: &[u8]) -> usize {
        let at = |place: usize| id.get(place).copied().map_or(0, usize::from);
        let last = id.len().saturating_sub(1);
        // numbers under which the ids of NIST SP 800-30, of Open FAIR and of FMEA share no place
        (id.len() + at(0) * 101 + at(last) * 113 + at(last / 2) * 3 + at(last / 3) * 117) % Self::COUNT
    }
}

#[derive(Debug, PartialEq)]
struct Expected {
    required: bool,
    takes: Takes,
}

#[derive(Debug, PartialEq)]
enum Takes {
    /// So many levels.
    Levels(u32),
    Number(f64, f64),
    Estimate(f64, f64),
    Flag,
}

impl Columns {
    /// Those of a description, whose scales each row is held to.
    #[must_use]
    pub fn of(description: Description) -> Self {
        let (mut ids, mut factors) = (Vec::new(), Vec::new());
        for factor in description.factors {
            let takes = match factor.kind {
                FactorKind::Ordinal(levels) => Takes::Levels(u32::try_from(levels.len()).unwrap_or(u32::MAX)),
                FactorKind::Number(Bounds { min, max, .. }) => Takes::Number(min, max),
                FactorKind::Estimate(Bounds { min, max, .. }) => Takes::Estimate(min, max),
                FactorKind::Flag => Takes::Flag,
            };
            ids.push(factor.id);
            factors.push(Expected { required: factor.required, takes });
        }
        Self(Arc::new(Known { places: Places::of(&ids), ids, factors }))
    }

    /// Factors with these ids, of which nothing more is known.
    pub fn unchecked<I: Into<Id>>(ids: impl IntoIterator<Item = I>) -> Self {
        let ids: Vec<Id> = ids.into_iter().map(Into::into).collect();
        Self(Arc::new(Known { places: Places::of(&ids), ids, factors: Vec::new() }))
    }

    /// The ids of the factors, in order.
    #[must_use]
    pub fn ids(&self) -> &[Id] {
        &self.0.ids
    }

    /// Which column is a factor's; a place where there is none, if it has none.
    #[inline(always)]
    pub(super) fn place(&self, factor: &str) -> usize {
        let place = self.0.places.first(factor);
        match self.0.ids.get(place) {
            Some(id) if is_same(id.as_bytes(), factor.as_bytes()) => place,
            _ => self.search(factor),
        }
    }

    #[cold]
    #[inline(never)]
    fn search(&self, factor: &str) -> usize {
        self.0.ids.iter().position(|id| **id == *factor).unwrap_or(usize::MAX)
    }

    /// Whether these columns are such as the factors take.
    pub(super) fn fit(&self, columns: &[FactorColumn]) -> Result<(), String> {
        if self.0.ids.len() != columns.len() {
            return Err("the batch has not a column for each factor".to_owned());
        }
        for ((id, factor), column) in self.0.ids.iter().zip(&self.0.factors).zip(columns) {
            let alike = matches!(
                (&factor.takes, column.values()),
                (Takes::Levels(_), Values::Ordinal(_))
                    | (Takes::Number(..), Values::Number(_))
                    | (Takes::Estimate(..), Values::Estimate { .. })
                    | (Takes::Flag, Values::Flag(_))
            );
            if !alike {
                return Err(["factor `", id, "` takes another kind of value"].concat());
            }
        }
        Ok(())
    }

    /// Which factor of each row is wrong first, counted from 1, and 0 where none is; empty if all is well.
    #[inline(never)]
    fn faults(&self, rows: usize, columns: &[FactorColumn]) -> Vec<u32> {
        let mut faults = Vec::new();
        let mut put = |row: usize, factor: u32| {
            if faults.is_empty() {
                faults = vec![0; rows];
            }
            if let Some(first) = faults.get_mut(row)
                && *first == 0
            {
                *first = factor;
            }
        };
        for (at, (factor, column)) in (1_u32..).zip(self.0.factors.iter().zip(columns)) {
            if factor.required {
                column.missing().iter().for_each(|row| put(*row as usize, at));
            }
            // almost always nothing is wrong, and one quick pass says so
            if !factor.takes.all(column.values()) {
                for row in 0..rows {
                    if !factor.takes.one(column.values(), row) && !column.is_missing(row) {
                        put(row, at);
                    }
                }
            }
        }
        faults
    }
}

/// Whether two ids are the same. A guest has no comparison of the machine's own, and calls one that goes byte by byte: a few
/// words at a time, here, take a quarter of its time.
#[inline(always)]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if std::ptr::eq(one.as_ptr(), other.as_ptr()) {
        // a literal is mostly the same bytes in the same place
        return true;
    }
    let (words, rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    words.iter().zip(others).all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
        && rest.iter().zip(other_rest).all(|(one, other)| one == other)
}

/// The rows of a batch that a methodology need not look at: they lack what is required, or hold what is not in a
/// factor's scale.
#[derive(Debug)]
pub struct Refused<'a> {
    of: &'a Columns,
    columns: &'a [FactorColumn],
    faults: Vec<u32>,
}

impl<'a> Refused<'a> {
    pub(super) fn new(of: &'a Columns, rows: usize, columns: &'a [FactorColumn]) -> Self {
        Self { of, columns, faults: of.faults(rows, columns) }
    }

    /// Why a row is refused, if it is: factor, value, and what would do.
    #[must_use]
    #[inline]
    pub fn get(&self, row: usize) -> Option<Texts> {
        let factor = self.faults.get(row)?.checked_sub(1)?;
        Some(self.why(factor as usize, row))
    }

    #[cold]
    #[inline(never)]
    fn why(&self, factor: usize, row: usize) -> Texts {
        let known = &self.of.0;
        let (Some(id), Some(factor), Some(column)) =
            (known.ids.get(factor), known.factors.get(factor), self.columns.get(factor))
        else {
            return Texts::none();
        };
        if column.is_missing(row) {
            not_estimated(id)
        } else {
            factor.takes.refusal(id, column.values(), row)
        }
    }
}

impl Takes {
    /// Whether all values will do, those of missing rows as well.
    fn all(&self, values: &Values) -> bool {
        match (self, values) {
            (Self::Levels(count), Values::Ordinal(values)) => {
                let count = u8::try_from(*count).ok();
                count.is_none_or(|count| all_below(values, count))
            }
            (Self::Number(min, max), Values::Number(values)) => {
                let (eights, rest) = values.as_chunks::<8>();
                let fits = |fine: bool, value: &f64| fine & (*min <= *value) & (*value <= *max);
                // a loop is counted each time around, and branches cost more than comparing
                eights.iter().all(|eight| eight.iter().fold(true, fits)) && rest.iter().fold(true, fits)
            }
            (Self::Estimate(min, max), Values::Estimate { low, mode, high }) => low
                .iter()
                .zip(mode.iter().zip(high))
                .all(|(low, (mode, high))| *min <= *low && *low <= *mode && *mode <= *high && *high <= *max),
            _ => true,
        }
    }

    /// Whether a value will do.
    fn one(&self, values: &Values, row: usize) -> bool {
        match (self, values) {
            (Self::Levels(count), Values::Ordinal(values)) => {
                values.get(row).is_none_or(|level| u32::from(*level) < *count)
            }
            (Self::Number(min, max), Values::Number(values)) => {
                values.get(row).is_none_or(|value| *min <= *value && *value <= *max)
            }
            (Self::Estimate(min, max), Values::Estimate { low, mode, high }) => {
                let (Some(low), Some(mode), Some(high)) = (low.get(row), mode.get(row), high.get(row)) else {
                    return true;
                };
                *min <= *low && *low <= *mode && *mode <= *high && *high <= *max
            }
            _ => true,
        }
    }

    /// What is wrong with a value, and what would do.
    fn refusal(&self, id: &str, values: &Values, row: usize) -> Texts {
        let point = |points: &[f64]| points.get(row).copied().map(decimal).unwrap_or_default();
        match (self, values) {
            (Self::Levels(count), Values::Ordinal(levels)) => {
                // people count from 1
                let given = digits(levels.get(row).map_or(0, |level| u32::from(*level) + 1));
                let count = digits(*count);
                crate::texts! {
                    en: ["`", id, "` has levels 1 to ", &count, ", and ", &given, " was given"].concat(),
                    de: ["`", id, "` hat die Stufen 1 bis ", &count, ", angegeben ist ", &given].concat(),
                }
            }
            (Self::Number(min, max), Values::Number(numbers)) => {
                let (min, max, given) = (decimal(*min), decimal(*max), point(numbers));
                crate::texts! {
                    en: ["`", id, "` goes from ", &min, " to ", &max, ", and ", &given, " was given"].concat(),
                    de: ["`", id, "` reicht von ", &min, " bis ", &max, ", angegeben ist ", &given].concat(),
                }
            }
            (Self::Estimate(min, max), Values::Estimate { low, mode, high }) => {
                let (min, max) = (decimal(*min), decimal(*max));
                let given = [point(low), point(mode), point(high)].join(" / ");
                crate::texts! {
                    en: [
                        "`", id, "` has to rise from least over most likely to greatest, between ", &min, " and ",
                        &max, "; ", &given, " was given",
                    ].concat(),
                    de: [
                        "`", id, "` muss vom kleinsten über den wahrscheinlichsten zum größten Wert steigen, zwischen ",
                        &min, " und ", &max, "; angegeben ist ", &given,
                    ].concat(),
                }
            }
            _ => Texts::none(),
        }
    }
}

/// Whether all levels are below `count`, eight at a time.
fn all_below(levels: &[u8], count: u8) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x80 * EACH;
    let (eights, rest) = levels.as_chunks::<8>();
    let eights_are = match 0x80_u8.checked_sub(count) {
        // up to 127 a level does not reach the highest bit, nor does what lies below `count` with `beyond` added; what
        // carries over into the next level had that bit by itself
        Some(beyond) => eights.iter().all(|eight| {
            let eight = u64::from_le_bytes(*eight);
            (eight | eight.wrapping_add(u64::from(beyond) * EACH)) & HIGHEST == 0
        }),
        None => eights.as_flattened().iter().all(|level| *level < count),
    };
    eights_are && rest.iter().all(|level| *level < count)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each level at each place among others, below each count.
    #[test]
    fn levels_are_compared_eight_at_a_time_as_one_by_one() {
        for count in 0..=u8::MAX {
            for level in 0..=u8::MAX {
                for place in 0..11 {
                    let mut levels = [count.saturating_sub(1); 11];
                    levels[place] = level;
                    let wanted = levels.iter().all(|level| *level < count);
                    assert_eq!(all_below(&levels, count), wanted, "{levels:?} below {count}");
                    assert!(all_below(&levels[..0], count));
                }
            }
        }
    }

    /// As if each were compared in turn.
    #[test]
    fn a_factor_is_found_where_it_stands_first() {
        let many = |count: usize| (0..count).map(|at| ["factor-", &digits(at as u32)].concat()).collect();
        let alike: Vec<String> =
            (0..40).map(|at| format!("a{}b{}c", "x".repeat(at), "x".repeat(40 - at))).collect();
        let given = ["", "a", "a", "ab", "", "severity", "é", "severity"].map(str::to_owned).to_vec();
        for ids in [Vec::new(), many(1), many(64), many(300), alike, given] {
            let columns = Columns::unchecked(ids.clone());
            let asked = ids.iter().map(String::as_str).chain(["", "a", "none", "severity", "factor-7"]);
            for id in asked {
                let wanted = ids.iter().position(|own| own == id);
                let found = Some(columns.place(id)).filter(|place| *place < ids.len());
                assert_eq!(found, wanted, "`{id}` of {}", ids.len());
            }
        }
    }
}
