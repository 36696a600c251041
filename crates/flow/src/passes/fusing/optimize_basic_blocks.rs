//! Simplifies neighbouring instructions inside each block.
//!
//! Follows `optimize_basic_block` (`Python/flowgraph.c`).

use pycmill_target::Folding;
use pycmill_target::Opcode::{
    BINARY_OP, BUILD_LIST, BUILD_SET, BUILD_TUPLE, CALL_INTRINSIC_1, COMPARE_OP, CONTAINS_OP, GET_ITER, IS_OP, JUMP,
    JUMP_IF_FALSE, JUMP_IF_TRUE, JUMP_NO_INTERRUPT, LIST_APPEND, LOAD_GLOBAL, POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE,
    POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE, POP_TOP, PUSH_NULL, SET_ADD, STORE_FAST, SWAP, TO_BOOL, UNARY_INVERT,
    UNARY_NEGATIVE, UNARY_NOT, UNPACK_SEQUENCE,
};
use pycmill_target::operands::intrinsic_1;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;
use crate::passes::common::fold_tuple::fold_tuple;
use crate::passes::common::jump_threading::thread_jump;
use crate::passes::common::swaps::optimize_swaps;
use crate::passes::folding::fold_displays::{
    fold_list_or_set, fold_long_display, fold_tuple_display, iterates_or_searches,
};
use crate::passes::folding::fold_operators::{fold_binary, fold_unary};

/// The bit of `COMPARE_OP`'s operand that asks for a bool.
const COMPARE_TO_BOOL: u32 = 16;

/// One walk over each block for pairs of instructions, one for runs of swaps.
pub(crate) fn optimize_basic_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let folding = cx.target.folding();
    let mut walk = cx.graph.walk();
    while let Some(block) = walk.step(cx.graph) {
        if !cx.graph.may_hold(block, Facts::SIMPLIFIES.with(Facts::FIRST)) {
            continue;
        }
        let mut index = 0;
        while let Some(next) = next_candidate(cx.graph, block, index) {
            index = next;
            if !optimize_at(cx, block, index, folding)? {
                index += 1;
            }
        }
        if cx.graph.may_hold(block, Facts::SWAP) {
            optimize_swaps(cx.graph, block);
        }
    }
    Ok(())
}

/// The index of the next instruction where something may be simplified.
fn next_candidate(graph: &Graph, block: BlockId, index: usize) -> Option<usize> {
    let facts = graph.facts();
    let rest = graph.instrs(block).get(index..)?;
    let is_second = |instr: &CfgInstr| facts.get(instr.op).has(Facts::SECOND);
    let skipped = rest.iter().enumerate().position(|(at, instr)| {
        let facts = facts.get(instr.op);
        facts.has(Facts::SIMPLIFIES) || facts.has(Facts::FIRST) && rest.get(at + 1).is_some_and(is_second)
    });
    skipped.map(|skipped| index + skipped)
}

/// Simplifies what begins at an instruction; whether that place must be looked at again.
fn optimize_at(cx: &mut Context, block: BlockId, index: usize, folding: Folding) -> Result<bool, CompileError> {
    let CfgInstr { op, arg, .. } = cx.graph.instrs(block)[index];
    if !cx.graph.facts().get(op).has(Facts::JUMP) {
        cx.graph.now_holds(block, Facts::NOP);
    }
    match op {
        BUILD_TUPLE => {
            if !unpack_built_tuple(cx.graph, block, index) {
                match folding {
                    Folding::Tree => fold_tuple(cx, block, index)?,
                    Folding::FlowGraph => fold_tuple_display(cx, block, index)?,
                }
            }
        }
        JUMP | JUMP_NO_INTERRUPT | POP_JUMP_IF_FALSE | POP_JUMP_IF_TRUE | POP_JUMP_IF_NONE | POP_JUMP_IF_NOT_NONE
        | JUMP_IF_FALSE | JUMP_IF_TRUE => return Ok(thread_jump(cx.graph, block, index)),
        SWAP if arg == 1 => cx.graph.instrs_mut(block)[index].set_nop(),
        _ => {
            let simplified = simplify_pair(cx.graph, block, index);
            if !simplified && folding == Folding::FlowGraph {
                fold_at(cx, block, index)?;
            }
        }
    }
    Ok(false)
}

/// Computes what needs constants only.
fn fold_at(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    let instr = cx.graph.instr(block, index);
    match instr.op {
        BINARY_OP => fold_binary(cx, block, index),
        UNARY_NOT | UNARY_INVERT | UNARY_NEGATIVE => fold_unary(cx, block, index),
        BUILD_LIST | BUILD_SET => fold_list_or_set(cx, block, index),
        CALL_INTRINSIC_1 if instr.arg == intrinsic_1::UNARY_POSITIVE => fold_unary(cx, block, index),
        CALL_INTRINSIC_1 if instr.arg == intrinsic_1::LIST_TO_TUPLE => list_to_tuple(cx, block, index),
        LIST_APPEND | SET_ADD if instr.arg == 1 && iterates_or_searches(cx.graph.op_at(block, index + 1)) => {
            fold_long_display(cx, block, index)
        }
        CONTAINS_OP | IS_OP => {
            if let [first, second, ..] = &mut cx.graph.instrs_mut(block)[index..]
                && second.op == UNARY_NOT
            {
                move_into(first, second, first.arg ^ 1);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A list made a tuple: a constant, or the list itself where it is only iterated over.
fn list_to_tuple(cx: &mut Context, block: BlockId, index: usize) -> Result<(), CompileError> {
    fold_long_display(cx, block, index)?;
    let iterated = cx.graph.op_at(block, index + 1) == Some(GET_ITER);
    let conversion = &mut cx.graph.instrs_mut(block)[index];
    if iterated && conversion.op == CALL_INTRINSIC_1 {
        conversion.set_nop();
    }
    Ok(())
}

/// `BUILD_TUPLE n; UNPACK_SEQUENCE n` reverses at most three items.
pub(crate) fn unpack_built_tuple(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let [build, unpack, ..] = &mut graph.instrs_mut(block)[index..] else { return false };
    if unpack.op != UNPACK_SEQUENCE || unpack.arg != build.arg {
        return false;
    }
    match build.arg {
        1 => unpack.set_nop(),
        2 | 3 => unpack.op = SWAP,
        _ => return false,
    }
    build.set_nop();
    graph.now_holds(block, Facts::SWAP);
    true
}

/// Two instructions that can be one, or none; whether they are.
fn simplify_pair(graph: &mut Graph, block: BlockId, index: usize) -> bool {
    let [first, second, ..] = &mut graph.instrs_mut(block)[index..] else { return false };
    match (first.op, second.op) {
        (STORE_FAST, STORE_FAST) if first.arg == second.arg && first.loc.line == second.loc.line => {
            first.set(POP_TOP, 0);
            graph.now_holds(block, Facts::POP);
        }
        (LOAD_GLOBAL, PUSH_NULL) if first.arg & 1 == 0 => {
            first.arg |= 1;
            second.set_nop();
        }
        (COMPARE_OP, TO_BOOL) => move_into(first, second, first.arg | COMPARE_TO_BOOL),
        (CONTAINS_OP | IS_OP | UNARY_NOT, TO_BOOL) => move_into(first, second, first.arg),
        (TO_BOOL, TO_BOOL) => first.set_nop(),
        (UNARY_NOT, UNARY_NOT) => {
            first.set_nop();
            second.set_nop();
        }
        _ => return false,
    }
    true
}

/// The second instruction becomes the first, which goes away.
fn move_into(first: &mut CfgInstr, second: &mut CfgInstr, arg: u32) {
    second.set(first.op, arg);
    first.set_nop();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn pairs_are_simplified() {
        check(
            optimize_basic_blocks,
            "\
B1:
    LOAD_GLOBAL 4
    PUSH_NULL
    BUILD_TUPLE 2
    UNPACK_SEQUENCE 2
    LIST_APPEND 1
    STORE_FAST 0 @1-1:0-1
    STORE_FAST 0 @1-1:2-3
    COMPARE_OP 40
    TO_BOOL
    UNARY_NOT
    TO_BOOL
    TO_BOOL
    SWAP 1
    RETURN_VALUE
",
            "\
B1:
    LOAD_GLOBAL 5
    NOP
    NOP
    SWAP 2
    LIST_APPEND 1
    POP_TOP @1-1:0-1
    STORE_FAST 0 @1-1:2-3
    NOP
    COMPARE_OP 56
    NOP
    NOP
    UNARY_NOT
    NOP
    RETURN_VALUE
",
        );
    }
}
