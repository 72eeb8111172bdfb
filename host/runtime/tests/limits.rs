//! What a plugin may not do, and what is said of it.

mod guest;

use std::sync::Arc;

use guest::{Answer, Described, Guest};
use riskwright_core::methodology::{Batch, Cells, Column};
use riskwright_runtime::{Kind, Limits, Plugin, PluginMethodology, Problem, Runtime, RuntimeOptions};

fn runtime() -> Runtime {
    let limits = Limits { memory_mib: 8, time_ms: 200, ..Limits::default() };
    Runtime::new(RuntimeOptions { limits, ..RuntimeOptions::default() }).expect("a runtime")
}

fn load(guest: &Guest) -> Arc<Plugin> {
    runtime().load(&guest.package()).unwrap_or_else(|problem| panic!("{problem}"))
}

fn methodology(guest: &Guest) -> PluginMethodology {
    load(guest).methodology(&serde_json::json!({}), "en").unwrap_or_else(|problem| panic!("{problem}"))
}

fn rows(count: usize) -> Batch {
    let column = || Column::Ordinal(vec![Some(1); count].into());
    Batch::of_columns(count, vec![column(), column()]).expect("alike")
}

fn refused(guest: &Guest, count: usize) -> Problem {
    methodology(guest).try_assess(&rows(count)).expect_err("it is not to be taken")
}

/// The kind of problem, the row, and words that tell what happened.
#[track_caller]
fn told(problem: &Problem, kind: Kind, row: Option<u32>, words: &str) {
    let said = problem.to_string();
    assert_eq!((problem.kind, problem.row), (kind, row), "{said}");
    assert!(said.contains(words), "{said}");
    assert!(said.starts_with("plugin `test.guest` 1.0.0, methodology."), "{said}");
}

#[test]
fn an_answer_that_is_as_described_is_taken() {
    let mut answer = Answer::of(&[0.0, 10.0, 0.0], &[0, 3, 0]);
    answer.problems.push((vec![2], "no".to_owned()));
    let taken = methodology(&Guest::answering(answer)).try_assess(&rows(3)).expect("it is fine");
    assert_eq!((taken.scores, taken.levels), (vec![0.0, 10.0, 0.0], vec![0, 3, 0]));
    assert_eq!((taken.problems[0].row, &*taken.problems[0].message), (2, "no"));
    let none = methodology(&Guest::default()).try_assess(&rows(0)).expect("no rows are fine");
    assert!(none.scores.is_empty());
}

#[test]
fn time_memory_and_stack_end_a_call() {
    let endless = refused(&Guest::assessing("(loop $on (br $on)) unreachable"), 1);
    told(&endless, Kind::Time, None, "within 200 ms");
    let greedy = "(loop $on (drop (memory.grow (i32.const 16))) (br $on)) unreachable";
    told(&refused(&Guest::assessing(greedy), 1), Kind::Memory, None, "8 MiB");
    let deep = Guest {
        assess: Some("(call $deep (i32.const 0))".to_owned()),
        module: "(func $deep (param i32) (result i32) (i32.add (call $deep (local.get 0)) (i32.const 1)))"
            .to_owned(),
        ..Guest::default()
    };
    told(&refused(&deep, 1), Kind::Stack, None, "recursion");
    told(&refused(&Guest::assessing("unreachable"), 1), Kind::Trap, None, "broke off");
    told(
        &refused(&Guest::assessing("(i32.div_u (i32.const 1) (i32.const 0))"), 1),
        Kind::Trap,
        None,
        "divided by zero",
    );
    told(&refused(&Guest::assessing("(i32.load (i32.const -1))"), 1), Kind::Trap, None, "outside its memory");
}

#[test]
fn start_functions_and_large_memories_are_the_call_s_too() {
    let start = Guest { module: "(start $on) (func $on (loop $on (br $on)))".to_owned(), ..Guest::default() };
    let problem = load(&start).methodology(&serde_json::json!({}), "en").expect_err("it loops");
    told(&problem, Kind::Time, None, "within 200 ms");
    let large = Guest { pages: Some(256), ..Guest::default() };
    let problem = runtime().load(&large.package()).expect_err("16 MiB at the start");
    assert_eq!(problem.kind, Kind::Code, "{problem}");
}

#[test]
fn answers_are_held_to_what_was_described() {
    let of = |scores: &[f64], levels: &[u8]| Guest::answering(Answer::of(scores, levels));
    told(&refused(&of(&[1.0], &[0]), 2), Kind::Answer, None, "1 scores for 2 rows");
    told(&refused(&of(&[1.0, 1.0], &[0]), 2), Kind::Answer, None, "1 levels for 2 rows");
    told(&refused(&of(&[1.0, f64::NAN], &[0, 0]), 2), Kind::Answer, Some(1), "row 2: the score is NaN");
    told(&refused(&of(&[f64::INFINITY, 1.0], &[0, 0]), 2), Kind::Answer, Some(0), "inf");
    told(&refused(&of(&[1.0, 10.5], &[0, 0]), 2), Kind::Answer, Some(1), "between 0 and 10");
    told(&refused(&of(&[1.0, 1.0], &[0, 4]), 2), Kind::Answer, Some(1), "level is 4");
    let with = |problems: &[(&[u32], &str)]| {
        let mut answer = Answer::of(&[0.0, 0.0], &[0, 0]);
        answer.problems = problems.iter().map(|(rows, what)| (rows.to_vec(), (*what).to_owned())).collect();
        Guest::answering(answer)
    };
    told(&refused(&with(&[(&[2], "no")]), 2), Kind::Answer, None, "row 2");
    told(&refused(&with(&[(&[0, 2], "no")]), 2), Kind::Answer, None, "row 2");
    told(&refused(&with(&[(&[1, 0], "no")]), 2), Kind::Answer, Some(0), "do not rise");
    told(&refused(&with(&[(&[1, 1], "no")]), 2), Kind::Answer, Some(1), "do not rise");
    told(&refused(&with(&[(&[], "no")]), 2), Kind::Answer, None, "a problem of no row");
    told(&refused(&with(&[(&[0, 1], "no"), (&[1], "neither")]), 2), Kind::Answer, Some(1), "two problems");
    told(&refused(&with(&[(&[1], " ")]), 2), Kind::Answer, None, "empty text");
    // in any order, and many rows at once
    for problems in [&[(&[1][..], "b"), (&[0], "a")][..], &[(&[0], "a"), (&[1], "b")], &[(&[0, 1], "a")]] {
        let plugin = load(&with(problems));
        let of = plugin.methodology(&serde_json::json!({}), "en").expect("it describes");
        let answer = of.try_assess(&rows(2)).unwrap_or_else(|problem| panic!("{problem}"));
        let said: Vec<(usize, &str)> = answer.problems.iter().map(|of| (of.row, &*of.message)).collect();
        assert_eq!(said, [(0, "a"), (1, if problems.len() == 2 { "b" } else { "a" })]);
    }
    let mut answer = Answer::of(&[1.0], &[0]);
    answer.problems.push((vec![0], "no".to_owned()));
    told(&refused(&Guest::answering(answer), 1), Kind::Answer, Some(0), "all the same");
}

#[test]
fn lists_that_lie_and_texts_that_are_none_are_told() {
    // a list of 10^8 elements, one that begins beyond the memory, one that ends there
    for (at, count) in [(2048, 100_000_000), (u32::MAX - 7, 2), (8, u32::MAX / 8)] {
        // where the list of scores stands in the answer, behind the case of the result
        let code = format!(
            "(i32.store offset=4 (i32.const $answer) (i32.const {at}))
             (i32.store offset=8 (i32.const $answer) (i32.const {count})) (i32.const $answer)"
        );
        let problem = refused(&Guest::assessing(&code), 1);
        assert!(matches!(problem.kind, Kind::Answer | Kind::TooMuch), "{problem}");
    }
    let mut answer = Answer::of(&[0.0], &[0]);
    answer.problems.push((vec![0], "x".repeat(300_000)));
    told(&refused(&Guest::answering(answer.clone()), 1), Kind::TooMuch, None, "KiB");
    answer.problems[0].1 = "x".repeat(30_000);
    told(&refused(&Guest::answering(answer), 1), Kind::Answer, None, "20000 characters");
}

#[test]
fn descriptions_are_checked() {
    let describing = |described: Described| {
        load(&Guest { described, ..Guest::default() })
            .methodology(&serde_json::json!({}), "en")
            .expect_err("refused")
    };
    let ids = |ids: &[&str]| Described {
        ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        axes: None,
        ..Described::default()
    };
    told(&describing(ids(&[])), Kind::Answer, None, "no factors");
    told(&describing(ids(&["a", "a"])), Kind::Answer, None, "another factor");
    told(&describing(ids(&["Likelihood"])), Kind::Answer, None, "lower-case");
    told(&describing(ids(&["score"])), Kind::Answer, None, "taken");
    told(
        &describing(Described { axes: Some((0, 0)), ..Described::default() }),
        Kind::Answer,
        None,
        "heat map",
    );
    told(
        &describing(Described { axes: Some((0, 9)), ..Described::default() }),
        Kind::Answer,
        None,
        "heat map",
    );
    told(
        &describing(Described { scale: (1.0, 0.0), ..Described::default() }),
        Kind::Answer,
        None,
        "in order",
    );
    told(
        &describing(Described { scale: (0.0, f64::NAN), ..Described::default() }),
        Kind::Answer,
        None,
        "finite",
    );
    told(
        &describing(Described { title: " ".to_owned(), ..Described::default() }),
        Kind::Answer,
        None,
        "empty",
    );
    told(
        &describing(Described { language: "English!".to_owned(), ..Described::default() }),
        Kind::Answer,
        None,
        "language tag",
    );
    told(
        &describing(Described { levels: vec!["one".to_owned()], ..Described::default() }),
        Kind::Answer,
        None,
        "2 to 100",
    );
    let many: Vec<String> = (0..65).map(|at| format!("f{at}")).collect();
    told(&describing(Described { ids: many, ..Described::default() }), Kind::Answer, None, "at most 64");
}

#[test]
fn traces_name_what_is_described() {
    let tracing = |steps: &[(&str, u8, &[&str])]| {
        let steps = steps
            .iter()
            .map(|(node, level, sources)| {
                ((*node).to_owned(), *level, sources.iter().map(|id| (*id).to_owned()).collect())
            })
            .collect();
        methodology(&Guest { trace: vec![steps], ..Guest::default() }).try_trace(&rows(1))
    };
    let steps = tracing(&[("likelihood", 1, &[]), ("level", 2, &["likelihood"])]).expect("fine");
    assert_eq!((steps[0][0].label.as_str(), steps[0][1].label.as_str()), ("two", "high"));
    told(&tracing(&[("luck", 1, &[])]).expect_err("unknown"), Kind::Answer, Some(0), "`luck`");
    told(&tracing(&[("impact", 1, &["luck"])]).expect_err("unknown"), Kind::Answer, Some(0), "`luck`");
    told(&tracing(&[("impact", 3, &[])]).expect_err("no level"), Kind::Answer, Some(0), "level 3 of 3");
    told(&tracing(&[("score", 1, &[])]).expect_err("no number"), Kind::Answer, Some(0), "another kind");
    told(
        &tracing(&[("impact", 1, &[]), ("impact", 1, &[])]).expect_err("twice"),
        Kind::Answer,
        Some(0),
        "two steps",
    );
    let none = methodology(&Guest::default()).try_trace(&rows(1)).expect_err("no rows");
    told(&none, Kind::Answer, None, "0 rows of 1");
}

#[test]
fn no_state_survives_a_call() {
    // a score that counts the calls
    let counting = "(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (f64.store (i32.load offset=4 (i32.const $answer)) (f64.convert_i32_u (global.get $calls)))
        (i32.const $answer)"
        .to_owned();
    let guest = Guest { assess: Some(counting), answer: Some(Answer::of(&[0.0], &[0])), ..Guest::default() };
    let methodology = methodology(&guest);
    for _ in 0..3 {
        assert_eq!(methodology.try_assess(&rows(1)).expect("fine").scores, [1.0]);
    }
    let mut live = methodology.live().expect("an instance");
    for count in [1.0, 2.0, 3.0] {
        assert_eq!(live.assess(&rows(1)).expect("fine").scores, [count]);
    }
}

#[test]
fn batches_are_held_to_the_description() {
    let of = methodology(&Guest::default());
    let one = Batch::of_columns(1, vec![Column::Ordinal(Cells::none(1))]).expect("alike");
    told(&of.try_assess(&one).expect_err("too few"), Kind::Input, None, "made for another");
    let kinds = vec![Column::Ordinal(Cells::none(1)), Column::Flag(Cells::none(1))];
    let kinds = Batch::of_columns(1, kinds).expect("alike");
    told(&of.try_assess(&kinds).expect_err("another kind"), Kind::Input, None, "another kind");
    told(&of.try_assess(&rows(1_000_001)).expect_err("too many"), Kind::Input, None, "at most 1000000");
}

#[test]
fn settings_are_held_to_the_schema() {
    let plugin = load(&Guest::default());
    let problem = plugin.methodology(&serde_json::json!({"scale": "x"}), "en").expect_err("no integer");
    told(&problem, Kind::Settings, None, "`/scale`");
    assert!(plugin.methodology(&serde_json::json!({"scale": 3}), "en").is_ok());
}

#[test]
fn a_plugin_that_keeps_failing_is_set_aside_and_can_be_brought_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = || RuntimeOptions {
        health: Some(folder.path().join("not/there/yet/health.json")),
        ..RuntimeOptions::default()
    };
    let bytes = Guest::assessing("unreachable").package();
    let fine = guest::package(&Guest::answering(Answer::of(&[1.0], &[0])).component(), "0.1.0", "{}");
    let digest = {
        let runtime = Runtime::new(options()).expect("a runtime");
        let plugin = runtime.load(&bytes).expect("it loads");
        for _ in 0..3 {
            // describing goes well each time and does not make up for it
            let methodology = plugin.methodology(&serde_json::json!({}), "en").expect("it describes");
            told(
                &methodology.try_assess(&rows(1)).expect_err("it breaks off"),
                Kind::Trap,
                None,
                "broke off",
            );
        }
        let problem = plugin.methodology(&serde_json::json!({}), "en").expect_err("set aside");
        told(&problem, Kind::SetAside, None, "bring it back");
        let other =
            runtime.load(&fine).expect("it loads").methodology(&serde_json::json!({}), "en").expect("fine");
        assert!(other.try_assess(&rows(1)).is_ok(), "another plugin goes on");
        plugin.digest()
    };
    // another process knows
    let runtime = Runtime::new(options()).expect("a runtime");
    let plugin = runtime.load(&bytes).expect("it loads");
    assert!(plugin.set_aside().is_some_and(|reason| reason.contains("broke off")));
    assert!(runtime.bring_back(&digest).expect("it is written"));
    assert!(plugin.methodology(&serde_json::json!({}), "en").is_ok());
    assert!(Runtime::new(options()).expect("a runtime").failures().is_empty());
}
