//! Chains that lean to the left: `a + b + c`, `a.b.c`, `f()()`, `a[0][1]`, and mixtures.

use pycmill_ast::{Expr, ExprKind};
use pycmill_source::Span;
use ruff_python_ast as ruff;

use super::Converter;
use super::operators::{context, operator};
use super::position::span;

impl<'a> Converter<'a, '_, '_> {
    /// Converts a chain from its leftmost operand outwards. There is a faster way for shallow ones, which needs stack.
    pub(super) fn spine(&mut self, chain: &ruff::Expr) -> Expr<'a> {
        let mut links = Vec::new();
        let mut leftmost = chain;
        while let Some(left) = left(leftmost) {
            links.push(leftmost);
            leftmost = left;
        }
        // `expr` has counted the outermost link.
        let inner = links.len() as u32 - 1;
        self.depth.enter(inner);
        let mut result = self.expr(leftmost);
        self.depth.leave(inner);
        for (link, outer) in links.into_iter().rev().zip((0..=inner).rev()) {
            self.depth.enter(outer);
            result = self.link(result, link);
            if outer > 0 {
                // `expr` does so with the outermost one.
                result.span = self.told(result.span);
            }
            self.depth.leave(outer);
        }
        result
    }

    /// A node of a spine whose leftmost child is converted.
    pub(super) fn link(&mut self, left: Expr<'a>, link: &ruff::Expr) -> Expr<'a> {
        let value = &*self.arena.alloc(left);
        let (range, kind) = match link {
            ruff::Expr::BinOp(x) => {
                (x.range, ExprKind::BinOp { left: value, op: operator(x.op), right: self.boxed(&x.right) })
            }
            ruff::Expr::Attribute(x) => {
                (x.range, ExprKind::Attribute { value, attr: self.identifier(&x.attr), ctx: context(x.ctx) })
            }
            ruff::Expr::Subscript(x) => {
                (x.range, ExprKind::Subscript { value, slice: self.boxed(&x.slice), ctx: context(x.ctx) })
            }
            ruff::Expr::Call(x) => {
                let span = Span::new(x.range_start.to_u32(), x.arguments.range.end().to_u32());
                let (args, keywords) = self.arguments(&x.arguments);
                return Expr { span, kind: ExprKind::Call { func: value, args, keywords } };
            }
            _ => unreachable!("only these are links"),
        };
        Expr { span: span(range), kind }
    }
}

/// The leftmost child of a node of a spine.
pub(super) fn left(expr: &ruff::Expr) -> Option<&ruff::Expr> {
    match expr {
        ruff::Expr::BinOp(x) => Some(&x.left),
        ruff::Expr::Attribute(x) => Some(&x.value),
        ruff::Expr::Subscript(x) => Some(&x.value),
        ruff::Expr::Call(x) => Some(&x.func),
        _ => None,
    }
}
