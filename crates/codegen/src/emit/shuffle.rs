//! What reorders or repeats values on the stack.
//!
//! Follows the uses of `ROT_TWO` and its kin up to 3.10 and of `SWAP` and `COPY` since 3.11 (`Python/compile.c`).

use pycmill_target::{Opcode, StackShuffle};

use super::Emitter;
use pycmill_flow::ir::Location;

impl Emitter<'_, '_> {
    fn rotates(&self) -> bool {
        self.target.stack_shuffle() == StackShuffle::Rotate
    }

    /// Lays the top of the stack on it once more.
    pub(crate) fn duplicate(&mut self, loc: Location) {
        if self.rotates() {
            self.addop(loc, Opcode::DUP_TOP);
        } else {
            self.addop_i(loc, Opcode::COPY, 1);
        }
    }

    /// Lays the two topmost values on the stack once more.
    pub(crate) fn duplicate_two(&mut self, loc: Location) {
        if self.rotates() {
            self.addop(loc, Opcode::DUP_TOP_TWO);
        } else {
            self.addop_i(loc, Opcode::COPY, 2);
            self.addop_i(loc, Opcode::COPY, 2);
        }
    }

    /// Exchanges the two topmost values.
    pub(crate) fn exchange(&mut self, loc: Location) {
        if self.rotates() {
            self.addop(loc, Opcode::ROT_TWO);
        } else {
            self.addop_i(loc, Opcode::SWAP, 2);
        }
    }

    /// Lays a copy of the topmost value below the one under it.
    pub(crate) fn tuck_copy(&mut self, loc: Location) {
        if self.rotates() {
            self.addop(loc, Opcode::DUP_TOP);
            self.addop(loc, Opcode::ROT_THREE);
        } else {
            self.addop_i(loc, Opcode::SWAP, 2);
            self.addop_i(loc, Opcode::COPY, 2);
        }
    }

    /// Moves the topmost value below the `depth - 1` values under it, where `depth` is 3 or 4.
    pub(crate) fn rotate(&mut self, loc: Location, depth: u32) {
        if self.rotates() {
            self.addop(loc, if depth == 3 { Opcode::ROT_THREE } else { Opcode::ROT_FOUR });
            return;
        }
        for depth in (2..=depth).rev() {
            self.addop_i(loc, Opcode::SWAP, depth);
        }
    }
}
