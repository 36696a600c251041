//! Blocks and their instructions.
//!
//! Invariant: what a block holds is never less than what its instructions have, but can be more. Follows `basicblock` and
//! `cfg_instr` of `Python/flowgraph.c`.

use std::num::NonZeroU32;
use std::ops::{Index, IndexMut};

use pycmill_target::Opcode;

use super::facts::Facts;
use crate::ir::{Label, Location};

/// A block of a flow graph.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BlockId(NonZeroU32);

impl BlockId {
    /// The first block made.
    pub(super) const FIRST: Self = Self(NonZeroU32::MIN);

    /// From the position in the arena, from 0.
    #[inline]
    pub(crate) fn new(index: usize) -> Self {
        let number = u32::try_from(index + 1).expect("a code unit has fewer than 2^32 blocks");
        Self(NonZeroU32::new(number).expect("the number is at least 1"))
    }

    /// Position in the arena, from 0.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// An instruction of a block (`cfg_instr`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CfgInstr {
    /// Which instruction.
    pub op: Opcode,
    /// The operand; the number of a label as long as `target` is not set.
    pub arg: u32,
    /// Its source.
    pub loc: Location,
    /// Where a jump or block push leads.
    pub target: Option<BlockId>,
    /// What catches an exception raised here.
    pub handler: Option<BlockId>,
}

impl CfgInstr {
    /// What a slot holds that was never written.
    pub(crate) const EMPTY: Self = Self::new(Opcode::NOP, 0, Location::NONE);

    /// An instruction without target and handler.
    #[inline]
    pub(crate) const fn new(op: Opcode, arg: u32, loc: Location) -> Self {
        Self { op, arg, loc, target: None, handler: None }
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
    pub(super) start: u32,
    /// before here;
    pub(super) end: u32,
    /// and the slots before here are its own.
    pub(super) limit: u32,
    /// The facts of every instruction appended here; opcodes that passes put in the place of others are not counted.
    pub(super) holds: Facts,
    /// The block behind this one in the code.
    pub(crate) next: Option<BlockId>,
    /// Set when something jumps here.
    pub(crate) label: Option<Label>,
    /// How many edges lead here; can be below zero until it is counted.
    pub(crate) predecessors: i32,
    /// Stack depth at the start; [`Block::NO_DEPTH`] while unknown.
    pub(crate) start_depth: i32,
    /// What its instructions do to the stack, where that is known already.
    pub(crate) effects: Option<Effects>,
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

    pub(super) const fn new(start: u32) -> Self {
        Self {
            start,
            end: start,
            limit: start,
            holds: Facts::NONE,
            next: None,
            label: None,
            predecessors: 0,
            start_depth: 0,
            effects: None,
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

/// What the instructions of a block do to the stack, from its start on.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Effects {
    /// The depth at the end.
    pub(crate) net: i32,
    /// The greatest depth that counts.
    pub(crate) high: i32,
    /// The smallest depth after an instruction.
    pub(crate) low: i32,
}

/// The blocks of a graph without their instructions.
#[derive(Clone, Debug)]
pub(crate) struct Blocks(pub(super) Vec<Block>);

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
