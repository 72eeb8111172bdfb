//! A catalogue of controls, read from the data that `riskwright plugin build` puts into it.
#![deny(unsafe_code)]

#[path = "../../declared-matrix/src/embedded.rs"]
mod embedded;

use riskwright_sdk::catalogue::{Catalogue, Contents, Control, Group, Mapping, Parameter, Relation};
use riskwright_sdk::{Text, Texts};
use serde::Deserialize;

/// Language and text.
type Titles = Vec<(String, String)>;

#[derive(Debug, Default, Deserialize)]
struct Model {
    format: u32,
    title: Titles,
    edition: String,
    groups: Vec<ModelGroup>,
    controls: Vec<ModelControl>,
    mappings: Vec<(String, String, String, String)>,
}

#[derive(Debug, Deserialize)]
struct ModelGroup {
    id: String,
    title: Titles,
    parent: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ModelControl {
    id: String,
    title: Titles,
    group: String,
    #[serde(default)]
    enhances: Option<String>,
    #[serde(default)]
    statement: Titles,
    #[serde(default)]
    parameters: Vec<ModelParameter>,
    #[serde(default)]
    attributes: Vec<(String, String)>,
    #[serde(default)]
    related: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct ModelParameter {
    id: String,
    label: Titles,
    choices: Vec<String>,
    how_many: u32,
}

/// The declared catalogue.
#[derive(Debug)]
pub struct Declared;

impl Declared {
    /// Reads the data of a component.
    #[must_use]
    pub fn read(text: &str) -> Option<Contents> {
        let model: Model = riskwright_sdk::settings::from_json(text).ok()?;
        (model.format == 1).then(|| contents(model))
    }
}

impl Catalogue for Declared {
    fn contents() -> Contents {
        // a guest without data has no title either, which the host refuses
        embedded::text().and_then(Self::read).unwrap_or_else(|| Contents::new(Texts::none(), ""))
    }
}

riskwright_sdk::export!(catalogue: Declared);

fn texts(titles: Titles) -> Texts {
    titles.into_iter().map(|(language, text)| Text { language: language.into(), text: text.into() }).collect()
}

fn contents(model: Model) -> Contents {
    let group = |group: ModelGroup| Group {
        id: group.id.into(),
        title: texts(group.title),
        parent: group.parent.map(Into::into),
    };
    let mapping = |(control, catalogue, other, relation): (String, String, String, String)| Mapping {
        control: control.into(),
        catalogue: catalogue.into(),
        other: other.into(),
        relation: match relation.as_str() {
            "equal" => Relation::Equal,
            "subset" => Relation::Subset,
            "superset" => Relation::Superset,
            _ => Relation::Intersects,
        },
    };
    Contents {
        title: texts(model.title),
        edition: model.edition.into(),
        groups: model.groups.into_iter().map(group).collect(),
        controls: model.controls.into_iter().map(control).collect(),
        mappings: model.mappings.into_iter().map(mapping).collect(),
    }
}

fn control(control: ModelControl) -> Control {
    let parameter = |parameter: ModelParameter| Parameter {
        id: parameter.id.into(),
        label: texts(parameter.label),
        choices: parameter.choices.into_iter().map(Into::into).collect(),
        how_many: parameter.how_many,
    };
    Control {
        id: control.id.into(),
        title: texts(control.title),
        group: control.group.into(),
        enhances: control.enhances.map(Into::into),
        statement: texts(control.statement),
        parameters: control.parameters.into_iter().map(parameter).collect(),
        attributes: control.attributes.into_iter().map(|(name, value)| (name.into(), value.into())).collect(),
        related: control.related.into_iter().map(Into::into).collect(),
    }
}
