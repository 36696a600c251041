//! Cuts a sequence of instructions into blocks.
//!
//! Invariant: labels of one instruction become one label.
//! Follows `_PyInstructionSequence_ApplyLabelMap`, `instr_sequence_to_cfg` (`Python/compile.c`) and the
//! `cfg_builder` of `Python/flowgraph.c`.

use pycmill_target::Opcode::ANNOTATIONS_PLACEHOLDER;

use crate::error::CompileError;
use crate::graph::facts::Facts;
use crate::graph::{CfgInstr, Graph};
use crate::ir::{InstrSequence, Label};
use crate::optimize::malformed;

/// Where a graph is cut. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cuts {
    /// The instructions that name a label or stand for others.
    marked: Vec<u32>,
    /// Which labels begin blocks.
    used: Vec<bool>,
    /// In the order of the code.
    cuts: Vec<Cut>,
}

/// A label in the code.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// The index of the instruction behind it.
    place: u32,
    /// Its name in the graph.
    name: u32,
}

/// Fills an empty graph with a sequence; jumps still name labels.
pub(crate) fn build(
    graph: &mut Graph,
    memory: &mut Cuts,
    code: &InstrSequence,
    annotations: Option<&InstrSequence>,
) -> Result<(), CompileError> {
    memory.copy(graph, code);
    memory.mark_used(graph, code)?;
    memory.make_cuts(graph, code);
    memory.name_targets(graph, code);
    memory.put_annotations(graph, annotations)?;
    cut(graph, &memory.cuts);
    Ok(())
}

/// The index of the instruction behind a label.
fn place(code: &InstrSequence, label: u32) -> Result<u32, CompileError> {
    let place = code.labels.get(label as usize).copied().filter(|place| (*place as usize) < code.instrs.len());
    place.ok_or_else(|| malformed("a jump to nowhere"))
}

impl Cuts {
    /// All instructions, in no block yet.
    fn copy(&mut self, graph: &mut Graph, code: &InstrSequence) {
        let Self { marked, .. } = self;
        let facts = graph.facts();
        let wanted = Facts::TARGET.with(Facts::PLACEHOLDER);
        graph.slots_mut().extend(code.instrs.iter().map(CfgInstr::unlinked));
        marked.clear();
        for (index, instr) in (0..).zip(&code.instrs) {
            if facts.get(instr.op).has(wanted) {
                marked.push(index);
            }
        }
    }

    /// In some versions every label begins a block, in others those where something leads; then jumps name its place already.
    fn mark_used(&mut self, graph: &mut Graph, code: &InstrSequence) -> Result<(), CompileError> {
        self.used.clear();
        let all = graph.target.labels_begin_blocks();
        self.used.resize(code.labels.len(), all);
        for index in &self.marked {
            let instr = &mut graph.slots_mut()[*index as usize];
            if instr.op != ANNOTATIONS_PLACEHOLDER {
                let place = place(code, instr.arg)?;
                self.used[instr.arg as usize] = true;
                if !all {
                    instr.arg = place;
                }
            }
        }
        Ok(())
    }

    /// A label is named after the index of its instruction; in versions in which every label begins a block it is the last
    /// one made there, counted from 1.
    fn make_cuts(&mut self, graph: &Graph, code: &InstrSequence) {
        let all = graph.target.labels_begin_blocks();
        self.cuts.clear();
        for label in code.placed.iter().map(|label| label.0).filter(|label| self.used[*label as usize]) {
            let place = code.labels[label as usize];
            let name = if all { label + 1 } else { place };
            match self.cuts.last_mut() {
                Some(last) if last.place == place => last.name = last.name.max(name),
                _ if (place as usize) < code.instrs.len() => self.cuts.push(Cut { place, name }),
                _ => {}
            }
        }
    }

    /// A jump names the label as the block does.
    fn name_targets(&self, graph: &mut Graph, code: &InstrSequence) {
        if !graph.target.labels_begin_blocks() {
            return;
        }
        for index in &self.marked {
            let instr = &mut graph.slots_mut()[*index as usize];
            if let Some(place) = code.labels.get(instr.arg as usize).filter(|_| instr.op != ANNOTATIONS_PLACEHOLDER)
                && let Ok(cut) = self.cuts.binary_search_by_key(place, |cut| cut.place)
            {
                instr.arg = self.cuts[cut].name;
            }
        }
    }

    /// What makes the annotate function of a module has no jumps.
    fn put_annotations(&mut self, graph: &mut Graph, code: Option<&InstrSequence>) -> Result<(), CompileError> {
        let facts = graph.facts();
        let instrs = code.map_or(&[][..], |code| &code.instrs);
        for index in self.marked.iter().rev() {
            let at = *index as usize;
            if graph.slots_mut()[at].op != ANNOTATIONS_PLACEHOLDER {
                continue;
            }
            if instrs.iter().any(|instr| facts.get(instr.op).has(Facts::TARGET)) {
                return Err(malformed("a jump among the annotations"));
            }
            graph.slots_mut().splice(at..=at, instrs.iter().map(CfgInstr::unlinked));
            for cut in self.cuts.iter_mut().filter(|cut| cut.place > *index) {
                cut.place = cut.place + instrs.len() as u32 - 1;
            }
        }
        Ok(())
    }
}

/// A block ends before a label and behind a jump or an exit.
fn cut(graph: &mut Graph, cuts: &[Cut]) {
    let end = graph.slots_mut().len();
    let mut block = Graph::ENTRY;
    let (mut at, mut is_ended) = (0, false);
    let ends = cuts.iter().map(|cut| (cut.place as usize, Some(Label(cut.name))));
    for (to, label) in ends.chain([(end, None)]) {
        while at < to {
            if is_ended {
                block = graph.add_block_behind(block);
            }
            (at, is_ended) = graph.give(block, to);
        }
        if label.is_none() {
            return;
        }
        // The entry needs no block before it.
        if !graph[block].is_empty() || graph[block].label.is_some() {
            block = graph.add_block_behind(block);
        }
        is_ended = false;
        graph[block].label = label;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TARGET, graph_of};

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
        assert!(build(&mut Graph::new(TARGET), &mut Cuts::default(), &code, None).is_err());
    }
}
