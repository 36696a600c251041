//! Gives jumps and block pushes the block behind their label.
//!
//! Follows `translate_jump_labels_to_targets` (`Python/flowgraph.c`).

use pycmill_target::FirstJumpOperand;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{BlockId, Graph};
use crate::optimize::Context;
use crate::optimize::malformed;

/// Sets the target of every instruction that names a label; the label stays as operand where that matters.
pub(crate) fn translate_labels(cx: &mut Context) -> Result<(), CompileError> {
    let keeps_labels = cx.target.first_jump_operand() == FirstJumpOperand::Label;
    let Context { graph, scratch, .. } = cx;
    if !graph.has_blocks_with(Facts::TARGET) {
        return Ok(());
    }
    let facts = graph.facts();
    let indices = &mut scratch.numbers;
    map_labels(graph, indices);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        for instr in graph.ends_and_blocks(block).0 {
            if facts.get(instr.op).has(Facts::TARGET) {
                instr.target = Some(block_of(indices, instr.arg)?);
                if !keeps_labels {
                    instr.arg = 0;
                }
            }
        }
    }
    Ok(())
}

/// In the place of an index where there is no block.
const NOWHERE: u32 = u32::MAX;

/// The index of the block of each label.
pub(crate) fn map_labels(graph: &Graph, indices: &mut Vec<u32>) {
    indices.clear();
    indices.resize(graph.next_label() as usize, NOWHERE);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        if let Some(label) = graph[block].label {
            indices[label.0 as usize] = block.index() as u32;
        }
    }
}

/// The block of a label, by the indices of [`map_labels`].
pub(crate) fn block_of(indices: &[u32], label: u32) -> Result<BlockId, CompileError> {
    let found = indices.get(label as usize).filter(|index| **index != NOWHERE);
    found.map(|index| BlockId::new(*index as usize)).ok_or_else(|| malformed("a label without a block"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::run_on_sequence;

    #[test]
    fn a_jump_leads_to_the_block_of_its_label() {
        let code = "    RESUME 0\n  L0:\n    NOP\n    SETUP_FINALLY L1\n    JUMP L0\n  L1:\n    RERAISE 0\n";
        let expected = "\
B1:
    RESUME 0
B2 label=1:
    NOP
    SETUP_FINALLY -> B3
    JUMP -> B2
B3 label=4:
    RERAISE 0
";
        assert_eq!(run_on_sequence(translate_labels, code), expected);
    }
}
