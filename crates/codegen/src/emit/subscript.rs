//! Subscripts and slices.
//!
//! Follows `Python/compile.c` `compiler_subscript`, `compiler_slice`.

use pycmill_ast::{Expr, ExprContext, ExprKind};
use pycmill_object::Pool;
use pycmill_target::Opcode;

use super::{Emitter, Result};
use crate::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `value[slice]`.
    pub(crate) fn subscript(&mut self, loc: Location, value: &Expr<'a>, slice: &Expr<'a>, ctx: ExprContext) -> Result {
        if ctx == ExprContext::Load {
            self.check_subscripter(value);
            self.check_index(value, slice);
        }
        self.visit_expr(value)?;
        if is_two_element_slice(slice) && ctx != ExprContext::Del {
            self.slice(slice)?;
            let op = if ctx == ExprContext::Load { Opcode::BINARY_SLICE } else { Opcode::STORE_SLICE };
            self.addop(loc, op);
            return Ok(());
        }
        self.visit_expr(slice)?;
        let op = match ctx {
            ExprContext::Load => Opcode::BINARY_SUBSCR,
            ExprContext::Store => Opcode::STORE_SUBSCR,
            ExprContext::Del => Opcode::DELETE_SUBSCR,
        };
        self.addop(loc, op);
        Ok(())
    }

    /// The parts of a slice; gives their number, two or three.
    pub(crate) fn slice(&mut self, e: &Expr<'a>) -> Result<u32> {
        let ExprKind::Slice { lower, upper, step } = e.kind else { unreachable!("only slices have parts") };
        for bound in [lower, upper] {
            match bound {
                Some(bound) => self.visit_expr(bound)?,
                None => {
                    let loc = self.loc(e.span);
                    self.addop_load_object(loc, Pool::NONE);
                }
            }
        }
        let Some(step) = step else { return Ok(2) };
        self.visit_expr(step)?;
        Ok(3)
    }
}

/// Whether an index is `lower:upper`.
pub(crate) fn is_two_element_slice(e: &Expr<'_>) -> bool {
    matches!(e.kind, ExprKind::Slice { step: None, .. })
}
