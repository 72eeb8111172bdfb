//! Ideas, and what comes of them (10.1).

use std::collections::BTreeSet;

use super::Origin;
use crate::diagnostic::Rejection;
use crate::id::{ActionId, FindingId, ImprovementId};
use crate::lifecycle::{Guarded, Life, Taking, steps};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{record, words};

words! {
    /// Where an idea for improvement stands.
    #[derive(Default)]
    pub enum ImprovementState {
        /// Somebody had it.
        #[default]
        Proposed = "proposed",
        /// It is to be done.
        Decided = "decided",
        /// It is not to be done.
        Declined = "declined",
        /// Under way.
        InProgress = "in-progress",
        /// Done.
        Done = "done",
        /// What came of it is known.
        Evaluated = "evaluated",
    }
}

record! {
    /// An opportunity to improve the ISMS (10.1).
    pub struct Improvement, ImprovementRevision {
        /// For instance `IMP-1`.
        id: ImprovementId,
        required {
            /// The idea, in a sentence.
            title: Title,
        }
        optional {
            /// The idea at length.
            description: Text,
            /// Where it comes from.
            origin: Option<Origin>,
            /// The finding it follows from.
            finding: Option<FindingId>,
            /// Who had it.
            proposed_by: Option<Actor>,
            /// What it would bring.
            benefit: Text,
            /// Who sees to it.
            owner: Option<Actor>,
            /// By when.
            due: Option<Date>,
            /// What is done.
            actions: BTreeSet<ActionId>,
            /// What came of it.
            result: Text,
            /// Where it stands.
            life: Life<ImprovementState>,
        }
    }
}

steps! {
    /// What is done with an idea.
    pub enum ImprovementStep of Improvement in ImprovementState {
        /// Decides to do it.
        "decide" Decide (Proposed | Declined => Decided) {}
        /// Decides not to.
        "decline" Decline (Proposed | Decided => Declined) {
            /// Why.
            reason: Text,
        }
        /// Begins.
        "begin" Begin (Decided => InProgress) {}
        /// Ends.
        "finish" Finish (Decided | InProgress => Done) {}
        /// Says what came of it.
        "evaluate" Evaluate (Done => Evaluated) {
            /// What came of it.
            result: Text,
        }
    }
}

impl Improvement {
    /// Whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.life.state, ImprovementState::Declined | ImprovementState::Evaluated)
    }
}

impl Guarded for Improvement {
    fn take(&mut self, step: &ImprovementStep, taking: &Taking<'_>) -> Result<(), Rejection> {
        match step {
            ImprovementStep::Decline { reason } => taking.reason(reason, "10.1", "an idea is turned down"),
            ImprovementStep::Decide {} => {
                taking.needs(self.owner.is_some(), "10.1", "nobody sees to it", "give it an `owner`")
            }
            ImprovementStep::Evaluate { result } => {
                taking.needs(
                    !result.trim().is_empty(),
                    "10.1",
                    "nothing says what came of it",
                    "say so in a sentence",
                )?;
                self.result = result.clone();
                Ok(())
            }
            ImprovementStep::Begin {} | ImprovementStep::Finish {} => Ok(()),
        }
    }
}
