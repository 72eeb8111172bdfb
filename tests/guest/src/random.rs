//! Numbers that are the same everywhere, for registers made up from a seed.

/// Marsaglia's xorshift, 64 bits wide.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence that belongs to a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // zero would stay zero
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        (self.number() >> 11) % limit
    }

    /// Heads or tails, once in so many times heads.
    pub fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// A level of a scale of so many.
    pub fn level(&mut self, count: u8) -> u8 {
        self.below(u64::from(count)).to_le_bytes()[0]
    }

    /// A finite float of any size: all its bits are drawn.
    pub fn float(&mut self) -> f64 {
        loop {
            let float = f64::from_bits(self.number());
            if float.is_finite() {
                return float;
            }
        }
    }

    /// A float from 0 to below 1 with all its 53 bits drawn.
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of these.
    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len() as u64) as usize]
    }
}
