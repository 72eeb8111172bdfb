//! The runtime: one engine for all plugins of a process.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;

use riskwright_package::{Digest, Package};
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

use crate::cache::Cache;
use crate::clock::Clock;
use crate::contract;
use crate::deterministic::deterministic;
use crate::engine::{self, Gate};
use crate::health::{Health, Record};
use crate::helpers::Helpers;
use crate::limits::{Limits, count, mib};
use crate::plugin::Plugin;
use crate::problem::{Call, Fault, Kind, Problem};
use crate::size;

/// How a runtime is set up.
#[derive(Debug, Clone)]
pub struct RuntimeOptions {
    /// Where compiled code is kept. No one but the operator may be able to write there: what lies there is run. Without
    /// it every load compiles.
    pub cache: Option<PathBuf>,
    /// What a plugin may use at most.
    pub limits: Limits,
    /// The file that remembers which plugins failed. Without it that is forgotten with the process.
    pub health: Option<PathBuf>,
    /// How many instances run at a time; further calls wait.
    pub calls: u32,
    /// Over how many threads the rows of a large batch are spread, while half of `calls` are free: the one that asks, and
    /// others that all calls share. As many as there are processors if it is not said.
    pub threads: Option<NonZero<usize>>,
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        Self { cache: None, limits: Limits::default(), health: None, calls: 16, threads: None }
    }
}

/// Why there is no runtime.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The engine does not start.
    #[error("the engine that runs plugins does not start: {0}")]
    Engine(String),
    /// The directory for compiled code.
    #[error("`{path}` can't keep compiled plugins: {error}")]
    Cache {
        /// The directory.
        path: String,
        /// What is wrong with it.
        error: std::io::Error,
    },
    /// The file of failures.
    #[error(
        "`{path}`, which remembers the plugins that failed, can't be used: {error}; without it all start anew"
    )]
    Health {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: std::io::Error,
    },
}

/// What all plugins of a runtime share.
pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) gate: Gate,
    pub(crate) health: Health,
    pub(crate) limits: Limits,
    /// Who does parts of batches beside the one that asks.
    pub(crate) helpers: Helpers,
    cache: Option<Cache>,
}

/// Loads plugins. Cheap to clone; all clones share one engine.
#[derive(Clone)]
pub struct Runtime(Arc<Shared>);

impl Runtime {
    /// A runtime.
    ///
    /// # Errors
    /// If the engine does not start, or the directory or file handed in can't be used.
    pub fn new(options: RuntimeOptions) -> Result<Self, RuntimeError> {
        let calls = options.calls.clamp(1, 256);
        let engine = engine::engine(&options.limits, calls)
            .map_err(|error| RuntimeError::Engine(format!("{error:#}")))?;
        let cache = options
            .cache
            .map(|folder| {
                let path = folder.display().to_string();
                Cache::open(folder, &engine).map_err(|error| RuntimeError::Cache { path, error })
            })
            .transpose()?;
        let path = options.health.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let health = Health::open(options.health).map_err(|error| RuntimeError::Health { path, error })?;
        let clock = Clock::start(engine.clone()).map_err(|error| RuntimeError::Engine(error.to_string()))?;
        let gate = Gate::new(calls);
        let processors = || std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        let threads = options.threads.unwrap_or_else(processors).get();
        // half of the places stay free for others
        let helpers = Helpers::new((threads - 1).min(count(calls) / 2));
        Ok(Self(Arc::new(Shared { engine, clock, gate, health, limits: options.limits, helpers, cache })))
    }

    /// Makes a package ready to be called. Nothing of it runs yet, and whom to trust was decided before
    /// ([`riskwright_package::TrustPolicy`]).
    ///
    /// # Errors
    /// If it is no package, was built for a contract this host does not know, imports anything, lacks what its manifest
    /// promises, or holds code that may not run here.
    pub fn load(&self, file: &[u8]) -> Result<Arc<Plugin>, Problem> {
        let unknown = |fault: Fault| Problem {
            plugin: String::new(),
            version: String::new(),
            call: Call::Load,
            row: None,
            kind: fault.kind,
            message: crate::problem::bounded(&fault.message),
        };
        let limits = &self.0.limits;
        if file.len() > mib(limits.package_mib) {
            return Err(unknown(Fault::new(
                Kind::Package,
                format!(
                    "the package has {} bytes, at most {} MiB are loaded",
                    file.len(),
                    limits.package_mib
                ),
            )));
        }
        let package =
            Package::read(file).map_err(|error| unknown(Fault::new(Kind::Package, error.to_string())))?;
        let manifest = package.manifest();
        let of = |fault: Fault| Problem {
            plugin: manifest.id().to_string(),
            version: manifest.version().to_string(),
            ..unknown(fault)
        };
        let digest = package.digest();
        contract::known(manifest).map_err(of)?;
        let component = self.component(&package).map_err(of)?;
        let contract = contract::find(manifest, &component).map_err(of)?;
        let pre = Linker::new(&self.0.engine)
            .instantiate_pre(&component)
            .map_err(|error| of(Fault::new(Kind::Code, format!("its component can't be run: {error:#}"))))?;
        Plugin::new(Arc::clone(&self.0), manifest.clone(), digest, pre, contract).map(Arc::new).map_err(of)
    }

    /// The component, from the cache if it is there.
    fn component(&self, package: &Package<'_>) -> Result<Component, Fault> {
        let (engine, digest) = (&self.0.engine, package.digest());
        if let Some(component) = self.0.cache.as_ref().and_then(|cache| cache.get(engine, &digest)) {
            return Ok(component);
        }
        let code = |error: String| Fault::new(Kind::Code, error);
        let rewritten = deterministic(package.component()).map_err(|unfit| code(unfit.to_string()))?;
        size::too_large(&rewritten, &self.0.limits).map_err(code)?;
        let component = Component::new(engine, &rewritten)
            .map_err(|error| code(format!("its component can't be compiled: {error:#}")))?;
        let imports: Vec<String> =
            component.component_type().imports(engine).map(|(name, _)| format!("`{name}`")).collect();
        if !imports.is_empty() {
            return Err(code(format!(
                "it imports {}; a plugin computes and imports nothing",
                crate::problem::shown(&imports.join(", "))
            )));
        }
        if let Some(cache) = &self.0.cache {
            // kept for the next time, if it can be
            let _ = component.serialize().map(|bytes| cache.put(&digest, &bytes));
        }
        Ok(component)
    }

    /// The limits that hold for all plugins.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// The plugins that failed, by digest, and those among them that were set aside.
    #[must_use]
    pub fn failures(&self) -> BTreeMap<Digest, Record> {
        self.0.health.records()
    }

    /// Forgets the failures of a package, so that it is called again. Whether there were any.
    ///
    /// # Errors
    /// If the file that remembers them can't be written.
    pub fn bring_back(&self, digest: &Digest) -> std::io::Result<bool> {
        self.0.health.bring_back(digest)
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}
