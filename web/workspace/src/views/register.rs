//! The register, a page at a time.

use serde::Deserialize;

use super::{Level, Rated};

/// A risk in the register.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RegisterRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Without controls.
    pub inherent: Option<Rated>,
    /// With the controls in place.
    pub current: Option<Rated>,
    /// With the plan carried out.
    pub target: Option<Rated>,
    /// The present picture by the other methodology that was asked for.
    #[serde(default)]
    pub beside: Option<Rated>,
    /// Whether the recorded scores are missing or no longer hold.
    pub wants_recording: bool,
    /// What is done about it.
    pub treated: String,
    /// What is to be done.
    pub verdict: String,
    /// Open actions.
    pub actions: usize,
    /// When it is to be looked at again.
    pub review_on: Option<String>,
}

/// A page of the register.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Register {
    /// By which methodology.
    pub methodology: String,
    /// Its levels, lowest first.
    pub levels: Vec<Level>,
    /// The levels of the other methodology.
    #[serde(default)]
    pub beside_levels: Vec<Level>,
    /// How many risks fit.
    pub total: usize,
    /// The rows of this page.
    pub rows: Vec<RegisterRow>,
}
