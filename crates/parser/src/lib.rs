#![doc = include_str!("../README.md")]
//!
//! Python source text to the syntax tree of `pycmill_ast`.
//!
//! A hand-written parser reads valid files in one pass; those it rejects, a table of CPython's grammar explains. A third-party
//! parser is asked where the table has no answer.
//!
//! **Invariants**: no type of the third-party parser appears in the interface of this crate; spans are CPython's
//! positions; nothing here overflows the stack, however deep the source nests.

mod blanking;
mod convert;
mod decode;
mod diagnose;
mod dump;
mod error;
mod errors;
mod fast;
mod flufl;
mod fstrings;
#[cfg(any(test, fuzzing))]
pub mod invariants;
mod lazy;
mod leniency;
mod lexer;
mod limits;
mod literal;
mod malformed;
mod parse;
mod rules;
mod spaced_lazy;
mod spec_ends;
mod token;
mod unicode;
mod warnings;

pub use decode::decode;
pub use dump::dump;
pub use error::{DEFAULT_MAX_STR_DIGITS, ErrorClass, ParseError, Warning, WarningKind};
pub use errors::{accepts, explain, is_incomplete, names};
pub use parse::{Parsed, parse, parse_noting};
