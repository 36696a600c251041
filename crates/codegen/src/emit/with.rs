//! `with`, `async with`.
//!
//! Follows `Python/compile.c` `compiler_with`, `compiler_async_with`, `compiler_with_except_finish`.

use pycmill_ast::{Expr, Stmt, WithItem};
use pycmill_target::operands::special_method;
use pycmill_target::{Opcode, Unwinding, WithShape};

use super::unit::UnitKind;
use super::unwind::FrameKind;
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

impl<'a> Emitter<'a, '_> {
    /// The first context manager, the others inside it.
    pub(crate) fn with(&mut self, stmt: Location, items: &'a [WithItem<'a>], body: &'a [Stmt<'a>]) -> Result {
        let Some((item, inner)) = items.split_first() else { return self.visit_stmts(body) };
        if self.target.unwinding() != Unwinding::Table {
            return self.with_on_block_stack(stmt, item, inner, body);
        }
        let (block, handler) = (self.new_label(), self.new_label());
        let (exit, cleanup) = (self.new_label(), self.new_label());
        self.visit_expr(&item.context_expr)?;
        let loc = self.with_location(stmt, item);
        self.enter_with(loc);
        self.addop_jump(loc, Opcode::SETUP_WITH, handler);
        self.use_label(block);
        self.push_fblock(loc, FrameKind::With, Some(block), Some(handler))?;
        self.store_entered(loc, item.optional_vars)?;
        self.with(stmt, inner, body)?;
        self.addop(Location::NONE, Opcode::POP_BLOCK);
        self.pop_fblock();
        self.call_exit_with_nones(loc);
        self.addop(loc, Opcode::POP_TOP);
        self.jump_to(loc, exit);
        self.use_label(handler);
        self.addop_jump(loc, Opcode::SETUP_CLEANUP, cleanup);
        self.addop(loc, Opcode::PUSH_EXC_INFO);
        self.addop(loc, Opcode::WITH_EXCEPT_START);
        self.with_except_finish(cleanup);
        self.use_label(exit);
        Ok(())
    }

    /// Like [`Emitter::with`]; both methods are awaited.
    pub(crate) fn async_with(&mut self, stmt: Location, items: &'a [WithItem<'a>], body: &'a [Stmt<'a>]) -> Result {
        let Some((item, inner)) = items.split_first() else { return self.visit_stmts(body) };
        if self.unit().kind != UnitKind::AsyncFunction {
            return self.error("'async with' outside async function", stmt);
        }
        if self.target.unwinding() != Unwinding::Table {
            return self.async_with_on_block_stack(stmt, item, inner, body);
        }
        let (block, handler) = (self.new_label(), self.new_label());
        let (exit, cleanup) = (self.new_label(), self.new_label());
        self.visit_expr(&item.context_expr)?;
        let loc = self.with_location(stmt, item);
        self.enter_async_with(loc);
        self.await_context_method(loc, 1);
        self.addop_jump(loc, Opcode::SETUP_WITH, handler);
        self.use_label(block);
        self.push_fblock(loc, FrameKind::AsyncWith, Some(block), Some(handler))?;
        self.store_entered(loc, item.optional_vars)?;
        self.async_with(stmt, inner, body)?;
        self.pop_fblock();
        let left = self.left_location(loc);
        self.addop(left, Opcode::POP_BLOCK);
        self.call_exit_with_nones(loc);
        self.await_context_method(loc, 2);
        self.addop(loc, Opcode::POP_TOP);
        self.jump_to(loc, exit);
        self.use_label(handler);
        self.addop_jump(loc, Opcode::SETUP_CLEANUP, cleanup);
        self.addop(loc, Opcode::PUSH_EXC_INFO);
        self.addop(loc, Opcode::WITH_EXCEPT_START);
        self.await_context_method(loc, 2);
        self.with_except_finish(cleanup);
        self.use_label(exit);
        Ok(())
    }

    /// The place of the instructions that enter and leave a context manager.
    fn with_location(&self, stmt: Location, item: &WithItem<'a>) -> Location {
        if self.target.with_is_at_context_manager() { self.loc(item.context_expr.span) } else { stmt }
    }

    /// Calls `__enter__` of the context manager on the stack, which `__exit__` replaces.
    fn enter_with(&mut self, loc: Location) {
        match self.target.with_shape() {
            WithShape::LoadSpecial => self.load_special_methods(loc, special_method::EXIT, special_method::ENTER),
            WithShape::CleanupOps | WithShape::InlineExit | WithShape::BeforeWith => {
                self.addop(loc, Opcode::BEFORE_WITH);
            }
        }
    }

    /// Like [`Emitter::enter_with`]; the result is still to be awaited.
    fn enter_async_with(&mut self, loc: Location) {
        match self.target.with_shape() {
            WithShape::LoadSpecial => self.load_special_methods(loc, special_method::AEXIT, special_method::AENTER),
            WithShape::CleanupOps | WithShape::InlineExit | WithShape::BeforeWith => {
                self.addop(loc, Opcode::BEFORE_ASYNC_WITH);
            }
        }
    }

    fn load_special_methods(&mut self, loc: Location, exit: u32, enter: u32) {
        self.addop_i(loc, Opcode::COPY, 1);
        self.addop_i(loc, Opcode::LOAD_SPECIAL, exit);
        self.addop_i(loc, Opcode::SWAP, 2);
        self.addop_i(loc, Opcode::SWAP, 3);
        self.addop_i(loc, Opcode::LOAD_SPECIAL, enter);
        self.addop_i(loc, Opcode::CALL, 0);
    }

    /// What `__enter__` returned goes to the target.
    pub(super) fn store_entered(&mut self, loc: Location, target: Option<&'a Expr<'a>>) -> Result {
        match target {
            Some(target) => self.visit_expr(target),
            None => {
                self.addop(loc, Opcode::POP_TOP);
                Ok(())
            }
        }
    }

    /// Goes on behind the statement if `__exit__` says so, else raises the exception again.
    fn with_except_finish(&mut self, cleanup: Label) {
        let none = Location::NONE;
        let suppress = self.new_label();
        self.stand_at(none);
        self.addop_to_bool(none);
        self.addop_jump(none, Opcode::POP_JUMP_IF_TRUE, suppress);
        self.addop_i(none, Opcode::RERAISE, 2);
        if self.target.with_suppresses_in_front() {
            self.use_label(suppress);
            self.suppress_exception();
            let exit = self.new_label();
            self.jump_forward(exit);
            self.use_label(cleanup);
            self.pop_except_and_reraise(none);
            self.use_label(exit);
        } else {
            self.use_label(cleanup);
            self.pop_except_and_reraise(none);
            self.use_label(suppress);
            self.suppress_exception();
        }
    }

    /// Drops the exception and what `__exit__` was called with.
    fn suppress_exception(&mut self) {
        let none = Location::NONE;
        self.addop(none, Opcode::POP_TOP);
        self.addop(none, Opcode::POP_BLOCK);
        self.addop(none, Opcode::POP_EXCEPT);
        self.addop(none, Opcode::POP_TOP);
        self.addop(none, Opcode::POP_TOP);
        if self.target.with_shape() == WithShape::LoadSpecial {
            self.addop(none, Opcode::POP_TOP);
        }
    }
}
