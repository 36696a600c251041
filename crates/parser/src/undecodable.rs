//! Bytes that are not UTF-8 in a file without declared encoding, where CPython checks the whole text before it parses it.
//!
//! Follows `_PyTokenizer_ensure_utf8` of `Parser/tokenizer/helpers.c`.

use pycmill_source::{Source, Span, utf8_error};

use crate::error::ParseError;

/// The error about the first malformed bytes, if there are any.
pub(crate) fn error(source: &Source) -> Option<ParseError> {
    let bytes = source.malformed()?;
    let at = utf8_error(bytes)?.start;
    let line = source.lines().position(at as u32).line;
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; see \
         https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    Some(ParseError::at(source, Span::new(at as u32, at as u32), message))
}
