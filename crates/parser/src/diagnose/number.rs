//! Malformed numbers.

use super::lexer::{LexError, Lexer};

/// Checks and passes the number that begins at `start`.
pub(super) fn check(lexer: &mut Lexer<'_>, start: usize) -> Result<(), LexError> {
    let prefix = lexer.bytes.get(start + 1).map(u8::to_ascii_lowercase);
    match (lexer.bytes[start], prefix) {
        (b'0', Some(b'x')) => based(lexer, start, "hexadecimal", 16),
        (b'0', Some(b'o')) => based(lexer, start, "octal", 8),
        (b'0', Some(b'b')) => based(lexer, start, "binary", 2),
        _ => decimal(lexer, start),
    }
}

fn based(lexer: &mut Lexer<'_>, start: usize, kind: &str, radix: u32) -> Result<(), LexError> {
    lexer.at = start + 2;
    loop {
        if lexer.peek() == Some(b'_') {
            lexer.at += 1;
        }
        let digits = digits(lexer, radix);
        if digits == 0 || lexer.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(match lexer.peek() {
                Some(digit @ b'0'..=b'9') => {
                    let message = format!("invalid digit '{}' in {kind} literal", char::from(digit));
                    LexError::new(message, start, lexer.at + 1)
                }
                _ => LexError::new(format!("invalid {kind} literal"), start, lexer.at),
            });
        }
        if lexer.peek() != Some(b'_') {
            return end(lexer, start, kind);
        }
    }
}

/// Passes the digits of a base and counts them.
fn digits(lexer: &mut Lexer<'_>, radix: u32) -> usize {
    let from = lexer.at;
    while lexer.peek().is_some_and(|byte| char::from(byte).is_digit(radix)) {
        lexer.at += 1;
    }
    lexer.at - from
}

fn decimal(lexer: &mut Lexer<'_>, start: usize) -> Result<(), LexError> {
    lexer.at = start;
    if lexer.peek() != Some(b'.') {
        decimal_tail(lexer, start)?;
    }
    let whole = lexer.at;
    let mut is_float = false;
    if lexer.peek() == Some(b'.') {
        is_float = true;
        lexer.at += 1;
        if lexer.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            decimal_tail(lexer, start)?;
        }
    }
    if matches!(lexer.peek(), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(lexer.bytes.get(lexer.at + 1), Some(b'+' | b'-')));
        if lexer.bytes.get(lexer.at + 1 + sign).is_some_and(u8::is_ascii_digit) {
            is_float = true;
            lexer.at += 1 + sign;
            decimal_tail(lexer, start)?;
        } else if sign == 1 {
            return Err(LexError::new("invalid decimal literal", start, lexer.at + 2));
        }
    }
    if matches!(lexer.peek(), Some(b'j' | b'J')) {
        lexer.at += 1;
        return end(lexer, start, "imaginary");
    }
    let text = &lexer.bytes[start..whole];
    if !is_float && text[0] == b'0' && text.iter().any(|byte| matches!(byte, b'1'..=b'9')) {
        return Err(leading_zeros(start));
    }
    end(lexer, start, "decimal")
}

fn leading_zeros(start: usize) -> LexError {
    let message = "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
    LexError::new(message, start, start + 1)
}

/// Digits with single underscores between.
fn decimal_tail(lexer: &mut Lexer<'_>, start: usize) -> Result<(), LexError> {
    loop {
        digits(lexer, 10);
        if lexer.peek() != Some(b'_') {
            return Ok(());
        }
        lexer.at += 1;
        if !lexer.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(LexError::new("invalid decimal literal", start, lexer.at));
        }
    }
}

/// A name may not follow, unless it is a keyword that can.
fn end(lexer: &Lexer<'_>, start: usize, kind: &str) -> Result<(), LexError> {
    let rest = &lexer.text[lexer.at..];
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !rest.starts_with(is_part) {
        return Ok(());
    }
    let word = &rest[..rest.find(|c| !is_part(c) && c.is_ascii()).unwrap_or(rest.len())];
    let is_keyword = matches!(word, "and" | "else" | "for" | "or" | "not")
        || word.starts_with("if")
        || word.starts_with("in")
        || word.starts_with("is");
    if is_keyword { Ok(()) } else { Err(LexError::new(format!("invalid {kind} literal"), start, lexer.at)) }
}

#[cfg(test)]
mod tests {
    use crate::diagnose::lexer::lex;

    #[test]
    fn literals() {
        let message = |text: &str| {
            lex("3.13".parse().expect("a target"), text).error.map_or_else(String::new, |error| error.message)
        };
        for good in ["0", "1_000.0_1e1_0j", "1if 2else 3", "0x1for x", "0xfor", ".5", "1.", "00", "1e5", "0b1_0"] {
            assert_eq!(message(good), "", "{good}");
        }
        assert_eq!(message("1abc"), "invalid decimal literal");
        assert_eq!(message("1__0"), "invalid decimal literal");
        assert_eq!(message("1.real"), "invalid decimal literal");
        assert_eq!(message("1jx"), "invalid imaginary literal");
        assert_eq!(message("0xg"), "invalid hexadecimal literal");
        assert_eq!(message("0b12"), "invalid digit '2' in binary literal");
        assert_eq!(message("0o8"), "invalid digit '8' in octal literal");
        assert!(message("0777").starts_with("leading zeros"));
    }
}
