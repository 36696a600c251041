//! Values of the objects that a compiled module consists of.

use crate::{CodeObject, ObjId};

/// What an object is. Children are ids of the same pool, because identity decides bytes.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the Python types of the same names")]
pub enum Value {
    None,
    True,
    False,
    Ellipsis,
    StopIteration,
    Int(Int),
    /// The bits of a double.
    Float(u64),
    /// The bits of the real and the imaginary part.
    Complex(u64, u64),
    /// UTF-8, lone surrogates encoded like any other code point (three bytes).
    Str(Box<[u8]>),
    Bytes(Box<[u8]>),
    Tuple(Box<[ObjId]>),
    /// In insertion order; the marshal writer decides the order written.
    FrozenSet(Box<[ObjId]>),
    /// Start, stop, step (constants from 3.14 on).
    Slice(ObjId, ObjId, ObjId),
    Code(Box<CodeObject>),
}

/// A Python `int`. Invariant: a value that fits in `i64` is always `Small`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Int {
    /// Fits in 64 bits.
    Small(i64),
    /// Does not.
    Big {
        /// Below zero.
        negative: bool,
        /// The magnitude in base 2^32, least significant digit first, top digit not zero.
        digits: Box<[u32]>,
    },
}
