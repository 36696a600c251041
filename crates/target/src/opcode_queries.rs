//! What a target knows of an opcode: look-ups in the version's table.
//!
//! An opcode that the version lacks has no number, no operand and no effect.

use crate::table::{HAS_ABSOLUTE, HAS_ARG, HAS_CONST, HAS_EXC, HAS_FREE, HAS_JUMP, HAS_LOCAL, HAS_NAME, Table};
use crate::{Opcode, Target, Version, tables};

impl Target {
    pub(crate) const fn table(self) -> &'static Table {
        match self.version() {
            Version::Python38 => &tables::v3_8::TABLE,
            Version::Python39 => &tables::v3_9::TABLE,
            Version::Python310 => &tables::v3_10::TABLE,
            Version::Python311 => &tables::v3_11::TABLE,
            Version::Python312 => &tables::v3_12::TABLE,
            Version::Python313 => &tables::v3_13::TABLE,
            Version::Python314 => &tables::v3_14::TABLE,
            Version::Python315 => &tables::v3_15::TABLE,
        }
    }

    const fn flag(self, op: Opcode, flag: u16) -> bool {
        self.table().row(op).flags & flag != 0
    }

    /// The opcode's number; above 255 for pseudo opcodes, which no byte code contains.
    #[must_use]
    pub const fn opcode_number(self, op: Opcode) -> Option<u16> {
        self.table().number(op)
    }

    /// The real opcode behind a byte of code.
    #[must_use]
    pub const fn opcode_from_number(self, number: u8) -> Option<Opcode> {
        self.table().by_number(number)
    }

    /// Whether this version has the opcode, real or pseudo.
    #[must_use]
    pub const fn opcode_exists(self, op: Opcode) -> bool {
        self.opcode_number(op).is_some()
    }

    /// Whether the opcode lives only between the compiler's passes in this version.
    #[must_use]
    pub const fn is_pseudo(self, op: Opcode) -> bool {
        matches!(self.opcode_number(op), Some(256..))
    }

    /// How many inline cache units follow the instruction.
    #[must_use]
    pub const fn cache_entries(self, op: Opcode) -> u8 {
        self.table().row(op).caches
    }

    /// Whether the operand means something.
    #[must_use]
    pub const fn has_arg(self, op: Opcode) -> bool {
        self.flag(op, HAS_ARG)
    }

    /// Whether the operand is an index into `co_consts`.
    #[must_use]
    pub const fn has_const(self, op: Opcode) -> bool {
        self.flag(op, HAS_CONST)
    }

    /// Whether the operand holds an index into `co_names`.
    #[must_use]
    pub const fn has_name(self, op: Opcode) -> bool {
        self.flag(op, HAS_NAME)
    }

    /// Whether the operand is a local variable's slot.
    #[must_use]
    pub const fn has_local(self, op: Opcode) -> bool {
        self.flag(op, HAS_LOCAL)
    }

    /// Whether the operand is a cell's or free variable's slot.
    #[must_use]
    pub const fn has_free(self, op: Opcode) -> bool {
        self.flag(op, HAS_FREE)
    }

    /// Whether the operand is a jump target. The block pushes count where they are real opcodes (up to 3.10).
    #[must_use]
    pub const fn has_jump(self, op: Opcode) -> bool {
        self.flag(op, HAS_JUMP)
    }

    /// Whether the jump target is counted from the start of the code (only up to 3.10).
    #[must_use]
    pub const fn has_absolute_jump(self, op: Opcode) -> bool {
        self.flag(op, HAS_ABSOLUTE)
    }

    /// Whether the opcode names a block: a jump, or the push of an exception handler.
    #[must_use]
    pub const fn has_target(self, op: Opcode) -> bool {
        self.flag(op, HAS_JUMP | HAS_EXC)
    }

    /// By how much the instruction changes the stack depth, on the jump edge or on the fall-through edge.
    #[must_use]
    pub const fn stack_effect(self, op: Opcode, oparg: u32, jump: bool) -> i32 {
        let row = self.table().row(op);
        if jump { row.jump.of(oparg) } else { row.fall.of(oparg) }
    }
}
