//! Displays that become constants.
//!
//! Follows `Python/ast_opt.c` `make_const_tuple`, `fold_tuple`, `fold_iter`.

use pycmill_ast::{Constant, Expr, ExprKind};
use pycmill_flow::eval::{Key, key};
use rustc_hash::FxHashSet;

use super::Folder;
use super::expr::constant;

impl<'a> Folder<'_, 'a> {
    /// The tuple of expressions that are all constants.
    pub(super) fn constant_tuple(&mut self, elts: &'a [Expr<'a>]) -> Option<ExprKind<'a>> {
        let items = constants(elts)?;
        Some(constant(Constant::Tuple(self.arena.alloc_slice_copy(&items))))
    }

    /// What takes the place of a display that is only iterated over or searched: of a list a tuple, of
    /// a set of constants a frozenset.
    pub(super) fn iterable(&mut self, expr: &'a Expr<'a>) -> Option<ExprKind<'a>> {
        match expr.kind {
            _ if !self.evaluates => None,
            ExprKind::List { elts, ctx } => {
                if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) {
                    return None;
                }
                Some(self.constant_tuple(elts).unwrap_or(ExprKind::Tuple { elts, ctx }))
            }
            ExprKind::Set { elts } => {
                let items = distinct(constants(elts)?);
                Some(constant(Constant::FrozenSet(self.arena.alloc_slice_copy(&items))))
            }
            _ => None,
        }
    }

    pub(super) fn iterable_child(&mut self, expr: &'a Expr<'a>, changed: &mut bool) -> &'a Expr<'a> {
        let Some(kind) = self.iterable(expr) else { return expr };
        *changed = true;
        self.arena.alloc(Expr { span: expr.span, kind })
    }
}

fn constants<'a>(elts: &[Expr<'a>]) -> Option<Vec<Constant<'a>>> {
    let values = elts.iter().map(|elt| match elt.kind {
        ExprKind::Constant { value, .. } => Some(value),
        _ => None,
    });
    values.collect()
}

/// Of values equal in Python the first.
pub(crate) fn distinct(mut items: Vec<Constant<'_>>) -> Vec<Constant<'_>> {
    let mut seen: FxHashSet<Key<'_>> = FxHashSet::default();
    items.retain(|item| key(*item).is_none_or(|key| seen.insert(key)));
    items
}
