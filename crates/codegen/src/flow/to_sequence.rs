//! Strings the blocks together into the assembler's instructions.
//!
//! Follows `_PyCfg_ToInstructionSequence` (`Python/flowgraph.c`) and `_PyInstructionSequence_ApplyLabelMap`.

use pycmill_target::FirstJumpOperand;

use super::Context;
use super::graph::{Block, BlockId, CfgInstr, Graph};
use crate::ir::{Flow, FlowInstr, Handler};

/// The blocks in their order; jumps and handlers name the index of an instruction.
pub(crate) fn to_sequence(cx: &Context) -> Flow {
    let graph = &cx.graph;
    let (starts, len) = starts(graph);
    let mut instrs = Vec::with_capacity(len as usize);
    let mut convert = Converter { graph, starts, rule: graph.target.first_jump_operand(), last: None, handler: None };
    let mut walk = graph.walk();
    while let Some(block) = walk.step(graph) {
        instrs.extend(graph.instrs(block).iter().map(|instr| convert.instr(instr)));
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

struct Converter<'a> {
    graph: &'a Graph,
    starts: Vec<u32>,
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
