//! The plugins that ship: they keep the contract's promises, answer in node as they do here, and are what their sources
//! make.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use riskwright_core::methodology::{Batch, Cells, Column, FactorKind, Methodology};
use riskwright_core::quantity::Digest;
use riskwright_package::Package;
use riskwright_package::manifest::Export;
use riskwright_runtime::{Limits, PluginMethodology, Runtime, RuntimeOptions};
use riskwright_tests::root;
use riskwright_workshop::build::{self, BuildOptions};
use riskwright_workshop::conformance::{self, KitOptions};
use riskwright_workshop::transpile::to_es_module;
use serde_json::{Value, json};

#[path = "shipped/browsers.rs"]
mod browsers;

/// Folder and package of each.
fn shipped() -> Vec<(String, Vec<u8>)> {
    let folder = root().join("plugins/dist");
    let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().replace("riskwright.", "");
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    found.sort();
    assert_eq!(found.len(), 8, "{:?}", found.iter().map(|(name, _)| name).collect::<Vec<_>>());
    found
}

#[test]
fn shipped_plugins_keep_every_promise() {
    for (name, package) in shipped() {
        let options = KitOptions { cases: 500, ..KitOptions::default().at_leisure() };
        let report = conformance::run(&package, &options, &mut |_| true).unwrap();
        let broken: Vec<_> = report.checks.iter().filter(|check| !check.passed).collect();
        assert!(report.passed, "{name}: {broken:#?}");
        assert!(report.checks.len() >= 5, "{name}: {:?}", report.checks);
    }
}

#[test]
fn shipped_packages_are_what_their_sources_make() {
    for (name, package) in shipped() {
        let options =
            BuildOptions { target_dir: Some(root().join("target/plugins")), offline: true, locked: true };
        let built = build::project(&root().join("plugins").join(&name), &options, &mut |_| true)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(
            built.package == package,
            "plugins/dist/riskwright.{name}.wasm is out of date: `cargo xtask plugins` builds it anew"
        );
    }
}

/// Numbers that look random and are the same each time (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }
    fn within(&mut self, min: f64, max: f64) -> f64 {
        // small numbers as often as large ones
        let share = self.share() * self.share() * self.share();
        (min + (max - min) * share).clamp(min, max)
    }
}

/// The factors that Open FAIR takes together: others rule each other out.
const SHAPES: [&[&str]; 4] = [
    &["loss-event-frequency", "loss-magnitude"],
    &["threat-event-frequency", "susceptibility", "primary-loss"],
    &[
        "contact-frequency",
        "probability-of-action",
        "threat-capability",
        "resistance-strength",
        "primary-loss",
    ],
    &[
        "threat-event-frequency",
        "susceptibility",
        "primary-loss.response",
        "primary-loss.replacement",
        "secondary-loss-event-frequency",
        "secondary-loss",
    ],
];

/// Random rows: mostly what can be scored, and some of everything else.
fn random(methodology: &dyn Methodology, rows: usize) -> Batch {
    let mut draw = Draw(27001);
    let factors = &methodology.describe().factors;
    let mut columns: Vec<Column> = factors
        .iter()
        .map(|factor| match factor.kind {
            FactorKind::Ordinal(_) => Column::Ordinal(Cells::none(rows)),
            FactorKind::Number { .. } => Column::Number(Cells::none(rows)),
            FactorKind::Range { .. } => Column::Range(Cells::none(rows)),
            FactorKind::Flag => Column::Flag(Cells::none(rows)),
        })
        .collect();
    let shaped = factors.iter().any(|factor| factor.id.as_str() == SHAPES[0][0]);
    for row in 0..rows {
        let shape = SHAPES[draw.below(SHAPES.len())];
        let (given, free) = ([0.1, 0.6, 0.95][draw.below(3)], draw.below(10) == 0);
        for (factor, column) in factors.iter().zip(&mut columns) {
            let wanted =
                if shaped && !free { shape.contains(&factor.id.as_str()) } else { draw.share() < given };
            if !wanted {
                continue;
            }
            match (&factor.kind, column) {
                (FactorKind::Ordinal(levels), Column::Ordinal(values)) => {
                    values.set(row, Some(draw.below(levels.len()) as u8));
                }
                (FactorKind::Number { min, max, .. }, Column::Number(values)) => {
                    values.set(row, Some(draw.within(*min, *max)));
                }
                (FactorKind::Range { min, max, .. }, Column::Range(values)) => {
                    let mut points = [(); 3].map(|()| draw.within(*min, *max));
                    points.sort_by(f64::total_cmp);
                    values.set(row, Some(points));
                }
                (FactorKind::Flag, Column::Flag(values)) => {
                    values.set(row, Some(draw.below(2) == 1));
                }
                _ => unreachable!(),
            }
        }
    }
    Batch::of_columns(rows, columns).unwrap()
}

fn in_json(batch: &Batch) -> Value {
    let column = |column: &Column| match column {
        Column::Ordinal(values) => json!(values),
        Column::Number(values) => json!(values),
        Column::Range(values) => json!(values),
        Column::Flag(values) => json!(values),
    };
    batch.columns().iter().map(column).collect()
}

/// What is compared: every score's bits, every level, every row with a problem.
fn bits(scores: &[f64], levels: &[u8], problems: impl Iterator<Item = u32>) -> String {
    let mut bytes: Vec<u8> = scores.iter().flat_map(|score| score.to_le_bytes()).collect();
    bytes.extend(levels);
    bytes.extend(problems.flat_map(u32::to_le_bytes));
    Digest::of(&bytes).to_string()
}

/// Name, package and methodology of each that scores, with random rows.
fn batches(rows: usize) -> Vec<(String, Vec<u8>, PluginMethodology, Batch)> {
    // an operator's time for other machines than this one
    let limits = Limits { time_ms: 60_000, ..Limits::default() };
    let runtime = Runtime::new(RuntimeOptions { limits, ..RuntimeOptions::default() }).unwrap();
    let mut found = Vec::new();
    for (name, package) in shipped() {
        if Package::read(&package).unwrap().manifest().exports().contains(&Export::Methodology) {
            let methodology = runtime.load(&package).unwrap().methodology(&json!({}), "en").unwrap();
            let batch = random(&methodology, rows);
            found.push((name, package, methodology, batch));
        }
    }
    assert_eq!(found.len(), 6);
    found
}

/// The digest of what the host answers; enough of the rows have to have a score.
fn answered(methodology: &PluginMethodology, batch: &Batch) -> String {
    let answer = methodology.assess(batch).unwrap();
    let scored = batch.rows() - answer.problems.len();
    assert!(scored > batch.rows() / 4, "{scored} rows have a score, {:?}", answer.problems.first());
    let problems = answer.problems.iter().map(|problem| u32::try_from(problem.row).unwrap());
    bits(&answer.scores, &answer.levels, problems)
}

/// Writes a package as an ES module, and columns beside it.
fn to_folder(package: &[u8], batch: Option<&Batch>, folder: &Path) {
    let mut files = to_es_module(package).unwrap();
    files.extend(batch.map(|batch| ("columns.json".to_owned(), in_json(batch).to_string().into_bytes())));
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

#[test]
fn shipped_methods_give_the_same_bits_in_node() {
    for (name, package, methodology, batch) in batches(100_000) {
        let here = answered(&methodology, &batch);
        let home = tempfile::tempdir().unwrap();
        to_folder(&package, Some(&batch), home.path());
        let output = Command::new("node")
            .arg(root().join("tests/js/plugin_bits.mjs"))
            .arg(home.path())
            .output()
            .expect("node runs the differential suites");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(said.trim(), here, "{name}: node and the host differ");
    }
}

#[test]
fn shipped_names_are_told_apart_by_their_ids() {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (name, bytes) in shipped() {
        let package = Package::read(&bytes).unwrap();
        let id = package.manifest().id().to_string();
        assert_eq!(id, format!("riskwright.{name}"));
        assert_eq!(package.manifest().licence(), "MIT OR Apache-2.0");
        assert!(ids.insert(id, name).is_none());
    }
}
