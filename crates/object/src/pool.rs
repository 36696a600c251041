//! The objects of one module and their identity.
//!
//! Follows `Objects/codeobject.c` `_PyCode_ConstantKey` (which values merge, see `key.rs`).
//!
//! Invariants: an id never changes its object's type; children have ids of the same pool; no object
//! contains itself; two objects that were [`Pool::add`]ed have the same [`Pool::canon`] if and only
//! if CPython's constant keys for them are equal.

use crate::Value;
use crate::index::{Index, Place};
use crate::key::{bytes_hash, is_nan, is_unique, str_hash};
use crate::store::{Content, Store};

/// An object of a [`Pool`]: equal ids mean the same object, as `is` does in Python.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjId(pub(crate) u32);

/// All objects of one module.
#[derive(Clone, Debug)]
pub struct Pool {
    pub(crate) objects: Vec<Object>,
    pub(crate) store: Store,
    /// The canonical objects by hash.
    pub(crate) index: Index,
}

#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) content: Content,
    pub(crate) canon: ObjId,
    /// Of a canonical object: what stands for its value in the constant cache.
    pub(crate) cached: MaybeId,
    /// Of a canonical string: the interned string with its text.
    pub(crate) interned_as: MaybeId,
    pub(crate) interned: bool,
    /// Interning the constants of a code object changes nothing here, see [`Pool::intern_constants`].
    pub(crate) settled: bool,
    held_outside: bool,
    is_copy: bool,
    pub(crate) rebuilds: u8,
}

/// An id or none, no larger than an id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MaybeId(u32);

impl MaybeId {
    const NONE: Self = Self(u32::MAX);

    pub(crate) fn get(self) -> Option<ObjId> {
        (self.0 != u32::MAX).then_some(ObjId(self.0))
    }

    pub(crate) fn get_or_insert(&mut self, id: ObjId) -> ObjId {
        if self.0 == u32::MAX {
            self.0 = id.0;
        }
        ObjId(self.0)
    }

    pub(crate) fn set(&mut self, id: ObjId) {
        self.0 = id.0;
    }
}

/// The values of which there is one object only, in the order of their ids.
const SINGLETONS: [Value<'static>; 5] = [Value::None, Value::True, Value::False, Value::Ellipsis, Value::StopIteration];

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
        let mut pool = Self { objects: Vec::new(), store: Store::default(), index: Index::default() };
        pool.add_singletons();
        pool
    }

    /// Makes the pool that of another module, in the memory it has.
    pub fn clear(&mut self) {
        self.objects.clear();
        self.store.clear();
        self.index.clear();
        self.add_singletons();
    }

    fn add_singletons(&mut self) {
        for value in SINGLETONS {
            self.add(value);
        }
    }

    /// How many objects there are; every id is below.
    #[must_use]
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// How many bytes all strings and bytes objects have; what equal ones share counts once.
    #[must_use]
    pub const fn text_len(&self) -> usize {
        self.store.text_len()
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
    #[inline]
    pub fn value(&self, id: ObjId) -> Value<'_> {
        self.store.get(self.objects[id.index()].content)
    }

    /// Whether an object is an interned string.
    #[must_use]
    #[inline]
    pub fn is_interned(&self, id: ObjId) -> bool {
        self.objects[id.index()].interned
    }

    /// The first object with an equal value (by the rules of CPython's constant keys).
    #[must_use]
    #[inline]
    pub fn canon(&self, id: ObjId) -> ObjId {
        self.objects[id.index()].canon
    }

    /// Whether something outside the module holds this object too, so that marshal sees it shared.
    #[must_use]
    #[inline]
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
    pub fn add(&mut self, value: Value<'_>) -> ObjId {
        let found = match value {
            Value::Str(text) => self.index.find(str_hash(text), |id| self.is_str(id, text)),
            Value::Bytes(bytes) => self.index.find(bytes_hash(bytes), |id| self.is_bytes(id, bytes)),
            Value::Tuple(items) => self.index.find(self.items_hash(items), |id| self.is_tuple(id, items)),
            _ if is_nan(value) => return self.push(value, None),
            _ => self.index.find(self.key_hash(value), |other| self.same_key(value, self.value(other))),
        };
        match found {
            Ok(canon) if is_unique(value) => canon,
            Ok(canon) => self.push_equal(value, canon),
            Err(place) => self.push_canonical(value, place),
        }
    }

    /// A new object even of a value of which there is one only otherwise: the `%` that folding makes
    /// of `%%` is not the shared character (`Python/ast_opt.c` `parse_literal` replaces in a string
    /// of its own). It is equal to the shared one, so the constant cache keeps whichever is first.
    pub fn add_copy(&mut self, value: Value<'_>) -> ObjId {
        let shared = self.add(value);
        let copy = self.push_twin(shared);
        self.mark_copy(copy);
        copy
    }

    /// Whether an object is not the one that the interpreter shares ([`Pool::add_copy`]).
    #[must_use]
    #[inline]
    pub fn is_copy(&self, id: ObjId) -> bool {
        self.objects[id.index()].is_copy
    }

    /// Marks an object that was read as [`Pool::add_copy`] does.
    pub fn mark_copy(&mut self, id: ObjId) {
        self.objects[id.index()].is_copy = true;
    }

    /// A new object in any case, for what was read from a file: it keeps the identity it has there
    /// and takes no part in merging ([`Pool::canon`] is the object itself).
    pub fn add_as_read(&mut self, value: Value<'_>, interned: bool) -> ObjId {
        let id = self.push(value, None);
        self.objects[id.index()].interned = interned;
        id
    }

    /// The items of a tuple or frozenset; none of anything else.
    #[must_use]
    pub fn items(&self, id: ObjId) -> &[ObjId] {
        self.store.items(self.objects[id.index()].content)
    }

    /// The items of a tuple or frozenset; only objects of equal values may be put in their places.
    pub(crate) fn items_mut(&mut self, id: ObjId) -> &mut [ObjId] {
        self.store.items_mut(self.objects[id.index()].content)
    }

    /// Adds an object without looking for an equal one; without `canon` it is its own.
    pub(crate) fn push(&mut self, value: Value<'_>, canon: Option<ObjId>) -> ObjId {
        let content = self.store.put(value);
        self.push_content(content, canon)
    }

    /// Adds an object that equals a canonical one, from which it has what it may.
    pub(crate) fn push_equal(&mut self, value: Value<'_>, canon: ObjId) -> ObjId {
        let content = self.objects[canon.index()].content;
        if content.is_shareable() { self.push_content(content, Some(canon)) } else { self.push(value, Some(canon)) }
    }

    /// Adds another object with the value of a string.
    pub(crate) fn push_twin(&mut self, id: ObjId) -> ObjId {
        let Object { content, canon, .. } = self.objects[id.index()];
        self.push_content(content, Some(canon))
    }

    /// Adds the first object with its value.
    pub(crate) fn push_canonical(&mut self, value: Value<'_>, place: Place) -> ObjId {
        let id = self.push(value, None);
        self.index.insert(place, id);
        id
    }

    fn push_content(&mut self, content: Content, canon: Option<ObjId>) -> ObjId {
        let id = ObjId(u32::try_from(self.objects.len()).expect("a module has fewer than 2^32 objects"));
        self.objects.push(Object {
            content,
            canon: canon.unwrap_or(id),
            cached: MaybeId::NONE,
            interned_as: MaybeId::NONE,
            interned: false,
            settled: content.is_leaf_but_str(),
            held_outside: false,
            is_copy: false,
            rebuilds: 0,
        });
        id
    }
}

impl ObjId {
    /// Position in the pool, from 0.
    #[must_use]
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
