//! Derives the table of controls from NIST's OSCAL file, and the mapping from its CSV.
//!
//! The file is 1.2 MB, most of it guidance and assessment procedures; what a catalogue says of a control is a tenth of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

const SOURCE: &str = "data/low_baseline.oscal.json";
const MAPPING: &str = "data/annex_a.csv";

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    println!("cargo::rerun-if-changed={MAPPING}");
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let source = read(&folder.join(SOURCE));
    let source: Value = serde_json::from_str(&source).expect("the OSCAL file is JSON");
    let mut code = catalogue(&source["catalog"]);
    code.push_str(&mappings(&read(&folder.join(MAPPING))));
    fs::write(out.join("table.rs"), code).expect("OUT_DIR takes files");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn catalogue(catalog: &Value) -> String {
    let mut names = BTreeMap::new();
    let mut parameters = BTreeMap::new();
    for group in list(catalog, "groups") {
        names_of(group, &mut names, &mut parameters);
    }
    let mut code =
        format!("pub(crate) static EDITION: &str = {:?};\n", text(&catalog["metadata"], "version"));
    code.push_str("pub(crate) static GROUPS: &[Group] = &[\n");
    for group in list(catalog, "groups") {
        let id = text(group, "id").to_uppercase();
        let _ = writeln!(code, "    Group {{ id: {id:?}, title: {:?} }},", text(group, "title"));
    }
    code.push_str("];\npub(crate) static CONTROLS: &[Control] = &[\n");
    for group in list(catalog, "groups") {
        let id = text(group, "id").to_uppercase();
        controls(&mut code, group, &id, None, &Known { names: &names, parameters: &parameters });
    }
    code.push_str("];\n");
    code
}

/// What statements refer to: controls as people say them, and parameters.
struct Known<'a> {
    names: &'a BTreeMap<&'a str, &'a str>,
    parameters: &'a BTreeMap<&'a str, &'a Value>,
}

fn names_of<'a>(
    parent: &'a Value,
    names: &mut BTreeMap<&'a str, &'a str>,
    parameters: &mut BTreeMap<&'a str, &'a Value>,
) {
    for control in list(parent, "controls") {
        names.insert(text(control, "id"), label(control));
        parameters.extend(list(control, "params").iter().map(|it| (text(it, "id"), it)));
        names_of(control, names, parameters);
    }
}

fn controls(code: &mut String, parent: &Value, group: &str, enhances: Option<&str>, known: &Known<'_>) {
    for control in list(parent, "controls") {
        let id = label(control);
        let mut statement = String::new();
        for part in list(control, "parts").iter().filter(|it| it["name"] == "statement") {
            lines(&mut statement, part, 0, known);
        }
        let parameters: Vec<String> =
            list(control, "params").iter().filter_map(|it| parameter(it, control, known)).collect();
        let attributes: Vec<(&str, &str)> = list(control, "props")
            .iter()
            .map(|it| (text(it, "name"), text(it, "value")))
            .filter(|(name, _)| !["label", "sort-id"].contains(name))
            .collect();
        // the baseline leaves out controls that others are related to
        let related: Vec<&str> = list(control, "links")
            .iter()
            .filter(|it| it["rel"] == "related")
            .filter_map(|it| known.names.get(text(it, "href").trim_start_matches('#')).copied())
            // the source relates PS-6 to itself
            .filter(|it| *it != id)
            .collect();
        let _ = writeln!(
            code,
            "    Control {{ id: {id:?}, title: {:?}, group: {group:?}, enhances: {enhances:?}, statement: {statement:?}, \
             parameters: &[{}], attributes: &{attributes:?}, related: &{related:?} }},",
            text(control, "title"),
            parameters.join(", "),
        );
        controls(code, control, group, Some(id), known);
    }
}

/// None for a parameter that only bundles others: who fills those in has filled it in.
fn parameter(parameter: &Value, control: &Value, known: &Known<'_>) -> Option<String> {
    if list(parameter, "props").iter().any(|it| it["name"] == "aggregates") {
        return None;
    }
    let select = &parameter["select"];
    let (label, how_many) = if select.is_null() {
        (unlike_others(parameter, control).to_owned(), 1)
    } else if one_or_more(select) {
        ("Selection (one or more)".to_owned(), 0)
    } else {
        ("Selection".to_owned(), 1)
    };
    let choices: Vec<String> =
        list(select, "choice").iter().map(|it| prose(it.as_str().unwrap_or_default(), known)).collect();
    Some(format!(
        "Parameter {{ id: {:?}, label: {label:?}, choices: &{choices:?}, how_many: {how_many} }}",
        text(parameter, "id")
    ))
}

/// The label, or what the guideline says where the control has several parameters of that label: `frequency` at which
/// the policy is reviewed, `frequency` at which the procedures are.
fn unlike_others<'a>(parameter: &'a Value, control: &'a Value) -> &'a str {
    let label = text(parameter, "label");
    if list(control, "params").iter().filter(|it| it["label"] == label).count() < 2 {
        return label;
    }
    let guideline =
        list(parameter, "guidelines").first().and_then(|it| it["prose"].as_str()).unwrap_or(label);
    guideline
        .split_once(" is/are defined")
        .or(guideline.split_once(" is defined"))
        .or(guideline.split_once(" are defined"))
        .map_or(guideline, |it| it.0)
}

fn lines(out: &mut String, part: &Value, depth: usize, known: &Known<'_>) {
    let prose = prose(part["prose"].as_str().unwrap_or_default(), known);
    if !prose.is_empty() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&"  ".repeat(depth.saturating_sub(1)));
        for prop in list(part, "props").iter().filter(|it| it["name"] == "label" && it["class"].is_null()) {
            let _ = write!(out, "{} ", text(prop, "value"));
        }
        out.push_str(&prose);
    }
    for inner in list(part, "parts").iter().filter(|it| it["name"] == "item") {
        lines(out, inner, depth + 1, known);
    }
}

/// A sentence as NIST prints it: parameters in brackets, links as their words, single spaces.
fn prose(source: &str, known: &Known<'_>) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("{{ insert: param, ") {
        let (id, after) = after.split_once("}}").expect("an insertion ends");
        out.push_str(before);
        out.push_str(&placeholder(known.parameters[id.trim()], known));
        rest = after;
    }
    out.push_str(rest);
    let out = without_links(&out).split_whitespace().collect::<Vec<_>>().join(" ");
    [" ;", " .", " ,", " :"].iter().fold(out, |it, gap| it.replace(gap, &gap[1..]))
}

fn placeholder(parameter: &Value, known: &Known<'_>) -> String {
    let select = &parameter["select"];
    if select.is_null() {
        let label = text(parameter, "label").trim_start_matches("organization-defined ");
        return format!("[Assignment: organization-defined {label}]");
    }
    let choices: Vec<String> =
        list(select, "choice").iter().map(|it| prose(it.as_str().unwrap_or_default(), known)).collect();
    let many = if one_or_more(select) { " (one or more)" } else { "" };
    format!("[Selection{many}: {}]", choices.join("; "))
}

/// `[AU-3](#au-3)` is `AU-3`.
fn without_links(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("](#") {
        let (before, words) = before.rsplit_once('[').expect("a link begins");
        out.push_str(before);
        out.push_str(words);
        rest = after.split_once(')').expect("a link ends").1;
    }
    out + rest
}

fn one_or_more(select: &Value) -> bool {
    select["how-many"] == "one-or-more"
}

fn label(control: &Value) -> &str {
    list(control, "props")
        .iter()
        .find(|it| it["name"] == "label" && it["class"].is_null())
        .map(|it| text(it, "value"))
        .expect("a control has a label")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("`{name}` is missing in {value}"))
}

fn mappings(csv: &str) -> String {
    let mut code = String::from("pub(crate) static MAPPINGS: &[Mapping] = &[\n");
    for line in csv.lines().skip(1) {
        let [control, other, relation] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("`{line}` in {MAPPING}: three columns are wanted")
        };
        let relation = match relation {
            "equal" => "Equal",
            "subset" => "Subset",
            "superset" => "Superset",
            "intersects" => "Intersects",
            _ => panic!("`{relation}` in {MAPPING}: equal, subset, superset and intersects are known"),
        };
        let _ = writeln!(
            code,
            "    Mapping {{ control: {control:?}, other: {other:?}, relation: Relation::{relation} }},"
        );
    }
    code + "];\n"
}
