//! Second pass: where every name of every scope lives.
//!
//! Follows `Python/symtable.c` `analyze_block`, `analyze_child_block`.
//! The sets `bound`, `global` and `type_params` that CPython copies for every scope are bits per name
//! here; changes are logged and taken back when a scope is left. `free` stays a set because its order
//! of iteration decides the order of symbols.

mod inline;
mod name;
mod update;

use pycmill_ast::{Name, Names};
use pycmill_source::{LineIndex, Span};
use pycmill_target::{Annotations, Target};
use rustc_hash::FxHashSet;

use super::collect::{Collected, Result};
use super::str_set::{StrSet, str_hash};
use super::table::{Scope, ScopeId, ScopeKind, SymbolTable};
use crate::error::CompileError;
use crate::location::location_of;
use crate::stack;
use pycmill_flow::ir::Location;

/// Bound in a function scope around (`bound`).
const BOUND: u8 = 1;
/// Declared `global` in a scope around (`global`).
const GLOBAL: u8 = 2;
/// A type parameter of a scope around (`type_params`).
const TYPE_PARAM: u8 = 4;

struct Analyzer<'t> {
    target: Target,
    table: SymbolTable,
    directives: Vec<Vec<(Name, Span)>>,
    names: &'t Names<'t>,
    lines: &'t LineIndex,
    dunder_class: Name,
    dunder_classdict: Name,
    dunder_conditional_annotations: Name,
    /// Per name: in which sets it is.
    bits: Vec<u8>,
    /// What bits were before each change.
    log: Vec<(Name, u8)>,
    /// Per name: its hash, if computed already.
    hashes: Vec<Option<u64>>,
}

/// What the analysis of one scope gathers from its children.
#[derive(Default)]
struct Gathered {
    /// `newfree`.
    free: StrSet,
    /// `inlined_cells`.
    inlined_cells: FxHashSet<Name>,
}

/// Decides where the names live (`symtable_analyze`).
pub(super) fn analyze(
    target: Target,
    collected: Collected,
    names: &mut Names<'_>,
    lines: &LineIndex,
) -> Result<SymbolTable> {
    let (dunder_class, dunder_classdict) = (names.intern("__class__"), names.intern("__classdict__"));
    let dunder_conditional_annotations = names.intern("__conditional_annotations__");
    let count = names.texts().len();
    let mut analyzer = Analyzer {
        target,
        table: collected.table,
        directives: collected.directives,
        names,
        lines,
        dunder_class,
        dunder_classdict,
        dunder_conditional_annotations,
        bits: vec![0; count],
        log: Vec::new(),
        hashes: vec![None; count],
    };
    analyzer.block(SymbolTable::MODULE, &mut StrSet::default(), None)?;
    Ok(analyzer.table)
}

impl Analyzer<'_> {
    fn scope(&self, id: ScopeId) -> &Scope {
        self.table.scope(id)
    }

    fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        self.table.scope_mut(id)
    }

    fn has(&self, name: Name, bit: u8) -> bool {
        self.bits[name.index()] & bit != 0
    }

    /// Puts a name into sets and takes it out of others.
    fn change(&mut self, name: Name, set: u8, clear: u8) {
        let bits = &mut self.bits[name.index()];
        let new = (*bits | set) & !clear;
        if new != *bits {
            self.log.push((name, *bits));
            *bits = new;
        }
    }

    /// Undoes the changes behind a mark of the log, in the sets given only.
    fn restore(&mut self, mark: usize, sets: u8) {
        for &(name, before) in self.log[mark..].iter().rev() {
            let bits = &mut self.bits[name.index()];
            *bits = (*bits & !sets) | (before & sets);
        }
    }

    fn hash(&mut self, name: Name) -> u64 {
        let text = self.names.text(name);
        *self.hashes[name.index()].get_or_insert_with(|| str_hash(self.target, text))
    }

    /// One scope whose names enter the sets for its children (`analyze_block`). `class` is the class
    /// whose names an annotation scope sees.
    fn block(&mut self, id: ScopeId, free: &mut StrSet, class: Option<ScopeId>) -> Result {
        let is_class = self.scope(id).kind == ScopeKind::Class;
        let mark = self.log.len();
        // Taken out, so that the rest of the table can change meanwhile.
        let mut symbols = std::mem::take(&mut self.scope_mut(id).symbols);
        let decided = symbols.values_mut().try_for_each(|(name, symbol)| self.name(id, name, symbol, free, class));
        self.scope_mut(id).symbols = symbols;
        decided?;
        if is_class {
            // Names of a class are not visible inside it, but its type parameters are hidden.
            self.restore(mark, BOUND | GLOBAL);
            self.change(self.dunder_class, BOUND, 0);
            if self.target.has_type_parameters() {
                self.change(self.dunder_classdict, BOUND, 0);
            }
            if self.target.annotations() == Annotations::Function {
                self.change(self.dunder_conditional_annotations, BOUND, 0);
            }
        }
        let mut gathered = self.children(id, class)?;
        if self.scope(id).kind.is_function_like() {
            self.cells(id, &mut gathered);
        } else if is_class {
            self.drop_class_free(id, &mut gathered.free);
        }
        self.update_symbols(id, &gathered);
        free.merge(&gathered.free);
        Ok(())
    }

    /// Analyses the children, inlines comprehensions and puts their children in their place.
    fn children(&mut self, id: ScopeId, class: Option<ScopeId>) -> Result<Gathered> {
        let mut gathered = Gathered::default();
        let children = std::mem::take(&mut self.scope_mut(id).children);
        let mut spliced = Vec::with_capacity(children.len());
        for child in children {
            let mut child_free = if self.target.siblings_share_free_names() {
                self.child(id, child, &gathered.free, class)?
            } else {
                self.child(id, child, &StrSet::default(), class)?
            };
            if self.is_inlined(id, child) {
                self.inline_comprehension(id, child, &mut child_free, &mut gathered.inlined_cells);
                self.scope_mut(child).comp_inlined = true;
                spliced.extend_from_slice(&self.scope(child).children);
            } else {
                spliced.push(child);
            }
            gathered.free.merge(&child_free);
            let entry = self.scope(child);
            if entry.free || entry.child_free {
                self.scope_mut(id).child_free = true;
            }
        }
        self.scope_mut(id).children = spliced;
        if !self.target.siblings_share_free_names() {
            gathered.free = gathered.free.copied();
        }
        Ok(gathered)
    }

    /// One child; its changes to the sets end with it (`analyze_child_block`). Gives its `free`.
    fn child(&mut self, id: ScopeId, child: ScopeId, free: &StrSet, class: Option<ScopeId>) -> Result<StrSet> {
        let sees_class = self.scope(child).can_see_class_scope;
        let own = if self.scope(id).kind == ScopeKind::Class { Some(id) } else { class };
        let mark = self.log.len();
        let mut child_free = free.copied();
        stack::ensured(|| self.block(child, &mut child_free, own.filter(|_| sees_class)))?;
        self.restore(mark, BOUND | GLOBAL | TYPE_PARAM);
        self.log.truncate(mark);
        Ok(child_free)
    }

    /// Whether a child is a comprehension that its parent takes over. Annotation scopes in classes
    /// take none over.
    fn is_inlined(&self, id: ScopeId, child: ScopeId) -> bool {
        let entry = self.scope(child);
        self.target.inlines_comprehensions()
            && entry.comprehension.is_some()
            && !entry.generator
            && !self.scope(id).can_see_class_scope
    }

    /// An error at the declaration of a name (`error_at_directive`).
    fn error_at_directive(&self, id: ScopeId, name: Name, message: String) -> Box<CompileError> {
        let directive = self.directives[id.0 as usize].iter().find(|(declared, _)| *declared == name);
        let location = directive.map_or(Location::NONE, |(_, span)| location_of(*span, self.lines));
        Box::new(CompileError::syntax(message, location))
    }
}
