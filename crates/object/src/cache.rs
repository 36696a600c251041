//! The constant cache of a compilation: which objects stand for equal values.
//!
//! Follows `Python/compile.c` `merge_consts_recursive` and `_PyCompile_ConstCacheMergeOne`.

use crate::index::Place;
use crate::key::{bytes_hash, is_nan, is_unique, str_hash};
use crate::{ObjId, Pool, Value};

impl Pool {
    /// The object that stands for this value in the constant cache; `id` itself if it is the first.
    /// Follows `_PyCompile_ConstCacheMergeOne`.
    pub fn merge(&mut self, id: ObjId) -> ObjId {
        let canon = self.canon(id);
        self.objects[canon.index()].cached.get_or_insert(id)
    }

    /// What stands for these bytes in the constant cache; an object is made only if it is the first.
    pub fn merged_bytes(&mut self, bytes: &[u8]) -> ObjId {
        let same = |id: ObjId| self.is_bytes(id, bytes);
        let found = self.index.find(bytes_hash(bytes), same);
        self.merged(found, Value::Bytes(bytes))
    }

    /// What stands for a tuple of these items in the constant cache; an object is made only if it is the first.
    pub fn merged_tuple(&mut self, items: &[ObjId]) -> ObjId {
        let same = |id: ObjId| self.is_tuple(id, items);
        let found = self.index.find(self.items_hash(items), same);
        self.merged(found, Value::Tuple(items))
    }

    /// The object of a value without items in the constant cache; it is made only for the first such value.
    pub fn merged_leaf(&mut self, value: Value<'_>) -> ObjId {
        if let Value::Str(text) = value {
            let found = self.index.find(str_hash(text), |id| self.is_str(id, text));
            return self.merged(found, value);
        }
        if is_nan(value) {
            return self.push(value, None);
        }
        let found = self.index.find(self.key_hash(value), |other| self.same_key(value, self.value(other)));
        self.merged(found, value)
    }

    /// Merges a value of which the canonical object or the place for it was found.
    fn merged(&mut self, found: Result<ObjId, Place>, value: Value<'_>) -> ObjId {
        let id = match found {
            Ok(canon) => match self.objects[canon.index()].cached.get() {
                Some(cached) => return cached,
                None if is_unique(value) => canon,
                None => self.push_equal(value, canon),
            },
            Err(place) => self.push_canonical(value, place),
        };
        self.merge(id)
    }

    /// Like [`Pool::merge`], and the items of a new tuple or frozenset are merged too; a frozenset
    /// counts as built anew. Follows `merge_consts_recursive`.
    pub fn merge_recursive(&mut self, id: ObjId) -> ObjId {
        let canon = self.canon(id);
        if let Some(merged) = self.objects[canon.index()].cached.get() {
            return merged;
        }
        self.merge(id);
        let len = self.items(id).len();
        if len == 0 {
            return id;
        }
        for index in 0..len {
            let merged = self.merge_recursive(self.items(id)[index]);
            self.items_mut(id)[index] = merged;
        }
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
        let (other, own) = (pool.add(Value::Bytes(b"cd")), pool.merged_bytes(b"cd"));
        assert_ne!(own, other, "the first one to be merged is that of the value");
        assert_eq!((pool.merge(other), pool.canon(own)), (own, other));
        let added = pool.add(Value::Tuple(&[bytes, Pool::NONE]));
        assert_eq!((pool.merge(added), pool.canon(added)), (tuple, tuple));
    }

    #[test]
    fn leaves_are_merged_as_if_they_were_added() {
        let mut pool = Pool::new();
        let text = pool.merged_leaf(Value::Str(b"a b"));
        let len = pool.len();
        assert_eq!((pool.merged_leaf(Value::Str(b"a b")), pool.len()), (text, len));
        let nan = Value::Float(f64::NAN.to_bits());
        assert_ne!(pool.merged_leaf(nan), pool.merged_leaf(nan));
        let added = pool.add(Value::Bytes(b"ab"));
        assert_ne!(pool.merged_leaf(Value::Bytes(b"ab")), added, "the first one to be merged is that of the value");
        assert_eq!(pool.merged_leaf(Value::None), Pool::NONE);
    }

    #[test]
    fn tuple_items_are_merged_in_place() {
        let mut pool = Pool::new();
        let first = pool.add(Value::Str(b"a b"));
        pool.merge(first);
        let second = pool.add(Value::Str(b"a b"));
        let tuple = pool.add(Value::Tuple(&[second]));
        assert_ne!(first, second);
        assert_eq!(pool.merge_recursive(tuple), tuple);
        assert_eq!(pool.value(tuple), Value::Tuple(&[first]));
        assert_eq!(pool.rebuilds(tuple), 0);
    }

    #[test]
    fn a_merged_frozenset_was_built_anew() {
        let mut pool = Pool::new();
        let item = pool.add(Value::Str(b"a b"));
        let set = pool.add(Value::FrozenSet(&[item]));
        assert_eq!(pool.merge_recursive(set), set);
        assert_eq!(pool.merge_recursive(set), set);
        assert_eq!(pool.rebuilds(set), 1);
    }
}
