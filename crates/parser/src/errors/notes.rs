//! What a run of the parser leaves besides an exception: warnings, and what later questions ask for.

use pycmill_source::{Source, Span};

use super::machine::Machine;
use super::pending::Spot;
use crate::error::{ErrorClass, Warning, WarningKind, WarningPlace};
use crate::lexer::Glued;
use crate::literal::escaped_brace;

/// Notes of both passes.
#[derive(Debug, Default)]
pub(super) struct Notes<'r> {
    /// In the order in which CPython issues them.
    pub(super) warnings: Vec<Warning>,
    /// How many of the lexer's warnings were taken over.
    glued: usize,
    escaped_braces: usize,
    /// The line of the last compound statement that the second pass has completed, 0 for none.
    pub(super) last_statement: u32,
    /// `from __future__ import barry_as_FLUFL` is in force.
    pub(super) has_flufl: bool,
    pub(super) max_str_digits: u32,
    /// The numbers of the warnings that are errors.
    raised: &'r [usize],
    /// How many warnings come before these.
    before: usize,
}

impl<'r> Notes<'r> {
    /// The warnings with some numbers are errors; so many come before.
    pub(super) fn new(max_str_digits: u32, raised: &'r [usize], before: usize) -> Self {
        Self { max_str_digits, raised, before, ..Self::default() }
    }

    /// Those of a parser whose warnings come next.
    pub(super) fn inside(&self) -> Self {
        Self::new(self.max_str_digits, self.raised, self.before + self.warnings.len())
    }

    /// Notes a warning and tells whether it is an error.
    fn warn(&mut self, warning: Warning) -> bool {
        let is_raised = self.raised.contains(&(self.before + self.warnings.len()));
        self.warnings.push(warning);
        is_raised
    }

    pub(super) const fn begin_second_pass(&mut self) {
        self.last_statement = 0;
    }
}

impl Machine<'_, '_> {
    /// Warns, which may raise an error.
    pub(super) fn warn(&mut self, warning: Warning) {
        let WarningPlace { line, column, end_line, end_column, .. } = warning.place;
        let message = warning.error(self.tokens.source).message;
        if self.notes.warn(warning) {
            self.raise(ErrorClass::SyntaxError, message, Spot { line, column, end_line, end_column });
        }
    }

    /// Whether one of the lexer's new warnings is an error, which then is its fault.
    pub(super) fn raises_lexer_warning(&mut self) -> bool {
        if self.notes.raised.is_empty() {
            return false;
        }
        let first = self.notes.warnings.len();
        self.note_lexer_warnings();
        let is_raised = |at: &usize| self.notes.raised.contains(&(self.notes.before + at));
        let Some(raised) = (first..self.notes.warnings.len()).find(is_raised) else { return false };
        let warning = &self.notes.warnings[raised];
        let source = self.tokens.source;
        let at = source.lines().line_start(warning.place.line) + warning.place.column as u32;
        self.tokens.lexer.fail_at(at, warning.error(source).message);
        true
    }

    /// Takes over what the lexer has warned of since the last time.
    pub(super) fn note_lexer_warnings(&mut self) {
        let (target, source) = (self.tokens.target, self.tokens.source);
        let (lexer, notes) = (&self.tokens.lexer, &mut self.notes);
        let numbers = lexer.glued()[notes.glued..].iter();
        let numbers = numbers.map(|number| (number.end, glued_number(source, *number)));
        let braces = lexer.escaped_braces()[notes.escaped_braces..].iter();
        let braces = braces.map(|brace| (*brace, escaped_brace(target, source, *brace + 1)));
        let mut new: Vec<(u32, Warning)> = numbers.chain(braces).collect();
        new.sort_by_key(|(at, _)| *at);
        notes.warnings.extend(new.into_iter().map(|(_, warning)| warning));
        (notes.glued, notes.escaped_braces) = (lexer.glued().len(), lexer.escaped_braces().len());
    }
}

/// A number touches the keyword after it; `verify_end_of_number` in `Parser/lexer/lexer.c`.
fn glued_number(source: &Source, number: Glued) -> Warning {
    let message = format!("invalid {} literal", number.literal.word());
    let place = WarningPlace::in_characters(source, Span::new(number.end - 1, number.end));
    let line = source.lines().position(number.start).line;
    Warning { kind: WarningKind::Number, message, line, place }
}
