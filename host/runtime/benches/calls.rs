//! What calls cost: `cargo bench -p riskwright-runtime --bench calls`; with ` -- native` behind it, plugins beside the
//! same source compiled for this machine.
#![allow(missing_docs, reason = "criterion makes the functions")]

#[path = "../tests/guest/mod.rs"]
mod guest;

use criterion::{Criterion, criterion_group, criterion_main};
use riskwright_core::methodology::{Batch, Column, Methodology};
use riskwright_plugin_fmea::Fmea;
use riskwright_plugin_matrix::Matrix;
use riskwright_runtime::{Runtime, RuntimeOptions};
use riskwright_sdk::Ready;
use riskwright_sdk::methodology::batch::{FactorColumn, Values};

/// The columns of a batch as a plugin is handed them.
fn columns(batch: &Batch) -> Vec<FactorColumn> {
    let column = |column: &Column| {
        let Column::Ordinal(levels) = column else { panic!("these factors have levels") };
        let rows = (0..).zip(levels.iter()).filter(|(_, level)| level.is_none());
        let missing = rows.map(|(row, _)| row).collect();
        FactorColumn::new(Values::Ordinal(levels.iter().map(|level| level.unwrap_or(0)).collect()), missing)
    };
    batch.columns().iter().map(column).collect()
}

/// So many rows of three factors with ten levels each, all estimated.
fn ratings(rows: usize) -> Batch {
    let column =
        |step: usize| Column::Ordinal((0..rows).map(|row| u8::try_from(row * step / 7 % 10).ok()).collect());
    Batch::of_columns(rows, [3, 5, 11].map(column).into()).expect("alike")
}

/// The same rows with the lowest level where there was none.
fn all_estimated(batch: &Batch) -> Batch {
    let column = |column: &Column| {
        let Column::Ordinal(levels) = column else { panic!("these factors have levels") };
        Column::Ordinal(levels.iter().map(|level| level.or(Some(0))).collect())
    };
    Batch::of_columns(batch.rows(), batch.columns().iter().map(column).collect()).expect("alike")
}

/// The same source twice: in a component and compiled for this machine.
fn twins(c: &mut Criterion) {
    let runtime = Runtime::new(RuntimeOptions::default()).expect("a runtime");
    let (settings, _) = guest::twin();
    let matrix = runtime.load(&guest::matrix()).expect("it loads");
    let matrix = matrix.methodology(&settings, "en").expect("it describes");
    let dist =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins/dist/riskwright.fmea.wasm");
    let fmea = runtime.load(&std::fs::read(dist).expect("it ships")).expect("it loads");
    let fmea = fmea.methodology(&serde_json::json!({}), "en").expect("it describes");
    let mut group = c.benchmark_group("plugin and native, 100,000 rows × 3 factors");
    group.sample_size(20);
    let rows = guest::random_rows(100_000);
    let native = Ready::<Matrix>::new(&settings.to_string()).expect("it describes");
    let batch = native.batch(rows.rows(), columns(&rows)).expect("alike");
    group.bench_function("matrix by columns, plugin", |b| b.iter(|| matrix.try_assess(&rows)));
    group.bench_function("matrix by columns, native", |b| b.iter(|| native.assess(&batch)));
    let rows = all_estimated(&rows);
    let batch = native.batch(rows.rows(), columns(&rows)).expect("alike");
    group.bench_function("matrix by columns, all estimated, plugin", |b| b.iter(|| matrix.try_assess(&rows)));
    group.bench_function("matrix by columns, all estimated, native", |b| b.iter(|| native.assess(&batch)));
    let rows = ratings(100_000);
    let native = Ready::<Fmea>::new("{}").expect("it describes");
    let batch = native.batch(rows.rows(), columns(&rows)).expect("alike");
    group.bench_function("fmea by rows, plugin", |b| b.iter(|| fmea.try_assess(&rows)));
    group.bench_function("fmea by rows, native", |b| b.iter(|| native.assess(&batch)));
    group.finish();
    let one = ratings(1);
    let mut live = fmea.live().expect("an instance");
    c.bench_function("live instance, one row, fmea", |b| b.iter(|| live.assess(&one)));
}

fn calls(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let options = || RuntimeOptions { cache: Some(folder.path().join("cache")), ..RuntimeOptions::default() };
    let runtime = Runtime::new(options()).expect("a runtime");
    let package = guest::matrix();
    let plugin = runtime.load(&package).expect("it loads");
    let (settings, core) = guest::twin();
    let methodology = plugin.methodology(&settings, "en").expect("it describes");
    let one = guest::random_rows(1);
    let many = guest::random_rows(100_000);
    c.bench_function("fresh instance, one row", |b| b.iter(|| methodology.try_assess(&one)));
    let mut live = methodology.live().expect("an instance");
    c.bench_function("live instance, one row", |b| b.iter(|| live.assess(&one)));
    drop(live);
    let mut group = c.benchmark_group("100,000 rows × 3 factors");
    group.sample_size(20);
    group.bench_function("plugin", |b| b.iter(|| methodology.try_assess(&many)));
    group.bench_function("built in", |b| b.iter(|| core.assess(&many)));
    group.finish();
    c.bench_function("load, kept", |b| b.iter(|| runtime.load(&package)));
    let packages: Vec<Vec<u8>> = (0..200)
        .map(|number| {
            let scores = guest::Answer::of(&[f64::from(number) / 100.0], &[0]);
            guest::Guest::answering(scores).package()
        })
        .collect();
    for package in &packages {
        runtime.load(package).expect("it loads");
    }
    let mut group = c.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("200 small packages, kept", |b| {
        b.iter(|| {
            let runtime = Runtime::new(options()).expect("a runtime");
            packages.iter().map(|package| runtime.load(package).expect("it loads")).collect::<Vec<_>>()
        });
    });
    group.bench_function("the runtime alone", |b| b.iter(|| Runtime::new(options()).expect("a runtime")));
    group.finish();
}

criterion_group!(benches, calls, twins);
criterion_main!(benches);
