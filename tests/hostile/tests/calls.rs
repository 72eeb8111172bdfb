//! What one call may know of another, and what becomes of a plugin that fails again and again.
#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use riskwright_core::methodology::Methodology;
use riskwright_hostile::{Arena, Body, Guest, ask, batch};
use riskwright_runtime::problem::{Call, Kind};
use serde_json::json;

/// Scores that are how often it was called: by what is in a global, and by what is in its memory.
const COUNTS: &str = "
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.store (i32.const 512) (i32.add (i32.load (i32.const 512)) (i32.const 1)))
    (i32.store (i32.const 68) (call $alloc (i32.const 24) (i32.const 8)))
    (f64.store (i32.load (i32.const 68)) (f64.convert_i32_u (global.get $calls)))
    (f64.store offset=8 (i32.load (i32.const 68)) (f64.convert_i32_u (i32.load (i32.const 512))))
    (f64.store offset=16 (i32.load (i32.const 68)) (f64.convert_i32_u (memory.grow (i32.const 1))))
    (i32.store (i32.const 72) (i32.const 3))
    (i32.store (i32.const 76) (call $alloc (i32.const 3) (i32.const 1)))
    (i32.store (i32.const 80) (i32.const 3))
    (i32.const 64)";

#[test]
fn no_call_knows_of_another() {
    let arena = Arena::new();
    let guest = Guest::methodology()
        .with("(global $calls (mut i32) (i32.const 0))")
        .does("assess", Body::text(COUNTS));
    let plugin = arena.load(&guest.package()).expect("it loads");
    let methodology = plugin.methodology(&json!({}), "en").expect("it describes itself");
    let again = plugin.methodology(&json!({}), "en").expect("it describes itself");
    for _ in 0..50 {
        for methodology in [&methodology, &again] {
            let answer = methodology.try_assess(&batch()).expect("it answers");
            assert_eq!(answer.scores, [1.0, 1.0, 1.0], "the first call, every time");
        }
    }
    arena.is_unmoved();
}

#[test]
fn a_plugin_that_keeps_failing_is_set_aside_and_can_be_brought_back() {
    let arena = Arena::new();
    let guest = Guest::methodology().does("assess", Body::text("(unreachable)"));
    let plugin = arena.load(&guest.package()).expect("it loads");
    let methodology = plugin.methodology(&json!({}), "en").expect("it describes itself");
    let kinds = |times: usize| -> Vec<Kind> {
        (0..times).map(|_| methodology.try_assess(&batch()).expect_err("it fails").kind).collect()
    };
    let first = kinds(20);
    let trapped = first.iter().take_while(|kind| **kind == Kind::Trap).count();
    assert!((2..10).contains(&trapped), "{first:?}");
    assert!(first[trapped..].iter().all(|kind| *kind == Kind::SetAside), "{first:?}");

    let problem = ask(&plugin, Call::Assess).expect_err("it is set aside");
    assert_eq!(problem.kind, Kind::SetAside, "{problem}");
    assert!(problem.to_string().contains("broke off"), "the reason is told: {problem}");
    // nor does it help to load it again, and another version of it is another plugin
    let again = arena.load(&guest.package()).and_then(|plugin| ask(&plugin, Call::Assess));
    assert_eq!(again.expect_err("it is the same").kind, Kind::SetAside);
    let mended = Guest::methodology().version("1.0.1");
    assert_eq!(arena.attempt(&mended.package(), Call::Assess), Ok(()));

    assert!(arena.runtime().bring_back(&plugin.digest()).expect("there is no file"));
    assert_eq!(kinds(1), [Kind::Trap], "it is called again");
    arena.is_unmoved();
}

#[test]
fn what_is_not_the_plugins_fault_sets_no_one_aside() {
    let arena = Arena::new();
    let says_no = Guest::methodology()
        .does("validate-settings", Body::text("(i32.store (i32.const 64) (i32.const 0)) (i32.const 64)"));
    let plugin = arena.load(&says_no.package()).expect("it loads");
    for _ in 0..20 {
        let problem = plugin.methodology(&json!([]), "en").expect_err("the schema wants an object");
        assert_eq!(problem.kind, Kind::Settings, "{problem}");
    }
    assert_eq!(ask(&plugin, Call::Assess), Ok(()));
    arena.is_unmoved();
}

#[test]
fn others_are_not_slowed_down_by_one_that_loops() {
    let arena = Arena::new();
    let good = arena.load(&Guest::methodology().called("tests.other").package()).expect("it loads");
    let good = good.methodology(&json!({}), "en").expect("it describes itself");
    let looping =
        Guest::methodology().does("assess", Body::text("(loop $for_ever (br $for_ever)) (unreachable)"));
    let package = looping.package();
    let wanted = good.assess(&batch()).expect("it answers");
    std::thread::scope(|scope| {
        let attacks: Vec<_> = (0..2).map(|_| scope.spawn(|| arena.attempt(&package, Call::Assess))).collect();
        let begin = Instant::now();
        let mut calls = 0;
        while attacks.iter().any(|attack| !attack.is_finished()) {
            assert_eq!(good.assess(&batch()).expect("it answers"), wanted);
            calls += 1;
        }
        assert!(calls > 20, "{calls} calls in {:?}", begin.elapsed());
        assert!(begin.elapsed() < Duration::from_secs(20));
        for attack in attacks {
            let outcome = attack.join().expect("no panic");
            assert_eq!(outcome.expect_err("it loops").kind, Kind::Time);
        }
    });
    arena.is_unmoved();
}
