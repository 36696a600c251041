//! Sets of opcodes that the compiler tells apart and no interpreter reports.
//!
//! Follows `Include/internal/pycore_opcode_utils.h` (3.12+), widened by the names older versions use for the same role. A name
//! keeps its role in every version that has it, so these need no target.

use crate::Target;
use crate::tables::names::Opcode::{self, *};

impl Opcode {
    /// Enters a protected region: the operand names the handler (`IS_BLOCK_PUSH_OPCODE`).
    #[must_use]
    pub const fn is_block_push(self) -> bool {
        matches!(self, SETUP_FINALLY | SETUP_WITH | SETUP_CLEANUP | SETUP_ASYNC_WITH)
    }

    /// Never falls through, but goes on elsewhere in the same code (`IS_UNCONDITIONAL_JUMP_OPCODE`).
    #[must_use]
    pub const fn is_unconditional_jump(self) -> bool {
        matches!(
            self,
            JUMP | JUMP_NO_INTERRUPT | JUMP_FORWARD | JUMP_BACKWARD | JUMP_BACKWARD_NO_INTERRUPT | JUMP_ABSOLUTE
        )
    }

    /// A jump whose operand counts backwards (`IS_BACKWARDS_JUMP_OPCODE`).
    #[must_use]
    pub const fn is_backwards_jump(self) -> bool {
        matches!(
            self,
            JUMP_BACKWARD
                | JUMP_BACKWARD_NO_INTERRUPT
                | POP_JUMP_BACKWARD_IF_FALSE
                | POP_JUMP_BACKWARD_IF_TRUE
                | POP_JUMP_BACKWARD_IF_NONE
                | POP_JUMP_BACKWARD_IF_NOT_NONE
        )
    }

    /// A forward jump that is taken or not, and pops the value it tested.
    #[must_use]
    pub const fn is_conditional_pop_jump(self) -> bool {
        matches!(self, POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE)
    }

    /// Leaves the code object (`IS_SCOPE_EXIT_OPCODE`).
    #[must_use]
    pub const fn is_scope_exit(self) -> bool {
        matches!(self, RETURN_VALUE | RETURN_CONST | RAISE_VARARGS | RERAISE)
    }

    /// Control never reaches the instruction after it.
    #[must_use]
    pub const fn has_no_fallthrough(self) -> bool {
        self.is_scope_exit() || self.is_unconditional_jump()
    }

    /// Only the last steps before byte code make it; the code generator never does (`IS_ASSEMBLER_OPCODE`, 3.11+).
    #[must_use]
    pub const fn is_assembler_opcode(self) -> bool {
        self.is_backwards_jump()
            || matches!(
                self,
                JUMP_FORWARD
                    | POP_JUMP_FORWARD_IF_FALSE
                    | POP_JUMP_FORWARD_IF_TRUE
                    | POP_JUMP_FORWARD_IF_NONE
                    | POP_JUMP_FORWARD_IF_NOT_NONE
            )
    }

    /// May run a signal handler, so a line-less block that contains it is still worth a line (`OPCODE_HAS_EVAL_BREAK`, 3.13+).
    #[must_use]
    pub const fn has_eval_break(self) -> bool {
        matches!(self, CALL | CALL_FUNCTION_EX | CALL_KW | JUMP | JUMP_BACKWARD | RESUME)
    }
}

impl Target {
    /// Ends a basic block (`IS_TERMINATOR_OPCODE`): a jump that the table knows as one, or a scope exit.
    #[must_use]
    pub const fn is_terminator(self, op: Opcode) -> bool {
        op.is_scope_exit() || (self.has_jump(op) && !op.is_block_push())
    }
}
