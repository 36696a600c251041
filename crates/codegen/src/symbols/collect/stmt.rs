//! Statements.
//!
//! Follows `Python/symtable.c` `symtable_visit_stmt`, `symtable_visit_pattern`, `symtable_visit_alias`.

use pycmill_ast::{
    Alias, ExceptHandler, Expr, ExprContext, ExprKind, MatchCase, NodeId, Pattern, PatternKind, Stmt, StmtKind, Try,
    TypeParam,
};
use pycmill_source::Span;

use super::super::table::{ScopeKind, ScopeRole, SymbolTable, flags};
use super::functions::TypeParamsOf;
use super::{Collector, Result};

/// The parts of a `type` statement.
struct TypeAlias<'n, 'a> {
    id: NodeId,
    name: &'n Expr<'a>,
    type_params: &'n [TypeParam<'a>],
    value: &'n Expr<'a>,
}

/// The parts of an annotated assignment.
struct AnnAssign<'n, 'a> {
    target: &'n Expr<'a>,
    annotation: &'n Expr<'a>,
    value: Option<&'n Expr<'a>>,
    simple: bool,
}

impl Collector<'_, '_> {
    pub(super) fn stmts(&mut self, stmts: &[Stmt<'_>]) -> Result {
        stmts.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &Stmt<'_>) -> Result {
        self.nested(|collector| collector.stmt_kind(stmt))
    }

    fn stmt_kind(&mut self, stmt: &Stmt<'_>) -> Result {
        match stmt.kind {
            StmtKind::FunctionDef(def) => self.function_def(def, stmt.span),
            StmtKind::ClassDef(def) => self.class_def(def, stmt.span),
            StmtKind::TypeAlias { id, name, type_params, value } => {
                self.type_alias(&TypeAlias { id, name, type_params, value }, stmt.span)
            }
            StmtKind::Return { value } => {
                self.opt_expr(value)?;
                self.scope().returns_value |= value.is_some();
                Ok(())
            }
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { id: _, target, annotation, value, simple } => {
                self.ann_assign(&AnnAssign { target, annotation, value, simple }, stmt.span)
            }
            StmtKind::AugAssign { target, op: _, value } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::For { target, iter, body, orelse, is_async } => {
                if is_async {
                    self.async_statement_allowed("async for", stmt.span)?;
                }
                self.expr(target)?;
                self.expr(iter)?;
                self.conditional(|collector| {
                    collector.stmts(body)?;
                    collector.stmts(orelse)
                })
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.conditional(|collector| {
                    collector.stmts(body)?;
                    collector.stmts(orelse)
                })
            }
            StmtKind::With { items, body, is_async } => {
                if is_async {
                    self.async_statement_allowed("async with", stmt.span)?;
                }
                self.conditional(|collector| {
                    for item in items {
                        collector.expr(&item.context_expr)?;
                        collector.opt_expr(item.optional_vars)?;
                    }
                    collector.stmts(body)
                })
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                self.conditional(|collector| cases.iter().try_for_each(|case| collector.match_case(case)))
            }
            StmtKind::Raise { exc, cause } => {
                self.opt_expr(exc)?;
                self.opt_expr(cause)
            }
            StmtKind::Try(stmt) => self.conditional(|collector| collector.try_stmt(stmt)),
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt_expr(msg)
            }
            StmtKind::Import { names, is_lazy } => {
                if is_lazy {
                    self.check_lazy_import("import", stmt.span)?;
                }
                names.iter().try_for_each(|alias| self.alias(alias))
            }
            StmtKind::ImportFrom { module, names, level, is_lazy } => {
                if is_lazy {
                    self.lazy_import_from(names, stmt.span)?;
                }
                names.iter().try_for_each(|alias| self.alias(alias))?;
                self.check_future_import(module, level, stmt.span)
            }
            StmtKind::Global { names } => self.declare(names, "global", stmt.span),
            StmtKind::Nonlocal { names } => self.declare(names, "nonlocal", stmt.span),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    /// Visits statements that may not be executed.
    fn conditional(&mut self, visit: impl FnOnce(&mut Self) -> Result) -> Result {
        let outer = std::mem::replace(&mut self.visit().in_conditional, true);
        visit(self)?;
        self.visit().in_conditional = outer;
        Ok(())
    }

    fn try_stmt(&mut self, stmt: &Try<'_>) -> Result {
        let outer = std::mem::replace(&mut self.visit().in_try, true);
        self.stmts(stmt.body)?;
        let in_order = self.target.visits_handlers_before_else();
        if !in_order {
            self.stmts(stmt.orelse)?;
        }
        stmt.handlers.iter().try_for_each(|handler| self.except_handler(handler))?;
        if in_order {
            self.stmts(stmt.orelse)?;
        }
        self.stmts(stmt.finalbody)?;
        self.visit().in_try = outer;
        Ok(())
    }

    fn lazy_import_from(&mut self, names: &[Alias], span: Span) -> Result {
        self.check_lazy_import("from ... import", span)?;
        if names.iter().any(|alias| self.names.text(alias.name) == "*") {
            return self.error("lazy from ... import * is not allowed", span);
        }
        Ok(())
    }

    fn except_handler(&mut self, handler: &ExceptHandler<'_>) -> Result {
        self.opt_expr(handler.type_)?;
        if let Some(name) = handler.name {
            self.define(name, flags::DEF_LOCAL, handler.span)?;
        }
        self.stmts(handler.body)
    }

    fn type_alias(&mut self, alias: &TypeAlias<'_, '_>, span: Span) -> Result {
        self.expr(alias.name)?;
        let ExprKind::Name { id: name, .. } = alias.name.kind else { return Ok(()) };
        let in_class = self.kind() == ScopeKind::Class;
        let generic = !alias.type_params.is_empty();
        if generic {
            self.enter_type_params(name, alias.id, TypeParamsOf::Alias, span)?;
            self.type_params(alias.type_params)?;
        }
        self.enter(name, ScopeKind::TypeAlias, Some((alias.id, ScopeRole::Body)), span)?;
        self.scope().can_see_class_scope = in_class;
        if in_class {
            self.define_text("__classdict__", flags::USE, alias.value.span)?;
        }
        self.expr(alias.value)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    fn ann_assign(&mut self, stmt: &AnnAssign<'_, '_>, span: Span) -> Result {
        self.scope().annotations_used = true;
        if let ExprKind::Name { id, .. } = stmt.target.kind {
            let before = self.flags_in(self.cur(), id);
            if stmt.simple
                && self.cur() != SymbolTable::MODULE
                && before & (flags::DEF_GLOBAL | flags::DEF_NONLOCAL) != 0
            {
                let word = if before & flags::DEF_GLOBAL != 0 { "global" } else { "nonlocal" };
                return self.error(format!("annotated name '{}' can't be {word}", self.names.text(id)), span);
            }
            if stmt.simple {
                self.define(id, flags::DEF_ANNOT | flags::DEF_LOCAL, stmt.target.span)?;
            } else if stmt.value.is_some() {
                self.define(id, flags::DEF_LOCAL, stmt.target.span)?;
            }
        } else {
            self.expr(stmt.target)?;
        }
        self.annotation(stmt.annotation)?;
        self.opt_expr(stmt.value)
    }

    fn alias(&mut self, alias: &Alias) -> Result {
        let name = alias.asname.unwrap_or(alias.name);
        let text = self.names.text(name);
        if text == "*" {
            return match self.kind() {
                ScopeKind::Module => Ok(()),
                _ => self.error("import * only allowed at module level", self.error_place(self.cur(), alias.span)),
            };
        }
        match text.split_once('.') {
            // Of a dotted name the first part is bound.
            Some((first, _)) => self.define_text(first, flags::DEF_IMPORT, alias.span),
            None => self.define(name, flags::DEF_IMPORT, alias.span),
        }
    }

    fn match_case(&mut self, case: &MatchCase<'_>) -> Result {
        self.pattern(&case.pattern)?;
        self.opt_expr(case.guard)?;
        self.stmts(case.body)
    }

    fn patterns(&mut self, patterns: &[Pattern<'_>]) -> Result {
        patterns.iter().try_for_each(|pattern| self.pattern(pattern))
    }

    fn pattern(&mut self, pattern: &Pattern<'_>) -> Result {
        self.nested(|collector| collector.pattern_kind(pattern))
    }

    fn pattern_kind(&mut self, pattern: &Pattern<'_>) -> Result {
        let bound = match pattern.kind {
            PatternKind::MatchValue { value } => return self.expr(value),
            PatternKind::MatchSingleton { value: _ } => None,
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                return self.patterns(patterns);
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                self.patterns(patterns)?;
                rest
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                self.patterns(patterns)?;
                for (name, pattern) in kwd_attrs.iter().zip(kwd_patterns) {
                    self.check_name(*name, ExprContext::Store, pattern.span)?;
                }
                return self.patterns(kwd_patterns);
            }
            PatternKind::MatchStar { name } => name,
            PatternKind::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                name
            }
        };
        match bound {
            Some(name) => self.define(name, flags::DEF_LOCAL, pattern.span),
            None => Ok(()),
        }
    }
}
