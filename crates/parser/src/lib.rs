#![doc = include_str!("../README.md")]
//!
//! Python source text to the syntax tree of `pycmill_ast`.
//!
//! A third-party lexer and parser does the reading; its tree is converted at once and dropped. Positions, values
//! and limits in which it differs from CPython's parser are mended here.
//!
//! **Invariants**: no type of the third-party parser appears in the interface of this crate; spans are CPython's
//! positions; nothing here overflows the stack, however deep the source nests.

mod blanking;
mod convert;
mod diagnose;
mod dump;
mod error;
#[allow(dead_code, reason = "it takes over with the parser")]
mod errors;
mod fast;
mod flufl;
mod fstrings;
mod lazy;
mod leniency;
#[allow(dead_code, unused_imports, reason = "the parser that reads the tokens comes next")]
mod lexer;
mod limits;
#[allow(dead_code, unused_imports, reason = "the parser that uses it is being written")]
mod literal;
mod malformed;
mod parse;
mod rules;
mod spaced_lazy;
mod spec_ends;
#[allow(dead_code, reason = "the parser that reads them comes next")]
mod token;
mod unicode;
mod warnings;

pub use dump::dump;
pub use error::{DEFAULT_MAX_STR_DIGITS, ErrorClass, ParseError, Warning, WarningKind};
pub use errors::{accepts, explain, is_incomplete, names};
pub use parse::{Parsed, parse, parse_foreign, parse_noting};

/// The parser that is to take over, for comparisons.
#[doc(hidden)]
pub fn fast_parse<'a>(
    target: pycmill_target::Target,
    source: &pycmill_source::Source,
    arena: &'a bumpalo::Bump,
    names: &mut pycmill_ast::Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Option<(pycmill_ast::Module<'a>, bool, bool)> {
    let accepted = fast::parse(target, source, DEFAULT_MAX_STR_DIGITS, arena, names, warnings).ok()?;
    Some((accepted.module, accepted.is_deep, accepted.is_too_deep))
}
