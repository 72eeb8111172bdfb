//! Two registers side by side: looking up ids that rise takes a step each, not a search.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::iter::Peekable;

/// A map walked beside ids that rise.
pub(crate) struct Beside<'a, K, V> {
    map: &'a BTreeMap<K, V>,
    rest: Peekable<Range<'a, K, V>>,
}

impl<'a, K: Ord, V> Beside<'a, K, V> {
    pub(crate) fn new(map: &'a BTreeMap<K, V>) -> Self {
        Self { map, rest: map.range(..).peekable() }
    }

    /// The value of an id that is not below the last one asked for.
    pub(crate) fn get(&mut self, id: &K) -> Option<&'a V> {
        const STEPS: usize = 8;
        for _ in 0..STEPS {
            let (at, value) = self.rest.peek()?;
            // equality is cheaper to see than order
            if *at == id {
                return Some(value);
            } else if *at > id {
                return None;
            }
            self.rest.next();
        }
        // far away: a search after all
        self.rest = self.map.range(id..).peekable();
        self.rest.peek().filter(|(at, _)| *at == id).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rising_ids_find_what_a_search_finds() {
        let map: BTreeMap<u32, u32> = (0..500).map(|n| (n * n % 1009, n)).collect();
        for step in [1, 2, 7, 90] {
            let mut beside = Beside::new(&map);
            for id in (0..1100).step_by(step).flat_map(|id| [id, id]) {
                assert_eq!(beside.get(&id), map.get(&id), "{id}");
            }
        }
    }
}
