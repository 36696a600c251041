//! What the third-party parser reports though the target's CPython takes it: `+` in front of a number in a pattern.
//!
//! Its tree is right in spite of the report. Follows `signed_number` and `signed_real_number` in
//! `Grammar/python.gram`.

use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::{ParseError, ParseErrorType};
use ruff_text_size::Ranged;

/// Whether the report is to be passed over.
pub(crate) fn is_forgiven(target: Target, tokens: &[Token], error: &ParseError) -> bool {
    let ParseErrorType::OtherError(message) = &error.error else { return false };
    target.pattern_numbers_take_plus()
        && message == "Unary '+' is not allowed as a literal pattern"
        && is_signed_number(tokens, error)
}

/// Whether the range of the report is just `+` and a number in a pattern that is valid otherwise. Of several errors with
/// the same start the first alone is reported, so those that could follow it are looked for here.
fn is_signed_number(tokens: &[Token], error: &ParseError) -> bool {
    let first = tokens.partition_point(|token| token.start() < error.location.start());
    let mut meaning = tokens[first..].iter().filter(|token| !token.kind().is_trivia());
    let (Some(_), Some(number), Some(next)) = (meaning.next(), meaning.next(), meaning.next()) else { return false };
    if number.end() != error.location.end() {
        return false;
    }
    match next.kind() {
        TokenKind::Plus | TokenKind::Minus => matches!(number.kind(), TokenKind::Int | TokenKind::Float),
        TokenKind::Lpar => false,
        _ => true,
    }
}
