//! What a management review looks at, gathered from the ISMS as of a day (9.3.2).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ManagementReview, ReviewState};
use crate::audit::{AuditKind, Severity};
use crate::context::ObjectiveStatus;
use crate::field::{FieldKind, Filled};
use crate::id::{ActionId, AuditId, ImprovementId, MeasureId, NonconformityId, ObjectiveId, ReviewId};
use crate::identification::Stage;
use crate::improvement::{ImprovementState, NonconformityState};
use crate::isms::Isms;
use crate::measurement::{self, Standing, Trend};
use crate::quantity::{Actor, Date, Title};

/// An action as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionStands {
    /// Which.
    pub id: ActionId,
    /// What is to be done.
    pub title: Title,
    /// Who does it.
    pub owner: Option<Actor>,
    /// By when.
    pub due: Option<Date>,
    /// Whether it is still to be done.
    pub open: bool,
    /// Whether it should have been done by now.
    pub overdue: bool,
}

/// A decision of an earlier review, and what became of it (9.3.2 a).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Followed {
    /// The review.
    pub review: ReviewId,
    /// What was decided.
    pub decision: String,
    /// The actions that carry it out.
    pub actions: Vec<ActionStands>,
}

/// A nonconformity as it stands (9.3.2 d 1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NonconformityStands {
    /// Which.
    pub id: NonconformityId,
    /// What deviates.
    pub title: Title,
    /// How grave it is.
    pub grade: Option<Severity>,
    /// Where it stands.
    pub state: NonconformityState,
    /// Whether it should have been closed by now.
    pub overdue: bool,
}

/// Nonconformities of a year.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Year {
    /// Raised in it.
    pub raised: usize,
    /// Closed in it.
    pub closed: usize,
    /// Whose corrective actions failed in it.
    pub failed: usize,
}

/// A measure as it stands (9.3.2 d 2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureStands {
    /// Which.
    pub id: MeasureId,
    /// What is measured.
    pub title: Title,
    /// Its unit.
    pub unit: Option<Title>,
    /// The results of the time looked at, oldest first.
    pub results: Vec<(Date, f64)>,
    /// The value aimed at.
    pub target: Option<f64>,
    /// How the last one stands.
    pub standing: Standing,
    /// Against the one before.
    pub trend: Option<Trend>,
    /// Whether a result is missing.
    pub overdue: bool,
}

/// An audit of the time looked at (9.3.2 d 3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditStands {
    /// Which.
    pub id: AuditId,
    /// Its name.
    pub title: Title,
    /// What it is.
    pub kind: AuditKind,
    /// When it was reported.
    pub reported_on: Option<Date>,
    /// What it found, by gravity.
    pub findings: BTreeMap<Severity, usize>,
}

/// An objective as it stands (9.3.2 d 4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ObjectiveStands {
    /// Which.
    pub id: ObjectiveId,
    /// The objective.
    pub title: Title,
    /// How it stands.
    pub status: Option<ObjectiveStatus>,
    /// By when.
    pub due: Option<Date>,
}

/// How many open risks there are at a level of the preferred methodology, as recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtLevel {
    /// The level's name.
    pub level: String,
    /// How many now.
    pub current: usize,
    /// How many with the plan carried out.
    pub target: usize,
}

/// The risks and the treatment plan (9.3.2 f).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RisksStand {
    /// Open risks by level, lowest first.
    pub levels: Vec<AtLevel>,
    /// Open risks that have no recorded score.
    pub unassessed: usize,
    /// Risks whose acceptance is in date.
    pub accepted: usize,
    /// Actions of the plan that are still to be done.
    pub open: usize,
    /// Those that should have been done by now.
    pub overdue: Vec<ActionStands>,
    /// Actions done.
    pub done: usize,
}

/// An opportunity for improvement (9.3.2 g).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opportunity {
    /// Which.
    pub id: ImprovementId,
    /// The idea.
    pub title: Title,
    /// Where it stands.
    pub state: ImprovementState,
}

/// All of it. What interested parties say (9.3.2 e) no record shows: the review's remarks do. What changed since the review
/// before among issues and expectations (b, c) the journal tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inputs {
    /// The first day looked at.
    pub from: Option<Date>,
    /// As of which day.
    pub of: Date,
    /// a) what became of what earlier reviews decided
    pub actions: Vec<Followed>,
    /// b) the issues there are: id and title
    pub issues: Vec<(String, Title)>,
    /// c) what interested parties ask for: id, title, and whether the ISMS takes it on
    pub expectations: Vec<(String, Title, Option<bool>)>,
    /// d 1) nonconformities that are open, or that something was done about in the time looked at
    pub nonconformities: Vec<NonconformityStands>,
    /// d 1) and by year
    pub years: BTreeMap<i16, Year>,
    /// d 2) the measures in use
    pub measures: Vec<MeasureStands>,
    /// d 3) audits reported in the time looked at
    pub audits: Vec<AuditStands>,
    /// d 4) objectives
    pub objectives: Vec<ObjectiveStands>,
    /// f) risks and the treatment plan
    pub risks: RisksStand,
    /// g) opportunities for improvement that are open
    pub opportunities: Vec<Opportunity>,
}

impl Filled for Inputs {
    const KIND: FieldKind = FieldKind::Own;
}

impl ManagementReview {
    /// What it looked at, as it was gathered; what it would look at on a day, where nothing was gathered yet.
    #[must_use]
    pub fn looks_at(&self, isms: &Isms, today: Date) -> Inputs {
        let gathered = self.gathered.as_ref().filter(|_| self.life.state != ReviewState::Planned);
        gathered.map_or_else(|| inputs(isms, self, today), |gathered| gathered.as_ref().clone())
    }
}

/// Gathers the inputs of a review as of a day.
#[must_use]
pub fn inputs(isms: &Isms, review: &ManagementReview, of: Date) -> Inputs {
    let others = isms.reviews().values().filter(|other| other.id != review.id);
    let before = others.filter_map(|other| other.held_on()).filter(|on| *on <= of).max();
    let from = review.from.or(before);
    let within = |on: Date| on <= of && from.is_none_or(|from| on >= from);
    let objectives = isms.objectives().values().map(|known| ObjectiveStands {
        id: known.id.clone(),
        title: known.title.clone(),
        status: known.status,
        due: known.due,
    });
    let ideas = isms.improvements().values().filter(|idea| idea.is_open());
    let requirements = isms.requirements().values();
    Inputs {
        from,
        of,
        actions: followed(isms, review, of),
        issues: isms.issues().values().map(|issue| (issue.id.to_string(), issue.title.clone())).collect(),
        expectations: requirements
            .map(|known| (known.id.to_string(), known.title.clone(), known.addressed))
            .collect(),
        nonconformities: nonconformities(isms, of, &within),
        years: years(isms, of),
        measures: measures(isms, of, &within),
        audits: audits(isms, &within),
        objectives: objectives.collect(),
        risks: risks(isms, of),
        opportunities: ideas
            .map(|idea| Opportunity {
                id: idea.id.clone(),
                title: idea.title.clone(),
                state: idea.life.state,
            })
            .collect(),
    }
}

fn stands(isms: &Isms, id: &ActionId, of: Date) -> Option<ActionStands> {
    let action = isms.actions().get(id)?;
    Some(ActionStands {
        id: id.clone(),
        title: action.title.clone(),
        owner: action.owner.clone(),
        due: action.due,
        open: action.is_open(),
        overdue: action.is_overdue(of),
    })
}

fn followed(isms: &Isms, review: &ManagementReview, of: Date) -> Vec<Followed> {
    let held = isms.reviews().values().filter(|other| other.id != review.id && other.held_on().is_some());
    let decided = held.flat_map(|other| other.decisions.iter().map(move |decision| (other, decision)));
    let followed = decided.map(|(other, decision)| Followed {
        review: other.id.clone(),
        decision: decision.text.to_string(),
        actions: decision.actions.iter().filter_map(|id| stands(isms, id, of)).collect(),
    });
    followed.filter(|followed| !followed.actions.is_empty()).collect()
}

fn nonconformities(isms: &Isms, of: Date, within: &impl Fn(Date) -> bool) -> Vec<NonconformityStands> {
    let known = isms.nonconformities().values();
    known
        .filter(|known| known.is_open() || known.life.since().is_some_and(within))
        .map(|known| NonconformityStands {
            id: known.id.clone(),
            title: known.title.clone(),
            grade: known.grade,
            state: known.life.state,
            overdue: known.is_open() && known.due.is_some_and(|due| due < of),
        })
        .collect()
}

/// Nonconformities raised, closed and found again, by year.
#[must_use]
pub fn years(isms: &Isms, of: Date) -> BTreeMap<i16, Year> {
    let mut years: BTreeMap<i16, Year> = BTreeMap::new();
    let mut year = |on: Date, count: fn(&mut Year)| {
        if on <= of {
            count(years.entry(on.civil().year()).or_default());
        }
    };
    for known in isms.nonconformities().values() {
        if let Some(on) = known.raised_on() {
            year(on, |year| year.raised += 1);
        }
        for passed in &known.life.passed {
            match passed.step.as_str() {
                "close" => year(passed.on, |year| year.closed += 1),
                "fail" | "reopen" => year(passed.on, |year| year.failed += 1),
                _ => {}
            }
        }
    }
    years
}

fn measures(isms: &Isms, of: Date, within: &impl Fn(Date) -> bool) -> Vec<MeasureStands> {
    let results = |series: &measurement::Series<'_>| {
        let results = series.results.iter().filter(|result| within(result.on));
        results.map(|result| (result.on, result.value)).collect()
    };
    let all = measurement::all(isms, of).into_iter();
    all.map(|series| MeasureStands {
        id: series.measure.id.clone(),
        title: series.measure.title.clone(),
        unit: series.measure.unit.clone(),
        results: results(&series),
        target: series.measure.target,
        standing: series.standing,
        trend: series.trend,
        overdue: series.overdue,
    })
    .collect()
}

fn audits(isms: &Isms, within: &impl Fn(Date) -> bool) -> Vec<AuditStands> {
    let reported = isms.audits().values().filter(|audit| audit.reported_on().is_some_and(within));
    reported
        .map(|audit| {
            let mut findings: BTreeMap<Severity, usize> = BTreeMap::new();
            for finding in audit.findings(isms) {
                *findings.entry(finding.severity).or_default() += 1;
            }
            AuditStands {
                id: audit.id.clone(),
                title: audit.title.clone(),
                kind: audit.kind,
                reported_on: audit.reported_on(),
                findings,
            }
        })
        .collect()
}

fn risks(isms: &Isms, of: Date) -> RisksStand {
    let policies = isms.preferred_methodology().map(|known| known.policies()).unwrap_or_default();
    let named =
        policies.iter().map(|policy| AtLevel { level: policy.name.to_string(), current: 0, target: 0 });
    let mut levels: Vec<AtLevel> = named.collect();
    let mut unassessed = 0;
    for scenario in isms.scenarios().values().filter(|scenario| scenario.is_open()) {
        let Some(record) = isms.score_of(&scenario.id, &isms.criteria().methodology) else {
            unassessed += 1;
            continue;
        };
        let at = |stage: Stage| record.score(stage).map(|score| usize::from(score.level));
        let current = at(Stage::Current).or_else(|| at(Stage::Inherent));
        if let Some(level) = current.and_then(|level| levels.get_mut(level)) {
            level.current += 1;
        }
        if let Some(level) = at(Stage::Target).or(current).and_then(|level| levels.get_mut(level)) {
            level.target += 1;
        }
    }
    let plan: Vec<ActionStands> = isms.actions().keys().filter_map(|id| stands(isms, id, of)).collect();
    let accepted = isms.acceptances().values();
    let accepted = accepted.filter(|known| known.withdrawn_on.is_none() && known.until >= of);
    let accepted: BTreeSet<_> = accepted.map(|known| &known.scenario).collect();
    RisksStand {
        levels,
        unassessed,
        accepted: accepted.len(),
        open: plan.iter().filter(|action| action.open).count(),
        done: plan.iter().filter(|action| !action.open).count(),
        overdue: plan.into_iter().filter(|action| action.overdue).collect(),
    }
}
