//! Changes of the ISMS itself, carried out in a planned manner (6.3).

use std::collections::BTreeSet;

use crate::diagnostic::Rejection;
use crate::id::{ActionId, PlannedChangeId};
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{record, words};

words! {
    /// Where a planned change stands.
    #[derive(Default)]
    pub enum PlannedChangeState {
        /// Asked for.
        #[default]
        Requested = "requested",
        /// What it would mean is known.
        Assessed = "assessed",
        /// To be done.
        Approved = "approved",
        /// Not to be done.
        Rejected = "rejected",
        /// Done.
        CarriedOut = "carried-out",
        /// Looked at afterwards.
        Reviewed = "reviewed",
    }
}

record! {
    /// A change of the ISMS itself, carried out in a planned manner (6.3).
    pub struct PlannedChange, PlannedChangeRevision {
        /// For instance `CHG-1`.
        id: PlannedChangeId,
        required {
            /// What changes, in a sentence.
            title: Title,
        }
        optional {
            /// Why.
            reason: Text,
            /// What it is for, and what could follow from it.
            consequences: Text,
            /// How the ISMS stays whole meanwhile.
            integrity: Text,
            /// What it takes.
            resources: Text,
            /// Who sees to it.
            responsible: Option<Actor>,
            /// By when.
            due: Option<Date>,
            /// What is done.
            actions: BTreeSet<ActionId>,
            /// Where it stands.
            life: Life<PlannedChangeState>,
        }
    }
}

steps! {
    /// What is done with a planned change.
    pub enum PlannedChangeStep of PlannedChange in PlannedChangeState {
        /// Says what it would mean.
        "assess" Assess (Requested => Assessed) {
            /// What it is for, and what could follow from it.
            consequences: Text,
        }
        /// Approves it.
        "approve" Approve (Assessed => Approved) {}
        /// Turns it down.
        "reject" Reject (Requested | Assessed => Rejected) {
            /// Why.
            reason: Text,
        }
        /// Says that it is done.
        "carry-out" CarryOut (Approved => CarriedOut) {}
        /// Looks at it afterwards.
        "review" Review (CarriedOut => Reviewed) {
            /// What came of it.
            result: Text,
        }
    }
}

impl PlannedChange {
    /// Whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.life.state, PlannedChangeState::Rejected | PlannedChangeState::Reviewed)
    }
}

impl Guarded for PlannedChange {
    fn take(&mut self, step: &PlannedChangeStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            PlannedChangeStep::Assess { consequences } => {
                taking.needs(
                    !consequences.trim().is_empty(),
                    "6.3",
                    "nothing says what could follow from it",
                    "say what it is for and what could follow from it",
                )?;
                self.consequences = consequences.clone();
                Ok(())
            }
            PlannedChangeStep::Approve {} => {
                let whole =
                    self.responsible.is_some() && !self.resources.is_empty() && !self.integrity.is_empty();
                taking.needs(
                    whole,
                    "6.3",
                    "who is responsible, what it takes, or how the ISMS stays whole is left open",
                    "give `responsible`, `resources` and `integrity`",
                )
            }
            PlannedChangeStep::Reject { reason } => taking.reason(reason, "6.3", "a change is turned down"),
            PlannedChangeStep::Review { result } => {
                taking.reason(result, "6.3", "a change is looked at afterwards")
            }
            PlannedChangeStep::CarryOut {} => Ok(()),
        }
    }
}
