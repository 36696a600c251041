//! Statements.
//!
//! Follows `Python/symtable.c` `symtable_visit_stmt`, `symtable_visit_pattern`, `symtable_visit_alias`.

use pycmill_ast::{
    Alias, ExceptHandler, Expr, ExprKind, MatchCase, NodeId, Pattern, PatternKind, Stmt, StmtKind, Try, TypeParam,
};
use pycmill_source::Span;

use super::super::table::{ScopeKind, ScopeRole, SymbolTable, flags};
use super::functions::TypeParamsOf;
use super::{Collector, RED_ZONE, Result, STACK_STEP};

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
        stacker::maybe_grow(RED_ZONE, STACK_STEP, || self.stmt_kind(stmt))
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
            StmtKind::For { target, iter, body, orelse, is_async: _ } => {
                self.expr(target)?;
                self.expr(iter)?;
                self.stmts(body)?;
                self.stmts(orelse)
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)
            }
            StmtKind::With { items, body, is_async: _ } => {
                for item in items {
                    self.expr(&item.context_expr)?;
                    self.opt_expr(item.optional_vars)?;
                }
                self.stmts(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                cases.iter().try_for_each(|case| self.match_case(case))
            }
            StmtKind::Raise { exc, cause } => {
                self.opt_expr(exc)?;
                self.opt_expr(cause)
            }
            StmtKind::Try(stmt) => self.try_stmt(stmt),
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt_expr(msg)
            }
            StmtKind::Import { names, is_lazy: _ } | StmtKind::ImportFrom { names, .. } => {
                names.iter().try_for_each(|alias| self.alias(alias))
            }
            StmtKind::Global { names } => self.declare(names, "global", stmt.span),
            StmtKind::Nonlocal { names } => self.declare(names, "nonlocal", stmt.span),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    fn try_stmt(&mut self, stmt: &Try<'_>) -> Result {
        self.stmts(stmt.body)?;
        stmt.handlers.iter().try_for_each(|handler| self.except_handler(handler))?;
        self.stmts(stmt.orelse)?;
        self.stmts(stmt.finalbody)
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
        self.enter(name, ScopeKind::TypeAlias, Some((alias.id, ScopeRole::Body)));
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
                _ => self.error("import * only allowed at module level", alias.span),
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
        stacker::maybe_grow(RED_ZONE, STACK_STEP, || self.pattern_kind(pattern))
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
            PatternKind::MatchClass { cls, patterns, kwd_attrs: _, kwd_patterns } => {
                self.expr(cls)?;
                self.patterns(patterns)?;
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
