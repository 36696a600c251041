//! Marks the blocks that handle exceptions.
//!
//! Follows `mark_except_handlers` (`Python/flowgraph.c`).

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::optimize::Context;

/// Marks the target of every block push.
pub(crate) fn mark_except_handlers(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    if !graph.has_blocks_with(Facts::PUSH) {
        return Ok(());
    }
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if !graph.may_hold(block, Facts::PUSH) {
            continue;
        }
        let (instrs, blocks) = graph.instrs_and_blocks(block);
        for instr in instrs.iter().filter(|instr| instr.op.is_block_push()) {
            if let Some(target) = instr.target {
                blocks[target].except_handler = true;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn only_targets_of_block_pushes_are_handlers() {
        check(
            mark_except_handlers,
            "B1:\n    SETUP_WITH -> B3\n    JUMP -> B2\nB2:\n    RETURN_CONST 0\nB3:\n    RERAISE 0\n",
            "B1:\n    SETUP_WITH -> B3\n    JUMP -> B2\nB2:\n    RETURN_CONST 0\nB3 handler:\n    RERAISE 0\n",
        );
    }
}
