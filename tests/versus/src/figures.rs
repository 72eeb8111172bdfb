//! What was measured.

use std::collections::BTreeMap;
use std::time::Instant;

/// A step of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// From the guest's bytes to code.
    Compile,
    /// An instance, and its end.
    Instantiate,
    /// An instance that scores one row.
    FreshRow,
    /// One row on an instance that is there.
    LiveRow,
    /// Each row of a large batch.
    BatchRow,
}

impl Step {
    const ALL: [Self; 5] = [Self::Compile, Self::Instantiate, Self::FreshRow, Self::LiveRow, Self::BatchRow];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Instantiate => "instantiate",
            Self::FreshRow => "fresh instance and one row",
            Self::LiveRow => "one row on a live instance",
            Self::BatchRow => "each of 100,000 rows",
        }
    }
}

/// Nanoseconds of each step that a way of doing the job has.
pub(crate) type Taken = BTreeMap<Step, f64>;

/// The median of so many runs, in nanoseconds.
pub(crate) fn median<T, E>(runs: usize, mut run: impl FnMut() -> Result<T, E>) -> Result<f64, E> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let begin = Instant::now();
        std::hint::black_box(run()?);
        times.push(begin.elapsed().as_secs_f64() * 1e9);
    }
    Ok(middle(times))
}

fn middle(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The rounds of each way, in the order in which they took turns.
#[derive(Debug, Default)]
pub(crate) struct Figures(Vec<(&'static str, Vec<Taken>)>);

impl Figures {
    pub(crate) fn add(&mut self, way: &'static str, taken: Taken) {
        match self.0.iter_mut().find(|(name, _)| *name == way) {
            Some((_, rounds)) => rounds.push(taken),
            None => self.0.push((way, vec![taken])),
        }
    }

    fn rounds(&self, way: &str, step: Step) -> Option<Vec<f64>> {
        let (_, rounds) = self.0.iter().find(|(name, _)| *name == way)?;
        rounds.iter().map(|taken| taken.get(&step).copied()).collect()
    }

    /// The median over the rounds, in nanoseconds; none if it was not measured.
    pub(crate) fn of(&self, way: &str, step: Step) -> Option<f64> {
        self.rounds(way, step).map(middle)
    }

    /// How many times as long one takes as another: the median over the rounds, in each of which both had their turn.
    pub(crate) fn ratio(&self, one: &str, other: &str, step: Step) -> Option<f64> {
        let (one, other) = (self.rounds(one, step)?, self.rounds(other, step)?);
        Some(middle(one.iter().zip(other).map(|(one, other)| one / other).collect()))
    }

    /// A row for each step.
    pub(crate) fn table(&self) -> String {
        let names = self.0.iter().map(|(name, _)| (*name).to_owned());
        let rows = Step::ALL.into_iter().map(|step| {
            let times = self.0.iter().map(|(name, _)| self.of(name, step));
            let times = times.map(|time| time.map_or_else(|| "–".to_owned(), shown));
            [step.title().to_owned()].into_iter().chain(times).collect()
        });
        table([String::new()].into_iter().chain(names).collect(), rows)
    }
}

/// A table in Markdown.
pub(crate) fn table(heading: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(heading.len()));
    line(heading) + &rule + &rows.map(line).collect::<String>()
}

/// A time as people read it.
pub(crate) fn shown(nanoseconds: f64) -> String {
    match nanoseconds {
        time if time < 1e3 => format!("{time:.0} ns"),
        time if time < 1e6 => format!("{:.1} µs", time / 1e3),
        time => format!("{:.1} ms", time / 1e6),
    }
}
