//! Threads that help with large batches. They stay when their work is done: to start one takes as long as a thousand rows.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads beside those that call, which are started when the first of them is of use.
pub(crate) struct Helpers {
    all: usize,
    busy: AtomicUsize,
    /// None if they can't be started: those that call do everything themselves then.
    pool: OnceLock<Option<ThreadPool>>,
}

impl Helpers {
    /// So many that `threads` work at a time, with the one that calls.
    pub(crate) fn new(threads: NonZero<usize>) -> Self {
        Self { all: threads.get() - 1, busy: AtomicUsize::new(0), pool: OnceLock::new() }
    }

    /// Does `own` on this thread and `helps` on so many others at most as have nothing to do, and waits for all of them.
    pub(crate) fn beside(&self, wanted: usize, helps: impl Fn() + Sync, own: impl FnOnce()) {
        let Some(pool) = self.pool() else { return own() };
        let helps = &helps;
        pool.in_place_scope(|scope| {
            // what waited for a thread that is busy with the rows of another plugin would hold this one up
            for free in (0..wanted).map_while(|_| self.take()) {
                scope.spawn(move |_| {
                    helps();
                    drop(free);
                });
            }
            own();
        });
    }

    fn pool(&self) -> Option<&ThreadPool> {
        if self.all == 0 {
            return None;
        }
        let start = || {
            let threads = ThreadPoolBuilder::new().num_threads(self.all);
            threads.thread_name(|at| format!("riskwright-part-{at}")).build().ok()
        };
        self.pool.get_or_init(start).as_ref()
    }

    /// A thread that has nothing to do.
    fn take(&self) -> Option<Taken<'_>> {
        let one_more = |busy: usize| (busy < self.all).then_some(busy + 1);
        self.busy.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).ok().map(|_| Taken(self))
    }
}

/// A thread that is busy.
struct Taken<'a>(&'a Helpers);

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn of(threads: usize) -> Helpers {
        Helpers::new(NonZero::new(threads).unwrap())
    }

    #[test]
    fn as_many_help_as_are_wanted_and_there() {
        for (threads, wanted, helped) in [(1, 5, 0), (2, 5, 1), (4, 2, 2), (4, 3, 3), (4, 0, 0)] {
            let helpers = of(threads);
            for _ in 0..50 {
                let (count, own) = (AtomicUsize::new(0), AtomicBool::new(false));
                let helps = || {
                    count.fetch_add(1, Ordering::Relaxed);
                };
                helpers.beside(wanted, helps, || own.store(true, Ordering::Relaxed));
                assert_eq!(count.into_inner(), helped, "{wanted} of {threads}");
                assert!(own.into_inner());
                assert_eq!(helpers.busy.load(Ordering::Relaxed), 0);
            }
        }
    }

    /// Where the one helper is busy for long, another does its work alone and does not wait.
    #[test]
    fn nobody_waits_for_a_thread_that_is_busy() {
        let helpers = of(2);
        let (started, has_started) = mpsc::channel();
        let (end, may_end) = mpsc::channel::<()>();
        let may_end = std::sync::Mutex::new(may_end);
        std::thread::scope(|scope| {
            let helpers = &helpers;
            let long = move || {
                started.send(()).unwrap();
                may_end.lock().unwrap().recv().unwrap();
            };
            let started = std::sync::Mutex::new(Some(long));
            scope.spawn(move || {
                helpers.beside(
                    1,
                    || {
                        let long = started.lock().unwrap().take();
                        long.unwrap()();
                    },
                    || {},
                );
            });
            has_started.recv_timeout(Duration::from_secs(60)).expect("it helps");
            let mut alone = false;
            helpers.beside(1, || panic!("it is busy"), || alone = true);
            assert!(alone);
            end.send(()).unwrap();
        });
        assert_eq!(helpers.busy.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_thread_that_panics_is_free_again() {
        let helpers = of(2);
        for _ in 0..3 {
            let panics = std::panic::AssertUnwindSafe(|| helpers.beside(1, || panic!("a mistake"), || {}));
            assert!(std::panic::catch_unwind(panics).is_err());
        }
        let helped = AtomicBool::new(false);
        helpers.beside(1, || helped.store(true, Ordering::Relaxed), || {});
        assert!(helped.into_inner());
    }
}
