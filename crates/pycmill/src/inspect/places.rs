//! Which code comes from which line: the three formats of tables.
//!
//! Follows `findlinestarts` (`Lib/dis.py`, up to 3.9), `PyLineTable_NextAddressRange` (`Objects/codeobject.c`, 3.10), and
//! `advance_with_locations` there (3.11 and later).

use pycmill_target::{LineTable, Target};

/// A place in the source. Lines count from 1; columns are bytes and count from 0.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub struct Place {
    /// The line.
    pub line: Option<i64>,
    /// The line in which it ends.
    pub end_line: Option<i64>,
    /// The column.
    pub column: Option<i64>,
    /// The column after its end.
    pub end_column: Option<i64>,
}

impl Place {
    const fn of_line(line: i64) -> Self {
        Self { line: Some(line), end_line: Some(line), column: None, end_column: None }
    }
}

/// Code that comes from one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Span {
    /// Where the code begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Where it comes from.
    pub place: Place,
}

/// The ranges of a table, in order.
pub(crate) fn spans(target: Target, first_line: i32, table: &[u8], code_len: usize) -> Vec<Span> {
    match target.line_table() {
        LineTable::Lnotab => of_steps(first_line, table, code_len),
        LineTable::Ranges => of_ranges(first_line, table),
        LineTable::Locations => of_locations(first_line, table),
    }
}

/// `co_lnotab`: steps in bytes, and then in lines.
fn of_steps(first_line: i32, table: &[u8], code_len: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut line, mut start) = (i64::from(first_line), 0);
    for pair in table.chunks_exact(2) {
        if pair[0] > 0 {
            let end = start + usize::from(pair[0]);
            spans.push(Span { start, end: end.min(code_len), place: Place::of_line(line) });
            start = end;
            if start >= code_len {
                return spans;
            }
        }
        line += i64::from(pair[1].cast_signed());
    }
    spans.push(Span { start, end: code_len, place: Place::of_line(line) });
    spans
}

/// Of 3.10: steps in lines and how much code follows; -128 for none.
fn of_ranges(first_line: i32, table: &[u8]) -> Vec<Span> {
    let (mut line, mut start) = (i64::from(first_line), 0);
    let mut spans = Vec::new();
    for pair in table.chunks_exact(2) {
        let step = pair[1].cast_signed();
        let end = start + usize::from(pair[0]);
        let place = if step == i8::MIN {
            Place::default()
        } else {
            line += i64::from(step);
            Place::of_line(line)
        };
        if start < end {
            spans.push(Span { start, end, place });
        }
        start = end;
    }
    spans
}

/// The kinds of entries from 3.11 on; up to 9 they have one line and a short form of columns.
const ONE_LINE: u8 = 10;
const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NONE: u8 = 15;

fn of_locations(first_line: i32, table: &[u8]) -> Vec<Span> {
    let mut entries = Entries { table, line: first_line.into() };
    let mut spans = Vec::new();
    let mut start = 0;
    while let Some((units, place)) = entries.next() {
        let end = start + 2 * units;
        spans.push(Span { start, end, place });
        start = end;
    }
    spans
}

struct Entries<'t> {
    table: &'t [u8],
    line: i64,
}

impl Entries<'_> {
    /// How many code units come from the next place. A table that is cut off ends before its last entry.
    fn next(&mut self) -> Option<(usize, Place)> {
        let first = self.byte()?;
        let units = usize::from(first & 7) + 1;
        Some((units, self.place(first >> 3 & 15)?))
    }

    fn place(&mut self, kind: u8) -> Option<Place> {
        if kind == NONE {
            return Some(Place::default());
        }
        if kind == NO_COLUMNS {
            self.line += self.signed()?;
            return Some(Place::of_line(self.line));
        }
        if kind == LONG {
            self.line += self.signed()?;
            let end_line = self.line + self.number()?;
            let mut column = || Some(Some(self.number()? - 1).filter(|column| *column >= 0));
            let [column, end_column] = [column()?, column()?];
            return Some(Place { end_line: Some(end_line), column, end_column, ..Place::of_line(self.line) });
        }
        let [column, end_column] = if kind >= ONE_LINE {
            self.line += i64::from(kind - ONE_LINE);
            [self.byte()?, self.byte()?].map(i64::from)
        } else {
            let byte = i64::from(self.byte()?);
            let column = i64::from(kind) << 3 | byte >> 4;
            [column, column + (byte & 15)]
        };
        Some(Place { column: Some(column), end_column: Some(end_column), ..Place::of_line(self.line) })
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.table.split_first()?;
        self.table = rest;
        Some(*byte)
    }

    /// A number in groups of six bits, the lowest first.
    fn number(&mut self) -> Option<i64> {
        let (mut number, mut shift) = (0_u32, 0);
        loop {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x3F).checked_shl(shift).unwrap_or(0);
            if byte & 0x40 == 0 {
                return Some(number.into());
            }
            shift += 6;
        }
    }

    /// A number with its sign in the lowest bit.
    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some(if number & 1 == 1 { -(number >> 1) } else { number >> 1 })
    }
}

/// Where lines begin, as `findlinestarts` finds them: an offset and the line from there on.
pub(crate) fn line_starts(target: Target, spans: &[Span]) -> Vec<(usize, Option<i64>)> {
    let mut starts: Vec<(usize, Option<i64>)> = Vec::new();
    for span in spans {
        let line = span.place.line;
        let is_shown = line.is_some() || target.dis_shows_missing_lines();
        if is_shown && starts.last().is_none_or(|last| last.1 != line) {
            starts.push((span.start, line));
        }
    }
    starts
}
