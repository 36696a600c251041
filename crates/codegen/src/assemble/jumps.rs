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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) op: Opcode,
    pub(crate) arg: u32,
    /// How many units of cache follow.
    pub(crate) caches: u8,
    /// Where it begins, in code units.
    pub(crate) offset: u32,
    /// Index of the instruction that a jump leads to.
    target: Option<u32>,
}

impl Placed {
    /// How many `EXTENDED_ARG` the operand needs.
    pub(crate) const fn extended_args(&self) -> u32 {
        (self.arg > 0xFF) as u32 + (self.arg > 0xFFFF) as u32 + (self.arg > 0x00FF_FFFF) as u32
    }

    /// Length in code units (`instr_size`).
    pub(crate) const fn size(&self) -> u32 {
        self.extended_args() + 1 + self.caches as u32
    }
}

/// Places the instructions; repeats while an operand changes the length of its instruction.
pub(crate) fn resolve(target: Target, instrs: &[FlowInstr]) -> Result<Vec<Placed>, CompileError> {
    let mut code = Vec::with_capacity(instrs.len());
    for (index, instr) in (0..).zip(instrs) {
        code.push(directed(target, instr, index));
    }
    if code.iter().any(|instr| instr.target.is_some_and(|target| target as usize >= code.len())) {
        return Err(system_error("a jump behind the end of the code"));
    }
    place(&mut code);
    while set_operands(&mut code, target.end_send_offset()) {
        place(&mut code);
    }
    Ok(code)
}

/// The real opcode of a jump: forward ones lead to a later instruction.
fn directed(target: Target, instr: &FlowInstr, index: u32) -> Placed {
    let op = match (instr.op, instr.arg > index) {
        (JUMP | JUMP_NO_INTERRUPT, true) => JUMP_FORWARD,
        (JUMP, false) => JUMP_BACKWARD,
        (JUMP_NO_INTERRUPT, false) => JUMP_BACKWARD_NO_INTERRUPT,
        (op, _) => op,
    };
    let op = if target.directs_conditional_jumps() { directed_conditional(op, instr.arg > index) } else { op };
    let jump = target.has_jump(op).then_some(instr.arg);
    let arg = if jump.is_some() { instr.first_operand } else { instr.arg };
    Placed { op, arg, caches: target.cache_entries(op), offset: 0, target: jump }
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

fn place(code: &mut [Placed]) {
    let mut offset = 0;
    for instr in code {
        instr.offset = offset;
        offset += instr.size();
    }
}

/// Computes the distances; whether some instruction changed its length.
fn set_operands(code: &mut [Placed], end_send: u32) -> bool {
    let mut resized = false;
    for index in 0..code.len() {
        let Some(target) = code[index].target else { continue };
        let to = code[target as usize].offset;
        let instr = &mut code[index];
        let size = instr.size();
        instr.arg = to.abs_diff(instr.offset + size);
        if instr.op == END_ASYNC_FOR {
            // Its target is the start of the loop's SEND, what counts is the end of it.
            instr.arg = instr.arg.saturating_sub(end_send);
        }
        resized |= instr.size() != size;
    }
    resized
}

#[cfg(test)]
mod tests {
    use pycmill_target::Opcode::NOP;
    use pycmill_target::Version;

    use super::*;
    use crate::ir::Location;

    fn instr(op: Opcode, arg: u32) -> FlowInstr {
        FlowInstr { op, arg, first_operand: arg, loc: Location::NONE, handler: None }
    }

    #[test]
    fn a_long_jump_counts_its_own_prefix() {
        let target = Target::newest(Version::Python313);
        let mut instrs = vec![instr(POP_JUMP_IF_TRUE, 301)];
        instrs.extend((0..300).map(|_| instr(NOP, 0)));
        instrs.push(instr(JUMP, 0));
        let code = resolve(target, &instrs).unwrap();
        assert_eq!((code[0].arg, code[0].size()), (300, 3));
        let back = code[301];
        assert_eq!((back.op, back.arg, back.size()), (JUMP_BACKWARD, 306, 3));
    }

    #[test]
    fn conditional_jumps_have_a_direction() {
        let target = Target::newest(Version::Python311);
        let instrs = [instr(NOP, 0), instr(POP_JUMP_IF_NONE, 2), instr(POP_JUMP_IF_TRUE, 0)];
        let code = resolve(target, &instrs).unwrap();
        assert_eq!((code[1].op, code[1].arg), (POP_JUMP_FORWARD_IF_NONE, 0));
        assert_eq!((code[2].op, code[2].arg), (POP_JUMP_BACKWARD_IF_TRUE, 3));
    }
}
