//! Expressions that need no parentheses of their own.
//!
//! Follows `Python/ast_unparse.c` `append_ast_expr` and the functions it calls.

use pycmill_ast::{Comprehension, Constant, DictItem, Expr, ExprKind, Keyword, Name};

use super::{Level, Unparser};

impl Unparser<'_, '_> {
    pub(super) fn atom(&mut self, expr: &Expr<'_>) {
        match expr.kind {
            ExprKind::Name { id, .. } => self.name(id),
            ExprKind::Attribute { value, attr, .. } => self.attribute(value, attr),
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom);
                self.text("[");
                self.expr(slice, Level::Tuple);
                self.text("]");
            }
            ExprKind::Slice { lower, upper, step } => self.slice(lower, upper, step),
            ExprKind::Starred { value, .. } => {
                self.text("*");
                self.expr(value, Level::BitOr);
            }
            ExprKind::Call { func, args, keywords } => self.call(func, args, keywords),
            ExprKind::List { elts, .. } => self.enclosed("[", "]", |unparser| unparser.exprs(elts)),
            ExprKind::Set { elts } => self.enclosed("{", "}", |unparser| unparser.exprs(elts)),
            ExprKind::Dict { items } => self.enclosed("{", "}", |unparser| {
                unparser.separated(items, ", ", Self::dict_item);
            }),
            ExprKind::ListComp { elt, generators, .. } => self.comprehension(["[", "]"], elt, None, generators),
            ExprKind::SetComp { elt, generators, .. } => self.comprehension(["{", "}"], elt, None, generators),
            ExprKind::DictComp { key, value, generators, .. } => {
                let open = if value.is_some() { "{" } else { "{**" };
                self.comprehension([open, "}"], key, value, generators);
            }
            ExprKind::GeneratorExp { elt, generators, .. } => self.comprehension(["(", ")"], elt, None, generators),
            ExprKind::Yield { value: None } => self.text("(yield)"),
            ExprKind::Yield { value: Some(value) } => self.enclosed("(yield ", ")", |unparser| {
                unparser.expr(value, Level::Test);
            }),
            ExprKind::YieldFrom { value } => self.enclosed("(yield from ", ")", |unparser| {
                unparser.expr(value, Level::Test);
            }),
            ExprKind::BoolOp { .. }
            | ExprKind::BinOp { .. }
            | ExprKind::UnaryOp { .. }
            | ExprKind::Compare { .. }
            | ExprKind::IfExp { .. }
            | ExprKind::Lambda { .. }
            | ExprKind::Await { .. }
            | ExprKind::NamedExpr { .. }
            | ExprKind::Tuple { .. }
            | ExprKind::JoinedStr { .. }
            | ExprKind::TemplateStr { .. }
            | ExprKind::FormattedValue { .. }
            | ExprKind::Interpolation { .. }
            | ExprKind::Constant { .. } => {}
        }
    }

    pub(super) fn name(&mut self, name: Name) {
        self.text(self.names.text(name));
    }

    fn enclosed(&mut self, open: &str, close: &str, write: impl FnOnce(&mut Self)) {
        self.text(open);
        write(self);
        self.text(close);
    }

    fn attribute(&mut self, value: &Expr<'_>, attr: Name) {
        self.expr(value, Level::Atom);
        // A dot right behind an integer would belong to the number.
        let int = matches!(value.kind, ExprKind::Constant { value: Constant::Int(_), .. });
        self.text(if int { " ." } else { "." });
        self.name(attr);
    }

    fn slice(&mut self, lower: Option<&Expr<'_>>, upper: Option<&Expr<'_>>, step: Option<&Expr<'_>>) {
        if let Some(lower) = lower {
            self.expr(lower, Level::Test);
        }
        self.text(":");
        if let Some(upper) = upper {
            self.expr(upper, Level::Test);
        }
        if let Some(step) = step {
            self.text(":");
            self.expr(step, Level::Test);
        }
    }

    fn call(&mut self, func: &Expr<'_>, args: &[Expr<'_>], keywords: &[Keyword<'_>]) {
        self.expr(func, Level::Atom);
        // A generator expression alone brings its own parentheses.
        if let ([Expr { kind: ExprKind::GeneratorExp { elt, generators, .. }, .. }], []) = (args, keywords) {
            return self.comprehension(["(", ")"], elt, None, generators);
        }
        self.text("(");
        self.exprs(args);
        if !args.is_empty() && !keywords.is_empty() {
            self.text(", ");
        }
        self.separated(keywords, ", ", Self::keyword);
        self.text(")");
    }

    fn keyword(&mut self, keyword: &Keyword<'_>) {
        match keyword.arg {
            Some(arg) => {
                self.name(arg);
                self.text("=");
            }
            None => self.text("**"),
        }
        self.expr(&keyword.value, Level::Test);
    }

    fn dict_item(&mut self, item: &DictItem<'_>) {
        match &item.key {
            Some(key) => {
                self.expr(key, Level::Test);
                self.text(": ");
                self.expr(&item.value, Level::Test);
            }
            None => {
                self.text("**");
                self.expr(&item.value, Level::BitOr);
            }
        }
    }

    fn comprehension(
        &mut self,
        [open, close]: [&str; 2],
        elt: &Expr<'_>,
        value: Option<&Expr<'_>>,
        generators: &[Comprehension<'_>],
    ) {
        self.text(open);
        self.expr(elt, Level::Test);
        if let Some(value) = value {
            self.text(": ");
            self.expr(value, Level::Test);
        }
        for generator in generators {
            self.text(if generator.is_async { " async for " } else { " for " });
            self.expr(&generator.target, Level::Tuple);
            self.text(" in ");
            self.expr(&generator.iter, Level::Or);
            for test in generator.ifs {
                self.text(" if ");
                self.expr(test, Level::Or);
            }
        }
        self.text(close);
    }
}
