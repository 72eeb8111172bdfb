//! The whole management system as one value: context, criteria, and registers of records by typed ids.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::applicability::{Control, ControlCheck, SoaVersion};
use crate::audit::{Audit, AuditFinding, AuditProgramme};
use crate::certification::Certification;
use crate::context::{InterestedParty, Issue, Objective, Organisation, Requirement, Role, Scope};
use crate::diagnostic::Rejection;
use crate::documentation::{Acknowledgement, Awareness, Communication, Competence, Document};
use crate::id::*;
use crate::identification::{Asset, CustomField, RiskScenario, RiskSource, Stage, Threat, Vulnerability};
use crate::improvement::{Improvement, Nonconformity, PlannedChange};
use crate::incident::Incident;
use crate::measurement::{Measure, Measurement};
use crate::methodology::{MethodologyInUse, RiskCriteria, ScoreRecord};
use crate::plugin::{AtHand, Plugin};
use crate::quantity::{Actor, Date};
use crate::response::{Questionnaire, Response};
use crate::review::ManagementReview;
use crate::treatment::{Action, RiskAcceptance, Treatment};

mod beside;
pub(crate) use beside::Beside;
mod integrity;
pub use integrity::control_title;
mod start;

/// Records by id.
pub type Register<K, V> = BTreeMap<K, Arc<V>>;

macro_rules! registers {
    (
        single { $($s_field:ident: $s_type:ident $s_word:literal;)* }
        many { $($m_field:ident: $m_type:ident[$m_id:ident] $m_word:literal;)* }
    ) => {
        /// What a record is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = concat!("See [`", stringify!($s_type), "`].")] $s_type,)* $(#[doc = concat!("See [`", stringify!($m_type), "`].")] $m_type,)* }

        impl Kind {
            /// Every kind, in the order in which records can be added without breaking a link for long.
            pub const ALL: &'static [Kind] = &[$(Kind::$s_type,)* $(Kind::$m_type,)*];
            /// The word by which people name the kind: `risk`, `asset`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Kind::$s_type => $s_word,)* $(Kind::$m_type => $m_word,)* }
            }
            /// The fields of its records beside the id.
            #[must_use]
            pub fn fields(self) -> &'static [crate::field::Field] {
                match self { $(Kind::$s_type => $s_type::FIELDS,)* $(Kind::$m_type => $m_type::FIELDS,)* }
            }
            /// Whether there is exactly one record of this kind.
            #[must_use]
            pub fn is_single(self) -> bool {
                matches!(self, $(Kind::$s_type)|*)
            }
            /// The prefix of new ids of this kind.
            #[must_use]
            pub fn prefix(self) -> &'static str {
                match self { $(Kind::$s_type => $s_word,)* $(Kind::$m_type => $m_id::PREFIX,)* }
            }
        }

        /// Any record.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Record {
            $(#[doc = concat!("See [`", stringify!($s_type), "`].")] $s_type(Arc<$s_type>),)*
            $(#[doc = concat!("See [`", stringify!($m_type), "`].")] $m_type(Arc<$m_type>),)*
        }

        impl Record {
            /// Where the record stands.
            #[must_use]
            pub fn reference(&self) -> RecordRef {
                match self {
                    $(Record::$s_type(_) => RecordRef::single(Kind::$s_type),)*
                    $(Record::$m_type(record) => RecordRef { kind: Kind::$m_type, id: AnyId::like(&record.id) },)*
                }
            }
            /// The record as JSON.
            ///
            /// # Errors
            /// If a number in it is not finite.
            pub fn to_json(&self) -> Result<serde_json::Value, serde_json::Error> {
                match self {
                    $(Record::$s_type(record) => serde_json::to_value(record.as_ref()),)*
                    $(Record::$m_type(record) => serde_json::to_value(record.as_ref()),)*
                }
            }
            /// The record as JSON text, as snapshots keep it.
            ///
            /// # Errors
            /// If a number in it is not finite.
            pub fn to_json_text(&self) -> Result<String, serde_json::Error> {
                match self {
                    $(Record::$s_type(record) => serde_json::to_string(record.as_ref()),)*
                    $(Record::$m_type(record) => serde_json::to_string(record.as_ref()),)*
                }
            }
            /// The record of this kind from JSON text.
            ///
            /// # Errors
            /// If the text is no such record.
            pub fn from_json_text(kind: Kind, text: &str) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $(Kind::$s_type => Record::$s_type(serde_json::from_str(text)?),)*
                    $(Kind::$m_type => Record::$m_type(serde_json::from_str(text)?),)*
                })
            }
            /// The record of this kind from a JSON value.
            ///
            /// # Errors
            /// If the value is no such record.
            pub fn from_json(kind: Kind, value: serde_json::Value) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $(Kind::$s_type => Record::$s_type(serde_json::from_value(value)?),)*
                    $(Kind::$m_type => Record::$m_type(serde_json::from_value(value)?),)*
                })
            }
        }

        impl Record {
            /// The records this one names, each with the field that does. What a treatment treats is named by its id.
            #[must_use]
            pub fn links(&self) -> Vec<(&'static str, RecordRef)> {
                match self {
                    Record::Treatment(record) => {
                        let mut links = record.links();
                        links.insert(0, ("id", RecordRef::new(Kind::RiskScenario, &record.id)));
                        links
                    }
                    // controls that answers speak of may be gone by now
                    Record::Response(record) => {
                        record.links().into_iter().filter(|(field, _)| *field != "statuses").collect()
                    }
                    $(Record::$s_type(record) => record.links(),)*
                    $(#[allow(unreachable_patterns, reason = "see above")] Record::$m_type(record) => record.links(),)*
                }
            }
        }

        impl Serialize for Record {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Record::$s_type(record) => record.serialize(to),)*
                    $(Record::$m_type(record) => record.serialize(to),)*
                }
            }
        }

        $(impl From<$s_type> for Record { fn from(record: $s_type) -> Self { Record::$s_type(Arc::new(record)) } })*
        $(impl From<$m_type> for Record { fn from(record: $m_type) -> Self { Record::$m_type(Arc::new(record)) } })*

        /// The information security management system. It changes by [`Isms::apply`] alone.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(into = "WrittenIsms")]
        pub struct Isms {
            $(pub(crate) $s_field: Arc<$s_type>,)*
            $(pub(crate) $m_field: Register<$m_id, $m_type>,)*
            #[serde(skip)]
            pub(crate) at_hand: AtHand,
        }

        /// How an ISMS is written down: each register as a list.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct WrittenIsms {
            $(#[doc = concat!("See [`", stringify!($s_type), "`].")] pub $s_field: Arc<$s_type>,)*
            $(#[doc = concat!("See [`", stringify!($m_type), "`].")] #[serde(default, skip_serializing_if = "Vec::is_empty")] pub $m_field: Vec<Arc<$m_type>>,)*
        }

        impl From<Isms> for WrittenIsms {
            fn from(isms: Isms) -> Self {
                Self { $($s_field: isms.$s_field,)* $($m_field: isms.$m_field.into_values().collect(),)* }
            }
        }

        impl WrittenIsms {
            /// Every record, singles first.
            #[must_use]
            pub fn into_records(self) -> Vec<Record> {
                let mut records = vec![$(Record::$s_type(self.$s_field),)*];
                $(records.extend(self.$m_field.into_iter().map(Record::$m_type));)*
                records
            }
        }

        impl Isms {
            $(#[doc = concat!("The one record of its kind: see [`", stringify!($s_type), "`].")]
            #[must_use]
            pub fn $s_field(&self) -> &$s_type { &self.$s_field })*
            $(#[doc = concat!("The register of `", $m_word, "` records, see [`", stringify!($m_type), "`].")]
            #[must_use]
            pub fn $m_field(&self) -> &Register<$m_id, $m_type> { &self.$m_field })*

            /// The one record of each kind of which there is one, and empty registers.
            fn without_records($($s_field: $s_type,)*) -> Self {
                Self {
                    $($s_field: Arc::new($s_field),)*
                    $($m_field: Register::new(),)*
                    at_hand: AtHand::default(),
                }
            }

            /// The record at a place.
            #[must_use]
            pub fn record(&self, at: &RecordRef) -> Option<Record> {
                match at.kind {
                    $(Kind::$s_type => Some(Record::$s_type(Arc::clone(&self.$s_field))),)*
                    $(Kind::$m_type => self.$m_field.get(&$m_id::like(&at.id)).map(|record| Record::$m_type(Arc::clone(record))),)*
                }
            }
            /// Every record, singles first, then register by register in the order of ids.
            pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
                let singles = [$(Record::$s_type(Arc::clone(&self.$s_field)),)*];
                singles.into_iter()$(.chain(self.$m_field.values().map(|record| Record::$m_type(Arc::clone(record)))))*
            }
            /// The ids of a register, in order.
            #[must_use]
            pub fn ids(&self, kind: Kind) -> Vec<AnyId> {
                match kind {
                    $(Kind::$s_type => vec![RecordRef::single(kind).id],)*
                    $(Kind::$m_type => self.$m_field.keys().map(AnyId::like).collect(),)*
                }
            }
            /// How many records a register has.
            #[must_use]
            pub fn count(&self, kind: Kind) -> usize {
                match kind { $(Kind::$s_type => 1,)* $(Kind::$m_type => self.$m_field.len(),)* }
            }
            pub(crate) fn put(&mut self, record: Record) {
                match record {
                    $(Record::$s_type(record) => self.$s_field = record,)*
                    $(Record::$m_type(record) => { self.$m_field.insert(record.id.clone(), record); })*
                }
            }
            pub(crate) fn take(&mut self, at: &RecordRef) {
                match at.kind {
                    $(Kind::$s_type => {})*
                    $(Kind::$m_type => { self.$m_field.remove(&$m_id::like(&at.id)); })*
                }
            }
            /// The first free id of a register: one more than the highest number that follows its prefix, or the lowest
            /// that is free where that is the highest there is.
            #[must_use]
            pub fn next_id(&self, kind: Kind) -> AnyId {
                let prefix = kind.prefix();
                let number = |id: &str| id.strip_prefix(prefix)?.strip_prefix('-')?.parse::<u64>().ok();
                // ids are in the order in which people count: the last one with the prefix has the highest number
                let highest = match kind {
                    $(Kind::$s_type => None,)*
                    $(Kind::$m_type => self.$m_field.keys().rev().find_map(|id| number(id.as_str())),)*
                };
                let highest = highest.unwrap_or(0);
                let numbered = |number: u64| format!("{prefix}-{number}").parse().unwrap_or_else(|_| AnyId::numbered(number));
                match highest.checked_add(1) {
                    Some(next) => numbered(next),
                    None => {
                        let taken = |id: &AnyId| self.record(&RecordRef { kind, id: id.clone() }).is_some();
                        (1..highest).map(numbered).find(|id| !taken(id)).unwrap_or_else(|| numbered(highest))
                    }
                }
            }
        }
    };
}

registers! {
    single {
        organisation: Organisation "organisation";
        scope: Scope "scope";
        criteria: RiskCriteria "criteria";
    }
    many {
        custom_fields: CustomField[FieldId] "field";
        issues: Issue[IssueId] "issue";
        parties: InterestedParty[PartyId] "party";
        requirements: Requirement[RequirementId] "requirement";
        objectives: Objective[ObjectiveId] "objective";
        roles: Role[RoleId] "role";
        assets: Asset[AssetId] "asset";
        threats: Threat[ThreatId] "threat";
        vulnerabilities: Vulnerability[VulnerabilityId] "vulnerability";
        risk_sources: RiskSource[RiskSourceId] "source";
        plugins: Plugin[PluginId] "plugin";
        methodologies: MethodologyInUse[MethodologyId] "methodology";
        scenarios: RiskScenario[ScenarioId] "risk";
        controls: Control[ControlId] "control";
        treatments: Treatment[ScenarioId] "treatment";
        actions: Action[ActionId] "action";
        scores: ScoreRecord[ScoreId] "score";
        acceptances: RiskAcceptance[AcceptanceId] "acceptance";
        soa_versions: SoaVersion[SoaId] "soa";
        questionnaires: Questionnaire[QuestionnaireId] "questionnaire";
        responses: Response[ResponseId] "response";
        documents: Document[DocumentId] "document";
        acknowledgements: Acknowledgement[AcknowledgementId] "acknowledgement";
        competences: Competence[CompetenceId] "competence";
        awareness: Awareness[AwarenessId] "awareness";
        communications: Communication[CommunicationId] "communication";
        measures: Measure[MeasureId] "measure";
        measurements: Measurement[MeasurementId] "measurement";
        incidents: Incident[IncidentId] "incident";
        programmes: AuditProgramme[ProgrammeId] "programme";
        certifications: Certification[CertificationId] "certification";
        audits: Audit[AuditId] "audit";
        findings: AuditFinding[FindingId] "finding";
        improvements: Improvement[ImprovementId] "improvement";
        reviews: ManagementReview[ReviewId] "review";
        nonconformities: Nonconformity[NonconformityId] "nonconformity";
        planned_changes: PlannedChange[PlannedChangeId] "planned-change";
        control_checks: ControlCheck[ControlCheckId] "control-check";
    }
}

/// Where a record stands: its kind and its id. Written `risk/R-12`, said `R-12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
#[serde(try_from = "String", into = "String")]
pub struct RecordRef {
    /// Its kind.
    pub kind: Kind,
    /// Its id within the kind.
    pub id: AnyId,
}

impl RecordRef {
    /// A place by kind and id.
    #[must_use]
    pub fn new(kind: Kind, id: &impl Identifier) -> Self {
        Self { kind, id: AnyId::like(id) }
    }
    /// The place of a record of which there is one.
    #[must_use]
    pub fn single(kind: Kind) -> Self {
        Self { kind, id: AnyId::fixed(kind.as_str()) }
    }
    /// Kind and id, `risk/R-12`, so that no two records share it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.kind.as_str(), self.id)
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Treatment => write!(f, "treatment of {}", self.id),
            Kind::ScoreRecord => write!(f, "score {}", self.id),
            _ => fmt::Display::fmt(&self.id, f),
        }
    }
}

/// A text that names no place of a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no record; write kind and id, like `risk/R-12`")]
pub struct RecordRefError(String);

impl FromStr for RecordRef {
    type Err = RecordRefError;
    fn from_str(text: &str) -> Result<Self, RecordRefError> {
        let wrong = || RecordRefError(text.to_owned());
        let (kind, id) = text.split_once('/').ok_or_else(wrong)?;
        let kind: Kind = kind.parse().map_err(|_| wrong())?;
        let at = Self { kind, id: id.parse().map_err(|_| wrong())? };
        if kind.is_single() && at != Self::single(kind) { Err(wrong()) } else { Ok(at) }
    }
}
impl TryFrom<String> for RecordRef {
    type Error = RecordRefError;
    fn try_from(text: String) -> Result<Self, RecordRefError> {
        text.parse()
    }
}
impl From<RecordRef> for String {
    fn from(at: RecordRef) -> String {
        at.path()
    }
}

impl FromStr for Kind {
    type Err = crate::record::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_lowercase();
        Kind::ALL.iter().copied().find(|kind| kind.as_str() == word).ok_or_else(|| {
            crate::record::UnknownWord {
                found: text.to_owned(),
                expected: Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "),
            }
        })
    }
}
impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Isms {
    /// The ISMS made of these records, as a snapshot or an export keeps them. What is missing is as at the beginning.
    ///
    /// # Errors
    /// The first record that does not fit the others.
    pub fn load(records: impl IntoIterator<Item = Record>) -> Result<Self, Rejection> {
        let mut isms = crate::journal::blank();
        isms.methodologies.clear();
        let mut places = std::collections::BTreeSet::new();
        for record in records {
            let at = record.reference();
            if !places.insert(at.clone()) {
                return Err(Rejection::new(
                    at,
                    crate::diagnostic::Rule::AlreadyExists,
                    "the record stands twice",
                ));
            }
            isms.put(record);
        }
        isms.intact(&places)?;
        Ok(isms)
    }

    /// The recorded scores of a scenario by a methodology.
    #[must_use]
    pub fn score_of(&self, scenario: &ScenarioId, methodology: &MethodologyId) -> Option<&ScoreRecord> {
        self.scores.get(&ScoreRecord::id_of(scenario, methodology)?).map(AsRef::as_ref)
    }

    /// Whether anything rests on the scales: a risk that was estimated, or an asset that was valued.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        let estimated =
            |scenario: &RiskScenario| Stage::ALL.iter().any(|stage| scenario.estimate(*stage).is_some());
        self.scenarios.values().any(|scenario| estimated(scenario))
            || self.assets.values().any(|asset| !asset.values.is_empty())
    }

    /// The methodology whose levels decide.
    #[must_use]
    pub fn preferred_methodology(&self) -> Option<&MethodologyInUse> {
        self.methodologies.get(&self.criteria.methodology).map(AsRef::as_ref)
    }

    /// The records with this id, whatever their kind: more than one if registers use the same ids.
    #[must_use]
    pub fn find(&self, id: &str) -> Vec<RecordRef> {
        if let Ok(at) = id.parse::<RecordRef>() {
            return self.record(&at).map(|_| at).into_iter().collect();
        }
        let Ok(id) = id.parse::<AnyId>() else { return Vec::new() };
        // a treatment shares its scenario's id: the scenario is meant
        let places =
            Kind::ALL.iter().filter(|kind| **kind != Kind::Treatment).map(|kind| match kind.is_single() {
                true => RecordRef::single(*kind),
                false => RecordRef { kind: *kind, id: id.clone() },
            });
        places.filter(|at| at.id == id && self.record(at).is_some()).collect()
    }
}

impl Isms {
    /// Whether two names mean the same actor, or one of them is a role that the other holds.
    #[must_use]
    pub fn stands_for(&self, one: &Actor, other: &Actor) -> bool {
        one.same(other) || self.roles.values().any(|role| role.is_held_by(one) && role.is_held_by(other))
    }

    /// Whether a risk was assessed by the preferred methodology on that day or later; `None`: ever.
    #[must_use]
    pub fn assessed_since(&self, risk: &ScenarioId, since: Option<Date>) -> bool {
        self.score_of(risk, &self.criteria.methodology)
            .is_some_and(|record| since.is_none_or(|since| record.on >= since))
    }
}
