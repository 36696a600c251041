//! Simplifies neighbouring instructions inside each block in one walk: uses of constants, jumps and swaps together.
//!
//! Invariant: jumps are edited in place, so no block grows. Follows `optimize_basic_block` (`Python/flowgraph.c`) of
//! 3.12; later versions go over each block several times.

use pycmill_target::Opcode::{
    BUILD_TUPLE, COPY, JUMP, LOAD_CONST, LOAD_GLOBAL, POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_TRUE, PUSH_NULL, SWAP,
};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;
use crate::passes::common::fold_tuple::fold_tuple;
use crate::passes::common::jump_threading::thread_jump_in_place;
use crate::passes::common::swaps::optimize_swaps_at;
use crate::passes::fusing::optimize_basic_blocks::unpack_built_tuple;
use crate::passes::fusing::optimize_load_const::simplify_use;
use crate::passes::table_blocks::simplify_and_clean_blocks;

/// Visits every block once.
pub(crate) fn simplify_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(cx.graph) {
        simplify_block(cx, block)?;
    }
    Ok(())
}

fn simplify_block(cx: &mut Context, block: BlockId) -> Result<(), CompileError> {
    // What the top of the stack comes from: a copy of a constant is that constant.
    let mut seen = CfgInstr::EMPTY;
    cx.graph.now_holds(block, Facts::NOP);
    let mut index = 0;
    while let Some(next) = next_candidate(cx.graph, block, index, seen.op == LOAD_CONST) {
        if next > index {
            seen = CfgInstr::EMPTY;
        }
        index = next;
        let instr = cx.graph.instr(block, index);
        if !(seen.op == LOAD_CONST && instr.op == COPY && instr.arg == 1) {
            seen = instr;
        }
        index = simplify_at(cx, block, index, &seen)?;
    }
    Ok(())
}

/// The index of the next instruction where something may be simplified; the next one at once behind a constant.
fn next_candidate(graph: &Graph, block: BlockId, index: usize, is_known: bool) -> Option<usize> {
    if is_known {
        return (index < graph[block].len()).then_some(index);
    }
    simplify_and_clean_blocks::next_candidate(graph, block, index)
}

/// Simplifies what begins at an instruction; gives the index to go on with.
fn simplify_at(cx: &mut Context, block: BlockId, index: usize, seen: &CfgInstr) -> Result<usize, CompileError> {
    match seen.op {
        LOAD_CONST => {
            if let Some(user) = cx.graph.op_at(block, index + 1) {
                return Ok(index + 1 + simplify_use(cx, block, index, seen, user)?);
            }
        }
        BUILD_TUPLE if !unpack_built_tuple(cx.graph, block, index) => fold_tuple(cx, block, index)?,
        JUMP | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE
            if thread_jump_in_place(cx.graph, block, index) =>
        {
            return Ok(index);
        }
        SWAP if seen.arg == 1 => cx.graph.instrs_mut(block)[index].set_nop(),
        SWAP => return Ok(optimize_swaps_at(cx.graph, block, index) + 1),
        PUSH_NULL => merge_into_global(cx.graph, block, index),
        _ => {}
    }
    Ok(index + 1)
}

/// `PUSH_NULL; LOAD_GLOBAL` is one instruction.
pub(crate) fn merge_into_global(graph: &mut Graph, block: BlockId, index: usize) {
    if let [null, global, ..] = &mut graph.instrs_mut(block)[index..]
        && global.op == LOAD_GLOBAL
        && global.arg & 1 == 0
    {
        null.set_nop();
        global.arg |= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_in;

    #[test]
    fn a_copy_of_a_constant_decides_a_jump() {
        check_in(
            "3.12.1",
            simplify_blocks,
            "B1:\n    LOAD_CONST 0 @1-1:0-1\n    COPY 1 @1-1:0-1\n    POP_JUMP_IF_FALSE -> B2 @1-1:0-1\nB2:\n    RETURN_VALUE @1-1:0-1\n",
            "B1:\n    LOAD_CONST 0 @1-1:0-1\n    NOP @1-1:0-1\n    JUMP -> B2 @1-1:0-1\nB2:\n    RETURN_VALUE @1-1:0-1\n",
        );
    }

    #[test]
    fn a_jump_is_threaded_on_its_line_or_through_one_without() {
        check_in(
            "3.12.1",
            simplify_blocks,
            "\
B1:
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2:
    POP_JUMP_IF_TRUE -> B4 @1-1:0-1
B5:
    JUMP -> B3 @1-1:0-1
B3:
    JUMP -> B4 @2-2:0-1
B4:
    JUMP -> B6
B6:
    RETURN_VALUE
",
            "\
B1:
    POP_JUMP_IF_TRUE -> B3 @1-1:0-1
B2:
    POP_JUMP_IF_TRUE -> B6 @1-1:0-1
B5:
    JUMP -> B3 @1-1:0-1
B3:
    JUMP -> B6 @2-2:0-1
B4:
    JUMP -> B6
B6:
    RETURN_VALUE
",
        );
    }

    #[test]
    fn the_null_below_a_global_is_a_bit() {
        check_in(
            "3.12.1",
            simplify_blocks,
            "B1:\n    PUSH_NULL @1-1:0-1\n    LOAD_GLOBAL 2 @1-1:0-1\n    SWAP 1 @1-1:0-1\n",
            "B1:\n    NOP @1-1:0-1\n    LOAD_GLOBAL 3 @1-1:0-1\n    NOP @1-1:0-1\n",
        );
    }
}
