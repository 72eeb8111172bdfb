//! The packages of a file, ready to be asked: loaded when first needed, each once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use riskwright_core::methodology::{Methodology, MethodologyError, PluginEngine};
use riskwright_core::plugin::Engines;
use riskwright_core::quantity::Digest;
use riskwright_package::Package;
use riskwright_runtime::{Plugin, Problem, Runtime, RuntimeOptions};

use crate::fault::Fault;
use crate::places;

/// The runtime, with what outlives a run of this program in the user's folders.
pub fn runtime() -> Result<Runtime, Fault> {
    let options =
        RuntimeOptions { cache: places::cache(), health: places::health(), ..RuntimeOptions::default() };
    Runtime::new(options).map_err(|error| Fault::new(format!("plugins can't be run: {error}")))
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
    /// A shelf of these packages. What is none is left out: whoever verifies the file is told.
    pub fn new(packages: Vec<Vec<u8>>) -> Result<Self, Fault> {
        let shelf = Self { runtime: runtime()?, packages: Mutex::default() };
        for bytes in packages {
            shelf.put(bytes);
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
}

/// The same digest as the engine writes it.
pub fn digest(digest: riskwright_package::Digest) -> Digest {
    Digest::from_bytes(*digest.bytes())
}
