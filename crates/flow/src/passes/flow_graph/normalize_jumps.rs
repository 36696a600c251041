//! Turns conditional jumps that lead backwards round, so that they lead forwards over an unconditional one.
//!
//! Follows `normalize_jumps` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{
    self, JUMP, NOT_TAKEN, POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE,
};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::{Context, malformed};

/// A jump leads backwards when its target stands before it.
pub(crate) fn normalize_jumps(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    if !graph.has_blocks_with(Facts::JUMP) {
        return Ok(());
    }
    graph.clear_visited();
    let marks = graph.target.has_not_taken();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        graph.visit(block);
        if let Some(last) = graph.instrs(block).last()
            && last.op.is_conditional_pop_jump()
            && let Some(target) = last.target
        {
            let last = *last;
            if graph[target].visited {
                turn_round(graph, block, &last, target)?;
            } else if marks {
                mark_not_taken(graph, block, &last);
            }
        }
    }
    Ok(())
}

fn turn_round(graph: &mut Graph, block: BlockId, last: &CfgInstr, target: BlockId) -> Result<(), CompileError> {
    let op = reversed(last.op).ok_or_else(|| malformed("a jump backwards that has no opposite"))?;
    let next = graph[block].next.ok_or_else(|| malformed("a conditional jump at the end"))?;
    let backwards = graph.add_block();
    mark_not_taken(graph, backwards, last);
    let label = graph[target].label.map_or(0, |label| label.0);
    graph.append(backwards, CfgInstr { op: JUMP, arg: label, ..*last });
    graph[backwards].start_depth = graph[target].start_depth;
    graph[backwards].cold = graph[block].cold;
    graph[backwards].next = Some(next);
    graph[block].next = Some(backwards);
    if let Some(jump) = graph.instrs_mut(block).last_mut() {
        jump.op = op;
        jump.target = Some(next);
    }
    Ok(())
}

/// Tells that a conditional jump was not taken.
fn mark_not_taken(graph: &mut Graph, block: BlockId, jump: &CfgInstr) {
    if graph.target.has_not_taken() {
        graph.append(block, CfgInstr { op: NOT_TAKEN, arg: 0, target: None, ..*jump });
    }
}

/// The jump taken when the given one is not.
const fn reversed(op: Opcode) -> Option<Opcode> {
    match op {
        POP_JUMP_IF_NOT_NONE => Some(POP_JUMP_IF_NONE),
        POP_JUMP_IF_NONE => Some(POP_JUMP_IF_NOT_NONE),
        POP_JUMP_IF_FALSE => Some(POP_JUMP_IF_TRUE),
        POP_JUMP_IF_TRUE => Some(POP_JUMP_IF_FALSE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn a_conditional_jump_back_becomes_two_jumps() {
        check(
            normalize_jumps,
            "B1:\n    NOP\n    POP_JUMP_IF_NONE -> B1 !B2 @1-1:0-1\nB2:\n    RETURN_CONST 0\n",
            "B1:\n    NOP\n    POP_JUMP_IF_NOT_NONE -> B2 !B2 @1-1:0-1\nB3:\n    JUMP -> B1 @1-1:0-1\nB2:\n    RETURN_CONST 0\n",
        );
    }
}
