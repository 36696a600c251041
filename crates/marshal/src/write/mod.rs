//! The writer: objects of a pool as CPython's marshal writes them.
//!
//! Follows `w_object` and `w_complex_object` (`Python/marshal.c`).
//!
//! Invariants: no recursion; time linear in what is written (but for sorting frozensets); which
//! objects are flagged is decided in `refs.rs` alone.

mod leaf;
mod order;
mod refs;

use std::borrow::Borrow;
use std::{array, fmt, slice};

use pycmill_object::{CodeObject, ObjId, Pool, Value};
use pycmill_target::Target;

use self::order::Orders;
use self::refs::{Indices, Reference, Rule, Slot};
use crate::layout::{self, Field};
use crate::set_order::Keys;
use crate::{MAX_DEPTH, type_code};

/// The bytes that a fresh `python -m py_compile` of the target writes for a compiled module.
///
/// # Errors
/// See [`WriteError`].
pub fn write(target: Target, pool: &Pool, root: ObjId) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    Writer::default().write_into(&mut out, target, pool, root)?;
    Ok(out)
}

/// The length of a reference, and of the head of a string.
const HEAD_LEN: usize = 5;

/// Memory that serves one module after another.
#[derive(Debug)]
pub struct Writer {
    rule: Rule,
    indices: Indices,
    keys: Keys,
}

impl Default for Writer {
    fn default() -> Self {
        Self { rule: Rule::recorded(), indices: Indices::default(), keys: Keys::of(0) }
    }
}

impl Writer {
    /// Orders frozensets as a process with this `PYTHONHASHSEED` does, where hashes decide their order; 0 at first.
    pub fn hash_seed(&mut self, seed: u32) {
        self.keys = Keys::of(seed);
    }

    /// [`write()`] with the memory of this writer, behind what `out` holds already.
    ///
    /// # Errors
    /// See [`WriteError`]; `out` holds a part of the bytes then.
    pub fn write_into(
        &mut self,
        out: &mut Vec<u8>,
        target: Target,
        pool: &Pool,
        root: ObjId,
    ) -> Result<(), WriteError> {
        self.rule.count(target, pool, root);
        // Most text is written once, most objects have a head or are referred to.
        out.reserve(pool.text_len() + HEAD_LEN * pool.len());
        write_by(&self.rule, (&mut self.indices, self.keys), out, target, pool, root)
    }
}

/// The bytes from which [`crate::read`] made these objects: flags, references and the order of
/// frozensets are kept as they were read.
///
/// # Errors
/// See [`WriteError`].
pub fn write_as_read(target: Target, pool: &Pool, root: ObjId) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    write_by(&Rule::recorded(), (&mut Indices::default(), Keys::of(0)), &mut out, target, pool, root)?;
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

fn write_by(
    rule: &Rule,
    (indices, keys): (&mut Indices, Keys),
    out: &mut Vec<u8>,
    target: Target,
    pool: &Pool,
    root: ObjId,
) -> Result<(), WriteError> {
    indices.begin(pool);
    let orders = Orders::of(rule, target, keys, pool, indices)?;
    indices.clear();
    Pass { target, pool, rule, orders: &orders, indices, out }.run(root, Slot::Root)
}

/// What of an object is still to be written.
enum Rest<'a> {
    /// Objects in slots of one kind.
    Items(slice::Iter<'a, ObjId>, Slot),
    /// Of start, stop and step.
    Slice(array::IntoIter<ObjId, 3>),
    /// Fields of a code object.
    Fields(slice::Iter<'static, Field>, &'a CodeObject),
}

/// So many objects may not be around others.
const fn check_depth(depth: usize, inside: usize) -> Result<(), WriteError> {
    if depth + 1 == MAX_DEPTH && inside > 0 { Err(WriteError::TooDeep) } else { Ok(()) }
}

/// One object being written.
struct Pass<'a> {
    target: Target,
    pool: &'a Pool,
    rule: &'a Rule,
    orders: &'a Orders,
    indices: &'a mut Indices,
    out: &'a mut Vec<u8>,
}

impl<'a> Pass<'a> {
    /// Writes an object with everything in it.
    fn run(&mut self, root: ObjId, slot: Slot) -> Result<(), WriteError> {
        let mut open = Vec::from_iter(self.object(root, slot)?);
        while let Some(mut rest) = open.pop() {
            let inner = match &mut rest {
                Rest::Items(items, slot) => self.items(items, *slot, open.len())?,
                Rest::Slice(parts) => self.items(parts, Slot::Item, open.len())?,
                Rest::Fields(fields, code) => self.fields(fields, code, open.len())?,
            };
            if let Some(inner) = inner {
                open.push(rest);
                open.push(inner);
            }
        }
        Ok(())
    }

    /// Writes objects in slots of one kind up to the first with something in it, which is the result. `depth` objects are
    /// around.
    fn items(
        &mut self,
        items: &mut impl ExactSizeIterator<Item: Borrow<ObjId>>,
        slot: Slot,
        depth: usize,
    ) -> Result<Option<Rest<'a>>, WriteError> {
        check_depth(depth, items.len())?;
        for id in items {
            if let Some(inner) = self.object(*id.borrow(), slot)? {
                return Ok(Some(inner));
            }
        }
        Ok(None)
    }

    /// The same for the fields of a code object.
    fn fields(
        &mut self,
        fields: &mut slice::Iter<'static, Field>,
        code: &'a CodeObject,
        depth: usize,
    ) -> Result<Option<Rest<'a>>, WriteError> {
        check_depth(depth, fields.len())?;
        for field in fields {
            match *field {
                Field::Number(field) => self.out.extend_from_slice(&layout::number(code, field).to_le_bytes()),
                Field::Object(field) => {
                    let id = layout::object(code, field).ok_or(WriteError::Unmarshallable)?;
                    if let Some(inner) = self.object(id, Slot::of_field(field))? {
                        return Ok(Some(inner));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Writes an object except what is in it, which is the result.
    #[inline(always)]
    fn object(&mut self, id: ObjId, slot: Slot) -> Result<Option<Rest<'a>>, WriteError> {
        if let Some(code) = leaf::singleton(id) {
            self.out.push(code);
            return Ok(None);
        }
        match self.indices.get(id) {
            Some(index) if slot != Slot::Code => {
                self.refer(index);
                Ok(None)
            }
            _ => self.unnumbered(id, slot),
        }
    }

    fn refer(&mut self, index: i32) {
        self.out.extend_from_slice(&leaf::head(type_code::REF, index));
    }

    /// Like [`Pass::object`], for most objects that have no number.
    #[inline(never)]
    fn unnumbered(&mut self, id: ObjId, slot: Slot) -> Result<Option<Rest<'a>>, WriteError> {
        let value = self.pool.value(id);
        let flag = match self.rule.reference(self.pool, self.indices, id, value, slot) {
            Reference::Plain => 0,
            Reference::New => type_code::FLAG_REF,
            Reference::To(index) => {
                self.refer(index);
                return Ok(None);
            }
        };
        match value {
            Value::Str(text) => leaf::string(self.out, text, self.rule.is_interned(self.pool, id, text), flag)?,
            Value::Bytes(bytes) => leaf::bytes(self.out, type_code::STRING | flag, bytes)?,
            Value::Int(int) => leaf::int(self.out, int, flag)?,
            Value::Float(bits) => leaf::numbers(self.out, type_code::BINARY_FLOAT | flag, &[bits]),
            Value::Complex(re, im) => leaf::numbers(self.out, type_code::BINARY_COMPLEX | flag, &[re, im]),
            Value::Tuple(items) => {
                leaf::tuple_start(self.out, items.len(), flag)?;
                return Ok(Some(Rest::Items(items.iter(), Slot::Item)));
            }
            Value::FrozenSet(items) => {
                self.out.push(type_code::FROZENSET | flag);
                leaf::length(self.out, items.len())?;
                return Ok(Some(Rest::Items(self.orders.items(id, items).iter(), Slot::Element)));
            }
            Value::Slice(start, stop, step) => {
                if !self.target.has_constant_slices() {
                    return Err(WriteError::Unmarshallable);
                }
                self.out.push(type_code::SLICE | flag);
                return Ok(Some(Rest::Slice([start, stop, step].into_iter())));
            }
            Value::Code(code) => {
                self.out.push(type_code::CODE | flag);
                return Ok(Some(Rest::Fields(layout::fields(self.target).iter(), code)));
            }
            // Written as what they are.
            Value::None | Value::True | Value::False | Value::Ellipsis | Value::StopIteration => {}
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests;
