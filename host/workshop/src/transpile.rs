//! A package as an ES module, for node and browsers.
//!
//! The component is rewritten as the native host does it, so that both give the same bits, and then translated by
//! js-component-bindgen. Beside it lie three files of ours, with their types: `plugin.mjs` with calls that take plain
//! columns, `worker.mjs` that runs it apart, `run.mjs` that starts that worker and ends it at its time limit:
//!
//! ```js
//! import { start } from './module/run.mjs';
//! const plugin = await start('/module/', { timeMs: 500 });
//! const { scores, levels, problems } = await plugin.assess({}, columns);
//! plugin.end();
//! ```
//!
//! Nothing in them needs more of a content security policy than `'wasm-unsafe-eval'`, and the module's own origin for
//! scripts, connections and workers. One `run.mjs` starts any plugin, so a page keeps one for all.

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

/// Files by name, to be put into one folder: `plugin.mjs` calls where it is imported, `run.mjs` apart.
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
    for (_, text) in files.iter_mut().filter(|(name, _)| name.ends_with(".js")) {
        *text = quick(text);
    }
    let cores: Vec<&str> =
        files.iter().map(|(name, _)| name.as_str()).filter(|name| name.ends_with(".wasm")).collect();
    let cores = serde_json::Value::from(cores).to_string();
    let manifest = serde_json::to_string_pretty(package.manifest())
        .map_err(|error| TranspileError::Translation(error.to_string()))?;
    let plugin = include_str!("../js/plugin.mjs")
        .replace("/*cores*/[]", &cores)
        .replace("/*digest*/", &package.digest().to_string())
        .replace("/*manifest*/{}", &manifest);
    let own = [
        ("plugin.mjs", plugin.as_str()),
        ("plugin.d.mts", include_str!("../js/plugin.d.mts")),
        ("worker.mjs", include_str!("../js/worker.mjs")),
        ("run.mjs", include_str!("../js/run.mjs")),
        ("run.d.mts", include_str!("../js/run.d.mts")),
        ("package.json", "{ \"type\": \"module\" }\n"),
        ("manifest.json", manifest.as_str()),
    ];
    files.extend(own.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())));
    files.sort();
    Ok(files)
}

/// The translation tries for each function whether the engine has `WebAssembly.promising`, and catches the error. To word
/// that error an engine without it reads the whole file anew: 2 ms each time, in every instance. Without it the function
/// stays as it is, here as there.
fn quick(translation: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(translation)
        .replace("WebAssembly.promising(", "(WebAssembly.promising ?? Object)(")
        .into_bytes()
}
