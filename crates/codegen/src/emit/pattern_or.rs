//! Or-patterns.
//!
//! Follows `Python/compile.c` `compiler_pattern_or`.

use pycmill_ast::{Name, Pattern};
use pycmill_target::Opcode;

use super::pattern::PatternContext;
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `a | b`: each alternative works on its own copy of the subject and leaves the same names in the
    /// same order.
    pub(crate) fn pattern_or(
        &mut self,
        mut loc: Location,
        patterns: &[Pattern<'a>],
        pc: &mut PatternContext,
    ) -> Result<Location> {
        let end = self.new_label();
        // The names that the first alternative binds, in the order the others have to follow.
        let mut control: Option<Vec<Name>> = None;
        for (i, alternative) in patterns.iter().enumerate() {
            let is_last = i + 1 == patterns.len();
            let mut own = PatternContext::new(is_last && pc.allow_irrefutable);
            let alternative_loc = self.loc(alternative.span);
            self.duplicate(alternative_loc);
            let alternative_loc = self.pattern(alternative_loc, alternative, &mut own)?;
            if self.target.parts_leave_their_location() {
                loc = alternative_loc;
            }
            match &control {
                None => control = Some(std::mem::take(&mut own.stores)),
                Some(control) => {
                    if !self.order_stores(alternative_loc, control, &mut own.stores) {
                        return self.error("alternative patterns bind different names", loc);
                    }
                }
            }
            self.jump_ahead(alternative_loc, end);
            self.next_block();
            self.emit_and_reset_fail_pop(alternative_loc, &mut own);
        }
        // None matched: drop the copy of the subject.
        self.addop(loc, Opcode::POP_TOP);
        self.fail_pop(loc, pc);
        self.use_label(end);
        self.move_stores(loc, &control.unwrap_or_default(), pc)?;
        self.addop(loc, Opcode::POP_TOP);
        Ok(loc)
    }

    /// Brings captured values into the order of `control`. False if other names are bound.
    fn order_stores(&mut self, loc: Location, control: &[Name], stores: &mut [Name]) -> bool {
        if stores.len() != control.len() {
            return false;
        }
        for (wanted, name) in control.iter().enumerate().rev() {
            let Some(at) = stores.iter().position(|store| store == name) else { return false };
            if at != wanted {
                // The names behind `wanted` are in place, so the name is before it.
                stores[..=wanted].rotate_left(at + 1);
                for _ in 0..=at {
                    self.pattern_rotate(loc, wanted + 1);
                }
            }
        }
        true
    }

    /// Puts the captured values, which lie above the subject and all else in use, below that.
    fn move_stores(&mut self, loc: Location, control: &[Name], pc: &mut PatternContext) -> Result {
        let rotations = control.len() + 1 + pc.on_top + pc.stores.len();
        for name in control {
            self.pattern_rotate(loc, rotations);
            self.check_duplicate_store(loc, *name, pc)?;
            pc.stores.push(*name);
        }
        Ok(())
    }
}
