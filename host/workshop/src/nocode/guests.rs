//! The guests of packages without code, compiled beforehand: `plugins/declared-matrix` and `plugins/declared-catalogue`.

use std::path::Path;

use crate::Progress;
use crate::build::{self, BuildError, BuildOptions, Project};

/// The core module of `plugins/declared-matrix`.
pub const MATRIX: &[u8] = include_bytes!("../../guests/declared-matrix.wasm");

/// The core module of `plugins/declared-catalogue`.
pub const CATALOGUE: &[u8] = include_bytes!("../../guests/declared-catalogue.wasm");

/// The names of the guests, each a folder under `plugins/` and a file under `host/workshop/guests/`.
pub const NAMES: [&str; 2] = ["declared-matrix", "declared-catalogue"];

/// Compiles the guests from their sources in a checkout of Riskwright: the same bytes as the files kept here, or these
/// are out of date.
///
/// # Errors
/// If one of them does not compile.
pub fn rebuild(
    checkout: &Path,
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<Vec<(&'static str, Vec<u8>)>, BuildError> {
    let guest = |name: &'static str| {
        let project = Project::read(&checkout.join("plugins").join(name), options)?;
        Ok((name, build::module(&project, options, progress)?))
    };
    NAMES.into_iter().map(guest).collect()
}
