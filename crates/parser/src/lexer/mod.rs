//! Text to tokens, one at a time.
//!
//! One lexer with two instances. The fast one hands out tokens and nothing else: whatever is wrong is [`Kind::Fault`]. It
//! leaves the text of f-strings to its parser. The tracing one keeps what errors need: cursor, lines, open brackets,
//! warnings, and each fault with its text and place as the target reports it.
//!
//! **Invariants**: the text ends with a newline or is empty, and has no `\r`; tokens come in the order of the text and do
//! not overlap; after `End` and `Fault` come no others; time is linear.
//!
//! Follows `Parser/lexer/lexer.c`, up to 3.12 `Parser/tokenizer.c`.

mod classes;
mod fault;
mod field_text;
mod indent;
mod keyword;
mod name;
mod number;
mod operator;
mod rules;
mod string;
mod template;
mod trace;

use pycmill_source::Source;
use pycmill_target::Target;

use self::classes::{CLASSES, Class};
pub(crate) use self::fault::{Code, Fault, Raised};
use self::field_text::FieldText;
use self::indent::Columns;
pub(crate) use self::name::normalized;
pub(crate) use self::number::Glued;
use self::rules::Rules;
use self::template::Mode;
use self::trace::Trace;
use crate::token::{Kind, Token};

/// Brackets inside each other.
const MAX_BRACKETS: u8 = 200;
/// The depth of a replacement field where there is none.
const NO_FIELD: u8 = u8::MAX;

/// A lexer with (`TRACE`) or without what errors need.
pub(crate) struct Lexer<'s, const TRACE: bool> {
    text: &'s [u8],
    /// Offset of the next byte to read.
    at: usize,
    /// Brackets open.
    depth: u8,
    /// The depth of the innermost replacement field's own text: there `:` ends the expression.
    field: u8,
    at_line_start: bool,
    /// Whether the text is a replacement field of its own.
    is_field: bool,
    /// `Indent` (1) or `Dedent`s (negative) to hand out.
    pending: i32,
    rules: Rules,
    /// How many of `columns` count.
    indent: usize,
    columns: Vec<Columns>,
    glued: Vec<Glued>,
    /// Fields inside each other in the innermost string, and strings inside each other.
    fields: u8,
    strings: u8,
    /// The text of the expression in the innermost field.
    field_text: FieldText,
    target: Target,
    source: &'s Source,
    trace: Trace,
    /// A fault was found.
    failed: bool,
}

/// For valid files.
pub(crate) type FastLexer<'s> = Lexer<'s, false>;
/// For files with errors.
pub(crate) type TraceLexer<'s> = Lexer<'s, true>;

/// A state to go back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checkpoint {
    at: usize,
    depth: u8,
    at_line_start: bool,
    pending: i32,
    indent: usize,
    glued: usize,
    field: u8,
    fields: u8,
    strings: u8,
    field_text: FieldText,
}

/// What was around a replacement field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldState {
    depth: u8,
    field: u8,
}

/// What was around an f- or t-string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StringState {
    fields: u8,
    field_text: FieldText,
}

impl<'s, const TRACE: bool> Lexer<'s, TRACE> {
    /// Over a whole file.
    pub(crate) fn new(target: Target, source: &'s Source) -> Self {
        let text = source.malformed().unwrap_or(source.text().as_bytes());
        Self::over(target, source, text, 0)
    }

    fn over(target: Target, source: &'s Source, text: &'s [u8], at: usize) -> Self {
        Self {
            text,
            at,
            depth: 0,
            field: NO_FIELD,
            at_line_start: true,
            is_field: false,
            pending: 0,
            rules: Rules::new(target),
            indent: 0,
            columns: vec![Columns::default()],
            glued: Vec::new(),
            fields: 0,
            strings: 0,
            field_text: FieldText::default(),
            target,
            source,
            trace: Trace::default(),
            failed: false,
        }
    }

    /// The next token. After [`Kind::End`] and [`Kind::Fault`] it is the same again.
    #[inline]
    pub(crate) fn next(&mut self) -> Token {
        if (self.at_line_start || self.pending != 0)
            && let Some(token) = self.begin_line()
        {
            return token;
        }
        if TRACE && self.is_in_text() {
            return self.template_text();
        }
        self.token_here()
    }

    #[inline]
    fn token_here(&mut self) -> Token {
        loop {
            let start = self.at;
            let Some(&byte) = self.text.get(start) else { return self.end_of_text() };
            if TRACE {
                self.reach(start);
            }
            match CLASSES[byte as usize] {
                Class::Blank => self.at += 1,
                Class::Name => return self.name(start),
                Class::Digit => return self.number(start),
                Class::Quote => return self.string(start, start),
                Class::Dot => return self.dot(start),
                Class::Single => return self.token(operator::SINGLE[byte as usize], start, start + 1),
                Class::Operator => return self.operator(byte, start),
                Class::Colon => return self.colon(start),
                Class::Open => return self.open(byte, start),
                Class::Close => return self.close(byte, start),
                Class::Newline => {
                    self.at += 1;
                    if self.depth == 0 {
                        self.at_line_start = true;
                        return self.newline(start);
                    }
                }
                Class::Hash => {
                    let end = line_end(self.text, start);
                    self.at = end;
                    if self.depth == 0 && end < self.text.len() {
                        self.at += 1;
                        self.at_line_start = true;
                        return self.newline(start);
                    }
                }
                Class::Backslash => {
                    if let Err(code) = self.continue_line(start) {
                        return self.fail_with(code);
                    }
                }
                Class::Other => return self.other(byte, start),
            }
        }
    }

    /// Hands out a token that ends at `end`.
    #[inline]
    fn token(&mut self, kind: Kind, start: usize, end: usize) -> Token {
        self.at = end;
        Token { kind, start: start as u32, end: end as u32 }
    }

    /// A token without text.
    fn empty(&mut self, kind: Kind) -> Token {
        self.token(kind, self.at, self.at)
    }

    /// A newline, with the comment before it that begins at `start`.
    #[inline]
    fn newline(&self, start: usize) -> Token {
        Token { kind: Kind::Newline, start: start as u32, end: self.at as u32 - 1 }
    }

    fn end_of_text(&mut self) -> Token {
        if self.failed {
            return self.empty(Kind::Fault);
        }
        if self.is_field || self.depth == 0 || self.rules.end_in_brackets {
            return self.empty(Kind::End);
        }
        self.fail_with(Code::EndOfInput)
    }

    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// Eight bytes of the text, if so many are left.
    #[inline]
    fn word(&self, at: usize) -> Option<u64> {
        let bytes = self.text.get(at..)?.first_chunk()?;
        Some(u64::from_le_bytes(*bytes))
    }

    #[inline]
    fn dot(&mut self, start: usize) -> Token {
        match (self.byte(start + 1), self.byte(start + 2)) {
            (b'0'..=b'9', _) => self.number(start),
            (b'.', b'.') => self.token(Kind::Ellipsis, start, start + 3),
            _ => self.token(Kind::Dot, start, start + 1),
        }
    }

    #[inline]
    fn operator(&mut self, byte: u8, start: usize) -> Token {
        let second = self.byte(start + 1);
        if self.is_in_field() {
            self.note_operator_in_field(byte, second, start);
        }
        if operator::goes_on(second)
            && (byte != b'<' || second != b'>' || self.rules.old_inequality)
            && let Some((kind, length)) = operator::longer(byte, second, self.byte(start + 2))
        {
            return self.token(kind, start, start + length);
        }
        if TRACE {
            self.note_operator(byte);
        }
        self.token(operator::SINGLE[byte as usize], start, start + 1)
    }

    #[inline]
    fn colon(&mut self, start: usize) -> Token {
        if self.is_in_field() {
            self.note_colon_in_field(start);
        }
        let ends_expression = if TRACE { self.begins_spec() } else { self.depth == self.field };
        if !ends_expression && self.byte(start + 1) == b'=' {
            return self.token(Kind::ColonEqual, start, start + 2);
        }
        self.token(Kind::Colon, start, start + 1)
    }

    #[inline]
    fn open(&mut self, byte: u8, start: usize) -> Token {
        if self.depth >= MAX_BRACKETS {
            return self.fail(|lexer| lexer.too_many_brackets(start));
        }
        if self.is_in_field() {
            self.note_open_in_field(byte, start);
        }
        self.depth += 1;
        if TRACE {
            self.note_open(byte, start);
        }
        self.token(operator::SINGLE[byte as usize], start, start + 1)
    }

    #[inline]
    fn close(&mut self, byte: u8, start: usize) -> Token {
        if self.is_in_field() {
            self.note_close_in_field(byte, start);
        }
        if TRACE {
            if let Some(fault) = self.check_close(byte, start) {
                return fault;
            }
        } else if self.depth == 0 {
            return self.fail(|lexer| lexer.unmatched(byte, start));
        } else {
            self.depth -= 1;
        }
        self.token(operator::SINGLE[byte as usize], start, start + 1)
    }

    /// Whether the next token is in a replacement field of the innermost f- or t-string in parts.
    #[inline]
    fn is_in_field(&self) -> bool {
        if TRACE { self.trace.modes.last().is_some_and(Mode::has_field) } else { self.field != NO_FIELD }
    }

    #[inline(never)]
    fn other(&mut self, byte: u8, start: usize) -> Token {
        if byte.is_ascii_graphic() || !self.rules.refuses_control {
            return self.token(Kind::Unknown, start, start + 1);
        }
        self.fail(|lexer| lexer.not_printable(byte, start))
    }

    /// Goes over a backslash and the newline that must follow it; at the end of the text is no line to go on with.
    fn continue_line(&mut self, backslash: usize) -> Result<(), Code> {
        if self.byte(backslash + 1) != b'\n' {
            return Err(Code::Continuation);
        }
        self.at = backslash + 2;
        if self.at >= self.text.len() {
            return Err(Code::EndOfInput);
        }
        // What the parser calls the beginning of the token's line stays, unless the line has nothing but the backslash.
        if TRACE
            && self.target.leaves_blank_lines_at_backslashes()
            && self.text[self.trace.line_start..backslash].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\x0c'))
        {
            self.reach(self.at);
        }
        self.reach_inside(self.at);
        Ok(())
    }

    /// From here on `<>` is a token: `from __future__ import barry_as_FLUFL` is in force.
    pub(crate) const fn accept_old_inequality(&mut self) {
        self.rules.old_inequality = true;
    }

    #[cold]
    fn fail_with(&mut self, code: Code) -> Token {
        self.fail(|lexer| lexer.code(code))
    }

    /// From here on every token is a fault.
    #[cold]
    fn fail(&mut self, fault: impl FnOnce(&mut Self) -> Fault) -> Token {
        if TRACE {
            let fault = fault(self);
            self.trace.fault = Some(fault);
        }
        let token = self.empty(Kind::Fault);
        self.failed = true;
        self.text = &[];
        token
    }
}

/// Where the line of an offset ends: at its newline, or with the text.
fn line_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

impl<'s> FastLexer<'s> {
    /// Over one replacement field of an f-string that is one token: `text[start..end]` as if in parentheses, so newlines
    /// are blanks. Its end is [`Kind::End`].
    pub(crate) fn field(target: Target, source: &'s Source, start: u32, end: u32) -> Self {
        let text = source.malformed().unwrap_or(source.text().as_bytes());
        let text = text.get(..end as usize).unwrap_or(text);
        let over = Self::over(target, source, text, start as usize);
        Self { depth: 1, at_line_start: false, is_field: true, ..over }
    }

    /// The state before the next token.
    pub(crate) fn save(&self) -> Checkpoint {
        Checkpoint {
            at: self.at,
            depth: self.depth,
            at_line_start: self.at_line_start,
            pending: self.pending,
            indent: self.indent,
            glued: self.glued.len(),
            field: self.field,
            fields: self.fields,
            strings: self.strings,
            field_text: self.field_text,
        }
    }

    /// Goes back to a state in the same logical line, or in the one before if no more than its first tokens were read.
    pub(crate) fn restore(&mut self, to: Checkpoint) {
        self.at = to.at;
        self.depth = to.depth;
        self.at_line_start = to.at_line_start;
        self.pending = to.pending;
        self.indent = to.indent;
        self.glued.truncate(to.glued);
        self.field = to.field;
        self.fields = to.fields;
        self.strings = to.strings;
        self.field_text = to.field_text;
    }

    /// Whether the next token is outside the brackets of the innermost replacement field.
    pub(crate) const fn is_at_field_depth(&self) -> bool {
        self.depth == self.field
    }

    /// Goes on at an offset.
    pub(crate) const fn set_position(&mut self, at: u32) {
        self.at = at as usize;
    }

    /// After [`Kind::FStringStart`] or [`Kind::TStringStart`]; nothing if too many strings are inside each other.
    pub(crate) fn enter_string(&mut self, is_template: bool) -> Option<StringState> {
        let state = StringState { fields: self.fields, field_text: self.field_text };
        if usize::from(self.strings) >= self.target.source_limits().strings {
            return None;
        }
        self.strings += 1;
        self.fields = 0;
        self.field_text = FieldText::new(self.depth, is_template);
        Some(state)
    }

    /// After the quotes that end a string.
    pub(crate) const fn leave_string(&mut self, state: StringState) {
        self.strings -= 1;
        self.fields = state.fields;
        self.field_text = state.field_text;
    }

    /// Goes on after the `{` of a replacement field in an f- or t-string or in a format specification of one; nothing if too many
    /// fields or brackets are inside each other. Until the field is left, `:` in none of its brackets is a token by
    /// itself, and its `}` is one like any other.
    pub(crate) fn enter_field(&mut self, brace: u32) -> Option<FieldState> {
        let state = FieldState { depth: self.depth, field: self.field };
        let limit = self.target.source_limits().fields;
        if self.depth >= MAX_BRACKETS || usize::from(self.fields) >= limit {
            return None;
        }
        self.note_field(brace as usize);
        self.at = brace as usize + 1;
        self.depth += 1;
        self.fields += 1;
        self.field = self.depth;
        Some(state)
    }

    /// After the `}` that ends a field.
    pub(crate) const fn leave_field(&mut self, state: FieldState) {
        self.depth = state.depth;
        self.field = state.field;
        self.fields -= 1;
    }

    /// Whether some bytes are no UTF-8: CPython rejects them, other than in comments.
    pub(crate) fn is_malformed(&self, start: u32, end: u32) -> bool {
        let bytes = self.source.malformed().and_then(|bytes| bytes.get(start as usize..end as usize));
        bytes.is_some_and(|bytes| std::str::from_utf8(bytes).is_err())
    }

    /// Whether there are numbers that touch keywords.
    #[inline]
    pub(crate) const fn has_glued(&self) -> bool {
        !self.glued.is_empty()
    }

    /// Where numbers touch keywords, in the order of the text.
    pub(crate) fn take_glued(&mut self) -> Vec<Glued> {
        std::mem::take(&mut self.glued)
    }
}

#[cfg(test)]
mod tests;
