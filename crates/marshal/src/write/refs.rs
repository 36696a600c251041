//! The reference rule: which objects are flagged, and which are written as a reference.
//!
//! Follows `w_ref` (`Python/marshal.c`), which looks at the reference count. Here the holders are
//! counted over the finished objects: the fields of code objects and the items of tuples,
//! frozensets and slices, each distinct container once. An object is flagged if it has two holders
//! or more, or one that the module does not show: the interpreter itself (its shared ints,
//! characters, empty objects, interned strings) or the machinery at work (the list that sorts a
//! frozenset, the copy of the byte code that a code object makes).

use pycmill_object::{Int, ObjId, Pool, Value};
use pycmill_target::Target;

use crate::layout::{self, Field, Object};

/// Where flags come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Policy {
    /// From what the target's compiler leaves behind.
    Compiled(Target),
    /// From the file that was read: flagged is what was flagged there.
    Recorded,
}

/// The place that holds an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// The caller of marshal.
    Root,
    /// `co_code`.
    Code,
    /// `co_localspluskinds`, filled in after it was allocated.
    Kinds,
    /// `co_filename`.
    Filename,
    /// An element of a frozenset.
    Element,
    /// Any other.
    Item,
}

impl Slot {
    pub(super) const fn of_field(field: Object) -> Self {
        match field {
            Object::Code => Self::Code,
            Object::Localspluskinds => Self::Kinds,
            Object::Filename => Self::Filename,
            _ => Self::Item,
        }
    }
}

/// How an object is to be written.
pub(super) enum Reference {
    /// In full, without a number.
    Plain,
    /// In full, flagged.
    New,
    /// As a reference to what was written with this number.
    To(i32),
}

/// The reference rule, with the holders of the objects to be written.
#[derive(Debug)]
pub(super) struct Rule {
    policy: Policy,
    /// By object: 0, 1 or 2 for more.
    holders: Vec<u8>,
    /// The frozensets among the objects, each once, oldest first.
    frozensets: Vec<ObjId>,
}

impl Rule {
    /// The rule for what was read.
    pub(super) const fn recorded() -> Self {
        Self { policy: Policy::Recorded, holders: Vec::new(), frozensets: Vec::new() }
    }

    /// Counts the holders of everything in `root`.
    pub(super) fn count(policy: Policy, target: Target, pool: &Pool, root: ObjId) -> Self {
        let mut rule = Self { policy, holders: vec![0; pool.len()], frozensets: Vec::new() };
        let mut todo = vec![root];
        while let Some(id) = todo.pop() {
            let id = rule.identity(pool, id);
            let holders = &mut rule.holders[id.index()];
            let is_new = *holders == 0;
            *holders = (*holders + 1).min(2);
            if is_new {
                rule.held_by(target, pool, id, &mut todo);
            }
        }
        rule.frozensets.sort_unstable();
        rule
    }

    /// Puts what an object holds into `todo`, in any order.
    fn held_by(&mut self, target: Target, pool: &Pool, id: ObjId, todo: &mut Vec<ObjId>) {
        match pool.value(id) {
            Value::Tuple(items) => todo.extend(items),
            Value::FrozenSet(items) => {
                self.frozensets.push(id);
                todo.extend(items);
            }
            Value::Slice(start, stop, step) => todo.extend([start, stop, step]),
            Value::Code(code) => {
                for field in layout::fields(target) {
                    let Field::Object(field) = *field else { continue };
                    if !(field == Object::Code && target.code_bytes_always_flagged()) {
                        todo.extend(layout::object(code, field));
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn frozensets(&self) -> &[ObjId] {
        &self.frozensets
    }

    /// Whether marshal finds a string interned.
    pub(super) fn is_interned(&self, pool: &Pool, id: ObjId) -> bool {
        if pool.is_interned(id) {
            return true;
        }
        let (Policy::Compiled(target), Value::Str(text)) = (self.policy, pool.value(id)) else { return false };
        !pool.is_copy(id) && latin1_character(text).is_some_and(|character| target.interns_latin1_character(character))
    }

    /// Decides how the object in a slot is written, and numbers it if it is flagged.
    pub(super) fn reference(&self, pool: &Pool, indices: &mut Indices, id: ObjId, slot: Slot) -> Reference {
        if slot == Slot::Code && self.makes_code_bytes() {
            indices.skip();
            return Reference::New;
        }
        let id = self.identity(pool, id);
        match indices.get(id) {
            Some(index) => Reference::To(index),
            None if self.is_flagged(pool, id, slot) => {
                indices.enter(id);
                Reference::New
            }
            None => Reference::Plain,
        }
    }

    /// Whether `co_code` is a new object whenever it is asked for.
    const fn makes_code_bytes(&self) -> bool {
        match self.policy {
            Policy::Compiled(target) => target.code_bytes_always_flagged(),
            Policy::Recorded => false,
        }
    }

    /// The object that stands for all ints of a value that the interpreter shares.
    fn identity(&self, pool: &Pool, id: ObjId) -> ObjId {
        match (self.policy, pool.value(id)) {
            (Policy::Compiled(target), Value::Int(int)) if is_shared_int(target, int) => pool.canon(id),
            _ => id,
        }
    }

    fn is_flagged(&self, pool: &Pool, id: ObjId, slot: Slot) -> bool {
        if pool.is_held_outside(id) {
            return true;
        }
        let Policy::Compiled(target) = self.policy else { return false };
        self.holders[id.index()] > 1
            || is_slot_flagged(target, slot)
            || is_shared_value(target, pool.value(id), slot) && !pool.is_copy(id)
            || target.interned_strings_always_flagged() && self.is_interned(pool, id)
    }
}

/// Whether the holder of a slot is not the only one there is.
const fn is_slot_flagged(target: Target, slot: Slot) -> bool {
    match slot {
        Slot::Root => target.top_code_flagged(),
        Slot::Filename => true,
        Slot::Element => target.frozenset_elements_always_flagged(),
        Slot::Code | Slot::Kinds | Slot::Item => false,
    }
}

/// Whether the interpreter holds the only object with this value.
fn is_shared_value(target: Target, value: &Value, slot: Slot) -> bool {
    match value {
        Value::Int(int) => is_shared_int(target, int),
        Value::Str(text) => text.is_empty() || latin1_character(text).is_some(),
        Value::Bytes(bytes) => bytes.is_empty() || bytes.len() == 1 && slot != Slot::Kinds,
        Value::Tuple(items) => items.is_empty(),
        _ => false,
    }
}

/// Whether the interpreter keeps this int for ever (`_PY_NSMALLPOSINTS`, `_PY_NSMALLNEGINTS`).
fn is_shared_int(target: Target, int: &Int) -> bool {
    let last = if target.shares_ints_up_to_1024() { 1024 } else { 256 };
    matches!(int, Int::Small(number) if (-5..=last).contains(number))
}

/// The only character of a string, if it is below 256.
fn latin1_character(text: &[u8]) -> Option<u8> {
    match *text {
        [character] => Some(character),
        [lead @ (0xC2 | 0xC3), rest] => Some(lead << 6 | rest & 0x3F),
        _ => None,
    }
}

/// The reference numbers given so far.
#[derive(Debug)]
pub(super) struct Indices {
    /// By object: its number, or -1.
    numbers: Vec<i32>,
    next: i32,
    given: Vec<ObjId>,
}

impl Indices {
    pub(super) fn new(pool: &Pool) -> Self {
        Self { numbers: vec![-1; pool.len()], next: 0, given: Vec::new() }
    }

    /// Forgets all numbers.
    pub(super) fn clear(&mut self) {
        for id in self.given.drain(..) {
            self.numbers[id.index()] = -1;
        }
        self.next = 0;
    }

    fn get(&self, id: ObjId) -> Option<i32> {
        let number = self.numbers[id.index()];
        (number >= 0).then_some(number)
    }

    fn enter(&mut self, id: ObjId) {
        self.numbers[id.index()] = self.next;
        self.given.push(id);
        self.skip();
    }

    /// Uses a number up for an object that nothing refers to.
    fn skip(&mut self) {
        self.next += 1;
    }
}
