//! The control flow graph: basic blocks linked in the order of the code.
//!
//! Invariants: a block's instructions lie next to each other in one array of the graph; the slots behind the used
//! ones keep what they held, because CPython's do and an appended instruction inherits the handler found there.
//! Follows `basicblock` and `cfg_instr` of `Python/flowgraph.c`.

use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

use pycmill_target::{LateJumpHandler, Opcode, Target};

use super::op_facts::{Facts, OpFacts};
use crate::ir::{Instr, Label, Location};

/// A block of a [`Graph`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct BlockId(NonZeroU32);

impl BlockId {
    /// From the position in the arena, from 0.
    #[inline]
    pub(crate) fn new(index: usize) -> Self {
        let number = u32::try_from(index + 1).expect("a code unit has fewer than 2^32 blocks");
        Self(NonZeroU32::new(number).expect("the number is at least 1"))
    }

    /// Position in the arena, from 0.
    #[inline]
    pub(crate) const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// An instruction of a block (`cfg_instr`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct CfgInstr {
    pub(crate) op: Opcode,
    /// The operand; the number of a label as long as `target` is not set.
    pub(crate) arg: u32,
    pub(crate) loc: Location,
    /// Where a jump or block push leads.
    pub(crate) target: Option<BlockId>,
    /// What catches an exception raised here.
    pub(crate) handler: Option<BlockId>,
}

impl CfgInstr {
    /// What a slot holds that was never written.
    pub(crate) const EMPTY: Self = Self::new(Opcode::NOP, 0, Location::NONE);

    /// An instruction without target and handler.
    #[inline]
    pub(crate) const fn new(op: Opcode, arg: u32, loc: Location) -> Self {
        Self { op, arg, loc, target: None, handler: None }
    }

    /// One as the code generator made it.
    #[inline]
    pub(crate) const fn unlinked(instr: &Instr) -> Self {
        Self::new(instr.op, instr.arg, instr.loc)
    }

    /// Another opcode in the same place (`INSTR_SET_OP1`).
    #[inline]
    pub(crate) const fn set(&mut self, op: Opcode, arg: u32) {
        self.op = op;
        self.arg = arg;
        self.target = None;
    }

    /// Nothing to do here any more, but the location stays.
    #[inline]
    pub(crate) const fn set_nop(&mut self) {
        self.set(Opcode::NOP, 0);
    }

    /// Whether it belongs to no line.
    #[inline]
    pub(crate) const fn has_no_line(&self) -> bool {
        self.loc.line < 0
    }
}

/// A basic block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Its instructions are those from here on,
    start: u32,
    /// before here;
    end: u32,
    /// and the slots before here are its own.
    limit: u32,
    /// The facts of every instruction appended here; opcodes that passes put in the place of others are not counted.
    holds: Facts,
    /// The block behind this one in the code.
    pub(crate) next: Option<BlockId>,
    /// Set when something jumps here.
    pub(crate) label: Option<Label>,
    /// How many edges lead here; can be below zero until it is counted.
    pub(crate) predecessors: i32,
    /// Stack depth at the start; [`Block::NO_DEPTH`] while unknown.
    pub(crate) start_depth: i32,
    /// Bit n: local n may be unbound at the start.
    pub(crate) unsafe_locals: u64,
    /// The handler wants the offset of the instruction that raised.
    pub(crate) preserve_lasti: bool,
    /// Scratch mark of the passes that traverse the graph.
    pub(crate) visited: bool,
    /// Some instruction names this block as its handler.
    pub(crate) except_handler: bool,
    /// Reached through handlers only.
    pub(crate) cold: bool,
    /// Reached without an exception.
    pub(crate) warm: bool,
}

impl Block {
    /// Stack depth of a block not reached yet.
    pub(crate) const NO_DEPTH: i32 = i32::MIN;

    const fn new(start: u32) -> Self {
        Self {
            start,
            end: start,
            limit: start,
            holds: Facts::NONE,
            next: None,
            label: None,
            predecessors: 0,
            start_depth: 0,
            unsafe_locals: 0,
            preserve_lasti: false,
            visited: false,
            except_handler: false,
            cold: false,
            warm: false,
        }
    }

    /// Number of instructions (`b_iused`).
    #[inline]
    pub(crate) const fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// [`Graph::may_hold`].
    #[inline]
    pub(crate) const fn may_hold(&self, any: Facts) -> bool {
        self.holds.has(any)
    }

    /// Whether no instruction is left.
    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// The blocks of a graph without their instructions.
#[derive(Clone, Debug)]
pub(crate) struct Blocks(Vec<Block>);

impl Blocks {
    /// All blocks there are, linked or not, in the order they were made.
    #[inline]
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        self.0.iter_mut()
    }

    /// Marks a block; whether it had no mark.
    #[inline]
    pub(crate) fn visit(&mut self, block: BlockId) -> bool {
        !std::mem::replace(&mut self[block].visited, true)
    }
}

impl Index<BlockId> for Blocks {
    type Output = Block;

    #[inline]
    fn index(&self, block: BlockId) -> &Block {
        &self.0[block.index()]
    }
}

impl IndexMut<BlockId> for Blocks {
    #[inline]
    fn index_mut(&mut self, block: BlockId) -> &mut Block {
        &mut self.0[block.index()]
    }
}

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
}

/// What a version is asked for again and again, looked up once per unit.
#[derive(Clone, Copy, Debug)]
struct Rules {
    facts: &'static OpFacts,
    clears_removed_slots: bool,
    looks_past_lineless_nops: bool,
}

impl Rules {
    const fn of(target: Target) -> Self {
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
    pub(crate) const ENTRY: BlockId = BlockId(NonZeroU32::MIN);

    /// A graph with an empty entry block.
    pub(crate) fn new(target: Target) -> Self {
        let rules = Rules::of(target);
        let mut graph = Self { target, rules, blocks: Blocks(Vec::new()), slots: Vec::new(), holds: Facts::NONE };
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

    /// All blocks there are now, linked or not, the last one made first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = BlockId> + use<> {
        (0..self.blocks.0.len()).rev().map(BlockId::new)
    }

    /// Whether there is one block only, and nothing leads anywhere.
    #[inline]
    pub(crate) fn is_straight(&self) -> bool {
        self.blocks.0.len() == 1 && !self.holds.has(Facts::TARGET)
    }

    /// The instructions of a graph in the making, which [`Graph::give`] hands out to blocks.
    #[inline]
    pub(crate) const fn slots_mut(&mut self) -> &mut Vec<CfgInstr> {
        &mut self.slots
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

    /// The facts of an instruction that is appended somewhere.
    #[inline]
    fn facts_of(&self, instr: &CfgInstr) -> Facts {
        self.facts().get(instr.op).with(Facts::LINELESS.when(instr.has_no_line()))
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

    /// The instructions of a block that can lead somewhere, to be changed, and all blocks beside them: only the last one
    /// can be a jump, but any can push a block.
    #[inline]
    pub(crate) fn ends_and_blocks(&mut self, block: BlockId) -> (&mut [CfgInstr], &mut Blocks) {
        let Block { start, end, holds, .. } = self[block];
        let first = if holds.has(Facts::PUSH) { start } else { start.max(end.saturating_sub(1)) };
        (&mut self.slots[first as usize..end as usize], &mut self.blocks)
    }

    /// Appends an instruction made late (`basicblock_addop`); the version decides whether it keeps its handler.
    pub(crate) fn append(&mut self, block: BlockId, instr: CfgInstr) {
        let rule = self.target.late_jump_handler();
        self.now_holds(block, self.facts_of(&instr));
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

#[cfg(test)]
mod tests {
    use pycmill_target::Version;

    use super::*;

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
