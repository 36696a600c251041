//! `co_linetable` of 3.11 and later: the locations of ranges of code units.
//!
//! Invariant: an entry covers at most eight units; lines are written relative to the entry before. Follows
//! `assemble_location_info` and `write_location_info_entry` (`Python/assemble.c`); the format is that of
//! `InternalDocs/code_objects.md`.

use pycmill_target::Target;

use super::jumps::Places;
use super::varint::{MASK, read_signed_low_first, signed, write_low_first, write_signed_low_first};
use crate::ir::{FlowInstr, Location};

const ONE_LINE0: u8 = 10;
const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NONE: u8 = 15;

/// The most code units of an entry.
const ENTRY_UNITS: u32 = 8;

/// Writes the table of a whole unit.
pub(crate) fn encode(out: &mut Vec<u8>, target: Target, instrs: &[FlowInstr], places: &Places, firstlineno: i32) {
    let merges = target.merges_equal_locations();
    out.clear();
    let mut table = Table { out, line: firstlineno };
    let (mut location, mut start) = (Location::NONE, 0);
    for (index, instr) in instrs.iter().enumerate() {
        let found = if instr.loc == Location::NEXT { location_behind(target, instrs, index) } else { instr.loc };
        if found != location || !merges {
            let offset = places.code[index].offset;
            table.write(location, offset - start);
            (location, start) = (found, offset);
        }
    }
    table.write(location, places.units() - start);
}

/// A table with the lines of another one only (`remove_column_info`, `Objects/codeobject.c`).
pub(crate) fn without_columns(table: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(table.len());
    for entry in table.chunk_by(|_, next| next & 0x80 == 0) {
        let code = entry[0] >> 3 & 15;
        if code == NONE {
            out.push(entry[0]);
            continue;
        }
        out.push(0x80 | NO_COLUMNS << 3 | entry[0] & 7);
        write_signed_low_first(&mut out, line_delta(code, &entry[1..]));
    }
    out
}

/// The lines that an entry goes on from the one before.
fn line_delta(code: u8, rest: &[u8]) -> i32 {
    match code {
        NO_COLUMNS | LONG => read_signed_low_first(rest),
        ONE_LINE0..NO_COLUMNS => i32::from(code - ONE_LINE0),
        _ => 0,
    }
}

/// The location of an instruction that has that of the next one.
fn location_behind(target: Target, instrs: &[FlowInstr], index: usize) -> Location {
    for instr in &instrs[index..] {
        if instr.loc != Location::NEXT {
            return instr.loc;
        }
        if target.is_terminator(instr.op) {
            break;
        }
    }
    Location::NONE
}

struct Table<'a> {
    out: &'a mut Vec<u8>,
    /// The line of the entry before.
    line: i32,
}

impl Table<'_> {
    /// Writes one location for that many code units.
    fn write(&mut self, location: Location, mut units: u32) {
        while units > ENTRY_UNITS {
            self.write_entry(location, ENTRY_UNITS);
            units -= ENTRY_UNITS;
        }
        if units > 0 {
            self.write_entry(location, units);
        }
    }

    /// The shortest of the forms that can say it.
    #[inline]
    fn write_entry(&mut self, location: Location, units: u32) {
        let Location { line, end_line, col, end_col } = location;
        if line == Location::NONE.line {
            return self.start(NONE, units);
        }
        let delta = line.wrapping_sub(self.line);
        self.line = line;
        if line != end_line || col | end_col < 0 {
            return self.write_other(location, delta, units);
        }
        let (col, end) = (col.cast_unsigned(), end_col.cast_unsigned());
        if delta == 0 && col < 80 && end.wrapping_sub(col) < 16 {
            self.out.extend_from_slice(&[head((col >> 3) as u8, units), ((col & 7) << 4 | (end - col)) as u8]);
        } else if (0..3).contains(&delta) && (col | end) < 128 {
            self.out.extend_from_slice(&[head(ONE_LINE0 + delta as u8, units), col as u8, end as u8]);
        } else {
            self.write_long(location, delta, units);
        }
    }

    /// A location of several lines, or one that lacks a column.
    fn write_other(&mut self, location: Location, delta: i32, units: u32) {
        let has_columns = location.col >= 0 && location.end_col >= 0;
        if !has_columns && (location.end_line == location.line || location.end_line < 0) {
            self.start(NO_COLUMNS, units);
            write_signed_low_first(self.out, delta);
        } else {
            self.write_long(location, delta, units);
        }
    }

    fn write_long(&mut self, location: Location, delta: i32, units: u32) {
        let lines = location.end_line.wrapping_sub(location.line);
        let [lines, col, end] = [lines, location.col + 1, location.end_col + 1].map(i32::cast_unsigned);
        let numbers = [signed(delta), lines, col, end];
        if numbers.iter().fold(0, |bits, number| bits | number) <= MASK {
            // Mostly they are short, and then written at once.
            let [delta, lines, col, end] = numbers.map(|number| number as u8);
            self.out.extend_from_slice(&[head(LONG, units), delta, lines, col, end]);
        } else {
            self.start(LONG, units);
            numbers.into_iter().for_each(|number| write_low_first(self.out, number));
        }
    }

    fn start(&mut self, code: u8, units: u32) {
        self.out.push(head(code, units));
    }
}

/// The byte that begins an entry.
const fn head(code: u8, units: u32) -> u8 {
    0x80 | code << 3 | (units - 1) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(entries: &[(Location, u32)]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut table = Table { out: &mut out, line: 1 };
        for (location, units) in entries {
            table.write(*location, *units);
        }
        out
    }

    #[test]
    fn each_form_is_chosen_where_it_fits() {
        assert_eq!(table(&[(Location::NONE, 9)]), [0xFF, 0xF8]);
        assert_eq!(table(&[(Location::new(1, 1, 9, 10), 2)]), [0x89, 0x11]);
        assert_eq!(table(&[(Location::new(3, 3, 80, 90), 1)]), [0xE0, 80, 90]);
        assert_eq!(table(&[(Location::new(1, 1, 0, 16), 1)]), [0xD0, 0, 16]);
        assert_eq!(table(&[(Location::new(0, 0, -1, -1), 1)]), [0xE8, 3]);
        assert_eq!(table(&[(Location::new(1, 2, 0, 1), 1)]), [0xF0, 0, 1, 1, 2]);
    }

    #[test]
    fn lines_are_relative_to_the_entry_before() {
        let entries = [(Location::new(5, 5, 0, 1), 1), (Location::NONE, 1), (Location::new(5, 5, 0, 1), 1)];
        assert_eq!(table(&entries), [0xF0, 8, 0, 1, 2, 0xF8, 0x80, 1]);
    }

    #[test]
    fn columns_can_be_left_out() {
        let entries = [
            (Location::new(1, 1, 9, 10), 2),
            (Location::NONE, 9),
            (Location::new(3, 3, 80, 90), 1),
            (Location::new(0, 0, -1, -1), 1),
            (Location::new(41, 42, 200, 1), 3),
        ];
        let lines = [0xE9, 0, 0xFF, 0xF8, 0xE8, 4, 0xE8, 7, 0xEA, 0x52, 1];
        assert_eq!(without_columns(&table(&entries)), lines);
    }
}
