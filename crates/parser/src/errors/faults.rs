//! What the lexer has found wrong becomes an exception.
//!
//! Some faults the tokenizer raises itself; of others it only leaves a code, of which the parser makes an exception.
//!
//! Follows `_Pypegen_tokenizer_error` and `_Pypegen_raise_decode_error`.

use pycmill_source::utf8_error;

use super::machine::Machine;
use super::pending::{Pending, Spot};
use super::place::program_text;
use crate::error::ErrorClass;
use crate::lexer::{Code, Fault, Raised};

impl Machine<'_, '_> {
    /// The token that was read last is a fault.
    pub(super) fn lexer_failed(&mut self) {
        self.failed = true;
        match self.tokens.lexer.fault().cloned() {
            Some(Fault::Raised(raised)) => self.error = Some(self.tokenizer_error(raised)),
            Some(Fault::Code(code)) if self.error.is_none() => self.raise_code(code),
            _ => {}
        }
    }

    fn raise_code(&mut self, code: Code) {
        let last = |machine: &mut Self, message: &str| machine.raise_last(ErrorClass::SyntaxError, message.to_owned());
        match code {
            Code::EndOfInput => {
                let error = if self.tokens.target.names_unclosed_brackets() { self.unclosed() } else { None };
                match error {
                    Some(error) => self.error = Some(error),
                    None => last(self, "unexpected EOF while parsing"),
                }
            }
            Code::EndOfLineInString => last(self, "EOL while scanning string literal"),
            Code::EndOfInputInString => last(self, "EOF while scanning triple-quoted string literal"),
            Code::Dedent => {
                let message = "unindent does not match any outer indentation level".to_owned();
                self.raise_last(ErrorClass::IndentationError, message);
            }
            Code::TabsAndSpaces => {
                self.raise_in_line(ErrorClass::TabError, "inconsistent use of tabs and spaces in indentation", 0);
            }
            Code::TooDeep => self.raise_in_line(ErrorClass::IndentationError, "too many levels of indentation", 0),
            Code::Continuation => {
                let state = self.tokens.lexer.state();
                let column = state.cursor.saturating_sub(state.buffer) as i32 - 1;
                let message = "unexpected character after line continuation character";
                self.raise_in_line(ErrorClass::SyntaxError, message, column);
            }
            Code::Decoding(start) => {
                let message = self.undecodable(start, self.tokens.lexer.state().cursor).unwrap_or_default();
                self.raise_last(ErrorClass::SyntaxError, format!("(unicode error) {message}"));
            }
            Code::Identifier => last(self, "invalid character in identifier"),
        }
    }

    /// At a column of the lexer's line, without an end.
    fn raise_in_line(&mut self, class: ErrorClass, message: &str, column: i32) {
        let line = self.tokens.lexer.state().line;
        let column = if self.tokens.target.places_lexer_codes() { column.max(0) + 1 } else { 0 };
        self.raise(class, message.to_owned(), Spot { line, column, end_line: line, end_column: 0 });
    }

    /// What a decoder says of a part of the text that is not UTF-8.
    pub(super) fn undecodable(&self, start: u32, end: u32) -> Option<String> {
        let bytes = self.tokens.source.malformed()?.get(start as usize..end as usize)?;
        utf8_error(bytes).map(|error| error.to_string())
    }

    /// A part of the text is not UTF-8, and nobody makes a syntax error of that.
    pub(super) fn undecodable_error(&self, start: u32, end: u32) -> Option<Pending> {
        self.undecodable(start, end).map(|message| Pending::without_place(ErrorClass::UnicodeDecodeError, message))
    }

    /// The innermost bracket that is open was never closed.
    pub(super) fn unclosed(&self) -> Option<Pending> {
        let bracket = *self.tokens.lexer.brackets().last()?;
        let start = self.tokens.source.lines().position(bracket.start);
        let message = format!("'{}' was never closed", char::from(bracket.byte));
        let column = start.column as i32 + 1;
        let spot = Spot { line: bracket.line, column, end_line: bracket.line, end_column: 0 };
        Some(self.pending(ErrorClass::SyntaxError, message, spot))
    }

    /// An error that the tokenizer raises is set even if there was another one.
    pub(super) fn tokenizer_error(&self, raised: Raised) -> Pending {
        let Raised { message, line, offset, end_offset } = raised;
        let (offset, end_offset) = (offset as i32, end_offset as i32);
        let text = match self.tokens.field {
            Some(_) => Some(self.line_of_error(line)),
            None => program_text(self.tokens.target, self.tokens.source, line),
        };
        // The tokenizer gives its line up to the newline.
        let text = text.map(|text| text.trim_end_matches('\n').to_owned());
        // The lines before the field are added to all errors of the field.
        let before = self.tokens.field.filter(|_| !self.tokens.target.counts_lines_of_fields());
        let line = line.wrapping_sub(before.map_or(0, |field| field.line));
        Pending { class: ErrorClass::SyntaxError, message, line, offset, end_line: line, end_offset, text }
    }
}
