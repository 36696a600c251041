//! Statements that a constant test excludes, up to 3.9: they are visited for errors and names, and nothing is written.
//!
//! Follows `BEGIN_DO_NOT_EMIT_BYTECODE`, `expr_constant`, `compiler_if` and `compiler_while` (`Python/compile.c` up to 3.9).

use pycmill_ast::{Constant, Expr, ExprKind, Int, Stmt};

use super::unwind::FrameKind;
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// Whether a test is true, if it is a constant that excludes a body from the code.
    pub(super) fn excluding_truth(&self, test: &Expr<'a>) -> Option<bool> {
        let ExprKind::Constant { value, .. } = test.kind else { return None };
        self.target.constant_tests_exclude_bodies().then(|| is_true(&value))
    }

    pub(super) fn constant_if(&mut self, truth: bool, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>]) -> Result {
        let end = self.new_label();
        self.visit_muted(!truth, body)?;
        self.visit_muted(truth, orelse)?;
        self.use_label(end);
        Ok(())
    }

    pub(super) fn constant_while(
        &mut self,
        loc: Location,
        truth: bool,
        body: &'a [Stmt<'a>],
        orelse: &'a [Stmt<'a>],
    ) -> Result {
        let (start, end) = (self.new_label(), self.new_label());
        if truth {
            self.use_label(start);
        }
        self.push_fblock(loc, FrameKind::WhileLoop, Some(start), Some(end))?;
        self.visit_muted(!truth, body)?;
        if truth {
            self.jump_to(loc, start);
        }
        self.pop_fblock();
        self.visit_stmts(orelse)?;
        if truth {
            self.use_label(end);
        }
        Ok(())
    }

    fn visit_muted(&mut self, mutes: bool, body: &'a [Stmt<'a>]) -> Result {
        self.muted += u32::from(mutes);
        self.visit_stmts(body)?;
        self.muted -= u32::from(mutes);
        Ok(())
    }
}

/// `PyObject_IsTrue` of a constant.
fn is_true(value: &Constant<'_>) -> bool {
    match value {
        Constant::None | Constant::False => false,
        Constant::True | Constant::Ellipsis => true,
        Constant::Int(Int::Small(number)) => *number != 0,
        Constant::Int(Int::Big { .. }) => true,
        Constant::Float(bits) => f64::from_bits(*bits) != 0.0,
        Constant::Complex { real, imag } => f64::from_bits(*real) != 0.0 || f64::from_bits(*imag) != 0.0,
        Constant::Str(text) | Constant::Bytes(text) => !text.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    }
}
