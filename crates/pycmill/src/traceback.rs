//! The last part of a traceback for a `SyntaxError`.
//!
//! Follows `TracebackException._format_syntax_error` (`Lib/traceback.py`).

use crate::Rejection;
use crate::rejection::Place;

/// `traceback.format_exception_only` of the exception, joined. An exception without a line has no file either.
pub(crate) fn format(rejection: &Rejection, file: &str) -> String {
    let Place { line, text, .. } = &*rejection.place;
    let head = line.map(|line| format!("  File \"{file}\", line {line}\n")).unwrap_or_default();
    let source = text.as_deref().map(|text| source_lines(&rejection.place, text)).unwrap_or_default();
    format!("{head}{source}{}: {}\n", rejection.class, rejection.message)
}

fn source_lines(place: &Place, text: &str) -> String {
    let full = text.trim_end_matches('\n');
    let shown = full.trim_start_matches([' ', '\n', '\x0c']);
    let indent = (full.len() - shown.len()) as i64;
    let carets = place.offset.and_then(|offset| {
        let (start, end) = caret_range(place, text, full, offset);
        let column = start - 1 - indent;
        (column >= 0).then(|| format!("    {}{}\n", blank(shown, column), "^".repeat((end - start).max(0) as usize)))
    });
    format!("    {shown}\n{}", carets.unwrap_or_default())
}

/// First offset and offset behind the last, from 1.
fn caret_range(place: &Place, text: &str, full: &str, offset: i64) -> (i64, i64) {
    let length = text.chars().count() as i64;
    let behind = full.chars().count() as i64 + 1;
    let mut end = match place.end_offset {
        _ if place.line != place.end_line => behind,
        Some(end) if end != 0 => end,
        _ => offset,
    };
    let mut start = offset;
    if length > 0 && start > length {
        start = behind;
    }
    if length > 0 && end > length {
        end = behind;
    }
    if start >= end || end < 0 {
        end = start + 1;
    }
    (start, end)
}

/// Spaces up to a column, tabs and their like kept.
fn blank(shown: &str, column: i64) -> String {
    shown.chars().take(column as usize).map(|char| if char.is_whitespace() { char } else { ' ' }).collect()
}
