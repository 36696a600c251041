//! Gives every instruction the handler of exceptions raised there.
//!
//! Invariants: block pushes have no handler and stay; `POP_BLOCK` is gone or stays as well; a yield carries the number
//! of its handlers, or a `RESUME` behind a yield in exactly one protected region the depth bit. Follows `label_exception_targets` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{self, POP_BLOCK, RESUME, RETURN_GENERATOR, YIELD_VALUE};
use pycmill_target::YieldOperand;

use super::Context;
use super::graph::{BlockId, CfgInstr, Graph};
use super::malformed;
use crate::error::CompileError;

/// Simulates the stack of handlers along every path.
pub(crate) fn label_exception_targets(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    graph.clear_visited();
    graph.visit(Graph::ENTRY);
    let mut work = Work { todo: vec![(Graph::ENTRY, Stack::EMPTY)], frames: vec![Frame::BOTTOM] };
    while let Some((block, stack)) = work.todo.pop() {
        let stack = work.label_block(graph, block, stack)?;
        if let Some(next) = graph.fallthrough(block) {
            work.reach(graph, next, stack);
        }
    }
    Ok(())
}

/// The active handlers at some place: the index of the innermost one's frame.
#[derive(Clone, Copy)]
struct Stack(u32);

impl Stack {
    const EMPTY: Self = Self(0);
}

/// A handler above the others. Frames are never changed, so stacks are shared instead of copied.
#[derive(Clone, Copy)]
struct Frame {
    handler: Option<BlockId>,
    below: Stack,
    depth: u32,
}

impl Frame {
    const BOTTOM: Self = Self { handler: None, below: Stack::EMPTY, depth: 0 };
}

struct Work {
    /// Blocks found but not labelled, with the handlers active at their start.
    todo: Vec<(BlockId, Stack)>,
    frames: Vec<Frame>,
}

impl Work {
    /// Labels the instructions of a block; gives the handlers active at its end.
    fn label_block(&mut self, graph: &mut Graph, block: BlockId, mut stack: Stack) -> Result<Stack, CompileError> {
        let mut yield_depth = None;
        let marks_resume = graph.target.resume_marks_outermost_handler();
        for index in 0..graph[block].len() {
            let mut instr = graph.instr(block, index);
            if instr.op.is_block_push() {
                stack = self.push(graph, &instr, stack)?;
                continue;
            }
            if instr.op == POP_BLOCK {
                stack = self.pop(stack)?;
                if !graph.target.ends_of_handlers_stay() {
                    graph.instrs_mut(block)[index].set_nop();
                }
                continue;
            }
            // What makes the generator runs outside of it.
            instr.handler = if instr.op == RETURN_GENERATOR { None } else { self.top(stack).handler };
            if let Some(target) = instr.target {
                self.reach(graph, target, stack);
            }
            if instr.op == YIELD_VALUE {
                let depth = self.top(stack).depth;
                if graph.target.yield_operand() == YieldOperand::Depth {
                    instr.arg = depth;
                }
                yield_depth = Some(depth);
            } else if instr.op == RESUME && instr.arg != 0 && yield_depth.take() == Some(1) && marks_resume {
                instr.arg |= graph.target.resume_depth1_mask();
            }
            graph.instrs_mut(block)[index] = instr;
        }
        Ok(stack)
    }

    fn top(&self, stack: Stack) -> Frame {
        self.frames[stack.0 as usize]
    }

    fn reach(&mut self, graph: &mut Graph, block: BlockId, stack: Stack) {
        if graph.visit(block) {
            self.todo.push((block, stack));
        }
    }

    fn push(&mut self, graph: &mut Graph, setup: &CfgInstr, stack: Stack) -> Result<Stack, CompileError> {
        let target = setup.target.ok_or_else(|| malformed("a handler without a block"))?;
        self.reach(graph, target, stack);
        if matches!(setup.op, Opcode::SETUP_WITH | Opcode::SETUP_CLEANUP) {
            graph[target].preserve_lasti = true;
        }
        let depth = self.top(stack).depth + 1;
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
    use super::super::testing::check;
    use super::*;

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
