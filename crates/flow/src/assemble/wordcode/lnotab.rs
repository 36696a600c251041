//! `co_lnotab`: pairs of a step in bytes and a signed step in lines.
//!
//! Follows `assemble_lnotab` (`Python/compile.c` up to 3.9) and `Objects/lnotab_notes.txt`.

/// The table as far as it is written.
#[derive(Debug)]
pub(super) struct Lnotab<'a> {
    bytes: &'a mut Vec<u8>,
    line: i32,
    offset: usize,
    /// An instruction with a line makes an entry even if the line stays.
    repeats_lines: bool,
}

impl<'a> Lnotab<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>, firstlineno: i32, repeats_lines: bool) -> Self {
        bytes.clear();
        Self { bytes, line: firstlineno, offset: 0, repeats_lines }
    }

    /// Notes that a line begins at an offset in bytes.
    pub(super) fn begin_line(&mut self, line: i32, offset: usize) {
        let mut lines = line.wrapping_sub(self.line);
        let mut step = offset - self.offset;
        if lines == 0 && (step == 0 || !self.repeats_lines) {
            return;
        }
        if step > 255 {
            self.bytes.extend([255, 0].repeat(step / 255));
            step %= 255;
        }
        if let Some(most) = full_step(lines) {
            for _ in 0..lines / i32::from(most) {
                self.bytes.extend_from_slice(&[step as u8, most.cast_unsigned()]);
                step = 0;
            }
            lines %= i32::from(most);
        }
        self.bytes.extend_from_slice(&[step as u8, lines as i8 as u8]);
        (self.line, self.offset) = (line, offset);
    }
}

/// The greatest step in the direction of one that is too great.
const fn full_step(lines: i32) -> Option<i8> {
    match lines {
        ..-128 => Some(-128),
        128.. => Some(127),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(firstlineno: i32, entries: &[(i32, usize)], repeats_lines: bool) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut lines = Lnotab::new(&mut bytes, firstlineno, repeats_lines);
        entries.iter().for_each(|(line, offset)| lines.begin_line(*line, *offset));
        bytes
    }

    /// Recorded from 3.9 where the code of a module has steps of just these sizes.
    #[test]
    fn great_steps_are_cut_up() {
        assert_eq!(table(1, &[(1, 0), (2, 510)], false), [255, 0, 255, 0, 0, 1]);
        assert_eq!(table(1, &[(255, 4)], false), [4, 127, 0, 127, 0, 0]);
        assert_eq!(table(300, &[(44, 4)], false), [4, 128, 0, 128, 0, 0]);
        assert_eq!(table(1, &[(129, 0), (1, 8)], false), [0, 127, 0, 1, 8, 128]);
    }

    #[test]
    fn a_line_that_stays_has_an_entry_in_3_8_only() {
        let entries = [(1, 0), (1, 4), (2, 8)];
        assert_eq!(table(1, &entries, true), [4, 0, 4, 1]);
        assert_eq!(table(1, &entries, false), [8, 1]);
    }
}
