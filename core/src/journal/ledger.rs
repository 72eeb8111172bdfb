//! An ISMS with what was changed since it was opened: enough to go on, to know who wrote what, and to take it back.

use super::{Entry, Head, Made, Replay, ReplayError, Touch, append, blank, undoing};
use crate::change::{Change, Effects};
use crate::diagnostic::{Rejection, Rule};
use crate::isms::Isms;
use crate::quantity::{Actor, Timestamp};

/// An ISMS, and its journal from a state on: from nothing, or from a document that has no journal.
#[derive(Debug, Clone)]
pub struct Ledger {
    isms: Isms,
    head: Head,
    kept: Vec<(Entry, Effects)>,
}

impl Ledger {
    /// A journal that goes on from this state.
    ///
    /// ```
    /// use riskwright_core::{isms::Isms, journal::Ledger};
    /// let mut ledger = Ledger::from(Isms::new("Example Ltd".parse().unwrap()));
    /// let change = serde_json::from_str(r#"{"risk.identify": {"id": "R-1", "title": "Fire"}}"#).unwrap();
    /// let by = "A. Manager".parse().unwrap();
    /// let made = ledger.make(change, (&by, "2026-11-02T09:00:00Z".parse().unwrap()), None).unwrap();
    /// assert_eq!(made.entry, Some(1));
    /// ledger.undo(1, (&by, "2026-11-02T09:01:00Z".parse().unwrap())).unwrap();
    /// assert!(ledger.isms().scenarios().is_empty());
    /// ```
    #[must_use]
    pub fn from(isms: Isms) -> Self {
        Self { isms, head: Head::START, kept: Vec::new() }
    }

    /// The state.
    #[must_use]
    pub fn isms(&self) -> &Isms {
        &self.isms
    }

    /// Where the journal ends.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// The entries after one, the first one first.
    pub fn entries_after(&self, seq: u64) -> impl Iterator<Item = &Entry> {
        self.after(seq).map(|(entry, _)| entry)
    }

    /// Makes a change. `base` is the entry after which it was thought out; none: it rests on what there is.
    ///
    /// # Errors
    /// If a rule forbids it, or someone wrote one of its records after `base`.
    pub fn make(
        &mut self,
        change: Change,
        (by, at): (&Actor, Timestamp),
        base: Option<u64>,
    ) -> Result<Made, Rejection> {
        let since = self.touched_since(base.unwrap_or(self.head.seq));
        let (entry, effects) = append(&mut self.isms, &self.head, change, (by, at), &since)?;
        let made = Made::of(&self.isms, &entry, &effects);
        self.head = Head { seq: entry.seq, hash: entry.hash, at: entry.at };
        self.kept.push((entry, effects));
        Ok(made)
    }

    /// Takes an entry back by a new one.
    ///
    /// # Errors
    /// If a later entry wrote one of the same records, or others need what would go.
    pub fn undo(&mut self, seq: u64, on: (&Actor, Timestamp)) -> Result<Made, Rejection> {
        let found = self.kept.iter().find(|(entry, _)| entry.seq == seq);
        let (entry, effects) = found.ok_or_else(|| {
            let message = format!("there is no entry {seq}; the journal ends at {}", self.head.seq);
            Rejection::new(None, Rule::State, message)
        })?;
        let change = undoing(entry, effects)?;
        self.make(change, on, Some(seq))
    }

    /// Takes in entries that were made elsewhere, and tells what they wrote.
    ///
    /// # Errors
    /// What is wrong with one of them; those before it were taken in.
    pub fn take(&mut self, entries: impl IntoIterator<Item = Entry>) -> Result<Vec<Touch>, ReplayError> {
        let before = self.head.seq;
        // what is replayed is moved, not copied
        let mut replay = Replay::from(std::mem::replace(&mut self.isms, blank()), self.head);
        let mut wrong = None;
        for entry in entries {
            match replay.step(&entry) {
                Ok(effects) => self.kept.push((entry, effects)),
                Err(error) => {
                    wrong = Some(error);
                    break;
                }
            }
        }
        (self.isms, self.head) = replay.finish();
        wrong.map_or_else(|| Ok(self.touched_since(before)), Err)
    }

    /// What was written after an entry.
    #[must_use]
    pub fn touched_since(&self, base: u64) -> Vec<Touch> {
        let touches = self.after(base).flat_map(|(entry, effects)| {
            let touch = |record| Touch { seq: entry.seq, by: entry.by.clone(), at: entry.at, record };
            effects.touched().into_iter().map(touch)
        });
        touches.collect()
    }

    fn after(&self, seq: u64) -> impl Iterator<Item = &(Entry, Effects)> {
        let first = self.kept.partition_point(|(entry, _)| entry.seq <= seq);
        self.kept.iter().skip(first)
    }
}
