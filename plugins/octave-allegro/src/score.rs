//! Relative risk scores and pools (CMU/SEI-2007-TR-012, steps 1, 7 and 8).

/// How much an impact area is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Impact(u8);

impl Impact {
    /// The impact of a level counted from 0: none, low, medium, high.
    #[must_use]
    pub fn of_level(level: u8) -> Option<Self> {
        (level <= 3).then_some(Self(level))
    }

    /// 0 for none, 1 for low, 2 for medium, 3 for high.
    #[must_use]
    pub fn value(self) -> u32 {
        u32::from(self.0)
    }
}

/// The relative risk score: each area's rank times its impact, summed. The areas come in the order of importance, the
/// most important first: of `n` areas its rank is `n`, the last one's is 1.
#[must_use]
pub fn relative_score(impacts: &[Impact]) -> u32 {
    (1_u32..).zip(impacts.iter().rev()).map(|(rank, impact)| rank * impact.value()).sum()
}

/// The greatest relative risk score of so many areas.
#[must_use]
pub fn greatest_score(areas: u32) -> u32 {
    3 * areas * (areas + 1) / 2
}

/// Where the middle and the upper third of scores begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thirds {
    /// The lowest score of the middle one.
    pub middle: u32,
    /// The lowest score of the upper one.
    pub upper: u32,
}

impl Thirds {
    /// With five areas 16 and 30, as printed; with another number in proportion.
    #[must_use]
    pub fn of_areas(areas: u32) -> Self {
        let third = greatest_score(areas) / 3;
        Self { middle: third + 1, upper: (2 * third).max(third + 1) }
    }

    /// 0 for the lower, 1 for the middle, 2 for the upper one.
    #[must_use]
    pub fn of(self, score: u32) -> u8 {
        u8::from(score >= self.middle) + u8::from(score >= self.upper)
    }
}

/// A relative risk matrix: `[probability][third]`, both lowest first, of pools 1 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pools([[u8; 3]; 3]);

/// What is wrong with a matrix of pools: its row and cell, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PoolsFault {
    /// There are pools 1 to 4 only.
    Unknown(usize, usize),
    /// A higher probability or score leads to a less urgent pool.
    Falls(usize, usize),
}

/// Where nothing else is set.
pub const DEFAULT_POOLS: [[u8; 3]; 3] = [[4, 3, 3], [3, 2, 2], [2, 2, 1]];

impl Pools {
    /// Checks that pools are 1 to 4 and never less urgent for a higher probability or score.
    ///
    /// # Errors
    /// The first cell that is wrong.
    pub fn new(pools: [[u8; 3]; 3]) -> Result<Self, PoolsFault> {
        let mut before = [4_u8; 3];
        for (row, cells) in pools.into_iter().enumerate() {
            let mut left = 4_u8;
            for (cell, (pool, above)) in cells.into_iter().zip(before).enumerate() {
                if !(1..=4).contains(&pool) {
                    return Err(PoolsFault::Unknown(row, cell));
                }
                if pool > left || pool > above {
                    return Err(PoolsFault::Falls(row, cell));
                }
                left = pool;
            }
            before = cells;
        }
        Ok(Self(pools))
    }

    /// The pool for a probability (0 low, 1 medium, 2 high) and a third.
    #[must_use]
    pub fn pool(&self, probability: u8, third: u8) -> Option<u8> {
        self.0.get(usize::from(probability))?.get(usize::from(third)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impacts(levels: &[u8]) -> Vec<Impact> {
        levels.iter().filter_map(|level| Impact::of_level(*level)).collect()
    }

    /// High, medium and three times low, ranked 5 to 1: 15 + 8 + 3 + 2 + 1.
    #[test]
    fn worked_example() {
        let score = relative_score(&impacts(&[3, 2, 1, 1, 1]));
        assert_eq!(score, 29);
        let third = Thirds::of_areas(5).of(score);
        assert_eq!(third, 1);
        assert_eq!(Pools::new(DEFAULT_POOLS).unwrap().pool(2, third), Some(2));
    }

    #[test]
    fn five_areas_run_from_15_to_45_when_all_are_touched() {
        assert_eq!(relative_score(&impacts(&[1; 5])), 15);
        assert_eq!(relative_score(&impacts(&[3; 5])), 45);
        assert_eq!(relative_score(&impacts(&[0; 5])), 0);
        assert_eq!(greatest_score(5), 45);
    }

    #[test]
    fn thirds_are_as_printed_for_five_areas() {
        assert_eq!(Thirds::of_areas(5), Thirds { middle: 16, upper: 30 });
        let thirds: Vec<u8> = (0..=45).map(|score| Thirds::of_areas(5).of(score)).collect();
        assert_eq!(thirds.iter().filter(|third| **third == 0).count(), 16);
        assert_eq!(thirds.iter().filter(|third| **third == 1).count(), 14);
        assert_eq!(thirds.iter().filter(|third| **third == 2).count(), 16);
    }

    #[test]
    fn thirds_rise_for_any_number_of_areas() {
        for areas in 1..=20 {
            let thirds = Thirds::of_areas(areas);
            assert!(thirds.middle <= thirds.upper && thirds.upper <= greatest_score(areas), "{areas}");
        }
    }

    /// The matrix as printed: rows high, medium, low; columns 30–45, 16–29, 0–15.
    #[test]
    fn pools_are_as_printed() {
        let printed = [[1, 2, 2], [2, 2, 3], [3, 3, 4]];
        let pools = Pools::new(DEFAULT_POOLS).unwrap();
        for (probability, row) in (0_u8..3).rev().zip(printed) {
            for (third, pool) in (0_u8..3).rev().zip(row) {
                assert_eq!(pools.pool(probability, third), Some(pool));
            }
        }
        assert_eq!(pools.pool(3, 0), None);
        assert_eq!(pools.pool(0, 3), None);
    }

    #[test]
    fn a_worse_impact_never_lowers_the_score() {
        for code in 0..4_u32.pow(5) {
            let levels: Vec<u8> = (0..5).map(|at| u8::try_from(code / 4_u32.pow(at) % 4).unwrap()).collect();
            let here = relative_score(&impacts(&levels));
            for at in 0..5 {
                let mut worse = levels.clone();
                worse[at] = (worse[at] + 1).min(3);
                assert!(relative_score(&impacts(&worse)) >= here);
            }
        }
    }

    #[test]
    fn pools_that_fall_are_refused_by_cell() {
        assert_eq!(Pools::new([[4, 3, 3], [3, 2, 2], [2, 2, 0]]), Err(PoolsFault::Unknown(2, 2)));
        assert_eq!(Pools::new([[4, 3, 3], [3, 2, 3], [2, 2, 1]]), Err(PoolsFault::Falls(1, 2)));
        assert_eq!(Pools::new([[3, 3, 3], [4, 2, 2], [2, 2, 1]]), Err(PoolsFault::Falls(1, 0)));
    }
}
