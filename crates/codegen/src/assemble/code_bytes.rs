//! The bytes of `co_code`: prefixes, opcode, operand, empty caches.
//!
//! Follows `write_instr` (`Python/assemble.c`).

use pycmill_target::Opcode::{CACHE, EXTENDED_ARG};
use pycmill_target::{Opcode, Target};

use super::jumps::Placed;
use super::system_error;
use crate::error::CompileError;

/// Two bytes per code unit.
pub(crate) fn encode(target: Target, code: &[Placed]) -> Result<Vec<u8>, CompileError> {
    let units: usize = code.iter().map(|instr| instr.size() as usize).sum();
    let mut bytes = Vec::with_capacity(2 * units);
    let (prefix, cache) = (number(target, EXTENDED_ARG)?, number(target, CACHE)?);
    for instr in code {
        let operand = instr.arg.to_be_bytes();
        let first = 3 - instr.extended_args() as usize;
        for byte in &operand[first..3] {
            bytes.extend([prefix, *byte]);
        }
        bytes.extend([number(target, instr.op)?, operand[3]]);
        for _ in 0..instr.caches {
            bytes.extend([cache, 0]);
        }
    }
    Ok(bytes)
}

/// The byte of an opcode; a pseudo opcode has none.
fn number(target: Target, op: Opcode) -> Result<u8, CompileError> {
    let number = target.opcode_number(op).and_then(|number| u8::try_from(number).ok());
    number.ok_or_else(|| system_error(&format!("opcode {} has no byte", op.name())))
}
