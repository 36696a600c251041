//! Expressions.

use pycmill_ast::{Comprehension, Constant, DictItem, Expr, ExprKind, Keyword};
use ruff_python_ast as ruff;
use ruff_text_size::TextRange;

use super::operators::{bool_op, cmp_op, context, unary_op};
use super::position::span;
use super::spine::left;
use super::{Converter, RED_ZONE, STACK_STEP};

impl<'a> Converter<'a, '_, '_> {
    /// Any expression, however deep. The most frequent leaves need no look at the stack.
    #[inline]
    pub(super) fn expr(&mut self, expr: &ruff::Expr) -> Expr<'a> {
        if let ruff::Expr::Name(x) = expr {
            self.depth.reach(1);
            let kind = ExprKind::Name { id: self.name(&x.id), ctx: context(x.ctx) };
            return Expr { span: self.told(span(x.range)), kind };
        }
        self.not_name(expr)
    }

    #[inline(never)]
    fn not_name(&mut self, expr: &ruff::Expr) -> Expr<'a> {
        self.depth.enter(1);
        let mut expr = if self.is_shallow() || is_leaf(expr) {
            self.deep(expr)
        } else {
            stacker::maybe_grow(RED_ZONE, STACK_STEP, || self.deep(expr))
        };
        self.depth.leave(1);
        expr.span = self.told(expr.span);
        expr
    }

    fn deep(&mut self, expr: &ruff::Expr) -> Expr<'a> {
        match expr {
            ruff::Expr::StringLiteral(x) => self.string(x),
            ruff::Expr::BytesLiteral(x) => self.bytes(x),
            ruff::Expr::NumberLiteral(x) => self.number(x),
            ruff::Expr::BooleanLiteral(x) => constant(x.range, if x.value { Constant::True } else { Constant::False }),
            ruff::Expr::NoneLiteral(x) => constant(x.range, Constant::None),
            ruff::Expr::EllipsisLiteral(x) => constant(x.range, Constant::Ellipsis),
            ruff::Expr::FString(x) => self.fstring(x),
            ruff::Expr::TString(x) => self.tstring(x),
            ruff::Expr::BinOp(_) | ruff::Expr::Attribute(_) | ruff::Expr::Subscript(_) | ruff::Expr::Call(_) => {
                match left(expr) {
                    Some(left) if self.is_shallow() => {
                        let left = self.expr(left);
                        self.link(left, expr)
                    }
                    _ => self.spine(expr),
                }
            }
            ruff::Expr::Generator(x) => self.generator(x, x.range),
            _ => {
                let place = span(ruff_text_size::Ranged::range(expr));
                Expr { span: place, kind: self.kind(expr) }
            }
        }
    }

    fn kind(&mut self, expr: &ruff::Expr) -> ExprKind<'a> {
        match expr {
            ruff::Expr::BoolOp(x) => ExprKind::BoolOp { op: bool_op(x.op), values: self.exprs(&x.values) },
            ruff::Expr::Named(x) => ExprKind::NamedExpr { target: self.boxed(&x.target), value: self.boxed(&x.value) },
            ruff::Expr::UnaryOp(x) => ExprKind::UnaryOp { op: unary_op(x.op), operand: self.boxed(&x.operand) },
            ruff::Expr::Lambda(x) => ExprKind::Lambda {
                id: self.node_id(),
                args: self.parameters(x.parameters.as_deref()),
                body: self.boxed(&x.body),
            },
            ruff::Expr::If(x) => {
                ExprKind::IfExp { test: self.boxed(&x.test), body: self.boxed(&x.body), orelse: self.boxed(&x.orelse) }
            }
            ruff::Expr::Dict(x) => ExprKind::Dict { items: self.list(&x.items, Self::dict_item) },
            ruff::Expr::Set(x) => ExprKind::Set { elts: self.exprs(&x.elts) },
            ruff::Expr::ListComp(x) => ExprKind::ListComp {
                id: self.node_id(),
                elt: self.boxed(&x.elt),
                generators: self.comprehensions(&x.generators),
            },
            ruff::Expr::SetComp(x) => self.set_comp(x),
            ruff::Expr::DictComp(x) => self.dict_comp(x),
            ruff::Expr::Await(x) => ExprKind::Await { value: self.boxed(&x.value) },
            ruff::Expr::Yield(x) => ExprKind::Yield { value: self.optional(x.value.as_deref()) },
            ruff::Expr::YieldFrom(x) => ExprKind::YieldFrom { value: self.boxed(&x.value) },
            ruff::Expr::Compare(x) => self.compare(x),
            ruff::Expr::Starred(x) => ExprKind::Starred { value: self.boxed(&x.value), ctx: context(x.ctx) },
            ruff::Expr::List(x) => ExprKind::List { elts: self.exprs(&x.elts), ctx: context(x.ctx) },
            ruff::Expr::Tuple(x) => ExprKind::Tuple { elts: self.exprs(&x.elts), ctx: context(x.ctx) },
            ruff::Expr::Slice(x) => ExprKind::Slice {
                lower: self.optional(x.lower.as_deref()),
                upper: self.optional(x.upper.as_deref()),
                step: self.optional(x.step.as_deref()),
            },
            // Handled by `deep`; escape commands are errors outside notebooks.
            _ => ExprKind::Constant { value: Constant::None, unicode_prefix: false },
        }
    }

    pub(super) fn boxed(&mut self, expr: &ruff::Expr) -> &'a Expr<'a> {
        let expr = self.expr(expr);
        self.arena.alloc(expr)
    }

    pub(super) fn optional(&mut self, expr: Option<&ruff::Expr>) -> Option<&'a Expr<'a>> {
        expr.map(|expr| self.boxed(expr))
    }

    pub(super) fn exprs(&mut self, exprs: &[ruff::Expr]) -> &'a [Expr<'a>] {
        self.list(exprs, Self::expr)
    }

    fn dict_item(&mut self, item: &ruff::DictItem) -> DictItem<'a> {
        DictItem { key: item.key.as_ref().map(|key| self.expr(key)), value: self.expr(&item.value) }
    }

    fn set_comp(&mut self, x: &ruff::ExprSetComp) -> ExprKind<'a> {
        let unpacks = self.context.blanked.unpackings.binary_search(&x.range.start()).is_ok();
        let id = self.node_id();
        let elt = self.boxed(&x.elt);
        let generators = self.comprehensions(&x.generators);
        if unpacks {
            ExprKind::DictComp { id, key: elt, value: None, generators }
        } else {
            ExprKind::SetComp { id, elt, generators }
        }
    }

    fn dict_comp(&mut self, x: &ruff::ExprDictComp) -> ExprKind<'a> {
        let id = self.node_id();
        let value = self.boxed(&x.value);
        let (key, value) = match &x.key {
            Some(key) => (self.boxed(key), Some(value)),
            None => (value, None),
        };
        ExprKind::DictComp { id, key, value, generators: self.comprehensions(&x.generators) }
    }

    fn compare(&mut self, x: &ruff::ExprCompare) -> ExprKind<'a> {
        let left = self.boxed(&x.left);
        let mut ops = x.ops.iter();
        let rest = self.list(&x.comparators, |this, comparator| {
            let op = ops.next().expect("there is an operator in front of each");
            (cmp_op(*op), this.expr(comparator))
        });
        ExprKind::Compare { left, rest }
    }

    fn generator(&mut self, x: &ruff::ExprGenerator, range: TextRange) -> Expr<'a> {
        let id = self.node_id();
        let elt = self.boxed(&x.elt);
        let generators = self.comprehensions(&x.generators);
        Expr { span: span(range), kind: ExprKind::GeneratorExp { id, elt, generators } }
    }

    fn comprehensions(&mut self, generators: &[ruff::Comprehension]) -> &'a [Comprehension<'a>] {
        self.list(generators, |this, x| Comprehension {
            target: this.expr(&x.target),
            iter: this.expr(&x.iter),
            ifs: this.exprs(&x.ifs),
            is_async: x.is_async,
        })
    }

    /// The arguments of a call or class. A generator that is the only one takes the parentheses as its place.
    pub(super) fn arguments(&mut self, arguments: &ruff::Arguments) -> (&'a [Expr<'a>], &'a [Keyword<'a>]) {
        let ruff::Arguments { range, args, keywords, .. } = arguments;
        let sole = args.len() == 1 && keywords.is_empty();
        let args = self.list(args, |this, arg| match arg {
            ruff::Expr::Generator(x) if sole && !x.parenthesized => {
                this.depth.enter(1);
                let mut generator = this.generator(x, *range);
                this.depth.leave(1);
                generator.span = this.told(generator.span);
                generator
            }
            other => this.expr(other),
        });
        let keywords = self.list(keywords, |this, x| Keyword {
            span: this.told(span(x.range)),
            arg: this.optional_identifier(x.arg.as_ref()),
            value: this.expr(&x.value),
        });
        (args, keywords)
    }
}

/// Whether nothing is nested in the expression.
const fn is_leaf(expr: &ruff::Expr) -> bool {
    matches!(
        expr,
        ruff::Expr::StringLiteral(_)
            | ruff::Expr::BytesLiteral(_)
            | ruff::Expr::NumberLiteral(_)
            | ruff::Expr::BooleanLiteral(_)
            | ruff::Expr::NoneLiteral(_)
            | ruff::Expr::EllipsisLiteral(_)
    )
}

/// A constant other than a string.
pub(super) fn constant<'a>(range: TextRange, value: Constant<'a>) -> Expr<'a> {
    Expr { span: span(range), kind: ExprKind::Constant { value, unicode_prefix: false } }
}
