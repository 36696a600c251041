//! What a run of the parser leaves besides an exception: warnings, and what later questions ask for.

use super::machine::Machine;
use crate::lexer::Glued;
use crate::literal::InvalidEscape;

/// Something to warn of, in the order in which CPython meets it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Note {
    Escape(Escape),
    /// A number that touches a keyword.
    Glued(Glued),
    /// A backslash before a brace in the text of an f-string.
    Brace(u32),
}

/// An escape that means nothing, and the token at which CPython warns of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Escape {
    pub(super) escape: InvalidEscape,
    pub(super) line: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Notes of both passes.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) list: Vec<Note>,
    /// How many of the lexer's warnings were taken over.
    pub(super) glued: usize,
    pub(super) escaped_braces: usize,
    /// The last statement that the second pass has completed: its first token's line and offset.
    pub(super) last_statement: Option<(u32, u32)>,
    /// `from __future__ import barry_as_FLUFL` is in force.
    pub(super) has_flufl: bool,
    pub(super) max_str_digits: u32,
}

impl Notes {
    pub(super) fn new(max_str_digits: u32) -> Self {
        Self { max_str_digits, ..Self::default() }
    }

    pub(super) const fn begin_second_pass(&mut self) {
        self.last_statement = None;
    }
}

impl Machine<'_, '_> {
    /// Takes over what the lexer has met since the last time.
    pub(super) fn note_lexer_warnings(&mut self) {
        let (lexer, notes) = (&self.tokens.lexer, &mut self.notes);
        let first = notes.list.len();
        notes.list.extend(lexer.glued()[notes.glued..].iter().map(|glued| Note::Glued(*glued)));
        notes.list.extend(lexer.escaped_braces()[notes.escaped_braces..].iter().map(|at| Note::Brace(*at)));
        (notes.glued, notes.escaped_braces) = (lexer.glued().len(), lexer.escaped_braces().len());
        notes.list[first..].sort_by_key(Note::offset);
    }
}

impl Note {
    const fn offset(&self) -> u32 {
        match self {
            Self::Escape(escape) => escape.escape.at,
            Self::Glued(glued) => glued.start,
            Self::Brace(at) => *at,
        }
    }
}
