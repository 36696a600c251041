//! Values of literals: numbers, strings, bytes, and the scanning of f-strings that are one token.
//!
//! Follows `Parser/string_parser.c` (`Parser/pegen/parse_string.c` in 3.9, `Python/ast.c` in 3.8) and `parsenumber` in
//! `Parser/pegen.c`.
//!
//! **Invariants**: nothing here knows tokens or grammar; offsets are those of the text that the caller took the literal
//! from; every function is linear in the text it is given.

use pycmill_target::Target;

mod bytes;
pub(crate) mod debug_text;
mod name;
mod number;
mod split;
mod string;
mod warning;

pub(crate) use bytes::{decode_bytes, not_ascii};
pub(crate) use name::character_named;
pub(crate) use number::number;
pub(crate) use split::{Literal, Prefix};
pub(crate) use string::decode_str;
pub(crate) use warning::escaped_brace;

/// The first escape of a literal that means nothing; CPython warns of no other one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct InvalidEscape {
    /// Offset of its backslash.
    pub(crate) at: u32,
    /// Bytes after the backslash that belong to the escape: one, or three octal digits.
    pub(crate) len: u8,
}

/// Why a literal has no value: the text of the `SyntaxError`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LiteralError {
    pub(crate) message: String,
}

impl LiteralError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl Literal<'_> {
    /// Appends the value of a plain string or bytes literal.
    pub(crate) fn decode(&self, target: Target, out: &mut Vec<u8>) -> Result<Option<InvalidEscape>, LiteralError> {
        if self.prefix.bytes {
            return decode_bytes(target, self.body, self.body_start(), self.prefix.raw, out);
        }
        if self.prefix.raw {
            out.extend_from_slice(self.body.as_bytes());
            return Ok(None);
        }
        decode_str(target, self.body, self.body_start(), out)
    }
}

/// Whether the text between the quotes is the value.
pub(crate) fn has_no_escapes(body: &str) -> bool {
    memchr::memchr(b'\\', body.as_bytes()).is_none()
}
