//! Step 9, audit: what was found against a clause or control (9.2, 10.2).

use serde::{Deserialize, Serialize};

use crate::id::{FindingId, ResponseId};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{record, words};

words! {
    /// How grave a finding is.
    pub enum Severity {
        /// It could be better.
        Opportunity = "opportunity",
        /// A minor nonconformity.
        Minor = "minor",
        /// A major nonconformity.
        Major = "major",
    }
}

/// How a finding came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// What was done, or why nothing is to be.
    pub reason: Text,
    /// Who closed it.
    pub by: Actor,
    /// When.
    pub on: Date,
}

record! {
    /// A finding against a clause or control. Not to be confused with [`crate::check::Finding`], which the engine makes anew
    /// each time and nobody has to close.
    pub struct AuditFinding, AuditFindingRevision {
        /// For instance `FND-3`.
        id: FindingId,
        required {
            /// What was found, in a sentence.
            title: Title,
            /// How grave it is.
            severity: Severity,
            /// The clause or control it is against: `6.1.2`, `A.8.13`.
            against: Title,
        }
        optional {
            /// What was found, at length.
            description: Text,
            /// The response that led to it.
            source: Option<ResponseId>,
            /// Who raised it.
            raised_by: Option<Actor>,
            /// When.
            raised_on: Option<Date>,
            /// Who sees to it.
            owner: Option<Actor>,
            /// By when.
            due: Option<Date>,
            /// How it came to its end; absent while it is open.
            closed: Option<Closure>,
        }
    }
}

impl AuditFinding {
    /// Whether something is still to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}
