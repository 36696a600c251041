//! `from __future__ import barry_as_FLUFL`: behind it, `<>` stands in the place of `!=`.
//!
//! The third-party parser reads a text in which one is the other; all places stay as they are. Follows
//! `_PyPegen_checked_future_import` and `_PyPegen_check_barry_as_flufl` in `Parser/action_helpers.c` and `Parser/pegen.c`.

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

use crate::diagnose;
use crate::error::ParseError;

const FEATURE: &str = "barry_as_FLUFL";

/// A source as the third-party parser can read it.
pub(crate) struct Steered {
    pub(crate) source: Source,
    /// The first `!=` behind the import, which is not allowed there.
    pub(crate) inequality: Option<TextRange>,
}

/// Nothing if the file does not ask for the feature.
pub(crate) fn steer(target: Target, source: &Source, tokens: &[Token]) -> Option<Steered> {
    let text = source.text();
    if !target.future_imports_steer_the_parser() || memchr::memmem::find(text.as_bytes(), FEATURE.as_bytes()).is_none()
    {
        return None;
    }
    let behind = &tokens[end_of_import(text, tokens)?..];
    let mut steered = text.to_owned();
    for pair in behind.windows(2).filter(|pair| is_diamond(pair)) {
        steered.replace_range(TextRange::new(pair[0].start(), pair[1].end()).to_std_range(), "!=");
    }
    let inequality = behind.iter().find(|token| token.kind() == TokenKind::NotEqual).map(Ranged::range);
    Some(Steered { source: source.with_text(steered), inequality })
}

/// The error for an inequality that is none any more.
pub(crate) fn error(target: Target, source: &Source, place: TextRange) -> ParseError {
    let error = ParseError::at(source, place, "with Barry as BDFL, use '<>' instead of '!='");
    diagnose::unless_lexical(target, source, place, error)
}

/// Two tokens that CPython's lexer takes for one.
fn is_diamond(pair: &[Token]) -> bool {
    matches!([pair[0].kind(), pair[1].kind()], [TokenKind::Less, TokenKind::Greater])
        && pair[0].end() == pair[1].start()
}

/// Behind the first import of the feature.
fn end_of_import(text: &str, tokens: &[Token]) -> Option<usize> {
    let mut from = 0;
    loop {
        let start = from + tokens[from..].iter().position(|token| token.kind() == TokenKind::From)?;
        let is_end = |token: &Token| matches!(token.kind(), TokenKind::Newline | TokenKind::Semi);
        let end = tokens[start..].iter().position(is_end).map_or(tokens.len(), |end| start + end);
        if imports_feature(text, &tokens[start..end]) {
            return Some(end);
        }
        from = start + 1;
    }
}

fn imports_feature(text: &str, tokens: &[Token]) -> bool {
    let mut words = tokens.iter().filter(|token| !token.kind().is_trivia()).map(|token| &text[token.range()]);
    if ![Some("from"), Some("__future__"), Some("import")].into_iter().all(|word| words.next() == word) {
        return false;
    }
    let names: Vec<&str> = words.collect();
    let is_named = |at: usize| names[at] == FEATURE && at.checked_sub(1).is_none_or(|before| names[before] != "as");
    (0..names.len()).any(is_named)
}
