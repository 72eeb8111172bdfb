//! What was read, as changes in the words of the field.

use crate::change::Change;
use crate::isms::Record;

/// The change that makes one record into the other.
pub(super) fn change(before: Option<&Record>, after: Option<&Record>) -> Option<Change> {
    macro_rules! registers {
        ($($type:ident => $add:ident, $revise:ident;)*) => {
            match (before, after?) {
                $(
                    (None, Record::$type(after)) => Some(Change::$add(Box::new(after.as_ref().clone()))),
                    (Some(Record::$type(before)), Record::$type(after)) => Some(Change::$revise {
                        id: after.id.clone(),
                        set: Box::new(before.revision_to(after)),
                    }),
                )*
                (_, Record::Treatment(after)) => Some(Change::RiskTreat {
                    id: after.id.clone(),
                    option: after.option,
                    rationale: after.rationale.clone(),
                    controls: after.controls.clone(),
                }),
                (_, Record::RiskCriteria(after)) => Some(Change::CriteriaSet { criteria: Box::new(after.as_ref().clone()) }),
                (Some(Record::Organisation(before)), Record::Organisation(after)) => {
                    Some(Change::OrganisationDescribe { set: Box::new(before.revision_to(after)) })
                }
                // the rest is restored as it is, never read from tables
                _ => None,
            }
        };
    }
    registers! {
        CustomField => FieldDefine, FieldRevise;
        Issue => IssueRecord, IssueRevise;
        InterestedParty => PartyRecord, PartyRevise;
        Requirement => RequirementRecord, RequirementRevise;
        Objective => ObjectiveSet, ObjectiveRevise;
        Role => RoleDefine, RoleRevise;
        Asset => AssetRecord, AssetRevise;
        Threat => ThreatRecord, ThreatRevise;
        Vulnerability => VulnerabilityRecord, VulnerabilityRevise;
        RiskSource => SourceRecord, SourceRevise;
        MethodologyInUse => MethodologyAdopt, MethodologyRevise;
        RiskScenario => RiskIdentify, RiskRevise;
        Control => ControlRecord, ControlRevise;
        Action => ActionPlan, ActionRevise;
        Measurement => MeasurementRecord, MeasurementRevise;
    }
}
