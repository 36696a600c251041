//! `try` with `except*`.
//!
//! Follows `Python/compile.c` `compiler_try_star_except`.

use pycmill_ast::{ExceptHandler, ExprContext, Try};
use pycmill_target::Opcode;
use pycmill_target::operands::intrinsic_2;

use super::unwind::FrameKind;
use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

/// Where one handler's code goes on.
#[derive(Clone, Copy)]
struct HandlerLabels {
    /// Behind the handler, nothing raised.
    next: Label,
    /// Behind the handler, with what it raised in the list.
    next_with_error: Label,
    no_match: Label,
}

impl<'a> Emitter<'a, '_> {
    /// On the stack while the handlers run: the group, the list of what they raise, what is left of
    /// the group.
    pub(crate) fn try_star_except(&mut self, loc: Location, stmt: &'a Try<'a>) -> Result {
        let none = Location::NONE;
        let (body, except, orelse) = (self.new_label(), self.new_label(), self.new_label());
        let (end, cleanup, reraise_star) = (self.new_label(), self.new_label(), self.new_label());
        self.addop_jump(loc, Opcode::SETUP_FINALLY, except);
        self.use_label(body);
        self.push_fblock(loc, FrameKind::TryExcept, Some(body), None)?;
        self.visit_stmts(stmt.body)?;
        self.pop_fblock();
        self.addop(none, Opcode::POP_BLOCK);
        self.jump_forward(orelse);
        self.use_label(except);
        self.addop_jump(none, Opcode::SETUP_CLEANUP, cleanup);
        self.addop(none, Opcode::PUSH_EXC_INFO);
        self.push_fblock(loc, FrameKind::ExceptionGroupHandler, None, None)?;
        for (at, handler) in stmt.handlers.iter().enumerate() {
            self.star_handler(handler, at == 0)?;
            if at + 1 == stmt.handlers.len() {
                self.addop_i(none, Opcode::LIST_APPEND, 1);
                self.jump_forward(reraise_star);
            }
        }
        self.pop_fblock();
        self.reraise_group(reraise_star, end);
        self.use_label(cleanup);
        self.pop_except_and_reraise(none);
        self.use_label(orelse);
        self.visit_stmts(stmt.orelse)?;
        self.use_label(end);
        Ok(())
    }

    fn star_handler(&mut self, handler: &'a ExceptHandler<'a>, is_first: bool) -> Result {
        let loc = self.loc(handler.span);
        if !self.target.failed_star_match_jumps() {
            return self.star_handler_behind_jump(loc, handler, is_first);
        }
        let labels =
            HandlerLabels { next: self.new_label(), next_with_error: self.new_label(), no_match: self.new_label() };
        if self.match_star(loc, handler, is_first)? {
            self.addop_jump(loc, Opcode::POP_JUMP_IF_NONE, labels.no_match);
        }
        self.star_handler_body(loc, handler, labels)?;
        self.use_label(labels.next);
        // Holds the location that reaches this place.
        self.addop(Location::NONE, Opcode::NOP);
        self.jump_forward(labels.next_with_error);
        self.use_label(labels.no_match);
        let left = self.left_location(loc);
        self.addop(left, Opcode::POP_TOP);
        self.use_label(labels.next_with_error);
        Ok(())
    }

    /// A handler that a match which succeeded jumps to.
    fn star_handler_behind_jump(&mut self, loc: Location, handler: &'a ExceptHandler<'a>, is_first: bool) -> Result {
        let (next, matched) = (self.new_label(), self.new_label());
        if self.match_star(loc, handler, is_first)? {
            self.addop_jump(loc, Opcode::POP_JUMP_IF_NOT_NONE, matched);
            self.addop(loc, Opcode::POP_TOP);
            self.addop_jump(loc, Opcode::JUMP, next);
        }
        self.use_label(matched);
        self.star_handler_body(loc, handler, HandlerLabels { next, next_with_error: next, no_match: next })?;
        self.use_label(next);
        Ok(())
    }

    /// The match of a handler's type, copied for a test; whether there is a type.
    fn match_star(&mut self, loc: Location, handler: &'a ExceptHandler<'a>, is_first: bool) -> Result<bool> {
        if is_first {
            self.start_star_handlers(loc);
        }
        let Some(type_) = handler.type_ else { return Ok(false) };
        self.visit_expr(type_)?;
        self.addop(loc, Opcode::CHECK_EG_MATCH);
        self.addop_i(loc, Opcode::COPY, 1);
        Ok(true)
    }

    /// A list for what the handlers raise, between the group and the copy of it that they work on.
    fn start_star_handlers(&mut self, loc: Location) {
        if self.target.except_star_begins_with_list() {
            self.addop_i(loc, Opcode::BUILD_LIST, 0);
            self.addop_i(loc, Opcode::COPY, 2);
        } else {
            self.addop_i(loc, Opcode::COPY, 1);
            self.addop_i(loc, Opcode::BUILD_LIST, 0);
            self.addop_i(loc, Opcode::SWAP, 2);
        }
    }

    fn star_handler_body(&mut self, loc: Location, handler: &'a ExceptHandler<'a>, labels: HandlerLabels) -> Result {
        let none = Location::NONE;
        let (cleanup_end, cleanup_body) = (self.new_label(), self.new_label());
        match handler.name {
            Some(name) => self.nameop(loc, name, ExprContext::Store)?,
            None => self.addop(loc, Opcode::POP_TOP),
        }
        self.addop_jump(loc, Opcode::SETUP_CLEANUP, cleanup_end);
        self.use_label(cleanup_body);
        self.push_fblock(loc, FrameKind::HandlerCleanup(handler.name), Some(cleanup_body), None)?;
        self.visit_stmts(handler.body)?;
        self.pop_fblock();
        self.stand_at(none);
        self.addop(none, Opcode::POP_BLOCK);
        self.forget_exception(none, handler.name)?;
        self.jump_forward(labels.next);
        self.use_label(cleanup_end);
        self.forget_exception(none, handler.name)?;
        self.addop_i(none, Opcode::LIST_APPEND, 3);
        self.addop(none, Opcode::POP_TOP);
        self.jump_forward(labels.next_with_error);
        Ok(())
    }

    /// Raises what is in the list and what no handler took, if there is anything.
    fn reraise_group(&mut self, reraise_star: Label, end: Label) {
        let none = Location::NONE;
        let reraise = self.new_label();
        self.use_label(reraise_star);
        if self.target.has_intrinsics() {
            self.addop_i(none, Opcode::CALL_INTRINSIC_2, intrinsic_2::PREP_RERAISE_STAR);
        } else {
            self.addop(none, Opcode::PREP_RERAISE_STAR);
        }
        self.addop_i(none, Opcode::COPY, 1);
        self.addop_jump(none, Opcode::POP_JUMP_IF_NOT_NONE, reraise);
        self.addop(none, Opcode::POP_TOP);
        self.addop(none, Opcode::POP_BLOCK);
        self.addop(none, Opcode::POP_EXCEPT);
        self.jump_forward(end);
        self.use_label(reraise);
        self.addop(none, Opcode::POP_BLOCK);
        self.addop_i(none, Opcode::SWAP, 2);
        self.addop(none, Opcode::POP_EXCEPT);
        self.addop_i(none, Opcode::RERAISE, 0);
    }
}
