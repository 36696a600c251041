//! Numbers and strings; `parsenumber`, `parsestr` and `parsestrplus` of `Python/ast.c`.

use bumpalo::Bump;
use pycmill_source::Span;

use super::super::strings::undecodable_text;
use super::refusal::{Builder, Built};
use super::tree::{Id, Place};
use crate::error::ParseError;
use crate::literal::{InvalidEscape, Literal, LiteralError, has_no_escapes, number};

impl Builder<'_, '_> {
    pub(super) fn number(&mut self, token: Id) -> Option<Built> {
        if let Err(digits) = number(&Bump::new(), self.text(token), self.max_str_digits) {
            return self.refuse(token, digits.message(self.target));
        }
        Some(Built::Other("literal"))
    }

    pub(super) fn strings(&mut self, node: Id, tokens: &[Id]) -> Option<Built> {
        let mut is_formatted = false;
        let mut first_is_bytes = None;
        for token in tokens {
            let literal = Literal::of(self.text(*token), self.tree.place(*token).start);
            if !literal.prefix.format {
                self.plain(node, *token, &literal)?;
            }
            let bytes = literal.prefix.bytes;
            if *first_is_bytes.get_or_insert(bytes) != bytes {
                return self.refuse(node, "cannot mix bytes and nonbytes literals");
            }
            if literal.prefix.format {
                is_formatted = true;
                self.fstring(node, *token)?;
            }
        }
        Some(Built::Other(if is_formatted { "f-string expression" } else { "literal" }))
    }

    fn plain(&mut self, node: Id, token: Id, literal: &Literal<'_>) -> Option<()> {
        let start = literal.body_start();
        if literal.prefix.bytes
            && (!literal.body.is_ascii() || self.undecodable(start, literal.body.len(), true).is_some())
        {
            return self.refuse(token, "bytes can only contain ASCII literal characters.");
        }
        let is_whole = literal.prefix.raw || has_no_escapes(literal.body);
        self.check_utf8(node, start, literal.body.len(), is_whole)?;
        match literal.decode(self.target, &mut Vec::new()) {
            Ok(escape) => self.note_escape(escape, token, start),
            Err(error) => self.refuse(node, error.message),
        }
    }

    fn undecodable(&self, start: u32, len: usize, is_whole: bool) -> Option<LiteralError> {
        undecodable_text(self.source, start as usize..start as usize + len, is_whole)
    }

    fn check_utf8(&mut self, node: Id, start: u32, len: usize, is_whole: bool) -> Option<()> {
        match self.undecodable(start, len, is_whole) {
            Some(error) => self.refuse(node, error.message),
            None => Some(()),
        }
    }

    /// Decodes a text of an f-string.
    pub(super) fn decode_part(&mut self, node: Id, text: &str, start: u32, raw: bool) -> Option<()> {
        self.check_utf8(node, start, text.len(), raw)?;
        if !raw && !has_no_escapes(text) {
            match crate::literal::decode_str(self.target, text, start, &mut Vec::new()) {
                Ok(escape) => self.note_escape(escape, node, start)?,
                Err(error) => return self.refuse(node, error.message),
            }
        }
        Some(())
    }

    pub(super) fn note_escape(&mut self, escape: Option<InvalidEscape>, node: Id, text: u32) -> Option<()> {
        let Some(escape) = escape else { return Some(()) };
        let Place { start, end, .. } = self.tree.place(node);
        let warning = escape.warning(self.target, self.source, Span::new(start, end), text);
        let error = warning.error(self.source);
        let is_raised = self.raised.contains(&(self.before + self.warnings.len()));
        self.warnings.push(warning);
        if is_raised {
            self.error = Some(ParseError { is_in_field: self.is_field, is_of_tree: true, ..error });
            return None;
        }
        Some(())
    }
}
