//! The constant cache of a compilation: which objects stand for equal values.
//!
//! Follows `Python/compile.c` `merge_consts_recursive` and `_PyCompile_ConstCacheMergeOne`.

use crate::key::{bytes_hash, is_unique};
use crate::{ObjId, Pool, Value};

impl Pool {
    /// The object that stands for this value in the constant cache; `id` itself if it is the first.
    /// Follows `_PyCompile_ConstCacheMergeOne`.
    pub fn merge(&mut self, id: ObjId) -> ObjId {
        let canon = self.canon(id);
        *self.objects[canon.index()].cached.get_or_insert(id)
    }

    /// What stands for these bytes in the constant cache; an object is made only if it is the first.
    pub fn merged_bytes(&mut self, bytes: &[u8]) -> ObjId {
        let hash = bytes_hash(bytes);
        let same = |pool: &Self, id| matches!(pool.value(id), Value::Bytes(other) if **other == *bytes);
        let found = self.find(hash, same);
        self.merged(found, hash, || Value::Bytes(bytes.into()))
    }

    /// What stands for a tuple of these items in the constant cache; an object is made only if it is the first.
    pub fn merged_tuple(&mut self, items: &[ObjId]) -> ObjId {
        let hash = self.items_hash(items);
        let same = |pool: &Self, id| matches!(pool.value(id), Value::Tuple(other) if pool.have_same_keys(items, other));
        let found = self.find(hash, same);
        self.merged(found, hash, || Value::Tuple(items.into()))
    }

    /// Adds and merges a value with this hash, of which the canonical object was found or not.
    fn merged(&mut self, found: Option<ObjId>, hash: u64, value: impl FnOnce() -> Value) -> ObjId {
        if let Some(cached) = found.and_then(|canon| self.objects[canon.index()].cached) {
            return cached;
        }
        let value = value();
        let id = match found {
            Some(canon) if is_unique(&value) => canon,
            Some(canon) => self.push(value, Some(canon)),
            None => self.push_canonical(value, hash),
        };
        self.merge(id)
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
    fn nothing_is_made_of_what_the_cache_knows() {
        let mut pool = Pool::new();
        let bytes = pool.merged_bytes(b"ab");
        let tuple = pool.merged_tuple(&[bytes, Pool::NONE]);
        let empty = (pool.merged_bytes(b""), pool.merged_tuple(&[]));
        let len = pool.len();
        assert_eq!((pool.merged_bytes(b"ab"), pool.merged_tuple(&[bytes, Pool::NONE])), (bytes, tuple));
        assert_eq!((pool.merged_bytes(b""), pool.merged_tuple(&[])), empty);
        assert_eq!(pool.len(), len);
        let (other, own) = (pool.add(Value::Bytes((*b"cd").into())), pool.merged_bytes(b"cd"));
        assert_ne!(own, other, "the first one to be merged stands for the value");
        assert_eq!((pool.merge(other), pool.canon(own)), (own, other));
        let added = pool.add(Value::Tuple([bytes, Pool::NONE].into()));
        assert_eq!((pool.merge(added), pool.canon(added)), (tuple, tuple));
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
