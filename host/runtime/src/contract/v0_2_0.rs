//! Version 0.2.0, which never was: see tests/wit/v0.2.0. It shows what another version takes: its types, and their way to
//! the host's own.

use riskwright_core::methodology::held::{GivenScores, GivenStep};
use riskwright_core::methodology::{Column, LossModel};
use riskwright_package::Manifest;
use wasmtime::component::{Component, ComponentExportIndex};

use super::{Answered, Contract, Live, function};
use crate::catalogue::CatalogueContents;
use crate::plugin::parts::Rows;
use crate::problem::Fault;
use crate::questionnaire::{Evaluation, GivenAnswer, QuestionnaireContents};
use crate::text::{Text, Texts};

#[allow(unsafe_code, dead_code, missing_docs, clippy::all, reason = "made by wasmtime")]
mod bindings {
    wasmtime::component::bindgen!({ path: "tests/wit/v0.2.0", world: "methodology-plugin" });
}

use bindings::exports::riskwright::plugin::methodology as wit;

pub(super) struct Exports {
    about: ComponentExportIndex,
    assess: ComponentExportIndex,
}

impl Exports {
    pub(super) fn find(_: &Manifest, component: &Component) -> Result<Self, Fault> {
        let methodology = |name| function(component, "riskwright:plugin/methodology@0.2.0", name);
        Ok(Self { about: methodology("about")?, assess: methodology("assess")? })
    }
}

fn lacks<T>() -> wasmtime::Result<T> {
    Err(wasmtime::Error::msg("this version has no such thing"))
}

fn texts(texts: Vec<wit::Text>) -> Texts {
    Texts(texts.into_iter().map(|text| Text { language: text.language, text: text.text }).collect())
}

impl Contract for Exports {
    fn validate_settings(&self, _: &mut Live, _: &str) -> wasmtime::Result<Vec<super::SettingsProblem>> {
        Ok(Vec::new())
    }

    fn describe(&self, live: &mut Live, settings: &str) -> Answered<super::Description> {
        let (about,): (wit::Description,) = live.call(&self.about, (settings,))?;
        let levels: Vec<Texts> = about.scale.into_iter().map(texts).collect();
        let factor = |factor: wit::Factor| super::Factor {
            id: factor.id,
            title: texts(factor.title),
            help: Texts::default(),
            kind: super::FactorKind::Ordinal(levels.clone()),
            required: true,
            effect: super::Effect::Mixed,
        };
        Ok(Ok(super::Description {
            title: texts(about.title),
            factors: about.factors.into_iter().map(factor).collect(),
            nodes: Vec::new(),
            levels,
            min_score: 0.0,
            max_score: about.greatest,
            unit: String::new(),
            axes: None,
            gives_loss: false,
        }))
    }

    fn assess(&self, live: &mut Live, _: &str, rows: Rows<'_>) -> Answered<GivenScores> {
        let column = |column: &Column| match column {
            Column::Ordinal(levels) => rows.of(levels.values()).to_vec(),
            _ => Vec::new(),
        };
        let columns: Vec<Vec<u8>> = rows.batch().columns().iter().map(column).collect();
        let (cells,): (Result<Vec<wit::Cell>, String>,) = live.call(&self.assess, (columns.as_slice(),))?;
        Ok(cells.map(|cells| GivenScores {
            scores: cells.iter().map(|cell| cell.score).collect(),
            levels: cells.iter().map(|cell| cell.level).collect(),
            problems: Vec::new(),
        }))
    }

    fn trace(&self, _: &mut Live, _: &str, _: Rows<'_>) -> Answered<Vec<Vec<GivenStep>>> {
        lacks()
    }

    fn loss(&self, _: &mut Live, _: &str, _: Rows<'_>) -> Answered<Vec<Option<LossModel>>> {
        lacks()
    }

    fn catalogue(&self, _: &mut Live) -> wasmtime::Result<CatalogueContents> {
        lacks()
    }

    fn questionnaire(&self, _: &mut Live) -> wasmtime::Result<QuestionnaireContents> {
        lacks()
    }

    fn evaluate(&self, _: &mut Live, _: &[GivenAnswer]) -> wasmtime::Result<Evaluation> {
        lacks()
    }
}
