//! Leads jumps past blocks without instructions.
//!
//! Follows `normalize_basic_block` (`Python/compile.c` up to 3.11).

use pycmill_target::Opcode::{self, SEND};

use crate::error::CompileError;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;

/// Every jump, except that of `SEND`; block pushes stay as they are, too.
pub(crate) fn skip_empty_targets(cx: &mut Context) -> Result<(), CompileError> {
    lead_past_empty_blocks(cx.graph, |op| op != SEND);
    Ok(())
}

/// Leads the jumps of some opcodes past empty blocks.
pub(crate) fn lead_past_empty_blocks(graph: &mut Graph, wanted: impl Fn(Opcode) -> bool) {
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph.last(block).is_some_and(|last| graph.is_jump(&last) && wanted(last.op)) {
            let index = graph[block].len() - 1;
            skip_empty_target(graph, block, index);
        }
    }
}

/// Leads one instruction to the first block with instructions from its target on.
pub(crate) fn skip_empty_target(graph: &mut Graph, block: BlockId, index: usize) {
    let target = graph.instrs(block)[index].target;
    if let Some(found) = graph.nonempty(target) {
        graph.instrs_mut(block)[index].target = Some(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn only_jumps_are_led_past() {
        check(
            skip_empty_targets,
            "B1:\n    SETUP_FINALLY -> B2\n    JUMP -> B2\nB2:\nB3:\n    SEND -> B4\nB4:\nB5:\n    RETURN_VALUE\n",
            "B1:\n    SETUP_FINALLY -> B2\n    JUMP -> B3\nB2:\nB3:\n    SEND -> B4\nB4:\nB5:\n    RETURN_VALUE\n",
        );
    }
}
