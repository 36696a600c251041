//! The text of the expression in a replacement field, as CPython's lexer keeps it for `{x=}` and for t-strings.
//!
//! A string has one such text at a time. It begins after a `{` and ends at the punctuation after the expression, but the lexer
//! does not know which punctuation that is: it looks at how many brackets are open. So a field may be told the text of
//! another one, or no text.
//!
//! Follows `_PyLexer_update_fstring_expr`, `set_fstring_expr` and their callers in `Parser/lexer/lexer.c`.

use pycmill_source::Span;

use super::template::Mode;
use super::{FastLexer, Lexer};

#[derive(Clone, Copy, Default, Debug)]
pub(super) struct FieldText {
    /// Brackets open around the string.
    base: u8,
    is_template: bool,
    /// A `=` was read that may be that of `{x=}`.
    is_debug: bool,
    in_spec: bool,
    start: u32,
    end: Option<u32>,
    /// The text that the last punctuation was given.
    told: Option<Span>,
}

impl FieldText {
    pub(super) const fn new(base: u8, is_template: bool) -> Self {
        Self { base, is_template, is_debug: false, in_spec: false, start: 0, end: None, told: None }
    }

    const fn begin(&mut self, brace: usize) {
        self.start = brace as u32 + 1;
        self.end = None;
    }

    fn tell(&mut self) {
        let has_text = self.is_debug || self.is_template;
        self.told = self.end.filter(|end| has_text && *end >= self.start).map(|end| Span::new(self.start, end));
    }
}

impl<const TRACE: bool> Lexer<'_, TRACE> {
    #[cold]
    pub(super) fn note_operator_in_field(&mut self, byte: u8, second: u8, start: usize) {
        match byte {
            b'!' if second == b'=' && self.rules.field_texts_begin_at_fields => {}
            b'!' => self.end_field_text(start, self.rules.extends_field_texts),
            b'=' if second != b'=' => {
                self.field_text.is_debug |= self.is_outside_brackets() || !self.rules.finds_debug_fields_by_depth;
            }
            _ => {}
        }
    }

    #[cold]
    pub(super) fn note_colon_in_field(&mut self, start: usize) {
        self.end_field_text(start, false);
        self.field_text.in_spec |= self.is_outside_brackets();
    }

    #[cold]
    pub(super) fn note_open_in_field(&mut self, byte: u8, start: usize) {
        if TRACE && byte == b'{' && self.trace.modes.last().is_some_and(Mode::begins_field) {
            self.note_field(start);
        } else {
            self.begin_text(byte, start);
        }
    }

    fn begin_text(&mut self, byte: u8, start: usize) {
        if byte == b'{' && self.counts_for_text(self.depth - self.field_text.base) {
            self.field_text.begin(start);
        }
    }

    /// The brace of a field; the one before text begins no text of its own.
    pub(super) fn note_field(&mut self, brace: usize) {
        if self.rules.field_texts_begin_at_fields {
            self.field_text.begin(brace);
        } else {
            self.begin_text(b'{', brace);
        }
    }

    #[cold]
    pub(super) fn note_close_in_field(&mut self, byte: u8, start: usize) {
        if byte != b'}' {
            return;
        }
        self.end_field_text(start, self.rules.extends_field_texts);
        if self.is_outside_brackets() {
            self.field_text.in_spec = false;
            self.field_text.is_debug = false;
        }
    }

    /// Whether the next token is in none of the brackets of its field's expression.
    fn is_outside_brackets(&self) -> bool {
        if TRACE { self.trace.modes.last().is_some_and(Mode::closes_field) } else { self.depth == self.field }
    }

    /// The text of the expression that the punctuation ends that was read last.
    pub(crate) const fn told_field_text(&self) -> Option<Span> {
        self.field_text.told
    }

    /// A brace in the text of a string or of a format specification; whether it begins a field is not known yet.
    pub(crate) const fn note_brace_in_text(&mut self, brace: u32) {
        if self.rules.keeps_texts_in_specs {
            self.field_text.begin(brace as usize);
        }
    }

    /// Tokens come after the text.
    pub(crate) const fn leave_text(&mut self) {
        self.field_text.in_spec = false;
    }

    /// Whether punctuation in so many brackets of the string may end the expression of a field.
    const fn counts_for_text(&self, brackets: u8) -> bool {
        let text = &self.field_text;
        brackets == 0 || brackets == 1 && self.rules.keeps_texts_in_specs && (text.is_debug || text.in_spec)
    }

    fn end_field_text(&mut self, at: usize, may_extend: bool) {
        let counts = self.counts_for_text(self.depth.saturating_sub(self.field_text.base + 1));
        self.field_text.told = None;
        if counts {
            if may_extend || self.field_text.end.is_none() {
                self.field_text.end = Some(at as u32);
            }
            self.field_text.tell();
        }
    }
}

impl FastLexer<'_> {
    /// Whether the lexer takes the text of a format specification for one: not after a field in it.
    pub(crate) const fn knows_spec(&self) -> bool {
        self.field_text.in_spec || !self.rules.tracks_specs
    }
}
