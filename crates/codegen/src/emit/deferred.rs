//! Annotations that are evaluated when asked for (PEP 649, 3.14+): the functions `__annotate__` of
//! functions, classes and modules, and those of type parameters and aliases.
//!
//! Follows `Python/codegen.c` `codegen_setup_annotations_scope`, `codegen_leave_annotations_scope`,
//! `codegen_deferred_annotations_body`, `codegen_process_deferred_annotations`,
//! `codegen_function_annotations`, and `Python/compile.c` `_PyCompile_AddDeferredAnnotation`.

use pycmill_ast::{Arg, CmpOp, Expr, ExprContext, FunctionDef, Name};
use pycmill_object::{Int, Locals, ObjId, Value};
use pycmill_target::Opcode;
use pycmill_target::operands::common_constant;

use super::unit::{FinishedUnit, UnitKind};
use super::{Emitter, Result};
use crate::symbols::mangle;
use crate::symbols::table::{ScopeId, ScopeRole};
use pycmill_flow::ir::{InstrSequence, Location};

/// The greatest format that the evaluating functions know (`VALUE_WITH_FAKE_GLOBALS`).
const GREATEST_FORMAT: i64 = 2;

/// The annotated names of a module or class that its `__annotate__` is to evaluate.
#[derive(Default)]
pub(crate) struct DeferredAnnotations<'a> {
    entries: Vec<Deferred<'a>>,
    /// How many statements around may run or not (`u_in_conditional_block`).
    pub(crate) conditional_depth: u32,
    /// `u_next_conditional_annotation_index`.
    conditional_count: u32,
}

/// One of them.
#[derive(Clone, Copy)]
struct Deferred<'a> {
    loc: Location,
    name: Name,
    annotation: &'a Expr<'a>,
    /// Its number in `__conditional_annotations__`, where only running the statement makes it count.
    index: Option<u32>,
}

impl<'a> Emitter<'a, '_> {
    /// Remembers the annotation of a name; a conditional one is noted when its statement runs.
    pub(crate) fn defer_annotation(&mut self, loc: Location, name: Name, annotation: &'a Expr<'a>) {
        let is_class = self.unit().kind == UnitKind::Class;
        let deferred = &mut self.unit().deferred;
        let index = (!is_class || deferred.conditional_depth > 0).then_some(deferred.conditional_count);
        deferred.conditional_count += u32::from(index.is_some());
        deferred.entries.push(Deferred { loc, name, annotation, index });
        let Some(index) = index else { return };
        let conditional = self.conditional_annotations();
        if is_class {
            let cell = self.unit().cellvars.add(conditional);
            self.addop_i(loc, Opcode::LOAD_DEREF, cell);
        } else {
            self.addop_name(loc, Opcode::LOAD_NAME, conditional);
        }
        self.addop_load_int(loc, index.into());
        self.addop_i(loc, Opcode::SET_ADD, 1);
        self.addop(loc, Opcode::POP_TOP);
    }

    fn conditional_annotations(&mut self) -> Name {
        self.names.intern("__conditional_annotations__")
    }

    /// Makes the set that notes which conditional annotations were met.
    pub(crate) fn start_conditional_annotations(&mut self, loc: Location) {
        if !self.scope().has_conditional_annotations {
            return;
        }
        self.addop_i(loc, Opcode::BUILD_SET, 0);
        let conditional = self.conditional_annotations();
        if self.unit().kind == UnitKind::Class {
            let cell = self.unit().cellvars.add(conditional);
            self.addop_i(loc, Opcode::STORE_DEREF, cell);
        } else {
            self.named_op(loc, Opcode::STORE_NAME, conditional);
        }
    }

    /// Stores the `__annotate__` of a module or class behind its statements. A module's goes to a
    /// sequence of its own, which is moved to the beginning.
    pub(crate) fn process_deferred_annotations(&mut self, loc: Location) -> Result {
        let entries = std::mem::take(&mut self.unit().deferred.entries);
        if entries.is_empty() {
            return Ok(());
        }
        let is_class = self.unit().kind == UnitKind::Class;
        let own = InstrSequence::new(self.target);
        let stashed = (!is_class).then(|| std::mem::replace(&mut self.unit().code, own));
        let block = self.scope().annotation_block.expect("annotated names open a scope of annotations");
        self.enter_evaluator(loc, self.symbols.scope(block).name, block);
        self.deferred_annotations_body(loc, &entries, is_class)?;
        self.leave_annotations_scope(loc)?;
        let stored = self.names.intern(if is_class { "__annotate_func__" } else { "__annotate__" });
        self.nameop(loc, stored, ExprContext::Store)?;
        if let Some(code) = stashed {
            self.end_annotation_setup(code);
        }
        Ok(())
    }

    fn end_annotation_setup(&mut self, code: InstrSequence) {
        let unit = self.unit();
        unit.annotations = Some(std::mem::replace(&mut unit.code, code));
    }

    fn deferred_annotations_body(&mut self, loc: Location, entries: &[Deferred<'a>], of_class: bool) -> Result {
        self.addop_i(loc, Opcode::BUILD_MAP, 0);
        for entry in entries {
            let private = self.unit().private;
            let mangled = mangle::mangle(self.names, private, entry.name);
            let not_set = self.new_label();
            if let Some(index) = entry.index {
                self.addop_load_int(entry.loc, index.into());
                self.load_conditional_annotations(entry.loc, of_class);
                self.addop_i(entry.loc, Opcode::CONTAINS_OP, 0);
                self.addop_jump(entry.loc, Opcode::POP_JUMP_IF_FALSE, not_set);
            }
            self.visit_expr(entry.annotation)?;
            self.addop_i(entry.loc, Opcode::COPY, 2);
            self.addop_load_mangled_const(entry.loc, entry.name, mangled);
            self.addop(loc, Opcode::STORE_SUBSCR);
            self.use_label(not_set);
        }
        Ok(())
    }

    fn load_conditional_annotations(&mut self, loc: Location, of_class: bool) {
        let conditional = self.conditional_annotations();
        if of_class {
            let operand = self.free_operand(conditional);
            self.addop_i(loc, Opcode::LOAD_DEREF, operand);
        } else {
            // The only global that is numbered first: its operand is 0 with or without the bit for NULL.
            self.addop_name(loc, Opcode::LOAD_GLOBAL, conditional);
        }
    }

    /// Makes the `__annotate__` of a function, if anything in its signature is annotated.
    pub(crate) fn function_annotations(&mut self, loc: Location, def: &FunctionDef<'a>) -> Result<bool> {
        let scope = self.symbols.lookup(def.id, ScopeRole::Annotations);
        if !self.symbols.scope(scope).annotations_used {
            return Ok(false);
        }
        self.enter_evaluator(loc, self.symbols.scope(scope).name, scope);
        if self.target.qualifies_annotate_by_function() {
            self.set_qualname(Some(def.name));
        }
        let args = def.args;
        let (first, second) = if self.target.annotates_positional_only_first() {
            (args.posonlyargs, args.args)
        } else {
            (args.args, args.posonlyargs)
        };
        let ordered = first.iter().chain(second).chain(args.vararg).chain(args.kwonlyargs).chain(args.kwarg);
        let mut count = 0;
        for Arg { arg, annotation, .. } in ordered {
            if let Some(annotation) = annotation {
                self.visit_argannotation(loc, *arg, annotation)?;
                count += 1;
            }
        }
        if let Some(returns) = def.returns {
            let name = self.names.intern("return");
            self.visit_argannotation(loc, name, returns)?;
            count += 1;
        }
        self.addop_i(loc, Opcode::BUILD_MAP, count);
        self.leave_annotations_scope(loc)?;
        Ok(true)
    }

    /// Begins a function that evaluates something later: formats it does not know are refused.
    pub(crate) fn enter_evaluator(&mut self, loc: Location, name: Name, scope: ScopeId) {
        self.enter_scope_of(name, UnitKind::TypeParams, scope, loc.line);
        self.unit().posonlyargcount = 1;
        let body = self.new_label();
        self.addop_i(loc, Opcode::LOAD_FAST, 0);
        self.addop_load_int(loc, GREATEST_FORMAT);
        self.addcompare(loc, CmpOp::Gt);
        self.addop_jump(loc, Opcode::POP_JUMP_IF_FALSE, body);
        self.addop_i(loc, Opcode::LOAD_COMMON_CONSTANT, common_constant::NOT_IMPLEMENTED_ERROR);
        self.addop_i(loc, Opcode::RAISE_VARARGS, 1);
        self.use_label(body);
    }

    /// The default of the format, which callers other than `annotationlib` leave out.
    pub(crate) fn load_evaluator_defaults(&mut self, loc: Location) {
        let one = self.pool.add(Value::Int(Int::Small(1)));
        let defaults = self.pool.add(Value::Tuple(&[one]));
        self.addop_load_object(loc, defaults);
    }

    /// Ends a function of annotations and pushes it. Its parameter has a name that no annotation can
    /// mention; only the finished code object calls it `format`.
    fn leave_annotations_scope(&mut self, loc: Location) -> Result {
        self.addop(loc, Opcode::RETURN_VALUE);
        let code = self.exit_scope(true)?;
        let code = FinishedUnit { code: self.rename_format(code.code), ..code };
        self.make_closure(loc, code, 0)
    }

    /// The code object with a tuple of slot names of its own.
    fn rename_format(&mut self, code: ObjId) -> ObjId {
        let Value::Code(code) = self.pool.value(code) else { unreachable!("units end as code objects") };
        let mut code = code.clone();
        if let Locals::Plus { names, .. } = &mut code.locals {
            let mut items = self.pool.items(*names).to_vec();
            items[0] = self.pool.intern(b"format");
            *names = self.pool.add(Value::Tuple(&items));
        }
        self.pool.add(Value::Code(&code))
    }
}
