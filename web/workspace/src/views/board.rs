//! The treatment board.

use serde::Deserialize;

use super::{Level, Named, Rated, Standing};

/// An action.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ActionCard {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// How it stands.
    pub status: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// Whether it should have been done.
    pub overdue: bool,
    /// When it was carried out.
    pub done_on: Option<String>,
    /// The risks it serves.
    pub scenarios: Vec<Named>,
    /// The controls it brings about.
    pub controls: Vec<String>,
    /// How many pieces of evidence there are.
    pub evidence: usize,
}

/// A risk beyond the criteria.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RiskCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its present score.
    pub present: Option<Rated>,
    /// With the plan carried out.
    pub target: Option<Rated>,
    /// What is done about it.
    pub treated: String,
    /// Open actions for it.
    pub actions: usize,
    /// The earliest date on which one of them is due.
    pub due: Option<String>,
    /// Until when it is accepted, and whether that stands.
    pub accepted: Option<(String, Standing)>,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Column<C> {
    /// What all in it share.
    pub state: String,
    /// How many there are.
    pub total: usize,
    /// The cards.
    pub cards: Vec<C>,
}

/// The treatment board.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Board {
    /// The levels of risk, lowest first.
    pub levels: Vec<Level>,
    /// Actions by status.
    pub actions: Vec<Column<ActionCard>>,
    /// Risks by what is to be done.
    pub risks: Vec<Column<RiskCard>>,
}
