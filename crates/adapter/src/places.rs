//! Ranges of the tree to places in the text, and the tokens around them.
//!
//! The tree counts bytes of the text as it was given, with its byte order mark and newlines of two bytes; ours counts them as
//! CPython's tokenizer has the text.

use pycmill_source::Span;
use rustpython_parser::ast::Ranged;
use rustpython_parser::text_size::TextRange;

use super::Adapter;

/// Offsets in a text to offsets in the same text without byte order mark and carriage returns.
pub(crate) struct Places {
    /// Of the bytes that are left out, in order.
    dropped: Vec<u32>,
    length: u32,
}

impl Places {
    pub(crate) fn new(text: &str) -> Self {
        let mark = if text.starts_with('\u{feff}') { 0..3 } else { 0..0 };
        let pairs = text.match_indices("\r\n").map(|(at, _)| at as u32);
        Self { dropped: mark.chain(pairs).collect(), length: text.len() as u32 }
    }

    fn offset(&self, at: u32) -> u32 {
        let at = at.min(self.length);
        at - self.dropped.partition_point(|dropped| *dropped < at) as u32
    }

    fn span(&self, range: TextRange) -> Span {
        Span::new(self.offset(range.start().to_u32()), self.offset(range.end().to_u32()))
    }
}

/// Blanks, newlines and comments.
const BLANKS: &[u8] = b" \t\x0c\n\\";

impl Adapter<'_, '_, '_> {
    /// The place of a node, as the tree has it.
    pub(crate) fn span(&self, node: &impl Ranged) -> Span {
        self.places.span(node.range())
    }

    /// A generator that is the only argument of a call takes the parentheses of the call.
    pub(crate) fn of_sole_generator(&self, func: Span, generator: Span, call: Span) -> Span {
        if self.is_parenthesized(generator) {
            return generator;
        }
        // Parentheses around the function are closed before those of the call open.
        let mut open = self.next_token(func.end);
        while self.byte(open) == b')' {
            open = self.next_token(open + 1);
        }
        Span::new(open, call.end)
    }

    /// The place of `a, b` after a keyword, without parentheses, which the tree takes for that of the statement.
    pub(crate) fn of_bare_tuple(&self, statement: Span, keyword: &str, last: Span) -> Span {
        let (mut end, mut at) = (last.end, self.next_token(last.end));
        while matches!(self.byte(at), b')' | b',') {
            end = at + 1;
            at = self.next_token(end);
        }
        Span::new(self.next_token(statement.start + keyword.len() as u32), end)
    }

    /// A compound statement ends after the `;` of its last line.
    pub(crate) fn with_semicolon(&self, place: Span) -> Span {
        let mut at = place.end;
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b'\x0c' => at += 1,
                b'\\' if self.byte(at + 1) == b'\n' => at += 2,
                b';' => return Span::new(place.start, at + 1),
                _ => return place,
            }
        }
    }

    /// Whether a place begins with a bracket that its last byte closes.
    fn is_parenthesized(&self, place: Span) -> bool {
        if self.byte(place.start) != b'(' {
            return false;
        }
        let (mut depth, mut at) = (0u32, place.start);
        while at < place.end {
            match self.byte(at) {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1 == place.end;
                    }
                }
                b'\'' | b'"' => at = self.end_of_string(at) - 1,
                b'#' => at = self.end_of_line(at),
                _ => {}
            }
            at += 1;
        }
        false
    }

    /// The offset after a string whose opening quote is at `at`. A backslash keeps the next byte from ending it, in raw strings, too.
    fn end_of_string(&self, at: u32) -> u32 {
        let (quote, rest) = (self.byte(at), self.text.as_bytes().get(at as usize..).unwrap_or_default());
        let width = if rest.starts_with(&[quote; 3]) { 3 } else { 1 };
        let mut inside = width;
        while inside < rest.len() && !rest[inside..].starts_with(&[quote; 3][..width]) {
            inside += if rest[inside] == b'\\' { 2 } else { 1 };
        }
        at + (inside + width) as u32
    }

    /// The first byte from an offset on that is no blank and in no comment.
    fn next_token(&self, from: u32) -> u32 {
        let mut at = from;
        loop {
            match self.byte(at) {
                b'#' => at = self.end_of_line(at),
                byte if BLANKS.contains(&byte) => at += 1,
                _ => return at,
            }
        }
    }

    fn end_of_line(&self, at: u32) -> u32 {
        let rest = self.text.as_bytes().get(at as usize..).unwrap_or_default();
        at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()) as u32
    }

    /// The byte at an offset; 0 at the end of the text.
    fn byte(&self, at: u32) -> u8 {
        self.text.as_bytes().get(at as usize).copied().unwrap_or(0)
    }
}
