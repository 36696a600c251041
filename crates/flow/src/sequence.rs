//! The instructions of a unit as the code generator writes them.
//!
//! Invariants: what [`Runs`] tells is true of the instructions as long as they are changed through methods alone; every
//! label used is placed. Follows `Python/instruction_sequence.c`.

use pycmill_target::{Target, Version};

use crate::graph::CfgInstr;
use crate::graph::facts::{Facts, OpFacts};
use crate::ir::{Label, Location};
use pycmill_target::Opcode;

/// The instructions of one unit in the order emitted, with the places of its labels.
#[derive(Clone, Debug)]
pub struct InstrSequence {
    /// The instructions; where one jumps, its operand is the number of a label.
    instrs: Vec<CfgInstr>,
    /// Index of the instruction after each label; `u32::MAX` while it is not placed.
    labels: Vec<u32>,
    /// The labels that are placed, in the order they were.
    placed: Vec<Label>,
    /// Whether the next instruction begins a block that has no label yet; see [`Runs::makes_blocks`].
    block_ended: bool,
    /// Whether the block being written has a `RETURN_VALUE` (`b_return`).
    returns: bool,
    pub(crate) runs: Runs,
}

/// The instructions as runs that become blocks or parts of them, with what their opcodes are.
#[derive(Clone, Debug)]
pub(crate) struct Runs {
    facts: &'static OpFacts,
    /// A block ends with a jump or exit, whether or not the code generator says so.
    makes_blocks: bool,
    /// Those that end with a jump or exit, or before a label.
    pub(crate) ended: Vec<Run>,
    /// The facts of the instructions after them.
    holds: Facts,
    /// The instructions that name a label or stand for others.
    pub(crate) marked: Vec<u32>,
}

/// Instructions next to each other, of which only the last one can end a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// Index of the instruction after them.
    pub(crate) end: u32,
    /// Of all of them.
    pub(crate) holds: Facts,
}

/// See [`InstrSequence::mark`].
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    instrs: usize,
    placed: usize,
    returns: bool,
}

/// See [`InstrSequence::cut`].
#[derive(Debug)]
pub struct Section {
    /// Where it began.
    start: u32,
    instrs: Vec<CfgInstr>,
    placed: Vec<Label>,
    returns: bool,
}

/// The opcodes that are noted when they are written.
const NOTED: Facts = Facts::TARGET.with(Facts::PLACEHOLDER).with(Facts::TERMINATOR);

impl Default for InstrSequence {
    /// For the newest release; the passes of any other take it as well.
    fn default() -> Self {
        Self::new(Target::newest(Version::ALL[Version::ALL.len() - 1]))
    }
}

impl InstrSequence {
    /// An empty sequence.
    #[must_use]
    pub fn new(target: Target) -> Self {
        let runs = Runs {
            facts: OpFacts::of(target),
            makes_blocks: target.blocks_end_implicitly(),
            ended: Vec::new(),
            holds: Facts::NONE,
            marked: Vec::new(),
        };
        Self { instrs: Vec::new(), labels: Vec::new(), placed: Vec::new(), block_ended: false, returns: false, runs }
    }

    /// Empties it for another unit; its memory stays.
    pub fn begin(&mut self, target: Target) {
        self.instrs.clear();
        self.labels.clear();
        self.placed.clear();
        self.block_ended = false;
        self.returns = false;
        self.runs.begin(target);
        self.runs.makes_blocks = target.blocks_end_implicitly();
    }

    /// The instructions.
    #[must_use]
    pub fn instrs(&self) -> &[CfgInstr] {
        &self.instrs
    }

    /// The instructions, to be taken over by a graph.
    pub(crate) const fn instrs_mut(&mut self) -> &mut Vec<CfgInstr> {
        &mut self.instrs
    }

    /// Index of the instruction after each label; `u32::MAX` of those that are not placed.
    #[must_use]
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The labels that are placed, in the order they were.
    #[must_use]
    pub fn placed(&self) -> &[Label] {
        &self.placed
    }

    /// A label not placed yet.
    pub fn new_label(&mut self) -> Label {
        self.labels.push(u32::MAX);
        Label(self.labels.len() as u32 - 1)
    }

    /// Places a label before the next instruction.
    pub fn use_label(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.instrs.len() as u32;
        self.placed.push(label);
        self.runs.end(self.instrs.len() as u32);
        self.block_ended = false;
        self.returns = false;
    }

    /// Begins another block (`compiler_next_block`).
    pub fn next_block(&mut self) {
        let label = self.new_label();
        self.use_label(label);
    }

    /// Appends an instruction.
    #[inline]
    pub fn push(&mut self, op: Opcode, arg: u32, loc: Location) {
        let facts = self.runs.facts.get(op);
        // Whatever is rare in one place, so that nothing is kept ready for it.
        if facts.has(NOTED) || self.block_ended || self.instrs.len() == self.instrs.capacity() {
            return self.push_rare(op, arg, loc);
        }
        self.append(facts, CfgInstr::new(op, arg, loc));
    }

    #[inline(always)]
    fn append(&mut self, facts: Facts, instr: CfgInstr) {
        self.runs.holds = self.runs.holds.with(facts).with(Facts::LINELESS.when(instr.has_no_line()));
        self.instrs.push(instr);
    }

    /// [`Self::push`] where a block ends or begins, or room.
    #[inline(never)]
    fn push_rare(&mut self, op: Opcode, arg: u32, loc: Location) {
        if self.block_ended {
            self.next_block();
        }
        let facts = self.runs.facts.get(op);
        self.append(facts, CfgInstr::new(op, arg, loc));
        if facts.has(NOTED) {
            self.note(facts);
        }
    }

    /// Notes the last instruction by its facts.
    fn note(&mut self, facts: Facts) {
        self.runs.note(facts, self.instrs.len() as u32);
        self.block_ended = self.runs.makes_blocks && facts.has(Facts::TERMINATOR);
        self.returns |= self.instrs.last().is_some_and(|last| last.op == Opcode::RETURN_VALUE);
    }

    /// Puts an instruction before another one and before the labels there.
    pub fn insert(&mut self, index: usize, op: Opcode, arg: u32, loc: Location) {
        self.instrs.insert(index, CfgInstr::new(op, arg, loc));
        for place in self.labels.iter_mut().filter(|place| **place != u32::MAX && **place >= index as u32) {
            *place += 1;
        }
        self.scan();
    }

    /// Whether the block being written has a `RETURN_VALUE` (`b_return`).
    #[must_use]
    pub const fn block_returns(&self) -> bool {
        self.returns
    }

    /// The end of what is written, to [`cut`](Self::cut) there later.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        Mark { instrs: self.instrs.len(), placed: self.placed.len(), returns: self.returns }
    }

    /// Takes what was written since a mark, labels included, and goes on there. Only where the code generator makes blocks.
    pub fn cut(&mut self, mark: Mark) -> Section {
        let section = Section {
            start: mark.instrs as u32,
            instrs: self.instrs.split_off(mark.instrs),
            placed: self.placed.split_off(mark.placed),
            returns: self.returns,
        };
        self.returns = mark.returns;
        section
    }

    /// Appends what was cut.
    pub fn paste(&mut self, section: Section) {
        let base = self.instrs.len() as u32;
        for label in &section.placed {
            let place = &mut self.labels[label.0 as usize];
            *place = *place - section.start + base;
        }
        self.instrs.extend(section.instrs);
        self.placed.extend(section.placed);
        self.returns = section.returns;
    }

    /// Makes sure that the runs are those of a version.
    pub(crate) fn prepare(&mut self, target: Target) {
        if std::ptr::eq(self.runs.facts, OpFacts::of(target)) {
            return;
        }
        self.runs.facts = OpFacts::of(target);
        self.scan();
    }

    /// Finds the runs of instructions that are there already.
    fn scan(&mut self) {
        let Self { instrs, labels, placed, runs, .. } = self;
        runs.scan(instrs, placed.iter().map(|label| labels[label.0 as usize]));
    }
}

impl Runs {
    fn begin(&mut self, target: Target) {
        self.facts = OpFacts::of(target);
        self.ended.clear();
        self.marked.clear();
        self.holds = Facts::NONE;
    }

    /// Ends a run before a place.
    pub(crate) fn end(&mut self, end: u32) {
        if self.holds != Facts::NONE || self.ended.last().map_or(0, |last| last.end) < end {
            self.ended.push(Run { end, holds: self.holds });
            self.holds = Facts::NONE;
        }
    }

    /// Notes an instruction by its facts; `end` is the place after it.
    fn note(&mut self, facts: Facts, end: u32) {
        if facts.has(Facts::TARGET.with(Facts::PLACEHOLDER)) {
            self.marked.push(end - 1);
        }
        if facts.has(Facts::TERMINATOR) {
            self.end(end);
        }
    }

    /// Finds the runs of instructions and ends them before some places, which are in their order.
    pub(crate) fn scan(&mut self, instrs: &[CfgInstr], places: impl Iterator<Item = u32>) {
        self.ended.clear();
        self.marked.clear();
        self.holds = Facts::NONE;
        let mut places = places.peekable();
        for (index, instr) in (0..).zip(instrs) {
            while places.next_if(|place| *place <= index).is_some() {
                self.end(index);
            }
            let facts = self.facts.get(instr.op);
            self.holds = self.holds.with(facts).with(Facts::LINELESS.when(instr.has_no_line()));
            self.note(facts, index + 1);
        }
        if places.next().is_some() {
            self.end(instrs.len() as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use pycmill_target::Opcode::{JUMP, NOP, RESUME, RETURN_VALUE};

    use super::*;

    #[test]
    fn runs_are_the_same_however_they_are_found() {
        let target = Target::newest(Version::Python313);
        let mut code = InstrSequence::new(target);
        let label = code.new_label();
        for op in [RESUME, NOP] {
            code.push(op, 0, Location::NONE);
        }
        code.use_label(label);
        code.push(JUMP, label.0, Location::new(1, 1, 0, 1));
        code.push(RETURN_VALUE, 0, Location::NONE);
        let ends = |code: &InstrSequence| code.runs.ended.iter().map(|run| (run.end, run.holds)).collect::<Vec<_>>();
        let (written, marked) = (ends(&code), code.runs.marked.clone());
        assert_eq!(written.iter().map(|(end, _)| *end).collect::<Vec<_>>(), [2, 3, 4]);
        code.scan();
        assert_eq!((ends(&code), &code.runs.marked), (written, &marked));
        let end = code.new_label();
        code.use_label(end);
        code.insert(1, NOP, 0, Location::NONE);
        assert_eq!(code.runs.ended.last().map(|run| run.end), Some(5));
        assert_eq!((code.labels(), code.runs.ended[0].end, &code.runs.marked[..]), (&[3, 5][..], 3, &[3][..]));
    }
}
