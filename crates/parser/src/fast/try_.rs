//! `try`.
//!
//! Follows `try_stmt`, `except_block` and `except_star_block` in `Grammar/python.gram`.

use pycmill_ast::{ExceptHandler, Expr, StmtKind, Try};

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

impl<'a> Parser<'_, 'a, '_> {
    pub(super) fn try_statement(&mut self) -> Result<StmtKind<'a>> {
        self.bump();
        let body = self.block()?;
        let base = self.stacks.handlers.len();
        let mut is_star = false;
        while self.kind() == Kind::Except {
            let start = self.start();
            self.bump();
            let has_star = self.target.has_exception_groups() && self.eat(Kind::Star);
            if self.stacks.handlers.len() == base {
                is_star = has_star;
            } else if is_star != has_star {
                return Err(Rejected);
            }
            let handler = self.handler(start, is_star)?;
            self.stacks.handlers.push(handler);
        }
        let handlers = take(self.arena, &mut self.stacks.handlers, base);
        let orelse = if handlers.is_empty() { &[] } else { self.else_block()? };
        if self.kind() == Kind::Finally && self.target.warns_of_control_flow_in_finally() {
            self.fold_marks.mark(self.token.start);
        }
        let finalbody = if self.eat(Kind::Finally) { self.block()? } else { &[] };
        if handlers.is_empty() && finalbody.is_empty() {
            return Err(Rejected);
        }
        Ok(StmtKind::Try(self.arena.alloc(Try { body, handlers, orelse, finalbody, is_star })))
    }

    /// A handler from its exceptions on.
    fn handler(&mut self, start: u32, is_star: bool) -> Result<ExceptHandler<'a>> {
        let type_ = if self.kind() == Kind::Colon && !is_star { None } else { Some(self.exceptions()?) };
        let name =
            if type_.is_some_and(|(_, is_tuple)| !is_tuple) && self.eat(Kind::As) { Some(self.name()?) } else { None };
        let body = self.block()?;
        let type_ = type_.map(|(type_, _)| type_);
        Ok(ExceptHandler { span: self.span(start), type_, name, body })
    }

    /// The exceptions, and whether they are a tuple without parentheses.
    fn exceptions(&mut self) -> Result<(&'a Expr<'a>, bool)> {
        let start = self.start();
        let first = self.expression()?;
        if self.kind() != Kind::Comma || !self.target.lists_exceptions_without_parentheses() {
            return Ok((self.boxed(first), false));
        }
        let tuple = self.tuple_rest(first, start, Self::expression)?;
        Ok((self.boxed(tuple), true))
    }
}
