//! A catalogue behind its bindings.

use crate::catalogue as sdk;
use crate::texts::Id;

super::texts_of!(super::bindings::catalogue::exports::riskwright::plugin::catalogue);

/// As the contract has it.
pub fn whole<C: sdk::Catalogue>() -> wit::Contents {
    let own = C::contents();
    wit::Contents {
        title: texts(own.title),
        edition: own.edition.into_owned(),
        groups: own
            .groups
            .into_iter()
            .map(|own| wit::Group {
                id: own.id.into_owned(),
                title: texts(own.title),
                parent: own.parent.map(Id::into_owned),
            })
            .collect(),
        controls: own.controls.into_iter().map(control).collect(),
        mappings: own.mappings.into_iter().map(mapping).collect(),
    }
}

fn control(own: sdk::Control) -> wit::Control {
    let parameters = own.parameters.into_iter();
    let attributes = own.attributes.into_iter();
    wit::Control {
        id: own.id.into_owned(),
        title: texts(own.title),
        group: own.group.into_owned(),
        enhances: own.enhances.map(Id::into_owned),
        statement: texts(own.statement),
        parameters: parameters
            .map(|own| wit::Parameter {
                id: own.id.into_owned(),
                label: texts(own.label),
                choices: strings(own.choices),
                how_many: own.how_many,
            })
            .collect(),
        attributes: attributes.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        related: strings(own.related),
    }
}

fn mapping(own: sdk::Mapping) -> wit::Mapping {
    wit::Mapping {
        control: own.control.into_owned(),
        catalogue: own.catalogue.into_owned(),
        other: own.other.into_owned(),
        relation: match own.relation {
            sdk::Relation::Equal => wit::Relation::Equal,
            sdk::Relation::Subset => wit::Relation::Subset,
            sdk::Relation::Superset => wit::Relation::Superset,
            sdk::Relation::Intersects => wit::Relation::Intersects,
        },
    }
}
