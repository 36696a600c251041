//! `try` and `with` up to 3.10, where a stack of blocks in the frame knows the handlers.
//!
//! Invariant: a handler finds six values on the stack, the exception at hand and the one before. Follows
//! `compiler_try_finally`, `compiler_try_except`, `compiler_with`, `compiler_async_with` and `compiler_unwind_fblock`
//! (`Python/compile.c` of 3.9 and 3.10).

use pycmill_ast::{ExceptHandler, ExprContext, Name, Stmt, Try, WithItem};
use pycmill_target::{Opcode, Unwinding};

use super::unwind::FrameKind;
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

impl<'a> Emitter<'a, '_> {
    /// The `finally` body is written after the `try` body and as a handler.
    pub(super) fn try_finally_on_block_stack(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        if self.target.unwinding() == Unwinding::Subroutine {
            return self.try_called_finally(loc, stmt);
        }
        let (body, end, exit) = (self.new_label(), self.new_label(), self.new_label());
        self.guarded_by_finally(loc, stmt, FrameKind::FinallyTry(stmt.finalbody), (body, end))?;
        self.addop(Location::NONE, Opcode::POP_BLOCK);
        self.pop_fblock();
        self.visit_stmts(stmt.finalbody)?;
        self.jump_forward(exit);
        self.use_label(end);
        let left = self.left_location(loc);
        self.push_fblock(left, FrameKind::FinallyEnd, Some(end), None)?;
        self.visit_stmts(stmt.finalbody)?;
        self.pop_fblock();
        let left = self.left_location(loc);
        self.addop_i(left, Opcode::RERAISE, 0);
        self.use_label(exit);
        Ok(())
    }

    pub(super) fn try_except_on_block_stack(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        if self.target.unwinding() == Unwinding::Subroutine {
            return self.try_compared_except(loc, stmt);
        }
        let (body, except) = (self.new_label(), self.new_label());
        let (orelse, end) = (self.new_label(), self.new_label());
        self.addop_jump(loc, Opcode::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_fblock(loc, FrameKind::TryExcept, Some(body), None)?;
        self.visit_stmts(stmt.body)?;
        self.pop_fblock();
        self.addop(Location::NONE, Opcode::POP_BLOCK);
        self.jump_forward(orelse);
        self.use_label(except);
        let left = self.left_location(loc);
        self.push_fblock(left, FrameKind::ExceptionHandler, None, None)?;
        for (at, handler) in stmt.handlers.iter().enumerate() {
            let is_last = at + 1 == stmt.handlers.len();
            self.handler_on_block_stack(handler, is_last, end)?;
        }
        self.pop_fblock();
        self.stand_at(Location::NONE);
        self.addop_i(Location::NONE, Opcode::RERAISE, 0);
        self.use_label(orelse);
        self.visit_stmts(stmt.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn handler_on_block_stack(&mut self, handler: &'a ExceptHandler<'a>, is_last: bool, end: Label) -> Result {
        let loc = self.loc(handler.span);
        self.check_default_is_last(handler, is_last)?;
        self.set_line(loc);
        let next = self.new_label();
        if let Some(type_) = handler.type_ {
            self.duplicate(loc);
            self.visit_expr(type_)?;
            self.addop_jump(loc, Opcode::JUMP_IF_NOT_EXC_MATCH, next);
            self.next_block();
        }
        self.addop(loc, Opcode::POP_TOP);
        match handler.name {
            Some(name) => self.named_handler_on_block_stack(loc, name, handler.body, end)?,
            None => self.plain_handler_on_block_stack(loc, handler.body, end)?,
        }
        self.use_label(next);
        Ok(())
    }

    /// The body of `except … as name`; the name is deleted on every way out.
    fn named_handler_on_block_stack(&mut self, loc: Location, name: Name, body: &'a [Stmt<'a>], end: Label) -> Result {
        let none = Location::NONE;
        let (cleanup_end, cleanup_body) = (self.new_label(), self.new_label());
        self.nameop(loc, name, ExprContext::Store)?;
        self.addop(loc, Opcode::POP_TOP);
        self.addop_jump(loc, Opcode::SETUP_FINALLY, cleanup_end);
        self.use_label(cleanup_body);
        self.push_fblock(loc, FrameKind::HandlerCleanup(Some(name)), Some(cleanup_body), None)?;
        self.visit_stmts(body)?;
        self.pop_fblock();
        self.stand_at(none);
        self.addop(none, Opcode::POP_BLOCK);
        self.addop(none, Opcode::POP_EXCEPT);
        self.forget_exception(none, Some(name))?;
        self.jump_forward(end);
        self.use_label(cleanup_end);
        self.forget_exception(none, Some(name))?;
        self.addop_i(none, Opcode::RERAISE, 1);
        Ok(())
    }

    fn plain_handler_on_block_stack(&mut self, loc: Location, body: &'a [Stmt<'a>], end: Label) -> Result {
        self.plain_handler_body(loc, body)?;
        self.pop_fblock();
        self.stand_at(Location::NONE);
        self.addop(Location::NONE, Opcode::POP_EXCEPT);
        self.jump_forward(end);
        Ok(())
    }

    /// The body of a handler without a name. The frame block is not left.
    pub(super) fn plain_handler_body(&mut self, loc: Location, body: &'a [Stmt<'a>]) -> Result {
        let cleanup_body = self.new_label();
        self.addop(loc, Opcode::POP_TOP);
        self.addop(loc, Opcode::POP_TOP);
        self.use_label(cleanup_body);
        self.push_fblock(loc, FrameKind::HandlerCleanup(None), Some(cleanup_body), None)?;
        self.visit_stmts(body)
    }

    /// The first context manager of a `with` statement, and the others inside it.
    pub(super) fn with_on_block_stack(
        &mut self,
        loc: Location,
        item: &'a WithItem<'a>,
        inner: &'a [WithItem<'a>],
        body: &'a [Stmt<'a>],
    ) -> Result {
        if self.target.unwinding() == Unwinding::Subroutine {
            return self.with_called_cleanup(loc, item, inner, body);
        }
        let (block, handler, exit) = (self.new_label(), self.new_label(), self.new_label());
        self.enter_on_block_stack(loc, item, block, handler)?;
        self.with(loc, inner, body)?;
        self.addop(Location::NONE, Opcode::POP_BLOCK);
        self.pop_fblock();
        self.stand_at(loc);
        self.call_exit_with_nones(loc);
        self.addop(loc, Opcode::POP_TOP);
        self.jump_ahead(loc, exit);
        self.use_label(handler);
        self.addop(loc, Opcode::WITH_EXCEPT_START);
        self.with_handler_on_block_stack(loc);
        self.use_label(exit);
        Ok(())
    }

    /// The same with both methods awaited.
    pub(super) fn async_with_on_block_stack(
        &mut self,
        loc: Location,
        item: &'a WithItem<'a>,
        inner: &'a [WithItem<'a>],
        body: &'a [Stmt<'a>],
    ) -> Result {
        if self.target.unwinding() == Unwinding::Subroutine {
            return self.async_with_called_cleanup(loc, item, inner, body);
        }
        let (block, handler, exit) = (self.new_label(), self.new_label(), self.new_label());
        self.enter_async_on_block_stack(loc, item, block, handler)?;
        self.async_with(loc, inner, body)?;
        self.pop_fblock();
        let left = self.left_location(loc);
        self.addop(left, Opcode::POP_BLOCK);
        self.stand_at(loc);
        self.call_exit_with_nones(loc);
        self.await_context_method(loc, 2);
        self.addop(loc, Opcode::POP_TOP);
        self.jump_to(loc, exit);
        self.use_label(handler);
        self.addop(loc, Opcode::WITH_EXCEPT_START);
        self.await_context_method(loc, 2);
        self.with_handler_on_block_stack(loc);
        self.use_label(exit);
        Ok(())
    }

    /// Enters a context manager, whose cleanup the frame knows by a label.
    pub(super) fn enter_on_block_stack(
        &mut self,
        loc: Location,
        item: &'a WithItem<'a>,
        block: Label,
        cleanup: Label,
    ) -> Result {
        self.visit_expr(&item.context_expr)?;
        self.addop_jump(loc, Opcode::SETUP_WITH, cleanup);
        self.use_label(block);
        self.push_fblock(loc, FrameKind::With, Some(block), Some(cleanup))?;
        self.store_entered(loc, item.optional_vars)
    }

    /// The same with an awaited method.
    pub(super) fn enter_async_on_block_stack(
        &mut self,
        loc: Location,
        item: &'a WithItem<'a>,
        block: Label,
        cleanup: Label,
    ) -> Result {
        self.visit_expr(&item.context_expr)?;
        self.addop(loc, Opcode::BEFORE_ASYNC_WITH);
        self.await_context_method(loc, 1);
        self.addop_jump(loc, Opcode::SETUP_ASYNC_WITH, cleanup);
        self.use_label(block);
        self.push_fblock(loc, FrameKind::AsyncWith, Some(block), Some(cleanup))?;
        self.store_entered(loc, item.optional_vars)
    }

    /// Goes on after the statement if `__exit__` said so, else raises the exception again.
    fn with_handler_on_block_stack(&mut self, loc: Location) {
        let exit = self.new_label();
        self.addop_jump(loc, Opcode::POP_JUMP_IF_TRUE, exit);
        self.next_block();
        self.addop_i(loc, Opcode::RERAISE, 1);
        self.use_label(exit);
        for _ in 0..3 {
            self.addop(loc, Opcode::POP_TOP);
        }
        self.addop(loc, Opcode::POP_EXCEPT);
        self.addop(loc, Opcode::POP_TOP);
    }

    /// Leaves the handler that a `finally` body is.
    pub(super) fn leave_finally_handler(&mut self, loc: Location, preserve_tos: bool) {
        self.rotate_preserved(loc, preserve_tos);
        for _ in 0..3 {
            self.addop(loc, Opcode::POP_TOP);
        }
        self.rotate_preserved(loc, preserve_tos);
        self.addop(loc, Opcode::POP_EXCEPT);
    }

    /// Leaves a handler of exceptions, and deletes its name.
    pub(super) fn leave_handler(&mut self, loc: Location, name: Option<Name>, preserve_tos: bool) -> Result {
        self.rotate_preserved(loc, preserve_tos);
        self.addop(loc, Opcode::POP_EXCEPT);
        self.forget_exception(loc, name)
    }

    /// Moves a value that is to be kept below the three values of an exception.
    fn rotate_preserved(&mut self, loc: Location, preserve_tos: bool) {
        if preserve_tos {
            self.rotate(loc, 4);
        }
    }
}
