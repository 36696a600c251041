//! The control flow graph: basic blocks linked in the order of the code.
//!
//! Invariant: a block's instructions lie next to each other in one array of the graph.

mod block;
pub(crate) mod build;
pub(crate) mod build_blocks;
pub mod dump;
mod edges;
pub(crate) mod facts;
mod growth;
pub mod parse;
pub(crate) mod verify;

use std::ops::{Index, IndexMut};

use pycmill_target::{Opcode, Target};

pub(crate) use block::{Block, Blocks, Effects};
pub use block::{BlockId, CfgInstr};
use facts::{Facts, OpFacts};

/// A code unit as blocks; the first block made is the entry.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    /// Whose opcodes these are.
    pub(crate) target: Target,
    rules: Rules,
    blocks: Blocks,
    slots: Vec<CfgInstr>,
    /// What any block ever held.
    holds: Facts,
    /// Whether an edge came or went since the predecessors were counted.
    pub(crate) edges_changed: bool,
}

/// What a version is asked for again and again, looked up once per unit.
#[derive(Clone, Copy, Debug)]
struct Rules {
    facts: &'static OpFacts,
    clears_removed_slots: bool,
    looks_past_lineless_nops: bool,
}

impl Rules {
    fn of(target: Target) -> Self {
        Self {
            facts: OpFacts::of(target),
            clears_removed_slots: target.clears_removed_slots(),
            looks_past_lineless_nops: target.looks_past_lineless_nops(),
        }
    }
}

/// A position in the chain of blocks, see [`Graph::walk`].
pub(crate) struct Walk(Option<BlockId>);

impl Walk {
    /// The next block; the link of the one before is read only now, so that the loop body may change it.
    #[inline]
    pub(crate) fn step(&mut self, graph: &Graph) -> Option<BlockId> {
        self.0 = self.0.map_or(Some(Graph::ENTRY), |block| graph[block].next);
        self.0
    }
}

impl Graph {
    /// The block where the code begins.
    pub(crate) const ENTRY: BlockId = BlockId::FIRST;

    /// A graph with an empty entry block.
    pub(crate) fn new(target: Target) -> Self {
        let rules = Rules::of(target);
        let mut graph = Self {
            target,
            rules,
            blocks: Blocks(Vec::new()),
            slots: Vec::new(),
            holds: Facts::NONE,
            edges_changed: true,
        };
        graph.add_block();
        graph
    }

    /// Makes it a new graph; its memory stays.
    pub(crate) fn reset(&mut self, target: Target) {
        self.target = target;
        self.rules = Rules::of(target);
        self.blocks.0.clear();
        self.slots.clear();
        self.holds = Facts::NONE;
        self.edges_changed = true;
        self.add_block();
    }

    /// [`Target::clears_removed_slots`].
    #[inline]
    pub(crate) const fn clears_removed_slots(&self) -> bool {
        self.rules.clears_removed_slots
    }

    /// [`Target::looks_past_lineless_nops`].
    #[inline]
    pub(crate) const fn looks_past_lineless_nops(&self) -> bool {
        self.rules.looks_past_lineless_nops
    }

    /// How many blocks were ever made.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.blocks.0.len()
    }

    /// Visits the blocks in the order of the code: `while let Some(block) = walk.step(&graph)`.
    #[inline]
    pub(crate) const fn walk(&self) -> Walk {
        Walk(None)
    }

    /// A new block, linked nowhere.
    pub(crate) fn add_block(&mut self) -> BlockId {
        let start = u32::try_from(self.slots.len()).expect("a code unit has fewer than 2^32 instructions");
        self.blocks.0.push(Block::new(start));
        BlockId::new(self.blocks.0.len() - 1)
    }

    /// The instructions of a block.
    #[inline]
    pub(crate) fn instrs(&self, block: BlockId) -> &[CfgInstr] {
        let Block { start, end, .. } = self[block];
        &self.slots[start as usize..end as usize]
    }

    /// The instructions of a block, to be changed.
    #[inline]
    pub(crate) fn instrs_mut(&mut self, block: BlockId) -> &mut [CfgInstr] {
        let Block { start, end, .. } = self[block];
        &mut self.slots[start as usize..end as usize]
    }

    /// One instruction.
    #[inline]
    pub(crate) fn instr(&self, block: BlockId, index: usize) -> CfgInstr {
        self.instrs(block)[index]
    }

    /// The opcode at an index of a block, if there is one.
    #[inline]
    pub(crate) fn op_at(&self, block: BlockId, index: usize) -> Option<Opcode> {
        self.instrs(block).get(index).map(|instr| instr.op)
    }

    /// The last instruction (`basicblock_last_instr`).
    #[inline]
    pub(crate) fn last(&self, block: BlockId) -> Option<CfgInstr> {
        self.last_ref(block).copied()
    }

    #[inline]
    fn last_ref(&self, block: BlockId) -> Option<&CfgInstr> {
        let Block { start, end, .. } = self[block];
        if start == end { None } else { self.slots.get(end as usize - 1) }
    }

    /// Drops the instructions behind the first `len`; their slots keep them.
    pub(crate) fn truncate(&mut self, block: BlockId, len: usize) {
        debug_assert!(len <= self[block].len());
        let block = &mut self[block];
        block.end = block.start + len as u32;
    }

    /// The bits of the opcodes of this version.
    #[inline]
    pub(crate) const fn facts(&self) -> &'static OpFacts {
        self.rules.facts
    }

    /// Whether a block may have an instruction with one of the facts that depend on the name alone. Good for what no
    /// pass makes of another opcode.
    #[inline]
    pub(crate) fn may_hold(&self, block: BlockId, any: Facts) -> bool {
        self[block].holds.has(any)
    }

    /// Whether some block may have such an instruction.
    #[inline]
    pub(crate) const fn has_blocks_with(&self, any: Facts) -> bool {
        self.holds.has(any)
    }

    /// Tells that a pass made an instruction with these facts of another one.
    #[inline]
    pub(crate) fn now_holds(&mut self, block: BlockId, facts: Facts) {
        self.holds = self.holds.with(facts);
        let block = &mut self[block];
        block.holds = block.holds.with(facts);
    }

    /// Tells that no instruction of a block has these facts any more.
    #[inline]
    pub(crate) fn no_longer_holds(&mut self, block: BlockId, facts: Facts) {
        let block = &mut self[block];
        block.holds = block.holds.without(facts);
    }

    /// Tells that no instruction of any linked block has these facts any more.
    #[inline]
    pub(crate) const fn none_holds(&mut self, facts: Facts) {
        self.holds = self.holds.without(facts);
    }

    /// All blocks without their instructions.
    #[inline]
    pub(crate) const fn blocks_mut(&mut self) -> &mut Blocks {
        &mut self.blocks
    }

    /// The instructions of a block, to be changed, and all blocks beside them.
    #[inline]
    pub(crate) fn instrs_and_blocks(&mut self, block: BlockId) -> (&mut [CfgInstr], &mut Blocks) {
        let Block { start, end, .. } = self[block];
        (&mut self.slots[start as usize..end as usize], &mut self.blocks)
    }
}

impl Index<BlockId> for Graph {
    type Output = Block;

    #[inline]
    fn index(&self, block: BlockId) -> &Block {
        &self.blocks[block]
    }
}

impl IndexMut<BlockId> for Graph {
    #[inline]
    fn index_mut(&mut self, block: BlockId) -> &mut Block {
        &mut self.blocks[block]
    }
}
