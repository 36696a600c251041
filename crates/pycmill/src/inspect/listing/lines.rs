//! The first column of a listing: lines, or whole places.
//!
//! Follows `_get_lineno_width`, `_get_positions_width` and `Formatter.print_instruction_line` (`Lib/dis.py`).

use std::collections::HashMap;
use std::fmt::Write;

use crate::inspect::code::Code;
use crate::inspect::places::{Place, Span, line_starts};
use crate::inspect::{Instruction, ListingOptions};

/// Shown where there is no line.
const NO_LINE: &str = "  --";

/// The column with lines.
pub(super) struct Lines {
    starts: HashMap<usize, Option<i64>>,
    /// 0 if there is none.
    width: usize,
    /// The places, where they are shown.
    spans: Option<Vec<Span>>,
}

impl Lines {
    pub(super) fn of(code: Code<'_>, options: &ListingOptions) -> Self {
        let spans = code.spans();
        let starts = line_starts(code.target(), &spans);
        let shows_places = options.places && code.target().dis_shows_places();
        let width = if shows_places { width_of_places(&spans) } else { width_of_lines(code, &starts) };
        Self { starts: starts.into_iter().collect(), width, spans: shows_places.then_some(spans) }
    }

    /// Adds the column of an instruction, after an empty line where a line of the source begins.
    pub(super) fn write(&self, out: &mut String, instruction: &Instruction) {
        let width = self.width;
        if width == 0 {
            return;
        }
        let start = self.starts.get(&instruction.offset);
        if start.is_some() && instruction.offset > 0 {
            out.push('\n');
        }
        let _ = match (&self.spans, start) {
            (Some(spans), _) => write!(out, "{:width$} ", text_of_place(place_at(spans, instruction.offset))),
            (None, Some(Some(line))) => write!(out, "{line:width$} "),
            (None, Some(None)) => write!(out, "{NO_LINE:>width$} "),
            (None, None) => write!(out, "{:width$} ", ""),
        };
    }
}

/// A module without code has line 0 only, which later versions take for none.
fn width_of_lines(code: Code<'_>, starts: &[(usize, Option<i64>)]) -> usize {
    let takes_zero = !code.target().dis_shows_missing_lines();
    let last = starts.iter().filter_map(|(_, line)| line.filter(|line| *line != 0 || takes_zero)).max();
    let has_missing = starts.iter().any(|(_, line)| line.is_none());
    last.map_or(0, |last| last.to_string().len().max(if has_missing { NO_LINE.len() } else { 3 }))
}

/// With a blank at the end.
fn width_of_places(spans: &[Span]) -> usize {
    let width = |span: &Span| text_of_place(span.place).len();
    let is_known = |span: &&Span| parts(span.place).iter().any(Option::is_some);
    spans.iter().filter(is_known).map(width).max().map_or(0, |width| 1 + width.max(NO_LINE.len()))
}

fn parts(place: Place) -> [Option<i64>; 4] {
    [place.line, place.column, place.end_line, place.end_column]
}

fn text_of_place(place: Place) -> String {
    if parts(place).iter().all(Option::is_none) {
        return NO_LINE.to_owned();
    }
    let [line, column, end_line, end_column] =
        parts(place).map(|part| part.map_or_else(|| "?".to_owned(), |part| part.to_string()));
    format!("{line}:{column}-{end_line}:{end_column}")
}

fn place_at(spans: &[Span], offset: usize) -> Place {
    let at = spans.partition_point(|span| span.end <= offset);
    spans.get(at).map_or_else(Place::default, |span| span.place)
}
