//! Operators set limits and packages lower them; calls at the same time are as calls one after the other.

mod guest;

use std::time::{Duration, Instant};

use guest::{Answer, Guest};
use riskwright_core::methodology::{Batch, Column, Methodology};
use riskwright_runtime::{Kind, Limits, PluginMethodology, Problem, Runtime, RuntimeOptions};

fn methodology(guest: &Guest, operator: &Limits, asks: &str) -> Result<PluginMethodology, Problem> {
    let options = RuntimeOptions { limits: operator.clone(), ..RuntimeOptions::default() };
    let runtime = Runtime::new(options).expect("a runtime");
    let plugin = runtime.load(&guest::package(&guest.component(), "0.1.0", asks))?;
    plugin.methodology(&serde_json::json!({}), "en")
}

fn row() -> Batch {
    let column = || Column::Ordinal(vec![Some(1)].into());
    Batch::of_columns(1, vec![column(), column()]).expect("alike")
}

fn problem(guest: &Guest, operator: &Limits, asks: &str) -> Problem {
    methodology(guest, operator, asks).and_then(|of| of.try_assess(&row())).expect_err("it is too much")
}

/// Takes so many pages beyond those it has, and answers.
fn takes(pages: u32) -> Guest {
    let grows = format!("(drop (memory.grow (i32.const {pages}))) (i32.const $answer)");
    Guest { assess: Some(grows), answer: Some(Answer::of(&[1.0], &[0])), ..Guest::default() }
}

#[test]
fn a_package_lowers_the_operator_s_limits_and_never_raises_them() {
    let operator = Limits { memory_mib: 8, time_ms: 100, ..Limits::default() };
    let endless = Guest::assessing("(loop $on (br $on)) unreachable");
    for (asks, memory_mib, time_ms) in [
        ("{}", 8, 100),
        (r#"{"memory_mib": 4, "time_ms": 50}"#, 4, 50),
        (r#"{"memory_mib": 64}"#, 8, 100),
        (r#"{"memory_mib": 4096, "time_ms": 60000}"#, 8, 100),
        (r#"{"time_ms": 60000}"#, 8, 100),
    ] {
        let of =
            methodology(&Guest::default(), &operator, asks).unwrap_or_else(|problem| panic!("{problem}"));
        let limits = of.plugin().limits();
        assert_eq!((limits.memory_mib, limits.time_ms), (memory_mib, time_ms), "{asks}");
        assert_eq!(limits.rows, operator.rows, "{asks}");

        let begin = Instant::now();
        let late = problem(&endless, &operator, asks);
        assert_eq!(late.kind, Kind::Time, "{asks}: {late}");
        assert!(late.message.contains(&format!("within {time_ms} ms")), "{asks}: {late}");
        assert!(begin.elapsed() >= Duration::from_millis(time_ms.into()), "{asks}");
        assert!(begin.elapsed() < Duration::from_secs(10), "{asks}");

        // two pages are there from the beginning; 16 make a MiB
        let fits =
            methodology(&takes(16 * memory_mib - 2), &operator, asks).and_then(|of| of.try_assess(&row()));
        assert_eq!(fits.map(|answer| answer.scores), Ok(vec![1.0]), "{asks}");
        let large = problem(&takes(16 * memory_mib - 1), &operator, asks);
        assert_eq!(large.kind, Kind::Memory, "{asks}: {large}");
        assert!(large.message.contains(&format!("{memory_mib} MiB")), "{asks}: {large}");
    }
}

#[test]
fn tables_that_are_too_large_are_told_as_such() {
    let operator = Limits::default();
    let with = |module: &str, assess: &str| Guest {
        module: module.to_owned(),
        assess: Some(assess.to_owned()),
        answer: Some(Answer::of(&[1.0], &[0])),
        ..Guest::default()
    };
    let fine = with("(table 50000 funcref)", "(i32.const $answer)");
    let fine = methodology(&fine, &operator, "{}").and_then(|of| of.try_assess(&row()));
    assert_eq!(fine.map(|answer| answer.scores), Ok(vec![1.0]));

    let begins = problem(&with("(table 100000000 funcref)", "(i32.const $answer)"), &operator, "{}");
    assert_eq!(begins.kind, Kind::Code, "{begins}");
    for word in ["test.guest", "1.0.0", "table", "100000000", "50000"] {
        assert!(begins.to_string().contains(word), "`{word}` is not in: {begins}");
    }
    let many = "(table 1 funcref)".repeat(9);
    let many = problem(&with(&many, "(i32.const $answer)"), &operator, "{}");
    assert_eq!(many.kind, Kind::Code, "{many}");
    for word in ["tables", "9", "8"] {
        assert!(many.to_string().contains(word), "`{word}` is not in: {many}");
    }
    let grows = "(drop (table.grow $names (ref.null func) (i32.const 100000))) (i32.const $answer)";
    let grows = problem(&with("(table $names 1 funcref)", grows), &operator, "{}");
    assert_eq!(grows.kind, Kind::Memory, "{grows}");
    for word in ["table", "50000"] {
        assert!(grows.message.contains(word), "`{word}` is not in: {grows}");
    }
    assert!(!grows.message.contains("MiB"), "it has memory enough: {grows}");
    let begins = Guest { pages: Some(16 * 65), ..Guest::default() };
    let begins = problem(&begins, &operator, "{}");
    assert_eq!(begins.kind, Kind::Code, "{begins}");
    for word in ["memory", "64 MiB"] {
        assert!(begins.message.contains(word), "`{word}` is not in: {begins}");
    }
}

#[test]
fn messages_do_not_grow_with_what_they_quote() {
    let runtime = Runtime::new(RuntimeOptions::default()).expect("a runtime");
    let long = "x".repeat(50_000);
    let components = [
        format!(r#"(component (import "{long}" (func)))"#),
        format!(r#"(component (core module (import "{long}" "f" (func))))"#),
        format!(
            r#"(component (core module $m (func (export "{long}"))) (core instance $i (instantiate $m))
            (alias core export $i "\\1b[31mred{long}" (core func $f)))"#
        ),
    ];
    for text in components {
        let Ok(component) = wat::parse_str(&text) else { panic!("it is right: {}", &text[..60]) };
        let problem = runtime.load(&guest::package(&component, "0.1.0", "{}")).expect_err("it won't do");
        let said = problem.to_string();
        assert_eq!(problem.kind, Kind::Code, "{said}");
        assert!(said.len() < 4_000 && !said.chars().any(char::is_control), "{} bytes: {said}", said.len());
        assert!(said.starts_with("plugin `test.guest` 1.0.0, loading: "), "{said}");
    }
}

#[test]
fn many_threads_get_what_one_gets() {
    let options = || RuntimeOptions { calls: 3, ..RuntimeOptions::default() };
    let runtime = Runtime::new(options()).expect("a runtime");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/dist/riskwright.matrix.wasm");
    let plugin = runtime.load(&std::fs::read(path).expect("it ships")).expect("it loads");
    let (settings, core) = guest::twin();
    let of = plugin.methodology(&settings, "en").unwrap_or_else(|problem| panic!("{problem}"));
    let batches: Vec<Batch> = (1..40).map(|count| guest::random_rows(count * 7)).collect();
    let serial: Vec<_> = batches
        .iter()
        .map(|batch| (of.try_assess(batch).expect("fine"), of.try_trace(batch).expect("fine")))
        .collect();
    for (batch, (answer, _)) in batches.iter().zip(&serial) {
        assert_eq!(core.assess(batch).expect("fine").scores, answer.scores);
    }
    // one that fails all the time is beside them, and one that never ends
    let bad =
        [Guest::assessing("unreachable"), Guest::assessing("(loop $on (br $on)) unreachable")].map(|guest| {
            let package = guest::package(&guest.component(), "0.1.0", r#"{"time_ms": 30}"#);
            runtime
                .load(&package)
                .expect("it loads")
                .methodology(&serde_json::json!({}), "en")
                .expect("it describes")
        });
    std::thread::scope(|scope| {
        for bad in &bad {
            scope.spawn(|| (0..5).for_each(|_| drop(bad.try_assess(&row()).expect_err("it is bad"))));
        }
        let threads: Vec<_> = (0..6)
            .map(|thread| {
                let (of, batches, serial) = (&of, &batches, &serial);
                scope.spawn(move || {
                    for step in 0..batches.len() {
                        // each in an order of its own
                        let at = (step * (thread * 2 + 1) + thread * 11) % batches.len();
                        assert_eq!(of.try_assess(&batches[at]).expect("fine"), serial[at].0);
                        assert_eq!(of.try_trace(&batches[at]).expect("fine"), serial[at].1);
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().expect("no panic"));
    });
}
