//! Jumps that lead to jumps go where those lead.
//!
//! Follows the arms for jumps of `PyCode_Optimize` (`Python/peephole.c`).

use pycmill_target::Opcode::{
    self, JUMP_ABSOLUTE, JUMP_FORWARD, JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE_OR_POP, POP_JUMP_IF_FALSE, POP_JUMP_IF_TRUE,
    RETURN_VALUE,
};

use super::super::words::{Word, copy_op_arg, fill_nops, find_op, get_arg, set_arg};
use super::{At, Rules, is_absolute, jump_target};

const fn is_unconditional(op: Opcode) -> bool {
    matches!(op, JUMP_ABSOLUTE | JUMP_FORWARD)
}

const fn is_conditional(op: Opcode) -> bool {
    matches!(op, POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | JUMP_IF_FALSE_OR_POP | JUMP_IF_TRUE_OR_POP)
}

const fn jumps_on_true(op: Opcode) -> bool {
    matches!(op, POP_JUMP_IF_TRUE | JUMP_IF_TRUE_OR_POP)
}

impl Rules<'_> {
    /// A jump that keeps its value and leads to another test of it; where to go on, which may be the jump again.
    pub(super) fn simplify_or_pop(&mut self, at: At) -> usize {
        let to = find_op(self.words, get_arg(self.words, at.op) as usize / 2);
        if let Some(second) = self.op_at(to).filter(|op| is_conditional(*op)) {
            let op = self.words[at.op].op;
            let (new, arg) = if jumps_on_true(second) == jumps_on_true(op) {
                // The second jump is taken whenever the first is.
                (second, get_arg(self.words, to))
            } else {
                // The second is not taken if the first is, and pops the value then.
                let popping = if op == JUMP_IF_TRUE_OR_POP { POP_JUMP_IF_TRUE } else { POP_JUMP_IF_FALSE };
                (popping, 2 * (to as u32 + 1))
            };
            if let Some(moved) = set_arg(self.words, at.op, arg) {
                self.words[moved].op = new;
                return moved;
            }
        }
        self.shorten_jump(at);
        at.next
    }

    /// A jump to a jump that is always taken, or to a return.
    pub(super) fn shorten_jump(&mut self, at: At) {
        let op = self.words[at.op].op;
        let to = find_op(self.words, jump_target(self.words, at.op));
        let Some(second) = self.op_at(to) else { return };
        if is_unconditional(op) && second == RETURN_VALUE {
            self.words[at.start] = Word::new(RETURN_VALUE, 0);
            fill_nops(self.words, at.start + 1, at.op + 1);
        } else if is_unconditional(second) {
            // Only absolute jumps can go backwards.
            let new = if op == JUMP_FORWARD { JUMP_ABSOLUTE } else { op };
            debug_assert!(is_absolute(new));
            let arg = 2 * jump_target(self.words, to) as u32;
            copy_op_arg(self.words, at.start, new, arg, at.op + 1);
        }
    }
}
