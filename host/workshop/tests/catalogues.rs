//! Catalogues from OSCAL and from tables.

use riskwright_runtime::{Runtime, RuntimeOptions};
use riskwright_workshop::conformance::{KitOptions, run};
use riskwright_workshop::nocode::{CatalogueOptions, catalogue_oscal, catalogue_table};

fn options() -> CatalogueOptions {
    CatalogueOptions {
        id: "acme.house-rules".to_owned(),
        publisher: "Acme Ltd".to_owned(),
        licence: "CC0-1.0".to_owned(),
        version: None,
        title: None,
        language: "en".to_owned(),
    }
}

const OSCAL: &str = r##"{"catalog": {"uuid": "…", "metadata": {"title": "House rules", "version": "1.2"}, "groups": [
  {"id": "d", "title": "Doors", "groups": [{"id": "d.n", "title": "At night", "controls": [
    {"id": "d-1", "class": "house", "title": "Locked  doors", "props": [{"name": "label", "value": "D-1"}],
     "params": [{"id": "d-1_prm_1", "label": "an hour"}, {"id": "d-1_prm_2", "select": {"how-many": "one-or-more", "choice": ["front", "back"]}}],
     "links": [{"rel": "related", "href": "#d-2"}, {"rel": "related", "href": "#gone"}],
     "parts": [{"name": "statement", "prose": "Doors are locked at {{ insert: param, d-1_prm_1 }}:", "parts": [
       {"name": "item", "props": [{"name": "label", "value": "a."}], "prose": "the front door;"}]}, {"name": "guidance", "prose": "No."}],
     "controls": [{"id": "d-1.1", "title": "Double lock", "props": [{"name": "label", "value": "D-1(1)"}]}]},
    {"id": "d-2", "title": "Keys", "props": [{"name": "label", "value": "D-2"}]},
    {"id": "d-3", "title": "Old", "props": [{"name": "label", "value": "D-3"}, {"name": "status", "value": "withdrawn"}]}]}]}]}}"##;

#[test]
fn an_oscal_catalogue_is_a_plugin() {
    let built = catalogue_oscal(OSCAL, &options()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(built.file_name, "acme.house-rules-1.2.0.wasm");
    let plugin = Runtime::new(RuntimeOptions::default()).unwrap().load(&built.package).unwrap();
    let contents = plugin.catalogue().unwrap_or_else(|problem| panic!("{problem}"));
    let ids: Vec<&str> = contents.controls.iter().map(|control| control.id.as_str()).collect();
    assert_eq!(ids, ["D-1", "D-1(1)", "D-2"]);
    let first = &contents.controls[0];
    assert_eq!(first.title.in_language("en"), "Locked doors");
    assert_eq!(first.statement.in_language("en"), "Doors are locked at [an hour]:\na. the front door;");
    assert_eq!((first.group.as_str(), first.related.clone()), ("d.n", vec!["D-2".to_owned()]));
    assert_eq!((first.parameters[1].choices.len(), first.parameters[1].how_many), (2, 0));
    assert_eq!(contents.controls[1].enhances.as_deref(), Some("D-1"));
    assert_eq!(contents.groups[1].parent.as_deref(), Some("d"));
    let report = run(&built.package, &KitOptions::default().at_leisure(), &mut |_| true).unwrap();
    assert!(report.passed, "{:#?}", report.checks);
}

#[test]
fn a_table_of_controls_is_a_plugin() {
    let csv = "House rules 2026;;;;\nControl ID;Titel;Bereich;Beschreibung;Type\nH-1;Doors;Night;Doors are locked.;preventive\nH-2;Keys;Night;;\n";
    let grids = riskwright_tables::read("house.csv", csv.as_bytes()).unwrap();
    let built = catalogue_table(&grids[0], &options()).unwrap_or_else(|error| panic!("{error}"));
    let plugin = Runtime::new(RuntimeOptions::default()).unwrap().load(&built.package).unwrap();
    let contents = plugin.catalogue().unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!((contents.controls.len(), contents.groups.len()), (2, 1));
    assert_eq!(contents.controls[0].attributes, [("Type".to_owned(), "preventive".to_owned())]);
    let bad = riskwright_tables::read("bad.csv", b"ID;Title\nH-1;Doors\n;Keys\nH-1;Again\n").unwrap();
    let said = catalogue_table(&bad[0], &options()).unwrap_err().to_string();
    assert!(said.contains("no id"), "{said}");
}

#[test]
fn what_is_no_catalogue_is_told() {
    let said = |json: &str| catalogue_oscal(json, &options()).unwrap_err().to_string();
    assert!(said("{\"profile\": {}}").contains("resolve it first"));
    assert!(said("{\"catalog\": {}}").contains("no controls"));
    assert!(said("nonsense").contains("line 1"));
}
