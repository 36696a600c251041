//! Computes the greatest stack depth on the paths through blocks that may go on after a jump.
//!
//! Follows `stackdepth` and `stackdepth_push` (`Python/compile.c` up to 3.9), which check nothing in a release build.

use pycmill_target::Opcode::{CALL_FINALLY, JUMP_ABSOLUTE, JUMP_FORWARD, RAISE_VARARGS, RERAISE, RETURN_VALUE};
use pycmill_target::{Opcode, StackEffects, Target};

use crate::error::CompileError;
use crate::graph::{Block, BlockId, Graph};
use crate::optimize::Context;

/// Blocks that begin with more than this on the stack are not visited again.
const DEEPEST_REVISITED: i32 = 100;

/// Follows every path from the entry.
pub(crate) fn calculate_path_depth(cx: &mut Context) -> Result<(), CompileError> {
    for block in cx.graph.blocks_mut().all_mut() {
        block.start_depth = Block::NO_DEPTH;
    }
    let mut paths = Paths {
        target: cx.target,
        effects: cx.target.stack_effects(),
        todo: std::mem::take(&mut cx.scratch.todo),
        max: 0,
    };
    paths.todo.clear();
    paths.reach(cx.graph, Graph::ENTRY, 0);
    while let Some(block) = paths.todo.pop() {
        paths.follow(cx.graph, block);
    }
    cx.stack_depth = paths.max.unsigned_abs();
    cx.scratch.todo = paths.todo;
    Ok(())
}

struct Paths {
    target: Target,
    effects: &'static StackEffects,
    todo: Vec<BlockId>,
    max: i32,
}

impl Paths {
    fn reach(&mut self, graph: &mut Graph, block: BlockId, depth: i32) {
        let known = &mut graph[block].start_depth;
        if *known < depth && *known < DEEPEST_REVISITED {
            *known = depth;
            self.todo.push(block);
        }
    }

    /// Up to the first instruction that never runs on into the next one.
    fn follow(&mut self, graph: &mut Graph, block: BlockId) {
        let mut depth = graph[block].start_depth;
        for index in 0..graph[block].len() {
            let instr = graph.instr(block, index);
            let after = depth.saturating_add(self.effects.of(self.target, instr.op, instr.arg));
            self.max = self.max.max(after);
            if let Some(to) = instr.target {
                let there = depth.saturating_add(self.target.stack_effect(instr.op, instr.arg, true));
                self.max = self.max.max(there);
                // The body of a `finally` is entered deeper by its SETUP_FINALLY.
                if instr.op != CALL_FINALLY {
                    self.reach(graph, to, there);
                }
            }
            depth = after;
            if never_runs_on(instr.op) {
                return;
            }
        }
        if let Some(next) = graph[block].next {
            self.reach(graph, next, depth);
        }
    }
}

const fn never_runs_on(op: Opcode) -> bool {
    matches!(op, JUMP_ABSOLUTE | JUMP_FORWARD | RETURN_VALUE | RAISE_VARARGS | RERAISE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn code_after_a_jump_counts_for_nothing() {
        check_in(
            "3.8",
            calculate_path_depth,
            "\
B1:
    SETUP_FINALLY -> B2
    POP_BLOCK
    CALL_FINALLY -> B2
    RETURN_VALUE
    LOAD_CONST 0
B3:
    NOP
B2:
    END_FINALLY
",
            "\
B1:
    SETUP_FINALLY -> B2
    POP_BLOCK
    CALL_FINALLY -> B2
    RETURN_VALUE
    LOAD_CONST 0
B3 depth=-2147483648:
    NOP
B2 depth=6:
    END_FINALLY
",
        );
    }
}
