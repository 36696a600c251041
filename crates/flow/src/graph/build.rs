//! Cuts a sequence of instructions into blocks.
//!
//! Invariant: labels of one instruction become one label.
//! Follows `_PyInstructionSequence_ApplyLabelMap`, `instr_sequence_to_cfg` (`Python/compile.c`) and the
//! `cfg_builder` of `Python/flowgraph.c`.

use pycmill_target::Opcode::ANNOTATIONS_PLACEHOLDER;

use crate::error::CompileError;
use crate::graph::Graph;
use crate::graph::facts::Facts;
use crate::ir::{InstrSequence, Label};
use crate::optimize::malformed;
use crate::sequence::Run;

/// Where a graph is cut. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cuts {
    /// Which labels begin blocks.
    used: Vec<bool>,
    /// In the order of the code.
    cuts: Vec<Cut>,
}

/// A label in the code.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// The index of the instruction after it.
    place: u32,
    /// Its name in the graph.
    name: u32,
}

/// Fills an empty graph with a sequence, whose instructions it takes; jumps still name labels.
pub(crate) fn build(
    graph: &mut Graph,
    memory: &mut Cuts,
    code: &mut InstrSequence,
    annotations: Option<&InstrSequence>,
) -> Result<(), CompileError> {
    code.prepare(graph.target);
    memory.cuts.clear();
    if !code.placed().is_empty() || !code.runs.marked.is_empty() {
        memory.mark_used(graph, code)?;
        memory.make_cuts(graph, code);
        memory.name_targets(graph, code);
        memory.put_annotations(graph, code, annotations)?;
    }
    code.runs.end(code.instrs().len() as u32);
    std::mem::swap(graph.slots_mut(), code.instrs_mut());
    cut(graph, &code.runs.ended, &memory.cuts);
    Ok(())
}

/// The index of the instruction after a label.
fn place(code: &InstrSequence, label: u32) -> Result<u32, CompileError> {
    let place = code.labels().get(label as usize).copied().filter(|place| (*place as usize) < code.instrs().len());
    place.ok_or_else(|| malformed("a jump to nowhere"))
}

impl Cuts {
    /// In some versions every label begins a block, in others those where something leads; then jumps name its place already.
    fn mark_used(&mut self, graph: &Graph, code: &mut InstrSequence) -> Result<(), CompileError> {
        self.used.clear();
        let all = graph.target.labels_begin_blocks();
        self.used.resize(code.labels().len(), all);
        for index in 0..code.runs.marked.len() {
            let at = code.runs.marked[index] as usize;
            let instr = code.instrs()[at];
            if instr.op != ANNOTATIONS_PLACEHOLDER {
                let place = place(code, instr.arg)?;
                self.used[instr.arg as usize] = true;
                if !all {
                    code.instrs_mut()[at].arg = place;
                }
            }
        }
        Ok(())
    }

    /// A label is named after the index of its instruction; in versions in which every label begins a block it is the last
    /// one made there, counted from 1.
    fn make_cuts(&mut self, graph: &Graph, code: &InstrSequence) {
        let all = graph.target.labels_begin_blocks();
        for label in code.placed().iter().map(|label| label.0).filter(|label| self.used[*label as usize]) {
            let place = code.labels()[label as usize];
            let name = if all { label + 1 } else { place };
            match self.cuts.last_mut() {
                Some(last) if last.place == place => last.name = last.name.max(name),
                _ if (place as usize) < code.instrs().len() => self.cuts.push(Cut { place, name }),
                _ => {}
            }
        }
    }

    /// A jump names the label as the block does.
    fn name_targets(&self, graph: &Graph, code: &mut InstrSequence) {
        if !graph.target.labels_begin_blocks() {
            return;
        }
        for index in 0..code.runs.marked.len() {
            let at = code.runs.marked[index] as usize;
            let instr = code.instrs()[at];
            if let Some(place) = code.labels().get(instr.arg as usize).filter(|_| instr.op != ANNOTATIONS_PLACEHOLDER)
                && let Ok(cut) = self.cuts.binary_search_by_key(place, |cut| cut.place)
            {
                code.instrs_mut()[at].arg = self.cuts[cut].name;
            }
        }
    }

    /// What makes the annotate function of a module has no jumps.
    fn put_annotations(
        &mut self,
        graph: &Graph,
        code: &mut InstrSequence,
        annotations: Option<&InstrSequence>,
    ) -> Result<(), CompileError> {
        let new = annotations.map_or(&[][..], InstrSequence::instrs);
        let mut found = false;
        for index in (0..code.runs.marked.len()).rev() {
            let at = code.runs.marked[index];
            if code.instrs()[at as usize].op != ANNOTATIONS_PLACEHOLDER {
                continue;
            }
            if new.iter().any(|instr| graph.facts().get(instr.op).has(Facts::TARGET)) {
                return Err(malformed("a jump among the annotations"));
            }
            code.instrs_mut().splice(at as usize..=at as usize, new.iter().copied());
            for cut in self.cuts.iter_mut().filter(|cut| cut.place > at) {
                cut.place = cut.place + new.len() as u32 - 1;
            }
            found = true;
        }
        if found {
            let instrs = std::mem::take(code.instrs_mut());
            code.runs.scan(&instrs, self.cuts.iter().map(|cut| cut.place));
            *code.instrs_mut() = instrs;
        }
        Ok(())
    }
}

/// A block ends before a label where something leads, and after a jump or an exit. Every cut is the end of a run.
fn cut(graph: &mut Graph, runs: &[Run], cuts: &[Cut]) {
    let len = graph.slots_mut().len() as u32;
    let mut cuts = cuts.iter().peekable();
    let mut label_at = |place| cuts.next_if(|cut| cut.place == place).map(|cut| Label(cut.name));
    let (mut block, mut start, mut holds) = (Graph::ENTRY, 0, Facts::NONE);
    graph[block].label = label_at(0);
    for run in runs {
        holds = holds.with(run.holds);
        let label = label_at(run.end);
        if label.is_none() && !run.holds.has(Facts::TERMINATOR) && run.end < len {
            continue;
        }
        graph.give_run(block, start..run.end, holds);
        if run.end < len {
            block = graph.add_block_behind(block);
            graph[block].label = label;
        }
        (start, holds) = (run.end, Facts::NONE);
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
        assert!(build(&mut Graph::new(TARGET), &mut Cuts::default(), &mut code, None).is_err());
    }
}
