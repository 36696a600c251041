//! Takes the blocks without instructions out of the chain.
//!
//! Invariant: an empty entry stays, because the graph's entry is fixed. Follows `eliminate_empty_basic_blocks`
//! (`Python/flowgraph.c`) of 3.12.

use crate::error::CompileError;
use crate::graph::Graph;
use crate::graph::facts::Facts;
use crate::ir::Label;
use crate::optimize::Context;

/// Links each block and each jump to the first block with instructions.
pub(crate) fn skip_empty_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        graph[block].next = graph.nonempty(graph[block].next);
    }
    redirect(graph);
    Ok(())
}

/// A block that inherits a jump is labelled, which tells others that something leads there.
fn redirect(graph: &mut Graph) {
    let mut label = graph.next_label();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let pushes = graph.may_hold(block, Facts::PUSH);
        let len = graph[block].len();
        // Only the last instruction of a block can be a jump.
        for index in if pushes { 0 } else { len.saturating_sub(1) }..len {
            let Some(old) = graph.instrs(block)[index].target else { continue };
            let Some(target) = graph.nonempty(Some(old)).filter(|target| *target != old) else { continue };
            let name = *graph[target].label.get_or_insert_with(|| {
                label += 1;
                Label(label - 1)
            });
            let jump = &mut graph.instrs_mut(block)[index];
            jump.target = Some(target);
            jump.arg = name.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn jumps_to_nothing_go_on() {
        check_in(
            "3.12.1",
            skip_empty_blocks,
            "B1:\n    POP_JUMP_IF_TRUE -> B2 @1-1:0-1\nB2 label=4:\nB3:\n    RETURN_VALUE\n",
            "B1:\n    POP_JUMP_IF_TRUE -> B3 @1-1:0-1\nB3 label=5:\n    RETURN_VALUE\n",
        );
    }
}
