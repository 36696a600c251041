//! Removes unconditional jumps to what comes next anyway.
//!
//! Follows `remove_redundant_jumps` (`Python/flowgraph.c`).

use crate::error::{CompileError, ErrorClass};
use crate::graph::Graph;
use crate::graph::facts::Facts;
use crate::optimize::{Context, error};

/// Turns them into `NOP`s.
pub(crate) fn remove_redundant_jumps(cx: &mut Context) -> Result<(), CompileError> {
    remove_jumps(cx.graph)?;
    Ok(())
}

/// Turns unconditional jumps to the next instruction into `NOP`s; gives how many.
pub(crate) fn remove_jumps(graph: &mut Graph) -> Result<usize, CompileError> {
    let mut removed = 0;
    if !graph.has_blocks_with(Facts::UNCONDITIONAL) {
        return Ok(removed);
    }
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if !graph.may_hold(block, Facts::UNCONDITIONAL) || !graph.last_facts(block).has(Facts::UNCONDITIONAL) {
            continue;
        }
        let Some(target) = graph.nonempty(graph.jump_target(block)) else {
            return Err(error(ErrorClass::SystemError, "jump with NULL target"));
        };
        if graph.nonempty(graph[block].next) == Some(target) {
            graph.set_last_nop(block);
            removed += 1;
        }
    }
    Ok(removed)
}
