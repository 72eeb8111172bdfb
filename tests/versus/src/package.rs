//! The job's package.

use riskwright_package::{Manifest, Package};
use riskwright_workshop::component;
use riskwright_workshop::conformance::{self, KitOptions};
use serde_json::json;

use crate::Failed;

/// The package of a guest's module.
pub(crate) fn pack(module: &[u8]) -> Result<Vec<u8>, Failed> {
    let manifest = json!({
        "contract": riskwright_wit::VERSION,
        "default_language": "en",
        "exports": ["methodology"],
        "id": "versus.job",
        "licence": "MIT",
        "publisher": "Riskwright",
        "settings_schema": {"type": "object"},
        "titles": {"en": "Job"},
        "version": "1.0.0",
    });
    let manifest = Manifest::from_json(manifest.to_string().as_bytes())?;
    Ok(Package::assemble(&component::encode(module)?, &manifest)?)
}

/// Whether it passes the conformance kit: what is fast because it leaves something out is no comparison.
pub(crate) fn keeps_its_promises(package: &[u8]) -> Result<(), Failed> {
    let options = KitOptions { cases: 500, ..KitOptions::default() };
    let report = conformance::run(package, &options, &mut |_| true)?;
    match report.checks.iter().find(|check| !check.passed) {
        None => Ok(()),
        Some(broken) => Err(format!("the plugin breaks a promise: {broken:?}").into()),
    }
}
