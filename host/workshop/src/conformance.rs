//! The conformance kit: whether a package keeps what the contract promises, without a look at its source.
//!
//! What fails is made as small as it goes and told as rows. Everything drawn at random comes from the seed in the
//! report, so that a failure can be had again.

use std::collections::BTreeMap;
use std::sync::Arc;

use riskwright_package::manifest::Export;
use riskwright_runtime::{Plugin, Problem, Runtime, RuntimeError, RuntimeOptions};
use serde::Serialize;
use serde_json::Value;

use crate::Progress;

mod catalogue;
mod methodology;
mod questionnaire;
mod random;
mod rows;
mod settings;
mod shrink;

/// How thoroughly to look.
#[derive(Debug, Clone, PartialEq)]
pub struct KitOptions {
    /// Where random numbers begin.
    pub seed: u64,
    /// How many random rows, or answers of a walk, each check takes.
    pub cases: usize,
    /// The most a row of a large batch may take, in nanoseconds.
    pub nanoseconds_per_row: u64,
    /// The most a call with one row may take, in microseconds.
    pub microseconds_per_call: u64,
}

impl Default for KitOptions {
    fn default() -> Self {
        Self { seed: 1, cases: 2_000, nanoseconds_per_row: 100_000, microseconds_per_call: 50_000 }
    }
}

impl KitOptions {
    /// These, without limits to time: for a machine that has other work.
    #[must_use]
    pub fn at_leisure(self) -> Self {
        Self { nanoseconds_per_row: u64::MAX, microseconds_per_call: u64::MAX, ..self }
    }
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// The host does not start.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The plugin's id; empty if it can't be loaded.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Where random numbers began.
    pub seed: u64,
    /// Whether every check passed.
    pub passed: bool,
    /// The checks, in order.
    pub checks: Vec<Check>,
}

/// A promise of the contract, held against the plugin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// What is promised.
    pub name: String,
    /// Whether it is kept.
    pub passed: bool,
    /// How many rows, walks or settings were looked at.
    pub cases: usize,
    /// What breaks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// What breaks a promise, as small as it goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failure {
    /// What happened, and what should have.
    pub message: String,
    /// The rows of the batch, each by factor; levels by index.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<BTreeMap<String, Value>>,
    /// The settings, if they are not `{}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Value>,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), rows: Vec::new(), settings: None }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::new(problem.to_string())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        for row in &self.rows {
            let cells: Vec<String> =
                row.iter().map(|(factor, value)| format!("{factor} = {value}")).collect();
            write!(f, "\n  {}", cells.join(", "))?;
        }
        if let Some(settings) = &self.settings {
            write!(f, "\n  settings {settings}")?;
        }
        Ok(())
    }
}

/// What a check comes to: how many cases, or the failure after so many.
type Outcome = Result<usize, (usize, Failure)>;

/// The checks so far, and who is told.
struct Kit<'a> {
    runtime: Runtime,
    plugin: Arc<Plugin>,
    options: &'a KitOptions,
    progress: Progress<'a>,
    checks: Vec<Check>,
    stopped: bool,
}

impl Kit<'_> {
    fn check(&mut self, name: &str, look: impl FnOnce(&Arc<Plugin>, &KitOptions) -> Outcome) {
        if self.stopped || !(self.progress)(name) {
            self.stopped = true;
            return;
        }
        let (passed, cases, failure) = match look(&self.plugin, self.options) {
            Ok(cases) => (true, cases, None),
            Err((cases, failure)) => (false, cases, Some(failure)),
        };
        self.checks.push(Check { name: name.to_owned(), passed, cases, failure });
        // a plugin that fails often is set aside; here it is failed on purpose
        let _ = self.runtime.bring_back(&self.plugin.digest());
    }
}

/// Looks at a package through the host's runtime.
///
/// ```no_run
/// use riskwright_workshop::conformance::{KitOptions, run};
/// let report = run(&std::fs::read("acme.fmea-1.2.0.wasm")?, &KitOptions::default(), &mut |_| true)?;
/// assert!(report.passed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the host does not start, or the caller stops. A plugin that can't even be loaded is a report with one check.
pub fn run(package: &[u8], options: &KitOptions, progress: Progress<'_>) -> Result<Report, KitError> {
    let runtime = Runtime::new(RuntimeOptions::default())?;
    if !progress("loading") {
        return Err(KitError::Stopped);
    }
    let plugin = match runtime.load(package) {
        Ok(plugin) => plugin,
        Err(problem) => {
            let (plugin, version) = (problem.plugin.clone(), problem.version.clone());
            let failure = Some(Failure::from(problem));
            let checks = vec![Check { name: "it loads".to_owned(), passed: false, cases: 1, failure }];
            return Ok(Report { plugin, version, seed: options.seed, passed: false, checks });
        }
    };
    let exports = plugin.manifest().exports().clone();
    let loaded = Check { name: "it loads".to_owned(), passed: true, cases: 1, failure: None };
    let mut kit = Kit { runtime, plugin, options, progress, checks: vec![loaded], stopped: false };
    if exports.contains(&Export::Methodology) {
        methodology::look(&mut kit, package);
    }
    if exports.contains(&Export::Catalogue) {
        catalogue::look(&mut kit);
    }
    if exports.contains(&Export::Questionnaire) {
        questionnaire::look(&mut kit);
    }
    if kit.stopped {
        return Err(KitError::Stopped);
    }
    let manifest = kit.plugin.manifest();
    Ok(Report {
        plugin: manifest.id().to_string(),
        version: manifest.version().to_string(),
        seed: options.seed,
        passed: kit.checks.iter().all(|check| check.passed),
        checks: kit.checks,
    })
}
