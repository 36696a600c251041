//! Frame blocks: the loops, handlers and context managers around a statement, and how `return`,
//! `break` and `continue` leave them.
//!
//! Follows `Python/compile.c` `compiler_push_fblock` to `compiler_unwind_fblock_stack`.

use pycmill_ast::{ExprContext, Name, Stmt};
use pycmill_object::Pool;
use pycmill_target::{CallNull, Delegation, Opcode, Unwinding, WithShape};

use super::{Emitter, Result};
use crate::error::CompileError;
use pycmill_flow::ir::{Label, Location};

/// `enum fblocktype`, with what the unwinding of each needs (`fb_datum`).
#[derive(Clone, Copy, Debug)]
pub(crate) enum FrameKind<'a> {
    WhileLoop,
    ForLoop,
    AsyncForLoop,
    TryExcept,
    /// The `finally` body, which every way out of the block repeats.
    FinallyTry(&'a [Stmt<'a>]),
    FinallyEnd,
    With,
    AsyncWith,
    /// A `finally` body that exists once; below it lies a place for a value to return, if it leaves by itself (3.8).
    CalledFinally {
        has_placeholder: bool,
    },
    /// The name that the handler deletes at its end.
    HandlerCleanup(Option<Name>),
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehensionGenerator,
    InlinedComprehension,
    StopIteration,
}

/// `struct fblockinfo`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FrameBlock<'a> {
    pub(crate) kind: FrameKind<'a>,
    /// Where `continue` goes.
    pub(crate) block: Option<Label>,
    pub(crate) loc: Location,
    /// Where `break` goes.
    pub(crate) exit: Option<Label>,
}

impl<'a> Emitter<'a, '_> {
    /// `compiler_push_fblock`.
    pub(crate) fn push_fblock(
        &mut self,
        loc: Location,
        kind: FrameKind<'a>,
        block: Option<Label>,
        exit: Option<Label>,
    ) -> Result {
        if self.unit().fblocks.len() >= self.target.static_blocks() {
            let message = "too many statically nested blocks";
            if !self.target.places_too_many_blocks() {
                return Err(Box::new(CompileError::syntax(message, Location::NONE)));
            }
            return self.error(message, loc);
        }
        self.unit().fblocks.push(FrameBlock { kind, block, loc, exit });
        if matches!(kind, FrameKind::FinallyEnd) && self.target.suppresses_repeated_finally_warnings() {
            self.disable_warning += 1;
        }
        Ok(())
    }

    /// `compiler_pop_fblock`.
    pub(crate) fn pop_fblock(&mut self) {
        let popped = self.unit().fblocks.pop().expect("frame blocks are pushed and popped in pairs");
        if matches!(popped.kind, FrameKind::FinallyEnd) && self.target.suppresses_repeated_finally_warnings() {
            self.disable_warning -= 1;
        }
    }

    /// `compiler_call_exit_with_nones`.
    pub(crate) fn call_exit_with_nones(&mut self, loc: Location) {
        if self.target.call_null() == CallNull::Absent {
            self.addop_load_object(loc, Pool::NONE);
            self.duplicate(loc);
            self.duplicate(loc);
            self.addop_call(loc, 3);
            return;
        }
        for _ in 0..3 {
            self.addop_load_object(loc, Pool::NONE);
        }
        let arguments = if self.target.with_shape() == WithShape::LoadSpecial { 3 } else { 2 };
        self.addop_call(loc, arguments);
    }

    /// `compiler_pop_except_and_reraise`.
    pub(crate) fn pop_except_and_reraise(&mut self, loc: Location) {
        self.addop_i(loc, Opcode::COPY, 3);
        self.addop(loc, Opcode::POP_EXCEPT);
        self.addop_i(loc, Opcode::RERAISE, 1);
    }

    /// Waits for the result of `__aexit__` or `__aenter__`, which is on the stack.
    pub(crate) fn await_context_method(&mut self, loc: Location, awaitable: u32) {
        self.addop_get_awaitable(loc, awaitable);
        self.load_first_sent(loc);
        self.add_yield_from(loc, true);
    }

    /// What `SEND` finds on the stack above what it delegates to.
    pub(crate) fn load_first_sent(&mut self, loc: Location) {
        if self.target.delegation() == Delegation::SendWithNull {
            self.addop(loc, Opcode::PUSH_NULL);
        }
        self.addop_load_object(loc, Pool::NONE);
    }

    /// Whether an exception may be on its way through here, as lazy imports see it
    /// (`_PyCompile_InExceptionHandler`).
    pub(crate) fn in_exception_handler(&mut self) -> bool {
        self.unit().fblocks.iter().any(|block| {
            matches!(
                block.kind,
                FrameKind::TryExcept
                    | FrameKind::FinallyTry(_)
                    | FrameKind::FinallyEnd
                    | FrameKind::ExceptionHandler
                    | FrameKind::ExceptionGroupHandler
                    | FrameKind::HandlerCleanup(_)
            )
        })
    }

    /// Leaves the frame blocks up to one at which to stop, which is the result; they stay on the stack.
    fn leave_all_by_call(
        &mut self,
        loc: Location,
        preserve_tos: bool,
        stop: fn(FrameKind<'a>) -> bool,
    ) -> Option<FrameBlock<'a>> {
        for index in (0..self.unit().fblocks.len()).rev() {
            let block = self.unit().fblocks[index];
            if stop(block.kind) {
                return Some(block);
            }
            self.leave_by_call(loc, index, preserve_tos);
        }
        None
    }

    /// Leaves one frame block; with `preserve_tos` the value on top of the stack stays there. `loc`
    /// becomes that of the instructions behind (`compiler_unwind_fblock`).
    pub(crate) fn unwind_fblock(&mut self, loc: &mut Location, block: FrameBlock<'a>, preserve_tos: bool) -> Result {
        match block.kind {
            FrameKind::WhileLoop
            | FrameKind::ExceptionHandler
            | FrameKind::ExceptionGroupHandler
            | FrameKind::AsyncComprehensionGenerator
            | FrameKind::InlinedComprehension
            | FrameKind::CalledFinally { .. }
            | FrameKind::StopIteration => {}
            FrameKind::ForLoop if self.target.iterators_take_two_slots() => {
                if preserve_tos {
                    self.addop_i(*loc, Opcode::SWAP, 3);
                }
                self.addop(*loc, Opcode::POP_TOP);
                self.addop(*loc, Opcode::POP_TOP);
            }
            FrameKind::ForLoop | FrameKind::AsyncForLoop | FrameKind::PopValue => {
                self.swap_preserved(*loc, preserve_tos);
                self.addop(*loc, Opcode::POP_TOP);
            }
            FrameKind::TryExcept => self.addop(*loc, Opcode::POP_BLOCK),
            FrameKind::FinallyTry(body) => self.unwind_finally_try(loc, body, preserve_tos)?,
            FrameKind::FinallyEnd if self.target.unwinding() != Unwinding::Table => {
                self.leave_finally_handler(*loc, preserve_tos);
            }
            FrameKind::FinallyEnd => {
                self.swap_preserved(*loc, preserve_tos);
                self.addop(*loc, Opcode::POP_TOP);
                self.swap_preserved(*loc, preserve_tos);
                self.addop(*loc, Opcode::POP_BLOCK);
                self.addop(*loc, Opcode::POP_EXCEPT);
            }
            FrameKind::With | FrameKind::AsyncWith => self.unwind_with(loc, block, preserve_tos),
            FrameKind::HandlerCleanup(name) => self.unwind_handler(*loc, name, preserve_tos)?,
        }
        Ok(())
    }

    fn swap_preserved(&mut self, loc: Location, preserve_tos: bool) {
        if preserve_tos {
            self.exchange(loc);
        }
    }

    fn unwind_finally_try(&mut self, loc: &mut Location, body: &'a [Stmt<'a>], preserve_tos: bool) -> Result {
        self.addop(*loc, Opcode::POP_BLOCK);
        if preserve_tos {
            self.push_fblock(*loc, FrameKind::PopValue, None, None)?;
        }
        let around = self.unit().standing;
        self.visit_stmts(body)?;
        if preserve_tos {
            self.pop_fblock();
        }
        if self.takes_current_line {
            // The columns stay those of the last statement of the body.
            let left = self.unit().standing;
            self.set_line(Location { line: around.line, end_line: around.end_line, ..left });
        }
        // The body appears to run behind the statement that leaves it.
        *loc = Location::NONE;
        Ok(())
    }

    fn unwind_with(&mut self, loc: &mut Location, block: FrameBlock<'a>, preserve_tos: bool) {
        *loc = block.loc;
        if self.target.errors_keep_columns_of_left_blocks() {
            self.stand_at(block.loc);
        }
        self.addop(*loc, Opcode::POP_BLOCK);
        if preserve_tos && self.target.with_shape() == WithShape::LoadSpecial {
            self.addop_i(*loc, Opcode::SWAP, 3);
        }
        self.swap_preserved(*loc, preserve_tos);
        self.call_exit_with_nones(*loc);
        if matches!(block.kind, FrameKind::AsyncWith) {
            self.await_context_method(*loc, 2);
        }
        self.addop(*loc, Opcode::POP_TOP);
        // The exit appears to run behind the statement that leaves it.
        *loc = Location::NONE;
    }

    fn unwind_handler(&mut self, loc: Location, name: Option<Name>, preserve_tos: bool) -> Result {
        if name.is_some() {
            self.addop(loc, Opcode::POP_BLOCK);
        }
        if self.target.unwinding() != Unwinding::Table {
            return self.leave_handler(loc, name, preserve_tos);
        }
        self.swap_preserved(loc, preserve_tos);
        self.addop(loc, Opcode::POP_BLOCK);
        self.addop(loc, Opcode::POP_EXCEPT);
        self.forget_exception(loc, name)
    }

    /// Sets the name of a handler to None and deletes it.
    pub(crate) fn forget_exception(&mut self, loc: Location, name: Option<Name>) -> Result {
        let Some(name) = name else { return Ok(()) };
        self.addop_load_object(loc, Pool::NONE);
        self.nameop(loc, name, ExprContext::Store)?;
        self.nameop(loc, name, ExprContext::Del)
    }

    /// Leaves all frame blocks, for `return` (`compiler_unwind_fblock_stack`).
    pub(crate) fn unwind_all_fblocks(&mut self, loc: &mut Location, preserve_tos: bool) -> Result {
        self.unwind_fblock_stack(loc, preserve_tos, |_| false).map(|_| ())
    }

    /// Leaves the frame blocks inside the innermost loop, which is the result; all without a loop
    /// (`compiler_unwind_fblock_stack`).
    pub(crate) fn unwind_to_loop(&mut self, loc: &mut Location) -> Result<Option<FrameBlock<'a>>> {
        self.unwind_fblock_stack(loc, false, |kind| {
            matches!(kind, FrameKind::WhileLoop | FrameKind::ForLoop | FrameKind::AsyncForLoop)
        })
    }

    /// Where an error after leaving blocks is: the statement that leaves them, with the columns that they left.
    pub(crate) fn after_left_blocks(&mut self, origin: Location) -> Location {
        if !self.target.errors_keep_columns_of_left_blocks() {
            return origin;
        }
        Location { line: origin.line, end_line: origin.end_line, ..self.unit().last_place }
    }

    /// Each block is off the stack while it is left: its `finally` body runs outside it.
    fn unwind_fblock_stack(
        &mut self,
        loc: &mut Location,
        preserve_tos: bool,
        stop: fn(FrameKind<'a>) -> bool,
    ) -> Result<Option<FrameBlock<'a>>> {
        if self.target.unwinding() == Unwinding::Subroutine {
            return Ok(self.leave_all_by_call(*loc, preserve_tos, stop));
        }
        let Some(top) = self.unit().fblocks.last().copied() else { return Ok(None) };
        if matches!(top.kind, FrameKind::ExceptionGroupHandler) {
            return self.error("'break', 'continue' and 'return' cannot appear in an except* block", *loc);
        }
        if stop(top.kind) {
            return Ok(Some(top));
        }
        self.unit().fblocks.pop();
        self.unwind_fblock(loc, top, preserve_tos)?;
        let stopped = self.unwind_fblock_stack(loc, preserve_tos, stop)?;
        self.unit().fblocks.push(top);
        Ok(stopped)
    }
}
