//! What the tracing lexer keeps besides tokens.
//!
//! Follows `struct tok_state` in `Parser/lexer/state.h` and `tok_underflow_string` in
//! `Parser/tokenizer/string_tokenizer.c`: the text is read line by line, and a line counts once its first byte is read.

use super::template::Mode;
use super::{Fault, Glued, Lexer, TraceLexer, line_end};
use crate::token::Token;

/// A bracket that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Bracket {
    pub(crate) byte: u8,
    pub(crate) start: u32,
    pub(crate) line: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Trace {
    pub(super) fault: Option<Fault>,
    /// The number of the line that was read last; 0 before the first.
    pub(super) line: u32,
    /// Where it starts.
    pub(super) line_start: usize,
    /// Where the next one starts.
    pub(super) line_end: usize,
    /// Where the line starts in which the token that was read last begins.
    pub(super) buffer: usize,
    pub(super) brackets: Vec<Bracket>,
    /// Strings inside each other whose parts are tokens.
    pub(super) modes: Vec<Mode>,
    /// Where `\{` and `\}` are in the texts of f-strings: CPython warns of them when it reads the text.
    pub(super) escapes: Vec<u32>,
}

/// A token and the state of the lexer after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Traced {
    pub(crate) token: Token,
    /// Brackets open after it.
    pub(crate) level: u8,
    /// The offset of the first byte that was not read; `tok->cur`.
    pub(crate) cursor: u32,
    /// The number of the cursor's line, which at the end of a line is not the next one; `tok->lineno`.
    pub(crate) line: u32,
    /// Where that line starts; `tok->line_start`.
    pub(crate) line_start: u32,
}

/// The state that errors and the search for errors in the rest of a file look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct State {
    pub(crate) level: u8,
    /// `tok->cur`.
    pub(crate) cursor: u32,
    /// `tok->lineno`.
    pub(crate) line: u32,
    /// `tok->line_start`.
    pub(crate) line_start: u32,
    /// `tok->inp`.
    pub(crate) line_end: u32,
    /// `tok->buf`.
    pub(crate) buffer: u32,
}

impl<const TRACE: bool> Lexer<'_, TRACE> {
    /// Counts the lines up to the one of an offset; at the end of the text there is no other.
    #[inline]
    pub(super) fn reach(&mut self, at: usize) {
        if TRACE && self.reach_line(at) {
            self.trace.buffer = self.trace.line_start;
        }
    }

    /// The same within a token.
    pub(super) fn reach_inside(&mut self, at: usize) {
        if TRACE {
            self.reach_line(at);
        }
    }

    fn reach_line(&mut self, at: usize) -> bool {
        let at = at.min(self.text.len().saturating_sub(1));
        if (self.trace.line_start..self.trace.line_end).contains(&at) || self.text.is_empty() {
            return false;
        }
        let position = self.source.lines().position(at as u32);
        self.trace.line = position.line;
        self.trace.line_start = at - position.column as usize;
        self.trace.line_end = line_end(self.text, at) + 1;
        true
    }

    pub(super) fn note_string(&mut self, end: usize) {
        self.reach_inside(end - 1);
    }

    pub(super) fn note_open(&mut self, byte: u8, start: usize) {
        self.trace.brackets.push(Bracket { byte, start: start as u32, line: self.trace.line });
        if let Some(mode) = self.trace.modes.last_mut() {
            mode.open(byte);
        }
    }

    /// Takes the bracket from the ones that are open; a fault if it is not the one that must come.
    pub(super) fn check_close(&mut self, byte: u8, start: usize) -> Option<Token> {
        if byte == b'}' && self.trace.modes.last().is_some_and(Mode::has_no_brackets) {
            return Some(self.fail(|lexer| lexer.single_brace(start)));
        }
        let Some(open) = self.trace.brackets.pop() else {
            return Some(self.fail(|lexer| lexer.unmatched(byte, start)));
        };
        self.depth -= 1;
        if !matches!((open.byte, byte), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            if open.byte == b'{' && self.trace.modes.last().is_some_and(Mode::closes_field) {
                return Some(self.fail(|lexer| lexer.unmatched_in_field(byte, start)));
            }
            return Some(self.fail(|lexer| lexer.mismatched(byte, start, open.byte, open.line)));
        }
        let is_too_much = self.trace.modes.last_mut().is_some_and(|mode| mode.close(byte));
        is_too_much.then(|| self.fail(|lexer| lexer.unmatched_in_field(byte, start)))
    }
}

impl TraceLexer<'_> {
    /// The next token, and the state after it.
    pub(crate) fn traced(&mut self) -> Traced {
        let token = self.next();
        let state = self.state();
        Traced { token, level: state.level, cursor: state.cursor, line: state.line, line_start: state.line_start }
    }

    /// The token that was read last is a fault, for which the lexer stops at an offset.
    pub(crate) fn fail_at(&mut self, at: u32, message: String) {
        self.reach_inside((at as usize).saturating_sub(1));
        self.fail(|lexer| lexer.raise(at as usize, message));
    }

    /// What is wrong, after [`crate::token::Kind::Fault`].
    pub(crate) const fn fault(&self) -> Option<&Fault> {
        self.trace.fault.as_ref()
    }

    /// The state after the token that was read last.
    pub(crate) const fn state(&self) -> State {
        State {
            level: self.depth,
            cursor: self.at as u32,
            line: self.trace.line,
            line_start: self.trace.line_start as u32,
            line_end: self.trace.line_end as u32,
            buffer: self.trace.buffer as u32,
        }
    }

    /// The brackets that are open, outermost first.
    pub(crate) fn brackets(&self) -> &[Bracket] {
        &self.trace.brackets
    }

    /// Whether the lexer is in an f- or t-string or in a field of one.
    pub(crate) const fn is_in_template(&self) -> bool {
        !self.trace.modes.is_empty()
    }

    /// Whether the innermost string that the lexer is in is a t-string.
    pub(crate) fn is_in_tstring(&self) -> bool {
        self.trace.modes.last().is_some_and(Mode::is_tstring)
    }

    /// Whether the innermost string that the lexer is in is raw.
    pub(crate) fn is_in_raw_template(&self) -> bool {
        self.trace.modes.last().is_some_and(Mode::is_raw)
    }

    /// Numbers that touch keywords, as far as read.
    pub(crate) fn glued(&self) -> &[Glued] {
        &self.glued
    }

    /// Offsets of backslashes before braces in the texts of f-strings, as far as read.
    pub(crate) fn escaped_braces(&self) -> &[u32] {
        &self.trace.escapes
    }
}
