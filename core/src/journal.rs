//! The journal: changes in order, each with actor, instant and the digest of the one before. State is its replay.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::change::{Change, Effects, Write, describe};
use crate::diagnostic::{Rejection, Rule};
use crate::identification::Stage;
use crate::isms::{Isms, Kind, RecordRef};
use crate::methodology::{Batch, Methodology, ScoreRecord, score};
use crate::plugin::Engines;
use crate::quantity::{Actor, Digest, Timestamp, Title, canonical_json};

mod ledger;
mod made;

pub use ledger::Ledger;
pub use made::Made;

/// One change as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its place in the journal, from 1.
    pub seq: u64,
    /// When it was made.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was changed.
    pub change: Change,
    /// The digest of the entry before; 64 zeros for the first.
    pub previous: Digest,
    /// SHA-256 over the canonical JSON (RFC 8785) of `at`, `by`, `change`, `previous` and `seq`.
    pub hash: Digest,
}

#[derive(Serialize)]
struct Hashed<'a> {
    at: &'a Timestamp,
    by: &'a Actor,
    change: &'a Change,
    previous: &'a Digest,
    seq: u64,
}

impl Entry {
    /// The digest the entry ought to have.
    ///
    /// # Errors
    /// If the change holds a number that is not finite.
    pub fn expected_hash(&self) -> Result<Digest, serde_json::Error> {
        let Self { seq, at, by, change, previous, .. } = self;
        Ok(Digest::of(&canonical_json(&Hashed { at, by, change, previous, seq: *seq })?))
    }
}

/// Where a journal ends: how many entries it has, the digest and the instant of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The number of entries.
    pub seq: u64,
    /// The digest of the last one.
    pub hash: Digest,
    /// When the last one was made.
    pub at: Timestamp,
}

impl Head {
    /// The head of a journal without entries.
    pub const START: Head = Head { seq: 0, hash: Digest::ZERO, at: Timestamp::UNIX_EPOCH };
}

/// The state before the first entry.
#[must_use]
pub fn blank() -> Isms {
    // a name that `isms.begin` replaces
    Isms::new(Title::fixed("unnamed"))
}

/// What an earlier entry wrote, as far as a later change must know.
#[derive(Debug, Clone, PartialEq)]
pub struct Touch {
    /// The entry.
    pub seq: u64,
    /// Who made it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The record it wrote.
    pub record: RecordRef,
}

/// Makes a change and the entry that records it.
///
/// `since` lists what was written after the state the change was made against (empty if that is the present state): a
/// change that writes one of those records is refused, one that writes others is applied.
///
/// # Errors
/// A [`Rejection`]; state and head are as they were.
pub fn append(
    isms: &mut Isms,
    head: &Head,
    change: Change,
    (by, at): (&Actor, Timestamp),
    since: &[Touch],
) -> Result<(Entry, Effects), Rejection> {
    if at < head.at {
        return Err(Rejection::new(
            None,
            Rule::Time,
            format!("the change is dated {at}, before the last one of {} (entry {})", head.at, head.seq),
        )
        .help("say the instant it is made at, not before that one"));
    }
    let effects = isms.apply(&change, by, at)?;
    let conflict = since.iter().find(|touch| effects.writes.iter().any(|write| write.at == touch.record));
    if let Some(touch) = conflict {
        let rejection = Rejection::new(
            touch.record.clone(),
            Rule::Conflict,
            format!("{} changed it on {} (entry {})", touch.by, touch.at, touch.seq),
        )
        .help("look at the record as it is now, and make the change again");
        isms.take_back(effects);
        return Err(rejection);
    }
    let mut entry = Entry {
        seq: head.seq.saturating_add(1),
        at,
        by: by.clone(),
        change,
        previous: head.hash,
        hash: Digest::ZERO,
    };
    match entry.expected_hash() {
        Ok(hash) => entry.hash = hash,
        Err(error) => {
            isms.take_back(effects);
            return Err(Rejection::new(
                None,
                Rule::Number,
                format!("the change can't be written down: {error}"),
            ));
        }
    }
    Ok((entry, effects))
}

/// The change that takes an entry back, by what it did.
///
/// # Errors
/// If the entry begins the ISMS, or changed nothing.
pub fn undoing(entry: &Entry, effects: &Effects) -> Result<Change, Rejection> {
    let refuse = |message: String| Rejection::new(None, Rule::State, message);
    let seq = entry.seq;
    if matches!(entry.change, Change::IsmsBegin { .. }) {
        return Err(refuse("the first entry begins the ISMS and can't be undone".to_owned()));
    }
    if effects.writes.is_empty() {
        return Err(refuse(format!("entry {seq} changed nothing")));
    }
    let title: Result<Title, _> = format!("undo of entry {seq}").parse();
    let title = title.map_err(|error| refuse(error.to_string()))?;
    effects.undo(title).map_err(|error| refuse(format!("entry {seq} can't be taken back: {error}")))
}

/// What is wrong with an entry of a journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The entries are not numbered from 1 without a gap.
    #[error("entry {expected} is missing: entry {found} follows")]
    Gap {
        /// The number that should come.
        expected: u64,
        /// The number that comes.
        found: u64,
    },
    /// An entry does not name the one before as it is.
    #[error("entry {seq} does not follow the entry before it: the chain is broken")]
    Chain {
        /// The entry.
        seq: u64,
    },
    /// An entry is not what its digest says.
    #[error("entry {seq} was altered: its digest is not that of its content")]
    Altered {
        /// The entry.
        seq: u64,
    },
    /// An entry is dated before the one it follows.
    #[error("entry {seq} is dated before the entry it follows")]
    Time {
        /// The entry.
        seq: u64,
    },
    /// The change an entry records is not possible where it stands.
    #[error("entry {seq} records a change that is not possible: {rejection}")]
    Rejected {
        /// The entry.
        seq: u64,
        /// Why.
        rejection: Rejection,
    },
    /// A score recorded by an entry is not what the methodology computes.
    #[error("entry {seq} records a score of {record} that the methodology does not compute: {reason}")]
    Score {
        /// The entry.
        seq: u64,
        /// The score record.
        record: RecordRef,
        /// How it differs.
        reason: String,
    },
}

/// A journal as it is replayed, entry by entry.
#[derive(Debug, Clone)]
pub struct Replay {
    isms: Isms,
    head: Head,
}

impl Default for Replay {
    fn default() -> Self {
        Self::from(blank(), Head::START)
    }
}

impl Replay {
    /// A replay that goes on from a state that was replayed before.
    #[must_use]
    pub fn from(mut isms: Isms, head: Head) -> Self {
        isms.at_hand.replaying = true;
        Self { isms, head }
    }

    /// Recomputes also scores of plugins, by what is handed in. Without it they are taken as they were recorded, if
    /// their digests are those of their content.
    #[must_use]
    pub fn with_engines(mut self, engines: Arc<dyn Engines>) -> Self {
        self.isms.set_engines(Some(engines));
        self
    }

    /// The state so far.
    #[must_use]
    pub fn isms(&self) -> &Isms {
        &self.isms
    }

    /// The state and where the journal ends.
    #[must_use]
    pub fn finish(self) -> (Isms, Head) {
        let mut isms = self.isms;
        isms.at_hand.replaying = false;
        (isms, self.head)
    }

    /// Takes the next entry: its number, its link to the one before, its digest, and its change.
    ///
    /// # Errors
    /// What is wrong with it; the state is as it was.
    pub fn step(&mut self, entry: &Entry) -> Result<Effects, ReplayError> {
        let seq = entry.seq;
        let expected = self.head.seq.saturating_add(1);
        if seq != expected {
            return Err(ReplayError::Gap { expected, found: seq });
        }
        if entry.previous != self.head.hash {
            return Err(ReplayError::Chain { seq });
        }
        if entry.expected_hash().ok() != Some(entry.hash) {
            return Err(ReplayError::Altered { seq });
        }
        if entry.at < self.head.at {
            return Err(ReplayError::Time { seq });
        }
        let effects = self
            .isms
            .apply(&entry.change, &entry.by, entry.at)
            .map_err(|rejection| ReplayError::Rejected { seq, rejection })?;
        self.head = Head { seq, hash: entry.hash, at: entry.at };
        Ok(effects)
    }

    /// Takes the next entry as [`Replay::step`] does, and recomputes also the scores that it puts back or takes over.
    /// Those that were assessed are recomputed by every replay: others are refused.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn step_recomputing(&mut self, entry: &Entry) -> Result<Effects, ReplayError> {
        let effects = self.step(entry)?;
        let wrong = |(record, reason)| ReplayError::Score { seq: entry.seq, record, reason };
        for record in restored_scores(&entry.change) {
            holds_by_itself(&self.isms, &record).map_err(wrong)?;
        }
        Ok(effects)
    }
}

/// The state after these entries.
///
/// # Errors
/// The first thing that is wrong with one of them.
pub fn replay<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<(Isms, Head), ReplayError> {
    let mut replay = Replay::default();
    for entry in entries {
        replay.step(entry)?;
    }
    Ok(replay.finish())
}

/// Score records that a change puts back, or takes over from an export.
fn restored_scores(change: &Change) -> Vec<ScoreRecord> {
    match change {
        Change::RecordsRestore { records, .. } => {
            let scores = records.iter().filter(|(at, _)| at.kind == Kind::ScoreRecord);
            scores.filter_map(|(_, value)| serde_json::from_value(value.clone()?).ok()).collect()
        }
        Change::Together { changes, .. } => changes.iter().flat_map(restored_scores).collect(),
        _ => Vec::new(),
    }
}

/// Recomputes a score record from the factors it pins: it may rest on estimates that have changed since. Where its
/// methodology or settings are no longer those in use, only its digests can be held against its content.
pub(crate) fn holds_by_itself(isms: &Isms, record: &ScoreRecord) -> Result<(), (RecordRef, String)> {
    let wrong = |reason: String| (RecordRef::new(Kind::ScoreRecord, &record.id), reason);
    let in_use = isms.methodologies().get(&record.methodology);
    let built = in_use.and_then(|in_use| in_use.build(isms).ok());
    for stage in Stage::ALL.iter().copied() {
        let Some(score) = record.score(stage) else { continue };
        let inputs = score::inputs_digest(&score.factors);
        let pinned = score::digest(&score.methodology, &score.settings, &inputs, score.score, score.level);
        if inputs != score.inputs || pinned != score.digest {
            return Err(wrong(format!("the {stage} score's digest is not that of its content")));
        }
        let same = |built: &&(dyn Methodology + Send + Sync)| {
            built.code() == score.methodology && built.settings() == score.settings
        };
        let Some(built) = built.as_deref().filter(same) else { continue };
        let batch = Batch::new(built.describe(), std::iter::once(&score.factors));
        let answer = match built.assess(&batch) {
            Ok(answer) => answer,
            // a plugin that can't be run here proves nothing against what it once answered
            Err(_) if in_use.is_some_and(|in_use| in_use.plugin().is_some()) => continue,
            Err(error) => return Err(wrong(error.to_string())),
        };
        let computed =
            answer.scores.first().zip(answer.levels.first()).filter(|_| answer.problems.is_empty());
        if computed.is_none_or(|(now, level)| now.to_bits() != score.score.to_bits() || *level != score.level)
        {
            return Err(wrong(format!(
                "the {stage} score is not what the methodology computes from its factors"
            )));
        }
    }
    Ok(())
}

/// What differs between two states, record by record in the order of their places.
#[must_use]
pub fn diff(before: &Isms, after: &Isms) -> Vec<Write> {
    let list = |isms: &Isms| -> BTreeMap<RecordRef, crate::isms::Record> {
        isms.records().map(|record| (record.reference(), record)).collect()
    };
    let (mut before, after) = (list(before), list(after));
    let mut writes: Vec<Write> = after
        .into_iter()
        .map(|(at, record)| Write { before: before.remove(&at), at, after: Some(record) })
        .filter(|write| write.before != write.after)
        .collect();
    writes.extend(before.into_iter().map(|(at, record)| Write { at, before: Some(record), after: None }));
    writes.sort_by(|a, b| a.at.cmp(&b.at));
    writes
}

/// The difference between two states in words, a line for each field.
#[must_use]
pub fn diff_in_words(before: &Isms, after: &Isms) -> Vec<String> {
    diff(before, after).iter().flat_map(|write| describe(after, write)).collect()
}
