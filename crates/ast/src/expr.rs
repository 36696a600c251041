//! Expressions.

use pycmill_source::Span;

use crate::{Constant, Name, NodeId, Operator, UnaryOp};

/// An expression with its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expr<'a> {
    /// From CPython's (`lineno`, `col_offset`) to (`end_lineno`, `end_col_offset`).
    pub span: Span,
    /// Which expression.
    pub kind: ExprKind<'a>,
}

/// The expressions of `Python.asdl`, with its names.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "nodes and fields are those of Python.asdl")]
pub enum ExprKind<'a> {
    BoolOp {
        op: BoolOp,
        values: &'a [Expr<'a>],
    },
    NamedExpr {
        target: &'a Expr<'a>,
        value: &'a Expr<'a>,
    },
    BinOp {
        left: &'a Expr<'a>,
        op: Operator,
        right: &'a Expr<'a>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: &'a Expr<'a>,
    },
    Lambda {
        id: NodeId,
        args: &'a Arguments<'a>,
        body: &'a Expr<'a>,
    },
    IfExp {
        test: &'a Expr<'a>,
        body: &'a Expr<'a>,
        orelse: &'a Expr<'a>,
    },
    Dict {
        items: &'a [DictItem<'a>],
    },
    Set {
        elts: &'a [Expr<'a>],
    },
    ListComp {
        id: NodeId,
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    SetComp {
        id: NodeId,
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    /// `value` is absent for `{**key for …}` (3.15).
    DictComp {
        id: NodeId,
        key: &'a Expr<'a>,
        value: Option<&'a Expr<'a>>,
        generators: &'a [Comprehension<'a>],
    },
    GeneratorExp {
        id: NodeId,
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    Await {
        value: &'a Expr<'a>,
    },
    Yield {
        value: Option<&'a Expr<'a>>,
    },
    YieldFrom {
        value: &'a Expr<'a>,
    },
    /// `rest[i]` is the operator behind operand `i` and the operand behind that operator.
    Compare {
        left: &'a Expr<'a>,
        rest: &'a [(CmpOp, Expr<'a>)],
    },
    Call {
        func: &'a Expr<'a>,
        args: &'a [Expr<'a>],
        keywords: &'a [Keyword<'a>],
    },
    /// `format_spec` is a `JoinedStr`.
    FormattedValue {
        value: &'a Expr<'a>,
        conversion: Conversion,
        format_spec: Option<&'a Expr<'a>>,
    },
    /// A piece of a template string (3.14+); `text` is the source of the expression.
    Interpolation {
        value: &'a Expr<'a>,
        text: &'a str,
        conversion: Conversion,
        format_spec: Option<&'a Expr<'a>>,
    },
    JoinedStr {
        values: &'a [Expr<'a>],
    },
    TemplateStr {
        values: &'a [Expr<'a>],
    },
    /// `unicode_prefix`: the literal began with `u`, which only `repr` of annotations shows.
    Constant {
        value: Constant<'a>,
        unicode_prefix: bool,
    },
    /// `attr` is not mangled.
    Attribute {
        value: &'a Expr<'a>,
        attr: Name,
        ctx: ExprContext,
    },
    Subscript {
        value: &'a Expr<'a>,
        slice: &'a Expr<'a>,
        ctx: ExprContext,
    },
    Starred {
        value: &'a Expr<'a>,
        ctx: ExprContext,
    },
    Name {
        id: Name,
        ctx: ExprContext,
    },
    List {
        elts: &'a [Expr<'a>],
        ctx: ExprContext,
    },
    Tuple {
        elts: &'a [Expr<'a>],
        ctx: ExprContext,
    },
    Slice {
        lower: Option<&'a Expr<'a>>,
        upper: Option<&'a Expr<'a>>,
        step: Option<&'a Expr<'a>>,
    },
}

/// One `key: value` of a dict display; without key it is `**value`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct DictItem<'a> {
    pub key: Option<Expr<'a>>,
    pub value: Expr<'a>,
}

/// One `for … in … if …` of a comprehension.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct Comprehension<'a> {
    pub target: Expr<'a>,
    pub iter: Expr<'a>,
    pub ifs: &'a [Expr<'a>],
    pub is_async: bool,
}

/// One keyword argument; without name it is `**value`.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct Keyword<'a> {
    pub span: Span,
    pub arg: Option<Name>,
    pub value: Expr<'a>,
}

/// The parameters of a function or lambda.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct Arguments<'a> {
    pub posonlyargs: &'a [Arg<'a>],
    pub args: &'a [Arg<'a>],
    pub vararg: Option<&'a Arg<'a>>,
    pub kwonlyargs: &'a [Arg<'a>],
    /// One per keyword-only parameter.
    pub kw_defaults: &'a [Option<Expr<'a>>],
    pub kwarg: Option<&'a Arg<'a>>,
    /// Of the last positional parameters.
    pub defaults: &'a [Expr<'a>],
}

/// One parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "fields are those of Python.asdl")]
pub struct Arg<'a> {
    pub span: Span,
    pub arg: Name,
    pub annotation: Option<&'a Expr<'a>>,
}

/// How an expression is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "names of Python.asdl")]
pub enum ExprContext {
    Load,
    Store,
    Del,
}

/// `!s`, `!r`, `!a` of a formatted value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "named after the functions")]
pub enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}

/// `and`, `or`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "names of Python.asdl")]
pub enum BoolOp {
    And,
    Or,
}

/// Comparison operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "names of Python.asdl")]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}
