//! Columns of bytes to the offsets that an exception has.
//!
//! CPython converts both ends with the text of the line where the place starts, and takes what is longer than that line for its
//! end. Older releases convert only in files that declare their encoding.
//!
//! Follows `_PyPegen_raise_error_known_location` and `_PyPegen_byte_offset_to_character_offset`.

use std::borrow::Cow;

use pycmill_target::Target;

use super::machine::Machine;
use super::pending::{Pending, Spot};
use crate::error::ErrorClass;

/// What `err_programtext` reads of a line at once, in bytes.
const LONGEST_PART: usize = 999;

impl Machine<'_, '_> {
    /// An exception at a place.
    pub(super) fn pending(&self, class: ErrorClass, message: String, spot: Spot) -> Pending {
        let Spot { line, mut column, end_line, mut end_column } = spot;
        let (target, source) = (self.tokens.target, self.tokens.source);
        let (mut text, mut message) = (self.line_of_error(line), message);
        if let Some(begun) = self.tokens.field {
            (column, end_column) = (column - begun.column, end_column - begun.column);
            message.insert_str(0, "f-string: ");
            text = text.into_owned().into();
        }
        let (mut offset, mut end_offset) = (column, end_column);
        if target.counts_characters_of_errors() || source.declares_encoding() {
            offset = characters(text.as_bytes(), column);
            if end_column > 0 {
                end_offset = characters(text.as_bytes(), end_column);
            }
        }
        let text = match text {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        Pending { class, message, line, offset, end_line, end_offset, text }
    }

    /// The text of a line: that of the file, with its newline if it has one. Where the file has no such line, or it cannot be
    /// decoded, what the lexer has at hand.
    pub(super) fn line_of_error(&self, line: u32) -> Cow<'_, str> {
        let source = self.tokens.source;
        let start = source.lines().line_start(line) as usize;
        let rest = source.text().get(start..).unwrap_or_default();
        // The file itself lacks a line that the tokenizer has added.
        let is_added = rest == "\n" && source.ends_in_crlf() && self.tokens.target.adds_lines_to_crlf();
        let Some(text) = rest.split_inclusive('\n').next().filter(|_| !is_added) else { return self.line_of_lexer() };
        let bytes = source.malformed().and_then(|bytes| bytes.get(start..start + text.len()));
        if let Some(bytes) = bytes.filter(|bytes| std::str::from_utf8(bytes).is_err()) {
            if self.tokens.lexer.state().line <= line {
                return self.line_of_lexer();
            }
            return String::from_utf8_lossy(bytes.strip_suffix(b"\n").unwrap_or(bytes)).into_owned().into();
        }
        if start == 0 && source.has_bom() && self.tokens.target.counts_byte_order_marks() {
            return format!("\u{feff}{text}").into();
        }
        let is_cut = text.len() == rest.len() && !source.is_terminated();
        cut_line(self.tokens.target, if is_cut { text.strip_suffix('\n').unwrap_or(text) } else { text })
    }

    fn line_of_lexer(&self) -> Cow<'_, str> {
        let (source, state) = (self.tokens.source, self.tokens.lexer.state());
        let text = source.malformed().unwrap_or(source.text().as_bytes());
        let start = if self.tokens.target.answers_with_held_lines() { state.buffer } else { state.line_start };
        let end = (state.line_end as usize).min(text.len());
        let text = text.get(start as usize..end).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned().into()
    }
}

/// Lines are read in parts of limited length, of which one is taken for the line; the last one only if it can be decoded.
pub(super) fn cut_line(target: Target, line: &str) -> Cow<'_, str> {
    if line.len() <= LONGEST_PART {
        return Cow::Borrowed(line);
    }
    let mut parts = line.as_bytes().chunks(LONGEST_PART);
    if target.takes_first_part_of_long_lines() {
        return parts.next().map_or(Cow::Borrowed(line), |first| String::from_utf8_lossy(first).into_owned().into());
    }
    let last = parts.next_back().and_then(|last| std::str::from_utf8(last).ok());
    last.map_or(Cow::Borrowed(line), |last| Cow::Owned(last.to_owned()))
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
