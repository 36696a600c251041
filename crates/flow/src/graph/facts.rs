//! What the passes ask about an opcode, as one word of bits per opcode.
//!
//! Invariants: [`Facts::TARGET`], [`Facts::JUMP`], [`Facts::TERMINATOR`], [`Facts::CONST`] and [`Facts::SIMPLIFIES`] depend
//! on the version, the others on the name alone, so that a block's sum of them ([`Graph::may_hold`]) is good for every version. The last two
//! are facts of an instruction in its block; no opcode has them.
//!
//! [`Graph::may_hold`]: crate::graph::Graph::may_hold

use pycmill_target::Opcode::{
    self, ANNOTATIONS_PLACEHOLDER, BINARY_OP, BUILD_LIST, BUILD_SET, BUILD_TUPLE, CALL_INTRINSIC_1, COMPARE_OP,
    CONTAINS_OP, COPY, DELETE_DEREF, DELETE_FAST, IS_OP, JUMP, JUMP_IF_FALSE, JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE,
    JUMP_IF_TRUE_OR_POP, JUMP_NO_INTERRUPT, LIST_APPEND, LOAD_CLASSDEREF, LOAD_CLOSURE, LOAD_DEREF, LOAD_FAST,
    LOAD_FAST_AND_CLEAR, LOAD_FAST_CHECK, LOAD_FROM_DICT_OR_DEREF, LOAD_GLOBAL, MAKE_CELL, NOP, POP_BLOCK,
    POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE, POP_TOP, PUSH_NULL, RESUME,
    RETURN_GENERATOR, RETURN_VALUE, SET_ADD, STORE_DEREF, STORE_FAST, STORE_FAST_MAYBE_NULL, SWAP, TO_BOOL,
    UNARY_INVERT, UNARY_NEGATIVE, UNARY_NOT, YIELD_VALUE,
};
use pycmill_target::{Folding, Target, Version};

use crate::constants::const_loads::loads_const;

/// Some facts, one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Facts(u32);

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
    /// `optimize_basic_block` may simplify this, whatever stands behind it.
    pub(crate) const SIMPLIFIES: Self = Self(1 << 10);
    /// `optimize_basic_block` may simplify this together with what stands behind it, if that is [`Facts::SECOND`].
    pub(crate) const FIRST: Self = Self(1 << 23);
    /// See [`Facts::FIRST`].
    pub(crate) const SECOND: Self = Self(1 << 24);
    /// Control never runs on into the next block.
    pub(crate) const NO_FALLTHROUGH: Self = Self(1 << 11);
    /// Leaves the code.
    pub(crate) const EXIT: Self = Self(1 << 12);
    /// Always goes on elsewhere in the same code.
    pub(crate) const UNCONDITIONAL: Self = Self(1 << 13);
    /// Does nothing but load a constant.
    pub(crate) const LOADS_CONST: Self = Self(1 << 14);
    /// Some pass may simplify this behind the load of a constant.
    pub(crate) const USES_CONST: Self = Self(1 << 15);
    /// Loads or stores a local, and can become part of a superinstruction.
    pub(crate) const LOCAL: Self = Self(1 << 16);
    /// Loads a local that may be unbound.
    pub(crate) const CHECKS: Self = Self(1 << 22);
    /// Is `PUSH_NULL`.
    pub(crate) const NULL: Self = Self(1 << 26);
    /// Is `POP_TOP`.
    pub(crate) const POP: Self = Self(1 << 17);
    /// Starts or stops a generator, or goes on with it.
    pub(crate) const SUSPENDS: Self = Self(1 << 18);
    /// Stands for the code of the annotations.
    pub(crate) const PLACEHOLDER: Self = Self(1 << 19);
    /// Is `NOP`. Every pass that makes one tells so.
    pub(crate) const NOP: Self = Self(1 << 25);
    /// Belongs to no line.
    pub(crate) const LINELESS: Self = Self(1 << 20);
    /// Stands behind the end of its block.
    pub(crate) const MISPLACED: Self = Self(1 << 21);

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

    /// These without others.
    #[inline]
    pub(crate) const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// These if something holds.
    #[inline]
    pub(crate) const fn when(self, holds: bool) -> Self {
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
            .with(Self::SIMPLIFIES.when(is_simplified(target, op)))
            .with(Self::FIRST.when(begins_pair(op)))
            .with(Self::SECOND.when(matches!(op, PUSH_NULL | STORE_FAST | TO_BOOL | UNARY_NOT)))
            .with(Self::NO_FALLTHROUGH.when(op.has_no_fallthrough()))
            .with(Self::EXIT.when(op.is_scope_exit()))
            .with(Self::UNCONDITIONAL.when(op.is_unconditional_jump()))
            .with(Self::LOADS_CONST.when(loads_const(op)))
            .with(Self::USES_CONST.when(uses_const(op)))
            .with(Self::LOCAL.when(matches!(op, LOAD_FAST | STORE_FAST)))
            .with(Self::CHECKS.when(matches!(op, LOAD_FAST_CHECK)))
            .with(Self::NOP.when(matches!(op, NOP)))
            .with(Self::NULL.when(matches!(op, PUSH_NULL)))
            .with(Self::POP.when(matches!(op, POP_TOP)))
            .with(Self::SUSPENDS.when(matches!(op, RETURN_GENERATOR | YIELD_VALUE | RESUME)))
            .with(Self::PLACEHOLDER.when(matches!(op, ANNOTATIONS_PLACEHOLDER)))
    }
}

const fn names_cell(op: Opcode) -> bool {
    matches!(
        op,
        MAKE_CELL | LOAD_CLOSURE | LOAD_DEREF | STORE_DEREF | DELETE_DEREF | LOAD_FROM_DICT_OR_DEREF | LOAD_CLASSDEREF
    )
}

const fn uses_const(op: Opcode) -> bool {
    matches!(
        op,
        COPY | IS_OP
            | JUMP_IF_FALSE
            | JUMP_IF_FALSE_OR_POP
            | JUMP_IF_TRUE
            | JUMP_IF_TRUE_OR_POP
            | POP_JUMP_IF_FALSE
            | POP_JUMP_IF_TRUE
            | RETURN_VALUE
            | TO_BOOL
    )
}

const fn is_simplified(target: Target, op: Opcode) -> bool {
    let always = matches!(
        op,
        BUILD_TUPLE
            | JUMP
            | JUMP_IF_FALSE
            | JUMP_IF_TRUE
            | JUMP_NO_INTERRUPT
            | POP_JUMP_IF_FALSE
            | POP_JUMP_IF_NONE
            | POP_JUMP_IF_NOT_NONE
            | POP_JUMP_IF_TRUE
            | SWAP
    );
    let with_constants = matches!(
        op,
        BINARY_OP
            | BUILD_LIST
            | BUILD_SET
            | CALL_INTRINSIC_1
            | LIST_APPEND
            | SET_ADD
            | UNARY_INVERT
            | UNARY_NEGATIVE
            | UNARY_NOT
    );
    always || with_constants && matches!(target.folding(), Folding::FlowGraph)
}

const fn begins_pair(op: Opcode) -> bool {
    matches!(op, COMPARE_OP | CONTAINS_OP | IS_OP | LOAD_GLOBAL | STORE_FAST | TO_BOOL | UNARY_NOT)
}

/// The facts of all opcodes in one version. As long as there are numbers of opcodes, so that no index is out of range.
#[derive(Debug)]
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
