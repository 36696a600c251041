//! `if`, `for`, `async for`, `while`, `break`, `continue`.
//!
//! Follows `Python/compile.c` `compiler_if` to `compiler_continue`.

use pycmill_ast::{Expr, Stmt};
use pycmill_target::{LoopEnd, Opcode};

use super::unit::UnitKind;
use super::unwind::FrameKind;
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

/// A suite of statements.
type Body<'a> = &'a [Stmt<'a>];

impl<'a> Emitter<'a, '_> {
    pub(crate) fn if_(&mut self, loc: Location, test: &Expr<'a>, body: Body<'a>, orelse: Body<'a>) -> Result {
        if let Some(truth) = self.excluding_truth(test) {
            return self.constant_if(truth, body, orelse);
        }
        let end = self.new_label();
        let next = if orelse.is_empty() { end } else { self.new_label() };
        let loc = self.jump_if(loc, test, next, false)?;
        self.stand_at(loc);
        self.visit_stmts(body)?;
        if !orelse.is_empty() {
            self.jump_forward(end);
            self.use_label(next);
            self.visit_stmts(orelse)?;
        }
        self.use_label(end);
        Ok(())
    }

    pub(crate) fn for_(
        &mut self,
        loc: Location,
        target: &Expr<'a>,
        iter: &Expr<'a>,
        body: Body<'a>,
        orelse: Body<'a>,
    ) -> Result {
        let (start, body_label) = (self.new_label(), self.new_label());
        let (cleanup, end) = (self.new_label(), self.new_label());
        self.push_fblock(loc, FrameKind::ForLoop, Some(start), Some(end))?;
        self.visit_expr(iter)?;
        let iter_loc = if self.target.for_steps_at_iterable() { self.loc(iter.span) } else { loc };
        self.addop(iter_loc, Opcode::GET_ITER);
        self.use_label(start);
        self.addop_jump(iter_loc, Opcode::FOR_ITER, cleanup);
        if self.target.for_announces_target() {
            // A loop over several lines is traced on the line of the target as well.
            let target_loc = self.loc(target.span);
            self.addop(target_loc, Opcode::NOP);
        }
        self.use_label(body_label);
        self.visit_expr(target)?;
        self.visit_stmts(body)?;
        self.stand_at(Location::NONE);
        self.jump_to(Location::NONE, start);
        self.use_label(cleanup);
        self.end_for(Location::NONE);
        self.pop_fblock();
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    /// What an exhausted loop leaves on the stack.
    pub(crate) fn end_for(&mut self, loc: Location) {
        let rest: &[Opcode] = match self.target.loop_end() {
            LoopEnd::Nothing => &[],
            LoopEnd::EndFor => &[Opcode::END_FOR],
            LoopEnd::EndForPopTop => &[Opcode::END_FOR, Opcode::POP_TOP],
            LoopEnd::EndForPopIter => &[Opcode::END_FOR, Opcode::POP_ITER],
        };
        for op in rest {
            self.addop(loc, *op);
        }
    }

    pub(crate) fn async_for(
        &mut self,
        loc: Location,
        target: &Expr<'a>,
        iter: &Expr<'a>,
        body: Body<'a>,
        orelse: Body<'a>,
    ) -> Result {
        if self.unit().kind != UnitKind::AsyncFunction {
            return self.error("'async for' outside async function", loc);
        }
        let (start, except, end) = (self.new_label(), self.new_label(), self.new_label());
        self.visit_expr(iter)?;
        let iter_loc = self.loc(iter.span);
        let asks_at = if self.target.async_for_asks_at_iterable() { iter_loc } else { loc };
        self.addop(asks_at, Opcode::GET_AITER);
        self.use_label(start);
        self.push_fblock(loc, FrameKind::AsyncForLoop, Some(start), Some(end))?;
        self.addop_jump(loc, Opcode::SETUP_FINALLY, except);
        self.addop(loc, Opcode::GET_ANEXT);
        let send = self.add_await(loc);
        self.addop(loc, Opcode::POP_BLOCK);
        if self.target.has_not_taken() {
            self.addop(loc, Opcode::NOT_TAKEN);
        }
        self.visit_expr(target)?;
        self.visit_stmts(body)?;
        self.stand_at(Location::NONE);
        self.jump_to(Location::NONE, start);
        self.pop_fblock();
        self.use_label(except);
        self.stand_at(iter_loc);
        if self.target.async_loops_end_at_else()
            && let Some(first) = orelse.first()
        {
            let loc = self.loc(first.span);
            self.set_line(loc);
        }
        self.end_async_for(iter_loc, send);
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    /// Ends an asynchronous loop, whose exception is on the stack; `send` is before its `SEND`.
    pub(crate) fn end_async_for(&mut self, loc: Location, send: Label) {
        if self.target.async_loop_end_has_target() {
            self.addop_jump(loc, Opcode::END_ASYNC_FOR, send);
        } else {
            self.addop(loc, Opcode::END_ASYNC_FOR);
        }
    }

    pub(crate) fn while_(&mut self, loc: Location, test: &Expr<'a>, body: Body<'a>, orelse: Body<'a>) -> Result {
        if let Some(truth) = self.excluding_truth(test) {
            return self.constant_while(loc, truth, body, orelse);
        }
        let (start, body_label) = (self.new_label(), self.new_label());
        // The order decides about the blocks of 3.11 and the lengths of jumps in 3.12.
        let (mut anchor, mut end) = (self.new_label(), self.new_label());
        if !self.target.code_generator_makes_blocks() {
            (anchor, end) = (end, anchor);
        }
        self.use_label(start);
        self.push_fblock(loc, FrameKind::WhileLoop, Some(start), Some(end))?;
        self.jump_if(loc, test, anchor, false)?;
        self.use_label(body_label);
        self.visit_stmts(body)?;
        if self.target.while_tests_at_bottom() {
            let loc = self.jump_if(loc, test, body_label, true)?;
            self.stand_at(loc);
        } else {
            self.jump_to(Location::NONE, start);
        }
        self.pop_fblock();
        self.use_label(anchor);
        self.visit_stmts(orelse)?;
        self.use_label(end);
        Ok(())
    }

    pub(crate) fn break_(&mut self, origin: Location) -> Result {
        let mut loc = origin;
        self.addop(loc, Opcode::NOP);
        let Some(block) = self.unwind_to_loop(&mut loc)? else {
            let place = self.after_left_blocks(origin);
            return self.error("'break' outside loop", place);
        };
        self.unwind_fblock(&mut loc, block, false)?;
        self.stand_at(loc);
        let exit = block.exit.expect("loops have an exit");
        self.jump_to(loc, exit);
        self.next_block();
        Ok(())
    }

    pub(crate) fn continue_(&mut self, origin: Location) -> Result {
        let mut loc = origin;
        self.addop(loc, Opcode::NOP);
        let Some(block) = self.unwind_to_loop(&mut loc)? else {
            let place = self.after_left_blocks(origin);
            return self.error("'continue' not properly in loop", place);
        };
        self.stand_at(loc);
        let start = block.block.expect("loops have a start");
        self.jump_to(loc, start);
        self.next_block();
        Ok(())
    }
}
