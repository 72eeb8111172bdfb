//! The tables of SP 800-30 Rev. 1. Level 0 is very low, 4 very high.

/// Table G-5: a row for each likelihood of initiation or occurrence, a cell for each likelihood of adverse impact.
pub const G5: [[u8; 5]; 5] =
    [[0, 0, 1, 1, 1], [0, 1, 1, 2, 2], [1, 1, 2, 2, 3], [1, 2, 2, 3, 4], [1, 2, 3, 4, 4]];

/// Table I-2: a row for each overall likelihood, a cell for each impact.
pub const I2: [[u8; 5]; 5] =
    [[0, 0, 0, 1, 1], [0, 1, 1, 1, 2], [0, 1, 2, 2, 3], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]];

/// The semi-quantitative value that stands for each level, of 10 (tables G-2 to I-3).
pub const VALUES: [u8; 5] = [0, 2, 5, 8, 10];

/// The least of 100 in each level's bin: 0 to 4, 5 to 20, 21 to 79, 80 to 95, 96 to 100.
pub const BINS: [u8; 5] = [0, 5, 21, 80, 96];

fn cell(table: &[[u8; 5]; 5], row: u8, column: u8) -> u8 {
    table.get(usize::from(row)).and_then(|cells| cells.get(usize::from(column))).copied().unwrap_or(0)
}

/// The overall likelihood of a threat event that is begun or occurs, and has adverse impact, this likely.
#[must_use]
pub fn overall_likelihood(first: u8, adverse_impact: u8) -> u8 {
    cell(&G5, first, adverse_impact)
}

/// The level of risk.
#[must_use]
pub fn risk(likelihood: u8, impact: u8) -> u8 {
    cell(&I2, likelihood, impact)
}

/// The value of a level.
#[must_use]
pub fn value(level: u8) -> f64 {
    VALUES.get(usize::from(level)).copied().map_or(0.0, f64::from)
}

/// The level that a value of 100 falls into. Bins are on whole numbers: half a point belongs to the number above.
#[must_use]
pub fn bin(value: f64) -> u8 {
    let whole = (value + 0.5).floor();
    let above = BINS.iter().skip(1).filter(|least| f64::from(**least) <= whole);
    u8::try_from(above.count()).unwrap_or(4)
}
