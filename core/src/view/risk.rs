//! One risk with everything: the form to estimate it by, its scores by each methodology, why they are so, what is done.

use std::sync::Arc;

use serde::Serialize;

use super::board::ActionCard;
use super::{Named, Rated, ViewError, found, register};
use crate::applicability::ImplementationStatus;
use crate::evaluation::Verdict;
use crate::id::{ControlId, MethodologyId, ScenarioId};
use crate::identification::{RiskScenario, Stage};
use crate::isms::{Isms, Kind, Record, RecordRef, control_title};
use crate::methodology::assessment::{Row, assess_these};
use crate::methodology::{Batch, Factor, LevelPolicy, Methodology, MethodologyInUse, TraceStep};
use crate::quantity::{Actor, Date, Digest, Title};
use crate::treatment::acceptance::Standing;
use crate::treatment::residual::{Proposal, proposal};
use crate::treatment::{RiskAcceptance, Treatment};

/// A control that bears on a risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ControlOf {
    /// The control.
    pub id: ControlId,
    /// Its title.
    pub title: String,
    /// How far it is in place.
    pub status: Option<ImplementationStatus>,
    /// Whether it bears on the risk already.
    pub existing: bool,
    /// Whether the treatment chose it.
    pub chosen: bool,
}

/// The score on record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recorded {
    /// The score.
    pub score: f64,
    /// The level's name then.
    pub level_name: Title,
    /// The digest that pins it.
    pub digest: Digest,
}

/// One picture of the risk by one methodology.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageView {
    /// Which picture.
    pub stage: Stage,
    /// The score as computed now.
    pub rated: Option<Rated>,
    /// The digest that would pin it.
    pub digest: Option<Digest>,
    /// Why it was estimated and has no score.
    pub problem: Option<Arc<str>>,
    /// The steps from factors to score.
    pub trace: Vec<TraceStep>,
    /// The score on record.
    pub recorded: Option<Recorded>,
}

/// The risk by one methodology.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assessed {
    /// Which one.
    pub methodology: MethodologyId,
    /// Its name.
    pub title: Title,
    /// Whether its levels decide.
    pub preferred: bool,
    /// Why it can't be asked here; what follows is empty then, but for what is on record.
    pub unavailable: Option<String>,
    /// The factors it asks for, in the organisation's terms: what a form is made of.
    pub form: Vec<Factor>,
    /// Its levels, lowest first, with what they mean.
    pub levels: Vec<LevelPolicy>,
    /// The three pictures.
    pub stages: Vec<StageView>,
    /// Who recorded scores, and when.
    pub recorded_by: Option<(Actor, Date)>,
    /// Why the recorded scores no longer hold, in words.
    pub stale: Vec<String>,
    /// What is to be done; absent for a closed risk or without an answer.
    pub verdict: Option<Verdict>,
    /// Acceptances of its scores, the newest first.
    pub acceptances: Vec<Acceptances>,
}

/// An acceptance of the risk.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acceptances {
    /// The acceptance.
    pub acceptance: Arc<RiskAcceptance>,
    /// Whether it stands, for the one that counts.
    pub standing: Option<Standing>,
}

/// One risk with everything.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RiskView {
    /// The risk as it is recorded.
    pub scenario: Arc<RiskScenario>,
    /// The assets it hits.
    pub assets: Vec<Named>,
    /// The threats at work.
    pub threats: Vec<Named>,
    /// The vulnerabilities exploited.
    pub vulnerabilities: Vec<Named>,
    /// The risk sources behind it.
    pub sources: Vec<Named>,
    /// The controls that bear on it or are to.
    pub controls: Vec<ControlOf>,
    /// By each methodology in use, the preferred one first.
    pub assessed: Vec<Assessed>,
    /// How it is treated.
    pub treatment: Option<Arc<Treatment>>,
    /// What the treatment's controls make of the inherent estimate.
    pub proposal: Option<Proposal>,
    /// The actions that serve it.
    pub actions: Vec<ActionCard>,
}

impl RiskView {
    /// One risk with everything, as of `today`.
    ///
    /// # Errors
    /// If there is no such risk. A methodology that can't be asked says so in its own place.
    pub fn of(isms: &Isms, id: &ScenarioId, today: Date) -> Result<Self, ViewError> {
        let Record::RiskScenario(scenario) = found(isms, RecordRef::new(Kind::RiskScenario, id))? else {
            return Err(ViewError::Unknown(RecordRef::new(Kind::RiskScenario, id)));
        };
        let preferred = &isms.criteria().methodology;
        let mut methodologies: Vec<&MethodologyInUse> =
            isms.methodologies().values().map(AsRef::as_ref).collect();
        methodologies.sort_by_key(|known| known.id != *preferred);
        let treatment = isms.treatments().get(id).cloned();
        let serving = isms.actions().values().filter(|action| action.scenarios.contains(id));
        Ok(Self {
            assets: scenario
                .assets
                .iter()
                .map(|id| Named::new(id, isms.assets().get(id).map(|of| &of.title)))
                .collect(),
            threats: scenario
                .threats
                .iter()
                .map(|id| Named::new(id, isms.threats().get(id).map(|of| &of.title)))
                .collect(),
            vulnerabilities: scenario
                .vulnerabilities
                .iter()
                .map(|id| Named::new(id, isms.vulnerabilities().get(id).map(|of| &of.title)))
                .collect(),
            sources: scenario
                .sources
                .iter()
                .map(|id| Named::new(id, isms.risk_sources().get(id).map(|of| &of.title)))
                .collect(),
            controls: controls(isms, &scenario, treatment.as_deref()),
            assessed: methodologies.iter().map(|known| assessed(isms, &scenario, known, today)).collect(),
            proposal: treatment.as_ref().and_then(|treatment| proposal(isms, &scenario, treatment)),
            actions: serving.map(|action| ActionCard::of(isms, action, today)).collect(),
            treatment,
            scenario,
        })
    }
}

fn controls(isms: &Isms, scenario: &RiskScenario, treatment: Option<&Treatment>) -> Vec<ControlOf> {
    let chosen = |id: &ControlId| treatment.is_some_and(|treatment| treatment.controls.contains_key(id));
    let more = treatment.into_iter().flat_map(|treatment| treatment.controls.keys());
    let more = more.filter(|id| !scenario.existing_controls.contains(*id));
    let control = |id: &ControlId| ControlOf {
        id: id.clone(),
        title: control_title(isms, id),
        status: isms.controls().get(id).and_then(|known| known.status),
        existing: scenario.existing_controls.contains(id),
        chosen: chosen(id),
    };
    scenario.existing_controls.iter().chain(more).map(control).collect()
}

fn assessed(isms: &Isms, scenario: &RiskScenario, known: &MethodologyInUse, today: Date) -> Assessed {
    let record = isms.score_of(&scenario.id, &known.id);
    let recorded = |stage: Stage| {
        let score = record?.score(stage)?;
        Some(Recorded { score: score.score, level_name: score.level_name.clone(), digest: score.digest })
    };
    let bare = |stage: Stage| StageView {
        stage,
        rated: None,
        digest: None,
        problem: None,
        trace: Vec::new(),
        recorded: recorded(stage),
    };
    let given = isms
        .acceptances()
        .values()
        .filter(|acceptance| acceptance.scenario == scenario.id && acceptance.methodology == known.id);
    let mut view = Assessed {
        methodology: known.id.clone(),
        title: known.title.clone(),
        preferred: known.id == isms.criteria().methodology,
        unavailable: None,
        form: Vec::new(),
        levels: known.policies(),
        stages: Stage::ALL.iter().copied().map(bare).collect(),
        recorded_by: record.map(|record| (record.by.clone(), record.on)),
        stale: Vec::new(),
        verdict: None,
        acceptances: given
            .map(|acceptance| Acceptances { acceptance: acceptance.clone(), standing: None })
            .collect(),
    };
    view.acceptances.reverse();
    view.acceptances.sort_by_key(|known| std::cmp::Reverse(known.acceptance.on));
    let engine = match known.build(isms) {
        Ok(engine) => engine,
        Err(error) => {
            view.unavailable = Some(error.to_string());
            return view;
        }
    };
    view.form = engine.describe().factors.clone();
    match assess_these(isms, vec![scenario], engine.as_ref()) {
        Ok(mut run) => {
            if let Some(row) = run.rows.pop() {
                view.fill(isms, known, engine.as_ref(), row, today);
            }
        }
        Err(error) => view.unavailable = Some(error.to_string()),
    }
    view
}

impl Assessed {
    fn fill(
        &mut self,
        isms: &Isms,
        known: &MethodologyInUse,
        engine: &dyn Methodology,
        row: Row<'_>,
        today: Date,
    ) {
        for stage in &mut self.stages {
            let scored = row.stage(stage.stage);
            stage.rated = Rated::of(scored, &self.levels);
            stage.digest = scored.map(|scored| scored.digest);
            stage.problem =
                row.problems.iter().find(|(of, _)| *of == stage.stage).map(|(_, why)| why.clone());
            if let Some(estimate) = row.scenario.estimate(stage.stage).filter(|_| scored.is_some()) {
                let batch = Batch::new(engine.describe(), std::iter::once(&estimate.factors));
                // a score without its way is shown all the same
                stage.trace = engine.trace(&batch).ok().and_then(|mut rows| rows.pop()).unwrap_or_default();
            }
        }
        self.stale = row.stale.iter().map(ToString::to_string).collect();
        let is_open = row.scenario.is_open();
        let (_, evaluated) = register::verdicts(isms, known, vec![row], today);
        let Some(evaluated) = evaluated.into_iter().next().filter(|_| is_open) else { return };
        self.verdict = Some(evaluated.verdict);
        if let Some((id, standing)) = evaluated.accepted_by
            && let Some(counts) = self.acceptances.iter_mut().find(|known| known.acceptance.id == id)
        {
            counts.standing = Some(standing);
        }
    }
}
