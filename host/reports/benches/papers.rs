//! What it takes to make papers: `cargo xtask bench papers`.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use riskwright_core::change::Change;
use riskwright_core::isms::Isms;
use riskwright_reports::papers::{self, Kind};
use riskwright_reports::{Context, Format, Language};

#[path = "../tests/story/mod.rs"]
mod story;

/// So many rows has the large register.
const ROWS: u64 = 5_000;

/// A register of risks with owners, controls and estimates in two stages, assessed.
fn register() -> story::Story {
    let mut story = story::Story::begin("Example Ltd");
    let level = |number: u64, of: u64| number / of % 5;
    let estimate = |number: u64| {
        serde_json::json!({ "factors": {
            "likelihood": { "level": level(number, 1) }, "confidentiality": { "level": level(number, 5) },
            "integrity": { "level": level(number, 25) }, "availability": { "level": level(number, 125) },
        }})
    };
    let risk = |number: u64| -> Change {
        serde_json::from_value(serde_json::json!({ "risk.identify": {
            "id": format!("R-{number}"), "title": format!("Scenario {number}: a service is not available"),
            "owner": format!("Owner {}", number % 40), "existing_controls": ["A.8.13", "A.8.24"],
            "inherent": estimate(number), "current": estimate(number / 2), "review_on": "2027-03-31",
        }}))
        .unwrap()
    };
    let changes = (1..=ROWS).map(risk).collect();
    let together = Change::Together { title: "register".parse().unwrap(), changes };
    story.make(together, "Ada Owner", "2024-12-01T08:00:00Z");
    story.assess("2024-12-02T08:00:00Z");
    story
}

fn one(context: &Context<'_>, kind: Kind, language: Language, format: Format) -> Vec<u8> {
    let paper = papers::paper(kind, context, None, language).unwrap();
    papers::render(&paper, format, None).unwrap()
}

fn made(criterion: &mut Criterion) {
    let company = story::Story::mersholt();
    let context = company.context();
    let mut group = criterion.benchmark_group("papers");
    group.sample_size(10);
    let soa = || black_box(one(&context, Kind::Soa, Language::English, Format::Pdf));
    // as a program finds it that has just begun: Typst keeps what it worked out
    let forget = || comemo::evict(0);
    group.bench_function("Statement of Applicability, PDF", |bench| {
        bench.iter_batched(forget, |()| soa(), BatchSize::PerIteration);
    });
    group.bench_function("the same again, PDF", |bench| bench.iter(soa));
    group.bench_function("all reports of the example company, four formats, one language", |bench| {
        let all = |()| {
            for kind in Kind::ALL {
                for format in Format::ALL {
                    black_box(one(&context, *kind, Language::English, format));
                }
            }
        };
        bench.iter_batched(forget, all, BatchSize::PerIteration);
    });
    let large = register();
    let context = large.context();
    let isms: &Isms = &large.isms;
    assert_eq!(u64::try_from(isms.scenarios().len()), Ok(ROWS));
    group.bench_function("register of 5,000 risks, XLSX", |bench| {
        bench.iter(|| black_box(one(&context, Kind::Register, Language::English, Format::Xlsx)));
    });
    group.finish();
}

criterion_group!(benches, made);
criterion_main!(benches);
