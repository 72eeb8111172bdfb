//! What the fields of records take, so that forms, commands and papers can be made of any record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::id::*;
use crate::isms::{Kind, RecordRef};
use crate::quantity::{Actor, Date, Digest, Money, Percent, Text, Title};

/// A field of a record, or of a step that is taken with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in the record as JSON.
    pub name: &'static str,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it must be there.
    pub required: bool,
    /// What it is, in a sentence.
    #[serde(serialize_with = "trimmed")]
    pub help: &'static str,
}

fn trimmed<S: serde::Serializer>(help: &&'static str, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(help.trim())
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A text of one line.
    Line,
    /// Prose.
    Prose,
    /// A day.
    Date,
    /// A person, role or body.
    Actor,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// Yes or no.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The id of a record.
    Record(Kind),
    /// A SHA-256 digest.
    Digest,
    /// An amount with its currency.
    Money,
    /// A text as Markdown, or a file elsewhere.
    Content,
    /// Several of these.
    Many(&'static FieldKind),
    /// Several fields together.
    Group(&'static [Field]),
    /// Something with a form of its own.
    Own,
}

/// What is written into a field of this type.
pub trait Filled {
    /// What the field takes.
    const KIND: FieldKind;

    /// Tells of every record that the value names.
    fn links(&self, _tell: &mut dyn FnMut(RecordRef)) {}
}

macro_rules! filled {
    ($($type:ty: $kind:expr;)*) => {$(
        impl Filled for $type {
            const KIND: FieldKind = $kind;
        }
    )*};
}

filled! {
    Title: FieldKind::Line;
    Text: FieldKind::Prose;
    Actor: FieldKind::Actor;
    Date: FieldKind::Date;
    Digest: FieldKind::Digest;
    Money: FieldKind::Money;
    Percent: FieldKind::Count;
    f64: FieldKind::Number;
    u8: FieldKind::Count;
    u16: FieldKind::Count;
    u32: FieldKind::Count;
    u64: FieldKind::Count;
    bool: FieldKind::Flag;
    serde_json::Value: FieldKind::Own;
    jiff::Timestamp: FieldKind::Own;
    FactorId: FieldKind::Own;
}

macro_rules! ids {
    ($($id:ident: $kind:ident;)*) => {$(
        impl Filled for $id {
            const KIND: FieldKind = FieldKind::Record(Kind::$kind);

            fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
                tell(RecordRef::new(Kind::$kind, self));
            }
        }
    )*};
}

ids! {
    IssueId: Issue;
    PartyId: InterestedParty;
    RequirementId: Requirement;
    ObjectiveId: Objective;
    RoleId: Role;
    AssetId: Asset;
    ThreatId: Threat;
    VulnerabilityId: Vulnerability;
    RiskSourceId: RiskSource;
    ScenarioId: RiskScenario;
    ActionId: Action;
    AcceptanceId: RiskAcceptance;
    ControlId: Control;
    SoaId: SoaVersion;
    QuestionnaireId: Questionnaire;
    ResponseId: Response;
    FindingId: AuditFinding;
    MethodologyId: MethodologyInUse;
    PluginId: Plugin;
    FieldId: CustomField;
    DocumentId: Document;
    AcknowledgementId: Acknowledgement;
    CompetenceId: Competence;
    AwarenessId: Awareness;
    CommunicationId: Communication;
    MeasureId: Measure;
    MeasurementId: Measurement;
    ControlCheckId: ControlCheck;
    IncidentId: Incident;
    ReviewId: ManagementReview;
    ProgrammeId: AuditProgramme;
    AuditId: Audit;
    NonconformityId: Nonconformity;
    ImprovementId: Improvement;
    PlannedChangeId: PlannedChange;
    CertificationId: Certification;
}

macro_rules! around {
    ($($around:ident)*) => {$(
        impl<T: Filled> Filled for $around<T> {
            const KIND: FieldKind = T::KIND;

            fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
                T::links(self, tell);
            }
        }
    )*};
}

around! { Box Arc }

impl<T: Filled> Filled for Option<T> {
    const KIND: FieldKind = T::KIND;

    fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
        self.iter().for_each(|value| value.links(tell));
    }
}
impl<T: Filled> Filled for Vec<T> {
    const KIND: FieldKind = FieldKind::Many(&T::KIND);

    fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
        self.iter().for_each(|value| value.links(tell));
    }
}
impl<T: Filled> Filled for BTreeSet<T> {
    const KIND: FieldKind = FieldKind::Many(&T::KIND);

    fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
        self.iter().for_each(|value| value.links(tell));
    }
}
impl<K: Filled, V: Filled> Filled for BTreeMap<K, V> {
    const KIND: FieldKind = FieldKind::Own;

    fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
        for (key, value) in self {
            key.links(tell);
            value.links(tell);
        }
    }
}

macro_rules! own {
    ($($type:ty),* $(,)?) => {
        filled! { $($type: FieldKind::Own;)* }
    };
}

// what has a form of its own
own! {
    crate::applicability::Override,
    crate::identification::Estimate,
    crate::identification::FieldKind,
    crate::methodology::Scale,
    crate::methodology::criteria::ConsequenceCriterion,
    crate::methodology::score::Score,
    crate::plugin::Signer,
    crate::questionnaire::Answers,
    crate::questionnaire::ItemScore,
    crate::questionnaire::Proposal,
    crate::identification::CustomValue,
    crate::response::Decided,
    crate::treatment::Lowering,
}

impl Filled for crate::methodology::Engine {
    const KIND: FieldKind = FieldKind::Own;

    fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
        if let Self::Plugin(engine) = self {
            engine.plugin.links(tell);
        }
    }
}

impl Filled for crate::response::Source {
    const KIND: FieldKind = FieldKind::Own;

    fn links(&self, tell: &mut dyn FnMut(RecordRef)) {
        if let Self::Plugin(known) = self {
            known.plugin.links(tell);
        }
    }
}
