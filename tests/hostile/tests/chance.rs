//! Plugins by chance: ten thousand of them, the same ones every time.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use riskwright_hostile::{
    Arena, Guest, Seed, is_clear, package, random_component, random_core_module, random_plugin,
};
use riskwright_runtime::problem::{Call, Problem};

/// How many: 10,000 by themselves, fewer or more if `RISKWRIGHT_CHANCE` says so.
fn seeds() -> u64 {
    std::env::var("RISKWRIGHT_CHANCE").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

/// A random file: a methodology by shape in seven of ten, a component in two, a module in one.
fn file(seed: Seed) -> Option<Vec<u8>> {
    let manifest = Guest::methodology().asks_for(4, 20).manifest();
    match seed.0 % 10 {
        0 => random_core_module(seed),
        1 | 2 => random_component(seed).map(|component| package(&component, &manifest)),
        _ => random_plugin(seed).map(|component| package(&component, &manifest)),
    }
}

#[test]
fn ten_thousand_plugins_by_chance() {
    let arena = Arena::new();
    let (next, count) = (AtomicU64::new(0), seeds());
    let outcomes: Mutex<BTreeMap<String, u64>> = Mutex::default();
    let slowest: Mutex<(Duration, u64)> = Mutex::default();
    let note = |outcome: String| *outcomes.lock().expect("no panic").entry(outcome).or_default() += 1;
    let attack = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count {
                return;
            }
            let Some(file) = file(Seed(seed)) else {
                note("nothing came of it".to_owned());
                continue;
            };
            let begin = Instant::now();
            let outcome = [Call::Assess, Call::Trace, Call::Loss].map(|call| arena.attempt(&file, call));
            let took = begin.elapsed();
            let mut slowest = slowest.lock().expect("no panic");
            *slowest = (*slowest).max((took, seed));
            drop(slowest);
            for outcome in outcome {
                note(judged(seed, outcome));
            }
        }
    };
    std::thread::scope(|scope| {
        let attacks: Vec<_> = (0..2).map(|_| scope.spawn(attack)).collect();
        while attacks.iter().any(|attack| !attack.is_finished()) {
            arena.is_unmoved();
            std::thread::sleep(Duration::from_millis(50));
        }
        for attack in attacks {
            attack.join().expect("the host does not panic");
        }
    });
    let outcomes = outcomes.into_inner().expect("no panic");
    let (took, seed) = slowest.into_inner().expect("no panic");
    println!("{outcomes:#?}\nslowest: seed {seed}, {took:?}");
    assert!(took < Duration::from_secs(5), "seed {seed} took {took:?}");
    let ran =
        outcomes.iter().filter(|(outcome, _)| !outcome.contains("Load")).map(|(_, times)| times).sum::<u64>();
    assert!(ran * 4 > count, "only {ran} of {count} ran at all: {outcomes:#?}");
}

/// What came of it, in short; a problem has to be one that says what is wrong with the plugin.
fn judged(seed: u64, outcome: Result<(), Problem>) -> String {
    match outcome {
        Ok(()) => "an answer".to_owned(),
        Err(problem) => {
            assert!(is_clear(&problem), "seed {seed}: {problem}");
            assert!(
                problem.call == Call::Load || problem.to_string().contains("tests.hostile"),
                "seed {seed}: {problem}"
            );
            format!(
                "{:?} in {:?} {}",
                problem.kind,
                problem.call,
                problem.message.chars().take(90).collect::<String>()
            )
        }
    }
}
