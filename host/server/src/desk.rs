//! The one who keeps what is beside the ISMS: users, sessions, invitations, drafts, requests with keys.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use riskwright_core::quantity::{Actor, Digest, Timestamp};
use riskwright_store::{Invitation, KeptSession, Room, ServerFile, StoreError, User};
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::worker::{Stopped, Work, Worker};

/// How soon it is seen that a user was removed, or an invitation made, by another program.
const LOOK: Duration = Duration::from_millis(500);
/// For so many seconds requests with keys are remembered.
const REMEMBERED: i64 = 7 * 24 * 3600;

/// Why something could not be done at the desk.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DeskError {
    /// The server is about to stop.
    #[error("the server is about to stop")]
    Stopped,
    /// It could not be kept.
    #[error("{0}")]
    NotKept(String),
}

impl From<Stopped> for DeskError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// Who and what is known: looked at with each request.
#[derive(Debug, Default)]
pub struct Known {
    /// Users by their name in small letters.
    pub users: BTreeMap<String, User>,
    /// Sessions by the digest of their token.
    pub sessions: BTreeMap<Digest, KeptSession>,
    /// Invitations by id.
    pub invitations: BTreeMap<String, Arc<Invitation>>,
    /// Rooms by id.
    pub rooms: BTreeMap<String, Arc<Room>>,
}

impl Known {
    /// The user of a name; letter case does not count.
    #[must_use]
    pub fn user(&self, name: &Actor) -> Option<&User> {
        self.users.get(&name.to_lowercase())
    }
}

type After = Box<dyn FnOnce(Result<(), &StoreError>) + Send>;
type Job = Box<dyn FnOnce(&ServerFile) -> After + Send>;

struct Shop {
    file: ServerFile,
    clock: Clock,
    known: Arc<RwLock<Arc<Known>>>,
    seen: i64,
    /// When requests were forgotten last.
    swept: Timestamp,
}

/// The way to the thread that keeps a server's file.
pub struct Desk {
    worker: Worker<(bool, Job)>,
    known: Arc<RwLock<Arc<Known>>>,
    secret: [u8; 32],
}

impl Desk {
    /// Begins to keep a server's file. `fresh` is a secret to begin with.
    ///
    /// # Errors
    /// If the file can't be read, or the system has no thread to give.
    pub fn start(file: ServerFile, clock: Clock, fresh: [u8; 32]) -> Result<Self, StoreError> {
        let secret = file.secret(fresh)?;
        let known = Arc::new(RwLock::default());
        let seen = file.others_wrote()?;
        let mut shop = Shop { file, clock, known: Arc::clone(&known), seen, swept: Timestamp::UNIX_EPOCH };
        shop.learn()?;
        Ok(Self { worker: Worker::start("desk", LOOK, shop)?, known, secret })
    }

    /// By what links and tokens are signed.
    #[must_use]
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Who and what is known.
    #[must_use]
    pub fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads or writes the file. The answer comes when what was written is durable.
    ///
    /// # Errors
    /// If it was not done: all is as it was.
    pub async fn ask<T: Send + 'static>(
        &self,
        doing: impl FnOnce(&ServerFile) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, DeskError> {
        self.hand_in(false, doing).await
    }

    /// As [`Desk::ask`], for what alters users, sessions or invitations: it is known to all when the answer comes.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub async fn alter<T: Send + 'static>(
        &self,
        doing: impl FnOnce(&ServerFile) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, DeskError> {
        self.hand_in(true, doing).await
    }

    async fn hand_in<T: Send + 'static>(
        &self,
        alters: bool,
        doing: impl FnOnce(&ServerFile) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |file| {
            let outcome = doing(file).map_err(|error| DeskError::NotKept(error.to_string()));
            Box::new(move |kept| {
                let kept = kept.map_err(|error| DeskError::NotKept(error.to_string()));
                // whoever asked may be gone
                let _ = answer.send(kept.and(outcome));
            })
        });
        self.worker.hand_in((alters, job))?;
        let lost = || DeskError::NotKept("the server's file could not be written".to_owned());
        answered.await.unwrap_or_else(|_| Err(lost()))
    }

    /// Takes no more jobs, and finishes those that were taken.
    pub fn stop(&self) {
        self.worker.stop();
    }
}

impl Work<(bool, Job)> for Shop {
    fn work(&mut self, jobs: Vec<(bool, Job)>) {
        if jobs.is_empty() {
            return self.look_around();
        }
        let alters = jobs.iter().any(|(alters, _)| *alters);
        let mut done: Vec<After> = Vec::with_capacity(jobs.len());
        let kept = self.file.together(|file| done.extend(jobs.into_iter().map(|(_, job)| job(file))));
        match &kept {
            Ok(()) if alters => self.learn_or_say(),
            Ok(()) => {}
            Err(error) => tracing::error!("the server's file can't be written: {error}"),
        }
        for after in done {
            after(kept.as_ref().copied());
        }
    }

    fn finish(self) {}
}

impl Shop {
    /// Sees to what other programs altered, and to what is old.
    fn look_around(&mut self) {
        match self.file.others_wrote() {
            Ok(seen) if seen == self.seen => {}
            Ok(seen) => {
                self.seen = seen;
                self.learn_or_say();
            }
            Err(error) => tracing::warn!("the server's file can't be looked at: {error}"),
        }
        let now = self.clock.now();
        if now.duration_since(self.swept).as_hours() >= 1 {
            self.swept = now;
            let before = Timestamp::from_second(now.as_second().saturating_sub(REMEMBERED));
            let forgot = before.map(|before| self.file.forget_requests(before));
            if let Ok(Err(error)) = forgot {
                tracing::warn!("old requests can't be forgotten: {error}");
            }
        }
    }

    fn learn_or_say(&mut self) {
        if let Err(error) = self.learn() {
            tracing::warn!("the server's file can't be looked at: {error}");
        }
    }

    fn learn(&mut self) -> Result<(), StoreError> {
        let users = self.file.users()?.into_iter().map(|user| (user.name.to_lowercase(), user));
        let sessions = self.file.sessions(self.clock.now())?.into_iter();
        let invitations = self.file.invitations()?.into_iter();
        let rooms = self.file.rooms()?.into_iter();
        let known = Known {
            users: users.collect(),
            sessions: sessions.map(|session| (session.token, session)).collect(),
            invitations: invitations
                .map(|invitation| (invitation.id.clone(), Arc::new(invitation)))
                .collect(),
            rooms: rooms.map(|room| (room.id.clone(), Arc::new(room))).collect(),
        };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        Ok(())
    }
}
