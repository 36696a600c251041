//! Places instructions without caches and computes the operands of their jumps.
//!
//! Invariant: an operand counts from the start of the code or from the end of its instruction, as its opcode says. Follows
//! `assemble_jump_offsets` (`Python/compile.c` up to 3.10).

use pycmill_target::Target;

use super::words::size;
use crate::assemble::system_error;
use crate::error::CompileError;
use crate::ir::{CfgInstr, Flow};

/// A jump with its operand.
#[derive(Clone, Copy, Debug)]
struct Jump {
    /// Index of the instruction.
    at: u32,
    /// Index of the instruction it leads to.
    to: u32,
    is_absolute: bool,
    arg: u32,
}

/// The operands of the jumps of a unit. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(in crate::assemble) struct Offsets {
    /// In code units, by the index of the instruction; one more for the end.
    starts: Vec<u32>,
    /// In their order.
    jumps: Vec<Jump>,
}

impl Offsets {
    /// Repeats while an operand changes the length of its instruction; at first all jumps are short.
    pub(in crate::assemble) fn resolve(&mut self, target: Target, flow: &Flow) -> Result<(), CompileError> {
        self.jumps.clear();
        for (at, instr) in flow.instrs.iter().enumerate() {
            if let Some(block) = instr.target {
                let to = flow.start(block).place;
                if to as usize > flow.instrs.len() {
                    return Err(system_error("a jump past the end of the code"));
                }
                let is_absolute = target.has_absolute_jump(instr.op);
                self.jumps.push(Jump { at: at as u32, to, is_absolute, arg: 0 });
            }
        }
        let unit = if target.jumps_count_bytes() { 2 } else { 1 };
        loop {
            self.place(&flow.instrs);
            if !self.set_operands(unit) {
                return Ok(());
            }
        }
    }

    /// The operands of the instructions, jumps resolved.
    pub(in crate::assemble) fn operands<'a>(&'a self, flow: &'a Flow) -> impl Iterator<Item = (&'a CfgInstr, u32)> {
        operands(&flow.instrs, &self.jumps)
    }

    fn place(&mut self, instrs: &[CfgInstr]) {
        self.starts.clear();
        let mut offset = 0;
        for (_, arg) in operands(instrs, &self.jumps) {
            self.starts.push(offset);
            offset += size(arg) as u32;
        }
        self.starts.push(offset);
    }

    /// Whether some instruction changed its length.
    fn set_operands(&mut self, unit: u32) -> bool {
        let mut resized = false;
        for jump in &mut self.jumps {
            let (to, end) = (self.starts[jump.to as usize], self.starts[jump.at as usize + 1]);
            let distance = if jump.is_absolute { to } else { to.wrapping_sub(end) };
            let before = size(jump.arg);
            jump.arg = distance.wrapping_mul(unit);
            resized |= size(jump.arg) != before;
        }
        resized
    }
}

fn operands<'a>(instrs: &'a [CfgInstr], jumps: &'a [Jump]) -> impl Iterator<Item = (&'a CfgInstr, u32)> {
    let mut jumps = jumps.iter();
    instrs.iter().map(move |instr| {
        let jump = instr.target.and_then(|_| jumps.next());
        (instr, jump.map_or(instr.arg, |jump| jump.arg))
    })
}
