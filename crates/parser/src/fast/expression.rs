//! Expressions, from the loosest binding to operands.
//!
//! Follows the rules from `expressions` to `primary` in `Grammar/python.gram`.

use pycmill_ast::{Constant, Expr, ExprContext, ExprKind};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    /// `expression`: no star, no name bound, no commas.
    #[inline]
    pub(super) fn expression(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Lambda {
            return self.lambda();
        }
        let start = self.start();
        let test = self.disjunction()?;
        if self.kind() == Kind::If { self.conditional(test, start) } else { Ok(test) }
    }

    /// The rest of `a if b else c`.
    #[inline(never)]
    pub(super) fn conditional(&mut self, body: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        self.bump();
        let test = self.disjunction()?;
        self.expect(Kind::Else)?;
        let orelse = self.nested(Self::expression)?;
        let (test, body, orelse) = (self.boxed(test), self.boxed(body), self.boxed(orelse));
        Ok(self.node(start, ExprKind::IfExp { test, body, orelse }))
    }

    /// `named_expression`: a name may be bound.
    #[inline]
    pub(super) fn named_expression(&mut self) -> Result<Expr<'a>> {
        let start = self.token;
        let expr = self.expression()?;
        if self.kind() == Kind::ColonEqual { self.named(expr, start.start) } else { Ok(expr) }
    }

    /// The rest of `name := value`. The name has no parentheses.
    #[cold]
    pub(super) fn named(&mut self, target: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        let ExprKind::Name { id, .. } = target.kind else { return Err(Rejected) };
        if target.span != self.span(start) {
            return Err(Rejected);
        }
        self.bump();
        let value = self.expression()?;
        let target = Expr { kind: ExprKind::Name { id, ctx: ExprContext::Store }, ..target };
        let (target, value) = (self.boxed(target), self.boxed(value));
        Ok(self.node(start, ExprKind::NamedExpr { target, value }))
    }

    /// `*a`, whose operand binds tighter than comparisons.
    #[inline(never)]
    pub(super) fn starred(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        let value = self.bitwise_or()?;
        let value = self.boxed(value);
        Ok(self.node(start, ExprKind::Starred { value, ctx: ExprContext::Load }))
    }

    /// `starred_expression`: `*a` with any expression, in calls and subscripts.
    pub(super) fn starred_expression(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        let value = self.expression()?;
        let value = self.boxed(value);
        Ok(self.node(start, ExprKind::Starred { value, ctx: ExprContext::Load }))
    }

    /// `star_expression`.
    #[inline]
    pub(super) fn star_expression(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Star { self.starred() } else { self.expression() }
    }

    /// `star_named_expression`.
    #[inline]
    pub(super) fn star_named_expression(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Star { self.starred() } else { self.named_expression() }
    }

    /// `star_expressions`: one, or a tuple without parentheses.
    #[inline]
    pub(super) fn star_expressions(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let first = self.star_expression()?;
        if self.kind() != Kind::Comma {
            return Ok(first);
        }
        self.tuple_rest(first, start, Self::star_expression)
    }

    /// `expressions`: no stars.
    pub(super) fn expressions(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let first = self.expression()?;
        if self.kind() != Kind::Comma {
            return Ok(first);
        }
        self.tuple_rest(first, start, Self::expression)
    }

    /// The rest of a tuple without parentheses, from its first comma on.
    #[inline(never)]
    pub(super) fn tuple_rest(
        &mut self,
        first: Expr<'a>,
        start: u32,
        element: impl Fn(&mut Self) -> Result<Expr<'a>>,
    ) -> Result<Expr<'a>> {
        let base = self.stacks.exprs.len();
        self.stacks.exprs.push(first);
        while self.eat(Kind::Comma) {
            if !begins_expression(self.kind()) {
                break;
            }
            let element = element(self)?;
            self.stacks.exprs.push(element);
        }
        let elts = take(self.arena, &mut self.stacks.exprs, base);
        Ok(self.node(start, ExprKind::Tuple { elts, ctx: ExprContext::Load }))
    }

    /// `annotated_rhs`: what is assigned.
    #[inline]
    pub(super) fn assigned(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Yield { self.yield_expression() } else { self.star_expressions() }
    }

    /// `yield_expr`.
    pub(super) fn yield_expression(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        let kind = if self.eat(Kind::From) {
            let value = self.expression()?;
            ExprKind::YieldFrom { value: self.boxed(value) }
        } else if begins_expression(self.kind()) {
            let value = self.star_expressions()?;
            ExprKind::Yield { value: Some(self.boxed(value)) }
        } else {
            ExprKind::Yield { value: None }
        };
        Ok(self.node(start, kind))
    }

    /// `primary`: an atom and what follows it without operators.
    #[inline]
    pub(super) fn primary(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        let atom = self.atom()?;
        if matches!(self.kind(), Kind::Dot | Kind::LPar | Kind::LSqb) { self.trailers(atom, start) } else { Ok(atom) }
    }

    #[inline(never)]
    fn trailers(&mut self, mut expr: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        let mut links = 0;
        loop {
            let kind = match self.kind() {
                Kind::Dot => {
                    self.bump();
                    let attr = self.name()?;
                    ExprKind::Attribute { value: self.boxed(expr), attr, ctx: ExprContext::Load }
                }
                Kind::LPar => self.call(expr)?,
                Kind::LSqb => self.subscript(expr)?,
                _ => break,
            };
            expr = Expr { span: self.span(start), kind };
            links += 1;
        }
        self.nesting.note_chain(links);
        Ok(expr)
    }

    /// `atom`.
    #[inline]
    pub(super) fn atom(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Name {
            let token = self.token;
            let id = self.intern(token)?;
            self.bump();
            return Ok(self.node(token.start, ExprKind::Name { id, ctx: ExprContext::Load }));
        }
        self.other_atom()
    }

    #[inline(never)]
    fn other_atom(&mut self) -> Result<Expr<'a>> {
        match self.kind() {
            Kind::Number => self.number(),
            Kind::String | Kind::FStringStart | Kind::TStringStart => self.strings(),
            Kind::LPar => self.nested(Self::parenthesized),
            Kind::LSqb => self.nested(Self::list),
            Kind::LBrace => self.nested(Self::braces),
            Kind::None => Ok(self.constant(Constant::None)),
            Kind::True => Ok(self.constant(Constant::True)),
            Kind::False => Ok(self.constant(Constant::False)),
            Kind::Ellipsis => Ok(self.constant(Constant::Ellipsis)),
            _ => Err(Rejected),
        }
    }

    /// Takes a token that is a constant.
    pub(super) fn constant(&mut self, value: Constant<'a>) -> Expr<'a> {
        let start = self.start();
        self.bump();
        self.node(start, ExprKind::Constant { value, unicode_prefix: false })
    }

    pub(super) fn number(&mut self) -> Result<Expr<'a>> {
        let text = self.text(self.token);
        let value = crate::literal::number(self.arena, text, self.max_str_digits).map_err(|_| Rejected)?;
        Ok(self.constant(value))
    }
}

/// Whether an expression can begin with a token, starred or not. Of the others, those that end a sequence follow its last
/// comma.
#[inline]
pub(super) const fn begins_expression(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Name
            | Kind::Number
            | Kind::String
            | Kind::FStringStart
            | Kind::TStringStart
            | Kind::LPar
            | Kind::LSqb
            | Kind::LBrace
            | Kind::Minus
            | Kind::Plus
            | Kind::Tilde
            | Kind::Not
            | Kind::Lambda
            | Kind::Await
            | Kind::None
            | Kind::True
            | Kind::False
            | Kind::Ellipsis
            | Kind::Star
    )
}
