//! Step 2, risk identification: assets and their dependencies, threats, vulnerabilities, risk sources, scenarios (6.1.2 c; ISO/IEC 27005, 7.2).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{AssetId, ControlId, FactorId, FieldId, RiskSourceId, ScenarioId, ThreatId, VulnerabilityId};
use crate::quantity::{Actor, Date, Text, Title};
use crate::record::{record, words};

pub mod custom;
pub mod dependency;
pub mod library;

pub use custom::{CustomField, CustomFieldRevision, CustomValue, FieldKind, FieldTarget};

/// Values of custom fields by the field's id.
pub type CustomValues = BTreeMap<FieldId, CustomValue>;

words! {
    /// What an asset is. Processes and information are primary; the rest support them (ISO/IEC 27005, A.2).
    pub enum AssetKind {
        /// A business process or activity (primary).
        Process = "process",
        /// Information (primary).
        Information = "information",
        /// Equipment.
        Hardware = "hardware",
        /// Programs.
        Software = "software",
        /// Networks.
        Network = "network",
        /// People.
        Personnel = "personnel",
        /// Places.
        Site = "site",
        /// Organisations that supply.
        Supplier = "supplier",
        /// Services that are bought or run.
        Service = "service",
        /// A supporting asset of another kind.
        Other = "other",
    }
}

impl AssetKind {
    /// Whether assets of this kind are primary: valued in themselves.
    #[must_use]
    pub fn is_primary(self) -> bool {
        matches!(self, Self::Process | Self::Information)
    }
}

record! {
    /// An asset (control A.5.9; ISO/IEC 27005, 7.2.1).
    pub struct Asset, AssetRevision {
        /// For instance `AS-7`.
        id: AssetId,
        required {
            /// Its name.
            title: Title,
            /// Process, information, hardware, …
            kind: AssetKind,
        }
        optional {
            /// What it is.
            description: Text,
            /// Who answers for it.
            owner: Option<Actor>,
            /// Its classification in the organisation's own words.
            classification: Option<Title>,
            /// Where it is.
            location: Option<Title>,
            /// What its loss would mean: a consequence level (0-based index) by consequence criterion.
            values: BTreeMap<FactorId, u8>,
            /// The supporting assets it relies on; its values flow to them.
            depends_on: BTreeSet<AssetId>,
            /// No longer in use.
            retired: bool,
            /// When the entry was last looked at.
            reviewed_on: Option<Date>,
            /// The organisation's own fields.
            custom: CustomValues,
        }
    }
}

words! {
    /// What brings a threat about.
    pub enum ThreatOrigin {
        /// Somebody means it.
        Adversarial = "adversarial",
        /// Somebody errs.
        Accidental = "accidental",
        /// Something breaks.
        Structural = "structural",
        /// Nature or surroundings.
        Environmental = "environmental",
    }
}

record! {
    /// A threat (ISO/IEC 27005, 7.2.1).
    pub struct Threat, ThreatRevision {
        /// For instance `T-12`.
        id: ThreatId,
        required {
            /// What happens.
            title: Title,
        }
        optional {
            /// What brings it about.
            origin: Option<ThreatOrigin>,
            /// The consequence criteria it bears on, `confidentiality` and so on.
            affects: BTreeSet<FactorId>,
            /// In a sentence.
            description: Text,
        }
    }
}

record! {
    /// A vulnerability (ISO/IEC 27005, 7.2.1).
    pub struct Vulnerability, VulnerabilityRevision {
        /// For instance `V-31`.
        id: VulnerabilityId,
        required {
            /// What is weak.
            title: Title,
        }
        optional {
            /// Where the weakness lies: organisation, personnel, site, …
            category: Option<Title>,
            /// In a sentence.
            description: Text,
            /// The threats that could exploit it.
            threats: BTreeSet<ThreatId>,
            /// The controls that answer it.
            controls: BTreeSet<ControlId>,
        }
    }
}

record! {
    /// A risk source of event-based scenarios, with what it is after (ISO/IEC 27005:2022, 7.2.1).
    pub struct RiskSource, RiskSourceRevision {
        /// For instance `RS-2`.
        id: RiskSourceId,
        required {
            /// Who or what it is.
            title: Title,
        }
        optional {
            /// State, criminal, insider, nature, …
            kind: Option<Title>,
            /// Why it acts.
            motivation: Text,
            /// What it wants to have reached.
            desired_end_state: Text,
        }
    }
}

words! {
    /// How a scenario was found (ISO/IEC 27005:2022, 7.2.1).
    pub enum Approach {
        /// From an asset, a threat and a vulnerability.
        AssetBased = "asset-based",
        /// From a risk source, its aim and an event.
        EventBased = "event-based",
    }
}

words! {
    /// The three pictures of a risk that are kept apart.
    pub enum Stage {
        /// Without any control.
        Inherent = "inherent",
        /// With the controls that are in place.
        Current = "current",
        /// With the treatment plan carried out.
        Target = "target",
    }
}

/// The value of one factor in an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FactorValue {
    /// A level of an ordinal scale, 0 the lowest.
    Level(u8),
    /// A number in the factor's unit.
    Number(f64),
    /// Minimum, most likely and maximum, in the factor's unit.
    Range([f64; 3]),
    /// Yes or no.
    Flag(bool),
}

/// What was estimated for one stage of a scenario: a value for each factor, and why.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// Values by factor: `likelihood`, `confidentiality`, …, or the overall `consequence`.
    pub factors: BTreeMap<FactorId, FactorValue>,
    /// Why these values.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub rationale: Text,
}

record! {
    /// A risk scenario (6.1.2 c).
    pub struct RiskScenario, RiskScenarioRevision {
        /// For instance `R-12`.
        id: ScenarioId,
        required {
            /// What could happen, in a sentence.
            title: Title,
        }
        optional {
            /// What could happen, at length.
            description: Text,
            /// How it was found.
            approach: Option<Approach>,
            /// The assets it hits.
            assets: BTreeSet<AssetId>,
            /// The threats at work.
            threats: BTreeSet<ThreatId>,
            /// The vulnerabilities exploited.
            vulnerabilities: BTreeSet<VulnerabilityId>,
            /// The risk sources behind it.
            sources: BTreeSet<RiskSourceId>,
            /// Who owns the risk.
            owner: Option<Actor>,
            /// Controls that bear on it already.
            existing_controls: BTreeSet<ControlId>,
            /// Without controls.
            inherent: Option<Estimate>,
            /// With the controls in place.
            current: Option<Estimate>,
            /// With the plan carried out.
            target: Option<Estimate>,
            /// Levels of risk that a source stated, by stage, to be held against the computed ones.
            stated: BTreeMap<Stage, Title>,
            /// Why it is closed; absent while it is open.
            closed: Option<Text>,
            /// When it was found.
            identified_on: Option<Date>,
            /// When it is to be looked at again.
            review_on: Option<Date>,
            /// The organisation's own fields.
            custom: CustomValues,
        }
    }
}

impl RiskScenario {
    /// The estimate of a stage.
    #[must_use]
    pub fn estimate(&self, stage: Stage) -> Option<&Estimate> {
        match stage {
            Stage::Inherent => self.inherent.as_ref(),
            Stage::Current => self.current.as_ref(),
            Stage::Target => self.target.as_ref(),
        }
    }

    /// The scenario with another estimate in a stage.
    #[must_use]
    pub fn with_estimate(&self, stage: Stage, estimate: Option<Estimate>) -> Self {
        let mut scenario = self.clone();
        match stage {
            Stage::Inherent => scenario.inherent = estimate,
            Stage::Current => scenario.current = estimate,
            Stage::Target => scenario.target = estimate,
        }
        scenario
    }

    /// Whether it counts: it has not been closed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}
