//! The engine all plugins share, and what a single call gets of it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, ResourceLimiter, Trap,
    WasmBacktraceDetails, WasmFeatures,
};

use crate::limits::{Limits, mib};
use crate::problem::{Fault, Kind};

/// Bytes of the stack that plugins' calls may take, whatever the thread's own size: threads have 2 MiB by custom.
const STACK: usize = 512 << 10;

/// Modules that a component may be made of. Rust makes one, JavaScript a handful.
pub(crate) const MODULES: u32 = 8;
/// Tables that a component may have.
pub(crate) const TABLES: u32 = 8;
/// Entries of a table.
pub(crate) const ENTRIES: usize = 50_000;
/// Memories that a component may have.
pub(crate) const MEMORIES: u32 = 2;

/// Changes with every change of how code is compiled that the engine's own key would not show.
pub(crate) const SETTINGS: u32 = 1;

/// An engine with room for so many calls at a time.
pub(crate) fn engine(limits: &Limits, calls: u32) -> wasmtime::Result<Engine> {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(calls)
        .total_core_instances(calls.saturating_mul(MODULES))
        .total_memories(calls.saturating_mul(MEMORIES))
        .total_tables(calls.saturating_mul(TABLES))
        .max_core_instances_per_component(MODULES)
        .max_memories_per_component(MEMORIES)
        .max_tables_per_component(TABLES)
        .max_tables_per_module(TABLES)
        .table_elements(ENTRIES)
        .max_memory_size(mib(limits.memory_mib))
        .max_unused_warm_slots(calls)
        // pages that a call wrote to are put back by copying where the kernel says which they are: a few of them, while
        // taking all away and faulting them in again costs more than a small method itself, and a tenth of a large batch
        .linear_memory_keep_resident(4 << 20)
        .table_keep_resident(64 << 10)
        .pagemap_scan(Enabled::Auto);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .epoch_interruption(true)
        .max_wasm_stack(STACK)
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        // the rewritten component was held to the features of plugins; these are off so that no other way leads past it
        .wasm_features(
            WasmFeatures::TAIL_CALL
                | WasmFeatures::MULTI_MEMORY
                | WasmFeatures::MEMORY64
                | WasmFeatures::WIDE_ARITHMETIC
                | WasmFeatures::FUNCTION_REFERENCES
                | WasmFeatures::GC
                | WasmFeatures::COMPACT_IMPORTS,
            false,
        )
        .wasm_relaxed_simd(false)
        .wasm_simd(false);
    Engine::new(&config)
}

/// Lets so many calls in at a time; others wait. The pool has room for these and would refuse one more.
pub(crate) struct Gate {
    all: u32,
    places: Mutex<Places>,
    bell: Condvar,
}

struct Places {
    free: u32,
    /// Calls that wait for one.
    waiting: u32,
}

impl Gate {
    pub(crate) fn new(calls: u32) -> Self {
        Self { all: calls, places: Mutex::new(Places { free: calls, waiting: 0 }), bell: Condvar::new() }
    }

    pub(crate) fn enter(&self) -> Entered<'_> {
        let mut places = self.places();
        places.waiting += 1;
        while places.free == 0 {
            places = self.bell.wait(places).unwrap_or_else(PoisonError::into_inner);
        }
        places.waiting -= 1;
        places.free -= 1;
        Entered(self)
    }

    /// A place more for a call that has one, if half of all are free and nobody waits.
    pub(crate) fn try_enter(&self) -> Option<Entered<'_>> {
        let mut places = self.places();
        if places.waiting > 0 || places.free < self.all.div_ceil(2) {
            return None;
        }
        places.free = places.free.checked_sub(1)?;
        Some(Entered(self))
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place inside.
pub(crate) struct Entered<'a>(&'a Gate);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.0.places().free += 1;
        self.0.bell.notify_one();
    }
}

/// What a store knows of its call: how much memory it may have, over all memories of the component.
pub(crate) struct Ceiling {
    pub(crate) limit: usize,
    used: usize,
}

impl Ceiling {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, used: 0 }
    }
}

/// More was asked for than there may be. It ends the call: a guest that is told can answer by what the host allows.
#[derive(Debug)]
enum TooLarge {
    Memory,
    Table,
}

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("more was asked for than there may be")
    }
}

impl std::error::Error for TooLarge {}

impl ResourceLimiter for Ceiling {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let used = self.used.saturating_sub(current).saturating_add(desired);
        if used > self.limit {
            return Err(wasmtime::Error::new(TooLarge::Memory));
        }
        self.used = used;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(wasmtime::Error::new(TooLarge::Memory))
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired > ENTRIES { Err(wasmtime::Error::new(TooLarge::Table)) } else { Ok(true) }
    }

    fn table_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(wasmtime::Error::new(TooLarge::Table))
    }
}

/// Why a call ended, in plain words.
pub(crate) fn fault(error: &wasmtime::Error, limits: &Limits, answer_bytes: usize) -> Fault {
    match error.downcast_ref::<TooLarge>() {
        Some(TooLarge::Memory) => {
            let message = format!("it asked for more memory than its {} MiB", limits.memory_mib);
            return Fault::new(Kind::Memory, message);
        }
        Some(TooLarge::Table) => {
            let message = format!("one of its tables of functions was to grow beyond {ENTRIES} entries");
            return Fault::new(Kind::Memory, message);
        }
        None => {}
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return trapped(*trap, error, limits);
    }
    // the error's type is not public
    if error.root_cause().to_string().contains("fuel allocated for hostcalls") {
        return too_much(answer_bytes);
    }
    Fault::answer(format!("its answer can't be read: {}", error.root_cause()))
}

/// More was answered than is taken.
pub(crate) fn too_much(answer_bytes: usize) -> Fault {
    let message =
        format!("its answer takes more than the {} KiB that this call may return", answer_bytes >> 10);
    Fault::new(Kind::TooMuch, message)
}

/// The time of a call is over.
pub(crate) fn too_long(limits: &Limits) -> Fault {
    let message = format!("it did not answer within {} ms; is there an endless loop?", limits.time_ms);
    Fault::new(Kind::Time, message)
}

fn trapped(trap: Trap, error: &wasmtime::Error, limits: &Limits) -> Fault {
    let (kind, what) = match trap {
        Trap::Interrupt => return too_long(limits),
        Trap::StackOverflow => (Kind::Stack, "its calls nest too deep; is there an endless recursion?"),
        Trap::UnreachableCodeReached => (Kind::Trap, "it broke off, as a Rust plugin does on a panic"),
        Trap::MemoryOutOfBounds | Trap::HeapMisaligned => {
            (Kind::Trap, "it went outside its memory, as a Rust plugin does on an endless recursion")
        }
        Trap::TableOutOfBounds | Trap::IndirectCallToNull | Trap::BadSignature => {
            (Kind::Trap, "it called a function that is not there")
        }
        Trap::IntegerDivisionByZero => (Kind::Trap, "it divided by zero"),
        Trap::IntegerOverflow => (Kind::Trap, "it divided an integer out of range"),
        Trap::BadConversionToInteger => (Kind::Trap, "it made an integer of a number that is none"),
        Trap::CannotEnterComponent => (Kind::Trap, "it broke off before and can't be entered again"),
        other => {
            return Fault::new(Kind::Trap, format!("it broke off: {other}"));
        }
    };
    let inside = error.downcast_ref::<wasmtime::WasmBacktrace>().and_then(|trace| {
        let names = trace.frames().iter().filter_map(|frame| frame.func_name());
        let own = |name: &&str| !name.contains("panic") && !name.contains("abort");
        names.into_iter().find(own).map(crate::problem::shown)
    });
    Fault::new(kind, inside.map_or_else(|| what.to_owned(), |name| format!("{what} (in `{name}`)")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Before whoever waits has woken, as well as after.
    #[test]
    fn whoever_waits_for_a_place_goes_before_one_who_has_one() {
        let gate = Gate::new(2);
        for _ in 0..200 {
            let (_one, other) = (gate.enter(), gate.enter());
            let (leave, may_leave) = std::sync::mpsc::channel::<()>();
            std::thread::scope(|scope| {
                let gate = &gate;
                let waits = scope.spawn(move || {
                    let _place = gate.enter();
                    may_leave.recv().unwrap_err();
                });
                while gate.places().waiting == 0 {
                    std::thread::yield_now();
                }
                drop(other);
                assert!(gate.try_enter().is_none());
                drop(leave);
                waits.join().unwrap();
            });
        }
    }
}
