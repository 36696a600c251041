//! Names: the scope of an identifier decides its instruction; functions with their closures.
//!
//! Follows `Python/compile.c` `compiler_nameop`, `forbidden_name`, `get_ref_type`,
//! `compiler_lookup_arg` and `compiler_make_closure`.

use pycmill_ast::{Arg, Arguments, ExprContext, Name};
use pycmill_object::{Locals, ObjId, Value};
use pycmill_target::operands::function_part;
use pycmill_target::{FunctionObject, Opcode};

use super::known_names::KnownName;
use super::unit::{FinishedUnit, UnitKind};
use super::{Emitter, Result};
use crate::error::{CompileError, ErrorClass};
use crate::symbols::table::{NameScope, ScopeKind};
use pycmill_flow::ir::Location;

/// `CO_FAST_FREE`: the kind of a free variable's slot.
const FAST_FREE: u8 = 0x80;

/// What a name is kept in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Storage {
    Fast,
    Global,
    Cell,
    Free,
    Namespace,
}

impl<'a> Emitter<'a, '_> {
    /// Loads, stores or deletes a name (`compiler_nameop`).
    pub(crate) fn nameop(&mut self, loc: Location, name: Name, ctx: ExprContext) -> Result {
        if ctx != ExprContext::Load {
            self.forbidden_name(loc, name, ctx)?;
        }
        if let Some(known) = self.known_name(name) {
            self.known_op(loc, known, ctx);
            return Ok(());
        }
        let mangled = self.maybe_mangle(name);
        let scope = self.name_scope(mangled);
        match self.storage(mangled, scope) {
            Storage::Fast if self.muted > 0 => {}
            Storage::Fast => {
                let number = self.unit().varnames.add(mangled);
                self.know_name(name, KnownName::Fast(number));
                self.known_op(loc, KnownName::Fast(number), ctx);
            }
            Storage::Global if !self.sees_class_scope() => {
                let number = self.add_name(mangled);
                self.know_name(name, KnownName::Global(number));
                self.known_op(loc, KnownName::Global(number), ctx);
            }
            Storage::Global => self.global_op(loc, mangled, ctx, scope == Some(NameScope::GlobalImplicit)),
            storage @ (Storage::Cell | Storage::Free) => self.deref_op(loc, mangled, ctx, storage),
            Storage::Namespace if self.unit().in_inlined_comp == 0 => {
                let number = self.add_name(mangled);
                self.know_name(name, KnownName::Namespace(number));
                self.known_op(loc, KnownName::Namespace(number), ctx);
            }
            Storage::Namespace => self.namespace_op(loc, mangled, ctx),
        }
        Ok(())
    }

    fn storage(&mut self, mangled: Name, scope: Option<NameScope>) -> Storage {
        let function_like = self.scope().kind.is_function_like();
        match scope {
            Some(NameScope::Free) => Storage::Free,
            Some(NameScope::Cell) => Storage::Cell,
            Some(NameScope::Local) if function_like || self.is_fast_hidden(mangled) => Storage::Fast,
            Some(NameScope::GlobalImplicit) if function_like => Storage::Global,
            Some(NameScope::GlobalExplicit) => Storage::Global,
            Some(NameScope::Local | NameScope::GlobalImplicit) | None => Storage::Namespace,
        }
    }

    /// Whether a local of a module or class is a fast one inside an inlined comprehension.
    fn is_fast_hidden(&mut self, mangled: Name) -> bool {
        self.unit().fast_hidden.get(&mangled) == Some(&true)
    }

    /// The instruction for a name whose number is known.
    fn known_op(&mut self, loc: Location, known: KnownName, ctx: ExprContext) {
        let (op, operand) = match (known, ctx) {
            (KnownName::Fast(number), ExprContext::Load) => (Opcode::LOAD_FAST, number),
            (KnownName::Fast(number), ExprContext::Store) => (Opcode::STORE_FAST, number),
            (KnownName::Fast(number), ExprContext::Del) => (Opcode::DELETE_FAST, number),
            (KnownName::Global(number), ExprContext::Load) => (Opcode::LOAD_GLOBAL, self.load_global_operand(number)),
            (KnownName::Global(number), ExprContext::Store) => (Opcode::STORE_GLOBAL, number),
            (KnownName::Global(number), ExprContext::Del) => (Opcode::DELETE_GLOBAL, number),
            (KnownName::Namespace(number), ExprContext::Load) => (Opcode::LOAD_NAME, number),
            (KnownName::Namespace(number), ExprContext::Store) => (Opcode::STORE_NAME, number),
            (KnownName::Namespace(number), ExprContext::Del) => (Opcode::DELETE_NAME, number),
        };
        self.addop_i(loc, op, operand);
    }

    /// A global name where the class around is asked first.
    fn global_op(&mut self, loc: Location, mangled: Name, ctx: ExprContext, implicit: bool) {
        let op = match ctx {
            ExprContext::Load if implicit && self.sees_class_scope() => {
                self.load_classdict(loc);
                Opcode::LOAD_FROM_DICT_OR_GLOBALS
            }
            ExprContext::Load => Opcode::LOAD_GLOBAL,
            ExprContext::Store => Opcode::STORE_GLOBAL,
            ExprContext::Del => Opcode::DELETE_GLOBAL,
        };
        self.named_op(loc, op, mangled);
    }

    fn deref_op(&mut self, loc: Location, mangled: Name, ctx: ExprContext, storage: Storage) {
        let op = match ctx {
            ExprContext::Load if self.in_class_block() && !self.target.has_dict_or_deref_loads() => {
                Opcode::LOAD_CLASSDEREF
            }
            ExprContext::Load if self.in_class_block() && self.unit().in_inlined_comp == 0 => {
                self.addop(loc, Opcode::LOAD_LOCALS);
                Opcode::LOAD_FROM_DICT_OR_DEREF
            }
            ExprContext::Load if self.sees_class_scope() => {
                self.load_classdict(loc);
                Opcode::LOAD_FROM_DICT_OR_DEREF
            }
            ExprContext::Load => Opcode::LOAD_DEREF,
            ExprContext::Store => Opcode::STORE_DEREF,
            ExprContext::Del => Opcode::DELETE_DEREF,
        };
        let operand = match storage {
            Storage::Free => self.free_operand(mangled),
            _ => self.unit().cellvars.add(mangled),
        };
        self.addop_i(loc, op, operand);
    }

    /// A name in the namespace of the module or class, inside an inlined comprehension.
    fn namespace_op(&mut self, loc: Location, mangled: Name, ctx: ExprContext) {
        let op = match ctx {
            ExprContext::Load if self.in_class_block() => Opcode::LOAD_GLOBAL,
            ExprContext::Load => Opcode::LOAD_NAME,
            ExprContext::Store => Opcode::STORE_NAME,
            ExprContext::Del => Opcode::DELETE_NAME,
        };
        self.named_op(loc, op, mangled);
    }

    /// An instruction whose operand numbers a name, which is mangled already.
    pub(crate) fn named_op(&mut self, loc: Location, op: Opcode, mangled: Name) {
        let number = self.add_name(mangled);
        let operand = if op == Opcode::LOAD_GLOBAL { self.load_global_operand(number) } else { number };
        self.addop_i(loc, op, operand);
    }

    fn in_class_block(&self) -> bool {
        self.scope().kind == ScopeKind::Class
    }

    fn sees_class_scope(&self) -> bool {
        self.scope().can_see_class_scope
    }

    /// The namespace of the class around, before a name is looked up there first.
    fn load_classdict(&mut self, loc: Location) {
        let classdict = self.names.intern("__classdict__");
        let operand = self.free_operand(classdict);
        self.addop_i(loc, Opcode::LOAD_DEREF, operand);
    }

    /// The operand of a free variable: they are numbered behind the cells.
    pub(crate) fn free_operand(&mut self, name: Name) -> u32 {
        let unit = self.unit();
        let cells = unit.cellvars.keys.len() as u32;
        unit.freevars.get(name).map_or_else(|| unit.freevars.add(name), |number| cells + number)
    }

    /// `__debug__` is neither assigned nor deleted (`forbidden_name`).
    #[inline]
    pub(crate) fn forbidden_name(&self, loc: Location, name: Name, ctx: ExprContext) -> Result {
        if ctx == ExprContext::Load || self.names.text(name) != "__debug__" {
            return Ok(());
        }
        if ctx == ExprContext::Del && !self.target.forbids_deleting_debug() {
            return Ok(());
        }
        self.error(
            if ctx == ExprContext::Store { "cannot assign to __debug__" } else { "cannot delete __debug__" },
            loc,
        )
    }

    /// `compiler_check_debug_args` of the function at `loc`.
    pub(crate) fn check_debug_args(&self, loc: Location, args: &Arguments<'a>) -> Result {
        let check = |arg: &Arg<'a>| self.forbidden_name(self.part_loc(loc, arg.span), arg.arg, ExprContext::Store);
        args.posonlyargs
            .iter()
            .chain(args.args)
            .chain(args.vararg)
            .chain(args.kwonlyargs)
            .chain(args.kwarg)
            .try_for_each(check)
    }

    /// A function of a code object, with its closure; `flags` tells which parts lie on the stack
    /// (`compiler_make_closure`).
    pub(crate) fn make_closure(&mut self, loc: Location, unit: FinishedUnit, flags: u32) -> Result {
        let code = unit.code;
        let free = self.free_names(code);
        for name in &free {
            let operand = self.closure_operand(*name, code, &free)?;
            self.addop_i(loc, Opcode::LOAD_CLOSURE, operand);
        }
        let mut flags = flags;
        if !free.is_empty() {
            flags |= function_part::CLOSURE;
            self.addop_i(loc, Opcode::BUILD_TUPLE, free.len() as u32);
        }
        self.addop_load_object(loc, code);
        if self.target.function_object() == FunctionObject::Qualname {
            self.addop_load_object(loc, unit.qualname);
        }
        self.make_function(loc, flags);
        Ok(())
    }

    /// A function object of the code object on the stack, with the parts below it.
    fn make_function(&mut self, loc: Location, flags: u32) {
        if self.target.function_object() != FunctionObject::Attributes {
            self.addop_i(loc, Opcode::MAKE_FUNCTION, flags);
            return;
        }
        self.addop(loc, Opcode::MAKE_FUNCTION);
        let parts = [
            function_part::CLOSURE,
            function_part::ANNOTATIONS,
            function_part::ANNOTATE,
            function_part::KWDEFAULTS,
            function_part::DEFAULTS,
        ];
        for part in parts.into_iter().filter(|part| flags & part != 0) {
            self.addop_i(loc, Opcode::SET_FUNCTION_ATTRIBUTE, part);
        }
    }

    /// The free variables of a code object, in the order of their slots.
    fn free_names(&mut self, code: ObjId) -> Vec<Name> {
        let Value::Code(code) = self.pool.value(code) else { unreachable!("units end as code objects") };
        let free: Vec<ObjId> = match code.locals {
            Locals::Plus { names, kinds } => {
                let (Value::Tuple(names), Value::Bytes(kinds)) = (self.pool.value(names), self.pool.value(kinds))
                else {
                    unreachable!("the slots of a code object are a tuple and their kinds bytes")
                };
                names.iter().zip(kinds).filter(|(_, kind)| *kind & FAST_FREE != 0).map(|(name, _)| *name).collect()
            }
            Locals::Split { freevars, .. } => match self.pool.value(freevars) {
                Value::Tuple(names) => names.to_vec(),
                _ => unreachable!("co_freevars is a tuple"),
            },
        };
        free.into_iter().map(|id| self.name_of(id)).collect()
    }

    fn name_of(&mut self, id: ObjId) -> Name {
        let Value::Str(text) = self.pool.value(id) else { unreachable!("names are strings") };
        self.names.intern(std::str::from_utf8(text).expect("names are identifiers"))
    }

    /// Which variable of this unit a closure takes for a free variable of an inner one.
    fn closure_operand(&mut self, name: Name, code: ObjId, free: &[Name]) -> Result<u32> {
        let scope = self.get_ref_type(name)?;
        let unit = self.unit();
        let cells = unit.cellvars.keys.len() as u32;
        let operand = if scope == NameScope::Cell {
            unit.cellvars.get(name)
        } else {
            unit.freevars.get(name).map(|number| cells + number)
        };
        operand.ok_or_else(|| self.lookup_failed(name, scope, code, free))
    }

    /// The compiler has lost a variable, a bug of its own that comes to light in class bodies.
    fn lookup_failed(&mut self, name: Name, scope: NameScope, code: ObjId, free: &[Name]) -> Box<CompileError> {
        let Value::Code(code) = self.pool.value(code) else { unreachable!("units end as code objects") };
        let Value::Str(inner) = self.pool.value(code.name) else { unreachable!("names are strings") };
        let inner = String::from_utf8_lossy(inner).into_owned();
        let outer = self.unit().name;
        let free: Vec<String> = free.iter().map(|name| format!("'{}'", self.names.text(*name))).collect();
        let comma = if free.len() == 1 { "," } else { "" };
        self.system_error(format!(
            "compiler_lookup_arg(name='{}') with reftype={} failed in {}; freevars of code {inner}: ({}{comma})",
            self.names.text(name),
            scope as u8 + 1,
            self.names.text(outer),
            free.join(", "),
        ))
    }

    /// The implicit cells of a class are not among its symbols.
    fn get_ref_type(&mut self, name: Name) -> Result<NameScope> {
        let text = self.names.text(name);
        let implicit = match text {
            "__class__" => true,
            "__classdict__" => self.target.has_type_parameters(),
            "__conditional_annotations__" => self.target.has_deferred_annotations(),
            _ => false,
        };
        if implicit && self.unit().kind == UnitKind::Class {
            return Ok(NameScope::Cell);
        }
        let unknown = || format!("_PyST_GetScope(name='{text}') failed: unknown scope");
        self.name_scope(name).ok_or_else(|| self.system_error(unknown()))
    }

    fn system_error(&self, message: String) -> Box<CompileError> {
        Box::new(CompileError { class: ErrorClass::SystemError, message, location: Location::NONE })
    }
}
