//! Fuses neighbouring loads and stores of locals.
//!
//! Follows `insert_superinstructions` and `make_super_instruction` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{
    self, LOAD_FAST, LOAD_FAST_LOAD_FAST, STORE_FAST, STORE_FAST_LOAD_FAST, STORE_FAST_STORE_FAST,
};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;
use crate::passes::common::remove_nops::remove_nops;

/// Both operands must fit in four bits.
const OPERANDS: u32 = 16;

/// Fuses from left to right, then removes the gaps.
pub(crate) fn insert_superinstructions(cx: &mut Context) -> Result<(), CompileError> {
    let graph = &mut cx.graph;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if graph.may_hold(block, Facts::LOCAL) && fuse_in_block(graph, block) {
            graph.now_holds(block, Facts::NOP);
        }
    }
    remove_nops(graph);
    Ok(())
}

/// Whether something was fused.
pub(crate) fn fuse_in_block(graph: &mut Graph, block: BlockId) -> bool {
    let facts = graph.facts();
    let mut fused = false;
    let mut before: Option<&mut CfgInstr> = None;
    for instr in graph.instrs_mut(block) {
        if !facts.get(instr.op).has(Facts::LOCAL) {
            before = None;
            continue;
        }
        let is_fused = before.is_some_and(|first| fuse(first, instr));
        fused |= is_fused;
        before = if is_fused { None } else { Some(instr) };
    }
    fused
}

/// Makes two instructions one and a `NOP` if they can be; whether they could.
fn fuse(first: &mut CfgInstr, second: &mut CfgInstr) -> bool {
    let Some(fused) = fused_op(first.op, second.op) else { return false };
    let one_line = first.has_no_line() || second.has_no_line() || first.loc.line == second.loc.line;
    let fits = one_line && first.arg < OPERANDS && second.arg < OPERANDS;
    if fits {
        first.set(fused, first.arg << 4 | second.arg);
        second.set_nop();
    }
    fits
}

/// What two instructions on one line are together.
#[inline]
pub(crate) const fn fused(first: &CfgInstr, second: &CfgInstr) -> Option<(Opcode, u32)> {
    if first.loc.line != second.loc.line || first.arg >= OPERANDS || second.arg >= OPERANDS {
        return None;
    }
    match fused_op(first.op, second.op) {
        Some(op) => Some((op, first.arg << 4 | second.arg)),
        None => None,
    }
}

const fn fused_op(first: Opcode, second: Opcode) -> Option<Opcode> {
    match (first, second) {
        (LOAD_FAST, LOAD_FAST) => Some(LOAD_FAST_LOAD_FAST),
        (STORE_FAST, LOAD_FAST) => Some(STORE_FAST_LOAD_FAST),
        (STORE_FAST, STORE_FAST) => Some(STORE_FAST_STORE_FAST),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn pairs_on_one_line_are_fused() {
        check(
            insert_superinstructions,
            "\
B1:
    LOAD_FAST 1 @1-1:0-1
    LOAD_FAST 2 @1-1:2-3
    LOAD_FAST 3 @1-1:4-5
    STORE_FAST 1 @2-2:0-1
    STORE_FAST 2 @3-3:0-1
    LOAD_FAST 15
    STORE_FAST 16
    STORE_FAST 1
",
            "\
B1:
    LOAD_FAST_LOAD_FAST 18 @1-1:0-1
    LOAD_FAST 3 @1-1:4-5
    STORE_FAST 1 @2-2:0-1
    STORE_FAST_LOAD_FAST 47 @3-3:0-1
    STORE_FAST 16
    STORE_FAST 1
",
        );
    }
}
