//! The parse stage: text to tree.
//!
//! The fast parser takes valid files; why it rejects the others, the grammar table tells. Where the two do not agree, which is a
//! fault of one of them, the file is rejected.

use std::borrow::Cow;

use bumpalo::Bump;
use pycmill_ast::{Module, Names};
use pycmill_source::{Source, Span};
use pycmill_target::Target;

use crate::error::{DEFAULT_MAX_STR_DIGITS, ParseError, Warning};
use crate::fast::{Accepted, Stop};
use crate::{errors, fast, undecodable};

/// An accepted file.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// Its tree.
    pub module: Module<'a>,
    /// What its tokens are warned of, in order.
    pub warnings: Vec<Warning>,
}

/// Parses a file.
///
/// # Errors
///
/// If CPython's tokenizer or parser rejects it.
pub fn parse<'a>(
    target: Target,
    source: &Source,
    arena: &'a Bump,
    names: &mut Names<'a>,
) -> Result<Parsed<'a>, ParseError> {
    let mut warnings = Vec::new();
    let module = parse_noting(target, source, DEFAULT_MAX_STR_DIGITS, arena, names, &mut warnings)?;
    Ok(Parsed { module, warnings })
}

/// [`parse`] with the most digits of a decimal literal, 0 for any number, and with the warnings in a list of the caller's,
/// where those before an error are found, too.
///
/// # Errors
/// As [`parse`].
pub fn parse_noting<'a>(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    arena: &'a Bump,
    names: &mut Names<'a>,
    warnings: &mut Vec<Warning>,
) -> Result<Module<'a>, ParseError> {
    if target.locates_decoding_errors()
        && let Some(error) = undecodable::error(source)
    {
        return Err(error);
    }
    // Elsewhere the empty line that some files have more makes no difference.
    let read = if source.text().ends_with("\\\n") { errors::as_read(target, source) } else { Cow::Borrowed(source) };
    let stop = match fast::parse(target, &read, max_str_digits, arena, names, warnings) {
        Ok(accepted) => match refusal(target, source, max_str_digits, accepted, warnings) {
            None => return accepted.checked(target),
            Some(error) => return Err(error),
        },
        Err(stop) => stop,
    };
    warnings.clear();
    let error = errors::explain(target, source, max_str_digits, warnings);
    Err(error.unwrap_or_else(|| unexplained(source, stop)))
}

/// Why CPython's parser refuses a file for its depth or its names, which the table knows exactly.
fn refusal(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    accepted: Accepted<'_>,
    warnings: &mut Vec<Warning>,
) -> Option<ParseError> {
    if !needs_table(target, source, accepted) {
        return None;
    }
    let mut of_error = Vec::new();
    let error = errors::explain(target, source, max_str_digits, &mut of_error)?;
    *warnings = of_error;
    Some(error)
}

/// Whether the table has the last word on a file that the fast parser takes: it nests deep, or the release refuses `__debug__`
/// before it compiles.
pub(crate) fn needs_table(target: Target, source: &Source, accepted: Accepted<'_>) -> bool {
    accepted.is_deep || !target.leaves_names_to_compiler() && source.text().contains("__debug__")
}

/// The error of a file that the table takes, at the token that the fast parser did not.
fn unexplained(source: &Source, Stop { at }: Stop) -> ParseError {
    ParseError::at(source, Span::new(at, at), "invalid syntax")
}
