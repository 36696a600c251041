//! Comprehensions and generator expressions.
//!
//! Follows `Python/compile.c` `compiler_comprehension`, `compiler_comprehension_iter`,
//! `compiler_sync_comprehension_generator`, `compiler_async_comprehension_generator`.

use pycmill_ast::{Comprehension, Expr, ExprKind, NodeId};
use pycmill_target::Opcode;
use pycmill_target::operands::resume;

use super::unit::{FinishedUnit, UnitKind};
use super::unwind::FrameKind;
use super::{Emitter, Result};
use crate::symbols::table::{ComprehensionKind, ScopeRole};
use pycmill_flow::ir::Location;

/// The parts of a comprehension, the same for all kinds.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) id: NodeId,
    pub(super) kind: ComprehensionKind,
    pub(super) generators: &'a [Comprehension<'a>],
    /// The key of a dict comprehension.
    pub(super) elt: &'a Expr<'a>,
    /// Of a dict comprehension.
    pub(super) value: Option<&'a Expr<'a>>,
}

/// Where the loops of a comprehension have got to.
#[derive(Clone, Copy)]
pub(super) struct Nesting {
    /// Which `for` is next.
    pub(super) index: usize,
    /// How many slots of iterators lie above the container.
    pub(super) depth: u32,
    pub(super) source: Source,
}

/// Where what a `for` goes through comes from.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// It is evaluated on the spot.
    Expression,
    /// It is the argument of the comprehension's function: the iterator, or the iterable where that is asked inside.
    Argument,
    /// It is on the stack, and the iterator is still to be asked for.
    Iterable,
    /// The iterator is on the stack.
    Iterator,
}

impl<'a> Emitter<'a, '_> {
    /// A comprehension of any kind: written in line, or as a function that is called at once.
    pub(crate) fn comprehension(&mut self, e: &Expr<'a>) -> Result {
        let parts = parts(e);
        let loc = self.loc(e.span);
        let id = self.symbols.lookup(parts.id, ScopeRole::Body);
        let scope = self.symbols.scope(id);
        let (is_inlined, is_async) = (scope.comp_inlined, scope.coroutine);
        let allows_async = parts.kind == ComprehensionKind::Generator || self.waits_for_comprehensions();
        if is_inlined {
            self.outermost_iter(loc, &parts)?;
            let state = self.push_inlined_comprehension_state(loc, id)?;
            self.check_async(loc, is_async && !allows_async)?;
            let inside = self.target.comprehension_iterates_inside();
            let source = if inside { Source::Iterable } else { Source::Iterator };
            self.comprehension_body(loc, &parts, source)?;
            self.pop_inlined_comprehension_state(loc, state);
            return Ok(());
        }
        let unit_name = unit_name(parts.kind);
        self.hold_scope_name(unit_name);
        let name = self.names.intern(unit_name);
        self.enter_scope(name, UnitKind::Comprehension, Some((parts.id, ScopeRole::Body)), loc.line);
        self.check_async(loc, is_async && !allows_async)?;
        self.unit().argcount = 1;
        let mut source = Source::Argument;
        if parts.kind == ComprehensionKind::Generator && self.target.genexpr_iterates_before_generator() {
            self.genexpr_prologue(loc, &parts.generators[0]);
            source = Source::Iterator;
        }
        let left = self.comprehension_body(loc, &parts, source)?;
        if parts.kind == ComprehensionKind::Generator {
            self.wrap_in_stopiteration_handler();
        } else {
            let return_loc = self.part_loc(left, e.span);
            self.addop(return_loc, Opcode::RETURN_VALUE);
        }
        let code = self.exit_scope(true)?;
        self.call_comprehension(loc, &parts, code, is_async)
    }

    /// The symbol table of the interpreter keeps the names of comprehensions that it met, without the angle brackets.
    fn hold_scope_name(&mut self, unit_name: &str) {
        if self.target.marks_depend_on_alive_strings() {
            let object = self.pool.intern(unit_name.trim_matches(['<', '>']).as_bytes());
            self.pool.hold_outside(object);
        }
    }

    /// Whether an asynchronous comprehension that fills a container may be here.
    fn waits_for_comprehensions(&mut self) -> bool {
        if self.target.comprehensions_wait_inside_others() {
            return matches!(self.unit().kind, UnitKind::AsyncFunction | UnitKind::Comprehension);
        }
        self.scope().coroutine
    }

    fn check_async(&self, loc: Location, is_misplaced: bool) -> Result {
        if is_misplaced {
            return self.error("asynchronous comprehension outside of an asynchronous function", loc);
        }
        Ok(())
    }

    /// What the caller of a comprehension's function, or the unit around one in line, does with the outermost iterable.
    fn outermost_iter(&mut self, loc: Location, parts: &Parts<'a>) -> Result {
        let generator = &parts.generators[0];
        if self.target.comprehension_iterates_inside() {
            return self.visit_expr(&generator.iter);
        }
        self.comprehension_iter(loc, generator)
    }

    /// Begins a generator expression: the iterator is asked for before the generator exists.
    fn genexpr_prologue(&mut self, loc: Location, generator: &Comprehension<'a>) {
        let iter_loc = self.loc(generator.iter.span);
        self.addop_i(Location::NONE, Opcode::RESUME, resume::AT_GEN_EXPR_START);
        self.addop_i(iter_loc, Opcode::LOAD_FAST, 0);
        self.addop_get_iter(loc, generator);
        self.generator_prologue(loc.line);
    }

    /// Fills the container. Gives the location that holds behind it.
    fn comprehension_body(&mut self, loc: Location, parts: &Parts<'a>, source: Source) -> Result<Location> {
        let build = match parts.kind {
            ComprehensionKind::List => Some(Opcode::BUILD_LIST),
            ComprehensionKind::Set => Some(Opcode::BUILD_SET),
            ComprehensionKind::Dict => Some(Opcode::BUILD_MAP),
            ComprehensionKind::Generator => None,
        };
        if let Some(build) = build {
            self.addop_i(loc, build, 0);
            if !matches!(source, Source::Argument) {
                self.exchange(loc);
            }
        }
        self.comprehension_generator(loc, parts, Nesting { index: 0, depth: 0, source })
    }

    /// Calls the function of a comprehension with the outermost iterator.
    fn call_comprehension(&mut self, loc: Location, parts: &Parts<'a>, code: FinishedUnit, is_async: bool) -> Result {
        self.make_closure(loc, code, 0)?;
        self.outermost_iter(loc, parts)?;
        self.addop_call_with_one(loc);
        if is_async && parts.kind != ComprehensionKind::Generator {
            self.addop_get_awaitable(loc, 0);
            self.add_await(loc);
        }
        Ok(())
    }

    fn comprehension_iter(&mut self, loc: Location, generator: &Comprehension<'a>) -> Result {
        self.visit_expr(&generator.iter)?;
        self.addop_get_iter(loc, generator);
        Ok(())
    }

    /// Asks what is on the stack for its iterator.
    fn addop_get_iter(&mut self, loc: Location, generator: &Comprehension<'a>) {
        let iter_loc = self.stepping_loc(loc, generator);
        self.addop(iter_loc, if generator.is_async { Opcode::GET_AITER } else { Opcode::GET_ITER });
    }

    /// The place of what asks for the iterator and steps it, in a comprehension at `loc`.
    fn stepping_loc(&self, loc: Location, generator: &Comprehension<'a>) -> Location {
        if self.target.comprehension_steps_at_iterable() { self.loc(generator.iter.span) } else { loc }
    }

    /// One `for` and all that is inside of it. Gives the location that holds behind it.
    pub(super) fn comprehension_generator(
        &mut self,
        loc: Location,
        parts: &Parts<'a>,
        nesting: Nesting,
    ) -> Result<Location> {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            if parts.generators[nesting.index].is_async {
                self.async_comprehension_generator(loc, parts, nesting)
            } else {
                self.sync_comprehension_generator(loc, parts, nesting)
            }
        })
    }

    fn sync_comprehension_generator(
        &mut self,
        mut loc: Location,
        parts: &Parts<'a>,
        nesting: Nesting,
    ) -> Result<Location> {
        let start = self.new_label();
        let skip = self.target.comprehensions_mark_elements().then(|| self.new_label());
        let (if_cleanup, anchor) = (self.new_label(), self.new_label());
        let generator = &parts.generators[nesting.index];
        let assigns = nesting.index > 0 && self.target.comprehensions_assign_single_elements();
        let single = if assigns { single_element(&generator.iter) } else { None };
        let mut inner = nesting;
        if let Some(elt) = single {
            // `for y in [f(x)]` is an assignment, not a loop.
            self.visit_expr(elt)?;
        } else {
            self.load_comprehension_iter(loc, generator, nesting)?;
            let iter_loc = self.stepping_loc(loc, generator);
            inner.depth += self.iterator_slots();
            if self.target.comprehension_repeats_get_iter() {
                self.addop(iter_loc, Opcode::GET_ITER);
            }
            self.use_label(start);
            self.addop_jump(iter_loc, Opcode::FOR_ITER, anchor);
            self.next_block();
        }
        self.visit_expr(&generator.target)?;
        for test in generator.ifs {
            loc = self.jump_if(loc, test, if_cleanup, false)?;
            self.next_block();
        }
        let elt_loc = self.comprehension_element(loc, parts, inner)?;
        if let Some(skip) = skip.filter(|_| nesting.index + 1 == parts.generators.len()) {
            self.use_label(skip);
        }
        self.use_label(if_cleanup);
        if single.is_none() {
            self.jump_to(elt_loc, start);
            self.use_label(anchor);
            self.end_for(Location::NONE);
        }
        Ok(elt_loc)
    }

    fn async_comprehension_generator(
        &mut self,
        mut loc: Location,
        parts: &Parts<'a>,
        nesting: Nesting,
    ) -> Result<Location> {
        let (start, except, if_cleanup) = (self.new_label(), self.new_label(), self.new_label());
        let generator = &parts.generators[nesting.index];
        self.load_comprehension_iter(loc, generator, nesting)?;
        self.use_label(start);
        self.push_fblock(loc, FrameKind::AsyncComprehensionGenerator, Some(start), None)?;
        self.addop_jump(loc, Opcode::SETUP_FINALLY, except);
        self.addop(loc, Opcode::GET_ANEXT);
        let send = self.add_await(loc);
        self.addop(loc, Opcode::POP_BLOCK);
        self.visit_expr(&generator.target)?;
        for test in generator.ifs {
            loc = self.jump_if(loc, test, if_cleanup, false)?;
            self.next_block();
        }
        let inner = Nesting { depth: nesting.depth + 1, ..nesting };
        let elt_loc = self.comprehension_element(loc, parts, inner)?;
        self.use_label(if_cleanup);
        self.jump_to(elt_loc, start);
        self.pop_fblock();
        self.use_label(except);
        if self.target.parts_leave_their_location() {
            loc = elt_loc;
        }
        self.end_async_for(loc, send);
        Ok(elt_loc)
    }

    /// The iterator of a `for`.
    fn load_comprehension_iter(&mut self, loc: Location, generator: &Comprehension<'a>, nesting: Nesting) -> Result {
        match nesting.source {
            Source::Expression => return self.comprehension_iter(loc, generator),
            Source::Argument => {
                self.addop_i(loc, Opcode::LOAD_FAST, 0);
                if self.target.comprehension_iterates_inside() {
                    self.addop_get_iter(loc, generator);
                }
            }
            Source::Iterable => self.addop_get_iter(loc, generator),
            Source::Iterator => {}
        }
        Ok(())
    }
}

fn parts<'a>(e: &Expr<'a>) -> Parts<'a> {
    match e.kind {
        ExprKind::ListComp { id, elt, generators } => {
            Parts { id, kind: ComprehensionKind::List, generators, elt, value: None }
        }
        ExprKind::SetComp { id, elt, generators } => {
            Parts { id, kind: ComprehensionKind::Set, generators, elt, value: None }
        }
        ExprKind::DictComp { id, key, value, generators } => {
            Parts { id, kind: ComprehensionKind::Dict, generators, elt: key, value }
        }
        ExprKind::GeneratorExp { id, elt, generators } => {
            Parts { id, kind: ComprehensionKind::Generator, generators, elt, value: None }
        }
        _ => unreachable!("only comprehensions have generators"),
    }
}

const fn unit_name(kind: ComprehensionKind) -> &'static str {
    match kind {
        ComprehensionKind::List => "<listcomp>",
        ComprehensionKind::Set => "<setcomp>",
        ComprehensionKind::Dict => "<dictcomp>",
        ComprehensionKind::Generator => "<genexpr>",
    }
}

/// The element of a list or tuple display of one element, if it is not starred.
fn single_element<'a>(iter: &Expr<'a>) -> Option<&'a Expr<'a>> {
    match iter.kind {
        ExprKind::List { elts: [elt], .. } | ExprKind::Tuple { elts: [elt], .. }
            if !super::display::is_starred(elt) =>
        {
            Some(elt)
        }
        _ => None,
    }
}
