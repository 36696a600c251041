//! Moves the blocks that only exceptions lead to behind all others.
//!
//! Follows `push_cold_blocks_to_end`, `mark_warm` and `mark_cold` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{JUMP, JUMP_NO_INTERRUPT};

use crate::error::CompileError;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::ir::{Label, Location};
use crate::optimize::Context;
use crate::passes::flow_graph::remove_jumps::remove_redundant_jumps;
use crate::passes::fusing::remove_nops_and_jumps::remove_nops_and_jumps;

/// Keeps the order among warm blocks and among cold ones.
pub(crate) fn push_cold_blocks_to_end(cx: &mut Context) -> Result<(), CompileError> {
    let Context { graph, scratch, .. } = cx;
    if !has_handlers(graph) {
        return Ok(());
    }
    mark_warm(graph, &mut scratch.todo);
    mark_cold(graph, &mut scratch.todo);
    add_jumps_to_warm_blocks(graph);
    match partition(graph) {
        false => Ok(()),
        true if cx.target.cleans_up_behind_cold_blocks() => remove_nops_and_jumps(cx),
        true => remove_redundant_jumps(cx),
    }
}

/// Without handlers no block is cold.
fn has_handlers(graph: &Graph) -> bool {
    if graph.is_straight() {
        return false;
    }
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph[block].except_handler {
            return true;
        }
    }
    false
}

/// Marks what is reached from the entry without an exception.
fn mark_warm(graph: &mut Graph, todo: &mut Vec<BlockId>) {
    graph.clear_visited();
    graph.visit(Graph::ENTRY);
    todo.clear();
    todo.push(Graph::ENTRY);
    while let Some(block) = todo.pop() {
        graph[block].warm = true;
        reach_successors(graph, block, todo);
    }
}

/// Marks what is reached from handlers and is not warm.
fn mark_cold(graph: &mut Graph, todo: &mut Vec<BlockId>) {
    graph.clear_visited();
    todo.clear();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph[block].except_handler {
            graph.visit(block);
            todo.push(block);
        }
    }
    while let Some(block) = todo.pop() {
        graph[block].cold = true;
        reach_successors(graph, block, todo);
    }
}

/// Adds the blocks behind this one that are neither visited nor warm.
fn reach_successors(graph: &mut Graph, block: BlockId, todo: &mut Vec<BlockId>) {
    for next in graph.successors(block).into_iter().flatten() {
        if !graph[next].warm && graph.visit(next) {
            todo.push(next);
        }
    }
}

/// A cold block that runs on into a warm one gets a jump, in a block of its own.
fn add_jumps_to_warm_blocks(graph: &mut Graph) {
    let op = if graph.target.cold_jump_checks_no_interrupt() { JUMP_NO_INTERRUPT } else { JUMP };
    let mut label = graph.next_label();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph[block].cold
            && let Some(next) = graph.fallthrough(block).filter(|next| graph[*next].warm)
        {
            let name = *graph[next].label.get_or_insert_with(|| {
                label += 1;
                Label(label - 1)
            });
            let jump = graph.add_block();
            graph.append(jump, CfgInstr { target: Some(next), ..CfgInstr::new(op, name.0, Location::NONE) });
            graph[jump].cold = true;
            graph[jump].predecessors = i32::from(graph.target.counts_edges_of_cold_jumps());
            graph[jump].next = Some(next);
            graph[block].next = Some(jump);
        }
    }
}

/// Links the cold blocks behind the others; whether there are any.
fn partition(graph: &mut Graph) -> bool {
    let (mut warm, mut cold) = (Graph::ENTRY, None);
    let mut first_cold = None;
    let mut at = graph[Graph::ENTRY].next;
    while let Some(block) = at {
        at = graph[block].next;
        if graph[block].cold {
            if let Some(before) = cold.replace(block) {
                graph[before].next = Some(block);
            }
            first_cold = first_cold.or(cold);
        } else {
            graph[warm].next = Some(block);
            warm = block;
        }
    }
    graph[warm].next = first_cold;
    if let Some(last) = cold {
        graph[last].next = None;
    }
    first_cold.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn a_handler_moves_behind_what_it_runs_on_into() {
        check(
            push_cold_blocks_to_end,
            "\
B1:
    NOP @1-1:0-1
    JUMP -> B3 @2-2:0-1
B2 handler:
    POP_EXCEPT @3-3:0-1
B3:
    RETURN_CONST 0 @4-4:0-1
",
            "\
B1 warm:
    NOP @1-1:0-1
    NOP @2-2:0-1
B3 label=0 warm:
    RETURN_CONST 0 @4-4:0-1
B2 handler cold:
    POP_EXCEPT @3-3:0-1
B4 preds=1 cold:
    JUMP_NO_INTERRUPT -> B3
",
        );
    }
}
