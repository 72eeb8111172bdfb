//! Turns the catalogues in data/ into constants, so that the engine parses nothing at run time.

use std::fmt::Write as _;
use std::{env, fs, path::Path};

fn rows(file: &str) -> Vec<csv::StringRecord> {
    let path = Path::new("data").join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    let mut reader =
        csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.records().map(|row| row.unwrap_or_else(|error| panic!("{}: {error}", path.display()))).collect()
}

/// A slice literal of string literals.
fn list(cell: &str) -> String {
    let items: Vec<String> =
        cell.split(';').filter(|item| !item.is_empty()).map(|item| format!("{item:?}")).collect();
    format!("&[{}]", items.join(", "))
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut code = String::new();

    code += "pub(super) const ANNEX_A_2022: &[CatalogueControl] = &[\n";
    for row in rows("annex_a_2022.csv") {
        writeln!(
            code,
            "CatalogueControl {{ id: {:?}, title: {:?}, group: {:?}, objective: None, attributes: Some(Attributes {{ control_types: {}, properties: {}, concepts: {}, capabilities: {} }}), new: {} }},",
            &row[0], &row[2], &row[1], list(&row[3]), list(&row[4]), list(&row[5]), list(&row[6]), &row[7]
        )
        .unwrap();
    }
    code += "];\npub(super) const ANNEX_A_2013: &[CatalogueControl] = &[\n";
    let mut groups: Vec<(String, String)> = Vec::new();
    for row in rows("annex_a_2013.csv") {
        if !groups.iter().any(|(id, _)| *id == row[1]) {
            groups.push((row[1].to_owned(), row[2].to_owned()));
        }
        writeln!(
            code,
            "CatalogueControl {{ id: {:?}, title: {:?}, group: {:?}, objective: Some(({:?}, {:?})), attributes: None, new: false }},",
            &row[0], &row[5], &row[1], &row[3], &row[4]
        )
        .unwrap();
    }
    code += "];\npub(super) const GROUPS_2013: &[ControlGroup] = &[\n";
    for (id, title) in groups {
        writeln!(code, "ControlGroup {{ id: {id:?}, title: {title:?} }},").unwrap();
    }
    code += "];\npub(super) const MAPPINGS_2013_2022: &[ControlMapping] = &[\n";
    for row in rows("annex_a_map.csv") {
        let relation = match &row[2] {
            "equal" => "Equal",
            "merged" => "Merged",
            "subset" => "Subset",
            "superset" => "Superset",
            "intersects" => "Intersects",
            other => panic!("annex_a_map.csv: {other} is no relation"),
        };
        writeln!(
            code,
            "ControlMapping {{ from: {:?}, to: {:?}, relation: Relation::{relation} }},",
            &row[0], &row[1]
        )
        .unwrap();
    }
    code += "];\n";

    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("catalogues.rs"), code).expect("OUT_DIR can be written");
}
