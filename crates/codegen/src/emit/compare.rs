//! Comparisons and conditional jumps.
//!
//! Follows `Python/compile.c` `compiler_compare`, `compiler_addcompare`, `compiler_jump_if`,
//! `compiler_ifexp`.

use pycmill_ast::{BoolOp, CmpOp, Expr, ExprKind, UnaryOp};
use pycmill_target::operands::compare;
use pycmill_target::{BoolOp as BoolOpShape, CompareOperand, Opcode};

use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

/// The operators and operands behind the first operand of a comparison.
type Rest<'a> = [(CmpOp, Expr<'a>)];

impl<'a> Emitter<'a, '_> {
    /// A comparison whose value is used.
    pub(crate) fn compare(&mut self, loc: Location, left: &Expr<'a>, rest: &Rest<'a>) -> Result {
        self.check_compare(loc, left, rest);
        self.visit_expr(left)?;
        let Some(((last_op, last), chained)) = rest.split_last() else { return Ok(()) };
        if chained.is_empty() {
            self.visit_expr(last)?;
            self.addcompare(loc, *last_op);
            return Ok(());
        }
        let cleanup = self.new_label();
        for (op, operand) in chained {
            self.keep_and_compare(loc, *op, operand)?;
            self.leave_chain(loc, cleanup);
        }
        self.visit_expr(last)?;
        self.addcompare(loc, *last_op);
        let end = self.new_label();
        self.jump_forward(end);
        self.use_label(cleanup);
        self.exchange(loc);
        self.addop(loc, Opcode::POP_TOP);
        self.use_label(end);
        Ok(())
    }

    /// Jumps if the comparison on the stack does not hold, and then keeps its value.
    fn leave_chain(&mut self, loc: Location, cleanup: Label) {
        if self.target.bool_op() == BoolOpShape::OrPop {
            self.addop_jump(loc, Opcode::JUMP_IF_FALSE_OR_POP, cleanup);
            self.next_block();
            return;
        }
        self.addop_i(loc, Opcode::COPY, 1);
        self.addop_to_bool(loc);
        self.addop_jump(loc, Opcode::POP_JUMP_IF_FALSE, cleanup);
        self.addop(loc, Opcode::POP_TOP);
    }

    /// Compares with an operand that the next link of the chain needs again.
    fn keep_and_compare(&mut self, loc: Location, op: CmpOp, operand: &Expr<'a>) -> Result {
        self.visit_expr(operand)?;
        self.tuck_copy(loc);
        self.addcompare(loc, op);
        Ok(())
    }

    /// `ADDOP_COMPARE`.
    pub(crate) fn addcompare(&mut self, loc: Location, op: CmpOp) {
        if !self.target.has_is_and_contains_ops() {
            let operand = self.compare_operand(op);
            self.addop_i(loc, Opcode::COMPARE_OP, operand);
            return;
        }
        let (op, arg) = match op {
            CmpOp::Is => (Opcode::IS_OP, 0),
            CmpOp::IsNot => (Opcode::IS_OP, 1),
            CmpOp::In => (Opcode::CONTAINS_OP, 0),
            CmpOp::NotIn => (Opcode::CONTAINS_OP, 1),
            CmpOp::Eq | CmpOp::NotEq | CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => {
                (Opcode::COMPARE_OP, self.compare_operand(op))
            }
        };
        self.addop_i(loc, op, arg);
    }

    /// The operand of `COMPARE_OP`: the number of the comparison (`Py_LT` …); in later versions above the mask of outcomes
    /// that count as true (unordered 1, less 2, greater 4, equal 8) and, between them, a bit that the flow graph sets.
    fn compare_operand(&self, op: CmpOp) -> u32 {
        let (number, mask) = match op {
            CmpOp::Lt => (0, 2),
            CmpOp::LtE => (1, 2 | 8),
            CmpOp::Eq => (2, 8),
            CmpOp::NotEq => (3, 1 | 2 | 4),
            CmpOp::Gt => (4, 4),
            CmpOp::GtE => (5, 4 | 8),
            CmpOp::In => (compare::IN, 0),
            CmpOp::NotIn => (compare::NOT_IN, 0),
            CmpOp::Is => (compare::IS, 0),
            CmpOp::IsNot => (compare::IS_NOT, 0),
        };
        match self.target.compare_operand() {
            CompareOperand::Index => number,
            CompareOperand::Shifted4 => number << 4 | mask,
            CompareOperand::Shifted5 => number << 5 | mask,
        }
    }

    /// Jumps to `next` if `e` is as true as `cond`. Gives the location that holds behind it.
    pub(crate) fn jump_if(&mut self, loc: Location, e: &Expr<'a>, next: Label, cond: bool) -> Result<Location> {
        self.nested(|emitter| emitter.jump_if1(loc, e, next, cond))
    }

    fn jump_if1(&mut self, around: Location, e: &Expr<'a>, next: Label, cond: bool) -> Result<Location> {
        let leaves = self.target.comparisons_move_location();
        let own = self.part_loc_of_test(around, e);
        let mut loc = around;
        match e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => return self.jump_if(loc, operand, next, !cond),
            ExprKind::BoolOp { op, values } => return self.jump_if_boolop(loc, op, values, next, cond),
            ExprKind::IfExp { test, body, orelse } => {
                return self.jump_if_ifexp(loc, [test, body, orelse], next, cond);
            }
            ExprKind::Compare { left, rest } if rest.len() > 1 => {
                self.jump_if_chain(own, left, rest, next, cond)?;
                return Ok(if leaves { own } else { around });
            }
            ExprKind::Compare { .. } if leaves => loc = own,
            _ => {}
        }
        self.visit_expr(e)?;
        let test_loc = if leaves { loc } else { own };
        self.addop_to_bool(test_loc);
        self.addop_jump(test_loc, pop_jump_if(cond), next);
        self.next_block();
        Ok(loc)
    }

    /// The location of what tests an expression: where parts do not move the current location, that one.
    fn part_loc_of_test(&self, around: Location, e: &Expr<'a>) -> Location {
        let stays = self.target.parts_leave_their_location() && !self.target.comparisons_move_location();
        if stays { around } else { self.loc(e.span) }
    }

    fn jump_if_boolop(
        &mut self,
        mut loc: Location,
        op: BoolOp,
        values: &[Expr<'a>],
        next: Label,
        cond: bool,
    ) -> Result<Location> {
        let decides = op == BoolOp::Or;
        let next2 = if decides == cond { next } else { self.new_label() };
        let Some((last, tested)) = values.split_last() else { return Ok(loc) };
        for value in tested {
            loc = self.jump_if(loc, value, next2, decides)?;
        }
        loc = self.jump_if(loc, last, next, cond)?;
        if next2 != next {
            self.use_label(next2);
        }
        Ok(loc)
    }

    fn jump_if_ifexp(
        &mut self,
        loc: Location,
        [test, body, orelse]: [&Expr<'a>; 3],
        next: Label,
        cond: bool,
    ) -> Result<Location> {
        let (end, next2) = (self.new_label(), self.new_label());
        let loc = self.jump_if(loc, test, next2, false)?;
        let loc = self.jump_if(loc, body, next, cond)?;
        self.jump_forward(end);
        self.use_label(next2);
        let loc = self.jump_if(loc, orelse, next, cond)?;
        self.use_label(end);
        Ok(loc)
    }

    fn jump_if_chain(&mut self, loc: Location, left: &Expr<'a>, rest: &Rest<'a>, next: Label, cond: bool) -> Result {
        self.check_compare(loc, left, rest);
        let cleanup = self.new_label();
        self.visit_expr(left)?;
        let Some(((last_op, last), chained)) = rest.split_last() else { return Ok(()) };
        for (op, operand) in chained {
            self.keep_and_compare(loc, *op, operand)?;
            self.addop_to_bool(loc);
            self.addop_jump(loc, Opcode::POP_JUMP_IF_FALSE, cleanup);
            self.next_block();
        }
        self.visit_expr(last)?;
        self.addcompare(loc, *last_op);
        self.addop_to_bool(loc);
        self.addop_jump(loc, pop_jump_if(cond), next);
        self.next_block();
        let end = self.new_label();
        self.jump_forward(end);
        self.use_label(cleanup);
        self.addop(loc, Opcode::POP_TOP);
        if !cond {
            self.jump_forward(next);
        }
        self.use_label(end);
        Ok(())
    }

    /// `body if test else orelse`.
    pub(crate) fn ifexp(&mut self, loc: Location, test: &Expr<'a>, body: &Expr<'a>, orelse: &Expr<'a>) -> Result {
        let (end, next) = (self.new_label(), self.new_label());
        self.jump_if(loc, test, next, false)?;
        self.visit_expr(body)?;
        self.jump_forward(end);
        self.use_label(next);
        self.visit_expr(orelse)?;
        self.use_label(end);
        Ok(())
    }
}

fn pop_jump_if(cond: bool) -> Opcode {
    if cond { Opcode::POP_JUMP_IF_TRUE } else { Opcode::POP_JUMP_IF_FALSE }
}
