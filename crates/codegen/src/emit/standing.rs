//! The one current location of the code generators up to 3.11 (`u_lineno` and its companions).
//!
//! Statements and the parts of a pattern move it. What is written behind them without a place of its own is given
//! the location they left; later versions give such instructions another one, or none.

use pycmill_target::Opcode;

use super::Emitter;
use pycmill_flow::ir::Location;

/// What an instruction has that goes on with the line before but counts as having one. Units begin so where no line is current
/// before the first statement.
pub(super) const NO_LINE: Location = Location::new(0, 0, 0, 0);

impl Emitter<'_, '_> {
    /// Moves the current location (`SET_LOC`, and `UNSET_LOC` with [`Location::NONE`]).
    #[inline]
    pub(crate) fn stand_at(&mut self, loc: Location) {
        if !self.takes_current_line {
            let unit = self.unit();
            unit.standing = loc;
            if loc != Location::NONE {
                unit.last_place = loc;
            }
        }
    }

    /// Moves the current location in all versions that have one: at a statement, a handler.
    pub(crate) fn set_line(&mut self, loc: Location) {
        let unit = self.unit();
        unit.standing = loc;
        unit.last_place = loc;
        unit.line_is_marked = false;
    }

    /// Moves the current line to an expression; gives that to go back to.
    pub(super) fn enter_line(&mut self, loc: Location) -> Location {
        let left = self.unit().standing;
        self.leave_line(loc);
        left
    }

    /// Moves the current line, whose first instruction is to come if it is another one.
    pub(super) fn leave_line(&mut self, loc: Location) {
        let unit = self.unit();
        if unit.standing.line != loc.line {
            unit.line_is_marked = false;
        }
        unit.standing = loc;
    }

    /// An instruction of the current line. No line is marked but by statements, so none by a `NOP`.
    pub(super) fn addop_in_current_line(&mut self, op: Opcode, arg: u32) {
        if op == Opcode::NOP || self.muted > 0 {
            return;
        }
        let arg = if self.target.has_arg(op) { arg } else { 0 };
        let marks_first = self.target.marks_first_instruction_of_line();
        let unit = self.unit();
        let is_marked = std::mem::replace(&mut unit.line_is_marked, true);
        let loc = if is_marked && marks_first { NO_LINE } else { unit.standing };
        unit.code.push(op, arg, loc);
    }

    /// The location that the statements or patterns before left behind, where versions have one; else the given one.
    pub(crate) fn left_location(&mut self, otherwise: Location) -> Location {
        if self.target.parts_leave_their_location() { self.unit().standing } else { otherwise }
    }
}
