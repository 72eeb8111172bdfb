//! A matrix method from TOML: factors with levels, tables that lead from two of them to a step or to the score, the
//! greatest or least of several, and bands.
//!
//! ```toml
//! id = "acme.two-steps"
//! version = "1.0.0"
//! publisher = "Acme Ltd"
//! licence = "MIT"
//! title = { en = "Two steps", de = "Zwei Schritte" }
//! result = "risk"
//!
//! [[factor]]
//! id = "likelihood"
//! title = { en = "Likelihood", de = "Wahrscheinlichkeit" }
//! levels = [{ id = "low", title = { en = "low", de = "niedrig" } }, { id = "high", title = { en = "high", de = "hoch" } }]
//!
//! [[table]]
//! id = "risk"
//! title = { en = "Risk", de = "Risiko" }
//! rows = "likelihood"
//! columns = "impact"
//! levels_of = "likelihood"     # or `levels = […]`; neither if the cells are numbers
//! [table.cells]                # a line for each level of `rows`, a cell for each level of `columns`, lowest first
//! low = ["low", "low"]
//! high = ["low", "high"]
//!
//! [[max]]                      # or [[min]]
//! id = "impact"
//! title = { en = "Impact", de = "Auswirkung" }
//! of = ["people", "money"]
//!
//! [[band]]                     # if the result's cells are numbers
//! title = { en = "low" }
//! from = 1
//! ```

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Flaw, NocodeError, assemble, guests, no_settings};
use crate::build::Built;

mod declaration;
mod graph;
mod model;

use declaration::Declaration;

/// A text by language.
type Texts = BTreeMap<String, String>;

/// Makes a package of a declared method.
///
/// # Errors
/// What is wrong with the declaration, each with its line and key.
pub fn matrix(text: &str) -> Result<Built, NocodeError> {
    let (data, manifest) = read(text).map_err(NocodeError::Flaws)?;
    assemble(guests::MATRIX, &data, &manifest)
}

/// What the guest is given, and the manifest.
fn read(text: &str) -> Result<(Value, Value), Vec<Flaw>> {
    let lines = Lines(text);
    let declaration: Declaration = toml::from_str(text).map_err(|error| {
        let place = error.span().map_or_else(String::new, |span| format!("line {}", lines.of(span.start)));
        // where a `]` or a value is missing the parser is content to say so
        vec![Flaw { place, message: error.message().to_owned() }]
    })?;
    let model = model::Model::of(&declaration, &lines)?;
    let mut manifest = json!({
        "id": declaration.id.get_ref(),
        "version": declaration.version.get_ref(),
        "publisher": declaration.publisher,
        "licence": declaration.licence,
        "contract": riskwright_wit::VERSION,
        "exports": ["methodology"],
        "default_language": model.language,
        "titles": declaration.title.get_ref(),
        "settings_schema": no_settings(),
    });
    if let Some(fields) = manifest.as_object_mut() {
        if let Some(homepage) = &declaration.homepage {
            fields.insert("homepage".to_owned(), json!(homepage));
        }
        if let Some(description) = &declaration.description {
            fields.insert("description".to_owned(), json!(description));
        }
    }
    Ok((model.to_json(), manifest))
}

/// Lines of a text by byte.
struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn of(&self, byte: usize) -> usize {
        self.0.bytes().take(byte).filter(|byte| *byte == b'\n').count() + 1
    }

    fn flaw(&self, span: std::ops::Range<usize>, key: &str, message: impl Into<String>) -> Flaw {
        Flaw { place: format!("line {}, `{key}`", self.of(span.start)), message: message.into() }
    }
}
