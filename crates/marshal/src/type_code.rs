//! The bytes that say what follows (`TYPE_*` of `Python/marshal.c`).

pub(crate) const NONE: u8 = b'N';
pub(crate) const FALSE: u8 = b'F';
pub(crate) const TRUE: u8 = b'T';
pub(crate) const STOPITER: u8 = b'S';
pub(crate) const ELLIPSIS: u8 = b'.';
pub(crate) const INT: u8 = b'i';
/// Read only: no supported version writes it.
pub(crate) const INT64: u8 = b'I';
pub(crate) const BINARY_FLOAT: u8 = b'g';
pub(crate) const BINARY_COMPLEX: u8 = b'y';
pub(crate) const LONG: u8 = b'l';
pub(crate) const STRING: u8 = b's';
pub(crate) const INTERNED: u8 = b't';
pub(crate) const REF: u8 = b'r';
pub(crate) const TUPLE: u8 = b'(';
pub(crate) const CODE: u8 = b'c';
pub(crate) const UNICODE: u8 = b'u';
pub(crate) const FROZENSET: u8 = b'>';
pub(crate) const SLICE: u8 = b':';
pub(crate) const ASCII: u8 = b'a';
pub(crate) const ASCII_INTERNED: u8 = b'A';
pub(crate) const SMALL_TUPLE: u8 = b')';
pub(crate) const SHORT_ASCII: u8 = b'z';
pub(crate) const SHORT_ASCII_INTERNED: u8 = b'Z';

/// Set in a type code: the object gets the next reference number.
pub(crate) const FLAG_REF: u8 = 0x80;
