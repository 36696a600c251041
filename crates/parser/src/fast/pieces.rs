//! The parts of a joined string so far: adjacent texts become one constant, empty ones none.
//!
//! Follows `_PyPegen_joined_str` and `_PyPegen_concatenate_strings` in `Parser/action_helpers.c`.

use pycmill_ast::{Constant, Expr, ExprKind};
use pycmill_source::Span;

use super::Parser;
use super::stacks::take;

/// What is known of a joined string before its end. The values are on the stack of expressions.
pub(super) struct Pieces {
    base: usize,
    /// The text since the last value.
    pub(super) text: Vec<u8>,
    /// Of the texts since the last value; empty ones count.
    place: Option<Span>,
    /// Of the first of them.
    unicode_prefix: bool,
    /// How many texts there were in all.
    pub(super) texts: usize,
    /// The place of all parts, if the target knows no others.
    pub(super) whole: Option<Whole>,
}

/// Literals joined with an f-string that is one token.
#[derive(Clone, Copy)]
pub(super) struct Whole {
    /// From the first literal to the last.
    pub(super) place: Span,
    pub(super) unicode_prefix: bool,
}

impl Pieces {
    /// Text follows that takes so much place; the first one decides on the prefix.
    pub(super) fn begin_text(&mut self, place: Span, unicode_prefix: bool) {
        self.texts += 1;
        match (&mut self.place, self.whole) {
            (Some(run), None) => run.end = place.end,
            (None, None) => (self.place, self.unicode_prefix) = (Some(place), unicode_prefix),
            (_, Some(whole)) => (self.place, self.unicode_prefix) = (Some(whole.place), whole.unicode_prefix),
        }
    }

    /// Gives the text since the last value another place, without prefix.
    pub(super) fn place_text(&mut self, place: Span) {
        self.place = self.place.map(|_| place);
        self.unicode_prefix = false;
    }
}

impl<'a> Parser<'_, 'a, '_> {
    pub(super) fn pieces(&self, whole: Option<Whole>) -> Pieces {
        Pieces { base: self.stacks.exprs.len(), text: Vec::new(), place: None, unicode_prefix: false, texts: 0, whole }
    }

    /// A value follows what there is.
    pub(super) fn push_value(&mut self, pieces: &mut Pieces, value: Expr<'a>) {
        self.end_text(pieces);
        self.stacks.exprs.push(value);
    }

    /// Turns the text since the last value into a constant.
    pub(super) fn end_text(&mut self, pieces: &mut Pieces) {
        let Some(span) = pieces.place.take() else { return };
        if !pieces.text.is_empty() {
            let value = Constant::Str(self.arena.alloc_slice_copy(&pieces.text));
            pieces.text.clear();
            let kind = ExprKind::Constant { value, unicode_prefix: pieces.unicode_prefix };
            self.stacks.exprs.push(Expr { span, kind });
        }
    }

    pub(super) fn finish(&mut self, mut pieces: Pieces) -> &'a [Expr<'a>] {
        self.end_text(&mut pieces);
        take(self.arena, &mut self.stacks.exprs, pieces.base)
    }
}
