//! Parameters and type parameters.

use pycmill_ast::{Arg, Arguments, TypeParam, TypeParamKind};
use rustpython_parser::ast;

use super::Adapter;

impl<'a> Adapter<'_, 'a, '_> {
    /// The parameters of a function or lambda.
    pub(crate) fn parameters(&mut self, x: &ast::Arguments) -> &'a Arguments<'a> {
        let posonlyargs = self.list(&x.posonlyargs, |this, x| this.arg(&x.def));
        let args = self.list(&x.args, |this, x| this.arg(&x.def));
        let vararg = self.starred_arg(x.vararg.as_deref());
        let kwonlyargs = self.list(&x.kwonlyargs, |this, x| this.arg(&x.def));
        let kw_defaults = self.list(&x.kwonlyargs, |this, x| x.default.as_deref().map(|default| this.expr(default)));
        let kwarg = self.starred_arg(x.kwarg.as_deref());
        let positional = x.posonlyargs.iter().chain(&x.args);
        let defaults: Vec<&ast::Expr> = positional.filter_map(|x| x.default.as_deref()).collect();
        let defaults = self.list(&defaults, |this, x| this.expr(x));
        self.arena.alloc(Arguments { posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults })
    }

    fn arg(&mut self, x: &ast::Arg) -> Arg<'a> {
        Arg { span: self.span(x), arg: self.name(&x.arg), annotation: self.optional(x.annotation.as_deref()) }
    }

    fn starred_arg(&mut self, x: Option<&ast::Arg>) -> Option<&'a Arg<'a>> {
        let arg = self.arg(x?);
        Some(self.arena.alloc(arg))
    }

    pub(crate) fn type_params(&mut self, params: &[ast::TypeParam]) -> &'a [TypeParam<'a>] {
        self.list(params, |this, param| {
            let (kind, name, bound) = match param {
                ast::TypeParam::TypeVar(x) => (TypeParamKind::TypeVar, &x.name, x.bound.as_deref()),
                ast::TypeParam::ParamSpec(x) => (TypeParamKind::ParamSpec, &x.name, None),
                ast::TypeParam::TypeVarTuple(x) => (TypeParamKind::TypeVarTuple, &x.name, None),
            };
            TypeParam {
                span: this.span(param),
                id: this.node_id(),
                name: this.name(name),
                kind,
                bound: this.optional(bound),
                default_value: None,
            }
        })
    }
}
