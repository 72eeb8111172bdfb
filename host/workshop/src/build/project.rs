//! What an author's Cargo.toml says about the plugin.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use riskwright_package::manifest::Manifest;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{BuildError, BuildOptions, TARGET};
use crate::component::Interface;

/// Why a folder is no plugin's crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    /// No Cargo.toml.
    #[error("there is no Cargo.toml in `{0}`; `riskwright plugin new NAME` makes a crate to start from")]
    NoCrate(PathBuf),
    /// Cargo can't read it.
    #[error("cargo can't read the crate:\n{0}")]
    Cargo(String),
    /// A workspace without a crate at its root.
    #[error("`{0}` is a workspace; name the folder of the plugin's crate in it")]
    Workspace(PathBuf),
    /// No cdylib.
    #[error(
        "`{0}` builds no module; put `[lib]` with `crate-type = [\"cdylib\", \"rlib\"]` into its Cargo.toml"
    )]
    NoModule(String),
    /// The table is missing.
    #[error(
        "`{0}` says nothing about its plugin; put this into its Cargo.toml:\n\n[package.metadata.riskwright]\nid = \"acme.my-method\"\npublisher = \"Acme Ltd\"\ntitles = {{ en = \"My method\" }}"
    )]
    NoMetadata(String),
    /// The table is not right.
    #[error("`[package.metadata.riskwright]` of `{name}`: {message}")]
    Metadata {
        /// The crate.
        name: String,
        /// What is wrong.
        message: String,
    },
    /// No licence.
    #[error("`{0}` has no licence; put `license = \"MIT\"` or another SPDX expression into its Cargo.toml")]
    NoLicence(String),
    /// The settings' schema.
    #[error("the settings' schema `{path}` can't be used: {message}")]
    Schema {
        /// The file.
        path: PathBuf,
        /// Why.
        message: String,
    },
}

/// `[package.metadata.riskwright]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    id: String,
    publisher: String,
    titles: BTreeMap<String, String>,
    default_language: Option<String>,
    description: Option<BTreeMap<String, String>>,
    settings_schema: Option<Value>,
    limits: Option<Value>,
    kit: Option<Value>,
}

/// A plugin's crate.
#[derive(Debug, Clone)]
pub struct Project {
    pub(super) dir: PathBuf,
    pub(super) name: String,
    pub(super) target_name: String,
    pub(super) target_dir: PathBuf,
    /// Folders that must not show in the module, each with what stands for it.
    pub(super) folders: Vec<(PathBuf, String)>,
    version: String,
    licence: Option<String>,
    homepage: Option<String>,
    metadata: Option<Value>,
}

#[derive(Deserialize)]
struct CargoMetadata {
    packages: Vec<CargoPackage>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct CargoPackage {
    name: String,
    version: String,
    license: Option<String>,
    homepage: Option<String>,
    manifest_path: PathBuf,
    targets: Vec<CargoTarget>,
    metadata: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
struct CargoTarget {
    name: String,
    crate_types: Vec<String>,
}

impl Project {
    /// Reads the crate in `dir`.
    ///
    /// # Errors
    /// If there is none, or it builds no module.
    pub fn read(dir: &Path, options: &BuildOptions) -> Result<Self, BuildError> {
        let no_crate = || ProjectError::NoCrate(dir.to_owned());
        let dir = dir.canonicalize().map_err(|_| no_crate())?;
        let manifest_path = dir.join("Cargo.toml");
        if !manifest_path.is_file() {
            return Err(no_crate().into());
        }
        let mut command = Command::new(super::cargo::program());
        command.args(["metadata", "--format-version", "1", "--filter-platform", TARGET]).current_dir(&dir);
        super::cargo::network(&mut command, options);
        let output = command.output().map_err(|error| super::cargo::no_tool("cargo", &error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(ProjectError::Cargo(said).into());
        }
        let cargo: CargoMetadata =
            serde_json::from_slice(&output.stdout).map_err(|error| ProjectError::Cargo(error.to_string()))?;
        let folders = folders(&cargo);
        let own = cargo
            .packages
            .into_iter()
            .find(|package| package.manifest_path.canonicalize().is_ok_and(|path| path == manifest_path));
        let Some(package) = own else { return Err(ProjectError::Workspace(dir).into()) };
        let module =
            package.targets.iter().find(|target| target.crate_types.iter().any(|kind| kind == "cdylib"));
        let Some(module) = module else { return Err(ProjectError::NoModule(package.name).into()) };
        let target_dir = options.target_dir.clone().unwrap_or_else(|| dir.join("target/riskwright"));
        Ok(Self {
            target_name: module.name.clone(),
            target_dir,
            folders,
            name: package.name,
            version: package.version,
            licence: package.license,
            homepage: package.homepage,
            metadata: package.metadata.and_then(|mut tables| tables.remove("riskwright")),
            dir,
        })
    }

    /// The manifest of the plugin.
    ///
    /// # Errors
    /// If its table in Cargo.toml is missing or not right, or the settings' schema can't be read.
    pub fn manifest(&self, exports: &[Interface]) -> Result<Manifest, BuildError> {
        let Some(table) = self.metadata.clone() else {
            return Err(ProjectError::NoMetadata(self.name.clone()).into());
        };
        let metadata: Metadata = serde_json::from_value(table).map_err(|error| ProjectError::Metadata {
            name: self.name.clone(),
            message: error.to_string(),
        })?;
        let licence = self.licence.clone().ok_or_else(|| ProjectError::NoLicence(self.name.clone()))?;
        let language = metadata.default_language.clone().or_else(|| default_language(&metadata.titles));
        let mut fields = json!({
            "id": metadata.id,
            "version": self.version,
            "publisher": metadata.publisher,
            "licence": licence,
            "contract": riskwright_wit::VERSION,
            "exports": exports,
            "default_language": language.unwrap_or_default(),
            "titles": metadata.titles,
            "settings_schema": self.schema(metadata.settings_schema)?,
        });
        let optional = [
            ("description", metadata.description.map(|texts| json!(texts))),
            ("homepage", self.homepage.clone().map(Value::String)),
            ("limits", metadata.limits),
            ("kit", metadata.kit),
        ];
        for (name, value) in optional {
            if let (Some(value), Some(fields)) = (value, fields.as_object_mut()) {
                fields.insert(name.to_owned(), value);
            }
        }
        Ok(Manifest::from_json(fields.to_string().as_bytes())?)
    }

    /// Settings' schema: a file beside Cargo.toml, or the schema itself; none takes no settings.
    fn schema(&self, given: Option<Value>) -> Result<Value, ProjectError> {
        match given {
            None => Ok(json!({"type": "object", "additionalProperties": false})),
            Some(Value::String(file)) => {
                let path = self.dir.join(file);
                let broken = |message: String| ProjectError::Schema { path: path.clone(), message };
                let text = std::fs::read_to_string(&path).map_err(|error| broken(error.to_string()))?;
                serde_json::from_str(&text).map_err(|error| broken(error.to_string()))
            }
            Some(schema) => Ok(schema),
        }
    }
}

/// English if there is any, or the only one.
fn default_language(titles: &BTreeMap<String, String>) -> Option<String> {
    titles.get_key_value("en").or_else(|| titles.first_key_value()).map(|(language, _)| language.clone())
}

/// Every package's folder with a name that is the same on every machine; those in others come later and so count.
fn folders(cargo: &CargoMetadata) -> Vec<(PathBuf, String)> {
    let named = cargo.packages.iter().filter_map(|package| {
        let folder = package.manifest_path.parent()?;
        Some((folder.to_owned(), format!("/{}-{}", package.name, package.version)))
    });
    let mut folders: Vec<_> =
        std::iter::once((cargo.workspace_root.clone(), "/workspace".to_owned())).chain(named).collect();
    folders.sort();
    folders.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        // a crate that is its own workspace goes by its name
        if same && earlier.1 == "/workspace" {
            earlier.1.clone_from(&later.1);
        }
        same
    });
    folders
}
