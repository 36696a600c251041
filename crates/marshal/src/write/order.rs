//! The order in which the elements of frozensets are written.
//!
//! Follows `w_complex_object` (`Python/marshal.c`), arm for sets: sorted by the bytes that each
//! element dumps to alone (3.11+), in the order of the hash table before.

use pycmill_object::{ObjId, Pool, Value};
use pycmill_target::{FrozensetOrder, Target};
use rustc_hash::FxHashMap;

use super::refs::{Indices, Rule, Slot};
use super::{Pass, WriteError};
use crate::set_order::{self, Hashes, Keys};

/// The elements of frozensets in the order written.
#[derive(Debug, Default)]
pub(super) struct Orders(FxHashMap<ObjId, Box<[ObjId]>>);

impl Orders {
    /// Finds the order of all frozensets for which the rule has one. A frozenset inside another is
    /// older and has its order first.
    pub(super) fn of(
        rule: &Rule,
        target: Target,
        keys: Keys,
        pool: &Pool,
        indices: &mut Indices,
    ) -> Result<Self, WriteError> {
        let mut orders = Self::default();
        let mut hashes = Hashes::new(target, keys);
        for id in rule.frozensets() {
            let Value::FrozenSet(items) = pool.value(*id) else { continue };
            let sorted = match target.frozenset_order() {
                FrozensetOrder::Hash => by_hash(&mut hashes, pool, *id),
                FrozensetOrder::DumpByHolders => orders.by_dump(rule, target, pool, indices, items, Slot::Item)?,
                FrozensetOrder::DumpFlagged => orders.by_dump(rule, target, pool, indices, items, Slot::Element)?,
            };
            orders.0.insert(*id, sorted);
        }
        Ok(orders)
    }

    /// The elements of a frozenset in the order written; as they are in the pool if it has none.
    pub(super) fn items<'a>(&'a self, id: ObjId, items: &'a [ObjId]) -> &'a [ObjId] {
        self.0.get(&id).map_or(items, |sorted| sorted)
    }

    /// Sorts elements by their dumps, for which each stands in a slot of the kind given: a slot of
    /// an element is flagged, because the dump is made while one more reference is at hand.
    fn by_dump(
        &self,
        rule: &Rule,
        target: Target,
        pool: &Pool,
        indices: &mut Indices,
        items: &[ObjId],
        slot: Slot,
    ) -> Result<Box<[ObjId]>, WriteError> {
        let mut dumps = Vec::with_capacity(items.len());
        for item in items {
            let mut out = Vec::new();
            indices.clear();
            Pass { target, pool, rule, orders: self, indices, out: &mut out }.run(*item, slot)?;
            dumps.push((out, *item));
        }
        dumps.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(dumps.into_iter().map(|(_, item)| item).collect())
    }
}

/// The order of the hash table after the set was built, and built anew in its own order as often
/// as that happened to it.
fn by_hash(hashes: &mut Hashes, pool: &Pool, id: ObjId) -> Box<[ObjId]> {
    let mut items = pool.items(id).to_vec();
    for _ in 0..=pool.rebuilds(id) {
        items = set_order::order(hashes, pool, &items, usize::MAX).unwrap_or(items);
    }
    items.into()
}

#[cfg(test)]
mod tests {
    use pycmill_object::Int;

    use super::*;
    use crate::write::tests::target;
    use crate::{read, write};

    /// The texts of the elements as written, of a set of a shared and an unshared string and int.
    fn order(release: &str) -> Vec<String> {
        let mut pool = Pool::new();
        let shared = pool.add(Value::Str(b"a b"));
        let own = pool.add(Value::Str(b"c d"));
        let name = pool.intern(b"name");
        let big = pool.add(Value::Int(Int::Small(1 << 20)));
        let pair = pool.add(Value::Tuple(&[big]));
        let set = pool.add(Value::FrozenSet(&[shared, own, name, pair, Pool::NONE]));
        let root = pool.add(Value::Tuple(&[shared, set]));
        let bytes = write(target(release), &pool, root).expect("sets can be written");
        let read = read(target(release), &bytes).expect("what was written can be read");
        let items = read.pool.items(read.pool.items(read.root)[1]);
        items.iter().map(|id| pycmill_object::dump(&read.pool, *id, &|_| None)).collect()
    }

    #[test]
    fn what_else_holds_an_element_decides_its_place_in_3_12_only() {
        let (tuple, own, shared) = ("tuple\n  0 int 1048576\n", "str 'c d'\n", "str 'a b'\n");
        let name = "str 'name'\n";
        assert_eq!(order("3.12"), [tuple, "None\n", own, name, shared]);
        assert_eq!(order("3.13"), ["None\n", tuple, name, shared, own]);
    }
}
