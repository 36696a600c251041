//! Replaces the pseudo opcodes that no byte code contains, jumps excepted.
//!
//! Follows `convert_pseudo_ops` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{LOAD_CLOSURE, LOAD_FAST, POP_BLOCK, STORE_FAST, STORE_FAST_MAYBE_NULL};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::optimize::Context;

/// Block pushes, and their ends if they are left, become `NOP`, variants of loads and stores the real ones.
pub(crate) fn convert_pseudo_ops(cx: &mut Context) -> Result<(), CompileError> {
    let loads_closures = !cx.target.is_pseudo(LOAD_CLOSURE);
    let graph = &mut cx.graph;
    if !graph.has_blocks_with(Facts::PSEUDO) {
        return Ok(());
    }
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if !graph.may_hold(block, Facts::PSEUDO) {
            continue;
        }
        graph.now_holds(block, Facts::NOP.with(Facts::LOCAL));
        let facts = graph.facts();
        for instr in graph.instrs_mut(block) {
            if !facts.get(instr.op).has(Facts::PSEUDO) {
                continue;
            }
            match instr.op {
                op if op.is_block_push() => instr.set_nop(),
                POP_BLOCK => instr.set_nop(),
                LOAD_CLOSURE if !loads_closures => instr.op = LOAD_FAST,
                STORE_FAST_MAYBE_NULL => instr.op = STORE_FAST,
                _ => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn only_jumps_stay_pseudo() {
        check(
            convert_pseudo_ops,
            "B1:\n    SETUP_FINALLY -> B2\n    LOAD_CLOSURE 3\n    STORE_FAST_MAYBE_NULL 1\n    JUMP -> B2\nB2:\n",
            "B1:\n    NOP\n    LOAD_FAST 3\n    STORE_FAST 1\n    JUMP -> B2\nB2:\n",
        );
    }
}
