//! Chains that lean to the left: `a + b + c`, `a.b.c`, `f()()`, `a[0][1]`, and mixtures.

use pycmill_ast::{Expr, ExprKind};
use pycmill_source::Span;
use ruff_python_ast as ruff;
use ruff_text_size::TextRange;

use super::Converter;
use super::operators::{context, operator};

/// A node of a spine without its leftmost child.
pub(super) enum Link {
    BinOp { op: ruff::Operator, right: Box<ruff::Expr>, range: TextRange },
    Attribute { attr: ruff::Identifier, ctx: ruff::ExprContext, range: TextRange },
    Subscript { slice: Box<ruff::Expr>, ctx: ruff::ExprContext, range: TextRange },
    Call { arguments: ruff::Arguments, start: u32 },
}

impl<'a> Converter<'a, '_, '_> {
    /// Converts a chain from its leftmost operand outwards.
    pub(super) fn spine(&mut self, chain: ruff::Expr) -> Expr<'a> {
        if self.is_shallow() {
            return match split(chain) {
                Ok((link, left)) => {
                    let left = self.expr(*left);
                    self.link(left, link)
                }
                Err(other) => self.expr(other),
            };
        }
        let base = self.spine.len();
        let mut leftmost = chain;
        loop {
            match split(leftmost) {
                Ok((link, left)) => {
                    self.spine.push(link);
                    leftmost = *left;
                }
                Err(expr) => {
                    leftmost = expr;
                    break;
                }
            }
        }
        // `expr` has counted the outermost link.
        let inner = (self.spine.len() - base) as u32 - 1;
        self.depth.enter(inner);
        let mut result = self.expr(leftmost);
        self.depth.leave(inner);
        while self.spine.len() > base {
            let Some(link) = self.spine.pop() else { break };
            let outer = (self.spine.len() - base) as u32;
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

    fn link(&mut self, left: Expr<'a>, link: Link) -> Expr<'a> {
        let value = &*self.arena.alloc(left);
        let (range, kind) = match link {
            Link::BinOp { op, right, range } => {
                (range, ExprKind::BinOp { left: value, op: operator(op), right: self.boxed(*right) })
            }
            Link::Attribute { attr, ctx, range } => {
                (range, ExprKind::Attribute { value, attr: self.identifier(&attr), ctx: context(ctx) })
            }
            Link::Subscript { slice, ctx, range } => {
                (range, ExprKind::Subscript { value, slice: self.boxed(*slice), ctx: context(ctx) })
            }
            Link::Call { arguments, start } => {
                let span = Span::new(start, arguments.range.end().to_u32());
                let (args, keywords) = self.arguments(arguments);
                return Expr { span, kind: ExprKind::Call { func: value, args, keywords } };
            }
        };
        Expr { span: super::position::span(range), kind }
    }
}

fn split(expr: ruff::Expr) -> Result<(Link, Box<ruff::Expr>), ruff::Expr> {
    Ok(match expr {
        ruff::Expr::BinOp(x) => (Link::BinOp { op: x.op, right: x.right, range: x.range }, x.left),
        ruff::Expr::Attribute(x) => (Link::Attribute { attr: x.attr, ctx: x.ctx, range: x.range }, x.value),
        ruff::Expr::Subscript(x) => (Link::Subscript { slice: x.slice, ctx: x.ctx, range: x.range }, x.value),
        ruff::Expr::Call(x) => (Link::Call { start: x.range_start.to_u32(), arguments: x.arguments }, x.func),
        other => return Err(other),
    })
}
