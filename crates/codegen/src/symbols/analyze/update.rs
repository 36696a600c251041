//! The end of a scope's analysis: cells, and the free names of its children.
//!
//! Follows `Python/symtable.c` `analyze_cells`, `drop_class_free`, `update_symbols`.

use pycmill_target::Annotations;

use super::super::str_set::StrSet;
use super::super::table::{NameScope, ScopeId, ScopeKind, Symbol, flags};
use super::{Analyzer, BOUND, Gathered};

impl Analyzer<'_> {
    /// Locals that children need become cells, and are free no longer.
    pub(super) fn cells(&mut self, id: ScopeId, gathered: &mut Gathered) {
        if gathered.free.is_empty() && gathered.inlined_cells.is_empty() {
            return;
        }
        for at in 0..self.scope(id).symbols.len() {
            let (name, symbol) = self.scope(id).symbols.at(at);
            if symbol.scope != Some(NameScope::Local) {
                continue;
            }
            let hash = self.hash(name);
            if gathered.free.contains(name, hash) || gathered.inlined_cells.contains(&name) {
                self.scope_mut(id).symbols.set_at(at, Symbol { scope: Some(NameScope::Cell), ..symbol });
                gathered.free.discard(name, hash);
            }
        }
    }

    /// The cells that a class makes for its methods and annotation scopes.
    pub(super) fn drop_class_free(&mut self, id: ScopeId, free: &mut StrSet) {
        let (class, classdict) = (self.dunder_class, self.dunder_classdict);
        if free.discard(class, self.hash(class)) {
            self.scope_mut(id).needs_class_closure = true;
        }
        if self.target.has_type_parameters() && free.discard(classdict, self.hash(classdict)) {
            self.scope_mut(id).needs_classdict = true;
        }
        let conditional = self.dunder_conditional_annotations;
        if self.target.annotations() == Annotations::Function && free.discard(conditional, self.hash(conditional)) {
            self.scope_mut(id).has_conditional_annotations = true;
        }
    }

    /// Marks inlined cells and enters the free names of children, in the order of their set.
    pub(super) fn update_symbols(&mut self, id: ScopeId, gathered: &Gathered) {
        if !gathered.inlined_cells.is_empty() {
            for (name, symbol) in self.scope_mut(id).symbols.values_mut() {
                if gathered.inlined_cells.contains(&name) {
                    symbol.flags |= flags::DEF_COMP_CELL;
                }
            }
        }
        let scope = self.scope(id);
        let is_module = scope.kind == ScopeKind::Module;
        let class_like = scope.kind == ScopeKind::Class || scope.can_see_class_scope;
        for name in gathered.free.iter() {
            if let Some(symbol) = self.scope(id).symbols.get(name) {
                let passes = self.target.marks_names_passing_through_classes()
                    || symbol.flags & (flags::DEF_BOUND | flags::DEF_GLOBAL) != 0;
                if class_like && passes {
                    let flags = symbol.flags | flags::DEF_FREE_CLASS;
                    self.scope_mut(id).symbols.set(name, Symbol { flags, ..symbol });
                }
            } else if is_module || self.has(name, BOUND) {
                self.scope_mut(id).symbols.set(name, Symbol { flags: 0, scope: Some(NameScope::Free) });
            }
        }
    }
}
