//! Type parameters and `type` aliases.
//!
//! Follows `Python/compile.c` `compiler_type_params`, `compiler_type_param_bound_or_default`,
//! `compiler_typealias`.

use pycmill_ast::{Expr, ExprContext, ExprKind, Name, NodeId, TypeParam, TypeParamKind};
use pycmill_object::Pool;
use pycmill_source::Span;
use pycmill_target::operands::{function_part, intrinsic_1, intrinsic_2};
use pycmill_target::{Annotations, CallNull, Opcode};

use super::unit::UnitKind;
use super::{Emitter, Result};
use crate::symbols::table::ScopeRole;
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// The name of the scope that holds the type parameters of a definition.
    pub(crate) fn type_params_name(&mut self, name: Name) -> Name {
        let text = format!("<generic parameters of {}>", self.names.text(name));
        self.names.intern(&text)
    }

    /// Makes and stores all type parameters and pushes a tuple of them.
    pub(crate) fn type_params(&mut self, params: &'a [TypeParam<'a>]) -> Result {
        let mut seen_default = false;
        for param in params {
            let loc = self.loc(param.span);
            self.addop_load_name_const(loc, param.name);
            self.type_param(loc, param)?;
            if let Some(default) = param.default_value {
                seen_default = true;
                self.type_param_scope(param, default, ScopeRole::Default)?;
                self.addop_i(loc, Opcode::CALL_INTRINSIC_2, intrinsic_2::SET_TYPEPARAM_DEFAULT);
            } else if seen_default {
                let name = self.names.text(param.name);
                let message = format!("non-default type parameter '{name}' follows default type parameter");
                return self.error(message, loc);
            }
            self.addop_i(loc, Opcode::COPY, 1);
            self.nameop(loc, param.name, ExprContext::Store)?;
        }
        if let Some(first) = params.first() {
            let loc = self.loc(first.span);
            self.addop_i(loc, Opcode::BUILD_TUPLE, params.len() as u32);
        }
        Ok(())
    }

    /// Makes one type parameter of the name on the stack.
    fn type_param(&mut self, loc: Location, param: &'a TypeParam<'a>) -> Result {
        let intrinsic = match (param.kind, param.bound) {
            (TypeParamKind::TypeVar, Some(bound)) => {
                self.type_param_scope(param, bound, ScopeRole::Bound)?;
                let constrained = matches!(bound.kind, ExprKind::Tuple { .. });
                let intrinsic =
                    if constrained { intrinsic_2::TYPEVAR_WITH_CONSTRAINTS } else { intrinsic_2::TYPEVAR_WITH_BOUND };
                self.addop_i(loc, Opcode::CALL_INTRINSIC_2, intrinsic);
                return Ok(());
            }
            (TypeParamKind::TypeVar, None) => intrinsic_1::TYPEVAR,
            (TypeParamKind::TypeVarTuple, _) => intrinsic_1::TYPEVARTUPLE,
            (TypeParamKind::ParamSpec, _) => intrinsic_1::PARAMSPEC,
        };
        self.addop_i(loc, Opcode::CALL_INTRINSIC_1, intrinsic);
        Ok(())
    }

    /// A function that evaluates a bound or default when asked.
    fn type_param_scope(&mut self, param: &'a TypeParam<'a>, e: &Expr<'a>, role: ScopeRole) -> Result {
        let own = self.loc(e.span);
        let parts = self.enter_lazy_value(own, param.name, UnitKind::TypeParams, (param.id, role));
        let loc = if self.target.bounds_have_own_location() { own } else { self.loc(param.span) };
        match e.kind {
            ExprKind::Starred { value, .. } if param.kind == TypeParamKind::TypeVarTuple => {
                self.visit_expr(value)?;
                self.addop_i(loc, Opcode::UNPACK_SEQUENCE, 1);
            }
            _ => self.visit_expr(e)?,
        }
        self.addop(loc, Opcode::RETURN_VALUE);
        let code = self.exit_scope(true)?;
        self.make_closure(loc, code, parts)
    }

    /// Begins the function of a value that is evaluated when asked for; the result tells which parts
    /// of it lie on the stack.
    fn enter_lazy_value(&mut self, loc: Location, name: Name, kind: UnitKind, node: (NodeId, ScopeRole)) -> u32 {
        if self.target.annotations() != Annotations::Function {
            self.enter_scope(name, kind, Some(node), loc.line);
            return 0;
        }
        self.load_evaluator_defaults(loc);
        let scope = self.symbols.lookup(node.0, node.1);
        self.enter_evaluator(loc, name, scope);
        function_part::DEFAULTS
    }

    /// `type name[params] = value`.
    pub(crate) fn typealias(&mut self, span: Span, alias: TypeAlias<'a>) -> Result {
        let loc = self.loc(span);
        let ExprKind::Name { id: name, .. } = alias.name.kind else {
            unreachable!("the grammar gives type aliases plain names")
        };
        if alias.type_params.is_empty() {
            self.addop_load_name_const(loc, name);
            self.addop_load_object(loc, Pool::NONE);
            self.typealias_body(loc, name, alias)?;
        } else {
            self.addop_call_null(loc, CallNull::Before);
            let scope_name = self.type_params_name(name);
            self.enter_scope(scope_name, UnitKind::TypeParams, Some((alias.id, ScopeRole::TypeParams)), loc.line);
            self.addop_load_name_const(loc, name);
            self.type_params(alias.type_params)?;
            self.typealias_body(loc, name, alias)?;
            self.call_scope(loc)?;
        }
        self.nameop(loc, name, ExprContext::Store)
    }

    fn typealias_body(&mut self, loc: Location, name: Name, alias: TypeAlias<'a>) -> Result {
        let parts = self.enter_lazy_value(loc, name, UnitKind::Function, (alias.id, ScopeRole::Body));
        if self.target.reserves_docstring_slot() {
            // Without it the first constant would be taken for a docstring.
            self.add_const(Pool::NONE);
        }
        self.visit_expr(alias.value)?;
        self.addop(loc, Opcode::RETURN_VALUE);
        let code = self.exit_scope(false)?;
        self.make_closure(loc, code, parts)?;
        self.addop_i(loc, Opcode::BUILD_TUPLE, 3);
        self.addop_i(loc, Opcode::CALL_INTRINSIC_1, intrinsic_1::TYPEALIAS);
        Ok(())
    }

    /// Ends a scope of type parameters and calls it.
    pub(crate) fn call_scope(&mut self, loc: Location) -> Result {
        let code = self.exit_scope(false)?;
        self.make_closure(loc, code, 0)?;
        self.addop_call_null(loc, CallNull::After);
        self.addop_call(loc, 0);
        Ok(())
    }
}

/// The parts of a `type` statement.
#[derive(Clone, Copy)]
pub(crate) struct TypeAlias<'a> {
    pub(crate) id: NodeId,
    pub(crate) name: &'a Expr<'a>,
    pub(crate) type_params: &'a [TypeParam<'a>],
    pub(crate) value: &'a Expr<'a>,
}
