//! `try` and `with` of 3.8, where a `finally` body exists once and every way out calls it.
//!
//! Invariant: `finally` bodies are written before the `try` bodies they belong to and moved after them, because whether they
//! leave with `return`, `break` or `continue` decides how they are called. Follows `compiler_try_finally`,
//! `compiler_try_except`, `compiler_with`, `compiler_async_with` and `compiler_unwind_fblock` (`Python/compile.c` of 3.8).

use pycmill_ast::{ExceptHandler, ExprContext, Name, Stmt, Try, WithItem};
use pycmill_object::Pool;
use pycmill_target::Opcode;
use pycmill_target::operands::compare;

use super::unwind::{FrameBlock, FrameKind};
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

impl<'a> Emitter<'a, '_> {
    /// `try` with `finally`.
    pub(super) fn try_called_finally(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        let (body, end) = (self.new_label(), self.new_label());
        let before = self.unit().code.mark();
        let leaves = self.called_finally_body(loc, stmt.finalbody, end)?;
        let finally = self.unit().code.cut(before);
        self.set_line(loc);
        if leaves {
            // In the place of a value that the `try` body may return, for a `finally` body that drops it.
            self.addop_load_object(loc, Pool::NONE);
        }
        self.guarded_by_finally(loc, stmt, FrameKind::CalledFinally { has_placeholder: leaves }, (body, end))?;
        self.addop(loc, Opcode::POP_BLOCK);
        self.addop(loc, Opcode::BEGIN_FINALLY);
        self.pop_fblock();
        self.unit().code.paste(finally);
        Ok(())
    }

    /// Writes a `finally` body; whether it leaves with `return`, `break` or `continue`.
    fn called_finally_body(&mut self, loc: Location, finalbody: &'a [Stmt<'a>], end: Label) -> Result<bool> {
        self.use_label(end);
        self.push_fblock(loc, FrameKind::FinallyEnd, Some(end), Some(end))?;
        self.visit_stmts(finalbody)?;
        self.addop(loc, Opcode::END_FINALLY);
        let leaves = self.unit().fblocks.last().is_some_and(|block| block.exit.is_none());
        if leaves {
            self.addop(loc, Opcode::POP_TOP);
        }
        self.pop_fblock();
        Ok(leaves)
    }

    /// `try` with `except`.
    pub(super) fn try_compared_except(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        let (body, except) = (self.new_label(), self.new_label());
        let (orelse, end) = (self.new_label(), self.new_label());
        self.addop_jump(loc, Opcode::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_fblock(loc, FrameKind::TryExcept, Some(body), None)?;
        self.visit_stmts(stmt.body)?;
        self.addop(loc, Opcode::POP_BLOCK);
        self.pop_fblock();
        self.jump_ahead(loc, orelse);
        self.use_label(except);
        for (at, handler) in stmt.handlers.iter().enumerate() {
            let is_last = at + 1 == stmt.handlers.len();
            self.compared_handler(handler, is_last, end)?;
        }
        self.addop(loc, Opcode::END_FINALLY);
        self.use_label(orelse);
        self.visit_stmts(stmt.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn compared_handler(&mut self, handler: &'a ExceptHandler<'a>, is_last: bool, end: Label) -> Result {
        let loc = self.loc(handler.span);
        self.check_default_is_last(handler, is_last)?;
        self.set_line(loc);
        let next = self.new_label();
        if let Some(type_) = handler.type_ {
            self.addop(loc, Opcode::DUP_TOP);
            self.visit_expr(type_)?;
            self.addop_i(loc, Opcode::COMPARE_OP, compare::EXC_MATCH);
            self.addop_jump(loc, Opcode::POP_JUMP_IF_FALSE, next);
        }
        self.addop(loc, Opcode::POP_TOP);
        match handler.name {
            Some(name) => self.compared_named_body(loc, name, handler.body)?,
            None => self.compared_plain_body(loc, handler.body)?,
        }
        self.jump_ahead(loc, end);
        self.use_label(next);
        Ok(())
    }

    /// The body of `except … as name`; what deletes the name is a `finally` body.
    fn compared_named_body(&mut self, loc: Location, name: Name, body: &'a [Stmt<'a>]) -> Result {
        let (cleanup_end, cleanup_body) = (self.new_label(), self.new_label());
        self.nameop(loc, name, ExprContext::Store)?;
        self.addop(loc, Opcode::POP_TOP);
        self.addop_jump(loc, Opcode::SETUP_FINALLY, cleanup_end);
        self.use_label(cleanup_body);
        self.push_fblock(loc, FrameKind::HandlerCleanup(Some(name)), Some(cleanup_body), Some(cleanup_end))?;
        self.visit_stmts(body)?;
        self.addop(loc, Opcode::POP_BLOCK);
        self.addop(loc, Opcode::BEGIN_FINALLY);
        self.pop_fblock();
        self.use_label(cleanup_end);
        self.push_fblock(loc, FrameKind::FinallyEnd, Some(cleanup_end), None)?;
        self.forget_exception(loc, Some(name))?;
        self.addop(loc, Opcode::END_FINALLY);
        self.addop(loc, Opcode::POP_EXCEPT);
        self.pop_fblock();
        Ok(())
    }

    fn compared_plain_body(&mut self, loc: Location, body: &'a [Stmt<'a>]) -> Result {
        self.plain_handler_body(loc, body)?;
        self.addop(loc, Opcode::POP_EXCEPT);
        self.pop_fblock();
        Ok(())
    }

    /// The first context manager of a `with` statement, and the others inside it.
    pub(super) fn with_called_cleanup(
        &mut self,
        loc: Location,
        item: &'a WithItem<'a>,
        inner: &'a [WithItem<'a>],
        body: &'a [Stmt<'a>],
    ) -> Result {
        let (block, finally) = (self.new_label(), self.new_label());
        self.enter_on_block_stack(loc, item, block, finally)?;
        self.with(loc, inner, body)?;
        self.begin_cleanup(loc, finally)?;
        self.addop(loc, Opcode::WITH_CLEANUP_START);
        self.end_cleanup(loc);
        Ok(())
    }

    /// The same with both methods awaited.
    pub(super) fn async_with_called_cleanup(
        &mut self,
        loc: Location,
        item: &'a WithItem<'a>,
        inner: &'a [WithItem<'a>],
        body: &'a [Stmt<'a>],
    ) -> Result {
        let (block, finally) = (self.new_label(), self.new_label());
        self.enter_async_on_block_stack(loc, item, block, finally)?;
        self.async_with(loc, inner, body)?;
        self.begin_cleanup(loc, finally)?;
        self.addop(loc, Opcode::WITH_CLEANUP_START);
        self.await_context_method(loc, 2);
        self.end_cleanup(loc);
        Ok(())
    }

    /// The body of a `with` statement has ended; calls of its cleanup come here.
    fn begin_cleanup(&mut self, loc: Location, finally: Label) -> Result {
        self.addop(loc, Opcode::POP_BLOCK);
        self.addop(loc, Opcode::BEGIN_FINALLY);
        self.pop_fblock();
        self.use_label(finally);
        self.push_fblock(loc, FrameKind::FinallyEnd, Some(finally), None)
    }

    fn end_cleanup(&mut self, loc: Location) {
        self.addop(loc, Opcode::WITH_CLEANUP_FINISH);
        self.addop(loc, Opcode::END_FINALLY);
        self.pop_fblock();
    }

    /// Leaves the frame block at an index.
    pub(super) fn leave_by_call(&mut self, loc: Location, index: usize, preserve_tos: bool) {
        let FrameBlock { kind, exit, .. } = self.unit().fblocks[index];
        match kind {
            FrameKind::FinallyEnd => {
                self.unit().fblocks[index].exit = None;
                self.addop_i(loc, Opcode::POP_FINALLY, u32::from(preserve_tos));
                self.drop_below(loc, preserve_tos);
            }
            FrameKind::ForLoop | FrameKind::AsyncForLoop => self.drop_below(loc, preserve_tos),
            FrameKind::TryExcept => self.addop(loc, Opcode::POP_BLOCK),
            FrameKind::CalledFinally { has_placeholder } => {
                self.call_finally(loc, exit, has_placeholder, preserve_tos);
            }
            FrameKind::With | FrameKind::AsyncWith => self.call_cleanup(loc, kind, preserve_tos),
            FrameKind::HandlerCleanup(_) => self.leave_compared_handler(loc, exit, preserve_tos),
            _ => {}
        }
    }

    /// Drops the value below the one that is kept, or the topmost one.
    fn drop_below(&mut self, loc: Location, preserve_tos: bool) {
        if preserve_tos {
            self.addop(loc, Opcode::ROT_TWO);
        }
        self.addop(loc, Opcode::POP_TOP);
    }

    fn call_finally(&mut self, loc: Location, exit: Option<Label>, has_placeholder: bool, preserve_tos: bool) {
        self.addop(loc, Opcode::POP_BLOCK);
        if has_placeholder && preserve_tos {
            self.drop_below(loc, true);
        }
        if let Some(exit) = exit {
            self.addop_jump(loc, Opcode::CALL_FINALLY, exit);
        }
        if has_placeholder && !preserve_tos {
            self.addop(loc, Opcode::POP_TOP);
        }
    }

    fn call_cleanup(&mut self, loc: Location, kind: FrameKind<'a>, preserve_tos: bool) {
        self.addop(loc, Opcode::POP_BLOCK);
        if preserve_tos {
            self.addop(loc, Opcode::ROT_TWO);
        }
        self.addop(loc, Opcode::BEGIN_FINALLY);
        self.addop(loc, Opcode::WITH_CLEANUP_START);
        if matches!(kind, FrameKind::AsyncWith) {
            self.await_context_method(loc, 2);
        }
        self.addop(loc, Opcode::WITH_CLEANUP_FINISH);
        self.addop_i(loc, Opcode::POP_FINALLY, 0);
    }

    fn leave_compared_handler(&mut self, loc: Location, exit: Option<Label>, preserve_tos: bool) {
        if preserve_tos {
            self.addop(loc, Opcode::ROT_FOUR);
        }
        let Some(exit) = exit else {
            self.addop(loc, Opcode::POP_EXCEPT);
            return;
        };
        self.addop(loc, Opcode::POP_BLOCK);
        self.addop(loc, Opcode::POP_EXCEPT);
        self.addop_jump(loc, Opcode::CALL_FINALLY, exit);
    }
}
