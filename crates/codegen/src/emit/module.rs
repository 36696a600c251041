//! The module, and what bodies of modules and classes begin with: annotations and the docstring.
//!
//! Follows `Python/compile.c` `compiler_mod`, `compiler_body`, `find_ann`.

use pycmill_ast::{Constant, ExprContext, ExprKind, Module, Stmt, StmtKind};
use pycmill_object::{ObjId, Value};
use pycmill_source::Span;
use pycmill_target::{Annotations, Opcode, Target};

use super::unit::UnitKind;
use super::{Emitter, Result};
use crate::docstring;
use crate::error::{CompileError, ErrorClass};
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// The code object of a file.
    pub(crate) fn module(&mut self, module: &Module<'a>) -> Result<ObjId> {
        let name = self.names.intern("<module>");
        // Line 0 means that of the first instruction.
        let line = i32::from(!self.target.modules_begin_with_first_instruction());
        self.enter_scope(name, UnitKind::Module, None, line);
        let first = module.body.first().map_or(Location::new(1, 1, 0, 0), |stmt| self.loc(stmt.span));
        if !module.body.is_empty() {
            self.set_line(first);
        }
        self.start_conditional_annotations(first);
        self.body(first, module.body)?;
        Ok(self.exit_scope(true)?.code)
    }

    /// The statements of a module or class.
    pub(crate) fn body(&mut self, loc: Location, stmts: &'a [Stmt<'a>]) -> Result {
        let defers = self.target.annotations() == Annotations::Function;
        let sets_up = if defers {
            self.features.annotations && self.scope().annotations_used
        } else {
            has_annotation(self.target, stmts)
        };
        if sets_up {
            self.addop(loc, Opcode::SETUP_ANNOTATIONS);
        }
        self.documented_stmts(stmts)?;
        if defers {
            self.process_deferred_annotations(loc)?;
        }
        Ok(())
    }

    /// Statements behind a docstring, which is kept under its name.
    fn documented_stmts(&mut self, stmts: &'a [Stmt<'a>]) -> Result {
        let Some((text, span)) = docstring(stmts) else { return self.visit_stmts(stmts) };
        let kept = self.optimize < 2;
        if kept {
            let (loc, doc) = (self.loc(span), self.docstring_object(text)?);
            let around = self.enter_line(loc);
            self.addop_load_object(loc, doc);
            self.leave_line(around);
            let doc = self.names.intern("__doc__");
            if self.target.stores_docstrings_without_place() {
                self.stand_at(Location::NONE);
            }
            let loc = self.left_location(Location::NONE);
            self.nameop(loc, doc, ExprContext::Store)?;
        }
        let leaves_out = kept || self.target.removed_docstrings_leave_nothing();
        self.visit_stmts(&stmts[usize::from(leaves_out)..])
    }

    /// The constant of a docstring.
    pub(crate) fn docstring_object(&mut self, text: &[u8]) -> Result<ObjId> {
        if !self.target.cleans_docstrings() {
            return Ok(self.pool.add(Value::Str(text)));
        }
        match docstring::clean(text) {
            Ok(cleaned) => Ok(self.pool.add(Value::Str(&cleaned))),
            Err(message) => {
                let class = ErrorClass::UnicodeEncodeError;
                Err(Box::new(CompileError { class, message, location: Location::NONE }))
            }
        }
    }

    /// `VISIT_SEQ(c, stmt, …)`.
    pub(crate) fn visit_stmts(&mut self, stmts: &'a [Stmt<'a>]) -> Result {
        stmts.iter().try_for_each(|stmt| self.visit_stmt(stmt))
    }
}

/// The docstring of a body and its place (`_PyAST_GetDocString`).
pub(crate) fn docstring<'a>(stmts: &[Stmt<'a>]) -> Option<(&'a [u8], Span)> {
    let StmtKind::Expr { value } = stmts.first()?.kind else { return None };
    match value.kind {
        ExprKind::Constant { value: Constant::Str(text), .. } => Some((text, value.span)),
        _ => None,
    }
}

/// Whether a variable is annotated anywhere in a body, nested blocks included.
fn has_annotation(target: Target, stmts: &[Stmt<'_>]) -> bool {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || stmts.iter().any(|stmt| annotates(target, stmt)))
}

fn annotates(target: Target, stmt: &Stmt<'_>) -> bool {
    let found = |stmts| has_annotation(target, stmts);
    match stmt.kind {
        StmtKind::AnnAssign { .. } => true,
        StmtKind::For { body, orelse, .. }
        | StmtKind::While { body, orelse, .. }
        | StmtKind::If { body, orelse, .. } => found(body) || found(orelse),
        StmtKind::With { body, .. } => found(body),
        StmtKind::Try(stmt) => {
            stmt.handlers.iter().any(|handler| found(handler.body))
                || [stmt.body, stmt.finalbody, stmt.orelse].into_iter().any(found)
        }
        StmtKind::Match { cases, .. } if target.finds_annotations_in_cases() => {
            cases.iter().any(|case| found(case.body))
        }
        _ => false,
    }
}
