//! The order in which a set gives its elements.
//!
//! Follows `set_add_entry`, `set_insert_clean` and `set_table_resize` (`Objects/setobject.c`) for
//! sets from which nothing is taken.

/// How many slots after the first are tried before the next probe.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

/// The positions of elements in the order of the table, for elements with these hashes added in
/// order. The elements are distinct. None if that takes more probes than given: equal hashes make it quadratic.
pub(super) fn table_order(hashes: &[i64], probes: usize) -> Option<Vec<usize>> {
    let mut table = Table { slots: vec![None; 8], used: 0, probes };
    for position in 0..hashes.len() {
        table.add(position, hashes)?;
    }
    Some(table.slots.into_iter().flatten().collect())
}

/// Slots with positions of elements; their number is a power of two.
struct Table {
    slots: Vec<Option<usize>>,
    used: usize,
    /// How many more may be made.
    probes: usize,
}

impl Table {
    fn add(&mut self, position: usize, hashes: &[i64]) -> Option<()> {
        self.insert(position, hashes[position])?;
        self.used += 1;
        if self.used * 5 >= (self.slots.len() - 1) * 3 {
            let wanted = if self.used > 50_000 { self.used * 2 } else { self.used * 4 };
            self.resize((wanted + 1).next_power_of_two().max(8), hashes)?;
        }
        Some(())
    }

    fn resize(&mut self, len: usize, hashes: &[i64]) -> Option<()> {
        let old = std::mem::replace(&mut self.slots, vec![None; len]);
        for position in old.into_iter().flatten() {
            self.insert(position, hashes[position])?;
        }
        Some(())
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low bits choose the slot")]
    fn insert(&mut self, position: usize, hash: i64) -> Option<()> {
        let mask = self.slots.len() - 1;
        let mut perturb = hash.cast_unsigned();
        let mut probe = perturb as usize & mask;
        loop {
            self.probes = self.probes.checked_sub(1)?;
            let last = if probe + LINEAR_PROBES <= mask { probe + LINEAR_PROBES } else { probe };
            if let Some(free) = self.slots[probe..=last].iter_mut().find(|slot| slot.is_none()) {
                *free = Some(position);
                return Some(());
            }
            perturb >>= PERTURB_SHIFT;
            probe = probe.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
        }
    }
}
