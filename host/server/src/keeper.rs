//! The one who keeps the ISMS: takes changes in groups, hands out the state, and tells what changed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use riskwright_core::change::Change;
use riskwright_core::diagnostic::{Rejection, Rule};
use riskwright_core::isms::{Isms, Record, RecordRef};
pub use riskwright_core::journal::Made;
use riskwright_core::journal::{Entry, Head, Touch};
use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_store::{Appended, Attempt, Grouped, Store, StoreError};
use serde::Serialize;
use tokio::sync::{broadcast, oneshot};

use crate::clock::Clock;
use crate::worker::{Stopped, Work, Worker};

/// How soon it is seen that another program changed the file.
const LOOK: Duration = Duration::from_millis(500);
/// So many changes may a slow listener be behind.
const BEHIND: usize = 1024;

/// Where an ISMS is kept: the seam to databases other than one file.
pub trait Archive: Send {
    /// The state.
    fn isms(&self) -> &Isms;
    /// Where the journal ends.
    fn head(&self) -> Head;
    /// See [`Store::refresh`].
    ///
    /// # Errors
    /// If it is damaged.
    fn refresh(&mut self) -> Result<(), StoreError>;
    /// See [`Store::group`].
    ///
    /// # Errors
    /// What kept the changes from being written.
    fn group(&mut self, attempts: Vec<Attempt>) -> Result<Grouped, StoreError>;
    /// See [`Store::undo`].
    ///
    /// # Errors
    /// A rejection, or what kept it from being written.
    fn undo(&mut self, seq: u64, by: &Actor, at: Timestamp) -> Result<Appended, StoreError>;
    /// See [`Store::page`].
    ///
    /// # Errors
    /// If it is damaged.
    fn page(&self, first: u64, most: usize) -> Result<Vec<Entry>, StoreError>;
    /// See [`Store::touches`].
    ///
    /// # Errors
    /// If it can't be read.
    fn touches(&self, record: &RecordRef) -> Result<Vec<u64>, StoreError>;
    /// See [`Store::touched_since`].
    ///
    /// # Errors
    /// If it is damaged.
    fn touched_since(&self, base: u64) -> Result<Vec<Touch>, StoreError>;
    /// See [`Store::close`].
    ///
    /// # Errors
    /// If it can't be written.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}

impl Archive for Store {
    fn isms(&self) -> &Isms {
        self.isms()
    }
    fn head(&self) -> Head {
        self.head()
    }
    fn refresh(&mut self) -> Result<(), StoreError> {
        self.refresh()
    }
    fn group(&mut self, attempts: Vec<Attempt>) -> Result<Grouped, StoreError> {
        self.group(attempts)
    }
    fn undo(&mut self, seq: u64, by: &Actor, at: Timestamp) -> Result<Appended, StoreError> {
        self.undo(seq, by, at)
    }
    fn page(&self, first: u64, most: usize) -> Result<Vec<Entry>, StoreError> {
        self.page(first, most)
    }
    fn touches(&self, record: &RecordRef) -> Result<Vec<u64>, StoreError> {
        self.touches(record)
    }
    fn touched_since(&self, base: u64) -> Result<Vec<Touch>, StoreError> {
        self.touched_since(base)
    }
    fn close(self: Box<Self>) -> Result<(), StoreError> {
        (*self).close()
    }
}

/// The state after an entry.
#[derive(Debug)]
pub struct Snapshot {
    /// The state.
    pub isms: Isms,
    /// The entry.
    pub head: Head,
}

/// A change that was made, as whoever listens is told.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Event {
    /// Its entry.
    pub entry: u64,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// The records it wrote.
    pub records: Vec<RecordRef>,
}

/// Why a change was not made.
#[derive(Debug)]
pub enum Refusal {
    /// It is not possible.
    Rejected(Box<Rejection>),
    /// Others wrote the same record after the state it was made against.
    Conflict(Box<Conflict>),
    /// It could not be kept.
    NotKept(String),
    /// The server is about to stop.
    Stopped,
}

/// What happened to a record since.
#[derive(Debug)]
pub struct Conflict {
    /// The refusal.
    pub rejection: Rejection,
    /// The entries that wrote it.
    pub entries: Vec<Touch>,
    /// The record as it is now; none if it was removed.
    pub now: Option<Record>,
}

impl From<Stopped> for Refusal {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Rejected(rejection) => Self::Rejected(Box::new(rejection)),
            other => Self::NotKept(other.to_string()),
        }
    }
}

type Answered = Result<Made, Refusal>;

enum Job {
    Make { change: Change, by: Actor, base: Option<u64>, answer: oneshot::Sender<Answered> },
    Look(Box<dyn FnOnce(&mut Shop) + Send>),
}

/// Everything the thread has.
struct Shop {
    archive: Box<dyn Archive>,
    clock: Clock,
    latest: Arc<Mutex<Option<Arc<Snapshot>>>>,
    news: broadcast::Sender<Arc<Event>>,
    head: Arc<AtomicU64>,
}

/// The way to the thread that keeps the ISMS.
pub struct Keeper {
    worker: Worker<Job>,
    latest: Arc<Mutex<Option<Arc<Snapshot>>>>,
    head: Arc<AtomicU64>,
}

impl Keeper {
    /// Begins to keep an ISMS.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(archive: Box<dyn Archive>, clock: Clock) -> std::io::Result<Self> {
        let latest = Arc::new(Mutex::new(None));
        let (news, _) = broadcast::channel(BEHIND);
        let head = Arc::new(AtomicU64::new(archive.head().seq));
        let shop = Shop { archive, clock, latest: Arc::clone(&latest), news, head: Arc::clone(&head) };
        Ok(Self { worker: Worker::start("keeper", LOOK, shop)?, latest, head })
    }

    /// Makes a change durable. `base` is the entry after which it was thought out.
    ///
    /// # Errors
    /// Why it was not made: all is as it was.
    pub async fn make(&self, change: Change, by: Actor, base: Option<u64>) -> Answered {
        let (answer, answered) = oneshot::channel();
        self.worker.hand_in(Job::Make { change, by, base, answer })?;
        answered.await.unwrap_or(Err(Refusal::Stopped))
    }

    /// Takes an entry back by a new one.
    ///
    /// # Errors
    /// As [`Keeper::make`].
    pub async fn undo(&self, seq: u64, by: Actor) -> Answered {
        let undone = self.look(move |shop| {
            let appended = shop.archive.undo(seq, &by, shop.clock.now())?;
            Ok(shop.tell(Some(&appended)))
        });
        undone.await?.map_err(|error: StoreError| error.into())
    }

    /// The state as it is now. What is shared is not copied.
    ///
    /// # Errors
    /// If the server is about to stop.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>, Stopped> {
        if let Some(known) = self.latest.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return Ok(Arc::clone(known));
        }
        self.look(Shop::snapshot).await
    }

    /// At most so many entries from `first` on.
    ///
    /// # Errors
    /// If the server is about to stop, or the file is damaged.
    pub async fn page(&self, first: u64, most: usize) -> Result<Vec<Entry>, Refusal> {
        Ok(self.look(move |shop| shop.archive.page(first, most)).await??)
    }

    /// The numbers of the entries that wrote a record.
    ///
    /// # Errors
    /// As [`Keeper::page`].
    pub async fn touches(&self, record: RecordRef) -> Result<Vec<u64>, Refusal> {
        Ok(self.look(move |shop| shop.archive.touches(&record)).await??)
    }

    /// How many entries wrote a record, and the last `most` of them, oldest first.
    ///
    /// # Errors
    /// As [`Keeper::page`].
    pub async fn history(&self, record: RecordRef, most: usize) -> Result<(usize, Vec<Entry>), Refusal> {
        let read = move |shop: &mut Shop| {
            let written = shop.archive.touches(&record)?;
            let mut entries = Vec::with_capacity(written.len().min(most));
            for seq in &written[written.len().saturating_sub(most)..] {
                entries.extend(shop.archive.page(*seq, 1)?.into_iter().filter(|entry| entry.seq == *seq));
            }
            Ok::<_, StoreError>((written.len(), entries))
        };
        Ok(self.look(read).await??)
    }

    /// The records that an entry wrote.
    ///
    /// # Errors
    /// As [`Keeper::page`].
    pub async fn written(&self, seq: u64) -> Result<Vec<RecordRef>, Refusal> {
        let touches = self.look(move |shop| shop.archive.touched_since(seq.saturating_sub(1))).await??;
        Ok(touches.into_iter().filter(|touch| touch.seq == seq).map(|touch| touch.record).collect())
    }

    /// The last entry that this server knows of.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.head.load(Ordering::Acquire)
    }

    /// What happened after an entry, and what will.
    ///
    /// # Errors
    /// As [`Keeper::page`].
    pub async fn events_after(
        &self,
        base: Option<u64>,
    ) -> Result<(Vec<Event>, broadcast::Receiver<Arc<Event>>), Refusal> {
        let both = self.look(move |shop| {
            let missed = base.map(|base| shop.archive.touched_since(base)).transpose()?;
            Ok((events(missed.unwrap_or_default()), shop.news.subscribe()))
        });
        both.await?.map_err(|error: StoreError| error.into())
    }

    /// Does something between the groups.
    async fn look<T: Send + 'static>(
        &self,
        doing: impl FnOnce(&mut Shop) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move |shop: &mut Shop| {
            // whoever asked may be gone
            let _ = answer.send(doing(shop));
        });
        self.worker.hand_in(Job::Look(job))?;
        answered.await.map_err(|_| Stopped)
    }

    /// Takes no more changes, finishes those that were taken, and closes the file.
    pub fn stop(&self) {
        self.worker.stop();
    }
}

impl Work<Job> for Shop {
    fn work(&mut self, jobs: Vec<Job>) {
        if jobs.is_empty() {
            return self.look_around();
        }
        let mut group = Vec::new();
        for job in jobs {
            match job {
                Job::Make { change, by, base, answer } => group.push((change, by, base, answer)),
                // whoever asks after a change sees it
                Job::Look(look) => {
                    self.make(std::mem::take(&mut group));
                    look(self);
                }
            }
        }
        self.make(group);
    }

    fn finish(self) {
        if let Err(error) = self.archive.close() {
            tracing::warn!("what was changed is kept, but the file could not be sealed: {error}");
        }
    }
}

impl Shop {
    fn make(&mut self, group: Vec<(Change, Actor, Option<u64>, oneshot::Sender<Answered>)>) {
        if group.is_empty() {
            return;
        }
        let at = self.clock.now();
        let head = self.archive.head();
        let mut attempts = Vec::with_capacity(group.len());
        let mut answers = Vec::with_capacity(group.len());
        for (change, by, base, answer) in group {
            attempts.push(Attempt { change, by, at, base });
            answers.push((answer, base));
        }
        let outcomes = self.archive.group(attempts);
        self.forget();
        match outcomes {
            Ok(outcomes) => {
                self.told_by_others(&head, &outcomes);
                for ((answer, base), outcome) in answers.into_iter().zip(outcomes) {
                    let told = match outcome {
                        Ok(appended) => Ok(self.tell(appended.as_ref())),
                        Err(rejection) => Err(self.refusal(rejection, base)),
                    };
                    let _ = answer.send(told);
                }
            }
            Err(error) => {
                tracing::error!("changes could not be kept: {error}");
                for (answer, _) in answers {
                    let _ = answer.send(Err(Refusal::NotKept(error.to_string())));
                }
            }
        }
    }

    /// What a change did; whoever listens is told.
    fn tell(&mut self, appended: Option<&Appended>) -> Made {
        self.forget();
        let Some(Appended { entry, effects }) = appended else {
            return Made::default();
        };
        let records = effects.touched();
        let event = Event { entry: entry.seq, at: entry.at, by: entry.by.clone(), records };
        // nobody may be listening
        let _ = self.news.send(Arc::new(event));
        Made::of(self.archive.isms(), entry, effects)
    }

    fn refusal(&self, rejection: Rejection, base: Option<u64>) -> Refusal {
        let (Rule::Conflict, Some(base), Some(record)) = (rejection.rule, base, rejection.record.clone())
        else {
            return Refusal::Rejected(Box::new(rejection));
        };
        let entries = self.archive.touched_since(base).unwrap_or_default();
        let entries = entries.into_iter().filter(|touch| touch.record == record).collect();
        let now = self.archive.isms().record(&record);
        Refusal::Conflict(Box::new(Conflict { rejection, entries, now }))
    }

    fn snapshot(&mut self) -> Arc<Snapshot> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Arc::new(Snapshot { isms: self.archive.isms().clone(), head: self.archive.head() });
        Arc::clone(latest.get_or_insert_with(fresh))
    }

    /// The snapshot is that of a state before.
    fn forget(&self) {
        self.head.store(self.archive.head().seq, Ordering::Release);
        self.latest.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Takes in what other programs wrote.
    fn look_around(&mut self) {
        let before = self.archive.head();
        if let Err(error) = self.archive.refresh() {
            tracing::warn!("the file can't be looked at: {error}");
        }
        if self.archive.head() != before {
            self.forget();
            self.tell_since(before.seq, None);
        }
    }

    /// Tells what other programs wrote before the first of a group.
    fn told_by_others(&self, before: &Head, outcomes: &Grouped) {
        let first = outcomes.iter().find_map(|outcome| outcome.as_ref().ok()?.as_ref());
        let upto = first.map_or(self.archive.head().seq, |first| first.entry.seq.saturating_sub(1));
        if upto > before.seq {
            self.tell_since(before.seq, Some(upto));
        }
    }

    fn tell_since(&self, base: u64, upto: Option<u64>) {
        let touches = self.archive.touched_since(base).unwrap_or_default();
        for event in events(touches).into_iter().filter(|event| upto.is_none_or(|upto| event.entry <= upto)) {
            let _ = self.news.send(Arc::new(event));
        }
    }
}

/// Touches in the order of their entries, as an event for each.
fn events(touches: Vec<Touch>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for Touch { seq, by, at, record } in touches {
        match events.last_mut() {
            Some(last) if last.entry == seq => last.records.push(record),
            _ => events.push(Event { entry: seq, at, by, records: vec![record] }),
        }
    }
    events
}
