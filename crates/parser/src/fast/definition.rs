//! Functions, classes and their decorators.
//!
//! Follows `decorators`, `function_def_raw` and `class_def_raw` in `Grammar/python.gram`.

use pycmill_ast::{ClassDef, Expr, ExprContext, ExprKind, FunctionDef, StmtKind};

use super::params::Kind as Parameters;
use super::stacks::take;
use super::{Parser, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    pub(super) fn decorators(&mut self) -> Result<&'a [Expr<'a>]> {
        let base = self.stacks.exprs.len();
        while self.eat(Kind::At) {
            let decorator = if self.target.decorators_are_expressions() {
                self.named_expression()?
            } else {
                self.dotted_decorator()?
            };
            self.stacks.exprs.push(decorator);
            self.expect_layout(Kind::Newline)?;
        }
        Ok(take(self.arena, &mut self.stacks.exprs, base))
    }

    /// A dotted name and perhaps arguments.
    fn dotted_decorator(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let id = self.name()?;
        let mut expr = self.node(start, ExprKind::Name { id, ctx: ExprContext::Load });
        while self.eat(Kind::Dot) {
            let attr = self.name()?;
            let value = self.boxed(expr);
            expr = self.node(start, ExprKind::Attribute { value, attr, ctx: ExprContext::Load });
        }
        if self.kind() == Kind::LPar {
            let call = self.call(expr)?;
            expr = self.node(start, call);
        }
        Ok(expr)
    }

    pub(super) fn function(&mut self, decorator_list: &'a [Expr<'a>], is_async: bool) -> Result<StmtKind<'a>> {
        self.bump();
        let id = self.node_id();
        let name = self.name()?;
        let type_params = self.type_params()?;
        self.expect(Kind::LPar)?;
        let args = self.parameters(Parameters::OfFunction)?;
        self.bump();
        let args = &*self.arena.alloc(args);
        let returns = if self.eat(Kind::RArrow) {
            let returns = self.expression()?;
            Some(self.boxed(returns))
        } else {
            None
        };
        let body = self.block()?;
        let function = FunctionDef { id, name, args, body, decorator_list, returns, type_params, is_async };
        Ok(StmtKind::FunctionDef(self.arena.alloc(function)))
    }

    pub(super) fn class(&mut self, decorator_list: &'a [Expr<'a>]) -> Result<StmtKind<'a>> {
        self.bump();
        let id = self.node_id();
        let name = self.name()?;
        let type_params = self.type_params()?;
        let (bases, keywords) =
            if self.eat(Kind::LPar) { self.nested(|this| this.arguments(None))? } else { (&[][..], &[][..]) };
        let body = self.block()?;
        let class = ClassDef { id, name, bases, keywords, body, decorator_list, type_params };
        Ok(StmtKind::ClassDef(self.arena.alloc(class)))
    }
}
