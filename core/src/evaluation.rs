//! Risk evaluation: scores held against the organisation's criteria, with what follows and in which order (6.1.2 e).

use std::cmp::Reverse;

use serde::Serialize;

use crate::id::{AcceptanceId, ScenarioId};
use crate::isms::{Beside, Isms};
use crate::methodology::assessment::{Row, Run};
use crate::methodology::matrix::Acceptance;
use crate::methodology::{LevelPolicy, MethodologyInUse};
use crate::quantity::Date;
use crate::treatment::acceptance::{Standing, standing};
use crate::treatment::{RiskAcceptance, Treatment, TreatmentOption};

/// What is to be done about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No level yet: it must be estimated first.
    Unassessed,
    /// Within the criteria.
    Accept,
    /// Within the criteria under watch.
    Tolerate,
    /// Beyond them, and accepted by its owner.
    Accepted,
    /// Beyond them: treatment is under way or planned.
    InTreatment,
    /// Beyond them, and nothing has been decided.
    Treat,
}

/// One evaluated risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evaluated {
    /// The scenario.
    pub scenario: ScenarioId,
    /// Its present level, by index.
    pub level: Option<u8>,
    /// What the level means.
    pub acceptance: Option<Acceptance>,
    /// What is to be done.
    pub verdict: Verdict,
    /// The acceptance that speaks for it, valid or not.
    pub accepted_by: Option<(AcceptanceId, Standing)>,
    /// Its rank: 1 is the most urgent. By level, then score, then id.
    pub priority: u32,
}

/// Evaluates every open scenario of a run, in the order of their ids.
#[must_use]
pub fn evaluate(isms: &Isms, methodology: &MethodologyInUse, run: &Run<'_>, today: Date) -> Vec<Evaluated> {
    let mut evaluated = judged(isms, methodology, run, today);
    let rank = |row: &Row<'_>| {
        row.present()
            .map_or((0, 0), |scored| (u32::from(scored.level).saturating_add(1), ordered(scored.score)))
    };
    let mut order: Vec<(Reverse<(u32, u64)>, usize)> =
        run.rows.iter().enumerate().map(|(at, row)| (Reverse(rank(row)), at)).collect();
    order.sort_unstable();
    for (priority, (_, at)) in (1..=u32::MAX).zip(order) {
        if let Some(evaluated) = evaluated.get_mut(at) {
            evaluated.priority = priority;
        }
    }
    evaluated
}

/// As [`evaluate`], but for the ranks: each risk alone, without the others.
pub(crate) fn judged(
    isms: &Isms,
    methodology: &MethodologyInUse,
    run: &Run<'_>,
    today: Date,
) -> Vec<Evaluated> {
    let policies = methodology.policies();
    let accepted = latest_acceptances(isms, methodology);
    // rows, treatments and acceptances are all in the order of scenarios
    let (mut accepted, mut treatments) = (Beside::new(&accepted), Beside::new(isms.treatments()));
    run.rows
        .iter()
        .map(|row| {
            let acceptance = accepted.get(&&row.scenario.id).copied();
            let treatment = treatments.get(&row.scenario.id).map(AsRef::as_ref);
            evaluate_row(isms, &policies, (acceptance, treatment), row, today)
        })
        .collect()
}

/// A number whose order is that of the finite float.
fn ordered(score: f64) -> u64 {
    let bits = score.to_bits();
    if bits >> 63 == 0 { bits | (1 << 63) } else { !bits }
}

pub(crate) type Latest<'a> = std::collections::BTreeMap<&'a ScenarioId, &'a RiskAcceptance>;

/// The newest acceptance of each scenario by this methodology, unless it was withdrawn.
pub(crate) fn latest_acceptances<'a>(isms: &'a Isms, methodology: &MethodologyInUse) -> Latest<'a> {
    let mut latest = Latest::new();
    for acceptance in isms.acceptances().values().filter(|known| known.methodology == methodology.id) {
        let newest = latest.entry(&acceptance.scenario).or_insert(acceptance.as_ref());
        // ids are in the order in which they were given out, which settles the same day
        if acceptance.on >= newest.on {
            *newest = acceptance;
        }
    }
    // what was withdrawn does not bring back the one before it
    latest.retain(|_, acceptance| acceptance.withdrawn_on.is_none());
    latest
}

fn evaluate_row(
    isms: &Isms,
    policies: &[LevelPolicy],
    (acceptance, treatment): (Option<&RiskAcceptance>, Option<&Treatment>),
    row: &Row<'_>,
    today: Date,
) -> Evaluated {
    let level = row.present().map(|scored| scored.level);
    let accepted_by =
        acceptance.map(|acceptance| (acceptance.id.clone(), standing(isms, acceptance, row, today)));
    let valid = matches!(accepted_by, Some((_, Standing::Valid)));
    let acceptance = level.and_then(|level| policies.get(usize::from(level))).map(|policy| policy.acceptance);
    let treated = treatment
        .is_some_and(|treatment| treatment.option.is_some_and(|option| option != TreatmentOption::Retain));
    let verdict = match acceptance {
        None => Verdict::Unassessed,
        Some(Acceptance::Acceptable) => Verdict::Accept,
        Some(Acceptance::Tolerable) => Verdict::Tolerate,
        Some(Acceptance::Unacceptable) if valid => Verdict::Accepted,
        Some(Acceptance::Unacceptable) if treated => Verdict::InTreatment,
        Some(Acceptance::Unacceptable) => Verdict::Treat,
    };
    Evaluated { scenario: row.scenario.id.clone(), level, acceptance, verdict, accepted_by, priority: 0 }
}
