//! What calls cost: `cargo bench -p riskwright-runtime`.
#![allow(missing_docs, reason = "criterion makes the functions")]

#[path = "../tests/guest/mod.rs"]
mod guest;

use criterion::{Criterion, criterion_group, criterion_main};
use riskwright_core::methodology::Methodology;
use riskwright_runtime::{Runtime, RuntimeOptions};

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

criterion_group!(benches, calls);
criterion_main!(benches);
