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
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("catalogues.rs"), catalogues()).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("clauses.rs"), clauses()).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("vocabulary.rs"), vocabulary()).expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("library.rs"), library()).expect("OUT_DIR can be written");
}

/// The clauses of the standard.
fn clauses() -> String {
    let mut code = String::from(
        "/// The clauses 4 to 10 of ISO/IEC 27001:2022, in order.\npub const CLAUSES: &[Clause] = &[\n",
    );
    for row in rows("clauses_2022.csv") {
        let (number, title, step, documented, record, note) =
            (&row[0], &row[1], &row[2], &row[3], &row[4], &row[5]);
        writeln!(
            code,
            "Clause {{ number: {number:?}, title: {title:?}, step: {step:?}, documented: {documented}, record: {record:?}, note: {note:?} }},"
        )
        .unwrap();
    }
    code.push_str("];\n");
    code
}

/// The starter library of threats and vulnerabilities.
fn library() -> String {
    let mut code = String::from("const THREATS: &[LibraryThreat] = &[\n");
    for row in rows("threats.csv") {
        let titles = [&row[1], &row[2], &row[3]];
        let (id, origin, affects, description) = (&row[0], &row[4], list(&row[5]), &row[6]);
        writeln!(
            code,
            "LibraryThreat {{ id: {id:?}, titles: {titles:?}, origin: {origin:?}, affects: {affects}, description: {description:?} }},"
        )
        .unwrap();
    }
    code += "];\nconst VULNERABILITIES: &[LibraryVulnerability] = &[\n";
    for row in rows("vulnerabilities.csv") {
        let titles = [&row[1], &row[2], &row[3]];
        let (id, category, threats, controls) = (&row[0], &row[4], list(&row[5]), list(&row[6]));
        writeln!(
            code,
            "LibraryVulnerability {{ id: {id:?}, titles: {titles:?}, category: {category:?}, threats: {threats}, controls: {controls} }},"
        )
        .unwrap();
    }
    code + "];\n"
}

fn toml(file: &str) -> toml::Table {
    let path = Path::new("data").join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All texts below a value, whatever the languages they are sorted under.
fn texts(value: &toml::Value, into: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => into.push(text.clone()),
        toml::Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        toml::Value::Table(table) => table.values().for_each(|item| texts(item, into)),
        other => panic!("{other} is no text"),
    }
}

fn slice(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    format!("&[{}]", items.join(", "))
}

/// Headings by subject and field, words by vocabulary and value, and ladders of levels.
fn vocabulary() -> String {
    let mut code =
        String::from("/// Subject, field, headings.\nconst HEADINGS: &[(&str, &str, &[&str])] = &[\n");
    for (subject, fields) in toml("headings.toml") {
        flatten(&subject, "", &fields, &mut code);
    }
    code += "];\n/// Vocabulary, value, words.\nconst WORDS: &[(&str, &str, &[&str])] = &[\n";
    let words = toml("words.toml");
    for (vocabulary, values) in words.iter().filter(|(name, _)| *name != "ladder") {
        for (value, list) in values.as_table().expect("a vocabulary is a table") {
            let mut found = Vec::new();
            texts(list, &mut found);
            writeln!(code, "({vocabulary:?}, {value:?}, {}),", slice(&found)).unwrap();
        }
    }
    code += "];\n/// Levels of scales people use, lowest first.\npub(crate) const LADDERS: &[&[&str]] = &[\n";
    for ladder in words["ladder"].as_array().expect("ladders are a list") {
        let mut levels = Vec::new();
        texts(&ladder["levels"], &mut levels);
        writeln!(code, "{},", slice(&levels)).unwrap();
    }
    code + "];\n"
}

/// `[scenario.inherent.likelihood]` is the field `inherent.likelihood`: a table of languages is a leaf.
fn flatten(subject: &str, field: &str, value: &toml::Value, code: &mut String) {
    let table = value.as_table().expect("a field is a table of languages");
    if table.values().all(toml::Value::is_array) {
        let mut found = Vec::new();
        texts(value, &mut found);
        writeln!(code, "({subject:?}, {field:?}, {}),", slice(&found)).unwrap();
        return;
    }
    for (name, value) in table {
        let field = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
        flatten(subject, &field, value, code);
    }
}

fn catalogues() -> String {
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
    code + "];\n"
}
