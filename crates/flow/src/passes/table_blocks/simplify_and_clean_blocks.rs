//! Simplifies the instructions of each block in one walk, and removes the `NOP`s that this leaves behind.
//!
//! Invariant: a block is done with before the next one is looked at, so jumps backwards see simplified targets and jumps
//! forwards unchanged ones. Follows `optimize_basic_block` and the first loop of `optimize_cfg` (`Python/compile.c` of
//! 3.11).

use pycmill_target::Opcode::{
    BUILD_TUPLE, IS_OP, JUMP, JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE_OR_POP, LOAD_CONST, POP_JUMP_IF_FALSE,
    POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE, PUSH_NULL, SWAP,
};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;
use crate::passes::common::fold_tuple::fold_tuple;
use crate::passes::common::jump_threading::thread_test_in_place;
use crate::passes::common::remove_nops::remove_nops_in_block;
use crate::passes::common::swaps::optimize_swaps_at;
use crate::passes::flow_graph::simplify_blocks::merge_into_global;
use crate::passes::fusing::optimize_basic_blocks::unpack_built_tuple;
use crate::passes::fusing::optimize_load_const::{compare_with_none, decide_jump};
use crate::passes::table_blocks::skip_empty_targets::skip_empty_target;

/// In the order of the code.
pub(crate) fn simplify_and_clean_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(cx.graph) {
        cx.graph.now_holds(block, Facts::NOP);
        let mut index = 0;
        while let Some(next) = next_candidate(cx.graph, block, index) {
            index = simplify_at(cx, block, next)?;
        }
        remove_nops_in_block(cx.graph, block);
    }
    Ok(())
}

/// The index of the next instruction that leads somewhere or may be simplified.
pub(crate) fn next_candidate(graph: &Graph, block: BlockId, index: usize) -> Option<usize> {
    let facts = graph.facts();
    let alone = Facts::TARGET.with(Facts::SIMPLIFIES).with(Facts::NULL);
    let uses = |instr: &CfgInstr| facts.get(instr.op).has(Facts::USES_CONST);
    let rest = graph.instrs(block).get(index..)?;
    let skipped = rest.iter().enumerate().position(|(at, instr)| {
        let facts = facts.get(instr.op);
        facts.has(alone) || facts.has(Facts::LOADS_CONST) && rest.get(at + 1).is_some_and(uses)
    });
    skipped.map(|skipped| index + skipped)
}

/// Simplifies what begins at an instruction; gives the index to go on at.
fn simplify_at(cx: &mut Context, block: BlockId, index: usize) -> Result<usize, CompileError> {
    skip_empty_target(cx.graph, block, index);
    let instr = cx.graph.instr(block, index);
    match instr.op {
        LOAD_CONST => simplify_user(cx, block, index, &instr)?,
        BUILD_TUPLE if !unpack_built_tuple(cx.graph, block, index) => fold_tuple(cx, block, index)?,
        JUMP | JUMP_IF_FALSE_OR_POP | JUMP_IF_TRUE_OR_POP | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | POP_JUMP_IF_NONE
        | POP_JUMP_IF_NOT_NONE
            if thread_test_in_place(cx.graph, block, index) =>
        {
            return Ok(index);
        }
        SWAP if instr.arg == 1 => cx.graph.instrs_mut(block)[index].set_nop(),
        SWAP => return Ok(optimize_swaps_at(cx.graph, block, index) + 1),
        PUSH_NULL => merge_into_global(cx.graph, block, index),
        _ => {}
    }
    Ok(index + 1)
}

/// Simplifies the instruction after the load of a constant.
fn simplify_user(cx: &mut Context, block: BlockId, index: usize, load: &CfgInstr) -> Result<(), CompileError> {
    match cx.graph.op_at(block, index + 1) {
        Some(jump @ (POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | JUMP_IF_FALSE_OR_POP | JUMP_IF_TRUE_OR_POP)) => {
            decide_jump(cx, block, index, load, jump)
        }
        Some(IS_OP) => compare_with_none(cx, block, index, load),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn a_jump_on_a_constant_is_decided() {
        // The first constant of the tests is None.
        check_in(
            "3.11",
            simplify_and_clean_blocks,
            "\
B1:
    LOAD_CONST 0
    JUMP_IF_TRUE_OR_POP -> B3
B2:
    LOAD_CONST 0
    JUMP_IF_FALSE_OR_POP -> B3
B3:
    RETURN_VALUE
",
            "B1:\nB2:\n    LOAD_CONST 0\n    JUMP -> B3\nB3:\n    RETURN_VALUE\n",
        );
    }

    #[test]
    fn swaps_are_applied_before_what_follows_is_simplified() {
        check_in(
            "3.11",
            simplify_and_clean_blocks,
            "\
B1:
    PUSH_NULL @1-1:0-1
    LOAD_GLOBAL 2 @1-1:0-1
    BUILD_TUPLE 2 @1-1:0-1
    UNPACK_SEQUENCE 2 @1-1:0-1
    STORE_FAST 0 @1-1:0-1
    STORE_FAST 1 @1-1:2-3
    RETURN_VALUE @1-1:0-1
",
            "\
B1:
    LOAD_GLOBAL 3 @1-1:0-1
    STORE_FAST 1 @1-1:2-3
    STORE_FAST 0 @1-1:0-1
    RETURN_VALUE @1-1:0-1
",
        );
    }
}
