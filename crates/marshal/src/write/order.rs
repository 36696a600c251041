//! The order in which the elements of frozensets are written.
//!
//! Follows `w_complex_object` (`Python/marshal.c`), arm for sets: sorted by the bytes that each
//! element dumps to alone (3.11+), in the order of the hash table before.

use pycmill_object::{ObjId, Pool, Value};
use pycmill_target::{FrozensetOrder, Target};
use rustc_hash::FxHashMap;

use super::refs::{Indices, Rule, Slot};
use super::{WriteError, Writer};

/// The elements of frozensets in the order written.
#[derive(Debug, Default)]
pub(super) struct Orders(FxHashMap<ObjId, Box<[ObjId]>>);

impl Orders {
    /// Finds the order of all frozensets for which the rule has one. A frozenset inside another is
    /// older and has its order first.
    pub(super) fn of(rule: &Rule, target: Target, pool: &Pool) -> Result<Self, WriteError> {
        let mut orders = Self::default();
        if rule.frozensets().is_empty() {
            return Ok(orders);
        }
        let mut indices = Indices::new(pool);
        for id in rule.frozensets() {
            let Value::FrozenSet(items) = pool.value(*id) else { continue };
            let sorted = match target.frozenset_order() {
                FrozensetOrder::Hash => items.clone(),
                FrozensetOrder::DumpByHolders => orders.by_dump(rule, target, pool, &mut indices, items, Slot::Item)?,
                FrozensetOrder::DumpFlagged => {
                    orders.by_dump(rule, target, pool, &mut indices, items, Slot::Element)?
                }
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
            Writer { target, pool, rule, orders: self, indices, out: &mut out }.run(*item, slot)?;
            dumps.push((out, *item));
        }
        dumps.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(dumps.into_iter().map(|(_, item)| item).collect())
    }
}
