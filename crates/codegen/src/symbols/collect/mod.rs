//! First pass: what every scope does with its names, in source order.
//!
//! Follows `Python/symtable.c` `symtable_visit_*`, `symtable_enter_block`, `symtable_add_def`.
//! Invariant: behind this pass no symbol has a [`super::table::NameScope`] yet.

mod annotations;
mod define;
mod expr;
mod functions;
mod restrict;
mod stmt;

use pycmill_ast::{Module, Name, Names, NodeId};
use pycmill_source::{LineIndex, Span};
use pycmill_target::{Annotations, Target};

use super::table::{Scope, ScopeId, ScopeKind, ScopeRole, SymbolTable, Symbols, flags};
use crate::error::CompileError;
use crate::future::{Features, is_docstring};
use crate::location::location_of;
use crate::stack;

/// The error is boxed: nearly everything here may fail, and most hands nothing else on.
pub(super) type Result<T = ()> = std::result::Result<T, Box<CompileError>>;

/// The scopes before their analysis, with the places of their `global` and `nonlocal` declarations.
pub(super) struct Collected {
    pub(super) table: SymbolTable,
    /// One list per scope (`ste_directives`); names are mangled.
    pub(super) directives: Vec<Vec<(Name, Span)>>,
}

/// State of a scope that only this pass needs.
#[derive(Default)]
struct Visit {
    directives: Vec<(Name, Span)>,
    /// `ste_comp_iter_target`: the names visited are iteration variables.
    comp_iter_target: bool,
    /// `ste_comp_iter_expr`: how many iterables of comprehensions the visit is inside.
    comp_iter_expr: u32,
    /// `ste_scope_info`: what errors call a type variable's scope.
    scope_info: &'static str,
    /// `ste_in_conditional_block`: the statements visited may not be executed.
    in_conditional: bool,
    /// `ste_in_try_block`.
    in_try: bool,
    /// `ste_in_unevaluated_annotation`: the names visited are never looked up.
    unevaluated: bool,
    /// What opens the scope.
    place: Span,
    /// The scope whose `mangled_names` hold here too.
    mangled_from: Option<ScopeId>,
}

struct Collector<'t, 'a> {
    target: Target,
    names: &'t mut Names<'a>,
    lines: &'t LineIndex,
    features: Features,
    table: SymbolTable,
    /// One per scope.
    visits: Vec<Visit>,
    /// The scopes being visited, the innermost last.
    stack: Vec<ScopeId>,
    /// The last of them, and its kind.
    current: (ScopeId, ScopeKind),
    /// `st_private`: the class whose private names are mangled.
    private: Option<Name>,
    /// Per mangled name: the scope it was last entered into, and its position there.
    places: Vec<(ScopeId, u32)>,
    /// How deep the part being visited lies.
    level: u32,
    /// The name `super`, if the file has it.
    super_: Option<Name>,
    dunder_debug: Name,
}

/// Collects the scopes of a module.
pub(super) fn collect<'a>(
    target: Target,
    module: &Module<'a>,
    names: &mut Names<'a>,
    lines: &LineIndex,
    features: &Features,
) -> Result<Collected> {
    let super_ = names.find("super");
    // Also found in front of the dot of a module's name.
    let dunder_debug = names.intern("__debug__");
    let places = vec![define::NOWHERE; names.texts().len() + 1];
    let mut collector = Collector {
        target,
        names,
        lines,
        features: *features,
        table: SymbolTable::with_capacity(module.node_ids),
        visits: Vec::with_capacity(module.node_ids as usize + 1),
        stack: Vec::new(),
        current: (SymbolTable::MODULE, ScopeKind::Module),
        private: None,
        places,
        level: 0,
        super_,
        dunder_debug,
    };
    let top = collector.names.intern("top");
    collector.enter(top, ScopeKind::Module, None, Span::NONE)?;
    collector.scope().has_docstring = is_docstring(module.body.first());
    stack::ensured(|| collector.stmts(module.body))?;
    collector.exit();
    collector.share_mangled_names();
    let directives = collector.visits.into_iter().map(|visit| visit.directives).collect();
    Ok(Collected { table: collector.table, directives })
}

impl Collector<'_, '_> {
    const fn cur(&self) -> ScopeId {
        self.current.0
    }

    /// Visits what may nest, on a stack that suffices.
    fn nested(&mut self, visit: impl FnOnce(&mut Self) -> Result) -> Result {
        self.level += 1;
        let result = if stack::is_checked(self.level) { stack::ensured(|| visit(self)) } else { visit(self) };
        self.level -= 1;
        result
    }

    fn scope(&mut self) -> &mut Scope {
        let id = self.cur();
        self.table.scope_mut(id)
    }

    fn visit(&mut self) -> &mut Visit {
        let id = self.cur();
        &mut self.visits[id.0 as usize]
    }

    const fn kind(&self) -> ScopeKind {
        self.current.1
    }

    /// Begins a scope (`symtable_enter_block`). `span` is the place of errors about what it defines by itself.
    fn enter(&mut self, name: Name, kind: ScopeKind, node: Option<(NodeId, ScopeRole)>, span: Span) -> Result {
        let id = ScopeId(self.table.scopes.len() as u32);
        let mut scope = new_scope(name, kind);
        if let Some(&parent) = self.stack.last() {
            let outer = self.table.scope(parent);
            scope.nested = outer.nested || outer.kind.is_function_like();
            scope.method = outer.kind == ScopeKind::Class && kind == ScopeKind::Function;
            // Annotations that become strings have no part in the analysis.
            if kind != ScopeKind::Annotation || !self.features.annotations {
                self.table.scope_mut(parent).children.push(id);
            }
        }
        self.table.scopes.push(scope);
        self.visits.push(Visit { place: span, ..Visit::default() });
        if let Some((node, role)) = node {
            self.table.open(node, role, id);
        }
        self.reenter(id);
        if kind.is_evaluated_on_demand() && self.target.annotations() == Annotations::Function {
            // Which format to evaluate to is their parameter.
            self.define_text(".format", flags::DEF_PARAM, span)?;
            self.define_text(".format", flags::USE, span)?;
        }
        Ok(())
    }

    /// Goes on with a scope (`symtable_enter_existing_block`).
    fn reenter(&mut self, id: ScopeId) {
        let at = id.0 as usize;
        if let Some(&parent) = self.stack.last() {
            let outer = &self.visits[parent.0 as usize];
            let (comp_iter_expr, mangled_from) = (outer.comp_iter_expr, outer.mangled_from);
            self.visits[at].comp_iter_expr = comp_iter_expr;
            let mangled = &self.table.scope(parent).mangled_names;
            // In classes all private names are mangled.
            if mangled.is_some() && self.table.scope(id).kind != ScopeKind::Class {
                self.table.scopes[at].mangled_names = mangled.clone();
                self.visits[at].mangled_from = mangled_from.or(Some(parent));
            }
        }
        self.stack.push(id);
        self.current = (id, self.table.scope(id).kind);
    }

    /// Ends a scope (`symtable_exit_block`).
    fn exit(&mut self) {
        self.stack.pop();
        if let Some(&outer) = self.stack.last() {
            self.current = (outer, self.table.scope(outer).kind);
        }
    }

    /// Code generation sees the same names mangled in all scopes around a generic class, also those
    /// that were left before its last type parameter was met.
    fn share_mangled_names(&mut self) {
        for (at, visit) in self.visits.iter().enumerate() {
            if let Some(from) = visit.mangled_from {
                self.table.scopes[at].mangled_names = self.table.scope(from).mangled_names.clone();
            }
        }
    }

    /// Where an error of a scope's names is: at the name, or where the scope begins.
    fn error_place(&self, scope: ScopeId, span: Span) -> Span {
        if self.target.places_symbol_errors_at_scopes() { self.visits[scope.0 as usize].place } else { span }
    }

    fn error<T>(&self, message: impl Into<String>, span: Span) -> Result<T> {
        Err(Box::new(CompileError::syntax(message, location_of(span, self.lines))))
    }
}

fn new_scope(name: Name, kind: ScopeKind) -> Scope {
    Scope {
        kind,
        name,
        symbols: Symbols::default(),
        varnames: Vec::new(),
        children: Vec::new(),
        mangled_names: None,
        nested: false,
        generator: false,
        coroutine: false,
        comprehension: None,
        varargs: false,
        varkeywords: false,
        returns_value: false,
        needs_class_closure: false,
        needs_classdict: false,
        comp_inlined: false,
        can_see_class_scope: false,
        free: false,
        child_free: false,
        has_docstring: false,
        method: false,
        annotations_used: false,
        has_conditional_annotations: false,
        annotation_block: None,
    }
}
