//! An author's crate to a package: the same bytes wherever it is built.

use std::path::{Path, PathBuf};

use riskwright_package::manifest::{Manifest, ManifestError};
use riskwright_package::package::{Package, PackageError};
use serde::Serialize;

use crate::Progress;
use crate::component::{self, ComponentError, Interface};

mod cargo;
mod project;

pub use project::{Project, ProjectError};

/// The target plugins are built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Why a crate gives no package. Displayed, it says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The crate is not set up as a plugin.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// A tool that is not installed.
    #[error("`{tool}` can't be started ({message}); install Rust from https://rustup.rs and try again")]
    Tool {
        /// Which.
        tool: &'static str,
        /// What the system says.
        message: String,
    },
    /// The standard library for the target is missing.
    #[error(
        "Rust's standard library for {TARGET} is not installed here; `rustup target add {TARGET}` takes a few seconds"
    )]
    Target,
    /// The code does not compile.
    #[error("the crate does not compile:\n{0}")]
    Compile(String),
    /// Cargo built something else than a module.
    #[error(
        "cargo built no module for the library; put `[lib]` with `crate-type = [\"cdylib\", \"rlib\"]` into Cargo.toml"
    )]
    NoModule,
    /// What was built is no plugin.
    #[error("what was built is no plugin yet: {0}")]
    Component(#[from] ComponentError),
    /// The manifest is not valid.
    #[error("`[package.metadata.riskwright]` in Cargo.toml is not complete: {0}")]
    Manifest(#[from] ManifestError),
    /// The manifest beside a component that was built elsewhere is not valid.
    #[error("its manifest is not complete: {0}")]
    OwnManifest(ManifestError),
    /// It says that the component offers something else than it does.
    #[error(
        "its manifest says `\"exports\": [{promised}]`, and the component exports {found}: make the one what the other is"
    )]
    Exports {
        /// By the manifest.
        promised: String,
        /// By the component.
        found: String,
    },
    /// The package can't be put together.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A file can't be read.
    #[error("`{path}` can't be read: {message}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        message: String,
    },
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

/// How to build.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Where cargo keeps what it makes; `target/riskwright` of the crate if not said.
    pub target_dir: Option<PathBuf>,
    /// Use no network.
    pub offline: bool,
    /// Take the versions in Cargo.lock, or fail.
    pub locked: bool,
}

/// A package, unsigned.
#[derive(Debug, Clone, Serialize)]
pub struct Built {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The interfaces it exports.
    pub exports: Vec<Interface>,
    /// The component's length in bytes.
    pub size: usize,
    /// What names it once it is installed: SHA-256 over manifest and code.
    pub digest: String,
    /// `acme.fmea-1.2.0.wasm`.
    pub file_name: String,
    /// The file.
    #[serde(skip)]
    pub package: Vec<u8>,
}

impl Built {
    /// A package of a component and its manifest.
    ///
    /// # Errors
    /// If the component is none of the contract's, or the package can't be put together.
    pub fn assemble(component: &[u8], manifest: Manifest) -> Result<Self, BuildError> {
        let exports = component::check(component)?;
        let package = Package::assemble(component, &manifest)?;
        let digest = Package::read(&package)?.digest().to_string();
        let file_name = format!("{}-{}.wasm", manifest.id(), manifest.version());
        Ok(Self { manifest, exports, size: component.len(), digest, file_name, package })
    }
}

/// Builds the crate in `dir`.
///
/// Nothing is needed in its Cargo.toml but `crate-type` and `[package.metadata.riskwright]`: how plugins are compiled is
/// settled here, and no path of this machine gets into the file, so that everyone who builds it gets the same bytes.
///
/// # Errors
/// If it is no plugin's crate, does not compile, or what comes out imports anything or does not fit the contract.
pub fn project(dir: &Path, options: &BuildOptions, progress: Progress<'_>) -> Result<Built, BuildError> {
    let project = Project::read(dir, options)?;
    let module = module(&project, options, progress)?;
    if !progress("making it a component") {
        return Err(BuildError::Stopped);
    }
    let component = component::encode(&module)?;
    let exports = component::check(&component)?;
    Built::assemble(&component, project.manifest(&exports)?)
}

/// A package of a component that another tool built, in whatever language, and of a manifest in any spelling of JSON.
///
/// # Errors
/// If it imports anything or does not fit the contract, or the manifest is not complete or promises something else.
pub fn component(component: &[u8], manifest: &[u8]) -> Result<Built, BuildError> {
    let exports = component::check(component)?;
    let manifest = Manifest::from_json(manifest).map_err(BuildError::OwnManifest)?;
    let listed =
        |names: Vec<&str>| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let mut promised: Vec<&str> = manifest.exports().iter().map(|export| export.as_str()).collect();
    let mut found: Vec<&str> = exports.iter().map(|export| export.name()).collect();
    promised.sort_unstable();
    found.sort_unstable();
    if promised != found {
        return Err(BuildError::Exports { promised: listed(promised), found: listed(found) });
    }
    Built::assemble(component, manifest)
}

/// The core module of a crate, as the compiler leaves it.
///
/// # Errors
/// If the target is not installed, or the crate does not compile to a module.
pub fn module(
    project: &Project,
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<Vec<u8>, BuildError> {
    let path = cargo::build(project, options, progress)?;
    std::fs::read(&path).map_err(|error| BuildError::File { path, message: error.to_string() })
}
