//! The packages of a file, ready to be asked: loaded when first needed, each once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use riskwright_core::id::PluginId;
use riskwright_core::methodology::{Methodology, MethodologyError, PluginEngine};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::Digest;
use riskwright_core::response::{QuestionnaireEngine, QuestionnaireError};
use riskwright_package::Package;
use riskwright_runtime::questionnaire::PluginQuestionnaire;
use riskwright_runtime::{Plugin, Problem, Runtime, RuntimeError, RuntimeOptions};

use crate::commands::plugin::{policy, system_today};
use crate::fault::Fault;
use crate::places;

/// The runtime, with what outlives a run of this program in the user's folders. A folder that can't be used costs time, and
/// what was known of failures, but no answer.
pub fn runtime() -> Result<Runtime, Fault> {
    start(places::health())
}

/// As [`runtime`], but no plugin is set aside for what it did before: a proof depends on the file alone.
fn without_a_past() -> Result<Runtime, Fault> {
    start(None)
}

fn start(health: Option<PathBuf>) -> Result<Runtime, Fault> {
    let mut options = RuntimeOptions { cache: places::cache(), health, ..RuntimeOptions::default() };
    loop {
        match Runtime::new(options.clone()) {
            Ok(runtime) => return Ok(runtime),
            Err(error @ RuntimeError::Cache { .. }) if options.cache.is_some() => {
                eprintln!(
                    "warning: plugins are compiled anew each time: {error} (RISKWRIGHT_CACHE names another folder)"
                );
                options.cache = None;
            }
            Err(error @ RuntimeError::Health { .. }) if options.health.is_some() => {
                eprintln!("warning: failures of plugins are not noted: {error}");
                options.health = None;
            }
            Err(error) => return Err(Fault::new(format!("plugins can't be run: {error}"))),
        }
    }
}

/// A package of a file.
struct Shelved {
    bytes: Vec<u8>,
    plugin: Option<Arc<Plugin>>,
}

/// The packages of a file.
pub struct Shelf {
    runtime: Runtime,
    packages: Mutex<BTreeMap<Digest, Shelved>>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

impl Shelf {
    /// A shelf of these packages. What is none is left out: whoever verifies the file is told. What bears a signature of a
    /// key that the operator has revoked is left out too, and is not run.
    pub fn new(packages: Vec<Vec<u8>>) -> Result<Self, Fault> {
        Self::of(runtime()?, packages)
    }

    /// A shelf for the proof of a file.
    pub fn for_proof(packages: Vec<Vec<u8>>) -> Result<Self, Fault> {
        Self::of(without_a_past()?, packages)
    }

    fn of(runtime: Runtime, packages: Vec<Vec<u8>>) -> Result<Self, Fault> {
        let shelf = Self { runtime, packages: Mutex::default() };
        let (_, policy) = policy(None)?;
        let today = system_today().civil();
        for bytes in packages {
            let revoked = Package::read(&bytes).ok().and_then(|package| {
                let signed = package.verify_signatures();
                let by = policy.keys().iter().find(|known| {
                    known.revoked.is_some_and(|on| on <= today)
                        && signed.iter().any(|one| one.valid && one.key == known.key)
                })?;
                let (id, version) = (package.manifest().id(), package.manifest().version());
                Some(format!("`{id}` {version} is signed by a key of `{}` that was revoked", by.owner))
            });
            match revoked {
                Some(reason) => eprintln!("warning: {reason}; it is not run"),
                None => shelf.put(bytes),
            }
        }
        Ok(shelf)
    }

    /// Puts a package beside the others.
    pub fn put(&self, bytes: Vec<u8>) {
        let digest = Package::read(&bytes).ok().map(|package| digest(package.digest()));
        if let Some(digest) = digest {
            let mut packages = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
            packages.entry(digest).or_insert(Shelved { bytes, plugin: None });
        }
    }

    /// Whether this package is there.
    pub fn has(&self, package: &Digest) -> bool {
        self.packages.lock().unwrap_or_else(PoisonError::into_inner).contains_key(package)
    }

    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The plugin of this package digest; `None` if it is not on the shelf.
    pub fn plugin(&self, package: &Digest) -> Option<Result<Arc<Plugin>, Problem>> {
        let mut packages = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
        let shelved = packages.get_mut(package)?;
        if let Some(plugin) = &shelved.plugin {
            return Some(Ok(Arc::clone(plugin)));
        }
        Some(self.runtime.load(&shelved.bytes).inspect(|plugin| shelved.plugin = Some(Arc::clone(plugin))))
    }
}

impl Engines for Shelf {
    fn methodology(
        &self,
        engine: &PluginEngine,
    ) -> Result<Option<Arc<dyn Methodology + Send + Sync>>, MethodologyError> {
        let failed = |problem: Problem| MethodologyError {
            methodology: engine.description.id.clone(),
            message: problem.to_string(),
        };
        let Some(plugin) = self.plugin(&engine.package).transpose().map_err(failed)? else { return Ok(None) };
        let methodology = plugin.methodology(&engine.settings, &engine.language).map_err(failed)?;
        Ok(Some(Arc::new(methodology)))
    }

    fn questionnaire(
        &self,
        plugin: &PluginId,
        package: &Digest,
    ) -> Result<Option<Arc<dyn QuestionnaireEngine>>, QuestionnaireError> {
        let failed =
            |problem: Problem| QuestionnaireError { plugin: plugin.clone(), message: problem.to_string() };
        let Some(loaded) = self.plugin(package).transpose().map_err(failed)? else { return Ok(None) };
        let questionnaire = PluginQuestionnaire::new(loaded, plugin.clone()).map_err(failed)?;
        Ok(Some(Arc::new(questionnaire)))
    }
}

/// The same digest as the engine writes it.
pub fn digest(digest: riskwright_package::Digest) -> Digest {
    Digest::from_bytes(*digest.bytes())
}
