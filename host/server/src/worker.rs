//! A thread that does what comes, as much at once as there is: whoever waits for the disk waits together.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// No more at once than this: the first of them waits for the last.
const MOST: usize = 256;

/// A thread and the way to it.
pub struct Worker<J> {
    inbox: Mutex<Option<Sender<J>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// The thread has ended: the server is about to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// What a thread does.
pub trait Work<J>: Send + 'static {
    /// Does the jobs that have come, in their order; there are none where none came for a while.
    fn work(&mut self, jobs: Vec<J>);
    /// Puts everything away when the last job was done.
    fn finish(self);
}

impl<J: Send + 'static> Worker<J> {
    /// Starts a thread, which looks up from its work after each `tick` in which no job came.
    ///
    /// # Errors
    /// If the system has no thread to give.
    pub fn start(name: &str, tick: Duration, mut work: impl Work<J>) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let run = move || {
            wait(&receiver, tick, &mut work);
            work.finish();
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { inbox: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    /// Hands a job in.
    ///
    /// # Errors
    /// If nobody does it any more.
    pub fn hand_in(&self, job: J) -> Result<(), Stopped> {
        let inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.as_ref().ok_or(Stopped)?.send(job).map_err(|_| Stopped)
    }

    /// Takes no more jobs, and waits until those that were taken are done.
    pub fn stop(&self) {
        drop(self.inbox.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("a thread that keeps files has ended in a panic");
        }
    }
}

fn wait<J>(receiver: &Receiver<J>, tick: Duration, work: &mut impl Work<J>) {
    loop {
        match receiver.recv_timeout(tick) {
            Ok(first) => {
                let rest = receiver.try_iter().take(MOST - 1);
                work.work(std::iter::once(first).chain(rest).collect());
            }
            Err(RecvTimeoutError::Timeout) => work.work(Vec::new()),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
