//! Places that CPython puts elsewhere than the third-party parser.

use pycmill_source::Span;
use ruff_text_size::{TextRange, TextSize};

/// The span of a range.
pub(super) fn span(range: TextRange) -> Span {
    Span::new(range.start().to_u32(), range.end().to_u32())
}

/// The range of a span.
pub(super) fn range(span: Span) -> TextRange {
    TextRange::new(TextSize::new(span.start), TextSize::new(span.end))
}

/// A compound statement ends behind the `;` of its last line.
pub(super) fn with_semicolon(text: &str, range: TextRange) -> Span {
    let place = span(range);
    let bytes = text.as_bytes();
    let mut at = place.end as usize;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\x0c') => at += 1,
            Some(b'\\') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Some(b';') => return Span::new(place.start, at as u32 + 1),
            _ => return place,
        }
    }
}

/// The first token from an offset on; between a decorator and its definition there are only blanks and comments.
pub(super) fn next_token(text: &str, from: u32) -> u32 {
    let bytes = text.as_bytes();
    let mut at = from as usize;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\x0c' | b'\n' | b'\\') => at += 1,
            Some(b'#') => at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at),
            _ => return at as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons() {
        let end = |text: &str, end: u32| with_semicolon(text, range(Span::new(0, end))).end;
        assert_eq!(end("if x: y ;\n", 7), 9);
        assert_eq!(end("if x: y \\\n ; \n", 7), 12);
        assert_eq!(end("if x: y # ;\n", 7), 7);
        assert_eq!(end("if x: y", 7), 7);
    }

    #[test]
    fn definitions() {
        assert_eq!(next_token("@a # b\n  # c\n\n  def", 2), 16);
    }
}
