//! What the third-party parser reports though the target's CPython takes it: `raise ;`, and `+` in front of a number in a
//! pattern.
//!
//! Its tree is usable in spite of the report. Follows `raise_stmt`, `signed_number` and `signed_real_number` in
//! `Grammar/python.gram`.

use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::{ParseError, ParseErrorType};
use ruff_text_size::Ranged;

/// Whether the report is to be passed over.
pub(crate) fn is_forgiven(target: Target, tokens: &[Token], error: &ParseError) -> bool {
    match &error.error {
        ParseErrorType::ExpectedExpression => is_raise(tokens, error),
        ParseErrorType::OtherError(message) => {
            message == "Unary '+' is not allowed as a literal pattern"
                && target.pattern_numbers_take_plus()
                && is_signed_number(tokens, error)
        }
        _ => false,
    }
}

/// Whether the report is of a `;` right behind `raise`. The tree has a name without letters as the exception.
fn is_raise(tokens: &[Token], error: &ParseError) -> bool {
    let at = tokens.partition_point(|token| token.start() < error.location.start());
    let previous = tokens[..at].iter().rev().find(|token| !token.kind().is_trivia());
    previous.is_some_and(|token| token.kind() == TokenKind::Raise)
        && tokens.get(at).is_some_and(|token| token.kind() == TokenKind::Semi)
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
