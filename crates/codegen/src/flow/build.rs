//! Cuts a sequence of instructions into blocks.
//!
//! Invariant: labels of one instruction become one label.
//! Follows `_PyInstructionSequence_ApplyLabelMap`, `instr_sequence_to_cfg` (`Python/compile.c`) and the
//! `cfg_builder` of `Python/flowgraph.c`.

use pycmill_target::Opcode::ANNOTATIONS_PLACEHOLDER;
use pycmill_target::Target;

use super::graph::{BlockId, CfgInstr, Graph};
use super::malformed;
use super::op_facts::{Facts, OpFacts};
use crate::error::CompileError;
use crate::ir::{InstrSequence, Label};

/// The graph of a sequence; jumps still name labels.
pub(crate) fn build(
    target: Target,
    code: &InstrSequence,
    annotations: Option<&InstrSequence>,
) -> Result<Graph, CompileError> {
    let labels = labels(target, code)?;
    let facts = OpFacts::of(target);
    let graph = Graph::new(target, code.instrs.len(), 2 * code.labels.len());
    let mut builder = Builder { graph, block: Graph::ENTRY, is_ended: false };
    for (instr, label) in code.instrs.iter().zip(&labels) {
        if let Some(label) = label {
            builder.use_label(*label);
        }
        let facts = facts.get(instr.op);
        let mut resolved = CfgInstr::new(instr.op, instr.arg, instr.loc);
        if facts.has(Facts::TARGET) {
            resolved.arg = labels[place(code, instr.arg)? as usize].map_or(instr.arg, |label| label.0);
        } else if instr.op == ANNOTATIONS_PLACEHOLDER {
            builder.add_annotations(annotations)?;
            continue;
        }
        builder.add(resolved, facts.has(Facts::TERMINATOR));
    }
    Ok(builder.graph)
}

/// The label before each instruction: where something leads there it is named after the instruction's index; in versions
/// in which every label begins a block, it is the last one placed there, counted from 1.
fn labels(target: Target, code: &InstrSequence) -> Result<Vec<Option<Label>>, CompileError> {
    let mut labels = vec![None; code.instrs.len()];
    if target.labels_begin_blocks() {
        for (label, place) in (1..).zip(&code.labels) {
            if let Some(slot) = labels.get_mut(*place as usize) {
                *slot = Some(Label(label));
            }
        }
        return Ok(labels);
    }
    let facts = OpFacts::of(target);
    for instr in code.instrs.iter().filter(|instr| facts.get(instr.op).has(Facts::TARGET)) {
        let place = place(code, instr.arg)?;
        labels[place as usize] = Some(Label(place));
    }
    Ok(labels)
}

/// The index of the instruction behind a label.
fn place(code: &InstrSequence, label: u32) -> Result<u32, CompileError> {
    let place = code.labels.get(label as usize).copied().filter(|place| (*place as usize) < code.instrs.len());
    place.ok_or_else(|| malformed("a jump to nowhere"))
}

struct Builder {
    graph: Graph,
    /// The block being filled.
    block: BlockId,
    /// Whether its last instruction ends it.
    is_ended: bool,
}

impl Builder {
    #[inline]
    fn add(&mut self, instr: CfgInstr, ends_block: bool) {
        if self.is_ended {
            self.start_block();
        }
        self.graph.push(self.block, instr);
        self.is_ended = ends_block;
    }

    /// What makes the annotate function of a module stands in one block: it has no jumps.
    fn add_annotations(&mut self, code: Option<&InstrSequence>) -> Result<(), CompileError> {
        let facts = self.graph.facts();
        for instr in code.iter().flat_map(|code| &code.instrs) {
            let facts = facts.get(instr.op);
            if facts.has(Facts::TARGET) {
                return Err(malformed("a jump among the annotations"));
            }
            self.add(CfgInstr::new(instr.op, instr.arg, instr.loc), facts.has(Facts::TERMINATOR));
        }
        Ok(())
    }

    /// A label begins a block, unless the entry is empty and has none.
    fn use_label(&mut self, label: Label) {
        if !self.graph[self.block].is_empty() || self.graph[self.block].label.is_some() {
            self.start_block();
        }
        self.graph[self.block].label = Some(label);
    }

    fn start_block(&mut self) {
        let block = self.graph.add_block();
        self.graph[self.block].next = Some(block);
        self.block = block;
        self.is_ended = false;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TARGET, graph_of};
    use super::*;

    #[test]
    fn labels_and_jumps_cut_the_blocks() {
        let graph = graph_of("  L0:\n L1:\n RESUME 0\n POP_JUMP_IF_TRUE L2\n JUMP L1\n L2:\n NOP\n RETURN_VALUE\n");
        let mut blocks = Vec::new();
        let mut walk = graph.walk();
        while let Some(block) = walk.step(&graph) {
            blocks.push((graph[block].label.map(|label| label.0), graph[block].len()));
        }
        assert_eq!(blocks, [(Some(0), 2), (None, 1), (Some(3), 2)]);
    }

    #[test]
    fn a_label_without_place_is_an_error() {
        let mut code = InstrSequence::default();
        let label = code.new_label();
        code.push(pycmill_target::Opcode::JUMP, label.0, crate::ir::Location::NONE);
        assert!(build(TARGET, &code, None).is_err());
    }
}
