//! Step 3, risk treatment: options, the plan, what controls are worth, acceptance (6.1.3, 8.3).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::applicability::Evidence;
use crate::id::{AcceptanceId, ActionId, ControlId, FactorId, MethodologyId, ScenarioId};
use crate::quantity::{Actor, Date, Digest, Money, Percent, Text, Title};
use crate::record::{record, words};

pub mod acceptance;
pub mod residual;

words! {
    /// What is done about a risk (ISO/IEC 27005:2022, 8.2).
    pub enum TreatmentOption {
        /// Stop what causes it.
        Avoid = "avoid",
        /// Lower it by controls.
        Modify = "modify",
        /// Let others carry part of it; the owner stays accountable.
        Share = "share",
        /// Carry it knowingly.
        Retain = "retain",
    }
}

/// What a control takes off one factor of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Lowering {
    /// So many steps of an ordinal scale.
    Steps(u8),
    /// So large a share (0 to 1, exclusive) of a number; several independent controls multiply.
    Share(f64),
}

impl std::fmt::Display for Lowering {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Steps(steps) => write!(f, "−{steps}"),
            Self::Share(share) => write!(f, "−{:.0} %", share * 100.0),
        }
    }
}

record! {
    /// The treatment of one risk (6.1.3 a, b). Its id is the scenario's.
    pub struct Treatment, TreatmentRevision {
        /// The scenario.
        id: ScenarioId,
        optional {
            /// The option chosen.
            option: Option<TreatmentOption>,
            /// Why.
            rationale: Text,
            /// The controls chosen, each with what it takes off which factor (possibly nothing yet).
            controls: BTreeMap<ControlId, BTreeMap<FactorId, Lowering>>,
        }
    }
}

words! {
    /// How an action stands. That it is overdue follows from its date and is never recorded.
    pub enum ActionStatus {
        /// Suggested.
        Proposed = "proposed",
        /// Decided.
        Approved = "approved",
        /// Under way.
        InProgress = "in-progress",
        /// Carried out.
        Implemented = "implemented",
        /// Carried out, and shown to work.
        VerifiedEffective = "verified-effective",
        /// Finished.
        Closed = "closed",
        /// Turned down.
        Rejected = "rejected",
        /// Given up.
        Cancelled = "cancelled",
    }
}

impl ActionStatus {
    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Approved | Self::InProgress)
    }
}

record! {
    /// An action of the risk treatment plan (6.1.3 e, 8.3).
    pub struct Action, ActionRevision {
        /// For instance `TA-4`.
        id: ActionId,
        required {
            /// What is to be done.
            title: Title,
        }
        optional {
            /// The risks it serves.
            scenarios: BTreeSet<ScenarioId>,
            /// The controls it brings about.
            controls: BTreeSet<ControlId>,
            /// Who does it.
            owner: Option<Actor>,
            /// By when.
            due: Option<Date>,
            /// What it costs.
            cost: Option<Money>,
            /// People, budget and tools set aside for it.
            resources: Text,
            /// How far it is.
            progress: Percent,
            /// How it stands.
            status: Option<ActionStatus>,
            /// When it was carried out.
            done_on: Option<Date>,
            /// What shows that it was.
            evidence: Vec<Evidence>,
        }
    }
}

impl Action {
    /// Whether it was rejected or given up.
    #[must_use]
    pub fn is_dropped(&self) -> bool {
        matches!(self.status, Some(ActionStatus::Rejected | ActionStatus::Cancelled))
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.done_on.is_none() && self.status.unwrap_or(ActionStatus::Proposed).is_open()
    }

    /// Whether it should have been done by `today` and is not.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }
}

record! {
    /// The acceptance of a risk by its owner (6.1.3 f). Made by [`crate::change::Change::RiskAccept`] alone.
    pub struct RiskAcceptance, RiskAcceptanceRevision {
        /// For instance `ACC-2`.
        id: AcceptanceId,
        required {
            /// The risk accepted.
            scenario: ScenarioId,
            /// By which methodology it was scored.
            methodology: MethodologyId,
            /// The level accepted, by index.
            level: u8,
            /// The level's name then.
            level_name: Title,
            /// The score accepted.
            score: f64,
            /// The digest of the score record it rests on.
            digest: Digest,
            /// Who accepted.
            by: Actor,
            /// When.
            on: Date,
            /// Until when it holds.
            until: Date,
            /// Why.
            reason: Text,
        }
        optional {
            /// Under which conditions.
            conditions: Text,
            /// Whose risk it was.
            owner: Option<Actor>,
            /// When it was withdrawn.
            withdrawn_on: Option<Date>,
        }
    }
}
