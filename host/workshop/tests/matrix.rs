//! Methods declared as TOML: what is wrong is told by line and key, and what is right passes the kit.

use riskwright_core::identification::FactorValue;
use riskwright_core::methodology::{Batch, Column, Methodology};
use riskwright_runtime::{Runtime, RuntimeOptions};
use riskwright_workshop::conformance::{KitOptions, run};
use riskwright_workshop::nocode::{NocodeError, matrix};
use serde_json::json;

/// A chain of two tables and a `max`, with an optional factor; the two languages.
const METHOD: &str = include_str!("cases/two-steps.toml");

fn flaws(text: &str) -> Vec<String> {
    match matrix(text) {
        Err(NocodeError::Flaws(flaws)) => flaws.iter().map(ToString::to_string).collect(),
        Err(other) => vec![other.to_string()],
        Ok(_) => Vec::new(),
    }
}

#[test]
fn a_declared_method_answers_as_its_tables_say() {
    let built = matrix(METHOD).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(built.file_name, "acme.two-steps-1.0.0.wasm");
    let runtime = Runtime::new(RuntimeOptions::default()).unwrap();
    let plugin = runtime.load(&built.package).unwrap_or_else(|problem| panic!("{problem}"));
    let method = plugin.methodology(&json!({}), "de").unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(method.describe().title.as_str(), "Zwei Schritte");
    // more rows than one stretch of the guest's, so that its allocator takes memory behind the data
    let rows = 5_000;
    let level = |at: usize, step: usize| Some(u8::try_from(at / step % 3).unwrap());
    let columns = vec![
        Column::Ordinal((0..rows).map(|row| level(row, 1)).collect()),
        Column::Ordinal((0..rows).map(|row| level(row, 3)).collect()),
        Column::Ordinal((0..rows).map(|row| level(row, 9)).collect()),
        Column::Ordinal((0..rows).map(|row| if row % 2 == 0 { None } else { level(row, 27) }).collect()),
    ];
    let batch = Batch::of_columns(rows, columns).unwrap();
    let answer = method.try_assess(&batch).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(answer.problems.is_empty(), "{:?}", answer.problems.first());
    let likelihood = [[0, 0, 1], [0, 1, 2], [1, 2, 2]];
    let risk = [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [3.0, 6.0, 9.0]];
    for row in 0..rows {
        let of = |step: usize| row / step % 3;
        let money = if row % 2 == 0 { 0 } else { of(27) };
        let score: f64 = risk[likelihood[of(1)][of(3)]][of(9).max(money)];
        assert_eq!(answer.scores[row].to_bits(), score.to_bits(), "row {row}");
        assert_eq!(
            answer.levels[row],
            if score < 3.0 {
                0
            } else if score < 6.0 {
                1
            } else {
                2
            }
        );
    }
    let trace = method.try_trace(&batch).unwrap_or_else(|problem| panic!("{problem}"));
    let nodes: Vec<&str> = trace[0].iter().map(|step| step.node.as_str()).collect();
    assert!(nodes.ends_with(&["score"]) || nodes.ends_with(&["score", "level"]), "{nodes:?}");
    assert!(
        trace[0].iter().any(|step| step.node.as_str() == "overall" && step.value == FactorValue::Level(0))
    );
}

#[test]
fn a_declared_method_passes_the_kit() {
    let built = matrix(METHOD).unwrap();
    let report =
        run(&built.package, &KitOptions { cases: 300, ..KitOptions::default().at_leisure() }, &mut |_| true)
            .unwrap();
    for check in &report.checks {
        assert!(check.passed, "{}: {}", check.name, check.failure.as_ref().unwrap());
    }
    assert!(report.checks.iter().any(|check| check.cases > 100));
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    assert_eq!(matrix(METHOD).unwrap().package, matrix(METHOD).unwrap().package);
}

#[test]
fn what_is_wrong_is_told_by_line_and_key() {
    let change = |from: &str, to: &str| {
        assert!(METHOD.contains(from), "{from}");
        flaws(&METHOD.replacen(from, to, 1)).join("\n")
    };
    let cases = [
        (change("low = [1, 2, 3]", "low = [1, 2]"), "2 cells; `impact` has 3 levels"),
        (change("low = [1, 2, 3]\n", ""), "the row for `low` is missing"),
        (
            change("medium = [2, 4, 6]", "medium = [2, 4, \"high\"]"),
            "`high` is a level, but the table has no `levels`",
        ),
        (
            change("medium = [2, 4, 6]", "medium = [2, 1, 6]"),
            "`people` raises the score, it says here, but in row 2 of `risk` `2` is followed by `1`",
        ),
        (change("rows = \"initiation\"", "rows = \"initation\""), "there is no factor or step `initation`"),
        (
            change("[\"low\", \"low\", \"medium\"]", "[\"low\", \"lou\", \"medium\"]"),
            "there is no level `lou`",
        ),
        (change("result = \"risk\"", "result = \"overall\""), "leads nowhere"),
        (change("from = 6", "from = 2"), "bands rise"),
        (change("en = \"Money\", ", ""), "no text in the default language `en`"),
        (change("required = false", "required = maybe"), "line"),
        (change("id = \"money\"", "id = \"people\""), "is there twice"),
        (change("rows = \"initiation\"", "rows = \"overall\""), "in a circle"),
    ];
    for (said, expected) in cases {
        assert!(said.contains(expected), "expected `{expected}` in:\n{said}");
        assert!(said.contains("line "), "{said}");
    }
}
