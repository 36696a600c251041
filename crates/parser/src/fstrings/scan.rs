//! Cuts an f-string into texts and fields.
//!
//! Follows `fstring_find_literal`, `fstring_find_expr` and `_PyPegen_FstringParser_ConcatFstring` in
//! `Parser/string_parser.c` of 3.11.

use pycmill_target::Target;

use super::literals::Literal;
use crate::diagnose::unicode_error;
use crate::error::ParseError;

/// Brackets inside each other in a field; `MAXLEVEL`.
const BRACKETS: usize = 200;

/// What is wrong in an f-string.
#[derive(Debug)]
pub(super) enum Wrong {
    /// Its form; the exception is at the token behind the string.
    AtNext(String),
    /// An expression in it.
    Inside(Box<ParseError>),
}

impl Wrong {
    pub(super) fn at_next(message: impl Into<String>) -> Self {
        Self::AtNext(message.into())
    }
}

/// An expression between its brace and its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'t> {
    pub(super) text: &'t str,
    /// Its first byte in the whole text.
    pub(super) start: usize,
    /// The string's first byte.
    pub(super) string: usize,
}

/// Visits the fields of an f-string, those of format specifications too, up to the first error.
pub(super) fn scan<'t>(
    target: Target,
    text: &'t str,
    literal: &Literal,
    visit: &mut dyn FnMut(&Field<'t>) -> Result<(), Wrong>,
) -> Result<(), Wrong> {
    if !literal.is_closed {
        return Ok(());
    }
    let (at, end) = literal.content;
    let mut scanner = Scanner { target, text, bytes: text.as_bytes(), at, end, literal, visit };
    scanner.parts(0)
}

struct Scanner<'t, 's> {
    target: Target,
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    end: usize,
    literal: &'s Literal,
    visit: &'s mut dyn FnMut(&Field<'t>) -> Result<(), Wrong>,
}

impl Scanner<'_, '_> {
    /// The byte under the scanner, if it is before the end of the content.
    fn peek(&self) -> Option<u8> {
        (self.at < self.end).then(|| self.bytes[self.at])
    }

    fn expect_more(&self) -> Result<u8, Wrong> {
        self.peek().ok_or_else(|| Wrong::at_next("f-string: expecting '}'"))
    }

    /// Texts and fields up to the end of the string, or of the format specification.
    fn parts(&mut self, depth: usize) -> Result<(), Wrong> {
        loop {
            if self.literal_text(depth)? {
                continue;
            }
            match self.peek() {
                None | Some(b'}') => break,
                Some(_) => self.field(depth)?,
            }
        }
        if depth > 0 && self.peek() != Some(b'}') {
            return Err(Wrong::at_next("f-string: expecting '}'"));
        }
        Ok(())
    }

    /// Passes text; whether it ended in a doubled brace.
    fn literal_text(&mut self, depth: usize) -> Result<bool, Wrong> {
        let start = self.at;
        let is_raw = self.literal.is_raw;
        let mut text_end = self.end;
        let mut is_doubled = false;
        while let Some(byte) = self.peek() {
            let mut at = self.at;
            let mut brace = byte;
            if byte == b'\\' && !is_raw && self.at + 1 < self.end {
                at += 1;
                brace = self.bytes[at];
                if brace == b'N' {
                    self.skip_name(at + 1);
                    continue;
                }
            }
            self.at = at + 1;
            if !matches!(brace, b'{' | b'}') {
                continue;
            }
            if depth == 0 && self.peek() == Some(brace) {
                (text_end, is_doubled) = (self.at, true);
                self.at += 1;
                break;
            }
            if depth == 0 && brace == b'}' {
                return Err(Wrong::at_next("f-string: single '}' is not allowed"));
            }
            (text_end, self.at) = (at, at);
            break;
        }
        let error = if is_raw { None } else { unicode_error(self.target, &self.text[start..text_end]) };
        error.map_or(Ok(is_doubled), |message| Err(Wrong::AtNext(message)))
    }

    /// Passes the name behind `\N`, whose braces begin no field.
    fn skip_name(&mut self, from: usize) {
        self.at = from;
        if self.peek() != Some(b'{') {
            // What follows is passed whatever it is.
            self.at = (from + 1).min(self.end);
            return;
        }
        let rest = &self.bytes[from..self.end];
        self.at = from + rest.iter().position(|byte| *byte == b'}').map_or(rest.len(), |brace| brace + 1);
    }

    fn field(&mut self, depth: usize) -> Result<(), Wrong> {
        if depth >= 2 {
            return Err(Wrong::at_next("f-string: expressions nested too deeply"));
        }
        self.at += 1;
        let start = self.at;
        self.expression()?;
        let delimiter = self.expect_more()?;
        let field = Field { text: &self.text[start..self.at], start, string: self.literal.start };
        check_content(field.text, delimiter)?;
        (self.visit)(&field)?;
        self.rest_of_field(delimiter, depth)
    }

    /// What may follow an expression.
    fn rest_of_field(&mut self, delimiter: u8, depth: usize) -> Result<(), Wrong> {
        if delimiter == b'=' {
            self.at += 1;
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\x0b' | b'\x0c')) {
                self.at += 1;
            }
        }
        if self.expect_more()? == b'!' {
            self.at += 1;
            if !matches!(self.expect_more()?, b's' | b'r' | b'a') {
                return Err(Wrong::at_next("f-string: invalid conversion character: expected 's', 'r', or 'a'"));
            }
            self.at += 1;
        }
        if self.expect_more()? == b':' {
            self.at += 1;
            self.expect_more()?;
            self.parts(depth + 1)?;
        }
        if self.expect_more()? != b'}' {
            return Err(Wrong::at_next("f-string: expecting '}'"));
        }
        self.at += 1;
        Ok(())
    }

    /// Passes an expression.
    fn expression(&mut self) -> Result<(), Wrong> {
        let mut brackets: Vec<u8> = Vec::new();
        let mut quote: Option<(u8, usize)> = None;
        while let Some(byte) = self.peek() {
            if byte == b'\\' {
                return Err(Wrong::at_next("f-string expression part cannot include a backslash"));
            }
            if let Some((mark, size)) = quote {
                if byte == mark && self.run(mark) >= size {
                    self.at += size - 1;
                    quote = None;
                }
                self.at += 1;
                continue;
            }
            match byte {
                b'\'' | b'"' => {
                    let size = if self.run(byte) >= 3 { 3 } else { 1 };
                    quote = Some((byte, size));
                    self.at += size - 1;
                }
                b'[' | b'{' | b'(' => open(&mut brackets, byte)?,
                b'#' => return Err(Wrong::at_next("f-string expression part cannot include '#'")),
                b'!' | b':' | b'}' | b'=' | b'<' | b'>' if brackets.is_empty() => {
                    let is_pair = matches!(byte, b'!' | b'=' | b'<' | b'>')
                        && self.at + 1 < self.end
                        && self.bytes[self.at + 1] == b'=';
                    if is_pair {
                        self.at += 1;
                    } else if !matches!(byte, b'<' | b'>') {
                        break;
                    }
                }
                b']' | b'}' | b')' => close(&mut brackets, byte)?,
                _ => {}
            }
            self.at += 1;
        }
        match (quote, brackets.last()) {
            (Some(_), _) => Err(Wrong::at_next("f-string: unterminated string")),
            (None, Some(opening)) => Err(Wrong::AtNext(format!("f-string: unmatched '{}'", char::from(*opening)))),
            (None, None) => Ok(()),
        }
    }

    /// How many of the same quotes follow, up to three.
    fn run(&self, quote: u8) -> usize {
        self.bytes[self.at..self.end].iter().take(3).take_while(|byte| **byte == quote).count()
    }
}

fn open(brackets: &mut Vec<u8>, bracket: u8) -> Result<(), Wrong> {
    if brackets.len() >= BRACKETS {
        return Err(Wrong::at_next("f-string: too many nested parenthesis"));
    }
    brackets.push(bracket);
    Ok(())
}

fn close(brackets: &mut Vec<u8>, bracket: u8) -> Result<(), Wrong> {
    let Some(opening) = brackets.pop() else {
        return Err(Wrong::AtNext(format!("f-string: unmatched '{}'", char::from(bracket))));
    };
    if matches!((opening, bracket), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
        return Ok(());
    }
    let (bracket, opening) = (char::from(bracket), char::from(opening));
    let message = format!("f-string: closing parenthesis '{bracket}' does not match opening parenthesis '{opening}'");
    Err(Wrong::AtNext(message))
}

/// An expression is more than blanks.
fn check_content(text: &str, delimiter: u8) -> Result<(), Wrong> {
    if text.contains(|c| !matches!(c, ' ' | '\t' | '\n' | '\x0c')) {
        return Ok(());
    }
    Err(Wrong::AtNext(match delimiter {
        b'!' | b':' | b'=' => format!("f-string: expression required before '{}'", char::from(delimiter)),
        _ => "f-string: empty expression not allowed".to_owned(),
    }))
}
