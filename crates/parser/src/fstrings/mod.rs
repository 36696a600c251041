//! f-strings of versions whose tokenizer takes them for strings: what is wrong in them.
//!
//! The third-party parser reads f-strings as PEP 701 has them, which comes to the same for what these versions take. What
//! they reject is found here: for them, the text is one with plain strings, and the fields are cut out of those and parsed
//! on their own, in parentheses.
//!
//! Follows `_PyPegen_concatenate_strings` in `Parser/action_helpers.c` and `Parser/string_parser.c` of 3.11.

mod field;
mod generators;
mod literals;
mod scan;

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnose;
use crate::error::ParseError;
use literals::Literal;
use scan::Wrong;

pub(crate) use generators::{Generators, blank};
pub(crate) use literals::{behind_prefix, string_across};

/// Whether some f-string needs a closer look, though the third-party parser takes all.
pub(crate) fn is_suspicious(target: Target, source: &Source) -> bool {
    is_suspicious_text(target, source.text())
}

fn is_suspicious_text(target: Target, text: &str) -> bool {
    let mut glance = |field: &scan::Field<'_>| glance(target, field);
    literals::fstrings(text).iter().any(|literal| scan::scan(target, text, literal, &mut glance).is_err())
}

/// Looks at a field without parsing it.
fn glance(target: Target, field: &scan::Field<'_>) -> Result<(), Wrong> {
    let is_starred = field.text.trim_start().starts_with('*');
    if is_starred || is_suspicious_text(target, field.text) { Err(Wrong::at_next("")) } else { Ok(()) }
}

/// The error of a text that the third-party parser does not take, or that is suspicious; none if it is right after all.
pub(crate) fn error(target: Target, source: &Source) -> Option<ParseError> {
    stacker::maybe_grow(256 * 1024, 1024 * 1024, || {
        let literals = literals::fstrings(source.text());
        let plain = source.with_text(literals::without_prefixes(source.text(), &literals));
        crate::parse::plain_error(target, &plain, |tokens, limit| {
            first(target, source, &plain, &literals, tokens, limit)
        })
    })
}

/// The first error in an f-string in front of a place.
fn first(
    target: Target,
    source: &Source,
    plain: &Source,
    literals: &[Literal],
    tokens: &[Token],
    limit: Option<TextRange>,
) -> Option<ParseError> {
    let text = source.text();
    for literal in literals {
        let start = TextSize::new(literal.start as u32);
        if limit.is_some_and(|limit| !is_read(plain.text(), tokens, start, limit)) {
            return None;
        }
        let mut parse = |field: &scan::Field<'_>| field::parse(target, source, field);
        match scan::scan(target, text, literal, &mut parse) {
            Ok(()) => {}
            Err(Wrong::Inside(error)) => {
                return Some(diagnose::unless_lexical(target, plain, next(tokens, start), *error));
            }
            Err(Wrong::AtNext(message)) => {
                let place = next(tokens, start);
                let error = ParseError::at(source, place, message).counted_by(target, source);
                return Some(diagnose::unless_lexical(target, plain, place, error));
            }
        }
    }
    None
}

/// Whether the parser has read the string at `start` before it finds the error at `limit`. It looks for a string behind
/// anything but a name in the place of an error, and in an expression that follows another one.
fn is_read(text: &str, tokens: &[Token], start: TextSize, limit: TextRange) -> bool {
    let inside = start + TextSize::new(1);
    if inside < limit.start() || diagnose::reads_on_to(text, tokens, limit, inside.to_usize()) {
        return true;
    }
    let at = tokens.partition_point(|token| token.end() <= start);
    let previous = tokens[..at].iter().rev().find(|token| !token.kind().is_trivia());
    start < limit.end() && previous.is_some_and(|token| !matches!(token.kind(), TokenKind::Name | TokenKind::Unknown))
}

/// The token behind the literals joined with the one at `start`.
fn next(tokens: &[Token], start: TextSize) -> TextRange {
    let at = tokens.partition_point(|token| token.end() <= start);
    let mut meaning = tokens[at..].iter().filter(|token| !token.kind().is_trivia());
    let next = meaning.find(|token| token.kind() != TokenKind::String);
    next.or(tokens.last()).map_or_else(TextRange::default, Ranged::range)
}
