//! Augmented assignment.
//!
//! Follows `Python/compile.c` `compiler_augassign`.

use pycmill_ast::{Expr, ExprContext, ExprKind, Operator};
use pycmill_target::Opcode;

use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `target op= value`: the parts of the target are evaluated once and kept below its value.
    pub(crate) fn augassign(&mut self, loc: Location, target: &Expr<'a>, op: Operator, value: &Expr<'a>) -> Result {
        self.load_augmented(target)?;
        self.visit_expr(value)?;
        self.addop_binary(loc, op, true);
        self.store_augmented(target)
    }

    fn load_augmented(&mut self, target: &Expr<'a>) -> Result {
        let loc = self.loc(target.span);
        match target.kind {
            ExprKind::Attribute { value, attr, .. } => {
                self.visit_expr(value)?;
                self.duplicate(loc);
                let loc = self.start_at_attr(loc, loc, attr);
                self.addop_name(loc, Opcode::LOAD_ATTR, attr);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.visit_expr(value)?;
                if self.is_two_part_slice(slice) {
                    self.slice_two_parts(slice)?;
                    for _ in 0..3 {
                        self.addop_i(loc, Opcode::COPY, 3);
                    }
                    self.addop(loc, Opcode::BINARY_SLICE);
                } else {
                    self.visit_expr(slice)?;
                    self.duplicate_two(loc);
                    self.addop_subscript(loc);
                }
            }
            ExprKind::Name { id, .. } => self.nameop(loc, id, ExprContext::Load)?,
            _ => unreachable!("the grammar gives augmented assignments single targets"),
        }
        Ok(())
    }

    fn store_augmented(&mut self, target: &Expr<'a>) -> Result {
        let loc = self.loc(target.span);
        self.stand_at(loc);
        match target.kind {
            ExprKind::Attribute { attr, .. } => {
                let loc = self.start_at_attr(loc, loc, attr);
                self.stand_at(loc);
                self.exchange(loc);
                self.addop_name(loc, Opcode::STORE_ATTR, attr);
            }
            ExprKind::Subscript { slice, .. } => {
                let (first, store) =
                    if self.is_two_part_slice(slice) { (4, Opcode::STORE_SLICE) } else { (3, Opcode::STORE_SUBSCR) };
                self.rotate(loc, first);
                self.addop(loc, store);
            }
            ExprKind::Name { id, .. } => self.nameop(loc, id, ExprContext::Store)?,
            _ => unreachable!("the grammar gives augmented assignments single targets"),
        }
        Ok(())
    }
}
