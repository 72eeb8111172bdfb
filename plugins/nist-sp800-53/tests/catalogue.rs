//! The catalogue against its source, and the mapping against Annex A.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use riskwright_plugin_nist_sp800_53::NistSp80053;
use riskwright_sdk::catalogue::{Catalogue, Contents, Control, Relation};
use serde_json::Value;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The first columns of a CSV file whose first columns hold no commas.
fn rows<const N: usize>(name: &str) -> Vec<[String; N]> {
    let row = |line: &str| {
        let mut cells = line.splitn(N, ',').map(str::to_owned);
        std::array::from_fn(|_| cells.next().unwrap_or_else(|| panic!("{name}: `{line}`")))
    };
    read(name).lines().skip(1).map(row).collect()
}

fn of<'a>(contents: &'a Contents, id: &str) -> &'a Control {
    contents.controls.iter().find(|it| it.id == id).unwrap_or_else(|| panic!("{id}"))
}

/// All controls of the OSCAL file, parents before their enhancements, with the parent.
fn source<'a>(parent: &'a Value, above: Option<&'a Value>, out: &mut Vec<(&'a Value, Option<&'a Value>)>) {
    for control in parent["controls"].as_array().into_iter().flatten() {
        out.push((control, above));
        source(control, Some(control), out);
    }
}

fn label(control: &Value) -> &str {
    let props = control["props"].as_array().into_iter().flatten();
    let plain = props.filter(|it| it["name"] == "label" && it["class"].is_null());
    plain.map(|it| it["value"].as_str().unwrap()).next().unwrap()
}

#[test]
fn every_control_of_the_source_is_there_in_its_order() {
    let file: Value = serde_json::from_str(&read("data/low_baseline.oscal.json")).unwrap();
    let mut wanted = Vec::new();
    for group in file["catalog"]["groups"].as_array().unwrap() {
        source(group, None, &mut wanted);
    }
    let contents = NistSp80053::contents();
    assert_eq!(contents.edition, file["catalog"]["metadata"]["version"].as_str().unwrap());
    assert_eq!(contents.groups.len(), 18);
    assert_eq!((contents.controls.len(), wanted.len()), (149, 149));
    for (control, (source, above)) in contents.controls.iter().zip(wanted) {
        assert_eq!(control.id, label(source));
        assert_eq!(control.title.first(), source["title"].as_str().unwrap());
        assert_eq!(control.enhances.as_deref(), above.map(label));
        assert!(control.id.starts_with(control.group.as_ref()), "{}", control.id);
        let own = source["params"].as_array().map(Vec::as_slice).unwrap_or_default().iter();
        let bundles =
            |it: &Value| it["props"].as_array().unwrap().iter().any(|it| it["name"] == "aggregates");
        let own: Vec<&str> = own.filter(|it| !bundles(it)).map(|it| it["id"].as_str().unwrap()).collect();
        let parameters: Vec<&str> = control.parameters.iter().map(|it| it.id.as_ref()).collect();
        assert_eq!(parameters, own, "{}", control.id);
    }
}

#[test]
fn statements_read_as_printed() {
    let contents = NistSp80053::contents();
    assert_eq!(
        of(&contents, "AC-7").statement.first(),
        "a. Enforce a limit of [Assignment: organization-defined number] consecutive invalid logon attempts by a user \
         during a [Assignment: organization-defined time period]; and\n\
         b. Automatically [Selection (one or more): lock the account or node for [Assignment: organization-defined time \
         period]; lock the account or node until released by an administrator; delay next logon prompt per [Assignment: \
         organization-defined delay algorithm]; notify system administrator; take other [Assignment: \
         organization-defined action]] when the maximum number of unsuccessful attempts is exceeded."
    );
    assert_eq!(
        of(&contents, "IA-2(1)").statement.first(),
        "Implement multi-factor authentication for access to privileged accounts."
    );
    for control in &contents.controls {
        let statement = control.statement.first();
        assert!(!statement.is_empty() && statement.is_ascii() | statement.contains('’'), "{}", control.id);
        for mark in ["{{", "}}", "](#", "  [", " ;", " .", "insert:"] {
            assert!(!statement.trim_start().contains(mark), "{} in {}: {statement}", mark, control.id);
        }
    }
}

#[test]
fn parameters_say_what_is_to_be_filled_in() {
    let contents = NistSp80053::contents();
    let selection = of(&contents, "AC-1").parameters.iter().find(|it| it.how_many == 0).unwrap();
    assert_eq!(selection.choices, ["organization-level", "mission/business process-level", "system-level"]);
    let mut ids = BTreeSet::new();
    for control in &contents.controls {
        let mut labels = BTreeSet::new();
        for parameter in &control.parameters {
            assert!(ids.insert(&parameter.id), "`{}` twice", parameter.id);
            assert!(parameter.how_many <= 1 && !parameter.label.first().is_empty());
            // two of the same label could not be told apart
            let label = (parameter.label.first(), &parameter.choices);
            assert!(labels.insert(label), "{}: `{}` twice", control.id, parameter.label.first());
        }
    }
    assert_eq!(ids.len(), 405);
}

#[test]
fn controls_refer_to_controls_of_the_catalogue() {
    let contents = NistSp80053::contents();
    let ids: BTreeSet<&str> = contents.controls.iter().map(|it| it.id.as_ref()).collect();
    let groups: BTreeSet<&str> = contents.groups.iter().map(|it| it.id.as_ref()).collect();
    assert_eq!((ids.len(), groups.len()), (contents.controls.len(), contents.groups.len()));
    for control in &contents.controls {
        assert!(groups.contains(control.group.as_ref()), "{}", control.id);
        let related: BTreeSet<&str> = control.related.iter().map(AsRef::as_ref).collect();
        assert_eq!(related.len(), control.related.len(), "{}: one related twice", control.id);
        assert!(related.is_subset(&ids) && !related.contains(control.id.as_ref()), "{}", control.id);
    }
    assert_eq!(contents.controls.iter().filter(|it| it.enhances.is_some()).count(), 18);
}

#[test]
fn mappings_lead_to_annex_a_and_miss_no_control() {
    let annex: BTreeSet<String> =
        rows::<2>("../../core/data/annex_a_2022.csv").into_iter().map(|[id, _]| id).collect();
    let clauses: BTreeSet<String> =
        rows::<2>("../../core/data/clauses_2022.csv").into_iter().map(|[id, _]| id).collect();
    assert_eq!(annex.len(), 93);
    let contents = NistSp80053::contents();
    let mut mapped: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mapping in &contents.mappings {
        assert_eq!(mapping.catalogue, "iso27001-2022");
        assert!(annex.contains(mapping.other.as_ref()), "{}", mapping.other);
        let first = mapped.entry(&mapping.control).or_default().insert(&mapping.other);
        assert!(first, "{} and {} twice", mapping.control, mapping.other);
    }
    let outside = rows::<3>("data/outside_annex_a.csv");
    for [control, clause, why] in &outside {
        assert!(clauses.contains(clause) && !why.is_empty(), "{control}");
    }
    let outside: BTreeSet<&str> = outside.iter().map(|[control, ..]| control.as_str()).collect();
    let reached: BTreeSet<&str> = mapped.keys().copied().chain(outside.iter().copied()).collect();
    let all: BTreeSet<&str> = contents.controls.iter().map(|it| it.id.as_ref()).collect();
    assert_eq!(reached, all);
    assert_eq!(mapped.len() + outside.len(), all.len(), "one is both mapped and outside of Annex A");
}

/// Controls of this size are a part of what Annex A asks for, or touch it: nothing is claimed beyond that.
#[test]
fn relations_are_judged_with_care() {
    let contents = NistSp80053::contents();
    for mapping in &contents.mappings {
        let relation = mapping.relation;
        assert!(matches!(relation, Relation::Subset | Relation::Intersects), "{}", mapping.control);
        // policies with their procedures reach beyond any one control of Annex A
        assert!(!mapping.control.ends_with("-1") || relation == Relation::Intersects, "{}", mapping.control);
    }
    let relation = |control: &str, other: &str| {
        contents.mappings.iter().find(|it| it.control == control && it.other == other).map(|it| it.relation)
    };
    assert_eq!(relation("IA-2(1)", "A.8.5"), Some(Relation::Subset));
    assert_eq!(relation("AC-2", "A.5.16"), Some(Relation::Intersects));
    assert_eq!(relation("RA-5", "A.8.8"), Some(Relation::Subset));
}

/// NIST's own mapping of SP 800-53 revision 5 to ISO/IEC 27001:2013 (Table 1 of the mapping of 2020, a work of the US
/// government; tests/nist_table_1.csv), each control of 2013 moved to those of 2022 that took it over. What NIST maps,
/// this catalogue maps; it goes further where the edition of 2022 does.
#[test]
fn what_nist_maps_to_annex_a_is_mapped_here_too() {
    let mut moved: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for [from, to, _] in rows::<3>("../../core/data/annex_a_map.csv") {
        moved.entry(from).or_default().insert(to);
    }
    let contents = NistSp80053::contents();
    let mut pairs = 0;
    for [control, by_nist] in rows::<2>("tests/nist_table_1.csv") {
        of(&contents, &control);
        let here: BTreeSet<&str> = contents
            .mappings
            .iter()
            .filter(|mapping| mapping.control == control)
            .map(|mapping| mapping.other.as_ref())
            .collect();
        for old in by_nist.split_whitespace() {
            let new = moved.get(old).unwrap_or_else(|| panic!("{old} is in no edition"));
            assert!(
                new.iter().any(|new| here.contains(new.as_str())),
                "{control}: {old} is {new:?}, here {here:?}"
            );
            pairs += 1;
        }
    }
    assert_eq!(pairs, 286);
}
