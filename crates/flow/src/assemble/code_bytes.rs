//! The bytes of `co_code`: prefixes, opcode, operand, empty caches.
//!
//! Follows `write_instr` (`Python/assemble.c`).

use pycmill_target::Opcode::EXTENDED_ARG;
use pycmill_target::Target;

use super::jumps::Places;

/// Writes two bytes per code unit; a unit of cache is two zeros.
pub(crate) fn encode(out: &mut Vec<u8>, target: Target, places: &Places) {
    out.clear();
    out.resize(2 * places.units() as usize, 0);
    let (units, _) = out.as_chunks_mut::<2>();
    for instr in &places.code {
        let mut at = instr.offset as usize;
        if instr.arg > 0xFF {
            at = write_prefixes(target, units, at, instr.arg);
        }
        units[at] = [instr.byte, instr.arg.to_le_bytes()[0]];
    }
}

/// Writes `EXTENDED_ARG` for each byte of an operand but the last; where the instruction itself goes.
fn write_prefixes(target: Target, units: &mut [[u8; 2]], mut at: usize, arg: u32) -> usize {
    let prefix = target.encodings().of(EXTENDED_ARG).byte.unwrap_or_default();
    let skipped = arg.leading_zeros() as usize / 8;
    for byte in &arg.to_be_bytes()[skipped..3] {
        units[at] = [prefix, *byte];
        at += 1;
    }
    at
}
