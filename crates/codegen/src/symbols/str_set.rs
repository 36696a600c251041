//! A CPython `set` of strings under hash seed 0: where its order of iteration reaches the output.
//!
//! Follows `Objects/setobject.c` `set_add_entry`, `set_discard_entry`, `set_table_resize`,
//! `set_merge_lock_held` and `Python/pyhash.c`. The free names of the functions inside a comprehension
//! enter its symbols in the order of such a set, and in a class body the comprehension saves and
//! restores them in that order.
//!
//! Invariants: a table has 2^n slots, at least 8; `fill` counts used slots and those of discarded
//! names, of which there is always one free more.

use std::hash::Hasher;

use pycmill_ast::Name;
use pycmill_target::Target;
use siphasher::sip::{SipHasher13, SipHasher24};

const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const MIN_SIZE: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Slot {
    Unused,
    /// Held a name that was discarded.
    Dummy,
    Used(Name, u64),
}

/// The set. Hashes are those of [`str_hash`].
#[derive(Clone, Debug, Default)]
pub(super) struct StrSet {
    /// Empty as long as nothing was added.
    table: Vec<Slot>,
    fill: usize,
    used: usize,
}

/// `hash()` of a string with hash seed 0.
pub(super) fn str_hash(target: Target, text: &str) -> u64 {
    if target.hashes_with_siphash13() {
        hash_with(SipHasher13::new_with_keys(0, 0), text)
    } else {
        hash_with(SipHasher24::new_with_keys(0, 0), text)
    }
}

fn hash_with(mut hasher: impl Hasher, text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let widest = text.chars().max().map_or(0, u32::from);
    if widest < 0x80 {
        hasher.write(text.as_bytes());
    } else {
        hasher.write(&units(text, widest));
    }
    match hasher.finish() {
        // −1 means an error there.
        u64::MAX => u64::MAX - 1,
        hash => hash,
    }
}

/// A string as CPython stores it: all characters as wide as the widest needs.
fn units(text: &str, widest: u32) -> Vec<u8> {
    let width = match widest {
        0..0x100 => 1,
        0x100..0x1_0000 => 2,
        _ => 4,
    };
    text.chars().flat_map(|ch| u32::from(ch).to_le_bytes().into_iter().take(width)).collect()
}

impl StrSet {
    pub(super) fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The names in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Name> + '_ {
        self.entries().map(|(name, _)| name)
    }

    pub(super) fn contains(&self, name: Name, hash: u64) -> bool {
        self.find(name, hash).is_some()
    }

    /// `set(self)`.
    pub(super) fn copied(&self) -> Self {
        let mut copy = Self::default();
        copy.merge(self);
        copy
    }

    pub(super) fn add(&mut self, name: Name, hash: u64) {
        if self.table.is_empty() {
            self.table = vec![Slot::Unused; MIN_SIZE];
        }
        let mut dummy = None;
        let unused = probe(self.mask(), hash, |at| match self.table[at] {
            Slot::Unused => Some(Some(at)),
            Slot::Used(there, _) if there == name => Some(None),
            Slot::Used(..) => None,
            Slot::Dummy => {
                dummy = Some(at);
                None
            }
        });
        let Some(unused) = unused else { return };
        self.used += 1;
        self.table[dummy.unwrap_or(unused)] = Slot::Used(name, hash);
        if dummy.is_none() {
            self.fill += 1;
            if self.fill * 5 >= self.mask() * 3 {
                self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
            }
        }
    }

    /// Whether the name was in.
    pub(super) fn discard(&mut self, name: Name, hash: u64) -> bool {
        let Some(at) = self.find(name, hash) else { return false };
        self.table[at] = Slot::Dummy;
        self.used -= 1;
        true
    }

    /// `self |= other`.
    pub(super) fn merge(&mut self, other: &Self) {
        if other.used == 0 {
            return;
        }
        if self.table.is_empty() {
            self.table = vec![Slot::Unused; MIN_SIZE];
        }
        if (self.fill + other.used) * 5 >= self.mask() * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill > 0 {
            other.entries().for_each(|(name, hash)| self.add(name, hash));
        } else {
            if self.table.len() == other.table.len() && other.fill == other.used {
                self.table.clone_from(&other.table);
            } else {
                other.entries().for_each(|(name, hash)| self.insert_clean(name, hash));
            }
            self.fill = other.used;
            self.used = other.used;
        }
    }

    fn mask(&self) -> usize {
        self.table.len() - 1
    }

    fn entries(&self) -> impl Iterator<Item = (Name, u64)> + '_ {
        self.table.iter().filter_map(|slot| match slot {
            Slot::Used(name, hash) => Some((*name, *hash)),
            Slot::Unused | Slot::Dummy => None,
        })
    }

    fn find(&self, name: Name, hash: u64) -> Option<usize> {
        if self.used == 0 {
            return None;
        }
        probe(self.mask(), hash, |at| match self.table[at] {
            Slot::Unused => Some(None),
            Slot::Used(there, _) if there == name => Some(Some(at)),
            Slot::Used(..) | Slot::Dummy => None,
        })
    }

    /// Into a table without discarded names that does not hold this one.
    fn insert_clean(&mut self, name: Name, hash: u64) {
        let at = probe(self.mask(), hash, |at| (self.table[at] == Slot::Unused).then_some(at));
        self.table[at] = Slot::Used(name, hash);
    }

    /// A new table with more than `least` slots; of the smallest size only if there is something to
    /// clean up.
    fn resize(&mut self, least: usize) {
        let size = MIN_SIZE.max((least + 1).next_power_of_two());
        if size == MIN_SIZE && self.table.len() == MIN_SIZE && self.fill == self.used {
            return;
        }
        let old = std::mem::replace(self, Self { table: vec![Slot::Unused; size], fill: self.used, used: self.used });
        old.entries().for_each(|(name, hash)| self.insert_clean(name, hash));
    }
}

/// Visits slots in the order CPython does until `visit` gives a result.
fn probe<T>(mask: usize, hash: u64, mut visit: impl FnMut(usize) -> Option<T>) -> T {
    let mut perturb = hash;
    let mut at = hash as usize & mask;
    loop {
        let last = if at + LINEAR_PROBES <= mask { at + LINEAR_PROBES } else { at };
        if let Some(found) = (at..=last).find_map(&mut visit) {
            return found;
        }
        perturb >>= PERTURB_SHIFT;
        at = at.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb as usize) & mask;
    }
}

#[cfg(test)]
mod tests {
    use bumpalo::Bump;
    use pycmill_ast::Names;

    use super::*;

    fn hash(text: &str) -> u64 {
        str_hash("3.13".parse().expect("a release"), text)
    }

    /// The set of words and the table that gives them back.
    fn set_of<'a>(names: &mut Names<'a>, words: &str) -> StrSet {
        let mut set = StrSet::default();
        words.split(' ').for_each(|word| set.add(names.intern(word), hash(word)));
        set
    }

    fn order(names: &Names<'_>, set: &StrSet) -> String {
        set.iter().map(|name| names.text(name)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hashes_are_those_of_seed_0() {
        assert_eq!(hash("abc"), 13_851_880_170_939_887_858);
        assert_eq!(hash("é"), 6_047_309_291_227_476_195);
        assert_eq!(hash("变量"), 11_867_956_004_225_327_434);
        assert_eq!(hash("𝔘x"), 3_124_882_103_437_326_520);
    }

    /// The orders are what CPython 3.13 printed under `PYTHONHASHSEED=0`.
    #[test]
    fn sets_iterate_as_in_cpython() {
        let arena = Bump::new();
        let mut names = Names::new(&arena);
        let mut set = set_of(&mut names, "a b c d e f g h");
        assert_eq!(order(&names, &set), "d f g h b c a e");
        assert!(set.discard(names.intern("c"), hash("c")));
        assert!(set.discard(names.intern("a"), hash("a")));
        assert!(!set.discard(names.intern("x"), hash("x")));
        set.add(names.intern("zeta"), hash("zeta"));
        assert_eq!(order(&names, &set), "d f g h b zeta e");
        let copy = set.copied();
        assert_eq!(order(&names, &copy), "d zeta e f g h b");
        let mut union = set_of(&mut names, "x y");
        union.merge(&copy);
        assert_eq!(order(&names, &union), "d y x f g h b zeta e");
        assert!(union.contains(names.intern("zeta"), hash("zeta")));
    }
}
