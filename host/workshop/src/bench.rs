//! How fast and how large a plugin is.

use std::time::{Duration, Instant};

use riskwright_core::methodology::{Batch, Column, Description, FactorKind, Methodology};
use riskwright_package::package::{Package, PackageError};
use riskwright_runtime::{Kind, Problem, Runtime, RuntimeError, RuntimeOptions};
use serde::Serialize;

use crate::Progress;

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// No package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The host does not start.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The plugin fails.
    #[error(transparent)]
    Plugin(#[from] Problem),
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}

/// What was measured; times are medians.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// The component's length in bytes.
    pub size: usize,
    /// The memory it begins with, in KiB.
    pub memory_kib: u64,
    /// Compiling it, in microseconds: once, then it is kept.
    pub compile_us: f64,
    /// A fresh instance and one row, in microseconds; none for a plugin without a methodology.
    pub first_row_us: Option<f64>,
    /// One row on an instance that is there already, in microseconds.
    pub live_row_us: Option<f64>,
    /// Rows of a batch and nanoseconds for each, fresh instance included.
    pub per_row_ns: Vec<(usize, f64)>,
    /// The whole catalogue, in microseconds.
    pub catalogue_us: Option<f64>,
    /// An evaluation without answers, in microseconds.
    pub evaluate_us: Option<f64>,
}

/// Measures a package.
///
/// # Errors
/// If it can't be loaded or fails.
pub fn run(bytes: &[u8], progress: Progress<'_>) -> Result<Figures, BenchError> {
    let mut step = |what: &str| if progress(what) { Ok(()) } else { Err(BenchError::Stopped) };
    let component = Package::read(bytes)?.component().to_vec();
    let runtime = Runtime::new(RuntimeOptions::default())?;
    step("compiling")?;
    let begin = Instant::now();
    let plugin = runtime.load(bytes)?;
    let compile_us = micros(begin.elapsed());
    let mut figures = Figures {
        size: component.len(),
        memory_kib: memory_kib(&component),
        compile_us,
        first_row_us: None,
        live_row_us: None,
        per_row_ns: Vec::new(),
        catalogue_us: None,
        evaluate_us: None,
    };
    for export in plugin.manifest().exports() {
        step(export.as_str())?;
        match export.as_str() {
            "catalogue" => figures.catalogue_us = Some(median(5, || plugin.catalogue().map(|_| ()))?),
            "questionnaire" => figures.evaluate_us = Some(median(50, || plugin.evaluate(&[]).map(|_| ()))?),
            _ => {
                let language = plugin.manifest().default_language().to_string();
                let method = plugin.methodology(&serde_json::json!({}), &language)?;
                let Some(one) = batch(method.describe(), 1) else { continue };
                figures.first_row_us = Some(median(200, || method.try_assess(&one).map(|_| ()))?);
                let mut live = method.live()?;
                figures.live_row_us = Some(median(200, || live.assess(&one).map(|_| ()))?);
                for rows in [1_000, 100_000] {
                    step("rows")?;
                    let Some(many) = batch(method.describe(), rows) else { continue };
                    let times = if rows > 10_000 { 5 } else { 50 };
                    let time = match median(times, || method.try_assess(&many).map(|_| ())) {
                        // a slow one has no time for so many rows; what it has time for is told
                        Err(problem) if problem.kind == Kind::Time => break,
                        time => time?,
                    };
                    #[allow(clippy::cast_precision_loss, reason = "a hundred thousand at most")]
                    figures.per_row_ns.push((rows, time * 1_000.0 / rows as f64));
                }
            }
        }
    }
    Ok(figures)
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn median(times: usize, mut call: impl FnMut() -> Result<(), Problem>) -> Result<f64, Problem> {
    let mut measured = Vec::with_capacity(times);
    for _ in 0..times {
        let begin = Instant::now();
        call()?;
        measured.push(micros(begin.elapsed()));
    }
    measured.sort_by(f64::total_cmp);
    Ok(measured.get(times / 2).copied().unwrap_or_default())
}

/// Rows that go round through what each factor takes.
fn batch(description: &Description, rows: usize) -> Option<Batch> {
    #[allow(clippy::cast_precision_loss, reason = "a share of a hundred")]
    let share = |row: usize| (row * 37 % 101) as f64 / 100.0;
    let columns = description.factors.iter().enumerate().map(|(at, factor)| match &factor.kind {
        FactorKind::Ordinal(levels) => Column::Ordinal(
            (0..rows).map(|row| u8::try_from((row * 7 + row / 3 + at) % levels.len().max(1)).ok()).collect(),
        ),
        FactorKind::Number { min, max, .. } => Column::Number(
            (0..rows).map(|row| Some((min + (max - min) * share(row + at)).clamp(*min, *max))).collect(),
        ),
        FactorKind::Range { min, max, .. } => Column::Range(
            (0..rows)
                .map(|row| {
                    let point = |part: f64| (min + (max - min) * share(row + at) * part).clamp(*min, *max);
                    Some([point(0.5), point(0.75), point(1.0)])
                })
                .collect(),
        ),
        FactorKind::Flag => Column::Flag((0..rows).map(|row| Some((row + at) % 2 == 0)).collect()),
    });
    Batch::of_columns(rows, columns.collect())
}

/// What its memories begin with.
fn memory_kib(component: &[u8]) -> u64 {
    let mut pages = 0;
    for payload in wasmparser::Parser::new(0).parse_all(component) {
        if let Ok(wasmparser::Payload::MemorySection(section)) = payload {
            pages += section.into_iter().filter_map(Result::ok).map(|memory| memory.initial).sum::<u64>();
        }
    }
    pages * 64
}
