//! Lambdas.
//!
//! Follows `lambdef` in `Grammar/python.gram`.

use pycmill_ast::{Expr, ExprKind};

use super::params::Kind as Parameters;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    #[inline(never)]
    pub(super) fn lambda(&mut self) -> Result<Expr<'a>> {
        self.nested(|this| this.lambda_with(Self::expression))
    }

    /// A lambda whose body is no conditional expression, as a condition of older comprehensions.
    pub(super) fn condition_lambda(&mut self) -> Result<Expr<'a>> {
        self.nested(|this| {
            this.lambda_with(
                |this| {
                    if this.kind() == Kind::Lambda { this.condition_lambda() } else { this.disjunction() }
                },
            )
        })
    }

    fn lambda_with(&mut self, body: impl Fn(&mut Self) -> Result<Expr<'a>>) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        let args = self.parameters(Parameters::OfLambda)?;
        // In a replacement field, this colon begins a format specification.
        if self.kind() != Kind::Colon || self.lexer.is_at_field_depth() {
            return Err(Rejected);
        }
        self.bump();
        let body = body(self)?;
        let id = self.node_id();
        let (args, body) = (&*self.arena.alloc(args), self.boxed(body));
        Ok(self.node(start, ExprKind::Lambda { id, args, body }))
    }
}
