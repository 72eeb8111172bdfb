//! The treatment board: actions by how they stand, and the risks beyond the criteria by what is to be done.

use serde::Serialize;

use super::register::{Query, Treated, work};
use super::{Named, Rated, ViewError, register};
use crate::evaluation::Verdict;
use crate::id::{ActionId, ControlId, ScenarioId};
use crate::isms::Isms;
use crate::methodology::LevelPolicy;
use crate::methodology::assessment::Row;
use crate::quantity::{Actor, Date, Money, Percent, Title};
use crate::treatment::acceptance::Standing;
use crate::treatment::{Action, ActionStatus};

/// An action.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionCard {
    /// Its id.
    pub id: ActionId,
    /// What is to be done.
    pub title: Title,
    /// How it stands; proposed where nothing is said.
    pub status: ActionStatus,
    /// Who does it.
    pub owner: Option<Actor>,
    /// By when.
    pub due: Option<Date>,
    /// Whether it should have been done.
    pub overdue: bool,
    /// When it was carried out.
    pub done_on: Option<Date>,
    /// How far it is.
    pub progress: Percent,
    /// What it costs.
    pub cost: Option<Money>,
    /// The risks it serves.
    pub scenarios: Vec<Named>,
    /// The controls it brings about.
    pub controls: Vec<ControlId>,
    /// How many pieces of evidence there are.
    pub evidence: usize,
}

impl ActionCard {
    pub(super) fn of(isms: &Isms, action: &Action, today: Date) -> Self {
        let named = |id: &ScenarioId| Named::new(id, isms.scenarios().get(id).map(|risk| &risk.title));
        Self {
            id: action.id.clone(),
            title: action.title.clone(),
            status: action.status.unwrap_or(ActionStatus::Proposed),
            owner: action.owner.clone(),
            due: action.due,
            overdue: action.is_overdue(today),
            done_on: action.done_on,
            progress: action.progress,
            cost: action.cost.clone(),
            scenarios: action.scenarios.iter().map(named).collect(),
            controls: action.controls.iter().cloned().collect(),
            evidence: action.evidence.len(),
        }
    }
}

/// A risk beyond the criteria.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RiskCard {
    /// Its id.
    pub id: ScenarioId,
    /// Its title.
    pub title: Title,
    /// Its owner.
    pub owner: Option<Actor>,
    /// Its present score.
    pub present: Option<Rated>,
    /// With the plan carried out.
    pub target: Option<Rated>,
    /// What is done about it.
    pub treated: Treated,
    /// Open actions for it.
    pub actions: usize,
    /// The earliest date on which one of them is due.
    pub due: Option<Date>,
    /// Until when it is accepted, and whether that stands.
    pub accepted: Option<(Date, Standing)>,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Column<K, C> {
    /// What all in it share.
    pub state: K,
    /// How many there are; more than the cards where those are cut short.
    pub total: usize,
    /// The cards, the most urgent first.
    pub cards: Vec<C>,
}

/// The treatment board.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Board {
    /// The levels of the preferred methodology, lowest first.
    pub levels: Vec<LevelPolicy>,
    /// A column for each status, actions by due date; those without one last.
    pub actions: Vec<Column<ActionStatus, ActionCard>>,
    /// A column for each verdict that leaves something to do or to watch, by level and score.
    pub risks: Vec<Column<Verdict, RiskCard>>,
}

impl Board {
    /// The board as of `today`, with at most so many cards in each column. Risks are scored by the preferred methodology.
    ///
    /// # Errors
    /// If the methodology is not at hand or gives no answer.
    pub fn of(isms: &Isms, today: Date, most: usize) -> Result<Self, ViewError> {
        let mut actions: Vec<&Action> = isms.actions().values().map(AsRef::as_ref).collect();
        actions.sort_by_key(|action| (action.due.is_none(), action.due));
        let column = |status: ActionStatus| {
            let of: Vec<&&Action> = actions
                .iter()
                .filter(|action| action.status.unwrap_or(ActionStatus::Proposed) == status)
                .collect();
            let cards = of.iter().take(most).map(|action| ActionCard::of(isms, action, today)).collect();
            Column { state: status, total: of.len(), cards }
        };
        Ok(Self {
            levels: super::methodology(isms, None)?.policies(),
            actions: ActionStatus::ALL.iter().copied().map(column).collect(),
            risks: risks(isms, today, most)?,
        })
    }
}

fn risks(isms: &Isms, today: Date, most: usize) -> Result<Vec<Column<Verdict, RiskCard>>, ViewError> {
    let mut selection = register::Selection::of(isms, &Query::default())?;
    let rows = std::mem::take(&mut selection.rows);
    let (rows, evaluated) = register::verdicts(isms, selection.in_use, rows, today);
    let work = work(isms);
    let mut all: Vec<(&Row<'_>, _)> = rows.iter().zip(&evaluated).collect();
    all.sort_by(|(a, _), (b, _)| {
        let rank = |row: &Row<'_>| row.present().map(|scored| (scored.level, scored.score));
        match (rank(a), rank(b)) {
            (Some(a), Some(b)) => b.0.cmp(&a.0).then_with(|| b.1.total_cmp(&a.1)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    });
    let column = |verdict: Verdict| {
        let of = || all.iter().filter(move |(_, evaluated)| evaluated.verdict == verdict);
        let card = |(row, evaluated): &(&Row<'_>, &crate::evaluation::Evaluated)| {
            let scenario = row.scenario;
            let (actions, due) = work.get(&scenario.id).copied().unwrap_or_default();
            let accepted = evaluated
                .accepted_by
                .as_ref()
                .and_then(|(id, standing)| Some((isms.acceptances().get(id)?.until, standing.clone())));
            RiskCard {
                id: scenario.id.clone(),
                title: scenario.title.clone(),
                owner: scenario.owner.clone(),
                present: Rated::of(row.present(), &selection.policies),
                target: Rated::of(row.target.as_ref(), &selection.policies),
                treated: isms.treatments().get(&scenario.id).and_then(|known| known.option).into(),
                actions,
                due,
                accepted,
            }
        };
        Column { state: verdict, total: of().count(), cards: of().take(most).map(card).collect() }
    };
    let states =
        [Verdict::Unassessed, Verdict::Treat, Verdict::InTreatment, Verdict::Accepted, Verdict::Tolerate];
    Ok(states.map(column).into())
}
