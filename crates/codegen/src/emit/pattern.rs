//! Patterns: what they share, and the simple ones.
//!
//! Follows `Python/compile.c` `compiler_pattern` and the `pattern_helper_…` functions.
//! Invariants: a pattern takes its subject off the stack; where it fails it jumps to
//! `fail_pop[n]`, n being the values to drop; captured values lie below what is in use until the whole
//! pattern has matched.

use pycmill_ast::{CmpOp, Expr, ExprContext, ExprKind, Name, Pattern, PatternKind};
use pycmill_target::{Opcode, StackShuffle};

use super::{Emitter, Result};
use pycmill_flow::ir::{Label, Location};

/// `pattern_context`.
pub(crate) struct PatternContext {
    /// The names captured so far, in the order of their values on the stack.
    pub(crate) stores: Vec<Name>,
    /// Whether a pattern that always matches may stand here.
    pub(crate) allow_irrefutable: bool,
    /// Where to fail with so many values to drop.
    pub(crate) fail_pop: Vec<Label>,
    /// How many values the pattern keeps above the captured ones.
    pub(crate) on_top: usize,
}

impl PatternContext {
    pub(crate) const fn new(allow_irrefutable: bool) -> Self {
        Self { stores: Vec::new(), allow_irrefutable, fail_pop: Vec::new(), on_top: 0 }
    }
}

impl<'a> Emitter<'a, '_> {
    /// `compiler_pattern`. Gives the location that holds behind the pattern, within what is at `around`.
    pub(crate) fn pattern(&mut self, around: Location, p: &Pattern<'a>, pc: &mut PatternContext) -> Result<Location> {
        let left = stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.pattern1(p, pc))?;
        Ok(if self.target.parts_leave_their_location() { left } else { around })
    }

    fn pattern1(&mut self, p: &Pattern<'a>, pc: &mut PatternContext) -> Result<Location> {
        let loc = self.loc(p.span);
        match p.kind {
            PatternKind::MatchValue { value } => self.pattern_value(loc, value, pc)?,
            PatternKind::MatchSingleton { value } => {
                self.addop_load_const(loc, &value);
                self.addcompare(loc, CmpOp::Is);
                self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
            }
            PatternKind::MatchSequence { patterns } => return self.pattern_sequence(loc, patterns, pc),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                return self.pattern_mapping(loc, keys, patterns, rest, pc);
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                return self.pattern_class(loc, cls, patterns, (kwd_attrs, kwd_patterns), pc);
            }
            PatternKind::MatchStar { name } => self.pattern_store_name(loc, name, pc)?,
            PatternKind::MatchAs { pattern, name } => return self.pattern_as(loc, pattern, name, pc),
            PatternKind::MatchOr { patterns } => return self.pattern_or(loc, patterns, pc),
        }
        Ok(loc)
    }

    /// Like [`Emitter::pattern`], where a pattern that always matches does no harm.
    pub(crate) fn subpattern(
        &mut self,
        around: Location,
        p: &Pattern<'a>,
        pc: &mut PatternContext,
    ) -> Result<Location> {
        let allow_irrefutable = std::mem::replace(&mut pc.allow_irrefutable, true);
        let left = self.pattern(around, p, pc)?;
        pc.allow_irrefutable = allow_irrefutable;
        Ok(left)
    }

    fn pattern_value(&mut self, loc: Location, value: &Expr<'a>, pc: &mut PatternContext) -> Result {
        if !matches!(value.kind, ExprKind::Constant { .. } | ExprKind::Attribute { .. }) {
            return self.error("patterns may only match literals and attribute lookups", loc);
        }
        self.visit_expr(value)?;
        self.addcompare(loc, CmpOp::Eq);
        self.addop_to_bool(loc);
        self.jump_to_fail_pop(loc, pc, Opcode::POP_JUMP_IF_FALSE);
        Ok(())
    }

    fn pattern_as(
        &mut self,
        loc: Location,
        pattern: Option<&Pattern<'a>>,
        name: Option<Name>,
        pc: &mut PatternContext,
    ) -> Result<Location> {
        let Some(pattern) = pattern else {
            if !pc.allow_irrefutable {
                let what = name.map_or("wildcard".into(), |name| format!("name capture '{}'", self.names.text(name)));
                return self.error(format!("{what} makes remaining patterns unreachable"), loc);
            }
            self.pattern_store_name(loc, name, pc)?;
            return Ok(loc);
        };
        pc.on_top += 1;
        self.duplicate(loc);
        let loc = self.pattern(loc, pattern, pc)?;
        pc.on_top -= 1;
        self.pattern_store_name(loc, name, pc)?;
        Ok(loc)
    }

    /// Captures the value on top of the stack: it goes below everything in use.
    pub(crate) fn pattern_store_name(&mut self, loc: Location, name: Option<Name>, pc: &mut PatternContext) -> Result {
        let Some(name) = name else {
            self.addop(loc, Opcode::POP_TOP);
            return Ok(());
        };
        self.forbidden_name(loc, name, ExprContext::Store)?;
        self.check_duplicate_store(loc, name, pc)?;
        self.pattern_rotate(loc, pc.on_top + pc.stores.len() + 1);
        pc.stores.push(name);
        Ok(())
    }

    pub(crate) fn check_duplicate_store(&self, loc: Location, name: Name, pc: &PatternContext) -> Result {
        if pc.stores.contains(&name) {
            return self.error(format!("multiple assignments to name '{}' in pattern", self.names.text(name)), loc);
        }
        Ok(())
    }

    /// Moves the top of the stack below the `count - 1` values under it.
    pub(crate) fn pattern_rotate(&mut self, loc: Location, count: usize) {
        if self.target.stack_shuffle() == StackShuffle::Rotate {
            self.addop_i(loc, Opcode::ROT_N, count as u32);
            return;
        }
        for depth in (2..=count).rev() {
            self.addop_i(loc, Opcode::SWAP, depth as u32);
        }
    }

    /// Jumps to where the values in use are dropped and the next case begins.
    pub(crate) fn jump_to_fail_pop(&mut self, loc: Location, pc: &mut PatternContext, op: Opcode) {
        let label = self.fail_pop_label(pc, pc.on_top + pc.stores.len());
        self.addop_jump(loc, op, label);
        self.next_block();
    }

    /// Always fails.
    pub(crate) fn fail_pop(&mut self, loc: Location, pc: &mut PatternContext) {
        let label = self.fail_pop_label(pc, pc.on_top + pc.stores.len());
        self.jump_ahead(loc, label);
        self.next_block();
    }

    /// The label of the failure with so many values to drop (`ensure_fail_pop`).
    pub(crate) fn fail_pop_label(&mut self, pc: &mut PatternContext, pops: usize) -> Label {
        while pc.fail_pop.len() <= pops {
            pc.fail_pop.push(self.new_label());
        }
        pc.fail_pop[pops]
    }

    /// Writes the ways to fail, each falling into the one with a value less to drop.
    pub(crate) fn emit_and_reset_fail_pop(&mut self, loc: Location, pc: &mut PatternContext) {
        let labels = std::mem::take(&mut pc.fail_pop);
        if labels.is_empty() {
            self.next_block();
        }
        for (pops, label) in labels.into_iter().enumerate().rev() {
            self.use_label(label);
            if pops > 0 {
                self.addop(loc, Opcode::POP_TOP);
            }
        }
    }
}

/// `_`, or anything `as _` cannot be: a pattern that always matches and binds nothing.
pub(crate) fn is_wildcard(p: &Pattern<'_>) -> bool {
    matches!(p.kind, PatternKind::MatchAs { name: None, .. })
}
