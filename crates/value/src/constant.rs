//! Values of `Constant` nodes.

/// A constant as the parser or constant folding made it. Equality here is structural on the stored
/// form (floats by bits); which constants CPython merges is decided by `pycmill_object`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the values of the Python types of the same names")]
pub enum Constant<'a> {
    None,
    True,
    False,
    Ellipsis,
    Int(Int<'a>),
    /// The bits of a double: `-0.0` and NaN payloads matter.
    Float(u64),
    /// The bits of the real and the imaginary part.
    Complex {
        real: u64,
        imag: u64,
    },
    /// A `str` as UTF-8, lone surrogates encoded like any other code point (three bytes).
    Str(&'a [u8]),
    Bytes(&'a [u8]),
    Tuple(&'a [Constant<'a>]),
    /// In insertion order, duplicates removed.
    FrozenSet(&'a [Constant<'a>]),
}

/// A Python `int`. Invariant: a value that fits in `i64` is always `Small`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Int<'a> {
    /// Fits in 64 bits.
    Small(i64),
    /// Does not.
    Big {
        /// Below zero.
        negative: bool,
        /// The magnitude in base 2^32, least significant digit first, top digit not zero.
        digits: &'a [u32],
    },
}
