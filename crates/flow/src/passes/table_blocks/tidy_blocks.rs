//! Unlinks blocks without instructions and removes what that makes redundant.
//!
//! Follows the end of `optimize_cfg`, `eliminate_empty_basic_blocks` and `clean_basic_block` (`Python/compile.c` of 3.11).

use pycmill_target::Opcode::{JUMP, JUMP_NO_INTERRUPT};

use crate::error::CompileError;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::common::remove_nops::remove_nops;
use crate::passes::table_blocks::skip_empty_targets::lead_past_empty_blocks;

/// Blocks that lose their last instruction only here stay linked if no jump was removed.
pub(crate) fn tidy_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    leave_out_empty_blocks(graph);
    remove_nops(graph);
    if remove_jumps(graph) {
        leave_out_empty_blocks(graph);
    }
    Ok(())
}

fn leave_out_empty_blocks(graph: &mut Graph) {
    unlink_empty_blocks(graph);
    lead_past_empty_blocks(graph, |_| true);
}

/// Nothing runs into an empty block any more. The last block stays even without instructions.
pub(crate) fn unlink_empty_blocks(graph: &mut Graph) {
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        while let Some(empty) = graph[block].next.filter(|next| graph[*next].is_empty())
            && let Some(next) = graph[empty].next
        {
            graph[block].next = Some(next);
        }
    }
}

/// Turns unconditional jumps to the next block into `NOP`s, which stay; whether there were any.
fn remove_jumps(graph: &mut Graph) -> bool {
    let mut removed = false;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        removed |= remove_jump(graph, block);
    }
    removed
}

fn remove_jump(graph: &mut Graph, block: BlockId) -> bool {
    let next = graph[block].next;
    let Some(last) = graph.last(block) else { return false };
    let redundant = matches!(last.op, JUMP | JUMP_NO_INTERRUPT) && last.target == next;
    if redundant {
        graph.set_last_nop(block);
    }
    redundant
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn empty_blocks_are_unlinked() {
        check_in(
            "3.11",
            tidy_blocks,
            "\
B1:
    JUMP -> B2 @1-1:0-1
B2:
B3:
    POP_JUMP_IF_TRUE -> B4 @2-2:0-1
B4:
B5:
    RETURN_VALUE @3-3:0-1
B6:
",
            "\
B1:
    NOP @1-1:0-1
B3:
    POP_JUMP_IF_TRUE -> B5 @2-2:0-1
B5:
    RETURN_VALUE @3-3:0-1
B6:
",
        );
    }
}
