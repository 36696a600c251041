//! The constant cache of a compilation: which objects stand for equal values.
//!
//! Follows `Python/compile.c` `merge_consts_recursive` and `_PyCompile_ConstCacheMergeOne`.

use crate::{ObjId, Pool, Value};

impl Pool {
    /// The object that stands for this value in the constant cache; `id` itself if it is the first.
    /// Follows `_PyCompile_ConstCacheMergeOne`.
    pub fn merge(&mut self, id: ObjId) -> ObjId {
        let canon = self.canon(id);
        *self.objects[canon.index()].cached.get_or_insert(id)
    }

    /// Like [`Pool::merge`], and the items of a new tuple or frozenset are merged too; a frozenset
    /// counts as built anew. Follows `merge_consts_recursive`.
    pub fn merge_recursive(&mut self, id: ObjId) -> ObjId {
        let canon = self.canon(id);
        if let Some(merged) = self.objects[canon.index()].cached {
            return merged;
        }
        self.merge(id);
        let items: Vec<ObjId> = self.items(id).to_vec();
        if items.is_empty() {
            return id;
        }
        let merged: Box<[ObjId]> = items.into_iter().map(|item| self.merge_recursive(item)).collect();
        self.set_items(id, merged);
        if matches!(self.value(id), Value::FrozenSet(_)) {
            self.count_rebuild(id);
        }
        id
    }

    pub(crate) fn count_rebuild(&mut self, id: ObjId) {
        let rebuilds = &mut self.objects[id.index()].rebuilds;
        *rebuilds = rebuilds.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_merge_by_value_and_sign() {
        let mut pool = Pool::new();
        let zero = pool.add(Value::Float(0.0_f64.to_bits()));
        let minus = pool.add(Value::Float((-0.0_f64).to_bits()));
        let again = pool.add(Value::Float(0.0_f64.to_bits()));
        assert_eq!(pool.merge(zero), zero);
        assert_eq!(pool.merge(minus), minus);
        assert_eq!(pool.merge(again), zero);
    }

    #[test]
    fn tuple_items_are_merged_in_place() {
        let mut pool = Pool::new();
        let first = pool.add(Value::Str((*b"a b").into()));
        pool.merge(first);
        let second = pool.add(Value::Str((*b"a b").into()));
        let tuple = pool.add(Value::Tuple([second].into()));
        assert_ne!(first, second);
        assert_eq!(pool.merge_recursive(tuple), tuple);
        assert_eq!(pool.value(tuple), &Value::Tuple([first].into()));
        assert_eq!(pool.rebuilds(tuple), 0);
    }

    #[test]
    fn a_merged_frozenset_was_built_anew() {
        let mut pool = Pool::new();
        let item = pool.add(Value::Str((*b"a b").into()));
        let set = pool.add(Value::FrozenSet([item].into()));
        assert_eq!(pool.merge_recursive(set), set);
        assert_eq!(pool.merge_recursive(set), set);
        assert_eq!(pool.rebuilds(set), 1);
    }
}
