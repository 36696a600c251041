//! Copies small exits, and blocks without a line, to the jumps that lead there.
//!
//! Follows `inline_small_or_no_lineno_blocks` (`Python/flowgraph.c`).

use pycmill_target::Opcode::JUMP;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;

/// The most instructions of an exit that is copied (`MAX_COPY_SIZE`).
pub(crate) const MAX_COPY_SIZE: usize = 4;

/// Repeats until no jump is replaced any more.
pub(crate) fn inline_small_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut changed = graph.has_blocks_with(Facts::UNCONDITIONAL);
    while changed {
        changed = false;
        let mut walk = graph.walk();
        while let Some(block) = walk.step(graph) {
            changed |= extend(graph, block);
        }
    }
    Ok(())
}

/// Puts the target of the block's last jump in the jump's place, if it is of the right kind.
fn extend(graph: &mut Graph, block: BlockId) -> bool {
    if !graph.last_facts(block).has(Facts::UNCONDITIONAL) {
        return false;
    }
    let Some(last) = graph.last(block) else { return false };
    let Some(target) = last.target else { return false };
    let small_exit = graph.exits_scope(target) && graph[target].len() <= MAX_COPY_SIZE;
    let no_line = graph.has_no_line(target) && !graph.falls_through(target);
    if !small_exit && !no_line {
        return false;
    }
    graph.inline_target(block, target);
    if no_line && last.op == JUMP {
        keep_interrupt_check(graph, block);
    }
    graph[target].predecessors -= 1;
    true
}

/// A jump that checked for interrupts is replaced by one that does, too.
fn keep_interrupt_check(graph: &mut Graph, block: BlockId) {
    if let Some(last) = graph.instrs_mut(block).last_mut()
        && last.op.is_unconditional_jump()
    {
        last.op = JUMP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn small_exits_and_lineless_blocks_are_copied() {
        check(
            inline_small_blocks,
            "\
B1:
    JUMP -> B3 @1-1:0-1
B2:
    JUMP -> B4 @2-2:0-1
B3:
    LOAD_FAST 0 @3-3:0-1
    RETURN_VALUE @3-3:0-1
B4:
    JUMP_NO_INTERRUPT -> B5
B5:
    NOP @5-5:0-1
    NOP @5-5:0-1
    NOP @5-5:0-1
    NOP @5-5:0-1
    RETURN_CONST 0 @5-5:0-1
",
            "\
B1:
    NOP @1-1:0-1
    LOAD_FAST 0 @3-3:0-1
    RETURN_VALUE @3-3:0-1
B2:
    NOP @2-2:0-1
    JUMP -> B5
B3 preds=-1:
    LOAD_FAST 0 @3-3:0-1
    RETURN_VALUE @3-3:0-1
B4 preds=-1:
    JUMP_NO_INTERRUPT -> B5
B5:
    NOP @5-5:0-1
    NOP @5-5:0-1
    NOP @5-5:0-1
    NOP @5-5:0-1
    RETURN_CONST 0 @5-5:0-1
",
        );
    }
}
