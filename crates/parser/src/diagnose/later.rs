//! Syntax of later versions: what a parser that does not know it says, and where.
//!
//! Follows the grammars of the versions in front of the one that brought each.

use pycmill_source::Source;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::{UnsupportedSyntaxError, UnsupportedSyntaxErrorKind as Kind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::ParseError;
use crate::fstrings;

/// The error for syntax of a later version.
pub(crate) fn error(source: &Source, tokens: &[Token], later: &UnsupportedSyntaxError) -> ParseError {
    let range = later.range;
    let first = TextRange::at(range.start(), TextSize::new(1));
    let at = |range, message: &str| ParseError::at(source, range, message);
    match later.kind {
        Kind::UnparenthesizedExceptionTypes => at(range, "multiple exception types must be parenthesized"),
        // The type of the field is private; its debug form is not.
        Kind::UnpackingInComprehension(kind) if format!("{kind:?}") == "DictInDict" => {
            let stars = TextRange::at(range.start(), TextSize::new(2));
            at(stars, "dict unpacking cannot be used in dict comprehension")
        }
        Kind::UnpackingInComprehension(_) => at(range, "iterable unpacking cannot be used in comprehension"),
        Kind::TypeParameterList | Kind::TypeParamDefault => type_parameters(source, tokens, later),
        Kind::TypeAliasStatement | Kind::LazyImportStatement => at(behind(tokens, range), "invalid syntax"),
        Kind::ParenthesizedKeywordArgumentName => {
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            at(parenthesized(tokens, range), message)
        }
        Kind::TemplateStrings => at(fstrings::behind_prefix(source.text(), range), "invalid syntax"),
        _ => at(first.cover(range), "invalid syntax"),
    }
}

/// A function lacks its parenthesis, a class its colon.
fn type_parameters(source: &Source, tokens: &[Token], later: &UnsupportedSyntaxError) -> ParseError {
    let at = tokens.partition_point(|token| token.start() < later.range.start());
    let bracket = tokens[..=at].iter().rposition(|token| token.kind() == TokenKind::Lsqb).unwrap_or(at);
    let mut before = tokens[..bracket].iter().rev().filter(|token| !token.kind().is_trivia());
    let is_function = before.nth(1).is_some_and(|token| token.kind() == TokenKind::Def);
    if is_function {
        return ParseError::at(source, tokens[bracket].range(), "expected '('");
    }
    ParseError::at(source, tokens[at].range(), "invalid syntax")
}

/// From what a range has in parentheses to the token behind it.
fn parenthesized(tokens: &[Token], range: TextRange) -> TextRange {
    let start = tokens.partition_point(|token| token.start() < range.start());
    let is_inside = |token: &&Token| !token.kind().is_trivia() && token.kind() != TokenKind::Lpar;
    let first = tokens[start..].iter().find(is_inside).map_or(range, Ranged::range);
    let end = tokens.partition_point(|token| token.end() <= range.end());
    let last = tokens[end..].iter().find(|token| !token.kind().is_trivia()).map_or(range, Ranged::range);
    first.cover(last)
}

/// The token behind the first one of a range.
fn behind(tokens: &[Token], range: TextRange) -> TextRange {
    let at = tokens.partition_point(|token| token.start() <= range.start());
    tokens[at..].iter().find(|token| !token.kind().is_trivia()).map_or(range, Ranged::range)
}
