//! Offsets to lines and columns.
//!
//! Invariant: `starts` is strictly increasing, begins with 0 and ends with `u32::MAX`, where no line starts: so
//! every line has one behind it.

use std::cell::Cell;

use crate::span::{Position, Span};

/// So many lines are looked at one by one.
const FEW_LINES: usize = 8;

/// Where each line of a text begins.
///
/// Look-ups remember the lines of the one before, so a walk through a file in (nearly) source order
/// costs constant time per look-up.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// The line of the last place looked up, or of the first one of the last span.
    first: Cell<Line>,
    /// The line that the last span over several lines ended in: its instructions are many.
    last: Cell<Line>,
}

/// A line with its number, from 0.
#[derive(Clone, Copy, Debug)]
struct Line {
    number: u32,
    start: u32,
    /// Where the next one starts.
    behind: u32,
}

impl Line {
    const fn has(self, offset: u32) -> bool {
        offset.wrapping_sub(self.start) < self.behind - self.start
    }

    /// An offset of this line.
    const fn position(self, offset: u32) -> Position {
        Position { line: self.number + 1, column: offset - self.start }
    }
}

impl LineIndex {
    /// Indexes a text whose newlines are all `\n`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 32 + 2);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        starts.push(u32::MAX);
        let line = Line { number: 0, start: 0, behind: starts[1] };
        Self { starts, first: Cell::new(line), last: Cell::new(line) }
    }

    /// Line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut line = self.first.get();
        if !line.has(offset) {
            line = self.find(offset, line);
            self.first.set(line);
        }
        line.position(offset)
    }

    /// Lines and columns of both ends of a span. The line remembered is the first: what is inside of the span comes next.
    #[inline]
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let line = self.first.get();
        if line.has(span.start) && line.has(span.end) {
            return (line.position(span.start), line.position(span.end));
        }
        self.positions_elsewhere(span)
    }

    /// [`Self::positions`] of a span that is not in the line remembered.
    #[inline(never)]
    fn positions_elsewhere(&self, span: Span) -> (Position, Position) {
        let start = self.position(span.start);
        let first = self.first.get();
        if first.has(span.end) {
            return (start, first.position(span.end));
        }
        let mut last = self.last.get();
        if !last.has(span.end) {
            last = self.find(span.end, first);
            self.last.set(last);
        }
        (start, last.position(span.end))
    }

    /// Offset of the first byte of a line (from 1); the last line's for lines behind the end.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        let last = self.starts.len() - 2;
        self.starts[(line.saturating_sub(1) as usize).min(last)]
    }

    /// The line of an offset outside of the line `near`, but probably only a few lines away.
    fn find(&self, offset: u32, near: Line) -> Line {
        let near = near.number as usize;
        if offset < self.starts[near] {
            return self.line(self.find_before(offset, near));
        }
        for number in near + 1..(near + 1 + FEW_LINES).min(self.starts.len() - 1) {
            if offset < self.starts[number + 1] {
                return self.line(number);
            }
        }
        self.line(self.starts.partition_point(|start| *start <= offset) - 1)
    }

    /// The same for an offset before the line.
    fn find_before(&self, offset: u32, near: usize) -> usize {
        let few = near.saturating_sub(FEW_LINES)..near;
        let found = few.rev().find(|number| self.starts[*number] <= offset);
        found.unwrap_or_else(|| self.starts[..near].partition_point(|start| *start <= offset) - 1)
    }

    fn line(&self, number: usize) -> Line {
        Line { number: number as u32, start: self.starts[number], behind: self.starts[number + 1] }
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
