//! The finished symbol table.
//!
//! Follows `Include/internal/pycore_symtable.h` (`struct symtable`, `PySTEntryObject`).
//! Invariants: [`Scope::symbols`] keeps the order of first entry; children are in source order; every
//! scope is found again by the node that opened it and the role it plays for that node.

use pycmill_ast::{Name, NodeId};
use rustc_hash::FxHashSet;

use crate::numbered::Numbered;

/// A scope of a [`SymbolTable`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ScopeId(pub u32);

/// Which of the scopes that one node opens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScopeRole {
    /// The body of a function, lambda, class, comprehension or type alias value.
    Body,
    /// The type parameters of a generic function, class or alias.
    TypeParams,
    /// The bound or the constraints of a type variable.
    Bound,
    /// The default of a type parameter.
    Default,
    /// Deferred annotations of a function or class; the module, which is no node, has
    /// [`Scope::annotation_block`].
    Annotations,
}

impl ScopeRole {
    const COUNT: usize = 5;
}

/// `_Py_block_ty`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "CPython's names without the suffix Block")]
pub enum ScopeKind {
    Function,
    Class,
    Module,
    Annotation,
    TypeAlias,
    TypeParameters,
    TypeVariable,
}

impl ScopeKind {
    /// Annotations, the values of aliases, bounds and defaults of type parameters.
    #[must_use]
    pub const fn is_evaluated_on_demand(self) -> bool {
        matches!(self, Self::Annotation | Self::TypeAlias | Self::TypeVariable)
    }

    /// Everything but modules and classes (`_PyST_IsFunctionLike`).
    #[must_use]
    pub const fn is_function_like(self) -> bool {
        matches!(self, Self::Function | Self::Annotation | Self::TypeAlias | Self::TypeParameters | Self::TypeVariable)
    }
}

/// `_Py_comprehension_ty`, without `NoComprehension`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "CPython's names")]
pub enum ComprehensionKind {
    List,
    Dict,
    Set,
    Generator,
}

/// Where a name lives, seen from one scope.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "CPython's names")]
pub enum NameScope {
    Local,
    GlobalExplicit,
    GlobalImplicit,
    Free,
    Cell,
}

/// What is known of one name in one scope: the `DEF_*` bits and the scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Symbol {
    /// `DEF_*` bits of `flags`.
    pub flags: u32,
    /// Set by the analysis.
    pub scope: Option<NameScope>,
}

/// The `DEF_*` bits of [`Symbol::flags`], with CPython's names and values.
#[expect(missing_docs, reason = "CPython's names")]
pub mod flags {
    pub const DEF_GLOBAL: u32 = 1;
    pub const DEF_LOCAL: u32 = 2;
    pub const DEF_PARAM: u32 = 2 << 1;
    pub const DEF_NONLOCAL: u32 = 2 << 2;
    pub const USE: u32 = 2 << 3;
    pub const DEF_FREE: u32 = 2 << 4;
    pub const DEF_FREE_CLASS: u32 = 2 << 5;
    pub const DEF_IMPORT: u32 = 2 << 6;
    pub const DEF_ANNOT: u32 = 2 << 7;
    pub const DEF_COMP_ITER: u32 = 2 << 8;
    pub const DEF_TYPE_PARAM: u32 = 2 << 9;
    pub const DEF_COMP_CELL: u32 = 2 << 10;
    pub const DEF_BOUND: u32 = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;
}

/// As many symbols as most scopes have.
const USUAL: usize = 16;

/// The symbols of one scope in order of first entry. Names are mangled.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    names: Numbered<Name>,
    symbols: Vec<Symbol>,
}

impl Symbols {
    /// What is known of a name.
    #[must_use]
    pub fn get(&self, name: Name) -> Option<Symbol> {
        self.names.get(name).map(|at| self.symbols[at as usize])
    }

    /// Enters a name or changes what is known of it; the order of first entry stays.
    pub fn set(&mut self, name: Name, symbol: Symbol) {
        *self.entry(name) = symbol;
    }

    /// What is known of a name, to change; it is entered if new.
    pub fn entry(&mut self, name: Name) -> &mut Symbol {
        let at = self.place(name);
        &mut self.symbols[at]
    }

    /// The position of a name in the order of first entry; it is entered if new.
    pub fn place(&mut self, name: Name) -> usize {
        if self.symbols.capacity() == 0 {
            // Most scopes have so many, and need not grow.
            self.names.keys = Vec::with_capacity(USUAL);
            self.symbols = Vec::with_capacity(USUAL);
        }
        let at = self.names.add(name) as usize;
        if at == self.symbols.len() {
            self.symbols.push(Symbol::default());
        }
        at
    }

    /// Changes what is known of the name at a position.
    pub fn set_at(&mut self, position: usize, symbol: Symbol) {
        self.symbols[position] = symbol;
    }

    /// The `DEF_*` bits of the name at a position, to change.
    pub fn flags_at(&mut self, position: usize) -> &mut u32 {
        &mut self.symbols[position].flags
    }

    /// The name at a position in the order of first entry.
    #[must_use]
    pub fn at(&self, position: usize) -> (Name, Symbol) {
        (self.names.keys[position], self.symbols[position])
    }

    /// What is known of the names, in order of first entry, to change.
    pub fn values_mut(&mut self) -> impl ExactSizeIterator<Item = (Name, &mut Symbol)> + '_ {
        self.names.keys.iter().copied().zip(&mut self.symbols)
    }

    /// Removes a name; rare, so the names behind it are simply renumbered.
    pub fn remove(&mut self, name: Name) {
        if let Some(at) = self.names.remove(name) {
            self.symbols.remove(at as usize);
        }
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// All names in order of first entry.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Name, Symbol)> + '_ {
        self.names.keys.iter().copied().zip(self.symbols.iter().copied())
    }
}

/// One scope (`PySTEntryObject`).
#[derive(Clone, Debug)]
pub struct Scope {
    /// `ste_type`.
    pub kind: ScopeKind,
    /// `ste_name`.
    pub name: Name,
    /// `ste_symbols`.
    pub symbols: Symbols,
    /// `ste_varnames`: the parameters, mangled, in order.
    pub varnames: Vec<Name>,
    /// `ste_children`, with those of inlined comprehensions spliced in.
    pub children: Vec<ScopeId>,
    /// `ste_mangled_names`: where set, the only names that are mangled here.
    pub mangled_names: Option<FxHashSet<Name>>,
    /// `ste_nested`.
    pub nested: bool,
    /// `ste_generator`.
    pub generator: bool,
    /// `ste_coroutine`.
    pub coroutine: bool,
    /// `ste_comprehension`.
    pub comprehension: Option<ComprehensionKind>,
    /// `ste_varargs`.
    pub varargs: bool,
    /// `ste_varkeywords`.
    pub varkeywords: bool,
    /// `ste_returns_value`.
    pub returns_value: bool,
    /// `ste_needs_class_closure`.
    pub needs_class_closure: bool,
    /// `ste_needs_classdict`.
    pub needs_classdict: bool,
    /// `ste_comp_inlined`.
    pub comp_inlined: bool,
    /// `ste_can_see_class_scope`.
    pub can_see_class_scope: bool,
    /// `ste_free`.
    pub free: bool,
    /// `ste_child_free`.
    pub child_free: bool,
    /// `ste_has_docstring`: of modules, classes and functions (3.14+).
    pub has_docstring: bool,
    /// `ste_method`: a function whose parent is a class (3.14+).
    pub method: bool,
    /// `ste_annotations_used` (3.14+): of modules and classes that a variable is annotated in, of
    /// [`ScopeRole::Annotations`] scopes of functions that any parameter or result is annotated.
    pub annotations_used: bool,
    /// `ste_has_conditional_annotations` (3.14+).
    pub has_conditional_annotations: bool,
    /// `ste_annotation_block` (3.14+): the scope of a module's or class's annotations. That of a
    /// function is found by its definition with [`ScopeRole::Annotations`], annotated or not.
    pub annotation_block: Option<ScopeId>,
}

impl Scope {
    /// `_PyST_GetScope`; `None` for names that the scope does not know.
    #[must_use]
    pub fn name_scope(&self, name: Name) -> Option<NameScope> {
        self.symbols.get(name).and_then(|symbol| symbol.scope)
    }

    /// The `DEF_*` bits of a name, 0 for unknown ones (`_PyST_GetSymbol`).
    #[must_use]
    pub fn flags(&self, name: Name) -> u32 {
        self.symbols.get(name).map_or(0, |symbol| symbol.flags)
    }
}

/// All scopes of one file.
#[derive(Clone, Debug)]
pub struct SymbolTable {
    /// The scopes; the first is the module's.
    pub scopes: Vec<Scope>,
    /// Per role and node which scope it opened; [`Self::NOWHERE`] if none.
    by_node: [Vec<ScopeId>; ScopeRole::COUNT],
}

impl SymbolTable {
    /// The module's scope.
    pub const MODULE: ScopeId = ScopeId(0);

    const NOWHERE: ScopeId = ScopeId(u32::MAX);

    /// An empty table with room for the scopes of so many nodes.
    #[must_use]
    pub fn with_capacity(nodes: u32) -> Self {
        Self { scopes: Vec::with_capacity(nodes as usize + 1), by_node: Default::default() }
    }

    /// Notes the scope that a node opens.
    pub fn open(&mut self, node: NodeId, role: ScopeRole, scope: ScopeId) {
        let by_node = &mut self.by_node[role as usize];
        let at = node.0 as usize;
        if by_node.len() <= at {
            by_node.resize((at + 1).max(self.scopes.capacity()), Self::NOWHERE);
        }
        by_node[at] = scope;
    }

    /// All scopes that nodes opened.
    pub fn opened(&self) -> impl Iterator<Item = ScopeId> + '_ {
        self.by_node.iter().flatten().copied().filter(|scope| *scope != Self::NOWHERE)
    }

    /// The scope that a node opened.
    ///
    /// # Panics
    /// If the node opened none in that role.
    #[must_use]
    pub fn lookup(&self, node: NodeId, role: ScopeRole) -> ScopeId {
        let scope = self.by_node[role as usize].get(node.0 as usize).copied();
        scope.filter(|scope| *scope != Self::NOWHERE).expect("the node opened a scope in this role")
    }

    /// A scope.
    #[must_use]
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// A scope to change: inlined comprehensions lend their symbols to the scope around them.
    pub fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }
}
