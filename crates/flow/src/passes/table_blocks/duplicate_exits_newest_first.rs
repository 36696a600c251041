//! Copies exits without a line, one for each jump, the newest block first.
//!
//! Follows `duplicate_exits_without_lineno` (`Python/compile.c` up to 3.11).

use crate::error::CompileError;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::flow_graph::duplicate_exits::{duplicate, inherit_by_fallthrough};

/// The oldest of the blocks that jump to an exit keeps the original, if nothing falls into it. No empty block stays linked.
pub(crate) fn duplicate_exits_newest_first(cx: &mut Context) -> Result<(), CompileError> {
    copy_for_jumps(cx.graph, is_exit_without_line);
    inherit_by_fallthrough(cx.graph, false);
    Ok(())
}

/// A copy for each jump to one of these exits, and no empty block stays linked.
pub(crate) fn copy_for_jumps(graph: &mut Graph, is_copied: fn(&Graph, BlockId) -> bool) {
    for block in graph.newest_first() {
        if let Some(last) = graph.last(block).filter(|last| graph.is_jump(last))
            && let Some(target) = last.target
            && is_copied(graph, target)
            && graph[target].predecessors > 1
        {
            duplicate(graph, block, &last, target);
        }
    }
    for block in graph.newest_first() {
        while let Some(next) = graph[block].next.filter(|next| graph[*next].is_empty()) {
            graph[block].next = graph[next].next;
        }
    }
}

fn is_exit_without_line(graph: &Graph, block: BlockId) -> bool {
    graph.exits_scope(block) && graph.has_no_line(block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn the_oldest_jump_keeps_the_original() {
        check_in(
            "3.11",
            duplicate_exits_newest_first,
            "\
B1 preds=1:
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2 preds=1:
    POP_JUMP_IF_TRUE -> B3 @2-2:0-1
B4 preds=1:
    RAISE_VARARGS 0 @3-3:0-1
B3 preds=2:
    LOAD_CONST 0
    RETURN_VALUE
",
            "\
B1 preds=1:
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2 preds=1:
    POP_JUMP_IF_TRUE -> B5 @2-2:0-1
B4 preds=1:
    RAISE_VARARGS 0 @3-3:0-1
B3 preds=1:
    LOAD_CONST 0
    RETURN_VALUE
B5 preds=1:
    LOAD_CONST 0 @2-2:0-1
    RETURN_VALUE
",
        );
    }
}
