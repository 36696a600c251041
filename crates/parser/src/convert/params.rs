//! Parameters and type parameters.

use pycmill_ast::{Arg, Arguments, TypeParam, TypeParamKind};
use pycmill_source::Span;
use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Converter;
use super::position::span;
use crate::ParseError;

impl<'a> Converter<'a, '_, '_> {
    /// The parameters of a function or lambda; none at all if there are no parentheses or no names.
    pub(super) fn parameters(&mut self, parameters: Option<&ruff::Parameters>) -> &'a Arguments<'a> {
        let Some(parameters) = parameters else { return self.arena.alloc(Arguments::default()) };
        let posonlyargs = self.list(&parameters.posonlyargs, |this, x| this.arg(&x.parameter));
        let args = self.list(&parameters.args, |this, x| this.arg(&x.parameter));
        let vararg = parameters.vararg.as_deref().map(|x| self.starred_arg(x));
        let kwonlyargs = self.list(&parameters.kwonlyargs, |this, x| this.arg(&x.parameter));
        let kw_defaults = self.list(&parameters.kwonlyargs, |this, x| x.default.as_deref().map(|x| this.expr(x)));
        let kwarg = parameters.kwarg.as_deref().map(|x| self.starred_arg(x));
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let defaults: Vec<&ruff::Expr> = positional.filter_map(|x| x.default.as_deref()).collect();
        let defaults = self.list(&defaults, |this, x| this.expr(x));
        self.arena.alloc(Arguments { posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults })
    }

    fn arg(&mut self, x: &ruff::Parameter) -> Arg<'a> {
        Arg {
            span: self.told(span(x.range)),
            arg: self.identifier(&x.name),
            annotation: self.optional(x.annotation.as_deref()),
        }
    }

    /// `*args` and `**kwargs` begin at their names.
    fn starred_arg(&mut self, x: &ruff::Parameter) -> &'a Arg<'a> {
        let place = Span::new(x.name.range.start().to_u32(), x.range.end().to_u32());
        let arg = Arg { span: place, ..self.arg(x) };
        self.arena.alloc(arg)
    }

    pub(super) fn type_params(
        &mut self,
        params: Option<&ruff::TypeParams>,
        is_of_function: bool,
    ) -> &'a [TypeParam<'a>] {
        let Some(params) = params else { return &[] };
        if !self.target.has_type_parameter_defaults() {
            self.reject_default(params, is_of_function);
        }
        self.list(&params.type_params, Self::type_param)
    }

    /// The third-party parser knows the versions of the defaults of type variables alone.
    fn reject_default(&mut self, params: &ruff::TypeParams, is_of_function: bool) {
        let default = params.type_params.iter().find_map(|param| match param {
            ruff::TypeParam::ParamSpec(x) => Some((x.name.range, x.default.as_ref()?.range())),
            ruff::TypeParam::TypeVarTuple(x) => Some((x.name.range, x.default.as_ref()?.range())),
            ruff::TypeParam::TypeVar(_) => None,
        });
        let Some((name, default)) = default else { return };
        let between = &self.text()[TextRange::new(name.end(), default.start())];
        let equal = name.end() + TextSize::new(between.rfind('=').unwrap_or(0) as u32);
        let (at, message) =
            if is_of_function { (params.range.start(), "expected '('") } else { (equal, "invalid syntax") };
        self.fail(ParseError::at(self.context.source, TextRange::at(at, TextSize::new(1)), message));
    }

    fn type_param(&mut self, param: &ruff::TypeParam) -> TypeParam<'a> {
        let (kind, range, name, bound, default) = match param {
            ruff::TypeParam::TypeVar(x) => (TypeParamKind::TypeVar, x.range, &x.name, x.bound.as_deref(), &x.default),
            ruff::TypeParam::ParamSpec(x) => (TypeParamKind::ParamSpec, x.range, &x.name, None, &x.default),
            ruff::TypeParam::TypeVarTuple(x) => (TypeParamKind::TypeVarTuple, x.range, &x.name, None, &x.default),
        };
        self.depth.enter(1);
        let param = TypeParam {
            span: span(range),
            id: self.node_id(),
            name: self.identifier(name),
            kind,
            bound: self.optional(bound),
            default_value: self.optional(default.as_deref()),
        };
        self.depth.leave(1);
        param
    }
}
