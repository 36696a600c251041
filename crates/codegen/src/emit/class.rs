//! Class definitions.
//!
//! Follows `Python/compile.c` `compiler_class`, `compiler_class_body`.

use pycmill_ast::{ClassDef, Expr, ExprContext, ExprKind, Name};
use pycmill_object::Pool;
use pycmill_source::Span;
use pycmill_target::operands::intrinsic_1;
use pycmill_target::{CallNull, Opcode};

use super::unit::{FinishedUnit, UnitKind};
use super::{Emitter, Result};
use crate::symbols::table::ScopeRole;
use pycmill_flow::ir::Location;

impl<'a> Emitter<'a, '_> {
    /// `class`.
    pub(crate) fn class(&mut self, span: Span, def: &'a ClassDef<'a>) -> Result {
        self.visit_exprs(def.decorator_list)?;
        let loc = self.loc(span);
        let line = self.first_line(loc, def.decorator_list);
        if def.type_params.is_empty() {
            self.class_body(loc, def, line)?;
            self.call_helper(loc, 2, def.bases, def.keywords)?;
        } else {
            self.generic_class(span, def, line)?;
        }
        self.apply_decorators(loc, def.decorator_list);
        self.nameop(loc, def.name, ExprContext::Store)
    }

    /// A class inside the scope of its type parameters, with `Generic[…]` as its last base.
    fn generic_class(&mut self, span: Span, def: &'a ClassDef<'a>, line: i32) -> Result {
        let loc = self.loc(span);
        self.addop_call_null(loc, CallNull::Before);
        let name = self.type_params_name(def.name);
        if self.target.generic_class_mangles_what_follows() {
            self.unit().private = Some(def.name);
        }
        self.enter_scope(name, UnitKind::TypeParams, Some((def.id, ScopeRole::TypeParams)), line);
        self.unit().private = Some(def.name);
        self.type_params(def.type_params)?;
        let type_params = self.names.intern(".type_params");
        self.nameop(loc, type_params, ExprContext::Store)?;
        self.class_body(loc, def, line)?;
        let generic_base = self.names.intern(".generic_base");
        self.nameop(loc, type_params, ExprContext::Load)?;
        self.addop_i(loc, Opcode::CALL_INTRINSIC_1, intrinsic_1::SUBSCRIPT_GENERIC);
        self.nameop(loc, generic_base, ExprContext::Store)?;
        let base = Expr { span, kind: ExprKind::Name { id: generic_base, ctx: ExprContext::Load } };
        let bases: Vec<Expr<'a>> = def.bases.iter().copied().chain([base]).collect();
        self.call_helper(loc, 2, &bases, def.keywords)?;
        self.call_scope(loc)
    }

    /// The function of the class body, and what the call of `__build_class__` begins with.
    fn class_body(&mut self, loc: Location, def: &'a ClassDef<'a>, line: i32) -> Result {
        self.enter_scope(def.name, UnitKind::Class, Some((def.id, ScopeRole::Body)), line);
        let start = self.unit().standing;
        self.unit().private = Some(def.name);
        self.class_prologue(start, def)?;
        self.body(start, def.body)?;
        self.class_epilogue()?;
        let code = self.exit_scope(true)?;
        self.addop_call_null(loc, CallNull::Before);
        self.addop(loc, Opcode::LOAD_BUILD_CLASS);
        self.addop_call_null(loc, CallNull::After);
        self.make_closure(loc, FinishedUnit { qualname: code.name, ..code }, 0)?;
        self.addop_load_name_const(loc, def.name);
        Ok(())
    }

    /// What a class knows of itself before its first statement.
    fn class_prologue(&mut self, loc: Location, def: &'a ClassDef<'a>) -> Result {
        self.special_name(loc, "__name__", ExprContext::Load)?;
        self.special_name(loc, "__module__", ExprContext::Store)?;
        let qualname = self.unit().qualname;
        self.addop_load_object(loc, qualname);
        self.special_name(loc, "__qualname__", ExprContext::Store)?;
        if self.target.records_class_first_line() {
            let line = self.unit().firstlineno;
            self.addop_load_int(loc, line.into());
            self.special_name(loc, "__firstlineno__", ExprContext::Store)?;
        }
        if !def.type_params.is_empty() {
            self.special_name(loc, ".type_params", ExprContext::Load)?;
            self.special_name(loc, "__type_params__", ExprContext::Store)?;
        }
        if self.scope().needs_classdict {
            self.addop(loc, Opcode::LOAD_LOCALS);
            let cell = self.class_cell("__classdict__");
            self.addop_i(loc, Opcode::STORE_DEREF, cell);
        }
        self.start_conditional_annotations(loc);
        Ok(())
    }

    /// What `type.__new__` asks for behind the last statement.
    fn class_epilogue(&mut self) -> Result {
        let none = Location::NONE;
        if self.target.records_static_attributes() {
            let attributes = self.static_attributes();
            let attributes = self.name_tuple(&attributes);
            self.addop_load_object(none, attributes);
            self.special_name(none, "__static_attributes__", ExprContext::Store)?;
        }
        let scope = self.scope();
        let (needs_classdict, needs_class_closure) = (scope.needs_classdict, scope.needs_class_closure);
        if needs_classdict {
            let cell = self.class_cell("__classdict__");
            self.addop_i(none, Opcode::LOAD_CLOSURE, cell);
            self.special_name(none, "__classdictcell__", ExprContext::Store)?;
        }
        if needs_class_closure {
            let cell = self.class_cell("__class__");
            self.addop_i(none, Opcode::LOAD_CLOSURE, cell);
            self.duplicate(none);
            self.special_name(none, "__classcell__", ExprContext::Store)?;
        } else {
            self.addop_load_object(none, Pool::NONE);
        }
        self.addop(none, Opcode::RETURN_VALUE);
        Ok(())
    }

    /// The attributes that methods store through `self`, sorted by code points.
    fn static_attributes(&mut self) -> Vec<Name> {
        let mut attributes: Vec<Name> = self.unit().static_attributes.iter().copied().collect();
        attributes.sort_unstable_by_key(|name| self.names.text(*name));
        attributes
    }

    fn special_name(&mut self, loc: Location, text: &str, ctx: ExprContext) -> Result {
        let name = self.names.intern(text);
        self.nameop(loc, name, ctx)
    }

    /// The number of an implicit cell of the class.
    fn class_cell(&mut self, text: &str) -> u32 {
        let name = self.names.intern(text);
        self.unit().cellvars.add(name)
    }
}
