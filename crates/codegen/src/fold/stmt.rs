//! Statements.
//!
//! Follows `Python/ast_opt.c` and `Python/ast_preprocess.c` `astfold_stmt`, `astfold_body`,
//! `remove_docstring`.

use pycmill_ast::{ClassDef, ExceptHandler, Expr, ExprKind, FunctionDef, MatchCase, Stmt, StmtKind, Try, WithItem};

use pycmill_source::Span;

use super::Folder;
use crate::future::is_docstring;

impl<'a> Folder<'_, 'a> {
    /// A body that may begin with a docstring. A string that only folding makes its first statement is
    /// wrapped, so that it is none.
    pub(super) fn body(&mut self, body: &'a [Stmt<'a>], changed: &mut bool) -> &'a [Stmt<'a>] {
        if self.drops_docstrings && is_docstring(body.first()) {
            *changed = true;
            let rest = self.without_docstring(body);
            let folded = self.stmts(rest, changed);
            return self.without_new_docstring(folded);
        }
        let folded = self.stmts(body, changed);
        if is_docstring(body.first()) { folded } else { self.without_new_docstring(folded) }
    }

    /// A body that was nothing but a docstring becomes `pass`.
    fn without_docstring(&self, body: &'a [Stmt<'a>]) -> &'a [Stmt<'a>] {
        match body {
            [docstring] => self.arena.alloc_slice_copy(&[Stmt { span: docstring.span, kind: StmtKind::Pass }]),
            _ => &body[1..],
        }
    }

    fn without_new_docstring(&self, folded: &'a [Stmt<'a>]) -> &'a [Stmt<'a>] {
        if !is_docstring(folded.first()) {
            return folded;
        }
        let wrapped = self.arena.alloc_slice_copy(folded);
        if let Some(Stmt { span, kind: StmtKind::Expr { value } }) = wrapped.first_mut() {
            let values = self.arena.alloc_slice_copy(&[**value]);
            *value = self.arena.alloc(Expr { span: *span, kind: ExprKind::JoinedStr { values } });
        }
        wrapped
    }

    pub(super) fn stmts(&mut self, stmts: &'a [Stmt<'a>], changed: &mut bool) -> &'a [Stmt<'a>] {
        self.list(stmts, changed, Self::stmt)
    }

    fn stmt(&mut self, stmt: &'a Stmt<'a>) -> Option<Stmt<'a>> {
        if !self.in_finally && !self.drops_docstrings && !self.foldable.has(with_decorators(stmt)) {
            return None;
        }
        let mut changed = false;
        let kind = self.nested(|folder| folder.stmt_kind(stmt, &mut changed));
        changed.then_some(Stmt { span: stmt.span, kind })
    }

    fn stmt_kind(&mut self, stmt: &'a Stmt<'a>, changed: &mut bool) -> StmtKind<'a> {
        match stmt.kind {
            StmtKind::FunctionDef(def) => self.function_def(def, changed),
            StmtKind::ClassDef(def) => self.class_def(def, changed),
            StmtKind::Return { value } => {
                self.leaves_finally("return", stmt.span);
                StmtKind::Return { value: self.opt_child(value, changed) }
            }
            StmtKind::Delete { targets } => StmtKind::Delete { targets: self.exprs(targets, changed) },
            StmtKind::Assign { targets, value } => {
                StmtKind::Assign { targets: self.exprs(targets, changed), value: self.child(value, changed) }
            }
            StmtKind::AugAssign { target, op, value } => {
                StmtKind::AugAssign { target: self.child(target, changed), op, value: self.child(value, changed) }
            }
            StmtKind::AnnAssign { id, target, annotation, value, simple } => StmtKind::AnnAssign {
                id,
                target: self.child(target, changed),
                annotation: self.annotation(annotation, changed),
                value: self.opt_child(value, changed),
                simple,
            },
            StmtKind::TypeAlias { id, name, type_params, value } => StmtKind::TypeAlias {
                id,
                name: self.child(name, changed),
                type_params: self.type_params(type_params, changed),
                value: self.child(value, changed),
            },
            StmtKind::For { target, iter, body, orelse, is_async } => {
                let (target, iter) = (self.child(target, changed), self.child(iter, changed));
                let body = self.inside(false, |folder| folder.stmts(body, changed));
                let orelse = self.stmts(orelse, changed);
                let iter = if is_async { iter } else { self.iterable_child(iter, changed) };
                StmtKind::For { target, iter, body, orelse, is_async }
            }
            StmtKind::While { test, body, orelse } => StmtKind::While {
                test: self.child(test, changed),
                body: self.inside(false, |folder| folder.stmts(body, changed)),
                orelse: self.stmts(orelse, changed),
            },
            StmtKind::If { test, body, orelse } => StmtKind::If {
                test: self.child(test, changed),
                body: self.stmts(body, changed),
                orelse: self.stmts(orelse, changed),
            },
            StmtKind::With { items, body, is_async } => StmtKind::With {
                items: self.list(items, changed, Self::with_item),
                body: self.stmts(body, changed),
                is_async,
            },
            StmtKind::Match { subject, cases } => StmtKind::Match {
                subject: self.child(subject, changed),
                cases: self.list(cases, changed, Self::match_case),
            },
            StmtKind::Raise { exc, cause } => {
                StmtKind::Raise { exc: self.opt_child(exc, changed), cause: self.opt_child(cause, changed) }
            }
            StmtKind::Try(stmt) => self.try_stmt(stmt, changed),
            StmtKind::Assert { test, msg } => {
                StmtKind::Assert { test: self.child(test, changed), msg: self.opt_child(msg, changed) }
            }
            StmtKind::Expr { value } => StmtKind::Expr { value: self.child(value, changed) },
            StmtKind::Import { .. }
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global { .. }
            | StmtKind::Nonlocal { .. }
            | StmtKind::Pass => stmt.kind,
            StmtKind::Break => {
                self.leaves_finally("break", stmt.span);
                stmt.kind
            }
            StmtKind::Continue => {
                self.leaves_finally("continue", stmt.span);
                stmt.kind
            }
        }
    }

    fn function_def(&mut self, def: &'a FunctionDef<'a>, changed: &mut bool) -> StmtKind<'a> {
        let mut own = false;
        let new = FunctionDef {
            type_params: self.type_params(def.type_params, &mut own),
            args: self.arguments(def.args, &mut own),
            body: self.inside(false, |folder| folder.body(def.body, &mut own)),
            decorator_list: self.exprs(def.decorator_list, &mut own),
            returns: def.returns.map(|returns| self.annotation(returns, &mut own)),
            ..*def
        };
        *changed |= own;
        StmtKind::FunctionDef(if own { self.arena.alloc(new) } else { def })
    }

    fn class_def(&mut self, def: &'a ClassDef<'a>, changed: &mut bool) -> StmtKind<'a> {
        let mut own = false;
        let new = ClassDef {
            type_params: self.type_params(def.type_params, &mut own),
            bases: self.exprs(def.bases, &mut own),
            keywords: self.keywords(def.keywords, &mut own),
            body: self.body(def.body, &mut own),
            decorator_list: self.exprs(def.decorator_list, &mut own),
            ..*def
        };
        *changed |= own;
        StmtKind::ClassDef(if own { self.arena.alloc(new) } else { def })
    }

    fn try_stmt(&mut self, stmt: &'a Try<'a>, changed: &mut bool) -> StmtKind<'a> {
        let mut own = false;
        let new = Try {
            body: self.stmts(stmt.body, &mut own),
            handlers: self.list(stmt.handlers, &mut own, Self::except_handler),
            orelse: self.stmts(stmt.orelse, &mut own),
            finalbody: self.inside(true, |folder| folder.stmts(stmt.finalbody, &mut own)),
            is_star: stmt.is_star,
        };
        *changed |= own;
        StmtKind::Try(if own { self.arena.alloc(new) } else { stmt })
    }

    fn except_handler(&mut self, handler: &'a ExceptHandler<'a>) -> Option<ExceptHandler<'a>> {
        let mut changed = false;
        let type_ = self.opt_child(handler.type_, &mut changed);
        let body = self.stmts(handler.body, &mut changed);
        changed.then_some(ExceptHandler { type_, body, ..*handler })
    }

    fn with_item(&mut self, item: &'a WithItem<'a>) -> Option<WithItem<'a>> {
        let mut changed = false;
        let context_expr = *self.child(&item.context_expr, &mut changed);
        let optional_vars = self.opt_child(item.optional_vars, &mut changed);
        changed.then_some(WithItem { context_expr, optional_vars })
    }

    fn match_case(&mut self, case: &'a MatchCase<'a>) -> Option<MatchCase<'a>> {
        let mut changed = false;
        let pattern = self.pattern(&case.pattern);
        changed |= pattern.is_some();
        let guard = self.opt_child(case.guard, &mut changed);
        let body = self.stmts(case.body, &mut changed);
        changed.then_some(MatchCase { pattern: pattern.unwrap_or(case.pattern), guard, body })
    }
}

/// The place of a statement; that of a decorated definition begins after its decorators.
fn with_decorators(stmt: &Stmt<'_>) -> Span {
    let decorators = match stmt.kind {
        StmtKind::FunctionDef(def) => def.decorator_list,
        StmtKind::ClassDef(def) => def.decorator_list,
        _ => return stmt.span,
    };
    decorators.first().map_or(stmt.span, |first| first.span.cover(stmt.span))
}
