//! Traps.

use riskwright_runtime::problem::Kind;

use super::{Case, FUNCTIONS, in_function};
use crate::guest::Guest;

const TRAPS: [(&str, &str); 6] = [
    ("breaks off", "(unreachable)"),
    ("divides by zero", "(i32.div_u (i32.const 1) (i32.const 0))"),
    ("reads outside its memory", "(i32.load (i32.const -8))"),
    ("writes outside its memory", "(i32.store (i32.const -8) (i32.const 1)) (i32.const 64)"),
    ("calls nothing", "(call_indirect $names (result i32) (i32.const 3))"),
    ("makes an integer of what is no number", "(i32.trunc_f64_u (f64.div (f64.const 0) (f64.const 0)))"),
];

/// Each trap in each call.
#[must_use]
pub fn traps() -> Vec<Case> {
    let each = FUNCTIONS.iter().flat_map(|(function, call)| {
        TRAPS.iter().map(move |(does, text)| {
            let guest = in_function(function, text).with("(table $names 10 funcref)");
            Case::new(format!("{does} in {function}"), guest, *call, &[Kind::Trap])
        })
    });
    let start = Case::new(
        "breaks off as it starts",
        Guest::methodology().with("(func $begin (unreachable)) (start $begin)"),
        FUNCTIONS[0].1,
        &[Kind::Trap],
    );
    let taking = Case::new(
        "breaks off as it takes settings",
        Guest::methodology().takes("(unreachable)"),
        FUNCTIONS[0].1,
        &[Kind::Trap],
    );
    each.chain([start, taking]).collect()
}

/// Places in memory that are none, for what the host hands in.
#[must_use]
pub fn wrong_places() -> Vec<Case> {
    [
        ("past the end", "(i32.const -16)"),
        ("across the end", "(i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 1))"),
    ]
    .into_iter()
    .map(|(place, text)| {
        let does = format!("takes settings {place} of its memory");
        let guest = Guest::methodology().takes(text);
        Case::new(does, guest, FUNCTIONS[0].1, &[Kind::Answer, Kind::Trap])
    })
    .collect()
}
