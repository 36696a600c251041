//! `with`, whose items may be in parentheses, which may also be those of an expression.
//!
//! Follows `with_stmt` and `with_item` in `Grammar/python.gram`.

use pycmill_ast::{StmtKind, WithItem};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    pub(super) fn with_statement(&mut self, is_async: bool) -> Result<StmtKind<'a>> {
        self.bump();
        let in_parentheses = self.kind() == Kind::LPar && self.target.parenthesizes_with_items();
        let items = if in_parentheses { self.attempt(Self::items_in_parentheses) } else { None };
        let items = match items {
            Some(items) => items,
            None => self.with_items()?,
        };
        Ok(StmtKind::With { items, body: self.block()?, is_async })
    }

    /// Items in parentheses of their own, if a colon follows.
    fn items_in_parentheses(&mut self) -> Result<&'a [WithItem<'a>]> {
        self.bump();
        let base = self.stacks.with_items.len();
        loop {
            let item = self.with_item()?;
            self.stacks.with_items.push(item);
            if !self.eat(Kind::Comma) || self.kind() == Kind::RPar {
                break;
            }
        }
        self.expect(Kind::RPar)?;
        if self.kind() != Kind::Colon {
            return Err(Rejected);
        }
        Ok(take(self.arena, &mut self.stacks.with_items, base))
    }

    fn with_items(&mut self) -> Result<&'a [WithItem<'a>]> {
        let base = self.stacks.with_items.len();
        loop {
            let item = self.with_item()?;
            self.stacks.with_items.push(item);
            if !self.eat(Kind::Comma) {
                return Ok(take(self.arena, &mut self.stacks.with_items, base));
            }
        }
    }

    fn with_item(&mut self) -> Result<WithItem<'a>> {
        let context_expr = self.expression()?;
        let optional_vars = if self.eat(Kind::As) {
            if self.kind() == Kind::Star && !self.target.stars_targets_of_with() {
                return Err(Rejected);
            }
            let target = self.star_target()?;
            Some(self.boxed(target))
        } else {
            None
        };
        Ok(WithItem { context_expr, optional_vars })
    }
}
