//! NIST SP 800-53 revision 5, the controls of the LOW baseline: `riskwright.nist-sp800-53`.
//!
//! The source is NIST's own OSCAL file, a work of the United States government and in the public domain; `build.rs`
//! derives the table from it. Statements read as NIST prints them, with what the organisation fills in in brackets.
//! Beside the controls lies a mapping to Annex A of ISO/IEC 27001:2022 (`data/annex_a.csv`), read from the first to the
//! second: `subset` says that whoever does what Annex A asks for has done the control; where that was in doubt it says
//! `intersects`. A control that only the standard's clauses speak of is in `data/outside_annex_a.csv`, with the clause
//! and the reason.
#![forbid(unsafe_code)]

mod table;

use riskwright_sdk::catalogue::{Catalogue, Contents, Control, Group, Mapping, Parameter, Relation};
use riskwright_sdk::{Texts, text};

const ANNEX_A: &str = "iso27001-2022";

/// The catalogue.
#[derive(Debug)]
pub struct NistSp80053;

impl Catalogue for NistSp80053 {
    fn contents() -> Contents {
        Contents {
            title: english("NIST SP 800-53 r5, LOW baseline"),
            edition: table::EDITION.into(),
            groups: table::GROUPS.iter().map(|it| Group::new(it.id, english(it.title))).collect(),
            controls: table::CONTROLS.iter().map(control).collect(),
            mappings: table::MAPPINGS.iter().map(mapping).collect(),
        }
    }
}

riskwright_sdk::export!(catalogue: NistSp80053);

fn english(words: &'static str) -> Texts {
    text("en", words)
}

fn control(of: &table::Control) -> Control {
    Control {
        id: of.id.into(),
        title: english(of.title),
        group: of.group.into(),
        enhances: of.enhances.map(Into::into),
        statement: english(of.statement),
        parameters: of.parameters.iter().map(parameter).collect(),
        attributes: of.attributes.iter().map(|&(name, value)| (name.into(), value.into())).collect(),
        related: of.related.iter().map(|&it| it.into()).collect(),
    }
}

fn parameter(of: &table::Parameter) -> Parameter {
    Parameter {
        id: of.id.into(),
        label: english(of.label),
        choices: of.choices.iter().map(|&it| it.into()).collect(),
        how_many: of.how_many,
    }
}

fn mapping(of: &table::Mapping) -> Mapping {
    Mapping {
        control: of.control.into(),
        catalogue: ANNEX_A.into(),
        other: of.other.into(),
        relation: match of.relation {
            table::Relation::Equal => Relation::Equal,
            table::Relation::Subset => Relation::Subset,
            table::Relation::Superset => Relation::Superset,
            table::Relation::Intersects => Relation::Intersects,
        },
    }
}
