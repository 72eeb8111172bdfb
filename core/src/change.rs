//! Changes: the only way an ISMS becomes another, in the words of the field.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::applicability::{Control, ControlRevision, SoaVersion, statement};
use crate::audit::*;
use crate::catalogue::Edition;
use crate::certification::*;
use crate::context::*;
use crate::diagnostic::{Rejection, Rule};
use crate::documentation::*;
use crate::id::*;
use crate::identification::*;
use crate::improvement::*;
use crate::incident::*;
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::lifecycle::{self, Passed, Possible, Step};
use crate::measurement::{Measure, MeasureRevision, MeasureStep, Measurement, MeasurementRevision};
use crate::methodology::{MethodologyInUse, MethodologyInUseRevision, RiskCriteria, ScoreRecord};
use crate::plugin::{Plugin, upgraded};
use crate::quantity::{Actor, Date, Digest, Text, Timestamp, Title};
use crate::questionnaire::{Answers, Outcome};
use crate::response::{
    Questionnaire, QuestionnaireRevision, Ruling, Sending, decided, deciding_changes, sent,
};
use crate::review::{ManagementReview, ManagementReviewRevision, ReviewStep};
use crate::treatment::{Action, ActionRevision, Lowering, RiskAcceptance, Treatment, TreatmentOption};

mod decisions;
mod wording;

use decisions::{accept, assessed, restore, set_criteria};

pub(crate) use wording::title;
pub use wording::{describe, fields_in_words};

macro_rules! changes {
    (
        registers { $($record:ident: $type:ident[$id:ident] $add:literal, $revise:ident($revision:ident) $revise_word:literal, $remove:ident $remove_word:literal;)* }
        lives { $($lives:ident: $l_type:ident[$l_id:ident] $lives_word:literal, $step:ident;)* }
        others { $($(#[$meta:meta])* $word:literal $variant:ident { $($(#[$f_meta:meta])* $field:ident: $f_type:ty,)* },)* }
    ) => {
        /// An alteration of the ISMS. Written as an object with one key, its name: `{"risk.estimate": {…}}`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Change {
            $(
                #[doc = concat!("Adds a record, see [`", stringify!($type), "`].")]
                #[serde(rename = $add)]
                $record(Box<$type>),
                #[doc = concat!("Changes fields of a record, see [`", stringify!($type), "`].")]
                #[serde(rename = $revise_word)]
                $revise {
                    /// Which record.
                    id: $id,
                    /// The fields that change.
                    set: Box<$revision>,
                },
                #[doc = concat!("Removes a record that nothing refers to, see [`", stringify!($type), "`].")]
                #[serde(rename = $remove_word)]
                $remove {
                    /// Which record.
                    id: $id,
                },
            )*
            $(
                #[doc = concat!("Takes a step with a record, see [`", stringify!($step), "`].")]
                #[serde(rename = $lives_word)]
                $lives {
                    /// Which record.
                    id: $l_id,
                    /// The step.
                    step: Box<$step>,
                    /// Who takes it; absent: whoever makes the change.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    by: Option<Actor>,
                    /// When it was taken; absent: today.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    on: Option<Date>,
                    /// What else is to be said of it.
                    #[serde(default, skip_serializing_if = "crate::record::is_default")]
                    note: Text,
                },
            )*
            $($(#[$meta])* #[serde(rename = $word)] $variant { $($(#[$f_meta])* $field: $f_type,)* },)*
        }

        impl Change {
            /// The change's name: `risk.estimate`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Change::$record(_) => $add, Change::$revise { .. } => $revise_word, Change::$remove { .. } => $remove_word,)*
                    $(Change::$lives { .. } => $lives_word,)*
                    $(Change::$variant { .. } => $word,)*
                }
            }

            /// The name of the change that takes a step with a record of a kind; `None` where there are no steps.
            #[must_use]
            pub fn step_of(kind: Kind) -> Option<&'static str> {
                match kind {
                    $(Kind::$l_type => Some($lives_word),)*
                    _ => None,
                }
            }

            /// The steps there are for records of a kind, whatever state they are in.
            #[must_use]
            pub fn steps_of(kind: Kind) -> &'static [Possible] {
                match kind {
                    $(Kind::$l_type => <$step as Step>::POSSIBLE,)*
                    _ => &[],
                }
            }

            /// The names of the changes that add, revise and remove records of a kind; `None` where there are none.
            #[must_use]
            pub fn names_of(kind: Kind) -> Option<[&'static str; 3]> {
                match kind {
                    $(Kind::$type => Some([$add, $revise_word, $remove_word]),)*
                    _ => None,
                }
            }

            /// What a change of a register writes, or a step; `None` for the others.
            fn of_register(&self, isms: &Isms, by: &Actor, today: Date) -> Option<Result<Writes, Rejection>> {
                match self {
                    $(
                        Change::$lives { id, step, by: who, on, note } => {
                            let at = RecordRef::new(Kind::$l_type, id);
                            Some(match isms.record(&at) {
                                Some(Record::$l_type(record)) => lifecycle::stepped(
                                    record.as_ref(),
                                    step,
                                    (isms, at.clone()),
                                    (who.as_ref(), *on, note),
                                    (by, today),
                                )
                                .map(|record| vec![(at, Some(record.into()))]),
                                _ => Err(unknown(&at)),
                            })
                        }
                    )*
                    $(
                        Change::$record(record) => Some(add(isms, Record::$type(Arc::new(record.as_ref().clone())))),
                        Change::$revise { id, set } => {
                            let at = RecordRef::new(Kind::$type, id);
                            Some(match isms.record(&at) {
                                Some(Record::$type(record)) => Ok(vec![(at, Some(record.revised(set).into()))]),
                                _ => Err(unknown(&at)),
                            })
                        }
                        Change::$remove { id } => {
                            let at = RecordRef::new(Kind::$type, id);
                            Some(if isms.record(&at).is_some() { Ok(vec![(at, None)]) } else { Err(unknown(&at)) })
                        }
                    )*
                    _ => None,
                }
            }
        }

        /// Refuses what a hand wrote although only steps may.
        fn by_hand(isms: &Isms, writes: Writes) -> Result<Writes, Rejection> {
            for (at, after) in &writes {
                match after {
                    $(Some(Record::$l_type(after)) => {
                        let before = match isms.record(at) {
                            Some(Record::$l_type(before)) => Some(before),
                            _ => None,
                        };
                        lifecycle::by_hand(at, before.as_deref(), after.as_ref())?;
                    })*
                    _ => {}
                }
            }
            Ok(writes)
        }

        impl Record {
            /// The state it is in, for those that live.
            #[must_use]
            pub fn state(&self) -> Option<&'static str> {
                match self {
                    $(Record::$l_type(record) => Some(record.life.state.as_str()),)*
                    _ => None,
                }
            }

            /// The steps that led to where it stands, in order.
            #[must_use]
            pub fn passed(&self) -> &[Passed] {
                match self {
                    $(Record::$l_type(record) => &record.life.passed,)*
                    _ => &[],
                }
            }
        }
    };
}

changes! {
    registers {
        FieldDefine: CustomField[FieldId] "field.define", FieldRevise(CustomFieldRevision) "field.revise", FieldRemove "field.remove";
        IssueRecord: Issue[IssueId] "issue.record", IssueRevise(IssueRevision) "issue.revise", IssueRemove "issue.remove";
        PartyRecord: InterestedParty[PartyId] "party.record", PartyRevise(InterestedPartyRevision) "party.revise", PartyRemove "party.remove";
        RequirementRecord: Requirement[RequirementId] "requirement.record", RequirementRevise(RequirementRevision) "requirement.revise", RequirementRemove "requirement.remove";
        ObjectiveSet: Objective[ObjectiveId] "objective.set", ObjectiveRevise(ObjectiveRevision) "objective.revise", ObjectiveRemove "objective.remove";
        RoleDefine: Role[RoleId] "role.define", RoleRevise(RoleRevision) "role.revise", RoleRemove "role.remove";
        AssetRecord: Asset[AssetId] "asset.record", AssetRevise(AssetRevision) "asset.revise", AssetRemove "asset.remove";
        ThreatRecord: Threat[ThreatId] "threat.record", ThreatRevise(ThreatRevision) "threat.revise", ThreatRemove "threat.remove";
        VulnerabilityRecord: Vulnerability[VulnerabilityId] "vulnerability.record", VulnerabilityRevise(VulnerabilityRevision) "vulnerability.revise", VulnerabilityRemove "vulnerability.remove";
        SourceRecord: RiskSource[RiskSourceId] "source.record", SourceRevise(RiskSourceRevision) "source.revise", SourceRemove "source.remove";
        MethodologyAdopt: MethodologyInUse[MethodologyId] "methodology.adopt", MethodologyRevise(MethodologyInUseRevision) "methodology.revise", MethodologyRemove "methodology.remove";
        RiskIdentify: RiskScenario[ScenarioId] "risk.identify", RiskRevise(RiskScenarioRevision) "risk.revise", RiskRemove "risk.remove";
        ControlRecord: Control[ControlId] "control.record", ControlRevise(ControlRevision) "control.revise", ControlRemove "control.remove";
        QuestionnaireAdopt: Questionnaire[QuestionnaireId] "questionnaire.adopt", QuestionnaireRevise(QuestionnaireRevision) "questionnaire.revise", QuestionnaireRemove "questionnaire.remove";
        FindingRaise: AuditFinding[FindingId] "finding.raise", FindingRevise(AuditFindingRevision) "finding.revise", FindingRemove "finding.remove";
        DocumentRecord: Document[DocumentId] "document.record", DocumentRevise(DocumentRevision) "document.revise", DocumentRemove "document.remove";
        AcknowledgementRecord: Acknowledgement[AcknowledgementId] "acknowledgement.record", AcknowledgementRevise(AcknowledgementRevision) "acknowledgement.revise", AcknowledgementRemove "acknowledgement.remove";
        CompetenceRecord: Competence[CompetenceId] "competence.record", CompetenceRevise(CompetenceRevision) "competence.revise", CompetenceRemove "competence.remove";
        AwarenessRecord: Awareness[AwarenessId] "awareness.record", AwarenessRevise(AwarenessRevision) "awareness.revise", AwarenessRemove "awareness.remove";
        CommunicationRecord: Communication[CommunicationId] "communication.record", CommunicationRevise(CommunicationRevision) "communication.revise", CommunicationRemove "communication.remove";
        MeasureDefine: Measure[MeasureId] "measure.define", MeasureRevise(MeasureRevision) "measure.revise", MeasureRemove "measure.remove";
        MeasurementRecord: Measurement[MeasurementId] "measurement.record", MeasurementRevise(MeasurementRevision) "measurement.revise", MeasurementRemove "measurement.remove";
        IncidentReport: Incident[IncidentId] "incident.report", IncidentRevise(IncidentRevision) "incident.revise", IncidentRemove "incident.remove";
        ReviewPlan: ManagementReview[ReviewId] "review.plan", ReviewRevise(ManagementReviewRevision) "review.revise", ReviewRemove "review.remove";
        ProgrammeDraw: AuditProgramme[ProgrammeId] "programme.draw-up", ProgrammeRevise(AuditProgrammeRevision) "programme.revise", ProgrammeRemove "programme.remove";
        AuditPlan: Audit[AuditId] "audit.plan", AuditRevise(AuditRevision) "audit.revise", AuditRemove "audit.remove";
        CertificationBegin: Certification[CertificationId] "certification.begin", CertificationRevise(CertificationRevision) "certification.revise", CertificationRemove "certification.remove";
        NonconformityRaise: Nonconformity[NonconformityId] "nonconformity.raise", NonconformityRevise(NonconformityRevision) "nonconformity.revise", NonconformityRemove "nonconformity.remove";
        ImprovementPropose: Improvement[ImprovementId] "improvement.propose", ImprovementRevise(ImprovementRevision) "improvement.revise", ImprovementRemove "improvement.remove";
        ChangeRequest: PlannedChange[PlannedChangeId] "planned-change.request", PlannedChangeRevise(PlannedChangeRevision) "planned-change.revise", PlannedChangeRemove "planned-change.remove";
        ActionPlan: Action[ActionId] "action.plan", ActionRevise(ActionRevision) "action.revise", ActionRemove "action.remove";
    }
    lives {
        DocumentStep: Document[DocumentId] "document.step", DocumentStep;
        MeasureStep: Measure[MeasureId] "measure.step", MeasureStep;
        IncidentStep: Incident[IncidentId] "incident.step", IncidentStep;
        ReviewStep: ManagementReview[ReviewId] "review.step", ReviewStep;
        ProgrammeStep: AuditProgramme[ProgrammeId] "programme.step", ProgrammeStep;
        AuditStep: Audit[AuditId] "audit.step", AuditStep;
        CertificationStep: Certification[CertificationId] "certification.step", CertificationStep;
        NonconformityStep: Nonconformity[NonconformityId] "nonconformity.step", NonconformityStep;
        ImprovementStep: Improvement[ImprovementId] "improvement.step", ImprovementStep;
        PlannedChangeStep: PlannedChange[PlannedChangeId] "planned-change.step", PlannedChangeStep;
    }
    others {
        /// Begins the ISMS: the first entry of every journal.
        "isms.begin" IsmsBegin {
            /// The organisation.
            name: Title,
        },
        /// Changes what is said of the organisation.
        "organisation.describe" OrganisationDescribe {
            /// The fields that change.
            set: Box<OrganisationRevision>,
        },
        /// Changes the scope; it is a draft again until it is approved.
        "scope.define" ScopeDefine {
            /// The fields that change. An approval among them is ignored.
            set: Box<ScopeRevision>,
        },
        /// Approves the scope as it stands.
        "scope.approve" ScopeApprove {
            /// Who approves; absent: whoever makes the change.
            by: Option<Actor>,
            /// When; absent: today.
            on: Option<Date>,
        },
        /// Sets the risk criteria. An approval counts for what was approved: other criteria need a new one.
        "criteria.set" CriteriaSet {
            /// The criteria.
            criteria: Box<RiskCriteria>,
        },
        /// Estimates a risk in one stage.
        "risk.estimate" RiskEstimate {
            /// Which risk.
            id: ScenarioId,
            /// Without controls, with those in place, or with the plan carried out.
            stage: Stage,
            /// The estimate; absent: taken away.
            estimate: Option<Estimate>,
        },
        /// Records scores as the methodology computes them from the present estimates. Others are refused; who assessed
        /// and when is told by the entry.
        "risk.assess" RiskAssess {
            /// The score records.
            scores: Vec<ScoreRecord>,
        },
        /// Decides how a risk is treated.
        "risk.treat" RiskTreat {
            /// Which risk.
            id: ScenarioId,
            /// The option.
            option: Option<TreatmentOption>,
            /// Why.
            #[serde(default)]
            rationale: Text,
            /// The controls, each with what it takes off which factor.
            #[serde(default)]
            controls: BTreeMap<ControlId, BTreeMap<FactorId, Lowering>>,
        },
        /// Takes the treatment of a risk away.
        "risk.leave-untreated" RiskLeaveUntreated {
            /// Which risk.
            id: ScenarioId,
        },
        /// Accepts a risk at its present score. Only its owner, or a role with authority for the level, may.
        "risk.accept" RiskAccept {
            /// The id of the acceptance; absent: the next free one.
            acceptance: Option<AcceptanceId>,
            /// Which risk.
            id: ScenarioId,
            /// By which methodology's score; absent: the preferred one.
            methodology: Option<MethodologyId>,
            /// Until when.
            until: Date,
            /// Why.
            reason: Text,
            /// Under which conditions.
            #[serde(default)]
            conditions: Text,
            /// The digest of the score that is accepted; refused if the recorded one is another by now.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            digest: Option<Digest>,
        },
        /// Withdraws an acceptance.
        "risk.withdraw-acceptance" AcceptanceWithdraw {
            /// Which acceptance.
            acceptance: AcceptanceId,
        },
        /// Closes a risk that no longer exists.
        "risk.close" RiskClose {
            /// Which risk.
            id: ScenarioId,
            /// Why.
            reason: Text,
        },
        /// Opens a closed risk again.
        "risk.reopen" RiskReopen {
            /// Which risk.
            id: ScenarioId,
        },
        /// Approves the Statement of Applicability as it is derived now.
        "soa.approve" SoaApprove {
            /// The edition.
            edition: Edition,
            /// The id of the version; absent: the next free one.
            version: Option<SoaId>,
            /// The digest of the statement that is approved; refused if another is derived by now.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            digest: Option<Digest>,
        },
        /// Installs a plugin: its package is kept beside the journal.
        "plugin.install" PluginInstall {
            /// The plugin.
            plugin: Box<Plugin>,
        },
        /// Puts another version of an installed plugin in its place.
        "plugin.upgrade" PluginUpgrade {
            /// The plugin as it is to be.
            plugin: Box<Plugin>,
        },
        /// Removes a plugin that nothing rests on.
        "plugin.remove" PluginRemove {
            /// Which plugin.
            id: PluginId,
        },
        /// Sends a response, with what the questionnaire works out of its answers. Another outcome is refused, and so are
        /// answers that are not complete. Nothing else changes by it.
        "response.send" ResponseSend {
            /// The id of the response; absent: the next free one.
            response: Option<ResponseId>,
            /// The questionnaire.
            questionnaire: QuestionnaireId,
            /// The digest of the contents that were answered; refused if others are asked by now.
            contents: Digest,
            /// Who answered.
            respondent: Actor,
            /// The assets it answers for.
            #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
            assets: BTreeSet<AssetId>,
            /// The risks it answers for.
            #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
            scenarios: BTreeSet<ScenarioId>,
            /// The answers.
            answers: Answers,
            /// What follows from them.
            outcome: Box<Outcome>,
        },
        /// Accepts and dismisses what a response proposes. What is accepted is made so by the same change.
        "response.decide" ResponseDecide {
            /// Which response.
            id: ResponseId,
            /// The proposals that are accepted, by their place, from 0.
            #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
            accept: BTreeSet<u16>,
            /// The proposals that are dismissed.
            #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
            dismiss: BTreeSet<u16>,
            /// Why; a dismissal needs it.
            #[serde(default, skip_serializing_if = "crate::record::is_default")]
            reason: Text,
        },
        /// Removes a response that nothing refers to.
        "response.remove" ResponseRemove {
            /// Which response.
            id: ResponseId,
        },
        /// Closes a finding.
        "finding.close" FindingClose {
            /// Which finding.
            id: FindingId,
            /// What was done, or why nothing is to be.
            reason: Text,
        },
        /// Opens a closed finding again.
        "finding.reopen" FindingReopen {
            /// Which finding.
            id: FindingId,
        },
        /// Puts records back as they were, or takes over records of an exported ISMS.
        "records.restore" RecordsRestore {
            /// What is done here, in words: `undo of entry 12`.
            title: Title,
            /// Records by place; `null` takes one away.
            records: BTreeMap<RecordRef, Option<serde_json::Value>>,
        },
        /// Several changes as one: all of them or none.
        "together" Together {
            /// What they are together: `import of risks.xlsx`.
            title: Title,
            /// The changes, in order.
            changes: Vec<Change>,
        },
    }
}

/// What a change puts in place of what: `None` takes the record away.
pub(crate) type Writes = Vec<(RecordRef, Option<Record>)>;

/// One record before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// Which record.
    pub at: RecordRef,
    /// As it was; `None` if it is new.
    pub before: Option<Record>,
    /// As it is; `None` if it was removed.
    pub after: Option<Record>,
}

/// What a change did: each record it wrote, once, in the order of their places.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects {
    /// The records written. One that a change set to what it was already is left out.
    pub writes: Vec<Write>,
}

impl Effects {
    /// The places written.
    #[must_use]
    pub fn touched(&self) -> Vec<RecordRef> {
        self.writes.iter().map(|write| write.at.clone()).collect()
    }

    /// The change that puts everything back.
    ///
    /// # Errors
    /// If a record can't be written as JSON; none of a valid ISMS can fail to.
    pub fn undo(&self, title: Title) -> Result<Change, serde_json::Error> {
        let back = self
            .writes
            .iter()
            .map(|write| Ok((write.at.clone(), write.before.as_ref().map(Record::to_json).transpose()?)));
        Ok(Change::RecordsRestore { title, records: back.collect::<Result<_, serde_json::Error>>()? })
    }
}

impl Isms {
    /// Makes a change, wholly or not at all.
    ///
    /// `by` and `at` come from outside: the engine has no clock and knows no user.
    ///
    /// ```
    /// use riskwright_core::{change::Change, isms::Isms};
    /// let mut isms = Isms::new("Example Ltd".parse().unwrap());
    /// let change: Change = serde_json::from_str(
    ///     r#"{"risk.identify": {"id": "R-1", "title": "Ransomware on the file server"}}"#).unwrap();
    /// let effects = isms.apply(&change, &"A. Manager".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
    /// assert_eq!(effects.touched()[0].path(), "risk/R-1");
    /// ```
    ///
    /// # Errors
    /// A [`Rejection`] that names record, rule and clause; the state is as it was.
    pub fn apply(&mut self, change: &Change, by: &Actor, at: Timestamp) -> Result<Effects, Rejection> {
        let mut before: BTreeMap<RecordRef, Option<Record>> = BTreeMap::new();
        let outcome = self.make(change, by, at, &mut before).and_then(|()| {
            let written: BTreeSet<RecordRef> = before.keys().cloned().collect();
            self.intact(&written)
        });
        match outcome {
            Ok(()) => {
                let writes =
                    before.into_iter().map(|(at, before)| Write { after: self.record(&at), at, before });
                Ok(Effects { writes: writes.filter(|write| write.before != write.after).collect() })
            }
            Err(rejection) => {
                for (at, record) in before {
                    self.set(&at, record);
                }
                Err(rejection)
            }
        }
    }

    /// Takes back what a change did that could not be kept, for instance because the disk is full. The effects must be
    /// those of the last change.
    pub fn take_back(&mut self, effects: Effects) {
        for write in effects.writes {
            self.set(&write.at, write.before);
        }
    }

    fn set(&mut self, at: &RecordRef, record: Option<Record>) {
        match record {
            Some(record) => self.put(record),
            None => self.take(at),
        }
    }

    fn make(
        &mut self,
        change: &Change,
        by: &Actor,
        at: Timestamp,
        before: &mut BTreeMap<RecordRef, Option<Record>>,
    ) -> Result<(), Rejection> {
        if let Change::Together { changes, .. } = change {
            for inner in changes {
                if matches!(inner, Change::Together { .. }) {
                    return Err(Rejection::new(
                        None,
                        Rule::State,
                        "`together` can't stand inside `together`",
                    ));
                }
                self.make(inner, by, at, before)?;
            }
            return Ok(());
        }
        if let Change::ResponseDecide { id, accept, .. } = change {
            let place = RecordRef::new(Kind::Response, id);
            let response = self.responses.get(id).cloned().ok_or_else(|| unknown(&place))?;
            for proposal in accept {
                for inner in deciding_changes(self, &response, *proposal, (by, Date::of(at)))? {
                    self.make(&inner, by, at, before)?;
                }
            }
        }
        for (place, record) in change.writes(self, by, at)? {
            if !before.contains_key(&place) {
                before.insert(place.clone(), self.record(&place));
            }
            self.set(&place, record);
        }
        Ok(())
    }
}

fn unknown(at: &RecordRef) -> Rejection {
    Rejection::new(at.clone(), Rule::UnknownRecord, format!("there is no {} {}", at.kind, at.id))
}

fn add(isms: &Isms, record: Record) -> Result<Writes, Rejection> {
    let at = record.reference();
    if isms.record(&at).is_some() {
        return Err(Rejection::new(
            at.clone(),
            Rule::AlreadyExists,
            format!("{} {} exists already", at.kind, at.id),
        )
        .help(format!("revise it, or take the next free id, {}", isms.next_id(at.kind))));
    }
    Ok(vec![(at, Some(record))])
}

fn replace(record: impl Into<Record>) -> Result<Writes, Rejection> {
    Ok(vec![single(record)])
}

fn single(record: impl Into<Record>) -> (RecordRef, Option<Record>) {
    let record = record.into();
    (record.reference(), Some(record))
}

fn scenario<'a>(isms: &'a Isms, id: &ScenarioId) -> Result<&'a RiskScenario, Rejection> {
    let found = isms.scenarios().get(id).map(AsRef::as_ref);
    found.ok_or_else(|| unknown(&RecordRef::new(Kind::RiskScenario, id)))
}

impl Change {
    /// What the change writes into this state.
    fn writes(&self, isms: &Isms, by: &Actor, at: Timestamp) -> Result<Writes, Rejection> {
        if let Some(writes) = self.of_register(isms, by, Date::of(at)) {
            let step = Self::step_of;
            if writes.as_ref().is_ok_and(|writes| {
                writes.iter().all(|(at, _)| step(at.kind).is_some_and(|word| word != self.name()))
            }) {
                return writes.and_then(|writes| by_hand(isms, writes));
            }
            return match self {
                // what levels mean is part of what was approved
                Change::MethodologyRevise { id, set }
                    if *id == isms.criteria().methodology && set.engine.is_some() =>
                {
                    let criteria = RiskCriteria { approval: None, ..isms.criteria().clone() };
                    writes.map(|writes| writes.into_iter().chain([single(criteria)]).collect())
                }
                // scores are computed: they go with the risk, and nobody has to take them away first
                Change::RiskRemove { id } => writes.map(|writes| {
                    let scores = isms.scores().values().filter(|record| record.scenario == *id);
                    let scores = scores.map(|record| (RecordRef::new(Kind::ScoreRecord, &record.id), None));
                    writes.into_iter().chain(scores).collect()
                }),
                _ => writes,
            };
        }
        match self {
            Change::IsmsBegin { name } => {
                if *isms != Isms::new(isms.organisation().name.clone()) {
                    return Err(Rejection::new(None, Rule::State, "the ISMS has begun already"));
                }
                let mut organisation = isms.organisation().clone();
                organisation.name = name.clone();
                replace(organisation)
            }
            Change::OrganisationDescribe { set } => replace(isms.organisation().revised(set)),
            Change::ScopeDefine { set } => {
                let mut scope = isms.scope().revised(set);
                scope.approval = None;
                replace(scope)
            }
            Change::ScopeApprove { by: approver, on } => {
                let mut scope = isms.scope().clone();
                if scope.purpose.is_empty() {
                    return Err(Rejection::new(
                        RecordRef::single(Kind::Scope),
                        Rule::State,
                        "there is no scope statement to approve",
                    )
                    .clause("4.3"));
                }
                let by = approver.clone().unwrap_or_else(|| by.clone());
                scope.approval = Some(Approval { by, on: on.unwrap_or_else(|| Date::of(at)) });
                replace(scope)
            }
            Change::CriteriaSet { criteria } => set_criteria(isms, criteria),
            Change::RiskEstimate { id, stage, estimate } => {
                replace(scenario(isms, id)?.with_estimate(*stage, estimate.clone()))
            }
            Change::RiskAssess { scores } => assessed(isms, scores, (by, Date::of(at))),
            Change::RiskTreat { id, option, rationale, controls } => {
                scenario(isms, id)?;
                replace(Treatment {
                    id: id.clone(),
                    option: *option,
                    rationale: rationale.clone(),
                    controls: controls.clone(),
                })
            }
            Change::RiskLeaveUntreated { id } => {
                let place = RecordRef::new(Kind::Treatment, id);
                if isms.record(&place).is_some() { Ok(vec![(place, None)]) } else { Err(unknown(&place)) }
            }
            Change::RiskAccept { acceptance, id, methodology, until, reason, conditions, digest } => {
                let id_given = acceptance.clone();
                let accepted = accept(isms, (id, methodology.as_ref()), (by, Date::of(at)), *until)?;
                let place = || RecordRef::new(Kind::RiskScenario, id);
                if reason.is_empty() {
                    return Err(Rejection::new(place(), Rule::State, "an acceptance says why")
                        .clause("6.1.3 f")
                        .help("give the reason"));
                }
                if digest.is_some_and(|seen| seen != accepted.digest) {
                    let message = format!(
                        "its score is another than the one accepted: it is {} now",
                        accepted.level_name
                    );
                    return Err(Rejection::new(place(), Rule::Conflict, message)
                        .clause("6.1.3 f")
                        .help("look at the risk as it is now, and decide again"));
                }
                let id = id_given.unwrap_or_else(|| next(isms, Kind::RiskAcceptance));
                add(
                    isms,
                    RiskAcceptance { id, reason: reason.clone(), conditions: conditions.clone(), ..accepted }
                        .into(),
                )
            }
            Change::AcceptanceWithdraw { acceptance } => {
                let place = RecordRef::new(Kind::RiskAcceptance, acceptance);
                let found = isms.acceptances().get(acceptance).ok_or_else(|| unknown(&place))?;
                if found.withdrawn_on.is_some() {
                    return Err(Rejection::new(place, Rule::State, "the acceptance is withdrawn already"));
                }
                replace(RiskAcceptance { withdrawn_on: Some(Date::of(at)), ..found.as_ref().clone() })
            }
            Change::RiskClose { id, reason } => {
                let mut closed = scenario(isms, id)?.clone();
                if !closed.is_open() {
                    let place = RecordRef::new(Kind::RiskScenario, id);
                    return Err(Rejection::new(place, Rule::State, "the risk is closed already"));
                }
                closed.closed = Some(reason.clone());
                replace(closed)
            }
            Change::RiskReopen { id } => {
                let mut opened = scenario(isms, id)?.clone();
                if opened.is_open() {
                    let place = RecordRef::new(Kind::RiskScenario, id);
                    return Err(Rejection::new(place, Rule::State, "the risk is open"));
                }
                opened.closed = None;
                replace(opened)
            }
            Change::SoaApprove { edition, version, digest: seen } => {
                let soa = statement(isms, *edition);
                let digest = Digest::of_json(&soa).unwrap_or(Digest::ZERO);
                if seen.is_some_and(|seen| seen != digest) {
                    let message = "the Statement of Applicability is another than the one approved";
                    return Err(Rejection::new(None, Rule::Conflict, message)
                        .clause("6.1.3 d")
                        .help("look at the statement as it is derived now, and approve that"));
                }
                let id = version.clone().unwrap_or_else(|| next(isms, Kind::SoaVersion));
                add(
                    isms,
                    SoaVersion { id, edition: *edition, digest, by: by.clone(), on: Date::of(at) }.into(),
                )
            }
            Change::PluginInstall { plugin } => add(isms, plugin.as_ref().clone().into()),
            Change::PluginUpgrade { plugin } => replace(upgraded(isms, plugin)?),
            Change::PluginRemove { id } => {
                let place = RecordRef::new(Kind::Plugin, id);
                if isms.record(&place).is_some() { Ok(vec![(place, None)]) } else { Err(unknown(&place)) }
            }
            Change::ResponseSend {
                response,
                questionnaire,
                contents,
                respondent,
                assets,
                scenarios,
                answers,
                outcome,
            } => {
                let id = response.clone().unwrap_or_else(|| next(isms, Kind::Response));
                let sending = Sending {
                    questionnaire: questionnaire.clone(),
                    respondent: respondent.clone(),
                    assets: assets.clone(),
                    scenarios: scenarios.clone(),
                    answers: answers.clone(),
                    contents: *contents,
                };
                add(isms, sent(isms, &id, sending, outcome, at)?.into())
            }
            Change::ResponseDecide { id, accept, dismiss, reason } => {
                let place = RecordRef::new(Kind::Response, id);
                let response = isms.responses().get(id).ok_or_else(|| unknown(&place))?;
                let rulings = [(accept, Ruling::Accepted), (dismiss, Ruling::Dismissed)];
                replace(decided(response, &rulings, (by, Date::of(at)), reason)?)
            }
            Change::ResponseRemove { id } => {
                let place = RecordRef::new(Kind::Response, id);
                if isms.record(&place).is_some() { Ok(vec![(place, None)]) } else { Err(unknown(&place)) }
            }
            Change::FindingClose { id, reason } => {
                let place = RecordRef::new(Kind::AuditFinding, id);
                let found = isms.findings().get(id).ok_or_else(|| unknown(&place))?;
                if !found.is_open() {
                    return Err(Rejection::new(place, Rule::State, "the finding is closed already"));
                }
                if reason.trim().is_empty() {
                    return Err(Rejection::new(
                        place,
                        Rule::State,
                        "a finding is not closed without a reason",
                    )
                    .clause("10.2")
                    .help("say what was done, or why nothing is to be"));
                }
                let closed = Closure { reason: reason.clone(), by: by.clone(), on: Date::of(at) };
                replace(AuditFinding { closed: Some(closed), ..found.as_ref().clone() })
            }
            Change::FindingReopen { id } => {
                let place = RecordRef::new(Kind::AuditFinding, id);
                let found = isms.findings().get(id).ok_or_else(|| unknown(&place))?;
                if found.is_open() {
                    return Err(Rejection::new(place, Rule::State, "the finding is open"));
                }
                replace(AuditFinding { closed: None, ..found.as_ref().clone() })
            }
            Change::RecordsRestore { records, .. } => restore(records),
            // the registers' changes and `together` are dealt with before
            _ => Ok(Writes::new()),
        }
    }
}

fn next<I: Identifier>(isms: &Isms, kind: Kind) -> I {
    isms.next_id(kind).as_str().parse().unwrap_or_else(|_| I::numbered(1))
}
