//! What a plugin may use, for each call anew.

use serde::{Deserialize, Serialize};

/// What a plugin may use. The operator sets them; a package may ask for less memory and time, never for more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Memory of its own, in MiB.
    pub memory_mib: u32,
    /// Time for a call, in milliseconds.
    pub time_ms: u32,
    /// What the host takes over from an answer, in MiB. A batch allows for what its rows can need, up to this.
    pub answer_mib: u32,
    /// The package, in MiB.
    pub package_mib: u32,
    /// Settings, in KiB.
    pub settings_kib: u32,
    /// Rows of a batch.
    pub rows: u32,
    /// Factors of a methodology.
    pub factors: u32,
    /// Nodes between factors and score.
    pub nodes: u32,
    /// Characters of a text.
    pub text: u32,
    /// Languages of a text.
    pub languages: u32,
    /// Groups of a catalogue.
    pub groups: u32,
    /// Controls of a catalogue.
    pub controls: u32,
    /// Mappings of a catalogue.
    pub mappings: u32,
    /// Items of a questionnaire.
    pub items: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_mib: 64,
            time_ms: 2_000,
            answer_mib: 64,
            package_mib: 32,
            settings_kib: 1_024,
            rows: 1_000_000,
            factors: 64,
            nodes: 256,
            text: 20_000,
            languages: 40,
            groups: 2_000,
            controls: 20_000,
            mappings: 100_000,
            items: 5_000,
        }
    }
}

const MIB: usize = 1 << 20;

/// A size in MiB as bytes.
pub(crate) fn mib(size: u32) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX).saturating_mul(MIB)
}

/// A number of things as an index type.
pub(crate) fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl Limits {
    /// These limits, lowered to what a package asks for.
    #[must_use]
    pub fn lowered(&self, memory_mib: Option<u32>, time_ms: Option<u32>) -> Self {
        Self {
            memory_mib: memory_mib.map_or(self.memory_mib, |asked| asked.min(self.memory_mib)),
            time_ms: time_ms.map_or(self.time_ms, |asked| asked.min(self.time_ms)),
            ..self.clone()
        }
    }

    /// What an answer to a batch may take: something for itself, and so much for each row.
    pub(crate) fn answer_bytes(&self, rows: usize, each: usize) -> usize {
        rows.saturating_mul(each).saturating_add(256 << 10).min(mib(self.answer_mib))
    }
}
