//! Strings and f-strings: where they end.

use super::lexer::{LexError, Lexer, Open};

/// The text of an f-string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Literal {
    letter: char,
    quote: u8,
    size: usize,
    start: usize,
    raw: bool,
    is_spec: bool,
    /// Whether a field stands in front of the lexer.
    has_field: bool,
}

impl Lexer<'_> {
    /// A string whose first quote was just passed.
    pub(super) fn string(&mut self, start: usize) -> Result<(), LexError> {
        let quote = self.bytes[self.at - 1];
        let size = self.quotes(quote);
        let mut run = 0;
        let mut has_escaped_quote = false;
        while run < size {
            let byte = self.peek();
            if byte.is_none() || (size == 1 && byte == Some(b'\n')) {
                return Err(self.unterminated_string(start, quote, size, has_escaped_quote));
            }
            self.at += 1;
            if byte == Some(quote) {
                run += 1;
                continue;
            }
            run = 0;
            if byte == Some(b'\\') {
                has_escaped_quote |= self.peek() == Some(quote);
                self.at += 1;
            }
        }
        Ok(())
    }

    /// How many quotes begin the string whose first one was passed; passes the others. An empty string counts as one
    /// whose closing quote follows.
    fn quotes(&mut self, quote: u8) -> usize {
        if self.bytes[self.at..].starts_with(&[quote, quote]) {
            self.at += 2;
            3
        } else {
            1
        }
    }

    /// The prefix of the string around the lexer.
    pub(super) fn letter(&self) -> char {
        let literal = self.open.iter().rev().find_map(|open| match open {
            Open::Literal(literal) => Some(literal.letter),
            _ => None,
        });
        literal.unwrap_or('f')
    }

    fn unterminated_string(&self, start: usize, quote: u8, size: usize, has_escaped_quote: bool) -> LexError {
        let enclosing = self.open.iter().rev().find_map(|open| match open {
            Open::Literal(literal) => Some(*literal),
            _ => None,
        });
        if let Some(literal) = enclosing.filter(|literal| literal.quote == quote && literal.size == size) {
            return LexError::new(format!("{}-string: expecting '}}'", literal.letter), start, start + 1);
        }
        let line = self.detected();
        let message = match (size, has_escaped_quote) {
            (3, _) => format!("unterminated triple-quoted string literal (detected at line {line})"),
            (_, true) if self.target.explains_escaped_quotes() => {
                format!("unterminated string literal (detected at line {line}); perhaps you escaped the end quote?")
            }
            _ => format!("unterminated string literal (detected at line {line})"),
        };
        LexError::new(message, start, start + 1)
    }

    /// The line of the last character read.
    fn detected(&self) -> usize {
        let end = self.at.min(self.bytes.len());
        let last = if end == self.bytes.len() { end.saturating_sub(1) } else { end };
        self.line(last)
    }

    /// An f-string, at its quote.
    pub(super) fn fstring(&mut self, start: usize, letter: char) -> Result<(), LexError> {
        let quote = self.bytes[self.at];
        let raw = self.bytes[start..self.at].iter().any(|byte| byte.eq_ignore_ascii_case(&b'r'));
        self.at += 1;
        let size = self.quotes(quote);
        self.open.push(Open::Literal(Literal { letter, quote, size, start, raw, is_spec: false, has_field: false }));
        Ok(())
    }

    /// Behind the colon of a field.
    pub(super) fn open_spec(&mut self) {
        let enclosing = self.open.iter().rev().find_map(|open| match open {
            Open::Literal(literal) => Some(*literal),
            _ => None,
        });
        if let Some(literal) = enclosing {
            self.open.push(Open::Literal(Literal { is_spec: true, has_field: false, ..literal }));
        }
    }

    /// Literal text up to the next field or the end.
    pub(super) fn fstring_literal(&mut self, literal: Literal) -> Result<(), LexError> {
        while let Some(byte) = self.peek() {
            let doubled = self.bytes.get(self.at + 1) == Some(&byte);
            match byte {
                b'{' if doubled && !literal.is_spec => self.at += 2,
                b'{' => {
                    if let Some(Open::Literal(literal)) = self.open.last_mut() {
                        literal.has_field = true;
                    }
                    self.open.push(Open::Field { at: self.at });
                    self.at += 1;
                    return Ok(());
                }
                b'}' if literal.is_spec => {
                    self.open.truncate(self.open.len().saturating_sub(2));
                    self.at += 1;
                    return Ok(());
                }
                b'}' if doubled => self.at += 2,
                b'}' => {
                    return Err(LexError::new(
                        format!("{}-string: single '}}' is not allowed", literal.letter),
                        self.at,
                        self.at + 1,
                    ));
                }
                b'\n' if literal.size == 1 && self.ends_specs_at_newlines(literal) => {
                    self.spec_ends.push(self.at);
                    self.open.pop();
                    return Ok(());
                }
                b'\n' if literal.size == 1 => return Err(self.newline_in_fstring(literal)),
                b'\\' => self.escape(literal.raw),
                _ if byte == literal.quote && self.is_end(literal) => return self.end_fstring(literal),
                _ => self.at += 1,
            }
        }
        Err(self.unterminated_fstring(literal))
    }

    /// Whether a newline ends the format specification around the lexer, which goes on as in brackets.
    fn ends_specs_at_newlines(&self, literal: Literal) -> bool {
        literal.is_spec
            && self.target.newlines_end_format_specs()
            && (!literal.has_field || self.target.newlines_end_format_specs_behind_fields())
    }

    fn escape(&mut self, raw: bool) {
        self.at += 1;
        match self.peek() {
            Some(b'{' | b'}') => {}
            Some(b'N') if !raw && self.bytes.get(self.at + 1) == Some(&b'{') => {
                let rest = &self.bytes[self.at..];
                self.at += rest.iter().position(|byte| matches!(byte, b'}' | b'\n')).unwrap_or(rest.len() - 1) + 1;
            }
            Some(_) => self.at += 1,
            None => {}
        }
    }

    fn is_end(&self, literal: Literal) -> bool {
        let rest = &self.bytes[self.at..];
        rest.len() >= literal.size && rest[..literal.size].iter().all(|byte| *byte == literal.quote)
    }

    fn end_fstring(&mut self, literal: Literal) -> Result<(), LexError> {
        if literal.is_spec {
            return Err(LexError::new(format!("{}-string: expecting '}}'", literal.letter), self.at, self.at + 1));
        }
        self.at += literal.size;
        self.open.pop();
        Ok(())
    }

    fn newline_in_fstring(&self, literal: Literal) -> LexError {
        if literal.is_spec && self.target.names_newlines_in_format_specs() {
            let message = format!(
                "{0}-string: newlines are not allowed in format specifiers for single quoted {0}-strings",
                literal.letter
            );
            return LexError::new(message, self.at, self.at + 1);
        }
        self.unterminated_fstring(literal)
    }

    pub(super) fn unterminated_fstring(&self, literal: Literal) -> LexError {
        let kind = if literal.size == 3 { "triple-quoted " } else { "" };
        let message =
            format!("unterminated {kind}{}-string literal (detected at line {})", literal.letter, self.detected());
        LexError::new(message, literal.start, literal.start + 1)
    }
}
