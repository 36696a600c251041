//! The `match` statement.
//!
//! Follows `Python/compile.c` `compiler_match_inner`.

use pycmill_ast::{Expr, ExprContext, MatchCase};
use pycmill_target::Opcode;

use super::pattern::{PatternContext, is_wildcard};
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

impl<'a> Emitter<'a, '_> {
    /// `match subject:` with its cases.
    pub(crate) fn match_(&mut self, subject: &Expr<'a>, cases: &'a [MatchCase<'a>]) -> Result {
        self.visit_expr(subject)?;
        let end = self.new_label();
        let (tested, default) = match cases.split_last() {
            Some((last, tested)) if is_wildcard(&last.pattern) && !tested.is_empty() => (tested, Some(last)),
            _ => (cases, None),
        };
        for (i, case) in tested.iter().enumerate() {
            let keeps_subject = i + 1 != tested.len();
            let is_last_case = i + 1 == cases.len();
            self.match_case(case, keeps_subject, is_last_case, end)?;
        }
        if let Some(case) = default {
            let loc = self.loc(case.pattern.span);
            // The case is a line to visit although it tests nothing.
            self.addop(loc, Opcode::NOP);
            if let Some(guard) = case.guard {
                self.jump_if(loc, guard, end, false)?;
            }
            self.visit_stmts(case.body)?;
            if self.target.case_jumps_without_place() {
                // The end of this case, which no jump follows, has none either.
                self.stand_at(Location::NONE);
            }
        }
        self.use_label(end);
        Ok(())
    }

    fn match_case(&mut self, case: &MatchCase<'a>, keeps_subject: bool, is_last_case: bool, end: Label) -> Result {
        let loc = self.loc(case.pattern.span);
        if keeps_subject {
            self.duplicate(loc);
        }
        // A pattern that always matches needs a guard or has to be the last.
        let mut pc = PatternContext::new(case.guard.is_some() || is_last_case);
        let mut left = self.pattern(loc, &case.pattern, &mut pc)?;
        for name in std::mem::take(&mut pc.stores) {
            self.nameop(left, name, ExprContext::Store)?;
        }
        if let Some(guard) = case.guard {
            let fail = self.fail_pop_label(&mut pc, 0);
            left = self.jump_if(left, guard, fail, false)?;
        }
        if keeps_subject {
            let next = self.target.matched_case_takes_next_location();
            self.addop(if next { Location::NEXT } else { left }, Opcode::POP_TOP);
        }
        self.visit_stmts(case.body)?;
        let left = self.left_location(Location::NONE);
        let jump_loc = if self.target.case_jumps_without_place() { Location::NONE } else { left };
        self.jump_ahead(jump_loc, end);
        self.stand_at(loc);
        self.emit_and_reset_fail_pop(loc, &mut pc);
        Ok(())
    }
}
