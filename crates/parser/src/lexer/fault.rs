//! What is wrong with a text, as the target's tokenizer says it.
//!
//! There are two kinds of faults. Some the tokenizer raises itself, with their texts and places. For the others it leaves a
//! code, of which the parser makes an error if it gets as far as to read that token.
//!
//! Follows `_syntaxerror_range` in `Parser/tokenizer/helpers.c` for the places: the offset is the number of characters in
//! the line up to where the lexer stops, so it points at the last one that it read.

use super::Lexer;
use super::name::Wrong as WrongName;
use super::number::Wrong as WrongNumber;
use super::string::Unterminated;

/// Why there is no token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A `SyntaxError` that the tokenizer raises.
    Raised(Raised),
    /// What the parser makes an error of.
    Code(Code),
}

/// An error with its place as CPython's exception has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Raised {
    pub(crate) message: String,
    pub(crate) line: u32,
    pub(crate) offset: u32,
    pub(crate) end_offset: u32,
}

/// The `E_…` codes of `Include/errcode.h` that a source can cause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Code {
    /// The end of the text in brackets or after a backslash; `E_EOF`.
    EndOfInput,
    /// No line around is indented like this one; `E_DEDENT`.
    Dedent,
    /// `E_TABSPACE`.
    TabsAndSpaces,
    /// `E_TOODEEP`.
    TooDeep,
    /// A character after a backslash; `E_LINECONT`.
    Continuation,
    /// Bytes of a name that are not UTF-8: a `UnicodeDecodeError` is raised, `E_DECODE`. With the offset of the name, which ends at
    /// the cursor.
    Decoding(u32),
    /// A character that no name has, in 3.8; `E_IDENTIFIER`.
    Identifier,
    /// A string without end in its line, up to 3.9; `E_EOLS`.
    EndOfLineInString,
    /// A string in triple quotes without end, up to 3.9; `E_EOFS`.
    EndOfInputInString,
}

impl<const TRACE: bool> Lexer<'_, TRACE> {
    /// A code; where the lexer stops depends on it.
    pub(super) fn code(&mut self, code: Code) -> Fault {
        match code {
            Code::Dedent | Code::TabsAndSpaces | Code::TooDeep => self.at = self.trace.line_end,
            Code::Continuation if self.target.places_lexer_codes() => self.at += 2,
            Code::Continuation => self.at = self.trace.line_end,
            _ => {}
        }
        Fault::Code(code)
    }

    /// An error at `at`, where the lexer stops.
    pub(super) fn raise(&mut self, at: usize, message: String) -> Fault {
        self.at = at;
        let offset = self.characters_before(at);
        Fault::Raised(Raised { message, line: self.trace.line, offset, end_offset: offset })
    }

    /// An error with offsets of its own.
    fn raise_range(&mut self, at: usize, first: usize, last: usize, message: String) -> Fault {
        self.at = at;
        let (offset, end_offset) = if self.target.counts_characters_of_fault_ranges() {
            (self.characters_before(first), self.characters_before(last))
        } else {
            let start = self.trace.line_start;
            ((first - start) as u32, (last - start) as u32)
        };
        Fault::Raised(Raised { message, line: self.trace.line, offset, end_offset })
    }

    /// How many characters are in the line before an offset. As many as CPython's decoder puts in the place of bytes that
    /// are not UTF-8 count for these.
    fn characters_before(&self, at: usize) -> u32 {
        let before = self.text.get(self.trace.line_start..at).unwrap_or_default();
        String::from_utf8_lossy(before).chars().count() as u32
    }

    pub(super) fn too_many_brackets(&mut self, start: usize) -> Fault {
        self.raise(start + 1, "too many nested parentheses".to_owned())
    }

    pub(super) fn not_printable(&mut self, byte: u8, start: usize) -> Fault {
        self.raise(start + 1, format!("invalid non-printable character U+{byte:04X}"))
    }

    pub(super) fn wrong_name(&mut self, start: usize, end: usize, wrong: WrongName) -> Fault {
        let WrongName::Character(character, at) = wrong else {
            self.at = end;
            return Fault::Code(Code::Decoding(start as u32));
        };
        if self.target.hides_invalid_characters() {
            self.at = end;
            return Fault::Code(Code::Identifier);
        }
        let code = u32::from(character);
        let message = if self.target.is_printable(code) {
            format!("invalid character '{character}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        self.raise(start + at + character.len_utf8(), message)
    }

    pub(super) fn wrong_number(&mut self, start: usize, wrong: WrongNumber) -> Fault {
        match wrong {
            WrongNumber::Literal(literal, at) => self.raise(at, format!("invalid {} literal", literal.word())),
            WrongNumber::Digit(literal, at, is_first) => {
                let digit = char::from(self.byte(at));
                let stops_before = is_first && self.target.stops_before_wrong_digits();
                let message = format!("invalid digit '{digit}' in {} literal", literal.word());
                self.raise(at + usize::from(!stops_before), message)
            }
            WrongNumber::Zeros(end, zeros) => self.leading_zeros(start, end, zeros),
        }
    }

    fn leading_zeros(&mut self, start: usize, end: usize, zeros: usize) -> Fault {
        let message =
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
        if self.target.places_faults_in_ranges() {
            self.raise_range(end, start + 1, zeros + 1, message.to_owned())
        } else {
            self.raise(end, message.to_owned())
        }
    }

    pub(super) fn incompatible_prefixes(&mut self, first: u8, second: u8, start: usize, quote: usize) -> Fault {
        let (first, second) = (char::from(first), char::from(second));
        let message = format!("'{first}' and '{second}' prefixes are incompatible");
        self.raise_range(quote + 1, start + 1, quote + 1, message)
    }

    /// Reported at the string's first quote or prefix letter, once the lexer has gone to the end.
    pub(super) fn unterminated(&mut self, start: usize, quote: usize, end: Unterminated) -> Fault {
        self.reach_inside(end.at);
        if !self.target.explains_unterminated_strings() {
            self.at = self.trace.line_end;
            return Fault::Code(if end.is_triple { Code::EndOfInputInString } else { Code::EndOfLineInString });
        }
        let line = self.trace.line;
        self.reach_inside(start);
        let width = if end.is_triple { 3 } else { 1 };
        if let Some(message) = self.unclosed_field(self.byte(quote), width) {
            return self.raise(start + 1, message);
        }
        let triple = if end.is_triple { "triple-quoted " } else { "" };
        let advice = end.has_escaped_quote && !end.is_triple && self.target.explains_escaped_quotes();
        let advice = if advice { "; perhaps you escaped the end quote?" } else { "" };
        let message = format!("unterminated {triple}string literal (detected at line {line}){advice}");
        self.raise(start + 1, message)
    }

    /// What is said of a bracket that closes none.
    pub(super) fn unmatched(&mut self, byte: u8, start: usize) -> Fault {
        self.raise(start + 1, format!("unmatched '{}'", char::from(byte)))
    }

    /// What is said of a bracket that closes one of another kind, opened in the given line.
    pub(super) fn mismatched(&mut self, byte: u8, start: usize, open: u8, line: u32) -> Fault {
        let (close, open) = (char::from(byte), char::from(open));
        let place = if line == self.trace.line { String::new() } else { format!(" on line {line}") };
        let message = format!("closing parenthesis '{close}' does not match opening parenthesis '{open}'{place}");
        self.raise(start + 1, message)
    }
}
