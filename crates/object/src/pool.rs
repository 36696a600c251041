//! The objects of one module and their identity.
//!
//! Follows `Objects/codeobject.c` `_PyCode_ConstantKey` (which values merge, see `key.rs`).
//!
//! Invariants: an id never changes its object's type; children have ids of the same pool; no object
//! contains itself; two objects that were [`Pool::add`]ed have the same [`Pool::canon`] if and only
//! if CPython's constant keys for them are equal.

use rustc_hash::FxHashMap;

use crate::Value;
use crate::key::{is_nan, is_unique};

/// An object of a [`Pool`]: equal ids mean the same object, as `is` does in Python.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjId(pub(crate) u32);

/// All objects of one module.
#[derive(Debug)]
pub struct Pool {
    pub(crate) objects: Vec<Object>,
    /// The newest canonical object with each hash; older ones follow by [`Object::next`].
    by_hash: FxHashMap<u64, ObjId>,
}

#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) value: Value,
    pub(crate) canon: ObjId,
    /// Of a canonical object: another one with the same hash.
    next: Option<ObjId>,
    /// Of a canonical object: what stands for its value in the constant cache.
    pub(crate) cached: Option<ObjId>,
    /// Of a canonical string: the interned string with its text.
    pub(crate) interned_as: Option<ObjId>,
    pub(crate) interned: bool,
    held_outside: bool,
    is_copy: bool,
    pub(crate) rebuilds: u8,
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
    /// `StopIteration` of every pool.
    pub const STOP_ITERATION: ObjId = ObjId(4);

    /// A pool with the singletons only.
    #[must_use]
    pub fn new() -> Self {
        let mut pool = Self { objects: Vec::new(), by_hash: FxHashMap::default() };
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

    /// All objects, oldest first.
    pub fn ids(&self) -> impl Iterator<Item = ObjId> + use<> {
        (0..self.objects.len()).map(|index| ObjId(u32::try_from(index).expect("ids are below 2^32")))
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

    /// Whether something outside the module holds this object too, so that marshal sees it shared.
    #[must_use]
    pub fn is_held_outside(&self, id: ObjId) -> bool {
        self.objects[id.index()].held_outside
    }

    /// Marks an object that something outside the module holds too: a static string of the
    /// interpreter, or, in what was read, an object flagged in the file.
    pub fn hold_outside(&mut self, id: ObjId) {
        self.objects[id.index()].held_outside = true;
    }

    /// Takes all marks of [`Pool::hold_outside`] away.
    pub fn forget_outside_holders(&mut self) {
        for object in &mut self.objects {
            object.held_outside = false;
        }
    }

    /// How often a frozenset was built anew from its own items since it was added: each time its
    /// table was filled again in the order of the table before, which shows where hash order is
    /// written.
    #[must_use]
    pub fn rebuilds(&self, id: ObjId) -> u8 {
        self.objects[id.index()].rebuilds
    }

    /// A new object, except that of the singletons, the empty tuple, the empty bytes object and
    /// strings of at most one Latin-1 character there is one only.
    pub fn add(&mut self, value: Value) -> ObjId {
        if is_nan(&value) {
            return self.push(value, None);
        }
        let hash = self.key_hash(&value);
        match self.find(hash, |pool, other| pool.same_key(&value, pool.value(other))) {
            Some(canon) if is_unique(&value) => canon,
            Some(canon) => self.push(value, Some(canon)),
            None => self.push_canonical(value, hash),
        }
    }

    /// A new object even of a value of which there is one only otherwise: the `%` that folding makes
    /// of `%%` is not the shared character (`Python/ast_opt.c` `parse_literal` replaces in a string
    /// of its own). It is equal to the shared one, so the constant cache keeps whichever is first.
    pub fn add_copy(&mut self, value: Value) -> ObjId {
        let shared = self.add(value);
        let copy = self.push(self.value(shared).clone(), Some(self.canon(shared)));
        self.mark_copy(copy);
        copy
    }

    /// Whether an object is not the one that the interpreter shares ([`Pool::add_copy`]).
    #[must_use]
    pub fn is_copy(&self, id: ObjId) -> bool {
        self.objects[id.index()].is_copy
    }

    /// Marks an object that was read as [`Pool::add_copy`] does.
    pub fn mark_copy(&mut self, id: ObjId) {
        self.objects[id.index()].is_copy = true;
    }

    /// A new object in any case, for what was read from a file: it keeps the identity it has there
    /// and takes no part in merging ([`Pool::canon`] is the object itself).
    pub fn add_as_read(&mut self, value: Value, interned: bool) -> ObjId {
        let id = self.push(value, None);
        self.objects[id.index()].interned = interned;
        id
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

    /// The items of a tuple or frozenset; none of anything else.
    #[must_use]
    pub fn items(&self, id: ObjId) -> &[ObjId] {
        match self.value(id) {
            Value::Tuple(items) | Value::FrozenSet(items) => items,
            _ => &[],
        }
    }

    /// The canonical object with this hash of which `same` holds.
    pub(crate) fn find(&self, hash: u64, same: impl Fn(&Self, ObjId) -> bool) -> Option<ObjId> {
        let mut candidate = self.by_hash.get(&hash).copied();
        while let Some(id) = candidate {
            if same(self, id) {
                return Some(id);
            }
            candidate = self.objects[id.index()].next;
        }
        None
    }

    /// Adds an object without looking for an equal one; without `canon` it is its own.
    pub(crate) fn push(&mut self, value: Value, canon: Option<ObjId>) -> ObjId {
        let id = ObjId(u32::try_from(self.objects.len()).expect("a module has fewer than 2^32 objects"));
        self.objects.push(Object {
            value,
            canon: canon.unwrap_or(id),
            next: None,
            cached: None,
            interned_as: None,
            interned: false,
            held_outside: false,
            is_copy: false,
            rebuilds: 0,
        });
        id
    }

    /// Adds the first object with its value.
    pub(crate) fn push_canonical(&mut self, value: Value, hash: u64) -> ObjId {
        let id = self.push(value, None);
        self.objects[id.index()].next = self.by_hash.insert(hash, id);
        id
    }
}

impl ObjId {
    /// Position in the pool, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
