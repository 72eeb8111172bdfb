//! The data: what the workshop made of the TOML.

use riskwright_sdk::{Text, Texts};
use serde::Deserialize;

/// Language and text.
pub type Titles = Vec<(String, String)>;

/// A method, checked by who wrote it: whatever does not hold all the same makes a row without a score.
#[derive(Debug, Clone, Deserialize)]
pub struct Model {
    pub format: u32,
    pub title: Titles,
    pub unit: String,
    pub factors: Vec<Factor>,
    /// Each behind those it is made from.
    pub nodes: Vec<Node>,
    /// Factors are counted first, then nodes; here and in the rules.
    pub result: usize,
    pub axes: Option<(usize, usize)>,
    pub levels: Vec<Titles>,
    /// From which score each level holds.
    pub from: Vec<f64>,
    pub min: f64,
    pub max: f64,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Factor {
    pub id: String,
    pub title: Titles,
    pub help: Titles,
    pub levels: Vec<Titles>,
    pub required: bool,
    pub effect: String,
    /// The level that stands in where it was not estimated.
    pub missing: Option<u8>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Node {
    pub id: String,
    pub title: Titles,
    /// None if it is a number.
    pub levels: Option<Vec<Titles>>,
    pub min: f64,
    pub max: f64,
    pub rule: Rule,
}

/// One of these.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Rule {
    #[serde(default)]
    pub table: Option<Table>,
    #[serde(default)]
    pub max: Option<Vec<usize>>,
    #[serde(default)]
    pub min: Option<Vec<usize>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Table {
    pub rows: usize,
    pub columns: usize,
    pub width: usize,
    /// Row by row.
    pub cells: Vec<f64>,
}

pub fn texts(titles: &Titles) -> Texts {
    let one = |(language, text): &(String, String)| Text {
        language: language.clone().into(),
        text: text.clone().into(),
    };
    titles.iter().map(one).collect()
}
