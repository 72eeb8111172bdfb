//! What a change did, as whoever made it is told.

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::change::{Effects, describe};
use crate::isms::{Isms, RecordRef};
use crate::quantity::{Digest, Timestamp};

/// A change of more records is told by their number alone.
const TOLD: usize = 100;

/// What a change did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Made {
    /// The entry that records it; none where all was so already.
    pub entry: Option<u64>,
    /// The entry's digest.
    pub hash: Option<Digest>,
    /// When it was made.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub at: Option<Timestamp>,
    /// The records it wrote: `risk/R-12`.
    pub records: Vec<RecordRef>,
    /// What it did, in words: a line for each field. None where it wrote more than a hundred records.
    pub changes: Vec<String>,
}

impl Made {
    /// What an entry did; `isms` is the state after it.
    #[must_use]
    pub fn of(isms: &Isms, entry: &Entry, effects: &Effects) -> Self {
        let few = effects.writes.len() <= TOLD;
        let told = effects.writes.iter().filter(|_| few);
        Self {
            entry: Some(entry.seq),
            hash: Some(entry.hash),
            at: Some(entry.at),
            records: effects.touched(),
            changes: told.flat_map(|write| describe(isms, write)).collect(),
        }
    }
}
