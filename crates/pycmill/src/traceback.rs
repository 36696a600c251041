//! The last part of a traceback for a `SyntaxError`.
//!
//! Follows `TracebackException._format_syntax_error` (`Lib/traceback.py`).

use pycmill_target::Target;
use unicode_normalization::char::canonical_combining_class;
use unicode_width::UnicodeWidthChar;

use crate::Rejection;
use crate::rejection::{FSTRING, Place};
use crate::typos::Typo;

/// `traceback.format_exception_only` of the exception, joined, as `py_compile.PyCompileError` shows it: it takes every
/// `File "<string>"` for a place that it can name, those in the source, too.
pub(crate) fn format(target: Target, rejection: &Rejection, file: &str) -> String {
    lines(target, rejection, file).replace("File \"<string>\"", &format!("File \"{file}\""))
}

/// An exception without a line has no file either.
fn lines(target: Target, rejection: &Rejection, file: &str) -> String {
    let Place { line, text, .. } = &*rejection.place;
    let file = if rejection.place.is_in_field { FSTRING } else { file };
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
    if target.strips_lines_of_errors() {
        return stripped_lines(place, text);
    }
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

/// The line without any blanks around it. The offset counts from the end where it is none.
fn stripped_lines(place: &Place, text: &str) -> String {
    let shown = text.trim_matches(is_blank);
    let caret = place.offset.map(|offset| {
        let full: Vec<char> = text.trim_end_matches('\n').chars().collect();
        let length = full.len() as i64;
        let end = offset.min(length) - 1;
        let before = if end < 0 { (length + end).max(0) } else { end };
        let before: String = full[..before as usize].iter().collect();
        format!("    {}^\n", blank(before.trim_start_matches(is_blank), usize::MAX))
    });
    format!("    {shown}\n{}", caret.unwrap_or_default())
}

/// Carets under some characters of the source.
fn caret_line(target: Target, shown: &str, column: usize, count: usize) -> String {
    if !target.places_carets_by_width() {
        return blank(shown, column) + &"^".repeat(count);
    }
    let is_marked = shown.chars().nth(column).is_some() && count > 0;
    let carets = if is_marked { width(shown.chars().skip(column).take(count)) } else { count };
    " ".repeat(width(shown.chars().take(column))) + &"^".repeat(carets)
}

/// Cells that characters take on a terminal (`Lib/traceback.py` `_wlen`): every ASCII character is one wide, but Ctrl-Z two, and
/// control sequences none.
fn width(chars: impl Iterator<Item = char>) -> usize {
    let text: String = chars.collect();
    text.chars().map(cells).sum::<usize>() - control_sequences(&text)
}

fn cells(char: char) -> usize {
    match char {
        '\x1a' => 2,
        '\0'..='\x7f' | '\u{ad}' | '\u{17a4}' => 1,
        '\u{3164}' | '\u{16fe4}' => 2,
        _ if canonical_combining_class(char) != 0 || is_format_character(char) => 0,
        _ if char.width() == Some(2) => 2,
        _ => 1,
    }
}

/// How many bytes of a text are in control sequences: `ESC [`, parameters and a letter or the like.
fn control_sequences(text: &str) -> usize {
    let lengths = text.split("\x1b[").skip(1).filter_map(|rest| {
        let parameters = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'@')).count();
        matches!(rest.as_bytes().get(parameters), Some(b'A'..=b'~')).then_some(parameters + 3)
    });
    lengths.sum()
}

/// Whether the general category of a character is Cf.
const fn is_format_character(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
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
    shown.chars().take(column).map(|char| if is_blank(char) { char } else { ' ' }).collect()
}

/// `str.isspace` takes the separators of ASCII for blanks, too.
const fn is_blank(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\x1c'..='\x1f')
}

#[cfg(test)]
mod tests {
    use super::width;

    /// As `_pyrepl.utils.wlen` of 3.15.2 counts.
    #[test]
    fn widths() {
        let texts = ["a\u{301}", "\u{2603}\u{fe0f}", "\u{1f602}", "\u{200d}", "\x1b[1mx\x1b[0m", "\x1b[é", "\x1a"];
        assert_eq!(texts.map(|text| width(text.chars())), [1, 2, 2, 0, 1, 3, 2]);
    }
}
