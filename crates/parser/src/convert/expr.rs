//! Expressions.

use pycmill_ast::{Comprehension, Constant, DictItem, Expr, ExprKind, Keyword};
use ruff_python_ast as ruff;
use ruff_text_size::TextRange;

use super::Converter;
use super::operators::{bool_op, cmp_op, context, unary_op};
use super::position::span;

impl<'a> Converter<'a, '_, '_> {
    /// Any expression, however deep.
    pub(super) fn expr(&mut self, expr: ruff::Expr) -> Expr<'a> {
        self.depth.enter(1);
        let mut expr = self.any(expr);
        self.depth.leave(1);
        expr.span = self.told(expr.span);
        expr
    }

    fn any(&mut self, expr: ruff::Expr) -> Expr<'a> {
        match expr {
            ruff::Expr::Name(x) => {
                let kind = ExprKind::Name { id: self.name(&x.id), ctx: context(x.ctx) };
                Expr { span: span(x.range), kind }
            }
            ruff::Expr::StringLiteral(x) => self.string(&x),
            ruff::Expr::BytesLiteral(x) => self.bytes(&x),
            ruff::Expr::NumberLiteral(x) => self.number(&x),
            ruff::Expr::BooleanLiteral(x) => constant(x.range, if x.value { Constant::True } else { Constant::False }),
            ruff::Expr::NoneLiteral(x) => constant(x.range, Constant::None),
            ruff::Expr::EllipsisLiteral(x) => constant(x.range, Constant::Ellipsis),
            deep => self.guarded(|this| this.deep(deep)),
        }
    }

    fn deep(&mut self, expr: ruff::Expr) -> Expr<'a> {
        match expr {
            ruff::Expr::FString(x) => self.fstring(x),
            ruff::Expr::TString(x) => self.tstring(x),
            ruff::Expr::BinOp(_) | ruff::Expr::Attribute(_) | ruff::Expr::Subscript(_) | ruff::Expr::Call(_) => {
                self.spine(expr)
            }
            ruff::Expr::Generator(x) => {
                let range = x.range;
                self.generator(x, range)
            }
            other => {
                let place = span(ruff_text_size::Ranged::range(&other));
                Expr { span: place, kind: self.kind(other) }
            }
        }
    }

    fn kind(&mut self, expr: ruff::Expr) -> ExprKind<'a> {
        match expr {
            ruff::Expr::BoolOp(x) => ExprKind::BoolOp { op: bool_op(x.op), values: self.exprs(x.values) },
            ruff::Expr::Named(x) => ExprKind::NamedExpr { target: self.boxed(*x.target), value: self.boxed(*x.value) },
            ruff::Expr::UnaryOp(x) => ExprKind::UnaryOp { op: unary_op(x.op), operand: self.boxed(*x.operand) },
            ruff::Expr::Lambda(x) => ExprKind::Lambda {
                id: self.node_id(),
                args: self.parameters(x.parameters.map(|parameters| *parameters)),
                body: self.boxed(*x.body),
            },
            ruff::Expr::If(x) => {
                ExprKind::IfExp { test: self.boxed(*x.test), body: self.boxed(*x.body), orelse: self.boxed(*x.orelse) }
            }
            ruff::Expr::Dict(x) => ExprKind::Dict { items: self.list(x.items, Self::dict_item) },
            ruff::Expr::Set(x) => ExprKind::Set { elts: self.exprs(x.elts) },
            ruff::Expr::ListComp(x) => ExprKind::ListComp {
                id: self.node_id(),
                elt: self.boxed(*x.elt),
                generators: self.comprehensions(x.generators),
            },
            ruff::Expr::SetComp(x) => self.set_comp(x),
            ruff::Expr::DictComp(x) => self.dict_comp(x),
            ruff::Expr::Await(x) => ExprKind::Await { value: self.boxed(*x.value) },
            ruff::Expr::Yield(x) => ExprKind::Yield { value: self.optional(x.value) },
            ruff::Expr::YieldFrom(x) => ExprKind::YieldFrom { value: self.boxed(*x.value) },
            ruff::Expr::Compare(x) => self.compare(x),
            ruff::Expr::Starred(x) => ExprKind::Starred { value: self.boxed(*x.value), ctx: context(x.ctx) },
            ruff::Expr::List(x) => ExprKind::List { elts: self.exprs(x.elts), ctx: context(x.ctx) },
            ruff::Expr::Tuple(x) => ExprKind::Tuple { elts: self.exprs(x.elts), ctx: context(x.ctx) },
            ruff::Expr::Slice(x) => ExprKind::Slice {
                lower: self.optional(x.lower),
                upper: self.optional(x.upper),
                step: self.optional(x.step),
            },
            // Handled by `expr` and `deep`; escape commands are errors outside notebooks.
            _ => ExprKind::Constant { value: Constant::None, unicode_prefix: false },
        }
    }

    pub(super) fn boxed(&mut self, expr: ruff::Expr) -> &'a Expr<'a> {
        let expr = self.expr(expr);
        self.arena.alloc(expr)
    }

    pub(super) fn optional(&mut self, expr: Option<Box<ruff::Expr>>) -> Option<&'a Expr<'a>> {
        expr.map(|expr| self.boxed(*expr))
    }

    pub(super) fn exprs(
        &mut self,
        exprs: impl IntoIterator<Item = ruff::Expr, IntoIter: ExactSizeIterator>,
    ) -> &'a [Expr<'a>] {
        self.list(exprs, Self::expr)
    }

    fn dict_item(&mut self, item: ruff::DictItem) -> DictItem<'a> {
        DictItem { key: item.key.map(|key| self.expr(key)), value: self.expr(item.value) }
    }

    fn set_comp(&mut self, x: ruff::ExprSetComp) -> ExprKind<'a> {
        let unpacks = self.context.blanked.unpackings.binary_search(&x.range.start()).is_ok();
        let id = self.node_id();
        let elt = self.boxed(*x.elt);
        let generators = self.comprehensions(x.generators);
        if unpacks {
            ExprKind::DictComp { id, key: elt, value: None, generators }
        } else {
            ExprKind::SetComp { id, elt, generators }
        }
    }

    fn dict_comp(&mut self, x: ruff::ExprDictComp) -> ExprKind<'a> {
        let id = self.node_id();
        let value = self.boxed(*x.value);
        let (key, value) = match x.key {
            Some(key) => (self.boxed(*key), Some(value)),
            None => (value, None),
        };
        ExprKind::DictComp { id, key, value, generators: self.comprehensions(x.generators) }
    }

    fn compare(&mut self, x: ruff::ExprCompare) -> ExprKind<'a> {
        let left = self.boxed(*x.left);
        let ops = x.ops;
        let rest = self.list(x.comparators.into_iter().enumerate(), |this, (at, comparator)| {
            (cmp_op(ops[at]), this.expr(comparator))
        });
        ExprKind::Compare { left, rest }
    }

    fn generator(&mut self, x: ruff::ExprGenerator, range: TextRange) -> Expr<'a> {
        let id = self.node_id();
        let elt = self.boxed(*x.elt);
        let generators = self.comprehensions(x.generators);
        Expr { span: span(range), kind: ExprKind::GeneratorExp { id, elt, generators } }
    }

    fn comprehensions(&mut self, generators: Vec<ruff::Comprehension>) -> &'a [Comprehension<'a>] {
        self.list(generators, |this, x| Comprehension {
            target: this.expr(x.target),
            iter: this.expr(x.iter),
            ifs: this.exprs(x.ifs),
            is_async: x.is_async,
        })
    }

    /// The arguments of a call or class. A generator that is the only one takes the parentheses as its place.
    pub(super) fn arguments(&mut self, arguments: ruff::Arguments) -> (&'a [Expr<'a>], &'a [Keyword<'a>]) {
        let ruff::Arguments { range, args, keywords, .. } = arguments;
        let sole = args.len() == 1 && keywords.is_empty();
        let args = self.list(args, |this, arg| match arg {
            ruff::Expr::Generator(x) if sole && !x.parenthesized => {
                this.depth.enter(1);
                let mut generator = this.generator(x, range);
                this.depth.leave(1);
                generator.span = this.told(generator.span);
                generator
            }
            other => this.expr(other),
        });
        let keywords = self.list(keywords, |this, x| Keyword {
            span: this.told(span(x.range)),
            arg: this.optional_identifier(x.arg.as_ref()),
            value: this.expr(x.value),
        });
        (args, keywords)
    }
}

/// A constant other than a string.
pub(super) fn constant<'a>(range: TextRange, value: Constant<'a>) -> Expr<'a> {
    Expr { span: span(range), kind: ExprKind::Constant { value, unicode_prefix: false } }
}
