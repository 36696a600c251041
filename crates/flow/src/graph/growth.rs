//! How blocks get instructions: from the code generator, and late.
//!
//! Invariant: the slots behind the used ones of a block keep what they held, because CPython's do and an appended
//! instruction inherits the handler found there. Follows `basicblock_next_instr`, `basicblock_addop` and
//! `basicblock_append_instructions` (`Python/flowgraph.c`).

use std::ops::Range;

use pycmill_target::LateJumpHandler;

use super::facts::Facts;
use super::{Block, BlockId, CfgInstr, Graph};

impl Graph {
    /// The instructions of a graph in the making, which [`Graph::give`] hands out to blocks.
    #[inline]
    pub(crate) const fn slots_mut(&mut self) -> &mut Vec<CfgInstr> {
        &mut self.slots
    }

    /// Exchanges the instructions of the only block for an empty list, unless there are more blocks.
    pub(crate) fn give_away(&mut self, list: &mut Vec<CfgInstr>) -> bool {
        let Block { start, end, .. } = self[Self::ENTRY];
        if !self.is_straight() || start != 0 {
            return false;
        }
        self.slots.truncate(end as usize);
        std::mem::swap(&mut self.slots, list);
        true
    }

    /// Gives a block that ends where others begin the instructions from its end up to the first that ends a block, or up
    /// to a place; gives the place behind the last one, and whether that ends the block.
    pub(crate) fn give(&mut self, block: BlockId, to: usize) -> (usize, bool) {
        let facts = self.facts();
        let from = self[block].end as usize;
        let (mut given, mut holds) = (0, Facts::NONE);
        for instr in &self.slots[from..to] {
            let facts = facts.get(instr.op);
            holds = holds.with(facts).with(Facts::LINELESS.when(instr.has_no_line()));
            given += 1;
            if facts.has(Facts::TERMINATOR) {
                break;
            }
        }
        self.now_holds(block, holds);
        let block = &mut self[block];
        block.end += given;
        block.limit = block.end;
        (from + given as usize, holds.has(Facts::TERMINATOR))
    }

    /// Gives an empty block a range of instructions of which only the last one can end a block.
    pub(crate) fn give_run(&mut self, block: BlockId, range: Range<u32>, holds: Facts) {
        self.now_holds(block, holds);
        let given = &mut self[block];
        (given.start, given.end, given.limit) = (range.start, range.end, range.end);
    }

    /// Gives an empty block the instructions between two places, whether or not one of them should end it.
    pub(crate) fn give_all(&mut self, block: BlockId, from: usize, to: usize) {
        let place = |index| u32::try_from(index).expect("a code unit has fewer than 2^32 instructions");
        let given = &mut self[block];
        (given.start, given.end, given.limit) = (place(from), place(from), place(from));
        let (mut at, mut is_ended) = self.give(block, to);
        while at < to {
            if is_ended {
                self.now_holds(block, Facts::MISPLACED);
            }
            (at, is_ended) = self.give(block, to);
        }
    }

    /// A new block behind another in the code, and behind its instructions.
    #[inline]
    pub(crate) fn add_block_behind(&mut self, block: BlockId) -> BlockId {
        self.blocks.0.push(Block::new(self[block].end));
        let next = BlockId::new(self.blocks.0.len() - 1);
        self[block].next = Some(next);
        next
    }

    /// The facts of an instruction that is appended somewhere.
    #[inline]
    fn facts_of(&self, instr: &CfgInstr) -> Facts {
        self.facts().get(instr.op).with(Facts::LINELESS.when(instr.has_no_line()))
    }

    /// Appends an instruction made late (`basicblock_addop`); the version decides whether it keeps its handler.
    pub(crate) fn append(&mut self, block: BlockId, instr: CfgInstr) {
        let rule = self.target.late_jump_handler();
        self.now_holds(block, self.facts_of(&instr));
        self[block].effects = None;
        let slot = self.next_slot(block);
        let handler = match rule {
            LateJumpHandler::InPlace | LateJumpHandler::Nothing | LateJumpHandler::StaleSlot => slot.handler,
            LateJumpHandler::Cleared => None,
            LateJumpHandler::Inherited => instr.handler,
        };
        *slot = CfgInstr { handler, ..instr };
    }

    /// Appends a copy of each instruction of another block (`basicblock_append_instructions`).
    pub(crate) fn append_copies(&mut self, to: BlockId, from: BlockId) {
        self.reserve(to, self[from].len());
        let Block { start, end, holds, .. } = self[from];
        self.now_holds(to, holds);
        let behind = self[to].end;
        self.slots.copy_within(start as usize..end as usize, behind as usize);
        self[to].end += end - start;
        self[to].effects = None;
    }

    /// Makes the last instruction of a block a `NOP`: a jump that is needed no more.
    pub(crate) fn set_last_nop(&mut self, block: BlockId) {
        if let Some(last) = self.instrs_mut(block).last_mut() {
            last.set_nop();
            self.now_holds(block, Facts::NOP);
        }
    }

    /// Puts copies of what a jump at the end of a block leads to in the jump's place.
    pub(crate) fn inline_target(&mut self, block: BlockId, target: BlockId) {
        self.set_last_nop(block);
        self.append_copies(block, target);
    }

    /// Appends an instruction read from a text; for blocks in the making, which are empty or end where the slots end.
    #[cfg(test)]
    pub(crate) fn push(&mut self, block: BlockId, instr: CfgInstr) {
        let facts = self.facts_of(&instr);
        let misplaced = Facts::MISPLACED.when(self.may_hold(block, Facts::TERMINATOR));
        self.now_holds(block, facts.with(misplaced));
        let block = &mut self.blocks[block];
        if block.start == block.limit {
            block.start = u32::try_from(self.slots.len()).expect("a code unit has fewer than 2^32 instructions");
            block.end = block.start;
        }
        debug_assert_eq!(block.end as usize, self.slots.len());
        block.end += 1;
        block.limit = block.end;
        self.slots.push(instr);
    }

    /// Puts instructions before the one at an index of a block, handlers and all.
    pub(crate) fn insert(&mut self, block: BlockId, index: usize, new: &[CfgInstr]) {
        self.reserve(block, new.len());
        for instr in new {
            self.now_holds(block, self.facts_of(instr));
        }
        let Block { start, end, .. } = self[block];
        let (at, end) = (start as usize + index, end as usize);
        self.slots.copy_within(at..end, at + new.len());
        self.slots[at..at + new.len()].copy_from_slice(new);
        self[block].effects = None;
        self[block].end += new.len() as u32;
    }

    fn next_slot(&mut self, block: BlockId) -> &mut CfgInstr {
        self.reserve(block, 1);
        self[block].end += 1;
        self.instrs_mut(block).last_mut().expect("a slot was just taken")
    }

    /// Makes room for `extra` instructions behind the used ones.
    fn reserve(&mut self, block: BlockId, extra: usize) {
        let Block { start, end, limit, .. } = self[block];
        let wanted = end as usize + extra;
        if wanted <= limit as usize {
            return;
        }
        if limit as usize == self.slots.len() {
            self.slots.resize(wanted, CfgInstr::EMPTY);
            self[block].limit = wanted as u32;
            return;
        }
        let moved = self.slots.len();
        self.slots.extend_from_within(start as usize..limit as usize);
        let roomy = (wanted - start as usize).max(2 * (limit - start) as usize);
        self.slots.resize(moved + roomy, CfgInstr::EMPTY);
        let block = &mut self[block];
        block.end =
            u32::try_from(moved + (end - start) as usize).expect("a code unit has fewer than 2^32 instructions");
        block.start = moved as u32;
        block.limit = (moved + roomy) as u32;
    }
}

#[cfg(test)]
mod tests {
    use pycmill_target::{Opcode, Target, Version};

    use super::*;
    use crate::ir::Location;

    fn instr(op: Opcode, handler: Option<BlockId>) -> CfgInstr {
        CfgInstr { handler, ..CfgInstr::new(op, 0, Location::NONE) }
    }

    #[test]
    fn an_appended_instruction_finds_the_handler_of_its_slot() {
        let mut graph = Graph::new(Target::newest(Version::Python313));
        let handler = Some(graph.add_block());
        graph.push(Graph::ENTRY, instr(Opcode::NOP, None));
        graph.push(Graph::ENTRY, instr(Opcode::POP_TOP, handler));
        graph.truncate(Graph::ENTRY, 1);
        graph.append(Graph::ENTRY, instr(Opcode::JUMP, None));
        graph.append(Graph::ENTRY, instr(Opcode::NOP, None));
        let handlers: Vec<_> = graph.instrs(Graph::ENTRY).iter().map(|instr| instr.handler).collect();
        assert_eq!(handlers, [None, handler, None]);
    }

    #[test]
    fn a_block_that_grows_moves_behind_the_others() {
        let mut graph = Graph::new(Target::newest(Version::Python313));
        graph.push(Graph::ENTRY, instr(Opcode::NOP, None));
        let second = graph.add_block();
        graph.push(second, instr(Opcode::RETURN_VALUE, None));
        graph.append_copies(Graph::ENTRY, second);
        graph.insert(Graph::ENTRY, 0, &[instr(Opcode::PUSH_NULL, None)]);
        let ops: Vec<_> = graph.instrs(Graph::ENTRY).iter().map(|instr| instr.op).collect();
        assert_eq!(ops, [Opcode::PUSH_NULL, Opcode::NOP, Opcode::RETURN_VALUE]);
        assert_eq!(graph.instrs(second).len(), 1);
    }
}
