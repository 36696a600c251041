//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use crate::graph::facts::Facts;
use crate::ir::{BlockStart, Flow};
use crate::optimize::Context;

/// The blocks in their order; jumps and handlers still name blocks, whose places come with them. A graph of one block gives its
/// instructions away.
pub(crate) fn to_sequence(cx: &mut Context, flow: &mut Flow) {
    let graph = &mut *cx.graph;
    (flow.stackdepth, flow.nlocalsplus) = (cx.stack_depth, cx.nlocalsplus);
    flow.instrs.clear();
    flow.blocks.clear();
    if graph.give_away(&mut flow.instrs) {
        return;
    }
    if graph.has_blocks_with(Facts::TARGET) {
        flow.blocks.resize(graph.len(), BlockStart::default());
    }
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if let Some(start) = flow.blocks.get_mut(block.index()) {
            let (place, header) = (flow.instrs.len() as u32, &graph[block]);
            let depth = header.start_depth.max(0).unsigned_abs();
            *start = BlockStart { place, depth, preserve_lasti: header.preserve_lasti };
        }
        flow.instrs.extend_from_slice(graph.instrs(block));
    }
}
