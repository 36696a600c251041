//! CPython's text and place for a rejected file.
//!
//! An error of the lexer anywhere in the file comes before one of the grammar, because CPython lexes the rest of the
//! file before it raises the latter (`_PyPegen_set_syntax_error` in `Parser/pegen_errors.c`).

mod displays;
mod expression;
mod extent;
mod grammar;
mod later;
mod lexer;
mod literal;
mod mistakes;
mod neighbours;
mod number;
mod strings;

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::token::Token;
use ruff_text_size::{Ranged, TextRange};

use crate::error::ParseError;
use grammar::Verdict;

pub(crate) use grammar::{place_of_literal, reads_on_to};
pub(crate) use later::error as of_later_version;
pub(crate) use literal::unicode_error;

/// The newlines that end format specifications of f-strings in single quotes, up to the first error of the lexer.
pub(crate) fn spec_ends(target: Target, text: &str) -> Vec<usize> {
    lexer::lex(target, text).spec_ends
}

/// An error that the parser raises at a token, or the one of the lexer that comes before it.
pub(crate) fn unless_lexical(target: Target, source: &Source, place: TextRange, error: ParseError) -> ParseError {
    let text = source.text();
    let lexed = lexer::lex(target, text);
    if let Some(wrong) = &lexed.error
        && (wrong.is_raised_at_once() || wrong.at <= place.end().to_usize())
    {
        return wrong.error(source);
    }
    let line = |offset: usize| source.lines().position(offset as u32).line;
    match lexed.unclosed {
        Some((bracket, opened))
            if place.end().to_usize() >= text.trim_end().len() || line(place.start().to_usize()) > line(opened) =>
        {
            lexer::never_closed(source, bracket, opened)
        }
        _ => error,
    }
}

/// The error that CPython raises where the third-party parser raised `error`.
pub(crate) fn explain(
    target: Target,
    source: &Source,
    tokens: &[Token],
    error: &ruff_python_parser::ParseError,
) -> ParseError {
    let text = source.text();
    let lexed = lexer::lex(target, text);
    let verdict = grammar::verdict(target, text, tokens, error);
    let range = match &verdict {
        Verdict::Special(_, range) => *range,
        Verdict::Plain(range) => *range,
        Verdict::Indentation(_, token) => token.range(),
    };
    if let Some(wrong) = &lexed.error {
        let overrides =
            wrong.is_raised_at_once() && !wrong.is_in_string && !matches!(verdict, Verdict::Indentation(..));
        let is_earlier = match verdict {
            Verdict::Indentation(..) => wrong.at < range.start().to_usize(),
            _ => wrong.at <= range.end().to_usize(),
        };
        let is_read = wrong.is_in_string && reads_on_to(text, tokens, error.location, wrong.at);
        if overrides || is_earlier || is_read {
            return wrong.error(source);
        }
    }
    let line = |offset: usize| source.lines().position(offset as u32).line;
    if let Some((bracket, opened)) = lexed.unclosed
        && (reads_on_to(text, tokens, error.location, opened)
            || range.end().to_usize() >= text.trim_end().len()
            || line(range.end().to_usize().saturating_sub(1)) > line(opened))
    {
        return lexer::never_closed(source, bracket, opened);
    }
    match verdict {
        Verdict::Special(message, range) => ParseError::at(source, range, message),
        Verdict::Indentation(message, token) => grammar::indentation(source, message, &token),
        Verdict::Plain(range) => ParseError::at(source, range, "invalid syntax"),
    }
}
