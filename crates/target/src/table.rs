//! The shape of one version's opcode table and the look-ups every query is made of.
//!
//! **Invariants**: a row exists exactly for the opcodes of that version; the arrays are filled at compile time.

use crate::Opcode;
use crate::encoding::Encodings;
use crate::stack_effects::StackEffects;

/// What an instruction does to the stack depth on one edge, as a function of its operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Effect {
    /// `base + step * oparg`
    Linear(i32, i32),
    /// `base`, and `step` more when a bit of the mask is set: (base, mask, step)
    Bit(i32, u32, i32),
    /// `base` less one for every set bit under the mask: (base, mask)
    Ones(i32, u32),
    /// `base`, and `step` more for one value of the operand: (base, value, step)
    Equal(i32, u32, i32),
    /// `base` plus the low byte plus all bytes above it
    TwoBytes(i32),
}

impl Effect {
    #[inline]
    pub(crate) const fn of(self, oparg: u32) -> i32 {
        match self {
            Self::Linear(base, step) => base.wrapping_add(step.wrapping_mul(oparg.cast_signed())),
            Self::Bit(base, mask, step) => base + if oparg & mask == 0 { 0 } else { step },
            Self::Ones(base, mask) => base - (oparg & mask).count_ones().cast_signed(),
            Self::Equal(base, value, step) => base + if oparg == value { step } else { 0 },
            Self::TwoBytes(base) => base + (oparg & 0xff).cast_signed() + (oparg >> 8).cast_signed(),
        }
    }
}

pub(crate) const HAS_ARG: u16 = 1;
pub(crate) const HAS_CONST: u16 = 1 << 1;
pub(crate) const HAS_NAME: u16 = 1 << 2;
pub(crate) const HAS_LOCAL: u16 = 1 << 3;
pub(crate) const HAS_FREE: u16 = 1 << 4;
pub(crate) const HAS_JUMP: u16 = 1 << 5;
pub(crate) const HAS_ABSOLUTE: u16 = 1 << 6;
pub(crate) const HAS_EXC: u16 = 1 << 7;

/// The number that stands for "this version has no such opcode".
const ABSENT: u16 = u16::MAX;

/// What one version knows of one opcode.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) number: u16,
    pub(crate) caches: u8,
    pub(crate) flags: u16,
    pub(crate) fall: Effect,
    pub(crate) jump: Effect,
}

impl Row {
    const NONE: Self =
        Self { number: ABSENT, caches: 0, flags: 0, fall: Effect::Linear(0, 0), jump: Effect::Linear(0, 0) };
}

/// A row whose two edges agree.
pub(crate) const fn row(op: Opcode, number: u16, caches: u8, flags: u16, effect: Effect) -> (Opcode, Row) {
    (op, Row { number, caches, flags, fall: effect, jump: effect })
}

/// A row with an effect of its own for the jump edge.
pub(crate) const fn edges(
    op: Opcode,
    number: u16,
    caches: u8,
    flags: u16,
    fall: Effect,
    jump: Effect,
) -> (Opcode, Row) {
    (op, Row { number, caches, flags, fall, jump })
}

/// The opcodes of one version, found by opcode and by number.
pub(crate) struct Table {
    rows: [Row; Opcode::COUNT],
    numbers: [Option<Opcode>; 256],
    encodings: Encodings,
    stack_effects: StackEffects,
}

impl Table {
    pub(crate) const fn new(entries: &[(Opcode, Row)]) -> Self {
        let mut table = Self {
            rows: [Row::NONE; Opcode::COUNT],
            numbers: [None; 256],
            encodings: Encodings::EMPTY,
            stack_effects: StackEffects::EMPTY,
        };
        let mut i = 0;
        while i < entries.len() {
            let (op, row) = entries[i];
            table.rows[op as usize] = row;
            table.encodings.set(op, &row);
            table.stack_effects.set(op, &row);
            if row.number < 256 {
                table.numbers[row.number as usize] = Some(op);
            }
            i += 1;
        }
        table
    }

    pub(crate) const fn number(&self, op: Opcode) -> Option<u16> {
        let number = self.rows[op as usize].number;
        if number == ABSENT { None } else { Some(number) }
    }

    pub(crate) const fn by_number(&self, number: u8) -> Option<Opcode> {
        self.numbers[number as usize]
    }

    pub(crate) const fn encodings(&self) -> &Encodings {
        &self.encodings
    }

    pub(crate) const fn stack_effects(&self) -> &StackEffects {
        &self.stack_effects
    }

    #[inline]
    pub(crate) const fn row(&self, op: Opcode) -> &Row {
        &self.rows[op as usize]
    }
}
