//! The table of rules: everything the check can report, a row for each case of a rule.

use serde::Serialize;

use super::Severity;

/// The number of a rule. `R` rules serve a clause of the standard, `S` rules are good housekeeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum RuleId {
    /// The Statement of Applicability is complete.
    R01,
    /// Every included control has a reason.
    R02,
    /// Every exclusion is justified.
    R03,
    /// Nothing that is needed is excluded.
    R04,
    /// What is said to be in place is shown to be.
    R05,
    /// Every risk has an owner and a level that the methodology computes.
    R06,
    /// Nothing beyond the criteria is left alone.
    R07,
    /// What is retained beyond the criteria is accepted.
    R08,
    /// Acceptances are in date and given by those who may.
    R09,
    /// Acceptances rest on what is still so.
    R10,
    /// The treatment plan says who does what by when with what.
    R11,
    /// The plan is kept.
    R12,
    /// Treatment lowers risks, and that is looked at afterwards.
    R13,
    /// Risks are assessed in the planned interval.
    R14,
    /// The criteria and the methodology can carry decisions.
    R15,
    /// The scope is determined and approved.
    R16,
    /// Issues and requirements are decided upon.
    R17,
    /// What has to be documented is, and is approved and looked at.
    R18,
    /// Objectives can be pursued, and measures are measured and evaluated.
    R19,
    /// Top management reviews the ISMS in time, on all inputs, and decides.
    R20,
    /// Audits are planned, cover everything and are held in time.
    R21,
    /// Nobody audits their own work.
    R22,
    /// Nonconformities are taken up, their causes removed, and that is checked.
    R23,
    /// The duties of 5.3 are assigned, and people are shown to be competent for their roles.
    R24,
    /// The certificate is in date, says what is so, and is kept up.
    R25,
    /// Assets have owners.
    S01,
    /// A role's authority names a level.
    S02,
    /// Closed risks say why.
    S03,
    /// The Statement of Applicability is approved as it stands.
    S04,
    /// Included controls say how far they are in place.
    S05,
    /// Questionnaires are answered, and what answers propose is decided upon.
    S06,
    /// People confirm that they read what they should.
    S07,
    /// Changes of the ISMS and improvements are made in time.
    S08,
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{self:?}"))
    }
}

/// One case of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// The rule.
    pub rule: RuleId,
    /// How grave it is.
    pub severity: Severity,
    /// The clause of ISO/IEC 27001:2022 it serves, the control of its Annex A, or the standard that certificates follow.
    pub clause: &'static str,
    /// When it is reported.
    pub when: &'static str,
}

/// Makes the table, and a name for each of its rows: a finding takes rule, severity and clause from its row.
macro_rules! table {
    ($($name:ident: $rule:ident $severity:ident $clause:literal $when:literal;)*) => {
        $(pub(super) const $name: RuleInfo =
            RuleInfo { rule: RuleId::$rule, severity: Severity::$severity, clause: $clause, when: $when };)*
        static TABLE: &[RuleInfo] = &[$($name,)*];
    };
}

table! {
    LINE_MISSING: R01 Error "6.1.3 d" "the Statement of Applicability lacks a line for a control of the edition";
    LINE_TWICE: R01 Error "6.1.3 d" "the Statement of Applicability has two lines for a control";
    CONTROL_UNKNOWN: R01 Error "6.1.3 d" "a control's id looks like one of Annex A and stands in no edition of it";
    NO_REASON: R02 Error "6.1.3 d" "a control is included and nothing says why";
    RISK_UNNAMED: R02 Information "6.1.3 d" "a control is included because of risks, and no open risk names it";
    NO_JUSTIFICATION: R03 Error "6.1.3 d" "a control of Annex A is excluded without a justification";
    STATUS_CONTRADICTS: R03 Warning "6.1.3 d" "a control is included and its status is `not-applicable`";
    EXCLUDED_RELIED_ON: R04 Error "6.1.3 b" "a control is excluded although an open risk relies on it";
    EXCLUDED_REQUIRED: R04 Warning "6.1.3 d" "a control is excluded although a requirement that is taken on names it";
    NO_EVIDENCE: R05 Warning "8.1" "an included control is in place and nothing shows it";
    EVIDENCE_OLD: R05 Warning "8.1" "an included control is in place and all its evidence is past its date";
    CONTROL_INEFFECTIVE: R05 Error "8.1" "an included control is said to be in place and did not work when it was last checked";
    CHECK_WITHOUT_ACTION: R05 Warning "10.2" "a control did not work when it was last checked and no nonconformity takes that up";
    CONTROL_UNCHECKED: R05 Information "8.1" "an included control in place was not checked within the interval of assessments";
    RISK_OWNERLESS: R06 Error "6.1.2 c" "an open risk has no owner";
    RISK_OWNER_VACANT: R06 Warning "6.1.2 c" "an open risk is owned by a role that nobody holds";
    RISK_UNESTIMATED: R06 Error "6.1.2 d" "an open risk is estimated neither without controls nor with those in place";
    RISK_UNSCORED: R06 Error "6.1.2 d" "a stage was estimated and has no level: likelihood, consequence or another factor is missing";
    STATED_DIFFERS: R06 Error "6.1.2 d" "a level stated by the source is not the one the methodology computes";
    STATED_UNKNOWN: R06 Warning "6.1.2 d" "a level stated by the source is none of the methodology's";
    SCORE_ALTERED: R06 Error "6.1.2 d" "a recorded score is not what the methodology computes";
    SCORE_STALE: R06 Warning "6.1.2 d" "a recorded score no longer holds: factors, methodology or settings changed";
    UNTREATED: R07 Error "6.1.3 a" "an open risk is above the acceptance level and has neither treatment nor acceptance";
    APPETITE: R07 Warning "6.1.2 e" "there are more open risks at a level than the organisation is willing to carry";
    RETAINED: R08 Error "6.1.3 f" "an open risk above the acceptance level is retained without acceptance by its owner";
    REMAINS: R08 Error "6.1.3 f" "an open risk is above the acceptance level although all measures are taken, and its owner has not accepted what remains";
    PLAN_FALLS_SHORT: R08 Warning "6.1.3 f" "the measures planned leave a risk above the acceptance level, and its owner has not accepted that";
    ACCEPTANCE_EXPIRED: R09 Error "6.1.3 f" "an open risk is above the acceptance level and its acceptance is past its date";
    ACCEPTANCE_UNAUTHORISED: R09 Error "6.1.3 f" "an open risk is above the acceptance level and was accepted by someone who has no authority for it today";
    ACCEPTANCE_STALE: R10 Warning "8.2" "an open risk is above the acceptance level and its acceptance rests on another score";
    ACTION_OWNERLESS: R11 Error "6.1.3 e" "an open action has nobody responsible";
    ACTION_DUE: R11 Error "6.1.3 e" "an open action has no due date";
    ACTION_RESOURCES: R11 Error "6.1.3 e" "an open action has neither resources nor a cost";
    ACTION_UNLINKED: R11 Error "6.1.3 e" "an open action serves no risk";
    TREATMENT_EMPTY: R11 Error "6.1.3 b" "an open risk is to be modified, and no control and no action does it";
    ACTION_OVERDUE: R12 Error "8.3" "an action is past its due date and not carried out";
    CURRENT_ABOVE: R13 Warning "8.3" "the risk with controls is higher than without";
    TARGET_ABOVE: R13 Warning "6.1.3 e" "the risk after treatment is higher than before";
    RESIDUAL_UNASSESSED: R13 Warning "8.3" "all actions for a risk are carried out and the risk was not assessed since";
    NO_RISKS: R14 Error "8.2" "no risk has been identified";
    NO_INTERVAL: R14 Error "8.2" "the criteria set no interval of assessments";
    NEVER_ASSESSED: R14 Error "8.2" "an open risk has a level and no recorded assessment";
    ASSESSED_LONG_AGO: R14 Error "8.2" "the last assessment of an open risk is older than the interval";
    REVIEW_PASSED: R14 Warning "8.2" "an open risk's own review date has passed without an assessment";
    SCOPE_CHANGED: R14 Warning "8.2" "no risk was assessed since the scope was approved";
    INCIDENT_UNASSESSED: R14 Warning "8.2" "an open risk that a confirmed incident touches was not assessed since";
    RISKS_REST_ON_FAILED: R14 Warning "8.2" "open risks rely on a control that was found not to work since they were assessed";
    CRITERIA_UNAPPROVED: R15 Error "6.1.2 a" "the risk criteria are not approved";
    NOTHING_ACCEPTABLE: R15 Error "6.1.2 a" "the methodology has no acceptable level";
    NOTHING_UNACCEPTABLE: R15 Error "6.1.2 a" "the methodology has no unacceptable level";
    ACCEPTANCE_FALLS: R15 Error "6.1.2 a" "a higher level is more acceptable than a lower one";
    MATRIX_HOLE: R15 Error "6.1.2 b" "the methodology gives no level for a combination of its axes";
    MATRIX_FALLS: R15 Error "6.1.2 b" "the methodology gives a lower score where a factor is worse";
    NO_ANSWER: R15 Error "6.1.2 b" "the methodology does not fit the criteria, or gives no answer";
    SCOPE_UNAPPROVED: R16 Error "4.3" "the scope is not approved as it stands";
    SCOPE_PURPOSE: R16 Error "4.3" "there is no scope statement";
    SCOPE_BOUNDARIES: R16 Error "4.3" "the scope has no boundaries: no activities, units, sites, networks or information";
    SCOPE_INTERFACES: R16 Error "4.3" "the scope names no interfaces and dependencies";
    EXCLUSION_REASON: R16 Error "4.3" "something is left out of the scope without a reason";
    OUT_OF_SCOPE: R16 Error "4.3" "an asset in use is, or lies in, what the scope leaves out";
    NO_ISSUES: R17 Warning "4.1" "no external or internal issue is recorded";
    CLIMATE_OPEN: R17 Warning "4.1" "nobody has decided whether climate change is a relevant issue";
    CLIMATE_REASON: R17 Warning "4.1" "the decision on climate change has no reason";
    NO_PARTIES: R17 Warning "4.2" "no interested party is recorded";
    REQUIREMENT_OPEN: R17 Warning "4.2" "nobody has decided whether the ISMS addresses a requirement";
    REQUIREMENT_REASON: R17 Warning "4.2" "a requirement is not addressed, and nothing says why";
    DOCUMENTS_MISSING: R18 Error "7.5.1" "documents that clauses ask for are missing";
    CONTROL_DOCUMENTS_MISSING: R18 Warning "7.5.1" "documents that applicable controls commonly call for are missing";
    DOCUMENT_UNAPPROVED: R18 Error "7.5.2" "a document that a clause asks for is not in force";
    CONTROL_DOCUMENT_UNAPPROVED: R18 Warning "7.5.2" "a document that an applicable control calls for is not in force";
    DOCUMENT_SELF_APPROVED: R18 Error "7.5.2" "a document in force was approved by its author";
    DOCUMENT_DUE: R18 Warning "7.5.2" "a document in force is past its review date";
    POLICY_ELSEWHERE: R18 Warning "5.2" "the policy lies elsewhere, and nothing shows that it is approved";
    NO_OBJECTIVES: R19 Warning "6.2" "no information security objective is set";
    OBJECTIVE_MEASURE: R19 Warning "6.2" "an objective has no measure";
    OBJECTIVE_RESPONSIBLE: R19 Warning "6.2" "an objective has nobody responsible";
    OBJECTIVE_DUE: R19 Warning "6.2" "an objective has no due date";
    OBJECTIVE_EVALUATION: R19 Warning "6.2" "nothing says how an objective's result is evaluated";
    NO_MEASURES: R19 Warning "9.1" "no measure is in use";
    MEASURE_OVERDUE: R19 Warning "9.1" "a measure in use has no value in its period";
    MEASURE_UNEVALUATED: R19 Warning "9.1" "results of a measure in use were not evaluated, or not within 12 months";
    REVIEW_LAPSED: R20 Error "9.3.1" "no management review was held within 12 months, or none was ever held and none is planned within 12 months";
    REVIEW_LATE: R20 Warning "9.3.1" "a management review was planned and is late";
    REVIEW_WITHOUT_TOP: R20 Error "9.3.1" "a management review was held without top management";
    REVIEW_INPUTS: R20 Error "9.3.2" "a management review was held without one of its inputs";
    REVIEW_DECISIONS: R20 Error "9.3.3" "a management review was approved without decisions";
    REVIEW_MINUTES: R20 Warning "9.3.3" "the minutes of a management review are not approved 30 days after it";
    NO_PROGRAMME: R21 Error "9.2.2" "no audit programme runs";
    PROGRAMME_UNAPPROVED: R21 Warning "9.2.2" "an audit programme runs and is not approved";
    PROGRAMME_GAPS: R21 Error "9.2.1" "clauses or applicable controls are covered by no audit of a programme";
    AUDIT_WITHOUT: R21 Error "9.2.2 a" "an internal audit is prepared or was held without criteria or scope";
    AUDIT_UNDEFINED: R21 Warning "9.2.2 a" "an internal audit begins within a month and has no criteria or scope";
    AUDIT_LATE: R21 Warning "9.2.2" "an audit is late";
    AUDITOR_PARTIAL: R22 Error "9.2.2 b" "an auditor audits what they own or do";
    FINDING_LOOSE: R23 Error "10.2" "an open finding is a nonconformity, and no nonconformity names it";
    NONCONFORMITY_OVERDUE: R23 Warning "10.2" "a nonconformity is past its date and not closed";
    CLOSED_WITHOUT_CAUSE: R23 Error "10.2 b" "a nonconformity was closed without its cause";
    CLOSED_UNCHECKED: R23 Error "10.2 d" "a nonconformity was closed and nothing shows that what was done worked";
    CLOSED_WITH_ACTIONS: R23 Error "10.2" "a nonconformity was closed and corrective actions are open";
    CAUSE_AGAIN: R23 Warning "10.2 b" "a nonconformity has the cause of one that was closed before";
    CORRECTION_OVERDUE: R23 Warning "10.2 c" "a corrective action is past its due date and not carried out";
    DECISION_OVERDUE: R23 Warning "9.3.2 a" "an action of a management review is past its due date and not carried out";
    REVIEW_DECISION_OVERDUE: R23 Warning "9.3.2 a" "a decision of a management review is past its due date, and no action carries it out";
    DUTY_UNASSIGNED: R24 Error "5.3" "one of the two duties of 5.3 is assigned to no role";
    DUTY_VACANT: R24 Error "5.3" "one of the two duties of 5.3 is assigned to roles that nobody holds";
    COMPETENCE_MISSING: R24 Warning "7.2" "somebody holds a role of the ISMS, and nothing in date shows that they are competent";
    CERTIFICATE_OVER: R25 Error "ISO/IEC 17021-1" "a certificate is past its date";
    CERTIFICATE_SCOPE: R25 Warning "4.3" "a certificate names another scope than the ISMS has";
    CERTIFICATE_SOA: R25 Warning "6.1.3 d" "a certificate names another version of the Statement of Applicability than the one approved last";
    SURVEILLANCE_LATE: R25 Error "ISO/IEC 17021-1" "a surveillance audit is late";
    STAGE_2_LATE: R25 Warning "ISO/IEC 17021-1" "the second stage is later after the first than the rules let it be";
    RECERTIFICATION_LATE: R25 Warning "ISO/IEC 17021-1" "recertification should have begun, and no audit for it is planned";
    ASSET_OWNERLESS: S01 Warning "A.5.9" "an asset in use has no owner";
    AUTHORITY_UNKNOWN: S02 Warning "6.1.3 f" "a role may accept up to a level that no methodology has";
    CLOSED_WITHOUT_REASON: S03 Warning "8.2" "a risk is closed and nothing says why";
    SOA_UNAPPROVED: S04 Warning "6.1.3 d" "no version of the Statement of Applicability is approved for this edition";
    SOA_CHANGED: S04 Warning "6.1.3 d" "the Statement of Applicability changed since its last approved version";
    STATUS_MISSING: S05 Warning "6.1.3 d" "a control is included and nothing says how far it is in place";
    NEVER_ANSWERED: S06 Information "9.1" "a questionnaire in use was never answered";
    PROPOSALS_WAITING: S06 Warning "9.1" "proposals of a response have waited for a decision for more than 30 days";
    UNREAD: S07 Information "7.3" "people have not confirmed a document yet that they are to read";
    UNREAD_LONG: S07 Warning "7.3" "people have not confirmed a document that has been in force for more than 30 days";
    CHANGE_OVERDUE: S08 Warning "6.3" "a planned change of the ISMS is past its date";
    IMPROVEMENT_OVERDUE: S08 Warning "10.1" "an improvement is past its date";
    ACTION_LATE: S08 Warning "10.1" "an action for a change, an improvement, a measure or competence is past its due date and not carried out";
}

/// Every case the check can report, by rule: what `riskwright check --rules` lists. A rule has one row for each case, since
/// cases differ in severity and clause.
///
/// ```
/// use riskwright_core::check::{RuleId, rules};
/// let overdue = rules().iter().find(|row| row.rule == RuleId::R12).unwrap();
/// assert_eq!((overdue.clause, overdue.severity.as_str()), ("8.3", "error"));
/// ```
#[must_use]
pub fn rules() -> &'static [RuleInfo] {
    TABLE
}
