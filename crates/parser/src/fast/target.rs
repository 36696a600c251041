//! Targets: parsed as expressions, then turned into what is assigned to or deleted.
//!
//! Follows `star_targets`, `single_target` and `del_targets` in `Grammar/python.gram`.

use pycmill_ast::{Expr, ExprContext, ExprKind};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    /// The target of a loop, up to `in`.
    pub(super) fn loop_target(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let first = self.star_target()?;
        if self.kind() != Kind::Comma {
            return Ok(first);
        }
        let base = self.stacks.exprs.len();
        self.stacks.exprs.push(first);
        while self.eat(Kind::Comma) && begins_target(self.kind()) {
            let target = self.star_target()?;
            self.stacks.exprs.push(target);
        }
        let elts = take(self.arena, &mut self.stacks.exprs, base);
        Ok(self.node(start, ExprKind::Tuple { elts, ctx: ExprContext::Store }))
    }

    /// `star_target`.
    pub(super) fn star_target(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        if !self.eat(Kind::Star) {
            let target = self.primary()?;
            return self.stored(target);
        }
        let value = self.primary()?;
        let value = self.stored(value)?;
        let value = self.boxed(value);
        Ok(self.node(start, ExprKind::Starred { value, ctx: ExprContext::Store }))
    }

    /// `del_targets`, up to the end of the statement.
    pub(super) fn deleted_targets(&mut self) -> Result<&'a [Expr<'a>]> {
        let base = self.stacks.exprs.len();
        loop {
            let target = if self.kind() == Kind::Star { self.starred()? } else { self.primary()? };
            let target = self.targeted(target, ExprContext::Del)?;
            self.stacks.exprs.push(target);
            if !self.eat(Kind::Comma) || !begins_target(self.kind()) {
                break;
            }
        }
        Ok(take(self.arena, &mut self.stacks.exprs, base))
    }

    /// An expression as a target of assignments.
    #[inline]
    pub(super) fn stored(&mut self, expr: Expr<'a>) -> Result<Expr<'a>> {
        if let ExprKind::Name { id, .. } = expr.kind {
            return Ok(Expr { kind: ExprKind::Name { id, ctx: ExprContext::Store }, ..expr });
        }
        self.targeted(expr, ExprContext::Store)
    }

    /// A name, attribute or subscript as the one target of its statement.
    pub(super) fn single(&mut self, expr: Expr<'a>) -> Result<Expr<'a>> {
        match expr.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => self.stored(expr),
            _ => Err(Rejected),
        }
    }

    fn targeted(&mut self, expr: Expr<'a>, ctx: ExprContext) -> Result<Expr<'a>> {
        let kind = match expr.kind {
            ExprKind::Name { id, .. } => ExprKind::Name { id, ctx },
            ExprKind::Attribute { value, attr, .. } => ExprKind::Attribute { value, attr, ctx },
            ExprKind::Subscript { value, slice, .. } => ExprKind::Subscript { value, slice, ctx },
            ExprKind::Starred { value, .. } if ctx == ExprContext::Store || self.target.groups_stars() => {
                let value = self.targeted_operand(*value, ctx)?;
                ExprKind::Starred { value, ctx }
            }
            ExprKind::Tuple { elts, .. } => ExprKind::Tuple { elts: self.targeted_all(elts, ctx)?, ctx },
            ExprKind::List { elts, .. } => ExprKind::List { elts: self.targeted_all(elts, ctx)?, ctx },
            _ => return Err(Rejected),
        };
        Ok(Expr { kind, ..expr })
    }

    fn targeted_operand(&mut self, operand: Expr<'a>, ctx: ExprContext) -> Result<&'a Expr<'a>> {
        let operand = self.nested(|this| this.targeted(operand, ctx))?;
        Ok(self.boxed(operand))
    }

    fn targeted_all(&mut self, elts: &[Expr<'a>], ctx: ExprContext) -> Result<&'a [Expr<'a>]> {
        let base = self.stacks.exprs.len();
        for elt in elts {
            let target = self.nested(|this| this.targeted(*elt, ctx))?;
            self.stacks.exprs.push(target);
        }
        Ok(take(self.arena, &mut self.stacks.exprs, base))
    }
}

/// Whether a target can begin with a token. Other expressions begin otherwise.
#[inline]
pub(super) const fn begins_target(kind: Kind) -> bool {
    super::expression::begins_expression(kind)
}
