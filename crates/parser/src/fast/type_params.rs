//! Type parameters and aliases.
//!
//! Follows `type_params` and `type_alias` in `Grammar/python.gram`.

use pycmill_ast::{Expr, ExprContext, ExprKind, StmtKind, TypeParam, TypeParamKind};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    /// `type name = value`, of which the first two tokens are known.
    pub(super) fn type_alias(&mut self) -> Result<StmtKind<'a>> {
        self.bump();
        let start = self.start();
        let name = self.name()?;
        let name = self.node(start, ExprKind::Name { id: name, ctx: ExprContext::Store });
        let name = self.boxed(name);
        let id = self.node_id();
        let type_params = self.type_params()?;
        self.expect(Kind::Equal)?;
        let value = self.expression()?;
        Ok(StmtKind::TypeAlias { id, name, type_params, value: self.boxed(value) })
    }

    /// `[…]` of a definition, if it is there.
    #[inline]
    pub(super) fn type_params(&mut self) -> Result<&'a [TypeParam<'a>]> {
        if self.kind() != Kind::LSqb {
            return Ok(&[]);
        }
        if self.target.has_type_parameters() { self.nested(Self::type_param_list) } else { Err(Rejected) }
    }

    fn type_param_list(&mut self) -> Result<&'a [TypeParam<'a>]> {
        self.bump();
        let base = self.stacks.type_params.len();
        loop {
            let param = self.type_param()?;
            self.stacks.type_params.push(param);
            if !self.eat(Kind::Comma) || self.kind() == Kind::RSqb {
                break;
            }
        }
        self.expect(Kind::RSqb)?;
        Ok(take(self.arena, &mut self.stacks.type_params, base))
    }

    fn type_param(&mut self) -> Result<TypeParam<'a>> {
        let start = self.start();
        let kind = match self.kind() {
            Kind::Star => TypeParamKind::TypeVarTuple,
            Kind::DoubleStar => TypeParamKind::ParamSpec,
            _ => TypeParamKind::TypeVar,
        };
        if kind != TypeParamKind::TypeVar {
            self.bump();
        }
        let name = self.name()?;
        let id = self.node_id();
        let has_bound = kind == TypeParamKind::TypeVar && self.eat(Kind::Colon);
        let bound = if has_bound { Some(self.boxed_with(Self::expression)?) } else { None };
        let default_value = if self.target.has_type_parameter_defaults() && self.eat(Kind::Equal) {
            let is_starred = kind == TypeParamKind::TypeVarTuple;
            Some(self.boxed_with(if is_starred { Self::star_expression } else { Self::expression })?)
        } else {
            None
        };
        Ok(TypeParam { span: self.span(start), id, name, kind, bound, default_value })
    }

    fn boxed_with(&mut self, parse: fn(&mut Self) -> Result<Expr<'a>>) -> Result<&'a Expr<'a>> {
        let expr = parse(self)?;
        Ok(self.boxed(expr))
    }
}
