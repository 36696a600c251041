//! The exception that is set, and the ways to set it.
//!
//! **Invariants**: an exception that is set stays; a place is counted as CPython counts it at the moment when it is set, with
//! the lexer where it is then.
//!
//! Follows `_PyPegen_raise_error` and the `RAISE_…` macros of `Parser/pegen.h`.

use super::machine::Machine;
use super::sketch::Value;
use super::tokens::{NO_COLUMN, Read};
use crate::error::{ErrorClass, ParseError};

/// An exception with its place as its attributes have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pending {
    pub(super) class: ErrorClass,
    pub(super) message: String,
    pub(super) line: u32,
    pub(super) offset: i32,
    pub(super) end_line: u32,
    pub(super) end_offset: i32,
    /// The line's text, if it is no line of the file.
    pub(super) text: Option<String>,
}

impl Pending {
    /// An exception that knows no place.
    pub(super) const fn without_place(class: ErrorClass, message: String) -> Self {
        Self { class, message, line: 0, offset: 0, end_line: 0, end_offset: 0, text: None }
    }

    /// Whether it is a `SyntaxError` or a kind of it.
    pub(super) const fn is_syntax_error(&self) -> bool {
        matches!(self.class, ErrorClass::SyntaxError | ErrorClass::IndentationError | ErrorClass::TabError)
    }

    pub(super) fn into_error(self) -> ParseError {
        let Self { class, message, line, offset, end_line, end_offset, text } = self;
        ParseError {
            class,
            message,
            line,
            column: offset,
            end_line,
            end_column: end_offset,
            text,
            last_statement: 0,
            is_in_field: false,
            is_of_tree: false,
        }
    }
}

/// Both ends of a place: lines from 1, columns in bytes from 1, 0 for none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Spot {
    pub(super) line: u32,
    pub(super) column: i32,
    pub(super) end_line: u32,
    pub(super) end_column: i32,
}

impl Machine<'_, '_> {
    /// Sets an exception, unless there is one; in old releases in its place.
    pub(super) fn raise(&mut self, class: ErrorClass, message: String, spot: Spot) {
        self.failed = true;
        if self.error.is_none() || self.tokens.target.overrides_errors() {
            self.error = Some(self.pending(class, message, spot));
        }
    }

    /// There are too many rules inside each other.
    pub(super) fn overflow(&mut self) {
        self.failed = true;
        let message = self.tokens.target.source_limits().rules_message.to_owned();
        self.error = Some(Pending::without_place(ErrorClass::MemoryError, message));
    }

    /// From the start of one value to the end of another.
    pub(super) fn raise_range(&mut self, class: ErrorClass, message: String, first: Value, last: Value) {
        let ((line, column), (end_line, end_column)) = (self.start_of(first), self.end_of(last));
        let spot = Spot { line, column: column + 1, end_line, end_column: end_column + 1 };
        self.raise(class, message, spot);
    }

    /// From the start of a value to where the lexer is.
    pub(super) fn raise_from(&mut self, class: ErrorClass, message: String, first: Value) {
        let (line, column) = self.start_of(first);
        let state = self.tokens.lexer.state();
        let end_column = state.cursor.saturating_sub(state.line_start) as i32;
        self.raise(class, message, Spot { line, column: column + 1, end_line: state.line, end_column });
    }

    /// At the last token read.
    pub(super) fn raise_last(&mut self, class: ErrorClass, message: String) {
        if self.keeps_error() {
            return;
        }
        let spot = self.spot_of(self.tokens.last().copied());
        self.raise(class, message, spot);
    }

    /// At the next token.
    pub(super) fn raise_next(&mut self, class: ErrorClass, message: String) {
        if self.keeps_error() || self.touch().is_none() {
            return;
        }
        let spot = self.spot_of(self.tokens.read.get(self.mark as usize).copied());
        self.raise(class, message, spot);
    }

    /// Whether there is an error that none at a token takes the place of.
    fn keeps_error(&mut self) -> bool {
        let keeps = self.error.is_some() && !self.tokens.target.overrides_errors_at_tokens();
        self.failed |= keeps;
        keeps
    }

    /// Where a token is. One without column is where the lexer is, in the token's line.
    fn spot_of(&self, token: Option<Read>) -> Spot {
        let Some(token) = token else { return Spot { line: 0, column: 0, end_line: 0, end_column: -1 } };
        let state = self.tokens.lexer.state();
        let column = if token.column != NO_COLUMN {
            token.column + 1
        } else if state.cursor == state.buffer {
            0
        } else {
            let in_line = self.tokens.target.places_tokens_in_lines();
            state.cursor.saturating_sub(if in_line { state.line_start } else { state.buffer }) as i32
        };
        let end_column = if token.end_column == NO_COLUMN { NO_COLUMN } else { token.end_column + 1 };
        Spot { line: token.line, column, end_line: token.end_line, end_column }
    }

    /// The first token of a value; none for what has no place.
    fn first_token(&self, value: Value) -> Option<&Read> {
        let token = value.as_token().or_else(|| self.sketches.get(value).map(|node| node.first))?;
        self.tokens.read.get(token as usize)
    }

    fn last_token(&self, value: Value) -> Option<&Read> {
        let token = value.as_token().or_else(|| self.sketches.get(value).map(|node| node.last))?;
        self.tokens.read.get(token as usize)
    }

    /// Line and column of the start of a value.
    pub(super) fn start_of(&self, value: Value) -> (u32, i32) {
        self.first_token(value).map_or((0, 0), |token| (token.line, token.column))
    }

    pub(super) fn end_of(&self, value: Value) -> (u32, i32) {
        self.last_token(value).map_or((0, 0), |token| (token.end_line, token.end_column))
    }
}
