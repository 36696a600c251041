//! Computes the stack depth at the start of each block and the greatest of all.
//!
//! Follows `calculate_stackdepth` and `stackdepth_push` (`Python/flowgraph.c`).

use pycmill_target::Opcode::END_ASYNC_FOR;
use pycmill_target::{StackEffects, Target};

use crate::error::{CompileError, ErrorClass};
use crate::graph::facts::Facts;
use crate::graph::{Block, BlockId, Blocks, CfgInstr, Effects, Graph};
use crate::optimize::{Context, error};
use crate::passes::common::prefix::is_generator;

/// Blocks that begin with more than this on the stack are not visited again.
const DEEPEST_CHECKED: i32 = 100;

/// Follows every path once; loops must leave the depth as it was.
pub(crate) fn calculate_stack_depth(cx: &mut Context) -> Result<(), CompileError> {
    // What a generator is resumed with first is there, unless making the generator counts as pushing it.
    let generator = is_generator(cx.unit) || cx.unit.suspends && cx.target.stack_depth_asks_the_scope();
    let pushed = i32::from(cx.target.generators_start_with_value() && generator);
    let Context { graph, scratch, .. } = cx;
    for block in graph.blocks_mut().all_mut() {
        block.start_depth = Block::NO_DEPTH;
    }
    scratch.todo.clear();
    let mut depths = Depths {
        todo: &mut scratch.todo,
        target: cx.target,
        effects: cx.target.stack_effects(),
        max: 0,
        counts_before: cx.target.stack_depth_counts_before(),
        requires_even: cx.target.requires_even_stack(),
    };
    // What is there at the start does not count by itself.
    graph.blocks_mut()[Graph::ENTRY].start_depth = pushed;
    depths.todo.push(Graph::ENTRY);
    while let Some(block) = depths.todo.pop() {
        depths.follow(graph, block)?;
    }
    cx.stack_depth = depths.max.unsigned_abs();
    Ok(())
}

struct Depths<'a> {
    todo: &'a mut Vec<BlockId>,
    target: Target,
    effects: &'static StackEffects,
    max: i32,
    /// The depth before each instruction counts, not the one behind.
    counts_before: bool,
    /// All ways to a block must come with the same depth.
    requires_even: bool,
}

impl Depths<'_> {
    fn reach(&mut self, blocks: &mut Blocks, block: BlockId, depth: i32) -> Result<(), CompileError> {
        if !self.counts_before {
            self.max = self.max.max(depth);
        }
        let tolerates = !self.requires_even;
        let known = &mut blocks[block].start_depth;
        if *known == Block::NO_DEPTH || tolerates && *known < depth && *known < DEEPEST_CHECKED {
            *known = depth;
            self.todo.push(block);
        } else if *known != depth && !tolerates {
            return Err(error(ErrorClass::ValueError, "Invalid CFG, inconsistent stackdepth"));
        }
        Ok(())
    }

    fn follow(&mut self, graph: &mut Graph, block: BlockId) -> Result<(), CompileError> {
        let next = graph.fallthrough(block);
        let mut depth = graph[block].start_depth;
        if let Some(effects) = graph[block].effects {
            let last = graph.last(block);
            debug_assert_eq!(self.effects_of(graph.instrs(block)), (effects.net, effects.high), "{block:?}");
            depth = self.jump_over(graph.blocks_mut(), depth, effects, last)?;
            return next.map_or(Ok(()), |next| self.reach(graph.blocks_mut(), next, depth));
        }
        let pushes = graph.may_hold(block, Facts::PUSH);
        let (instrs, blocks) = graph.instrs_and_blocks(block);
        if pushes {
            for part in instrs.split_inclusive(|instr| instr.op.is_block_push()) {
                depth = self.run(blocks, part, depth)?;
            }
        } else {
            depth = self.run(blocks, instrs, depth)?;
        }
        next.map_or(Ok(()), |next| self.reach(blocks, next, depth))
    }

    /// The depth after a block whose effects are known.
    fn jump_over(
        &mut self,
        blocks: &mut Blocks,
        depth: i32,
        effects: Effects,
        last: Option<CfgInstr>,
    ) -> Result<i32, CompileError> {
        checked_depth(depth, effects.low)?;
        self.max = self.max.max(checked_depth(depth, effects.high)?);
        let after = checked_depth(depth, effects.net)?;
        if let Some(last) = last
            && last.op != END_ASYNC_FOR
            && let Some(to) = last.target
        {
            let before = after.wrapping_sub(self.effects.of(self.target, last.op, last.arg));
            self.reach(blocks, to, checked_depth(before, self.target.stack_effect(last.op, last.arg, true))?)?;
        }
        Ok(after)
    }

    /// The depth after some instructions and the greatest one that counts.
    fn effects_of(&self, instrs: &[CfgInstr]) -> (i32, i32) {
        let (mut depth, mut high) = (0, 0);
        for instr in instrs {
            let before = depth;
            depth += self.effects.of(self.target, instr.op, instr.arg);
            high = high.max(if self.counts_before { before } else { depth });
        }
        (depth, high)
    }

    /// The depth behind some instructions of a block, of which only the last one can lead somewhere.
    fn run(&mut self, blocks: &mut Blocks, instrs: &[CfgInstr], depth: i32) -> Result<i32, CompileError> {
        let Self { target, effects, counts_before, mut max, .. } = *self;
        let (mut before, mut after) = (depth, depth);
        for instr in instrs {
            before = after;
            after = checked_depth(before, effects.of(target, instr.op, instr.arg))?;
            max = max.max(if counts_before { before } else { after });
        }
        self.max = max;
        // The place that END_ASYNC_FOR names is no place it goes to.
        if let Some(last) = instrs.last().filter(|last| last.op != END_ASYNC_FOR)
            && let Some(to) = last.target
        {
            self.reach(blocks, to, checked_depth(before, target.stack_effect(last.op, last.arg, true))?)?;
        }
        Ok(after)
    }
}

/// The depth behind an instruction.
#[inline]
fn checked_depth(depth: i32, effect: i32) -> Result<i32, CompileError> {
    depth.checked_add(effect).filter(|depth| *depth >= 0).ok_or_else(underflow)
}

#[cold]
fn underflow() -> CompileError {
    error(ErrorClass::ValueError, "Invalid CFG, stack underflow")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, try_run};

    #[test]
    fn handlers_start_with_what_their_push_leaves() {
        check(
            calculate_stack_depth,
            "\
B1:
    LOAD_CONST 0
    SETUP_CLEANUP -> B3
    FOR_ITER -> B2
B2:
    RETURN_CONST 0
B3:
    RERAISE 1
",
            "\
B1:
    LOAD_CONST 0
    SETUP_CLEANUP -> B3
    FOR_ITER -> B2
B2 depth=2:
    RETURN_CONST 0
B3 depth=3:
    RERAISE 1
",
        );
    }

    #[test]
    fn impossible_stacks_are_errors() {
        let err = try_run(calculate_stack_depth, "B1:\n    POP_TOP\n").unwrap_err();
        assert_eq!(err.message, "Invalid CFG, stack underflow");
        let err = try_run(calculate_stack_depth, "B1:\n    LOAD_CONST 0\n    JUMP -> B1\n").unwrap_err();
        assert_eq!(err.message, "Invalid CFG, inconsistent stackdepth");
    }
}
