//! Catalogues of version 0.1.0.

use wasmtime::component::ComponentExportIndex;

use super::bindings::catalogue::exports::riskwright::plugin::catalogue as wit;
use crate::catalogue::{CatalogueContents, Control, Group, Mapping, Parameter, Relation};
use crate::contract::Live;
use crate::text::{Text, Texts};

fn texts(texts: Vec<wit::Text>) -> Texts {
    Texts(texts.into_iter().map(|text| Text { language: text.language, text: text.text }).collect())
}

pub(super) fn whole(live: &mut Live, export: &ComponentExportIndex) -> wasmtime::Result<CatalogueContents> {
    let (from,): (wit::Contents,) = live.call(export, ())?;
    let group = |of: wit::Group| Group { id: of.id, title: texts(of.title), parent: of.parent };
    let mapping = |of: wit::Mapping| Mapping {
        control: of.control,
        catalogue: of.catalogue,
        other: of.other,
        relation: match of.relation {
            wit::Relation::Equal => Relation::Equal,
            wit::Relation::Subset => Relation::Subset,
            wit::Relation::Superset => Relation::Superset,
            wit::Relation::Intersects => Relation::Intersects,
        },
    };
    Ok(CatalogueContents {
        title: texts(from.title),
        edition: from.edition,
        groups: from.groups.into_iter().map(group).collect(),
        controls: from.controls.into_iter().map(control).collect(),
        mappings: from.mappings.into_iter().map(mapping).collect(),
    })
}

fn control(of: wit::Control) -> Control {
    let parameter = |of: wit::Parameter| Parameter {
        id: of.id,
        label: texts(of.label),
        choices: of.choices,
        how_many: of.how_many,
    };
    Control {
        id: of.id,
        title: texts(of.title),
        group: of.group,
        enhances: of.enhances,
        statement: texts(of.statement),
        parameters: of.parameters.into_iter().map(parameter).collect(),
        attributes: of.attributes,
        related: of.related,
    }
}
