//! What the assembler asks of every instruction, side by side in one small table of the version.

use crate::table::HAS_JUMP;
use crate::table::Row;
use crate::{Opcode, Target};

/// How an opcode is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Encoding {
    /// Its byte in the code; a pseudo opcode has none.
    pub byte: Option<u8>,
    /// How many units of cache follow.
    pub caches: u8,
    /// Whether the operand is a jump target.
    pub has_jump: bool,
}

/// The encodings of all opcodes of a version. There is a place for every byte, so that looking one up is no more than
/// reading it.
#[derive(Debug)]
pub struct Encodings([Encoding; 256]);

impl Encodings {
    pub(crate) const EMPTY: Self = Self([Encoding { byte: None, caches: 0, has_jump: false }; 256]);

    pub(crate) const fn set(&mut self, op: Opcode, row: &Row) {
        let byte = if row.number < 256 { Some(row.number as u8) } else { None };
        self.0[op as usize] = Encoding { byte, caches: row.caches, has_jump: row.flags & HAS_JUMP != 0 };
    }

    /// How this opcode is written.
    #[must_use]
    #[inline]
    pub const fn of(&self, op: Opcode) -> Encoding {
        self.0[op as u8 as usize]
    }
}

impl Target {
    /// The table of encodings, to be asked for once per unit.
    #[must_use]
    pub const fn encodings(self) -> &'static Encodings {
        self.table().encodings()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Version;

    #[test]
    fn the_table_says_what_the_single_queries_say() {
        for version in Version::ALL {
            let target = Target::newest(version);
            for op in Opcode::ALL {
                let encoding = target.encodings().of(*op);
                let byte = target.opcode_number(*op).and_then(|number| u8::try_from(number).ok());
                assert_eq!(encoding.byte, byte, "{op:?}");
                assert_eq!((encoding.caches, encoding.has_jump), (target.cache_entries(*op), target.has_jump(*op)));
            }
        }
    }

    #[test]
    fn an_empty_cache_is_two_zeros() {
        for version in Version::ALL {
            let target = Target::newest(version);
            let has_caches = Opcode::ALL.iter().any(|op| target.cache_entries(*op) > 0);
            assert!(!has_caches || target.encodings().of(Opcode::CACHE).byte == Some(0), "{version:?}");
        }
    }
}
