//! Errors and warnings of the stages behind the parser.

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

/// Source that CPython rejects behind the parser, with its text and place.
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

/// The Python class of a warning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the Python classes of the same names")]
pub enum WarningClass {
    SyntaxWarning,
    DeprecationWarning,
}

/// Something CPython warns of while compiling; the bytes are not affected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// The warning's class.
    pub class: WarningClass,
    /// The warning's message.
    pub message: String,
    /// The place of the node it is reported at.
    pub location: Location,
}
