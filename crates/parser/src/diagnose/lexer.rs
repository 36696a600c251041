//! The errors of CPython's lexer, found by lexing the text once more.
//!
//! Follows `tok_get_normal_mode` and `tok_get_fstring_mode` in `Parser/lexer/lexer.c`.

use pycmill_source::Source;
use pycmill_target::Target;

use super::{number, strings};
use crate::error::{ErrorClass, ParseError};

/// What lexing found.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    /// The first error.
    pub(super) error: Option<LexError>,
    /// The innermost bracket that is open at the end.
    pub(super) unclosed: Option<(char, usize)>,
    /// The newlines that end format specifications of f-strings in single quotes, in order.
    pub(super) spec_ends: Vec<usize>,
}

/// An error at the place the lexer has come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct LexError {
    pub(super) class: ErrorClass,
    pub(super) message: String,
    /// The token.
    pub(super) at: usize,
    /// The exception's column is that of the character in front of this.
    pub(super) cursor: usize,
    /// Whether it is in an f-string, where it does not come before errors of the parser.
    pub(super) is_in_string: bool,
}

impl LexError {
    pub(super) fn new(message: impl Into<String>, at: usize, cursor: usize) -> Self {
        Self { class: ErrorClass::SyntaxError, message: message.into(), at, cursor, is_in_string: false }
    }

    /// Whether the lexer raises the exception itself. For the others it leaves a code, which the parser looks at only
    /// if it comes there.
    pub(super) fn is_raised_at_once(&self) -> bool {
        self.class == ErrorClass::SyntaxError && !self.message.starts_with("unexpected ")
    }

    pub(super) fn error(&self, source: &Source) -> ParseError {
        let text = source.text();
        let line_start = text[..self.at].rfind('\n').map_or(0, |newline| newline + 1);
        let line = source.lines().position(line_start as u32).line;
        let (column, end_column) = match self.class {
            ErrorClass::SyntaxError => {
                let column = text[line_start..self.cursor].chars().count() as i32;
                (column, column)
            }
            ErrorClass::IndentationError if self.message.starts_with("unindent") => {
                let whole = text[line_start..].split_inclusive('\n').next().unwrap_or("");
                (whole.chars().count() as i32, 0)
            }
            _ => (1, 0),
        };
        ParseError {
            class: self.class,
            message: self.message.clone(),
            line,
            column,
            end_line: line,
            end_column,
            text: None,
            last_statement: 0,
            is_in_field: false,
            is_lexical: self.is_raised_at_once(),
        }
    }
}

/// "'(' was never closed".
pub(super) fn never_closed(source: &Source, bracket: char, at: usize) -> ParseError {
    let range = ruff_text_size::TextRange::at((at as u32).into(), 0.into());
    let error = ParseError::at(source, range, format!("'{bracket}' was never closed"));
    ParseError { end_column: 0, ..error }
}

/// Something that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Open {
    Bracket {
        bracket: u8,
        at: usize,
    },
    /// The literal part of an f-string, or a format specification in it.
    Literal(strings::Literal),
    /// A replacement field.
    Field {
        at: usize,
    },
}

/// Lexes up to the first error.
pub(super) fn lex(target: Target, text: &str) -> Lexed {
    let mut lexer = Lexer {
        target,
        text,
        bytes: text.as_bytes(),
        at: 0,
        open: Vec::new(),
        indents: vec![(0, 0)],
        spec_ends: Vec::new(),
    };
    let error = lexer.run().err();
    let is_in_string = lexer.open.iter().any(|open| matches!(open, Open::Literal(_) | Open::Field { .. }));
    let error = error.map(|error| LexError { is_in_string, ..error });
    let unclosed = lexer.open.iter().rev().find_map(|open| match *open {
        Open::Bracket { bracket, at } => Some((char::from(bracket), at)),
        Open::Field { at } => Some(('{', at)),
        Open::Literal(_) => None,
    });
    Lexed { error, unclosed, spec_ends: lexer.spec_ends }
}

pub(super) struct Lexer<'t> {
    pub(super) target: Target,
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) open: Vec<Open>,
    pub(super) spec_ends: Vec<usize>,
    /// Columns with tabs of eight and of one.
    indents: Vec<(usize, usize)>,
}

impl Lexer<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The line, from 1, of an offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        1 + self.bytes[..offset].iter().filter(|byte| **byte == b'\n').count()
    }

    fn run(&mut self) -> Result<(), LexError> {
        self.indentation()?;
        while self.at < self.bytes.len() {
            match self.open.last() {
                Some(Open::Literal(literal)) => {
                    let literal = *literal;
                    self.fstring_literal(literal)?;
                }
                _ => self.token()?,
            }
        }
        match self.open.last() {
            Some(Open::Literal(literal)) => Err(self.unterminated_fstring(*literal)),
            _ => Ok(()),
        }
    }

    fn token(&mut self) -> Result<(), LexError> {
        let start = self.at;
        let byte = self.bytes[start];
        self.at += 1;
        match byte {
            b'\n' if self.open.is_empty() => self.indentation(),
            b'#' => {
                let rest = &self.bytes[start..];
                self.at = start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                Ok(())
            }
            b'\'' | b'"' => self.string(start),
            b'0'..=b'9' => number::check(self, start),
            b'.' if self.peek().is_some_and(|next| next.is_ascii_digit()) => number::check(self, start),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word(start),
            b'(' | b'[' | b'{' => {
                self.open.push(Open::Bracket { bracket: byte, at: start });
                Ok(())
            }
            b')' | b']' | b'}' => self.close(byte),
            b':' => {
                if matches!(self.open.last(), Some(Open::Field { .. })) {
                    self.open_spec();
                }
                Ok(())
            }
            b'\\' => self.continuation(),
            _ => Ok(()),
        }
    }

    /// A name, or the prefix of a string.
    fn word(&mut self, start: usize) -> Result<(), LexError> {
        let rest = &self.bytes[start..];
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
        let len = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        self.at = start + len;
        if matches!(self.peek(), Some(b'\'' | b'"')) {
            let prefix = self.text[start..self.at].to_ascii_lowercase();
            match prefix.as_str() {
                "f" | "rf" | "fr" => return self.fstring(start, 'f'),
                "t" | "rt" | "tr" if self.target.has_template_strings() => return self.fstring(start, 't'),
                "b" | "r" | "u" | "br" | "rb" => {
                    self.at += 1;
                    return self.string(start);
                }
                prefix if self.target.names_incompatible_prefixes() => self.check_prefix(prefix, start)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Letters that are prefixes of strings, but not together.
    fn check_prefix(&self, prefix: &str, start: usize) -> Result<(), LexError> {
        let is_repeated = |(at, letter): (usize, char)| prefix[..at].contains(letter);
        if prefix.chars().any(|c| !"urbft".contains(c)) || prefix.char_indices().any(is_repeated) {
            return Ok(());
        }
        let pairs = [('u', 'b'), ('u', 'r'), ('u', 'f'), ('u', 't'), ('b', 'f'), ('b', 't'), ('f', 't')];
        match pairs.iter().find(|(one, other)| prefix.contains(*one) && prefix.contains(*other)) {
            Some((one, other)) => {
                let message = format!("'{one}' and '{other}' prefixes are incompatible");
                Err(LexError::new(message, start, start + 1))
            }
            None => Ok(()),
        }
    }

    fn close(&mut self, byte: u8) -> Result<(), LexError> {
        let at = self.at - 1;
        let fail = |message: String| Err(LexError::new(message, at, at + 1));
        let found = char::from(byte);
        match self.open.pop() {
            None => fail(format!("unmatched '{found}'")),
            Some(Open::Field { .. }) if byte != b'}' => fail(format!("{}-string: unmatched '{found}'", self.letter())),
            Some(Open::Bracket { bracket, at: opened }) if byte != closing(bracket) => {
                let line = self.line(opened);
                let place = if line == self.line(at) { String::new() } else { format!(" on line {line}") };
                let opening = char::from(bracket);
                fail(format!("closing parenthesis '{found}' does not match opening parenthesis '{opening}'{place}"))
            }
            Some(_) => Ok(()),
        }
    }

    fn continuation(&mut self) -> Result<(), LexError> {
        match self.peek() {
            Some(b'\n') if self.at + 1 == self.bytes.len() => {
                Err(LexError::new("unexpected EOF while parsing", self.at - 1, self.at))
            }
            Some(b'\n') => {
                self.at += 1;
                Ok(())
            }
            _ => {
                let width = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
                let message = "unexpected character after line continuation character";
                Err(LexError::new(message, self.at - 1, self.at + width))
            }
        }
    }

    /// The blanks at the start of a logical line.
    fn indentation(&mut self) -> Result<(), LexError> {
        let start = self.at;
        let (mut column, mut alternative) = (0, 0);
        loop {
            match self.peek() {
                Some(b' ') => (column, alternative) = (column + 1, alternative + 1),
                Some(b'\t') => (column, alternative) = ((column / 8 + 1) * 8, alternative + 1),
                Some(b'\x0c') => (column, alternative) = (0, 0),
                _ => break,
            }
            self.at += 1;
        }
        match self.peek() {
            None | Some(b'#' | b'\n' | b'\\') => Ok(()),
            Some(_) => self.indent(column, alternative).map_err(|(class, message)| LexError {
                class,
                message: message.to_owned(),
                at: start,
                cursor: self.at,
                is_in_string: false,
            }),
        }
    }

    fn indent(&mut self, column: usize, alternative: usize) -> Result<(), (ErrorClass, &'static str)> {
        let tabs = (ErrorClass::TabError, "inconsistent use of tabs and spaces in indentation");
        let (last, last_alternative) = self.indents.last().copied().unwrap_or_default();
        if column > last {
            if alternative <= last_alternative {
                return Err(tabs);
            }
            self.indents.push((column, alternative));
            return Ok(());
        }
        while self.indents.len() > 1 && self.indents.last().is_some_and(|indent| column < indent.0) {
            self.indents.pop();
        }
        let (last, last_alternative) = self.indents.last().copied().unwrap_or_default();
        if column != last {
            Err((ErrorClass::IndentationError, "unindent does not match any outer indentation level"))
        } else if alternative != last_alternative {
            Err(tabs)
        } else {
            Ok(())
        }
    }
}

const fn closing(bracket: u8) -> u8 {
    match bracket {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

#[cfg(test)]
mod tests {
    use super::lex;

    fn target() -> pycmill_target::Target {
        "3.13".parse().expect("a target")
    }

    fn message(text: &str) -> String {
        lex(target(), text).error.map_or_else(String::new, |error| error.message)
    }

    #[test]
    fn brackets() {
        assert_eq!(message("x = 1)\n"), "unmatched ')'");
        assert_eq!(message("x = (1]\n"), "closing parenthesis ']' does not match opening parenthesis '('");
        assert_eq!(message("(\n]\n"), "closing parenthesis ']' does not match opening parenthesis '(' on line 1");
        assert_eq!(message("f'{)}'\n"), "f-string: unmatched ')'");
        assert_eq!(lex(target(), "[(1\n").unclosed, Some(('(', 1)));
        assert_eq!(message("f'{a[1:2]:>{w}} {{' + '}' + f'''{\n{1: 2}!r}'''\n"), "");
    }

    #[test]
    fn strings() {
        assert_eq!(message("x = 'a\n"), "unterminated string literal (detected at line 1)");
        assert_eq!(message("\n'''\n\n"), "unterminated triple-quoted string literal (detected at line 3)");
        assert_eq!(message("f'a\n"), "unterminated f-string literal (detected at line 1)");
        assert_eq!(message("f'{a'\n"), "f-string: expecting '}'");
        assert_eq!(message("f'}'\n"), "f-string: single '}' is not allowed");
        assert_eq!(message("x = 'it\\'s\\\nfine'\n"), "");
    }

    #[test]
    fn indentation() {
        assert_eq!(message("if 1:\n    x\n  y\n"), "unindent does not match any outer indentation level");
        assert_eq!(message("if 1:\n        x\n\ty\n"), "inconsistent use of tabs and spaces in indentation");
        assert_eq!(message("if 1:\n\tx\n\n  # c\n\ty\nz\n"), "");
    }

    #[test]
    fn continuation() {
        assert_eq!(message("x = 1 \\ \n"), "unexpected character after line continuation character");
        assert_eq!(message("x = 1 \\\n"), "unexpected EOF while parsing");
    }
}
