//! Chains that lean to the left: `a + b + c`, `a.b.c`, `f()()`, `a[0][1]`, and mixtures.

use pycmill_ast::{Expr, ExprContext, ExprKind};
use rustpython_parser::ast;

use super::Adapter;
use super::operators::{context, operator};

impl<'a> Adapter<'_, 'a, '_> {
    /// Converts a chain from its leftmost operand outwards.
    pub(crate) fn chain(&mut self, outermost: &ast::Expr) -> Expr<'a> {
        let mut links = Vec::new();
        let mut leftmost = outermost;
        while let Some(left) = left(leftmost) {
            links.push(leftmost);
            leftmost = left;
        }
        let first = self.expr(leftmost);
        links.into_iter().rev().fold(first, |left, link| self.link(left, link))
    }

    /// A node of a chain whose leftmost child is converted.
    fn link(&mut self, left: Expr<'a>, link: &ast::Expr) -> Expr<'a> {
        let value = &*self.arena.alloc(left);
        let kind = match link {
            ast::Expr::BinOp(x) => ExprKind::BinOp { left: value, op: operator(x.op), right: self.boxed(&x.right) },
            ast::Expr::Attribute(x) => ExprKind::Attribute { value, attr: self.name(&x.attr), ctx: context(x.ctx) },
            ast::Expr::Subscript(x) => ExprKind::Subscript { value, slice: self.slice(&x.slice), ctx: context(x.ctx) },
            ast::Expr::Call(x) => self.call(value, x),
            _ => unreachable!("only these are links"),
        };
        Expr { span: self.span(link), kind }
    }

    fn call(&mut self, func: &'a Expr<'a>, x: &ast::ExprCall) -> ExprKind<'a> {
        if let ([ast::Expr::GeneratorExp(_)], []) = (&x.args[..], &x.keywords[..]) {
            let mut generator = self.expr(&x.args[0]);
            generator.span = self.of_sole_generator(func.span, generator.span, self.span(x));
            return ExprKind::Call { func, args: self.arena.alloc([generator]), keywords: &[] };
        }
        let (args, keywords) = self.arguments(&x.args, &x.keywords);
        ExprKind::Call { func, args, keywords }
    }

    /// `a[*b]` is `a[(*b,)]`.
    fn slice(&mut self, slice: &ast::Expr) -> &'a Expr<'a> {
        let expr = self.boxed(slice);
        if !matches!(slice, ast::Expr::Starred(_)) {
            return expr;
        }
        let elts = std::slice::from_ref(expr);
        self.arena.alloc(Expr { span: expr.span, kind: ExprKind::Tuple { elts, ctx: ExprContext::Load } })
    }
}

/// The leftmost child of a node of a chain.
pub(crate) fn left(expr: &ast::Expr) -> Option<&ast::Expr> {
    match expr {
        ast::Expr::BinOp(x) => Some(&x.left),
        ast::Expr::Attribute(x) => Some(&x.value),
        ast::Expr::Subscript(x) => Some(&x.value),
        ast::Expr::Call(x) => Some(&x.func),
        _ => None,
    }
}
