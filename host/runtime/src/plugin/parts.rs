//! A large batch in parts, each in an instance of its own, as many at a time as the machine has processors.
//!
//! A row's answer depends on the settings and that row alone; the kit holds plugins to it. How a batch is cut depends on
//! how many rows it has, of what kinds their factors are and how long the settings are, and on nothing else, so that a
//! plugin that breaks the rule answers alike on every host.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use riskwright_core::methodology::Batch;

use super::Plugin;
use crate::contract::{Contract, Live};
use crate::engine::{too_long, too_much};
use crate::limits::{Limits, mib};
use crate::problem::{Call, Fault, Kind, Problem};

/// So many parts or a multiple of it, where there are not fewer.
const MANY: usize = 8;

/// Rows of a batch that follow each other.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    batch: &'a Batch,
    first: usize,
    end: usize,
}

impl<'a> Rows<'a> {
    pub(crate) fn all(batch: &'a Batch) -> Self {
        Self { batch, first: 0, end: batch.rows() }
    }

    pub(crate) fn batch(&self) -> &'a Batch {
        self.batch
    }

    pub(crate) fn len(&self) -> usize {
        self.end.saturating_sub(self.first)
    }

    /// Where in the batch they are.
    pub(crate) fn range(&self) -> Range<usize> {
        self.first..self.end
    }

    /// These rows of a column of the batch.
    pub(crate) fn of<T>(&self, column: &'a [T]) -> &'a [T] {
        column.get(self.range()).unwrap_or_default()
    }

    /// Parts of so many rows at most, all alike: 1, 2, 4 or a multiple of 8, so that up to eight processors finish together.
    fn parts(self, most: usize) -> Vec<Self> {
        let count = self.len().div_ceil(most.max(1));
        let count = if count < MANY { count.next_power_of_two() } else { count.next_multiple_of(MANY) };
        if count == 1 {
            return vec![self];
        }
        let each = self.len().div_ceil(count).max(1);
        let starts = self.range().step_by(each);
        starts.map(|first| Self { first, end: first.saturating_add(each).min(self.end), ..self }).collect()
    }
}

/// The time that a batch may take, over all of its parts.
struct Time<'a> {
    began: Instant,
    limits: &'a Limits,
}

impl Time<'_> {
    /// What is left of it, in milliseconds.
    fn left(&self) -> Result<u32, Fault> {
        let gone = u32::try_from(self.began.elapsed().as_millis()).unwrap_or(u32::MAX);
        if gone > 0 && gone >= self.limits.time_ms {
            return Err(too_long(self.limits));
        }
        Ok(self.limits.time_ms.saturating_sub(gone))
    }
}

/// What is made of the answer to rows.
pub(crate) trait Kept: Send {
    /// How many bytes of it are the plugin's choice: texts and lists.
    fn bytes(&self) -> usize;

    /// Takes the answer to the rows that follow behind it, of so many `rows` in all.
    fn append(&mut self, more: Self, rows: usize);
}

/// The answers to parts as one, in the order of the rows, however they come in.
struct Joined<T> {
    rows: usize,
    /// Bytes of texts and lists that may be kept, and that are.
    most: usize,
    kept: usize,
    /// The answer to all parts before `next`.
    whole: Option<T>,
    next: usize,
    /// Those to parts behind it.
    early: BTreeMap<usize, T>,
    /// The first part that failed.
    failed: Option<(usize, Fault)>,
}

impl<T: Kept> Joined<T> {
    fn new(rows: usize, limits: &Limits) -> Self {
        let most = mib(limits.answer_mib);
        Self { rows, most, kept: 0, whole: None, next: 0, early: BTreeMap::new(), failed: None }
    }

    /// Takes the answer to a part; whether all is well so far.
    fn put(&mut self, at: usize, answer: Result<T, Fault>) -> bool {
        match answer {
            Ok(answer) => {
                self.early.insert(at, answer);
            }
            Err(fault) => self.fails(at, fault),
        }
        // what is joined at once gives its memory back to the parts that follow
        while let Some(answer) = self.early.remove(&self.next) {
            self.kept = self.kept.saturating_add(answer.bytes());
            if self.kept > self.most {
                self.fails(self.next, too_much(self.most));
                break;
            }
            self.next += 1;
            match &mut self.whole {
                Some(whole) => whole.append(answer, self.rows),
                None => self.whole = Some(answer),
            }
        }
        self.failed.is_none()
    }

    fn fails(&mut self, at: usize, fault: Fault) {
        if self.failed.as_ref().is_none_or(|(first, _)| at < *first) {
            self.failed = Some((at, fault));
        }
    }

    fn finish(self) -> Result<T, Fault> {
        match (self.failed, self.whole) {
            (Some((_, fault)), _) => Err(fault),
            (None, Some(whole)) => Ok(whole),
            (None, None) => Err(Fault::new(Kind::Host, "no part of the batch was asked for")),
        }
    }
}

/// How the rows of a batch are asked for.
pub(crate) struct Asking<Run, Check> {
    /// The function.
    pub(crate) call: Call,
    /// Rows of a part at most.
    pub(crate) part: usize,
    /// What the answer to a row may take, in bytes.
    pub(crate) each: usize,
    /// Makes the call.
    pub(crate) run: Run,
    /// Checks an answer.
    pub(crate) check: Check,
}

impl Plugin {
    /// Asks for the rows of a batch, in a fresh instance for each part of it. The answer is that to all of them; what is
    /// wrong names its row in the batch.
    pub(crate) fn ask_rows<R, T, Run, Check>(
        &self,
        rows: Rows<'_>,
        asking: &Asking<Run, Check>,
    ) -> Result<T, Problem>
    where
        T: Kept,
        Run: Fn(&dyn Contract, &mut Live, Rows<'_>) -> wasmtime::Result<R> + Sync,
        Check: Fn(R, Rows<'_>) -> Result<T, Fault> + Sync,
    {
        self.not_set_aside(asking.call)?;
        let place = self.shared.gate.enter();
        // to wait for a place is not the plugin's time
        let time = Time { began: Instant::now(), limits: &self.limits };
        let one = |rows: Rows<'_>| {
            let mut started = self.start(time.left()?)?;
            let most = self.limits.answer_bytes(rows.len(), asking.each);
            self.run(&mut started, most, |contract, live| (asking.run)(contract, live, rows))
                .and_then(|answer| (asking.check)(answer, rows))
                .map_err(|fault| fault.below(rows.first))
        };
        let mut joined = Joined::new(rows.len(), &self.limits);
        let joined = match rows.parts(asking.part).as_slice() {
            [whole] => {
                joined.put(0, one(*whole));
                joined
            }
            parts => self.in_parallel(parts, joined, one),
        };
        drop(place);
        self.judge(asking.call, joined.finish())
    }

    /// Does parts, here and on as many threads more as there are processors and places to spare. If some fail, the first
    /// of them counts.
    fn in_parallel<T: Kept>(
        &self,
        parts: &[Rows<'_>],
        joined: Joined<T>,
        one: impl Fn(Rows<'_>) -> Result<T, Fault> + Sync,
    ) -> Joined<T> {
        let (next, failed, joined) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::new(joined));
        let left = || {
            let left = parts.len().saturating_sub(next.load(Ordering::Relaxed));
            if failed.load(Ordering::Relaxed) { 0 } else { left }
        };
        // they are taken in order, so that all before one that fails are done too
        let next_part = || {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(at) else { return };
            let answer = one(*part);
            if !joined.lock().unwrap_or_else(PoisonError::into_inner).put(at, answer) {
                failed.store(true, Ordering::Relaxed);
            }
        };
        let place = || self.shared.gate.try_enter();
        let helps = |place| {
            let mut held = Some(place);
            while held.is_some() {
                next_part();
                // a place for each part anew: whoever waits for one goes before
                drop(held);
                held = if left() > 0 { self.shared.gate.try_enter() } else { None };
            }
        };
        // one of them is done here
        self.shared.helpers.beside(
            || left().saturating_sub(1),
            place,
            helps,
            || {
                next_part();
                left() > 0
            },
        );
        joined.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows whose numbers stand for their bytes.
    #[derive(Debug, PartialEq)]
    struct Sizes(Vec<usize>);

    impl Kept for Sizes {
        fn bytes(&self) -> usize {
            self.0.iter().sum()
        }

        fn append(&mut self, more: Self, _: usize) {
            self.0.extend(more.0);
        }
    }

    fn join(parts: [Result<usize, Kind>; 5], order: [usize; 5]) -> Result<Vec<usize>, Kind> {
        let limits = Limits { answer_mib: 1, ..Limits::default() };
        let mut joined = Joined::new(5, &limits);
        for at in order {
            let part = parts[at].map(|bytes| Sizes(vec![bytes])).map_err(|kind| Fault::new(kind, "no"));
            joined.put(at, part);
        }
        joined.finish().map(|whole| whole.0).map_err(|fault| fault.kind)
    }

    /// However parts come in, the same is told of them: the answer in their order, or what is wrong first in it.
    #[test]
    fn what_comes_of_parts_does_not_depend_on_when_they_come_in() {
        let half = 1 << 19;
        let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [1, 0, 4, 2, 3], [3, 4, 0, 2, 1]];
        for order in orders {
            assert_eq!(join([Ok(3), Ok(1), Ok(4), Ok(1), Ok(5)], order), Ok(vec![3, 1, 4, 1, 5]));
            assert_eq!(join([Ok(half), Ok(half), Ok(0), Ok(0), Ok(0)], order).map(|all| all.len()), Ok(5));
            let cases = [
                // together one byte too much, at the fourth part
                ([Ok(half), Ok(0), Ok(half), Ok(1), Err(Kind::Refused)], Kind::TooMuch),
                ([Ok(half), Ok(half), Err(Kind::Refused), Ok(1), Ok(1)], Kind::Refused),
                ([Ok(half), Ok(half), Err(Kind::Refused), Err(Kind::Trap), Ok(half)], Kind::Refused),
                ([Err(Kind::Trap), Ok(half), Ok(half), Ok(half), Err(Kind::Refused)], Kind::Trap),
            ];
            for (parts, wanted) in cases {
                assert_eq!(join(parts, order), Err(wanted), "{parts:?}, {order:?}");
            }
        }
    }
}
