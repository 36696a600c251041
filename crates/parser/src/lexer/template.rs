//! f-strings and template strings in parts: the tracing lexer's modes.
//!
//! In the text of a string, `{` begins a field, in which tokens are read as elsewhere until its `}`, or until the `:` that
//! begins a format specification, which is text again.
//!
//! Follows `tok_get_fstring_mode` and the parts of `tok_get_normal_mode` in `Parser/lexer/lexer.c` that look at
//! `tokenizer_mode`.

use super::field_text::FieldText;
use super::{Fault, Lexer};
use crate::token::{Kind, Token};

/// Where the lexer is in a string with fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    /// `FStringStart` or `TStringStart`.
    start_kind: Kind,
    start: usize,
    quote: u8,
    width: usize,
    is_raw: bool,
    /// Text comes next, not tokens of a field.
    in_text: bool,
    in_spec: bool,
    /// The expression of the field read last has ended; what 3.12 has in the place of `in_spec`.
    has_ended: bool,
    /// Brackets open in the string, those of fields included.
    depth: i32,
    /// The depth around the field; -1 outside of fields.
    field: i32,
    /// What is known of the text of a field around the string.
    outer_text: FieldText,
}

impl Mode {
    pub(super) fn open(&mut self, byte: u8) {
        if byte == b'{' && self.depth == 0 {
            self.has_ended = false;
        }
        self.depth += 1;
    }

    pub(super) fn is_tstring(&self) -> bool {
        self.start_kind == Kind::TStringStart
    }

    pub(super) const fn has_field(&self) -> bool {
        self.field >= 0
    }

    /// Whether the brace of the innermost field comes next.
    pub(super) const fn begins_field(&self) -> bool {
        self.depth == self.field
    }

    pub(super) const fn is_raw(&self) -> bool {
        self.is_raw
    }

    pub(super) const fn has_no_brackets(&self) -> bool {
        self.depth == 0
    }

    /// Whether the innermost bracket is that of a field.
    pub(super) const fn closes_field(&self) -> bool {
        self.depth - 1 == self.field
    }

    /// A closing bracket; whether it closes more than the string has opened.
    pub(super) fn close(&mut self, byte: u8) -> bool {
        if byte == b'}' && self.field >= 0 && self.depth == 1 {
            self.has_ended = true;
        }
        self.depth -= 1;
        if byte == b'}' && self.depth == self.field {
            self.field -= 1;
            self.in_text = true;
            self.in_spec = false;
        }
        self.depth < 0
    }

    const fn letter(&self) -> char {
        if matches!(self.start_kind, Kind::FStringStart) { 'f' } else { 't' }
    }

    const fn middle(&self) -> Kind {
        if matches!(self.start_kind, Kind::FStringStart) { Kind::FStringMiddle } else { Kind::TStringMiddle }
    }

    const fn end(&self) -> Kind {
        if matches!(self.start_kind, Kind::FStringStart) { Kind::FStringEnd } else { Kind::TStringEnd }
    }
}

/// What ends a part of the text.
enum Part {
    /// The text ends before `end`, and reading goes on at `next`.
    Text {
        end: usize,
        next: usize,
    },
    /// The same, and tokens come next.
    Field {
        end: usize,
        begins: bool,
    },
    Fault(Token),
}

impl<const TRACE: bool> Lexer<'_, TRACE> {
    pub(super) fn is_in_text(&self) -> bool {
        self.trace.modes.last().is_some_and(|mode| mode.in_text) && !self.failed
    }

    /// A string with fields begins; a fault if too many are inside each other.
    pub(super) fn begin_template(
        &mut self,
        start_kind: Kind,
        start: usize,
        quote: usize,
        width: usize,
        is_raw: bool,
    ) -> Option<Token> {
        let limits = self.target.source_limits();
        if self.trace.modes.len() >= limits.strings {
            return Some(self.fail(|lexer| lexer.raise(quote + width, limits.strings_message.to_owned())));
        }
        let text = FieldText::new(self.depth, start_kind == Kind::TStringStart);
        let outer_text = std::mem::replace(&mut self.field_text, text);
        self.trace.modes.push(Mode {
            start_kind,
            start,
            quote: self.byte(quote),
            width,
            is_raw,
            in_text: true,
            in_spec: false,
            has_ended: false,
            depth: 0,
            field: -1,
            outer_text,
        });
        None
    }

    /// Whether `:` is the one that ends the expression of a field.
    pub(super) fn begins_spec(&mut self) -> bool {
        let Some(mode) = self.trace.modes.last_mut().filter(|mode| mode.field >= 0) else { return false };
        if mode.depth == 1 {
            mode.has_ended = true;
        }
        if mode.depth - 1 != mode.field {
            return false;
        }
        mode.in_text = true;
        mode.in_spec = true;
        true
    }

    pub(super) fn note_operator(&mut self, byte: u8) {
        if byte == b'!'
            && let Some(mode) = self.trace.modes.last_mut()
            && mode.field >= 0
            && mode.depth == 1
        {
            mode.has_ended = true;
        }
    }

    /// A part of the text of the innermost string, its end, or the first token of a field.
    pub(super) fn template_text(&mut self) -> Token {
        let Some(mode) = self.trace.modes.last().copied() else { return self.token_here() };
        let start = self.at;
        if self.byte(start) == b'{' && self.byte(start + 1) != b'{' {
            return self.enter_template_field(start).unwrap_or_else(|| self.token_here());
        }
        if self.is_quoted(start, &mode) {
            self.trace.modes.pop();
            self.field_text = mode.outer_text;
            self.reach_inside(start);
            return self.token(mode.end(), start, start + mode.width);
        }
        match self.text_part(start, &mode) {
            Part::Fault(fault) => fault,
            Part::Text { end, next } => self.text_token(mode.middle(), start, end, next),
            Part::Field { end, begins } => {
                if begins && let Some(fault) = self.enter_template_field(end) {
                    return fault;
                }
                self.update_mode(|mode| {
                    mode.in_text = false;
                    mode.in_spec = false;
                });
                self.leave_text();
                self.text_token(mode.middle(), start, end, end)
            }
        }
    }

    fn text_token(&mut self, kind: Kind, start: usize, end: usize, next: usize) -> Token {
        // What comes after a text that is not cut by a doubled brace has been looked at.
        self.reach_inside(if next == end { next } else { next - 1 });
        self.at = next;
        Token { kind, start: start as u32, end: end as u32 }
    }

    fn update_mode(&mut self, update: impl FnOnce(&mut Mode)) {
        if let Some(mode) = self.trace.modes.last_mut() {
            update(mode);
        }
    }

    /// Goes into the field whose brace is at `brace`; a fault if too many are inside each other.
    fn enter_template_field(&mut self, brace: usize) -> Option<Token> {
        self.update_mode(|mode| {
            mode.field += 1;
            mode.in_text = false;
        });
        let mode = self.trace.modes.last()?;
        if mode.field < self.target.source_limits().fields as i32 {
            return None;
        }
        let message = format!("{}-string: expressions nested too deeply", mode.letter());
        self.reach_inside(brace);
        Some(self.fail(|lexer| lexer.raise(brace, message)))
    }

    /// Whether the quotes that end a string are at an offset.
    fn is_quoted(&self, at: usize, mode: &Mode) -> bool {
        (at..at + mode.width).all(|at| self.byte(at) == mode.quote)
    }

    fn text_part(&mut self, start: usize, mode: &Mode) -> Part {
        let in_spec = mode.field >= 0 && if self.rules.tracks_specs { mode.in_spec } else { mode.has_ended };
        let mut in_name = false;
        let mut at = start;
        loop {
            match self.byte(at) {
                0 if at >= self.text.len() => return Part::Fault(self.unterminated_template(mode, at)),
                b'\n' if mode.width == 1 => return self.newline_in_text(mode, in_spec, at),
                byte if byte == mode.quote && self.is_quoted(at, mode) => return Part::Text { end: at, next: at },
                b'{' => return self.brace_in_text(in_spec, at),
                b'}' if in_name => return Part::Text { end: at + 1, next: at + 1 },
                b'}' => return self.closing_brace_in_text(mode, in_spec, at),
                b'\\' => at += self.escape_in_text(mode, at, &mut in_name),
                _ => at += 1,
            }
        }
    }

    fn brace_in_text(&mut self, in_spec: bool, at: usize) -> Part {
        self.note_brace_in_text(at as u32);
        if self.byte(at + 1) == b'{' && !in_spec {
            return Part::Text { end: at + 1, next: at + 2 };
        }
        Part::Field { end: at, begins: true }
    }

    fn closing_brace_in_text(&self, mode: &Mode, in_spec: bool, at: usize) -> Part {
        let is_text = !in_spec && (mode.depth == 0 || !self.rules.closes_fields_in_pairs);
        if self.byte(at + 1) == b'}' && is_text {
            return Part::Text { end: at + 1, next: at + 2 };
        }
        Part::Field { end: at, begins: false }
    }

    /// The width of the escape at an offset, as far as it is skipped: braces are not.
    fn escape_in_text(&mut self, mode: &Mode, at: usize, in_name: &mut bool) -> usize {
        match self.byte(at + 1) {
            b'{' | b'}' => {
                if !mode.is_raw {
                    self.trace.escapes.push(at as u32);
                }
                1
            }
            b'N' if !mode.is_raw && self.byte(at + 2) == b'{' => {
                *in_name = true;
                3
            }
            _ => 2,
        }
    }

    fn newline_in_text(&mut self, mode: &Mode, in_spec: bool, at: usize) -> Part {
        if !in_spec || !self.rules.specs_end_at_newlines {
            return Part::Fault(self.unterminated_template(mode, at));
        }
        if !self.target.names_newlines_in_format_specs() {
            return Part::Field { end: at, begins: false };
        }
        self.reach_inside(at);
        let letter = mode.letter();
        let message = format!(
            "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
        );
        Part::Fault(self.fail(|lexer| lexer.raise(at + 1, message)))
    }

    fn unterminated_template(&mut self, mode: &Mode, at: usize) -> Token {
        self.reach_inside(at);
        let line = self.trace.line;
        self.reach_inside(mode.start);
        let triple = if mode.width == 3 { "triple-quoted " } else { "" };
        let message = format!("unterminated {triple}{}-string literal (detected at line {line})", mode.letter());
        self.fail(|lexer| lexer.raise(mode.start + 1, message))
    }

    /// What is said of a string without end if its quotes are those of the string around it: that must have ended there.
    pub(super) fn unclosed_field(&self, quote: u8, width: usize) -> Option<String> {
        let mode = self.trace.modes.last()?;
        let is_same = mode.quote == quote && mode.width == width;
        if !is_same {
            return None;
        }
        let field = (self.trace.brackets.len() as i32 - mode.depth + mode.field) as usize;
        let place = match self.trace.brackets.get(field) {
            Some(brace) if brace.line != self.trace.line && self.target.names_lines_of_fields() => {
                format!(" to close '{{' on line {}", brace.line)
            }
            _ => String::new(),
        };
        Some(format!("{}-string: expecting '}}'{place}", mode.letter()))
    }

    pub(super) fn single_brace(&mut self, start: usize) -> Fault {
        self.raise_in_template(start, "single '}' is not allowed")
    }

    pub(super) fn unmatched_in_field(&mut self, byte: u8, start: usize) -> Fault {
        self.raise_in_template(start, &format!("unmatched '{}'", char::from(byte)))
    }

    fn raise_in_template(&mut self, start: usize, message: &str) -> Fault {
        let letter = self.trace.modes.last().map_or('f', Mode::letter);
        self.raise(start + 1, format!("{letter}-string: {message}"))
    }
}
