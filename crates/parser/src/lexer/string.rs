//! String literals: where they end.
//!
//! Follows the parts of `tok_get_normal_mode` in `Parser/lexer/lexer.c` that read strings and the beginnings of f-strings.

use super::classes::{before, equal};
use super::rules::Prefix;
use super::{Code, Lexer};
use crate::token::{Kind, Token};

/// Why a string has no end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Unterminated {
    /// Where reading stopped: at a newline or the end of the text.
    pub(super) at: usize,
    /// A backslash was before one of its quotes.
    pub(super) has_escaped_quote: bool,
    pub(super) is_triple: bool,
}

impl<const TRACE: bool> Lexer<'_, TRACE> {
    /// The string with a prefix from `start` on and its quotes from `quote` on.
    pub(super) fn prefixed(&mut self, prefix: Prefix, start: usize, quote: usize) -> Token {
        let (kind, is_raw) = match prefix {
            Prefix::Plain => return self.string(start, quote),
            Prefix::F { is_raw } => (Kind::FStringStart, is_raw),
            Prefix::T { is_raw } => (Kind::TStringStart, is_raw),
            Prefix::Incompatible(first, second) => {
                return self.fail(|lexer| lexer.incompatible_prefixes(first, second, start, quote));
            }
        };
        let width = quote_width(self.text, quote);
        if TRACE && let Some(fault) = self.begin_template(kind, start, quote, width, is_raw) {
            return fault;
        }
        self.token(kind, start, quote + width)
    }

    /// The string that begins at `start`, whose quotes begin at `quote`.
    #[inline]
    pub(super) fn string(&mut self, start: usize, quote: usize) -> Token {
        let byte = self.byte(quote);
        let end = if self.byte(quote + 1) != byte {
            self.short_string(quote + 1, byte)
        } else if self.byte(quote + 2) == byte {
            self.triple_string(quote + 3, byte)
        } else {
            Ok(quote + 2)
        };
        match end {
            Ok(end) => self.whole_string(start, end),
            Err(unterminated) => self.fail(|lexer| lexer.unterminated(start, quote, unterminated)),
        }
    }

    #[inline]
    fn whole_string(&mut self, start: usize, end: usize) -> Token {
        if !TRACE && self.source.malformed().is_some() && self.is_malformed_string(start, end) {
            return self.fail_with(Code::Decoding(start as u32));
        }
        if TRACE {
            self.note_string(end);
        }
        self.token(Kind::String, start, end)
    }

    #[cold]
    fn is_malformed_string(&self, start: usize, end: usize) -> bool {
        self.text.get(start..end).is_some_and(|bytes| std::str::from_utf8(bytes).is_err())
    }

    /// The end of a string in single quotes.
    #[inline]
    fn short_string(&self, from: usize, quote: u8) -> Result<usize, Unterminated> {
        let mut at = from;
        while let Some(word) = self.word(at) {
            let length = before(equal(word, quote) | equal(word, b'\\') | equal(word, b'\n'));
            at += length;
            if length < 8 {
                if self.byte(at) == quote {
                    return Ok(at + 1);
                }
                break;
            }
        }
        self.escaped_string(at, quote)
    }

    /// The same, byte by byte: there are escapes or few bytes left.
    fn escaped_string(&self, from: usize, quote: u8) -> Result<usize, Unterminated> {
        let mut has_escaped_quote = false;
        let mut at = from;
        loop {
            match self.byte(at) {
                byte if byte == quote => return Ok(at + 1),
                b'\\' => {
                    has_escaped_quote |= self.byte(at + 1) == quote;
                    at += 1;
                }
                b'\n' => break,
                0 if at >= self.text.len() => break,
                _ => {}
            }
            at += 1;
        }
        Err(Unterminated { at: at.min(self.text.len()), has_escaped_quote, is_triple: false })
    }

    /// The end of a string in triple quotes.
    fn triple_string(&self, from: usize, quote: u8) -> Result<usize, Unterminated> {
        let mut has_escaped_quote = false;
        let mut at = from;
        while let Some(found) = self.text.get(at..).and_then(|rest| memchr::memchr2(quote, b'\\', rest)) {
            at += found;
            if self.text[at] == b'\\' {
                has_escaped_quote |= self.byte(at + 1) == quote;
                at += 2;
            } else if self.byte(at + 1) == quote && self.byte(at + 2) == quote {
                return Ok(at + 3);
            } else {
                at += 1;
            }
        }
        Err(Unterminated { at: self.text.len(), has_escaped_quote, is_triple: true })
    }
}

/// How many quotes begin a string: three or one. Two are an empty string, whose second quote ends it.
fn quote_width(text: &[u8], quote: usize) -> usize {
    let is_triple = matches!(text.get(quote..quote + 3), Some([a, b, c]) if a == b && b == c);
    if is_triple { 3 } else { 1 }
}
