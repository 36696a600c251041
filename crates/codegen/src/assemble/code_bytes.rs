//! The bytes of `co_code`: prefixes, opcode, operand, empty caches.
//!
//! Follows `write_instr` (`Python/assemble.c`).

use pycmill_target::Opcode::EXTENDED_ARG;
use pycmill_target::Target;

use super::jumps::Places;

/// Two bytes per code unit; a unit of cache is two zeros.
pub(crate) fn encode(target: Target, places: &Places) -> Box<[u8]> {
    let mut bytes = vec![0; 2 * places.units() as usize];
    for instr in &places.code {
        let mut at = 2 * instr.offset as usize;
        if instr.arg > 0xFF {
            at = write_prefixes(target, &mut bytes, at, instr.arg);
        }
        bytes[at..at + 2].copy_from_slice(&[instr.byte, instr.arg.to_le_bytes()[0]]);
    }
    bytes.into()
}

/// Writes `EXTENDED_ARG` for each byte of an operand but the last; where the instruction itself goes.
fn write_prefixes(target: Target, bytes: &mut [u8], mut at: usize, arg: u32) -> usize {
    let prefix = target.encodings().of(EXTENDED_ARG).byte.unwrap_or_default();
    let skipped = arg.leading_zeros() as usize / 8;
    for byte in &arg.to_be_bytes()[skipped..3] {
        bytes[at..at + 2].copy_from_slice(&[prefix, *byte]);
        at += 2;
    }
    at
}
