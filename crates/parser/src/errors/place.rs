//! Columns of bytes to the offsets that an exception has.
//!
//! CPython converts both ends with the text of the line where the place starts, and takes what is longer than that line for its
//! end. Older releases convert only in files that declare their encoding.
//!
//! Follows `_PyPegen_raise_error_known_location` and `_PyPegen_byte_offset_to_character_offset`.

use std::borrow::Cow;

use pycmill_source::Source;
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
        let can_read = self.tokens.field.is_none() && !self.is_added(line);
        let is_read = can_read && program_text(target, source, line).is_some_and(|read| read == text);
        let text = if is_read { None } else { Some(text.into_owned()) };
        Pending { class, message, line, offset, end_line, end_offset, text }
    }

    /// The text of a line: what is read of it, with its newline if it has one. Where the file has no such line, or it cannot be
    /// decoded, what the lexer has at hand.
    pub(super) fn line_of_error(&self, line: u32) -> Cow<'_, str> {
        let source = self.tokens.source;
        let start = source.lines().line_start(line) as usize;
        let rest = source.text().get(start..).unwrap_or_default();
        if rest.is_empty() || self.is_added(line) {
            return self.line_of_lexer();
        }
        if let Some(text) = program_text(self.tokens.target, source, line) {
            return text;
        }
        if self.tokens.lexer.state().line <= line {
            return self.line_of_lexer();
        }
        let bytes = source.malformed().and_then(|bytes| bytes.get(start..)).unwrap_or_default();
        let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        self.marked(start, String::from_utf8_lossy(line).into_owned()).into()
    }

    /// Whether the tokenizer has added the line, which the file itself lacks.
    fn is_added(&self, line: u32) -> bool {
        let source = self.tokens.source;
        let start = source.lines().line_start(line) as usize;
        let is_last = source.text().get(start..) == Some("\n");
        is_last && source.ends_in_crlf() && self.tokens.target.adds_lines_to_crlf()
    }

    /// What the tokenizer has of the first line begins with the byte order mark.
    fn marked(&self, start: usize, text: String) -> String {
        let is_marked = start == 0 && self.tokens.source.has_bom() && self.tokens.target.holds_byte_order_marks();
        if is_marked { format!("\u{feff}{text}") } else { text }
    }

    fn line_of_lexer(&self) -> Cow<'_, str> {
        let (source, state) = (self.tokens.source, self.tokens.lexer.state());
        let text = source.malformed().unwrap_or(source.text().as_bytes());
        let start = if self.tokens.target.answers_with_held_lines() { state.buffer } else { state.line_start };
        let end = (state.line_end as usize).min(text.len());
        let text = text.get(start as usize..end).unwrap_or_default();
        self.marked(start as usize, String::from_utf8_lossy(text).into_owned()).into()
    }
}

/// What is read of a line to show it with an error. It is read in parts of limited length, the byte order mark included, of which
/// one is taken for the line: in old releases the last one, if it can be decoded.
///
/// Follows `err_programtext` of `Python/errors.c`.
#[must_use]
pub fn program_text(target: Target, source: &Source, line: u32) -> Option<Cow<'_, str>> {
    let start = source.lines().line_start(line) as usize;
    let rest = source.malformed().unwrap_or(source.text().as_bytes()).get(start..)?;
    let mut bytes = rest.split_inclusive(|byte| *byte == b'\n').next().filter(|_| line > 0)?;
    if bytes.len() == rest.len() && !source.is_terminated() {
        bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    }
    let mark: &[u8] = if start == 0 && source.has_bom() { b"\xef\xbb\xbf" } else { b"" };
    if target.takes_first_part_of_long_lines() {
        let part = &bytes[..bytes.len().min(LONGEST_PART - mark.len())];
        return Some(String::from_utf8_lossy(part));
    }
    if !mark.is_empty() {
        let marked = [mark, bytes].concat();
        let part = marked.chunks(LONGEST_PART).next_back()?;
        return std::str::from_utf8(part).ok().map(|part| Cow::Owned(part.to_owned()));
    }
    let part = bytes.chunks(LONGEST_PART).next_back()?;
    std::str::from_utf8(part).ok().map(Cow::Borrowed)
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
