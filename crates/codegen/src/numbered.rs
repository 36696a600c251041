//! Keys with numbers: the order in which they were first entered.
//!
//! Invariant: a number is the position in `keys`. Follows `dict_add_o` (`Python/compile.c`).

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Keys in order of first entry, with their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbered<K> {
    pub(crate) keys: Vec<K>,
    /// Empty while there are few keys: then looking at each is faster. It may lack the last keys, see [`Numbered::push`].
    pub(crate) numbers: FxHashMap<K, u32>,
}

/// How many keys are looked at one by one.
const FEW_KEYS: usize = 32;

/// How many keys are compared at once.
const CHUNK: usize = 8;

impl<K> Default for Numbered<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), numbers: FxHashMap::default() }
    }
}

impl<K: Copy + Eq + Hash> Numbered<K> {
    /// Empties it; its memory stays.
    pub(crate) fn clear(&mut self) {
        self.keys.clear();
        self.numbers.clear();
    }

    /// The number of a key, entered if new.
    pub(crate) fn add(&mut self, key: K) -> u32 {
        if self.keys.len() > FEW_KEYS {
            let known = self.numbers.len();
            self.numbers.extend(self.keys[known..].iter().copied().zip(known as u32..));
        }
        self.get(key).unwrap_or_else(|| self.push(key))
    }

    /// Enters a key that is known to be new; its number. The table is told when the next key is looked for.
    #[inline]
    pub(crate) fn push(&mut self, key: K) -> u32 {
        self.keys.push(key);
        self.keys.len() as u32 - 1
    }

    /// The number of a key.
    pub(crate) fn get(&self, key: K) -> Option<u32> {
        if self.keys.len() <= FEW_KEYS {
            return position(&self.keys, key);
        }
        let (known, new) = self.keys.split_at(self.numbers.len());
        let found = self.numbers.get(&key).copied();
        found.or_else(|| position(new, key).map(|at| known.len() as u32 + at))
    }

    /// Removes a key and renumbers the ones behind it.
    pub(crate) fn remove(&mut self, key: K) -> Option<u32> {
        let number = self.get(key)?;
        self.keys.remove(number as usize);
        self.number_all();
        Some(number)
    }

    fn number_all(&mut self) {
        self.numbers.clear();
        if self.keys.len() > FEW_KEYS {
            self.numbers.extend(self.keys.iter().copied().zip(0..));
        }
    }
}

/// Where a key is. Comparisons without a way out between them become few wide ones.
fn position<K: Copy + Eq>(keys: &[K], key: K) -> Option<u32> {
    let (chunks, rest) = keys.as_chunks::<CHUNK>();
    for (at, chunk) in chunks.iter().enumerate() {
        if chunk.iter().fold(false, |found, other| found | (*other == key)) {
            let inside = chunk.iter().position(|other| *other == key)?;
            return Some((at * CHUNK + inside) as u32);
        }
    }
    let inside = rest.iter().position(|other| *other == key)?;
    Some((chunks.len() * CHUNK + inside) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_positions_however_many_there_are() {
        let mut numbered = Numbered::default();
        for key in 0..40_u64 {
            numbered.add(key);
        }
        assert_eq!((numbered.add(7), numbered.add(99), numbered.get(41)), (7, 40, None));
        assert_eq!((numbered.remove(3), numbered.remove(3), numbered.get(99)), (Some(3), None, Some(39)));
        for key in 10..40 {
            numbered.remove(key);
        }
        assert_eq!(numbered.keys, [0, 1, 2, 4, 5, 6, 7, 8, 9, 99]);
        assert_eq!((numbered.get(99), numbered.get(10), numbered.add(10)), (Some(9), None, 10));
        for key in 100..150 {
            assert_eq!((numbered.get(key), numbered.add(key)), (None, key as u32 - 89));
            assert_eq!(numbered.get(key), Some(key as u32 - 89));
            assert_eq!(numbered.get(100), Some(11));
        }
    }
}
