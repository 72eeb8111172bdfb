//! What each change writes.

use super::decisions::{accept, assessed, restore, set_criteria};
use super::{Change, Writes};
use crate::applicability::{SoaVersion, statement};
use crate::audit::*;
use crate::context::*;
use crate::diagnostic::{Rejection, Rule};
use crate::documentation::asking::acknowledgement;
use crate::id::*;
use crate::identification::*;
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::methodology::RiskCriteria;
use crate::plugin::upgraded;
use crate::quantity::{Actor, Date, Digest, Timestamp};
use crate::response::{Ruling, Sending, decided, sent};
use crate::treatment::{RiskAcceptance, Treatment};

impl Change {
    /// What the change writes into this state.
    pub(super) fn writes(&self, isms: &Isms, by: &Actor, at: Timestamp) -> Result<Writes, Rejection> {
        if let Some(writes) = self.of_register(isms, by, Date::of(at)) {
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
                let response = sent(isms, &id, sending, outcome, at)?;
                let asked = isms.questionnaires().get(&response.questionnaire);
                let said = (&response.respondent, &response.answers);
                // who confirms a document says so for themselves: nobody has to decide on it
                let confirmed =
                    asked.map(|asked| acknowledgement(isms, asked, said, Date::of(at))).transpose()?;
                let mut writes = add(isms, response.into())?;
                if let Some(confirmed) = confirmed.flatten() {
                    writes.extend(add(isms, confirmed.into())?);
                }
                Ok(writes)
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

pub(super) fn unknown(at: &RecordRef) -> Rejection {
    Rejection::new(at.clone(), Rule::UnknownRecord, format!("there is no {} {}", at.kind, at.id))
}

pub(super) fn add(isms: &Isms, record: Record) -> Result<Writes, Rejection> {
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

pub(super) fn replace(record: impl Into<Record>) -> Result<Writes, Rejection> {
    Ok(vec![single(record)])
}

pub(super) fn single(record: impl Into<Record>) -> (RecordRef, Option<Record>) {
    let record = record.into();
    (record.reference(), Some(record))
}

pub(super) fn scenario<'a>(isms: &'a Isms, id: &ScenarioId) -> Result<&'a RiskScenario, Rejection> {
    let found = isms.scenarios().get(id).map(AsRef::as_ref);
    found.ok_or_else(|| unknown(&RecordRef::new(Kind::RiskScenario, id)))
}

pub(super) fn next<I: Identifier>(isms: &Isms, kind: Kind) -> I {
    isms.next_id(kind).as_str().parse().unwrap_or_else(|_| I::numbered(1))
}
