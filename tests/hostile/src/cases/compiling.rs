//! Code that takes long to compile, and little room.

use riskwright_runtime::problem::{Call, Kind};

use super::Case;
use crate::guest::Guest;

/// A good methodology with more in its module.
fn with(does: &str, module: &str) -> Case {
    Case::new(does, Guest::methodology().with(module), Call::Load, &[Kind::Code])
}

/// So many locals.
fn locals(count: usize) -> String {
    format!("(local{})", " i64".repeat(count))
}

/// Code whose work multiplies.
#[must_use]
pub fn bombs() -> Vec<Case> {
    let branches = "(br_if 0 (local.get 0))".repeat(9_000);
    let branching = format!("(func (param i32) {} {branches})", locals(200));
    let nested =
        |count: usize, inside: &str| format!("{}{inside}{}", "loop ".repeat(count), "end ".repeat(count));
    let sets: String = (0..5_000).map(|local| format!("i64.const 1 local.set {local} ")).collect();
    // four kinds of values in eight places: no two types alike
    let signature = |number: usize| -> String {
        let kinds = ["i32", "i64", "f32", "f64"];
        (0..10).map(|place| format!(" {}", kinds[(number >> (2 * place)) & 3])).collect()
    };
    let types: String =
        (0..300_000).map(|number| format!("(type (func (param{})))", signature(number))).collect();
    let wide = format!("(func $wide (result{}) (unreachable))", " i64".repeat(1_000));
    vec![
        with("has three hundred thousand functions", &"(func)".repeat(300_000)),
        with("has three hundred thousand types", &types),
        with("has locals in loops in loops", &format!("(func {} {})", locals(5_000), nested(5_000, &sets))),
        with("has many locals and many branches, in many functions", &branching.repeat(40)),
        with(
            "branches to many places at once",
            &format!("(func (param i32) {} (br_table{} (local.get 0)))", locals(1_000), " 0".repeat(100_000)),
        ),
        with(
            "calls what gives a thousand values",
            &format!("{wide} (func {} (unreachable))", "call $wide ".repeat(100_000)),
        ),
        with(
            "keeps many values over many branches",
            &format!(
                "(func (param i32) {} {} {})",
                "local.get 0 ".repeat(10_000),
                "block local.get 0 br_if 0 end ".repeat(10_000),
                "drop ".repeat(10_000)
            ),
        ),
    ]
}
