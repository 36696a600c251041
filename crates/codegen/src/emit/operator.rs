//! Operators, and the instructions that suspend a frame.
//!
//! Follows `Python/compile.c` `addop_binary`, `compiler_boolop`, `addop_yield`,
//! `compiler_add_yield_from`.

use pycmill_ast::{BoolOp, Expr, Operator};
use pycmill_target::operands::{binary_op, intrinsic_1, resume};
use pycmill_target::{BoolOp as BoolOpShape, Delegation, Opcode, YieldOperand};

use super::binary::{binary_opcode, inplace_opcode};
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

/// Where one instruction delegates there is no `SEND`, and nothing asks for its place.
const NO_SEND: Label = Label(u32::MAX);

impl<'a> Emitter<'a, '_> {
    /// `ADDOP_BINARY`, `ADDOP_INPLACE`.
    pub(crate) fn addop_binary(&mut self, loc: Location, op: Operator, inplace: bool) {
        if !self.target.has_binary_op() {
            self.addop(loc, if inplace { inplace_opcode(op) } else { binary_opcode(op) });
            return;
        }
        let number = match op {
            Operator::Add => binary_op::ADD,
            Operator::Sub => binary_op::SUBTRACT,
            Operator::Mult => binary_op::MULTIPLY,
            Operator::MatMult => binary_op::MATRIX_MULTIPLY,
            Operator::Div => binary_op::TRUE_DIVIDE,
            Operator::Mod => binary_op::REMAINDER,
            Operator::Pow => binary_op::POWER,
            Operator::LShift => binary_op::LSHIFT,
            Operator::RShift => binary_op::RSHIFT,
            Operator::BitOr => binary_op::OR,
            Operator::BitXor => binary_op::XOR,
            Operator::BitAnd => binary_op::AND,
            Operator::FloorDiv => binary_op::FLOOR_DIVIDE,
        };
        let offset = if inplace { binary_op::INPLACE } else { 0 };
        self.addop_i(loc, Opcode::BINARY_OP, number + offset);
    }

    /// `and`, `or` whose value is used.
    pub(crate) fn boolop(&mut self, loc: Location, op: BoolOp, values: &[Expr<'a>]) -> Result {
        let end = self.new_label();
        let Some((last, tested)) = values.split_last() else { return Ok(()) };
        for value in tested {
            self.visit_expr(value)?;
            self.jump_keeping_value(loc, op, end);
        }
        self.visit_expr(last)?;
        self.use_label(end);
        Ok(())
    }

    /// Jumps if the value on top of the stack decides, and drops it if not.
    fn jump_keeping_value(&mut self, loc: Location, op: BoolOp, end: Label) {
        let [or_pop, pop, pseudo] = match op {
            BoolOp::And => [Opcode::JUMP_IF_FALSE_OR_POP, Opcode::POP_JUMP_IF_FALSE, Opcode::JUMP_IF_FALSE],
            BoolOp::Or => [Opcode::JUMP_IF_TRUE_OR_POP, Opcode::POP_JUMP_IF_TRUE, Opcode::JUMP_IF_TRUE],
        };
        match self.target.bool_op() {
            BoolOpShape::OrPop => {
                self.addop_jump(loc, or_pop, end);
                let next = self.new_label();
                self.use_label(next);
                return;
            }
            BoolOpShape::CopyPop => {
                self.addop_i(loc, Opcode::COPY, 1);
                self.addop_to_bool(loc);
                self.addop_jump(loc, pop, end);
            }
            BoolOpShape::PseudoJump => self.addop_jump(loc, pseudo, end),
        }
        self.addop(loc, Opcode::POP_TOP);
    }

    /// `ADDOP_YIELD`.
    pub(crate) fn addop_yield(&mut self, loc: Location) {
        let scope = self.unit().scope;
        let scope = self.symbols.scope(scope);
        if scope.generator && scope.coroutine && self.target.wraps_values_of_async_generators() {
            self.addop_intrinsic_1(loc, intrinsic_1::ASYNC_GEN_WRAP);
        }
        self.addop_i(loc, Opcode::YIELD_VALUE, 0);
        self.addop_resume(loc, resume::AFTER_YIELD);
    }

    /// How many slots of the stack an iterator takes while it is looped over.
    pub(crate) fn iterator_slots(&self) -> u32 {
        if self.target.iterators_take_two_slots() { 2 } else { 1 }
    }

    /// Asks what is on the stack for its awaitable; where the instruction knows, `origin` tells what it comes from.
    pub(crate) fn addop_get_awaitable(&mut self, loc: Location, origin: u32) {
        let tells = self.target.has_arg(Opcode::GET_AWAITABLE);
        self.addop_i(loc, Opcode::GET_AWAITABLE, if tells { origin } else { 0 });
    }

    /// Waits for the awaitable on the stack; gives the place of the `SEND`, for the end of an asynchronous loop.
    pub(crate) fn add_await(&mut self, loc: Location) -> Label {
        self.load_first_sent(loc);
        self.add_yield_from(loc, true)
    }

    /// Delegates to the awaitable or iterator below the value sent; of a loop that does it, gives the place of its `SEND`.
    pub(crate) fn add_yield_from(&mut self, loc: Location, is_await: bool) -> Label {
        let resumed = if is_await { resume::AFTER_AWAIT } else { resume::AFTER_YIELD_FROM };
        match self.target.delegation() {
            Delegation::YieldFrom => {
                self.addop(loc, Opcode::YIELD_FROM);
                NO_SEND
            }
            Delegation::Send => self.plain_send_loop(loc, resumed),
            Delegation::SendWithCleanup | Delegation::SendWithNull => self.guarded_send_loop(loc, resumed),
        }
    }

    fn plain_send_loop(&mut self, loc: Location, resumed: u32) -> Label {
        let (send, suspend, exit) = (self.new_label(), self.new_label(), self.new_label());
        self.use_label(send);
        self.addop_jump(loc, Opcode::SEND, exit);
        self.use_label(suspend);
        self.addop(loc, Opcode::YIELD_VALUE);
        self.addop_i(loc, Opcode::RESUME, resumed);
        self.addop_jump(loc, Opcode::JUMP_NO_INTERRUPT, send);
        self.use_label(exit);
        send
    }

    /// An exception thrown in while the loop is suspended is handled by a virtual `try` around the yield.
    fn guarded_send_loop(&mut self, loc: Location, resumed: u32) -> Label {
        let (send, fail, exit) = (self.new_label(), self.new_label(), self.new_label());
        self.use_label(send);
        self.addop_jump(loc, Opcode::SEND, exit);
        self.addop_jump(loc, Opcode::SETUP_FINALLY, fail);
        // Where the operand is the depth of handlers, the flow graph fills it in.
        let delegates = self.target.yield_operand() == YieldOperand::Kind;
        self.addop_i(loc, Opcode::YIELD_VALUE, u32::from(delegates));
        self.addop(Location::NONE, Opcode::POP_BLOCK);
        self.addop_i(loc, Opcode::RESUME, resumed);
        self.addop_jump(loc, Opcode::JUMP_NO_INTERRUPT, send);
        self.use_label(fail);
        self.addop(loc, Opcode::CLEANUP_THROW);
        self.use_label(exit);
        self.addop(loc, Opcode::END_SEND);
        send
    }
}
