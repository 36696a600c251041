//! Characters in names, and names in `\N{…}`, that the target's version of Unicode does not have.
//!
//! Follows `verify_identifier` in `Parser/lexer/lexer.c`; the database of characters is that of each release.

use memchr::memmem::Finder;
use pycmill_source::Source;
use pycmill_target::Target;
use ruff_python_ast::StringFlags;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnose;
use crate::error::ParseError;

/// Bytes that are looked at together.
const CHUNK: usize = 64;

/// The first such character or name. Looked for in the text, most of which is neither: the token around each is judged.
pub(crate) fn error(target: Target, source: &Source, tokens: &[Token]) -> Option<(TextRange, ParseError)> {
    let text = source.text().as_bytes();
    let escapes = Finder::new(b"\\N{");
    let mut at = 0;
    let mut escape = escapes.find(text);
    let mut other = not_ascii(text);
    loop {
        let found = escape.into_iter().chain(other).min()?;
        at += tokens[at..].partition_point(|token| token.end().to_usize() <= found);
        let around = tokens.get(at).filter(|token| token.start().to_usize() <= found);
        let error = around.and_then(|token| match token.kind() {
            TokenKind::Name => in_name(target, source, token),
            TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
                in_literal(target, source, tokens, token)
            }
            _ => None,
        });
        if error.is_some() {
            return error;
        }
        let from = around.map_or(found, |token| token.end().to_usize() - 1) + 1;
        if escape.is_some_and(|escape| escape < from) {
            escape = escapes.find(&text[from..]).map(|found| from + found);
        }
        if other.is_some_and(|other| other < from) {
            other = not_ascii(&text[from..]).map(|found| from + found);
        }
    }
}

/// Where the first byte is that is not ASCII. Whole chunks are looked at without a way out in between, so at once.
fn not_ascii(text: &[u8]) -> Option<usize> {
    let (chunks, _) = text.as_chunks::<CHUNK>();
    let ascii = chunks.iter().take_while(|chunk| chunk.is_ascii()).count() * CHUNK;
    text[ascii..].iter().position(|byte| !byte.is_ascii()).map(|at| ascii + at)
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
