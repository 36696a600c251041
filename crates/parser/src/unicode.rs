//! Characters in names, and names in `\N{…}`, that the target's version of Unicode does not have.
//!
//! Follows `verify_identifier` in `Parser/lexer/lexer.c`; the database of characters is that of each release.

use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::StringFlags;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnose;
use crate::error::ParseError;

/// The first such character or name.
pub(crate) fn error(target: Target, source: &Source, tokens: &[Token]) -> Option<(TextRange, ParseError)> {
    let text = source.text();
    if text.is_ascii() && memchr::memmem::find(text.as_bytes(), b"\\N{").is_none() {
        return None;
    }
    tokens.iter().find_map(|token| match token.kind() {
        TokenKind::Name => in_name(target, source, token),
        TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
            in_literal(target, source, tokens, token)
        }
        _ => None,
    })
}

fn in_name(target: Target, source: &Source, name: &Token) -> Option<(TextRange, ParseError)> {
    let text = &source.text()[name.range()];
    let (at, wrong) = text.char_indices().find(|(_, c)| !c.is_ascii() && !target.names_may_have(*c))?;
    let code = u32::from(wrong);
    let message = if target.is_printable(code) {
        format!("invalid character '{wrong}' (U+{code:04X})")
    } else {
        format!("invalid non-printable character U+{code:04X}")
    };
    let place = TextRange::empty(name.start() + TextSize::new(at as u32));
    Some((name.range(), ParseError { is_lexical: true, ..ParseError::at(source, place, message) }))
}

fn in_literal(target: Target, source: &Source, tokens: &[Token], token: &Token) -> Option<(TextRange, ParseError)> {
    let flags = token.unwrap_string_flags();
    let content = match token.kind() {
        TokenKind::String => TextRange::new(token.start() + flags.opener_len(), token.end() - flags.closer_len()),
        _ => token.range(),
    };
    let content = &source.text()[content];
    if flags.is_raw_string() || flags.is_byte_string() || !content.contains("\\N{") {
        return None;
    }
    let message = diagnose::unicode_error(target, content)?;
    let is_behind = !target.places_literal_errors_at_literals();
    let place = diagnose::place_of_literal(target, tokens, token, is_behind);
    Some((token.range(), ParseError::at(source, place, message)))
}
