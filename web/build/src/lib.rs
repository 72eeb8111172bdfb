//! The elements for browsers: WebAssembly, JavaScript, texts and styles as files that lie beside each other.
//!
//! `riskwright.js` is what a page names. It carries the digest of every other file, and fetches those that the elements on
//! the page need.
#![forbid(unsafe_code)]

pub mod alone;
mod bundle;
mod module;
mod size;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use riskwright_web_texts::{LANGUAGES, Messages};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use module::Compiled;
pub use size::Size;

// the crates that become modules
const ASSESSMENT: &str = "riskwright-web-assessment";
const WORKSPACE: &str = "riskwright-web-workspace";
const ENGINE: &str = "riskwright-web-engine";
/// Always compiled together: one of them alone has other features of what they share, and takes the place of the module that was there.
const MODULES: [&str; 3] = [ASSESSMENT, WORKSPACE, ENGINE];

/// Why the elements could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file can't be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// cargo fails.
    #[error("building {package} failed: {why}")]
    Cargo {
        /// The crate.
        package: String,
        /// What cargo said.
        why: String,
    },
    /// The JavaScript beside a module can't be made.
    #[error("wasm-bindgen: {0}")]
    Bindings(String),
    /// Something is missing in a file of `web/elements`.
    #[error("{file}: {what}")]
    Source {
        /// The file.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
    /// The texts do not fit together.
    #[error(transparent)]
    Texts(#[from] riskwright_web_texts::TextsError),
}

/// A file that was made: its name and what it holds.
pub type Made = (String, Vec<u8>);

/// `web/` of this repository.
#[must_use]
pub fn web() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// All files of the elements.
///
/// # Errors
/// If something can't be compiled, read or put together.
pub fn elements() -> Result<Vec<Made>, BuildError> {
    let compiled = module::compile()?;
    let mut made = questionnaire_of(&compiled)?;
    let intl = read("elements/intl.js")?;
    let grid = read("elements/grid.js")?;
    part(&mut made, &compiled, (WORKSPACE, "workspace"), &[&intl, &grid])?;
    let database = read("elements/database.js")?;
    engine(&mut made, &compiled, &[&database, &read("elements/archive.js")?])?;
    for name in ["plugin.js", "source.js", "server.js", "local.js"] {
        made.push((name.to_owned(), bundle::plain(&read(&format!("elements/{name}"))?).into_bytes()));
    }
    made.push(("frame.html".to_owned(), read("elements/frame.html")?.into_bytes()));
    let digests: serde_json::Map<String, serde_json::Value> =
        made.iter().map(|(name, bytes)| (name.clone(), integrity(bytes).into())).collect();
    let digests = serde_json::Value::from(digests).to_string();
    let sources = bundle::put("sources.js", &read("elements/sources.js")?, "/*files*/{}", &digests)?;
    let entry = bundle::join(&[&sources, &read("elements/riskwright.js")?]);
    made.push(("riskwright.js".to_owned(), entry.into_bytes()));
    made.push(("frame.js".to_owned(), read("elements/frame.js")?.into_bytes()));
    Ok(made)
}

/// The files of the questionnaire's element alone.
///
/// # Errors
/// As [`elements`].
pub fn questionnaire() -> Result<Vec<Made>, BuildError> {
    questionnaire_of(&module::compile()?)
}

fn questionnaire_of(compiled: &Compiled) -> Result<Vec<Made>, BuildError> {
    let mut made: Vec<Made> = Vec::new();
    let imported = ["intl", "database", "keeping"].map(|name| read(&format!("elements/{name}.js")));
    let [intl, database, keeping] = imported;
    part(&mut made, compiled, (ASSESSMENT, "assessment"), &[&intl?, &database?, &keeping?])?;
    Ok(made)
}

/// What the elements of a crate are made of: a module, its script with the scripts it imports, styles, texts.
fn part(
    made: &mut Vec<Made>,
    compiled: &Compiled,
    (package, name): (&'static str, &'static str),
    imported: &[&str],
) -> Result<(), BuildError> {
    let built = module::build(compiled, package, name)?;
    made.push((format!("{name}.wasm"), built.wasm));
    let messages = Messages::of(name)?;
    for language in LANGUAGES {
        let table = messages.table(language).unwrap_or_default();
        made.push((format!("{name}.{language}.txt"), table.into_bytes()));
    }
    let css = bundle::styles(&[read("elements/base.css")?, read(&format!("{name}/{name}.css"))?].concat());
    let script = read(&format!("elements/{name}.js"))?;
    let script = bundle::put("the element's script", &script, "/*css*/''", &literal(&css))?;
    let mut scripts: Vec<&str> = vec![&built.glue];
    scripts.extend(imported);
    scripts.push(&script);
    made.push((format!("{name}.js"), bundle::join(&scripts).into_bytes()));
    Ok(())
}

/// The engine for pages that have no server: a module, and the script that runs it, in a worker where that is possible.
fn engine(made: &mut Vec<Made>, compiled: &Compiled, imported: &[&str]) -> Result<(), BuildError> {
    let built = module::build(compiled, ENGINE, "engine")?;
    made.push(("engine.wasm".to_owned(), built.wasm));
    let script = read("elements/engine.js")?;
    let mut scripts: Vec<&str> = vec![&built.glue];
    scripts.extend(imported);
    scripts.push(&script);
    made.push(("engine.js".to_owned(), bundle::join(&scripts).into_bytes()));
    Ok(())
}

/// Builds the elements into a folder, with a list of their sizes and digests beside them, `elements.json`.
///
/// # Errors
/// As [`elements`], and if the folder can't be written.
pub fn to_folder(folder: &Path) -> Result<Vec<Size>, BuildError> {
    let mut made = elements()?;
    let sizes = size::all(&made);
    let listed: serde_json::Map<String, serde_json::Value> = made
        .iter()
        .zip(&sizes)
        .map(|((name, bytes), size)| {
            let integrity = integrity(bytes);
            (name.clone(), json!({ "bytes": size.raw, "brotli": size.brotli, "integrity": integrity }))
        })
        .collect();
    made.push(("elements.json".to_owned(), format!("{:#}\n", serde_json::Value::from(listed)).into_bytes()));
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |error| BuildError::File { path, error }
    };
    std::fs::create_dir_all(folder).map_err(fault(folder))?;
    for (name, bytes) in &made {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(fault(&path))?;
    }
    Ok(sizes)
}

/// The digest of a file as pages and scripts ask for it.
#[must_use]
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

fn read(path: &str) -> Result<String, BuildError> {
    let path = web().join(path);
    std::fs::read_to_string(&path).map_err(|error| BuildError::File { path, error })
}

/// A text as JavaScript writes it.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
