//! Time, memory, stack.

use riskwright_runtime::problem::{Call, Kind};

use super::{Case, FUNCTIONS, in_function};
use crate::guest::Guest;

const LOOP: &str = "(loop $for_ever (br $for_ever)) (unreachable)";

/// Loops, wherever one can stand.
#[must_use]
pub fn loops() -> Vec<Case> {
    let time = &[Kind::Time];
    let each = FUNCTIONS.map(|(function, call)| {
        Case::new(format!("loops in {function}"), in_function(function, LOOP), call, time)
    });
    let start = "(func $begin (loop $for_ever (br $for_ever))) (start $begin)";
    let after = "(func (export \"cabi_post_riskwright:plugin/methodology@0.1.0#assess\") (param i32)
        (loop $for_ever (br $for_ever)))";
    each.into_iter()
        .chain([
            Case::new("loops as it starts", Guest::methodology().with(start), Call::ValidateSettings, time),
            Case::new("loops as it takes settings", Guest::methodology().takes(LOOP), Call::ValidateSettings, time),
            Case::new("loops after its answer", Guest::methodology().with(after), Call::Assess, time),
            Case::assess(
                "fills its memory again and again",
                "(drop (memory.grow (i32.const 100)))
                (loop $for_ever (memory.fill (i32.const 65536) (i32.const 1) (i32.const 6553600)) (br $for_ever))
                (unreachable)",
                time,
            ),
            Case::assess(
                "calls itself back and forth through a table",
                "(loop $for_ever (call $nothing) (br $for_ever)) (unreachable)",
                time,
            )
            .with("(func $nothing)"),
        ])
        .collect()
}

/// Memory, of both kinds.
#[must_use]
pub fn memory() -> Vec<Case> {
    let kinds = &[Kind::Memory];
    let table = "(table $names 1 funcref)";
    vec![
        Case::assess("asks for page after page", "(loop $more (drop (memory.grow (i32.const 1))) (br $more)) (unreachable)", kinds),
        Case::assess("asks for 4 GiB", "(drop (memory.grow (i32.const 65000))) (unreachable)", kinds),
        Case::assess(
            "grows a table",
            "(loop $more (drop (table.grow $names (ref.null func) (i32.const 1000000))) (br $more)) (unreachable)",
            kinds,
        )
        .with(table),
        Case::assess("allocates until it can't", "(loop $more (drop (call $alloc (i32.const 65536) (i32.const 8))) (br $more)) (unreachable)", kinds),
        Case::new("begins with 1 GiB", Guest::methodology().pages(16384), Call::Load, &[Kind::Memory, Kind::Code]),
        Case::new("begins with 4 GiB", Guest::methodology().pages(65500), Call::Load, &[Kind::Memory, Kind::Code]),
        Case::new("begins with more than it asks for", Guest::methodology().pages(300), Call::ValidateSettings,
            &[Kind::Memory]),
        Case::new(
            "has a table of 10⁸",
            Guest::methodology().with("(table 100000000 funcref)"),
            Call::Load,
            &[Kind::Memory, Kind::Code],
        ),
    ]
}

/// Calls that nest.
#[must_use]
pub fn recursion() -> Vec<Case> {
    let deep = "(func $deep (param i64 i64 i64 i64) (result i64)
        (i64.add (i64.const 1) (call $deep (local.get 3) (local.get 0) (local.get 1) (local.get 2))))";
    let shadow = "(global $stack (mut i32) (i32.const 65536))
        (func $deep
            (global.set $stack (i32.sub (global.get $stack) (i32.const 256)))
            (i32.store (global.get $stack) (i32.const 1))
            (call $deep))";
    let start = "(func $begin (call $begin)) (start $begin)";
    vec![
        Case::assess(
            "calls itself",
            "(drop (call $deep (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4))) (unreachable)",
            &[Kind::Stack],
        )
        .with(deep),
        Case::assess(
            "calls itself and keeps its stack in memory",
            "(call $deep) (unreachable)",
            &[Kind::Trap, Kind::Stack],
        )
        .with(shadow),
        Case::new(
            "calls itself as it starts",
            Guest::methodology().with(start),
            Call::ValidateSettings,
            &[Kind::Stack],
        ),
    ]
}
