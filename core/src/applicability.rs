//! Step 4, security controls and the Statement of Applicability (6.1.3 b to d, 8.1, Annex A).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::catalogue::Edition;
use crate::id::{ControlId, SoaId};
use crate::identification::CustomValues;
use crate::quantity::{Actor, Date, Digest, Text, Title};
use crate::record::{part, record, words};

pub mod effectiveness;
pub mod statement;

pub use effectiveness::{CheckMethod, CheckResult, ControlCheck, ControlCheckRevision};
pub use statement::{
    Applicability, Line, Reason, SoaStanding, StatementOfApplicability, standing, statement,
};

words! {
    /// How far a control is put into practice.
    pub enum ImplementationStatus {
        /// In place and working.
        Implemented = "implemented",
        /// In place in part.
        Partial = "partial",
        /// Decided, not in place.
        Planned = "planned",
        /// Something else does its work.
        Alternative = "alternative",
        /// Nothing to be done.
        NotApplicable = "not-applicable",
    }
}

impl ImplementationStatus {
    /// What of a control's effect counts already, in halves: a partial one counts half.
    #[must_use]
    pub fn halves(self) -> u32 {
        match self {
            Self::Implemented | Self::Alternative => 2,
            Self::Partial => 1,
            Self::Planned | Self::NotApplicable => 0,
        }
    }
}

part! {
    /// Something that shows that a thing is so.
    pub struct Evidence {
        required {
            /// What it shows.
            title: Title,
        }
        optional {
            /// Where it is: an address or a path.
            location: Option<Title>,
            /// The digest of the file.
            digest: Option<Digest>,
            /// When it was collected.
            collected_on: Option<Date>,
            /// Until when it counts.
            valid_until: Option<Date>,
        }
    }
}

words! {
    /// A reason for a control beside the risks it treats; laws and contracts also come from requirements.
    pub enum StatedReason {
        /// A law asks for it.
        Legal = "legal",
        /// A contract asks for it.
        Contractual = "contractual",
        /// The business wants it.
        Business = "business",
        /// Good practice that needs no single risk.
        Baseline = "baseline",
        /// A source says that risks ask for it, without naming them.
        Risk = "risk",
    }
}

words! {
    /// A person's decision against what was derived.
    pub enum Decision {
        /// Applicable all the same.
        Included = "included",
        /// Not applicable all the same.
        Excluded = "excluded",
    }
}

/// A decision on applicability with its reason; a justified exclusion is one too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Included or excluded.
    pub decision: Decision,
    /// Why; blank is reported by the check.
    #[serde(default)]
    pub reason: Text,
}

record! {
    /// What the organisation does about one control of a catalogue, or a control of its own.
    pub struct Control, ControlRevision {
        /// `A.8.24`, or for instance `NL-1` for an own control.
        id: ControlId,
        optional {
            /// The title; built-in controls have theirs without it.
            title: Option<Title>,
            /// The catalogue it is from, where it is not Annex A.
            source: Option<Title>,
            /// How far it is put into practice.
            status: Option<ImplementationStatus>,
            /// How.
            implementation: Text,
            /// Who answers for it.
            owner: Option<Actor>,
            /// What shows that it works.
            evidence: Vec<Evidence>,
            /// Reasons beside the risks.
            reasons: BTreeSet<StatedReason>,
            /// A person's decision on applicability.
            applicability: Option<Override>,
            /// When it was last checked.
            checked_on: Option<Date>,
            /// The organisation's own fields.
            custom: CustomValues,
        }
    }
}

record! {
    /// An approved version of a Statement of Applicability (6.1.3 d).
    pub struct SoaVersion, SoaVersionRevision {
        /// For instance `SOA-2`.
        id: SoaId,
        required {
            /// The edition it follows.
            edition: Edition,
            /// The digest of its canonical JSON.
            digest: Digest,
            /// Who approved it.
            by: Actor,
            /// When.
            on: Date,
        }
    }
}
