//! Columns of bytes to the offsets that an exception has.
//!
//! CPython converts both ends with the text of the line where the place starts, and takes what is longer than that line for its
//! end. Older releases convert only in files that declare their encoding.
//!
//! Follows `_PyPegen_raise_error_known_location` and `_PyPegen_byte_offset_to_character_offset`.

use super::machine::Machine;
use super::pending::{Pending, Spot};
use crate::error::ErrorClass;

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

    /// The text of a line: with its newline if the lexer is there, without if the lexer has left it.
    fn line_of_error(&self, line: u32) -> &str {
        let (source, state) = (self.tokens.source, self.tokens.lexer.state());
        let text = source.text();
        if state.line <= line && state.line_end > state.buffer {
            let start = if self.tokens.target.counts_characters_of_errors() { state.line_start } else { state.buffer };
            let end = (state.line_end as usize).min(text.len());
            return text.get(start as usize..end).unwrap_or_default();
        }
        let rest = &text[source.lines().line_start(line) as usize..];
        rest.lines().next().unwrap_or_default()
    }
}

/// How many characters so many bytes of a line are. Behind its end is one more.
fn characters(line: &str, column: i32) -> i32 {
    let column = usize::try_from(column).unwrap_or(0).min(line.len() + 1);
    let begun = line.char_indices().take_while(|(at, _)| *at < column).count();
    (begun + usize::from(column > line.len())) as i32
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn columns_of_bytes_are_characters() {
        assert_eq!([0, 1, 2, 3, 4, 8, 9, 50].map(|column| characters("äöü b", column)), [0, 1, 1, 2, 2, 5, 6, 6]);
    }
}
