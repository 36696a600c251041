//! Simple statements.
//!
//! Follows `simple_stmts`, `simple_stmt` and `assignment` in `Grammar/python.gram`.

use pycmill_ast::{Expr, ExprKind, Name, Stmt, StmtKind};

use super::expression::begins_expression;
use super::operators::augmented;
use super::stacks::take;
use super::{Parser, Rejected, Result};
use crate::token::{Kind, Token};

impl<'a> Parser<'_, 'a, '_> {
    /// `simple_stmts`: those of one line, onto the stack.
    pub(super) fn simple_statements(&mut self) -> Result<()> {
        loop {
            let stmt = self.simple_statement()?;
            self.stacks.stmts.push(stmt);
            if self.kind() == Kind::Newline {
                self.bump_layout();
                return Ok(());
            }
            self.expect(Kind::Semi)?;
            if self.kind() == Kind::Newline {
                self.bump_layout();
                return Ok(());
            }
        }
    }

    fn simple_statement(&mut self) -> Result<Stmt<'a>> {
        self.nesting.begin_statement();
        let start = self.token;
        let kind = match start.kind {
            Kind::Name => self.soft_statement()?,
            Kind::Return => self.return_statement()?,
            Kind::Pass => self.word(StmtKind::Pass),
            Kind::Break => self.word(StmtKind::Break),
            Kind::Continue => self.word(StmtKind::Continue),
            Kind::Raise => self.raise()?,
            Kind::Assert => self.assert()?,
            Kind::Del => self.delete()?,
            Kind::Global => StmtKind::Global { names: self.declared_names()? },
            Kind::Nonlocal => StmtKind::Nonlocal { names: self.declared_names()? },
            Kind::Import => self.import(false)?,
            Kind::From => self.import_from(false)?,
            _ => self.expression_statement()?,
        };
        Ok(Stmt { span: self.span(start.start), kind })
    }

    /// What begins with a name: `type` and `lazy` are keywords before some tokens.
    #[inline]
    fn soft_statement(&mut self) -> Result<StmtKind<'a>> {
        if self.token.end - self.token.start == 4 {
            match self.text(self.token) {
                "type" if self.target.has_type_parameters() && self.peek().kind == Kind::Name => {
                    return self.type_alias();
                }
                "lazy" if self.target.has_lazy_imports() => match self.peek().kind {
                    Kind::Import => {
                        self.bump();
                        return self.import(true);
                    }
                    Kind::From => {
                        self.bump();
                        return self.import_from(true);
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        self.expression_statement()
    }

    fn word(&mut self, kind: StmtKind<'a>) -> StmtKind<'a> {
        self.bump();
        kind
    }

    /// An expression, or what is assigned to it.
    #[inline]
    fn expression_statement(&mut self) -> Result<StmtKind<'a>> {
        let start = self.token;
        let first = self.assigned()?;
        match self.kind() {
            Kind::Newline | Kind::Semi => Ok(StmtKind::Expr { value: self.boxed(first) }),
            Kind::Equal => self.assignment(first),
            Kind::Colon => self.annotated(first, start),
            kind => match augmented(kind) {
                Some(op) => {
                    let target = self.single(first)?;
                    self.bump();
                    let value = self.added()?;
                    Ok(StmtKind::AugAssign { target: self.boxed(target), op, value: self.boxed(value) })
                }
                None => Err(Rejected),
            },
        }
    }

    /// What follows the operator of an augmented assignment.
    fn added(&mut self) -> Result<Expr<'a>> {
        if self.kind() == Kind::Yield || self.target.unpacks_in_augmented_assignments() {
            return self.assigned();
        }
        self.expressions()
    }

    /// The rest of an assignment from its first `=` on.
    #[inline]
    fn assignment(&mut self, first: Expr<'a>) -> Result<StmtKind<'a>> {
        let base = self.stacks.exprs.len();
        let mut value = first;
        while self.kind() == Kind::Equal {
            let target = self.stored(value)?;
            self.stacks.exprs.push(target);
            self.bump();
            value = self.assigned()?;
        }
        let targets = take(self.arena, &mut self.stacks.exprs, base);
        Ok(StmtKind::Assign { targets, value: self.boxed(value) })
    }

    /// The rest of `target: annotation = value`.
    fn annotated(&mut self, target: Expr<'a>, start: Token) -> Result<StmtKind<'a>> {
        let simple = start.kind == Kind::Name && matches!(target.kind, ExprKind::Name { .. });
        let target = self.single(target)?;
        self.bump();
        let annotation = self.expression()?;
        let value = if self.eat(Kind::Equal) {
            let value = self.assigned()?;
            Some(self.boxed(value))
        } else {
            None
        };
        let id = self.node_id();
        let (target, annotation) = (self.boxed(target), self.boxed(annotation));
        Ok(StmtKind::AnnAssign { id, target, annotation, value, simple })
    }

    fn return_statement(&mut self) -> Result<StmtKind<'a>> {
        self.bump();
        if !begins_expression(self.kind()) {
            return Ok(StmtKind::Return { value: None });
        }
        let value = self.star_expressions()?;
        Ok(StmtKind::Return { value: Some(self.boxed(value)) })
    }

    fn raise(&mut self) -> Result<StmtKind<'a>> {
        self.bump();
        if !begins_expression(self.kind()) {
            return Ok(StmtKind::Raise { exc: None, cause: None });
        }
        let exc = self.expression()?;
        let cause = if self.eat(Kind::From) {
            let cause = self.expression()?;
            Some(self.boxed(cause))
        } else {
            None
        };
        Ok(StmtKind::Raise { exc: Some(self.boxed(exc)), cause })
    }

    fn assert(&mut self) -> Result<StmtKind<'a>> {
        self.bump();
        let test = self.expression()?;
        let msg = if self.eat(Kind::Comma) {
            let msg = self.expression()?;
            Some(self.boxed(msg))
        } else {
            None
        };
        Ok(StmtKind::Assert { test: self.boxed(test), msg })
    }

    fn delete(&mut self) -> Result<StmtKind<'a>> {
        self.bump();
        Ok(StmtKind::Delete { targets: self.deleted_targets()? })
    }

    fn declared_names(&mut self) -> Result<&'a [Name]> {
        let base = self.stacks.names.len();
        loop {
            self.bump();
            let name = self.name()?;
            self.stacks.names.push(name);
            if self.kind() != Kind::Comma {
                return Ok(take(self.arena, &mut self.stacks.names, base));
            }
        }
    }
}
