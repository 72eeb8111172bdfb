//! Threads that help with large batches. They stay when their work is done: a new one is often put on the processor that its
//! maker works on, and waits for it there.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// So long whoever waits for helpers looks whether they are done before it goes to sleep.
const AWAKE: Duration = Duration::from_micros(100);

/// Threads beside those that call, which are started when the first of them is of use.
pub(crate) struct Helpers {
    all: usize,
    busy: AtomicUsize,
    /// None if they can't be started: those that call do everything themselves then.
    pool: OnceLock<Option<ThreadPool>>,
}

impl Helpers {
    pub(crate) fn new(all: usize) -> Self {
        Self { all, busy: AtomicUsize::new(0), pool: OnceLock::new() }
    }

    /// Does `own` on this thread, again and again until it says that nothing is left, and waits for those that help
    /// meanwhile: before each time as many of the threads that have nothing to do as are `wanted`, each with the place
    /// that it is given.
    pub(crate) fn beside<P: Send>(
        &self,
        wanted: impl Fn() -> usize,
        place: impl Fn() -> Option<P>,
        helps: impl Fn(P) + Sync,
        mut own: impl FnMut() -> bool,
    ) {
        // a thread of somebody else's pool would do other work of that pool while it waits here, which may be a call that
        // waits for this one. Where there is a pool, all processors are busy anyway
        let foreign = rayon::current_thread_index().is_some();
        let Some(pool) = self.pool().filter(|_| !foreign) else {
            while own() {}
            return;
        };
        let (helps, helping) = (&helps, &AtomicUsize::new(0));
        pool.in_place_scope(|scope| {
            loop {
                // what waited for a thread that is busy with the rows of another plugin would hold this one up
                let taken = (0..wanted()).map_while(|_| Some((self.take()?, place()?)));
                for (free, place) in taken.collect::<Vec<_>>() {
                    let counted = Counted::one_more(helping);
                    scope.spawn(move |_| {
                        let _counted = counted;
                        helps(place);
                        drop(free);
                    });
                }
                if !own() {
                    break;
                }
            }
            // mostly they need less than it takes to go to sleep and to be woken
            let until = Instant::now() + AWAKE;
            while helping.load(Ordering::Relaxed) > 0 && Instant::now() < until {
                std::hint::spin_loop();
            }
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

/// A thread that helps with one batch.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn one_more(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
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
    use std::sync::{Mutex, mpsc};

    use super::*;

    /// Nothing but help, which is wanted once.
    fn help(helpers: &Helpers, wanted: usize, helps: impl Fn() + Sync, mut own: impl FnMut()) {
        let once = std::cell::Cell::new(wanted);
        helpers.beside(
            || once.take(),
            || Some(()),
            |()| helps(),
            || {
                own();
                false
            },
        );
    }

    #[test]
    fn as_many_help_as_are_wanted_and_there() {
        for (all, wanted, helped) in [(0, 5, 0), (1, 5, 1), (3, 2, 2), (3, 3, 3), (3, 0, 0)] {
            let helpers = Helpers::new(all);
            for _ in 0..50 {
                let (count, own) = (AtomicUsize::new(0), AtomicBool::new(false));
                let helps = || {
                    count.fetch_add(1, Ordering::Relaxed);
                };
                help(&helpers, wanted, helps, || own.store(true, Ordering::Relaxed));
                assert_eq!(count.into_inner(), helped, "{wanted} of {all}");
                assert!(own.into_inner());
                assert_eq!(helpers.busy.load(Ordering::Relaxed), 0);
            }
        }
    }

    #[test]
    fn nobody_helps_without_a_place() {
        let (helpers, places, helped) = (Helpers::new(3), AtomicUsize::new(0), AtomicUsize::new(0));
        let place = || (places.fetch_add(1, Ordering::Relaxed) == 0).then_some(());
        let mut left = 3;
        let helps = |()| {
            helped.fetch_add(1, Ordering::Relaxed);
        };
        helpers.beside(
            || 3,
            place,
            helps,
            || {
                left -= 1;
                left > 0
            },
        );
        assert_eq!((left, helped.into_inner(), helpers.busy.into_inner()), (0, 1, 0));
    }

    /// Where the one helper is busy for long, another does its work alone and does not wait; and has help again when there
    /// is some.
    #[test]
    fn nobody_waits_for_a_thread_that_is_busy() {
        let helpers = Helpers::new(1);
        let (started, has_started) = mpsc::channel();
        let (end, may_end) = mpsc::channel::<()>();
        let long = Mutex::new(Some((started, may_end)));
        std::thread::scope(|scope| {
            let (helpers, long) = (&helpers, &long);
            let busy = scope.spawn(move || {
                let helps = || {
                    let (started, may_end) = long.lock().unwrap().take().unwrap();
                    started.send(()).unwrap();
                    may_end.recv().unwrap();
                };
                help(helpers, 1, helps, || {});
            });
            has_started.recv_timeout(Duration::from_secs(60)).expect("it helps");
            let mut alone = false;
            help(helpers, 1, || panic!("it is busy"), || alone = true);
            assert!(alone);

            // now it becomes free while another one works
            let (helped, mut times, mut busy) = (AtomicBool::new(false), 0, Some(busy));
            let helps = |()| helped.store(true, Ordering::Relaxed);
            helpers.beside(
                || 1,
                || Some(()),
                helps,
                || {
                    times += 1;
                    if times == 5 {
                        end.send(()).unwrap();
                        busy.take().unwrap().join().unwrap();
                    }
                    times < 10
                },
            );
            assert!(helped.into_inner());
        });
        assert_eq!(helpers.busy.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_thread_that_panics_is_free_again() {
        let helpers = Helpers::new(1);
        for _ in 0..3 {
            let panics = std::panic::AssertUnwindSafe(|| help(&helpers, 1, || panic!("a mistake"), || {}));
            assert!(std::panic::catch_unwind(panics).is_err());
        }
        let helped = AtomicBool::new(false);
        help(&helpers, 1, || helped.store(true, Ordering::Relaxed), || {});
        assert!(helped.into_inner());
    }

    /// A thread of another pool that waited in ours would take up other work of its own meanwhile.
    #[test]
    fn threads_of_another_pool_do_their_work_alone() {
        let helpers = Helpers::new(1);
        let other = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let alone = other.install(|| {
            let mut alone = false;
            help(&helpers, 1, || panic!("nobody is to help"), || alone = true);
            alone
        });
        assert!(alone);
    }
}
