//! Statements.

use pycmill_source::Span;

use crate::{Arguments, Expr, Foldable, Keyword, Name, NodeId, Operator, Pattern};

/// A whole file.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Module<'a> {
    /// The statements.
    pub body: &'a [Stmt<'a>],
    /// How many [`NodeId`]s the file's nodes use: all are below this.
    pub node_ids: u32,
    /// Where folding may change something; whoever makes or changes a tree without marks says [`Foldable::ANYTHING`].
    pub foldable: Foldable<'a>,
}

/// A statement with its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stmt<'a> {
    /// From CPython's (`lineno`, `col_offset`) to (`end_lineno`, `end_col_offset`); a decorated
    /// definition begins at `def`, `async` or `class`.
    pub span: Span,
    /// Which statement.
    pub kind: StmtKind<'a>,
}

/// The statements of `Python.asdl`, with its names; `is_async` tells the `Async…` twins apart,
/// `is_star` `TryStar`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "nodes and fields are those of Python.asdl")]
pub enum StmtKind<'a> {
    FunctionDef(&'a FunctionDef<'a>),
    ClassDef(&'a ClassDef<'a>),
    Return {
        value: Option<&'a Expr<'a>>,
    },
    Delete {
        targets: &'a [Expr<'a>],
    },
    Assign {
        targets: &'a [Expr<'a>],
        value: &'a Expr<'a>,
    },
    TypeAlias {
        id: NodeId,
        name: &'a Expr<'a>,
        type_params: &'a [TypeParam<'a>],
        value: &'a Expr<'a>,
    },
    AugAssign {
        target: &'a Expr<'a>,
        op: Operator,
        value: &'a Expr<'a>,
    },
    /// `simple`: the target is a name without parentheses.
    AnnAssign {
        id: NodeId,
        target: &'a Expr<'a>,
        annotation: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        simple: bool,
    },
    For {
        target: &'a Expr<'a>,
        iter: &'a Expr<'a>,
        body: &'a [Stmt<'a>],
        orelse: &'a [Stmt<'a>],
        is_async: bool,
    },
    While {
        test: &'a Expr<'a>,
        body: &'a [Stmt<'a>],
        orelse: &'a [Stmt<'a>],
    },
    If {
        test: &'a Expr<'a>,
        body: &'a [Stmt<'a>],
        orelse: &'a [Stmt<'a>],
    },
    With {
        items: &'a [WithItem<'a>],
        body: &'a [Stmt<'a>],
        is_async: bool,
    },
    Match {
        subject: &'a Expr<'a>,
        cases: &'a [MatchCase<'a>],
    },
    Raise {
        exc: Option<&'a Expr<'a>>,
        cause: Option<&'a Expr<'a>>,
    },
    Try(&'a Try<'a>),
    Assert {
        test: &'a Expr<'a>,
        msg: Option<&'a Expr<'a>>,
    },
    Import {
        names: &'a [Alias],
        is_lazy: bool,
    },
    ImportFrom {
        module: Option<Name>,
        names: &'a [Alias],
        level: u32,
        is_lazy: bool,
    },
    Global {
        names: &'a [Name],
    },
    Nonlocal {
        names: &'a [Name],
    },
    Expr {
        value: &'a Expr<'a>,
    },
    Pass,
    Break,
    Continue,
}

/// `def`, `async def`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct FunctionDef<'a> {
    pub id: NodeId,
    pub name: Name,
    pub args: &'a Arguments<'a>,
    pub body: &'a [Stmt<'a>],
    pub decorator_list: &'a [Expr<'a>],
    pub returns: Option<&'a Expr<'a>>,
    pub type_params: &'a [TypeParam<'a>],
    pub is_async: bool,
}

/// `class`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct ClassDef<'a> {
    pub id: NodeId,
    pub name: Name,
    pub bases: &'a [Expr<'a>],
    pub keywords: &'a [Keyword<'a>],
    pub body: &'a [Stmt<'a>],
    pub decorator_list: &'a [Expr<'a>],
    pub type_params: &'a [TypeParam<'a>],
}

/// `try`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct Try<'a> {
    pub body: &'a [Stmt<'a>],
    pub handlers: &'a [ExceptHandler<'a>],
    pub orelse: &'a [Stmt<'a>],
    pub finalbody: &'a [Stmt<'a>],
    pub is_star: bool,
}

/// `except … as …:`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct ExceptHandler<'a> {
    pub span: Span,
    pub type_: Option<&'a Expr<'a>>,
    pub name: Option<Name>,
    pub body: &'a [Stmt<'a>],
}

/// One `import` name with its `as` name. `name` of `from m import *` is `*`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct Alias {
    pub span: Span,
    pub name: Name,
    pub asname: Option<Name>,
}

/// One context manager of `with`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct WithItem<'a> {
    pub context_expr: Expr<'a>,
    pub optional_vars: Option<&'a Expr<'a>>,
}

/// `case … if …:`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct MatchCase<'a> {
    pub pattern: Pattern<'a>,
    pub guard: Option<&'a Expr<'a>>,
    pub body: &'a [Stmt<'a>],
}

/// One type parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct TypeParam<'a> {
    pub span: Span,
    pub id: NodeId,
    pub name: Name,
    pub kind: TypeParamKind,
    /// Of a `TypeVar` only.
    pub bound: Option<&'a Expr<'a>>,
    pub default_value: Option<&'a Expr<'a>>,
}

/// The kinds of type parameters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "names of Python.asdl")]
pub enum TypeParamKind {
    TypeVar,
    ParamSpec,
    TypeVarTuple,
}
