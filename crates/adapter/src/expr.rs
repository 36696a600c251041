//! Expressions.

use pycmill_ast::{Comprehension, DictItem, Expr, ExprKind, Keyword};
use pycmill_source::Span;
use rustpython_parser::ast;

use super::Adapter;
use super::chain::left;
use super::operators::{bool_op, cmp_op, context, conversion, unary_op};

impl<'a> Adapter<'_, 'a, '_> {
    /// Any expression, however deep.
    pub(crate) fn expr(&mut self, expr: &ast::Expr) -> Expr<'a> {
        if left(expr).is_some() {
            return self.deep(|this| this.chain(expr));
        }
        let kind = match expr {
            ast::Expr::JoinedStr(x) => return self.deep(|this| this.joined(x)),
            ast::Expr::Name(x) => ExprKind::Name { id: self.name(&x.id), ctx: context(x.ctx) },
            ast::Expr::Constant(x) => {
                ExprKind::Constant { value: self.constant(&x.value), unicode_prefix: x.kind.as_deref() == Some("u") }
            }
            _ => self.deep(|this| this.kind(expr)),
        };
        Expr { span: self.span(expr), kind }
    }

    fn kind(&mut self, expr: &ast::Expr) -> ExprKind<'a> {
        match expr {
            ast::Expr::BoolOp(x) => ExprKind::BoolOp { op: bool_op(x.op), values: self.exprs(&x.values) },
            ast::Expr::NamedExpr(x) => {
                ExprKind::NamedExpr { target: self.boxed(&x.target), value: self.boxed(&x.value) }
            }
            ast::Expr::UnaryOp(x) => ExprKind::UnaryOp { op: unary_op(x.op), operand: self.boxed(&x.operand) },
            ast::Expr::Lambda(x) => {
                ExprKind::Lambda { id: self.node_id(), args: self.parameters(&x.args), body: self.boxed(&x.body) }
            }
            ast::Expr::IfExp(x) => {
                ExprKind::IfExp { test: self.boxed(&x.test), body: self.boxed(&x.body), orelse: self.boxed(&x.orelse) }
            }
            ast::Expr::Dict(x) => self.dict(x),
            ast::Expr::Set(x) => ExprKind::Set { elts: self.exprs(&x.elts) },
            ast::Expr::List(x) => ExprKind::List { elts: self.exprs(&x.elts), ctx: context(x.ctx) },
            ast::Expr::Tuple(x) => ExprKind::Tuple { elts: self.exprs(&x.elts), ctx: context(x.ctx) },
            ast::Expr::Await(x) => ExprKind::Await { value: self.boxed(&x.value) },
            ast::Expr::Yield(x) => ExprKind::Yield { value: self.optional(x.value.as_deref()) },
            ast::Expr::YieldFrom(x) => ExprKind::YieldFrom { value: self.boxed(&x.value) },
            ast::Expr::Compare(x) => self.compare(x),
            ast::Expr::Starred(x) => ExprKind::Starred { value: self.boxed(&x.value), ctx: context(x.ctx) },
            ast::Expr::Slice(x) => ExprKind::Slice {
                lower: self.optional(x.lower.as_deref()),
                upper: self.optional(x.upper.as_deref()),
                step: self.optional(x.step.as_deref()),
            },
            _ => self.comprehension(expr),
        }
    }

    /// An f-string. Its parts have the place of the whole, as up to 3.11.
    fn joined(&mut self, x: &ast::ExprJoinedStr) -> Expr<'a> {
        let span = self.span(x);
        Expr { span, kind: ExprKind::JoinedStr { values: self.list(&x.values, |this, part| this.part(part, span)) } }
    }

    fn part(&mut self, part: &ast::Expr, span: Span) -> Expr<'a> {
        let kind = match part {
            ast::Expr::FormattedValue(x) => ExprKind::FormattedValue {
                value: self.boxed(&x.value),
                conversion: conversion(x.conversion),
                format_spec: x.format_spec.as_deref().map(|spec| &*self.arena.alloc(self.spec(spec, span))),
            },
            other => self.expr(other).kind,
        };
        Expr { span, kind }
    }

    /// The format specification of a part has the place of its literal, and so has the text that it ends with.
    fn spec(&mut self, spec: &ast::Expr, whole: Span) -> Expr<'a> {
        let ast::Expr::JoinedStr(x) = spec else { return self.expr(spec) };
        let mut left = x.values.len();
        let values = self.list(&x.values, |this, part| {
            left -= 1;
            let is_last_text = left == 0 && matches!(part, ast::Expr::Constant(_));
            this.part(part, if is_last_text { this.span(part) } else { whole })
        });
        Expr { span: self.span(spec), kind: ExprKind::JoinedStr { values } }
    }

    fn comprehension(&mut self, expr: &ast::Expr) -> ExprKind<'a> {
        let id = self.node_id();
        match expr {
            ast::Expr::ListComp(x) => {
                ExprKind::ListComp { id, elt: self.boxed(&x.elt), generators: self.clauses(&x.generators) }
            }
            ast::Expr::SetComp(x) => {
                ExprKind::SetComp { id, elt: self.boxed(&x.elt), generators: self.clauses(&x.generators) }
            }
            ast::Expr::GeneratorExp(x) => {
                ExprKind::GeneratorExp { id, elt: self.boxed(&x.elt), generators: self.clauses(&x.generators) }
            }
            ast::Expr::DictComp(x) => ExprKind::DictComp {
                id,
                key: self.boxed(&x.key),
                value: Some(self.boxed(&x.value)),
                generators: self.clauses(&x.generators),
            },
            _ => unreachable!("all other expressions are converted before"),
        }
    }

    fn clauses(&mut self, clauses: &[ast::Comprehension]) -> &'a [Comprehension<'a>] {
        self.list(clauses, |this, x| Comprehension {
            target: this.expr(&x.target),
            iter: this.expr(&x.iter),
            ifs: this.exprs(&x.ifs),
            is_async: x.is_async,
        })
    }

    fn dict(&mut self, x: &ast::ExprDict) -> ExprKind<'a> {
        let items: Vec<_> = x.keys.iter().zip(&x.values).collect();
        ExprKind::Dict {
            items: self.list(&items, |this, (key, value)| DictItem {
                key: key.as_ref().map(|key| this.expr(key)),
                value: this.expr(value),
            }),
        }
    }

    fn compare(&mut self, x: &ast::ExprCompare) -> ExprKind<'a> {
        let left = self.boxed(&x.left);
        let rest: Vec<_> = x.ops.iter().zip(&x.comparators).collect();
        ExprKind::Compare { left, rest: self.list(&rest, |this, (op, operand)| (cmp_op(**op), this.expr(operand))) }
    }

    /// The arguments of a call or class.
    pub(crate) fn arguments(
        &mut self,
        args: &[ast::Expr],
        keywords: &[ast::Keyword],
    ) -> (&'a [Expr<'a>], &'a [Keyword<'a>]) {
        let args = self.exprs(args);
        let keywords = self.list(keywords, |this, x| Keyword {
            span: this.span(x),
            arg: this.optional_name(x.arg.as_ref()),
            value: this.expr(&x.value),
        });
        (args, keywords)
    }

    pub(crate) fn boxed(&mut self, expr: &ast::Expr) -> &'a Expr<'a> {
        let expr = self.expr(expr);
        self.arena.alloc(expr)
    }

    pub(crate) fn optional(&mut self, expr: Option<&ast::Expr>) -> Option<&'a Expr<'a>> {
        expr.map(|expr| self.boxed(expr))
    }

    pub(crate) fn exprs(&mut self, exprs: &[ast::Expr]) -> &'a [Expr<'a>] {
        self.list(exprs, Self::expr)
    }
}
