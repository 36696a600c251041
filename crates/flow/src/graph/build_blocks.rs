//! Takes over the blocks that the code generator made.
//!
//! Invariants: blocks are numbered in the order they were made, the entry first; a label is a block, linked where it
//! is placed, even if nothing leads there. Follows `compiler_new_block` and `compiler_use_next_block` (`Python/compile.c`
//! up to 3.11).

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, CfgInstr, Graph};
use crate::ir::InstrSequence;
use crate::optimize::malformed;

/// Fills an empty graph with a sequence whose labels stand for blocks; jumps lead to their blocks already.
pub(crate) fn build_blocks(graph: &mut Graph, code: &mut InstrSequence) -> Result<(), CompileError> {
    let facts = graph.facts();
    let len = code.instrs().len();
    std::mem::swap(graph.slots_mut(), code.instrs_mut());
    for instr in graph.slots_mut().iter_mut().filter(|instr| facts.get(instr.op).has(Facts::TARGET)) {
        resolve(code, instr)?;
    }
    for _ in code.labels() {
        graph.add_block();
    }
    let (mut block, mut at) = (Graph::ENTRY, 0);
    for label in code.placed() {
        let place = code.labels()[label.0 as usize] as usize;
        graph.give_all(block, at, place);
        at = place;
        let next = block_of(label.0);
        graph[block].next = Some(next);
        block = next;
    }
    graph.give_all(block, at, len);
    Ok(())
}

/// The entry has no label.
fn block_of(label: u32) -> BlockId {
    BlockId::new(label as usize + 1)
}

/// Gives a jump its block.
fn resolve(code: &InstrSequence, instr: &mut CfgInstr) -> Result<(), CompileError> {
    let is_placed = code.labels().get(instr.arg as usize).is_some_and(|place| *place != u32::MAX);
    if !is_placed {
        return Err(malformed("a jump to nowhere"));
    }
    instr.target = Some(block_of(instr.arg));
    instr.arg = 0;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::dump;
    use crate::graph::parse;

    #[test]
    fn every_label_is_a_block() {
        let mut graph = Graph::new("3.11".parse().unwrap());
        let text = "\
    RESUME 0
  L3:
  L0:
    SETUP_FINALLY L2
    NOP
  L1:
    JUMP L0
  L2:
";
        build_blocks(&mut graph, &mut parse::sequence(text).unwrap()).unwrap();
        let expected = "\
B1:
    RESUME 0
B5:
B2:
    SETUP_FINALLY -> B4
    NOP
B3:
    JUMP -> B2
B4:
";
        assert_eq!(dump::graph(&graph), expected);
    }

    #[test]
    fn a_label_without_place_is_an_error() {
        let mut graph = Graph::new("3.11".parse().unwrap());
        assert!(build_blocks(&mut graph, &mut parse::sequence("    JUMP L0\n").unwrap()).is_err());
    }
}
