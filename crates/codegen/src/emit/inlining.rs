//! Comprehensions written in line: their names are kept apart from those of the unit around.
//!
//! Follows `Python/compile.c` `push_inlined_comprehension_state`,
//! `restore_inlined_comprehension_locals`, `pop_inlined_comprehension_state`.
//!
//! Invariant: behind the pop the scope around has the symbols it had before the push.

use pycmill_ast::Name;
use pycmill_target::Opcode;

use super::unwind::FrameKind;
use super::{Emitter, Result};
use crate::symbols::table::{NameScope, ScopeId, ScopeKind, Symbol, flags};
use pycmill_flow::ir::{Label, Location};

/// What the end of the comprehension undoes (`inlined_comprehension_state`).
pub(crate) struct InlinedState {
    /// Names whose value outside waits on the stack, lowest first, and the handler that puts them back
    /// after an exception.
    pushed_locals: Vec<Name>,
    handler: Option<Handler>,
    /// The symbols of the scope around that the comprehension's stand in for.
    temp_symbols: Vec<(Name, Symbol)>,
    /// Names that are fast locals in here only.
    fast_hidden: Vec<Name>,
}

#[derive(Clone, Copy)]
struct Handler {
    cleanup: Label,
    end: Label,
}

impl Emitter<'_, '_> {
    /// Sets aside what the comprehension's names mean outside. The outermost iterator is on the stack
    /// and stays on top.
    pub(crate) fn push_inlined_comprehension_state(
        &mut self,
        loc: Location,
        comprehension: ScopeId,
    ) -> Result<InlinedState> {
        let outer = self.unit().scope;
        let outer_kind = self.symbols.scope(outer).kind;
        let in_class_block = outer_kind == ScopeKind::Class && self.unit().in_inlined_comp == 0;
        // Where only bound names are isolated, that is done by the symbols that already stand in.
        let isolates_all = self.target.class_comprehension_isolates_every_name();
        self.unit().in_inlined_comp += 1;
        let mut state = InlinedState {
            pushed_locals: Vec::new(),
            handler: None,
            temp_symbols: Vec::new(),
            fast_hidden: Vec::new(),
        };
        let symbols: Vec<(Name, Symbol)> = self.symbols.scope(comprehension).symbols.iter().collect();
        for (name, symbol) in symbols {
            let outside = self.symbols.scope(outer).symbols.get(name).unwrap_or_default();
            let mut around = outside.scope;
            // An assignment expression may bind a name that is not local here.
            let is_bound = symbol.flags & flags::DEF_LOCAL != 0 && symbol.flags & flags::DEF_NONLOCAL == 0;
            let stands_in = if self.target.comprehension_separates_used_names() {
                in_class_block || differs(symbol.scope, outside.scope) && symbol.scope != Some(NameScope::Free)
            } else {
                (in_class_block || is_bound) && differs(symbol.scope, outside.scope)
            };
            if stands_in {
                self.symbols.scope_mut(outer).symbols.set(name, symbol);
                state.temp_symbols.push((name, outside));
                if !isolates_all {
                    around = symbol.scope;
                }
            }
            if is_bound || in_class_block && isolates_all {
                if !outer_kind.is_function_like() {
                    self.hide_fast_local(name, &mut state);
                }
                self.isolate(loc, name, symbol.scope, around);
                state.pushed_locals.push(name);
            }
        }
        if !state.pushed_locals.is_empty() {
            self.addop_i(loc, Opcode::SWAP, state.pushed_locals.len() as u32 + 1);
            let handler = Handler { cleanup: self.new_label(), end: self.new_label() };
            state.handler = Some(handler);
            self.addop_jump(loc, Opcode::SETUP_FINALLY, handler.cleanup);
            if self.target.counts_inlined_comprehensions() {
                self.push_fblock(loc, FrameKind::InlinedComprehension, None, None)?;
            }
        }
        Ok(state)
    }

    /// Makes a name of a module or class a fast local for now.
    fn hide_fast_local(&mut self, name: Name, state: &mut InlinedState) {
        if self.unit().fast_hidden.insert(name, true) != Some(true) {
            state.fast_hidden.push(name);
        }
    }

    /// Pushes the value, or the cell, that a name has outside, and makes a new cell if the comprehension
    /// needs one.
    fn isolate(&mut self, loc: Location, name: Name, inside: Option<NameScope>, outside: Option<NameScope>) {
        // A symbol is mangled already, unless the class it is taken for is not the one around.
        let name = self.maybe_mangle(name);
        let number = self.unit().varnames.add(name);
        self.addop_i(loc, Opcode::LOAD_FAST_AND_CLEAR, number);
        if inside == Some(NameScope::Cell) {
            let unit = self.unit();
            let cells = unit.cellvars.keys.len() as u32;
            let number = match outside {
                Some(NameScope::Free) => cells + unit.freevars.add(name),
                _ => unit.cellvars.add(name),
            };
            self.addop_i(loc, Opcode::MAKE_CELL, number);
        }
    }

    /// Puts back what the push set aside. The comprehension's value stays on top of the stack.
    pub(crate) fn pop_inlined_comprehension_state(&mut self, loc: Location, state: InlinedState) {
        self.unit().in_inlined_comp -= 1;
        let outer = self.unit().scope;
        for (name, symbol) in state.temp_symbols {
            self.symbols.scope_mut(outer).symbols.set(name, symbol);
        }
        if let Some(handler) = state.handler {
            if self.target.counts_inlined_comprehensions() {
                self.pop_fblock();
            }
            self.addop(Location::NONE, Opcode::POP_BLOCK);
            self.jump_forward(handler.end);
            self.use_label(handler.cleanup);
            // The unfinished container lies below the exception.
            self.addop_i(Location::NONE, Opcode::SWAP, 2);
            self.addop(Location::NONE, Opcode::POP_TOP);
            self.restore_locals(loc, &state.pushed_locals);
            self.addop_i(Location::NONE, Opcode::RERAISE, 0);
            self.use_label(handler.end);
            self.restore_locals(loc, &state.pushed_locals);
        }
        for name in state.fast_hidden {
            // The name stays known: its slot is marked as hidden.
            self.unit().fast_hidden.insert(name, false);
        }
    }

    fn restore_locals(&mut self, loc: Location, pushed_locals: &[Name]) {
        self.addop_i(loc, Opcode::SWAP, pushed_locals.len() as u32 + 1);
        for name in pushed_locals.iter().rev() {
            let name = self.maybe_mangle(*name);
            let number = self.unit().varnames.add(name);
            self.addop_i(loc, Opcode::STORE_FAST_MAYBE_NULL, number);
        }
    }
}

/// Whether a name means something else inside. A cell inside that is free outside is handled as free.
fn differs(inside: Option<NameScope>, outside: Option<NameScope>) -> bool {
    inside != outside && !(inside == Some(NameScope::Cell) && outside == Some(NameScope::Free))
}
