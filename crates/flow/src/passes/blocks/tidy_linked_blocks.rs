//! Removes what later passes made redundant: `NOP`s, blocks without instructions, jumps to the next block.
//!
//! Follows the end of `optimize_cfg` and `eliminate_empty_basic_blocks` (`Python/compile.c` of 3.10).

use super::clean_block::clean_block;
use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::passes::table_blocks::skip_empty_targets::skip_empty_target;
use crate::passes::table_blocks::tidy_blocks::unlink_empty_blocks;

/// `NOP`s go before the empty blocks do, and again where a jump became one.
pub(crate) fn tidy_linked_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    clean_blocks(graph);
    leave_out_empty_blocks(graph);
    if remove_jumps(graph) {
        leave_out_empty_blocks(graph);
    }
    Ok(())
}

/// A block that is run into goes on with the line before it.
fn clean_blocks(graph: &mut Graph) {
    let mut before: Option<BlockId> = None;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let previous = before.and_then(|before| graph.last(before)).map_or(-1, |last| last.loc.line);
        clean_block(graph, block, previous);
        before = graph.falls_through(block).then_some(block);
    }
}

fn leave_out_empty_blocks(graph: &mut Graph) {
    unlink_empty_blocks(graph);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph.last_facts(block).has(Facts::TARGET) {
            let index = graph[block].len() - 1;
            skip_empty_target(graph, block, index);
        }
    }
}

/// Makes nothing of unconditional jumps to the next block; whether there were any.
fn remove_jumps(graph: &mut Graph) -> bool {
    let mut removed = false;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let is_jump = graph.last_facts(block).has(Facts::UNCONDITIONAL);
        let target = graph.last(block).filter(|_| is_jump).and_then(|last| last.target);
        if target.is_some() && target == graph[block].next {
            graph.set_last_nop(block);
            clean_block(graph, block, -1);
            removed = true;
        }
    }
    removed
}
