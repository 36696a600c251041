//! Exactly how deep a tree nests. Asked only of trees that may be too deep.
//!
//! **Invariant**: the walk grows the stack where it needs to.
//!
//! Follows the recursions over the tree that count levels: `validate_stmt` and `validate_expr` in `Python/ast.c`,
//! `symtable_visit_stmt` and `symtable_visit_expr` in `Python/symtable.c`. Statements, expressions, patterns and type
//! parameters count.

use pycmill_ast::{Arguments, Comprehension, Expr, ExprKind, Keyword, Pattern, PatternKind, Stmt, StmtKind, TypeParam};
use pycmill_source::Span;
use pycmill_target::Target;

const RED_ZONE: usize = 64 * 1024;
const STACK_STEP: usize = 2 * 1024 * 1024;

/// Whether CPython gives up on the tree.
pub(super) fn exceeds(target: Target, body: &[Stmt<'_>]) -> bool {
    walk(target, body, &mut |_| ())
}

/// Visits the places of all nodes that count, as far as the tree does not nest too deep; whether it does.
pub(crate) fn walk(target: Target, body: &[Stmt<'_>], visit: &mut dyn FnMut(Span)) -> bool {
    let mut walk = Walk { now: 0, most: target.source_limits().nodes, exceeds: false, visit };
    walk.stmts(body);
    walk.exceeds
}

struct Walk<'w> {
    now: u32,
    most: u32,
    exceeds: bool,
    visit: &'w mut dyn FnMut(Span),
}

impl Walk<'_> {
    /// Visits a node with what is in it.
    fn level(&mut self, span: Span, visit: impl FnOnce(&mut Self)) {
        (self.visit)(span);
        self.now += 1;
        self.exceeds |= self.now > self.most;
        if !self.exceeds {
            stacker::maybe_grow(RED_ZONE, STACK_STEP, || visit(self));
        }
        self.now -= 1;
    }

    fn stmts(&mut self, stmts: &[Stmt<'_>]) {
        stmts.iter().for_each(|stmt| self.level(stmt.span, |this| this.stmt(&stmt.kind)));
    }

    fn stmt(&mut self, kind: &StmtKind<'_>) {
        match *kind {
            StmtKind::FunctionDef(x) => {
                self.exprs(x.decorator_list);
                self.type_params(x.type_params);
                self.arguments(x.args);
                self.optional(x.returns);
                self.stmts(x.body);
            }
            StmtKind::ClassDef(x) => {
                self.exprs(x.decorator_list);
                self.type_params(x.type_params);
                self.exprs(x.bases);
                self.keywords(x.keywords);
                self.stmts(x.body);
            }
            StmtKind::Return { value } => self.optional(value),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets);
                self.expr(value);
            }
            StmtKind::TypeAlias { name, type_params, value, .. } => {
                self.expr(name);
                self.type_params(type_params);
                self.expr(value);
            }
            StmtKind::AugAssign { target, value, .. } => self.both(target, value),
            StmtKind::AnnAssign { target, annotation, value, .. } => {
                self.both(target, annotation);
                self.optional(value);
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.both(target, iter);
                self.stmts(body);
                self.stmts(orelse);
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test);
                self.stmts(body);
                self.stmts(orelse);
            }
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.expr(&item.context_expr);
                    self.optional(item.optional_vars);
                }
                self.stmts(body);
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject);
                for case in cases {
                    self.pattern(&case.pattern);
                    self.optional(case.guard);
                    self.stmts(case.body);
                }
            }
            StmtKind::Raise { exc, cause } => {
                self.optional(exc);
                self.optional(cause);
            }
            StmtKind::Try(x) => {
                self.stmts(x.body);
                for handler in x.handlers {
                    self.optional(handler.type_);
                    self.stmts(handler.body);
                }
                self.stmts(x.orelse);
                self.stmts(x.finalbody);
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test);
                self.optional(msg);
            }
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Import { .. }
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global { .. }
            | StmtKind::Nonlocal { .. }
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => {}
        }
    }

    fn exprs(&mut self, exprs: &[Expr<'_>]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn optional(&mut self, expr: Option<&Expr<'_>>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn both(&mut self, one: &Expr<'_>, other: &Expr<'_>) {
        self.expr(one);
        self.expr(other);
    }

    fn keywords(&mut self, keywords: &[Keyword<'_>]) {
        keywords.iter().for_each(|keyword| self.expr(&keyword.value));
    }

    fn expr(&mut self, expr: &Expr<'_>) {
        self.level(expr.span, |this| this.expr_kind(&expr.kind));
    }

    fn expr_kind(&mut self, kind: &ExprKind<'_>) {
        match *kind {
            ExprKind::BoolOp { values: exprs, .. }
            | ExprKind::Set { elts: exprs }
            | ExprKind::JoinedStr { values: exprs }
            | ExprKind::TemplateStr { values: exprs }
            | ExprKind::List { elts: exprs, .. }
            | ExprKind::Tuple { elts: exprs, .. } => self.exprs(exprs),
            ExprKind::NamedExpr { target: one, value: other } | ExprKind::BinOp { left: one, right: other, .. } => {
                self.both(one, other);
            }
            ExprKind::UnaryOp { operand: value, .. }
            | ExprKind::Await { value }
            | ExprKind::YieldFrom { value }
            | ExprKind::Attribute { value, .. }
            | ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Yield { value } => self.optional(value),
            ExprKind::Lambda { args, body, .. } => {
                self.arguments(args);
                self.expr(body);
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.both(test, body);
                self.expr(orelse);
            }
            ExprKind::Dict { items } => {
                for item in items {
                    self.optional(item.key.as_ref());
                    self.expr(&item.value);
                }
            }
            ExprKind::ListComp { elt, generators, .. }
            | ExprKind::SetComp { elt, generators, .. }
            | ExprKind::GeneratorExp { elt, generators, .. } => self.comprehension(elt, None, generators),
            ExprKind::DictComp { key, value, generators, .. } => self.comprehension(key, value, generators),
            ExprKind::Compare { left, rest } => {
                self.expr(left);
                rest.iter().for_each(|(_, right)| self.expr(right));
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func);
                self.exprs(args);
                self.keywords(keywords);
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value);
                self.optional(format_spec);
            }
            ExprKind::Subscript { value, slice, .. } => self.both(value, slice),
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().for_each(|bound| self.optional(bound));
            }
            ExprKind::Constant { .. } | ExprKind::Name { .. } => {}
        }
    }

    fn comprehension(&mut self, elt: &Expr<'_>, value: Option<&Expr<'_>>, generators: &[Comprehension<'_>]) {
        self.expr(elt);
        self.optional(value);
        for clause in generators {
            self.both(&clause.target, &clause.iter);
            self.exprs(clause.ifs);
        }
    }

    fn arguments(&mut self, args: &Arguments<'_>) {
        let positional = args.posonlyargs.iter().chain(args.args);
        let all = positional.chain(args.vararg).chain(args.kwonlyargs).chain(args.kwarg);
        all.for_each(|arg| self.optional(arg.annotation));
        self.exprs(args.defaults);
        args.kw_defaults.iter().flatten().for_each(|default| self.expr(default));
    }

    fn type_params(&mut self, params: &[TypeParam<'_>]) {
        for param in params {
            self.level(param.span, |this| {
                this.optional(param.bound);
                this.optional(param.default_value);
            });
        }
    }

    fn patterns(&mut self, patterns: &[Pattern<'_>]) {
        patterns.iter().for_each(|pattern| self.pattern(pattern));
    }

    fn pattern(&mut self, pattern: &Pattern<'_>) {
        self.level(pattern.span, |this| match pattern.kind {
            PatternKind::MatchValue { value } => this.expr(value),
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => this.patterns(patterns),
            PatternKind::MatchMapping { keys, patterns, .. } => {
                this.exprs(keys);
                this.patterns(patterns);
            }
            PatternKind::MatchClass { cls, patterns, kwd_patterns, .. } => {
                this.expr(cls);
                this.patterns(patterns);
                this.patterns(kwd_patterns);
            }
            PatternKind::MatchAs { pattern, .. } => pattern.into_iter().for_each(|pattern| this.pattern(pattern)),
            PatternKind::MatchSingleton { .. } | PatternKind::MatchStar { .. } => {}
        });
    }
}
