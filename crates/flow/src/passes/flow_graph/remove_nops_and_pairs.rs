//! Removes `NOP`s, and values that are popped as soon as they are loaded.
//!
//! Follows `remove_redundant_nops_and_pairs` (`Python/flowgraph.c`).

use pycmill_target::Opcode::{COPY, POP_TOP};

use crate::constants::const_loads::loads_const;
use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::optimize::Context;
use crate::passes::common::remove_nops::remove_nops_in_block;

/// Repeats until no pair is left.
pub(crate) fn remove_nops_and_pairs(cx: &mut Context) -> Result<(), CompileError> {
    while remove_once(cx.graph) {}
    Ok(())
}

/// One walk over the code; whether a pair was found.
fn remove_once(graph: &mut Graph) -> bool {
    let mut found = false;
    // The instruction that runs right before, in this block or in one that runs on into it.
    let mut previous = None;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        remove_nops_in_block(graph, block);
        if graph[block].label.is_some() {
            previous = None;
        }
        if graph.may_hold(block, Facts::POP) {
            found |= remove_in_block(graph, block, previous);
        }
        if let Some(last) = graph[block].len().checked_sub(1) {
            previous = Some((block, last));
        }
        let last = previous.map_or(Facts::NONE, |(at, _)| graph.last_facts(at));
        if last.has(Facts::JUMP.with(Facts::NO_FALLTHROUGH)) {
            previous = None;
        }
    }
    found
}

/// A place in the code.
type Place = (BlockId, usize);

fn remove_in_block(graph: &mut Graph, block: BlockId, previous: Option<Place>) -> bool {
    let mut found = false;
    let mut from = 0;
    while let Some(pop) = next_pop(graph.instrs(block), from) {
        let place = if pop == 0 { previous } else { Some((block, pop - 1)) };
        if let Some((at, before)) = place
            && is_pure_load(&graph.instr(at, before))
        {
            for (block, index) in [(at, before), (block, pop)] {
                graph.instrs_mut(block)[index].set_nop();
                graph.now_holds(block, Facts::NOP);
            }
            found = true;
        }
        from = pop + 1;
    }
    found
}

fn next_pop(instrs: &[CfgInstr], from: usize) -> Option<usize> {
    instrs[from..].iter().position(|instr| instr.op == POP_TOP).map(|skipped| from + skipped)
}

const fn is_pure_load(instr: &CfgInstr) -> bool {
    loads_const(instr.op) || (matches!(instr.op, COPY) && instr.arg == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn pairs_go_inside_and_over_unlabelled_borders() {
        check(
            remove_nops_and_pairs,
            "B1:\n    RESUME 0\n    LOAD_CONST 0\n    COPY 1\n    POP_TOP\nB2:\n    POP_TOP\n    LOAD_CONST 0\nB3 label=7:\n    POP_TOP\n",
            "B1:\n    RESUME 0\nB2:\n    LOAD_CONST 0\nB3 label=7:\n    POP_TOP\n",
        );
    }
}
