//! The reference rule: which objects are flagged, and which are written as a reference.
//!
//! Follows `w_ref` (`Python/marshal.c`), which looks at the reference count. Here the holders are
//! counted over the finished objects: the fields of code objects and the items of tuples,
//! frozensets and slices, each distinct container once. An object is flagged if it has two holders
//! or more, or one that the module does not show: the interpreter itself (its shared ints,
//! characters, empty objects, interned strings) or the machinery at work (the list that sorts a
//! frozenset, the copy of the byte code that a code object makes).

use pycmill_object::{CodeObject, Int, ObjId, Pool, Value};
use pycmill_target::Target;

use crate::layout::{self, Field, Object};

/// Where flags come from.
#[derive(Clone, Copy, Debug)]
enum Policy {
    /// From what the target's compiler leaves behind.
    Compiled(Habits),
    /// From the file that was read: flagged is what was flagged there.
    Recorded,
}

/// What the target has to say of the references to every object, asked for once.
#[derive(Clone, Copy, Debug)]
struct Habits {
    target: Target,
    flags_code_bytes: bool,
    flags_interned: bool,
    flags_elements: bool,
    /// The largest int that the interpreter keeps for ever (`_PY_NSMALLPOSINTS`).
    last_shared_int: i64,
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
    /// About so many bytes will be written, rarely more.
    size: usize,
}

/// The length of a reference, and of the head of a string.
const HEAD_LEN: usize = 5;

/// Length of the numbers of a code object.
const NUMBERS_LEN: usize = 24;

impl Rule {
    /// The rule for what was read.
    pub(super) const fn recorded() -> Self {
        Self { policy: Policy::Recorded, holders: Vec::new(), frozensets: Vec::new(), size: 0 }
    }

    /// The rule for what was compiled: counts the holders of everything in `root`.
    pub(super) fn count(target: Target, pool: &Pool, root: ObjId) -> Self {
        let policy = Policy::Compiled(Habits::of(target));
        let mut rule = Self { policy, holders: vec![0; pool.len()], frozensets: Vec::new(), size: 0 };
        let mut todo = Vec::new();
        rule.hold(pool, root, &mut todo);
        while let Some(id) = todo.pop() {
            rule.hold_parts(target, pool, id, &mut todo);
        }
        rule.frozensets.sort_unstable();
        rule
    }

    /// Counts one holder of an object; puts it into `todo` if it holds others and is the first time met.
    fn hold(&mut self, pool: &Pool, id: ObjId, todo: &mut Vec<ObjId>) {
        let value = pool.value(id);
        let id = self.identity(pool, id, value);
        let holders = &mut self.holders[id.index()];
        let is_new = *holders == 0;
        *holders = (*holders + 1).min(2);
        self.size += HEAD_LEN;
        if !is_new {
            return;
        }
        match value {
            Value::Str(bytes) | Value::Bytes(bytes) => self.size += bytes.len(),
            Value::Tuple(_) | Value::FrozenSet(_) | Value::Slice(..) | Value::Code(_) => todo.push(id),
            _ => {}
        }
    }

    /// Counts what an object holds, in any order.
    fn hold_parts(&mut self, target: Target, pool: &Pool, id: ObjId, todo: &mut Vec<ObjId>) {
        match pool.value(id) {
            Value::Tuple(items) => items.iter().for_each(|item| self.hold(pool, *item, todo)),
            Value::FrozenSet(items) => {
                self.frozensets.push(id);
                items.iter().for_each(|item| self.hold(pool, *item, todo));
            }
            Value::Slice(start, stop, step) => {
                [start, stop, step].into_iter().for_each(|item| self.hold(pool, *item, todo));
            }
            Value::Code(code) => self.hold_fields(target, pool, code, todo),
            _ => {}
        }
    }

    fn hold_fields(&mut self, target: Target, pool: &Pool, code: &CodeObject, todo: &mut Vec<ObjId>) {
        self.size += NUMBERS_LEN;
        for field in layout::fields(target) {
            let Field::Object(field) = *field else { continue };
            let Some(id) = layout::object(code, field) else { continue };
            match pool.value(id) {
                Value::Bytes(bytes) if field == Object::Code && self.makes_code_bytes() => {
                    self.size += HEAD_LEN + bytes.len();
                }
                _ => self.hold(pool, id, todo),
            }
        }
    }

    /// About how many bytes will be written.
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    pub(super) fn frozensets(&self) -> &[ObjId] {
        &self.frozensets
    }

    /// Whether marshal finds a string interned.
    pub(super) fn is_interned(&self, pool: &Pool, id: ObjId, value: &Value) -> bool {
        if pool.is_interned(id) {
            return true;
        }
        let (Policy::Compiled(habits), Value::Str(text)) = (&self.policy, value) else { return false };
        let is_static = match latin1_character(text) {
            Some(character) => habits.target.interns_latin1_character(character),
            None => text.is_empty() && habits.target.interns_all_latin1_characters(),
        };
        is_static && !pool.is_copy(id)
    }

    /// Decides how the object in a slot is written, and numbers it if it is flagged.
    pub(super) fn reference(
        &self,
        pool: &Pool,
        indices: &mut Indices,
        id: ObjId,
        value: &Value,
        slot: Slot,
    ) -> Reference {
        if slot == Slot::Code && self.makes_code_bytes() {
            indices.skip();
            return Reference::New;
        }
        let id = self.identity(pool, id, value);
        match indices.get(id) {
            Some(index) => Reference::To(index),
            None if self.is_flagged(pool, id, value, slot) => {
                indices.enter(id);
                Reference::New
            }
            None => Reference::Plain,
        }
    }

    /// Whether `co_code` is a new object whenever it is asked for.
    const fn makes_code_bytes(&self) -> bool {
        match &self.policy {
            Policy::Compiled(habits) => habits.flags_code_bytes,
            Policy::Recorded => false,
        }
    }

    /// The object that stands for all ints of a value that the interpreter shares.
    fn identity(&self, pool: &Pool, id: ObjId, value: &Value) -> ObjId {
        match (value, &self.policy) {
            (Value::Int(int), Policy::Compiled(habits)) if habits.is_shared_int(int) => pool.canon(id),
            _ => id,
        }
    }

    fn is_flagged(&self, pool: &Pool, id: ObjId, value: &Value, slot: Slot) -> bool {
        if pool.is_held_outside(id) {
            return true;
        }
        let Policy::Compiled(habits) = &self.policy else { return false };
        self.holders[id.index()] > 1
            || habits.is_slot_flagged(slot)
            || habits.is_shared_value(value, slot) && !pool.is_copy(id)
            || habits.flags_interned && self.is_interned(pool, id, value)
    }
}

impl Habits {
    const fn of(target: Target) -> Self {
        Self {
            target,
            flags_code_bytes: target.code_bytes_always_flagged(),
            flags_interned: target.interned_strings_always_flagged(),
            flags_elements: target.frozenset_elements_always_flagged(),
            last_shared_int: if target.shares_ints_up_to_1024() { 1024 } else { 256 },
        }
    }

    /// Whether the holder of a slot is not the only one there is.
    const fn is_slot_flagged(&self, slot: Slot) -> bool {
        match slot {
            Slot::Root => self.target.top_code_flagged(),
            Slot::Filename => true,
            Slot::Element => self.flags_elements,
            Slot::Code | Slot::Kinds | Slot::Item => false,
        }
    }

    /// Whether the interpreter holds the only object with this value.
    fn is_shared_value(&self, value: &Value, slot: Slot) -> bool {
        match value {
            Value::Int(int) => self.is_shared_int(int),
            Value::Str(text) => text.is_empty() || latin1_character(text).is_some(),
            Value::Bytes(bytes) => bytes.is_empty() || bytes.len() == 1 && slot != Slot::Kinds,
            Value::Tuple(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether the interpreter keeps this int for ever (`_PY_NSMALLNEGINTS` of them are negative).
    fn is_shared_int(&self, int: &Int) -> bool {
        matches!(int, Int::Small(number) if (-5..=self.last_shared_int).contains(number))
    }
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
