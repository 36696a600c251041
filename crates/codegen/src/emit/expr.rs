//! Expressions: which construct is written where.
//!
//! Follows `Python/compile.c` `compiler_visit_expr1`.
//! Invariant: visiting an expression that is loaded leaves one value on the stack; one that is stored
//! takes one.

use pycmill_ast::{Constant, Expr, ExprContext, ExprKind, UnaryOp};
use pycmill_object::{Pool, Value};
use pycmill_source::Span;
use pycmill_target::operands::{get_iter, intrinsic_1};
use pycmill_target::{Delegation, Opcode};

use super::unit::UnitKind;
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `VISIT(c, expr, …)`.
    pub(crate) fn visit_expr(&mut self, e: &Expr<'a>) -> Result {
        if self.takes_current_line {
            return self.visit_expr_in_its_line(e);
        }
        self.visit_expr_inside(e)
    }

    /// The line of the statement is the current one again after an expression.
    fn visit_expr_in_its_line(&mut self, e: &Expr<'a>) -> Result {
        if is_sliced(e) && !self.target.places_slices() {
            return self.visit_expr_inside(e);
        }
        let loc = self.loc(e.span);
        let around = self.enter_line(loc);
        self.visit_expr_inside(e)?;
        self.leave_line(around);
        Ok(())
    }

    fn visit_expr_inside(&mut self, e: &Expr<'a>) -> Result {
        match e.kind {
            // Nothing is nested in these, and they are the most frequent.
            ExprKind::Name { id, ctx } => self.nameop(self.loc(e.span), id, ctx),
            ExprKind::Constant { value, .. } => {
                self.visit_constant(self.loc(e.span), e.span, &value);
                Ok(())
            }
            _ => self.nested(|emitter| emitter.visit_expr1(e)),
        }
    }

    /// `VISIT_SEQ(c, expr, …)`.
    pub(crate) fn visit_exprs(&mut self, exprs: &[Expr<'a>]) -> Result {
        exprs.iter().try_for_each(|e| self.visit_expr(e))
    }

    /// A constant node. The `%` that folding made of `%%` (it has no place) is no shared character:
    /// `Python/ast_opt.c` `parse_literal` leaves it a string of its own.
    fn visit_constant(&mut self, loc: Location, span: Span, value: &Constant<'a>) {
        if span == Span::NONE && *value == Constant::Str(b"%") {
            let object = self.pool.add_copy(Value::Str(b"%"));
            self.addop_load_object(loc, object);
        } else {
            self.addop_load_const(loc, value);
        }
    }

    fn visit_expr1(&mut self, e: &Expr<'a>) -> Result {
        let loc = self.loc(e.span);
        self.check_expr(e, loc)?;
        match e.kind {
            ExprKind::NamedExpr { target, value } => {
                self.visit_expr(value)?;
                self.duplicate(loc);
                self.visit_expr(target)
            }
            ExprKind::BoolOp { op, values } => self.boolop(loc, op, values),
            ExprKind::BinOp { left, op, right } => {
                self.visit_expr(left)?;
                self.visit_expr(right)?;
                self.addop_binary(loc, op, false);
                Ok(())
            }
            ExprKind::UnaryOp { op, operand } => self.unaryop(loc, op, operand),
            ExprKind::Lambda { id, args, body } => self.lambda(loc, id, args, body),
            ExprKind::IfExp { test, body, orelse } => self.ifexp(loc, test, body, orelse),
            ExprKind::Dict { items } => self.dict(loc, items),
            ExprKind::Set { elts } => self.set(loc, elts),
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::GeneratorExp { .. } => self.comprehension(e),
            ExprKind::Await { value } => self.await_(loc, value),
            ExprKind::Yield { value } => self.yield_(loc, value),
            ExprKind::YieldFrom { value } => self.yield_from(loc, value),
            ExprKind::Compare { left, rest } => self.compare(loc, left, rest),
            ExprKind::Call { func, args, keywords } => self.call(loc, func, args, keywords),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted_value(loc, value, conversion, format_spec)
            }
            ExprKind::JoinedStr { values } => self.joined_str(loc, values),
            ExprKind::TemplateStr { values } => self.template_str(loc, values),
            ExprKind::Interpolation { value, text, conversion, format_spec } => {
                self.interpolation(loc, (value, text), conversion, format_spec)
            }
            ExprKind::Attribute { value, attr, ctx } => self.attribute(loc, value, attr, ctx),
            ExprKind::Subscript { value, slice, ctx } => self.subscript(loc, value, slice, ctx),
            ExprKind::Starred { ctx, .. } => self.misplaced_star(loc, ctx),
            ExprKind::List { elts, ctx } => self.list(loc, elts, ctx),
            ExprKind::Tuple { elts, ctx } => self.tuple(loc, elts, ctx),
            ExprKind::Slice { lower, upper, step } => self.slice(loc, [lower, upper, step]),
            ExprKind::Name { .. } | ExprKind::Constant { .. } => unreachable!("leaves are not nested"),
        }
    }

    fn unaryop(&mut self, loc: Location, op: UnaryOp, operand: &Expr<'a>) -> Result {
        self.visit_expr(operand)?;
        match op {
            UnaryOp::UAdd => self.addop_intrinsic_1(loc, intrinsic_1::UNARY_POSITIVE),
            UnaryOp::Not => {
                self.addop_to_bool(loc);
                self.addop(loc, Opcode::UNARY_NOT);
            }
            UnaryOp::Invert => self.addop(loc, Opcode::UNARY_INVERT),
            UnaryOp::USub => self.addop(loc, Opcode::UNARY_NEGATIVE),
        }
        Ok(())
    }

    fn yield_(&mut self, loc: Location, value: Option<&'a Expr<'a>>) -> Result {
        if !self.in_function_like() {
            return self.error("'yield' outside function", loc);
        }
        match value {
            Some(value) => self.visit_expr(value)?,
            None => self.addop_load_object(loc, Pool::NONE),
        }
        self.addop_yield(loc);
        Ok(())
    }

    fn yield_from(&mut self, loc: Location, value: &Expr<'a>) -> Result {
        if !self.in_function_like() {
            let what = if self.target.names_misplaced_yield_from() { "yield from" } else { "yield" };
            return self.error(format!("'{what}' outside function"), loc);
        }
        if self.unit().kind == UnitKind::AsyncFunction {
            return self.error("'yield from' inside async function", loc);
        }
        self.visit_expr(value)?;
        if self.target.delegation() == Delegation::SendWithNull {
            self.addop_i(loc, Opcode::GET_ITER, get_iter::YIELD_FROM);
        } else {
            self.addop(loc, Opcode::GET_YIELD_FROM_ITER);
        }
        self.addop_load_object(loc, Pool::NONE);
        self.add_yield_from(loc, false);
        Ok(())
    }

    fn await_(&mut self, loc: Location, value: &Expr<'a>) -> Result {
        if !self.in_function_like() {
            return self.error("'await' outside function", loc);
        }
        if !matches!(self.unit().kind, UnitKind::AsyncFunction | UnitKind::Comprehension) {
            return self.error("'await' outside async function", loc);
        }
        self.visit_expr(value)?;
        self.addop_get_awaitable(loc, 0);
        self.add_await(loc);
        Ok(())
    }

    /// A `*x` that is not directly in a display, a target list or a call.
    fn misplaced_star(&mut self, loc: Location, ctx: ExprContext) -> Result {
        let message = match ctx {
            ExprContext::Store => "starred assignment target must be in a list or tuple",
            ExprContext::Load | ExprContext::Del => "can't use starred expression here",
        };
        self.error(message, loc)
    }

    fn in_function_like(&mut self) -> bool {
        let scope = self.unit().scope;
        self.symbols.scope(scope).kind.is_function_like()
    }
}

/// A slice, or slices and indices with commas between them, which were no expressions.
fn is_sliced(e: &Expr<'_>) -> bool {
    match e.kind {
        ExprKind::Slice { .. } => true,
        ExprKind::Tuple { elts, .. } => elts.iter().any(|part| matches!(part.kind, ExprKind::Slice { .. })),
        _ => false,
    }
}
