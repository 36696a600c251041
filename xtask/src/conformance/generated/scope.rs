//! Where a generated program is at: the scopes around, and what each of them allows.

/// What a scope is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Module,
    Function,
    AsyncFunction,
    Class,
    Lambda,
    Comprehension,
    /// Annotations that are evaluated in a scope of their own, and type parameters, aliases and bounds.
    Annotation,
}

/// A scope being written.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) kind: Kind,
    /// Loops around the statement being written, in this scope.
    pub(super) loops: u32,
    /// Inside `except*`, which nothing may leave.
    pub(super) in_group_handler: bool,
    /// Names bound so far.
    pub(super) bound: Vec<&'static str>,
    /// Names declared global or nonlocal, parameters, and iteration variables: they cannot be declared again.
    pub(super) taken: Vec<&'static str>,
    /// Inside the iterable of a comprehension of this scope.
    pub(super) in_iterable: bool,
}

impl Scope {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, loops: 0, in_group_handler: false, bound: Vec::new(), taken: Vec::new(), in_iterable: false }
    }
}

/// The scopes around, the innermost last.
#[derive(Clone, Debug)]
pub(super) struct Scopes(pub(super) Vec<Scope>);

impl Scopes {
    pub(super) fn current(&mut self) -> &mut Scope {
        self.0.last_mut().expect("the module is always there")
    }

    fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.0.iter().rev().map(|scope| scope.kind)
    }

    pub(super) fn kind(&self) -> Kind {
        self.kinds().next().unwrap_or(Kind::Module)
    }

    /// The innermost scope that is no comprehension.
    fn holder(&self) -> Kind {
        self.kinds().find(|kind| *kind != Kind::Comprehension).unwrap_or(Kind::Module)
    }

    /// Whether `yield` may stand here.
    pub(super) fn allow_yield(&self) -> bool {
        matches!(self.kind(), Kind::Function | Kind::AsyncFunction | Kind::Lambda)
    }

    /// Whether `await` and asynchronous comprehensions may stand here.
    pub(super) fn allow_await(&self) -> bool {
        self.holder() == Kind::AsyncFunction
    }

    pub(super) fn allow_return(&self) -> bool {
        matches!(self.kind(), Kind::Function | Kind::AsyncFunction)
    }

    /// Whether `:=` may stand here, for some name.
    pub(super) fn allow_walrus(&self) -> bool {
        let in_comprehension = self.kind() == Kind::Comprehension;
        self.kind() != Kind::Annotation
            && !self.0.iter().any(|scope| scope.in_iterable)
            && !(in_comprehension && matches!(self.holder(), Kind::Class | Kind::Annotation))
    }

    /// Names that `:=` must not bind here: the iteration variables of the comprehensions around.
    pub(super) fn iteration_names(&self) -> Vec<&'static str> {
        let around = self.0.iter().rev().take_while(|scope| scope.kind == Kind::Comprehension);
        around.flat_map(|scope| scope.taken.iter().copied()).collect()
    }

    /// Whether a scope for annotations sees the names of a class here.
    pub(super) fn annotation_sees_class(&self) -> bool {
        let mut kinds = self.kinds().skip_while(|kind| *kind == Kind::Annotation);
        self.kind() == Kind::Annotation && kinds.next() == Some(Kind::Class)
    }

    /// Names of the functions around, which `nonlocal` can declare.
    pub(super) fn of_functions(&self) -> Vec<&'static str> {
        let outer = &self.0[..self.0.len() - 1];
        let functions =
            outer.iter().filter(|scope| matches!(scope.kind, Kind::Function | Kind::AsyncFunction | Kind::Lambda));
        functions.flat_map(|scope| scope.bound.iter().copied()).collect()
    }
}
