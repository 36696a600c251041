//! The last part of a traceback for a `SyntaxError`.
//!
//! Follows `TracebackException._format_syntax_error` (`Lib/traceback.py`).

use pycmill_target::Target;
use unicode_width::UnicodeWidthChar;

use crate::Rejection;
use crate::rejection::Place;
use crate::typos::Typo;

/// `traceback.format_exception_only` of the exception, joined. An exception without a line has no file either.
pub(crate) fn format(target: Target, rejection: &Rejection, file: &str) -> String {
    let Place { line, text, .. } = &*rejection.place;
    let head = line.map(|line| format!("  File \"{file}\", line {line}\n")).unwrap_or_default();
    if let Some(typo) = &rejection.typo {
        let Typo { message, text, .. } = &**typo;
        let place = Place { offset: Some(typo.offset), end_offset: Some(typo.end_offset), ..Place::default() };
        return format!("{head}{}{}: {message}\n", source_lines(target, &place, text), rejection.class);
    }
    let source = text.as_deref().map(|text| source_lines(target, &rejection.place, text)).unwrap_or_default();
    format!("{head}{source}{}: {}\n", rejection.class, rejection.message)
}

fn source_lines(target: Target, place: &Place, text: &str) -> String {
    let full = text.trim_end_matches('\n');
    let shown = full.trim_start_matches([' ', '\n', '\x0c']);
    let indent = (full.len() - shown.len()) as i64;
    let carets = place.offset.and_then(|offset| {
        let (start, end) = caret_range(target, place, text, full, offset);
        let column = start - 1 - indent;
        (column >= 0)
            .then(|| format!("    {}\n", caret_line(target, shown, column as usize, (end - start).max(0) as usize)))
    });
    format!("    {shown}\n{}", carets.unwrap_or_default())
}

/// Carets under some characters of the source.
fn caret_line(target: Target, shown: &str, column: usize, count: usize) -> String {
    if !target.places_carets_by_width() {
        return blank(shown, column) + &"^".repeat(count);
    }
    let marked = width(shown.chars().skip(column).take(count));
    " ".repeat(width(shown.chars().take(column))) + &"^".repeat(if marked == 0 { count } else { marked })
}

/// Cells that characters take on a terminal (`Lib/_pyrepl/utils.py` `str_width`): every ASCII character is one wide.
fn width(chars: impl Iterator<Item = char>) -> usize {
    chars.map(|char| if char.is_ascii() { 1 } else { char.width().unwrap_or(1) }).sum()
}

/// First offset and offset behind the last, from 1.
fn caret_range(target: Target, place: &Place, text: &str, full: &str, offset: i64) -> (i64, i64) {
    if !target.carets_stay_in_line() {
        let end = place.end_offset.filter(|end| *end != 0).unwrap_or(offset);
        return (offset, if end == offset || end == -1 { offset + 1 } else { end });
    }
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
fn blank(shown: &str, column: usize) -> String {
    shown.chars().take(column).map(|char| if char.is_whitespace() { char } else { ' ' }).collect()
}
