//! A server from its start to its end.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::{Extension, Router, middleware};
use riskwright_core::quantity::Actor;
use riskwright_store::{ServerFile, StoreError};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::clock::Clock;
use crate::desk::Desk;
use crate::elements::Elements;
use crate::keeper::{Archive, Keeper};
use crate::listen::listen;
use crate::pages::{self, Description};
use crate::server::{Server, random};
use crate::{api, elements, front};

/// How a server is to be.
pub struct Options {
    /// The ISMS.
    pub archive: Box<dyn Archive>,
    /// What is beside it.
    pub file: ServerFile,
    /// Where it listens; port 0 for any that is free.
    pub listen: SocketAddr,
    /// Where people reach it, if not there: `https://isms.example`.
    pub url: Option<String>,
    /// Who sits at this machine.
    pub at_machine: Actor,
    /// What time it is.
    pub clock: Clock,
    /// The elements for web pages.
    pub elements: Elements,
}

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Others could reach it, and nobody could sign in.
    #[error("{0} can be reached from other machines, and there is no user who could sign in")]
    NoPassword(IpAddr),
    /// The address is taken, or none of this machine's.
    #[error("nothing can listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The server's file.
    #[error("the file beside the ISMS can't be used: {0}")]
    File(#[from] StoreError),
    /// What the system says.
    #[error("the system does not let the server start: {0}")]
    Io(#[from] std::io::Error),
    /// No random numbers.
    #[error("this machine gives no random numbers")]
    Random,
}

/// A server that is ready to take requests.
pub struct Ready {
    /// What requests share.
    pub server: Arc<Server>,
    /// What answers them.
    pub router: Router,
    stop: watch::Sender<bool>,
}

impl Ready {
    /// Makes everything ready, for a server at this address.
    ///
    /// # Errors
    /// If the file beside the ISMS can't be used, or there is nobody who could sign in where others can reach it.
    pub fn new(options: Options, address: SocketAddr) -> Result<Self, ServeError> {
        let Options { archive, file, url, at_machine, clock, elements, .. } = options;
        let loopback = address.ip().is_loopback();
        let fresh = random().map_err(|_| ServeError::Random)?;
        let desk = Desk::start(file, clock, fresh)?;
        if !loopback && desk.known().users.is_empty() {
            return Err(ServeError::NoPassword(address.ip()));
        }
        let (stop, stopping) = watch::channel(false);
        let run: [u8; 4] = random().map_err(|_| ServeError::Random)?;
        let server = Arc::new(Server {
            keeper: Keeper::start(archive, clock)?,
            desk,
            clock,
            at_machine,
            loopback,
            url: url.unwrap_or_else(|| format!("http://{address}")),
            run: u32::from_be_bytes(run),
            seed: random().map_err(|_| ServeError::Random)?,
            tries: Default::default(),
            hashing: Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)),
            under_way: Mutex::new(BTreeSet::new()),
            stopping,
        });
        let (handlers, described) = api::routes();
        let document = api::description::document(&described).map_err(std::io::Error::from)?;
        let router = handlers
            .merge(pages::routes())
            .merge(elements::routes())
            .merge(crate::room::routes())
            .fallback(api::nothing_there)
            .method_not_allowed_fallback(api::not_so)
            .layer(Extension(Description::new(&document)))
            .layer(Extension(elements))
            .layer(middleware::from_fn_with_state(Arc::clone(&server), front::front))
            .with_state(Arc::clone(&server));
        Ok(Self { server, router, stop })
    }

    /// Answers what comes until it is told to stop.
    pub async fn listen(&self, listener: TcpListener) {
        listen(listener, self.router.clone(), self.server.stopping.clone()).await;
    }

    /// Takes no more changes, and closes the files.
    pub fn close(self) {
        // nobody may be listening any more
        let _ = self.stop.send(true);
        self.server.keeper.stop();
        self.server.desk.stop();
    }
}

/// Serves until the program is told to stop (SIGINT, SIGTERM). `announce` is told the address once it can be used.
///
/// # Errors
/// If it can't start.
pub fn serve(options: Options, announce: impl FnOnce(&str)) -> Result<(), ServeError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(32).build()?;
    let ready = runtime.block_on(async {
        let address = options.listen;
        let wrong = |error| ServeError::Listen { address, error };
        let listener = TcpListener::bind(address).await.map_err(wrong)?;
        let address = listener.local_addr().map_err(wrong)?;
        let ready = Ready::new(options, address)?;
        announce(&ready.server.url);
        let stop = ready.stop.clone();
        tokio::spawn(async move {
            told_to_stop().await;
            let _ = stop.send(true);
        });
        ready.listen(listener).await;
        Ok::<_, ServeError>(ready)
    })?;
    ready.close();
    runtime.shutdown_background();
    Ok(())
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return interrupted().await };
    tokio::select! {
        _ = terminate.recv() => {}
        () = interrupted() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    interrupted().await;
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // it can't be told that way: only the system ends it
        std::future::pending::<()>().await;
    }
}
