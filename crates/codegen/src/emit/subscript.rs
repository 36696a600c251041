//! Subscripts and slices.
//!
//! Follows `Python/compile.c` `compiler_subscript`, `compiler_slice`.

use pycmill_ast::{Constant, Expr, ExprContext, ExprKind};
use pycmill_object::{Pool, Value};
use pycmill_target::Opcode;
use pycmill_target::operands::binary_op;

use super::{Emitter, Result};
use pycmill_flow::ir::Location;

/// Lower bound, upper bound, step.
pub(crate) type SliceParts<'a> = [Option<&'a Expr<'a>>; 3];

impl<'a> Emitter<'a, '_> {
    /// `value[slice]`.
    pub(crate) fn subscript(&mut self, loc: Location, value: &Expr<'a>, slice: &Expr<'a>, ctx: ExprContext) -> Result {
        if ctx == ExprContext::Load {
            self.check_subscripter(loc, value);
            self.check_index(loc, value, slice);
        }
        self.visit_expr(value)?;
        if self.is_two_part_slice(slice) && ctx != ExprContext::Del {
            self.slice_two_parts(slice)?;
            let op = if ctx == ExprContext::Load { Opcode::BINARY_SLICE } else { Opcode::STORE_SLICE };
            self.addop(loc, op);
            return Ok(());
        }
        self.visit_expr(slice)?;
        match ctx {
            ExprContext::Load => self.addop_subscript(loc),
            ExprContext::Store => self.addop(loc, Opcode::STORE_SUBSCR),
            ExprContext::Del => self.addop(loc, Opcode::DELETE_SUBSCR),
        }
        Ok(())
    }

    /// Subscripts the value below the index on the stack.
    pub(crate) fn addop_subscript(&mut self, loc: Location) {
        if self.target.subscripts_by_binary_op() {
            self.addop_i(loc, Opcode::BINARY_OP, binary_op::SUBSCR);
        } else {
            self.addop(loc, Opcode::BINARY_SUBSCR);
        }
    }

    /// Whether an index is `lower:upper`, to be used without making a slice.
    pub(crate) fn is_two_part_slice(&self, e: &Expr<'a>) -> bool {
        match e.kind {
            ExprKind::Slice { lower, upper, step: None } if self.target.has_binary_slice() => {
                !self.is_constant_slice(&[lower, upper, None])
            }
            _ => false,
        }
    }

    fn is_constant_slice(&self, parts: &SliceParts<'a>) -> bool {
        let is_constant = |part: &&Expr<'_>| matches!(part.kind, ExprKind::Constant { .. });
        self.target.has_constant_slices() && parts.iter().flatten().all(is_constant)
    }

    /// The bounds of a slice without a step.
    pub(crate) fn slice_two_parts(&mut self, e: &Expr<'a>) -> Result {
        let ExprKind::Slice { lower, upper, .. } = e.kind else { unreachable!("only slices have parts") };
        let loc = self.loc(e.span);
        self.slice_bounds(loc, [lower, upper])
    }

    fn slice_bounds(&mut self, loc: Location, bounds: [Option<&'a Expr<'a>>; 2]) -> Result {
        for bound in bounds {
            match bound {
                Some(bound) => self.visit_expr(bound)?,
                None => self.addop_load_object(loc, Pool::NONE),
            }
        }
        Ok(())
    }

    /// `lower:upper:step` as a slice object.
    pub(crate) fn slice(&mut self, loc: Location, parts: SliceParts<'a>) -> Result {
        if self.is_constant_slice(&parts) {
            self.constant_slice(loc, parts);
            return Ok(());
        }
        let [lower, upper, step] = parts;
        self.slice_bounds(loc, [lower, upper])?;
        if let Some(step) = step {
            self.visit_expr(step)?;
        }
        self.addop_i(loc, Opcode::BUILD_SLICE, if step.is_some() { 3 } else { 2 });
        Ok(())
    }

    fn constant_slice(&mut self, loc: Location, parts: SliceParts<'a>) {
        let [start, stop, step] = parts.map(|part| match part.map(|part| part.kind) {
            Some(ExprKind::Constant { value, .. }) => {
                let bound = self.constant(&value);
                // There is one object for each single byte; other bounds are not shared with constants of their own.
                if matches!(value, Constant::Bytes([_])) { self.pool.merge_recursive(bound) } else { bound }
            }
            _ => Pool::NONE,
        });
        let slice = self.pool.add(Value::Slice(start, stop, step));
        self.addop_load_object(loc, slice);
    }
}
