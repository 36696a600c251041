//! Expressions.

use pycmill_ast::{
    Arg, Arguments, BoolOp, CmpOp, Comprehension, Conversion, Expr, ExprContext, ExprKind, Keyword, Operator, UnaryOp,
};

use pycmill_value::str_repr;

use super::{Dumper, repr};

impl Dumper<'_, '_> {
    pub(super) fn expr(&mut self, expr: &Expr<'_>) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            self.node(name(&expr.kind), Some(expr.span), |this| this.expr_fields(&expr.kind));
        });
    }

    fn optional_expr(&mut self, expr: Option<&Expr<'_>>) {
        match expr {
            Some(expr) => self.expr(expr),
            None => self.out.push_str("None"),
        }
    }

    fn expr_fields(&mut self, kind: &ExprKind<'_>) {
        match kind {
            ExprKind::BoolOp { op, values } => {
                self.word("op", if *op == BoolOp::And { "And" } else { "Or" });
                self.list("values", *values, Self::expr);
            }
            ExprKind::NamedExpr { target, value } => {
                self.one("target", *target, Self::expr);
                self.one("value", *value, Self::expr);
            }
            ExprKind::BinOp { left, op, right } => {
                self.one("left", *left, Self::expr);
                self.word("op", operator(*op));
                self.one("right", *right, Self::expr);
            }
            ExprKind::UnaryOp { op, operand } => {
                self.word("op", unary(*op));
                self.one("operand", *operand, Self::expr);
            }
            ExprKind::Lambda { args, body, .. } => {
                self.one("args", *args, Self::arguments);
                self.one("body", *body, Self::expr);
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.one("test", *test, Self::expr);
                self.one("body", *body, Self::expr);
                self.one("orelse", *orelse, Self::expr);
            }
            ExprKind::Dict { items } => {
                self.list("keys", *items, |this, item| this.optional_expr(item.key.as_ref()));
                self.list("values", *items, |this, item| this.expr(&item.value));
            }
            ExprKind::Set { elts } => self.list("elts", *elts, Self::expr),
            ExprKind::ListComp { elt, generators, .. }
            | ExprKind::SetComp { elt, generators, .. }
            | ExprKind::GeneratorExp { elt, generators, .. } => {
                self.one("elt", *elt, Self::expr);
                self.list("generators", *generators, Self::comprehension);
            }
            ExprKind::DictComp { key, value, generators, .. } => {
                self.one("key", *key, Self::expr);
                self.optional("value", *value, Self::expr);
                self.list("generators", *generators, Self::comprehension);
            }
            ExprKind::Compare { left, rest } => {
                self.one("left", *left, Self::expr);
                self.list("ops", *rest, |this, (op, _)| {
                    this.out.push_str(comparison(*op));
                    this.out.push_str("()");
                });
                self.list("comparators", *rest, |this, (_, comparator)| this.expr(comparator));
            }
            ExprKind::Call { func, args, keywords } => {
                self.one("func", *func, Self::expr);
                self.list("args", *args, Self::expr);
                self.list("keywords", *keywords, Self::keyword);
            }
            _ => self.small_expr_fields(kind),
        }
    }

    fn small_expr_fields(&mut self, kind: &ExprKind<'_>) {
        match kind {
            ExprKind::Await { value } | ExprKind::YieldFrom { value } => self.one("value", *value, Self::expr),
            ExprKind::Yield { value } => self.optional("value", *value, Self::expr),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.one("value", *value, Self::expr);
                self.integer("conversion", conversion_code(*conversion));
                self.optional("format_spec", *format_spec, Self::expr);
            }
            ExprKind::Interpolation { value, text, conversion, format_spec } => {
                self.one("value", *value, Self::expr);
                self.one("str", *text, |this, text| this.out.push_str(&str_repr(text.as_bytes())));
                self.integer("conversion", conversion_code(*conversion));
                self.optional("format_spec", *format_spec, Self::expr);
            }
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                self.list("values", *values, Self::expr);
            }
            ExprKind::Constant { value, unicode_prefix } => {
                self.one("value", value, |this, value| repr::constant(&mut this.out, value));
                self.optional("kind", unicode_prefix.then_some("'u'"), |this, kind| this.out.push_str(kind));
            }
            ExprKind::Attribute { value, attr, ctx } => {
                self.one("value", *value, Self::expr);
                self.one("attr", *attr, Self::identifier);
                self.context(*ctx);
            }
            ExprKind::Subscript { value, slice, ctx } => {
                self.one("value", *value, Self::expr);
                self.one("slice", *slice, Self::slice);
                self.context(*ctx);
            }
            ExprKind::Starred { value, ctx } => {
                self.one("value", *value, Self::expr);
                self.context(*ctx);
            }
            ExprKind::Name { id, ctx } => {
                self.one("id", *id, Self::identifier);
                self.context(*ctx);
            }
            ExprKind::List { elts, ctx } | ExprKind::Tuple { elts, ctx } => {
                self.list("elts", *elts, Self::expr);
                self.context(*ctx);
            }
            ExprKind::Slice { lower, upper, step } => {
                self.optional("lower", *lower, Self::expr);
                self.optional("upper", *upper, Self::expr);
                self.optional("step", *step, Self::expr);
            }
            _ => {}
        }
    }

    fn context(&mut self, ctx: ExprContext) {
        if ctx != ExprContext::Load || !self.target.dump_omits_load() {
            self.word("ctx", context(ctx));
        }
    }

    fn comprehension(&mut self, x: &Comprehension<'_>) {
        self.node("comprehension", None, |this| {
            this.one("target", &x.target, Self::expr);
            this.one("iter", &x.iter, Self::expr);
            this.list("ifs", x.ifs, Self::expr);
            this.integer("is_async", i64::from(x.is_async));
        });
    }

    /// What is between the brackets of a subscript. 3.8 has nodes without places there, of which `Index` is left out.
    fn slice(&mut self, slice: &Expr<'_>) {
        let is_slice = |expr: &Expr<'_>| matches!(expr.kind, ExprKind::Slice { .. });
        match &slice.kind {
            ExprKind::Tuple { elts, .. } if !self.target.places_slices() && elts.iter().any(is_slice) => {
                self.node("ExtSlice", None, |this| this.list("dims", *elts, Self::slice));
            }
            ExprKind::Slice { .. } if !self.target.places_slices() => {
                self.node("Slice", None, |this| this.small_expr_fields(&slice.kind));
            }
            _ => self.expr(slice),
        }
    }

    pub(super) fn keyword(&mut self, x: &Keyword<'_>) {
        let span = self.target.places_keywords().then_some(x.span);
        self.node("keyword", span, |this| {
            this.optional("arg", x.arg, Self::identifier);
            this.one("value", &x.value, Self::expr);
        });
    }

    pub(super) fn arguments(&mut self, x: &Arguments<'_>) {
        self.node("arguments", None, |this| {
            this.list("posonlyargs", x.posonlyargs, Self::arg);
            this.list("args", x.args, Self::arg);
            this.optional("vararg", x.vararg, Self::arg);
            this.list("kwonlyargs", x.kwonlyargs, Self::arg);
            this.list("kw_defaults", x.kw_defaults, |this, default| this.optional_expr(default.as_ref()));
            this.optional("kwarg", x.kwarg, Self::arg);
            this.list("defaults", x.defaults, Self::expr);
        });
    }

    fn arg(&mut self, x: &Arg<'_>) {
        self.node("arg", Some(x.span), |this| {
            this.one("arg", x.arg, Self::identifier);
            this.optional("annotation", x.annotation, Self::expr);
        });
    }
}

const fn name(kind: &ExprKind<'_>) -> &'static str {
    match kind {
        ExprKind::BoolOp { .. } => "BoolOp",
        ExprKind::NamedExpr { .. } => "NamedExpr",
        ExprKind::BinOp { .. } => "BinOp",
        ExprKind::UnaryOp { .. } => "UnaryOp",
        ExprKind::Lambda { .. } => "Lambda",
        ExprKind::IfExp { .. } => "IfExp",
        ExprKind::Dict { .. } => "Dict",
        ExprKind::Set { .. } => "Set",
        ExprKind::ListComp { .. } => "ListComp",
        ExprKind::SetComp { .. } => "SetComp",
        ExprKind::DictComp { .. } => "DictComp",
        ExprKind::GeneratorExp { .. } => "GeneratorExp",
        ExprKind::Await { .. } => "Await",
        ExprKind::Yield { .. } => "Yield",
        ExprKind::YieldFrom { .. } => "YieldFrom",
        ExprKind::Compare { .. } => "Compare",
        ExprKind::Call { .. } => "Call",
        ExprKind::FormattedValue { .. } => "FormattedValue",
        ExprKind::Interpolation { .. } => "Interpolation",
        ExprKind::JoinedStr { .. } => "JoinedStr",
        ExprKind::TemplateStr { .. } => "TemplateStr",
        ExprKind::Constant { .. } => "Constant",
        ExprKind::Attribute { .. } => "Attribute",
        ExprKind::Subscript { .. } => "Subscript",
        ExprKind::Starred { .. } => "Starred",
        ExprKind::Name { .. } => "Name",
        ExprKind::List { .. } => "List",
        ExprKind::Tuple { .. } => "Tuple",
        ExprKind::Slice { .. } => "Slice",
    }
}

const fn context(ctx: ExprContext) -> &'static str {
    match ctx {
        ExprContext::Load => "Load",
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
    }
}

const fn conversion_code(conversion: Conversion) -> i64 {
    match conversion {
        Conversion::None => -1,
        Conversion::Str => b's' as i64,
        Conversion::Repr => b'r' as i64,
        Conversion::Ascii => b'a' as i64,
    }
}

pub(super) const fn operator(op: Operator) -> &'static str {
    match op {
        Operator::Add => "Add",
        Operator::Sub => "Sub",
        Operator::Mult => "Mult",
        Operator::MatMult => "MatMult",
        Operator::Div => "Div",
        Operator::Mod => "Mod",
        Operator::Pow => "Pow",
        Operator::LShift => "LShift",
        Operator::RShift => "RShift",
        Operator::BitOr => "BitOr",
        Operator::BitXor => "BitXor",
        Operator::BitAnd => "BitAnd",
        Operator::FloorDiv => "FloorDiv",
    }
}

const fn unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Invert => "Invert",
        UnaryOp::Not => "Not",
        UnaryOp::UAdd => "UAdd",
        UnaryOp::USub => "USub",
    }
}

const fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "Eq",
        CmpOp::NotEq => "NotEq",
        CmpOp::Lt => "Lt",
        CmpOp::LtE => "LtE",
        CmpOp::Gt => "Gt",
        CmpOp::GtE => "GtE",
        CmpOp::Is => "Is",
        CmpOp::IsNot => "IsNot",
        CmpOp::In => "In",
        CmpOp::NotIn => "NotIn",
    }
}
