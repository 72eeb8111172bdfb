//! Risk evaluation: scores held against the organisation's criteria, with what follows and in which order (6.1.2 e).

use serde::Serialize;

use crate::id::{AcceptanceId, ScenarioId};
use crate::isms::Isms;
use crate::methodology::assessment::{Row, Run};
use crate::methodology::matrix::Acceptance;
use crate::methodology::{LevelPolicy, MethodologyInUse};
use crate::quantity::Date;
use crate::treatment::acceptance::{Standing, standing};
use crate::treatment::{RiskAcceptance, TreatmentOption};

/// What is to be done about a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    let policies = methodology.policies();
    let accepted = latest_acceptances(isms, methodology);
    let mut evaluated: Vec<Evaluated> =
        run.rows.iter().map(|row| evaluate_row(isms, &policies, &accepted, row, today)).collect();
    let mut order: Vec<usize> = (0..run.rows.len()).collect();
    let rank = |at: &usize| {
        let present = run.rows.get(*at).and_then(Row::present);
        present.map_or((0, 0), |scored| (u32::from(scored.level) + 1, ordered(scored.score)))
    };
    order.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.cmp(b)));
    for (priority, at) in order.into_iter().enumerate() {
        if let Some(evaluated) = evaluated.get_mut(at) {
            evaluated.priority = u32::try_from(priority + 1).unwrap_or(u32::MAX);
        }
    }
    evaluated
}

/// A number whose order is that of the finite float.
fn ordered(score: f64) -> u64 {
    let bits = score.to_bits();
    if bits >> 63 == 0 { bits | (1 << 63) } else { !bits }
}

type Latest<'a> = std::collections::BTreeMap<&'a ScenarioId, &'a RiskAcceptance>;

/// The last acceptance of each scenario by this methodology that was not withdrawn.
fn latest_acceptances<'a>(isms: &'a Isms, methodology: &MethodologyInUse) -> Latest<'a> {
    let mut latest = Latest::new();
    for acceptance in isms.acceptances().values() {
        if acceptance.methodology == methodology.id && acceptance.withdrawn_on.is_none() {
            latest.insert(&acceptance.scenario, acceptance);
        }
    }
    latest
}

fn evaluate_row(
    isms: &Isms,
    policies: &[LevelPolicy],
    accepted: &Latest<'_>,
    row: &Row<'_>,
    today: Date,
) -> Evaluated {
    let level = row.present().map(|scored| scored.level);
    let acceptance = level.and_then(|level| policies.get(usize::from(level))).map(|policy| policy.acceptance);
    let accepted_by = accepted
        .get(&row.scenario.id)
        .map(|acceptance| (acceptance.id.clone(), standing(isms, acceptance, row, today)));
    let valid = matches!(accepted_by, Some((_, Standing::Valid)));
    let treatment = isms.treatments().get(&row.scenario.id);
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
