//! Checks between two passes that the graph is sound; debug builds only.
//!
//! Invariants checked: the chain of blocks ends and visits none twice; an instruction has a target if and only if its
//! opcode names one, and target and handler are in the chain; a jump or an exit ends its block; no instruction is one
//! that only the assembler makes; a block with a `NOP` or an unconditional jump is marked.

use pycmill_target::Opcode::{NOP, NOT_TAKEN};

use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};

/// Panics with the name of the pass that left the graph unsound.
pub(crate) fn verify(graph: &Graph, pass: &str) {
    let mut linked = vec![false; graph.len()];
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let again = std::mem::replace(&mut linked[block.index()], true);
        assert!(!again, "{pass}: block {} is linked twice", block.index() + 1);
    }
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let has_nops = graph.instrs(block).iter().any(|instr| instr.op == NOP);
        assert!(!has_nops || graph.may_hold(block, Facts::NOP), "{pass}: block {} has a NOP", block.index() + 1);
        let jumps = graph.last_facts(block).has(Facts::UNCONDITIONAL);
        let is_marked = !jumps || graph.may_hold(block, Facts::UNCONDITIONAL);
        assert!(is_marked, "{pass}: block {} has an unconditional jump", block.index() + 1);
        for (index, instr) in graph.instrs(block).iter().enumerate() {
            if let Err(fault) = check_instr(graph, &linked, instr, ends_block(graph, block, index)) {
                panic!("{pass}: instruction {index} of block {}: {fault}", block.index() + 1);
            }
        }
    }
}

/// Whether nothing follows but the mark of a jump that was not taken.
fn ends_block(graph: &Graph, block: BlockId, index: usize) -> bool {
    matches!(graph.op_at(block, index + 1), None | Some(NOT_TAKEN))
}

fn check_instr(graph: &Graph, linked: &[bool], instr: &CfgInstr, is_last: bool) -> Result<(), &'static str> {
    let is_linked = |block: Option<BlockId>| block.is_none_or(|block| linked[block.index()]);
    let checks = [
        (graph.target.opcode_exists(instr.op), "an opcode of another version"),
        (instr.target.is_some() == graph.target.has_target(instr.op), "a target too many or too few"),
        (is_linked(instr.target), "the target is not in the chain"),
        (is_linked(instr.handler), "the handler is not in the chain"),
        (is_last || !graph.target.is_terminator(instr.op), "the end of a block in its middle"),
        (!instr.op.is_assembler_opcode(), "an opcode of the assembler"),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, fault)| Err(fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::graph;

    #[test]
    fn a_sound_graph_passes() {
        verify(&graph("B1:\n    SETUP_FINALLY -> B2\n    RETURN_CONST 0 !B2\nB2:\n    RERAISE 0\n"), "test");
    }

    #[test]
    #[should_panic(expected = "some_pass: instruction 0 of block 1: the end of a block in its middle")]
    fn an_exit_in_the_middle_is_found() {
        verify(&graph("B1:\n    RETURN_CONST 0\n    NOP\n"), "some_pass");
    }
}
