//! A package as an ES module, for node and browsers.
//!
//! The component is rewritten as the native host does it, so that both give the same bits, and then translated by
//! js-component-bindgen. Beside it lie three files of ours: `plugin.mjs` with calls that take plain columns, `worker.mjs`
//! that runs it apart, `host.mjs` that ends it at its time limit. Nothing in them needs more of a content security policy
//! than `'wasm-unsafe-eval'`.

use js_component_bindgen::{InstantiationMode, TranspileOpts};
use riskwright_package::package::{Package, PackageError};
use riskwright_runtime::deterministic::{Unfit, deterministic};

use crate::component::{self, ComponentError};

/// Why there is no module.
#[derive(Debug, thiserror::Error)]
pub enum TranspileError {
    /// No package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// None of the contract's.
    #[error(transparent)]
    Component(#[from] ComponentError),
    /// Its code may not run.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The translation fails.
    #[error("the package can't be translated for JavaScript: {0}")]
    Translation(String),
}

/// Files by name, to be put into one folder: `plugin.mjs` is the one to import, `host.mjs` the one for pages.
///
/// # Errors
/// If it is no package, none of the contract's, or holds code that may not run.
pub fn to_es_module(package: &[u8]) -> Result<Vec<(String, Vec<u8>)>, TranspileError> {
    let package = Package::read(package)?;
    component::check(package.component())?;
    let component = deterministic(package.component())?;
    let options = TranspileOpts::builder()
        .name("plugin".to_owned())
        .maybe_instantiation_mode(Some(InstantiationMode::Sync))
        .build();
    let translated = js_component_bindgen::transpile(&component, options)
        .map_err(|error| TranspileError::Translation(format!("{error:#}")))?;
    let mut files = translated.files;
    let cores: Vec<&str> =
        files.iter().map(|(name, _)| name.as_str()).filter(|name| name.ends_with(".wasm")).collect();
    let cores = serde_json::Value::from(cores).to_string();
    let own = [
        ("plugin.mjs", include_str!("../js/plugin.mjs").replace("/*cores*/[]", &cores)),
        ("worker.mjs", include_str!("../js/worker.mjs").to_owned()),
        ("host.mjs", include_str!("../js/host.mjs").to_owned()),
        ("package.json", "{ \"type\": \"module\" }\n".to_owned()),
    ];
    files.extend(own.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    let manifest = serde_json::to_vec_pretty(package.manifest()).unwrap_or_default();
    files.push(("manifest.json".to_owned(), manifest));
    files.sort();
    Ok(files)
}
