//! The writer: objects of a pool as CPython's marshal writes them.
//!
//! Follows `w_object` and `w_complex_object` (`Python/marshal.c`).
//!
//! Invariants: no recursion; time linear in what is written (but for sorting frozensets); which
//! objects are flagged is decided in `refs.rs` alone.

mod hash;
mod hash_table;
mod leaf;
mod order;
mod refs;

use std::fmt;

use pycmill_object::{CodeObject, ObjId, Pool, Value};
use pycmill_target::Target;

use self::order::Orders;
use self::refs::{Indices, Policy, Reference, Rule, Slot};
use crate::layout::{self, Field};
use crate::{MAX_DEPTH, type_code};

/// The bytes that a fresh `python -m py_compile` of the target writes for a compiled module.
///
/// # Errors
/// See [`WriteError`].
pub fn write(target: Target, pool: &Pool, root: ObjId) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    write_into(&mut out, target, pool, root)?;
    Ok(out)
}

/// Like [`write()`], behind what `out` holds already.
///
/// # Errors
/// See [`WriteError`]; `out` holds a part of the bytes then.
pub fn write_into(out: &mut Vec<u8>, target: Target, pool: &Pool, root: ObjId) -> Result<(), WriteError> {
    let rule = Rule::count(Policy::Compiled(target), target, pool, root);
    write_by(&rule, out, target, pool, root)
}

/// The bytes from which [`crate::read`] made these objects: flags, references and the order of
/// frozensets are kept as they were read.
///
/// # Errors
/// See [`WriteError`].
pub fn write_as_read(target: Target, pool: &Pool, root: ObjId) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    write_by(&Rule::recorded(), &mut out, target, pool, root)?;
    Ok(out)
}

/// Why objects cannot be written. The texts are those of CPython's `ValueError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// More than [`MAX_DEPTH`] objects are nested in each other.
    TooDeep,
    /// The format of the target has no place for an object: a slice before 3.14, a code object in
    /// the layout of another version, more than 2^31 − 1 bytes or items.
    Unmarshallable,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooDeep => "object too deeply nested to marshal",
            Self::Unmarshallable => "unmarshallable object",
        })
    }
}

impl std::error::Error for WriteError {}

fn write_by(rule: &Rule, out: &mut Vec<u8>, target: Target, pool: &Pool, root: ObjId) -> Result<(), WriteError> {
    let orders = Orders::of(rule, target, pool)?;
    let mut indices = Indices::new(pool);
    Writer { target, pool, rule, orders: &orders, indices: &mut indices, out }.run(root, Slot::Root)
}

/// What is still to be written.
enum Task {
    Object { id: ObjId, slot: Slot, depth: usize },
    Number(i32),
}

struct Writer<'a> {
    target: Target,
    pool: &'a Pool,
    rule: &'a Rule,
    orders: &'a Orders,
    indices: &'a mut Indices,
    out: &'a mut Vec<u8>,
}

impl Writer<'_> {
    /// Writes an object with everything in it.
    fn run(&mut self, root: ObjId, slot: Slot) -> Result<(), WriteError> {
        let mut todo = vec![Task::Object { id: root, slot, depth: 1 }];
        while let Some(task) = todo.pop() {
            match task {
                Task::Number(number) => self.number(number),
                Task::Object { depth, .. } if depth > MAX_DEPTH => return Err(WriteError::TooDeep),
                Task::Object { id, slot, depth } => {
                    let first = todo.len();
                    self.object(id, slot, depth, &mut todo)?;
                    todo[first..].reverse();
                }
            }
        }
        Ok(())
    }

    /// Writes an object except what is in it, which is put into `todo` in order.
    fn object(&mut self, id: ObjId, slot: Slot, depth: usize, todo: &mut Vec<Task>) -> Result<(), WriteError> {
        if let Some(code) = leaf::singleton(self.pool.value(id)) {
            self.out.push(code);
            return Ok(());
        }
        let flag = match self.rule.reference(self.pool, self.indices, id, slot) {
            Reference::Plain => 0,
            Reference::New => type_code::FLAG_REF,
            Reference::To(index) => {
                self.out.push(type_code::REF);
                self.number(index);
                return Ok(());
            }
        };
        self.value(id, flag, depth + 1, todo)
    }

    fn value(&mut self, id: ObjId, flag: u8, depth: usize, todo: &mut Vec<Task>) -> Result<(), WriteError> {
        let child = |slot: Slot| move |id: &ObjId| Task::Object { id: *id, slot, depth };
        match self.pool.value(id) {
            Value::None | Value::True | Value::False | Value::Ellipsis | Value::StopIteration => {}
            Value::Int(int) => leaf::int(self.out, int, flag)?,
            Value::Float(bits) => leaf::numbers(self.out, type_code::BINARY_FLOAT | flag, &[*bits]),
            Value::Complex(re, im) => leaf::numbers(self.out, type_code::BINARY_COMPLEX | flag, &[*re, *im]),
            Value::Str(text) => leaf::string(self.out, text, self.rule.is_interned(self.pool, id), flag)?,
            Value::Bytes(bytes) => leaf::bytes(self.out, type_code::STRING | flag, bytes)?,
            Value::Tuple(items) => {
                leaf::tuple_start(self.out, items.len(), flag)?;
                todo.extend(items.iter().map(child(Slot::Item)));
            }
            Value::FrozenSet(items) => {
                self.out.push(type_code::FROZENSET | flag);
                leaf::length(self.out, items.len())?;
                todo.extend(self.orders.items(id, items).iter().map(child(Slot::Element)));
            }
            Value::Slice(start, stop, step) => {
                if !self.target.has_constant_slices() {
                    return Err(WriteError::Unmarshallable);
                }
                self.out.push(type_code::SLICE | flag);
                todo.extend([start, stop, step].map(child(Slot::Item)));
            }
            Value::Code(code) => {
                self.out.push(type_code::CODE | flag);
                self.code(code, depth, todo)?;
            }
        }
        Ok(())
    }

    fn code(&mut self, code: &CodeObject, depth: usize, todo: &mut Vec<Task>) -> Result<(), WriteError> {
        for field in layout::fields(self.target) {
            todo.push(match field {
                Field::Number(field) => Task::Number(layout::number(code, *field)),
                Field::Object(field) => {
                    let id = layout::object(code, *field).ok_or(WriteError::Unmarshallable)?;
                    Task::Object { id, slot: Slot::of_field(*field), depth }
                }
            });
        }
        Ok(())
    }

    fn number(&mut self, number: i32) {
        self.out.extend(number.to_le_bytes());
    }
}

#[cfg(test)]
mod tests;
