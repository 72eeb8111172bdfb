//! What all requests share.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::http::{HeaderMap, header};
use riskwright_core::isms::Isms;
use riskwright_core::quantity::{Actor, Date};
use tokio::sync::{Semaphore, watch};

use crate::clock::Clock;
use crate::desk::Desk;
use crate::front::is_loopback;
use crate::keeper::{Keeper, Snapshot};
use crate::problem::{Kind, Problem};
use crate::tries::Tries;

/// What all requests share.
pub struct Server {
    /// Keeps the ISMS.
    pub keeper: Keeper,
    /// Keeps what is beside it.
    pub desk: Desk,
    /// What time it is.
    pub clock: Clock,
    /// Who sits at this machine: the actor where nobody need sign in.
    pub at_machine: Actor,
    /// Whether only this machine is listened to.
    pub loopback: bool,
    /// Where people reach it: `http://127.0.0.1:8484`.
    pub url: String,
    /// A number of this run, in those of its requests.
    pub run: u32,
    /// Drawn anew with each start: makes the token of whoever sits at this machine.
    pub seed: [u8; 32],
    /// Who tried to sign in, and failed.
    pub tries: Tries,
    /// So many passwords are hashed at once.
    pub hashing: Semaphore,
    /// Requests with keys that are being carried out.
    pub under_way: Mutex<BTreeSet<(String, String)>>,
    /// Whether the server is about to stop.
    pub stopping: watch::Receiver<bool>,
}

impl Server {
    /// Whether a request names a host that is this server. By another name a page could pretend that this server is its
    /// own, and ask as whoever sits here.
    pub fn goes_by(&self, headers: &HeaderMap) -> Result<(), Problem> {
        if !self.loopback {
            return Ok(());
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let own = self.url.split_once("://").map_or(self.url.as_str(), |(_, host)| host);
        if is_loopback(host) || host.eq_ignore_ascii_case(own) {
            return Ok(());
        }
        Err(Problem::new(Kind::Host, format!("the request is for `{host}`"))
            .help(format!("ask {}", self.url)))
    }

    /// Whether nobody need sign in: there are no users, and only this machine is listened to.
    pub fn is_open(&self) -> bool {
        self.loopback && self.desk.known().users.is_empty()
    }

    /// Computes something of the state, beside the threads that answer.
    pub async fn compute<T: Send + 'static>(
        &self,
        snapshot: Arc<Snapshot>,
        making: impl FnOnce(&Isms, Date) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let today = self.clock.today();
        let made = tokio::task::spawn_blocking(move || making(&snapshot.isms, today));
        made.await.unwrap_or_else(|error| {
            tracing::error!("a view could not be made: {error}");
            Err(Problem::new(Kind::Broken, "this could not be worked out; the log has more"))
        })
    }
}

/// Bytes that nobody can guess.
///
/// # Errors
/// If the system has none.
pub fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Problem::new(Kind::Broken, format!("this machine gives no random numbers: {error}"))
    })?;
    Ok(bytes)
}
