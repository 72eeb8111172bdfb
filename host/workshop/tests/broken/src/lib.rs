//! Breaks the promise that its settings name.

use std::sync::atomic::{AtomicU32, Ordering};

use riskwright_sdk::prelude::*;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Settings {
    fault: String,
}

pub struct Broken(String);

static CALLS: AtomicU32 = AtomicU32::new(0);

impl Broken {
    fn is(&self, fault: &str) -> bool {
        self.0 == fault
    }

    fn row(&self, batch: &Batch, row: usize) -> Option<(f64, u8)> {
        let at = |factor: &str| batch.ordinal(factor).ok()?.get(row);
        let (a, b) = (at("a")?, at("b")?);
        if (a > 4 || b > 4) && !self.is("takes-anything") {
            return None;
        }
        let (a, b) = (f64::from(a.min(4)), f64::from(b.min(4)));
        let c = batch.number("c").ok()?.get(row).unwrap_or(0.0);
        if !(0.0..=10.0).contains(&c) && !self.is("takes-anything") {
            return None;
        }
        let mut score = a * 5.0 + b + c.clamp(0.0, 10.0) / 10.0;
        let mut level = if score < 12.0 { 0 } else { 1 };
        if self.is("falls") && a >= 3.0 && b >= 2.0 {
            score -= 7.0;
        }
        if self.is("unbounded") && a >= 2.0 && b >= 3.0 {
            score += 1_000.0;
        }
        if self.is("level") && a >= 2.0 {
            level = 7;
        }
        if self.is("neighbours") && row > 0 {
            score += at_before(batch, row);
        }
        if self.is("order") && row == 0 {
            score = (score - 0.5).max(0.0);
        }
        if self.is("traps") && a >= 2.0 && b >= 1.0 {
            panic!("row {row}");
        }
        if self.is("refuses") && a == 1.0 && b == 1.0 {
            return None;
        }
        Some((score, level))
    }
}

fn at_before(batch: &Batch, row: usize) -> f64 {
    let before = batch.ordinal("a").ok().and_then(|column| column.get(row - 1));
    if before == Some(4) { 0.25 } else { 0.0 }
}

impl Methodology for Broken {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        match settings.fault.as_str() {
            "settings-trap" => panic!("settings"),
            _ => Ok(Self(settings.fault)),
        }
    }

    fn describe(&self) -> Description {
        let scale = || levels(["en"], [["0"], ["1"], ["2"], ["3"], ["4"]]);
        let mut description =
            Description::new(texts! { en: "Broken" }, levels(["en"], [["low"], ["high"]]), 0.0, 25.0)
                .factor(Factor::ordinal("a", texts! { en: "A" }, scale()))
                .factor(Factor::ordinal("b", texts! { en: "B" }, scale()))
                .factor(Factor::number("c", texts! { en: "C" }, Bounds::new("", 0.0, 10.0)).optional());
        if self.is("description") {
            description.levels.truncate(1);
        }
        description
    }

    fn assess(&self, batch: &Batch) -> Result<Answer, String> {
        if self.is("stateful") && CALLS.fetch_add(1, Ordering::Relaxed) > 1 {
            return Err("asked too often".to_owned());
        }
        let mut answer = Answer::for_rows(batch.rows());
        for row in 0..batch.rows() {
            match self.row(batch, row) {
                Some((score, level)) => answer.score(row, score, level),
                None if self.is("all-or-none") => return Err("a row is bad".to_owned()),
                None => answer.problem(row, texts! { en: "no score" }),
            }
            if self.is("slow") {
                let spin = (0..25_000_u64).fold(0, |sum: u64, n| std::hint::black_box(sum ^ n));
                std::hint::black_box(spin);
            }
        }
        Ok(answer)
    }

    fn trace(&self, batch: &Batch) -> Result<Vec<Vec<Step>>, String> {
        if self.is("trace-company") && batch.rows() == 1 {
            return Err("one row alone".to_owned());
        }
        let rows = (0..batch.rows()).map(|row| {
            let Some((score, _)) = self.row(batch, row) else { return Vec::new() };
            let mut trace = Trace::kept();
            if !(self.is("trace-order") && row > 0) {
                trace.factors(batch.row(row));
            }
            trace.finish(if self.is("trace") && score > 10.0 { score - 1.0 } else { score })
        });
        Ok(rows.collect())
    }
}

riskwright_sdk::export!(methodology: Broken);
