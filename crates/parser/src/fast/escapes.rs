//! Warnings: of escapes that mean nothing, and of numbers that touch keywords.
//!
//! **Invariant**: they are in the order in which CPython issues them: those of the parts of a string when the string ends.
//!
//! Follows the callers of `warn_invalid_escape_sequence` in `Parser/string_parser.c` and `Parser/action_helpers.c`.

use pycmill_source::Span;

use super::Parser;
use crate::error::{Warning, WarningKind, WarningPlace};
use crate::lexer::Glued;
use crate::literal::{InvalidEscape, Literal, escaped_brace};

/// An escape in a part of an f- or t-string, and where the part begins.
#[derive(Clone, Copy)]
pub(super) struct PartEscape {
    escape: InvalidEscape,
    text: u32,
}

impl Parser<'_, '_, '_> {
    /// Warns of an escape in a literal that is one token.
    #[cold]
    pub(super) fn warn_of_literal(&mut self, escape: InvalidEscape, literal: &Literal<'_>) {
        let end = literal.body_start() + literal.body.len() as u32 + literal.quotes;
        let token = Span::new(literal.start, end);
        self.warn(escape.warning(self.target, self.source, token, literal.body_start()));
    }

    /// Notes an escape in the text of an f- or t-string that begins at `text`.
    #[cold]
    pub(super) fn note_escape(&mut self, escape: InvalidEscape, text: u32) {
        self.part_escapes.push(PartEscape { escape, text });
    }

    /// Warns of an escape in the text of a format specification.
    #[cold]
    pub(super) fn warn_of_spec(&mut self, escape: InvalidEscape, text: Span) {
        self.warn(escape.warning(self.target, self.source, text, text.start));
    }

    /// Warns of `\{`, whose brace means what it means without the backslash.
    #[cold]
    pub(super) fn warn_of_brace(&mut self, brace: u32) {
        self.warn(escaped_brace(self.target, self.source, brace));
    }

    /// The same in an f-string that is one token.
    #[cold]
    pub(super) fn warn_of_old_brace(&mut self, brace: u32, literal: Span) {
        let escape = InvalidEscape { at: brace - 1, len: 1 };
        self.warn(escape.warning(self.target, self.source, literal, brace));
    }

    /// Warns of what was noted in a string that ends now: in its parts from the first on.
    pub(super) fn warn_of_parts(&mut self, first: usize, end: Span) {
        for at in first..self.part_escapes.len() {
            let PartEscape { escape, text } = self.part_escapes[at];
            self.warn(escape.warning(self.target, self.source, end, text));
        }
        self.part_escapes.truncate(first);
    }

    /// Notes a warning, after those of the tokens read so far.
    #[cold]
    pub(super) fn warn(&mut self, warning: Warning) {
        self.warn_of_numbers();
        self.warnings.push(warning);
    }

    /// Warns of the numbers that the lexer has noted.
    pub(super) fn warn_of_numbers(&mut self) {
        if self.lexer.has_glued() {
            let glued = self.lexer.take_glued();
            let numbers = glued.iter().map(|number| self.number_warning(number)).collect::<Vec<_>>();
            self.warnings.extend(numbers);
        }
    }

    fn number_warning(&self, number: &Glued) -> Warning {
        let message = format!("invalid {} literal", number.literal.word());
        let place = WarningPlace::in_characters(self.source, Span::new(number.end - 1, number.end));
        Warning { kind: WarningKind::Number, message, line: self.source.lines().position(number.start).line, place }
    }
}
