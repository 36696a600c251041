//! Definitions that open scopes: functions, classes, type parameters.
//!
//! Follows `Python/symtable.c` `symtable_visit_stmt` (definitions), `symtable_visit_arguments`,
//! `symtable_enter_type_param_block`, `symtable_visit_type_param`.

use pycmill_ast::{Arguments, ClassDef, Expr, ExprKind, FunctionDef, Name, NodeId, TypeParam, TypeParamKind};
use pycmill_source::Span;
use rustc_hash::FxHashSet;

use super::super::table::{ScopeKind, ScopeRole, flags};
use super::{Collector, Result};
use crate::future::is_docstring;

/// What the parameters of a type parameter scope belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeParamsOf {
    Function { kwdefaults: bool },
    Class,
    Alias,
}

impl Collector<'_, '_> {
    pub(super) fn function_def(&mut self, def: &FunctionDef<'_>, span: Span) -> Result {
        self.define(def.name, flags::DEF_LOCAL, span)?;
        self.defaults(def.args)?;
        if self.target.visits_decorators_first() {
            self.exprs(def.decorator_list)?;
        }
        let generic = !def.type_params.is_empty();
        if generic {
            let kwdefaults = def.args.kw_defaults.iter().any(Option::is_some);
            self.enter_type_params(def.name, def.id, TypeParamsOf::Function { kwdefaults }, span)?;
            self.type_params(def.type_params)?;
        }
        self.annotations(def, span)?;
        if !self.target.visits_decorators_first() {
            self.exprs(def.decorator_list)?;
        }
        self.enter(def.name, ScopeKind::Function, Some((def.id, ScopeRole::Body)), span)?;
        self.scope().coroutine = def.is_async;
        self.scope().has_docstring = is_docstring(def.body.first());
        self.arguments(def.args)?;
        self.stmts(def.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    pub(super) fn class_def(&mut self, def: &ClassDef<'_>, span: Span) -> Result {
        self.define(def.name, flags::DEF_LOCAL, span)?;
        if self.target.visits_decorators_first() {
            self.exprs(def.decorator_list)?;
        }
        let generic = !def.type_params.is_empty();
        let mangles_on = generic && self.target.generic_class_mangles_what_follows();
        let outer = if mangles_on { Some(def.name) } else { self.private };
        if generic {
            self.enter_type_params(def.name, def.id, TypeParamsOf::Class, span)?;
            self.private = Some(def.name);
            if !self.target.mangles_generic_bases() {
                self.scope().mangled_names = Some(FxHashSet::default());
                self.visit().mangled_from = None;
            }
            self.type_params(def.type_params)?;
        }
        self.exprs(def.bases)?;
        self.check_keywords(def.keywords)?;
        self.keywords(def.keywords)?;
        if !self.target.visits_decorators_first() {
            self.exprs(def.decorator_list)?;
        }
        self.enter(def.name, ScopeKind::Class, Some((def.id, ScopeRole::Body)), span)?;
        self.private = Some(def.name);
        if generic {
            self.define_text("__type_params__", flags::DEF_LOCAL, span)?;
            self.define_text(".type_params", flags::USE, span)?;
        }
        self.scope().has_docstring = is_docstring(def.body.first());
        self.stmts(def.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        self.private = outer;
        Ok(())
    }

    /// Defaults are evaluated around the function.
    pub(super) fn defaults(&mut self, args: &Arguments<'_>) -> Result {
        self.exprs(args.defaults)?;
        args.kw_defaults.iter().flatten().try_for_each(|default| self.expr(default))
    }

    /// Enters the parameters (`symtable_visit_arguments`).
    pub(super) fn arguments(&mut self, args: &Arguments<'_>) -> Result {
        let count = args.posonlyargs.len() + args.args.len() + args.kwonlyargs.len();
        self.scope().varnames.reserve_exact(count + args.vararg.iter().len() + args.kwarg.iter().len());
        let plain = args.posonlyargs.iter().chain(args.args).chain(args.kwonlyargs);
        for arg in plain.chain(args.vararg).chain(args.kwarg) {
            self.define(arg.arg, flags::DEF_PARAM, arg.span)?;
        }
        let scope = self.scope();
        scope.varargs = args.vararg.is_some();
        scope.varkeywords = args.kwarg.is_some();
        Ok(())
    }

    /// Begins the scope of type parameters (`symtable_enter_type_param_block`).
    pub(super) fn enter_type_params(&mut self, name: Name, node: NodeId, of: TypeParamsOf, span: Span) -> Result {
        let in_class = self.kind() == ScopeKind::Class;
        self.enter(name, ScopeKind::TypeParameters, Some((node, ScopeRole::TypeParams)), span)?;
        if in_class {
            self.scope().can_see_class_scope = true;
            self.define_text("__classdict__", flags::USE, span)?;
        }
        match of {
            TypeParamsOf::Class => {
                self.define_text(".type_params", flags::DEF_LOCAL | flags::USE, span)?;
                self.define_text(".generic_base", flags::DEF_LOCAL | flags::USE, span)
            }
            TypeParamsOf::Function { kwdefaults } => {
                // Entered whether or not there are defaults: the parser never leaves their list out.
                self.define_text(".defaults", flags::DEF_PARAM, span)?;
                if kwdefaults { self.define_text(".kwdefaults", flags::DEF_PARAM, span) } else { Ok(()) }
            }
            TypeParamsOf::Alias => Ok(()),
        }
    }

    pub(super) fn type_params(&mut self, params: &[TypeParam<'_>]) -> Result {
        params.iter().try_for_each(|param| self.type_param(param))
    }

    fn type_param(&mut self, param: &TypeParam<'_>) -> Result {
        self.define(param.name, flags::DEF_TYPE_PARAM | flags::DEF_LOCAL, param.span)?;
        if self.names.text(param.name) == "__classdict__" && self.target.reserves_classdict_for_type_parameters() {
            return self.error("reserved name '__classdict__' cannot be used for type parameter", param.span);
        }
        if let Some(bound) = param.bound {
            let constraints =
                self.target.tells_constraints_from_bounds() && matches!(bound.kind, ExprKind::Tuple { .. });
            let info = if constraints { "a TypeVar constraint" } else { "a TypeVar bound" };
            self.type_variable(param, bound, ScopeRole::Bound, info)?;
        }
        if let Some(default) = param.default_value {
            let info = match param.kind {
                TypeParamKind::TypeVar => "a TypeVar default",
                TypeParamKind::ParamSpec => "a ParamSpec default",
                TypeParamKind::TypeVarTuple => "a TypeVarTuple default",
            };
            self.type_variable(param, default, ScopeRole::Default, info)?;
        }
        Ok(())
    }

    /// A bound or default (`symtable_visit_type_param_bound_or_default`).
    fn type_variable(
        &mut self,
        param: &TypeParam<'_>,
        value: &Expr<'_>,
        role: ScopeRole,
        info: &'static str,
    ) -> Result {
        let in_class = self.scope().can_see_class_scope;
        self.enter(param.name, ScopeKind::TypeVariable, Some((param.id, role)), value.span)?;
        self.scope().can_see_class_scope = in_class;
        if in_class {
            self.define_text("__classdict__", flags::USE, value.span)?;
        }
        self.visit().scope_info = info;
        self.expr(value)?;
        self.exit();
        Ok(())
    }
}
