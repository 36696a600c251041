//! Random numbers that are the same in every run.

/// A xorshift generator.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The generator of one of many things that share a seed.
    pub(crate) fn of(seed: u64, index: u64) -> Self {
        let mut chance = Self::new(seed.wrapping_add(index.wrapping_mul(0xbf58_476d_1ce4_e5b9)));
        // Neighbouring seeds need a few steps to part.
        for _ in 0..8 {
            chance.next();
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number from 0 to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        // 53 bits are what the number can hold.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number below a positive limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        ((self.next() >> 11) % limit as u64) as usize
    }

    /// True once in so many times.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// An element.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}
