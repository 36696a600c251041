//! Warnings of escapes that mean nothing.
//!
//! Follows `warn_invalid_escape_sequence` in `Parser/string_parser.c`.

use pycmill_source::Span;

use super::Parser;
use crate::error::{PROSPECT, Warning, WarningKind};
use crate::literal::{InvalidEscape, Literal};

impl Parser<'_, '_, '_> {
    /// Warns of an escape in a literal that is one token.
    #[cold]
    pub(super) fn warn_of_literal(&mut self, escape: InvalidEscape, literal: &Literal<'_>) {
        let end = literal.body_start() + literal.body.len() as u32 + literal.quotes;
        let lines = self.lines_before(escape.at, literal.body_start());
        let line = self.line(literal.start) + lines;
        self.warn(escape, line, Span::new(literal.start, end));
    }

    /// Warns of an escape in a part of an f- or t-string. Its line is not known before the string's end.
    #[cold]
    pub(super) fn warn_of_part(&mut self, escape: InvalidEscape, text: &str, start: u32) {
        let lines = self.lines_before(escape.at, start);
        self.warn(escape, lines, Span::new(start, start + text.len() as u32));
        self.unplaced.push(self.warnings.len() - 1);
    }

    /// Warns of `\{`, whose brace means what it means without the backslash.
    #[cold]
    pub(super) fn warn_of_brace(&mut self, at: u32) {
        let line = self.line(at);
        self.warn(InvalidEscape { at, len: 1 }, line, Span::new(at, at + 2));
    }

    /// How many warnings of parts wait for their lines.
    pub(super) const fn escapes_of_parts(&self) -> usize {
        self.unplaced.len()
    }

    /// Parts are warned of as if they were where their string ends.
    pub(super) fn place_escapes(&mut self, first: usize, end: u32) {
        if self.unplaced.len() > first {
            let line = self.line(end);
            for at in self.unplaced.drain(first..) {
                self.warnings[at].line += line;
            }
        }
    }

    fn line(&self, offset: u32) -> u32 {
        self.source.lines().position(offset).line
    }

    /// How far an escape is below the beginning of its literal, where that counts.
    fn lines_before(&self, at: u32, start: u32) -> u32 {
        if self.target.counts_lines_to_escapes() { self.line(at) - self.line(start) } else { 0 }
    }

    fn warn(&mut self, escape: InvalidEscape, line: u32, literal: Span) {
        let text = &self.source.text()[escape.at as usize + 1..];
        let len = if escape.len == 1 { text.chars().next().map_or(0, char::len_utf8) } else { escape.len.into() };
        let message = self.escape_message(&text[..len]);
        let place = if self.target.places_escape_errors_at_literal() {
            literal
        } else {
            Span::new(escape.at, escape.at + 1 + len as u32)
        };
        let place = ruff_text_size::TextRange::new(place.start.into(), place.end.into());
        self.warnings.push(Warning { kind: WarningKind::Escape, message, line, place });
    }

    fn escape_message(&self, escape: &str) -> String {
        let kind = if escape.len() == 3 && escape.is_ascii() { "octal escape sequence" } else { "escape sequence" };
        if self.target.advises_on_escapes() {
            format!(
                "\"\\{escape}\" is an invalid {kind}.{PROSPECT} Did you mean \"\\\\{escape}\"? A raw string is also an \
                 option."
            )
        } else {
            format!("invalid {kind} '\\{escape}'")
        }
    }
}
