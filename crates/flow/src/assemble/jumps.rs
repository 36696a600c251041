//! Chooses the direction of jumps and computes their operands.
//!
//! Invariant: operands count code units from the end of the instruction, its caches included. Follows
//! `resolve_unconditional_jumps`, `resolve_jump_offsets` and `instr_size` (`Python/assemble.c`).

use pycmill_target::Opcode::{
    self, END_ASYNC_FOR, JUMP, JUMP_BACKWARD, JUMP_BACKWARD_NO_INTERRUPT, JUMP_FORWARD, JUMP_NO_INTERRUPT,
    POP_JUMP_BACKWARD_IF_FALSE, POP_JUMP_BACKWARD_IF_NONE, POP_JUMP_BACKWARD_IF_NOT_NONE, POP_JUMP_BACKWARD_IF_TRUE,
    POP_JUMP_FORWARD_IF_FALSE, POP_JUMP_FORWARD_IF_NONE, POP_JUMP_FORWARD_IF_NOT_NONE, POP_JUMP_FORWARD_IF_TRUE,
    POP_JUMP_IF_FALSE, POP_JUMP_IF_NONE, POP_JUMP_IF_NOT_NONE, POP_JUMP_IF_TRUE,
};
use pycmill_target::{Encoding, FirstJumpOperand, Target};

use super::system_error;
use crate::error::CompileError;
use crate::ir::{CfgInstr, Flow};

/// A jump with its real opcode.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jump {
    /// Index of the instruction.
    at: u32,
    /// Index of the instruction it leads to.
    to: u32,
    pub(crate) op: Opcode,
    pub(crate) arg: u32,
}

/// Where the instructions of a unit with jumps or handlers begin. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// In code units, by the index of the instruction.
    offsets: Vec<u32>,
    /// In their order.
    pub(crate) jumps: Vec<Jump>,
}

/// How many `EXTENDED_ARG` an operand needs.
#[inline]
const fn extended_args(arg: u32) -> u32 {
    if arg <= 0xFF {
        return 0;
    }
    1 + (arg > 0xFFFF) as u32 + (arg > 0x00FF_FFFF) as u32
}

/// Length in code units (`instr_size`).
#[inline]
const fn size(encoding: Encoding, arg: u32) -> u32 {
    extended_args(arg) + 1 + encoding.caches as u32
}

impl Places {
    /// Places the instructions; repeats while an operand changes the length of its instruction. Nothing is to be placed where
    /// nothing names a block.
    pub(crate) fn resolve(&mut self, target: Target, flow: &Flow) -> Result<(), CompileError> {
        self.jumps.clear();
        self.offsets.clear();
        if flow.blocks.is_empty() {
            return Ok(());
        }
        self.begin(target, flow)?;
        while self.set_operands(target)? {
            self.place(target, flow);
        }
        Ok(())
    }

    /// Where an instruction begins.
    pub(crate) fn offset(&self, index: u32) -> u32 {
        self.offsets.get(index as usize).copied().unwrap_or_default()
    }

    /// Chooses the opcodes, and places the instructions with the first operands of jumps.
    fn begin(&mut self, target: Target, flow: &Flow) -> Result<(), CompileError> {
        let encodings = target.encodings();
        let mut offset = 0;
        self.offsets.resize(flow.instrs.len(), 0);
        for (index, (instr, place)) in flow.instrs.iter().zip(&mut self.offsets).enumerate() {
            *place = offset;
            let encoding = encodings.of(instr.op);
            offset += if encoding.has_jump {
                let jump = jump(target, flow, index, instr)?;
                self.jumps.push(jump);
                size(encodings.of(jump.op), jump.arg)
            } else {
                size(encoding, instr.arg)
            };
        }
        Ok(())
    }

    fn place(&mut self, target: Target, flow: &Flow) {
        let encodings = target.encodings();
        let (mut offset, mut jumps) = (0, self.jumps.iter());
        for (instr, place) in flow.instrs.iter().zip(&mut self.offsets) {
            *place = offset;
            let jump = if encodings.of(instr.op).has_jump { jumps.next() } else { None };
            let (op, arg) = jump.map_or((instr.op, instr.arg), |jump| (jump.op, jump.arg));
            offset += size(encodings.of(op), arg);
        }
    }

    /// Computes the distances; whether some instruction changed its length.
    fn set_operands(&mut self, target: Target) -> Result<bool, CompileError> {
        let (encodings, end_send) = (target.encodings(), target.end_send_offset());
        let mut resized = false;
        for jump in &mut self.jumps {
            let Some(to) = self.offsets.get(jump.to as usize) else {
                return Err(system_error("a jump past the end of the code"));
            };
            let before = extended_args(jump.arg);
            let end = self.offsets[jump.at as usize] + size(encodings.of(jump.op), jump.arg);
            jump.arg = to.abs_diff(end);
            if jump.op == END_ASYNC_FOR {
                // Its target is the start of the loop's SEND, what counts is the end of it.
                jump.arg = jump.arg.saturating_sub(end_send);
            }
            resized |= extended_args(jump.arg) != before;
        }
        Ok(resized)
    }
}

/// A jump with its first operand.
fn jump(target: Target, flow: &Flow, index: usize, instr: &CfgInstr) -> Result<Jump, CompileError> {
    let Some(block) = instr.target else { return Err(system_error("a jump to nowhere")) };
    let to = flow.start(block).place;
    let arg = match target.first_jump_operand() {
        FirstJumpOperand::Zero => 0,
        FirstJumpOperand::Label => instr.arg,
        FirstJumpOperand::Index => to,
    };
    let op = directed(instr.op, to as usize > index, target.directs_conditional_jumps());
    Ok(Jump { at: index as u32, to, op, arg })
}

/// The real opcode of a jump: forward ones lead to a later instruction.
const fn directed(op: Opcode, forwards: bool, directs_conditional: bool) -> Opcode {
    match (op, forwards) {
        (JUMP | JUMP_NO_INTERRUPT, true) => JUMP_FORWARD,
        (JUMP, false) => JUMP_BACKWARD,
        (JUMP_NO_INTERRUPT, false) => JUMP_BACKWARD_NO_INTERRUPT,
        _ if directs_conditional => directed_conditional(op, forwards),
        _ => op,
    }
}

/// The opcode for the direction of a conditional jump; those that keep the value lead forwards only.
const fn directed_conditional(op: Opcode, forwards: bool) -> Opcode {
    match (op, forwards) {
        (POP_JUMP_IF_FALSE, true) => POP_JUMP_FORWARD_IF_FALSE,
        (POP_JUMP_IF_FALSE, false) => POP_JUMP_BACKWARD_IF_FALSE,
        (POP_JUMP_IF_TRUE, true) => POP_JUMP_FORWARD_IF_TRUE,
        (POP_JUMP_IF_TRUE, false) => POP_JUMP_BACKWARD_IF_TRUE,
        (POP_JUMP_IF_NONE, true) => POP_JUMP_FORWARD_IF_NONE,
        (POP_JUMP_IF_NONE, false) => POP_JUMP_BACKWARD_IF_NONE,
        (POP_JUMP_IF_NOT_NONE, true) => POP_JUMP_FORWARD_IF_NOT_NONE,
        (POP_JUMP_IF_NOT_NONE, false) => POP_JUMP_BACKWARD_IF_NOT_NONE,
        _ => op,
    }
}

#[cfg(test)]
mod tests {
    use pycmill_target::Opcode::NOP;
    use pycmill_target::Version;

    use super::*;
    use crate::ir::{BlockId, BlockStart, Location};

    /// Instructions whose operands are indices of blocks where they jump.
    fn resolved(target: Target, instrs: &[(Opcode, usize)], places: &[u32]) -> Vec<Jump> {
        let blocks = places.iter().map(|place| BlockStart { place: *place, ..BlockStart::default() }).collect();
        let mut flow = Flow { blocks, ..Flow::default() };
        flow.instrs.extend(instrs.iter().map(|(op, block)| CfgInstr {
            target: (*op != NOP).then(|| BlockId::new(*block)),
            ..CfgInstr::new(*op, 0, Location::NONE)
        }));
        let mut places = Places::default();
        places.resolve(target, &flow).unwrap();
        places.jumps
    }

    #[test]
    fn a_long_jump_counts_its_own_prefix() {
        let target = Target::newest(Version::Python313);
        let mut instrs = vec![(POP_JUMP_IF_TRUE, 1)];
        instrs.extend((0..300).map(|_| (NOP, 0)));
        instrs.push((JUMP, 0));
        let jumps = resolved(target, &instrs, &[0, 301]);
        assert_eq!((jumps[0].op, jumps[0].arg), (POP_JUMP_IF_TRUE, 300));
        assert_eq!((jumps[1].op, jumps[1].arg), (JUMP_BACKWARD, 306));
    }

    #[test]
    fn conditional_jumps_have_a_direction() {
        let target = Target::newest(Version::Python311);
        let jumps = resolved(target, &[(NOP, 0), (POP_JUMP_IF_NONE, 1), (POP_JUMP_IF_TRUE, 0)], &[0, 2]);
        assert_eq!((jumps[0].op, jumps[0].arg), (POP_JUMP_FORWARD_IF_NONE, 0));
        assert_eq!((jumps[1].op, jumps[1].arg), (POP_JUMP_BACKWARD_IF_TRUE, 3));
    }
}
