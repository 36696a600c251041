//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use pycmill_target::FirstJumpOperand;

use crate::graph::facts::Facts;
use crate::graph::{Block, CfgInstr, Graph};
use crate::ir::{Flow, FlowInstr, Handler};
use crate::optimize::Context;

/// The blocks in their order; jumps and handlers name the index of an instruction.
pub(crate) fn to_sequence(cx: &mut Context, flow: &mut Flow) {
    let Context { graph, scratch, .. } = cx;
    let graph = &*graph;
    let starts = &mut scratch.numbers;
    let len = number(graph, starts);
    flow.instrs.clear();
    flow.instrs.reserve(len as usize);
    let has_handlers = graph.has_blocks_with(Facts::REGION);
    let rule = graph.target.first_jump_operand();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        let instrs = graph.instrs(block);
        if has_handlers {
            for part in instrs.chunk_by(|one, other| one.handler == other.handler) {
                append(&mut flow.instrs, graph, starts, part);
            }
        } else {
            append(&mut flow.instrs, graph, starts, instrs);
        }
        lead(&mut flow.instrs, rule, starts, instrs);
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

/// Instructions with one handler; jumps still have the operands they had.
fn append(all: &mut Vec<FlowInstr>, graph: &Graph, starts: &[u32], part: &[CfgInstr]) {
    let block = part.first().and_then(|first| first.handler);
    let handler = block.map(|block| made_handler(&graph[block], starts[block.index()]));
    all.extend(part.iter().map(|instr| {
        let CfgInstr { op, arg, loc, .. } = *instr;
        FlowInstr { op, arg, first_operand: arg, loc, handler }
    }));
}

/// Leads the jump of a block to the index of its target. It stands at the end, or before the mark that it was not taken.
fn lead(all: &mut [FlowInstr], rule: FirstJumpOperand, starts: &[u32], instrs: &[CfgInstr]) {
    for (made, instr) in all.iter_mut().rev().zip(instrs.iter().rev()).take(2) {
        if let Some(target) = instr.target {
            made.arg = starts[target.index()];
            made.first_operand = first_operand(rule, instr.arg, made.arg);
        }
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
