//! What is told of the ISMS: the views of `riskwright_core::view` as JSON, as far as it is shown here. Whoever makes them may
//! say more.

use serde::Deserialize;

mod board;
mod check;
mod cycle;
mod heat;
mod life;
mod overview;
mod register;
mod response;
mod risk;
mod soa;

pub use board::{ActionCard, Board, Column, RiskCard};
pub use check::{CheckView, Finding};
pub use cycle::{
    Calendar, Checklist, Counts, Coverage, Covered, Due, Feeds, Found, Item, MeasureView, Measures,
    Readiness, Required, RequiredList, Room, Rooms, Shown, Waiting, Waits,
};
pub use heat::{Axis, Heat, HeatCount};
pub use life::{Field, FieldKind, LifeList, LifeRow, LifeView, Link, Passed, Possible};
pub use overview::{LevelCount, Methodologies, Methodology, Overview};
pub use register::{Register, RegisterRow};
pub use response::{
    AnswerRow, Asked, Ground, Invited, ProposalRow, Proposed, Questionnaire, Questionnaires, ResponseRow,
    ResponseView, Responses, Ruled, Text,
};
pub use risk::{
    Acceptance, Acceptances, Assessed, Bounds, ControlOf, Factor, FactorKind, Recorded, RiskView, Scenario,
    StageView, Standing, TraceStep, Treatment,
};
pub use soa::{Evidence, Reason, SoaRow, SoaView};

/// A record by id and title.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Rated {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: usize,
    /// The level's name.
    pub level_name: String,
}

/// A level and what it means.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Level {
    /// Its name.
    pub name: String,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Made {
    /// The entry that records it; none where all was so already.
    pub entry: Option<u64>,
    /// What it did, in words.
    pub changes: Vec<String>,
}
