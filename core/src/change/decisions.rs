//! Changes that decide something: criteria, scores, acceptances, and records put in place as they are.

use std::collections::BTreeMap;

use super::Writes;
use super::making::{replace, scenario, single, unknown};
use crate::diagnostic::{Rejection, Rule};
use crate::id::*;
use crate::identification::{RiskScenario, Stage};
use crate::isms::{Isms, Kind, Record, RecordRef};
use crate::journal::holds_by_itself;
use crate::methodology::assessment::{assess_these, records};
use crate::methodology::{RiskCriteria, ScoreRecord};
use crate::quantity::{Actor, Date, Text};
use crate::treatment::{RiskAcceptance, acceptance};

/// The criteria as they are to be: approved only if that approval is a new one.
pub(super) fn set_criteria(isms: &Isms, criteria: &RiskCriteria) -> Result<Writes, Rejection> {
    let present = isms.criteria();
    let at = RecordRef::single(Kind::RiskCriteria);
    let own = present.criteria.iter().map(|criterion| criterion.id.clone());
    for factor in [FactorId::likelihood(), FactorId::consequence()].into_iter().chain(own) {
        let (Some(before), Some(after)) = (present.scale(&factor), criteria.scale(&factor)) else { continue };
        let moved = before
            .levels
            .iter()
            .enumerate()
            .find(|(at, level)| after.index(&level.name).is_some_and(|now| usize::from(now) != *at));
        if let Some((_, level)) = moved.filter(|_| isms.is_estimated()) {
            let message = format!("the {factor} level `{}` would move to another place", level.name);
            return Err(Rejection::new(at, Rule::Criteria, message).clause("6.1.2 a").help(
                "estimates are kept by the place of their level: add levels at the top, rename them in place, or estimate anew in a new file",
            ));
        }
    }
    let mut criteria = criteria.clone();
    let unapproved = |criteria: &RiskCriteria| RiskCriteria { approval: None, ..criteria.clone() };
    if criteria.approval == present.approval && unapproved(&criteria) != unapproved(present) {
        criteria.approval = None;
    }
    replace(criteria)
}

const AT_HAND: &str = "install the plugin's package again: `riskwright plugin install`";

/// The score records as the methodologies compute them from the present estimates; what is given must agree.
pub(super) fn assessed(
    isms: &Isms,
    given: &[ScoreRecord],
    (by, on): (&Actor, Date),
) -> Result<Writes, Rejection> {
    let mut by_methodology: BTreeMap<&MethodologyId, BTreeMap<&ScenarioId, &ScoreRecord>> = BTreeMap::new();
    for record in given {
        let place = || RecordRef::new(Kind::ScoreRecord, &record.id);
        if ScoreRecord::id_of(&record.scenario, &record.methodology).as_ref() != Some(&record.id) {
            let message = "the id is not that of its scenario and methodology";
            return Err(Rejection::new(place(), Rule::Score, message));
        }
        let known = by_methodology.entry(&record.methodology).or_default();
        if known.insert(&record.scenario, record).is_some() {
            return Err(Rejection::new(place(), Rule::Score, "the score is given twice"));
        }
    }
    let mut writes = Writes::new();
    for (id, given) in by_methodology {
        let place = RecordRef::new(Kind::MethodologyInUse, id);
        let in_use = isms.methodologies().get(id).ok_or_else(|| unknown(&place))?;
        let failed = |error: String| Rejection::new(place.clone(), Rule::Score, error);
        let built = match in_use.build(isms) {
            Ok(built) => built,
            Err(error) if isms.at_hand.replaying && error.not_run() => {
                as_recorded(isms, given.values().copied(), (by, on), &mut writes)?;
                continue;
            }
            Err(error) => return Err(failed(error.to_string()).help(AT_HAND)),
        };
        let scenarios: Vec<&RiskScenario> =
            given.keys().map(|risk| scenario(isms, risk)).collect::<Result<_, _>>()?;
        let computed = assess_these(isms, scenarios, built.as_ref())
            .and_then(|run| records(&run.rows.iter().collect::<Vec<_>>(), built.as_ref(), by, on));
        let computed = match computed {
            Ok(computed) => computed,
            Err(_) if isms.at_hand.replaying && in_use.plugin().is_some() => {
                as_recorded(isms, given.values().copied(), (by, on), &mut writes)?;
                continue;
            }
            Err(error) => return Err(failed(error.to_string())),
        };
        for record in computed {
            let Some(given) = given.get(&record.scenario) else { continue };
            let other = Stage::ALL.iter().copied().find(|stage| given.score(*stage) != record.score(*stage));
            if let Some(stage) = other {
                let message =
                    format!("the {stage} score is not what `{id}` computes from the present estimate");
                return Err(Rejection::new(
                    RecordRef::new(Kind::ScoreRecord, &record.id),
                    Rule::Score,
                    message,
                )
                .clause("6.1.2 d")
                .help("assess the risk again"));
            }
            writes.push(single(record));
        }
    }
    Ok(writes)
}

/// Scores as they were recorded, held against their own digests alone.
fn as_recorded<'a>(
    isms: &Isms,
    given: impl Iterator<Item = &'a ScoreRecord>,
    (by, on): (&Actor, Date),
    writes: &mut Writes,
) -> Result<(), Rejection> {
    for record in given {
        holds_by_itself(isms, record).map_err(|(at, reason)| Rejection::new(at, Rule::Score, reason))?;
        writes.push(single(ScoreRecord { by: by.clone(), on, ..record.clone() }));
    }
    Ok(())
}

/// The acceptance of a risk at its recorded score, without the words that go with it.
pub(super) fn accept(
    isms: &Isms,
    (id, methodology): (&ScenarioId, Option<&MethodologyId>),
    (by, on): (&Actor, Date),
    until: Date,
) -> Result<RiskAcceptance, Rejection> {
    let at = RecordRef::new(Kind::RiskScenario, id);
    let risk = scenario(isms, id)?;
    if !risk.is_open() {
        return Err(Rejection::new(at, Rule::State, "the risk is closed: there is nothing to accept")
            .clause("6.1.3 f")
            .help("open it again first, if it is there after all"));
    }
    let methodology = methodology.unwrap_or(&isms.criteria().methodology);
    let in_use = isms.methodologies().get(methodology);
    let in_use = in_use.ok_or_else(|| unknown(&RecordRef::new(Kind::MethodologyInUse, methodology)))?;
    if until <= on {
        return Err(Rejection::new(
            at,
            Rule::Dates,
            format!("the acceptance would end on {until}, not after {on}"),
        )
        .clause("6.1.3 f"));
    }
    let unscored = |message: String| {
        Rejection::new(at.clone(), Rule::ScoreNeeded, message).clause("6.1.3 f").help("assess the risk first")
    };
    let record =
        isms.score_of(id, methodology).ok_or_else(|| unscored("the risk has no recorded score".into()))?;
    let present = record.current.as_ref().or(record.inherent.as_ref());
    let score = present.ok_or_else(|| unscored("the risk has no recorded score".into()))?;
    match in_use.build(isms) {
        Ok(built) => match assess_these(isms, vec![risk], built.as_ref()) {
            Ok(run) => {
                if let Some(reason) = run.rows.iter().flat_map(|row| &row.stale).next() {
                    return Err(unscored(format!("the recorded score is stale: {reason}")));
                }
            }
            Err(_) if isms.at_hand.replaying && in_use.plugin().is_some() => {}
            Err(error) => return Err(unscored(error.to_string())),
        },
        Err(error) if isms.at_hand.replaying && error.not_run() => {}
        Err(error) => return Err(unscored(error.to_string())),
    }
    if !acceptance::may_accept(isms, risk, by, score.level, &in_use.policies()) {
        let owner = risk.owner.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
        return Err(Rejection::new(
            at,
            Rule::NotTheOwner,
            format!("{by} may not accept this risk: it is owned by {owner}"),
        )
        .clause("6.1.3 f")
        .help(format!(
            "its level is `{}`; the owner accepts, or a role that may accept up to that level",
            score.level_name
        )));
    }
    Ok(RiskAcceptance {
        id: AcceptanceId::fixed("ACC-0"),
        scenario: id.clone(),
        methodology: methodology.clone(),
        level: score.level,
        level_name: score.level_name.clone(),
        score: score.score,
        digest: score.digest,
        by: by.clone(),
        on,
        until,
        reason: Text::default(),
        conditions: Text::default(),
        owner: risk.owner.clone(),
        withdrawn_on: None,
    })
}

pub(super) fn restore(records: &BTreeMap<RecordRef, Option<serde_json::Value>>) -> Result<Writes, Rejection> {
    let mut writes = Writes::new();
    for (at, value) in records {
        let record = match value {
            None if at.kind.is_single() => {
                return Err(Rejection::new(
                    at.clone(),
                    Rule::State,
                    "there is always one of these; it can't be taken away",
                ));
            }
            None => None,
            Some(value) => {
                let record = Record::from_json(at.kind, value.clone()).map_err(|error| {
                    Rejection::new(at.clone(), Rule::State, format!("it is no {}: {error}", at.kind))
                })?;
                if record.reference() != *at {
                    let message = format!("the record calls itself {}", record.reference().path());
                    return Err(Rejection::new(at.clone(), Rule::State, message));
                }
                Some(record)
            }
        };
        writes.push((at.clone(), record));
    }
    Ok(writes)
}
