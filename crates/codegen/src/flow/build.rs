//! Cuts a sequence of instructions into blocks.
//!
//! Invariant: labels of one instruction become one label.
//! Follows `_PyInstructionSequence_ApplyLabelMap`, `instr_sequence_to_cfg` (`Python/compile.c`) and the
//! `cfg_builder` of `Python/flowgraph.c`.

use pycmill_target::Opcode::ANNOTATIONS_PLACEHOLDER;
use pycmill_target::Target;

use super::graph::{BlockId, CfgInstr, Graph};
use super::malformed;
use crate::error::CompileError;
use crate::ir::{Instr, InstrSequence, Label};

/// The graph of a sequence; jumps still name labels.
pub(crate) fn build(
    target: Target,
    code: &InstrSequence,
    annotations: Option<&InstrSequence>,
) -> Result<Graph, CompileError> {
    let labels = labels(target, code)?;
    let mut builder = Builder { graph: Graph::new(target, code.instrs.len()), block: Graph::ENTRY, label: None };
    for (index, instr) in code.instrs.iter().enumerate() {
        if let Some(label) = labels[index] {
            builder.label = Some(label);
            builder.maybe_start_new_block();
        }
        if instr.op == ANNOTATIONS_PLACEHOLDER {
            builder.add_annotations(annotations)?;
        } else {
            builder.add(resolve(target, code, &labels, *instr)?);
        }
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
    for instr in code.instrs.iter().filter(|instr| target.has_target(instr.op)) {
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

fn resolve(
    target: Target,
    code: &InstrSequence,
    labels: &[Option<Label>],
    instr: Instr,
) -> Result<CfgInstr, CompileError> {
    let mut arg = instr.arg;
    if target.has_target(instr.op) {
        arg = labels[place(code, arg)? as usize].map_or(arg, |label| label.0);
    }
    Ok(CfgInstr::new(instr.op, arg, instr.loc))
}

struct Builder {
    graph: Graph,
    /// The block being filled.
    block: BlockId,
    /// The label of the next instruction, while no block has it.
    label: Option<Label>,
}

impl Builder {
    fn add(&mut self, instr: CfgInstr) {
        self.maybe_start_new_block();
        self.graph.push(self.block, instr);
    }

    /// What makes the annotate function of a module stands in one block: it has no jumps.
    fn add_annotations(&mut self, code: Option<&InstrSequence>) -> Result<(), CompileError> {
        for instr in code.iter().flat_map(|code| &code.instrs) {
            if self.graph.target.has_target(instr.op) {
                return Err(malformed("a jump among the annotations"));
            }
            self.add(CfgInstr::new(instr.op, instr.arg, instr.loc));
        }
        Ok(())
    }

    fn maybe_start_new_block(&mut self) {
        if self.is_terminated() {
            let block = self.graph.add_block();
            self.graph[block].label = self.label.take();
            self.graph[self.block].next = Some(block);
            self.block = block;
        }
    }

    /// Whether the next instruction belongs to another block; labels an empty block on the way.
    fn is_terminated(&mut self) -> bool {
        let last = self.graph.last(self.block);
        if last.is_some_and(|last| self.graph.target.is_terminator(last.op)) {
            return true;
        }
        if self.label.is_some() {
            if last.is_some() || self.graph[self.block].label.is_some() {
                return true;
            }
            self.graph[self.block].label = self.label.take();
        }
        false
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
