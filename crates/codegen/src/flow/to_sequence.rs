//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use pycmill_target::FirstJumpOperand;

use super::Context;
use super::graph::{BlockId, CfgInstr, Graph};
use crate::ir::{Flow, FlowInstr, Handler};

/// The blocks in their order; jumps and handlers name the index of an instruction.
pub(crate) fn to_sequence(cx: &Context) -> Flow {
    let graph = &cx.graph;
    let (starts, len) = starts(graph);
    let mut instrs = Vec::with_capacity(len as usize);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        instrs.extend(graph.instrs(block).iter().map(|instr| convert(graph, &starts, instr)));
    }
    Flow { instrs, stackdepth: cx.stack_depth, nlocalsplus: cx.nlocalsplus }
}

/// The index of each block's first instruction, and the number of all.
fn starts(graph: &Graph) -> (Vec<u32>, u32) {
    let mut starts = vec![0; graph.len()];
    let mut at = 0;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        starts[block.index()] = at;
        at += graph[block].len() as u32;
    }
    (starts, at)
}

fn convert(graph: &Graph, starts: &[u32], instr: &CfgInstr) -> FlowInstr {
    let start = |block: BlockId| starts[block.index()];
    let handler = instr.handler.map(|handler| Handler {
        target: start(handler),
        start_depth: graph[handler].start_depth.max(0).unsigned_abs(),
        preserve_lasti: graph[handler].preserve_lasti,
    });
    let arg = instr.target.map_or(instr.arg, start);
    let first_operand = match graph.target.first_jump_operand() {
        FirstJumpOperand::Zero => 0,
        FirstJumpOperand::Label => instr.arg,
        FirstJumpOperand::Index => arg,
    };
    FlowInstr { op: instr.op, arg, first_operand, loc: instr.loc, handler }
}
