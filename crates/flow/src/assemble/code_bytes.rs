//! The bytes of `co_code`: prefixes, opcode, operand, empty caches.
//!
//! Follows `write_instr` (`Python/assemble.c`).

use pycmill_target::Opcode::EXTENDED_ARG;
use pycmill_target::{Encoding, Target};

/// Bytes that an instruction with its caches may need, prefixes excepted.
const LONGEST: usize = 32;

/// Code being written; a unit of cache is two zeros. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeBytes {
    /// The code and room after it, which is all zeros.
    room: Vec<u8>,
    len: usize,
    /// The byte of `EXTENDED_ARG`.
    prefix: u8,
}

impl CodeBytes {
    pub(crate) fn begin(&mut self, target: Target) {
        self.room[..self.len].fill(0);
        self.len = 0;
        self.prefix = target.encodings().of(EXTENDED_ARG).byte.unwrap_or_default();
    }

    /// Appends an instruction; a unit has two bytes.
    #[inline]
    pub(crate) fn put(&mut self, byte: u8, encoding: Encoding, arg: u32) {
        if arg > 0xFF {
            self.put_prefixes(arg);
        }
        self.put_unit(byte, arg as u8);
        self.len += 2 * usize::from(encoding.caches);
    }

    /// Appends a unit; there is room for its caches.
    #[inline]
    fn put_unit(&mut self, byte: u8, arg: u8) {
        match self.room.get_mut(self.len..self.len + LONGEST) {
            Some(room) => [room[0], room[1]] = [byte, arg],
            None => self.grow(byte, arg),
        }
        self.len += 2;
    }

    /// Writes `EXTENDED_ARG` for each byte of an operand but the last.
    #[cold]
    fn put_prefixes(&mut self, arg: u32) {
        let skipped = arg.leading_zeros() as usize / 8;
        for byte in &arg.to_be_bytes()[skipped..3] {
            self.put_unit(self.prefix, *byte);
        }
    }

    /// Writes a unit where there was no room.
    #[cold]
    fn grow(&mut self, byte: u8, arg: u8) {
        self.room.resize(2 * self.room.len() + 8 * LONGEST, 0);
        self.room[self.len..self.len + 2].copy_from_slice(&[byte, arg]);
    }

    /// How long the code is, in units.
    #[inline]
    pub(crate) const fn units(&self) -> u32 {
        (self.len / 2) as u32
    }

    /// The code.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.room[..self.len]
    }
}
