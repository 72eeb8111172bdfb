//! The TOML as it is written.

use serde::Deserialize;
use toml::Spanned;

use super::Texts;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Declaration {
    pub id: Spanned<String>,
    pub version: Spanned<String>,
    pub publisher: String,
    pub licence: String,
    pub default_language: Option<Spanned<String>>,
    pub title: Spanned<Texts>,
    pub description: Option<Texts>,
    pub homepage: Option<String>,
    #[serde(default)]
    pub unit: String,
    pub axes: Option<Spanned<[String; 2]>>,
    pub result: Spanned<String>,
    #[serde(default, rename = "factor")]
    pub factors: Vec<Factor>,
    #[serde(default, rename = "table")]
    pub tables: Vec<Table>,
    #[serde(default)]
    pub max: Vec<Extreme>,
    #[serde(default)]
    pub min: Vec<Extreme>,
    #[serde(default, rename = "band")]
    pub bands: Vec<Band>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level {
    pub id: Spanned<String>,
    pub title: Spanned<Texts>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Effect {
    Raises,
    Lowers,
    Mixed,
}

impl Effect {
    pub fn name(self) -> &'static str {
        match self {
            Self::Raises => "raises",
            Self::Lowers => "lowers",
            Self::Mixed => "mixed",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Factor {
    pub id: Spanned<String>,
    pub title: Spanned<Texts>,
    pub help: Option<Spanned<Texts>>,
    pub levels: Spanned<Vec<Level>>,
    #[serde(default = "yes")]
    pub required: bool,
    /// What stands in for it where it was not estimated.
    pub missing: Option<Spanned<String>>,
    /// What the tables say, if it is left out.
    pub effect: Option<Spanned<Effect>>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub id: Spanned<String>,
    pub title: Spanned<Texts>,
    pub rows: Spanned<String>,
    pub columns: Spanned<String>,
    pub levels: Option<Spanned<Vec<Level>>>,
    pub levels_of: Option<Spanned<String>>,
    pub cells: Spanned<std::collections::BTreeMap<Spanned<String>, Line>>,
}

/// A row of a table.
pub(super) type Line = Spanned<Vec<Spanned<Cell>>>;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a cell is the id of a level in quotes, or a number")]
pub(super) enum Cell {
    Level(String),
    Number(f64),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extreme {
    pub id: Spanned<String>,
    pub title: Spanned<Texts>,
    pub of: Spanned<Vec<Spanned<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Band {
    pub title: Spanned<Texts>,
    pub from: Spanned<f64>,
}
