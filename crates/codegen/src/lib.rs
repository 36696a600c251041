//! Syntax tree to instructions, as CPython's compiler does it: constant folding, symbol table, code generation.
//!
//! **Invariants**: no I/O; stages are functions from value to value in the order fold, symbols,
//! emit; every difference between versions is asked of the target by name.
//!
#![doc = include_str!("../README.md")]
#![warn(clippy::disallowed_methods)]

mod compile;
pub mod docstring;
mod emit;
pub mod error;
pub mod fold;
pub mod future;
mod location;
mod numbered;
mod stack;
pub mod symbols;
pub mod unparse;

pub use compile::{Compilation, compile, compile_with, trace};
pub use emit::{Input, Memory, emit};

use error::Warning;
use pycmill_object::{ObjId, Pool};

/// What `compile()` is told besides the source.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Options<'a> {
    /// `co_filename`, as UTF-8 with lone surrogates encoded like any other code point.
    pub filename: &'a [u8],
    /// Optimisation level: 0, 1 (no `assert`, `__debug__` false) or 2 (no docstrings either).
    pub optimize: u8,
    /// Whether `~True` stays an operation where it warns: it raises the warning there, and nothing is folded.
    pub keeps_bool_invert: bool,
    /// Whether reading the file looked up characters by their names.
    pub looked_up_characters: bool,
}

/// A compiled module.
#[derive(Debug)]
pub struct Compiled {
    /// Its objects.
    pub pool: Pool,
    /// The module's code object.
    pub code: ObjId,
    /// What CPython warns of, in its order.
    pub warnings: Vec<Warning>,
}
