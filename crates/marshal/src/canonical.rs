//! Marshal data in which every value is written once: the form that add-determinism gives `.pyc` files, and Fedora ships.
//!
//! An object equal to an earlier one becomes a reference to that, and exactly the objects that are referred to are flagged. A
//! string that is interned and one that is not stay apart, as their type codes do. Found out from what add-determinism 0.7.3
//! writes; a second pass changes nothing.
//!
//! **Invariant**: time and memory are linear in the length of the data.

use std::collections::HashMap;

use pycmill_object::{CodeObject, Int, Locals, ObjId, Pool, Value};
use pycmill_target::Target;

use crate::layout::{self, Field};
use crate::read::{Read, ReadError, ReadErrorKind, read};
use crate::write::write_as_read;

/// Rewrites marshal data; what follows the first object is dropped.
///
/// # Errors
/// When the data cannot be read.
pub fn canonical(target: Target, bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    let Read { pool, root, .. } = read(target, bytes)?;
    let mut merger = Merger { target, merged: Pool::new(), known: HashMap::new(), ids: Vec::with_capacity(pool.len()) };
    // Parts are older than what holds them.
    for id in pool.ids() {
        let merged = merger.add(&pool, id);
        merger.ids.push(merged);
    }
    let root = merger.ids[root.index()];
    let mut merged = merger.merged;
    flag_shared(target, &mut merged, root);
    // What was read has a form; only its depth is limited.
    write_as_read(target, &merged, root).map_err(|_| ReadError { offset: 0, kind: ReadErrorKind::TooDeep })
}

/// Makes equal objects one.
struct Merger {
    target: Target,
    merged: Pool,
    /// By kind and content, with merged parts.
    known: HashMap<Vec<u8>, ObjId>,
    /// The merged object of each one that was read.
    ids: Vec<ObjId>,
}

impl Merger {
    fn add(&mut self, pool: &Pool, id: ObjId) -> ObjId {
        let items: Vec<ObjId> = pool.items(id).iter().map(|id| self.of(*id)).collect();
        let code;
        let value = match pool.value(id) {
            Value::None => return Pool::NONE,
            Value::True => return Pool::TRUE,
            Value::False => return Pool::FALSE,
            Value::Ellipsis => return Pool::ELLIPSIS,
            Value::StopIteration => return Pool::STOP_ITERATION,
            Value::Tuple(_) => Value::Tuple(&items),
            Value::FrozenSet(_) => Value::FrozenSet(&items),
            Value::Slice(start, stop, step) => Value::Slice(self.of(start), self.of(stop), self.of(step)),
            Value::Code(read) => {
                code = self.code(read);
                Value::Code(&code)
            }
            leaf => leaf,
        };
        let is_interned = pool.is_interned(id);
        let key = key(self.target, value, is_interned);
        *self.known.entry(key).or_insert_with(|| self.merged.add_as_read(value, is_interned))
    }

    fn of(&self, id: ObjId) -> ObjId {
        self.ids[id.index()]
    }

    fn code(&self, code: &CodeObject) -> CodeObject {
        CodeObject {
            code: self.of(code.code),
            consts: self.of(code.consts),
            names: self.of(code.names),
            locals: match code.locals {
                Locals::Split { nlocals, varnames, freevars, cellvars } => Locals::Split {
                    nlocals,
                    varnames: self.of(varnames),
                    freevars: self.of(freevars),
                    cellvars: self.of(cellvars),
                },
                Locals::Plus { names, kinds } => Locals::Plus { names: self.of(names), kinds: self.of(kinds) },
            },
            filename: self.of(code.filename),
            name: self.of(code.name),
            qualname: code.qualname.map(|id| self.of(id)),
            linetable: self.of(code.linetable),
            exceptiontable: code.exceptiontable.map(|id| self.of(id)),
            ..code.clone()
        }
    }
}

/// What equal objects have in common and no others: a letter for the kind, then the content.
fn key(target: Target, value: Value<'_>, is_interned: bool) -> Vec<u8> {
    let of_ids = |kind: u8, ids: &[ObjId]| {
        let indices = ids.iter().flat_map(|id| id.index().to_le_bytes());
        std::iter::once(kind).chain(indices).collect()
    };
    match value {
        Value::Int(Int::Small(number)) => [&b"i"[..], &number.to_le_bytes()].concat(),
        Value::Int(Int::Big { negative, digits }) => {
            let digits = digits.iter().flat_map(|digit| digit.to_le_bytes());
            [b'l', u8::from(negative)].into_iter().chain(digits).collect()
        }
        Value::Float(bits) => [&b"g"[..], &bits.to_le_bytes()].concat(),
        Value::Complex(real, imag) => [&b"y"[..], &real.to_le_bytes(), &imag.to_le_bytes()].concat(),
        Value::Str(text) => [if is_interned { &b"t"[..] } else { b"u" }, text].concat(),
        Value::Bytes(bytes) => [&b"s"[..], bytes].concat(),
        Value::Tuple(items) => of_ids(b'(', items),
        Value::FrozenSet(items) => of_ids(b'>', items),
        Value::Slice(start, stop, step) => of_ids(b':', &[start, stop, step]),
        Value::Code(code) => {
            let numbers = layout::fields(target).iter().filter_map(|field| match *field {
                Field::Number(field) => Some(layout::number(code, field)),
                Field::Object(_) => None,
            });
            let numbers = numbers.flat_map(i32::to_le_bytes);
            let indices = objects(target, code).into_iter().flat_map(|id| id.index().to_le_bytes());
            std::iter::once(b'c').chain(numbers).chain(indices).collect()
        }
        Value::None | Value::True | Value::False | Value::Ellipsis | Value::StopIteration => Vec::new(),
    }
}

fn objects(target: Target, code: &CodeObject) -> Vec<ObjId> {
    let fields = layout::fields(target).iter();
    let objects = fields.filter_map(|field| match *field {
        Field::Object(field) => layout::object(code, field),
        Field::Number(_) => None,
    });
    objects.collect()
}

/// Flags what is held more than once, which is what the writer refers to.
fn flag_shared(target: Target, pool: &mut Pool, root: ObjId) {
    let mut is_held = vec![false; pool.len()];
    let mut todo = vec![root];
    is_held[root.index()] = true;
    while let Some(id) = todo.pop() {
        for part in parts(target, pool, id) {
            if std::mem::replace(&mut is_held[part.index()], true) {
                pool.hold_outside(part);
            } else {
                todo.push(part);
            }
        }
    }
}

fn parts(target: Target, pool: &Pool, id: ObjId) -> Vec<ObjId> {
    match pool.value(id) {
        Value::Tuple(items) | Value::FrozenSet(items) => items.to_vec(),
        Value::Slice(start, stop, step) => vec![start, stop, step],
        Value::Code(code) => objects(target, code),
        _ => Vec::new(),
    }
}
