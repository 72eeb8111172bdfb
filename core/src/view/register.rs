//! The risk register: filtered, sorted, a page at a time.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::places::places;
use super::{Rated, ViewError, methodology, scored};
use crate::evaluation::{Evaluated, Verdict, judged};
use crate::id::{AssetId, MethodologyId, ScenarioId};
use crate::identification::{RiskScenario, Stage};
use crate::isms::{Beside, Isms};
use crate::methodology::assessment::{Row, Run, assess_these};
use crate::methodology::{LevelPolicy, Methodology, MethodologyInUse};
use crate::quantity::{Actor, Date, Title};
use crate::record::words;
use crate::treatment::TreatmentOption;
use crate::treatment::acceptance::Standing;

words! {
    /// What is done about a risk, or that nothing is.
    pub enum Treated {
        /// Stop what causes it.
        Avoid = "avoid",
        /// Lower it by controls.
        Modify = "modify",
        /// Let others carry part of it.
        Share = "share",
        /// Carry it knowingly.
        Retain = "retain",
        /// No option was chosen.
        Untreated = "untreated",
    }
}

impl From<Option<TreatmentOption>> for Treated {
    fn from(option: Option<TreatmentOption>) -> Self {
        match option {
            Some(TreatmentOption::Avoid) => Self::Avoid,
            Some(TreatmentOption::Modify) => Self::Modify,
            Some(TreatmentOption::Share) => Self::Share,
            Some(TreatmentOption::Retain) => Self::Retain,
            None => Self::Untreated,
        }
    }
}

words! {
    /// By what rows are sorted. What is equal stays in the order of ids.
    pub enum Sort {
        /// The highest level first, then the highest score.
        Urgency = "urgency",
        /// By id, as people count.
        Id = "id",
        /// By title, letter case aside.
        Title = "title",
        /// By owner; those without one last.
        Owner = "owner",
        /// By review date; those without one last.
        Review = "review",
        /// By treatment option.
        Treatment = "treatment",
    }
}

words! {
    /// Which risks are listed.
    pub enum Listed {
        /// Open ones.
        Open = "open",
        /// Closed ones.
        Closed = "closed",
        /// All.
        All = "all",
    }
}

/// What is asked of the register. All that is given has to hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// Words that id, title, description or owner have in them, all of them, letter case aside.
    pub text: String,
    /// The owner.
    pub owner: Option<Actor>,
    /// An asset it hits.
    pub asset: Option<AssetId>,
    /// The level, by index.
    pub level: Option<u8>,
    /// What is done about it.
    pub treated: Option<Treated>,
    /// The cell of the heat map, by index: down and across.
    pub cell: Option<(u8, u8)>,
    /// The picture that level, cell and urgency are taken from; absent: the present one.
    pub stage: Option<Stage>,
    /// By which methodology; absent: the preferred one.
    pub methodology: Option<MethodologyId>,
    /// Another methodology, whose present scores stand beside.
    pub beside: Option<MethodologyId>,
    /// Open risks, closed ones or all.
    pub listed: Listed,
    /// By what rows are sorted.
    pub sort: Sort,
    /// The other way round.
    pub descending: bool,
    /// How many rows are left out at the beginning.
    pub offset: usize,
    /// How many rows are given at most; 1,000 at the very most.
    pub limit: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            owner: None,
            asset: None,
            level: None,
            treated: None,
            cell: None,
            stage: None,
            methodology: None,
            beside: None,
            listed: Listed::Open,
            sort: Sort::Urgency,
            descending: false,
            offset: 0,
            limit: 50,
        }
    }
}

/// A risk in the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegisterRow {
    /// Its id.
    pub id: ScenarioId,
    /// Its title.
    pub title: Title,
    /// Its owner.
    pub owner: Option<Actor>,
    /// Whether it is open.
    pub open: bool,
    /// Without controls.
    pub inherent: Option<Rated>,
    /// With the controls in place.
    pub current: Option<Rated>,
    /// With the plan carried out.
    pub target: Option<Rated>,
    /// The present score by the methodology that was asked for beside.
    pub beside: Option<Rated>,
    /// Where the picture that was asked for lies on the heat map, by index: down and across.
    pub cell: Option<(u8, u8)>,
    /// Why an estimated stage has no score.
    pub problems: Vec<(Stage, Arc<str>)>,
    /// Whether the recorded scores are missing or no longer hold.
    pub wants_recording: bool,
    /// What is done about it.
    pub treated: Treated,
    /// What is to be done.
    pub verdict: Verdict,
    /// Until when it is accepted, and whether that stands.
    pub accepted: Option<(Date, Standing)>,
    /// Open actions for it.
    pub actions: usize,
    /// The earliest date on which one of them is due.
    pub due: Option<Date>,
    /// When it is to be looked at again.
    pub review_on: Option<Date>,
}

/// A page of the register.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Register {
    /// By which methodology.
    pub methodology: MethodologyId,
    /// Its levels, lowest first, with what they mean.
    pub levels: Vec<LevelPolicy>,
    /// The levels of the methodology that was asked for beside.
    pub beside_levels: Vec<LevelPolicy>,
    /// How many risks fit the query.
    pub total: usize,
    /// The rows of this page.
    pub rows: Vec<RegisterRow>,
}

/// The risks that fit a query, but for its cell, scored by its methodology, in the order of their ids.
pub(super) struct Selection<'a> {
    pub(super) in_use: &'a MethodologyInUse,
    pub(super) engine: Box<dyn Methodology + Send + Sync>,
    pub(super) policies: Vec<LevelPolicy>,
    pub(super) rows: Vec<Row<'a>>,
}

impl<'a> Selection<'a> {
    pub(super) fn of(isms: &'a Isms, query: &Query) -> Result<Self, ViewError> {
        let in_use = methodology(isms, query.methodology.as_ref())?;
        let engine = in_use.build(isms)?;
        let words: Vec<String> = query.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut treatments = Beside::new(isms.treatments());
        let fits = |scenario: &&RiskScenario| {
            let listed = match query.listed {
                Listed::Open => scenario.is_open(),
                Listed::Closed => !scenario.is_open(),
                Listed::All => true,
            };
            listed
                && query.asset.as_ref().is_none_or(|asset| scenario.assets.contains(asset))
                && query
                    .owner
                    .as_ref()
                    .is_none_or(|owner| scenario.owner.as_ref().is_some_and(|known| known.same(owner)))
                && query.treated.is_none_or(|wanted| {
                    let treatment = treatments.get(&scenario.id).map(AsRef::as_ref);
                    wanted == Treated::from(treatment.and_then(|treatment| treatment.option))
                })
                && has_words(scenario, &words)
        };
        let scenarios = isms.scenarios().values().map(AsRef::as_ref).filter(fits).collect();
        let mut rows = assess_these(isms, scenarios, engine.as_ref())?.rows;
        if let Some(level) = query.level {
            rows.retain(|row| scored(row, query.stage).is_some_and(|scored| scored.level == level));
        }
        Ok(Self { policies: in_use.policies(), in_use, engine, rows })
    }

    /// Where each row lies on the axes, in the picture that was asked for.
    pub(super) fn places<'r>(
        &self,
        rows: &[Row<'r>],
        stage: Option<Stage>,
    ) -> Result<Vec<Option<(u8, u8)>>, ViewError> {
        let estimate = |row: &Row<'r>| match stage {
            Some(stage) => row.scenario.estimate(stage),
            None => row.scenario.estimate(Stage::Current).or_else(|| row.scenario.estimate(Stage::Inherent)),
        };
        let mut all = vec![None; rows.len()];
        let estimated: Vec<(usize, &_)> =
            rows.iter().enumerate().filter_map(|(at, row)| Some((at, &estimate(row)?.factors))).collect();
        let factors: Vec<_> = estimated.iter().map(|(_, factors)| *factors).collect();
        for ((at, _), place) in estimated.iter().zip(places(self.engine.as_ref(), &factors)?) {
            if let Some(cell) = all.get_mut(*at) {
                *cell = place;
            }
        }
        Ok(all)
    }
}

/// Whether each word stands somewhere in what is said of the risk.
fn has_words(scenario: &RiskScenario, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let owner = scenario.owner.as_ref().map_or("", |owner| owner.as_str());
    let said = [scenario.id.as_str(), scenario.title.as_str(), scenario.description.as_str(), owner];
    let said = said.map(str::to_lowercase);
    words.iter().all(|word| said.iter().any(|text| text.contains(word.as_str())))
}

impl Register {
    /// A page of the register, as of `today`.
    ///
    /// ```
    /// use riskwright_core::isms::Isms;
    /// use riskwright_core::view::{Query, Register};
    /// let isms = Isms::new("Example Ltd".parse().unwrap());
    /// let query: Query = serde_json::from_str(r#"{"text": "backup", "sort": "title", "limit": 20}"#).unwrap();
    /// let page = Register::of(&isms, &query, "2026-11-02".parse().unwrap()).unwrap();
    /// assert_eq!((page.total, page.levels.len()), (0, 5));
    /// ```
    ///
    /// # Errors
    /// If the methodology is unknown, not at hand, or gives no answer.
    pub fn of(isms: &Isms, query: &Query, today: Date) -> Result<Self, ViewError> {
        let mut selection = Selection::of(isms, query)?;
        let mut rows = std::mem::take(&mut selection.rows);
        if let Some(cell) = query.cell {
            let mut places = selection.places(&rows, query.stage)?.into_iter();
            rows.retain(|_| places.next().flatten() == Some(cell));
        }
        let total = rows.len();
        sort(isms, &mut rows, query);
        let page: Vec<Row<'_>> =
            rows.into_iter().skip(query.offset).take(query.limit.min(Query::MOST)).collect();
        let beside = match &query.beside {
            Some(other) => beside(isms, other, &page)?,
            None => SecondOpinion::default(),
        };
        let rows = shown(isms, &selection, page, query.stage, today)?;
        let rows = rows.into_iter().zip(beside.rated.into_iter().chain(std::iter::repeat(None)));
        let rows = rows.map(|(row, beside)| RegisterRow { beside, ..row }).collect();
        Ok(Self {
            methodology: selection.in_use.id.clone(),
            levels: selection.policies,
            beside_levels: beside.levels,
            total,
            rows,
        })
    }
}

/// What another methodology says of rows.
#[derive(Default)]
struct SecondOpinion {
    levels: Vec<LevelPolicy>,
    rated: Vec<Option<Rated>>,
}

fn beside(isms: &Isms, other: &MethodologyId, page: &[Row<'_>]) -> Result<SecondOpinion, ViewError> {
    let in_use = methodology(isms, Some(other))?;
    let engine = in_use.build(isms)?;
    let levels = in_use.policies();
    let mut scenarios: Vec<&RiskScenario> = page.iter().map(|row| row.scenario).collect();
    scenarios.sort_by(|a, b| a.id.cmp(&b.id));
    let run = assess_these(isms, scenarios, engine.as_ref())?;
    let by_id: BTreeMap<&ScenarioId, Option<Rated>> =
        run.rows.iter().map(|row| (&row.scenario.id, Rated::of(row.present(), &levels))).collect();
    let rated = page.iter().map(|row| by_id.get(&row.scenario.id).cloned().flatten()).collect();
    Ok(SecondOpinion { levels, rated })
}

fn sort(isms: &Isms, rows: &mut [Row<'_>], query: &Query) {
    // they come in the order of ids, and each of these keeps that for what is equal
    match query.sort {
        Sort::Id => {}
        Sort::Urgency => rows.sort_by(|a, b| {
            let rank = |row: &Row<'_>| scored(row, query.stage).map(|scored| (scored.level, scored.score));
            match (rank(a), rank(b)) {
                (Some(a), Some(b)) => b.0.cmp(&a.0).then_with(|| b.1.total_cmp(&a.1)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            }
        }),
        Sort::Title => rows.sort_by_cached_key(|row| row.scenario.title.to_lowercase()),
        Sort::Owner => rows.sort_by_cached_key(|row| {
            let owner = row.scenario.owner.as_ref().map(|owner| owner.to_lowercase());
            (owner.is_none(), owner)
        }),
        Sort::Review => rows.sort_by_key(|row| (row.scenario.review_on.is_none(), row.scenario.review_on)),
        Sort::Treatment => rows.sort_by_cached_key(|row| {
            Treated::from(isms.treatments().get(&row.scenario.id).and_then(|known| known.option))
        }),
    }
    if query.descending {
        rows.reverse();
    }
}

/// Open actions and the earliest due date, by risk.
pub(super) fn work<'a>(isms: &'a Isms) -> BTreeMap<&'a ScenarioId, (usize, Option<Date>)> {
    let mut work: BTreeMap<&'a ScenarioId, (usize, Option<Date>)> = BTreeMap::new();
    let open = |status: Option<crate::treatment::ActionStatus>| status.is_none_or(|status| status.is_open());
    for action in isms.actions().values().filter(|action| open(action.status) && action.done_on.is_none()) {
        for risk in &action.scenarios {
            let (count, due) = work.entry(risk).or_default();
            *count = count.saturating_add(1);
            *due = match (*due, action.due) {
                (Some(known), Some(other)) => Some(known.min(other)),
                (known, other) => known.or(other),
            };
        }
    }
    work
}

/// What is to be done about each of these risks, in their order.
pub(super) fn verdicts<'a>(
    isms: &'a Isms,
    in_use: &MethodologyInUse,
    mut rows: Vec<Row<'a>>,
    today: Date,
) -> (Vec<Row<'a>>, Vec<Evaluated>) {
    let order: BTreeMap<ScenarioId, usize> =
        rows.iter().enumerate().map(|(at, row)| (row.scenario.id.clone(), at)).collect();
    // the registers are walked beside them
    rows.sort_by(|a, b| a.scenario.id.cmp(&b.scenario.id));
    let run = Run { rows };
    let evaluated = judged(isms, in_use, &run, today);
    let place = |id: &ScenarioId| order.get(id).copied().unwrap_or(usize::MAX);
    let mut both: Vec<(Row<'a>, Evaluated)> = run.rows.into_iter().zip(evaluated).collect();
    both.sort_by(|(a, _), (b, _)| -> Ordering { place(&a.scenario.id).cmp(&place(&b.scenario.id)) });
    both.into_iter().unzip()
}

fn shown(
    isms: &Isms,
    selection: &Selection<'_>,
    page: Vec<Row<'_>>,
    stage: Option<Stage>,
    today: Date,
) -> Result<Vec<RegisterRow>, ViewError> {
    let places = selection.places(&page, stage)?;
    let (page, evaluated) = verdicts(isms, selection.in_use, page, today);
    let work = work(isms);
    let policies = &selection.policies;
    let row = |((row, evaluated), cell): ((Row<'_>, Evaluated), Option<(u8, u8)>)| {
        let scenario = row.scenario;
        let (actions, due) = work.get(&scenario.id).copied().unwrap_or_default();
        let accepted = evaluated
            .accepted_by
            .and_then(|(id, standing)| Some((isms.acceptances().get(&id)?.until, standing)));
        RegisterRow {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            owner: scenario.owner.clone(),
            open: scenario.is_open(),
            inherent: Rated::of(row.inherent.as_ref(), policies),
            current: Rated::of(row.current.as_ref(), policies),
            target: Rated::of(row.target.as_ref(), policies),
            beside: None,
            cell,
            wants_recording: row.wants_recording(),
            problems: row.problems,
            treated: isms.treatments().get(&scenario.id).and_then(|known| known.option).into(),
            verdict: evaluated.verdict,
            accepted,
            actions,
            due,
            review_on: scenario.review_on,
        }
    };
    Ok(page.into_iter().zip(evaluated).zip(places).map(row).collect())
}
