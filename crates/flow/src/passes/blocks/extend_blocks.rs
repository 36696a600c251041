//! Copies small exits to the jumps that lead there, the newest block first.
//!
//! Follows `extend_block` (`Python/compile.c` of 3.10).

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::fusing::inline_small_blocks::MAX_COPY_SIZE;

/// One visit to every block that was ever made. A block extended before can be copied itself.
pub(crate) fn extend_blocks(cx: &mut Context) -> Result<(), CompileError> {
    for block in cx.graph.newest_first() {
        extend(cx.graph, block);
    }
    Ok(())
}

fn extend(graph: &mut Graph, block: BlockId) {
    let is_jump = graph.last_facts(block).has(Facts::UNCONDITIONAL);
    let Some(target) = graph.last(block).filter(|_| is_jump).and_then(|last| last.target) else { return };
    if graph.exits_scope(target) && graph[target].len() <= MAX_COPY_SIZE {
        graph.inline_target(block, target);
    }
}
