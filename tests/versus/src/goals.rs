//! What was to be reached, and whether it was.

use crate::figures::{self, Figures, Step, shown};
use crate::{extism_host, native, node, riskwright_host};

/// A goal for a step.
enum Goal {
    /// So many times faster than another.
    Faster { than: &'static str, times: f64 },
    /// At most so many times as long as native code.
    Native { way: &'static str, times: f64 },
    /// Below so many microseconds.
    Under(f64),
}

const GOALS: [(Step, Goal); 8] = [
    (Step::Instantiate, Goal::Faster { than: extism_host::JSON, times: 10.0 }),
    (Step::FreshRow, Goal::Under(25.0)),
    (Step::LiveRow, Goal::Under(2.0)),
    (Step::LiveRow, Goal::Faster { than: extism_host::JSON, times: 10.0 }),
    (Step::BatchRow, Goal::Faster { than: extism_host::JSON, times: 10.0 }),
    (Step::BatchRow, Goal::Faster { than: extism_host::RAW, times: 2.0 }),
    (Step::BatchRow, Goal::Native { way: riskwright_host::NAME, times: 2.0 }),
    (Step::BatchRow, Goal::Native { way: node::NAME, times: 2.0 }),
];

impl Goal {
    /// What is wanted, what was measured, and whether that will do; none if something of it was not measured.
    fn judge(&self, step: Step, figures: &Figures) -> Option<(String, String, bool)> {
        let ours = riskwright_host::NAME;
        Some(match *self {
            Self::Faster { than, times } => {
                let found = figures.ratio(than, ours, step)?;
                (format!("{times} times faster than {than}"), format!("{found:.1} times"), found >= times)
            }
            Self::Native { way, times } => {
                let found = figures.ratio(way, native::NAME, step)?;
                (format!("{way} at most {times} times native"), format!("{found:.2} times"), found <= times)
            }
            Self::Under(microseconds) => {
                let found = figures.of(ours, step)?;
                (format!("under {microseconds} µs"), shown(found), found < microseconds * 1e3)
            }
        })
    }
}

/// A row for each goal.
pub(crate) fn table(figures: &Figures) -> String {
    let rows = GOALS.into_iter().filter_map(|(step, goal)| {
        let (wanted, found, met) = goal.judge(step, figures)?;
        Some(vec![step.title().to_owned(), wanted, found, if met { "met" } else { "missed" }.to_owned()])
    });
    figures::table(["", "goal", "measured", ""].map(str::to_owned).into(), rows)
}
