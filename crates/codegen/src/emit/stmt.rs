//! Statements: which construct is written where, and the small ones.
//!
//! Follows `Python/compile.c` `compiler_visit_stmt`, `compiler_return`, `compiler_assert`,
//! `compiler_stmt_expr`.

use pycmill_ast::{Constant, Expr, ExprKind, Stmt, StmtKind};
use pycmill_target::operands::common_constant;
use pycmill_target::{AssertionErrorLoad, Opcode};

use super::annotations::AnnAssign;
use super::import::FromImport;
use super::type_params::TypeAlias;
use super::{Emitter, Result};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `VISIT(c, stmt, …)`.
    pub(crate) fn visit_stmt(&mut self, s: &Stmt<'a>) -> Result {
        if !is_conditional(&s.kind) {
            return self.nested(|emitter| emitter.visit_stmt1(s));
        }
        self.unit().deferred.conditional_depth += 1;
        // Behind an error the units stay as they are, so this one may not be the innermost any more.
        self.nested(|emitter| emitter.visit_stmt1(s))?;
        self.unit().deferred.conditional_depth -= 1;
        Ok(())
    }

    fn visit_stmt1(&mut self, s: &Stmt<'a>) -> Result {
        let loc = self.loc(s.span);
        self.check_stmt(s, loc)?;
        self.set_line(loc);
        match s.kind {
            StmtKind::FunctionDef(def) => self.function(s.span, def),
            StmtKind::ClassDef(def) => self.class(s.span, def),
            StmtKind::TypeAlias { id, name, type_params, value } => {
                self.typealias(s.span, TypeAlias { id, name, type_params, value })
            }
            StmtKind::Return { value } => self.return_(loc, value),
            StmtKind::Delete { targets } => self.visit_exprs(targets),
            StmtKind::Assign { targets, value } => self.assign(loc, targets, value),
            StmtKind::AugAssign { target, op, value } => self.augassign(loc, target, op, value),
            StmtKind::AnnAssign { target, annotation, value, simple, .. } => {
                self.annassign(s.span, AnnAssign { target, annotation, value, simple })
            }
            StmtKind::For { target, iter, body, orelse, is_async: false } => self.for_(loc, target, iter, body, orelse),
            StmtKind::For { target, iter, body, orelse, is_async: true } => {
                self.async_for(loc, target, iter, body, orelse)
            }
            StmtKind::While { test, body, orelse } => self.while_(loc, test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_(loc, test, body, orelse),
            StmtKind::With { items, body, is_async: false } => self.with(loc, items, body),
            StmtKind::With { items, body, is_async: true } => self.async_with(loc, items, body),
            StmtKind::Match { subject, cases } => self.match_(subject, cases),
            StmtKind::Raise { exc, cause } => self.raise(loc, exc, cause),
            StmtKind::Try(stmt) => self.try_(loc, stmt),
            StmtKind::Assert { test, msg } => self.assert(loc, test, msg),
            StmtKind::Import { names, is_lazy } => self.import(loc, names, is_lazy),
            StmtKind::ImportFrom { module, names, level, is_lazy } => {
                self.import_from(loc, FromImport { module, names, level, is_lazy })
            }
            StmtKind::Expr { value } => self.stmt_expr(loc, value),
            StmtKind::Break => self.break_(loc),
            StmtKind::Continue => self.continue_(loc),
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } => Ok(()),
            StmtKind::Pass => {
                // A `pass` in the place of a docstring is as long as any.
                let loc = Location { end_line: loc.line, end_col: loc.col + 4, ..loc };
                self.addop(loc, Opcode::NOP);
                Ok(())
            }
        }
    }

    fn return_(&mut self, stmt_loc: Location, value: Option<&'a Expr<'a>>) -> Result {
        let scope = self.scope();
        if !scope.kind.is_function_like() {
            return self.error("'return' outside function", stmt_loc);
        }
        if value.is_some() && scope.coroutine && scope.generator {
            return self.error("'return' with value in async generator", stmt_loc);
        }
        let Some(value) = value else { return self.return_constant(stmt_loc, None) };
        let value_loc = self.loc(value.span);
        if let ExprKind::Constant { value, .. } = value.kind {
            return self.return_constant(stmt_loc, Some((value_loc, value)));
        }
        self.visit_expr(value)?;
        let mut loc = stmt_loc;
        if value_loc.line != stmt_loc.line {
            self.addop(loc, Opcode::NOP);
        }
        self.unwind_all_fblocks(&mut loc, true)?;
        self.stand_at(loc);
        self.addop(loc, Opcode::RETURN_VALUE);
        self.next_block();
        Ok(())
    }

    /// Returns a constant, which is loaded only behind everything that the way out runs.
    fn return_constant(&mut self, stmt_loc: Location, value: Option<(Location, Constant<'a>)>) -> Result {
        let mut loc = stmt_loc;
        if let Some((value_loc, _)) = value {
            loc = value_loc;
            self.addop(loc, Opcode::NOP);
        }
        if value.is_none_or(|(value_loc, _)| value_loc.line != stmt_loc.line) {
            loc = stmt_loc;
            self.addop(loc, Opcode::NOP);
        }
        self.unwind_all_fblocks(&mut loc, false)?;
        self.stand_at(loc);
        let constant = value.map_or(Constant::None, |(_, constant)| constant);
        let around = self.enter_line(value.map_or(stmt_loc, |(value_loc, _)| value_loc));
        self.addop_load_const(loc, &constant);
        self.leave_line(around);
        self.addop(loc, Opcode::RETURN_VALUE);
        self.next_block();
        Ok(())
    }

    fn raise(&mut self, loc: Location, exc: Option<&'a Expr<'a>>, cause: Option<&'a Expr<'a>>) -> Result {
        let mut count = 0;
        for e in exc.into_iter().chain(cause) {
            self.visit_expr(e)?;
            count += 1;
        }
        self.addop_i(loc, Opcode::RAISE_VARARGS, count);
        self.next_block();
        Ok(())
    }

    fn assert(&mut self, loc: Location, test: &Expr<'a>, msg: Option<&'a Expr<'a>>) -> Result {
        let warns = match test.kind {
            // A tuple of constants is a constant by now.
            ExprKind::Constant { .. } => self.target.warns_of_constant_assertions(),
            _ => self.optimize == 0 || self.target.warns_of_constant_assertions(),
        };
        if warns && is_filled_tuple(test) {
            self.warn(loc, "assertion is always true, perhaps remove parentheses?");
        }
        if self.optimize > 0 {
            return Ok(());
        }
        let end = self.new_label();
        let loc = self.jump_if(loc, test, end, true)?;
        self.stand_at(loc);
        self.load_assertion_error(loc);
        if let Some(msg) = msg {
            self.visit_expr(msg)?;
            self.addop_call_with_one(loc);
        }
        let raise_loc = if self.target.assert_raises_at_test() { self.loc(test.span) } else { loc };
        self.stand_at(raise_loc);
        self.addop_i(raise_loc, Opcode::RAISE_VARARGS, 1);
        self.use_label(end);
        Ok(())
    }

    fn load_assertion_error(&mut self, loc: Location) {
        match self.target.assertion_error_load() {
            AssertionErrorLoad::Global => {
                let name = self.names.intern("AssertionError");
                self.addop_name(loc, Opcode::LOAD_GLOBAL, name);
            }
            AssertionErrorLoad::Opcode => self.addop(loc, Opcode::LOAD_ASSERTION_ERROR),
            AssertionErrorLoad::CommonConstant => {
                self.addop_i(loc, Opcode::LOAD_COMMON_CONSTANT, common_constant::ASSERTION_ERROR);
            }
        }
    }

    fn stmt_expr(&mut self, loc: Location, value: &Expr<'a>) -> Result {
        if matches!(value.kind, ExprKind::Constant { .. }) {
            self.addop(loc, Opcode::NOP);
            return Ok(());
        }
        self.visit_expr(value)?;
        self.stand_at(Location::NONE);
        self.addop(Location::NONE, Opcode::POP_TOP);
        Ok(())
    }

    /// An assignment to one target or several.
    fn assign(&mut self, loc: Location, targets: &[Expr<'a>], value: &Expr<'a>) -> Result {
        self.visit_expr(value)?;
        for (at, target) in targets.iter().enumerate() {
            if at + 1 < targets.len() {
                self.duplicate(loc);
            }
            self.visit_expr(target)?;
        }
        Ok(())
    }
}

/// Whether the statements inside may run or not, as annotations see it.
fn is_conditional(stmt: &StmtKind<'_>) -> bool {
    matches!(
        stmt,
        StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::If { .. }
            | StmtKind::Match { .. }
            | StmtKind::Try(_)
            | StmtKind::With { .. }
    )
}

/// Whether a test is a tuple that is not empty, always true.
fn is_filled_tuple(test: &Expr<'_>) -> bool {
    match test.kind {
        ExprKind::Tuple { elts, .. } => !elts.is_empty(),
        ExprKind::Constant { value: Constant::Tuple(items), .. } => !items.is_empty(),
        _ => false,
    }
}
