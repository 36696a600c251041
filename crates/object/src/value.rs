//! Values of the objects that a compiled module consists of.

use pycmill_value::Int;

use crate::{CodeObject, ObjId};

/// What an object is. Children are ids of the same pool, because identity decides bytes; text and items are borrowed,
/// because the pool keeps those of all objects together.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "the Python types of the same names")]
pub enum Value<'a> {
    None,
    True,
    False,
    Ellipsis,
    StopIteration,
    Int(Int<'a>),
    /// The bits of a double.
    Float(u64),
    /// The bits of the real and the imaginary part.
    Complex(u64, u64),
    /// UTF-8, lone surrogates encoded like any other code point (three bytes).
    Str(&'a [u8]),
    Bytes(&'a [u8]),
    Tuple(&'a [ObjId]),
    /// In insertion order; the marshal writer decides the order written.
    FrozenSet(&'a [ObjId]),
    /// Start, stop, step (constants from 3.14 on).
    Slice(ObjId, ObjId, ObjId),
    Code(&'a CodeObject),
}
