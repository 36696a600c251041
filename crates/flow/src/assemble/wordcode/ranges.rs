//! `co_linetable` of 3.10: pairs of a length in bytes and a signed step in lines.
//!
//! Invariant: a step of −128 means no line. Follows `assemble_line_range` and `assemble_emit_linetable_pair`
//! (`Python/compile.c` of 3.10).

/// The step of a range without a line.
const NO_LINE: i8 = -128;

/// The longest range of one pair, in bytes.
const LONGEST: usize = 254;

/// The table as far as it is written.
#[derive(Debug)]
pub(super) struct Ranges<'a> {
    bytes: &'a mut Vec<u8>,
    /// The last line that a range had.
    previous: i32,
    /// Of the range being written.
    line: i32,
    /// Where that one begins.
    start: usize,
}

impl<'a> Ranges<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>, firstlineno: i32) -> Self {
        bytes.clear();
        Self { bytes, previous: firstlineno, line: firstlineno, start: 0 }
    }

    /// Notes that the code goes on in a line, or in none, from an offset in bytes on.
    pub(super) fn begin_line(&mut self, line: i32, offset: usize) {
        if line != self.line {
            self.end(offset);
            self.line = line;
        }
    }

    /// Ends the range at hand.
    pub(super) fn end(&mut self, offset: usize) {
        let mut len = offset - self.start;
        if len == 0 {
            return;
        }
        let mut step = if self.line < 0 { NO_LINE } else { self.step() };
        while len > LONGEST {
            self.put(LONGEST, step);
            step = if self.line < 0 { NO_LINE } else { 0 };
            len -= LONGEST;
        }
        self.put(len, step);
        self.start = offset;
    }

    /// The rest of the step to the line at hand, after pairs for what does not fit into one.
    fn step(&mut self) -> i8 {
        let mut step = self.line.wrapping_sub(self.previous);
        self.previous = self.line;
        while !(-127..=127).contains(&step) {
            let most = if step > 0 { 127 } else { -127 };
            self.put(0, most);
            step -= i32::from(most);
        }
        step as i8
    }

    fn put(&mut self, len: usize, step: i8) {
        self.bytes.extend_from_slice(&[len as u8, step.cast_unsigned()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(firstlineno: i32, entries: &[(i32, usize)], end: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut ranges = Ranges::new(&mut bytes, firstlineno);
        entries.iter().for_each(|(line, offset)| ranges.begin_line(*line, *offset));
        ranges.end(end);
        bytes
    }

    #[test]
    fn ranges_without_a_line_leave_the_line_before_in_force() {
        assert_eq!(table(1, &[(1, 0), (-1, 4), (3, 8)], 10), [4, 0, 4, 128, 2, 2]);
    }

    #[test]
    fn great_steps_are_cut_up() {
        assert_eq!(table(1, &[(300, 0)], 512), [0, 127, 0, 127, 254, 45, 254, 0, 4, 0]);
        assert_eq!(table(300, &[(1, 0), (-1, 2)], 258), [0, 129, 0, 129, 2, 211, 254, 128, 2, 128]);
    }
}
