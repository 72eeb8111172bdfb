//! A large batch is asked for in parts, several at a time: it answers as in one piece, and what is wrong with it is told so.

mod guest;

use std::num::NonZero;
use std::time::{Duration, Instant};

use guest::{Described, Guest};
use riskwright_core::methodology::{Batch, Column, Description, FactorKind, Methodology};
use riskwright_runtime::{Kind, Limits, PluginMethodology, Runtime, RuntimeOptions};
use serde_json::json;

/// A batch of whatever a methodology asks for; here and there something is missing or out of its scale.
fn batch(of: &Description, rows: std::ops::Range<usize>) -> Batch {
    let draw = |row: usize, column: usize| {
        let mut state = (row as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (column as u64 + 1);
        state ^= state >> 29;
        state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (state ^ (state >> 32)) % 1_000
    };
    let columns = of.factors.iter().enumerate().map(|(column, factor)| {
        let drawn = rows.clone().map(|row| {
            Some(draw(row, column)).filter(|drawn| *drawn >= 20 && is_asked(row, factor.id.as_str()))
        });
        let point = |drawn: u64, min: f64, max: f64| min + (max - min) * (drawn % 97) as f64 / 96.0;
        match &factor.kind {
            FactorKind::Ordinal(levels) => {
                let most = levels.len() as u64;
                let level =
                    |drawn: u64| u8::try_from(if drawn == 999 { most } else { drawn % most }).expect("few");
                Column::Ordinal(drawn.map(|drawn| drawn.map(level)).collect())
            }
            FactorKind::Number { min, max, .. } => {
                Column::Number(drawn.map(|drawn| drawn.map(|drawn| point(drawn, *min, *max))).collect())
            }
            FactorKind::Range { min, max, .. } => {
                let range = |drawn: u64| {
                    let mut points = [drawn, drawn * 7, drawn * 31].map(|drawn| point(drawn, *min, *max));
                    points.sort_by(f64::total_cmp);
                    points
                };
                Column::Range(drawn.map(|drawn| drawn.map(range)).collect())
            }
            FactorKind::Flag => Column::Flag(drawn.map(|drawn| drawn.map(|drawn| drawn % 2 == 0)).collect()),
        }
    });
    Batch::of_columns(rows.len(), columns.collect()).expect("alike")
}

/// Of what Open FAIR asks for, each row estimates one level of its tree; of others, all.
fn is_asked(row: usize, factor: &str) -> bool {
    match factor {
        "loss-event-frequency" | "loss-magnitude" => row.is_multiple_of(2),
        "threat-event-frequency" | "susceptibility" | "primary-loss" => !row.is_multiple_of(2),
        _ => matches!(factor, "severity" | "occurrence" | "detection" | "likelihood" | "consequence"),
    }
}

fn shipped(runtime: &Runtime, name: &str) -> PluginMethodology {
    let path = format!("{}/../../plugins/dist/riskwright.{name}.wasm", env!("CARGO_MANIFEST_DIR"));
    let plugin = runtime.load(&std::fs::read(path).expect("it ships")).expect("it loads");
    plugin.methodology(&json!({}), "en").unwrap_or_else(|problem| panic!("{problem}"))
}

/// Where time is not what is looked at.
fn at_leisure() -> RuntimeOptions {
    let limits = Limits { time_ms: 600_000, ..Limits::default() };
    RuntimeOptions { limits, threads: NonZero::new(4), ..RuntimeOptions::default() }
}

/// One place and many, one thread and more than there are processors.
fn hosts() -> impl Iterator<Item = RuntimeOptions> {
    let hosts = [(1, 1), (1, 8), (2, 2), (3, 8), (16, 1), (16, 2), (16, 8)];
    hosts.into_iter().map(|(calls, threads)| RuntimeOptions {
        calls,
        threads: NonZero::new(threads),
        ..at_leisure()
    })
}

#[test]
fn parts_answer_as_one() {
    let runtime = Runtime::new(at_leisure()).expect("a runtime");
    for (name, counts) in [
        // whole, and in 2, 8 and 24 parts
        ("fmea", &[12_799, 12_800, 12_801, 100_003, 210_003][..]),
        ("matrix", &[70_001]),
        ("open-fair", &[40_000]),
    ] {
        let of = shipped(&runtime, name);
        let mut live = of.live().expect("an instance");
        for count in counts {
            let rows = batch(of.describe(), 0..*count);
            let parts = of.try_assess(&rows).unwrap_or_else(|problem| panic!("{name}, {count}: {problem}"));
            // a live instance is asked for all rows at once
            let whole = live.assess(&rows).unwrap_or_else(|problem| panic!("{name}, {count}: {problem}"));
            let bits = |scores: &[f64]| scores.iter().map(|score| score.to_bits()).collect::<Vec<_>>();
            assert!(bits(&parts.scores) == bits(&whole.scores), "{name}, {count}: scores");
            assert!(parts.levels == whole.levels, "{name}, {count}: levels");
            assert!(parts.problems == whole.problems, "{name}, {count}: problems");
            let last = whole.problems.last().expect("something is missing in some rows");
            assert!(last.row > count * 9 / 10 && whole.problems.len() < *count, "{name}, {count}");
        }
    }
}

/// A methodology that was taken on yesterday has nothing estimated yet: each row says so, and the plugin is not to blame.
#[test]
fn rows_without_any_estimate_are_no_failure() {
    let runtime = Runtime::new(at_leisure()).expect("a runtime");
    for name in ["ebios-rm", "fmea", "matrix", "nist-sp800-30", "octave-allegro", "open-fair"] {
        let of = shipped(&runtime, name);
        for count in [1_000, 10_000, 50_000] {
            let none = (0..count).map(|_| std::collections::BTreeMap::new()).collect::<Vec<_>>();
            let answer = of.try_assess(&Batch::new(of.describe(), none.iter()));
            let answer = answer.unwrap_or_else(|problem| panic!("{count} rows: {problem}"));
            assert_eq!(answer.problems.len(), count, "{name}");
            let rows: Vec<usize> = answer.problems.iter().map(|problem| problem.row).collect();
            assert!(rows.iter().copied().eq(0..count), "{name}");
            let said = |row: usize| &answer.problems[row].message;
            assert!((0..count).all(|row| said(row) == said(0)) && !said(0).is_empty(), "{name}");
        }
    }
}

/// What a call took is given back: an instance that stays is asked two thousand times within 3 MiB, of which a call for
/// 2,000 rows takes a tenth.
#[test]
fn an_instance_that_stays_needs_no_more_memory_with_each_call() {
    let limits = Limits { memory_mib: 3, ..at_leisure().limits };
    let runtime = Runtime::new(RuntimeOptions { limits, ..at_leisure() }).expect("a runtime");
    for name in ["fmea", "matrix", "open-fair"] {
        let of = shipped(&runtime, name);
        let mut live = of.live().expect("an instance");
        let first = live.assess(&batch(of.describe(), 0..2_000)).expect("fine");
        for count in (0..2_000).map(|call| if call % 100 == 99 { 2_000 } else { call % 100 }) {
            let answer = live.assess(&batch(of.describe(), 0..count));
            let answer = answer.unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert!(answer.scores == first.scores[..count], "{name}, {count}");
        }
    }
}

#[test]
fn traces_and_loss_models_come_in_the_order_of_the_rows() {
    let runtime = Runtime::new(at_leisure()).expect("a runtime");
    let of = shipped(&runtime, "open-fair");
    let (count, few) = (5_003, 500);
    let rows = batch(of.describe(), 0..count);
    let (traces, models) = (of.try_trace(&rows).expect("fine"), of.try_loss(&rows).expect("fine"));
    assert_eq!((traces.len(), models.len()), (count, count));
    for from in (0..count).step_by(few) {
        let to = (from + few).min(count);
        let rows = batch(of.describe(), from..to);
        assert!(of.try_trace(&rows).expect("fine") == traces[from..to], "traces from row {from}");
        assert!(of.try_loss(&rows).expect("fine") == models[from..to], "models from row {from}");
    }
    assert!(models.iter().any(Option::is_some) && models.iter().any(Option::is_none));
}

/// Scores rows by an expression that sees `$rows` and `$level`, the row's likelihood.
fn scoring(score: &str) -> Guest {
    let assess = "(local $row i32) (local $scores i32) (local $levels i32) (local $level i32)
        (local.set $scores (call $alloc (i32.const 8) (i32.mul (local.get 2) (i32.const 8))))
        (local.set $levels (call $alloc (i32.const 1) (local.get 2)))
        (block $done (loop $next
            (br_if $done (i32.ge_u (local.get $row) (local.get 2)))
            (local.set $level (i32.load8_u (i32.add (local.get $row) (i32.load offset=4 (local.get 3)))))
            (f64.store (i32.add (local.get $scores) (i32.mul (local.get $row) (i32.const 8)))
                (f64.convert_i32_u SCORE))
            (local.set $row (i32.add (local.get $row) (i32.const 1)))
            (br $next)))
        (i32.store8 (i32.const 64) (i32.const 0))
        (i32.store (i32.const 68) (local.get $scores)) (i32.store (i32.const 72) (local.get 2))
        (i32.store (i32.const 76) (local.get $levels)) (i32.store (i32.const 80) (local.get 2))
        (i32.store (i32.const 84) (i32.const 0)) (i32.store (i32.const 88) (i32.const 0))
        (i32.const 64)";
    let alloc = "(func $alloc (param $align i32) (param $size i32) (result i32)
            (call $realloc (i32.const 0) (i32.const 0) (local.get $align) (local.get $size)))";
    Guest {
        described: Described { scale: (0.0, 100_000.0), ..Described::default() },
        assess: Some(assess.replace("SCORE", &score.replace("$rows", "2"))),
        module: alloc.to_owned(),
        ..Guest::default()
    }
}

fn methodology(guest: &Guest, options: RuntimeOptions) -> PluginMethodology {
    let runtime = Runtime::new(options).expect("a runtime");
    let plugin = runtime.load(&guest.package()).unwrap_or_else(|problem| panic!("{problem}"));
    plugin.methodology(&json!({}), "en").unwrap_or_else(|problem| panic!("{problem}"))
}

/// Rows of level 1, but for some of level 2.
fn rows(count: usize, odd: &[usize]) -> Batch {
    let mut likelihood = vec![Some(1); count];
    odd.iter().for_each(|row| likelihood[*row] = Some(2));
    let impact = vec![Some(1); count];
    Batch::of_columns(count, [likelihood, impact].map(|column| Column::Ordinal(column.into())).into())
        .expect("alike")
}

/// A plugin that breaks the rule and lets a row's score depend on how many there are shows how a batch is cut: by its rows
/// and what they hold alone, however many processors there are and however many calls may run. Here a row has two levels
/// and is given a score and a level, 11 bytes, and 13,963 of these are within 150 KiB.
#[test]
fn how_a_batch_is_cut_depends_on_its_rows_alone() {
    let counts = [13_963, 13_964, 13_965, 100_000];
    for host in hosts() {
        let of = methodology(&scoring("(local.get $rows)"), host.clone());
        let sizes = counts.map(|count| {
            let scores = of.try_assess(&rows(count, &[])).expect("fine").scores;
            scores.chunk_by(|one, other| one == other).map(|part| (part.len(), part[0])).collect::<Vec<_>>()
        });
        assert_eq!(sizes[0], [(13_963, 13_963.0)], "{host:?}");
        // two parts alike are one run of the same score
        assert_eq!(sizes[1], [(13_964, 6_982.0)], "{host:?}");
        assert_eq!(sizes[2], [(6_983, 6_983.0), (6_982, 6_982.0)], "{host:?}");
        // and eight of 12,500
        assert_eq!(sizes[3], [(100_000, 12_500.0)], "{host:?}");
    }
}

#[test]
fn what_is_wrong_in_parts_names_the_first_row_of_the_batch() {
    let strange = "(select (i32.const 200000) (i32.const 5) (i32.eq (local.get $level) (i32.const 2)))";
    for host in hosts() {
        let of = methodology(&scoring(strange), host.clone());
        assert_eq!(of.try_assess(&rows(100_000, &[])).expect("fine").scores, vec![5.0; 100_000]);
        for wrong in [&[0][..], &[12_499, 12_500], &[70_123], &[99_999], &[90_000, 30_000, 60_000]] {
            let problem = of.try_assess(&rows(100_000, wrong)).expect_err("out of its scale");
            let first = *wrong.iter().min().expect("some");
            let wanted = (Kind::Answer, u32::try_from(first).ok());
            assert_eq!((problem.kind, problem.row), wanted, "{host:?}: {problem}");
            let told = format!("methodology.assess, row {}: the score is 200000", first + 1);
            assert!(problem.to_string().contains(&told), "{problem}");
            of.try_assess(&rows(100_000, &[])).expect("one failure is none after a good answer");
        }
    }
}

/// Whoever hands in what is no number is told the first row of it; the plugin is not to blame, however often.
#[test]
fn what_is_no_number_is_told_by_its_row_in_the_batch() {
    let runtime = Runtime::new(at_leisure()).expect("a runtime");
    let of = shipped(&runtime, "open-fair");
    let factors = of.describe().factors.iter().enumerate();
    let ranges: Vec<usize> = factors
        .filter(|(_, factor)| matches!(factor.kind, FactorKind::Range { .. }))
        .map(|(at, _)| at)
        .collect();
    let [at, behind] = ranges[..2] else { panic!("Open FAIR asks for ranges") };
    for strange in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (wrong, other) in [(&[0][..], 1), (&[5_002], 5_002), (&[4_321, 3_333, 4_000], 4_999)] {
            let fine = batch(of.describe(), 0..5_003);
            let mut columns = fine.columns().to_vec();
            let mut put = |column: usize, row: usize| {
                let Column::Range(values) = &mut columns[column] else { panic!("as it is described") };
                values.set(row, Some([1.0, strange, 2.0]));
            };
            wrong.iter().for_each(|row| put(at, *row));
            // another factor of the same row, or of a later one, comes behind
            put(behind, other);
            let batch = Batch::of_columns(5_003, columns).expect("alike");
            let live = of.live().expect("an instance").assess(&batch).map(drop);
            let asked = [
                live,
                of.try_assess(&batch).map(drop),
                of.try_trace(&batch).map(drop),
                of.try_loss(&batch).map(drop),
            ];
            for problem in asked {
                let problem = problem.expect_err("no number");
                let first = wrong.iter().min().copied();
                let wanted = (Kind::Input, first.and_then(|row| u32::try_from(row).ok()));
                assert_eq!((problem.kind, problem.row), wanted, "{problem}");
                let factor = of.describe().factors[at].id.as_str();
                let told = format!("factor `{factor}` has a value that is no finite number");
                assert!(problem.message.contains(&told), "{problem}");
            }
            of.try_assess(&fine).expect("it was not set aside");
        }
    }
    let mut columns = batch(of.describe(), 0..5_003).columns().to_vec();
    for (column, row) in [(at, 4_200), (behind, 17)] {
        let Column::Range(values) = &mut columns[column] else { panic!("as it is described") };
        values.set(row, Some([f64::NAN; 3]));
    }
    let problem = of.try_assess(&Batch::of_columns(5_003, columns).expect("alike")).expect_err("no number");
    assert_eq!(problem.row, Some(17));
    assert!(problem.message.contains(of.describe().factors[behind].id.as_str()), "{problem}");
}

/// However many parts fail at once, it is one call that failed: three of them set a plugin aside.
#[test]
fn a_batch_fails_once() {
    let breaks =
        "(if (result i32) (i32.eq (local.get $level) (i32.const 2)) (then unreachable) (else (i32.const 5)))";
    let of = methodology(&scoring(breaks), at_leisure());
    let all = rows(100_000, &(0..100_000).step_by(1_000).collect::<Vec<_>>());
    for failures in 1..=3 {
        of.try_assess(&rows(1, &[])).map(drop).expect("it was not set aside");
        for _ in 0..failures.min(2) {
            assert_eq!(of.try_assess(&all).expect_err("it breaks off").kind, Kind::Trap);
        }
    }
    assert_eq!(of.try_assess(&all).expect_err("the third in a row").kind, Kind::Trap);
    assert_eq!(of.try_assess(&rows(1, &[])).expect_err("it failed three times").kind, Kind::SetAside);
}

/// Large batches at once, with fewer places than all of their parts would take.
#[test]
fn batches_at_once_have_the_answers_of_each() {
    for (calls, threads) in [(1, 8), (2, 2), (3, 8), (16, 8)] {
        let runtime = Runtime::new(RuntimeOptions { calls, threads: NonZero::new(threads), ..at_leisure() });
        let of = shipped(&runtime.expect("a runtime"), "fmea");
        let batches: Vec<Batch> =
            (0..6).map(|at| batch(of.describe(), at * 500..at * 500 + 40_000 + at)).collect();
        std::thread::scope(|scope| {
            let asked: Vec<_> = batches.iter().map(|batch| scope.spawn(|| of.try_assess(batch))).collect();
            for (batch, answer) in batches.iter().zip(asked) {
                let answer = answer.join().expect("no panic").unwrap_or_else(|problem| panic!("{problem}"));
                assert!(answer.scores.len() == batch.rows());
                // each begins 500 rows behind the one before
                let few = 1_000..1_500;
                let whole =
                    of.try_assess(&Batch::of_columns(500, columns(batch, few.clone())).expect("alike"));
                assert!(whole.expect("fine").scores == answer.scores[few]);
            }
        });
    }
}

fn columns(of: &Batch, rows: std::ops::Range<usize>) -> Vec<Column> {
    let ordinal = |column: &Column| match column {
        Column::Ordinal(levels) => Column::Ordinal(levels.iter().skip(rows.start).take(rows.len()).collect()),
        _ => panic!("FMEA takes levels"),
    };
    of.columns().iter().map(ordinal).collect()
}

/// A call that waits for others to end has its time before it.
#[test]
fn to_wait_for_a_place_is_not_the_plugin_s_time() {
    let limits = Limits { time_ms: 60, ..Limits::default() };
    let options = RuntimeOptions { limits, calls: 1, ..RuntimeOptions::default() };
    let of = methodology(&scoring("(i32.const 5)"), options);
    for count in [1, 40_000] {
        let held = of.live().expect("an instance");
        std::thread::scope(|scope| {
            let asked = scope.spawn(|| of.try_assess(&rows(count, &[])));
            std::thread::sleep(Duration::from_millis(300));
            drop(held);
            asked.join().expect("no panic").unwrap_or_else(|problem| panic!("{count}: {problem}"));
        });
    }
}

/// What parts answer is bounded by what one call may answer: 40 of them with two texts of 20,000 characters each are
/// more than 1 MiB, and 24 are not.
#[test]
fn parts_share_what_may_be_answered() {
    let guest = scoring("(select (i32.const 0) (i32.const 5) (i32.lt_u (local.get $row) (i32.const 2)))");
    // the text, its language, the list of texts, the numbers of the rows, two problems
    let assess = guest.assess.clone().expect("it scores").replace(
        "(i32.store (i32.const 84) (i32.const 0)) (i32.store (i32.const 88) (i32.const 0))",
        "(local.set $row (call $alloc (i32.const 8) (i32.const 20100)))
         (memory.fill (local.get $row) (i32.const 120) (i32.const 20000))
         (i32.store16 offset=20000 (local.get $row) (i32.const 0x6e65))
         (i32.store offset=20004 (local.get $row) (i32.add (local.get $row) (i32.const 20000)))
         (i32.store offset=20008 (local.get $row) (i32.const 2))
         (i32.store offset=20012 (local.get $row) (local.get $row))
         (i32.store offset=20016 (local.get $row) (i32.const 20000))
         (i32.store offset=20020 (local.get $row) (i32.const 0))
         (i32.store offset=20024 (local.get $row) (i32.const 1))
         (i32.store offset=20028 (local.get $row) (i32.add (local.get $row) (i32.const 20020)))
         (i32.store offset=20032 (local.get $row) (i32.const 1))
         (i32.store offset=20036 (local.get $row) (i32.add (local.get $row) (i32.const 20004)))
         (i32.store offset=20040 (local.get $row) (i32.const 1))
         (i32.store offset=20044 (local.get $row) (i32.add (local.get $row) (i32.const 20024)))
         (i32.store offset=20048 (local.get $row) (i32.const 1))
         (i32.store offset=20052 (local.get $row) (i32.add (local.get $row) (i32.const 20004)))
         (i32.store offset=20056 (local.get $row) (i32.const 1))
         (i32.store (i32.const 84) (i32.add (local.get $row) (i32.const 20028)))
         (i32.store (i32.const 88) (i32.const 2))",
    );
    let limits = Limits { answer_mib: 1, ..at_leisure().limits };
    let of = methodology(&Guest { assess: Some(assess), ..guest }, RuntimeOptions { limits, ..at_leisure() });
    let answer = of.try_assess(&rows(250_000, &[])).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(answer.problems.len(), 48);
    assert!(answer.problems.iter().enumerate().all(|(at, problem)| problem.row == at / 2 * 10_417 + at % 2));
    assert!(answer.problems.iter().all(|problem| problem.message.len() == 20_000));
    let problem = of.try_assess(&rows(500_000, &[])).expect_err("40 texts");
    assert_eq!(problem.kind, Kind::TooMuch, "{problem}");
    assert!(problem.message.contains("1024 KiB"), "{problem}");
}

/// Each of 2,000 rows has a problem, told in forty languages by a sentence of a hundred characters.
#[test]
fn problems_of_all_rows_may_be_told_in_forty_languages() {
    let (base, languages, sentence) = (0x3_0000_u32, 40_u32, "x".repeat(100));
    let (tags, text) = (base + 16 * languages, base + 18 * languages);
    let lists = (0..languages).flat_map(|at| [tags + 2 * at, 2, text, 100]).flat_map(u32::to_le_bytes);
    let names = (0..languages).flat_map(|at| [b'a' + (at / 20) as u8, b'a' + (at % 20) as u8]);
    let bytes: Vec<u8> = lists.chain(names).chain(sentence.bytes()).collect();
    let bytes: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
    let guest = scoring("(i32.const 0)");
    let assess = format!(
        "(local $row i32) (local $scores i32) (local $levels i32) (local $problems i32) (local $at i32)
        (local $numbers i32)
        (local.set $scores (call $alloc (i32.const 8) (i32.mul (local.get 2) (i32.const 8))))
        (local.set $levels (call $alloc (i32.const 1) (local.get 2)))
        (local.set $problems (call $alloc (i32.const 4) (i32.mul (local.get 2) (i32.const 16))))
        (local.set $numbers (call $alloc (i32.const 4) (i32.mul (local.get 2) (i32.const 4))))
        (local.set $at (local.get $problems))
        (block $done (loop $next
            (br_if $done (i32.ge_u (local.get $row) (local.get 2)))
            (i32.store (local.get $numbers) (local.get $row))
            (i32.store (local.get $at) (local.get $numbers))
            (i32.store offset=4 (local.get $at) (i32.const 1))
            (i32.store offset=8 (local.get $at) (i32.const {base}))
            (i32.store offset=12 (local.get $at) (i32.const {languages}))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $numbers (i32.add (local.get $numbers) (i32.const 4)))
            (local.set $row (i32.add (local.get $row) (i32.const 1)))
            (br $next)))
        (i32.store8 (i32.const 64) (i32.const 0))
        (i32.store (i32.const 68) (local.get $scores)) (i32.store (i32.const 72) (local.get 2))
        (i32.store (i32.const 76) (local.get $levels)) (i32.store (i32.const 80) (local.get 2))
        (i32.store (i32.const 84) (local.get $problems)) (i32.store (i32.const 88) (local.get 2))
        (i32.const 64)"
    );
    let module = format!("{} (data (i32.const {base}) \"{bytes}\")", guest.module);
    let of = methodology(&Guest { assess: Some(assess), module, pages: Some(8), ..guest }, at_leisure());
    let answer = of.try_assess(&rows(2_000, &[])).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(answer.problems.len(), 2_000);
    assert!(answer.problems.iter().all(|problem| *problem.message == sentence));
}

/// Parts have the time of one call between them: a quarter of it for each of forty parts is too long.
#[test]
fn parts_share_the_time_of_a_call() {
    let slow = |turns: u64| {
        let module = format!(
            "(func $wait (result i32) (local $turn i64) (loop $on
                (br_if $on (i64.lt_u (local.tee $turn (i64.add (local.get $turn) (i64.const 1))) (i64.const {turns}))))
                (i32.const 1))"
        );
        // once for each part: where the first row is scored
        let guest = scoring("(if (result i32) (local.get $row) (then (i32.const 1)) (else (call $wait)))");
        Guest { module: guest.module.clone() + &module, ..guest }
    };
    let within = |time_ms: u32, turns: u64| {
        let limits = Limits { time_ms, ..Limits::default() };
        methodology(&slow(turns), RuntimeOptions { limits, calls: 1, ..RuntimeOptions::default() })
    };
    let taken = |turns: u64| {
        let of = within(600_000, turns);
        let begin = Instant::now();
        of.try_assess(&rows(1, &[])).expect("there is time");
        begin.elapsed()
    };
    let least = |turns: u64| (0..3).map(|_| taken(turns)).min().expect("three");
    let mut turns = 1 << 20;
    while least(turns) < Duration::from_millis(20) {
        turns *= 2;
    }
    let one = least(turns);
    let time_ms = u32::try_from(one.as_millis() * 4).expect("short");
    let problem = within(time_ms, turns).try_assess(&rows(500_000, &[])).expect_err("40 parts");
    assert_eq!(problem.kind, Kind::Time, "{problem}");
    assert!(problem.message.contains(&format!("within {time_ms} ms")), "{problem}");
}
