//! The one current location of the code generators up to 3.11 (`u_lineno` and its companions).
//!
//! Statements and the parts of a pattern move it. What is written behind them without a place of its own is given
//! the location they left; later versions give such instructions another one, or none.

use super::Emitter;
use pycmill_flow::ir::Location;

impl Emitter<'_, '_> {
    /// Moves the current location (`SET_LOC`, and `UNSET_LOC` with [`Location::NONE`]).
    pub(crate) fn stand_at(&mut self, loc: Location) {
        self.unit().standing = loc;
    }

    /// The location that the statements or patterns before left behind, where versions have one; else the given one.
    pub(crate) fn left_location(&mut self, otherwise: Location) -> Location {
        if self.target.parts_leave_their_location() { self.unit().standing } else { otherwise }
    }
}
