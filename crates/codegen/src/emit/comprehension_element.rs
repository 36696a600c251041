//! What each round of a comprehension adds.
//!
//! Follows the ends of `Python/compile.c` `compiler_sync_comprehension_generator` and its asynchronous twin.

use pycmill_ast::ExprKind;
use pycmill_source::Span;
use pycmill_target::Opcode;

use super::comprehension::{Nesting, Parts, Source};
use super::{Emitter, Result};
use crate::symbols::table::ComprehensionKind;
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// The next `for`, or the element if there is none. Gives the location of the jump back.
    pub(super) fn comprehension_element(
        &mut self,
        loc: Location,
        parts: &Parts<'a>,
        nesting: Nesting,
    ) -> Result<Location> {
        let index = nesting.index + 1;
        if index < parts.generators.len() {
            let inner = Nesting { index, source: Source::Expression, ..nesting };
            let left = self.comprehension_generator(loc, parts, inner)?;
            return Ok(self.part_loc(left, parts.elt.span));
        }
        let elt_loc = self.part_loc(loc, parts.elt.span);
        let depth = nesting.depth + 1;
        if parts.unpacks() {
            return self.unpack_element(parts, depth);
        }
        self.visit_expr(parts.elt)?;
        match parts.kind {
            ComprehensionKind::Generator => {
                self.addop_yield(elt_loc);
                self.addop(elt_loc, Opcode::POP_TOP);
            }
            ComprehensionKind::List => self.addop_i(elt_loc, Opcode::LIST_APPEND, depth),
            ComprehensionKind::Set => self.addop_i(elt_loc, Opcode::SET_ADD, depth),
            ComprehensionKind::Dict => return self.map_add(loc, parts, depth),
        }
        Ok(elt_loc)
    }

    /// Adds all that an element `*x` or `**x` holds (PEP 798).
    fn unpack_element(&mut self, parts: &Parts<'a>, depth: u32) -> Result<Location> {
        let loc = self.loc(parts.elt.span);
        match parts.elt.kind {
            ExprKind::Starred { value, .. } => self.visit_expr(value)?,
            _ => self.visit_expr(parts.elt)?,
        }
        match parts.kind {
            ComprehensionKind::Generator => self.yield_each(loc),
            ComprehensionKind::List => self.addop_i(loc, Opcode::LIST_EXTEND, depth),
            ComprehensionKind::Set => self.addop_i(loc, Opcode::SET_UPDATE, depth),
            ComprehensionKind::Dict => self.addop_i(loc, Opcode::DICT_UPDATE, depth),
        }
        Ok(loc)
    }

    /// A loop that yields each item of what is on the stack.
    fn yield_each(&mut self, loc: Location) {
        let (start, end) = (self.new_label(), self.new_label());
        self.addop(loc, Opcode::GET_ITER);
        self.use_label(start);
        self.addop_jump(loc, Opcode::FOR_ITER, end);
        self.addop_yield(loc);
        self.addop(loc, Opcode::POP_TOP);
        self.jump_to(Location::NONE, start);
        self.use_label(end);
        self.end_for(Location::NONE);
    }

    /// Adds a pair whose key is on the stack.
    fn map_add(&mut self, loc: Location, parts: &Parts<'a>, depth: u32) -> Result<Location> {
        let value = parts.value.unwrap_or(parts.elt);
        self.visit_expr(value)?;
        let pair_loc = self.part_loc(loc, Span::new(parts.elt.span.start, value.span.end));
        self.addop_i(pair_loc, Opcode::MAP_ADD, depth);
        Ok(pair_loc)
    }
}

impl Parts<'_> {
    /// Whether the element is `*x`, or `**x` in a dict comprehension.
    fn unpacks(&self) -> bool {
        match self.kind {
            ComprehensionKind::Dict => self.value.is_none(),
            ComprehensionKind::List | ComprehensionKind::Set | ComprehensionKind::Generator => {
                super::display::is_starred(self.elt)
            }
        }
    }
}
