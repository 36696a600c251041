//! The text of f- and t-strings and of their format specifications, cut into the parts that are tokens of CPython.
//!
//! **Invariant**: offsets are at characters.
//!
//! Follows `tok_get_fstring_mode` in `Parser/lexer/lexer.c` and `_PyPegen_decode_fstring_part` in `Parser/action_helpers.c`.

use pycmill_ast::{Constant, Expr, ExprKind};
use pycmill_source::Span;

use super::pieces::Pieces;
use super::{Parser, Rejected, Result};
use crate::literal::decode_str;

/// What kind of text is read.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) quote: u8,
    pub(super) is_triple: bool,
    pub(super) is_raw: bool,
    pub(super) is_template: bool,
    /// The text is a format specification.
    pub(super) is_spec: bool,
}

/// A part of the text, and what follows it.
#[derive(Clone, Copy)]
pub(super) struct Part {
    start: usize,
    /// Where what the part consists of ends.
    end: usize,
    /// Where reading goes on, and the place of the part ends.
    pub(super) next: usize,
    /// Text follows; if not, tokens.
    pub(super) goes_on: bool,
}

impl<'s> Parser<'s, '_, '_> {
    pub(super) fn bytes(&self) -> &'s [u8] {
        self.source.text().as_bytes()
    }

    /// Whether a field begins at an offset right where text could begin.
    pub(super) fn opens_field(&self, at: usize) -> bool {
        let bytes = self.bytes();
        bytes.get(at) == Some(&b'{') && bytes.get(at + 1) != Some(&b'{')
    }

    /// Whether the string ends at an offset.
    pub(super) fn is_quoted(&self, shape: Shape, at: usize) -> bool {
        let width = if shape.is_triple { 3 } else { 1 };
        self.bytes().get(at..).is_some_and(|rest| rest.starts_with(&[shape.quote; 3][..width]))
    }

    /// The part of the text that begins at an offset.
    pub(super) fn template_text(&mut self, shape: Shape, start: usize) -> Result<Part> {
        let bytes = self.bytes();
        let in_spec = shape.is_spec && self.lexer.knows_spec();
        let to_text = |end, next| Ok(Part { start, end, next, goes_on: true });
        let mut at = start;
        // Whether the name of a character is open, whose brace ends the part.
        let mut in_name = false;
        loop {
            match *bytes.get(at).ok_or(Rejected)? {
                b'\\' => at += self.escape_in_text(shape, at, &mut in_name),
                b'\n' if !shape.is_triple => {
                    if in_spec && self.target.newlines_end_format_specs() {
                        return Ok(self.before_tokens(start, at));
                    }
                    return Err(Rejected);
                }
                byte if byte == shape.quote && self.is_quoted(shape, at) => return to_text(at, at),
                b'}' if in_name => return to_text(at + 1, at + 1),
                brace @ (b'{' | b'}') => {
                    let is_text = if brace == b'{' { !in_spec } else { !shape.is_spec };
                    if brace == b'{' {
                        self.lexer.note_brace_in_text(at as u32);
                    }
                    if is_text && bytes.get(at + 1) == Some(&brace) {
                        return to_text(at + 1, at + 2);
                    }
                    return Ok(self.before_tokens(start, at));
                }
                _ => at += 1,
            }
        }
    }

    fn before_tokens(&mut self, start: usize, end: usize) -> Part {
        self.lexer.leave_text();
        Part { start, end, next: end, goes_on: false }
    }

    /// The width of the escape at an offset, as far as it is skipped: braces are not.
    fn escape_in_text(&mut self, shape: Shape, at: usize, in_name: &mut bool) -> usize {
        match self.bytes().get(at + 1) {
            Some(b'{' | b'}') => {
                if !shape.is_raw {
                    self.warn_of_brace(at as u32 + 1);
                }
                1
            }
            Some(b'N') if !shape.is_raw && self.bytes().get(at + 2) == Some(&b'{') => {
                *in_name = true;
                3
            }
            _ => 2,
        }
    }

    /// Adds the value of a part. Parts without value take no place.
    pub(super) fn text_part(&mut self, pieces: &mut Pieces, shape: Shape, part: Part) -> Result<()> {
        if self.lexer.is_malformed(part.start as u32, part.end as u32) {
            return Err(Rejected);
        }
        let text = self.source.text().get(part.start..part.end).ok_or(Rejected)?;
        let place = Span::new(part.start as u32, part.next as u32);
        let before = pieces.text.len();
        let is_verbatim = shape.is_raw && (!shape.is_spec || self.target.raw_format_spec_keeps_escapes());
        if is_verbatim {
            pieces.text.extend_from_slice(text.as_bytes());
        } else {
            let escape = decode_str(self.target, text, place.start, &mut pieces.text).map_err(|_| Rejected)?;
            match escape.filter(|escape| !escape.is_of_brace(text, place.start)) {
                Some(escape) if shape.is_spec => self.warn_of_spec(escape, place),
                Some(escape) => self.note_escape(escape, place.start),
                None => {}
            }
        }
        if shape.is_spec && self.target.keeps_empty_texts_of_format_specs() {
            self.push_text(pieces, place);
        } else if pieces.text.len() > before {
            pieces.begin_text(place, false);
        }
        Ok(())
    }

    /// Turns the text so far into a constant of its own, even if it is empty.
    fn push_text(&mut self, pieces: &mut Pieces, span: Span) {
        let value = Constant::Str(self.arena.alloc_slice_copy(&pieces.text));
        pieces.text.clear();
        self.push_value(pieces, Expr { span, kind: ExprKind::Constant { value, unicode_prefix: false } });
    }
}
