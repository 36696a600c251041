//! Number literals: where they end, and what is wrong with them.
//!
//! Follows the part of `tok_get_normal_mode` in `Parser/lexer/lexer.c` that reads numbers, `tok_decimal_tail` and
//! `verify_end_of_number`.

use super::Lexer;
use super::classes::is_name_byte;
use crate::token::{Kind, Token};

/// A number that touches the keyword after it, which is worth a warning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Glued {
    /// Offset of the number.
    pub(crate) start: u32,
    /// Offset of the keyword.
    pub(crate) end: u32,
    /// What the warning calls the number.
    pub(crate) literal: Literal,
}

/// Kinds of numbers, as messages name them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Literal {
    Decimal,
    Hexadecimal,
    Octal,
    Binary,
    Imaginary,
}

impl Literal {
    /// The adjective in messages.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::Hexadecimal => "hexadecimal",
            Self::Octal => "octal",
            Self::Binary => "binary",
            Self::Imaginary => "imaginary",
        }
    }
}

/// What is wrong with a number. All offsets are where the lexer stops.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// Something in it or right after it.
    Literal(Literal, usize),
    /// A digit too large for the base; and whether it is right after the prefix or an underscore.
    Digit(Literal, usize, bool),
    /// Zeros up to the second offset begin a number that ends at the first.
    Zeros(usize, usize),
}

/// The end of a number, and its kind for what is checked there.
type End = Result<(usize, Literal), Wrong>;

impl<const TRACE: bool> Lexer<'_, TRACE> {
    /// The number that begins at `start` with a digit, or with a dot before one.
    #[inline]
    pub(super) fn number(&mut self, start: usize) -> Token {
        let first = self.byte(start);
        let mut end = start + 1;
        while self.byte(end).is_ascii_digit() {
            end += 1;
        }
        let next = self.byte(end);
        let is_plain = first != b'.' && (first != b'0' || end == start + 1);
        if is_plain && next != b'.' && !is_name_byte(next) {
            return self.token(Kind::Number, start, end);
        }
        self.long_number(start)
    }

    #[inline(never)]
    fn long_number(&mut self, start: usize) -> Token {
        let end = self.number_end(start);
        let checked = match end {
            Ok((end, literal)) if self.rules.checks_ends_of_numbers => self.check_end(start, end, literal),
            Ok((end, _)) => Ok(end),
            Err(wrong) => Err(wrong),
        };
        match checked {
            Ok(end) => self.token(Kind::Number, start, end),
            Err(wrong) => self.fail(|lexer| lexer.wrong_number(start, wrong)),
        }
    }

    fn number_end(&self, start: usize) -> End {
        if self.byte(start) == b'.' {
            return self.fraction(start + 1);
        }
        if self.byte(start) != b'0' {
            return self.after_digits(self.digits(start)?);
        }
        match self.byte(start + 1) {
            b'x' | b'X' => self.with_base(start + 2, Literal::Hexadecimal),
            b'o' | b'O' => self.with_base(start + 2, Literal::Octal),
            b'b' | b'B' => self.with_base(start + 2, Literal::Binary),
            _ => self.after_zero(start),
        }
    }

    /// Digits of another base, each group after at most one underscore.
    fn with_base(&self, from: usize, literal: Literal) -> End {
        let is_digit = |byte: u8| match literal {
            Literal::Hexadecimal => byte.is_ascii_hexdigit(),
            Literal::Octal => matches!(byte, b'0'..=b'7'),
            _ => matches!(byte, b'0' | b'1'),
        };
        let mut at = from;
        loop {
            at += usize::from(self.byte(at) == b'_');
            let group = at;
            while is_digit(self.byte(at)) {
                at += 1;
            }
            if self.byte(at).is_ascii_digit() {
                return Err(Wrong::Digit(literal, at, group == at));
            }
            if group == at {
                return Err(Wrong::Literal(literal, at));
            }
            if self.byte(at) != b'_' {
                return Ok((at, literal));
            }
        }
    }

    /// A number that begins with a zero but has no base: other digits than zeros must belong to a float.
    fn after_zero(&self, start: usize) -> End {
        let mut at = start + 1;
        loop {
            if self.byte(at) == b'_' {
                at += 1;
                if !self.byte(at).is_ascii_digit() {
                    return Err(Wrong::Literal(Literal::Decimal, at));
                }
            }
            if self.byte(at) != b'0' {
                break;
            }
            at += 1;
        }
        let zeros = at;
        let end = if self.byte(at).is_ascii_digit() { self.digits(at)? } else { at };
        if end > zeros && !matches!(self.byte(end), b'.' | b'e' | b'E' | b'j' | b'J') {
            return Err(Wrong::Zeros(end, zeros));
        }
        self.after_digits(end)
    }

    /// Decimal digits with single underscores between them.
    fn digits(&self, from: usize) -> Result<usize, Wrong> {
        let mut at = from;
        loop {
            while self.byte(at).is_ascii_digit() {
                at += 1;
            }
            if self.byte(at) != b'_' {
                return Ok(at);
            }
            at += 1;
            if !self.byte(at).is_ascii_digit() {
                return Err(Wrong::Literal(Literal::Decimal, at));
            }
        }
    }

    fn after_digits(&self, at: usize) -> End {
        if self.byte(at) == b'.' { self.fraction(at + 1) } else { self.exponent(at) }
    }

    fn fraction(&self, at: usize) -> End {
        let end = if self.byte(at).is_ascii_digit() { self.digits(at)? } else { at };
        self.exponent(end)
    }

    fn exponent(&self, at: usize) -> End {
        if !matches!(self.byte(at), b'e' | b'E') {
            return Ok(self.imaginary(at));
        }
        let signed = matches!(self.byte(at + 1), b'+' | b'-');
        let digits = at + 1 + usize::from(signed);
        match self.byte(digits).is_ascii_digit() {
            true => Ok(self.imaginary(self.digits(digits)?)),
            false if signed => Err(Wrong::Literal(Literal::Decimal, digits)),
            // The letter may begin `else`.
            false => Ok((at, Literal::Decimal)),
        }
    }

    fn imaginary(&self, at: usize) -> (usize, Literal) {
        match self.byte(at) {
            b'j' | b'J' => (at + 1, Literal::Imaginary),
            _ => (at, Literal::Decimal),
        }
    }

    /// A number may touch some keywords, which is worth a warning, and no other letter.
    fn check_end(&mut self, start: usize, end: usize, literal: Literal) -> Result<usize, Wrong> {
        let rest = self.text.get(end..).unwrap_or_default();
        if !rest.first().is_some_and(|byte| is_name_byte(*byte)) {
            return Ok(end);
        }
        if begins_operator(rest) {
            self.glued.push(Glued { start: start as u32, end: end as u32, literal });
            return Ok(end);
        }
        if !rest[0].is_ascii() && !self.rules.refuses_foreign_letters {
            return Ok(end);
        }
        Err(Wrong::Literal(literal, end))
    }
}

/// Whether a text begins with a keyword that may come after a number. What follows `if`, `in` and `is` is not looked at.
fn begins_operator(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 5] = [b"and", b"else", b"for", b"or", b"not"];
    let is_word =
        |word: &[u8]| text.strip_prefix(word).is_some_and(|rest| !rest.first().is_some_and(|b| is_name_byte(*b)));
    WORDS.into_iter().any(is_word) || matches!(text, [b'i', b'f' | b'n' | b's', ..])
}
