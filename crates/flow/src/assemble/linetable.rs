//! `co_linetable` of 3.11 and later: the locations of ranges of code units.
//!
//! Invariant: an entry covers at most eight units; lines are written relative to the entry before. Follows
//! `assemble_location_info` and `write_location_info_entry` (`Python/assemble.c`); the format is that of
//! `InternalDocs/code_objects.md`.

use super::varint::{MASK, low_first, read_signed_low_first, signed, write_signed_low_first};
use crate::ir::Location;

const ONE_LINE0: u8 = 10;
const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NONE: u8 = 15;

/// The most code units of an entry.
const ENTRY_UNITS: u32 = 8;

/// The table of a whole unit. It serves one unit after another, for the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineTable {
    /// The table and room behind it.
    room: Vec<u8>,
    len: usize,
    /// The line of the entry before.
    line: i32,
}

impl LineTable {
    /// Begins a table.
    pub(crate) const fn begin(&mut self, firstlineno: i32) {
        (self.len, self.line) = (0, firstlineno);
    }

    /// The table.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.room[..self.len]
    }
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

impl LineTable {
    /// Writes one location for that many code units.
    #[inline(always)]
    pub(crate) fn write(&mut self, location: &Location, mut units: u32) {
        if units > ENTRY_UNITS {
            units = self.write_full_entries(location, units);
        }
        if units > 0 {
            self.write_entry(location, units);
        }
    }

    /// Writes entries of the greatest length until so many units are left as an entry has at most.
    #[inline(never)]
    fn write_full_entries(&mut self, location: &Location, mut units: u32) -> u32 {
        while units > ENTRY_UNITS {
            self.write_entry(location, ENTRY_UNITS);
            units -= ENTRY_UNITS;
        }
        units
    }

    /// The shortest of the forms that can say it.
    #[inline(always)]
    fn write_entry(&mut self, location: &Location, units: u32) {
        let Location { line, end_line, col, end_col } = *location;
        if line == Location::NONE.line {
            return self.put(u64::from(head(NONE, units)), 1);
        }
        let delta = line.wrapping_sub(self.line);
        self.line = line;
        if line != end_line || col | end_col < 0 {
            return self.write_other(location, delta, units);
        }
        let (col, end) = (col.cast_unsigned(), end_col.cast_unsigned());
        if delta == 0 && col < 80 && end.wrapping_sub(col) < 16 {
            let second = (col & 7) << 4 | (end - col);
            self.put(u64::from(head((col >> 3) as u8, units)) | u64::from(second) << 8, 2);
        } else if delta.cast_unsigned() < 3 && (col | end) < 128 {
            let first = head(ONE_LINE0 + delta as u8, units);
            self.put(u64::from(first) | u64::from(col) << 8 | u64::from(end) << 16, 3);
        } else {
            self.write_long(location, delta, units);
        }
    }

    /// A location of several lines, or one that lacks a column.
    #[inline(never)]
    fn write_other(&mut self, location: &Location, delta: i32, units: u32) {
        let has_columns = location.col >= 0 && location.end_col >= 0;
        if !has_columns && (location.end_line == location.line || location.end_line < 0) {
            self.put(u64::from(head(NO_COLUMNS, units)), 1);
            self.put_number(signed(delta));
        } else {
            self.write_long(location, delta, units);
        }
    }

    #[inline(never)]
    fn write_long(&mut self, location: &Location, delta: i32, units: u32) {
        let (first, delta) = (u64::from(head(LONG, units)), signed(delta));
        let lines = location.end_line.wrapping_sub(location.line).cast_unsigned();
        let (col, end) = ((location.col + 1).cast_unsigned(), (location.end_col + 1).cast_unsigned());
        if delta | lines | col | end <= MASK {
            // Often they are short, and then written at once.
            let pair = |low: u32, high: u32| u64::from(low | high << 8);
            self.put(first | pair(delta, lines) << 8 | pair(col, end) << 24, 5);
        } else {
            self.put(first, 1);
            for number in [delta, lines, col, end] {
                self.put_number(number);
            }
        }
    }

    fn put_number(&mut self, number: u32) {
        let (bytes, len) = low_first(number);
        self.put(bytes, len);
    }

    /// Appends the lowest bytes of a number.
    #[inline]
    fn put(&mut self, bytes: u64, len: usize) {
        match self.room[self.len..].first_chunk_mut() {
            Some(room) => *room = bytes.to_le_bytes(),
            None => self.put_with_room(bytes),
        }
        self.len += len;
    }

    #[cold]
    fn put_with_room(&mut self, bytes: u64) {
        self.room.truncate(self.len);
        self.room.extend_from_slice(&bytes.to_le_bytes());
        self.room.resize(2 * self.room.len(), 0);
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
        let mut table = LineTable { line: 1, ..LineTable::default() };
        for (location, units) in entries {
            table.write(location, *units);
        }
        table.room[..table.len].to_vec()
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
