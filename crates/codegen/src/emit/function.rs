//! Function definitions: decorators, defaults, the body.
//!
//! Follows `Python/compile.c` `compiler_function`, `compiler_function_body`,
//! `compiler_default_arguments`, `wrap_in_stopiteration_handler`.

use pycmill_ast::{Arguments, Expr, ExprContext, FunctionDef, Stmt};
use pycmill_object::{ObjId, Pool, Value};
use pycmill_source::Span;
use pycmill_target::operands::{function_part, intrinsic_1, intrinsic_2, resume};
use pycmill_target::{Annotations, CallNull, Opcode};

use super::module::docstring;
use super::unit::UnitKind;
use super::unwind::FrameKind;
use super::{Emitter, Result};
use crate::symbols::table::ScopeRole;
use pycmill_flow::ir::{CfgInstr, Location};

impl<'a> Emitter<'a, '_> {
    /// `def`, `async def`.
    pub(crate) fn function(&mut self, span: Span, def: &'a FunctionDef<'a>) -> Result {
        let loc = self.loc(span);
        self.check_debug_args(loc, def.args)?;
        self.visit_exprs(def.decorator_list)?;
        let line = self.first_line(loc, def.decorator_list);
        if !def.type_params.is_empty() {
            self.addop_call_null(loc, CallNull::Before);
        }
        let flags = self.default_arguments(loc, def.args)?;
        if def.type_params.is_empty() {
            self.annotated_function(loc, def, flags, line)?;
        } else {
            self.generic_function(loc, def, flags, line)?;
        }
        self.apply_decorators(loc, def.decorator_list);
        self.nameop(loc, def.name, ExprContext::Store)
    }

    /// The line where a definition begins: that of its first decorator.
    pub(crate) fn first_line(&self, loc: Location, decorators: &[Expr<'a>]) -> i32 {
        decorators.first().map_or(loc.line, |decorator| self.loc(decorator.span).line)
    }

    /// A function inside the scope of its type parameters, which takes the defaults as arguments.
    fn generic_function(&mut self, loc: Location, def: &'a FunctionDef<'a>, flags: u32, line: i32) -> Result {
        let passed = (flags & (function_part::DEFAULTS | function_part::KWDEFAULTS)).count_ones();
        if passed == 2 {
            self.exchange(loc);
        }
        let name = self.type_params_name(def.name);
        self.enter_scope(name, UnitKind::TypeParams, Some((def.id, ScopeRole::TypeParams)), line);
        self.type_params(def.type_params)?;
        for slot in 0..passed {
            self.addop_i(loc, Opcode::LOAD_FAST, slot);
        }
        self.annotated_function(loc, def, flags, line)?;
        self.addop_i(loc, Opcode::SWAP, 2);
        self.addop_i(loc, Opcode::CALL_INTRINSIC_2, intrinsic_2::SET_FUNCTION_TYPE_PARAMS);
        self.unit().argcount = passed;
        let code = self.exit_scope(false)?;
        self.make_closure(loc, code, 0)?;
        if passed > 0 {
            self.addop_i(loc, Opcode::SWAP, passed + 1);
        }
        if self.target.call_null() == CallNull::After && passed > 0 {
            // The first argument lies where the NULL would.
            self.addop_call(loc, passed - 1);
        } else {
            self.addop_call_null(loc, CallNull::After);
            self.addop_call(loc, passed);
        }
        Ok(())
    }

    /// The annotations, then the function object; its defaults are on the stack already.
    fn annotated_function(&mut self, loc: Location, def: &'a FunctionDef<'a>, flags: u32, line: i32) -> Result {
        let (annotated, part) = match self.target.annotations() {
            Annotations::Function => (self.function_annotations(loc, def)?, function_part::ANNOTATE),
            Annotations::Dictionary | Annotations::Tuple => {
                (self.visit_annotations(loc, def.args, def.returns)?, function_part::ANNOTATIONS)
            }
        };
        let flags = if annotated { flags | part } else { flags };
        self.function_body(loc, def, flags, line)
    }

    fn function_body(&mut self, loc: Location, def: &'a FunctionDef<'a>, flags: u32, line: i32) -> Result {
        let kind = if def.is_async { UnitKind::AsyncFunction } else { UnitKind::Function };
        self.enter_scope(def.name, kind, Some((def.id, ScopeRole::Body)), line);
        let documented = docstring(def.body);
        let text = documented.filter(|_| self.optimize < 2);
        let leaves_out = match text {
            _ if self.target.removed_docstrings_leave_nothing() => documented,
            _ if self.target.visits_docstrings_of_functions() => None,
            text => text,
        };
        if self.target.reserves_docstring_slot() || text.is_some() {
            let first = match text {
                Some((text, _)) => self.docstring_object(text)?,
                None => Pool::NONE,
            };
            self.add_const(first);
        }
        self.set_argument_counts(def.args);
        let body = &def.body[usize::from(leaves_out.is_some())..];
        let scope = self.scope();
        if (scope.coroutine || scope.generator) && self.target.wraps_generators_against_stop_iteration() {
            self.wrapped_body(body)?;
        } else {
            self.visit_stmts(body)?;
        }
        let code = self.exit_scope(true)?;
        self.make_closure(loc, code, flags)
    }

    /// The body of a generator or coroutine in its handler.
    fn wrapped_body(&mut self, body: &'a [Stmt<'a>]) -> Result {
        if self.target.counts_generator_handler() {
            let start = self.new_label();
            self.use_label(start);
            self.push_fblock(Location::NONE, FrameKind::StopIteration, Some(start), None)?;
        }
        self.visit_stmts(body)?;
        self.wrap_in_stopiteration_handler();
        if self.target.counts_generator_handler() {
            self.pop_fblock();
        }
        Ok(())
    }

    /// `co_argcount` without the positional-only parameters, and its two companions.
    pub(crate) fn set_argument_counts(&mut self, args: &Arguments<'a>) {
        let unit = self.unit();
        unit.argcount = args.args.len() as u32;
        unit.posonlyargcount = args.posonlyargs.len() as u32;
        unit.kwonlyargcount = args.kwonlyargs.len() as u32;
    }

    /// Calls the decorators on the stack, the nearest first.
    pub(crate) fn apply_decorators(&mut self, def_loc: Location, decorators: &[Expr<'a>]) {
        for decorator in decorators.iter().rev() {
            let at_decorator = self.target.calls_decorators_at_their_place();
            let loc = if at_decorator { self.loc(decorator.span) } else { def_loc };
            self.addop_call_with_one(loc);
        }
    }

    /// Pushes the defaults of a signature; the result tells which there are.
    pub(crate) fn default_arguments(&mut self, loc: Location, args: &Arguments<'a>) -> Result<u32> {
        let mut flags = 0;
        if !args.defaults.is_empty() {
            self.visit_exprs(args.defaults)?;
            self.addop_i(loc, Opcode::BUILD_TUPLE, args.defaults.len() as u32);
            flags |= function_part::DEFAULTS;
        }
        if self.visit_kwonlydefaults(loc, args)? {
            flags |= function_part::KWDEFAULTS;
        }
        Ok(flags)
    }

    /// Pushes the defaults of keyword-only parameters, if there are any.
    fn visit_kwonlydefaults(&mut self, loc: Location, args: &Arguments<'a>) -> Result<bool> {
        let keys_in_tuple = self.target.has_const_key_map();
        let mut keys: Vec<ObjId> = Vec::new();
        for (arg, default) in args.kwonlyargs.iter().zip(args.kw_defaults) {
            let Some(default) = default else { continue };
            let mangled = self.maybe_mangle(arg.arg);
            let key = self.mangled_object(arg.arg, mangled);
            if !keys_in_tuple {
                self.addop_load_object(loc, key);
            }
            keys.push(key);
            self.visit_expr(default)?;
        }
        let count = keys.len() as u32;
        if count > 0 && keys_in_tuple {
            let tuple = self.pool.add(Value::Tuple(&keys));
            self.addop_load_object(loc, tuple);
            self.addop_i(loc, Opcode::BUILD_CONST_KEY_MAP, count);
        } else if count > 0 {
            self.addop_i(loc, Opcode::BUILD_MAP, count);
        }
        Ok(count > 0)
    }

    /// Turns a `StopIteration` that leaves a generator or coroutine into a `RuntimeError`. The handler
    /// covers everything written so far, from the beginning of the body on.
    pub(crate) fn wrap_in_stopiteration_handler(&mut self) {
        if !self.target.wraps_generators_against_stop_iteration() {
            return;
        }
        let handler = self.new_label();
        let code = &mut self.unit().code;
        let start = |instr: &CfgInstr| instr.op == Opcode::RESUME && instr.arg == resume::AT_FUNC_START;
        let at = code.instrs().iter().position(start).unwrap_or(0);
        code.insert(at, Opcode::SETUP_CLEANUP, handler.0, Location::NONE);
        self.addop_load_object(Location::NONE, Pool::NONE);
        self.addop(Location::NONE, Opcode::RETURN_VALUE);
        self.use_label(handler);
        self.addop_i(Location::NONE, Opcode::CALL_INTRINSIC_1, intrinsic_1::STOPITERATION_ERROR);
        self.addop_i(Location::NONE, Opcode::RERAISE, 1);
    }
}
