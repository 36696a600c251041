//! Takes over the blocks that the code generator made.
//!
//! Invariants: blocks are numbered in the order they were made, the entry first; a label is a block, linked where it
//! is placed, even if nothing leads there. Follows `compiler_new_block` and `compiler_use_next_block` (`Python/compile.c`
//! up to 3.11).

use super::graph::{BlockId, CfgInstr, Graph};
use super::malformed;
use super::op_facts::Facts;
use crate::error::CompileError;
use crate::ir::{Instr, InstrSequence};

/// Fills an empty graph with a sequence whose labels stand for blocks; jumps lead to their blocks already.
pub(crate) fn build_blocks(graph: &mut Graph, code: &InstrSequence) -> Result<(), CompileError> {
    for _ in &code.labels {
        graph.add_block();
    }
    let mut block = Graph::ENTRY;
    let mut labels = code.placed.iter().copied().peekable();
    for (index, instr) in (0..).zip(&code.instrs) {
        while let Some(label) = labels.next_if(|label| code.labels[label.0 as usize] <= index) {
            block = link(graph, block, block_of(label.0));
        }
        let resolved = resolve(graph, code, instr)?;
        graph.push(block, resolved);
    }
    for label in labels {
        block = link(graph, block, block_of(label.0));
    }
    Ok(())
}

/// The entry has no label.
fn block_of(label: u32) -> BlockId {
    BlockId::new(label as usize + 1)
}

/// The next block becomes the one being filled.
fn link(graph: &mut Graph, block: BlockId, next: BlockId) -> BlockId {
    graph[block].next = Some(next);
    next
}

fn resolve(graph: &Graph, code: &InstrSequence, instr: &Instr) -> Result<CfgInstr, CompileError> {
    if !graph.facts().get(instr.op).has(Facts::TARGET) {
        return Ok(CfgInstr::new(instr.op, instr.arg, instr.loc));
    }
    let is_placed = code.labels.get(instr.arg as usize).is_some_and(|place| *place != u32::MAX);
    if !is_placed {
        return Err(malformed("a jump to nowhere"));
    }
    Ok(CfgInstr { target: Some(block_of(instr.arg)), ..CfgInstr::new(instr.op, 0, instr.loc) })
}

#[cfg(test)]
mod tests {
    use super::super::{dump, parse};
    use super::*;

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
        build_blocks(&mut graph, &parse::sequence(text).unwrap()).unwrap();
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
        assert!(build_blocks(&mut graph, &parse::sequence("    JUMP L0\n").unwrap()).is_err());
    }
}
