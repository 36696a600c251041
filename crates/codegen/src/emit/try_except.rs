//! `try` with `except` and `finally`.
//!
//! Follows `Python/compile.c` `compiler_try_finally`, `compiler_try_except`.

use pycmill_ast::{ExceptHandler, ExprContext, Stmt, Try};
use pycmill_target::{Opcode, Unwinding};

use super::unwind::FrameKind;
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

impl<'a> Emitter<'a, '_> {
    /// `try` of all forms.
    pub(crate) fn try_(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        if stmt.finalbody.is_empty() { self.try_handlers(loc, stmt) } else { self.try_finally(loc, stmt) }
    }

    pub(super) fn try_handlers(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        if stmt.is_star { self.try_star_except(loc, stmt) } else { self.try_except(loc, stmt) }
    }

    /// The `finally` body is written twice: behind the `try` body, and as a handler.
    fn try_finally(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        if self.target.unwinding() != Unwinding::Table {
            return self.try_finally_on_block_stack(loc, stmt);
        }
        let (body, end) = (self.new_label(), self.new_label());
        let (exit, cleanup) = (self.new_label(), self.new_label());
        self.guarded_by_finally(loc, stmt, FrameKind::FinallyTry(stmt.finalbody), (body, end))?;
        self.addop(Location::NONE, Opcode::POP_BLOCK);
        self.pop_fblock();
        self.visit_stmts(stmt.finalbody)?;
        self.jump_forward(exit);
        self.use_label(end);
        self.finally_handler(stmt.finalbody, end, cleanup)?;
        self.use_label(exit);
        Ok(())
    }

    /// What a `finally` body guards, from one label on; the other is that of the body. The frame block is not left.
    pub(super) fn guarded_by_finally(
        &mut self,
        loc: Location,
        stmt: &'a Try<'a>,
        kind: FrameKind<'a>,
        (body, end): (Label, Label),
    ) -> Result {
        self.addop_jump(loc, Opcode::SETUP_FINALLY, end);
        self.use_label(body);
        self.push_fblock(loc, kind, Some(body), Some(end))?;
        if stmt.handlers.is_empty() { self.visit_stmts(stmt.body) } else { self.try_handlers(loc, stmt) }
    }

    fn finally_handler(&mut self, finalbody: &'a [Stmt<'a>], end: Label, cleanup: Label) -> Result {
        let none = Location::NONE;
        self.addop_jump(none, Opcode::SETUP_CLEANUP, cleanup);
        self.addop(none, Opcode::PUSH_EXC_INFO);
        self.push_fblock(none, FrameKind::FinallyEnd, Some(end), None)?;
        self.visit_stmts(finalbody)?;
        self.pop_fblock();
        let left = self.left_location(none);
        self.addop_i(left, Opcode::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(left);
        Ok(())
    }

    fn try_except(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        if self.target.unwinding() != Unwinding::Table {
            return self.try_except_on_block_stack(loc, stmt);
        }
        let none = Location::NONE;
        let (body, except) = (self.new_label(), self.new_label());
        let (end, cleanup) = (self.new_label(), self.new_label());
        self.addop_jump(loc, Opcode::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_fblock(loc, FrameKind::TryExcept, Some(body), None)?;
        self.visit_stmts(stmt.body)?;
        self.pop_fblock();
        self.addop(none, Opcode::POP_BLOCK);
        self.visit_stmts(stmt.orelse)?;
        self.jump_forward(end);
        self.use_label(except);
        self.addop_jump(none, Opcode::SETUP_CLEANUP, cleanup);
        self.addop(none, Opcode::PUSH_EXC_INFO);
        self.push_fblock(loc, FrameKind::ExceptionHandler, None, None)?;
        for (at, handler) in stmt.handlers.iter().enumerate() {
            let is_last = at + 1 == stmt.handlers.len();
            self.except_handler(handler, is_last, end)?;
        }
        self.pop_fblock();
        self.stand_at(none);
        self.addop_i(none, Opcode::RERAISE, 0);
        self.use_label(cleanup);
        self.pop_except_and_reraise(none);
        self.use_label(end);
        Ok(())
    }

    /// Nothing may follow a handler of every exception.
    pub(super) fn check_default_is_last(&self, handler: &ExceptHandler<'a>, is_last: bool) -> Result {
        if handler.type_.is_some() || is_last {
            return Ok(());
        }
        self.error("default 'except:' must be last", self.loc(handler.span))
    }

    fn except_handler(&mut self, handler: &'a ExceptHandler<'a>, is_last: bool, end: Label) -> Result {
        let loc = self.loc(handler.span);
        self.check_default_is_last(handler, is_last)?;
        let next = self.new_label();
        if let Some(type_) = handler.type_ {
            self.visit_expr(type_)?;
            self.addop(loc, Opcode::CHECK_EXC_MATCH);
            self.addop_jump(loc, Opcode::POP_JUMP_IF_FALSE, next);
        }
        if handler.name.is_some() {
            self.named_handler_body(loc, handler, end)?;
        } else {
            self.handler_body(loc, handler, end)?;
        }
        self.use_label(next);
        Ok(())
    }

    /// The body of `except … as name`; the name is deleted on every way out.
    fn named_handler_body(&mut self, loc: Location, handler: &'a ExceptHandler<'a>, end: Label) -> Result {
        let none = Location::NONE;
        let (cleanup_end, cleanup_body) = (self.new_label(), self.new_label());
        if let Some(name) = handler.name {
            self.nameop(loc, name, ExprContext::Store)?;
        }
        self.addop_jump(loc, Opcode::SETUP_CLEANUP, cleanup_end);
        self.use_label(cleanup_body);
        self.push_fblock(loc, FrameKind::HandlerCleanup(handler.name), Some(cleanup_body), None)?;
        self.visit_stmts(handler.body)?;
        self.pop_fblock();
        self.addop(none, Opcode::POP_BLOCK);
        self.addop(none, Opcode::POP_BLOCK);
        self.addop(none, Opcode::POP_EXCEPT);
        self.forget_exception(none, handler.name)?;
        self.jump_forward(end);
        self.use_label(cleanup_end);
        self.forget_exception(none, handler.name)?;
        self.addop_i(none, Opcode::RERAISE, 1);
        Ok(())
    }

    fn handler_body(&mut self, loc: Location, handler: &'a ExceptHandler<'a>, end: Label) -> Result {
        let none = Location::NONE;
        let cleanup_body = self.new_label();
        self.addop(loc, Opcode::POP_TOP);
        self.use_label(cleanup_body);
        self.push_fblock(loc, FrameKind::HandlerCleanup(None), Some(cleanup_body), None)?;
        self.visit_stmts(handler.body)?;
        self.pop_fblock();
        self.addop(none, Opcode::POP_BLOCK);
        self.addop(none, Opcode::POP_EXCEPT);
        self.jump_forward(end);
        Ok(())
    }
}
