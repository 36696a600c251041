//! f-strings that are one token (up to 3.11): cut up here, fields parsed as if in parentheses.
//!
//! **Invariants**: all parts have the place of the joined literals; offsets are at characters of the literal's text.
//!
//! Follows `fstring_find_literal`, `fstring_find_expr` and `fstring_compile_expr` in `Parser/string_parser.c` of 3.11.

use pycmill_ast::{Conversion, Expr, ExprKind};
use pycmill_source::Span;

use super::field_scan::{Field, expression_end};
use super::pieces::{Pieces, Whole};
use super::{Parser, Rejected, Result};
use crate::lexer::FastLexer;
use crate::literal::{Literal, decode_str};
use crate::token::Kind;

/// How deep format specifications may be in each other.
const MAX_DEPTH: u32 = 2;

/// An f-string being cut up.
#[derive(Clone, Copy)]
struct Cut<'s> {
    literal: Literal<'s>,
    place: Span,
    /// The literal in which its fields are searched, for versions that do.
    searched: Span,
    /// Offset after its text.
    end: usize,
    whole: Whole,
}

impl<'s, 'a> Parser<'s, 'a, '_> {
    /// Literals of which the first is taken.
    pub(super) fn old_strings(&mut self, first: Literal<'s>) -> Result<Expr<'a>> {
        let mut literals = vec![first];
        while self.kind() == Kind::String {
            literals.push(Literal::of(self.text(self.token), self.start()));
            self.bump();
        }
        let is_joined = literals.iter().any(|literal| literal.prefix.format);
        if literals.iter().any(|literal| literal.prefix.bytes != first.prefix.bytes) {
            return Err(Rejected);
        }
        let unicode_prefix = first.prefix.unicode;
        let whole = Whole { place: self.span(first.start), unicode_prefix };
        let mut pieces = self.pieces(Some(whole));
        for literal in &literals {
            if literal.prefix.format {
                self.old_fstring(&mut pieces, literal, &first, whole)?;
            } else {
                pieces.begin_text(whole.place, unicode_prefix);
                self.decode(literal, &mut pieces.text)?;
            }
        }
        if !is_joined {
            let value = self.arena.alloc_slice_copy(&pieces.text);
            return Ok(self.string_constant(&first, value));
        }
        let values = self.finish(pieces);
        Ok(Expr { span: whole.place, kind: ExprKind::JoinedStr { values } })
    }

    /// The parts of a literal; `first` is the first of those it is joined with.
    fn old_fstring(
        &mut self,
        pieces: &mut Pieces,
        literal: &Literal<'s>,
        first: &Literal<'s>,
        whole: Whole,
    ) -> Result<()> {
        let start = literal.body_start() as usize;
        let end = start + literal.body.len();
        let place = literal.span();
        let searched = if self.target.searches_fields_in_first_literal() { first.span() } else { place };
        let cut = Cut { literal: *literal, place, searched, end, whole };
        if self.old_parts(pieces, cut, start, 0)? == end { Ok(()) } else { Err(Rejected) }
    }

    /// Texts and fields up to the end of the string or of the format specification; the result is where that is.
    fn old_parts(&mut self, pieces: &mut Pieces, cut: Cut<'s>, from: usize, depth: u32) -> Result<usize> {
        let mut at = from;
        loop {
            at = self.old_text(pieces, cut, at, depth)?;
            match self.source.text().as_bytes()[..cut.end].get(at) {
                Some(b'{') => at = self.nested(|this| this.old_field(pieces, cut, at, depth))?,
                _ => return Ok(at),
            }
        }
    }

    /// Text up to a field, the end of a specification or of the string.
    fn old_text(&mut self, pieces: &mut Pieces, cut: Cut<'s>, from: usize, depth: u32) -> Result<usize> {
        let bytes = &self.source.text().as_bytes()[..cut.end];
        let is_raw = cut.literal.prefix.raw;
        let mut start = from;
        let mut at = from;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\\' if !is_raw => match (bytes.get(at + 1), bytes.get(at + 2)) {
                    (Some(b'N'), Some(b'{')) => {
                        at += 3;
                        at += bytes[at..].iter().position(|byte| *byte == b'}').map_or(bytes.len() - at, |at| at + 1);
                    }
                    (Some(b'{'), _) => {
                        at += 1;
                        self.warn_of_old_brace(at as u32, self.warned(cut));
                    }
                    (Some(b'}'), _) => at += 1,
                    _ => at += 2,
                },
                brace @ (b'{' | b'}') => {
                    let is_doubled = depth == 0 && bytes.get(at + 1) == Some(brace);
                    if !is_doubled {
                        if depth == 0 && *brace == b'}' {
                            return Err(Rejected);
                        }
                        break;
                    }
                    self.old_text_part(pieces, cut, start, at + 1)?;
                    at += 2;
                    start = at;
                }
                _ => at += 1,
            }
        }
        at = at.min(cut.end);
        self.old_text_part(pieces, cut, start, at)?;
        Ok(at)
    }

    fn old_text_part(&mut self, pieces: &mut Pieces, cut: Cut<'s>, start: usize, end: usize) -> Result<()> {
        if start == end {
            return Ok(());
        }
        let text = self.source.text().get(start..end).ok_or(Rejected)?;
        pieces.begin_text(cut.place, false);
        if cut.literal.prefix.raw {
            pieces.text.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        let escape = decode_str(self.target, text, start as u32, &mut pieces.text).map_err(|_| Rejected)?;
        if let Some(escape) = escape {
            let warning = escape.warning(self.target, self.source, self.warned(cut), start as u32);
            self.warn(warning);
        }
        Ok(())
    }

    /// The literal that warnings are about.
    fn warned(&self, cut: Cut<'s>) -> Span {
        if self.target.warns_of_escapes_at_first_literal() { cut.whole.place } else { cut.place }
    }

    /// A field whose brace is at an offset; the result is the offset after it.
    fn old_field(&mut self, pieces: &mut Pieces, cut: Cut<'s>, brace: usize, depth: u32) -> Result<usize> {
        if depth >= MAX_DEPTH {
            return Err(Rejected);
        }
        let bytes = &self.source.text().as_bytes()[..cut.end];
        let end = expression_end(bytes, brace + 1).ok_or(Rejected)?;
        let field = Field { string: cut.literal.start, brace: brace as u32, end: end as u32 };
        let value = self.old_value(cut, field)?;
        let mut at = end;
        let has_text = bytes.get(at) == Some(&b'=');
        if has_text {
            at += 1;
            at += bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t'..=b'\r')).count();
            pieces.begin_text(cut.place, false);
            pieces.text.extend_from_slice(&bytes[brace + 1..at]);
        }
        let mut conversion = Conversion::None;
        if bytes.get(at) == Some(&b'!') {
            conversion = match bytes.get(at + 1) {
                Some(b's') => Conversion::Str,
                Some(b'r') => Conversion::Repr,
                Some(b'a') => Conversion::Ascii,
                _ => return Err(Rejected),
            };
            at += 2;
        }
        let mut format_spec = None;
        if bytes.get(at) == Some(&b':') {
            let (spec, spec_end) = self.old_spec(cut, at + 1, depth + 1)?;
            (format_spec, at) = (Some(spec), spec_end);
        }
        if bytes.get(at) != Some(&b'}') {
            return Err(Rejected);
        }
        if has_text && conversion == Conversion::None && format_spec.is_none() {
            conversion = Conversion::Repr;
        }
        let kind = ExprKind::FormattedValue { value, conversion, format_spec };
        self.push_value(pieces, Expr { span: cut.whole.place, kind });
        Ok(at + 1)
    }

    /// A format specification; its last text has the place of its literal, or of all.
    fn old_spec(&mut self, cut: Cut<'s>, from: usize, depth: u32) -> Result<(&'a Expr<'a>, usize)> {
        let mut pieces = self.pieces(Some(cut.whole));
        let at = self.old_parts(&mut pieces, cut, from, depth)?;
        let whole = self.target.places_format_specs_as_whole();
        let span = if whole { cut.whole.place } else { self.told(cut.place) };
        pieces.place_text(span);
        let values = self.finish(pieces);
        Ok((self.arena.alloc(Expr { span, kind: ExprKind::JoinedStr { values } }), at))
    }

    /// The expression of a field, which has a lexer of its own.
    fn old_value(&mut self, cut: Cut<'s>, field: Field) -> Result<&'a Expr<'a>> {
        let text = &self.source.text()[field.brace as usize + 1..field.end as usize];
        if text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c')) {
            return Err(Rejected);
        }
        let inner = FastLexer::field(self.target, self.source, field.brace + 1, field.end);
        self.warn_of_numbers();
        let outer = (self.token, self.last_end, self.shift);
        let lexer = std::mem::replace(&mut self.lexer, inner);
        self.shift = self.shift_in(cut.place, cut.searched, field);
        if self.shift.is_some() {
            self.fold_marks.give_up();
        }
        self.token = self.lexer.next();
        let searches = self.target.searches_fields_in_literals();
        let start = if searches { field.brace } else { field.parenthesis(self.source.text()) };
        let value = self.in_parentheses(start, Kind::End);
        self.warn_of_numbers();
        self.lexer = lexer;
        (self.token, self.last_end, self.shift) = outer;
        Ok(self.boxed(value?))
    }
}
