//! Where a file has expressions that constant folding may change, or `finally` blocks that it warns of, so that it need not
//! look at all the rest.
//!
//! Invariant: a mark at a place is one for its neighbours too: who asks is told of all there is, and sometimes of more.

use bumpalo::Bump;
use pycmill_source::Span;

use crate::{CmpOp, Expr, ExprContext, ExprKind, UnaryOp};

/// So many bytes of the text, as a power of two, have one bit.
const BYTES: u32 = 4;

/// The expressions of a file that folding may change.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Foldable<'a>(Option<&'a [u64]>);

impl Foldable<'_> {
    /// Nothing is known, so anything may change.
    pub const ANYTHING: Self = Self(None);

    /// Whether something in a part of the text may change.
    #[inline]
    #[must_use]
    pub fn has(self, part: Span) -> bool {
        let Some(words) = self.0 else { return true };
        let (first, last) = (part.start >> BYTES, part.end.wrapping_sub(1) >> BYTES);
        let (from, to) = ((first / u64::BITS) as usize, (last / u64::BITS) as usize);
        let Some(words) = words.get(from..=to) else { return true };
        let (after_start, before_end) =
            (u64::MAX << (first % u64::BITS), u64::MAX >> (u64::BITS - 1 - last % u64::BITS));
        match words {
            [word] => word & after_start & before_end != 0,
            [start, inner @ .., end] => {
                start & after_start != 0 || end & before_end != 0 || inner.iter().any(|word| *word != 0)
            }
            [] => true,
        }
    }
}

/// The marks of a file while its tree is made.
#[derive(Debug)]
pub struct FoldMarks<'a> {
    words: &'a mut [u64],
    is_exact: bool,
}

impl<'a> FoldMarks<'a> {
    /// No marks in a text of this length.
    #[must_use]
    pub fn new(arena: &'a Bump, len: usize) -> Self {
        Self { words: arena.alloc_slice_fill_copy((len >> BYTES) / u64::BITS as usize + 1, 0), is_exact: true }
    }

    /// Notes an expression that begins at a place if folding may change it, whatever is in it.
    #[inline]
    pub fn note(&mut self, start: u32, kind: &ExprKind<'_>) {
        if may_change(kind) {
            self.mark(start);
        }
    }

    /// Notes what a statement iterates over if folding may change it because of that.
    #[inline]
    pub fn note_iterable(&mut self, iterable: &Expr<'_>) {
        if is_display(iterable) {
            self.mark(iterable.span.start);
        }
    }

    /// Notes that an expression that holds this place may change.
    #[inline(never)]
    pub fn mark(&mut self, place: u32) {
        let bit = place >> BYTES;
        match self.words.get_mut((bit / u64::BITS) as usize) {
            Some(word) => *word |= 1 << (bit % u64::BITS),
            None => self.is_exact = false,
        }
    }

    /// Notes that places of nodes are not where they are in the text.
    pub const fn give_up(&mut self) {
        self.is_exact = false;
    }

    /// The marks of the finished tree.
    #[must_use]
    pub fn finish(self) -> Foldable<'a> {
        Foldable(self.is_exact.then_some(self.words))
    }
}

/// Whether folding may change an expression although nothing changes in its parts.
#[inline]
fn may_change(kind: &ExprKind<'_>) -> bool {
    match *kind {
        ExprKind::BinOp { left, .. } => is_constant(left),
        ExprKind::UnaryOp { op, operand } => {
            is_constant(operand) || op == UnaryOp::Not && matches!(operand.kind, ExprKind::Compare { .. })
        }
        ExprKind::Compare { rest, .. } => {
            rest.last().is_some_and(|(op, last)| matches!(op, CmpOp::In | CmpOp::NotIn) && is_display(last))
        }
        ExprKind::Subscript { value, .. } => is_constant(value),
        ExprKind::Tuple { elts, ctx: ExprContext::Load } => elts.first().is_none_or(is_constant),
        ExprKind::ListComp { generators, .. }
        | ExprKind::SetComp { generators, .. }
        | ExprKind::DictComp { generators, .. }
        | ExprKind::GeneratorExp { generators, .. } => generators.iter().any(|part| is_display(&part.iter)),
        _ => false,
    }
}

const fn is_constant(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Constant { .. })
}

/// Whether an expression is a list or set, which becomes a constant where it is only searched or iterated over.
const fn is_display(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::List { .. } | ExprKind::Set { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Constant;

    #[test]
    fn a_mark_is_found_from_all_around_it() {
        let arena = Bump::new();
        let mut marks = FoldMarks::new(&arena, 5000);
        marks.mark(2048);
        let marked = marks.finish();
        for (start, end, found) in [
            (0, 5000, true),
            (2048, 2049, true),
            (2040, 2050, true),
            (0, 2048, false),
            (2064, 5000, false),
            (7, 7, false),
        ] {
            assert_eq!(marked.has(Span::new(start, end)), found, "{start}..{end}");
        }
        assert!(marked.has(Span::NONE), "what has no place may be anything");
        assert!(Foldable::ANYTHING.has(Span::new(0, 1)));
    }

    #[test]
    fn what_is_marked_depends_on_the_parts() {
        let constant =
            Expr { span: Span::NONE, kind: ExprKind::Constant { value: Constant::None, unicode_prefix: false } };
        let operand = Expr { span: Span::NONE, kind: ExprKind::UnaryOp { op: UnaryOp::USub, operand: &constant } };
        assert!(may_change(&operand.kind));
        assert!(!may_change(&ExprKind::UnaryOp { op: UnaryOp::USub, operand: &operand }));
        assert!(may_change(&ExprKind::Tuple { elts: &[], ctx: ExprContext::Load }));
        assert!(!may_change(&ExprKind::Tuple { elts: &[], ctx: ExprContext::Store }));
    }
}
