//! Control catalogues: Annex A of ISO/IEC 27001 in its 2022 and 2013 editions, and how one maps to the other.
//!
//! Titles and numbers only; never a standard's text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Serialize;

use crate::id::{ControlId, natural};
use crate::record::words;

pub mod coverage;
mod delta;
mod data {
    use super::{Attributes, CatalogueControl, ControlGroup, ControlMapping, Relation};
    include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));
}

pub use delta::{Delta, Move, delta};

words! {
    /// An edition of ISO/IEC 27001 and its Annex A.
    pub enum Edition {
        /// 93 controls in 4 themes.
        E2022 = "2022",
        /// 114 controls in 14 categories.
        E2013 = "2013",
    }
}

#[allow(clippy::derivable_impls, reason = "`words!` puts its own derives")]
impl Default for Edition {
    fn default() -> Self {
        Self::E2022
    }
}

/// The attributes of ISO/IEC 27002:2022.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Attributes {
    /// preventive, detective, corrective
    pub control_types: &'static [&'static str],
    /// confidentiality, integrity, availability
    pub properties: &'static [&'static str],
    /// identify, protect, detect, respond, recover
    pub concepts: &'static [&'static str],
    /// Operational capabilities
    pub capabilities: &'static [&'static str],
}

/// A control of a built-in catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CatalogueControl {
    /// `A.8.24`
    pub id: &'static str,
    /// The official short title.
    pub title: &'static str,
    /// The theme (2022) or category (2013) it belongs to.
    pub group: &'static str,
    /// The control objective of the 2013 edition: id and title.
    pub objective: Option<(&'static str, &'static str)>,
    /// The attributes of the 2022 edition.
    pub attributes: Option<Attributes>,
    /// New in this edition.
    pub new: bool,
}

/// A theme or category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ControlGroup {
    /// `technological`, `A.9`
    pub id: &'static str,
    /// As one prints it.
    pub title: &'static str,
}

words! {
    /// What a control of 2013 is to the control of 2022 it maps to.
    pub enum Relation {
        /// The same, one to one.
        Equal = "equal",
        /// It goes, with others, wholly into the other.
        Merged = "merged",
        /// One to one, but the other is clearly wider.
        Subset = "subset",
        /// One to one, but the other is clearly narrower.
        Superset = "superset",
        /// Split over several.
        Intersects = "intersects",
    }
}

/// A pair of the correspondence between editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ControlMapping {
    /// The control of 2013.
    pub from: &'static str,
    /// The control of 2022.
    pub to: &'static str,
    /// What the first is to the second.
    pub relation: Relation,
}

const THEMES: &[ControlGroup] = &[
    ControlGroup { id: "organizational", title: "Organizational controls" },
    ControlGroup { id: "people", title: "People controls" },
    ControlGroup { id: "physical", title: "Physical controls" },
    ControlGroup { id: "technological", title: "Technological controls" },
];

/// The controls of an edition's Annex A, in its order.
///
/// ```
/// use riskwright_core::catalogue::{Edition, controls};
/// assert_eq!(controls(Edition::E2022).len(), 93);
/// assert_eq!(controls(Edition::E2013).len(), 114);
/// ```
#[must_use]
pub fn controls(edition: Edition) -> &'static [CatalogueControl] {
    match edition {
        Edition::E2022 => data::ANNEX_A_2022,
        Edition::E2013 => data::ANNEX_A_2013,
    }
}

/// The themes or categories of an edition, in its order.
#[must_use]
pub fn groups(edition: Edition) -> &'static [ControlGroup] {
    match edition {
        Edition::E2022 => THEMES,
        Edition::E2013 => data::GROUPS_2013,
    }
}

/// The pairs of the correspondence from 2013 to 2022.
#[must_use]
pub fn mappings() -> &'static [ControlMapping] {
    data::MAPPINGS_2013_2022
}

type Index = BTreeMap<&'static str, (Edition, &'static CatalogueControl)>;
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let both = [Edition::E2022, Edition::E2013];
    both.into_iter().flat_map(|e| controls(e).iter().map(move |control| (control.id, (e, control)))).collect()
});

/// The built-in control with this id, and the edition it belongs to: the ids of the two editions never coincide.
#[must_use]
pub fn find(id: &str) -> Option<(Edition, &'static CatalogueControl)> {
    INDEX.get(id).copied()
}

type Partners = BTreeMap<&'static str, Vec<&'static ControlMapping>>;
static PARTNERS: LazyLock<Partners> = LazyLock::new(|| {
    let mut partners = Partners::new();
    for mapping in mappings() {
        partners.entry(mapping.from).or_default().push(mapping);
        partners.entry(mapping.to).or_default().push(mapping);
    }
    partners
});

/// The controls of the other edition that a control maps to, in their order.
///
/// ```
/// use riskwright_core::catalogue::counterparts;
/// assert_eq!(counterparts("A.5.1"), ["A.5.1.1", "A.5.1.2"]);
/// assert_eq!(counterparts("A.5.1.2"), ["A.5.1"]);
/// assert!(counterparts("A.5.7").is_empty(), "new in 2022");
/// ```
#[must_use]
pub fn counterparts(id: &str) -> Vec<&'static str> {
    let pairs = PARTNERS.get(id).map(Vec::as_slice).unwrap_or_default();
    let mut ids: Vec<&str> =
        pairs.iter().map(|pair| if pair.from == id { pair.to } else { pair.from }).collect();
    ids.sort_by(|a, b| natural(a, b));
    ids
}

/// The title of a built-in control.
#[must_use]
pub fn title(id: &ControlId) -> Option<&'static str> {
    find(id.as_str()).map(|(_, control)| control.title)
}

/// All ids of an edition.
#[must_use]
pub fn ids(edition: Edition) -> BTreeSet<&'static str> {
    controls(edition).iter().map(|control| control.id).collect()
}
