//! Gives unconditional jumps the opcode of their direction.
//!
//! Follows `normalize_jumps` (`Python/compile.c` of 3.10).

use pycmill_target::Opcode::{JUMP_ABSOLUTE, JUMP_FORWARD};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::optimize::Context;

/// A jump to a block that comes later counts from the jump, any other from the start of the code.
pub(crate) fn direct_jumps(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    graph.clear_visited();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        graph.visit(block);
        if !graph.last_facts(block).has(Facts::UNCONDITIONAL) {
            continue;
        }
        let Some(target) = graph.jump_target(block) else { continue };
        let ahead = !graph[target].visited;
        if let Some(last) = graph.instrs_mut(block).last_mut() {
            last.op = if ahead { JUMP_FORWARD } else { JUMP_ABSOLUTE };
        }
    }
    Ok(())
}
