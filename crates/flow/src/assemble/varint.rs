//! Numbers of any size in groups of six bits; bit 6 of a byte says that another follows.
//!
//! Follows `write_varint` and `write_signed_varint` (`Include/internal/pycore_code.h`) and
//! `assemble_emit_exception_table_item` (`Python/assemble.c`).

const CONTINUES: u8 = 0x40;
const BITS: u32 = 6;
/// The largest number of one group.
pub(crate) const MASK: u32 = 0x3F;

/// The lowest group first, as in the location table: bytes from the lowest on, and how many.
pub(crate) const fn low_first(mut value: u32) -> (u64, usize) {
    let (mut bytes, mut len) = (0, 0);
    while value > MASK {
        bytes |= ((value & MASK) as u64 | CONTINUES as u64) << (8 * len);
        value >>= BITS;
        len += 1;
    }
    (bytes | (value as u64) << (8 * len), len + 1)
}

/// The lowest group first, with the sign in the lowest bit.
pub(crate) fn write_signed_low_first(out: &mut Vec<u8>, value: i32) {
    let (bytes, len) = low_first(signed(value));
    out.extend_from_slice(&bytes.to_le_bytes()[..len]);
}

/// A number with its sign in the lowest bit.
pub(crate) const fn signed(value: i32) -> u32 {
    value.unsigned_abs() << 1 | (value < 0) as u32
}

/// The number that [`write_signed_low_first`] wrote at the start of some bytes.
pub(crate) fn read_signed_low_first(bytes: &[u8]) -> i32 {
    let count = bytes.iter().take_while(|byte| *byte & CONTINUES != 0).count() + 1;
    let value = bytes.iter().take(count).rev().fold(0_u32, |value, byte| value << BITS | u32::from(byte & MASK as u8));
    let magnitude = (value >> 1).cast_signed();
    if value & 1 == 1 { -magnitude } else { magnitude }
}

/// The highest group first, as in the exception table; `mark` is set in the first byte.
pub(crate) fn write_high_first(out: &mut Vec<u8>, value: u32, mut mark: u8) {
    let groups = (u32::BITS - value.leading_zeros()).div_ceil(BITS).max(1);
    for group in (1..groups).rev() {
        out.push((value >> (BITS * group) & MASK) as u8 | CONTINUES | mark);
        mark = 0;
    }
    out.push((value & MASK) as u8 | mark);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_six_bits() {
        let mut out = Vec::new();
        assert_eq!((low_first(63), low_first(64)), ((63, 1), (0x140, 2)));
        write_signed_low_first(&mut out, -1);
        write_signed_low_first(&mut out, 32);
        assert_eq!(out, [3, 0x40, 1]);
        out.clear();
        write_high_first(&mut out, 0, 0x80);
        write_high_first(&mut out, 64, 0x80);
        write_high_first(&mut out, 4096, 0);
        assert_eq!(out, [0x80, 0xC1, 0, 0x41, 0x40, 0]);
    }
}
