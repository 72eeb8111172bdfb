//! The contract's versions. Each is a module that speaks to its plugins in its own types and turns them, at its edge, into
//! the host's own, which are those of the newest version. Nothing beyond this folder knows that there are several.

use riskwright_core::methodology::LossModel;
use riskwright_core::methodology::held::{GivenScores, GivenStep};
use riskwright_package::Manifest;
use wasmtime::Store;
use wasmtime::component::{Component, ComponentExportIndex, ComponentNamedList, Instance, Lift, Lower};

use crate::catalogue::CatalogueContents;
use crate::engine::Ceiling;
use crate::plugin::parts::Rows;
use crate::problem::{Fault, Kind};
use crate::questionnaire::{Evaluation, GivenAnswer, QuestionnaireContents};
use crate::text::Texts;

mod v0_1_0;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod v0_2_0;

/// An instance that can be called.
pub(crate) struct Live {
    pub(crate) store: Store<Ceiling>,
    pub(crate) instance: Instance,
}

impl Live {
    /// Calls an export with its one list of parameters.
    fn call<P, R>(&mut self, export: &ComponentExportIndex, parameters: P) -> wasmtime::Result<R>
    where
        P: ComponentNamedList + Lower,
        R: ComponentNamedList + Lift + 'static,
    {
        self.instance.get_typed_func::<P, R>(&mut self.store, export)?.call(&mut self.store, parameters)
    }
}

/// What a plugin answers: the outer error is the host's word on the call, the inner one the plugin's own.
pub(crate) type Answered<T> = wasmtime::Result<Result<T, String>>;

/// A package's exports, in the version of the contract it was built for.
pub(crate) trait Contract: Send + Sync {
    fn validate_settings(&self, live: &mut Live, settings: &str) -> wasmtime::Result<Vec<SettingsProblem>>;
    fn describe(&self, live: &mut Live, settings: &str) -> Answered<Description>;
    fn assess(&self, live: &mut Live, settings: &str, rows: Rows<'_>) -> Answered<GivenScores>;
    fn trace(&self, live: &mut Live, settings: &str, rows: Rows<'_>) -> Answered<Vec<Vec<GivenStep>>>;
    fn loss(&self, live: &mut Live, settings: &str, rows: Rows<'_>) -> Answered<Vec<Option<LossModel>>>;
    fn catalogue(&self, live: &mut Live) -> wasmtime::Result<CatalogueContents>;
    fn questionnaire(&self, live: &mut Live) -> wasmtime::Result<QuestionnaireContents>;
    fn evaluate(&self, live: &mut Live, answers: &[GivenAnswer]) -> wasmtime::Result<Evaluation>;
}

/// Whether the contract a manifest names is one this host knows: told before anything is compiled.
pub(crate) fn known(manifest: &Manifest) -> Result<(), Fault> {
    version(manifest).map(|_| ())
}

type Find = fn(&Manifest, &Component) -> Result<Box<dyn Contract>, Fault>;

fn version(manifest: &Manifest) -> Result<Find, Fault> {
    let version = manifest.contract().to_string();
    match version.as_str() {
        "0.1.0" => Ok(|manifest, component| Ok(Box::new(v0_1_0::Exports::find(manifest, component)?))),
        #[cfg(test)]
        "0.2.0" => Ok(|manifest, component| Ok(Box::new(v0_2_0::Exports::find(manifest, component)?))),
        _ => Err(Fault::new(
            Kind::Contract,
            format!(
                "it was built for version {version} of the contract, and this host knows {known}; it takes a Riskwright \
                 that knows {version}, or a build of the plugin for {known}",
                known = riskwright_wit::VERSION
            ),
        )),
    }
}

/// The exports of a component, by the contract its manifest names.
pub(crate) fn find(manifest: &Manifest, component: &Component) -> Result<Box<dyn Contract>, Fault> {
    version(manifest)?(manifest, component)
}

/// Looks up a function of an exported interface.
fn function(component: &Component, interface: &str, name: &str) -> Result<ComponentExportIndex, Fault> {
    let lacks = |what: &str| {
        Fault::new(
            Kind::Code,
            format!("its manifest promises `{interface}`, but its component does not export {what}"),
        )
    };
    let instance = component.get_export_index(None, interface).ok_or_else(|| lacks("it"))?;
    component.get_export_index(Some(&instance), name).ok_or_else(|| lacks(&format!("its function `{name}`")))
}

/// What is wrong with settings.
pub(crate) struct SettingsProblem {
    pub(crate) path: String,
    pub(crate) message: Texts,
}

/// A number's bounds and its unit.
pub(crate) struct Bounds {
    pub(crate) unit: String,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// What a factor or node takes.
pub(crate) enum FactorKind {
    Ordinal(Vec<Texts>),
    Number(Bounds),
    Estimate(Bounds),
    Flag,
}

/// What a higher value does to the score.
pub(crate) type Effect = riskwright_core::methodology::Effect;

/// A factor that the methodology asks for.
pub(crate) struct Factor {
    pub(crate) id: String,
    pub(crate) title: Texts,
    pub(crate) help: Texts,
    pub(crate) kind: FactorKind,
    pub(crate) required: bool,
    pub(crate) effect: Effect,
}

/// A step between factors and score.
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) title: Texts,
    pub(crate) kind: FactorKind,
}

/// What a methodology says of itself.
pub(crate) struct Description {
    pub(crate) title: Texts,
    pub(crate) factors: Vec<Factor>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) levels: Vec<Texts>,
    pub(crate) min_score: f64,
    pub(crate) max_score: f64,
    pub(crate) unit: String,
    pub(crate) axes: Option<(u32, u32)>,
    pub(crate) gives_loss: bool,
}
