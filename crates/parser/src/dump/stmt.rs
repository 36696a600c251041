//! Statements.

use pycmill_ast::{
    Alias, ClassDef, ExceptHandler, FunctionDef, MatchCase, Stmt, StmtKind, Try, TypeParam, TypeParamKind, WithItem,
};

use super::Dumper;
use super::expr::operator;

impl Dumper<'_, '_> {
    pub(super) fn stmt(&mut self, stmt: &Stmt<'_>) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.node(name(&stmt.kind), Some(stmt.span), |this| this.stmt_fields(&stmt.kind));
        });
    }

    fn body(&mut self, name: &str, body: &[Stmt<'_>]) {
        self.list(name, body, Self::stmt);
    }

    fn stmt_fields(&mut self, kind: &StmtKind<'_>) {
        match kind {
            StmtKind::FunctionDef(x) => self.function_fields(x),
            StmtKind::ClassDef(x) => self.class_fields(x),
            StmtKind::Try(x) => self.try_fields(x),
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.one("target", *target, Self::expr);
                self.one("iter", *iter, Self::expr);
                self.body("body", body);
                self.body("orelse", orelse);
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.one("test", *test, Self::expr);
                self.body("body", body);
                self.body("orelse", orelse);
            }
            StmtKind::With { items, body, .. } => {
                self.list("items", *items, Self::with_item);
                self.body("body", body);
            }
            StmtKind::Match { subject, cases } => {
                self.one("subject", *subject, Self::expr);
                self.list("cases", *cases, Self::match_case);
            }
            _ => self.simple_fields(kind),
        }
    }

    fn simple_fields(&mut self, kind: &StmtKind<'_>) {
        match kind {
            StmtKind::Return { value } => self.optional("value", *value, Self::expr),
            StmtKind::Expr { value } => self.one("value", *value, Self::expr),
            StmtKind::Delete { targets } => self.list("targets", *targets, Self::expr),
            StmtKind::Assign { targets, value } => {
                self.list("targets", *targets, Self::expr);
                self.one("value", *value, Self::expr);
            }
            StmtKind::TypeAlias { name, type_params, value, .. } => {
                self.one("name", *name, Self::expr);
                self.type_params(type_params);
                self.one("value", *value, Self::expr);
            }
            StmtKind::AugAssign { target, op, value } => {
                self.one("target", *target, Self::expr);
                self.word("op", operator(*op));
                self.one("value", *value, Self::expr);
            }
            StmtKind::AnnAssign { target, annotation, value, simple, .. } => {
                self.one("target", *target, Self::expr);
                self.one("annotation", *annotation, Self::expr);
                self.optional("value", *value, Self::expr);
                self.integer("simple", i64::from(*simple));
            }
            StmtKind::Raise { exc, cause } => {
                self.optional("exc", *exc, Self::expr);
                self.optional("cause", *cause, Self::expr);
            }
            StmtKind::Assert { test, msg } => {
                self.one("test", *test, Self::expr);
                self.optional("msg", *msg, Self::expr);
            }
            StmtKind::Import { names, is_lazy } => {
                self.list("names", *names, Self::alias);
                self.laziness(*is_lazy);
            }
            StmtKind::ImportFrom { module, names, level, is_lazy } => {
                self.optional("module", *module, Self::identifier);
                self.list("names", *names, Self::alias);
                self.integer("level", i64::from(*level));
                self.laziness(*is_lazy);
            }
            StmtKind::Global { names } | StmtKind::Nonlocal { names } => {
                self.list("names", names.iter().copied(), Self::identifier);
            }
            _ => {}
        }
    }

    fn laziness(&mut self, is_lazy: bool) {
        if self.target.has_lazy_imports() {
            self.integer("is_lazy", i64::from(is_lazy));
        }
    }

    fn function_fields(&mut self, x: &FunctionDef<'_>) {
        self.one("name", x.name, Self::identifier);
        self.one("args", x.args, Self::arguments);
        self.body("body", x.body);
        self.list("decorator_list", x.decorator_list, Self::expr);
        self.optional("returns", x.returns, Self::expr);
        self.type_params(x.type_params);
    }

    fn class_fields(&mut self, x: &ClassDef<'_>) {
        self.one("name", x.name, Self::identifier);
        self.list("bases", x.bases, Self::expr);
        self.list("keywords", x.keywords, Self::keyword);
        self.body("body", x.body);
        self.list("decorator_list", x.decorator_list, Self::expr);
        self.type_params(x.type_params);
    }

    fn type_params(&mut self, params: &[TypeParam<'_>]) {
        if self.target.has_type_parameters() {
            self.list("type_params", params, Self::type_param);
        }
    }

    fn try_fields(&mut self, x: &Try<'_>) {
        self.body("body", x.body);
        self.list("handlers", x.handlers, Self::handler);
        self.body("orelse", x.orelse);
        self.body("finalbody", x.finalbody);
    }

    fn handler(&mut self, x: &ExceptHandler<'_>) {
        self.node("ExceptHandler", Some(x.span), |this| {
            this.optional("type", x.type_, Self::expr);
            this.optional("name", x.name, Self::identifier);
            this.body("body", x.body);
        });
    }

    fn with_item(&mut self, x: &WithItem<'_>) {
        self.node("withitem", None, |this| {
            this.one("context_expr", &x.context_expr, Self::expr);
            this.optional("optional_vars", x.optional_vars, Self::expr);
        });
    }

    fn match_case(&mut self, x: &MatchCase<'_>) {
        self.node("match_case", None, |this| {
            this.one("pattern", &x.pattern, Self::pattern);
            this.optional("guard", x.guard, Self::expr);
            this.body("body", x.body);
        });
    }

    fn alias(&mut self, x: &Alias) {
        let span = self.target.places_aliases().then_some(x.span);
        self.node("alias", span, |this| {
            this.one("name", x.name, Self::identifier);
            this.optional("asname", x.asname, Self::identifier);
        });
    }

    fn type_param(&mut self, x: &TypeParam<'_>) {
        let kind = match x.kind {
            TypeParamKind::TypeVar => "TypeVar",
            TypeParamKind::ParamSpec => "ParamSpec",
            TypeParamKind::TypeVarTuple => "TypeVarTuple",
        };
        self.node(kind, Some(x.span), |this| {
            this.one("name", x.name, Self::identifier);
            this.optional("bound", x.bound, Self::expr);
            this.optional("default_value", x.default_value, Self::expr);
        });
    }
}

const fn name(kind: &StmtKind<'_>) -> &'static str {
    match kind {
        StmtKind::FunctionDef(x) if x.is_async => "AsyncFunctionDef",
        StmtKind::FunctionDef(_) => "FunctionDef",
        StmtKind::ClassDef(_) => "ClassDef",
        StmtKind::Return { .. } => "Return",
        StmtKind::Delete { .. } => "Delete",
        StmtKind::Assign { .. } => "Assign",
        StmtKind::TypeAlias { .. } => "TypeAlias",
        StmtKind::AugAssign { .. } => "AugAssign",
        StmtKind::AnnAssign { .. } => "AnnAssign",
        StmtKind::For { is_async: true, .. } => "AsyncFor",
        StmtKind::For { .. } => "For",
        StmtKind::While { .. } => "While",
        StmtKind::If { .. } => "If",
        StmtKind::With { is_async: true, .. } => "AsyncWith",
        StmtKind::With { .. } => "With",
        StmtKind::Match { .. } => "Match",
        StmtKind::Raise { .. } => "Raise",
        StmtKind::Try(x) if x.is_star => "TryStar",
        StmtKind::Try(_) => "Try",
        StmtKind::Assert { .. } => "Assert",
        StmtKind::Import { .. } => "Import",
        StmtKind::ImportFrom { .. } => "ImportFrom",
        StmtKind::Global { .. } => "Global",
        StmtKind::Nonlocal { .. } => "Nonlocal",
        StmtKind::Expr { .. } => "Expr",
        StmtKind::Pass => "Pass",
        StmtKind::Break => "Break",
        StmtKind::Continue => "Continue",
    }
}
