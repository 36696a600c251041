//! f-strings and t-strings that the lexer leaves to the parser (PEP 701): text here, fields by the rules of expressions.
//!
//! **Invariant**: offsets into the text are at characters; while a field is parsed, the lexer knows that it is in one.
//!
//! Follows `tok_get_fstring_mode` in `Parser/lexer/lexer.c`; `fstring_replacement_field` and what belongs to it in
//! `Grammar/python.gram`; `_PyPegen_formatted_value` and `_PyPegen_interpolation` in `Parser/action_helpers.c`.

use pycmill_ast::{Conversion, Expr, ExprKind};
use pycmill_source::Span;

use super::debug_text;
use super::pieces::Pieces;
use super::{Parser, Rejected, Result};
use crate::lexer::normalized;
use crate::literal::{Prefix, decode_str};
use crate::token::Kind;

/// What kind of text is read.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    quote: u8,
    is_triple: bool,
    is_raw: bool,
    is_template: bool,
    /// The text is a format specification.
    is_spec: bool,
    /// Format specifications around it, itself included.
    specs: u8,
}

/// A part of the text: what belongs to it, and what of that it consists of.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
    place_end: usize,
}

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
            specs: 0,
        };
        let outer = self.lexer.enter_string().ok_or(Rejected)?;
        let first_escape = self.part_escapes.len();
        let mut at = self.token.end as usize;
        loop {
            at = self.template_text(pieces, shape, at)?;
            if self.bytes().get(at) != Some(&b'{') {
                break;
            }
            at = self.field(pieces, shape, at)?;
        }
        self.lexer.leave_string(outer);
        self.last_end = at as u32 + if shape.is_triple { 3 } else { 1 };
        self.warn_of_parts(first_escape, self.span(at as u32));
        self.lexer.set_position(self.last_end);
        self.token = self.lexer.next();
        Ok(())
    }

    fn bytes(&self) -> &'s [u8] {
        self.source.text().as_bytes()
    }

    /// Text up to a field, the end of a specification, or the closing quotes.
    fn template_text(&mut self, pieces: &mut Pieces, shape: Shape, from: usize) -> Result<usize> {
        let bytes = self.bytes();
        let mut start = from;
        let mut at = from;
        // Whether the name of a character is open, whose brace ends the part.
        let mut in_name = false;
        loop {
            match *bytes.get(at).ok_or(Rejected)? {
                b'\\' => match bytes.get(at + 1) {
                    Some(b'{' | b'}') => {
                        if !shape.is_raw {
                            self.warn_of_brace(at as u32 + 1);
                        }
                        at += 1;
                    }
                    Some(b'N') if !shape.is_raw && bytes.get(at + 2) == Some(&b'{') => {
                        in_name = true;
                        at += 3;
                    }
                    _ => at += 2,
                },
                b'\n' if !shape.is_triple => {
                    self.text_part(pieces, shape, Part { start, end: at, place_end: at })?;
                    return if shape.is_spec { Ok(at) } else { Err(Rejected) };
                }
                byte if byte == shape.quote => {
                    let is_end = !shape.is_triple || bytes[at..].starts_with(&[byte; 3]);
                    if is_end && !shape.is_spec {
                        self.text_part(pieces, shape, Part { start, end: at, place_end: at })?;
                        return Ok(at);
                    }
                    if is_end {
                        return Err(Rejected);
                    }
                    at += 1;
                }
                b'}' if in_name => {
                    in_name = false;
                    at += 1;
                    self.text_part(pieces, shape, Part { start, end: at, place_end: at })?;
                    start = at;
                }
                brace @ (b'{' | b'}') => {
                    if !shape.is_spec && bytes.get(at + 1) == Some(&brace) {
                        self.text_part(pieces, shape, Part { start, end: at + 1, place_end: at + 2 })?;
                        at += 2;
                        start = at;
                        continue;
                    }
                    if brace == b'}' && !shape.is_spec {
                        return Err(Rejected);
                    }
                    self.text_part(pieces, shape, Part { start, end: at, place_end: at })?;
                    return Ok(at);
                }
                _ => at += 1,
            }
        }
    }

    /// Adds the value of a part.
    fn text_part(&mut self, pieces: &mut Pieces, shape: Shape, part: Part) -> Result<()> {
        if part.start == part.end {
            return Ok(());
        }
        if self.lexer.is_malformed(part.start as u32, part.end as u32) {
            return Err(Rejected);
        }
        let text = self.source.text().get(part.start..part.end).ok_or(Rejected)?;
        pieces.begin_text(Span::new(part.start as u32, part.place_end as u32), false);
        let is_verbatim = shape.is_raw && (!shape.is_spec || self.target.raw_format_spec_keeps_escapes());
        if is_verbatim {
            pieces.text.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        let escape = decode_str(self.target, text, part.start as u32, &mut pieces.text).map_err(|_| Rejected)?;
        match escape {
            Some(escape) if shape.is_spec => {
                self.warn_of_spec(escape, Span::new(part.start as u32, part.place_end as u32));
            }
            Some(escape) => self.note_escape(escape, part.start as u32),
            None => {}
        }
        Ok(())
    }

    /// A replacement field whose brace is at an offset; the result is the offset after it.
    fn field(&mut self, pieces: &mut Pieces, shape: Shape, brace: usize) -> Result<usize> {
        let start = brace as u32;
        self.lexer.set_position(start + 1);
        let outer = self.lexer.enter_field().ok_or(Rejected)?;
        self.token = self.lexer.next();
        let value = self.nested(Self::assigned)?;
        let value_end = self.start();
        let has_text = self.eat(Kind::Equal);
        if has_text {
            self.debug_text(pieces, shape, Span::new(start + 1, self.start()))?;
        }
        let mut conversion = self.conversion()?;
        let format_spec = if self.kind() == Kind::Colon { Some(self.format_spec(shape)?) } else { None };
        if has_text && conversion == Conversion::None && format_spec.is_none() {
            conversion = Conversion::Repr;
        }
        if self.kind() != Kind::RBrace {
            return Err(Rejected);
        }
        let end = self.token.end;
        self.lexer.leave_field(outer);
        let value = self.boxed(value);
        let kind = if shape.is_template && !shape.is_spec {
            let text = self.interpolation_text(Span::new(start + 1, value_end));
            ExprKind::Interpolation { value, text, conversion, format_spec }
        } else {
            ExprKind::FormattedValue { value, conversion, format_spec }
        };
        self.push_value(pieces, Expr { span: Span::new(start, end), kind });
        Ok(end as usize)
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

    /// A format specification from its colon to the brace after it, which is the next token.
    fn format_spec(&mut self, shape: Shape) -> Result<&'a Expr<'a>> {
        let colon = self.token;
        let shape = Shape { is_spec: true, specs: shape.specs + 1, ..shape };
        let mut pieces = self.pieces(None);
        let mut at = colon.end as usize;
        let mut ends_in_field = false;
        loop {
            let from = at;
            at = self.template_text(&mut pieces, shape, at)?;
            match self.bytes().get(at) {
                Some(b'{') => {
                    self.empty_text_before(&mut pieces, at);
                    at = self.nested(|this| this.field(&mut pieces, shape, at))?;
                    ends_in_field = true;
                    continue;
                }
                Some(b'\n') => {
                    at = self.rest_of_spec(&mut pieces, shape, at, ends_in_field)?;
                    break;
                }
                _ => ends_in_field &= from == at,
            }
            break;
        }
        if ends_in_field && self.target.keeps_empty_texts_of_format_specs() && self.bytes().get(at) == Some(&b'}') {
            self.push_value(&mut pieces, empty_text(at as u32));
        }
        let values = self.finish(pieces);
        let span = Span::new(colon.start, at as u32);
        self.seek_brace(at);
        Ok(self.arena.alloc(Expr { span, kind: ExprKind::JoinedStr { values } }))
    }

    /// Makes the token at an offset the next one.
    fn seek_brace(&mut self, at: usize) {
        self.lexer.set_position(at as u32);
        self.token = self.lexer.next();
    }

    /// Two braces look like a text of braces to the tokenizer at first.
    fn empty_text_before(&mut self, pieces: &mut Pieces, at: usize) {
        let keeps = self.target.keeps_empty_texts_of_format_specs();
        if keeps && !pieces.has_text() && self.bytes().get(at + 1) == Some(&b'{') {
            self.push_value(pieces, empty_text(at as u32));
        }
    }

    /// What may follow a newline that ends a specification: fields without one of their own. The result is where the last of
    /// them ends.
    fn rest_of_spec(
        &mut self,
        pieces: &mut Pieces,
        shape: Shape,
        newline: usize,
        is_behind_field: bool,
    ) -> Result<usize> {
        // What 3.12 makes of a newline after a field of a specification is left to the third-party parser.
        let is_end = !is_behind_field && self.target.newlines_end_format_specs();
        if !is_end {
            return Err(Rejected);
        }
        let next = newline + debug_text::gap(&self.bytes()[newline..]);
        let goes_on = self.bytes().get(next) == Some(&b'{');
        let ends_a_text = goes_on || self.has_values(pieces);
        if self.target.keeps_empty_texts_of_format_specs() && !pieces.has_text() && ends_a_text {
            self.push_value(pieces, empty_text(newline as u32));
        }
        let mut end = newline;
        loop {
            let at = end + debug_text::gap(&self.bytes()[end..]);
            match self.bytes().get(at) {
                Some(b'}') => return Ok(end),
                Some(b'{') => end = self.nested(|this| this.bare_field(pieces, shape, at))?,
                _ => return Err(Rejected),
            }
        }
    }

    /// A field without a specification.
    fn bare_field(&mut self, pieces: &mut Pieces, shape: Shape, brace: usize) -> Result<usize> {
        let end = self.field(pieces, shape, brace)?;
        match self.stacks.exprs.last().map(|field| field.kind) {
            Some(ExprKind::FormattedValue { format_spec: None, .. }) => Ok(end),
            _ => Err(Rejected),
        }
    }

    /// The text of `{x=}`, with what older tokenizers did to it.
    fn debug_text(&mut self, pieces: &mut Pieces, shape: Shape, place: Span) -> Result<()> {
        // The lexer keeps the text only if it is not too deep.
        if shape.specs > u8::from(self.target.keeps_texts_in_format_specs()) {
            return Err(Rejected);
        }
        let text = self.source.text().get(place.start as usize..place.end as usize).ok_or(Rejected)?;
        pieces.begin_text(place, false);
        let told = debug_text::told(self.target, text);
        if self.target.debug_text_is_verbatim() || shape.is_raw || shape.is_spec {
            pieces.text.extend_from_slice(told.as_bytes());
            return Ok(());
        }
        decode_str(self.target, &told, place.start, &mut pieces.text).map_err(|_| Rejected)?;
        Ok(())
    }

    /// The source of a template's expression.
    fn interpolation_text(&self, place: Span) -> &'a str {
        let text = &self.source.text()[place.start as usize..place.end as usize];
        let text = debug_text::without_comments(text, self.target.debug_text_knows_escapes());
        let keeps_blanks = self.target.interpolation_text_keeps_trailing_blanks();
        self.arena.alloc_str(if keeps_blanks { &text } else { text.trim_end() })
    }
}

fn empty_text<'a>(place: u32) -> Expr<'a> {
    let value = pycmill_ast::Constant::Str(b"");
    Expr { span: Span::new(place, place), kind: ExprKind::Constant { value, unicode_prefix: false } }
}
