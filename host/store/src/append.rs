//! Changes made durable: one, or as many as have come at once.

use riskwright_core::change::{Change, Effects};
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::isms::Isms;
use riskwright_core::journal::{self, Entry, Head};
use riskwright_core::quantity::{Actor, Timestamp};
use rusqlite::{Connection, TransactionBehavior};

use crate::past;
use crate::rows::{damaged, put_packages, snapshot, stored_head, touches_since, write};
use crate::store::{Store, StoreError};

/// By so many seconds clocks may differ.
const CLOCKS: i64 = 600;

/// A change that was made.
#[derive(Debug)]
pub struct Appended {
    /// The entry that records it.
    pub entry: Entry,
    /// What it wrote.
    pub effects: Effects,
}

/// A change to be made among others, see [`Store::group`].
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The change.
    pub change: Change,
    /// Who makes it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The entry after which it was thought out; absent: whatever state it meets.
    pub base: Option<u64>,
}

/// What became of each change of a group: `None` where it left everything as it was, and no entry was made.
pub type Grouped = Vec<Result<Option<Appended>, Rejection>>;

impl Store {
    /// Makes a change durable: its entry, the records it wrote and the new head, all or nothing.
    ///
    /// `base` is the entry after which the change was thought out; absent: the state this store has. What others wrote
    /// since then is taken in first; a change that writes one of the same records is refused.
    ///
    /// # Errors
    /// A rejection, or what kept the file from being written. State and file are as they were.
    pub fn append(
        &mut self,
        change: Change,
        by: &Actor,
        at: Timestamp,
        base: Option<u64>,
    ) -> Result<Appended, StoreError> {
        self.append_all(change, (by, at), base, &[])
    }

    /// As [`Store::append`], and keeps packages of plugins that the change installs: all of it, or nothing.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn append_with_packages(
        &mut self,
        change: Change,
        (by, at): (&Actor, Timestamp),
        packages: &[&[u8]],
    ) -> Result<Appended, StoreError> {
        // packages alone are no state: what they are for is told by the entry, in one transaction with them
        self.append_all(change, (by, at), None, packages)
    }

    fn append_all(
        &mut self,
        change: Change,
        (by, at): (&Actor, Timestamp),
        base: Option<u64>,
        packages: &[&[u8]],
    ) -> Result<Appended, StoreError> {
        let base = Some(base.unwrap_or(self.head.seq));
        let attempt = Attempt { change, by: by.clone(), at, base };
        let made = self.run(vec![attempt], packages, true)?;
        let outcome = made.into_iter().next().transpose()?.flatten();
        outcome.ok_or_else(|| damaged("the journal", "a change was made, and no entry came of it"))
    }

    /// Makes changes durable in one transaction, in their order: as many as have come wait for the disk once. Each is made
    /// or refused by itself, and meets the state that those before it left.
    ///
    /// ```
    /// use riskwright_store::{Attempt, Store};
    /// let folder = tempfile::tempdir().unwrap();
    /// let (by, at) = ("A. Manager".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap());
    /// let mut store = Store::create(&folder.path().join("isms"), "Example Ltd".parse().unwrap(), &by, at).unwrap();
    /// let attempt = |json| Attempt { change: serde_json::from_str(json).unwrap(), by: by.clone(), at, base: None };
    /// let risk = r#"{"risk.identify": {"id": "R-1", "title": "Ransomware"}}"#;
    /// let made = store.group(vec![attempt(risk), attempt(risk)]).unwrap();
    /// assert_eq!(made[0].as_ref().unwrap().as_ref().unwrap().entry.seq, 2);
    /// assert_eq!(made[1].as_ref().unwrap_err().rule.as_str(), "already-exists");
    /// ```
    ///
    /// # Errors
    /// What kept the file from being written: none of the changes is made, state and file are as they were.
    pub fn group(&mut self, attempts: Vec<Attempt>) -> Result<Grouped, StoreError> {
        self.run(attempts, &[], false)
    }

    /// `always`: also a change that alters nothing makes an entry.
    fn run(
        &mut self,
        attempts: Vec<Attempt>,
        packages: &[&[u8]],
        always: bool,
    ) -> Result<Grouped, StoreError> {
        let Self { connection, isms, head, engines, .. } = self;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let stored = stored_head(&transaction)?.unwrap_or(Head::START);
        if stored != *head {
            (*isms, *head) = snapshot(&transaction)?;
            isms.set_engines(engines.clone());
        }
        let before = *head;
        let mut made = Vec::with_capacity(attempts.len());
        let mut written = Ok(());
        for attempt in attempts {
            if written.is_err() {
                break;
            }
            match apply(&transaction, isms, head, attempt) {
                Ok(Appended { effects, .. }) if effects.writes.is_empty() && !always => made.push(Ok(None)),
                Ok(appended) => {
                    let Entry { seq, hash, at, .. } = appended.entry;
                    written = write(&transaction, &appended.entry, &appended.effects);
                    *head = Head { seq, hash, at };
                    made.push(Ok(Some(appended)));
                }
                Err(StoreError::Rejected(rejection)) => made.push(Err(rejection)),
                Err(error) => written = Err(error),
            }
        }
        // what is refused keeps nothing
        if written.is_ok() && made.iter().any(|outcome| matches!(outcome, Ok(Some(_)))) {
            written = put_packages(&transaction, packages)
                .and_then(|()| past::keep(&transaction, before.seq, head.seq));
        }
        if let Err(error) = written.and_then(|()| Ok(transaction.commit()?)) {
            for appended in made.into_iter().rev().filter_map(|outcome| outcome.ok().flatten()) {
                isms.take_back(appended.effects);
            }
            *head = before;
            return Err(error);
        }
        Ok(made)
    }
}

/// The change in the state that is there now, and its entry; nothing is written yet.
fn apply(
    connection: &Connection,
    isms: &mut Isms,
    head: &Head,
    attempt: Attempt,
) -> Result<Appended, StoreError> {
    let Attempt { change, by, mut at, base } = attempt;
    let base = base.unwrap_or(head.seq);
    if base > head.seq {
        let message = format!("the change is made against entry {base}, the journal ends at {}", head.seq);
        return Err(
            Rejection { record: None, rule: Rule::Conflict, clause: None, message, help: None }.into()
        );
    }
    let since = if base < head.seq { touches_since(connection, base)? } else { Vec::new() };
    // clocks of several machines differ by a little: time in the journal never runs backwards
    if head.at.duration_since(at).as_secs() <= CLOCKS {
        at = at.max(head.at);
    }
    let (entry, effects) = journal::append(isms, head, change, (&by, at), &since)?;
    Ok(Appended { entry, effects })
}
