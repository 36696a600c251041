//! `remove_unused_consts` and `insert_superinstructions` in one walk, which also finds what each block does to the stack.
//!
//! Invariant: a block that may have a `NOP`, or locals and an instruction without a line, goes the way of the single passes,
//! because what goes there depends on the neighbours' lines. In any other both parts of a superinstruction are on one line, and
//! nothing of the second one is left.

use pycmill_target::{StackEffects, Target};

use crate::error::CompileError;
use crate::graph::facts::{Facts, OpFacts};
use crate::graph::{BlockId, CfgInstr, Effects, Graph};
use crate::optimize::Context;
use crate::passes::common::remove_nops::remove_nops_in_block;
use crate::passes::flow_graph::remove_unused_consts::{begin_marking, drop_unused, mark};
use crate::passes::fusing::superinstructions::{fuse_in_block, fused};

/// Fuses the instructions of each block and marks the constants in use, then drops the others.
pub(crate) fn settle_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let Context { graph, scratch, unit, target, .. } = cx;
    begin_marking(&mut scratch.numbers, unit);
    let mut work = Work {
        target: *target,
        facts: graph.facts(),
        effects: target.stack_effects(),
        counts_before: target.stack_depth_counts_before(),
        used: usize::from(!unit.consts.is_empty()),
        numbers: &mut scratch.numbers,
    };
    let mut nops = false;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let has_unlike_lines = graph.may_hold(block, Facts::LINELESS) && graph.may_hold(block, Facts::LOCAL);
        if has_unlike_lines || graph.may_hold(block, Facts::NOP.with(Facts::PUSH)) {
            nops |= work.settle_unusual(graph, block)?;
        } else {
            work.settle(graph, block)?;
        }
    }
    if !nops {
        graph.none_holds(Facts::NOP);
    }
    let used = work.used;
    drop_unused(graph, &mut scratch.numbers, unit, used);
    Ok(())
}

struct Work<'a> {
    target: Target,
    facts: &'static OpFacts,
    effects: &'static StackEffects,
    /// See [`Target::stack_depth_counts_before`].
    counts_before: bool,
    /// The marks of the constants,
    numbers: &'a mut [u32],
    /// and how many there are.
    used: usize,
}

impl Work<'_> {
    /// As the single passes do it; whether a `NOP` is left.
    fn settle_unusual(&mut self, graph: &mut Graph, block: BlockId) -> Result<bool, CompileError> {
        for instr in graph.instrs(block) {
            if self.facts.get(instr.op).has(Facts::CONST) {
                self.used += mark(self.numbers, instr.arg)?;
            }
        }
        if graph.may_hold(block, Facts::LOCAL) && fuse_in_block(graph, block) {
            graph.now_holds(block, Facts::NOP);
        }
        remove_nops_in_block(graph, block);
        Ok(graph.may_hold(block, Facts::NOP))
    }

    fn settle(&mut self, graph: &mut Graph, block: BlockId) -> Result<(), CompileError> {
        let Self { target, facts, effects: table, .. } = *self;
        let mut sum = Sum::default();
        let instrs = graph.instrs_mut(block);
        let len = instrs.len();
        let (mut kept, mut fuses) = (0, false);
        for at in 0..len {
            let CfgInstr { op, arg, .. } = instrs[at];
            let facts = facts.get(op);
            let effect = table.of(target, op, arg);
            if facts.has(Facts::LOCAL) {
                if fuses && let Some((op, arg)) = fused(&instrs[kept - 1], &instrs[at]) {
                    instrs[kept - 1].set(op, arg);
                    sum.go_on(effect);
                    fuses = false;
                    continue;
                }
                fuses = true;
            } else {
                fuses = false;
                if facts.has(Facts::CONST) {
                    self.used += mark(self.numbers, arg)?;
                }
            }
            if kept < at {
                instrs[kept] = instrs[at];
            }
            kept += 1;
            sum.add(effect);
        }
        if kept < len {
            if graph.clears_removed_slots() {
                graph.instrs_mut(block)[kept..].fill(CfgInstr::EMPTY);
            }
            graph.truncate(block, kept);
        }
        graph[block].effects = Some(sum.effects(self.counts_before));
        Ok(())
    }
}

/// The effects of some instructions while they are summed up.
#[derive(Clone, Copy, Default)]
struct Sum {
    net: i32,
    low: i32,
    /// The greatest depth after an instruction,
    high: i32,
    /// and that without the last one.
    high_before: i32,
}

impl Sum {
    #[inline]
    fn add(&mut self, effect: i32) {
        self.high_before = self.high;
        self.go_on(effect);
        self.low = self.low.min(self.net);
    }

    /// Adds what the instruction does that was added last, too.
    #[inline]
    fn go_on(&mut self, effect: i32) {
        self.net = self.net.wrapping_add(effect);
        self.high = self.high.max(self.net);
    }

    const fn effects(self, counts_before: bool) -> Effects {
        Effects { net: self.net, high: if counts_before { self.high_before } else { self.high }, low: self.low }
    }
}
