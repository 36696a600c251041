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
use pycmill_target::Target;

use super::system_error;
use crate::error::CompileError;
use crate::ir::FlowInstr;

/// An instruction with its place in the code.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Placed {
    /// The byte of the opcode.
    pub(crate) byte: u8,
    /// How many units of cache follow.
    pub(crate) caches: u8,
    pub(crate) arg: u32,
    /// Where it begins, in code units.
    pub(crate) offset: u32,
}

impl Placed {
    /// How many `EXTENDED_ARG` the operand needs.
    const fn extended_args(&self) -> u32 {
        if self.arg <= 0xFF {
            return 0;
        }
        1 + (self.arg > 0xFFFF) as u32 + (self.arg > 0x00FF_FFFF) as u32
    }

    /// Length in code units (`instr_size`).
    #[inline]
    pub(crate) const fn size(&self) -> u32 {
        self.extended_args() + 1 + self.caches as u32
    }

    /// Where the next one begins.
    #[inline]
    pub(crate) const fn end(&self) -> u32 {
        self.offset + self.size()
    }
}

/// The instructions of a unit in their places. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(crate) code: Vec<Placed>,
    /// The jumps among them.
    jumps: Vec<u32>,
    /// Whether any of them has a handler.
    pub(crate) has_handlers: bool,
}

impl Places {
    /// Places the instructions; repeats while an operand changes the length of its instruction.
    pub(crate) fn resolve(&mut self, target: Target, instrs: &[FlowInstr]) -> Result<(), CompileError> {
        self.begin(target, instrs)?;
        while self.set_operands(instrs, target.end_send_offset())? {
            self.place();
        }
        Ok(())
    }

    /// Chooses the opcodes, and places the instructions with the first operands of jumps.
    fn begin(&mut self, target: Target, instrs: &[FlowInstr]) -> Result<(), CompileError> {
        let (encodings, directs_conditional) = (target.encodings(), target.directs_conditional_jumps());
        self.jumps.clear();
        self.code.clear();
        self.code.resize(instrs.len(), Placed::default());
        let (mut offset, mut without_byte, mut has_handlers) = (0, None, false);
        for (index, (instr, placed)) in instrs.iter().zip(&mut self.code).enumerate() {
            has_handlers |= instr.handler.is_some();
            let (mut op, mut arg) = (instr.op, instr.arg);
            let mut encoding = encodings.of(op);
            if encoding.has_jump {
                let index = index as u32;
                op = directed(op, arg > index, directs_conditional);
                encoding = encodings.of(op);
                arg = instr.first_operand;
                self.jumps.push(index);
            }
            if encoding.byte.is_none() {
                without_byte = Some(op);
            }
            *placed = Placed { byte: encoding.byte.unwrap_or_default(), caches: encoding.caches, arg, offset };
            offset = placed.end();
        }
        self.has_handlers = has_handlers;
        match without_byte {
            Some(op) => Err(system_error(&format!("opcode {} has no byte", op.name()))),
            None => Ok(()),
        }
    }

    fn place(&mut self) {
        let mut offset = 0;
        for instr in &mut self.code {
            instr.offset = offset;
            offset = instr.end();
        }
    }

    /// Computes the distances; whether some instruction changed its length.
    fn set_operands(&mut self, instrs: &[FlowInstr], end_send: u32) -> Result<bool, CompileError> {
        let mut resized = false;
        for index in &self.jumps {
            let Some(to) = self.code.get(instrs[*index as usize].arg as usize) else {
                return Err(system_error("a jump behind the end of the code"));
            };
            let to = to.offset;
            let instr = &mut self.code[*index as usize];
            let size = instr.size();
            instr.arg = to.abs_diff(instr.end());
            if instrs[*index as usize].op == END_ASYNC_FOR {
                // Its target is the start of the loop's SEND, what counts is the end of it.
                instr.arg = instr.arg.saturating_sub(end_send);
            }
            resized |= instr.size() != size;
        }
        Ok(resized)
    }

    /// Length of the code in units.
    pub(crate) fn units(&self) -> u32 {
        self.code.last().map_or(0, Placed::end)
    }
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
    use crate::ir::Location;

    fn byte(target: Target, op: Opcode) -> u8 {
        target.encodings().of(op).byte.unwrap()
    }

    fn resolved(target: Target, instrs: &[FlowInstr]) -> Vec<Placed> {
        let mut places = Places::default();
        places.resolve(target, instrs).unwrap();
        places.code
    }

    fn instr(op: Opcode, arg: u32) -> FlowInstr {
        FlowInstr { op, arg, first_operand: arg, loc: Location::NONE, handler: None }
    }

    #[test]
    fn a_long_jump_counts_its_own_prefix() {
        let target = Target::newest(Version::Python313);
        let mut instrs = vec![instr(POP_JUMP_IF_TRUE, 301)];
        instrs.extend((0..300).map(|_| instr(NOP, 0)));
        instrs.push(instr(JUMP, 0));
        let code = resolved(target, &instrs);
        assert_eq!((code[0].arg, code[0].size()), (300, 3));
        let back = code[301];
        assert_eq!((back.byte, back.arg, back.size()), (byte(target, JUMP_BACKWARD), 306, 3));
    }

    #[test]
    fn conditional_jumps_have_a_direction() {
        let target = Target::newest(Version::Python311);
        let instrs = [instr(NOP, 0), instr(POP_JUMP_IF_NONE, 2), instr(POP_JUMP_IF_TRUE, 0)];
        let code = resolved(target, &instrs);
        assert_eq!((code[1].byte, code[1].arg), (byte(target, POP_JUMP_FORWARD_IF_NONE), 0));
        assert_eq!((code[2].byte, code[2].arg), (byte(target, POP_JUMP_BACKWARD_IF_TRUE), 3));
    }
}
