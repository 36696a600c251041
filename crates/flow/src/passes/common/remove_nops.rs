//! Removes the `NOP`s that no line needs.
//!
//! Follows `remove_redundant_nops` and `basicblock_remove_redundant_nops` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{NOP, RESUME};

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;

/// In every block, once.
pub(crate) fn remove_redundant_nops(cx: &mut Context) -> Result<(), CompileError> {
    remove_nops(cx.graph);
    Ok(())
}

/// In every block; gives how many went.
pub(crate) fn remove_nops(graph: &mut Graph) -> usize {
    let mut removed = 0;
    if !graph.has_blocks_with(Facts::NOP) {
        return removed;
    }
    let mut rest = false;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        removed += remove_nops_in_block(graph, block);
        rest |= graph.may_hold(block, Facts::NOP);
    }
    if !rest {
        graph.none_holds(Facts::NOP);
    }
    removed
}

/// In one block; gives how many went. What is left moves to the front; the slots after it stay as they are or are
/// wiped.
#[inline]
pub(crate) fn remove_nops_in_block(graph: &mut Graph, block: BlockId) -> usize {
    if graph.may_hold(block, Facts::NOP) { remove_from(graph, block) } else { 0 }
}

#[inline(never)]
fn remove_from(graph: &mut Graph, block: BlockId) -> usize {
    let instrs = graph.instrs(block);
    let len = instrs.len();
    let Some(first) = instrs.iter().position(|instr| instr.op == NOP) else {
        graph.no_longer_holds(block, Facts::NOP);
        return 0;
    };
    let after = if instrs[len - 1].op == NOP { first_line_after(graph, block) } else { None };
    let resume_counts = !graph.target.nops_outlive_resume();
    let (kept, nops) = compact(graph.instrs_mut(block), first, after, resume_counts);
    if !nops {
        graph.no_longer_holds(block, Facts::NOP);
    }
    if kept < len && graph.clears_removed_slots() {
        graph.instrs_mut(block)[kept..].fill(CfgInstr::EMPTY);
    }
    graph.truncate(block, kept);
    len - kept
}

/// Moves what is kept of the instructions from `first` on to the front; gives the number of all kept and whether a `NOP`
/// is among them.
fn compact(instrs: &mut [CfgInstr], first: usize, after: Option<i32>, resume_counts: bool) -> (usize, bool) {
    let mut nops = false;
    let line = |before: &CfgInstr| if before.op == RESUME && !resume_counts { -1 } else { before.loc.line };
    let mut kept = first;
    for at in first..instrs.len() {
        if instrs[at].op == NOP {
            let previous = if kept == 0 { -1 } else { line(&instrs[kept - 1]) };
            if is_redundant(instrs, at, previous, after) {
                continue;
            }
            nops = true;
        }
        if kept < at {
            instrs[kept] = instrs[at];
        }
        kept += 1;
    }
    (kept, nops)
}

/// Whether a `NOP` can go, its neighbours standing for its line; a neighbour without a line takes its location. The line
/// after the block counts for the last instruction.
fn is_redundant(instrs: &mut [CfgInstr], index: usize, previous: i32, after: Option<i32>) -> bool {
    let nop = instrs[index].loc;
    if instrs[index].has_no_line() || previous == nop.line {
        return true;
    }
    let Some(next) = instrs.get_mut(index + 1) else { return after == Some(nop.line) };
    if next.has_no_line() {
        next.loc = nop;
    }
    next.loc.line == nop.line
}

/// The line of the first instruction after a block that will stay.
pub(crate) fn first_line_after(graph: &Graph, block: BlockId) -> Option<i32> {
    let next = graph.nonempty(graph[block].next)?;
    if !graph.looks_past_lineless_nops() {
        return graph.instrs(next).first().map(|instr| instr.loc.line);
    }
    let stays = |instr: &&CfgInstr| instr.op != NOP || !instr.has_no_line();
    graph.instrs(next).iter().find(stays).map(|instr| instr.loc.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

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
