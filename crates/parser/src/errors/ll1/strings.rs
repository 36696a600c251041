//! Numbers and strings; `parsenumber`, `parsestr` and `parsestrplus` of `Python/ast.c`.

use bumpalo::Bump;
use pycmill_source::{Span, utf8_error};

use super::refusal::{Builder, Built};
use super::tree::{Id, Place};
use crate::literal::{InvalidEscape, Literal, has_no_escapes, number};

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
        if literal.prefix.bytes && (!literal.body.is_ascii() || self.undecodable(start, literal.body.len()).is_some()) {
            return self.refuse(token, "bytes can only contain ASCII literal characters.");
        }
        if !literal.prefix.raw || literal.prefix.bytes {
            return match literal.decode(self.target, &mut Vec::new()) {
                Ok(escape) => {
                    self.note_escape(escape, token, start);
                    self.check_utf8(node, start, literal.body.len())
                }
                Err(error) => self.refuse(node, error.message),
            };
        }
        self.check_utf8(node, start, literal.body.len())
    }

    /// What a decoder says of a part of the text.
    fn undecodable(&self, start: u32, len: usize) -> Option<String> {
        let bytes = self.source.malformed()?.get(start as usize..start as usize + len)?;
        utf8_error(bytes).map(|error| error.to_string())
    }

    fn check_utf8(&mut self, node: Id, start: u32, len: usize) -> Option<()> {
        match self.undecodable(start, len) {
            Some(message) => self.refuse(node, format!("(unicode error) {message}")),
            None => Some(()),
        }
    }

    /// Decodes a text of an f-string.
    pub(super) fn decode_part(&mut self, node: Id, text: &str, start: u32, raw: bool) -> Option<()> {
        if !raw && !has_no_escapes(text) {
            match crate::literal::decode_str(self.target, text, start, &mut Vec::new()) {
                Ok(escape) => self.note_escape(escape, node, start),
                Err(error) => return self.refuse(node, error.message),
            }
        }
        self.check_utf8(node, start, text.len())
    }

    pub(super) fn note_escape(&mut self, escape: Option<InvalidEscape>, node: Id, text: u32) {
        let Some(escape) = escape else { return };
        let Place { start, end, .. } = self.tree.place(node);
        self.warnings.push(escape.warning(self.target, self.source, Span::new(start, end), text));
    }
}
