//! Errors of the stages after the parser.

use std::fmt;

use crate::ir::Location;

/// The Python class of an error.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the Python classes of the same names")]
pub enum ErrorClass {
    SyntaxError,
    RecursionError,
    OverflowError,
    SystemError,
    ValueError,
    UnicodeEncodeError,
    MemoryError,
}

/// Source that CPython rejects after its parser, with its text and place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    /// The exception's class.
    pub class: ErrorClass,
    /// The exception's message.
    pub message: String,
    /// The place of the node it is reported at; [`Location::NONE`] where CPython gives none.
    pub location: Location,
}

impl CompileError {
    /// A `SyntaxError` at a place.
    #[must_use]
    pub fn syntax(message: impl Into<String>, location: Location) -> Self {
        Self { class: ErrorClass::SyntaxError, message: message.into(), location }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} (line {})", self.class, self.message, self.location.line)
    }
}

impl std::error::Error for CompileError {}
