//! Finds the canonical objects by the hash of their key.
//!
//! Invariants: the number of slots is a power of two, and at most half of them are used; a hash is computed once and
//! stays beside its id, so growing looks at no value.

use crate::ObjId;

/// How many slots there are at first.
const LEAST_SLOTS: usize = 2048;

/// An object and its hash; the id is that of no object in an unused slot.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    id: ObjId,
}

const UNUSED: Slot = Slot { hash: 0, id: ObjId(u32::MAX) };

/// Where an object that was not found would be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    slot: usize,
    hash: u32,
}

/// A table with open addressing.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    slots: Vec<Slot>,
    /// What the slots were before the table grew; kept for its memory.
    old: Vec<Slot>,
    used: usize,
}

impl Default for Index {
    fn default() -> Self {
        Self { slots: vec![UNUSED; LEAST_SLOTS], old: Vec::new(), used: 0 }
    }
}

impl Index {
    /// Forgets all objects; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.slots.resize(LEAST_SLOTS, UNUSED);
        self.used = 0;
    }

    /// The object with this hash of which `same` holds.
    #[expect(clippy::cast_possible_truncation, reason = "the low bits are as good as all")]
    #[inline]
    pub(crate) fn find(&self, hash: u64, same: impl Fn(ObjId) -> bool) -> Result<ObjId, Place> {
        let hash = hash as u32;
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let found = self.slots[slot];
            if found.id == UNUSED.id {
                return Err(Place { slot, hash });
            }
            if found.hash == hash && same(found.id) {
                return Ok(found.id);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Adds an object that was not found, before anything else is added.
    pub(crate) fn insert(&mut self, place: Place, id: ObjId) {
        self.slots[place.slot] = Slot { hash: place.hash, id };
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let len = self.slots.len() * 2;
        std::mem::swap(&mut self.slots, &mut self.old);
        self.slots.clear();
        self.slots.resize(len, UNUSED);
        for kept in self.old.iter().filter(|slot| slot.id != UNUSED.id) {
            let mut slot = kept.hash as usize & (len - 1);
            while self.slots[slot].id != UNUSED.id {
                slot = (slot + 1) & (len - 1);
            }
            self.slots[slot] = *kept;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_hashes_are_told_apart_however_many_there_are() {
        let mut index = Index::default();
        for round in 0..2 {
            for id in 0..2000 {
                let hash = u64::from(id % 700);
                assert_eq!(index.find(hash, |other| other == ObjId(id)).ok(), None, "{round}");
                let place = index.find(hash, |_| false).expect_err("nothing is the same");
                index.insert(place, ObjId(id));
            }
            for id in 0..2000 {
                assert_eq!(index.find(u64::from(id % 700), |other| other == ObjId(id)).ok(), Some(ObjId(id)));
            }
            index.clear();
        }
    }
}
