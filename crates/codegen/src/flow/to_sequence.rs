//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use pycmill_target::FirstJumpOperand;

use super::Context;
use super::graph::{Block, BlockId, CfgInstr, Graph};
use super::op_facts::Facts;
use crate::ir::{Flow, FlowInstr, Handler};

/// The blocks in their order; jumps and handlers name the index of an instruction.
pub(crate) fn to_sequence(cx: &mut Context, flow: &mut Flow) {
    let Context { graph, scratch, .. } = cx;
    let graph = &*graph;
    let starts = &mut scratch.numbers;
    let len = number(graph, starts);
    flow.instrs.clear();
    flow.instrs.reserve(len as usize);
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let instrs = graph.instrs(block);
        if !graph.has_blocks_with(Facts::REGION) {
            append(&mut flow.instrs, graph, starts, instrs);
            continue;
        }
        for part in instrs.chunk_by(|one, other| one.handler == other.handler) {
            append(&mut flow.instrs, graph, starts, part);
        }
    }
    (flow.stackdepth, flow.nlocalsplus) = (cx.stack_depth, cx.nlocalsplus);
}

/// The index of each block's first instruction; gives the number of all.
fn number(graph: &Graph, starts: &mut Vec<u32>) -> u32 {
    starts.clear();
    starts.resize(graph.len(), 0);
    let mut at = 0;
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        starts[block.index()] = at;
        at += graph[block].len() as u32;
    }
    at
}

/// Instructions with one handler.
fn append(all: &mut Vec<FlowInstr>, graph: &Graph, starts: &[u32], part: &[CfgInstr]) {
    let block = part.first().and_then(|first| first.handler);
    let handler = block.map(|block| made_handler(&graph[block], starts[block.index()]));
    let rule = graph.first_jump_operand();
    all.extend(part.iter().map(|instr| {
        let CfgInstr { op, arg, loc, target, .. } = *instr;
        let arg_at = |block: BlockId| {
            let at = starts[block.index()];
            (at, first_operand(rule, arg, at))
        };
        let (arg, first_operand) = target.map_or((arg, arg), arg_at);
        FlowInstr { op, arg, first_operand, loc, handler }
    }));
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
