//! Format specifications in f- and t-strings.
//!
//! They are text with fields, like the strings themselves. In some releases a newline ends the text: the rest of the
//! specification is then tokens, of which only fields without text can follow.
//!
//! Follows `fstring_full_format_spec` in `Grammar/python.gram` and `_PyPegen_setup_full_format_spec` in
//! `Parser/action_helpers.c`.

use pycmill_ast::{Constant, Expr, ExprKind};
use pycmill_source::Span;

use super::pieces::Pieces;
use super::template_text::Shape;
use super::{Parser, Rejected, Result};
use crate::token::{Kind, Token};

impl<'a> Parser<'_, 'a, '_> {
    /// A format specification from its colon, which is the next token, to the brace that ends the field.
    pub(super) fn format_spec(&mut self, shape: Shape) -> Result<&'a Expr<'a>> {
        let colon = self.token;
        let shape = Shape { is_spec: true, ..shape };
        let mut pieces = self.pieces(None);
        let mut at = colon.end as usize;
        loop {
            if self.opens_field(at) {
                at = self.nested(|this| this.field(&mut pieces, shape, at))?;
                continue;
            }
            if self.is_quoted(shape, at) {
                return Err(Rejected);
            }
            let part = self.template_text(shape, at)?;
            self.text_part(&mut pieces, shape, part)?;
            at = part.next;
            if part.goes_on {
                continue;
            }
            if self.bytes().get(at) != Some(&b'{') {
                break;
            }
            at = self.nested(|this| this.field(&mut pieces, shape, at))?;
        }
        self.lexer.set_position(at as u32);
        self.token = self.lexer.next();
        let end = self.bare_fields(&mut pieces, shape, at as u32)?;
        Ok(self.spec_of(pieces, Span::new(colon.start, end)))
    }

    /// The specification of a field that is tokens.
    pub(super) fn bare_spec(&mut self, shape: Shape) -> Result<&'a Expr<'a>> {
        let Token { start, end, .. } = self.token;
        let shape = Shape { is_spec: true, ..shape };
        let mut pieces = self.pieces(None);
        self.bump();
        let end = self.bare_fields(&mut pieces, shape, end)?;
        Ok(self.spec_of(pieces, Span::new(start, end)))
    }

    /// Fields that are tokens; the result is where the last of them ends, or the given end.
    fn bare_fields(&mut self, pieces: &mut Pieces, shape: Shape, mut end: u32) -> Result<u32> {
        while self.kind() == Kind::LBrace {
            let start = self.start();
            self.bump();
            self.nested(|this| this.field_body(pieces, shape, start))?;
            self.bump();
            end = self.last_end;
        }
        Ok(end)
    }

    /// The node of a specification: texts alone may have been joined to one constant, which then is the whole.
    fn spec_of(&mut self, pieces: Pieces, span: Span) -> &'a Expr<'a> {
        let joins_texts = pieces.texts > 1 && !self.target.keeps_empty_texts_of_format_specs();
        let values = self.finish(pieces);
        let expr = match values {
            [text] if joins_texts && matches!(text.kind, ExprKind::Constant { .. }) => {
                let span = if self.target.places_joined_literals_as_whole() { span } else { text.span };
                Expr { span, ..*text }
            }
            [text] if is_empty(text) => Expr { span, kind: ExprKind::JoinedStr { values: &[] } },
            _ => Expr { span, kind: ExprKind::JoinedStr { values } },
        };
        self.arena.alloc(expr)
    }
}

const fn is_empty(text: &Expr<'_>) -> bool {
    matches!(text.kind, ExprKind::Constant { value: Constant::Str(b""), .. })
}
