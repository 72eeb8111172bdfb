//! Changes: the only way an ISMS becomes another, in the words of the field.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::applicability::{Control, ControlCheck, ControlCheckRevision, ControlRevision};
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
use crate::plugin::Plugin;
use crate::quantity::{Actor, Date, Digest, Text, Timestamp, Title};
use crate::questionnaire::{Answers, Outcome};
use crate::response::{Questionnaire, QuestionnaireRevision, deciding_changes};
use crate::review::{ManagementReview, ManagementReviewRevision, ReviewStep};
use crate::treatment::{Action, ActionRevision, Lowering, TreatmentOption};

mod decisions;
mod making;
mod wording;

use making::{add, unknown};

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
                        Change::$record(record) => {
                            let added = add(isms, Record::$type(Arc::new(record.as_ref().clone())));
                            Some(added.and_then(|writes| by_hand(isms, writes)))
                        }
                        Change::$revise { id, set } => {
                            let at = RecordRef::new(Kind::$type, id);
                            Some(match isms.record(&at) {
                                Some(Record::$type(record)) => {
                                    by_hand(isms, vec![(at, Some(record.revised(set).into()))])
                                }
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
        ControlCheckRecord: ControlCheck[ControlCheckId] "control-check.record", ControlCheckRevise(ControlCheckRevision) "control-check.revise", ControlCheckRemove "control-check.remove";
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
