//! Constructs that the target lacks. Its parser makes none of them, but a tree may come from another one.

use pycmill_ast::{Expr, ExprKind, Stmt, StmtKind, TypeParam};
use pycmill_flow::ir::Location;
use pycmill_target::Target;

use super::{Emitter, Result};

impl Emitter<'_, '_> {
    /// Refuses a statement that the target lacks.
    #[inline]
    pub(super) fn check_stmt(&self, stmt: &Stmt<'_>, location: Location) -> Result {
        newer_stmt(self.target, stmt).map_or(Ok(()), |what| self.refuse(what, location))
    }

    /// Refuses an expression that the target lacks.
    #[inline]
    pub(super) fn check_expr(&self, expr: &Expr<'_>, location: Location) -> Result {
        newer_expr(self.target, expr).map_or(Ok(()), |what| self.refuse(what, location))
    }

    #[cold]
    fn refuse(&self, what: &str, location: Location) -> Result {
        self.error(format!("Python {} has no {what}", self.target.version()), location)
    }
}

#[inline]
fn newer_stmt(target: Target, stmt: &Stmt<'_>) -> Option<&'static str> {
    let has_params = |params: &[TypeParam<'_>]| !params.is_empty() && !target.has_type_parameters();
    match stmt.kind {
        StmtKind::Match { .. } if !target.has_match() => Some("match statement"),
        StmtKind::Try(stmt) if stmt.is_star && !target.has_exception_groups() => Some("except*"),
        StmtKind::TypeAlias { .. } if !target.has_type_parameters() => Some("type statement"),
        StmtKind::FunctionDef(def) if has_params(def.type_params) => Some("type parameters"),
        StmtKind::ClassDef(def) if has_params(def.type_params) => Some("type parameters"),
        StmtKind::Import { is_lazy: true, .. } | StmtKind::ImportFrom { is_lazy: true, .. }
            if !target.has_lazy_imports() =>
        {
            Some("lazy imports")
        }
        _ => None,
    }
}

#[inline]
fn newer_expr(target: Target, expr: &Expr<'_>) -> Option<&'static str> {
    match expr.kind {
        ExprKind::TemplateStr { .. } | ExprKind::Interpolation { .. } if !target.has_template_strings() => {
            Some("template strings")
        }
        ExprKind::ListComp { elt, .. } | ExprKind::SetComp { elt, .. } | ExprKind::GeneratorExp { elt, .. }
            if matches!(elt.kind, ExprKind::Starred { .. }) && !target.unpacks_in_comprehensions() =>
        {
            Some("unpacking in comprehensions")
        }
        ExprKind::DictComp { value: None, .. } if !target.unpacks_in_comprehensions() => {
            Some("unpacking in comprehensions")
        }
        _ => None,
    }
}
