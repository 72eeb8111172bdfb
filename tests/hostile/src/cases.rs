//! What a plugin can do to its host, a few lines each, and what the host may call it.

use riskwright_runtime::problem::{Call, Kind};

use crate::guest::{Body, Guest};
use crate::methodology::Description;

pub mod answers;
pub mod calls;
pub mod catalogues;
pub mod compiling;
pub mod limits;
pub mod losses;
pub mod questionnaires;

/// A plugin that means harm.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it does, in words.
    pub does: String,
    /// The plugin.
    pub guest: Guest,
    /// The call that has to fail.
    pub fails_in: Call,
    /// What the problem may be said to be.
    pub kinds: &'static [Kind],
    /// The row it has to name, from 0, where there is one.
    pub row: Option<u32>,
}

impl Case {
    fn new(does: impl Into<String>, guest: Guest, fails_in: Call, kinds: &'static [Kind]) -> Self {
        Self { does: does.into(), guest, fails_in, kinds, row: None }
    }

    /// Is wrong in this row.
    fn at(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    /// A good methodology but for `assess`.
    fn assess(does: &str, text: &str, kinds: &'static [Kind]) -> Self {
        Self::new(does, Guest::methodology().does("assess", Body::text(text)), Call::Assess, kinds)
    }
}

/// A methodology that has loss models, so that it is asked for them, and does something else in a function.
fn in_function(function: &'static str, text: &str) -> Guest {
    let description = Description { gives_loss: 1, ..Description::default() };
    Guest::methodology().says(&description).does(function, Body::text(text))
}

/// The functions of a methodology and the calls that lead to them.
const FUNCTIONS: [(&str, Call); 5] = [
    ("validate-settings", Call::ValidateSettings),
    ("describe", Call::Describe),
    ("assess", Call::Assess),
    ("trace", Call::Trace),
    ("loss", Call::Loss),
];

impl Case {
    /// More of its module.
    fn with(mut self, module: &str) -> Self {
        self.guest = self.guest.with(module);
        self
    }

    /// More memory and time.
    fn asks_for(mut self, memory_mib: u32, time_ms: u32) -> Self {
        self.guest = self.guest.asks_for(memory_mib, time_ms);
        self
    }
}
