//! What both forms of the register show, in the order of urgency.

use riskwright_core::evaluation::{Evaluated, Verdict, evaluate};
use riskwright_core::id::ControlId;
use riskwright_core::identification::{RiskScenario, Stage};
use riskwright_core::methodology::assessment::{Row, Scored, assess};
use riskwright_core::methodology::heatmap::{HeatMap, heatmap};
use riskwright_core::methodology::{LevelPolicy, Methodology, MethodologyInUse};
use riskwright_core::quantity::Title;
use riskwright_core::treatment::{Action, RiskAcceptance, Treatment};

use crate::{Context, ReportError, wording};

/// The pictures of a risk in the order they are shown, with their headings.
pub(crate) const STAGES: [(Stage, &str); 3] =
    [(Stage::Inherent, "Inherent"), (Stage::Current, "Current"), (Stage::Target, "Target")];

/// An open risk with all that is said about it.
pub(crate) struct Risk<'a> {
    pub(crate) scenario: &'a RiskScenario,
    pub(crate) row: Row<'a>,
    pub(crate) evaluated: Evaluated,
    pub(crate) treatment: Option<&'a Treatment>,
    pub(crate) acceptance: Option<&'a RiskAcceptance>,
}

/// Which picture of the risks a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// The inherent one, which is the present one too: controls in place are not weighed yet.
    Both,
    Inherent,
    /// The present one beside the inherent.
    Present,
    /// The present one alone.
    PresentAlone,
    Target,
}

impl Picture {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Both => "Inherent and present risk (controls in place are not weighed yet)",
            Self::Inherent => "Inherent risk, without controls",
            Self::Present => "Present risk, with the controls in place where they were weighed",
            Self::PresentAlone => "Present risk",
            Self::Target => "Target risk, with the treatment plan carried out",
        }
    }
}

/// What a stage of a risk shows.
pub(crate) enum Rating<'v> {
    Scored {
        level: usize,
        name: &'v str,
        score: String,
    },
    /// It was estimated and has no score.
    Problem(&'v str),
    NotEstimated,
}

pub(crate) struct View<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) methodology: &'a MethodologyInUse,
    pub(crate) engine: Box<dyn Methodology + Send + Sync>,
    pub(crate) policies: Vec<LevelPolicy>,
    /// The most urgent first.
    pub(crate) risks: Vec<Risk<'a>>,
    /// By date due; those without one last.
    pub(crate) actions: Vec<&'a Action>,
    pub(crate) maps: Vec<(Picture, HeatMap)>,
}

impl<'a> View<'a> {
    pub(crate) fn of(context: &'a Context<'a>) -> Result<Self, ReportError> {
        let isms = context.isms;
        let methodology = isms
            .preferred_methodology()
            .ok_or_else(|| ReportError::NoMethodology(isms.criteria().methodology.clone()))?;
        let engine = methodology.build(isms)?;
        let run = assess(isms, engine.as_ref())?;
        let evaluated = evaluate(isms, methodology, &run, context.as_of);
        let risk = |(row, evaluated): (Row<'a>, Evaluated)| Risk {
            scenario: row.scenario,
            treatment: isms.treatments().get(&row.scenario.id).map(AsRef::as_ref),
            acceptance: evaluated
                .accepted_by
                .as_ref()
                .and_then(|(id, _)| isms.acceptances().get(id))
                .map(AsRef::as_ref),
            row,
            evaluated,
        };
        let mut risks: Vec<Risk<'a>> = run.rows.into_iter().zip(evaluated).map(risk).collect();
        risks.sort_by_key(|risk| risk.evaluated.priority);
        let mut actions: Vec<&Action> = isms.actions().values().map(AsRef::as_ref).collect();
        actions.sort_by_key(|action| (action.due.is_none(), action.due));
        let maps = maps(context, engine.as_ref())?;
        Ok(Self { context, methodology, policies: methodology.policies(), engine, risks, actions, maps })
    }

    /// The names of the levels, lowest first.
    pub(crate) fn levels(&self) -> &[Title] {
        &self.engine.describe().levels
    }

    pub(crate) fn level_name(&self, level: u8) -> &str {
        self.levels().get(usize::from(level)).map_or("unnamed", Title::as_str)
    }

    pub(crate) fn rating<'v>(&'v self, risk: &'v Risk<'_>, stage: Stage) -> Rating<'v> {
        let problem = || risk.row.problems.iter().find(|(of, _)| *of == stage);
        match (risk.row.stage(stage), problem()) {
            (Some(Scored { score, level, .. }), _) => Rating::Scored {
                level: usize::from(*level),
                name: self.level_name(*level),
                score: wording::score(*score),
            },
            (None, Some((_, message))) => Rating::Problem(message),
            (None, None) => Rating::NotEstimated,
        }
    }

    /// How many open risks stand at a level in a stage; `None` for the present picture.
    pub(crate) fn at_level(&self, level: usize, stage: Option<Stage>) -> usize {
        let at = |risk: &&Risk<'_>| {
            let scored = stage.map_or_else(|| risk.row.present(), |stage| risk.row.stage(stage));
            scored.is_some_and(|scored| usize::from(scored.level) == level)
        };
        self.risks.iter().filter(at).count()
    }

    /// How many open risks have a score in a stage.
    pub(crate) fn scored(&self, stage: Stage) -> usize {
        self.risks.iter().filter(|risk| risk.row.stage(stage).is_some()).count()
    }

    pub(crate) fn with_verdict(&self, verdict: Verdict) -> usize {
        self.risks.iter().filter(|risk| risk.evaluated.verdict == verdict).count()
    }

    pub(crate) fn overdue(&self) -> usize {
        self.actions.iter().filter(|action| action.is_overdue(self.context.as_of)).count()
    }

    pub(crate) fn closed(&self) -> usize {
        self.context.isms.scenarios().values().filter(|scenario| !scenario.is_open()).count()
    }

    /// What a reader of the figures must know: scores that are not on record, risks that are closed.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let wanting: Vec<&Risk<'_>> = self.risks.iter().filter(|risk| risk.row.wants_recording()).collect();
        let mut remarks = vec![format!(
            "Scores are computed from the estimates as they stand, by “{}”.",
            self.methodology.title
        )];
        if !wanting.is_empty() {
            let ids = wording::list(wanting.iter().map(|risk| &risk.scenario.id));
            remarks.push(format!(
                "The score on record is missing or no longer holds for {}: {ids}.",
                wording::counted(wanting.len() as u64, "risk", "risks")
            ));
        }
        if self.closed() > 0 {
            remarks.push(format!(
                "{} not listed.",
                match self.closed() {
                    1 => "1 closed risk is".to_owned(),
                    closed => format!("{closed} closed risks are"),
                }
            ));
        }
        remarks
    }

    /// `AS-1 File server`, one for each asset.
    pub(crate) fn assets(&self, risk: &Risk<'_>) -> Vec<String> {
        let named = |id| match self.context.isms.assets().get(id) {
            Some(asset) => format!("{id} {}", asset.title),
            None => id.to_string(),
        };
        risk.scenario.assets.iter().map(named).collect()
    }

    /// What brings the risk about, in words.
    pub(crate) fn causes(&self, risk: &Risk<'_>) -> Vec<(&'static str, String)> {
        let isms = self.context.isms;
        let scenario = risk.scenario;
        let threats = scenario.threats.iter().filter_map(|id| isms.threats().get(id)).map(|one| &one.title);
        let weak = scenario.vulnerabilities.iter().filter_map(|id| isms.vulnerabilities().get(id));
        let sources = scenario.sources.iter().filter_map(|id| isms.risk_sources().get(id));
        let causes = [
            ("Threats", wording::list(threats)),
            ("Vulnerabilities", wording::list(weak.map(|one| &one.title))),
            ("Risk sources", wording::list(sources.map(|one| &one.title))),
        ];
        causes.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Controls in place, and controls chosen.
    pub(crate) fn controls<'v>(&self, risk: &'v Risk<'_>) -> Vec<(&'static str, Vec<&'v ControlId>)> {
        let chosen = risk.treatment.iter().flat_map(|treatment| treatment.controls.keys());
        let controls = [
            ("In place", risk.scenario.existing_controls.iter().collect::<Vec<_>>()),
            ("Chosen", chosen.collect()),
        ];
        controls.into_iter().filter(|(_, ids)| !ids.is_empty()).collect()
    }

    /// The acceptance and whether it stands, in words.
    pub(crate) fn accepted(&self, risk: &Risk<'_>) -> Option<String> {
        let (_, standing) = risk.evaluated.accepted_by.as_ref()?;
        Some(wording::accepted(risk.acceptance?, standing))
    }
}

/// The maps worth showing: no two of the same picture, none of a picture that nobody estimated.
fn maps(context: &Context<'_>, engine: &dyn Methodology) -> Result<Vec<(Picture, HeatMap)>, ReportError> {
    if engine.describe().axes.is_none() {
        return Ok(Vec::new());
    }
    let open: Vec<&RiskScenario> =
        context.isms.scenarios().values().map(AsRef::as_ref).filter(|scenario| scenario.is_open()).collect();
    let estimated = |stage| open.iter().any(|scenario| scenario.estimate(stage).is_some());
    let mut wanted: Vec<(Picture, Option<Stage>)> = Vec::new();
    match (estimated(Stage::Inherent), estimated(Stage::Current)) {
        (true, false) => wanted.push((Picture::Both, None)),
        (true, true) => {
            wanted.push((Picture::Inherent, Some(Stage::Inherent)));
            wanted.push((Picture::Present, None));
        }
        (false, _) => wanted.push((Picture::PresentAlone, None)),
    }
    if estimated(Stage::Target) {
        wanted.push((Picture::Target, Some(Stage::Target)));
    }
    let map = |(picture, stage)| Ok((picture, heatmap(open.iter().copied(), engine, None, stage)?));
    wanted.into_iter().map(map).collect()
}
