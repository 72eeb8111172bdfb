//! What a page asks for: narrow, plain values made of the ISMS as it is, a page of rows at a time. Nothing is decided here
//! that is not decided elsewhere in the engine.

use serde::Serialize;

use crate::identification::Stage;
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::methodology::assessment::{Row, Scored};
use crate::methodology::{BuildError, LevelPolicy, MethodologyError};
use crate::quantity::Title;

mod ask;
mod board;
mod check;
mod cycle;
mod heat;
mod life;
mod overview;
mod places;
mod register;
mod response;
mod risk;
mod soa;

pub use ask::{Ask, AskError, Catalogue, Checklist, Page, Reach, Records, Responses, Told};
pub use board::{ActionCard, Board, Column, RiskCard};
pub use check::CheckView;
pub use cycle::{Calendar, MeasureView, Measures, RequiredList};
pub use heat::{Heat, HeatCount};
pub use life::{LifeList, LifeQuery, LifeRow, LifeView, Link, named};
pub use overview::{LevelCount, Overview};
pub use register::{Listed, Query, Register, RegisterRow, Sort, Treated};
pub use response::{AnswerRow, ProposalRow, ResponseRow, ResponseView};
pub use risk::{Acceptances, Assessed, ControlOf, Recorded, RiskView, StageView};
pub use soa::{SoaRow, SoaView};

/// Why there is nothing to look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// There is no such record.
    #[error("there is no {kind} {id}", kind = .0.kind, id = .0.id)]
    Unknown(RecordRef),
    /// The methodology does not fit the criteria, or is not at hand.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The methodology could not answer.
    #[error(transparent)]
    Methodology(#[from] MethodologyError),
}

/// A record by id and title, to be shown and led to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its title; empty where it has none or is not there.
    pub title: String,
}

impl Named {
    fn new(id: impl ToString, title: Option<&Title>) -> Self {
        Self { id: id.to_string(), title: title.map(Title::to_string).unwrap_or_default() }
    }
}

/// A score as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rated {
    /// The score.
    pub score: f64,
    /// The level, by index.
    pub level: u8,
    /// The level's name.
    pub level_name: String,
}

impl Rated {
    fn of(scored: Option<&Scored>, policies: &[LevelPolicy]) -> Option<Self> {
        let scored = scored?;
        let policy = policies.get(usize::from(scored.level));
        Some(Self {
            score: scored.score,
            level: scored.level,
            level_name: policy.map_or_else(String::new, |policy| policy.name.to_string()),
        })
    }
}

/// The score of a stage; `None` for the present one.
fn scored<'r>(row: &'r Row<'_>, stage: Option<Stage>) -> Option<&'r Scored> {
    stage.map_or_else(|| row.present(), |stage| row.stage(stage))
}

/// A record that must be there.
fn found(isms: &Isms, at: RecordRef) -> Result<Record, ViewError> {
    isms.record(&at).ok_or(ViewError::Unknown(at))
}

/// The methodology of a view: the one that was asked for, or the preferred one.
fn methodology<'a>(
    isms: &'a Isms,
    asked: Option<&crate::id::MethodologyId>,
) -> Result<&'a crate::methodology::MethodologyInUse, ViewError> {
    let id = asked.unwrap_or(&isms.criteria().methodology);
    let known = isms.methodologies().get(id).map(AsRef::as_ref);
    known.ok_or_else(|| ViewError::Unknown(RecordRef::new(Kind::MethodologyInUse, id)))
}
