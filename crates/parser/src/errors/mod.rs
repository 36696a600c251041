//! Why a file is no program: the exception that CPython raises.
//!
//! The grammar of the release is interpreted over the tokens of the file, in both passes of CPython's parser; the error falls
//! out of them as it does there. Only files that the fast parser rejects come here.
//!
//! Follows `_PyPegen_run_parser` of `Parser/pegen.c` and `_Pypegen_set_syntax_error` of `Parser/pegen_errors.c`.
//!
//! **Invariants**: nothing is shared with the fast parser but the lexer and the values of literals; linear time on real files;
//! no input overflows the stack.

mod actions;
mod faults;
mod first;
mod legacy_print;
mod ll1;
mod machine;
mod memo;
mod notation;
mod notes;
mod old_fstring;
mod pending;
mod place;
mod read_action;
mod reader;
mod rest;
mod sketch;
mod spelling;
mod strings;
mod table;
mod targets;
mod tokens;
mod unfinished;
mod verbs;
mod versions;

use std::borrow::Cow;

use pycmill_source::Source;
use pycmill_target::Target;

use self::machine::Machine;
use self::notes::Notes;
use self::pending::{Pending, Spot};
pub use self::place::program_text;
use self::table::{RuleId, Table};
use self::tokens::{Read, Tokens};
pub use self::unfinished::{Found, is_incomplete, names};
use crate::error::{ErrorClass, ParseError, Warning};
use crate::token::Kind;

/// The exception that CPython raises for a file, and what it warns of before; none if it takes the file.
pub fn explain(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    warnings: &mut Vec<Warning>,
) -> Option<ParseError> {
    explain_raising(target, source, max_str_digits, &[], warnings)
}

/// [`explain`] where some warnings are errors, named by their numbers in the order in which they are given, from 0.
pub fn explain_raising(
    target: Target,
    source: &Source,
    max_str_digits: u32,
    raised: &[usize],
    warnings: &mut Vec<Warning>,
) -> Option<ParseError> {
    let source = &*as_read(target, source);
    if !target.parses_with_backtracking() {
        return ll1::explain(target, source, max_str_digits, raised, warnings);
    }
    let table = Table::of(target);
    let mut machine = Machine::new(&table, Tokens::new(target, source), Notes::new(max_str_digits, raised, 0));
    let error = machine.judge(table.file).map(Pending::into_error);
    let error = error.map(|error| ParseError { last_statement: machine.notes.last_statement, ..error });
    machine.note_lexer_warnings();
    warnings.append(&mut machine.notes.warnings);
    error
}

/// Whether CPython's parser takes a file.
#[must_use]
pub fn accepts(target: Target, source: &Source, max_str_digits: u32) -> bool {
    let source = &*as_read(target, source);
    if !target.parses_with_backtracking() {
        return ll1::explain(target, source, max_str_digits, &[], &mut Vec::new()).is_none();
    }
    let table = Table::of(target);
    let mut machine = Machine::new(&table, Tokens::new(target, source), Notes::new(max_str_digits, &[], 0));
    machine.rule(table.file).is_some() && machine.error.is_none()
}

/// The text as the tokenizer has it, which in some releases takes the end of a file with `\r\n` for a missing newline.
pub(crate) fn as_read(target: Target, source: &Source) -> Cow<'_, Source> {
    if source.ends_in_crlf() && target.adds_lines_to_crlf() {
        return Cow::Owned(source.with_empty_line());
    }
    Cow::Borrowed(source)
}

impl Machine<'_, '_> {
    /// Both passes from a rule on, and what they come to.
    fn judge(&mut self, start: RuleId) -> Option<Pending> {
        if self.rule(start).is_some() && self.error.is_none() {
            return None;
        }
        // Other exceptions than syntax errors end everything.
        if self.error.as_ref().is_none_or(Pending::is_syntax_error) {
            let last = self.tokens.last().copied();
            self.begin_second_pass();
            self.rule(start);
            self.decide(last);
        }
        self.error.take().map(|error| self.looking_for_old_statements(error))
    }

    fn looking_for_old_statements(&self, mut error: Pending) -> Pending {
        if self.tokens.target.looks_for_old_statements() && error.class == ErrorClass::SyntaxError && error.line > 0 {
            let line = error.text.clone().unwrap_or_else(|| self.line_of_error(error.line).into_owned());
            error.message = legacy_print::message(&line).unwrap_or(error.message);
        }
        error
    }

    /// The exception that is set; if none is, one about the last token that the first pass has read.
    fn decide(&mut self, last: Option<Read>) {
        if !self.tokens.target.checks_rest_after_errors() {
            self.decide_at_last_token();
            return;
        }
        if let Some(error) = &self.error {
            if error.is_syntax_error() && self.lexer_is_fine() {
                self.check_rest();
            }
            return;
        }
        let Some(last) = last else { return };
        let judged =
            if self.tokens.target.judges_indentation_by_first_pass() { Some(&last) } else { self.tokens.last() };
        match judged.map(|token| token.kind) {
            Some(Kind::Indent) => self.raise_last(ErrorClass::IndentationError, "unexpected indent".to_owned()),
            Some(Kind::Dedent) => self.raise_last(ErrorClass::IndentationError, "unexpected unindent".to_owned()),
            _ => {
                self.raise_at(&last, "invalid syntax");
                self.check_rest();
            }
        }
    }

    /// The ending of 3.9: everything is about the last token that was read in either pass.
    fn decide_at_last_token(&mut self) {
        if self.error.is_some() {
            return;
        }
        let indentation = |machine: &mut Self, message: &str| {
            machine.raise_last(ErrorClass::IndentationError, message.to_owned());
        };
        match self.tokens.last().map(|token| token.kind) {
            _ if self.tokens.is_at_end => {
                self.raise_last(ErrorClass::SyntaxError, "unexpected EOF while parsing".to_owned());
            }
            Some(Kind::Indent) => indentation(self, "unexpected indent"),
            Some(Kind::Dedent) => indentation(self, "unexpected unindent"),
            _ => self.raise_last(ErrorClass::SyntaxError, "invalid syntax".to_owned()),
        }
    }

    /// `tok->done` is neither an error nor the end of the text.
    fn lexer_is_fine(&self) -> bool {
        !self.tokens.is_at_end && self.tokens.lexer.fault().is_none()
    }

    /// At a token, without a look at where the lexer is.
    fn raise_at(&mut self, token: &Read, message: &str) {
        let spot = Spot {
            line: token.line,
            column: token.column + 1,
            end_line: token.end_line,
            end_column: token.end_column + 1,
        };
        self.raise(ErrorClass::SyntaxError, message.to_owned(), spot);
    }
}
