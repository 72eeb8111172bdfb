//! Tries to sign in: whoever fails too often waits.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So often a name may fail, and an address ten times as often.
const FREE: u32 = 5;
/// Failures are forgotten after that.
const FORGOTTEN: Duration = Duration::from_secs(15 * 60);
/// No more names and addresses than these are remembered.
const MOST: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Name(String),
    Address(IpAddr),
}

/// Who failed how often, and when last.
#[derive(Debug, Default)]
pub struct Tries(Mutex<BTreeMap<Who, (u32, Instant)>>);

impl Tries {
    /// How long someone has to wait before they may try again; zero for not at all.
    pub fn wait(&self, name: &str, address: IpAddr, now: Instant) -> Duration {
        let failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = |who: &Who, free: u32| {
            let Some((count, last)) = failed.get(who).filter(|(count, _)| *count >= free) else {
                return Duration::ZERO;
            };
            // a second, two, four … a quarter of an hour
            let wait = Duration::from_secs(1 << (count - free).min(10)).min(FORGOTTEN);
            wait.saturating_sub(now.duration_since(*last))
        };
        wait(&Who::Name(name.to_lowercase()), FREE).max(wait(&Who::Address(address), FREE * 10))
    }

    /// Notes a failure.
    pub fn failed(&self, name: &str, address: IpAddr, now: Instant) {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, (_, last)| now.duration_since(*last) < FORGOTTEN);
        for who in [Who::Name(name.to_lowercase()), Who::Address(address)] {
            if failed.len() < MOST || failed.contains_key(&who) {
                let (count, last) = failed.entry(who).or_insert((0, now));
                (*count, *last) = (count.saturating_add(1), now);
            }
        }
    }

    /// Forgets the failures of a name: it was its owner after all.
    pub fn succeeded(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&Who::Name(name.to_lowercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fails_often_waits_longer_each_time() {
        let (tries, now) = (Tries::default(), Instant::now());
        let here: IpAddr = [127, 0, 0, 1].into();
        for _ in 0..FREE {
            assert_eq!(tries.wait("Ann", here, now), Duration::ZERO);
            tries.failed("ann", here, now);
        }
        assert_eq!(tries.wait("ANN", here, now), Duration::from_secs(1));
        assert_eq!(tries.wait("Bob", here, now), Duration::ZERO);
        assert_eq!(tries.wait("Ann", here, now + Duration::from_secs(1)), Duration::ZERO);
        tries.failed("Ann", here, now);
        assert_eq!(tries.wait("Ann", here, now), Duration::from_secs(2));
        tries.succeeded("Ann");
        assert_eq!(tries.wait("Ann", here, now), Duration::ZERO);
        for _ in 0..FREE * 10 {
            tries.failed("someone", here, now);
        }
        assert!(tries.wait("Bob", here, now) > Duration::ZERO, "an address that tries all names waits too");
        for _ in 0..100 {
            tries.failed("Ann", here, now);
        }
        assert!(tries.wait("Ann", here, now) <= FORGOTTEN);
    }
}
