//! Offsets to lines and columns.
//!
//! Invariant: `starts` is strictly increasing, begins with 0 and ends with `u32::MAX`, where no line starts: so
//! every line has one behind it.

use std::cell::Cell;

use crate::span::{Position, Span};

/// Bytes that are searched at once: lines are too short for wider ones to pay.
const WORD: u32 = 8;

/// The highest bit of each byte that is a newline: only zero has no bit set and does not get the highest one by the sum,
/// which never carries into the next byte.
const fn newlines(word: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let others = word ^ 0x0a0a_0a0a_0a0a_0a0a;
    !(((others & LOW) + LOW) | others | LOW)
}

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
        let (words, rest) = text.as_bytes().as_chunks();
        for (at, word) in words.iter().enumerate() {
            let mut newlines = newlines(u64::from_le_bytes(*word));
            while newlines != 0 {
                starts.push(at as u32 * WORD + newlines.trailing_zeros() / 8 + 1);
                newlines &= newlines - 1;
            }
        }
        let last = words.len() as u32 * WORD;
        starts.extend((last + 1..).zip(rest).filter(|(_, byte)| **byte == b'\n').map(|(behind, _)| behind));
        starts.push(u32::MAX);
        Self { starts, cursor: Cell::new(0) }
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset, self.cursor.get());
        self.cursor.set(line);
        self.on_line(line, offset)
    }

    /// Lines and columns of both ends of a span. The line remembered is the first: what is inside of the span comes next.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let first = self.line_of(span.start, self.cursor.get());
        self.cursor.set(first);
        let last = self.line_of(span.end, first);
        (self.on_line(first, span.start), self.on_line(last, span.end))
    }

    /// Offset of the first byte of a line (from 1); the last line's for lines behind the end.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        let last = self.starts.len() - 2;
        self.starts[(line.saturating_sub(1) as usize).min(last)]
    }

    fn on_line(&self, line: usize, offset: u32) -> Position {
        Position { line: line as u32 + 1, column: offset - self.starts[line] }
    }

    /// The line of an offset, which is probably at `near` or a few lines away.
    fn line_of(&self, offset: u32, near: usize) -> usize {
        match self.starts[near..] {
            [start, behind, ..] if start <= offset && offset < behind => near,
            _ => self.line_away(offset, near),
        }
    }

    fn line_away(&self, offset: u32, near: usize) -> usize {
        let (before, behind) = self.starts.split_at(near);
        if behind.first().is_none_or(|start| offset < *start) {
            let lines = before.iter().rev().take(4).position(|start| *start <= offset);
            return lines
                .map_or_else(|| before.partition_point(|start| *start <= offset) - 1, |lines| near - 1 - lines);
        }
        let lines = behind.iter().take(8).position(|start| offset < *start);
        near + lines.unwrap_or_else(|| behind.partition_point(|start| *start <= offset)) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newlines_in_words() {
        let text = "\n\n\u{b}abcd\n\u{8a}\u{10a}xyz\nlast words\nx";
        let starts: Vec<u32> = (1..=7).map(|line| LineIndex::new(text).line_start(line)).collect();
        assert_eq!(starts, [0, 1, 2, 8, 16, 27, 27]);
    }

    #[test]
    fn positions_in_any_order() {
        let lines = LineIndex::new("ab\n\ncdé\nf");
        let at = |offset| {
            let Position { line, column } = lines.position(offset);
            (line, column)
        };
        assert_eq!([at(9), at(0), at(3), at(8), at(2)], [(4, 0), (1, 0), (2, 0), (3, 4), (1, 2)]);
    }

    /// From every line to every other, near and far.
    #[test]
    fn ends_of_spans_wherever_the_one_before_was() {
        let text = "x\n".repeat(40) + "end";
        let at = |offset: u32| Position { line: offset / 2 + 1, column: offset % 2 };
        for before in (0..80).step_by(2) {
            for start in 0..80 {
                let lines = LineIndex::new(&text);
                assert_eq!(lines.position(before), at(before));
                let end = (start + before).min(80);
                assert_eq!(lines.positions(Span { start, end }), (at(start), at(end)));
            }
        }
        assert_eq!(LineIndex::new(&text).line_start(99), 80);
    }
}
