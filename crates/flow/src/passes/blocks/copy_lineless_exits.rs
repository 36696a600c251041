//! Copies exits that begin without a line, one for each jump, the newest block first.
//!
//! Follows `duplicate_exits_without_lineno` (`Python/compile.c` of 3.10).

use crate::error::CompileError;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::table_blocks::duplicate_exits_newest_first::copy_for_jumps;

/// The oldest of the blocks that jump to an exit keeps the original, if nothing falls into it. No empty block stays linked.
pub(crate) fn copy_lineless_exits(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    copy_for_jumps(graph, begins_without_line);
    for block in graph.newest_first() {
        if let Some(next) = graph.fallthrough(block)
            && let Some(last) = graph.last(block)
            && begins_without_line(graph, next)
        {
            graph.instrs_mut(next)[0].loc = last.loc;
        }
    }
    Ok(())
}

/// Whether a block leaves the code and its first instruction has no line.
fn begins_without_line(graph: &Graph, block: BlockId) -> bool {
    graph.exits_scope(block) && graph.instrs(block).first().is_some_and(|first| first.has_no_line())
}
