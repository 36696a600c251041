//! Counts the edges to each block and empties those that none reaches.
//!
//! Follows `remove_unreachable` (`Python/flowgraph.c`).

use crate::error::CompileError;
use crate::graph::{BlockId, Blocks, Graph};
use crate::optimize::Context;

/// Counts predecessors from the entry on.
pub(crate) fn remove_unreachable(cx: &mut Context) -> Result<(), CompileError> {
    let Context { graph, scratch, .. } = cx;
    graph.edges_changed = false;
    if graph.is_straight() {
        graph[Graph::ENTRY].predecessors = 1;
        return Ok(());
    }
    for block in graph.blocks_mut().all_mut() {
        block.predecessors = 0;
        block.visited = false;
    }
    count_predecessors(graph, &mut scratch.todo);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph[block].predecessors == 0 {
            graph.truncate(block, 0);
            graph[block].except_handler = false;
        }
    }
    Ok(())
}

fn count_predecessors(graph: &mut Graph, todo: &mut Vec<BlockId>) {
    todo.clear();
    let again = graph.target.counts_edges_of_waiting_blocks_again();
    reach(graph.blocks_mut(), again, todo, Graph::ENTRY);
    while let Some(block) = todo.pop() {
        graph[block].visited = true;
        let next = graph.fallthrough(block);
        let (ends, blocks) = graph.ends_and_blocks(block);
        if let Some(next) = next {
            reach(blocks, again, todo, next);
        }
        for target in ends.iter().filter_map(|instr| instr.target) {
            reach(blocks, again, todo, target);
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
    use super::*;
    use crate::testing::check;

    #[test]
    fn blocks_without_predecessors_are_emptied() {
        check(
            remove_unreachable,
            "B1:\n    JUMP -> B3\nB2 handler:\n    NOP\nB3 label=3:\n    RETURN_CONST 0\n",
            "B1 preds=1:\n    JUMP -> B3\nB2:\nB3 label=3 preds=1:\n    RETURN_CONST 0\n",
        );
    }
}
