//! Patterns of `match`.

use pycmill_source::Span;

use crate::{Constant, Expr, Name};

/// A pattern with its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pattern<'a> {
    /// From CPython's (`lineno`, `col_offset`) to (`end_lineno`, `end_col_offset`).
    pub span: Span,
    /// Which pattern.
    pub kind: PatternKind<'a>,
}

/// The patterns of `Python.asdl`, with its names.
#[derive(Clone, Copy, PartialEq, Debug)]
#[expect(missing_docs, reason = "nodes and fields are those of Python.asdl")]
pub enum PatternKind<'a> {
    MatchValue {
        value: &'a Expr<'a>,
    },
    MatchSingleton {
        value: Constant<'a>,
    },
    MatchSequence {
        patterns: &'a [Pattern<'a>],
    },
    MatchMapping {
        keys: &'a [Expr<'a>],
        patterns: &'a [Pattern<'a>],
        rest: Option<Name>,
    },
    MatchClass {
        cls: &'a Expr<'a>,
        patterns: &'a [Pattern<'a>],
        kwd_attrs: &'a [Name],
        kwd_patterns: &'a [Pattern<'a>],
    },
    MatchStar {
        name: Option<Name>,
    },
    MatchAs {
        pattern: Option<&'a Pattern<'a>>,
        name: Option<Name>,
    },
    MatchOr {
        patterns: &'a [Pattern<'a>],
    },
}
