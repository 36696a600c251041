//! f-strings and t-strings that the lexer leaves to the parser (PEP 701): strings and their fields.
//!
//! **Invariant**: while a field is parsed, the lexer knows that it is in one.
//!
//! Follows `fstring_replacement_field` and what belongs to it in `Grammar/python.gram`; `_PyPegen_joined_str`,
//! `_PyPegen_formatted_value` and `_PyPegen_interpolation` in `Parser/action_helpers.c`.

use pycmill_ast::{Conversion, Expr, ExprKind};
use pycmill_source::Span;

use super::pieces::Pieces;
use super::template_text::Shape;
use super::{Parser, Rejected, Result};
use crate::lexer::normalized;
use crate::literal::debug_text;
use crate::literal::{InvalidEscape, Prefix, decode_str};
use crate::token::Kind;

impl<'s, 'a> Parser<'s, 'a, '_> {
    /// `tstring+`.
    pub(super) fn templates(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let mut pieces = self.pieces(None);
        while self.kind() == Kind::TStringStart {
            self.template(&mut pieces)?;
        }
        if matches!(self.kind(), Kind::String | Kind::FStringStart) {
            return Err(Rejected);
        }
        let values = self.finish(pieces);
        Ok(self.node(start, ExprKind::TemplateStr { values }))
    }

    /// One f- or t-string.
    pub(super) fn template(&mut self, pieces: &mut Pieces) -> Result<()> {
        let opening = self.text(self.token).as_bytes();
        let prefix = Prefix::of(opening);
        let shape = Shape {
            quote: *opening.last().ok_or(Rejected)?,
            is_triple: opening.len() > prefix.len as usize + 1,
            is_raw: prefix.raw,
            is_template: prefix.template,
            is_spec: false,
        };
        let outer = self.lexer.enter_string(shape.is_template).ok_or(Rejected)?;
        let first_escape = self.part_escapes.len();
        let mut at = self.token.end as usize;
        loop {
            if self.opens_field(at) {
                at = self.field(pieces, shape, at)?;
            } else if self.is_quoted(shape, at) {
                break;
            } else {
                let part = self.template_text(shape, at)?;
                self.text_part(pieces, shape, part)?;
                at = part.next;
                if !part.goes_on && self.bytes().get(at) != Some(&b'{') {
                    return Err(Rejected);
                }
            }
        }
        self.lexer.leave_string(outer);
        self.last_end = at as u32 + if shape.is_triple { 3 } else { 1 };
        self.warn_of_parts(first_escape, self.span(at as u32));
        self.lexer.set_position(self.last_end);
        self.token = self.lexer.next();
        Ok(())
    }

    /// A replacement field whose brace is at an offset; the result is the offset after it.
    pub(super) fn field(&mut self, pieces: &mut Pieces, shape: Shape, brace: usize) -> Result<usize> {
        let outer = self.lexer.enter_field(brace as u32).ok_or(Rejected)?;
        self.token = self.lexer.next();
        self.field_body(pieces, shape, brace as u32)?;
        let end = self.token.end;
        self.lexer.leave_field(outer);
        Ok(end as usize)
    }

    /// What is in the braces of a field, of which the first is at `start` and the last is the next token then.
    pub(super) fn field_body(&mut self, pieces: &mut Pieces, shape: Shape, start: u32) -> Result<()> {
        let value = self.nested(Self::assigned)?;
        let has_text = self.eat(Kind::Equal);
        let told = self.lexer.told_field_text();
        let after = self.start();
        let mut conversion = self.conversion()?;
        let format_spec = match self.kind() {
            Kind::Colon if self.lexer.is_at_field_depth() => Some(self.format_spec(shape)?),
            Kind::Colon => Some(self.bare_spec(shape)?),
            _ => None,
        };
        if self.kind() != Kind::RBrace {
            return Err(Rejected);
        }
        if has_text {
            let end = if conversion == Conversion::None { format_spec.map(|spec| spec.span.start) } else { None };
            self.debug_text(pieces, shape, Span::new(start + 1, end.unwrap_or(after)), told.ok_or(Rejected)?)?;
            if conversion == Conversion::None && format_spec.is_none() {
                conversion = Conversion::Repr;
            }
        }
        let value = self.boxed(value);
        let kind = if shape.is_template && !shape.is_spec {
            let text = self.interpolation_text(told.ok_or(Rejected)?, has_text);
            ExprKind::Interpolation { value, text, conversion, format_spec }
        } else {
            ExprKind::FormattedValue { value, conversion, format_spec }
        };
        self.push_value(pieces, Expr { span: Span::new(start, self.token.end), kind });
        Ok(())
    }

    /// `!` and a letter directly after it.
    fn conversion(&mut self) -> Result<Conversion> {
        if self.kind() != Kind::Exclamation {
            return Ok(Conversion::None);
        }
        self.bump();
        let letter = self.token;
        if letter.kind != Kind::Name || letter.start != self.last_end {
            return Err(Rejected);
        }
        let conversion = match &*normalized(self.text(letter)) {
            "s" => Conversion::Str,
            "r" => Conversion::Repr,
            "a" => Conversion::Ascii,
            _ => return Err(Rejected),
        };
        self.bump();
        Ok(conversion)
    }

    /// The text of `{x=}`, with what older parsers did to it.
    fn debug_text(&mut self, pieces: &mut Pieces, shape: Shape, place: Span, told: Span) -> Result<()> {
        let text = self.source.text().get(told.start as usize..told.end as usize).ok_or(Rejected)?;
        pieces.begin_text(place, false);
        let text = debug_text::told(self.target, text);
        if self.target.debug_text_is_verbatim() || shape.is_raw || shape.is_spec {
            pieces.text.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        let escape = decode_str(self.target, &text, 0, &mut pieces.text).map_err(|_| Rejected)?;
        if let Some(escape) = escape.filter(|escape| !escape.is_of_brace(&text, 0)) {
            let at = debug_text::in_source(&self.source.text()[told.start as usize..], &text, escape.at as usize);
            self.note_escape(InvalidEscape { at: told.start + at as u32, ..escape }, told.start);
        }
        Ok(())
    }

    /// The source of a template's expression.
    fn interpolation_text(&self, told: Span, has_equal: bool) -> &'a str {
        let text = &self.source.text()[told.start as usize..told.end as usize];
        let text = debug_text::without_comments(text, self.target.debug_text_knows_escapes());
        if !self.target.interpolation_text_keeps_trailing_blanks() {
            return self.arena.alloc_str(text.trim_end_matches(|c: char| c == '=' || c.is_whitespace()));
        }
        let before = text.trim_end_matches(|c: char| c == '\\' || c.is_whitespace()).strip_suffix('=');
        self.arena.alloc_str(before.filter(|_| has_equal).unwrap_or(&text))
    }
}
