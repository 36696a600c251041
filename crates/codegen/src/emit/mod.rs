//! Code generation: the folded tree and the symbol table to the instructions of each code unit.
//!
//! Follows `Python/compile.c`. A unit is finished (flow graph, assembly) as soon as its scope is left,
//! because its code object is a constant of the unit around it.
//!
//! Invariants: there is always a unit being written, before and after a module one that nothing is written to;
//! every later stage sees a unit only through [`pycmill_flow::ir::Unit`].

mod annotations;
mod assign;
mod binary;
mod block_stack;
mod call;
mod class;
mod compare;
mod comprehension;
mod comprehension_element;
mod deferred;
mod dict;
mod display;
mod expr;
mod fstring;
mod function;
mod generator_argument;
mod import;
mod inlining;
mod known_names;
mod lambda;
mod literal_check;
mod loops;
mod marks;
mod match_stmt;
mod memory;
mod method;
mod module;
mod muted;
mod names;
mod newer;
mod operator;
mod ops;
mod pattern;
mod pattern_items;
mod pattern_keyed;
mod pattern_or;
mod pattern_sequence;
mod qualname;
mod shuffle;
mod standing;
mod stmt;
mod subroutine;
mod subscript;
mod template;
mod try_except;
mod try_star;
mod type_params;
mod unit;
mod unpacking;
mod unwind;
mod with;

use pycmill_ast::{Module, Name, Names};
use pycmill_object::{ObjId, Pool};
use pycmill_source::{LineIndex, Span};
use pycmill_target::Target;

use crate::error::{CompileError, Warning, WarningClass};
use crate::future::Features;
use crate::location::location_of;
use crate::symbols::table::{Scope, SymbolTable};
use crate::{Compiled, Options, stack};
pub use memory::Memory;
use pycmill_flow::finish::Finish;
use pycmill_flow::ir::Location;
use unit::{Buffers, UnitState};

/// The error is boxed: nearly everything here may fail, and what hands nothing else on fits into a register then.
pub(crate) type Result<T = (), E = Box<CompileError>> = std::result::Result<T, E>;

/// What the code generator reads and what it fills (`struct compiler`).
pub(crate) struct Emitter<'a, 'n> {
    pub(crate) target: Target,
    pub(crate) names: &'n mut Names<'a>,
    pub(crate) lines: &'n LineIndex,
    pub(crate) symbols: SymbolTable,
    pub(crate) features: Features,
    pub(crate) pool: Pool,
    pub(crate) filename: ObjId,
    pub(crate) optimize: u8,
    /// The unit being written (`u`).
    pub(crate) current: Box<UnitState<'a>>,
    /// The units around it, innermost last (`c_stack`). The first one is what is around the module.
    #[expect(clippy::vec_box, reason = "a unit stays where it is when another one begins or ends")]
    pub(crate) around: Vec<Box<UnitState<'a>>>,
    /// Units that are finished, to be written anew.
    #[expect(clippy::vec_box, reason = "as before")]
    spare: Vec<Box<UnitState<'a>>>,
    pub(crate) warnings: Vec<Warning>,
    /// Above zero while code is generated a second time (`c_disable_warning`).
    pub(crate) disable_warning: u32,
    /// How many statements and expressions are inside each other here.
    level: u32,
    /// Above zero in code that a constant test excludes (`c_do_not_emit_bytecode`): only names are registered.
    pub(crate) muted: u32,
    /// [`Target::instructions_take_current_line`], asked at each instruction.
    takes_current_line: bool,
    /// What is kept for the next units.
    memory: &'n mut Memory,
    /// Takes over each unit whose scope is left.
    pub(crate) finish: &'n mut dyn Finish,
}

/// What the stages before the code generator made of a file.
#[derive(Debug)]
pub struct Input<'a, 'n> {
    /// The folded tree.
    pub module: &'n Module<'a>,
    /// Its names.
    pub names: &'n mut Names<'a>,
    /// Where its lines begin.
    pub lines: &'n LineIndex,
    /// Its symbol table.
    pub symbols: SymbolTable,
    /// Its future features.
    pub features: Features,
    /// A pool with nothing in it, for the objects.
    pub pool: Pool,
    /// Memory of any file before.
    pub memory: &'n mut Memory,
    /// What folding warned of; after an error, what the code generator warned of, too.
    pub warnings: &'n mut Vec<Warning>,
}

/// Generates the code of a whole file (`compiler_mod`).
///
/// # Errors
/// If CPython's code generator rejects it, or [`Finish`] does.
pub fn emit(
    target: Target,
    input: Input<'_, '_>,
    options: Options<'_>,
    finish: &mut dyn Finish,
) -> Result<Compiled, CompileError> {
    let module = input.module;
    let mut pool = input.pool;
    pool.intern_apart(target.characters_interned_apart());
    let memory = input.memory;
    memory.begin_file();
    memory.note_imports(input.symbols.scope(SymbolTable::MODULE));
    memory.name_objects.extend(input.names.texts().map(|text| Some(pool.intern(text.as_bytes()))));
    hold_strings_of_unicodedata(target, input.names, options, &mut pool);
    let filename = pool.add(pycmill_object::Value::Str(options.filename));
    let name = input.names.intern("<module>");
    let spare = memory.spare.drain(..).map(|buffers| UnitState::outside(name, buffers)).collect();
    let mut emitter = Emitter {
        target,
        names: input.names,
        lines: input.lines,
        symbols: input.symbols,
        features: input.features,
        pool,
        filename,
        optimize: options.optimize,
        current: UnitState::outside(name, Buffers::default()),
        around: Vec::new(),
        spare,
        warnings: std::mem::take(input.warnings),
        disable_warning: 0,
        level: 0,
        muted: 0,
        takes_current_line: target.instructions_take_current_line(),
        memory,
        finish,
    };
    let result = stack::ensured(|| emitter.module(module));
    emitter.memory.spare.extend(emitter.spare.drain(..).map(|unit| Buffers::of(*unit)));
    match result {
        Ok(code) => Ok(Compiled { pool: emitter.pool, code, warnings: emitter.warnings }),
        Err(error) => {
            *input.warnings = emitter.warnings;
            Err(*error)
        }
    }
}

/// Reading the file made the process of the interpreter import a module, whose strings it holds.
fn hold_strings_of_unicodedata(target: Target, names: &Names<'_>, options: Options<'_>, pool: &mut Pool) {
    let normalizes = || names.texts().any(|text| !text.is_ascii());
    if target.marks_depend_on_alive_strings() && (options.looked_up_characters || normalizes()) {
        for text in target.strings_of_unicodedata(normalizes()) {
            let held = pool.intern(text.as_bytes());
            pool.hold_outside(held);
        }
    }
}

impl<'a> Emitter<'a, '_> {
    /// The unit being written.
    #[inline]
    pub(crate) fn unit(&mut self) -> &mut UnitState<'a> {
        &mut self.current
    }

    /// The scope of the unit being written (`u_ste`).
    #[inline]
    pub(crate) fn scope(&self) -> &Scope {
        self.symbols.scope(self.current.scope)
    }

    /// Goes one level down in a statement or an expression.
    #[inline]
    pub(crate) fn nested<T>(&mut self, write: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.level += 1;
        let result = if stack::is_checked(self.level) { stack::ensured(|| write(self)) } else { write(self) };
        self.level -= 1;
        result
    }

    /// The interned string of a name.
    #[inline]
    pub(crate) fn name_object(&mut self, name: Name) -> ObjId {
        match self.memory.name_objects.get(name.index()) {
            Some(Some(id)) => *id,
            _ => self.new_name_object(name),
        }
    }

    #[cold]
    fn new_name_object(&mut self, name: Name) -> ObjId {
        let id = self.pool.intern(self.names.text(name).as_bytes());
        self.keep_name_object(name, id)
    }

    /// Lets an object stand for a name, unless another does already.
    fn keep_name_object(&mut self, name: Name, id: ObjId) -> ObjId {
        let objects = &mut self.memory.name_objects;
        if objects.len() <= name.index() {
            objects.resize(name.index() + 1, None);
        }
        *objects[name.index()].get_or_insert(id)
    }

    /// The location of a node.
    pub(crate) fn loc(&self, span: Span) -> Location {
        location_of(span, self.lines)
    }

    /// The location of what a construct writes for one of its parts, which is at `span`: where there is only one current
    /// location, that is it.
    pub(crate) fn part_loc(&self, current: Location, span: Span) -> Location {
        if self.target.parts_leave_their_location() { current } else { self.loc(span) }
    }

    /// A `SyntaxError` at a node, or at the current line and column.
    pub(crate) fn error<T>(&self, message: impl Into<String>, location: Location) -> Result<T> {
        let location = if self.takes_current_line { self.current.standing } else { location };
        Err(Box::new(CompileError::syntax(message, location)))
    }

    /// A `SyntaxError` at a node that moves the current column, but not the current line (`validate_keywords` before 3.10).
    pub(crate) fn error_at_column<T>(&self, message: impl Into<String>, location: Location) -> Result<T> {
        let at_line = self.takes_current_line;
        let location = if at_line { Location { line: self.current.standing.line, ..location } } else { location };
        Err(Box::new(CompileError::syntax(message, location)))
    }

    /// A `SyntaxWarning` at a node (`compiler_warn`).
    pub(crate) fn warn(&mut self, location: Location, message: impl Into<String>) {
        if self.disable_warning == 0 {
            let message = message.into();
            self.warnings.push(Warning { class: WarningClass::SyntaxWarning, message, location });
        }
    }
}
