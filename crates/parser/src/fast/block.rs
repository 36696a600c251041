//! Blocks and the statements that have them.
//!
//! Follows `statements`, `block`, `compound_stmt`, `if_stmt`, `while_stmt` and `for_stmt` in `Grammar/python.gram`.

use pycmill_ast::{Expr, Stmt, StmtKind};
use pycmill_source::Span;

use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::Kind;

/// An `elif`, without what follows it.
struct Elif<'a> {
    start: u32,
    test: &'a Expr<'a>,
    body: &'a [Stmt<'a>],
}

impl<'a> Parser<'_, 'a, '_> {
    /// Statements up to the token that ends them.
    pub(super) fn statements_until(&mut self, end: Kind) -> Result<&'a [Stmt<'a>]> {
        let base = self.stacks.stmts.len();
        while self.kind() != end {
            if self.kind() == Kind::Newline && end == Kind::End && self.target.takes_empty_logical_lines() {
                self.bump_layout();
                continue;
            }
            self.statement()?;
        }
        Ok(take(self.arena, &mut self.stacks.stmts, base))
    }

    /// `block`: statements after a colon.
    pub(super) fn block(&mut self) -> Result<&'a [Stmt<'a>]> {
        let body = self.block_with_layout()?;
        if let Some(last) = body.last().filter(|_| self.target.ends_blocks_before_semicolons()) {
            self.last_end = last.span.end;
        }
        Ok(body)
    }

    fn block_with_layout(&mut self) -> Result<&'a [Stmt<'a>]> {
        self.nested(|this| {
            this.expect(Kind::Colon)?;
            if this.kind() == Kind::Newline {
                this.bump_layout();
                this.expect_layout(Kind::Indent)?;
                let body = this.statements_until(Kind::Dedent)?;
                this.bump_layout();
                return Ok(body);
            }
            let base = this.stacks.stmts.len();
            this.simple_statements()?;
            Ok(take(this.arena, &mut this.stacks.stmts, base))
        })
    }

    /// One statement, or all of one line, onto the stack.
    #[inline]
    fn statement(&mut self) -> Result<()> {
        let start = self.start();
        self.nesting.begin_statement();
        let kind = match self.kind() {
            Kind::If => self.if_statement()?,
            Kind::Def => return self.push_definition(&[]),
            Kind::Class => return self.push_definition(&[]),
            Kind::At => return self.decorated(),
            Kind::For => self.for_statement(false)?,
            Kind::While => self.while_statement()?,
            Kind::Try => self.try_statement()?,
            Kind::With => self.with_statement(false)?,
            Kind::Async => match self.peek().kind {
                Kind::For => {
                    self.bump();
                    self.for_statement(true)?
                }
                Kind::With => {
                    self.bump();
                    self.with_statement(true)?
                }
                _ => return self.push_definition(&[]),
            },
            Kind::Name if self.is_match_word() => match self.match_statement()? {
                Some(kind) => kind,
                None => return self.simple_statements(),
            },
            _ => return self.simple_statements(),
        };
        let stmt = Stmt { span: self.span(start), kind };
        self.stacks.stmts.push(stmt);
        Ok(())
    }

    fn test(&mut self) -> Result<&'a Expr<'a>> {
        self.bump();
        let test = self.named_expression()?;
        Ok(self.boxed(test))
    }

    /// `else` and its block, if there is one.
    pub(super) fn else_block(&mut self) -> Result<&'a [Stmt<'a>]> {
        if self.eat(Kind::Else) { self.block() } else { Ok(&[]) }
    }

    fn if_statement(&mut self) -> Result<StmtKind<'a>> {
        let test = self.test()?;
        let body = self.block()?;
        if self.kind() != Kind::Elif {
            return Ok(StmtKind::If { test, body, orelse: self.else_block()? });
        }
        let mut elifs = Vec::new();
        while self.kind() == Kind::Elif {
            self.nesting.note_elif();
            let start = self.start();
            elifs.push(Elif { start, test: self.test()?, body: self.block()? });
        }
        // Each is a statement in the `orelse` of the one before, and ends where the whole ends.
        let mut orelse = self.else_block()?;
        for Elif { start, test, body } in elifs.into_iter().rev() {
            let span = Span::new(start, self.last_end);
            orelse = self.arena.alloc([Stmt { span, kind: StmtKind::If { test, body, orelse } }]);
        }
        Ok(StmtKind::If { test, body, orelse })
    }

    fn while_statement(&mut self) -> Result<StmtKind<'a>> {
        let test = self.test()?;
        let body = self.block()?;
        Ok(StmtKind::While { test, body, orelse: self.else_block()? })
    }

    fn for_statement(&mut self, is_async: bool) -> Result<StmtKind<'a>> {
        self.bump();
        let target = self.loop_target()?;
        self.expect(Kind::In)?;
        let iter = if self.target.unpacks_what_is_iterated() { self.star_expressions()? } else { self.expressions()? };
        self.fold_marks.note_iterable(&iter);
        let (target, iter) = (self.boxed(target), self.boxed(iter));
        let body = self.block()?;
        Ok(StmtKind::For { target, iter, body, orelse: self.else_block()?, is_async })
    }

    /// A definition at `def`, `class` or `async`.
    fn push_definition(&mut self, decorator_list: &'a [Expr<'a>]) -> Result<()> {
        let start = self.start();
        let kind = match self.kind() {
            Kind::Def => self.function(decorator_list, false)?,
            Kind::Class => self.class(decorator_list)?,
            Kind::Async => {
                self.bump();
                if self.kind() != Kind::Def {
                    return Err(Rejected);
                }
                self.function(decorator_list, true)?
            }
            _ => return Err(Rejected),
        };
        let stmt = Stmt { span: self.span(start), kind };
        self.stacks.stmts.push(stmt);
        Ok(())
    }

    fn decorated(&mut self) -> Result<()> {
        let decorator_list = self.decorators()?;
        self.push_definition(decorator_list)
    }
}
