#![doc = include_str!("../README.md")]
//!
//! Python source text to the syntax tree of `pycmill_ast`.
//!
//! A hand-written parser reads valid files in one pass; those it rejects, a table of CPython's grammar explains.
//!
//! **Invariants**: spans are CPython's positions; nothing here overflows the stack, however deep the source nests.
#![warn(clippy::disallowed_methods)]

mod character_names;
mod decode;
mod dump;
mod error;
mod errors;
mod fast;
#[cfg(any(test, fuzzing))]
pub mod invariants;
mod lexer;
mod literal;
mod parse;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads the cases")]
mod second_acceptor;
mod spaced_lazy;
mod token;
mod undecodable;

pub use character_names::looks_up_character_names;
pub use decode::decode;
pub use dump::dump;
pub use error::{DEFAULT_MAX_STR_DIGITS, ErrorClass, ParseError, Warning, WarningKind};
pub use errors::{Found, accepts, explain, explain_raising, is_incomplete, names, program_text};
pub use parse::{Parsed, parse, parse_noting};
