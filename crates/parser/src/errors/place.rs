//! Columns of bytes to the offsets that an exception has.
//!
//! CPython converts both ends with the text of the line where the place starts, and takes what is longer than that line for its
//! end. Older releases convert only in files that declare their encoding.
//!
//! Follows `_PyPegen_raise_error_known_location` and `_PyPegen_byte_offset_to_character_offset`.

use super::machine::Machine;
use super::pending::{Pending, Spot};
use crate::error::ErrorClass;

/// What `err_programtext` reads of a line at once, in bytes.
const LONGEST_PART: usize = 999;

impl Machine<'_, '_> {
    /// An exception at a place.
    pub(super) fn pending(&self, class: ErrorClass, message: String, spot: Spot) -> Pending {
        let Spot { line, column, end_line, end_column } = spot;
        let (target, source) = (self.tokens.target, self.tokens.source);
        let (mut offset, mut end_offset) = (column, end_column);
        if target.counts_characters_of_errors() || source.declares_encoding() {
            let text = self.line_of_error(line);
            offset = characters(text, column);
            if end_column > 0 {
                end_offset = characters(text, end_column);
            }
        }
        Pending { class, message, line, offset, end_line, end_offset }
    }

    /// The text of a line: that of the file, with its newline if it has one. At the end of the text, where the file has no line,
    /// what the lexer has at hand.
    fn line_of_error(&self, line: u32) -> &[u8] {
        let (source, state) = (self.tokens.source, self.tokens.lexer.state());
        let text = source.text();
        let rest = text.get(source.lines().line_start(line) as usize..).unwrap_or_default();
        if let Some(line) = rest.split_inclusive('\n').next() {
            let is_cut = line.len() == rest.len() && !source.is_terminated();
            let line = if is_cut { line.strip_suffix('\n').unwrap_or(line) } else { line };
            return self.cut_line(line.as_bytes());
        }
        let start = if self.tokens.target.counts_characters_of_errors() { state.line_start } else { state.buffer };
        text.as_bytes().get(start as usize..(state.line_end as usize).min(text.len())).unwrap_or_default()
    }

    /// Lines are read in parts of limited length, of which one is taken for the line; the last one only if it can be decoded.
    fn cut_line<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        if line.len() <= LONGEST_PART {
            return line;
        }
        if self.tokens.target.takes_first_part_of_long_lines() {
            return &line[..LONGEST_PART];
        }
        let last = line.chunks(LONGEST_PART).next_back().unwrap_or(line);
        if std::str::from_utf8(last).is_ok() { last } else { line }
    }
}

/// How many characters so many bytes of a line are, of which the last may be cut. Behind the end is one more.
fn characters(line: &[u8], column: i32) -> i32 {
    let column = usize::try_from(column).unwrap_or(0);
    let begun = line.iter().take(column).filter(|byte| *byte & 0xc0 != 0x80).count();
    (begun + usize::from(column > line.len())) as i32
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn columns_of_bytes_are_characters() {
        let line = "äöü b".as_bytes();
        assert_eq!([0, 1, 2, 3, 4, 8, 9, 50].map(|column| characters(line, column)), [0, 1, 1, 2, 2, 5, 6, 6]);
    }
}
