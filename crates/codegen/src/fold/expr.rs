//! Expressions, bottom up.
//!
//! Follows `Python/ast_opt.c` `astfold_expr`, `fold_unaryop`, `fold_binop`, `fold_subscr`,
//! `fold_compare`.

use pycmill_ast::{
    BoolOp, CmpOp, Comprehension, Constant, DictItem, Expr, ExprContext, ExprKind, Name, Operator, UnaryOp,
};
use pycmill_flow::eval;

use super::Folder;

pub(super) fn constant(value: Constant<'_>) -> ExprKind<'_> {
    ExprKind::Constant { value, unicode_prefix: false }
}

impl<'a> Folder<'_, 'a> {
    /// The folded expression, if folding changes it.
    #[inline]
    pub(super) fn expr(&mut self, expr: &'a Expr<'a>) -> Option<&'a Expr<'a>> {
        match expr.kind {
            // The most frequent leaves need no look at the stack.
            ExprKind::Constant { .. } => None,
            ExprKind::Name { id, ctx } => self.name(id, ctx).map(|kind| self.in_place_of(expr, kind)),
            _ if !self.foldable.has(expr.span) => None,
            _ => self.nested(|folder| folder.node(expr)),
        }
    }

    fn in_place_of(&self, expr: &Expr<'a>, kind: ExprKind<'a>) -> &'a Expr<'a> {
        self.arena.alloc(Expr { span: expr.span, kind })
    }

    /// An expression with parts. What may become another one is looked at when its parts are folded.
    #[inline(never)]
    fn node(&mut self, expr: &'a Expr<'a>) -> Option<&'a Expr<'a>> {
        let mut is_changed = false;
        let changed = &mut is_changed;
        let kind = match expr.kind {
            ExprKind::BinOp { left, op, right } => {
                let (left, right) = (self.child(left, changed), self.child(right, changed));
                if let Some(kind) = self.binop(left, op, right) {
                    return Some(self.in_place_of(expr, kind));
                }
                ExprKind::BinOp { left, op, right }
            }
            ExprKind::UnaryOp { op, operand } => {
                let operand = self.child(operand, changed);
                if let Some(folded) = self.unaryop(expr, op, operand) {
                    return Some(folded);
                }
                ExprKind::UnaryOp { op, operand }
            }
            ExprKind::Compare { left, rest } => {
                let left = self.child(left, changed);
                ExprKind::Compare { left, rest: self.comparators(rest, changed) }
            }
            ExprKind::Subscript { value, slice, ctx } => {
                let (value, slice) = (self.child(value, changed), self.child(slice, changed));
                if let Some(kind) = self.subscript(value, slice, ctx) {
                    return Some(self.in_place_of(expr, kind));
                }
                ExprKind::Subscript { value, slice, ctx }
            }
            ExprKind::Tuple { elts, ctx } => {
                let elts = self.exprs(elts, changed);
                let evaluates = self.evaluates && ctx == ExprContext::Load;
                if evaluates && let Some(kind) = self.constant_tuple(elts) {
                    return Some(self.in_place_of(expr, kind));
                }
                ExprKind::Tuple { elts, ctx }
            }
            ExprKind::BoolOp { op, values } => self.boolop(op, values, changed),
            ExprKind::Lambda { id, args, body } => {
                ExprKind::Lambda { id, args: self.arguments(args, changed), body: self.child(body, changed) }
            }
            ExprKind::IfExp { test, body, orelse } => ExprKind::IfExp {
                test: self.child(test, changed),
                body: self.child(body, changed),
                orelse: self.child(orelse, changed),
            },
            ExprKind::Dict { items } => ExprKind::Dict { items: self.list(items, changed, Self::dict_item) },
            ExprKind::Set { elts } => ExprKind::Set { elts: self.exprs(elts, changed) },
            ExprKind::List { elts, ctx } => ExprKind::List { elts: self.exprs(elts, changed), ctx },
            ExprKind::ListComp { id, elt, generators } => {
                let elt = self.child(elt, changed);
                ExprKind::ListComp { id, elt, generators: self.generators(generators, changed) }
            }
            ExprKind::SetComp { id, elt, generators } => {
                let elt = self.child(elt, changed);
                ExprKind::SetComp { id, elt, generators: self.generators(generators, changed) }
            }
            ExprKind::DictComp { id, key, value, generators } => {
                let (key, value) = (self.child(key, changed), self.opt_child(value, changed));
                ExprKind::DictComp { id, key, value, generators: self.generators(generators, changed) }
            }
            ExprKind::GeneratorExp { id, elt, generators } => {
                let elt = self.child(elt, changed);
                ExprKind::GeneratorExp { id, elt, generators: self.generators(generators, changed) }
            }
            ExprKind::Await { value } => ExprKind::Await { value: self.child(value, changed) },
            ExprKind::Yield { value } => ExprKind::Yield { value: self.opt_child(value, changed) },
            ExprKind::YieldFrom { value } => ExprKind::YieldFrom { value: self.child(value, changed) },
            ExprKind::Call { func, args, keywords } => ExprKind::Call {
                func: self.child(func, changed),
                args: self.exprs(args, changed),
                keywords: self.keywords(keywords, changed),
            },
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                let (value, format_spec) = (self.child(value, changed), self.opt_child(format_spec, changed));
                ExprKind::FormattedValue { value, conversion, format_spec }
            }
            ExprKind::Interpolation { value, text, conversion, format_spec } => {
                let (value, format_spec) = (self.child(value, changed), self.opt_child(format_spec, changed));
                ExprKind::Interpolation { value, text, conversion, format_spec }
            }
            ExprKind::JoinedStr { values } => ExprKind::JoinedStr { values: self.exprs(values, changed) },
            ExprKind::TemplateStr { values } => ExprKind::TemplateStr { values: self.exprs(values, changed) },
            ExprKind::Attribute { value, attr, ctx } => {
                ExprKind::Attribute { value: self.child(value, changed), attr, ctx }
            }
            ExprKind::Starred { value, ctx } => ExprKind::Starred { value: self.child(value, changed), ctx },
            ExprKind::Slice { lower, upper, step } => ExprKind::Slice {
                lower: self.opt_child(lower, changed),
                upper: self.opt_child(upper, changed),
                step: self.opt_child(step, changed),
            },
            ExprKind::NamedExpr { .. } if !self.target.folds_named_expressions() => expr.kind,
            ExprKind::NamedExpr { target, value } => ExprKind::NamedExpr { target, value: self.child(value, changed) },
            ExprKind::Constant { .. } | ExprKind::Name { .. } => expr.kind,
        };
        is_changed.then(|| self.in_place_of(expr, kind))
    }

    fn name(&self, id: Name, ctx: ExprContext) -> Option<ExprKind<'a>> {
        let is_folded = ctx == ExprContext::Load || (ctx == ExprContext::Del && self.target.folds_deleted_debug());
        let debug = is_folded && Some(id) == self.dunder_debug;
        debug.then(|| constant(if self.optimize == 0 { Constant::True } else { Constant::False }))
    }

    fn boolop(&mut self, op: BoolOp, values: &'a [Expr<'a>], changed: &mut bool) -> ExprKind<'a> {
        ExprKind::BoolOp { op, values: self.exprs(values, changed) }
    }

    fn dict_item(&mut self, item: &'a DictItem<'a>) -> Option<DictItem<'a>> {
        let mut changed = false;
        let key = item.key.as_ref().map(|key| *self.child(key, &mut changed));
        let value = *self.child(&item.value, &mut changed);
        changed.then_some(DictItem { key, value })
    }

    fn generators(&mut self, generators: &'a [Comprehension<'a>], changed: &mut bool) -> &'a [Comprehension<'a>] {
        self.list(generators, changed, |folder, generator| {
            let mut changed = false;
            let target = *folder.child(&generator.target, &mut changed);
            let iter = folder.child(&generator.iter, &mut changed);
            let ifs = folder.exprs(generator.ifs, &mut changed);
            let iter = *folder.iterable_child(iter, &mut changed);
            changed.then_some(Comprehension { target, iter, ifs, is_async: generator.is_async })
        })
    }

    /// The right operand of the last `in` is only searched.
    fn comparators(&mut self, rest: &'a [(CmpOp, Expr<'a>)], changed: &mut bool) -> &'a [(CmpOp, Expr<'a>)] {
        let rest = self.list(rest, changed, |folder, (op, operand)| Some((*op, *folder.expr(operand)?)));
        let Some(((op @ (CmpOp::In | CmpOp::NotIn), operand), before)) = rest.split_last() else { return rest };
        let Some(kind) = self.iterable(operand) else { return rest };
        *changed = true;
        let new = self.arena.alloc_slice_copy(rest);
        new[before.len()] = (*op, Expr { span: operand.span, kind });
        new
    }

    fn unaryop(&mut self, expr: &Expr<'a>, op: UnaryOp, operand: &'a Expr<'a>) -> Option<&'a Expr<'a>> {
        match operand.kind {
            _ if !self.evaluates => None,
            ExprKind::Constant { value, .. } => {
                let is_bool_invert = op == UnaryOp::Invert && matches!(value, Constant::True | Constant::False);
                if is_bool_invert && !self.inverts_bool() {
                    return None;
                }
                eval::unary(self.arena, op, value).map(|value| self.in_place_of(expr, constant(value)))
            }
            ExprKind::Compare { left, rest: [(inner, right)] } if op == UnaryOp::Not => {
                let rest = self.arena.alloc([(inverted(*inner)?, *right)]);
                // With the place of the comparison.
                Some(self.in_place_of(operand, ExprKind::Compare { left, rest }))
            }
            _ => None,
        }
    }

    fn binop(&mut self, left: &'a Expr<'a>, op: Operator, right: &'a Expr<'a>) -> Option<ExprKind<'a>> {
        let ExprKind::Constant { value: lhs, .. } = left.kind else { return None };
        match (op, lhs, right.kind) {
            (Operator::Mod, Constant::Str(template), ExprKind::Tuple { elts, .. })
                if self.target.folds_percent_formats() =>
            {
                self.format(template, elts)
            }
            (_, _, ExprKind::Constant { value: rhs, .. }) if self.evaluates => {
                eval::binary(self.target, self.arena, op, lhs, rhs).map(constant)
            }
            _ => None,
        }
    }

    fn subscript(&self, value: &'a Expr<'a>, slice: &'a Expr<'a>, ctx: ExprContext) -> Option<ExprKind<'a>> {
        let ExprKind::Constant { value, .. } = value.kind else { return None };
        let ExprKind::Constant { value: index, .. } = slice.kind else { return None };
        if self.evaluates && ctx == ExprContext::Load { eval::item(value, index).map(constant) } else { None }
    }
}

/// The comparison whose result is `not` this one's; equality and order have no such law.
fn inverted(op: CmpOp) -> Option<CmpOp> {
    match op {
        CmpOp::Is => Some(CmpOp::IsNot),
        CmpOp::IsNot => Some(CmpOp::Is),
        CmpOp::In => Some(CmpOp::NotIn),
        CmpOp::NotIn => Some(CmpOp::In),
        CmpOp::Eq | CmpOp::NotEq | CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => None,
    }
}
