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
    /// Strings that the interpreter holds as well are flagged.
    flags_alive: bool,
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
    #[inline]
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

/// The reference rule, with the holders of the objects to be written. It serves one module after another, for the memory.
#[derive(Debug)]
pub(super) struct Rule {
    policy: Policy,
    /// By object: [`HELD`] and the bits of what flags it. Empty for what was read.
    marks: Vec<u8>,
    /// The frozensets among the objects, each once, oldest first.
    frozensets: Vec<ObjId>,
    /// The containers of which the parts are not counted yet.
    todo: Vec<ObjId>,
}

/// Something holds the object.
const HELD: u8 = 1;
/// It is flagged in every slot.
const FLAGGED: u8 = 2;
/// It is flagged, but not as the kinds of slots.
const FLAGGED_IF_NOT_KINDS: u8 = 4;

impl Rule {
    /// The rule for what was read.
    pub(super) const fn recorded() -> Self {
        Self { policy: Policy::Recorded, marks: Vec::new(), frozensets: Vec::new(), todo: Vec::new() }
    }

    /// Becomes the rule for what was compiled: counts the holders of everything in `root`.
    pub(super) fn count(&mut self, target: Target, pool: &Pool, root: ObjId) {
        let habits = Habits::of(target);
        self.policy = Policy::Compiled(habits);
        self.marks.clear();
        self.marks.resize(pool.len(), 0);
        self.frozensets.clear();
        self.hold(&habits, pool, root);
        while let Some(id) = self.todo.pop() {
            self.hold_parts(&habits, pool, id);
        }
        self.frozensets.sort_unstable();
    }

    /// Counts one holder of an object; the first time it is put into `todo` if it holds others.
    #[inline]
    fn hold(&mut self, habits: &Habits, pool: &Pool, id: ObjId) {
        let mark = &mut self.marks[id.index()];
        if *mark != 0 {
            *mark |= FLAGGED;
        } else if habits.flags_interned && pool.is_interned(id) {
            // Most strings, and nothing is in them.
            *mark = HELD | FLAGGED;
        } else {
            self.hold_first(habits, pool, id);
        }
    }

    /// Counts the first holder of an object.
    #[inline(never)]
    fn hold_first(&mut self, habits: &Habits, pool: &Pool, id: ObjId) {
        let value = pool.value(id);
        let (id, own) = match value {
            Value::Int(int) if habits.is_shared_int(int) => (pool.canon(id), FLAGGED),
            Value::Str(text) | Value::Bytes(text) => (id, habits.marks_of_text(pool, id, value, text)),
            Value::Tuple(items) => (id, if items.is_empty() && !pool.is_copy(id) { FLAGGED } else { 0 }),
            _ => (id, 0),
        };
        let outside = if pool.is_held_outside(id) { FLAGGED } else { 0 };
        self.marks[id.index()] = HELD | own | outside;
        if matches!(value, Value::Tuple(_) | Value::FrozenSet(_) | Value::Slice(..) | Value::Code(_)) {
            self.todo.push(id);
        }
    }

    /// Counts what an object holds, in any order.
    fn hold_parts(&mut self, habits: &Habits, pool: &Pool, id: ObjId) {
        match pool.value(id) {
            Value::Tuple(items) => items.iter().for_each(|item| self.hold(habits, pool, *item)),
            Value::FrozenSet(items) => {
                self.frozensets.push(id);
                items.iter().for_each(|item| self.hold(habits, pool, *item));
            }
            Value::Slice(start, stop, step) => {
                [start, stop, step].into_iter().for_each(|item| self.hold(habits, pool, item));
            }
            Value::Code(code) => self.hold_fields(habits, pool, code),
            _ => {}
        }
    }

    fn hold_fields(&mut self, habits: &Habits, pool: &Pool, code: &CodeObject) {
        for field in layout::fields(habits.target) {
            let Field::Object(field) = *field else { continue };
            let Some(id) = layout::object(code, field) else { continue };
            if field != Object::Code || !habits.flags_code_bytes {
                self.hold(habits, pool, id);
            }
        }
    }

    pub(super) fn frozensets(&self) -> &[ObjId] {
        &self.frozensets
    }

    /// Whether marshal finds a string interned.
    pub(super) fn is_interned(&self, pool: &Pool, id: ObjId, text: &[u8]) -> bool {
        match &self.policy {
            Policy::Compiled(habits) => habits.is_interned(pool, id, text),
            Policy::Recorded => pool.is_interned(id),
        }
    }

    /// Decides how the object in a slot is written, and numbers it if it is flagged.
    #[inline]
    pub(super) fn reference(
        &self,
        pool: &Pool,
        indices: &mut Indices,
        id: ObjId,
        value: Value<'_>,
        slot: Slot,
    ) -> Reference {
        let Policy::Compiled(habits) = &self.policy else {
            return indices.reference(id, || pool.is_held_outside(id));
        };
        if slot == Slot::Code && habits.flags_code_bytes {
            indices.skip();
            return Reference::New;
        }
        let id = match value {
            // One object stands for all ints of a value that the interpreter shares.
            Value::Int(int) if habits.is_shared_int(int) => pool.canon(id),
            _ => id,
        };
        indices.reference(id, || habits.is_flagged(self.marks[id.index()], slot))
    }
}

impl Habits {
    fn of(target: Target) -> Self {
        Self {
            target,
            flags_code_bytes: target.code_bytes_always_flagged(),
            flags_interned: target.interned_strings_always_flagged(),
            flags_alive: target.marks_depend_on_alive_strings(),
            flags_elements: target.frozenset_elements_always_flagged(),
            last_shared_int: if target.shares_ints_up_to_1024() { 1024 } else { 256 },
        }
    }

    /// Whether the holder of a slot is not the only one there is.
    fn is_slot_flagged(&self, slot: Slot) -> bool {
        match slot {
            Slot::Root => self.target.top_code_flagged(),
            Slot::Filename => true,
            Slot::Element => self.flags_elements,
            Slot::Code | Slot::Kinds | Slot::Item => false,
        }
    }

    /// Whether an object with these marks is flagged in a slot.
    #[inline]
    fn is_flagged(&self, marks: u8, slot: Slot) -> bool {
        let flagging = if matches!(slot, Slot::Kinds) { FLAGGED } else { FLAGGED | FLAGGED_IF_NOT_KINDS };
        marks & flagging != 0 || self.is_slot_flagged(slot)
    }

    /// What flags a string or bytes object even if it has one holder: it is interned, or the only object with its value.
    fn marks_of_text(&self, pool: &Pool, id: ObjId, value: Value<'_>, text: &[u8]) -> u8 {
        let is_str = matches!(value, Value::Str(_));
        if is_str && self.flags_interned && self.is_interned(pool, id, text) {
            return FLAGGED;
        }
        if is_str && self.flags_alive && pool.is_interned(id) && self.target.is_interned_at_start(text) {
            return FLAGGED;
        }
        let is_shared = text.len() <= 2 && !pool.is_copy(id);
        match text {
            [] if is_shared => FLAGGED,
            [_] if is_shared && !is_str => FLAGGED_IF_NOT_KINDS,
            text if is_shared && is_str && latin1_character(text).is_some() => FLAGGED,
            _ => 0,
        }
    }

    fn is_interned(&self, pool: &Pool, id: ObjId, text: &[u8]) -> bool {
        if pool.is_interned(id) {
            return true;
        }
        let is_static = match latin1_character(text) {
            Some(character) => self.target.interns_latin1_character(character),
            None => text.is_empty() && self.target.interns_all_latin1_characters(),
        };
        is_static && !pool.is_copy(id)
    }

    /// Whether the interpreter keeps this int for ever (`_PY_NSMALLNEGINTS` of them are negative).
    fn is_shared_int(&self, int: Int<'_>) -> bool {
        matches!(int, Int::Small(number) if (-5..=self.last_shared_int).contains(&number))
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
#[derive(Debug, Default)]
pub(super) struct Indices {
    /// By object: `first` and its number, or less.
    numbers: Vec<i32>,
    /// What stands for the number 0; everything below belongs to what was written before.
    first: i32,
    next: i32,
}

impl Indices {
    /// Makes room for all objects of a pool, which have no numbers.
    pub(super) fn begin(&mut self, pool: &Pool) {
        self.numbers.clear();
        self.numbers.resize(pool.len(), 0);
        (self.first, self.next) = (1, 1);
    }

    /// Forgets all numbers.
    pub(super) fn clear(&mut self) {
        self.first = self.next;
    }

    /// The number of an object.
    #[inline]
    pub(super) fn get(&self, id: ObjId) -> Option<i32> {
        let number = self.numbers[id.index()];
        (number >= self.first).then_some(number - self.first)
    }

    /// The number of an object, or a new one if it is to be flagged.
    #[inline]
    fn reference(&mut self, id: ObjId, is_flagged: impl FnOnce() -> bool) -> Reference {
        if let Some(index) = self.get(id) {
            return Reference::To(index);
        }
        if !is_flagged() {
            return Reference::Plain;
        }
        self.numbers[id.index()] = self.next;
        self.next += 1;
        Reference::New
    }

    /// Uses a number up for an object that nothing refers to.
    const fn skip(&mut self) {
        self.next += 1;
    }
}
