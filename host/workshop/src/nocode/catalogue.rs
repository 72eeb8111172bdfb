//! Catalogues: from OSCAL (NIST, catalogue model 1.x, as JSON) and from tables of controls.

use std::collections::BTreeSet;

use riskwright_core::exchange::grid::Grid;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Flaw, NocodeError, assemble, guests, no_settings};
use crate::build::Built;

mod oscal;
mod table;

/// What a catalogue's source does not say of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueOptions {
    /// The package's id, `acme.house-rules`.
    pub id: String,
    /// Who publishes it.
    pub publisher: String,
    /// Under which licence, an SPDX expression.
    pub licence: String,
    /// The package's version; the catalogue's own if not said and it is one.
    pub version: Option<String>,
    /// The catalogue's title; its own if not said.
    pub title: Option<String>,
    /// The language of its texts.
    pub language: String,
}

/// Makes a package of an OSCAL catalogue or resolved profile.
///
/// Controls go by their labels (`AC-2(1)`) where these are distinct, else by their ids. Withdrawn controls are left out.
///
/// # Errors
/// If it is no OSCAL catalogue, or something in it can't be a control.
pub fn catalogue_oscal(json: &str, options: &CatalogueOptions) -> Result<Built, NocodeError> {
    pack(oscal::read(json).map_err(NocodeError::Flaws)?, options)
}

/// Makes a package of a table of controls: one row for each, with columns that say id, title, group and statement under
/// headings such as people use, in English or German. Further columns become attributes.
///
/// # Errors
/// If there is no such heading row, or a row is no control, each with its cell.
pub fn catalogue_table(grid: &Grid, options: &CatalogueOptions) -> Result<Built, NocodeError> {
    pack(table::read(grid).map_err(NocodeError::Flaws)?, options)
}

/// A catalogue in one language, as the guest `declared-catalogue` reads it but for the texts.
#[derive(Debug, Default)]
struct Catalogue {
    title: String,
    edition: String,
    groups: Vec<Group>,
    controls: Vec<Control>,
}

#[derive(Debug)]
struct Group {
    id: String,
    title: String,
    parent: Option<String>,
}

#[derive(Debug, Default)]
struct Control {
    id: String,
    title: String,
    group: String,
    enhances: Option<String>,
    statement: String,
    parameters: Vec<Parameter>,
    attributes: Vec<(String, String)>,
    related: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Parameter {
    id: String,
    label: String,
    choices: Vec<String>,
    how_many: u32,
}

fn pack(catalogue: Catalogue, options: &CatalogueOptions) -> Result<Built, NocodeError> {
    let flaws = flaws(&catalogue);
    if !flaws.is_empty() {
        return Err(NocodeError::Flaws(flaws));
    }
    let text =
        |text: &str| if text.trim().is_empty() { json!([]) } else { json!([[options.language, text]]) };
    let title = options.title.clone().unwrap_or_else(|| catalogue.title.clone());
    let controls = catalogue.controls.iter().map(|control| {
        let parameters = control.parameters.iter().map(|parameter| {
            json!({
                "id": parameter.id, "label": text(&parameter.label), "choices": parameter.choices,
                "how_many": parameter.how_many,
            })
        });
        json!({
            "id": control.id, "title": text(&control.title), "group": control.group, "enhances": control.enhances,
            "statement": text(&control.statement), "parameters": parameters.collect::<Vec<_>>(),
            "attributes": control.attributes, "related": control.related,
        })
    });
    let groups = catalogue
        .groups
        .iter()
        .map(|group| json!({"id": group.id, "title": text(&group.title), "parent": group.parent}));
    let data = json!({
        "format": 1, "title": text(&title), "edition": catalogue.edition,
        "groups": groups.collect::<Vec<_>>(), "controls": controls.collect::<Vec<_>>(), "mappings": [],
    });
    let version = options.version.clone().unwrap_or_else(|| version(&catalogue.edition));
    let manifest = json!({
        "id": options.id, "version": version, "publisher": options.publisher, "licence": options.licence,
        "contract": riskwright_wit::VERSION, "exports": ["catalogue"], "default_language": options.language,
        "titles": { options.language.as_str(): title }, "settings_schema": no_settings(),
    });
    assemble(guests::CATALOGUE, &data, &manifest)
}

/// `1.1` as `1.1.0`; what is no version at all begins at 1.0.0.
fn version(edition: &str) -> String {
    // what stands behind `+` puts no versions in order, and packages do without
    let edition = edition.split('+').next().unwrap_or_default();
    let number = |part: &str| part.parse::<u32>().is_ok_and(|number| number.to_string() == part);
    let parts: Vec<&str> = edition.split('.').collect();
    match parts[..] {
        [major] if number(major) => format!("{major}.0.0"),
        [major, minor] if number(major) && number(minor) => format!("{major}.{minor}.0"),
        [major, minor, patch] if [major, minor, patch].into_iter().all(number) => edition.to_owned(),
        _ => "1.0.0".to_owned(),
    }
}

fn flaws(catalogue: &Catalogue) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if catalogue.controls.is_empty() {
        flaws.push(Flaw { place: String::new(), message: "there are no controls in it".to_owned() });
    }
    let mut seen = BTreeSet::new();
    for control in &catalogue.controls {
        let mut flaw =
            |message: String| flaws.push(Flaw { place: format!("control `{}`", control.id), message });
        if !seen.insert(&control.id) {
            flaw("it is there twice; each control has its own id".to_owned());
        }
        if control.id.chars().count() > 64 {
            flaw("its id has more than 64 characters".to_owned());
        }
        if control.title.trim().is_empty() {
            flaw("it has no title".to_owned());
        }
    }
    flaws
}

/// White space as in running text.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let values = value.and_then(Value::as_array).into_iter().flatten();
    values.filter_map(Value::as_str).map(one_line).collect()
}
