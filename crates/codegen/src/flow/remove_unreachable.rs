//! Counts the edges to each block and empties those that none reaches.
//!
//! Follows `remove_unreachable` (`Python/flowgraph.c`).

use super::Context;
use super::graph::{BlockId, Graph};
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
    reach(graph, &mut todo, Graph::ENTRY);
    while let Some(block) = todo.pop() {
        graph[block].visited = true;
        if let Some(next) = graph.fallthrough(block) {
            reach(graph, &mut todo, next);
        }
        for index in 0..graph[block].len() {
            if let Some(target) = graph.instr(block, index).target {
                reach(graph, &mut todo, target);
            }
        }
    }
}

fn reach(graph: &mut Graph, todo: &mut Vec<BlockId>, block: BlockId) {
    graph[block].predecessors += 1;
    // A block found again before it was looked at is looked at twice in some versions: its edges count twice.
    if graph.target.counts_edges_of_waiting_blocks_again() {
        if !graph[block].visited {
            todo.push(block);
        }
    } else if graph.visit(block) {
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
