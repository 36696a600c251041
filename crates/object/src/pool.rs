//! The objects of one module and their identity.
//!
//! Follows `Python/compile.c` `const_cache_insert` (the constant cache), `Objects/codeobject.c`
//! `_PyCode_ConstantKey` (which values merge) and `intern_strings`/`intern_constants`.
//!
//! Invariants: an id never changes its object's type; children have ids of the same pool; two ids
//! have the same [`Pool::canon`] if and only if CPython's constant keys for them are equal.

use rustc_hash::FxHashMap;

use crate::{CodeObject, Int, Locals, Value};

/// An object of a [`Pool`]: equal ids mean the same object, as `is` does in Python.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjId(pub(crate) u32);

/// All objects of one module.
#[derive(Debug)]
pub struct Pool {
    objects: Vec<Object>,
    /// The first object with each value.
    canonical: FxHashMap<Key, ObjId>,
    /// The constant cache: canonical object → the object that stands for its value.
    cache: FxHashMap<ObjId, ObjId>,
    /// The interned string with each text, by the canonical object of that text.
    interned: FxHashMap<ObjId, ObjId>,
}

#[derive(Debug)]
struct Object {
    value: Value,
    canon: ObjId,
    interned: bool,
}

/// A value with its children replaced by their canonical objects.
#[derive(PartialEq, Eq, Hash, Debug)]
enum Key {
    Singleton(u8),
    Int(Int),
    Float(u64),
    Complex(u64, u64),
    Str(Box<[u8]>),
    Bytes(Box<[u8]>),
    Tuple(Box<[ObjId]>),
    /// Canonical ids in ascending order.
    FrozenSet(Box<[ObjId]>),
    Slice([ObjId; 3]),
    /// Numbers, then canonical ids, of everything that code equality compares.
    Code(Box<[u32]>),
}

/// The values of which there is one object only, in the order of their ids.
const SINGLETONS: [Value; 5] = [Value::None, Value::True, Value::False, Value::Ellipsis, Value::StopIteration];

impl Default for Pool {
    fn default() -> Self {
        Self::new()
    }
}

impl Pool {
    /// `None` of every pool.
    pub const NONE: ObjId = ObjId(0);
    /// `True` of every pool.
    pub const TRUE: ObjId = ObjId(1);
    /// `False` of every pool.
    pub const FALSE: ObjId = ObjId(2);
    /// `...` of every pool.
    pub const ELLIPSIS: ObjId = ObjId(3);

    /// A pool with the singletons only.
    #[must_use]
    pub fn new() -> Self {
        let mut pool = Self {
            objects: Vec::new(),
            canonical: FxHashMap::default(),
            cache: FxHashMap::default(),
            interned: FxHashMap::default(),
        };
        for value in SINGLETONS {
            pool.add(value);
        }
        pool
    }

    /// How many objects there are; every id is below.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Never: the singletons are always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// The value of an object.
    #[must_use]
    pub fn value(&self, id: ObjId) -> &Value {
        &self.objects[id.index()].value
    }

    /// Whether an object is an interned string.
    #[must_use]
    pub fn is_interned(&self, id: ObjId) -> bool {
        self.objects[id.index()].interned
    }

    /// The first object with an equal value (by the rules of CPython's constant keys).
    #[must_use]
    pub fn canon(&self, id: ObjId) -> ObjId {
        self.objects[id.index()].canon
    }

    /// A new object, except that of the singletons, the empty tuple, the empty bytes object and
    /// strings of at most one Latin-1 character there is one only.
    pub fn add(&mut self, value: Value) -> ObjId {
        let key = self.key(&value);
        let next = ObjId(u32::try_from(self.objects.len()).expect("a module has fewer than 2^32 objects"));
        let canon = *self.canonical.entry(key).or_insert(next);
        if canon != next && is_unique(&value) {
            return canon;
        }
        self.objects.push(Object { value, canon, interned: false });
        next
    }

    /// The object that stands for this value in the constant cache; `id` itself if it is the first.
    /// Follows `_PyCompile_ConstCacheMergeOne`.
    pub fn merge(&mut self, id: ObjId) -> ObjId {
        *self.cache.entry(self.objects[id.index()].canon).or_insert(id)
    }

    /// Like [`Pool::merge`], and the items of a new tuple or frozenset are merged in place.
    /// Follows `merge_consts_recursive`.
    pub fn merge_recursive(&mut self, id: ObjId) -> ObjId {
        let merged = self.merge(id);
        if merged != id {
            return merged;
        }
        let (Value::Tuple(items) | Value::FrozenSet(items)) = self.value(id) else { return id };
        let items: Vec<ObjId> = items.to_vec();
        let merged: Box<[ObjId]> = items.into_iter().map(|item| self.merge_recursive(item)).collect();
        self.set_items(id, merged);
        id
    }

    /// The interned string with this text.
    pub fn intern(&mut self, text: &[u8]) -> ObjId {
        let key = Key::Str(text.into());
        if let Some(interned) = self.canonical.get(&key).and_then(|canon| self.interned.get(canon)) {
            return *interned;
        }
        let id = self.add(Value::Str(text.into()));
        self.intern_object(id)
    }

    /// The interned string with the text of the string `id`: an earlier one, or `id` itself, which
    /// is interned from now on. Follows `PyUnicode_InternInPlace`.
    pub fn intern_object(&mut self, id: ObjId) -> ObjId {
        let interned = *self.interned.entry(self.objects[id.index()].canon).or_insert(id);
        self.objects[interned.index()].interned = true;
        interned
    }

    /// Puts other objects of equal values in the slots of a tuple or frozenset.
    ///
    /// # Panics
    /// If `id` is neither.
    pub fn set_items(&mut self, id: ObjId, new: Box<[ObjId]>) {
        match &mut self.objects[id.index()].value {
            Value::Tuple(items) | Value::FrozenSet(items) => *items = new,
            other => panic!("only tuples and frozensets have items, not {other:?}"),
        }
    }

    fn key(&self, value: &Value) -> Key {
        match value {
            Value::None => Key::Singleton(0),
            Value::True => Key::Singleton(1),
            Value::False => Key::Singleton(2),
            Value::Ellipsis => Key::Singleton(3),
            Value::StopIteration => Key::Singleton(4),
            Value::Int(int) => Key::Int(int.clone()),
            Value::Float(bits) => Key::Float(*bits),
            Value::Complex(real, imag) => Key::Complex(*real, *imag),
            Value::Str(text) => Key::Str(text.clone()),
            Value::Bytes(bytes) => Key::Bytes(bytes.clone()),
            Value::Tuple(items) => Key::Tuple(self.canons(items)),
            Value::FrozenSet(items) => Key::FrozenSet(self.sorted_canons(items)),
            Value::Slice(start, stop, step) => Key::Slice([*start, *stop, *step].map(|id| self.canon(id))),
            Value::Code(code) => Key::Code(self.code_key(code)),
        }
    }

    fn canons(&self, items: &[ObjId]) -> Box<[ObjId]> {
        items.iter().map(|id| self.canon(*id)).collect()
    }

    fn sorted_canons(&self, items: &[ObjId]) -> Box<[ObjId]> {
        let mut canons = self.canons(items);
        canons.sort_unstable();
        canons
    }

    /// What `code_richcompare` (`Objects/codeobject.c`) compares: the line table only from 3.11 on.
    fn code_key(&self, code: &CodeObject) -> Box<[u32]> {
        let mut key = vec![code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags];
        key.push(code.firstlineno.cast_unsigned());
        let mut objects = vec![code.name, code.code, code.consts, code.names];
        match code.locals {
            Locals::Split { nlocals, varnames, freevars, cellvars } => {
                key.push(nlocals);
                objects.extend([varnames, freevars, cellvars]);
            }
            Locals::Plus { names, .. } => {
                objects.extend([names, code.linetable]);
                objects.extend(code.exceptiontable);
            }
        }
        key.extend(objects.into_iter().map(|id| self.canon(id).0));
        key.into()
    }
}

impl ObjId {
    /// Position in the pool, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whether CPython has one object at most with this value.
fn is_unique(value: &Value) -> bool {
    match value {
        Value::None | Value::True | Value::False | Value::Ellipsis | Value::StopIteration => true,
        Value::Tuple(items) => items.is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Str(text) => is_latin1_char(text),
        Value::Int(_)
        | Value::Float(_)
        | Value::Complex(..)
        | Value::FrozenSet(_)
        | Value::Slice(..)
        | Value::Code(_) => false,
    }
}

/// At most one code point, below 256.
fn is_latin1_char(text: &[u8]) -> bool {
    matches!(text, [] | [_] | [0xC2 | 0xC3, _])
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
    }

    #[test]
    fn the_first_interned_string_stays() {
        let mut pool = Pool::new();
        let name = pool.intern(b"spam");
        let constant = pool.add(Value::Str((*b"spam").into()));
        assert_ne!(name, constant);
        assert_eq!(pool.intern_object(constant), name);
        assert!(!pool.is_interned(constant));
    }
}
