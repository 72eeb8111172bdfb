//! The heat map.

use serde::Deserialize;

/// An axis of the heat map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Axis {
    /// Its name.
    pub title: String,
    /// Its levels, lowest first.
    pub levels: Vec<String>,
}

/// A cell of the heat map.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct HeatCount {
    /// The level, by index.
    pub level: Option<usize>,
    /// How many risks lie here.
    pub count: usize,
}

/// How many risks lie where.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Heat {
    /// Down.
    pub down: Axis,
    /// Across.
    pub across: Axis,
    /// The levels of risk, lowest first.
    pub levels: Vec<String>,
    /// `cells[down][across]`, lowest first.
    pub cells: Vec<Vec<HeatCount>>,
    /// Risks that lie nowhere.
    pub elsewhere: usize,
}
