//! Marks the blocks that handle exceptions.
//!
//! Follows `mark_except_handlers` (`Python/flowgraph.c`).

use super::Context;
use crate::error::CompileError;

/// Marks the target of every block push.
pub(crate) fn mark_except_handlers(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        for index in 0..graph[block].len() {
            let instr = graph.instr(block, index);
            if let Some(target) = instr.target
                && instr.op.is_block_push()
            {
                graph[target].except_handler = true;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn only_targets_of_block_pushes_are_handlers() {
        check(
            mark_except_handlers,
            "B1:\n    SETUP_WITH -> B3\n    JUMP -> B2\nB2:\n    RETURN_CONST 0\nB3:\n    RERAISE 0\n",
            "B1:\n    SETUP_WITH -> B3\n    JUMP -> B2\nB2:\n    RETURN_CONST 0\nB3 handler:\n    RERAISE 0\n",
        );
    }
}
