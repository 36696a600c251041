//! Bytes that are not UTF-8 in a file without declared encoding: an error unless they are in comments.
//!
//! Follows `verify_identifier` in `Parser/lexer/lexer.c` and `_Pypegen_raise_decode_error` in `Parser/pegen.c`.

use pycmill_source::{Source, utf8_error};
use pycmill_target::Target;
use ruff_python_ast::StringFlags;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnose;
use crate::error::{ErrorClass, ParseError};

/// The first malformed bytes, where CPython checks the whole text before it parses it (`_PyTokenizer_ensure_utf8` in
/// `Parser/tokenizer/helpers.c`).
pub(crate) fn first(source: &Source) -> Option<ParseError> {
    let bytes = source.malformed()?;
    let at = utf8_error(bytes)?.start;
    let place = TextRange::empty(TextSize::new(at as u32));
    let line = source.lines().position(at as u32).line;
    let message = format!(
        "Non-UTF-8 code starting with '\\x{:02x}' on line {line}, but no encoding declared; see \
         https://peps.python.org/pep-0263/ for details",
        bytes[at]
    );
    Some(ParseError::at(source, place, message))
}

/// The first malformed bytes outside comments.
pub(crate) fn error(target: Target, source: &Source, tokens: &[Token]) -> Option<(TextRange, ParseError)> {
    let bytes = source.malformed()?;
    let mut from = 0;
    loop {
        let at = from + utf8_error(&bytes[from..])?.start;
        let offset = TextSize::new(at as u32);
        let token = tokens[..tokens.partition_point(|token| token.start() <= offset)].last();
        match token.filter(|token| token.end() > offset) {
            Some(comment) if comment.kind() == TokenKind::Comment => from = comment.end().to_usize(),
            Some(token) => return Some(in_token(target, source, tokens, token)),
            None => return Some(in_name(source, bytes, at)),
        }
    }
}

fn in_token(target: Target, source: &Source, tokens: &[Token], token: &Token) -> (TextRange, ParseError) {
    let range = token.range();
    let bytes = source.malformed().unwrap_or_default();
    match token.kind() {
        TokenKind::String => {
            let flags = token.unwrap_string_flags();
            if flags.is_byte_string() {
                let message = "bytes can only contain ASCII literal characters";
                let place = diagnose::place_of_literal(target, tokens, token, !target.places_byte_errors_at_literals());
                return (range, ParseError::at(source, place, message));
            }
            let content = TextRange::new(range.start() + flags.opener_len(), range.end() - flags.closer_len());
            let place = diagnose::place_of_literal(target, tokens, token, !target.places_literal_errors_at_literals());
            (range, ParseError::at(source, place, reason(&bytes[content.to_std_range()])))
        }
        TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
            let message = utf8_error(&bytes[range.to_std_range()]).map_or_else(String::new, |error| error.to_string());
            let error = ParseError::at(source, range, message);
            (range, ParseError { class: ErrorClass::UnicodeDecodeError, ..error })
        }
        _ => in_name(source, bytes, range.start().to_usize()),
    }
}

/// Outside strings and comments such bytes belong to a name.
fn in_name(source: &Source, bytes: &[u8], at: usize) -> (TextRange, ParseError) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let start = at - bytes[..at].iter().rev().take_while(|byte| is_part(byte)).count();
    let end = at + bytes[at..].iter().take_while(|byte| is_part(byte)).count();
    let range = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
    (range, ParseError::at(source, range, reason(&bytes[start..end])))
}

fn reason(bytes: &[u8]) -> String {
    utf8_error(bytes).map_or_else(String::new, |error| format!("(unicode error) {error}"))
}
