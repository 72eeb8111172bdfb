//! The job that all of them do: three factors, three calls of libm a row.
#![forbid(unsafe_code)]

use serde::{Deserialize, Serialize};

/// The greatest score.
pub const MAX: f64 = 9.0;
/// How many levels it has.
pub const LEVELS: u8 = 5;

/// A row's score and level: the chance that something happens at this likelihood (a power of ten a year) and exposure
/// (years), by the order of magnitude of what it costs.
#[must_use]
pub fn score(likelihood: u8, exposure: f64, value: f64) -> (f64, u8) {
    let frequency = libm::pow(10.0, f64::from(likelihood) - 3.0);
    let chance = 1.0 - libm::exp(-frequency * exposure);
    let score = chance * libm::log10(value);
    (score, ((score / MAX * f64::from(LEVELS)) as u8).min(LEVELS - 1))
}

/// A row as JSON has it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Row {
    /// 0 to 4.
    pub likelihood: u8,
    /// 0 to 100.
    pub exposure: f64,
    /// 1 to 10⁹.
    pub value: f64,
}

/// An answer to a row as JSON has it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// The score.
    pub score: f64,
    /// The level.
    pub level: u8,
}

/// Rows that look like any, the same ones every time.
#[must_use]
pub fn rows(count: usize) -> Vec<Row> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    (0..count)
        .map(|_| Row {
            likelihood: (next() * 5.0) as u8,
            exposure: next() * 100.0,
            value: 1.0 + next() * 1e9 * 0.999,
        })
        .collect()
}
