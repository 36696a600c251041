//! `translate_labels` and `mark_except_handlers` without a walk: the sequence knows where its jumps and block pushes are.

use pycmill_target::FirstJumpOperand;

use crate::error::CompileError;
use crate::graph::Graph;
use crate::graph::facts::Facts;
use crate::optimize::Context;
use crate::passes::flow_graph::translate_labels::{block_of, map_labels};

/// For a graph that was just built of the unit's instructions, which are still in their order.
pub(crate) fn link_blocks(cx: &mut Context) -> Result<(), CompileError> {
    let keeps_labels = cx.target.first_jump_operand() == FirstJumpOperand::Label;
    let Context { graph, scratch, unit, .. } = cx;
    if !graph.has_blocks_with(Facts::TARGET) {
        return Ok(());
    }
    map_labels(graph, &mut scratch.numbers);
    for at in &unit.code.runs.marked {
        link(graph, *at as usize, &scratch.numbers, keeps_labels)?;
    }
    Ok(())
}

/// Gives an instruction that names a label the block there.
fn link(graph: &mut Graph, at: usize, blocks: &[u32], keeps_labels: bool) -> Result<(), CompileError> {
    let facts = graph.facts();
    let instr = &mut graph.slots_mut()[at];
    let facts = facts.get(instr.op);
    if !facts.has(Facts::TARGET) {
        return Ok(());
    }
    let block = block_of(blocks, instr.arg)?;
    instr.target = Some(block);
    if !keeps_labels {
        instr.arg = 0;
    }
    if facts.has(Facts::PUSH) {
        graph[block].except_handler = true;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::run_on_sequence;

    #[test]
    fn a_pushed_block_is_a_handler() {
        let code = "    RESUME 0\n  L0:\n    NOP\n    SETUP_FINALLY L1\n    JUMP L0\n  L1:\n    RERAISE 0\n";
        let expected = "\
B1:
    RESUME 0
B2 label=1:
    NOP
    SETUP_FINALLY -> B3
    JUMP -> B2
B3 label=4 handler:
    RERAISE 0
";
        assert_eq!(run_on_sequence(link_blocks, code), expected);
    }
}
