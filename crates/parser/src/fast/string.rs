//! String and bytes literals, adjacent ones joined.
//!
//! Follows `_PyPegen_concatenate_strings` in `Parser/action_helpers.c`.

use pycmill_ast::{Constant, Expr, ExprKind};
use pycmill_source::Span;

use super::pieces::Pieces;
use super::{Parser, Rejected, Result};
use crate::literal::{Literal, has_no_escapes};
use crate::token::Kind;

impl<'s, 'a> Parser<'s, 'a, '_> {
    /// `strings`.
    pub(super) fn strings(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        match self.kind() {
            Kind::TStringStart => return self.templates(),
            Kind::FStringStart => return self.joined(None, start),
            _ => {}
        }
        let literal = Literal::of(self.text(self.token), start);
        self.bump();
        if !matches!(self.kind(), Kind::String | Kind::FStringStart | Kind::TStringStart) && !literal.prefix.format {
            return self.plain(&literal);
        }
        if self.target.tokenizes_fstrings() { self.joined(Some(literal), start) } else { self.old_strings(literal) }
    }

    /// The one literal that was taken.
    fn plain(&mut self, literal: &Literal<'s>) -> Result<Expr<'a>> {
        let value: &'a [u8] = if literal.prefix.raw || has_no_escapes(literal.body) {
            if literal.prefix.bytes && !literal.body.is_ascii() {
                return Err(Rejected);
            }
            self.arena.alloc_slice_copy(literal.body.as_bytes())
        } else {
            let mut value = Vec::with_capacity(literal.body.len());
            self.decode(literal, &mut value)?;
            self.arena.alloc_slice_copy(&value)
        };
        Ok(self.string_constant(literal, value))
    }

    /// What was taken, with the kind and prefix of its first literal.
    pub(super) fn string_constant(&mut self, first: &Literal<'s>, value: &'a [u8]) -> Expr<'a> {
        let constant = if first.prefix.bytes { Constant::Bytes(value) } else { Constant::Str(value) };
        self.node(first.start, ExprKind::Constant { value: constant, unicode_prefix: first.prefix.unicode })
    }

    /// Appends the value of a literal.
    pub(super) fn decode(&mut self, literal: &Literal<'s>, value: &mut Vec<u8>) -> Result<()> {
        if let Some(escape) = literal.decode(self.target, value).map_err(|_| Rejected)? {
            self.warn_of_literal(escape, literal);
        }
        Ok(())
    }

    /// Several literals, of which the first may be taken.
    fn joined(&mut self, first: Option<Literal<'s>>, start: u32) -> Result<Expr<'a>> {
        let mut pieces = self.pieces(None);
        let mut has_parts = false;
        if let Some(first) = &first {
            self.push_literal(first, &mut pieces)?;
        }
        let is_bytes = first.is_some_and(|first| first.prefix.bytes);
        loop {
            match self.kind() {
                Kind::String => {
                    let literal = Literal::of(self.text(self.token), self.start());
                    if literal.prefix.bytes != is_bytes {
                        return Err(Rejected);
                    }
                    self.bump();
                    self.push_literal(&literal, &mut pieces)?;
                }
                Kind::FStringStart if !is_bytes => {
                    has_parts = true;
                    self.template(&mut pieces)?;
                }
                Kind::FStringStart | Kind::TStringStart => return Err(Rejected),
                _ => break,
            }
        }
        match first {
            Some(first) if !has_parts => {
                let value = self.arena.alloc_slice_copy(&pieces.text);
                Ok(self.string_constant(&first, value))
            }
            _ => {
                let values = self.finish(pieces);
                Ok(self.node(start, ExprKind::JoinedStr { values }))
            }
        }
    }

    /// A literal that was taken.
    fn push_literal(&mut self, literal: &Literal<'s>, pieces: &mut Pieces) -> Result<()> {
        pieces.begin_text(Span::new(literal.start, self.last_literal_end(literal)), literal.prefix.unicode);
        self.decode(literal, &mut pieces.text)
    }

    const fn last_literal_end(&self, literal: &Literal<'s>) -> u32 {
        literal.body_start() + literal.body.len() as u32 + literal.quotes
    }
}
