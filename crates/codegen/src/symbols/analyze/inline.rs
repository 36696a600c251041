//! Comprehensions taken over by the scope around them (PEP 709).
//!
//! Follows `Python/symtable.c` `inline_comprehension`, `is_free_in_any_child`.

use pycmill_ast::Name;
use rustc_hash::FxHashSet;

use super::super::str_set::StrSet;
use super::super::table::{NameScope, ScopeId, ScopeKind, Symbol, flags};
use super::Analyzer;

impl Analyzer<'_> {
    /// Gives the names of a comprehension to the scope around it.
    pub(super) fn inline_comprehension(
        &mut self,
        id: ScopeId,
        comp: ScopeId,
        comp_free: &mut StrSet,
        inlined_cells: &mut FxHashSet<Name>,
    ) {
        let in_class = self.scope(id).kind == ScopeKind::Class;
        let mut removed = Vec::new();
        for at in 0..self.scope(comp).symbols.len() {
            let (name, mut symbol) = self.scope(comp).symbols.at(at);
            if symbol.flags & flags::DEF_PARAM != 0 {
                continue;
            }
            if symbol.scope == Some(NameScope::Cell) || symbol.flags & flags::DEF_COMP_CELL != 0 {
                inlined_cells.insert(name);
            }
            if in_class && symbol.scope == Some(NameScope::Free) && self.never_free_in_class(name) {
                symbol.scope = Some(NameScope::GlobalImplicit);
                if !self.target.functions_in_class_comprehensions_share_cells()
                    || !self.is_free_in_any_child(comp, name)
                {
                    comp_free.discard(name, self.hash(name));
                }
                removed.push(name);
            }
            self.take_over(id, comp, (name, symbol), comp_free);
        }
        self.scope_mut(comp).free = !comp_free.is_empty();
        for name in removed {
            self.scope_mut(comp).symbols.remove(name);
        }
    }

    fn take_over(&mut self, id: ScopeId, comp: ScopeId, (name, symbol): (Name, Symbol), comp_free: &mut StrSet) {
        self.pass_on_use(id, (name, symbol));
        let scope = self.scope(id);
        match scope.symbols.get(name) {
            None => self.scope_mut(id).symbols.set(name, symbol),
            // What is free in the comprehension and local around it becomes a plain local, unless a
            // function inside needs it or the scope around is a class.
            Some(existing)
                if existing.flags & flags::DEF_BOUND != 0
                    && scope.kind != ScopeKind::Class
                    && !self.is_free_in_any_child(comp, name) =>
            {
                comp_free.discard(name, self.hash(name));
            }
            Some(_) => {}
        }
    }

    fn pass_on_use(&mut self, id: ScopeId, (name, symbol): (Name, Symbol)) {
        if self.scope(id).kind != ScopeKind::Class
            && symbol.scope == Some(NameScope::Free)
            && self.target.inlined_comprehensions_pass_on_uses()
            && let Some(existing) = self.scope(id).symbols.get(name)
        {
            let flags = existing.flags | (symbol.flags & flags::USE);
            self.scope_mut(id).symbols.set(name, Symbol { flags, ..existing });
        }
    }

    fn is_free_in_any_child(&self, comp: ScopeId, name: Name) -> bool {
        let mut children = self.scope(comp).children.iter();
        children.any(|child| self.scope(*child).name_scope(name) == Some(NameScope::Free))
    }

    /// Names that a class makes cells of by itself.
    fn never_free_in_class(&self, name: Name) -> bool {
        (self.target.class_comprehension_names_class_globally() && name == self.dunder_class)
            || (self.target.class_comprehension_may_name_classdict()
                && (name == self.dunder_classdict || name == self.dunder_conditional_annotations))
    }
}
