//! What the flow graph asks of every instruction, side by side in one small table of the version: its effect on the stack.
//!
//! **Invariant**: the answers are those of [`Target::stack_effect`].

use crate::table::{Effect, Row};
use crate::{Opcode, Target};

/// `base + step * (oparg & mask)`, the form of nearly all effects.
#[derive(Clone, Copy, Debug)]
struct Simple {
    base: i32,
    /// 0 for the effects that have another form.
    mask: u32,
    step: i32,
}

/// What the opcodes of a version do to the stack depth on the fall-through edge. There is a place for every byte, so that
/// looking one up is no more than reading it.
#[derive(Debug)]
pub struct StackEffects([Simple; 256]);

impl StackEffects {
    pub(crate) const EMPTY: Self = Self([Simple { base: 0, mask: 0, step: 0 }; 256]);

    pub(crate) const fn set(&mut self, op: Opcode, row: &Row) {
        self.0[op as usize] = match row.fall {
            Effect::Linear(base, step) => Simple { base, mask: u32::MAX, step },
            // Of a mask with one bit, the lowest, what is left is 0 or 1.
            Effect::Bit(base, 1, step) => Simple { base, mask: 1, step },
            _ => Simple { base: 0, mask: 0, step: 0 },
        };
    }

    /// The effect of this opcode; the target is the one whose table this is.
    #[inline]
    #[must_use]
    pub const fn of(&self, target: Target, op: Opcode, oparg: u32) -> i32 {
        let Simple { base, mask, step } = self.0[op as u8 as usize];
        if mask == 0 {
            return target.stack_effect(op, oparg, false);
        }
        base.wrapping_add(step.wrapping_mul((oparg & mask).cast_signed()))
    }
}

impl Target {
    /// The table of effects, to be asked for once per unit.
    #[must_use]
    pub const fn stack_effects(self) -> &'static StackEffects {
        self.table().stack_effects()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Version;

    #[test]
    fn the_table_says_what_the_single_query_says() {
        for version in Version::ALL {
            let target = Target::newest(version);
            for op in Opcode::ALL {
                for oparg in [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 0x1_0203, u32::MAX] {
                    let effect = target.stack_effects().of(target, *op, oparg);
                    assert_eq!(effect, target.stack_effect(*op, oparg, false), "{op:?} {oparg}");
                }
            }
        }
    }
}
