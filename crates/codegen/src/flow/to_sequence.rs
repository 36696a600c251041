//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use pycmill_target::FirstJumpOperand;

use super::Context;
use super::graph::{Block, CfgInstr, Graph};
use crate::ir::{Flow, FlowInstr, Handler};

/// The blocks in their order; jumps and handlers name the index of an instruction.
pub(crate) fn to_sequence(cx: &mut Context, flow: &mut Flow) {
    let Context { graph, scratch, .. } = cx;
    let graph = &*graph;
    let starts = &mut scratch.numbers;
    number(graph, starts);
    let rule = graph.target.first_jump_operand();
    // The handler of the instruction before, and what became of it.
    let (mut last, mut handler) = (None, None);
    flow.instrs.clear();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        flow.instrs.extend(graph.instrs(block).iter().map(|instr| {
            if instr.handler != last {
                last = instr.handler;
                handler = last.map(|block| made_handler(&graph[block], starts[block.index()]));
            }
            let CfgInstr { op, arg, loc, .. } = *instr;
            let Some(target) = instr.target else { return FlowInstr { op, arg, first_operand: arg, loc, handler } };
            let at = starts[target.index()];
            FlowInstr { op, arg: at, first_operand: first_operand(rule, arg, at), loc, handler }
        }));
    }
    (flow.stackdepth, flow.nlocalsplus) = (cx.stack_depth, cx.nlocalsplus);
}

/// The index of each block's first instruction.
fn number(graph: &Graph, starts: &mut Vec<u32>) {
    starts.clear();
    starts.resize(graph.len(), 0);
    let mut at = 0;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        starts[block.index()] = at;
        at += graph[block].len() as u32;
    }
}

/// The operand of a jump before lengths are known, of its own operand and the index of its target.
const fn first_operand(rule: FirstJumpOperand, arg: u32, at: u32) -> u32 {
    match rule {
        FirstJumpOperand::Zero => 0,
        FirstJumpOperand::Label => arg,
        FirstJumpOperand::Index => at,
    }
}

fn made_handler(block: &Block, target: u32) -> Handler {
    let &Block { start_depth, preserve_lasti, .. } = block;
    Handler { target, start_depth: start_depth.max(0).unsigned_abs(), preserve_lasti }
}
