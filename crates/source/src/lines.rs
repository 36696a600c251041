//! Offsets to lines and columns.
//!
//! Invariant: `starts` is strictly increasing and begins with 0.

use std::cell::Cell;

use crate::span::Position;

/// Where each line of a text begins.
///
/// Look-ups remember the line of the one before, so a walk through a file in (nearly) source order
/// costs constant time per look-up.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    cursor: Cell<usize>,
}

impl LineIndex {
    /// Indexes a text whose newlines are all `\n`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 32 + 2);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { starts, cursor: Cell::new(0) }
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        self.cursor.set(line);
        Position { line: line as u32 + 1, column: offset - self.starts[line] }
    }

    /// Offset of the first byte of a line (from 1); the last line's for lines behind the end.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        let last = self.starts.len() - 1;
        self.starts[(line.saturating_sub(1) as usize).min(last)]
    }

    fn line_of(&self, offset: u32) -> usize {
        let near = self.cursor.get();
        if self.starts[near] <= offset {
            let behind = &self.starts[near + 1..];
            if let Some(lines) = behind.iter().take(4).position(|start| offset < *start) {
                return near + lines;
            }
        }
        self.starts.partition_point(|start| *start <= offset) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_in_any_order() {
        let lines = LineIndex::new("ab\n\ncdé\nf");
        let at = |offset| {
            let Position { line, column } = lines.position(offset);
            (line, column)
        };
        assert_eq!([at(9), at(0), at(3), at(8), at(2)], [(4, 0), (1, 0), (2, 0), (3, 4), (1, 2)]);
    }
}
