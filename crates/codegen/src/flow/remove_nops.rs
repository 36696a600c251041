//! Removes the `NOP`s that no line needs.
//!
//! Follows `remove_redundant_nops` and `basicblock_remove_redundant_nops` (`Python/flowgraph.c`).

use pycmill_target::Opcode::NOP;

use super::Context;
use super::graph::{BlockId, CfgInstr, Graph};
use crate::error::CompileError;

/// In every block, once.
pub(crate) fn remove_redundant_nops(cx: &mut Context) -> Result<(), CompileError> {
    remove_nops(&mut cx.graph);
    Ok(())
}

/// In every block; gives how many went.
pub(crate) fn remove_nops(graph: &mut Graph) -> usize {
    let mut removed = 0;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        removed += remove_nops_in_block(graph, block);
    }
    removed
}

/// In one block; gives how many went. What is left moves to the front; the slots behind it stay as they are or are
/// wiped.
pub(crate) fn remove_nops_in_block(graph: &mut Graph, block: BlockId) -> usize {
    if !graph.may_hold_nops(block) {
        return 0;
    }
    let instrs = graph.instrs(block);
    let len = instrs.len();
    let Some(first) = instrs.iter().position(|instr| instr.op == NOP) else {
        graph.mark_nops(block, false);
        return 0;
    };
    let mut nops = false;
    let mut kept = first;
    let mut previous = if first == 0 { -1 } else { instrs[first - 1].loc.line };
    for index in first..len {
        let instr = graph.instr(block, index);
        if instr.op == NOP && is_redundant(graph, block, index, previous) {
            continue;
        }
        if kept != index {
            graph.instrs_mut(block)[kept] = instr;
        }
        kept += 1;
        nops |= instr.op == NOP;
        previous = instr.loc.line;
    }
    graph.mark_nops(block, nops);
    if graph.target.clears_removed_slots() {
        graph.instrs_mut(block)[kept..].fill(CfgInstr::EMPTY);
    }
    graph.truncate(block, kept);
    len - kept
}

/// Whether a `NOP` can go, its neighbours standing for its line; a neighbour without a line takes its location.
fn is_redundant(graph: &mut Graph, block: BlockId, index: usize, previous: i32) -> bool {
    let nop = graph.instr(block, index);
    if nop.has_no_line() || previous == nop.loc.line {
        return true;
    }
    let Some(next) = graph.instrs_mut(block).get_mut(index + 1) else {
        return first_line_behind(graph, block) == Some(nop.loc.line);
    };
    if next.has_no_line() {
        next.loc = nop.loc;
    }
    next.loc.line == nop.loc.line
}

/// The line of the first instruction behind a block that will stay.
fn first_line_behind(graph: &Graph, block: BlockId) -> Option<i32> {
    let next = graph.nonempty(graph[block].next)?;
    if !graph.target.looks_past_lineless_nops() {
        return graph.instrs(next).first().map(|instr| instr.loc.line);
    }
    let stays = |instr: &&CfgInstr| instr.op != NOP || !instr.has_no_line();
    graph.instrs(next).iter().find(stays).map(|instr| instr.loc.line)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn a_nop_stays_for_its_line_only() {
        check(
            remove_redundant_nops,
            "\
B1:
    NOP
    NOP @1-1:0-1
    LOAD_FAST 0
    NOP @1-1:5-6
    NOP @2-2:0-1
    LOAD_FAST 0 @3-3:0-1
    NOP @4-4:0-1
B2:
    NOP
    RETURN_VALUE @4-4:8-9
",
            "\
B1:
    LOAD_FAST 0 @1-1:0-1
    NOP @2-2:0-1
    LOAD_FAST 0 @3-3:0-1
B2:
    RETURN_VALUE @4-4:8-9
",
        );
    }
}
