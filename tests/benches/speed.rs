//! The figures of the README: `cargo xtask bench`. Each job stands beside what a naive program would do.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use riskwright_core::applicability::statement;
use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::check::{check, check_with};
use riskwright_core::evaluation::evaluate;
use riskwright_core::exchange::grid::{Cell, Sheet};
use riskwright_core::exchange::{Options, export_json, import};
use riskwright_core::id::ScenarioId;
use riskwright_core::identification::{Estimate, FactorValue, Stage};
use riskwright_core::isms::Isms;
use riskwright_core::methodology::assessment::{assess, assess_these, records};
use riskwright_core::quantity::{Actor, Date, Text, Timestamp};
use riskwright_store::{Attempt, Store};

const SCENARIOS: u64 = 10_000;
const ENTRIES: u64 = 50_000;

fn by() -> Actor {
    "bench".parse().unwrap()
}
fn at() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}
fn today() -> Date {
    Date::of(at())
}

/// A small generator of numbers, so that every run scores the same register.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u8) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % u64::from(sides)) as u8
    }
}

fn estimate(dice: &mut Dice) -> Estimate {
    let mut factors = BTreeMap::new();
    for factor in ["likelihood", "confidentiality", "availability"] {
        factors.insert(factor.parse().unwrap(), FactorValue::Level(dice.roll(5)));
    }
    Estimate { factors, rationale: Text::default() }
}

fn identify(dice: &mut Dice, number: u64) -> Change {
    let control = format!("A.8.{}", 1 + dice.roll(34));
    let mut risk: Change = serde_json::from_value(serde_json::json!({ "risk.identify": {
        "id": format!("R-{number}"),
        "title": format!("Scenario {number}: a service is not available"),
        "owner": "Head of operations",
        "existing_controls": [control],
    }}))
    .unwrap();
    if let Change::RiskIdentify(scenario) = &mut risk {
        scenario.inherent = Some(estimate(dice));
        scenario.current = Some(estimate(dice));
    }
    risk
}

/// 10,000 scenarios of three factors, estimated in two stages, with their scores recorded.
fn register() -> Isms {
    let mut isms = Isms::new("Example Ltd".parse().unwrap());
    let mut dice = Dice(27_005);
    let changes = (1..=SCENARIOS).map(|number| identify(&mut dice, number)).collect();
    let together = Change::Together { title: "register".parse().unwrap(), changes };
    isms.apply(&together, &by(), at()).unwrap();
    let methodology = isms.preferred_methodology().unwrap().build(&isms).unwrap();
    let run = assess(&isms, methodology.as_ref()).unwrap();
    let rows: Vec<_> = run.rows.iter().collect();
    let scores = records(&rows, methodology.as_ref(), &by(), today()).unwrap();
    isms.apply(&Change::RiskAssess { scores }, &by(), at()).unwrap();
    isms
}

fn engine(criterion: &mut Criterion) {
    let isms = register();
    let in_use = isms.preferred_methodology().unwrap().clone();
    let methodology = in_use.build(&isms).unwrap();
    let mut group = criterion.benchmark_group("engine, 10,000 risks");
    group.bench_function("assess", |bench| bench.iter(|| assess(&isms, methodology.as_ref()).unwrap()));
    group.bench_function("assess + evaluate + SoA + check", |bench| {
        bench.iter(|| {
            let run = assess(&isms, methodology.as_ref()).unwrap();
            let evaluated = evaluate(&isms, &in_use, &run, today());
            let soa = statement(&isms, Edition::E2022);
            black_box((check_with(&isms, Edition::E2022, today(), &run, &soa), evaluated.len()))
        });
    });
    group.bench_function("check alone", |bench| bench.iter(|| check(&isms, Edition::E2022, today())));
    group.sample_size(10);
    group.bench_function("naive: one risk at a time, methodology built for each", |bench| {
        bench.iter(|| {
            let ids: Vec<&ScenarioId> = isms.scenarios().keys().collect();
            for id in ids {
                let built = in_use.build(&isms).unwrap();
                let scenario = isms.scenarios().get(id).unwrap();
                black_box(assess_these(&isms, vec![scenario.as_ref()], built.as_ref()).unwrap());
            }
        });
    });
    group.finish();
}

/// A file of 10,000 scenarios and 50,000 entries. It is made in memory where that is possible: 50,000 times to the disk
/// would take minutes.
fn file(folder: &Path) -> PathBuf {
    let path = folder.join("large.riskwright");
    let mut store = Store::create(&path, "Example Ltd".parse().unwrap(), &by(), at()).unwrap();
    let mut dice = Dice(27_001);
    for number in 1..=SCENARIOS {
        store.append(identify(&mut dice, number), &by(), at(), None).unwrap();
    }
    while store.head().seq < ENTRIES {
        let id = format!("R-{}", 1 + store.head().seq % SCENARIOS).parse().unwrap();
        let estimate = Some(estimate(&mut dice));
        store
            .append(Change::RiskEstimate { id, stage: Stage::Current, estimate }, &by(), at(), None)
            .unwrap();
    }
    store.pack().unwrap();
    store.close().unwrap();
    path
}

fn store(criterion: &mut Criterion) {
    let memory = Path::new("/dev/shm");
    let fast = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let in_memory = file(fast.path());
    let on_disk = disk.path().join("large.riskwright");
    std::fs::copy(&in_memory, &on_disk).unwrap();
    // how many changes are made depends on how quick they are: what else is measured is not to grow by them
    let written_in_memory = fast.path().join("written.riskwright");
    let written_on_disk = disk.path().join("written.riskwright");
    for copy in [&written_in_memory, &written_on_disk] {
        std::fs::copy(&in_memory, copy).unwrap();
    }
    let mut group = criterion.benchmark_group("file, 10,000 risks, 50,000 entries");
    group.sample_size(20);
    group.bench_function("open", |bench| bench.iter(|| Store::open(&on_disk).unwrap()));
    let owner = |number: u64| -> Change {
        serde_json::from_value(serde_json::json!({ "risk.revise": {
            "id": format!("R-{}", 1 + number % SCENARIOS), "set": { "owner": format!("Owner {number}") },
        }}))
        .unwrap()
    };
    for (name, path) in
        [("one change, no disk", &written_in_memory), ("one change, on disk", &written_on_disk)]
    {
        let mut open = Store::open(path).unwrap();
        let mut number = 0;
        group.bench_function(name, |bench| {
            bench.iter(|| {
                number += 1;
                open.append(owner(number), &by(), at(), None).unwrap()
            });
        });
        open.close().unwrap();
    }
    let closed = fast.path().join("closed.riskwright");
    std::fs::copy(&in_memory, &closed).unwrap();
    let changed = |number: u64| {
        let mut open = Store::open(&closed).unwrap();
        open.append(owner(number), &by(), at(), None).unwrap();
        open
    };
    let mut number = 0;
    let mut next = || {
        number += 1;
        number
    };
    group.bench_function("seal at closing after one change, no disk", |bench| {
        bench.iter_batched(|| changed(next()), |open| open.close().unwrap(), BatchSize::PerIteration);
    });
    group.bench_function("open, one change, close, no disk", |bench| {
        bench.iter(|| changed(next()).close().unwrap());
    });
    group.sample_size(10);
    group.bench_function("naive: open by replaying the journal", |bench| {
        let open = Store::open(&on_disk).unwrap();
        bench.iter(|| {
            open.history(&mut |entry, _, _| {
                black_box(entry.seq);
            })
            .unwrap()
        });
    });
    group.bench_function("naive: one change by writing the whole as JSON, on disk", |bench| {
        let open = Store::open(&on_disk).unwrap();
        let path = disk.path().join("whole.json");
        bench.iter(|| {
            let bytes = serde_json::to_vec(&export_json(open.isms())).unwrap();
            let mut file = std::fs::File::create(&path).unwrap();
            file.write_all(&bytes).unwrap();
            file.sync_all().unwrap();
        });
    });
    group.bench_function("the disk alone: 4 KiB written and synced", |bench| {
        let mut file = std::fs::File::create(disk.path().join("page")).unwrap();
        bench.iter(|| {
            file.write_all(&[7; 4096]).unwrap();
            file.sync_all().unwrap();
        });
    });
    group.bench_function("prove (verify)", |bench| {
        bench.iter(|| assert!(riskwright_store::verify(&in_memory, None, &mut |_| {}).ok));
    });
    group.finish();
}

/// So many changes are those of ten years: forty on each working day.
const DECADE: u64 = 100_000;

/// A file of ten years: 600 risks and as many actions, which are changed day by day.
fn decade(folder: &Path) -> PathBuf {
    let path = folder.join("decade.riskwright");
    let mut store = Store::create(&path, "Example Ltd".parse().unwrap(), &by(), at()).unwrap();
    let mut dice = Dice(27_004);
    let mut number = 0;
    while store.head().seq < DECADE {
        let mut some = Vec::new();
        for _ in 0..500 {
            number += 1;
            let of = 1 + number % 600;
            let change: Change = match number {
                1..=600 => identify(&mut dice, of),
                _ if number % 3 == 0 => Change::RiskEstimate {
                    id: format!("R-{of}").parse().unwrap(),
                    stage: Stage::Current,
                    estimate: Some(estimate(&mut dice)),
                },
                _ => serde_json::from_value(serde_json::json!({ "risk.revise": {
                    "id": format!("R-{of}"), "set": { "owner": format!("Owner {}", number % 97) },
                }}))
                .unwrap(),
            };
            some.push(Attempt { change, by: by(), at: at(), base: None });
        }
        store.group(some).unwrap();
    }
    store.close().unwrap();
    path
}

/// The state at any date of ten years.
fn history(criterion: &mut Criterion) {
    let memory = Path::new("/dev/shm");
    let fast = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = disk.path().join("decade.riskwright");
    std::fs::copy(decade(fast.path()), &path).unwrap();
    let open = Store::open(&path).unwrap();
    let mut group = criterion.benchmark_group("history of 100,000 changes");
    group.sample_size(20);
    let mut at = 0;
    group.bench_function("state at any entry", |bench| {
        bench.iter(|| {
            // all over the ten years, and at all distances from what is kept
            at = (at + 61_803) % open.head().seq;
            black_box(open.state_at(riskwright_store::Point::Entry(at)).unwrap())
        });
    });
    group.sample_size(10);
    group.bench_function("naive: replay of all of it", |bench| {
        bench.iter(|| {
            open.history(&mut |entry, _, _| {
                black_box(entry.seq);
            })
            .unwrap()
        });
    });
    group.finish();
}

/// A workbook as a security manager keeps it: 10,000 rows, thirteen columns.
fn workbook() -> Vec<u8> {
    let headings = [
        "Risk ID",
        "Risk description",
        "Assets",
        "Threat",
        "Vulnerability",
        "Risk owner",
        "Likelihood",
        "Confidentiality",
        "Availability",
        "Existing controls",
        "Treatment",
        "Status",
        "Comment",
    ];
    let mut dice = Dice(27_002);
    let levels = ["unlikely", "rather unlikely", "likely", "very likely", "almost certain"];
    let consequences = ["minor", "significant", "serious", "critical", "catastrophic"];
    let pick = |dice: &mut Dice, words: &[&str; 5]| words[usize::from(dice.roll(5))].to_owned();
    let rows = (1..=SCENARIOS).map(|number| {
        let cells = [
            format!("R-{number}"),
            format!("Scenario {number}: a service is not available to those who need it"),
            format!("System {}; Site {}", dice.roll(100), dice.roll(7)),
            format!("Threat {}", dice.roll(40)),
            format!("Weakness {}", dice.roll(60)),
            format!("Owner {}", dice.roll(30)),
            pick(&mut dice, &levels),
            pick(&mut dice, &consequences),
            pick(&mut dice, &consequences),
            format!("A.8.{}, A.5.{}", 1 + dice.roll(34), 1 + dice.roll(37)),
            ["mitigate", "accept", "avoid", "transfer"][usize::from(dice.roll(4))].to_owned(),
            ["open", "closed"][usize::from(dice.roll(10) / 9)].to_owned(),
            "to be looked at next year".to_owned(),
        ];
        cells.into_iter().map(Cell::Text).collect()
    });
    let sheet = Sheet {
        name: "Risk register".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    riskwright_tables::write_xlsx(&[sheet]).unwrap()
}

fn intake(criterion: &mut Criterion) {
    let bytes = workbook();
    let empty = Isms::new("Example Ltd".parse().unwrap());
    let mut group = criterion.benchmark_group("import, XLSX of 10,000 rows");
    group.sample_size(10);
    let read = || riskwright_tables::read("risks.xlsx", &bytes).unwrap();
    group.bench_function("workbook to changes, applied", |bench| {
        bench.iter(|| {
            let intake = import(&empty, &read(), &Options::default());
            assert!(intake.problems.is_empty(), "{:?}", intake.problems.first());
            let mut isms = empty.clone();
            let together = Change::Together { title: "import".parse().unwrap(), changes: intake.changes };
            isms.apply(&together, &by(), at()).unwrap();
            isms
        });
    });
    group.bench_function("the workbook's cells alone", |bench| bench.iter(read));
    group.finish();
}

criterion_group!(benches, engine, store, history, intake);
criterion_main!(benches);
