//! Which constants are equal to CPython's compiler.
//!
//! Follows `Objects/codeobject.c` `_PyCode_ConstantKey` and `code_richcompare`. Values of different
//! types or signs of zero never merge; a NaN equals itself only.
//!
//! Invariant: children count by their canonical object, so hash and equality of an object stay the
//! same when an item is replaced by an equal one.

use std::hash::{Hash, Hasher};
use std::mem;

use rustc_hash::FxHasher;

use crate::store::Content;
use crate::{CodeObject, Locals, ObjId, Pool, Value};

impl Pool {
    pub(crate) fn key_hash(&self, value: Value<'_>) -> u64 {
        let mut hasher = FxHasher::default();
        mem::discriminant(&value).hash(&mut hasher);
        match value {
            Value::None | Value::True | Value::False | Value::Ellipsis | Value::StopIteration => {}
            Value::Int(int) => int.hash(&mut hasher),
            Value::Float(bits) => bits.hash(&mut hasher),
            Value::Complex(real, imag) => (real, imag).hash(&mut hasher),
            Value::Str(text) => return str_hash(text),
            Value::Bytes(bytes) => return bytes_hash(bytes),
            Value::Tuple(items) => return self.items_hash(items),
            Value::FrozenSet(items) => {
                let sum = items.iter().fold(0_u64, |sum, id| sum.wrapping_add(u64::from(self.canon(*id).0)));
                (items.len(), sum).hash(&mut hasher);
            }
            Value::Slice(start, stop, step) => [start, stop, step].map(|id| self.canon(id)).hash(&mut hasher),
            Value::Code(code) => self.code_key(code).hash(&mut hasher),
        }
        hasher.finish()
    }

    /// Whether an object is a string with this text.
    #[inline]
    pub(crate) fn is_str(&self, id: ObjId, text: &[u8]) -> bool {
        matches!(self.objects[id.index()].content, Content::Str(part) if self.store.bytes(part) == text)
    }

    /// Whether an object is a bytes object of these bytes.
    #[inline]
    pub(crate) fn is_bytes(&self, id: ObjId, bytes: &[u8]) -> bool {
        matches!(self.objects[id.index()].content, Content::Bytes(part) if self.store.bytes(part) == bytes)
    }

    /// Whether an object is a tuple that equals one of these items.
    #[inline]
    pub(crate) fn is_tuple(&self, id: ObjId, items: &[ObjId]) -> bool {
        let content = self.objects[id.index()].content;
        matches!(content, Content::Tuple(_)) && self.have_same_keys(items, self.store.items(content))
    }

    pub(crate) fn same_key(&self, a: Value<'_>, b: Value<'_>) -> bool {
        match (a, b) {
            (Value::Tuple(a), Value::Tuple(b)) => self.have_same_keys(a, b),
            (Value::FrozenSet(a), Value::FrozenSet(b)) => {
                a.len() == b.len() && self.sorted_canons(a) == self.sorted_canons(b)
            }
            (Value::Slice(a0, a1, a2), Value::Slice(b0, b1, b2)) => {
                [a0, a1, a2].map(|id| self.canon(id)) == [b0, b1, b2].map(|id| self.canon(id))
            }
            (Value::Code(a), Value::Code(b)) => self.code_key(a) == self.code_key(b),
            _ => a == b,
        }
    }

    fn sorted_canons(&self, items: &[ObjId]) -> Vec<ObjId> {
        let mut canons: Vec<ObjId> = items.iter().map(|id| self.canon(*id)).collect();
        canons.sort_unstable();
        canons
    }

    /// The hash of a tuple of these items.
    pub(crate) fn items_hash(&self, items: &[ObjId]) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_usize(items.len());
        items.iter().for_each(|id| hasher.write_u32(self.canon(*id).0));
        hasher.finish()
    }

    /// Whether tuples of these items are equal.
    pub(crate) fn have_same_keys(&self, a: &[ObjId], b: &[ObjId]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.canon(*a) == self.canon(*b))
    }

    /// Numbers and canonical ids of what `code_richcompare` compares: the line table only from 3.11 on. All code
    /// objects of a pool have one layout.
    fn code_key(&self, code: &CodeObject) -> [u32; 13] {
        let id = |id| self.canon(id).0;
        let [a, b, c, d] = match code.locals {
            Locals::Split { nlocals, varnames, freevars, cellvars } => {
                [nlocals, id(varnames), id(freevars), id(cellvars)]
            }
            Locals::Plus { names, .. } => [id(names), id(code.linetable), code.exceptiontable.map_or(0, id), 0],
        };
        let numbers = [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.flags];
        let [argcount, posonlyargcount, kwonlyargcount, flags] = numbers;
        let firstlineno = code.firstlineno.cast_unsigned();
        let [name, bytes, consts, names] = [code.name, code.code, code.consts, code.names].map(id);
        [argcount, posonlyargcount, kwonlyargcount, flags, firstlineno, name, bytes, consts, names, a, b, c, d]
    }
}

/// The hash of a bytes object.
#[inline]
pub(crate) fn bytes_hash(bytes: &[u8]) -> u64 {
    // Another one than that of a string.
    !str_hash(bytes)
}

/// The hash of a string with this text.
#[inline]
pub(crate) fn str_hash(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Whether a number equals nothing, not even an equal one.
#[inline]
pub(crate) fn is_nan(value: Value<'_>) -> bool {
    match value {
        Value::Float(bits) => f64::from_bits(bits).is_nan(),
        Value::Complex(real, imag) => f64::from_bits(real).is_nan() || f64::from_bits(imag).is_nan(),
        _ => false,
    }
}

/// Whether CPython has one object at most with this value.
#[inline]
pub(crate) fn is_unique(value: Value<'_>) -> bool {
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
    use crate::Int;

    #[test]
    fn types_and_signs_never_merge() {
        let mut pool = Pool::new();
        let values = [
            Value::True,
            Value::Int(Int::Small(1)),
            Value::Float(1.0_f64.to_bits()),
            Value::Complex(1.0_f64.to_bits(), 0),
            Value::Float(0),
            Value::Float((-0.0_f64).to_bits()),
            Value::Int(Int::Small(0)),
            Value::Str(b"ab"),
            Value::Bytes(b"ab"),
        ];
        let ids = values.map(|value| pool.add(value));
        for (id, value) in ids.into_iter().zip(values) {
            let canon = pool.canon(id);
            assert_eq!(canon, id, "{value:?} is the first of its key");
            let again = pool.add(value);
            assert_eq!(pool.canon(again), id);
        }
    }

    #[test]
    fn a_nan_equals_itself_only() {
        let mut pool = Pool::new();
        let nan = Value::Float(f64::NAN.to_bits());
        let (one, other) = (pool.add(nan), pool.add(nan));
        assert_ne!(pool.merge(one), pool.merge(other));
        let tuples = [one, other, one].map(|item| pool.add(Value::Tuple(&[item])));
        let canons = tuples.map(|tuple| pool.canon(tuple));
        assert_ne!(canons[0], canons[1]);
        assert_eq!(canons[0], canons[2]);
    }

    #[test]
    fn frozensets_are_equal_in_any_order() {
        let mut pool = Pool::new();
        let [a, b] = ["aa", "bb"].map(|text| pool.add(Value::Str(text.as_bytes())));
        let one = pool.add(Value::FrozenSet(&[a, b]));
        let other = pool.add(Value::FrozenSet(&[b, a]));
        assert_eq!(pool.canon(one), pool.canon(other));
        let tuple = pool.add(Value::Tuple(&[a, b]));
        assert_ne!(pool.canon(one), pool.canon(tuple));
    }
}
