//! Version 0.1.0.

use riskwright_core::identification::FactorValue;
use riskwright_core::methodology::held::{GivenProblem, GivenScores, GivenStep};
use riskwright_core::methodology::loss::{Distribution, LossModel, SecondaryLoss, Susceptibility};
use riskwright_core::methodology::{Cells, Column};
use riskwright_package::Manifest;
use riskwright_package::manifest::Export;
use wasmtime::component::{Component, ComponentExportIndex};

use super::{Answered, Contract, Live, function};
use crate::catalogue::CatalogueContents;
use crate::plugin::parts::Rows;
use crate::problem::Fault;
use crate::questionnaire::{Evaluation, GivenAnswer, QuestionnaireContents};
use crate::text::{Text, Texts};

mod catalogue;
mod questionnaire;

/// The types, made from the contract's text. Only they are used: functions are looked up one by one when called, for the
/// bindings would look up all of an interface for every instance.
#[allow(unsafe_code, dead_code, missing_docs, clippy::all, reason = "made by wasmtime")]
mod bindings {
    pub(super) mod methodology {
        wasmtime::component::bindgen!({ path: "../../wit/v0.1.0", world: "methodology-plugin" });
    }
    pub(super) mod catalogue {
        wasmtime::component::bindgen!({ path: "../../wit/v0.1.0", world: "catalogue-plugin" });
    }
    pub(super) mod questionnaire {
        wasmtime::component::bindgen!({ path: "../../wit/v0.1.0", world: "questionnaire-plugin" });
    }
}

use bindings::methodology::exports::riskwright::plugin::methodology as wit;

struct Methodology {
    validate_settings: ComponentExportIndex,
    describe: ComponentExportIndex,
    assess: ComponentExportIndex,
    trace: ComponentExportIndex,
    loss: ComponentExportIndex,
}

struct Questionnaire {
    whole: ComponentExportIndex,
    evaluate: ComponentExportIndex,
}

/// What a component exports.
pub(super) struct Exports {
    methodology: Option<Methodology>,
    catalogue: Option<ComponentExportIndex>,
    questionnaire: Option<Questionnaire>,
}

impl Exports {
    pub(super) fn find(manifest: &Manifest, component: &Component) -> Result<Self, Fault> {
        let promises = |export| manifest.exports().contains(&export);
        let methodology = |name| function(component, "riskwright:plugin/methodology@0.1.0", name);
        let catalogue = |name| function(component, "riskwright:plugin/catalogue@0.1.0", name);
        let questionnaire = |name| function(component, "riskwright:plugin/questionnaire@0.1.0", name);
        let mut exports = Self { methodology: None, catalogue: None, questionnaire: None };
        if promises(Export::Methodology) {
            exports.methodology = Some(Methodology {
                validate_settings: methodology("validate-settings")?,
                describe: methodology("describe")?,
                assess: methodology("assess")?,
                trace: methodology("trace")?,
                loss: methodology("loss")?,
            });
        }
        if promises(Export::Catalogue) {
            exports.catalogue = Some(catalogue("whole")?);
        }
        if promises(Export::Questionnaire) {
            exports.questionnaire =
                Some(Questionnaire { whole: questionnaire("whole")?, evaluate: questionnaire("evaluate")? });
        }
        Ok(exports)
    }

    fn methodology(&self) -> wasmtime::Result<&Methodology> {
        self.methodology.as_ref().ok_or_else(|| wasmtime::Error::msg("it has no methodology"))
    }

    fn questions(&self) -> wasmtime::Result<&Questionnaire> {
        self.questionnaire.as_ref().ok_or_else(|| wasmtime::Error::msg("it has no questionnaire"))
    }
}

impl Contract for Exports {
    fn validate_settings(
        &self,
        live: &mut Live,
        settings: &str,
    ) -> wasmtime::Result<Vec<super::SettingsProblem>> {
        let (problems,): (Vec<wit::SettingsProblem>,) =
            live.call(&self.methodology()?.validate_settings, (settings,))?;
        let own = |problem: wit::SettingsProblem| super::SettingsProblem {
            path: problem.path,
            message: texts(problem.message),
        };
        Ok(problems.into_iter().map(own).collect())
    }

    fn describe(&self, live: &mut Live, settings: &str) -> Answered<super::Description> {
        let (answer,): (Result<wit::Description, String>,) =
            live.call(&self.methodology()?.describe, (settings,))?;
        Ok(answer.map(description))
    }

    fn assess(&self, live: &mut Live, settings: &str, rows: Rows<'_>) -> Answered<GivenScores> {
        let (answer,): (Result<wit::Answer, String>,) =
            live.call(&self.methodology()?.assess, (settings, &batch(&rows)))?;
        Ok(answer.map(|answer| GivenScores {
            scores: answer.scores,
            levels: answer.levels,
            problems: answer
                .problems
                .into_iter()
                .map(|problem| GivenProblem { rows: problem.rows, message: texts(problem.message) })
                .collect(),
        }))
    }

    fn trace(&self, live: &mut Live, settings: &str, rows: Rows<'_>) -> Answered<Vec<Vec<GivenStep>>> {
        let (answer,): (Result<Vec<Vec<wit::Step>>, String>,) =
            live.call(&self.methodology()?.trace, (settings, &batch(&rows)))?;
        let step = |step: wit::Step| GivenStep {
            node: step.node,
            value: match step.value {
                wit::Value::Level(level) => FactorValue::Level(level),
                wit::Value::Number(number) => FactorValue::Number(number),
                wit::Value::Estimate((low, mode, high)) => FactorValue::Range([low, mode, high]),
                wit::Value::Flag(flag) => FactorValue::Flag(flag),
            },
            sources: step.sources,
        };
        Ok(answer.map(|rows| rows.into_iter().map(|steps| steps.into_iter().map(step).collect()).collect()))
    }

    fn loss(&self, live: &mut Live, settings: &str, rows: Rows<'_>) -> Answered<Vec<Option<LossModel>>> {
        let (answer,): (Result<Vec<Option<wit::LossModel>>, String>,) =
            live.call(&self.methodology()?.loss, (settings, &batch(&rows)))?;
        Ok(answer.map(|rows| rows.into_iter().map(|model| model.map(loss)).collect()))
    }

    fn catalogue(&self, live: &mut Live) -> wasmtime::Result<CatalogueContents> {
        let whole = self.catalogue.as_ref().ok_or_else(|| wasmtime::Error::msg("it has no catalogue"))?;
        catalogue::whole(live, whole)
    }

    fn questionnaire(&self, live: &mut Live) -> wasmtime::Result<QuestionnaireContents> {
        questionnaire::whole(live, &self.questions()?.whole)
    }

    fn evaluate(&self, live: &mut Live, answers: &[GivenAnswer]) -> wasmtime::Result<Evaluation> {
        questionnaire::evaluate(live, &self.questions()?.evaluate, answers)
    }
}

fn texts(texts: Vec<wit::Text>) -> Texts {
    Texts(texts.into_iter().map(|text| Text { language: text.language, text: text.text }).collect())
}

fn description(from: wit::Description) -> super::Description {
    let factor = |factor: wit::Factor| super::Factor {
        id: factor.id,
        title: texts(factor.title),
        help: texts(factor.help),
        kind: kind(factor.kind),
        required: factor.required,
        effect: match factor.effect {
            wit::Effect::Raises => super::Effect::Raises,
            wit::Effect::Lowers => super::Effect::Lowers,
            wit::Effect::Mixed => super::Effect::Mixed,
        },
    };
    let node = |node: wit::Node| super::Node { id: node.id, title: texts(node.title), kind: kind(node.kind) };
    super::Description {
        title: texts(from.title),
        factors: from.factors.into_iter().map(factor).collect(),
        nodes: from.nodes.into_iter().map(node).collect(),
        levels: from.levels.into_iter().map(texts).collect(),
        min_score: from.min_score,
        max_score: from.max_score,
        unit: from.unit,
        axes: from.axes,
        gives_loss: from.gives_loss,
    }
}

fn kind(from: wit::FactorKind) -> super::FactorKind {
    let bounds = |of: wit::Bounds| super::Bounds { unit: of.unit, min: of.min, max: of.max };
    match from {
        wit::FactorKind::Ordinal(levels) => {
            super::FactorKind::Ordinal(levels.into_iter().map(texts).collect())
        }
        wit::FactorKind::Number(of) => super::FactorKind::Number(bounds(of)),
        wit::FactorKind::Estimate(of) => super::FactorKind::Estimate(bounds(of)),
        wit::FactorKind::Flag => super::FactorKind::Flag,
    }
}

/// The rows as the contract has them: values apart from which of them are missing.
fn batch(from: &Rows<'_>) -> wit::Batch {
    fn column<T: Copy + Default>(rows: &Rows<'_>, cells: &Cells<T>, values: wit::Values) -> wit::Column {
        let first = rows.range().start;
        let missing = cells.missing(rows.range());
        let missing = missing.map(|row| u32::try_from(row - first).unwrap_or(u32::MAX)).collect();
        wit::Column { values, missing }
    }
    let columns = from.batch().columns().iter().map(|of| match of {
        Column::Ordinal(cells) => column(from, cells, wit::Values::Ordinal(from.of(cells.values()).to_vec())),
        Column::Number(cells) => column(from, cells, wit::Values::Number(from.of(cells.values()).to_vec())),
        Column::Range(cells) => {
            let values = from.of(cells.values());
            let point =
                |at: usize| values.iter().map(|range| range.get(at).copied().unwrap_or(0.0)).collect();
            let estimates = wit::Estimates { low: point(0), mode: point(1), high: point(2) };
            column(from, cells, wit::Values::Estimate(estimates))
        }
        Column::Flag(cells) => column(from, cells, wit::Values::Flag(from.of(cells.values()).to_vec())),
    });
    wit::Batch { rows: u32::try_from(from.len()).unwrap_or(u32::MAX), columns: columns.collect() }
}

fn distribution(from: wit::Distribution) -> Distribution {
    match from {
        wit::Distribution::Constant(value) => Distribution::Constant(value),
        wit::Distribution::Uniform((low, high)) => Distribution::Uniform { low, high },
        wit::Distribution::Pert((low, mode, high, shape)) => Distribution::Pert { low, mode, high, shape },
        wit::Distribution::Lognormal((mu, sigma)) => Distribution::Lognormal { mu, sigma },
    }
}

fn loss(from: wit::LossModel) -> LossModel {
    let all = |of: Vec<wit::Distribution>| of.into_iter().map(distribution).collect();
    LossModel {
        frequency: all(from.frequency),
        susceptibility: match from.susceptibility {
            wit::Susceptibility::Share(share) => Susceptibility::Share(distribution(share)),
            wit::Susceptibility::Contest((capability, resistance)) => Susceptibility::Contest {
                capability: distribution(capability),
                resistance: distribution(resistance),
            },
        },
        primary: all(from.primary),
        secondary: from
            .secondary
            .into_iter()
            .map(|of| SecondaryLoss { share: distribution(of.share), magnitude: all(of.magnitude) })
            .collect(),
    }
}
