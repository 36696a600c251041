//! The tokens that the parser has read: an array that only grows, as in CPython.
//!
//! **Invariants**: a token is read when somebody asks for it and not before; what was read stays in both passes.

use pycmill_source::{Source, Span};
use pycmill_target::Target;

use crate::lexer::TraceLexer;
use crate::token::Kind;

/// The column of a token without place, before CPython counts it from 1.
pub(super) const NO_COLUMN: i32 = -1;

/// No entry of the memo.
pub(super) const NO_MEMO: u32 = u32::MAX;

/// A token with its place as CPython's parser has it: lines from 1, columns in bytes from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) kind: Kind,
    /// Brackets open after it.
    pub(super) level: u8,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
    pub(super) column: i32,
    pub(super) end_line: u32,
    pub(super) end_column: i32,
    /// The newest entry of the memo for this token.
    pub(super) memo: u32,
}

/// Where a field begins: how many lines of the file are before its text, and the column. That counts in the columns of the first
/// line's tokens, and is taken off again when an error is placed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) line: u32,
    pub(super) column: i32,
}

/// The tokens read so far, and the lexer to read more.
pub(super) struct Tokens<'s> {
    pub(super) source: &'s Source,
    pub(super) target: Target,
    pub(super) lexer: TraceLexer<'s>,
    pub(super) read: Vec<Read>,
    /// Whether the lexer has met the end of the text: `tok->done == E_EOF`.
    pub(super) is_at_end: bool,
    /// The text is a field of an f-string that is one token.
    pub(super) field: Option<Field>,
    /// The tokens that end the expression of a replacement field, with the text of it that the lexer has kept.
    told: Vec<(u32, Span)>,
}

impl<'s> Tokens<'s> {
    pub(super) fn new(target: Target, source: &'s Source) -> Self {
        let read = Vec::with_capacity(source.text().len() / 4 + 8);
        Self {
            source,
            target,
            lexer: TraceLexer::new(target, source),
            read,
            is_at_end: false,
            field: None,
            told: Vec::new(),
        }
    }

    /// Over the text of a field, in parentheses.
    pub(super) fn of_field(target: Target, source: &'s Source, field: Field) -> Self {
        Self { field: Some(field), ..Self::new(target, source) }
    }

    pub(super) fn text(&self, token: u32) -> &'s str {
        let Read { start, end, .. } = self.read[token as usize];
        self.source.text().get(start as usize..end as usize).unwrap_or_default()
    }

    /// The token that was read last is a fault after all.
    pub(super) fn spoil_last(&mut self) {
        if let Some(last) = self.read.last_mut() {
            *last = Read { kind: Kind::Fault, column: NO_COLUMN, end_column: NO_COLUMN, ..*last };
        }
    }

    /// The text of the expression that a token ends, if the lexer has kept it.
    pub(super) fn told(&self, token: u32) -> Option<Span> {
        let at = self.told.binary_search_by_key(&token, |(token, _)| *token).ok()?;
        Some(self.told[at].1)
    }

    pub(super) fn last(&self) -> Option<&Read> {
        self.read.last()
    }

    /// Reads one more. A fault of the lexer is one, too.
    pub(super) fn grow(&mut self) -> Kind {
        let traced = self.lexer.traced();
        let (kind, start, end) = (traced.token.kind, traced.token.start, traced.token.end);
        let is_placed = !matches!(kind, Kind::End | Kind::Indent | Kind::Dedent | Kind::Fault);
        let lines = self.source.lines();
        let mut read = Read {
            kind,
            level: traced.level,
            start,
            end,
            line: traced.line,
            column: NO_COLUMN,
            end_line: traced.line,
            end_column: NO_COLUMN,
            memo: NO_MEMO,
        };
        if is_placed {
            let begin = lines.position(start);
            (read.line, read.column) = (begin.line, begin.column as i32);
            if self.target.tokenizes_fstrings() {
                // Tokens end where the lexer is.
                read.end_column = traced.cursor as i32 - traced.line_start as i32;
            } else if kind == Kind::Newline {
                // In its own line, even if it counts as a character of it.
                (read.end_line, read.end_column) = (read.line, read.column + (end - start) as i32);
            } else {
                let end = lines.position(end);
                (read.end_line, read.end_column) = (end.line, end.column as i32);
            }
        }
        if traced.line == 1 {
            let begun = self.field.map_or(0, |field| field.column);
            (read.column, read.end_column) = (read.column + begun, read.end_column + begun);
        }
        if matches!(kind, Kind::Exclamation | Kind::Colon | Kind::RBrace) && self.lexer.is_in_template() {
            let token = self.read.len() as u32;
            self.told.extend(self.lexer.told_field_text().map(|text| (token, text)));
        }
        self.read.push(read);
        let is_past_text = kind == Kind::Dedent && traced.cursor as usize >= self.source.text().len();
        self.is_at_end |= kind == Kind::End || is_past_text;
        kind
    }
}
