//! The clock that ends calls: one thread that counts up the engine's epoch, and sleeps while nothing is called.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use wasmtime::Engine;

/// How often the epoch is counted up.
const TICK: Duration = Duration::from_millis(5);

/// For how many ticks it goes on after the last call: to stop and start it for each of many calls would cost more.
const LINGER: u32 = 40;

struct State {
    engine: Engine,
    calls: AtomicUsize,
    asleep: AtomicBool,
    over: AtomicBool,
    door: Mutex<()>,
    bell: Condvar,
}

/// The thread, for as long as there is a runtime.
pub(crate) struct Clock {
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

impl Clock {
    pub(crate) fn start(engine: Engine) -> std::io::Result<Self> {
        let state = Arc::new(State {
            engine,
            calls: AtomicUsize::new(0),
            asleep: AtomicBool::new(false),
            over: AtomicBool::new(false),
            door: Mutex::new(()),
            bell: Condvar::new(),
        });
        let shared = Arc::clone(&state);
        let thread =
            std::thread::Builder::new().name("riskwright-clock".to_owned()).spawn(move || shared.run())?;
        Ok(Self { state, thread: Some(thread) })
    }

    /// The clock runs for as long as what is returned lives.
    pub(crate) fn running(&self) -> Running<'_> {
        self.state.calls.fetch_add(1, Ordering::SeqCst);
        if self.state.asleep.load(Ordering::SeqCst) {
            self.state.ring();
        }
        Running(&self.state)
    }

    /// How many ticks a call may take, so that it is never ended early.
    pub(crate) fn ticks(time_ms: u32) -> u64 {
        let tick = u64::try_from(TICK.as_millis()).unwrap_or(1).max(1);
        u64::from(time_ms).div_ceil(tick).saturating_add(1)
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        self.state.ring();
        if let Some(thread) = self.thread.take() {
            // it can't fail, and there would be nothing to do about it
            let _ = thread.join();
        }
    }
}

/// A call that is under way.
pub(crate) struct Running<'a>(&'a State);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.calls.fetch_sub(1, Ordering::SeqCst);
    }
}

impl State {
    fn ring(&self) {
        let _inside = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        self.bell.notify_all();
    }

    fn run(&self) {
        let mut idle = 0;
        while !self.over.load(Ordering::SeqCst) {
            std::thread::sleep(TICK);
            self.engine.increment_epoch();
            if self.calls.load(Ordering::SeqCst) > 0 {
                idle = 0;
                continue;
            }
            idle += 1;
            if idle > LINGER {
                self.sleep();
                idle = 0;
            }
        }
    }

    /// Until a call begins. Who begins one counts it first and looks whether the clock is asleep then; here it is the other
    /// way round, so that one of the two sees the other.
    fn sleep(&self) {
        let mut inside = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        self.asleep.store(true, Ordering::SeqCst);
        while self.calls.load(Ordering::SeqCst) == 0 && !self.over.load(Ordering::SeqCst) {
            inside = self.bell.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        self.asleep.store(false, Ordering::SeqCst);
    }
}
