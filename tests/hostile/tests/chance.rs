//! Plugins by chance: ten thousand of them, the same ones every time.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use riskwright_hostile::{
    Arena, Guest, Seed, altered, ask, is_clear, package, random_component, random_core_module, random_plugin,
    shaped_catalogue, shaped_methodology, shaped_questionnaire,
};
use riskwright_package::Package;
use riskwright_runtime::problem::{Call, Problem};

/// How many: 10,000 by themselves, fewer or more if `RISKWRIGHT_CHANCE` says so.
fn seeds() -> u64 {
    std::env::var("RISKWRIGHT_CHANCE").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

/// What a plugin by chance offers.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Offers {
    Methodology,
    Catalogue,
    Questionnaire,
}

impl Offers {
    /// The calls that are made, in order.
    fn calls(self) -> &'static [Call] {
        match self {
            Self::Methodology => &[Call::Assess, Call::Trace, Call::Loss],
            Self::Catalogue => &[Call::Catalogue],
            Self::Questionnaire => &[Call::Questionnaire, Call::Evaluate],
        }
    }
}

/// A random file. Of twenty, seven know nothing of the contract or by shape alone, one is a good plugin with some bytes
/// changed, and twelve answer with random values: methodologies, catalogues, questionnaires.
fn file(seed: Seed) -> Option<(Offers, Vec<u8>)> {
    let manifest = || Guest::methodology().asks_for(4, 20).manifest();
    let of = |component: Vec<u8>| Some((Offers::Methodology, package(&component, &manifest())));
    match seed.0 % 20 {
        0 => Some((Offers::Methodology, random_core_module(seed)?)),
        1 | 2 => of(random_component(seed)?),
        3..7 => of(random_plugin(seed)?),
        // one in five of these is the matrix that ships
        7 if seed.0 % 100 == 7 => Some((Offers::Methodology, altered(shipped(), seed))),
        7 => Some((Offers::Methodology, altered(&Guest::methodology().asks_for(4, 20).package(), seed))),
        8..13 => Some((Offers::Methodology, shaped_methodology(seed).asks_for(4, 20).package())),
        13..16 => Some((Offers::Catalogue, shaped_catalogue(seed).asks_for(4, 20).package())),
        _ => Some((Offers::Questionnaire, shaped_questionnaire(seed).asks_for(4, 20).package())),
    }
}

/// The matrix that ships, with a manifest of the tests.
fn shipped() -> &'static [u8] {
    static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins/dist/riskwright.matrix.wasm");
        let file = std::fs::read(path).expect("it ships");
        let component = Package::read(&file).expect("it is a package").component().to_vec();
        package(&component, &Guest::methodology().asks_for(4, 200).manifest())
    });
    &FILE
}

/// How often a call was reached, and how often its answer was taken.
#[derive(Debug, Default, Clone, Copy)]
struct Reached {
    called: u64,
    taken: u64,
}

#[test]
fn ten_thousand_plugins_by_chance() {
    let arena = Arena::new();
    let (next, count) = (AtomicU64::new(0), seeds());
    let outcomes: Mutex<BTreeMap<String, u64>> = Mutex::default();
    let reached: Mutex<BTreeMap<String, Reached>> = Mutex::default();
    let slowest: Mutex<(Duration, u64)> = Mutex::default();
    let note = |outcome: String| *outcomes.lock().expect("no panic").entry(outcome).or_default() += 1;
    let attack = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count {
                return;
            }
            let Some((offers, file)) = file(Seed(seed)) else {
                note("nothing came of it".to_owned());
                continue;
            };
            let begin = Instant::now();
            let outcomes: Vec<(Call, Result<(), Problem>)> = match arena.load(&file) {
                Err(problem) => vec![(Call::Load, Err(problem))],
                Ok(plugin) => offers.calls().iter().map(|call| (*call, ask(&plugin, *call))).collect(),
            };
            let took = begin.elapsed();
            for (call, outcome) in &outcomes {
                let mut reached = reached.lock().expect("no panic");
                let so_far = reached.entry(call.to_string()).or_default();
                match outcome {
                    Ok(()) => {
                        so_far.called += 1;
                        so_far.taken += 1;
                    }
                    Err(problem) if problem.call == *call => so_far.called += 1,
                    Err(_) => {}
                }
            }
            let mut slowest = slowest.lock().expect("no panic");
            *slowest = (*slowest).max((took, seed));
            drop(slowest);
            for (_, outcome) in outcomes {
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
    // what is not reached is not tried
    let reached = reached.into_inner().expect("no panic");
    println!("{reached:#?}");
    for (call, called, taken) in [
        (Call::Assess, 20, 5),
        (Call::Trace, 20, 5),
        (Call::Loss, 20, 5),
        (Call::Catalogue, 12, 3),
        (Call::Questionnaire, 18, 10),
        (Call::Evaluate, 12, 3),
    ] {
        let so_far = reached.get(&call.to_string()).copied().unwrap_or_default();
        assert!(so_far.called * 100 >= called * count, "{call} of {count} plugins: {so_far:?}");
        assert!(so_far.taken * 100 >= taken * count, "{call} of {count} plugins: {so_far:?}");
    }
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
