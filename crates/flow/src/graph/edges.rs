//! What the passes ask about the ways through a graph.
//!
//! Follows `is_jump`, `BB_HAS_FALLTHROUGH`, `basicblock_exits_scope`, `basicblock_has_no_lineno`, `next_nonempty_block` and
//! `get_max_label` (`Python/flowgraph.c`).

use super::facts::Facts;
use super::{Block, BlockId, Blocks, CfgInstr, Graph};

impl Graph {
    /// All blocks there are now, linked or not, the last one made first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.blocks.0.len()).rev().map(BlockId::new)
    }

    /// Whether there is one block only, and nothing leads anywhere.
    #[inline]
    pub(crate) fn is_straight(&self) -> bool {
        self.blocks.0.len() == 1 && !self.holds.has(Facts::TARGET)
    }

    /// Drops what follows the first block where nothing leads anywhere: it is not reached. Whether the graph is straight.
    pub(crate) fn straighten(&mut self) -> bool {
        if !self.holds.has(Facts::TARGET) && (self.blocks.0.len() == 1 || !self.falls_through(Self::ENTRY)) {
            self.blocks.0.truncate(1);
            self[Self::ENTRY].next = None;
            self.holds = self[Self::ENTRY].holds;
        }
        self.is_straight()
    }

    /// The facts of the last opcode; of an empty block none.
    #[inline]
    pub(crate) fn last_facts(&self, block: BlockId) -> Facts {
        self.last_ref(block).map_or(Facts::NONE, |last| self.facts().get(last.op))
    }

    /// The target of the jump that a block ends with.
    #[inline]
    pub(crate) fn jump_target(&self, block: BlockId) -> Option<BlockId> {
        self.last_ref(block).filter(|last| self.is_jump(last)).and_then(|last| last.target)
    }

    /// The blocks where control goes at the end of a block: the next one, then the target of the jump there.
    #[inline]
    pub(crate) fn successors(&self, block: BlockId) -> [Option<BlockId>; 2] {
        let next = self[block].next;
        let Some(last) = self.last_ref(block) else { return [next, None] };
        let facts = self.facts().get(last.op);
        let next = if facts.has(Facts::NO_FALLTHROUGH) { None } else { next };
        [next, if facts.has(Facts::JUMP) { last.target } else { None }]
    }

    /// The instructions of a block that can lead somewhere, to be changed, and all blocks beside them: only the last one
    /// can be a jump, but any can push a block.
    #[inline]
    pub(crate) fn ends_and_blocks(&mut self, block: BlockId) -> (&mut [CfgInstr], &mut Blocks) {
        let Block { start, end, holds, .. } = self[block];
        let first = if holds.has(Facts::PUSH) { start } else { start.max(end.saturating_sub(1)) };
        (&mut self.slots[first as usize..end as usize], &mut self.blocks)
    }

    /// Whether an instruction is a jump (`is_jump`).
    #[inline]
    pub(crate) const fn is_jump(&self, instr: &CfgInstr) -> bool {
        self.facts().get(instr.op).has(Facts::JUMP)
    }

    /// Whether control can run on into the next block (`BB_HAS_FALLTHROUGH`).
    #[inline]
    pub(crate) fn falls_through(&self, block: BlockId) -> bool {
        !self.last_facts(block).has(Facts::NO_FALLTHROUGH)
    }

    /// The next block in the code if control can run on into it.
    #[inline]
    pub(crate) fn fallthrough(&self, block: BlockId) -> Option<BlockId> {
        self[block].next.filter(|_| self.falls_through(block))
    }

    /// Whether a block ends by leaving the code (`basicblock_exits_scope`).
    #[inline]
    pub(crate) fn exits_scope(&self, block: BlockId) -> bool {
        self.last_facts(block).has(Facts::EXIT)
    }

    /// Whether no instruction has a line (`basicblock_has_no_lineno`); true of an empty block.
    #[inline]
    pub(crate) fn has_no_line(&self, block: BlockId) -> bool {
        self.instrs(block).iter().all(CfgInstr::has_no_line)
    }

    /// The first block with instructions from this one on (`next_nonempty_block`).
    #[inline]
    pub(crate) fn nonempty(&self, mut block: Option<BlockId>) -> Option<BlockId> {
        while let Some(id) = block
            && self[id].is_empty()
        {
            block = self[id].next;
        }
        block
    }

    /// Clears the scratch mark of every block.
    pub(crate) fn clear_visited(&mut self) {
        for block in &mut self.blocks.0 {
            block.visited = false;
        }
    }

    /// Marks a block; whether it had no mark.
    #[inline]
    pub(crate) fn visit(&mut self, block: BlockId) -> bool {
        self.blocks.visit(block)
    }

    /// A label number above all in use (`get_max_label`).
    pub(crate) fn next_label(&self) -> u32 {
        self.blocks.0.iter().filter_map(|block| block.label).map(|label| label.0 + 1).max().unwrap_or(0)
    }
}
