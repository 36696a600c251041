//! Errors and warnings of the stages after the parser.

pub use pycmill_flow::error::{CompileError, ErrorClass};
use pycmill_flow::ir::Location;

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
