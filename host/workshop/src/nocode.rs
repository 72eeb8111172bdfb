//! Packages without code: a method as TOML, a catalogue as OSCAL or as a table of controls.
//!
//! The guests are compiled already and lie in `guests/`; what was declared is put into them as data.

use riskwright_package::manifest::{Manifest, ManifestError};
use serde::Serialize;
use serde_json::Value;

use crate::build::{BuildError, Built};
use crate::component::{self, ComponentError};
use crate::embed::{EmbedError, embed};

pub mod catalogue;
pub mod guests;
pub mod matrix;

pub use catalogue::{CatalogueOptions, catalogue_oscal, catalogue_table};
pub use matrix::matrix;

/// Something that is wrong with a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// Where: `line 12, `cells.low`` or `row 3`; empty for the whole.
    pub place: String,
    /// What is wrong and what would do.
    pub message: String,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.place.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.place, self.message)
        }
    }
}

/// Why a declaration gives no package.
#[derive(Debug, thiserror::Error)]
pub enum NocodeError {
    /// What is wrong with it, in the order of its lines.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Flaws(Vec<Flaw>),
    /// Its manifest is not valid.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// There is too much of it.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// The guest does not fit this build of Riskwright.
    #[error(transparent)]
    Component(#[from] ComponentError),
    /// The package can't be put together.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// A guest with data in it, as a package.
fn assemble(guest: &[u8], data: &Value, manifest: &Value) -> Result<Built, NocodeError> {
    let manifest = Manifest::from_json(manifest.to_string().as_bytes())?;
    let component = component::encode(&embed(guest, data.to_string().as_bytes())?)?;
    Ok(Built::assemble(&component, manifest)?)
}

/// Settings' schema of a plugin that takes none.
fn no_settings() -> Value {
    serde_json::json!({"type": "object", "additionalProperties": false})
}
