//! Code units: entering, leaving, finishing.
//!
//! Follows `Python/compile.c` `compiler_enter_scope`, `compute_code_flags`, `optimize_and_assemble`.

use pycmill_ast::{Name, NodeId};
use pycmill_object::{ObjId, Pool, Value};
use pycmill_target::operands::{code_flags as co, resume};
use pycmill_target::{Annotations, GeneratorStart, Opcode};
use rustc_hash::{FxHashMap, FxHashSet};

use super::deferred::DeferredAnnotations;
use super::standing::NO_LINE;
use super::{Emitter, Result};
use crate::numbered::Numbered;
use crate::symbols::table::{ComprehensionKind, NameScope, Scope, ScopeId, ScopeRole, SymbolTable, flags};
use pycmill_flow::ir::{InstrSequence, Location, Unit};

/// `COMPILER_SCOPE_*`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnitKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    /// `COMPILE_SCOPE_ANNOTATIONS`: type parameters, and the functions that evaluate their parts or annotations later.
    TypeParams,
}

/// The unit being written (`struct compiler_unit`).
pub(crate) struct UnitState<'a> {
    pub(crate) kind: UnitKind,
    /// Tells it from all others of the file.
    pub(crate) number: u32,
    pub(crate) scope: ScopeId,
    pub(crate) name: Name,
    /// [`Self::name`] as it is in the code object.
    pub(crate) name_object: ObjId,
    /// `u_qualname`.
    pub(crate) qualname: ObjId,
    /// The class whose private names are mangled here.
    pub(crate) private: Option<Name>,
    /// Of classes: attributes stored through `self`.
    pub(crate) static_attributes: FxHashSet<Name>,
    pub(crate) code: InstrSequence,
    /// See [`Unit::annotations`].
    pub(crate) annotations: Option<InstrSequence>,
    /// What `__annotate__` of this module or class is to evaluate.
    pub(crate) deferred: DeferredAnnotations<'a>,
    pub(crate) fblocks: Vec<super::unwind::FrameBlock<'a>>,
    /// The current location; see [`super::standing`].
    pub(crate) standing: Location,
    /// The last current location that was one: leaving it changes the line alone in 3.10.
    pub(crate) last_place: Location,
    /// Whether the current line has an instruction (`u_lineno_set`).
    pub(crate) line_is_marked: bool,
    /// Nesting of inlined comprehensions (`u_in_inlined_comp`).
    pub(crate) in_inlined_comp: u32,
    pub(crate) consts: Numbered<ObjId>,
    pub(crate) names: Numbered<Name>,
    pub(crate) varnames: Numbered<Name>,
    pub(crate) cellvars: Numbered<Name>,
    /// Their operands follow those of the cell variables.
    pub(crate) freevars: Numbered<Name>,
    /// `u_fasthidden`: the value tells whether the name is a fast local at the moment.
    pub(crate) fast_hidden: FxHashMap<Name, bool>,
    /// Without the positional-only parameters.
    pub(crate) argcount: u32,
    pub(crate) posonlyargcount: u32,
    pub(crate) kwonlyargcount: u32,
    pub(crate) firstlineno: i32,
}

/// Where a unit's lists are written, all empty; the next file has them again.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    code: InstrSequence,
    consts: Numbered<ObjId>,
    names: Numbered<Name>,
    varnames: Numbered<Name>,
}

impl Buffers {
    /// What a unit that nothing is written to leaves.
    pub(crate) fn of(state: UnitState<'_>) -> Self {
        let UnitState { code, consts, names, varnames, .. } = state;
        Self { code, consts, names, varnames }
    }
}

impl UnitState<'_> {
    /// A unit that nothing is written to: what is around a module, and what units are made of.
    pub(crate) fn outside(name: Name, buffers: Buffers) -> Box<Self> {
        let Buffers { code, consts, names, varnames } = buffers;
        Box::new(Self {
            kind: UnitKind::Module,
            number: 0,
            scope: SymbolTable::MODULE,
            name,
            name_object: Pool::NONE,
            qualname: Pool::NONE,
            private: None,
            static_attributes: FxHashSet::default(),
            code,
            annotations: None,
            deferred: DeferredAnnotations::default(),
            fblocks: Vec::new(),
            standing: Location::NONE,
            last_place: Location::NONE,
            line_is_marked: false,
            in_inlined_comp: 0,
            consts,
            names,
            varnames,
            cellvars: Numbered::default(),
            freevars: Numbered::default(),
            fast_hidden: FxHashMap::default(),
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            firstlineno: 0,
        })
    }

    /// Empties a finished unit; the memory stays.
    fn clear(&mut self) {
        self.static_attributes.clear();
        self.annotations = None;
        self.deferred = DeferredAnnotations::default();
        self.fblocks.clear();
        self.in_inlined_comp = 0;
        self.consts.clear();
        for names in [&mut self.names, &mut self.varnames, &mut self.cellvars, &mut self.freevars] {
            names.clear();
        }
        self.fast_hidden.clear();
        (self.argcount, self.posonlyargcount, self.kwonlyargcount) = (0, 0, 0);
    }
}

/// A unit that was left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FinishedUnit {
    /// Its code object.
    pub(crate) code: ObjId,
    pub(crate) name: ObjId,
    pub(crate) qualname: ObjId,
}

impl<'a> Emitter<'a, '_> {
    /// Begins a unit (`compiler_enter_scope`).
    pub(crate) fn enter_scope(&mut self, name: Name, kind: UnitKind, node: Option<(NodeId, ScopeRole)>, line: i32) {
        let scope = node.map_or(SymbolTable::MODULE, |(node, role)| self.symbols.lookup(node, role));
        self.enter_scope_of(name, kind, scope, line);
    }

    /// Begins a unit with a given scope.
    pub(crate) fn enter_scope_of(&mut self, name: Name, kind: UnitKind, scope: ScopeId, line: i32) {
        let unit = self.new_unit(name, kind, scope, line);
        self.around.push(std::mem::replace(&mut self.current, unit));
        if kind == UnitKind::Module {
            self.generator_start(line);
            self.addop_resume(Location::new(0, line, 0, 0), resume::AT_FUNC_START);
            if self.target.annotations() == Annotations::Function {
                self.addop(Location::new(0, line, 0, 0), Opcode::ANNOTATIONS_PLACEHOLDER);
            }
            return;
        }
        self.set_qualname(None);
        // A generator expression begins with its iterator.
        if self.scope().comprehension != Some(ComprehensionKind::Generator)
            || !self.target.genexpr_iterates_before_generator()
        {
            self.generator_prologue(line);
        }
    }

    /// Makes the generator or coroutine, where the code generator writes that, and begins its body.
    pub(crate) fn generator_prologue(&mut self, line: i32) {
        self.generator_start(line);
        self.addop_resume(Location::new(line, line, 0, 0), resume::AT_FUNC_START);
    }

    /// Also in modules and classes: what optimisation removes from an `assert` may have held a `yield`.
    fn generator_start(&mut self, line: i32) {
        let scope = self.scope();
        let suspends = scope.generator || scope.coroutine;
        if suspends && self.target.generator_start() == GeneratorStart::Generated {
            let loc = Location::new(line, line, -1, -1);
            self.addop(loc, Opcode::RETURN_GENERATOR);
            self.addop(loc, Opcode::POP_TOP);
        }
    }

    /// The name of a unit. Before all of them were interned, those that the compiler makes up were not: `<lambda>` and its like
    /// are strings of the interpreter, a name of type parameters is a new one each time.
    fn unit_name_object(&mut self, name: Name) -> ObjId {
        let text = self.names.text(name);
        let made_up = text.starts_with('<');
        if made_up && text.contains(' ') && !self.target.interns_filename_and_qualname() {
            return self.pool.add(Value::Str(text.as_bytes()));
        }
        if !made_up || self.target.fixed_unit_names_interned() {
            let object = self.name_object(name);
            if made_up && self.target.marks_depend_on_alive_strings() {
                self.pool.hold_outside(object);
            }
            return object;
        }
        if let Some(Some(id)) = self.memory.name_objects.get(name.index()) {
            return *id;
        }
        let id = self.pool.add(Value::Str(text.as_bytes()));
        self.pool.hold_outside(id);
        self.keep_name_object(name, id)
    }

    fn new_unit(&mut self, name: Name, kind: UnitKind, id: ScopeId, line: i32) -> Box<UnitState<'a>> {
        let mut unit = self.spare.pop().unwrap_or_else(|| UnitState::outside(name, Buffers::default()));
        unit.code.begin(self.target);
        self.enter_variables(&mut unit, id);
        self.memory.begun_units += 1;
        self.memory.known_scopes.enter(self.memory.begun_units, self.symbols.scope(id));
        unit.kind = kind;
        unit.number = self.memory.begun_units;
        unit.scope = id;
        unit.name = name;
        unit.name_object = self.unit_name_object(name);
        unit.qualname = unit.name_object;
        unit.private = self.current.private;
        let nowhere = self.target.units_begin_without_place();
        unit.standing = if nowhere { NO_LINE } else { Location::new(line, line, 0, 0) };
        unit.line_is_marked = false;
        unit.firstlineno = line;
        unit
    }

    /// The parameters, and the variables that units share.
    fn enter_variables(&mut self, unit: &mut UnitState<'a>, id: ScopeId) {
        let scope = self.symbols.scope(id);
        self.enter_by_scope(&mut unit.cellvars, scope, NameScope::Cell, flags::DEF_COMP_CELL);
        self.enter_by_scope(&mut unit.freevars, scope, NameScope::Free, flags::DEF_FREE_CLASS);
        for name in &scope.varnames {
            unit.varnames.add(*name);
        }
        let implicit = [
            (scope.needs_class_closure, "__class__"),
            (scope.needs_classdict, "__classdict__"),
            (scope.has_conditional_annotations, "__conditional_annotations__"),
        ];
        for (needed, text) in implicit {
            if needed {
                unit.cellvars.add(self.names.intern(text));
            }
        }
    }

    /// Enters the names of one scope or with one flag, sorted by code points (`dictbytype`).
    fn enter_by_scope(&self, entered: &mut Numbered<Name>, scope: &Scope, wanted: NameScope, flag: u32) {
        let matches =
            scope.symbols.iter().filter(|(_, symbol)| symbol.scope == Some(wanted) || symbol.flags & flag != 0);
        let mut names: Vec<Name> = matches.map(|(name, _)| name).collect();
        names.sort_unstable_by_key(|name| self.names.text(*name));
        for name in names {
            entered.add(name);
        }
    }

    /// `compute_code_flags`.
    fn code_flags(&mut self) -> u32 {
        let id = self.unit().scope;
        let scope = self.symbols.scope(id);
        let bits = [
            (true, co::OPTIMIZED | co::NEWLOCALS),
            (scope.nested, co::NESTED),
            (scope.generator && !scope.coroutine, co::GENERATOR),
            (!scope.generator && scope.coroutine, co::COROUTINE),
            (scope.generator && scope.coroutine, co::ASYNC_GENERATOR),
            (scope.varargs, co::VARARGS),
            (scope.varkeywords, co::VARKEYWORDS),
            (self.target.has_docstring_flag() && scope.has_docstring, co::HAS_DOCSTRING),
            (self.target.has_method_flag() && scope.method, co::METHOD),
        ];
        let own = if scope.kind.is_function_like() {
            bits.iter().filter(|(set, _)| *set).fold(0, |flags, (_, bit)| flags | bit)
        } else {
            0
        };
        own | self.features.flags
    }

    /// Ends the unit: its instructions become a code object (`optimize_and_assemble`,
    /// `compiler_exit_scope`).
    pub(crate) fn exit_scope(&mut self, add_none: bool) -> Result<FinishedUnit> {
        self.return_at_end(add_none);
        let flags = self.code_flags();
        let around = self.around.pop().expect("code is generated inside a unit");
        let mut state = std::mem::replace(&mut self.current, around);
        self.hand_over(&mut state, flags);
        let code = self.finish.finish(self.target, &mut self.pool, &mut self.memory.unit, self.filename)?;
        self.take_back(&mut state);
        let finished = FinishedUnit { code, name: state.name_object, qualname: state.qualname };
        self.spare.push(state);
        Ok(finished)
    }

    /// A unit that runs off its end returns (`add_return_at_end`).
    fn return_at_end(&mut self, add_none: bool) {
        if self.target.returns_only_where_code_ends() && self.unit().code.block_returns() {
            return;
        }
        // A module whose first block is left empty by that begins in line 1 (`NEXT_BLOCK`).
        if self.unit().firstlineno == 0 {
            let end = self.new_label();
            self.use_label(end);
        }
        if add_none {
            self.addop_load_object(Location::NONE, Pool::NONE);
        }
        self.addop(Location::NONE, Opcode::RETURN_VALUE);
    }

    /// Makes it the unit for the stages after this one, with what they need of the lists.
    fn hand_over(&mut self, state: &mut UnitState<'a>, flags: u32) {
        let scope = self.symbols.scope(state.scope);
        let unit = &mut self.memory.unit;
        (unit.name, unit.qualname, unit.firstlineno) = (state.name_object, state.qualname, state.firstlineno);
        unit.argcount = state.posonlyargcount + state.argcount;
        (unit.posonlyargcount, unit.kwonlyargcount) = (state.posonlyargcount, state.kwonlyargcount);
        unit.nparams = scope.varnames.len() as u32;
        unit.flags = flags;
        unit.suspends = scope.generator || scope.coroutine;
        std::mem::swap(&mut unit.consts, &mut state.consts.keys);
        std::mem::swap(&mut unit.code, &mut state.code);
        unit.annotations = state.annotations.take();
        self.fill_names(state);
    }

    /// The objects of its names.
    fn fill_names(&mut self, state: &UnitState<'a>) {
        let mut hidden: Vec<Name> = state.fast_hidden.keys().copied().collect();
        hidden.sort_unstable();
        self.fill(|unit| &mut unit.names, &state.names.keys);
        self.fill(|unit| &mut unit.varnames, &state.varnames.keys);
        self.fill(|unit| &mut unit.cellvars, &state.cellvars.keys);
        self.fill(|unit| &mut unit.freevars, &state.freevars.keys);
        self.fill(|unit| &mut unit.fast_hidden, &hidden);
    }

    /// Has the lists of a finished unit back, for their memory.
    fn take_back(&mut self, state: &mut UnitState<'a>) {
        let unit = &mut self.memory.unit;
        std::mem::swap(&mut unit.consts, &mut state.consts.keys);
        std::mem::swap(&mut unit.code, &mut state.code);
        unit.annotations = None;
        state.clear();
    }

    /// Puts the objects of names into a list of the unit.
    fn fill(&mut self, list: impl Fn(&mut Unit) -> &mut Vec<ObjId>, names: &[Name]) {
        let mut objects = std::mem::take(list(&mut self.memory.unit));
        objects.clear();
        objects.extend(names.iter().map(|name| self.name_object(*name)));
        *list(&mut self.memory.unit) = objects;
    }
}
