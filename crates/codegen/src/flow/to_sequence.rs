//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use pycmill_target::FirstJumpOperand;

use super::Context;
use super::graph::{Block, BlockId, CfgInstr, Graph};
use crate::ir::{Flow, FlowInstr, Handler};

/// The blocks in their order; jumps and handlers name the index of an instruction.
pub(crate) fn to_sequence(cx: &mut Context, flow: &mut Flow) {
    let Context { graph, scratch, .. } = cx;
    let graph = &*graph;
    let starts = &mut scratch.numbers;
    number(graph, starts);
    let mut convert = Converter { graph, starts, rule: graph.target.first_jump_operand(), last: None, handler: None };
    flow.instrs.clear();
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        flow.instrs.extend(graph.instrs(block).iter().map(|instr| convert.instr(instr)));
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

struct Converter<'a> {
    graph: &'a Graph,
    starts: &'a [u32],
    rule: FirstJumpOperand,
    /// The handler of the instruction before.
    last: Option<BlockId>,
    /// What became of it.
    handler: Option<Handler>,
}

impl Converter<'_> {
    #[inline]
    fn instr(&mut self, instr: &CfgInstr) -> FlowInstr {
        if instr.handler != self.last {
            self.last = instr.handler;
            self.handler = instr.handler.map(|handler| self.handler(handler));
        }
        let arg = instr.target.map_or(instr.arg, |target| self.starts[target.index()]);
        let first_operand = match self.rule {
            FirstJumpOperand::Zero => 0,
            FirstJumpOperand::Label => instr.arg,
            FirstJumpOperand::Index => arg,
        };
        FlowInstr { op: instr.op, arg, first_operand, loc: instr.loc, handler: self.handler }
    }

    fn handler(&self, block: BlockId) -> Handler {
        let Block { start_depth, preserve_lasti, .. } = self.graph[block];
        Handler { target: self.starts[block.index()], start_depth: start_depth.max(0).unsigned_abs(), preserve_lasti }
    }
}
