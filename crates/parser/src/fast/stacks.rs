//! Where sequences grow until their length is known.

use bumpalo::Bump;
use pycmill_ast::{
    Alias, Arg, CmpOp, Comprehension, DictItem, ExceptHandler, Expr, Keyword, MatchCase, Name, Pattern, Stmt,
    TypeParam, WithItem,
};

/// One stack per type. What lies below the top belongs to sequences further out.
#[derive(Default)]
pub(super) struct Stacks<'a> {
    pub(super) exprs: Vec<Expr<'a>>,
    pub(super) stmts: Vec<Stmt<'a>>,
    pub(super) comparisons: Vec<(CmpOp, Expr<'a>)>,
    pub(super) items: Vec<DictItem<'a>>,
    pub(super) keywords: Vec<Keyword<'a>>,
    pub(super) comprehensions: Vec<Comprehension<'a>>,
    pub(super) args: Vec<Arg<'a>>,
    pub(super) defaults: Vec<Option<Expr<'a>>>,
    pub(super) names: Vec<Name>,
    pub(super) aliases: Vec<Alias>,
    pub(super) handlers: Vec<ExceptHandler<'a>>,
    pub(super) with_items: Vec<WithItem<'a>>,
    pub(super) cases: Vec<MatchCase<'a>>,
    pub(super) patterns: Vec<Pattern<'a>>,
    pub(super) type_params: Vec<TypeParam<'a>>,
}

/// Moves what lies above `base` to the arena.
#[inline]
pub(super) fn take<'a, T: Copy>(arena: &'a Bump, stack: &mut Vec<T>, base: usize) -> &'a [T] {
    if stack.len() == base {
        return &[];
    }
    let slice = arena.alloc_slice_copy(&stack[base..]);
    stack.truncate(base);
    slice
}
