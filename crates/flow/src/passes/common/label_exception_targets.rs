//! Gives every instruction the handler of exceptions raised there.
//!
//! Invariants: block pushes have no handler and stay; `POP_BLOCK` is gone or stays as well; a yield carries the number
//! of its handlers, or a `RESUME` behind a yield in exactly one protected region the depth bit. Follows `label_exception_targets` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{self, POP_BLOCK, RESUME, RETURN_GENERATOR, YIELD_VALUE};
use pycmill_target::YieldOperand;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, Blocks, CfgInstr, Graph};
use crate::optimize::Context;
use crate::optimize::malformed;

/// Simulates the stack of handlers along every path; without protected regions nothing has a handler, and the operand of
/// each yield is 0 already where it is a depth.
pub(crate) fn label_exception_targets(cx: &mut Context) -> Result<(), CompileError> {
    let Context { target, graph, scratch, .. } = cx;
    if !graph.has_blocks_with(Facts::REGION) {
        return Ok(());
    }
    graph.clear_visited();
    graph.visit(Graph::ENTRY);
    let work = &mut scratch.handlers;
    work.todo.clear();
    work.todo.push((Graph::ENTRY, Stack::EMPTY));
    work.frames.clear();
    work.frames.push(Frame::BOTTOM);
    work.limit = target.nested_handlers();
    while let Some((block, stack)) = work.todo.pop() {
        let stack = work.label_block(graph, block, stack)?;
        if let Some(next) = graph.fallthrough(block) {
            work.reach(graph.blocks_mut(), next, stack);
        }
    }
    Ok(())
}

/// The active handlers at some place: the index of the innermost one's frame.
#[derive(Clone, Copy, Debug)]
struct Stack(u32);

impl Stack {
    const EMPTY: Self = Self(0);
}

/// A handler above the others. Frames are never changed, so stacks are shared instead of copied.
#[derive(Clone, Copy, Debug)]
struct Frame {
    handler: Option<BlockId>,
    below: Stack,
    depth: u32,
}

impl Frame {
    const BOTTOM: Self = Self { handler: None, below: Stack::EMPTY, depth: 0 };
}

/// The memory of the simulation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work {
    /// Blocks found but not labelled, with the handlers active at their start.
    todo: Vec<(BlockId, Stack)>,
    frames: Vec<Frame>,
    /// So many handlers can be inside each other.
    limit: usize,
}

impl Work {
    /// Labels the instructions of a block; gives the handlers active at its end.
    fn label_block(&mut self, graph: &mut Graph, block: BlockId, mut stack: Stack) -> Result<Stack, CompileError> {
        let target = graph.target;
        let facts = graph.facts();
        let special = Facts::REGION.with(Facts::SUSPENDS);
        let mut yield_depth = None;
        let mut popped = false;
        let mut top = self.top(stack);
        let is_plain = !graph.may_hold(block, special);
        let (instrs, blocks) = graph.instrs_and_blocks(block);
        if is_plain && top.handler.is_none() {
            // Nothing here has a handler, and only the last instruction can lead somewhere.
            if let Some(target) = instrs.last().and_then(|last| last.target) {
                self.reach(blocks, target, stack);
            }
            return Ok(stack);
        }
        for instr in instrs.iter_mut() {
            if !facts.get(instr.op).has(special) {
                instr.handler = top.handler;
                if let Some(target) = instr.target {
                    self.reach(blocks, target, stack);
                }
                continue;
            }
            // What makes the generator runs outside of it.
            let handler = if instr.op == RETURN_GENERATOR { None } else { top.handler };
            match instr.op {
                op if op.is_block_push() => {
                    stack = self.push(blocks, instr, stack)?;
                    top = self.top(stack);
                    continue;
                }
                POP_BLOCK => {
                    stack = self.pop(stack)?;
                    top = self.top(stack);
                    if !target.ends_of_handlers_stay() {
                        instr.set_nop();
                        popped = true;
                    }
                    continue;
                }
                YIELD_VALUE => {
                    if target.yield_operand() == YieldOperand::Depth {
                        instr.arg = top.depth;
                    }
                    yield_depth = Some(top.depth);
                }
                RESUME
                    if instr.arg != 0 && yield_depth.take() == Some(1) && target.resume_marks_outermost_handler() =>
                {
                    instr.arg |= target.resume_depth1_mask();
                }
                _ => {}
            }
            instr.handler = handler;
        }
        if popped {
            graph.now_holds(block, Facts::NOP);
        }
        Ok(stack)
    }

    fn top(&self, stack: Stack) -> Frame {
        self.frames[stack.0 as usize]
    }

    fn reach(&mut self, blocks: &mut Blocks, block: BlockId, stack: Stack) {
        if blocks.visit(block) {
            self.todo.push((block, stack));
        }
    }

    fn push(&mut self, blocks: &mut Blocks, setup: &CfgInstr, stack: Stack) -> Result<Stack, CompileError> {
        let target = setup.target.ok_or_else(|| malformed("a handler without a block"))?;
        self.reach(blocks, target, stack);
        if matches!(setup.op, Opcode::SETUP_WITH | Opcode::SETUP_CLEANUP) {
            blocks[target].preserve_lasti = true;
        }
        let depth = self.top(stack).depth + 1;
        if depth as usize > self.limit {
            return Err(CompileError::syntax("too many statically nested blocks", setup.loc));
        }
        self.frames.push(Frame { handler: Some(target), below: stack, depth });
        Ok(Stack(self.frames.len() as u32 - 1))
    }

    fn pop(&self, stack: Stack) -> Result<Stack, CompileError> {
        let frame = self.top(stack);
        if frame.depth == 0 { Err(malformed("a handler is popped that was not pushed")) } else { Ok(frame.below) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn handlers_follow_pushes_and_pops() {
        check(
            label_exception_targets,
            "\
B1:
    LOAD_NAME 0
    SETUP_WITH -> B3
    YIELD_VALUE 0
    RESUME 1
    POP_BLOCK
    JUMP -> B2
B2:
    RETURN_CONST 0
B3:
    SETUP_CLEANUP -> B4
    PUSH_EXC_INFO
    RERAISE 0
B4:
    RERAISE 1
",
            "\
B1:
    LOAD_NAME 0
    SETUP_WITH -> B3
    YIELD_VALUE 0 !B3
    RESUME 5 !B3
    NOP
    JUMP -> B2
B2:
    RETURN_CONST 0
B3 lasti:
    SETUP_CLEANUP -> B4
    PUSH_EXC_INFO !B4
    RERAISE 0 !B4
B4 lasti:
    RERAISE 1
",
        );
    }
}
