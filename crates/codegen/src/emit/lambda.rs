//! Lambdas.
//!
//! Follows `Python/compile.c` `compiler_lambda`.

use pycmill_ast::{Arguments, Expr, NodeId};
use pycmill_object::Pool;
use pycmill_target::Opcode;

use super::unit::UnitKind;
use super::{Emitter, Result};
use crate::symbols::table::ScopeRole;
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `lambda args: body`.
    pub(crate) fn lambda(&mut self, loc: Location, id: NodeId, args: &Arguments<'a>, body: &Expr<'a>) -> Result {
        self.check_debug_args(loc, args)?;
        let parts = self.default_arguments(loc, args)?;
        let name = self.names.intern("<lambda>");
        self.enter_scope(name, UnitKind::Lambda, Some((id, ScopeRole::Body)), loc.line);
        if self.target.reserves_docstring_slot() {
            self.add_const(Pool::NONE);
        }
        let unit = self.unit();
        unit.argcount = args.args.len() as u32;
        unit.posonlyargcount = args.posonlyargs.len() as u32;
        unit.kwonlyargcount = args.kwonlyargs.len() as u32;
        self.visit_expr(body)?;
        let scope = self.unit().scope;
        let is_generator = self.symbols.scope(scope).generator;
        if !is_generator {
            let at_body = self.target.lambda_returns_at_body();
            let return_loc = if at_body { self.loc(body.span) } else { self.unit().standing };
            self.addop(return_loc, Opcode::RETURN_VALUE);
        }
        let code = self.exit_scope(!is_generator)?;
        self.make_closure(loc, code, parts)
    }
}
