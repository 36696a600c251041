//! Counts the edges to each block and empties those that none reaches.
//!
//! Follows `remove_unreachable` (`Python/flowgraph.c`).

use super::Context;
use super::graph::{BlockId, Blocks, Graph};
use super::op_facts::Facts;
use crate::error::CompileError;

/// Counts predecessors from the entry on.
pub(crate) fn remove_unreachable(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        graph[block].predecessors = 0;
    }
    count_predecessors(graph);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph[block].predecessors == 0 {
            graph.truncate(block, 0);
            graph[block].except_handler = false;
        }
    }
    Ok(())
}

fn count_predecessors(graph: &mut Graph) {
    graph.clear_visited();
    let mut todo = Vec::new();
    let again = graph.target.counts_edges_of_waiting_blocks_again();
    reach(graph.blocks_mut(), again, &mut todo, Graph::ENTRY);
    while let Some(block) = todo.pop() {
        graph[block].visited = true;
        if let Some(next) = graph.fallthrough(block) {
            reach(graph.blocks_mut(), again, &mut todo, next);
        }
        // Only the last instruction of a block can be a jump.
        let first = if graph.may_hold(block, Facts::PUSH) { 0 } else { graph[block].len().saturating_sub(1) };
        let (instrs, blocks) = graph.instrs_and_blocks(block);
        for target in instrs[first..].iter().filter_map(|instr| instr.target) {
            reach(blocks, again, &mut todo, target);
        }
    }
}

/// Counts an edge. A block found again before it was looked at is looked at twice in some versions: its edges count twice.
fn reach(blocks: &mut Blocks, again: bool, todo: &mut Vec<BlockId>, block: BlockId) {
    blocks[block].predecessors += 1;
    if again {
        if !blocks[block].visited {
            todo.push(block);
        }
    } else if blocks.visit(block) {
        todo.push(block);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn blocks_without_predecessors_are_emptied() {
        check(
            remove_unreachable,
            "B1:\n    JUMP -> B3\nB2 handler:\n    NOP\nB3 label=3:\n    RETURN_CONST 0\n",
            "B1 preds=1:\n    JUMP -> B3\nB2:\nB3 label=3 preds=1:\n    RETURN_CONST 0\n",
        );
    }
}
