//! What brackets hold: groups, tuples, lists, sets, dictionaries. Comprehensions begin like them.
//!
//! Follows `group`, `tuple`, `list`, `set`, `dict` and their comprehensions in `Grammar/python.gram`.

use pycmill_ast::{DictItem, Expr, ExprContext, ExprKind};

use super::expression::begins_expression;
use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

/// The first element of a display.
struct First<'a> {
    expr: Expr<'a>,
    is_starred: bool,
    /// The operand of its star binds looser than `|`, which only comprehensions allow.
    is_wide: bool,
}

impl<'a> Parser<'_, 'a, '_> {
    /// Whether the clauses of a comprehension follow.
    #[inline]
    const fn at_clauses(&self) -> bool {
        matches!(self.kind(), Kind::For | Kind::Async)
    }

    /// From `(` to `)`.
    pub(super) fn parenthesized(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        if self.eat(Kind::RPar) {
            return Ok(self.node(start, ExprKind::Tuple { elts: &[], ctx: ExprContext::Load }));
        }
        self.in_parentheses(start, Kind::RPar)
    }

    /// What parentheses hold that begin at `start` and end with `close`.
    pub(super) fn in_parentheses(&mut self, start: u32, close: Kind) -> Result<Expr<'a>> {
        if self.kind() == Kind::Yield {
            let value = self.yield_expression()?;
            self.close(close)?;
            return Ok(value);
        }
        let first = self.first_element(self.target.unpacks_in_comprehensions())?;
        match self.kind() {
            Kind::Comma if !first.is_wide => {
                let elts = self.elements(first.expr)?;
                self.close(close)?;
                Ok(self.node(start, ExprKind::Tuple { elts, ctx: ExprContext::Load }))
            }
            Kind::For | Kind::Async => {
                self.check_element(&first)?;
                self.generator(first.expr, start, close)
            }
            _ if first.is_starred && !self.target.groups_stars() => Err(Rejected),
            _ => {
                self.close(close)?;
                Ok(first.expr)
            }
        }
    }

    /// Takes the token that closes parentheses. A field of an f-string that is one token has none: CPython adds one at its end.
    #[inline]
    pub(super) fn close(&mut self, close: Kind) -> Result<()> {
        self.expect(close)?;
        self.last_end += (close == Kind::End) as u32;
        Ok(())
    }

    /// From `[` to `]`.
    pub(super) fn list(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        if self.eat(Kind::RSqb) {
            return Ok(self.node(start, ExprKind::List { elts: &[], ctx: ExprContext::Load }));
        }
        let first = self.first_element(false)?;
        if self.at_clauses() {
            self.check_element(&first)?;
            let (id, elt, generators) = self.comprehension(first.expr)?;
            self.expect(Kind::RSqb)?;
            return Ok(self.node(start, ExprKind::ListComp { id, elt, generators }));
        }
        let elts = self.elements(first.expr)?;
        self.expect(Kind::RSqb)?;
        Ok(self.node(start, ExprKind::List { elts, ctx: ExprContext::Load }))
    }

    /// From `{` to `}`.
    pub(super) fn braces(&mut self) -> Result<Expr<'a>> {
        let start = self.start();
        self.bump();
        match self.kind() {
            Kind::RBrace => {
                self.bump();
                return Ok(self.node(start, ExprKind::Dict { items: &[] }));
            }
            Kind::DoubleStar => return self.dict(start),
            _ if !self.target.names_elements_of_sets() => return self.old_set(start),
            _ => {}
        }
        let first = self.first_element(false)?;
        match self.kind() {
            // A key that binds a name is none, since it is no `expression`.
            Kind::Colon if !first.is_starred && !is_named_here(&first.expr, self.span(self.last_end).end) => {
                self.dict_from(first.expr, start)
            }
            Kind::For | Kind::Async => {
                self.check_element(&first)?;
                self.set_comprehension(first.expr, start)
            }
            _ => {
                let elts = self.elements(first.expr)?;
                self.expect(Kind::RBrace)?;
                Ok(self.node(start, ExprKind::Set { elts }))
            }
        }
    }

    fn first_element(&mut self, may_be_wide: bool) -> Result<First<'a>> {
        if self.kind() != Kind::Star {
            return Ok(First { expr: self.named_expression()?, is_starred: false, is_wide: false });
        }
        let start = self.start();
        self.bump();
        let operand = self.start();
        let is_loose = matches!(self.kind(), Kind::Not | Kind::Lambda);
        let value = if may_be_wide && is_loose { self.expression()? } else { self.bitwise_or()? };
        let end = self.last_end;
        let value = if may_be_wide && !is_loose { self.widened(value, operand)? } else { value };
        let is_wide = may_be_wide && (is_loose || self.last_end != end);
        let value = self.boxed(value);
        let expr = self.node(start, ExprKind::Starred { value, ctx: ExprContext::Load });
        Ok(First { expr, is_starred: true, is_wide })
    }

    /// Whether the element may be that of a comprehension.
    fn check_element(&self, first: &First<'a>) -> Result<()> {
        if first.is_starred && !self.target.unpacks_in_comprehensions() { Err(Rejected) } else { Ok(()) }
    }

    /// The elements of a display, of which the first is parsed, up to its bracket.
    fn elements(&mut self, first: Expr<'a>) -> Result<&'a [Expr<'a>]> {
        let base = self.stacks.exprs.len();
        self.stacks.exprs.push(first);
        while self.eat(Kind::Comma) && begins_expression(self.kind()) {
            let element = self.star_named_expression()?;
            self.stacks.exprs.push(element);
        }
        Ok(take(self.arena, &mut self.stacks.exprs, base))
    }

    /// The rest of a set whose elements bind no names.
    fn old_set(&mut self, start: u32) -> Result<Expr<'a>> {
        let first = self.star_expression()?;
        let is_starred = matches!(first.kind, ExprKind::Starred { .. });
        match self.kind() {
            Kind::Colon if !is_starred => self.dict_from(first, start),
            Kind::For | Kind::Async if !is_starred => self.set_comprehension(first, start),
            Kind::Comma | Kind::RBrace => {
                let set = self.tuple_rest(first, start, Self::star_expression)?;
                self.expect(Kind::RBrace)?;
                let ExprKind::Tuple { elts, .. } = set.kind else { return Err(Rejected) };
                Ok(self.node(start, ExprKind::Set { elts }))
            }
            _ => Err(Rejected),
        }
    }

    fn set_comprehension(&mut self, elt: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        let (id, elt, generators) = self.comprehension(elt)?;
        self.expect(Kind::RBrace)?;
        Ok(self.node(start, ExprKind::SetComp { id, elt, generators }))
    }

    /// The rest of a dictionary that begins with `**`.
    fn dict(&mut self, start: u32) -> Result<Expr<'a>> {
        self.bump();
        let operand = self.start();
        let is_loose = matches!(self.kind(), Kind::Not | Kind::Lambda);
        let unpacks = self.target.unpacks_in_comprehensions();
        let mut value = if unpacks && is_loose { self.expression()? } else { self.bitwise_or()? };
        let end = self.last_end;
        if unpacks {
            value = if is_loose { value } else { self.widened(value, operand)? };
            if self.at_clauses() {
                let (id, key, generators) = self.comprehension(value)?;
                self.expect(Kind::RBrace)?;
                return Ok(self.node(start, ExprKind::DictComp { id, key, value: None, generators }));
            }
            if is_loose || self.last_end != end {
                return Err(Rejected);
            }
        }
        self.items(DictItem { key: None, value }, start)
    }

    /// The rest of a dictionary or its comprehension from its first colon on.
    fn dict_from(&mut self, key: Expr<'a>, start: u32) -> Result<Expr<'a>> {
        self.bump();
        let value = self.expression()?;
        if !self.at_clauses() {
            return self.items(DictItem { key: Some(key), value }, start);
        }
        let value = self.boxed(value);
        let (id, key, generators) = self.comprehension(key)?;
        self.expect(Kind::RBrace)?;
        Ok(self.node(start, ExprKind::DictComp { id, key, value: Some(value), generators }))
    }

    /// The items of a dictionary, of which the first is parsed, to the end.
    fn items(&mut self, first: DictItem<'a>, start: u32) -> Result<Expr<'a>> {
        let base = self.stacks.items.len();
        self.stacks.items.push(first);
        while self.eat(Kind::Comma) && self.kind() != Kind::RBrace {
            let item = self.item()?;
            self.stacks.items.push(item);
        }
        self.expect(Kind::RBrace)?;
        let items = take(self.arena, &mut self.stacks.items, base);
        Ok(self.node(start, ExprKind::Dict { items }))
    }

    fn item(&mut self) -> Result<DictItem<'a>> {
        if self.eat(Kind::DoubleStar) {
            return Ok(DictItem { key: None, value: self.bitwise_or()? });
        }
        let key = self.expression()?;
        self.expect(Kind::Colon)?;
        Ok(DictItem { key: Some(key), value: self.expression()? })
    }
}

/// Whether the expression that ends at a place binds a name without parentheses.
fn is_named_here(expr: &Expr<'_>, end: u32) -> bool {
    matches!(expr.kind, ExprKind::NamedExpr { .. }) && expr.span.end == end
}
