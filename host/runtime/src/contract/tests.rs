//! Plugins of two versions of the contract, side by side.

#[path = "../../tests/guest/mod.rs"]
mod guest;

use guest::{Answer, Guest, Image, byte, float, record};
use riskwright_core::methodology::{Batch, Column, Methodology};

use crate::{Kind, Runtime, RuntimeOptions};

/// A guest of 0.2.0 with one factor; its cells are of the levels given, doubled.
fn newer() -> Vec<u8> {
    let mut image = Image::default();
    let title = image.texts("Newer");
    let (id, name) = (image.string("luck"), image.texts("Luck"));
    let factors = image.list(vec![record(vec![id, name])]);
    let scale = image.levels(&["none", "some", "much"]);
    let about = image.put(record(vec![title, factors, scale, float(20.0)]));
    let cells = image.list(vec![record(vec![byte(2), float(20.0)]), record(vec![byte(0), float(1.0)])]);
    let answer = image.put(guest::case(0, Some(cells), 8, 4));
    let (data, base) = image.data();
    let wat = format!(
        r#"(module (memory (export "memory") 2) (global $top (mut i32) (i32.const 65536))
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
            (global.get $top) (global.set $top (i32.add (global.get $top) (i32.const 1024))))
        (func (export "riskwright:plugin/methodology@0.2.0#about") (param i32 i32) (result i32) i32.const {about})
        (func (export "riskwright:plugin/methodology@0.2.0#assess") (param i32 i32) (result i32) i32.const {answer})
        (data (i32.const {base}) "{data}"))"#
    );
    let wit = include_str!("../../tests/wit/v0.2.0/plugin.wit");
    guest::package(&guest::component(&wat, wit, "methodology-plugin"), "0.2.0", "{}")
}

#[test]
fn plugins_of_two_contracts_run_side_by_side() {
    let runtime = Runtime::new(RuntimeOptions::default()).unwrap();
    let load = |bytes: &[u8]| {
        let plugin = runtime.load(bytes).unwrap_or_else(|problem| panic!("{problem}"));
        plugin.methodology(&serde_json::json!({}), "en").unwrap_or_else(|problem| panic!("{problem}"))
    };
    let (old, new) = (load(&Guest::answering(Answer::of(&[3.0, 4.0], &[1, 2])).package()), load(&newer()));
    let rows = |columns: usize| {
        let columns = vec![Column::Ordinal(vec![Some(1), None].into()); columns];
        Batch::of_columns(2, columns).unwrap()
    };
    for _ in 0..2 {
        assert_eq!(old.assess(&rows(2)).unwrap().scores, [3.0, 4.0]);
        let answer = new.assess(&rows(1)).unwrap();
        assert_eq!((answer.scores, answer.levels), (vec![20.0, 1.0], vec![2, 0]));
    }
    assert_eq!(new.describe().levels.len(), 3);
}

#[test]
fn a_contract_that_is_not_known_is_told_with_what_it_takes() {
    let runtime = Runtime::new(RuntimeOptions::default()).unwrap();
    let component = Guest::default().component();
    for version in ["0.1.1", "0.3.0", "1.0.0", "0.1.0-beta.1"] {
        let problem = runtime.load(&guest::package(&component, version, "{}")).unwrap_err();
        assert_eq!(problem.kind, Kind::Contract);
        assert!(problem.message.contains(&format!("a Riskwright that knows {version}")), "{problem}");
    }
    // promised in the manifest, another in the component
    let problem = runtime.load(&guest::package(&component, "0.2.0", "{}")).unwrap_err();
    assert_eq!(problem.kind, Kind::Code, "{problem}");
}
