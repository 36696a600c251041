//! How deep the source nests: stack for the recursion, and whether CPython may have given up.
//!
//! **Invariants**: between two looks at the stack lie at most [`STEP`] levels, whose frames fit in [`RED_ZONE`]; no more than
//! [`MOST`] levels are entered.
//!
//! Follows `MAXSTACK` in `Parser/parser.c`.

use pycmill_target::Target;

use super::{Parser, Rejected, Result};

/// Levels from one look at the stack to the next. A power of two.
const STEP: u32 = 8;

/// Bytes of stack that so many levels may need, and how much is added when they run out.
const RED_ZONE: usize = 256 * 1024;
const STACK_STEP: usize = 2 * 1024 * 1024;

/// Levels that CPython's parser never takes: each is at least one rule there.
const MOST: u32 = 6000;

/// Levels in which CPython's parser enters fewer rules than it may, whatever they are.
const FEW: u32 = 120;

/// The same for the parser of 3.8: 17 rules a level, and 4 for each block around.
const FEW_WITHOUT_BACKTRACKING: u32 = 56;

/// Nodes inside each other that one level makes at most, chains aside: one for each kind of binding.
const NODES_OF_LEVEL: u32 = 16;

/// Runs a parser with stack for its first levels.
pub(super) fn with_stack<T>(parse: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, STACK_STEP, parse)
}

/// What the parser knows of its depth.
#[derive(Default)]
pub(super) struct Nesting {
    now: u32,
    /// In steps of [`STEP`].
    deepest: u32,
    /// Links of all chains in the statement at hand: `a.b.c`, `a + b + c`. Each makes the tree deeper, not the recursion.
    links: u32,
    /// The most of any statement.
    most_links: u32,
    /// Of the whole file, since each makes the tree deeper.
    elifs: u32,
}

impl Nesting {
    /// Whether the first pass of the table has to count.
    pub(super) fn is_deep(&self, target: Target) -> bool {
        let few = if target.parses_with_backtracking() { FEW } else { FEW_WITHOUT_BACKTRACKING };
        self.deepest > few || self.elifs > 1000
    }

    #[inline]
    pub(super) const fn note_chain(&mut self, links: u32) {
        self.links += links;
    }

    pub(super) const fn note_elif(&mut self) {
        self.elifs += 1;
    }

    /// A statement begins.
    #[inline]
    pub(super) fn begin_statement(&mut self) {
        self.most_links = self.most_links.max(self.links);
        self.links = 0;
    }

    /// Whether the tree may be deeper than CPython takes.
    pub(super) fn may_exceed(&self, target: Target) -> bool {
        let levels = (self.deepest + STEP) * NODES_OF_LEVEL + self.most_links.max(self.links) + self.elifs;
        levels > target.source_limits().nodes
    }
}

impl Parser<'_, '_, '_> {
    /// Parses what may nest.
    #[inline]
    pub(super) fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.nesting.now += 1;
        let result = if self.nesting.now.is_multiple_of(STEP) { self.deep(parse) } else { parse(self) };
        self.nesting.now -= 1;
        result
    }

    #[cold]
    #[inline(never)]
    fn deep<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let now = self.nesting.now;
        self.nesting.deepest = self.nesting.deepest.max(now);
        if now > MOST {
            return Err(Rejected);
        }
        stacker::maybe_grow(RED_ZONE, STACK_STEP, || parse(self))
    }
}
