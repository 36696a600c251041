//! `lazy from __future__ import`, which the third-party parser takes.
//!
//! Follows `_PyPegen_checked_future_import` in `Parser/action_helpers.c`.

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

use crate::error::ParseError;

/// The first such statement. CPython finds it wrong when it has read it to the end: this is the first place of the result.
pub(crate) fn error(target: Target, source: &Source, tokens: &[Token]) -> Option<(TextRange, ParseError)> {
    if !target.has_lazy_imports() || !source.text().contains("__future__") {
        return None;
    }
    let at = tokens.iter().enumerate().position(|(at, token)| {
        token.kind() == TokenKind::Lazy && is_start(&tokens[..at]) && imports_future(source, &tokens[at + 1..])
    })?;
    let is_end = |token: &&Token| matches!(token.kind(), TokenKind::Newline | TokenKind::Semi);
    let end = tokens[at..].iter().find(is_end).map_or(tokens[at].range(), Ranged::range);
    Some((end, ParseError::at(source, tokens[at].range(), "lazy from __future__ import is not allowed")))
}

/// Whether a statement can begin behind the tokens. A colon in an expression does not matter: what follows is wrong there.
fn is_start(before: &[Token]) -> bool {
    let is_end = |kind| {
        matches!(kind, TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi | TokenKind::Colon)
    };
    before.iter().rev().find(|token| !token.kind().is_trivia()).is_none_or(|token| is_end(token.kind()))
}

fn imports_future(source: &Source, tokens: &[Token]) -> bool {
    let mut meaning = tokens.iter().filter(|token| !token.kind().is_trivia());
    meaning.next().is_some_and(|token| token.kind() == TokenKind::From)
        && meaning.next().is_some_and(|token| &source.text()[token.range()] == "__future__")
        && meaning.next().is_some_and(|token| token.kind() == TokenKind::Import)
}
