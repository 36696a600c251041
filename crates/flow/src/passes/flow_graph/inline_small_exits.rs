//! Copies small exits to the unconditional jumps that lead there.
//!
//! Follows `inline_small_exit_blocks` (`Python/flowgraph.c`) of 3.12.

use crate::error::CompileError;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::fusing::inline_small_blocks::MAX_COPY_SIZE;

/// Looks at each block once.
pub(crate) fn inline_small_exits(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        extend(graph, block);
    }
    Ok(())
}

/// Puts the target of the block's last jump in the jump's place, if it is a small exit.
fn extend(graph: &mut Graph, block: BlockId) {
    if let Some(last) = graph.last(block).filter(|last| last.op.is_unconditional_jump())
        && let Some(target) = last.target
        && graph.exits_scope(target)
        && graph[target].len() <= MAX_COPY_SIZE
    {
        graph.inline_target(block, target);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn only_exits_are_copied() {
        check_in(
            "3.12.1",
            inline_small_exits,
            "\
B1:
    JUMP -> B3 @1-1:0-1
B2:
    JUMP -> B4
B3:
    RETURN_CONST 0
B4:
    POP_TOP
",
            "\
B1:
    NOP @1-1:0-1
    RETURN_CONST 0
B2:
    JUMP -> B4
B3:
    RETURN_CONST 0
B4:
    POP_TOP
",
        );
    }
}
