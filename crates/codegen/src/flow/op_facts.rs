//! What the passes ask about an opcode, as one word of bits per opcode.
//!
//! Invariants: [`Facts::TARGET`], [`Facts::JUMP`], [`Facts::TERMINATOR`] and [`Facts::CONST`] depend on the version, the
//! others on the name alone, so that a block's sum of them ([`Graph::may_hold`]) is good for every version.
//!
//! [`Graph::may_hold`]: super::graph::Graph::may_hold

use pycmill_target::Opcode::{
    self, BINARY_OP, BUILD_LIST, BUILD_SET, BUILD_TUPLE, CALL_INTRINSIC_1, COMPARE_OP, CONTAINS_OP, DELETE_DEREF,
    DELETE_FAST, IS_OP, JUMP, JUMP_IF_FALSE, JUMP_IF_TRUE, JUMP_NO_INTERRUPT, LIST_APPEND, LOAD_CLASSDEREF,
    LOAD_CLOSURE, LOAD_DEREF, LOAD_FAST_AND_CLEAR, LOAD_FROM_DICT_OR_DEREF, LOAD_GLOBAL, MAKE_CELL, POP_BLOCK,
    POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE, SET_ADD, STORE_DEREF, STORE_FAST,
    STORE_FAST_MAYBE_NULL, SWAP, TO_BOOL, UNARY_INVERT, UNARY_NEGATIVE, UNARY_NOT,
};
use pycmill_target::{Target, Version};

/// Some facts, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Facts(u16);

impl Facts {
    pub(crate) const NONE: Self = Self(0);
    /// Names a block: a jump or a block push.
    pub(crate) const TARGET: Self = Self(1);
    /// Is a jump (`is_jump`).
    pub(crate) const JUMP: Self = Self(1 << 1);
    /// Ends a block (`IS_TERMINATOR_OPCODE`).
    pub(crate) const TERMINATOR: Self = Self(1 << 2);
    /// The operand is the index of a constant.
    pub(crate) const CONST: Self = Self(1 << 3);
    /// Begins a protected region.
    pub(crate) const PUSH: Self = Self(1 << 4);
    /// Begins or ends a protected region.
    pub(crate) const REGION: Self = Self(1 << 5);
    /// The operand is the number of a cell or free variable.
    pub(crate) const CELL: Self = Self(1 << 6);
    /// A pseudo opcode that is no jump.
    pub(crate) const PSEUDO: Self = Self(1 << 7);
    /// Leaves a local unbound.
    pub(crate) const UNBINDS: Self = Self(1 << 8);
    /// Is `SWAP`.
    pub(crate) const SWAP: Self = Self(1 << 9);
    /// Something that `optimize_basic_block` may simplify begins here.
    pub(crate) const SIMPLIFIES: Self = Self(1 << 10);

    /// Whether one of the given facts is among these.
    #[inline]
    pub(crate) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// These and others.
    #[inline]
    pub(crate) const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    const fn when(self, holds: bool) -> Self {
        if holds { self } else { Self::NONE }
    }

    const fn of(target: Target, op: Opcode) -> Self {
        let push = op.is_block_push();
        let region = push || matches!(op, POP_BLOCK);
        Self::NONE
            .with(Self::TARGET.when(target.has_target(op)))
            .with(Self::JUMP.when(target.has_jump(op) && !push))
            .with(Self::TERMINATOR.when(target.is_terminator(op)))
            .with(Self::CONST.when(target.has_const(op)))
            .with(Self::PUSH.when(push))
            .with(Self::REGION.when(region))
            .with(Self::CELL.when(names_cell(op)))
            .with(Self::PSEUDO.when(region || matches!(op, LOAD_CLOSURE | STORE_FAST_MAYBE_NULL)))
            .with(Self::UNBINDS.when(matches!(op, DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL)))
            .with(Self::SWAP.when(matches!(op, SWAP)))
            .with(Self::SIMPLIFIES.when(begins_simplification(op)))
    }
}

const fn names_cell(op: Opcode) -> bool {
    matches!(
        op,
        MAKE_CELL | LOAD_CLOSURE | LOAD_DEREF | STORE_DEREF | DELETE_DEREF | LOAD_FROM_DICT_OR_DEREF | LOAD_CLASSDEREF
    )
}

const fn begins_simplification(op: Opcode) -> bool {
    matches!(
        op,
        BINARY_OP
            | BUILD_LIST
            | BUILD_SET
            | BUILD_TUPLE
            | CALL_INTRINSIC_1
            | COMPARE_OP
            | CONTAINS_OP
            | IS_OP
            | JUMP
            | JUMP_IF_FALSE
            | JUMP_IF_TRUE
            | JUMP_NO_INTERRUPT
            | LIST_APPEND
            | LOAD_GLOBAL
            | POP_JUMP_IF_FALSE
            | POP_JUMP_IF_NONE
            | POP_JUMP_IF_NOT_NONE
            | POP_JUMP_IF_TRUE
            | SET_ADD
            | STORE_FAST
            | SWAP
            | TO_BOOL
            | UNARY_INVERT
            | UNARY_NEGATIVE
            | UNARY_NOT
    )
}

/// The facts of all opcodes in one version. As long as there are numbers of opcodes, so that no index is out of range.
pub(crate) struct OpFacts([Facts; 256]);

impl OpFacts {
    /// Those of a version.
    #[inline]
    pub(crate) const fn of(target: Target) -> &'static Self {
        &TABLES[target.version() as usize]
    }

    /// Those of an opcode.
    #[inline]
    pub(crate) const fn get(&self, op: Opcode) -> Facts {
        self.0[op as u8 as usize]
    }

    const fn new(version: Version) -> Self {
        let mut facts = [Facts::NONE; 256];
        let mut index = 0;
        while index < Opcode::COUNT {
            facts[index] = Facts::of(Target::newest(version), Opcode::ALL[index]);
            index += 1;
        }
        Self(facts)
    }
}

static TABLES: [OpFacts; Version::ALL.len()] = {
    let mut tables = [const { OpFacts([Facts::NONE; 256]) }; Version::ALL.len()];
    let mut index = 0;
    while index < tables.len() {
        tables[index] = OpFacts::new(Version::ALL[index]);
        index += 1;
    }
    tables
};
