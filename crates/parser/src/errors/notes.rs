//! What a run of the parser leaves besides an exception: warnings, and what later questions ask for.

use pycmill_source::{Source, Span};

use super::machine::Machine;
use crate::error::{Warning, WarningKind, WarningPlace};
use crate::lexer::Glued;
use crate::literal::escaped_brace;

/// Notes of both passes.
#[derive(Debug, Default)]
pub(super) struct Notes {
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
}

impl Notes {
    pub(super) fn new(max_str_digits: u32) -> Self {
        Self { max_str_digits, ..Self::default() }
    }

    pub(super) const fn begin_second_pass(&mut self) {
        self.last_statement = 0;
    }
}

impl Machine<'_, '_> {
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
